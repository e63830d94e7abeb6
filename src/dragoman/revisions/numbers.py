"""Numbers that changed within a sentence: which to which, whether in figures or in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dragoman.accounts.quantities import Quantity, quantities
from dragoman.article import Article
from dragoman.revisions.alignment import Alignment

Pair = tuple[Quantity, Quantity]


def numbers(old: Article, new: Article, alignment: Alignment) -> list[Pair]:
    """The numbers that changed, of every sentence that did, with their spans in the two texts.

    A number that is only written otherwise («два», "2") is the same: its words are settled in the alignment.
    """
    found: list[Pair] = []
    for some, others in list(alignment.groups()):
        first = [one for n in some for one in _changed(old, alignment, n)]
        second = [other for n in others for other in _changed(new, alignment.flipped, n)]
        for one, other in _same(first, second):
            alignment.settle(alignment.old.of([one.span]), alignment.new.of([other.span]))
            first.remove(one)
            second.remove(other)
        found += _pairs(first, second)
    return found


def _changed(article: Article, alignment: Alignment, sentence: int) -> list[Quantity]:
    """The quantities of a sentence that have a word which the other version does not."""
    words = alignment.old
    start, end = words.sentence(sentence)
    if all(alignment.forward[n] >= 0 for n in range(*words.sentences[sentence])):
        return []
    language = article.language.value.split("-")[0] if article.language else "en"
    today = article.published.value[:10] if article.published else None
    found = [
        replace(one, span=(one.span[0] + start, one.span[1] + start))
        for one in quantities(article.text[start:end], language, today)
    ]
    return [one for one in found if any(alignment.forward[n] < 0 for n in words.of([one.span]))]


def value(one: Quantity) -> tuple[float, float, str, str, bool]:
    """What a quantity says, wherever it stands."""
    return one.low, one.high, one.unit, one.day, one.about


def _same(first: Sequence[Quantity], second: Sequence[Quantity]) -> list[Pair]:
    out: list[Pair] = []
    free = list(second)
    for one in first:
        twin = next((other for other in free if value(other) == value(one)), None)
        if twin is not None:
            free.remove(twin)
            out.append((one, twin))
    return out


def _pairs(first: list[Quantity], second: list[Quantity]) -> list[Pair]:
    """Numbers of one unit in their order, then the same number of another unit; the others have no partner."""
    out: list[Pair] = []
    free = list(second)
    units = Counter(one.unit for one in first) & Counter(other.unit for other in second)
    for one in first:
        if units[one.unit] > 0:
            other = next((o for o in free if o.unit == one.unit), None)
        else:
            other = next((o for o in free if (o.low, o.high) == (one.low, one.high) != (0, 0)), None)
        if other is not None:
            free.remove(other)
            out.append((one, other))
    return out
