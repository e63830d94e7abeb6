"""What a statement is about: words that name a topic, in it and around it, beside what the network sees in each word.

Means of states, which the other labels are read from, tell little of topics that few articles of the training have. So
each word speaks for itself: the network's evidence of every topic in a word's state, summed softly over the content
and over its paragraph; and the words of ``topics.toml``.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.article import Span
from dragoman.codes import TOPICS
from dragoman.reader.arrays import Floats

PLACES = ("content", "paragraph", "window")
"""Where a topic is looked for; of the window counts the share that its words have among all that name a topic. Nothing
beyond the window counts: a statement shall stay as it is where far from it the text is changed."""
_WORD = re.compile(r"\w+")
_SHORTEST = 2

Stem = tuple[tuple[str, bool], ...]
"""Beginnings of words side by side, and whether each is a whole word."""


@cache
def stems() -> Mapping[str, Sequence[tuple[Stem, int]]]:
    """The words of ``topics.toml`` with their topic's place in ``TOPICS``, by the beginning of the first."""
    told: dict[str, Any] = tomllib.loads(Path(__file__).with_name("topics.toml").read_text(encoding="utf-8"))
    out: dict[str, list[tuple[Stem, int]]] = defaultdict(list)
    for topic, languages in told.items():
        for phrase in (phrase for phrases in languages.values() for phrase in phrases):
            stem = tuple((word.rstrip("."), word.endswith(".")) for word in phrase.split())
            out[stem[0][0]].append((stem, TOPICS.index(topic)))
    return dict(out)


@cache
def _longest() -> int:
    return max(map(len, stems()))


@dataclass(frozen=True, slots=True)
class Named:
    """The places of a text (in order) at which a word names a topic, and which."""

    text: str
    places: list[int]
    topics: list[int]

    def shares(self, start: int, end: int) -> Floats:
        """Of the places between two characters the share of each topic (31,)."""
        some = self.topics[bisect_left(self.places, start) : bisect_left(self.places, end)]
        return (np.bincount(some, minlength=len(TOPICS)) / max(1, len(some))).astype(np.float32)

    def within(self, start: int, end: int) -> NDArray[np.bool_]:
        """Which topics (31,) are named between two characters."""
        out = np.zeros(len(TOPICS), bool)
        first, last = bisect_left(self.places, start), bisect_left(self.places, end)
        out[self.topics[first:last]] = True
        return out

    def around(self, content: Iterable[Span], paragraph: Span, window: Span) -> Floats:
        """The topics (31, 3) named at each of ``PLACES``, for a statement with its content, paragraph and window."""
        inside = np.zeros(len(TOPICS), bool)
        for start, end in content:
            inside |= self.within(start, end)
        return np.stack([inside, self.within(*paragraph), self.shares(*window)], axis=1).astype(np.float32)


def named(text: str) -> Named:
    """The words of a text that name a topic."""
    words = [(found.start(), found.group().lower()) for found in _WORD.finditer(text)]
    known, longest = stems(), _longest()
    places, topics = [], []
    for index, (place, word) in enumerate(words):
        for length in range(_SHORTEST, min(len(word), longest) + 1):
            for stem, topic in known.get(word[:length], ()):
                given = [one for _, one in words[index : index + len(stem)]]
                if len(given) == len(stem) and all(map(_begins, given, stem)):
                    places.append(place)
                    topics.append(topic)
    return Named(text, places, topics)


def _begins(word: str, stem: tuple[str, bool]) -> bool:
    beginning, whole = stem
    return word == beginning if whole else word.startswith(beginning)


def paragraph(text: str, start: int, end: int, within: Span | None = None) -> Span:
    """The lines on which a stretch stands, as far as they lie ``within`` another."""
    first, last = within or (0, len(text))
    after = text.find("\n", end, last)
    return max(first, text.rfind("\n", first, start) + 1), last if after < 0 else after


def told(evidence: Floats, content: Sequence[slice], paragraph: slice, named: Floats) -> Floats:
    """What is told of each topic (31, 5): by the words (w, 31) of content and paragraph, and by what is ``named``."""
    rows = [evidence[words] for words in content]
    inside = summed(np.concatenate(rows) if rows else evidence[:0])
    return np.concatenate([inside[:, None], summed(evidence[paragraph])[:, None], named], axis=1)


def summed(evidence: Floats) -> Floats:
    """Evidence of topics in words (w, 31) to that of all of them (31,), a soft maximum."""
    if not len(evidence):
        return np.full(evidence.shape[1], NOTHING, np.float32)
    highest = evidence.max(axis=0)
    out: Floats = highest + np.log(np.exp(evidence - highest).sum(axis=0))
    return out


NOTHING = -3.0
"""What no words say; a word of no topic says about -4."""
