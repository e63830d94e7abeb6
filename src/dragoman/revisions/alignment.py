"""Which words of the old version are which words of the new one, so that a text that moved or was cut otherwise is the
same text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

import numpy as np

from dragoman.article import Span
from dragoman.revisions.assignment import Scores, assign
from dragoman.revisions.words import Words, stem, weight

ALIKE: Final = 0.5
"""Least likeness of two sentences of which one is the other, changed. A choice."""
_INSIDE: Final = 0.75
"""Least part of a short sentence that a longer one has, for one to be the other, drawn out or cut. A choice."""
_NEAR: Final = 0.02
"""What it counts that two sentences stand between the same neighbours: enough to part equals."""
_RUN: Final = 4
"""Words in a row from which a run may be the same text in another place, with ``_TELLING`` of weight. A choice."""
_TELLING: Final = 3.0
_MOST: Final = 1000
"""Sentences of each version that are held against each other: no article has so many that changed."""
_PLACES: Final = 16
"""Places that are looked at for one run."""
_LONG: Final = 1_000_000
"""Pairs of words beyond which the commonest ones are no anchors, so that no text takes for ever."""


class Alignment:
    """The words of two versions, matched. ``forward`` says of each old word which new one it is, -1 where none;
    ``backward`` the same of new words."""

    def __init__(self, old: Words, new: Words) -> None:
        self.old = old
        self.new = new
        self.forward = [-1] * len(old.words)
        self.backward = [-1] * len(new.words)
        self.pairs: list[tuple[int, int]] = []
        if old.words == new.words:
            self._join(range(len(old.words)), range(len(new.words)))
            return
        self._same_sentences()
        self._alike_sentences()
        self._runs()
        self._neighbours()

    def _join(self, old: Sequence[int], new: Sequence[int]) -> None:
        for i, j in zip(old, new, strict=True):
            if self.forward[i] < 0 and self.backward[j] < 0:
                self.forward[i], self.backward[j] = j, i

    def settle(self, old: Sequence[int], new: Sequence[int]) -> None:
        """Take words that differ for the same, such as a number in words and in figures."""
        for some, others, there in ((old, new, self.forward), (new, old, self.backward)):
            for k, number in enumerate(some):
                if there[number] < 0 and others:
                    there[number] = others[min(k, len(others) - 1)]

    def _same_sentences(self) -> None:
        """Sentences of the same words, in their order first, then those that moved."""
        old, new = (_keys(words) for words in (self.old, self.new))
        for a, b, size in matching(old, new):
            for k in range(size):
                self._join(range(*self.old.sentences[a + k]), range(*self.new.sentences[b + k]))
        moved: dict[Hashable, list[int]] = defaultdict(list)
        for j in reversed(self._loose(self.new, self.backward)):
            moved[new[j]].append(j)
        for i in self._loose(self.old, self.forward):
            if moved.get(old[i]):
                self._join(range(*self.old.sentences[i]), range(*self.new.sentences[moved[old[i]].pop()]))

    def _alike_sentences(self) -> None:
        """Sentences that share most of their words; each has one partner at most."""
        a = self._loose(self.old, self.forward)[:_MOST]
        b = self._loose(self.new, self.backward)[:_MOST]
        some, others = [_stems(self.old, i) for i in a], [_stems(self.new, j) for j in b]
        scores = likeness(some, others, inside=True)
        before = [self._place(i) for i in a]
        for x, row in enumerate(scores):
            row += np.where((row >= ALIKE) & (np.abs(before[x] - np.array(b)) <= 2), _NEAR, 0.0)
        scores[scores < ALIKE] = 0
        for x, y in assign(scores):
            self.pair(a[x], b[y])

    def _place(self, sentence: int) -> int:
        """After which sentence of the new version one of the old version would stand."""
        first = self.old.sentences[sentence][0]
        at = next((self.forward[i] for i in range(first - 1, -1, -1) if self.forward[i] >= 0), -1)
        return self.new.within[at] if at >= 0 else 0

    def pair(self, a: int, b: int) -> None:
        """Match two sentences word by word."""
        self.pairs.append((a, b))
        self.match(range(*self.old.sentences[a]), range(*self.new.sentences[b]))

    def match(self, old: Sequence[int], new: Sequence[int]) -> None:
        """Match words in their order, those that have no partner yet."""
        old = [i for i in old if self.forward[i] < 0]
        new = [j for j in new if self.backward[j] < 0]
        same = 0
        while same < min(len(old), len(new)) and self.old.words[old[same]] == self.new.words[new[same]]:
            same += 1
        self._join(old[:same], new[:same])
        old, new = old[same:], new[same:]
        words, others = [self.old.words[i] for i in old], [self.new.words[j] for j in new]
        for a, b, size in matching(words, others):
            self._join(old[a : a + size], new[b : b + size])

    def _runs(self) -> None:
        """Runs of words that stand in another place: of a sentence that was split, joined, or moved and changed."""
        starts: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for j in range(len(self.new.words) - _RUN + 1):
            if all(self.backward[k] < 0 for k in range(j, j + _RUN)):
                starts[self.new.words[j : j + _RUN]].append(j)
        for i in range(len(self.old.words) - _RUN + 1):
            found = [self._run(i, j) for j in starts.get(self.old.words[i : i + _RUN], ())[:_PLACES]]
            best = max(found, key=len, default=range(0))
            if sum(weight(self.new.words[j]) for j in best) >= _TELLING:
                self._join(range(i, i + len(best)), best)
                self._around(range(i, i + len(best)), best)

    def _around(self, old: range, new: range) -> None:
        """Match what stands before and after a run in its sentences."""
        (first, _), (other, _) = self._sentence(self.old, old[0]), self._sentence(self.new, new[0])
        (_, end), (stop, _) = self._sentence(self.old, old[-1]), self._sentence(self.new, new[-1])[::-1]
        self.match(range(first, old[0]), range(other, new[0]))
        self.match(range(old[-1] + 1, end), range(new[-1] + 1, stop))

    @staticmethod
    def _sentence(words: Words, number: int) -> Span:
        return words.sentences[words.within[number]]

    def _run(self, i: int, j: int) -> range:
        size = 0
        while (
            i + size < len(self.forward) and j + size < len(self.backward)
            and self.forward[i + size] < 0 and self.backward[j + size] < 0
            and self.old.words[i + size] == self.new.words[j + size]
        ):  # fmt: skip
            size += 1
        return range(j, j + size)

    def _neighbours(self) -> None:
        """Words beside matched ones: the rest of a sentence that was split by a line break."""
        for numbers, step in ((range(len(self.forward)), 1), (range(len(self.forward) - 1, -1, -1), -1)):
            for i in numbers:
                k, j = i + step, self.forward[i] + step
                if (
                    self.forward[i] >= 0 and 0 <= k < len(self.forward) and 0 <= j < len(self.backward)
                    and self.forward[k] < 0 and self.backward[j] < 0 and self.old.words[k] == self.new.words[j]
                ):  # fmt: skip
                    self._join([k], [j])

    def _loose(self, words: Words, there: Sequence[int]) -> list[int]:
        """Sentences of which no word has a partner."""
        return [n for n, (first, end) in enumerate(words.sentences) if all(there[k] < 0 for k in range(first, end))]

    @cached_property
    def flipped(self) -> Alignment:
        """The same, seen from the new version; a view of this one."""
        other = object.__new__(Alignment)
        other.old, other.new, other.forward, other.backward = self.new, self.old, self.backward, self.forward
        other.pairs = []
        return other

    def place(self, number: int) -> Span:
        """The empty span in the new text where an old word would stand."""
        for i in range(number - 1, -1, -1):
            if self.forward[i] >= 0:
                end = self.new.spans[self.forward[i]][1]
                return end, end
        return 0, 0

    def groups(self) -> Iterator[tuple[list[int], list[int]]]:
        """Sentences of both versions that share words, in groups in the order of the new text; those of the old
        version that have no partner stand where they would."""
        links: dict[int, set[int]] = defaultdict(set)
        back: dict[int, set[int]] = defaultdict(set)
        for i, j in enumerate(self.forward):
            if j >= 0:
                links[self.old.within[i]].add(self.new.within[j])
        for j, i in enumerate(self.backward):
            if i >= 0:
                back[self.new.within[j]].add(self.old.within[i])
        for a, some in back.items():
            for b in some:
                links[b].add(a)
        for b, some in links.items():
            for a in some:
                back[a].add(b)
        seen: set[int] = set()
        told: set[int] = set()
        for j in range(len(self.new.sentences)):
            if j in seen:
                continue
            old, new, open_ = set[int](), {j}, [j]
            while open_:
                for i in back[open_.pop()] - old:
                    old.add(i)
                    open_ += links[i] - new
                    new |= links[i]
            seen |= new
            told |= old
            yield sorted(old), sorted(new)
        for i in range(len(self.old.sentences)):
            if i not in told:
                yield [i], []


def matching(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """Where two sequences have the same items in the same order, as (start in a, start in b, length)."""
    matcher = SequenceMatcher(None, a, b, autojunk=len(a) * len(b) > _LONG)
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]


def likeness(a: Sequence[Counter[str]], b: Sequence[Counter[str]], *, inside: bool = False) -> Scores:
    """Twice the shared weight of words over the weight of both, for every pair, as (n, m).

    With ``inside`` also nearly as much as the lighter one's share of words that the other has, where that is large: one
    may be the other, drawn out or cut.
    """
    shared, sizes = _shared(a, b), [_sizes(a), _sizes(b)]
    found: Scores = 2 * shared / np.maximum(np.add.outer(*sizes), 1e-9)
    if not inside:
        return found
    lighter = np.minimum.outer(*sizes)
    part = shared / np.maximum(lighter, 1e-9)
    return np.maximum(found, np.where((lighter >= _TELLING) & (part >= _INSIDE), 0.9 * part, 0.0))


def _sizes(some: Sequence[Counter[str]]) -> Scores:
    return np.array([sum(weight(w) * n for w, n in one.items()) for one in some], np.float64)


def _shared(a: Sequence[Counter[str]], b: Sequence[Counter[str]]) -> Scores:
    places: list[dict[str, list[int]]] = []
    for some in (a, b):
        places.append(defaultdict(list))
        for n, one in enumerate(some):
            for word in one:
                places[-1][word].append(n)
    out = np.zeros((len(a), len(b)))
    for word, rows in places[0].items():
        if columns := places[1].get(word):
            counts = np.minimum.outer([a[n][word] for n in rows], [b[n][word] for n in columns])
            out[np.ix_(rows, columns)] += weight(word) * counts
    return out


def stems(words: Sequence[str]) -> Counter[str]:
    """Words by what they begin with, counted."""
    return Counter(stem(word) for word in words)


def _stems(words: Words, sentence: int) -> Counter[str]:
    first, end = words.sentences[sentence]
    return stems(words.words[first:end])


def _keys(words: Words) -> list[Hashable]:
    return [words.words[first:end] for first, end in words.sentences]
