"""How a text has a quotation: word for word, cut, or in other words; and what changed from one wording to another."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dragoman.article import Span
from dragoman.store.stems import is_cjk, tokens

How = Literal["exact", "part", "left out", "reworded"]
"""Word for word and whole; word for word, but the sentence goes on; with words left out between; in other words.

Capitals, punctuation, quotation marks, dashes and white space make no difference.
"""

ORDER: Final[tuple[How, ...]] = ("exact", "part", "left out", "reworded")
"""The nearest to the quotation first."""

LIKENESS: Final = 0.6
"""The share of a quotation's words that a passage has in order, and Dice's coefficient of both, from which the passage
may be a rewording of it."""

_CUT: Final = re.compile(r"\[?\(?(?:…|\.\.\.+)\)?\]?")
_END: Final = re.compile(r"[.!?…。！？;；\n]")
_SHORT: Final = 4
"""Words of a quotation below which only the same words are it."""
_EDGE: Final = 1
"""Words of its sentence that a whole quotation may lack: «что», "that"."""
_LEAST: Final = 2
"""Words that stand together, before and after words left out; one may stand alone."""


@dataclass(frozen=True, slots=True)
class Units:
    """The words of a text in their order, of Chinese its characters: folded forms, stems, and spans."""

    forms: tuple[str, ...]
    stems: tuple[str, ...]
    spans: tuple[Span, ...]

    def __len__(self) -> int:
        return len(self.forms)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation to look for; ``parts`` are what stands between marks of omission, ``pieces`` their words."""

    words: str
    parts: tuple[str, ...]
    pieces: tuple[Units, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(form for piece in self.pieces for form in piece.forms)

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem for piece in self.pieces for stem in piece.stems)


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation in a text: how, where, and how like it (1 is the same words)."""

    how: How
    span: Span
    likeness: float


Change = tuple[Literal["same", "gone", "new"], str]
"""Words that two wordings share, that only the earlier has, that only the later has."""


def units(text: str, language: str | None) -> Units:
    """The words of a text as wordings are compared."""
    forms, stems, spans = [], [], []
    for start, end, stem, form in tokens(text, language):
        one = is_cjk(form)
        forms.append(form[0] if one else form)
        stems.append(form[0] if one else stem)
        spans.append((start, start + 1) if one else (start, end))
    return Units(tuple(forms), tuple(stems), tuple(spans))


def quote(words: str, language: str | None) -> Quote:
    """A quotation as it was given; of nothing but marks, one without pieces."""
    parts = [(part, units(part, language)) for part in _CUT.split(words)]
    kept = [(part, piece) for part, piece in parts if len(piece)]
    return Quote(words, tuple(part for part, _ in kept), tuple(piece for _, piece in kept))


def compare(quote: Quote, text: str, language: str | None) -> Found | None:
    """How a text has a quotation, None where it has not."""
    there = units(text, language)
    if not len(there) or not quote.pieces:
        return None
    return _same_words(quote, text, there) or _left_out(quote, there) or _reworded(quote, there)


def _same_words(quote: Quote, text: str, there: Units) -> Found | None:
    best: Found | None = None
    at = -1
    while (at := _index(there.forms, quote.pieces[0].forms, at + 1)) >= 0:
        last = at + len(quote.pieces[0])
        for piece in quote.pieces[1:]:
            following = _index(there.forms, piece.forms, last)
            if following < 0:
                return best
            last = following + len(piece)
        span = there.spans[at][0], there.spans[last - 1][1]
        if len(quote.pieces) > 1:
            return Found("left out", span, 1.0)
        if _whole(text, there, at, last):
            return Found("exact", span, 1.0)
        best = best or Found("part", span, 1.0)
    return best


def _whole(text: str, there: Units, first: int, last: int) -> bool:
    """Whether words [first, last) are whole sentences of a text, but for a word at their edges."""
    before = first
    while before > 0 and not _END.search(text, there.spans[before - 1][1], there.spans[before][0]):
        before -= 1
    after = last
    while after < len(there) and not _END.search(text, there.spans[after - 1][1], there.spans[after][0]):
        after += 1
    return first - before <= _EDGE and after - last <= _EDGE


def _left_out(quote: Quote, there: Units) -> Found | None:
    """All words of the quotation in their order, with others between them that it does not have."""
    mine = quote.forms
    if len(mine) < 2 * _LEAST:
        return None
    blocks = [block for block in _blocks(mine, there.forms) if block.size]
    if sum(block.size for block in blocks) < len(mine) or sum(block.size < _LEAST for block in blocks) > 1:
        return None
    first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
    if len(blocks) > 4 or last - first > 4 * len(mine) + 20:
        return None
    return Found("left out", (there.spans[first][0], there.spans[last - 1][1]), 1.0)


def _reworded(quote: Quote, there: Units) -> Found | None:
    mine = quote.stems
    if len(mine) < _SHORT or len(set(mine) & set(there.stems)) < LIKENESS / 2 * len(set(mine)):
        return None
    blocks = [block for block in _blocks(mine, there.stems) if block.size]
    best: tuple[float, int, int] = (0.0, 0, 0)
    for i, one in enumerate(blocks):
        shared = 0
        for other in blocks[i:]:
            shared += other.size
            if shared < LIKENESS * len(mine):
                continue
            width = other.b + other.size - one.b
            best = max(best, (2 * shared / (len(mine) + max(width, shared)), one.b, other.b + other.size))
    likeness, first, last = best
    if likeness < LIKENESS:
        return None
    return Found("reworded", (there.spans[first][0], there.spans[last - 1][1]), round(likeness, 3))


def _blocks(a: Sequence[str], b: Sequence[str]) -> list[difflib.Match]:
    return difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()


def _index(words: Sequence[str], wanted: Sequence[str], start: int) -> int:
    """Where words stand among others, from a place on; -1 where they do not."""
    size = len(wanted)
    for at in range(start, len(words) - size + 1):
        if words[at] == wanted[0] and tuple(words[at : at + size]) == tuple(wanted):
            return at
    return -1


def changes(old: str, new: str, language: str | None) -> tuple[Change, ...]:
    """What became of a wording, in the words of both; only words count."""
    before, after = units(old, language), units(new, language)
    matcher = difflib.SequenceMatcher(None, before.forms, after.forms, autojunk=False)
    made: list[Change] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            made.append(("same", _words(new, after, c, d)))
            continue
        if a < b:
            made.append(("gone", _words(old, before, a, b)))
        if c < d:
            made.append(("new", _words(new, after, c, d)))
    return tuple(made)


def _words(text: str, of: Units, first: int, last: int) -> str:
    return text[of.spans[first][0] : of.spans[last - 1][1]]
