"""JSON that is not one object a line: an array of objects, or objects one after another, taken one at a time."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from dragoman.gather.fetched import SIZE_LIMIT
from dragoman.importing.item import Item, Place, Trouble, trouble
from dragoman.importing.jsonlines import understood
from dragoman.importing.source import BROKEN, HEAD, Opened, encoding, head
from dragoman.page.decode import replace_surrogates

_BETWEEN: Final = re.compile(r"[\s,\[\]\ufeff\x1e]*")
_NEXT: Final = re.compile(r"[\n,]\s*(?=\{)")


def items(path: Path, columns: tuple[tuple[str, str], ...], start: int | None) -> Iterator[Item | Trouble]:
    """An item or a trouble for each object; after a broken one those that follow on a line of their own."""
    for place, value in values(path, start):
        yield trouble(place, str(value)) if isinstance(value, _Broken) else understood(value, place, columns)


def values(path: Path, start: int | None = None) -> Iterator[tuple[Place, Any]]:
    """The objects of a file, and why one could not be taken."""
    number = 0
    with Opened(path) as file:
        for value in _objects(file, encoding(head(path, HEAD))):
            number += 1
            if start is not None and number <= start:
                continue
            yield Place(path, f"object {number}", number, file.done), value


class _Broken(str):
    """Why an object could not be taken."""

    __slots__ = ()


def _objects(file: Opened, codec: str) -> Iterator[Any]:
    """The top-level values of a stream, with never much more than one of them in memory."""
    try:
        decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    except LookupError:
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    parser = json.JSONDecoder()
    held, step, ended = "", HEAD, False
    while True:
        held = held[_BETWEEN.match(held).end() :]  # type: ignore[union-attr]
        try:
            if not held:
                raise ValueError("nothing held")
            value, end = parser.raw_decode(held)
            # A number or word at the end of what is held may go on.
            if end == len(held) and not ended and not isinstance(value, dict | list):
                raise ValueError("perhaps cut")
            held = held[end:]
            step = HEAD
            yield value
            continue
        except RecursionError:
            yield _Broken("not JSON: nested too deeply")
            return
        except ValueError as error:
            if ended and not held:
                return
            if ended or len(held) > SIZE_LIMIT:
                large = f"longer than {SIZE_LIMIT // 1_000_000} MB, or not JSON"
                why = error.msg if isinstance(error, json.JSONDecodeError) else error
                yield _Broken(f"not JSON: {why}" if ended else large)
                skipped = _NEXT.search(held, 1)
                held, step = held[skipped.end() :] if skipped else "", HEAD
                continue
        try:
            data = file.stream.read1(step)
        except BROKEN as error:
            yield _Broken(f"the file is broken from here on: {error}")
            return
        step *= 2  # so that a long value is not tried over and over again
        ended = not data
        held += replace_surrogates(decoder.decode(data, final=ended))
