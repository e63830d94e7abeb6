"""JSON, one object a line: tables, records of our own, and the exchange form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from dragoman.gather.fetched import SIZE_LIMIT
from dragoman.importing import rows
from dragoman.importing.build import Told, built
from dragoman.importing.item import Item, Place, Trouble, key, trouble
from dragoman.importing.source import HEAD, Opened, encoding, head, lines
from dragoman.importing.values import text as cell
from dragoman.importing.values import url as address
from dragoman.page.decode import replace_surrogates
from dragoman.record import Record

OURS: Final = "dragoman-"
"""How the kinds of lines begin that an export of our own has."""

_LONGEST: Final = 4 * SIZE_LIMIT
"""Bytes of a line; one of an export may hold a page's own bytes beside what was read in them."""


def items(path: Path, columns: tuple[tuple[str, str], ...], start: int | None) -> Iterator[Item | Trouble]:
    """An item or a trouble for each line that is not empty."""
    for place, value in values(path, start):
        yield value if isinstance(value, Trouble) else understood(value, place, columns)


def values(path: Path, start: int | None = None) -> Iterator[tuple[Place, Any]]:
    """What stands in each line that is not empty, or a trouble."""
    codec = encoding(head(path, HEAD))
    with Opened(path) as file:
        for line in lines(file, codec, _LONGEST):
            # An array with one object a line is taken as well.
            written = line.text.strip().lstrip("\ufeff\x1e").rstrip(",")
            if (start is not None and line.number <= start) or (written in ("", "[", "]") and line.broken is None):
                continue
            place = Place(path, f"line {line.number}", line.number, file.done)
            if line.broken is not None:
                yield place, trouble(place, line.broken)
                continue
            try:
                value = json.loads(written)
            except json.JSONDecodeError as error:
                # Its own line and column are those within this line.
                yield place, trouble(place, f"not JSON, at its character {error.pos + 1}: {error.msg}")
            except (ValueError, RecursionError) as error:
                yield place, trouble(place, f"not JSON: {error}")
            else:
                yield place, value


def understood(value: Any, place: Place, columns: tuple[tuple[str, str], ...]) -> Item | Trouble:
    """What an object is: a line of our own export, a record, a text in the exchange form, or a row."""
    if not isinstance(value, Mapping):
        return trouble(place, f"not a JSON object but {type(value).__name__}")
    kind = value.get("kind")
    if isinstance(kind, str) and kind.startswith(OURS):
        if not isinstance(value.get("record"), Mapping):
            return Item(place.text, place.position, place.done, "", line=value)
        found, name = _record(value["record"], place), value.get("key")
        if isinstance(found, Trouble):
            return found
        return replace(found, line=value, key=name if isinstance(name, str) and name else found.key)
    if "schema_version" in value and "article" in value:
        return _record(value, place)
    if kind == "record":
        inner = value.get("record", value)
        return _record(inner, place) if isinstance(inner, Mapping) else trouble(place, "a record without its fields")
    if "attributions" in value and isinstance(value.get("text"), str):
        told = Told(id=cell(value.get("id")))
        return built(cell(value["text"]) or "", told, place)
    return rows.item(value, place, columns)


def _record(value: Mapping[str, Any], place: Place) -> Item | Trouble:
    try:
        record = Record.from_dict(_clean(value))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
        return trouble(place, f"a record that cannot be read: {error}")
    if not isinstance(record.article.text, str):
        return trouble(place, "a record without a text")
    url = record.article.url.value if record.article.url else None
    name = key(address(url), None, record.article.text)
    return Item(place.text, place.position, place.done, name, record=record)


def _clean(value: Any) -> Any:
    """The same with lone surrogates replaced: nothing else could be stored or printed."""
    if isinstance(value, str):
        return replace_surrogates(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, Mapping):
        return {_clean(name): _clean(one) for name, one in value.items()}
    return value
