"""An article as it was published: its text and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
"""Character offsets ``[start, end)`` into ``Article.text``."""

Origin = Literal["metadata", "text", "given"]
"""Where a fact about an article was found: its metadata, its words, or told by the user."""


@dataclass(frozen=True, slots=True)
class Known:
    """A fact about an article and where it comes from; ``span`` where it stands in the text."""

    value: str
    origin: Origin
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a date and time.

    ``value`` is ISO 8601: ``2021-12-07`` or ``2021-12-07T18:30:00+03:00``; without an offset the zone is not
    known. ``zone`` is the offset or zone name as given, None where nothing tells.
    """

    value: str
    origin: Origin
    zone: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in an article. It is not part of the text that is read; ``span`` covers its markup, if any."""

    url: str | None = None
    alternative: str | None = None
    caption: str | None = None
    credit: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A line by which a newspaper says that it changed the article; what follows it was added later."""

    kind: Literal["update", "correction"]
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what is known of it.

    ``text`` is what all offsets of a record point into. ``masked`` are the stretches of it that are not read
    (Markdown's image and link markup). ``source`` names where the bytes came from (path, URL or ``-``).
    """

    text: str
    id: str = ""
    source: str | None = None
    title: Known | None = None
    language: Known | None = None
    publisher: Known | None = None
    url: Known | None = None
    published: Moment | None = None
    modified: Moment | None = None
    images: tuple[Image, ...] = ()
    notices: tuple[Notice, ...] = ()
    masked: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()
