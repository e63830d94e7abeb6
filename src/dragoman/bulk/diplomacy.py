"""Which pages are worth reading: those that name states together with offices, contacts or relations between states.

The words are the resolver's, and a list of our own for what is between states. Neither learns anything: the
test is the same for every page, whatever else is in the crawl.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

from dragoman.codes import ORGANISATIONS
from dragoman.resolver.knowledge import LANGUAGES, lexicon, table
from dragoman.resolver.lexicon import Lexicon
from dragoman.resolver.senses import Sense
from dragoman.resolver.words import Token, tokens

__all__ = ["LANGUAGES", "Signals", "diplomatic", "signals"]

CONTACTS: Final = ("phone", "video", "letter", "meet", "visit", "receive", "talk")
"""Kinds of words that report a contact (``resolver/data/contacts.toml``)."""

_WINDOW: Final = 400
"""Words looked at before it is asked whether they are enough."""

_PHRASE: Final = 9
"""Words of the longest phrase, which two stretches must not part."""

_OFFICES: Final = frozenset({"title", "metonym", "body"})


@dataclass(slots=True)
class Signals:
    """What a text has of diplomacy: codes of states and organisations, and how many of the other words."""

    states: set[str] = field(default_factory=set)
    titles: int = 0
    offices: int = 0
    contacts: int = 0
    relations: set[str] = field(default_factory=set)

    @property
    def enough(self) -> bool:
        """Two states with an office, a contact or a relation; or one organisation of states with a title or a relation.

        Or a contact and a title, or offices and two relations: for states that no list knows, and for those that an
        article calls by their leaders alone.
        """
        related = len(self.relations)
        if len(self.states) >= 2 and (self.offices or self.contacts or related):
            return True
        if self.states.intersection(ORGANISATIONS) and (self.titles or related):
            return True
        return (self.titles > 0 and self.contacts > 0) or (self.offices > 0 and related >= 2)


def diplomatic(text: str, language: str) -> bool:
    """Whether a text may tell of what states do and say to one another; looks no further than it needs to."""
    found = Signals()
    words = tokens(text)
    for start in range(0, len(words), _WINDOW):
        _count(words[start : start + _WINDOW + _PHRASE], language, found)
        if found.enough:
            return True
    return False


def signals(text: str, language: str) -> Signals:
    """All that a text has of diplomacy."""
    found = Signals()
    _count(tokens(text), language, found)
    return found


def _count(words: Sequence[Token], language: str, found: Signals) -> None:
    for hit in _names(language).hits(words):
        if hit is None:
            continue
        kinds = {sense.kind for sense in hit.senses}
        found.states.update(sense.state for sense in hit.senses if sense.state)
        found.titles += "title" in kinds
        found.offices += bool(kinds & _OFFICES)
    for hit in _contacts(language).hits(words):
        if hit is not None:
            found.contacts += any(sense.kind in CONTACTS for sense in hit.senses)
    for hit in _relations(language).hits(words):
        if hit is not None:
            found.relations.update(str(sense.value) for sense in hit.senses)


@cache
def _names(language: str) -> Lexicon:
    return lexicon(language)


@cache
def _contacts(language: str) -> Lexicon:
    words = Lexicon(language)
    for kind, phrases in table("contacts.toml").get(language, {}).items():
        words.add_list(str(phrases), Sense(kind))
    return words


@cache
def _relations(language: str) -> Lexicon:
    words = Lexicon(language)
    for phrase in _listed().get(language, "").split(","):
        words.add(phrase.strip(), Sense("relation", value=phrase.strip()))
    return words


@cache
def _listed() -> Mapping[str, str]:
    data = resources.files("dragoman.bulk") / "data" / "signals.toml"
    return dict(tomllib.loads(data.read_text(encoding="utf-8"))["relations"])
