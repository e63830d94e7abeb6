"""What a noun phrase says of somebody: states, offices, sectors and names, in the order of its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dragoman.article import Span
from dragoman.resolver.document import STATE_KINDS, Document
from dragoman.resolver.holders import Form, Holder
from dragoman.resolver.lexicon import Hit, Sense
from dragoman.resolver.words import rough, script, stem, stems

HEAD_LAST = frozenset({"en", "zh", "tr"})
"""Languages in which the head noun follows its modifiers."""

_PARTICLES = frozenset(
    "де да ди дель ван фон аль эль ибн бин бен оглы оглу ле ла дер ден и de da di del della van von al el ibn bin ben "
    "der den la le du dos y e ul ur".split()
)
_OPENING = "«„“‘\"'「『‹"
NOUNS = ("title", "sector", "body", "metonym", "link", "document", "kin")


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: its words [first, last) and whether it stands in quotation marks."""

    first: int
    last: int
    quoted: bool = False


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
        for weak in (False, True):
            here = [code for code, _, _, where in self.states if where == weak]
            living = [code for code in here if code != "SUN"]
            if here:
                return (living or here)[0]
        return None

    @property
    def office(self) -> str | None:
        """The first office that the phrase names."""
        return next((sense.value for sense, _ in self.nouns if sense.kind == "title"), None)

    @property
    def empty(self) -> bool:
        """Whether nothing in the phrase is known."""
        return not (self.states or self.nouns or self.names or self.pronouns)


def is_name(doc: Document, index: int) -> bool:
    """Whether a word may be part of a person's or an organisation's own name."""
    word = doc.words[index]
    if word.text[0].isdigit():
        return False
    hit = doc.hits[index]
    if index in doc.holders:
        return True
    if script(word.text) in ("cjk", "arabic"):
        return hit is None
    if not word.text[0].isupper():
        return False
    if hit is None:
        if not doc.opens(index):
            return True
        own = rough(word.folded, doc.language)
        if own in doc.proper:
            return True
        if own in doc.common:
            return False
        return _followed(doc, index + 1) or not _ADJECTIVE.search(word.text) and not _noun_next(doc, index + 1)
    if all(s.kind in ("place", "capital", "stop", "pronoun", "weak", "of", "former", "article") for s in hit.senses):
        following = hit.last
        if place_after_name(doc, index, hit):
            return True
        joined = following < len(doc.words) and doc.gap(following) in (" ", "-") and doc.words[following].text[0].isupper()
        place = hit.of("place", "capital") is not None
        before = doc.hits[index - 1] if index else None
        if joined and doc.hits[following] is None and (place or len(word.text) == 1):
            return not (before and before.of("weak"))
    if all(s.kind == "adjective" for s in hit.senses) and doc.language in ("ru", "uk", "pl") and not doc.opens(index):
        return hit.last == index + 1 and doc.gap(index) == " " and index > 0 and doc.hits[index - 1] is None and (
            doc.words[index - 1].text[0].isupper()
        )
    return len(word.text) == 1 and doc.gap(index + 1).startswith(".")


def place_after_name(doc: Document, index: int, hit: Hit) -> bool:
    """A family name that is also a place, after a first name (Джек Лондон)."""
    before = index - 1
    return (
        hit.last == index + 1
        and hit.of("place", "capital") is not None
        and before >= 0
        and doc.gap(index) == " "
        and doc.hits[before] is None
        and doc.words[before].text[0].isupper()
        and not doc.opens(before)
    )


_ROMAN = re.compile(r"[IVX]+")
_ADJECTIVE = re.compile(r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ыми|ими|ных|ых|их|ько|ные)$")


def _followed(doc: Document, index: int) -> bool:
    """Whether a word at the head of a sentence has a name or its own comma after it."""
    if index >= len(doc.words) or not doc.words[index].text[0].isupper():
        return False
    hit = doc.hits[index]
    return doc.gap(index) in (" ", "-", "\u00a0") and (hit is None or index in doc.holders)


def _noun_next(doc: Document, index: int) -> bool:
    if index >= len(doc.words) or doc.gap(index) != " ":
        return False
    hit = doc.hits[index]
    return bool(hit and hit.of(*NOUNS) and doc.words[index].text[0].islower())


def names(doc: Document, first: int, last: int) -> list[Name]:
    """The proper names between two words."""
    found: list[Name] = []
    index = first
    while index < last:
        if not is_name(doc, index):
            hit = doc.hit(index, last)
            index = hit.last if hit else index + 1
            continue
        start = index
        index += 1
        while index < last:
            gap = doc.gap(index).strip(" \u00a0")
            if gap not in ("", "-", "’", "'", "·", "•", "\u200c", ".", ".-"):
                break
            if "." in gap and len(doc.words[index - 1].text) > 2:
                break
            if script(doc.words[index].text) != script(doc.words[index - 1].text):
                break
            if is_name(doc, index):
                index += 1
                continue
            particle = doc.words[index].folded in _PARTICLES and doc.words[index].text.islower()
            if particle and index + 1 < last and is_name(doc, index + 1) and doc.words[index].folded not in ("и", "y", "e"):
                index += 2
                continue
            break
        quoted = any(c in _OPENING for c in doc.gap(start))
        found += [Name(a, b, quoted) for a, b in _split(doc, start, index)]
    return found


def _split(doc: Document, first: int, last: int) -> list[tuple[int, int]]:
    """Two people named in a row («Путина Дмитрий Песков») are two names."""
    cut = first
    found: list[tuple[int, int]] = []
    for index in range(first, last - 1):
        ends = [end for end, form, _ in doc.holders.get(index, ()) if index == first or _given(doc, [index - 1], form)]
        if ends and max(ends) <= last - 1 and index >= cut and doc.gap(max(ends)) == " ":
            if max(ends) == last - 1 and (index == cut or _ROMAN.fullmatch(doc.words[last - 1].text)):
                continue
            if index == cut and last - max(ends) < 2:
                continue
            found.append((cut, max(ends)))
            cut = max(ends)
    return [*found, (cut, last)]


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
    sense = hit.of(*STATE_KINDS)
    before = doc.hits[hit.first - 1] if hit.first > reading.first else None
    weak = bool(before and before.last == hit.first and before.of("weak"))
    if sense is not None and sense.state:
        reading.states.append((sense.state, sense, hit.first, weak))
    elif hit.last - hit.first > 1:
        for index in range(hit.first, hit.last):
            stop = hit.last - 1 if index == hit.first else hit.last
            inner = doc.lexicon.longest(doc.words[:stop], index)
            within = inner.of(*STATE_KINDS) if inner else None
            if within is not None and within.state:
                reading.states.append((within.state, within, index, False))
                break
    if hit.of("institution"):
        reading.bodies.add(hit.first)
    for kind in NOUNS:
        noun = hit.of(kind)
        if noun is not None:
            reading.nouns.append((noun, hit.first))
    for other in hit.senses:
        if other.kind in ("former", "joint", "diffuse", "document", "kin", "hearsay", "link", "local", "nowhere", "institution", "epithet", "feminine"):
            reading.marks.add(other.kind)
        if other.kind == "pronoun" and other.value:
            reading.pronouns.append((other.value, hit.first))


def sector(doc: Document, reading: Reading) -> str | None:
    """The sector that the phrase's nouns say, its head noun's first."""
    nouns = [(sense, index) for sense, index in reading.nouns if sense.kind in ("title", "sector", "body", "metonym")]
    if not nouns:
        return None
    if doc.language in HEAD_LAST:
        cut = reading.last
        for index in range(reading.first, reading.last):
            hit = doc.hits[index]
            inner = any(n.first <= index < n.last for n in reading.names)
            if index > reading.first and (hit is not None and hit.of("of") or "," in doc.gap(index)) and not inner:
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


def matches(doc: Document, name: Name) -> list[tuple[Form, Holder]]:
    """The office-holders whom a name may mean: family name found, and no other first name beside it."""
    found: list[tuple[Form, Holder]] = []
    for index in range(name.first, name.last):
        for last, form, holder in doc.holders.get(index, ()):
            if last > name.last:
                continue
            rest = [i for i in range(name.first, name.last) if not index <= i < last]
            if not rest or _given(doc, rest, form):
                found.append((form, holder))
    return found


def _given(doc: Document, rest: list[int], form: Form) -> bool:
    known = [stem(w, doc.language) for w in form.given]
    for index in rest:
        word = doc.words[index]
        if len(word.text) == 1:
            if any(given.startswith(word.folded) for given in form.given):
                return True
            continue
        own = stems(word.folded, doc.language)
        if any(given in own for given in known):
            return True
        if any(len(given) >= 4 and word.folded.startswith(given[:4]) for given in form.given):
            return True
    return False


def span_of(doc: Document, first: int, last: int) -> Span:
    """The characters of words [first, last)."""
    return doc.words[first].start, doc.words[max(first, last - 1)].end


def text_of(doc: Document, first: int, last: int) -> str:
    """The words as the article has them, on one line."""
    start, end = span_of(doc, first, last)
    return " ".join(doc.text[start:end].split())
