"""Long words of a text, shortened where a clause ends."""

from __future__ import annotations

import re
from typing import Final

from dragoman.article import Span

_BORDER: Final = re.compile(r"[,;:.!?…](?=\s)|\s[–—-](?=\s)|[，；：、。！？،؛۔؟]|\s[(«“„]")
_LOOSE: Final = " ,;:–—-，；：、،؛(«“„"
_LEAST: Final = 0.6
"""A part of a text that is shorter than this share of the room is cut at a blank further on. A choice."""


def shorten(text: str, room: int, keep: Span | None = None) -> str:
    """A text of at most about ``room`` characters: whole, or from one clause border to another, with ellipses.

    ``keep`` are words that stay where they fit.
    """
    if len(text) <= room:
        return text
    start = _start(text, room, keep) if keep is not None and keep[1] > room else 0
    least = max(start + int(_LEAST * room), keep[1] if keep is not None and keep[1] - start <= room else 0)
    end = _end(text, start, least, start + room)
    body = text[start:end].strip(_LOOSE)
    return ("… " if start else "") + body + ("" if end == len(text) else " …")


def _start(text: str, room: int, keep: Span) -> int:
    """The first border from which the words to be kept are in reach, else a blank."""
    earliest = max(0, keep[1] - room)
    borders = [m.end() for m in _BORDER.finditer(text, 0, keep[0]) if m.end() >= earliest]
    if borders:
        return borders[0]
    blank = text.find(" ", earliest, keep[0])
    return blank + 1 if blank >= 0 else min(earliest, keep[0])


def _end(text: str, start: int, least: int, most: int) -> int:
    if most >= len(text):
        return len(text)
    borders = [m.start() for m in _BORDER.finditer(text, start, most + 1) if least <= m.start() <= most]
    if borders:
        return borders[-1]
    blank = text.rfind(" ", least, most + 1)
    return blank if blank > start else most
