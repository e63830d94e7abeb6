"""Whether a content is quoted: by marks of any script, or set off by dashes as Russian and French papers do."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dragoman.article import Span

OPENING = {"«": "»", "“": "”", "„": "“”", "‹": "›", "「": "」", "『": "』", "《": "》", "‘": "’", "”": "”"}
STRAIGHT = '"'
DASHED = re.compile(r"(?:^|\n)[ \t]*[—–-][ \t]+")
_MARK = re.compile("[" + re.escape(STRAIGHT + "".join({*OPENING, *"".join(OPENING.values())})) + "\n]")
LONGEST = 3000
"""Characters a quotation may run: beyond, an opening mark is taken for unbalanced."""


def quoted(text: str) -> list[Span]:
    """The outermost stretches between quotation marks, in order, marks included. Unbalanced marks open nothing."""
    out: list[Span] = []
    start, closing, depth, opening = -1, "", 0, ""
    for found in _MARK.finditer(text):
        at, mark = found.start(), found[0]
        if start >= 0 and (at - start > LONGEST or (mark == "\n" and closing == STRAIGHT)):
            start = -1
        if start < 0:
            if mark == STRAIGHT or mark in OPENING:
                start, opening, closing, depth = at, mark, OPENING.get(mark, STRAIGHT), 1
        elif mark in closing:
            depth -= 1
            if depth == 0:
                out.append((start, at + 1))
                start = -1
        elif mark == opening:
            depth += 1
    return out


def kind(text: str, content: Sequence[Span], quotations: Sequence[Span]) -> str:
    """``direct`` where all letters of the content are quoted, ``mixed`` where some are, else ``indirect``."""
    if not content:
        return "indirect"
    if dashed(text, content[0][0]):
        return "direct"
    near = overlapping(content[0][0] - 3, content[-1][1] + 3, quotations)
    if not near:
        return "indirect"
    total = sum(letters(text, start, end) for start, end in content)
    inside = sum(letters(text, max(start, a), min(end, b)) for start, end in content for a, b in near)
    within = any(a < content[0][0] and content[0][1] < b for a, b in near)
    if inside == 0 or (within and not _touches(content, near)):
        return "indirect"
    return "direct" if inside >= 0.95 * total else "mixed"


def overlapping(start: int, end: int, quotations: Sequence[Span]) -> Sequence[Span]:
    """The quotations that share a character with [start, end); they are in order and apart."""
    first = bisect_right(quotations, start, key=lambda q: q[1])
    last = bisect_left(quotations, end, key=lambda q: q[0])
    return quotations[first:last]


def letters(text: str, start: int, end: int) -> int:
    """How many letters and digits stand in [start, end)."""
    return sum(map(str.isalnum, text[start:end])) if start < end else 0


def _touches(content: Sequence[Span], quotations: Sequence[Span]) -> bool:
    """Whether a quotation begins or ends within three characters of the content's edges, or inside it."""
    start, end = content[0][0], content[-1][1]
    return any(start - 3 <= a < end or start < b <= end + 3 for a, b in quotations)


def dashed(text: str, start: int) -> bool:
    """Whether the content begins a line that a dash opens."""
    line = text.rfind("\n", 0, start) + 1
    opening = DASHED.match(text, line - 1 if line else 0)
    return opening is not None and opening.end() == start
