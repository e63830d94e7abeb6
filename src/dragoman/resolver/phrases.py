"""What a noun phrase says of somebody: states, offices, sectors and names, in the order of its words."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.article import Span
from dragoman.resolver.document import Document
from dragoman.resolver.names import NOUNS, Name, names
from dragoman.resolver.senses import Hit, Sense

_NOUNS = frozenset(NOUNS)
_MARKS = frozenset({
    "former", "joint", "diffuse", "document", "kin", "hearsay", "link", "local", "nowhere", "institution", "epithet",
    "feminine",
})  # fmt: skip
HEAD_LAST = frozenset({"en", "zh", "tr"})
"""Languages in which the head noun follows its modifiers."""


@dataclass(slots=True)
class Reading:
    """A phrase as it was understood; ``states`` in order, each with its word and whether it only says where."""

    first: int
    last: int
    states: list[tuple[str, Sense, int, bool]] = field(default_factory=list)
    bodies: set[int] = field(default_factory=set)
    nouns: list[tuple[Sense, int]] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    pronouns: list[tuple[str, int]] = field(default_factory=list)

    @property
    def state(self) -> str | None:
        """The state that the phrase says its subject belongs to."""
        for weak in (False, True) if self.states else ():
            here = [code for code, _, _, where in self.states if where == weak]
            living = [code for code in here if code != "SUN"]
            if here:
                return (living or here)[0]
        return None

    @property
    def office(self) -> str | None:
        """The first office that the phrase names."""
        return next((sense.value for sense, _ in self.nouns if sense.kind == "title"), None)


def read(doc: Document, first: int, last: int) -> Reading:
    """Understands the words [first, last) as one noun phrase."""
    reading = Reading(first, last)
    reading.names = names(doc, first, last)
    inside = {i for name in reading.names for i in range(name.first, name.last)}
    index = first
    while index < last:
        hit = doc.hit(index, last)
        if hit is None or index in inside:
            index += 1
            continue
        _take(doc, reading, hit)
        index = hit.last
    return reading


def _take(doc: Document, reading: Reading, hit: Hit) -> None:
    sense, kinds = hit.senses.stated, hit.senses.first
    before = doc.hits[hit.first - 1] if hit.first > reading.first else None
    weak = bool(before and before.last == hit.first and before.of("weak"))
    if sense is not None and sense.state:
        reading.states.append((sense.state, sense, hit.first, weak))
    elif hit.last - hit.first > 1:
        for index in range(hit.first, hit.last):
            stop = hit.last - 1 if index == hit.first else hit.last
            inner = doc.lexicon.longest(doc.words, index, stop)
            within = inner.senses.stated if inner else None
            if within is not None and within.state:
                reading.states.append((within.state, within, index, False))
                break
    if "institution" in kinds:
        reading.bodies.add(hit.first)
    if not _NOUNS.isdisjoint(kinds):
        reading.nouns += [(kinds[kind], hit.first) for kind in NOUNS if kind in kinds]
    reading.marks |= _MARKS.intersection(kinds)
    if "pronoun" in kinds:
        reading.pronouns += [(s.value, hit.first) for s in hit.senses if s.kind == "pronoun" and s.value]


def sector(doc: Document, reading: Reading) -> str | None:
    """The sector that the phrase's nouns say, its head noun's first."""
    nouns = [(sense, index) for sense, index in reading.nouns if sense.kind in ("title", "sector", "body", "metonym")]
    papers = {index for sense, index in reading.nouns if sense.kind == "document"}
    if papers and (reading.states or len({index for _, index in nouns}) > 1):
        nouns = [(sense, index) for sense, index in nouns if index not in papers]
    if not nouns:
        return "GOV" if papers and reading.states else None
    if doc.language in HEAD_LAST:
        cut = reading.last
        for index in range(reading.first, reading.last):
            hit = doc.hits[index]
            inner = any(n.first <= index < n.last for n in reading.names)
            if index > reading.first and ((hit is not None and hit.of("of")) or "," in doc.gap(index)) and not inner:
                cut = index
                break
        heads = [item for item in nouns if item[1] < cut]
        nouns = heads[::-1] + [item for item in nouns if item[1] >= cut]
    links = {index for sense, index in reading.nouns if sense.kind == "link"}
    for sense, index in nouns:
        if sense.kind == "title" and sense.value == "head-of-state":
            others = [s.sector for s, i in nouns if s.kind in ("sector", "body") and i != index]
            if others and others[0]:
                return others[0]
        if index in links and len(nouns) > 1 and sense is not nouns[-1][0]:
            continue
        return sense.sector
    return None


def span_of(doc: Document, first: int, last: int) -> Span:
    """The characters of words [first, last)."""
    return doc.words[first].start, doc.words[max(first, last - 1)].end


def text_of(doc: Document, first: int, last: int) -> str:
    """The words as the article has them, on one line."""
    start, end = span_of(doc, first, last)
    return " ".join(doc.text[start:end].split())
