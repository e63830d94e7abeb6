"""What an import gives: something to read or to keep, or one line of why a place gave nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dragoman.article import Article, Known, Moment
from dragoman.gather.fetched import Fetched
from dragoman.record import Record


class MissingExtraError(Exception):
    """A library that a form needs is not installed; the message is one line that says how to install it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands.

    ``text`` is for messages ("row 17"), ``position`` for going on after an interruption (rising within a file),
    ``done`` are the file's own bytes read so far (compressed ones, where it is compressed).
    """

    path: Path
    text: str
    position: int
    done: int

    @property
    def source(self) -> str:
        """The name of this place as an article's source: the file and the position in it."""
        return f"{self.path}#{self.position}"

    @property
    def changed(self) -> datetime:
        """When the file was last changed; the Unix epoch where that cannot be told."""
        try:
            return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        except (OSError, OverflowError, ValueError):
            return datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One article of an import, in the state it was found in.

    One of these is set: ``fetched``, bytes that ``page.article`` makes an article of (then ``published`` and
    ``language`` are what the row tells besides); ``article``, a text with what is known of it; ``record``, an
    article that was read before. ``line`` is the whole line where the record is from an export of our own: with it go
    bytes, versions and amendments. A line of an export without a record, of what stands beside, is set alone.

    ``key`` names the article, not its version: the same in every import of the same thing. ``place`` is for
    messages, ``position`` what ``items(start=…)`` takes to go on after this one, ``done`` as in ``Place``.
    """

    place: str
    position: int
    done: int
    key: str
    fetched: Fetched | None = None
    article: Article | None = None
    record: Record | None = None
    line: Mapping[str, Any] | None = None
    published: Moment | None = None
    language: Known | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A place that gave no article, and why, in one line."""

    place: str
    position: int
    done: int
    why: str


def trouble(place: Place, why: str) -> Trouble:
    """What is said of a place: one line without control characters, of bounded length."""
    line = " ".join("".join(char if char.isprintable() else " " for char in why).split())
    return Trouble(place.text, place.position, place.done, line if len(line) <= 300 else f"{line[:297]}...")


def key(url: str | None, accession: str | None, text: str) -> str:
    """The name of an article: its accession number, its address, else its words."""
    if accession:
        return f"an:{accession}"
    if url:
        from dragoman.store.identity import address_key

        return address_key(url)
    from hashlib import sha256

    return f"text:{sha256(text.encode('utf-8', 'replace')).hexdigest()}"
