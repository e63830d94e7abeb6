"""Offices and bodies of the article: whose ministry "the ministry" is."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from dragoman.resolver.document import Document
from dragoman.resolver.names import NOUNS
from dragoman.resolver.people import words_of

_BORNE = frozenset(NOUNS) - {"metonym", "body"}
"""Nouns for what somebody or something has of a state."""


class Roles:
    """For every office, body or trade that the article names with a state: where, and which state."""

    def __init__(self, doc: Document, verbs: frozenset[int] = frozenset()) -> None:
        self.doc = doc
        self.verbs = verbs
        self._said: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for hit in doc.apart:
            if _BORNE.isdisjoint(hit.senses.first):
                continue
            state = self._beside(hit.first, hit.last)
            if state:
                for name in words_of(doc, hit.first, hit.last):
                    self._said[name].append((doc.words[hit.first].start, state))

    def _beside(self, first: int, last: int) -> str | None:
        doc = self.doc
        own = {s.sector for s in hit.senses if s.sector} if (hit := doc.hits[first]) else set()
        index = last
        while index < min(last + 4, len(doc.words)) and not doc.gap(index).strip(" -«\"“'’"):
            hit = doc.hits[index]
            sense = hit.senses.stated if hit else None
            if sense and sense.state and (sense.kind != "body" or (sense.sector in own and index == last)):
                return sense.state
            if index in self.verbs or (
                hit and hit.of("stop", "weak", "title", "sector", "pronoun") and not hit.of("of")
            ):
                break
            index = hit.last if hit else index + 1
        index = first
        while index > max(0, first - 4) and not doc.gap(index).strip(" -'’s"):
            start = doc.cover[index - 1]
            hit = doc.hits[start] if start >= 0 else None
            sense = hit.senses.stated if hit else None
            if sense and sense.state and sense.kind != "body":
                return sense.state
            if hit and hit.of("stop", "weak"):
                break
            index = start if start >= 0 else index - 1
        return None

    def state(self, first: int, last: int, *, later: bool = True) -> str | None:
        """The state of an office or body named without one: where it was last named with one, else (later) next."""
        position = self.doc.words[first].start
        for name in words_of(self.doc, first, last):
            said = self._said.get(name)
            if said:
                before = bisect_left(said, (position, ""))
                if before or later:
                    return said[before - 1][1] if before else said[0][1]
        return None
