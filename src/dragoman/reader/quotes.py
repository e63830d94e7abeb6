"""Whether a content is quoted: by marks of any script, or set off by dashes as Russian and French papers do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.article import Span

OPENING = {"«": "»", "“": "”", "„": "“”", "‹": "›", "「": "」", "『": "』", "《": "》", "‘": "’", "”": "”"}
STRAIGHT = '"'
DASHED = re.compile(r"(?:^|\n)[ \t]*[—–-][ \t]+")
LONGEST = 3000
"""Characters a quotation may run: beyond, an opening mark is taken for unbalanced."""


def quoted(text: str) -> list[Span]:
    """The outermost stretches between quotation marks, marks included. Unbalanced marks open nothing."""
    out: list[Span] = []
    start, closing, depth, opening = -1, "", 0, ""
    for at, mark in enumerate(text):
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
    inside = total = 0
    for start, end in content:
        letters = [i for i in range(start, end) if text[i].isalnum()]
        total += len(letters)
        inside += sum(any(a <= i < b for a, b in quotations if a < end and b > start) for i in letters)
    within = any(a < content[0][0] and content[0][1] < b for a, b in quotations)
    if inside == 0 or (within and not _touches(content, quotations)):
        return "indirect"
    return "direct" if inside >= 0.95 * total else "mixed"


def _touches(content: Sequence[Span], quotations: Sequence[Span]) -> bool:
    """Whether a quotation begins or ends within three characters of the content's edges, or inside it."""
    start, end = content[0][0], content[-1][1]
    return any(start - 3 <= a < end or start < b <= end + 3 for a, b in quotations)


def dashed(text: str, start: int) -> bool:
    """Whether the content begins a line that a dash opens."""
    line = text.rfind("\n", 0, start) + 1
    opening = DASHED.match(text, line - 1 if line else 0)
    return opening is not None and opening.end() == start
