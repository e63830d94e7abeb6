"""What an article tells of a contact, so noted down that it is found again when the article is read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.amending.quotes import Quote, from_data, locate, quotes, to_data
from dragoman.article import Span
from dragoman.record import Contact, Record


@dataclass(frozen=True, slots=True)
class Mention:
    """A contact of one article's record: the words that report it, and what it was read as."""

    article: int
    evidence: tuple[Quote, ...]
    date: str | None
    mode: str
    states: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The mention as plain data."""
        told = {"date": self.date, "mode": self.mode, "states": list(self.states)}
        return {"article": self.article, "evidence": to_data(self.evidence), **told}


def mention(article: int, record: Record, contact: Contact) -> Mention:
    """Note down what an article tells of a contact."""
    evidence = quotes(record.article.text, contact.evidence)
    return Mention(article, evidence, contact.date, contact.mode, states(contact))


def from_dict(data: Mapping[str, Any]) -> Mention:
    """A mention from what ``to_dict`` made of it."""
    return Mention(data["article"], from_data(data["evidence"]), data["date"], data["mode"], tuple(data["states"]))


def states(contact: Contact) -> tuple[str, ...]:
    """The states of a contact, in alphabetical order."""
    return tuple(sorted({p.state for p in contact.participants if p.state}))


def find(record: Record, sought: Mention) -> int | None:
    """The index of the record's contact that is told in the same words; None where there is none.

    A mention that had no words of its own is known by its states, date and mode.
    """
    places = [span for one in sought.evidence if (span := locate(record.article.text, one)) is not None]
    return nearest(record.contacts, sought, places)


def nearest(contacts: Sequence[Contact], sought: Mention, places: Sequence[Span]) -> int | None:
    """Of several contacts the one that stands at these places, of those the one that is most alike."""
    fit = [(_shared(one.evidence, places), _likeness(one, sought), -n) for n, one in enumerate(contacts)]
    fit = [one for one in fit if (one[0] if sought.evidence else one[1] == 3)]
    return -max(fit)[2] if fit else None


def _shared(evidence: Sequence[Span], places: Sequence[Span]) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in evidence for c, d in places)


def _likeness(one: Contact, sought: Mention) -> int:
    return (states(one) == sought.states) + (one.date == sought.date) + (one.mode == sought.mode)
