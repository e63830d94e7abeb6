"""What a claim is about: by the words that name a topic, and by the reader's labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from dragoman.accounts.comparison import Claim
from dragoman.accounts.openings import data
from dragoman.record import Label

NAMED: Final = 0.8
"""Probability of a topic that is named in so many words: of 404 claims of the sets whose words name topics, the right
one was among them for 315."""
VAGUE: Final = ("bilateral-relations", "other")
"""Topics that every contact has: sharing one says nothing."""
_UNSPACED: Final = ("ar", "fa", "zh")


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    known = data("topics.toml")
    table = known.get(language)
    edge = "" if language in _UNSPACED else r"(?<!\w)"
    named = table if isinstance(table, dict) else known["en"]
    return tuple((topic, re.compile(f"{edge}(?:{'|'.join(words)})", re.IGNORECASE)) for topic, words in named.items())


def named_topics(text: str, language: str) -> tuple[str, ...]:
    """The topics that a text names, in the order in which it first does."""
    found = [(match.start(), topic) for topic, pattern in _patterns(language) if (match := pattern.search(text))]
    return tuple(topic for _, topic in sorted(found))


def named(claim: Claim, text: str, language: str) -> tuple[str, ...]:
    """The topics that the words of a claim name, by its text; not those of its speaker's office alone."""
    sure = {label.value for label in claim.topics if label.confidence >= NAMED}
    return tuple(topic for topic in named_topics(text, language) if topic in sure)


def topics(text: str, language: str, read: Iterable[Label]) -> tuple[Label, ...]:
    """A claim's topics, the surest first: those its words name, and those ``read`` in its statements.

    What both tell is surer than either.
    """
    known: dict[str, Label] = {}
    for label in read:
        if label.value not in known or known[label.value].confidence < label.confidence:
            known[label.value] = label
    for topic in named_topics(text, language):
        before = known[topic].confidence if topic in known else 0.0
        known[topic] = Label(topic, round(1 - (1 - before) * (1 - NAMED), 4))
    return tuple(sorted(known.values(), key=lambda label: -label.confidence))
