"""A server's answer as a crawler kept it, with its encodings undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from dragoman.gather.fetched import SIZE_LIMIT

_UNDONE: Final[tuple[Literal["all", "transfer", "content", "none"], ...]] = ("all", "transfer", "content", "none")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, type and charset as declared, when the server sent it, and at most one byte more than is allowed."""

    status: int | None
    media_type: str
    charset: str | None
    sent: datetime | None
    body: bytes


def answer(block: bytes) -> Answer:
    """The answer in a record's bytes. Raises OSError where it cannot be unpacked.

    Some crawlers undo an encoding and leave the header that declares it: what cannot be undone, and looks like a page
    as it is, is one.
    """
    why: OSError | None = None
    for undone in _UNDONE:
        try:
            found = _parsed(block, undone)
        except OSError as error:
            why = why or error
            continue
        if undone == "all" or is_page(found.body):
            return found
    raise why or OSError("not an HTTP answer")


def is_page(body: bytes) -> bool:
    """Whether bytes of no declared type begin as HTML or a PDF does."""
    return body.lstrip()[:1] == b"<" or body.startswith(b"%PDF-")


def moment(record: Any, name: str) -> datetime | None:
    """A time in the headers of a record, None where there is none or it is no time."""
    try:
        found = getattr(record, name)
    except (OSError, ValueError, OverflowError):
        return None
    return found if isinstance(found, datetime) and found.tzinfo is not None else None


def _parsed(block: bytes, undone: Literal["all", "transfer", "content", "none"]) -> Answer:
    from fastwarc.warc import WarcRecord

    http = WarcRecord()
    http.set_bytes_content(block)
    http.is_http = True
    http.parse_http(auto_decode=undone)
    media_type = (http.http_content_type or "").strip().lower()
    body = http.reader.read(SIZE_LIMIT + 1)
    return Answer(http.http_headers.status_code, media_type, http.http_charset, moment(http, "http_date"), body)
