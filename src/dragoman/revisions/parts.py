"""The two sides of a change cut from the texts: which words, where, and which of them the other version has not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from dragoman.article import Span
from dragoman.revisions.revision import Part, Piece
from dragoman.revisions.statements import Said
from dragoman.revisions.words import Words, tokens

_JOINED: Final = 4
"""Stretches of one sentence with at most so many words between them are shown with what lies between. A choice."""


def part(words: Words, spans: Iterable[Span], changed: Collection[int] = (), statements: Iterable[int] = ()) -> Part:
    """A side of a change: stretches of the text, the words of it that changed marked."""
    whole = joined(words, spans)
    return Part(whole, tuple(_pieces(words, whole, sorted(changed))), tuple(sorted(set(statements))))


def joined(words: Words, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Stretches in order, those that overlap or have little between them as one; with their quotation marks."""
    out: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if out and (start <= out[-1][1] or _near(words, out[-1][1], start)):
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)


def _near(words: Words, end: int, start: int) -> bool:
    between = words.of([(end, start)])
    return len(between) <= _JOINED and "\n" not in words.text[end:start]


def _pieces(words: Words, spans: Sequence[Span], changed: Sequence[int]) -> Iterator[Piece]:
    marks = words.cover(changed)
    for number, (start, end) in enumerate(spans):
        if number:
            yield Piece(" … ")
        at = start
        for first, last in marks:
            first, last = max(first, start), min(last, end)
            if first < last:
                yield from _piece(words.text[at:first], False)
                yield from _piece(words.text[first:last], True)
                at = last
        yield from _piece(words.text[at:end], False)


def _piece(words: str, changed: bool) -> Iterator[Piece]:
    if words:
        yield Piece(words, changed)


def places(some: Iterable[Said]) -> list[Span]:
    """Where cue, content and condition of some statements stand."""
    return [span for one in some for span in (*one.statement.cue, *one.statement.content, *one.statement.condition)]


def ids(some: Iterable[Said]) -> list[int]:
    """The ids of some statements."""
    return [one.statement.id for one in some]


def strings(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...], int]:
    """Two short texts cut where their words differ, and in how many words they do."""
    first, second = tokens(old), tokens(new)
    blocks = SequenceMatcher(None, [w for w, _ in first], [w for w, _ in second], autojunk=False).get_matching_blocks()
    same_old = {block.a + k for block in blocks for k in range(block.size)}
    same_new = {block.b + k for block in blocks for k in range(block.size)}
    size = max(len(first) - len(same_old), len(second) - len(same_new))
    sides = ((old, first, same_old), (new, second, same_new))
    made = [tuple(_marked(text, [span for n, (_, span) in enumerate(some) if n not in same]))
            for text, some, same in sides]  # fmt: skip
    return made[0], made[1], size


def _marked(text: str, spans: Sequence[Span]) -> Iterator[Piece]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and not any(c.isalnum() for c in text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    at = 0
    for start, end in merged:
        yield from _piece(text[at:start], False)
        yield from _piece(text[start:end], True)
        at = end
    yield from _piece(text[at:], False)
