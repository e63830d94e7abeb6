"""The headline of a text that has no markup for one, and a Markdown heading."""

from __future__ import annotations

import re
from typing import Final

from dragoman.article import Known, Span
from dragoman.page.markdown import plain

_HEADING: Final = re.compile(r"^ {0,3}#{1,2}[ \t]+(?P<atx>[^\r\n]+?)[ \t]*#*[ \t]*\r?$", re.MULTILINE)
_UNDERLINED: Final = re.compile(r"(?P<setext>[^\r\n]{1,300})\r?\n {0,3}(?:={3,}|-{3,})[ \t]*\r?(?:\n|$)")
_LINE: Final = re.compile(r"[^\r\n]*\S[^\r\n]*")
_CLOSED: Final = re.compile(r"[.,;:。；：،؛]['\"»”)\]]*$")
_LEADING: Final = re.compile(r"[\s\-—–*•>]")
_LONGEST: Final = 200


def heading(text: str, masked: tuple[Span, ...]) -> Known | None:
    """The first heading of level one or two that no paragraph stands before, with its place."""
    first = _first_line(text, masked)
    if first is None:
        return None
    match = _HEADING.match(text, text.rfind("\n", 0, first[0]) + 1)
    group = "atx"
    if match is None:
        match, group = _UNDERLINED.match(text, first[0]), "setext"
    if match is None or not (value := _visible(text, match.span(group), masked)):
        return None
    return Known(value, "text", match.span(group))


def headline(text: str, masked: tuple[Span, ...] = ()) -> Known | None:
    """The first line of a plain text if it clearly is a headline.

    That is: short, not closed by a full stop, and parted from what follows by an empty line or clearly shorter than
    the paragraph after it (so that the first line of a wrapped text is none).
    """
    first = _first_line(text, masked)
    if first is None:
        return None
    start, end = first
    line = text[start:end]
    words = len(line.split())
    dense = sum("\u3000" < char < "\ua000" for char in line)
    if not (words >= 2 or dense >= 5) or len(line) > _LONGEST or _CLOSED.search(line) or _LEADING.match(line):
        return None
    if not any(char.isalpha() for char in line):
        return None
    following = _LINE.search(text, end)
    if following is None:
        return None
    gap = text.count("\n", end, following.start()) + text.count("\r", end, following.start())
    gap -= text.count("\r\n", end, following.start())
    after = following[0].strip()
    parted = gap >= 2
    shorter = len(after) >= 1.5 * len(line) and len(after) >= (50 if dense else 100)
    if not (parted or shorter) or (not parted and after[0].islower()):
        return None
    return Known(line, "text", (start, end))


def _first_line(text: str, masked: tuple[Span, ...]) -> Span | None:
    """The first line of which something is read, without the spaces around it."""
    position = 0
    hidden = list(masked)
    for _ in range(1_000):
        line = _LINE.search(text, position)
        if line is None:
            return None
        start, end = line.span()
        visible = [char for char in range(start, min(end, start + 5_000)) if not text[char].isspace()]
        while hidden and hidden[0][1] <= start:
            hidden.pop(0)
        if any(not _within(char, hidden) for char in visible):
            return visible[0], end - (len(line[0]) - len(line[0].rstrip()))
        position = end
    return None


def _within(position: int, spans: list[Span]) -> bool:
    for start, end in spans:
        if start > position:
            return False
        if position < end:
            return True
    return False


def _visible(text: str, span: Span, masked: tuple[Span, ...]) -> str:
    pieces: list[str] = []
    position = span[0]
    for start, end in masked:
        if end <= span[0] or start >= span[1]:
            continue
        pieces.append(text[position:start])
        position = end
    pieces.append(text[position : span[1]])
    return plain("".join(pieces))
