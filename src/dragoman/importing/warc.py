"""WARC: the pages of a crawl, with the time at which the crawler fetched each."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast
from urllib.parse import urlsplit

from dragoman.gather.fetched import SIZE_LIMIT, Fetched
from dragoman.importing import values
from dragoman.importing.answer import Answer, answer, is_page, moment
from dragoman.importing.damage import Forgiving, cut_off, following, packed_as_one
from dragoman.importing.item import Item, MissingExtraError, Place, Trouble, key, trouble

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_TYPES: Final = frozenset(
    {"text/html", "application/xhtml+xml", "application/pdf", "application/x-pdf", "text/plain", "text/markdown"}
)
"""Declared types of what may be an article."""

_LARGE: Final = f"larger than {SIZE_LIMIT // 1_000_000} MB"
_HEADERS: Final = 65_536

_KINDS: Final = 200
"""So many reasons to skip a record are counted apart."""


def checked() -> None:
    """Raises ``MissingExtraError`` where FastWARC is not installed."""
    try:
        import fastwarc  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("WARC needs FastWARC: pip install 'dragoman[warc]'") from error


def items(path: Path, start: int | None, skipped: Counter[str]) -> Iterator[Item | Trouble]:
    """The pages in the order of the file; damage is told of, and the next whole record looked for.

    What is no page is counted in ``skipped``: records of other kinds ("revisit"), answers other than 200
    ("status 404"), other types ("image/png").
    """
    with path.open("rb") as raw:
        whole = packed_as_one(raw)
        packed = not whole and raw.read(2) == b"\x1f\x8b"
        file: IO[bytes] = cast("IO[bytes]", Forgiving(gzip.GzipFile(fileobj=raw))) if whole else raw
        at: int | None = start or 0
        while at is not None:
            file.seek(at)
            last, told, why = None, False, None
            for position, record in _records(file):
                if isinstance(record, str):
                    why = record
                    break
                last, told = position, False
                if position == start:
                    continue  # the one that was taken last
                place = Place(path, f"offset {position}", position, raw.tell() if whole else position)
                found = _taken(record, place, skipped)
                if found is not None:
                    told = isinstance(found, Trouble)
                    yield found
            here = at if last is None else last
            place = Place(path, f"offset {here}", here, raw.tell() if whole else here)
            if isinstance(file, Forgiving) and file.broken:
                yield trouble(place, f"the file is broken after this record: {file.broken}")
                return
            if why is None:
                if last is None:
                    yield trouble(place, "no WARC record here")
                elif not whole and not told and cut_off(raw, last, packed=packed):
                    yield trouble(place, "the file is cut off after this record")
                return
            if not told and (last is not None or at == (start or 0)):
                yield trouble(place, f"damaged {'here' if last is None else 'in or after this record'}: {why}")
            at = following(file, here + 1, packed=packed)


def _records(file: IO[bytes]) -> Iterator[tuple[int, WarcRecord | str]]:
    """Records with their offsets, and at the end why no more can be read, if they cannot."""
    from fastwarc.warc import ArchiveIterator

    try:
        found = ArchiveIterator(file, parse_http=False)
        while (record := next(found, None)) is not None:
            position = record.stream_pos
            yield position, record
    except BaseException as error:
        # A panic of the library's comes as a BaseException.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        yield 0, str(error) or type(error).__name__


class _NoPageError(Exception):
    """What is no page by its kind, and is only counted."""


class _DamagedError(Exception):
    """A page that is not whole."""


def _taken(record: WarcRecord, place: Place, skipped: Counter[str]) -> Item | Trouble | None:
    """The page in a record; why there is none where there should be one; or None, and a count."""
    url = values.url((record.headers.get("WARC-Target-URI") or "").strip("<> "))
    try:
        page = _page(record, url)
    except _NoPageError as kind:
        skipped[str(kind) if str(kind) in skipped or len(skipped) < _KINDS else "other"] += 1
        return None
    except (_DamagedError, OSError) as error:
        return trouble(place, f"{url}: {error}" if url else str(error))
    return Item(place.text, place.position, place.done, key(url, None, ""), page)


def _page(record: WarcRecord, url: str | None) -> Fetched:
    kind = str(record.record_type).rpartition(".")[2]
    if kind not in ("response", "resource"):
        raise _NoPageError(kind)
    if record.headers.get("WARC-Target-URI") is None or record.headers.get("Content-Length") is None:
        raise _DamagedError("the head of the record is not whole")
    if url is None:
        raise _NoPageError("no http address")
    if urlsplit(url).path == "/robots.txt":
        raise _NoPageError("robots.txt")
    if record.content_length > SIZE_LIMIT + _HEADERS:
        raise _DamagedError(_LARGE)
    block = record.reader.read()
    if len(block) < record.content_length:
        raise _DamagedError("cut off where the file ends")
    if (limit := record.headers.get("WARC-Truncated")) is not None:
        raise _DamagedError(f"cut off by the crawler ({limit})")
    if kind == "response":
        found = answer(block)
    else:
        declared = (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        found = Answer(200, declared, None, None, block)
    if found.status != 200:
        raise _NoPageError(f"status {found.status}")
    identified = (record.headers.get("WARC-Identified-Payload-Type") or "").strip().lower()
    media_type = identified if identified in _TYPES else found.media_type
    if media_type not in _TYPES and (media_type or not is_page(found.body)):
        raise _NoPageError(media_type[:60] or "no type")
    if not found.body.strip():
        raise _NoPageError("empty")
    if len(found.body) > SIZE_LIMIT:
        raise _DamagedError(_LARGE)
    fetched = moment(record, "record_date") or found.sent
    if fetched is None:
        raise _DamagedError("no time of fetching in the record")
    return Fetched(found.body, url, media_type or None, found.charset, url, fetched)
