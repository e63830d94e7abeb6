"""JSON Lines that lose nothing: one object for each version, by ``schema/export-1.0.json``, and back."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dragoman.record import Record
from dragoman.store.kept import Kept
from dragoman.store.rereadings import Reading

KIND: Final = "dragoman-version"
VERSION: Final = "1.0"


@dataclass(frozen=True, slots=True)
class Line:
    """What a line holds: a version as it was kept, its bytes where they went along, and its amendments.

    ``kept.record`` is as it was read; the amendments make of it what the store shows. ``readings`` are all that there
    are of the version, the current one without its record. ``own`` is whose own text the article is, ``given`` what
    the user told of it, ``text_sha256`` by what the text is known again (``store.keep.text_digest``). ``fetches`` are
    all the times that the article was fetched, with its last version.
    """

    kept: Kept
    raw: bytes | None
    media_type: str | None
    charset: str | None
    amendments: tuple[Mapping[str, Any], ...]
    fetches: tuple[Mapping[str, Any], ...] = ()
    readings: tuple[Reading, ...] = ()
    own: str | None = None
    given: Mapping[str, str] | None = None
    text_sha256: str | None = None


def to_line(
    kept: Kept,
    raw: bytes | None = None,
    *,
    media_type: str | None = None,
    charset: str | None = None,
    amendments: Iterable[Mapping[str, Any]] = (),
    fetches: Iterable[Mapping[str, Any]] = (),
    readings: Iterable[Reading] = (),
    own: str | None = None,
    given: Mapping[str, str] | None = None,
    text_sha256: str | None = None,
) -> dict[str, Any]:
    """A version as plain data. ``media_type`` and ``charset`` are what was declared of the bytes, ``raw``."""
    return {
        "kind": KIND,
        "schema_version": VERSION,
        "key": kept.key,
        "number": kept.number,
        "versions": kept.versions,
        "url": kept.url,
        "fetched": kept.fetched,
        "sha256": kept.sha256,
        "media_type": media_type,
        "charset": charset,
        "raw": None if raw is None else base64.b64encode(raw).decode("ascii"),
        "story": kept.story,
        "corpora": kept.corpora,
        "sides": {str(number): side for number, side in kept.sides.items()},
        "ids": {
            "article": kept.article,
            "version": kept.version,
            "reading": kept.reading,
            "statements": {str(number): row for number, row in kept.statements.items()},
            "contacts": {str(number): row for number, row in kept.contacts.items()},
        },
        "record": kept.record.to_dict(),
        "amendments": [dict(amendment) for amendment in amendments],
        "fetches": [dict(fetch) for fetch in fetches],
        "readings": [one.to_dict() for one in readings],
        "own": own,
        "given": None if given is None else dict(given),
        "text_sha256": text_sha256,
    }


def from_line(data: Mapping[str, Any]) -> Line:
    """What ``to_line`` turned into ``data``.

    Raises ValueError, in one line, where it is no such line, of another version, or where its bytes are not those
    of its SHA-256.
    """
    if data.get("kind") != KIND:
        raise ValueError(f"a line of the kind {data.get('kind')!r}, not {KIND}")
    if data.get("schema_version") != VERSION:
        raise ValueError(f"a line of schema version {data.get('schema_version')!r}, not {VERSION}")
    try:
        raw = _bytes(data)
        datetime.fromisoformat(data["fetched"])
        ids = data["ids"]
        kept = Kept(
            article=int(ids["article"]), version=int(ids["version"]), reading=int(ids["reading"]),
            number=int(data["number"]), versions=int(data["versions"]), key=data["key"],
            record=Record.from_dict(data["record"]), fetched=data["fetched"], sha256=data["sha256"], url=data["url"],
            story=data["story"], corpora=data["corpora"], statements=_numbers(ids["statements"]),
            sides={int(number): side for number, side in data["sides"].items()}, contacts=_numbers(ids["contacts"]),
        )  # fmt: skip
        amendments = tuple(dict(amendment) for amendment in data["amendments"])
        fetches = tuple(dict(fetch) for fetch in data["fetches"])
        # Lines of the first exports have none of these.
        readings = tuple(Reading(**one) for one in data.get("readings", ()))
        for fetch in fetches:
            _bytes({"raw": None, **fetch})
        for one in readings:
            int(one.id)
            if not one.current:
                Record.from_dict(one.record or {})
        given = data.get("given")
    except (KeyError, TypeError, AttributeError, ValueError, binascii.Error) as error:
        raise ValueError(f"not a line of an export: {error}") from error
    return Line(
        kept, raw, data.get("media_type"), data.get("charset"), amendments, fetches, readings, data.get("own"), given,
        data.get("text_sha256"),
    )  # fmt: skip


def _bytes(told: Mapping[str, Any]) -> bytes | None:
    """The bytes in a line, or in one of its fetches. Raises ValueError where they are not those of its SHA-256."""
    if told["raw"] is None:
        return None
    raw = base64.b64decode(told["raw"], validate=True)
    if hashlib.sha256(raw).hexdigest() != told["sha256"]:
        raise ValueError("the bytes in it are not those of its SHA-256")
    return raw


def dumped(data: Any) -> str:
    """JSON on one line, with its line feed. A lone surrogate, which UTF-8 cannot hold, is written as an escape."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        written = json.dumps(data, separators=(",", ":"))
    return written + "\n"


def _numbers(data: Mapping[str, Any]) -> dict[int, int]:
    return {int(number): int(row) for number, row in data.items()}
