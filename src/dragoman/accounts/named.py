"""The people named in a stretch of text, and where their names end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.accounts.reported import Text
from dragoman.article import Span
from dragoman.resolver.people import Person
from dragoman.resolver.senses import STATE_KINDS
from dragoman.resolver.words import script


def named(text: Text, span: Span) -> Iterator[tuple[Span, Person]]:
    """The people named in a stretch; not where a part of a state's name looks like one, nor a word of two
    letters, nor in Arabic script, which has no capitals, a family name alone."""
    doc = text.doc
    for at, person in text.people.between(*span):
        cover = doc.cover[doc.range((at, at + 1))[0]]
        hit = doc.hits[cover] if cover >= 0 else None
        place = _name(text, at, person.name)
        short = place[1] - at < 3 and script(doc.text[at]) != "cjk"
        chance = script(doc.text[at]) == "arabic" and not any(c.isspace() for c in doc.text[slice(*place)])
        if not short and not chance and not (hit is not None and hit.of(*STATE_KINDS)):
            yield place, person


def _name(text: Text, start: int, name: str) -> Span:
    """Where a name that begins at a character ends: before a word that cannot be a part of it."""
    doc = text.doc
    first = index = doc.range((start, start + 1))[0]
    last = min(first + max(1, len(re.findall(r"\w+", name))), len(doc.words)) - 1
    while index < last and doc.words[index + 1].capital and doc.gap(index + 1) in (" ", ". ", ".", "-"):
        index += 1
    return start, doc.words[index].end
