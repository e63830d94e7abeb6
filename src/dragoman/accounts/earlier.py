"""A side's own earlier accounts of its contacts with the same partner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.accounts.given import own_side
from dragoman.accounts.hosts import host_side
from dragoman.accounts.publishers import publisher
from dragoman.accounts.readouts import beginning
from dragoman.accounts.sight import Encoder
from dragoman.record import Record
from dragoman.resolver.words import tokens

_WHOLE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A record among those given as earlier ones: its place there, whose account it is, and its day, "" if unknown."""

    number: int
    record: Record
    side: str
    day: str


def earlier(previous: Sequence[Record], pair: tuple[str, str], reader: Encoder) -> list[Earlier]:
    """Those of ``previous`` that are one side's own account of a contact with the other, the oldest first.

    Where two have no day they stay in the order given.
    """
    found = []
    for number, record in enumerate(previous):
        side = _side(record, pair, reader)
        if side in pair and _speaks_with(record, side, pair[1 - pair.index(side)], reader):
            found.append(Earlier(number, record, side, day(record)))
    return sorted(found, key=lambda one: one.day)


def day(record: Record) -> str:
    """The day on which an account was published, else of the contact that it reports; "" where neither is known."""
    if record.article.published:
        return record.article.published.value[:10]
    known = (c.date for c in record.contacts if c.date and _WHOLE.fullmatch(c.date))
    return next(known, "")


def _side(record: Record, pair: tuple[str, str], reader: Encoder) -> str | None:
    """Whose account a record is; a text that nobody is known to have published need not have a readout's form."""
    side = own_side(record, reader, pair)
    if side is None and publisher(record.article) is None:
        return host_side(record.article, pair, record=record, actors=reader.actors)
    return side


def _speaks_with(record: Record, side: str, partner: str, reader: Encoder) -> bool:
    """Whether the contact that an account reports first is one with the partner, or else its beginning names it."""
    for contact in record.contacts:
        others = {actor.state for actor in contact.participants if actor.state} - {side}
        if others:
            return partner in others
    text = "\n".join(beginning(record.article))
    language = record.article.language.value if record.article.language else ""
    hits = reader.actors.lexicon(language).hits(tokens(text))
    return any(sense.state == partner for hit in hits if hit for sense in hit.senses)
