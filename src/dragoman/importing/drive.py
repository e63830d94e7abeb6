"""A file or a folder of any form as one stream of items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from dragoman.importing import factiva, forms, jsonfile, jsonlines, nexis, parquet, rows, table, warc
from dragoman.importing.item import Item, MissingExtraError, Place, Trouble, trouble

_SHIFT: Final = 48
"""In a folder a position is that of the file, shifted by so many bits, with the position in the file below it."""


def items(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    form: str | None = None,
    start: int | None = None,
    skipped: Counter[str] | None = None,
) -> Iterator[Item | Trouble]:
    """The articles of a file or of all files in a folder, one at a time.

    ``columns`` says for fields ("text", "url", "published" …) in which column they are, ``form`` which form a file
    has (else ``guess`` tells). ``start`` is the position of the last item that was taken: those after it come. In
    a folder that holds only as long as no file is added before it. ``skipped`` counts the records of a web archive
    that are no pages, by why.

    What cannot be read is a ``Trouble`` and never ends the rest; nothing that a file holds raises. Raises ValueError
    at once for an unknown form or field, and ``MissingExtraError`` where a file of a form is met whose library is
    not installed.
    """
    kept = rows.checked(columns or {})
    if form is not None and form not in {one.name for one in forms.FORMS}:
        raise ValueError(f"no form {form!r}: there are {', '.join(one.name for one in forms.FORMS)}")
    counts = Counter[str]() if skipped is None else skipped
    if path.is_dir():
        return _folder(path, kept, form, start, counts)
    return _file(path, kept, form, start, counts)


def files(path: Path) -> list[Path]:
    """The files that a path stands for: itself, or those below a folder with a suffix of a form, sorted.

    Hidden ones are left out, and links to folders are not followed.
    """
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    for one in sorted(path.iterdir(), key=lambda one: one.name):
        if one.name.startswith("."):
            continue
        if one.is_dir():
            found += [] if one.is_symlink() else files(one)
        elif forms.suffix(one) in forms.SUFFIXES and one.is_file():
            found.append(one)
    return found


def length(path: Path) -> int:
    """Bytes of a file, or of all files in a folder: what ``done`` of an item goes up to."""
    total = 0
    for file in files(path):
        try:
            total += file.stat().st_size
        except OSError:
            continue
    return total


def _folder(
    path: Path, columns: tuple[tuple[str, str], ...], form: str | None, start: int | None, skipped: Counter[str]
) -> Iterator[Item | Trouble]:
    try:
        found = files(path)
    except OSError as error:
        yield trouble(Place(path, str(path), 0, 0), error.strerror or str(error))
        return
    if not found:
        yield trouble(Place(path, str(path), 0, 0), "no file in this folder that can be imported")
    begin, inner = (0, None) if start is None else (start >> _SHIFT, start & ((1 << _SHIFT) - 1))
    before = 0
    for number, file in enumerate(found):
        if number >= begin:
            name = file.relative_to(path).as_posix()
            for item in _file(file, columns, form, inner if number == begin else None, skipped):
                yield _within(item, name, (number << _SHIFT) + item.position, before + item.done)
        before += length(file)


def _within(item: Item | Trouble, name: str, position: int, done: int) -> Item | Trouble:
    return replace(item, place=f"{name}, {item.place}", position=position, done=done)


def _file(
    path: Path, columns: tuple[tuple[str, str], ...], form: str | None, start: int | None, skipped: Counter[str]
) -> Iterator[Item | Trouble]:
    last = Place(path, "the file", start or 0, 0)
    try:
        known = form or forms.guess(path)
        if known is None or path.stat().st_size == 0:
            yield trouble(last, forms.refusal(path))
            return
        for item in _of(path, known, columns, start, skipped):
            last = Place(path, f"after {item.place}", item.position, item.done)
            yield item
    except MissingExtraError:
        raise
    except OSError as error:
        yield trouble(last, error.strerror or str(error))
    except Exception as error:  # nothing in a file may end the import of others
        yield trouble(last, f"{type(error).__name__}: {error}")


def _of(
    path: Path, form: str, columns: tuple[tuple[str, str], ...], start: int | None, skipped: Counter[str]
) -> Iterator[Item | Trouble]:
    if form == "parquet":
        parquet.checked()
        return parquet.items(path, columns, start)
    if form == "warc":
        warc.checked()
        return warc.items(path, start, skipped)
    if form in ("factiva", "nexis"):
        return factiva.items(path, start) if form == "factiva" else nexis.items(path, start)
    tables = {"jsonl": jsonlines.items, "json": jsonfile.items, "csv": table.items}
    return tables[form](path, columns, start)
