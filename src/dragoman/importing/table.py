"""CSV and its kin: the dialect told by the first rows, rows one at a time, a broken row by itself."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dragoman.gather.fetched import SIZE_LIMIT
from dragoman.importing import rows
from dragoman.importing.item import Item, Place, Trouble, trouble
from dragoman.importing.source import HEAD, Line, Opened, decoded, encoding, head, lines

DELIMITERS: Final = ",\t;|"


class Dialect(csv.Dialect):
    """How a table is written."""

    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\n"
    quoting = csv.QUOTE_MINIMAL

    def __init__(self, delimiter: str, escapechar: str | None) -> None:
        self.delimiter = delimiter
        self.escapechar = escapechar
        super().__init__()


def items(path: Path, columns: tuple[tuple[str, str], ...], start: int | None) -> Iterator[Item | Trouble]:
    """An item or a trouble for each row under the head."""
    sample = head(path, HEAD)
    codec = encoding(sample)
    dialect = told(decoded(sample, codec), path.name)
    names: list[str] | None = None
    with Opened(path) as file:
        for number, row in enumerate(_rows(file, codec, dialect)):
            place = Place(path, f"row {number}" if number else "the head", number, file.done)
            if names is None:
                if isinstance(row, str):
                    yield trouble(place, row)
                    return
                names = [name.strip() for name in row]
                if (why := rows.lacking(names, columns)) is not None:
                    yield trouble(place, why)
                    return
                continue
            if start is not None and number <= start:
                continue
            if isinstance(row, str):
                yield trouble(place, row)
            elif any(cell.strip() for cell in row[len(names) :]):
                yield trouble(place, f"{len(row)} cells under {len(names)} names")
            elif any(cell.strip() for cell in row):
                yield rows.item(dict(zip(names, row, strict=False)), place, columns)


def told(sample: str, name: str = "") -> Dialect:
    """The dialect of a table: the delimiter that makes most names of the head known, then most columns that agree."""
    sample = sample.lstrip("\ufeff")
    if sample[:4].lower() == "sep=" and len(sample) > 4:
        return Dialect(sample[4], None)
    escapes = '\\"' in sample and sample.count('\\"') > sample.count('""')
    escapechar = "\\" if escapes else None

    def score(delimiter: str) -> tuple[int, int, int]:
        table = _first(sample, Dialect(delimiter, escapechar))
        names = table[0] if table else []
        known = sum(map(bool, rows.found(tuple(names), ()).values())) if len(names) < 1_000 else 0
        agreeing = sum(len(row) == len(names) for row in table[1:]) if len(names) > 1 else 0
        return known, agreeing, len(names)

    order = "\t,;|" if name.lower().partition(".")[2].startswith(("tsv", "tab")) else DELIMITERS
    return Dialect(max(order, key=score), escapechar)


def _first(sample: str, dialect: Dialect, count: int = 20) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for row in csv.reader(sample.splitlines(keepends=True), dialect):
            if any(cell.strip() for cell in row):
                found.append(row)
            if len(found) == count:
                break
    except csv.Error:
        pass
    return found


class _Lines:
    """Lines for the csv module, which can be put back: a row whose quotation mark is never closed takes all of them."""

    def __init__(self, found: Iterator[Line]) -> None:
        self._found = found
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        self.broken: str | None = None
        self.ended = False
        self._size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._back:
            text = self._back.popleft()
        else:
            line = next(self._found, None)
            if line is None or line.broken is not None:
                self.broken = line.broken if line else self.broken
                self.ended = line is None
                raise StopIteration
            text = line.text.replace("\x00", "\ufffd")
        self._size += len(text)
        if self._size > 2 * SIZE_LIMIT:
            self.broken = f"longer than {2 * SIZE_LIMIT // 1_000_000} MB"
            raise StopIteration
        self.taken.append(text)
        return text

    def begin(self) -> None:
        """A row begins."""
        self.taken.clear()
        self._size = 0

    def put_back(self) -> None:
        """All lines of the row but the first are to be read again."""
        self._back.extendleft(reversed(self.taken[1:]))


def _rows(file: Opened, codec: str, dialect: Dialect) -> Iterator[list[str] | str]:
    """Rows that are not empty, or why one is none."""
    csv.field_size_limit(SIZE_LIMIT)
    source = _Lines(lines(file, codec))
    width: int | None = None
    while True:
        reader = csv.reader(source, dialect)
        while True:
            source.begin()
            why: str | None = None
            try:
                row = next(reader)
            except StopIteration:
                if source.broken is None:
                    return
                yield source.broken
                source.broken = None
                break
            except csv.Error as error:
                why = str(error)
            else:
                if source.broken is not None:
                    why, source.broken = source.broken, None
                elif len(source.taken) > 1 and (source.ended or len(row) > (width or len(row))):
                    why = _misquoted(source.taken, dialect)
            if why is not None:
                yield why
                source.put_back()
                break
            if width is None and row and row[0][:5].lower().lstrip("\ufeff").startswith("sep="):
                continue
            if row and any(row):
                width = len(row) if width is None else width
                yield row


def _misquoted(taken: list[str], dialect: Dialect) -> str | None:
    """Why the lines of a row cannot be one, where a quotation mark is not closed or is closed within a cell."""
    try:
        for _ in csv.reader(taken, dialect, strict=True):
            pass
    except csv.Error:
        return "a quotation mark that is not closed"
    return None
