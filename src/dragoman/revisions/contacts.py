"""What changed in the contacts that an article reports, where its words about them did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from dragoman.record import Actor, Contact, Record
from dragoman.revisions.alignment import Alignment
from dragoman.revisions.assignment import assign
from dragoman.revisions.parts import part
from dragoman.revisions.revision import Change, Part, Piece
from dragoman.revisions.speakers import same_actor
from dragoman.revisions.words import Words

FIELDS: Final = ("date", "mode", "level", "status", "place", "participants")


def contacts(old: Record, new: Record, alignment: Alignment) -> Iterator[Change]:
    """Contacts that were added, that are no longer in the text, and their fields that changed."""
    scores = np.array([[_alike(a, b) for b in new.contacts] for a in old.contacts]).reshape(
        len(old.contacts), len(new.contacts)
    )
    pairs = assign(scores)
    for x, y in pairs:
        yield from _fields(old.contacts[x], new.contacts[y], alignment)
    for x, one in enumerate(old.contacts):
        if x not in {a for a, _ in pairs} and _unknown(one, alignment.old, alignment.forward):
            yield Change("contact", part(alignment.old, one.evidence), Part(), 0, "gone")
    for y, one in enumerate(new.contacts):
        if y not in {b for _, b in pairs} and _unknown(one, alignment.new, alignment.backward):
            yield Change("contact", Part(), part(alignment.new, one.evidence), 0, "added")


def _alike(a: Contact, b: Contact) -> float:
    """How likely two contacts are one: shared participants first; 0 where there are none and other things differ."""
    both = sum(any(same_actor(x, y) for y in b.participants) for x in a.participants)
    shared = 2 * both / max(len(a.participants) + len(b.participants), 1)
    same = sum(getattr(a, name) == getattr(b, name) for name in FIELDS[:5]) / 5
    return shared + same if shared or same >= 0.8 else 0.0


def _fields(a: Contact, b: Contact, alignment: Alignment) -> Iterator[Change]:
    """Fields that differ, where a word of the sentences that report the contact, or date it, does."""
    if not (_touched(a, alignment.old, alignment.forward) or _touched(b, alignment.new, alignment.backward)):
        return
    for name in FIELDS:
        values = [_value(one, name) for one in (a, b)]
        if values[0] == values[1] or (name == "participants" and _same(a.participants, b.participants)):
            continue
        sides = []
        for one, words, value in ((a, alignment.old, values[0]), (b, alignment.new, values[1])):
            dated = one.date_evidence if name == "date" else None
            spans = (dated,) if dated else one.evidence
            sides.append(Part(part(words, spans).spans, (Piece(value, True),) if value else ()))
        yield Change("contact", sides[0], sides[1], 0, name)


def _value(contact: Contact, name: str) -> str:
    value = getattr(contact, name)
    return ", ".join(actor.name for actor in value) if name == "participants" else value or ""


def _same(a: Sequence[Actor], b: Sequence[Actor]) -> bool:
    return len(a) == len(b) and all(any(same_actor(x, y) for y in b) for x in a)


def _touched(contact: Contact, words: Words, there: Sequence[int]) -> bool:
    spans = [*contact.evidence, *([contact.date_evidence] if contact.date_evidence else [])]
    sentences = {words.within[n] for n in words.of(spans)}
    return any(there[n] < 0 for s in sentences for n in range(*words.sentences[s]))


def _unknown(contact: Contact, words: Words, there: Sequence[int]) -> bool:
    """Whether most of the words that report a contact are not in the other version."""
    numbers = words.of(contact.evidence)
    return bool(numbers) and 2 * sum(there[n] >= 0 for n in numbers) < len(numbers)
