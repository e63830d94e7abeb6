"""A claim's words within the sentences that they stand in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from dragoman.article import Span
from dragoman.render.markup import paragraphs
from dragoman.render.outline import clean

ROOM = 280
"""Characters of a neighbouring sentence at most; of a longer one the end that is nearer is shown. A choice."""

_END = re.compile(
    # Not after "U.S." or a short name of rank, not before a small letter: to show one sentence more does no harm.
    r"(?<=[^\W\d_]{2})(?<!\b[A-ZА-Я]\w)(?<!\b[A-ZА-Я]\w\w)[.!?…]+[»”“\"'’)\]]*\s+(?=[^a-zа-яёіїєґ\s])"
    r"|(?<=[\d»”\"'’)\]%])[.!?…]\s+(?=[^a-zа-яёіїєґ\s])"
    r"|[。！？][」』”’）]*|[؟۔]\s*"
)
_APART = re.compile(r"[^\W\u2e80-\ud7ff]{2}")
_BEFORE = re.compile(r"[\s«„“\"'‘’([—–-]*")
_AFTER = re.compile(r"[\s.!?…。！？؟۔»”“\"'’)\]」』]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one kind: ``said`` by the claim, and among these those that ``differ`` from the other account's."""

    words: str
    said: bool = True
    differ: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """``words`` are the claim's own; ``around`` the same within their sentences, with those ``before`` and ``after``
    and the space between them.

    ``opened`` and ``closed`` tell whether the claim begins and ends with its sentence.
    """

    words: tuple[Piece, ...]
    around: tuple[Piece, ...]
    before: str
    after: str
    opened: bool
    closed: bool


def context(text: str, spans: Sequence[Span], differ: Span | None = None) -> Context:
    """The surroundings of spans of a text; spans outside it count for nothing."""
    inside = sorted((max(0, a), min(len(text), b)) for a, b in spans if a < b and a < len(text) and b > 0)
    differ = differ and _whole_words(text, differ)
    own: list[Piece] = []
    for span in inside:
        own += [Piece(" … "), *_cut(text, span, inside, differ)] if own else _cut(text, span, inside, differ)
    if not inside:
        return Context((), (), "", "", True, True)
    bounds = _sentences(text)
    touched = sorted({n for a, b in inside for n in _touched(bounds, a, b)})
    around: list[Piece] = []
    for n, previous in zip(touched, [None, *touched], strict=False):
        if previous is not None:
            between = _gap(text, bounds, previous) if n == previous + 1 else " … "
            around.append(Piece(between, said=False))
        around += _cut(text, bounds[n][:2], inside, differ)
    first, last = touched[0], touched[-1]
    return Context(
        words=tuple(own),
        around=tuple(around),
        before=_neighbour(text, bounds, first, -1),
        after=_neighbour(text, bounds, last, 1),
        opened=_BEFORE.fullmatch(text, bounds[first][0], max(inside[0][0], bounds[first][0])) is not None,
        closed=_AFTER.fullmatch(text, min(inside[-1][1], bounds[last][1]), bounds[last][1]) is not None,
    )


def _whole_words(text: str, span: Span) -> Span:
    """A span that cuts no word in two, where words are written apart."""
    start, end = max(0, span[0]), min(len(text), span[1])
    if start >= end:
        return span
    while start > 0 and _APART.fullmatch(text, start - 1, start + 1):
        start -= 1
    while end < len(text) and _APART.fullmatch(text, end - 1, end + 1):
        end += 1
    return start, end


def _cut(text: str, span: Span, said: Sequence[Span], differ: Span | None) -> list[Piece]:
    """A stretch of text cut where the claim, and what differs in it, begin and end."""
    start, end = span
    edges = {start, end, *(x for pair in said for x in pair), *(differ or ())}
    cuts = sorted(x for x in edges if start <= x <= end)
    pieces = []
    for a, b in pairwise(cuts):
        inside = any(x <= a and b <= y for x, y in said)
        pieces.append(
            Piece(clean(text[a:b]), inside, inside and differ is not None and differ[0] <= a and b <= differ[1])
        )
    return pieces


@lru_cache(maxsize=32)
def _sentences(text: str) -> tuple[tuple[int, int, int], ...]:
    """Sentences as (start, end, number of the paragraph), without the white space around them."""
    found = []
    for number, (start, end) in enumerate(paragraphs(text)):
        at = start
        for match in _END.finditer(text, start, end):
            found.append((at, at + len(text[at : match.end()].rstrip()), number))
            at = match.end()
        if at < end:
            found.append((at, end, number))
    return tuple(found) or ((0, len(text), 0),)


def _touched(bounds: Sequence[tuple[int, int, int]], start: int, end: int) -> range:
    """The sentences that a span lies in; the nearest one where it lies in white space alone."""
    first = bisect_right([b for _, b, _ in bounds], start)
    last = bisect_left([a for a, _, _ in bounds], end)
    first = min(first, len(bounds) - 1)
    return range(first, max(last, first + 1))


def _neighbour(text: str, bounds: Sequence[tuple[int, int, int]], number: int, step: int) -> str:
    """The sentence before or after another in the same paragraph with its space, shortened at its far end."""
    beside = number + step
    if not 0 <= beside < len(bounds) or bounds[beside][2] != bounds[number][2]:
        return ""
    words = clean(text[bounds[beside][0] : bounds[beside][1]])
    if step < 0:
        return (words if len(words) <= ROOM else f"… {words[-ROOM:].partition(' ')[2]}") + _gap(text, bounds, beside)
    return _gap(text, bounds, number) + (words if len(words) <= ROOM else f"{words[:ROOM].rpartition(' ')[0]} …")


def _gap(text: str, bounds: Sequence[tuple[int, int, int]], number: int) -> str:
    """What stands between a sentence and the next: a space, or nothing as in Chinese."""
    return clean(text[bounds[number][1] : bounds[number + 1][0]])
