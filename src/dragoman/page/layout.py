"""Printed lines with their places, joined into paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_CLOSED: Final = re.compile(r"[.!?…:;。！？：；؟۔]['\"»”’)\]]*$")
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")
_COMPOUND: Final = re.compile(r"[^\W\d_]+[-\u2010][^\W\d_]+")
_EDGE: Final = 0.1
"""The part of a page's height at its top and foot where running heads and page numbers stand."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: places and size in points, ``height`` the place from the foot as a part of the page."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float
    height: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined lines, and the size of their letters in points."""

    text: str
    size: float


def paragraphs(lines: list[Line]) -> list[Paragraph]:
    """Join lines that belong together.

    A new paragraph begins with more space above it, an indented line, other letters, or after a line that had room
    for the next word. From one column or page to the next a sentence goes on.
    """
    lines = [_mirrored(line) for line in _without_running(lines)]
    if not lines:
        return []
    leading = _leading(lines)
    edges = _edges(lines)
    compounds = {match[0].casefold() for line in lines for match in _COMPOUND.finditer(line.text)}
    result: list[Paragraph] = []
    text, size = lines[0].text, lines[0].size
    for above, line in pairwise(lines):
        if _begins(above, line, leading, edges):
            result.append(Paragraph(text, size))
            text, size = line.text, line.size
        else:
            text = _joined(text, line.text, compounds)
    result.append(Paragraph(text, size))
    return result


def _begins(above: Line, line: Line, leading: float, edges: dict[tuple[int, int, int], float]) -> bool:
    unit = max(above.size, line.size, 1.0)
    if abs(above.size - line.size) > 0.15 * unit:
        return True
    step = above.bottom - line.bottom
    closed = _CLOSED.search(above.text) is not None
    if above.page != line.page or step <= 0:
        return closed or (line.text[:1].isupper() and _has_room(above, line, edges))
    if step > 1.25 * leading * line.size:
        return True
    if line.left - above.left > 0.8 * unit:
        return True
    return _has_room(above, line, edges) and (closed or not line.text[:1].islower())


def _has_room(above: Line, line: Line, edges: dict[tuple[int, int, int], float]) -> bool:
    """Whether the first word of the line would have had room on the line above."""
    width = (line.right - line.left) / max(len(line.text), 1)
    word = 1 if _dense(line.text[:1]) else len(line.text.split(" ")[0])
    return edges[_column(above)] - above.right > 1.2 * (word + 1) * width


def _column(line: Line) -> tuple[int, int, int]:
    """Lines that end at the same edge: of one page, one column, one size of letters."""
    return line.page, round(line.left / 90), round(line.size)


def _edges(lines: list[Line]) -> dict[tuple[int, int, int], float]:
    """Where the lines of each column end on the right."""
    ends: dict[tuple[int, int, int], list[float]] = {}
    for line in lines:
        ends.setdefault(_column(line), []).append(line.right)
    return {column: max(rights) for column, rights in ends.items()}


def _leading(lines: list[Line]) -> float:
    """The usual distance of lines in sizes of their letters: the lower quartile, as paragraphs are further apart."""
    steps = [
        (above.bottom - line.bottom) / line.size
        for above, line in pairwise(lines)
        if above.page == line.page and line.size > 0 and 0 < above.bottom - line.bottom < 4 * line.size
    ]
    return sorted(steps)[len(steps) // 4] if steps else 1.2


def _without_running(lines: list[Line]) -> list[Line]:
    """Leave out page numbers, and what stands at the edge of more than one page."""

    def pattern(line: Line) -> str:
        return re.sub(r"\d+", "0", line.text).strip()

    at_edge = [line for line in lines if not _EDGE < line.height < 1 - _EDGE]
    pages: Counter[str] = Counter()
    for seen in {(pattern(line), line.page) for line in at_edge}:
        pages[seen[0]] += 1
    running = {text for text, count in pages.items() if count > 1}
    running |= {"0", "- 0 -", "– 0 –", "0/0", "0 / 0"}
    edge = {id(line) for line in at_edge}
    return [line for line in lines if not (id(line) in edge and pattern(line) in running)]


def _mirrored(line: Line) -> Line:
    """A line from right to left, with its places as if it ran from left to right."""
    strong = [unicodedata.bidirectional(char) for char in line.text[:200]]
    if sum(kind in ("R", "AL") for kind in strong) <= sum(kind == "L" for kind in strong):
        return line
    return Line(line.text, line.page, -line.right, -line.left, line.bottom, line.size, line.height)


def _joined(text: str, following: str, compounds: set[str]) -> str:
    if _HYPHEN.search(text) and following[:1].isalpha():
        left = re.search(r"[^\W\d_]+[-\u2010\u00ad]$", text)
        right = re.match(r"[^\W\d_]+", following)
        whole = f"{left[0]}{right[0]}".casefold() if left and right else ""
        if text[-1] == "\u00ad" or (following[0].islower() and whole not in compounds):
            return text[:-1] + following
        return text + following
    if _dense(text[-1:]) and _dense(following[:1]):
        return text + following
    return f"{text} {following}"


def _dense(char: str) -> bool:
    """Whether a character is of a script that puts no spaces between words."""
    return "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uff60"
