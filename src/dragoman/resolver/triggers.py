"""Words that report a contact between states: how it was held, and whether it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dragoman.article import Span
from dragoman.resolver.document import Document
from dragoman.resolver.knowledge import table
from dragoman.resolver.lexicon import Lexicon
from dragoman.resolver.people import People
from dragoman.resolver.senses import Hit, Sense
from dragoman.resolver.words import Token

MODES = {
    "video": "video", "phone": "phone", "letter": "letter", "meet": "in-person", "visit": "in-person",
    "talk": "unknown",
}  # fmt: skip
"""Kinds of words that report a contact, the most telling first, and the mode that each means."""

_ORDER = {kind: number for number, kind in enumerate(MODES)}
STATUSES = ("cancelled", "proposed", "planned")
_NEAR = 70
"""Characters between a trigger and a word that makes it a plan or an offer."""
_BESIDE = 8
"""Words within which somebody is named whom a verb of receiving takes."""
_LEAST = 12
"""Characters of the shortest clause."""
_OFFICIALS = frozenset({"GOV", "LEG", "MIL", "IGO"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase of ``MODES`` or ``STATUSES``."""

    kind: str
    span: Span


@lru_cache(maxsize=16)
def _words(language: str) -> Lexicon:
    words = Lexicon(language)
    for kind, phrases in table("contacts.toml").get(language, {}).items():
        words.add_list(str(phrases), Sense(kind))
    return words


def known(language: str) -> bool:
    """Whether there are words for a language."""
    return language in table("contacts.toml")


def hits(words: Sequence[Token], language: str) -> list[Hit | None]:
    """For every word the phrase that begins with it and tells of a contact."""
    return _words(language).hits(words) if known(language) else [None] * len(words)


def triggers(doc: Document, people: People, span: Span, told: Sequence[Hit | None]) -> list[Trigger]:
    """What a stretch of text tells of contacts, in its order; ``told`` is what ``hits`` finds in the text's words.

    A verb that takes guests as well as decisions («принял», "reçu") tells of a meeting where it takes somebody.
    """
    first, last = doc.range(span)
    found: list[Trigger] = []
    end = first
    for hit in told[first:last]:
        if hit is None or hit.first < end:
            continue
        end = min(hit.last, last)
        for sense in hit.senses:
            if sense.kind != "receive" or _guest(doc, people, hit.first, end, first, last):
                kind = "meet" if sense.kind == "receive" else sense.kind
                found.append(Trigger(kind, (doc.words[hit.first].start, doc.words[end - 1].end)))
    return found


def _guest(doc: Document, people: People, first: int, last: int, start: int, end: int) -> bool:
    after = range(last, min(last + _BESIDE, end))
    before = range(max(start, first - _BESIDE), first) if doc.language in ("tr", "fa") else range(0)
    for index in (*after, *before):
        hit = doc.hits[index]
        if doc.words[index].start in people.at:
            return True
        if hit is not None and not hit.of("document") and any(_official(sense) for sense in hit.senses):
            return True
    return False


def _official(sense: Sense) -> bool:
    return sense.kind == "title" or (sense.kind == "sector" and sense.sector in _OFFICIALS)


def main(found: Sequence[Trigger]) -> Trigger | None:
    """The trigger that says most of how a contact was held, the first of those that say as much."""
    return min((t for t in found if t.kind in MODES), key=lambda t: (_ORDER[t.kind], t.span), default=None)


def stage(found: Sequence[Trigger], trigger: Trigger) -> str:
    """Whether what a trigger tells of was held, by the words near it."""
    near = {
        t.kind for t in found if abs(t.span[0] - trigger.span[1]) < _NEAR or abs(trigger.span[0] - t.span[1]) < _NEAR
    }
    return next((name for name in STATUSES if name in near), "held")


@lru_cache(maxsize=16)
def _breaks(language: str) -> re.Pattern[str]:
    listed = table("contacts.toml")["clauses"]
    openers = "|".join(re.escape(word.strip()) for word in str(listed.get(language, "")).split(",") if word.strip())
    comma = rf"|[,،，]\s*(?=(?:{openers})(?!\w))" if openers else ""
    return re.compile(rf"[;:；：—–\n]|\s-\s{comma}", re.IGNORECASE)


def clauses(text: str, span: Span, language: str) -> list[Span]:
    """A sentence cut where another thing begins to be told: at dashes, colons, and commas before words that open a
    clause."""
    found: list[Span] = []
    start = span[0]
    for match in _breaks(language).finditer(text, *span):
        if match.end() - start > _LEAST:
            found.append((start, match.end()))
            start = match.end()
    if start < span[1]:
        found.append((start, span[1]))
    return found
