"""What the extractors of all formats hand on: a text with what the format itself tells about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.article import Image, Known, Moment, Span


@dataclass(slots=True)
class Draft:
    """An article in the making. ``exact`` is True where the text is the file's own, character by character."""

    text: str
    exact: bool = False
    title: Known | None = None
    language: str | None = None
    publisher: Known | None = None
    url: Known | None = None
    published: Moment | None = None
    modified: Moment | None = None
    images: list[Image] = field(default_factory=list)
    masked: list[Span] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def unmasked(text: str, masked: tuple[Span, ...], limit: int | None = None) -> str:
    """The text with the masked stretches left out, at most ``limit`` characters of it."""
    pieces: list[str] = []
    position = length = 0
    for start, end in (*masked, (len(text), len(text))):
        piece = text[position:start]
        pieces.append(piece)
        length += len(piece)
        position = end
        if limit is not None and length >= limit:
            break
    return "".join(pieces)[:limit]
