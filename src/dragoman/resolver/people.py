"""The people of one article: every name in it, with what the words around any of its mentions say."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from dragoman.codes import ORGANISATIONS
from dragoman.resolver.document import Document
from dragoman.resolver.holders import Holder
from dragoman.resolver.names import Name, matches, names
from dragoman.resolver.phrases import Reading, read, sector, text_of
from dragoman.resolver.words import rough, script

_BREAK = re.compile(r"[.;:!?\n()…—–,،。；！？，]")
_VERB = re.compile(
    r"(?:л|ла|ло|ли|лся|лась|лось|лись|ет|ит|ют|ят|ут|ат|ется|ится|ются|ятся|утся|ть|ться|вши|ший|щий|"
    r"в|но|ты|на|ены|ив|ла|ло|łł|ł|ła|li)$"
)


@dataclass(slots=True)
class Person:
    """Somebody named in the article; ``strength`` 2 where words or files say the state, 1 where it is near, 0 not."""

    name: str
    key: str
    state: str | None = None
    sector: str | None = None
    gender: str | None = None
    strength: int = 0
    holder: Holder | None = None
    organisation: bool = False
    former: bool = False
    chairs: str | None = None
    mentions: list[int] = field(default_factory=list)
    offices: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    number: int = 0


_NEAR = 1000
"""Mentions on either side of a place among which somebody is looked for."""


def _begins(mention: tuple[int, Person]) -> int:
    return mention[0]


def _number(person: Person) -> int:
    return person.number


_RANKS = {"head-of-state": 0.8, "head-of-government": 0.6, "foreign-minister": 0.4}
_PATRONYMICS = ("ович", "евич", "овн", "евн", "инич", "ичн", "ивн", "иевич")


def called(doc: Document, reading: Reading) -> set[str]:
    """The nouns by which a phrase calls somebody, for later "the actress", «политик», "the minister"."""
    found: set[str] = set()
    for sense, index in reading.nouns:
        hit = doc.hit(index, reading.last)
        if hit is not None and sense.kind in ("sector", "link", "title", "kin"):
            found |= words_of(doc, hit.first, hit.last)
    return found


def words_of(doc: Document, first: int, last: int) -> set[str]:
    """By which names a later mention of a noun finds this one: its office, and its own words."""
    hit = doc.hit(first, last)
    found = {f"office:{s.value}" for s in hit.senses if s.kind == "title"} if hit else set()
    return found | {" ".join(rough(w.folded, doc.language) for w in doc.words[first:last])}


def key(doc: Document, name: Name) -> str:
    """What the mentions of one name share: its last word without its ending."""
    if doc.words[name.first].script == "cjk":
        return "".join(w.folded for w in doc.words[name.first : name.last])
    return rough(doc.words[name.last - 1].folded, doc.language)


class People:
    """All people named in an article."""

    def __init__(self, doc: Document, verbs: Iterable[int]) -> None:
        self.doc = doc
        self.verbs = frozenset(verbs)
        self.all: list[Person] = []
        self.officials: list[Person] = []
        """Those of them who are in the files, in the same order."""
        self._by_key: dict[str, list[Person]] = {}
        self._given: dict[str, list[Person]] = {}
        self.mentions: list[tuple[int, Person]] = []
        self.at: dict[int, Person] = {}
        cased = not doc.words or doc.words[len(doc.words) // 2].script not in ("cjk", "arabic")
        if cased:
            found = [n for n in names(doc, 0, len(doc.words)) if self._likely(n)]
            for name in sorted(found, key=lambda n: n.last - n.first == 1):
                self.add(name, self.around(name))
        else:
            for name in self._holders():
                self.add(name, self.around(name))

    def _likely(self, name: Name) -> bool:
        """Whether it is a name and not any word that stands first in its sentence."""
        doc = self.doc
        hit = doc.hits[name.first]
        if name.last - name.first == 1 and hit is not None and hit.of("pronoun", "article"):
            return False
        alone = name.last - name.first == 1 and doc.opens(name.first) and name.first not in doc.holders
        return not alone or rough(doc.words[name.first].folded, doc.language) in doc.proper

    def _holders(self) -> list[Name]:
        """Office-holders' names in a script without capitals, with the first names before them."""
        doc = self.doc
        found: list[Name] = []
        for index, forms in sorted(doc.holders.items()):
            if found and index < found[-1].last:
                continue
            last, form, _ = max(forms, key=lambda item: item[0])
            start = index
            while start > 0 and doc.words[start - 1].folded in form.given and not doc.gap(start).strip(" ·•\u200c"):
                start -= 1
            hit = doc.hits[index]
            if start == index and hit is not None and hit.of("stop"):
                continue  # a short family name that is also "that": إن alone is nobody
            found.append(Name(start, last))
        return found

    def between(self, start: int, end: int) -> list[tuple[int, Person]]:
        """The mentions that begin in [start, end), in the order of the text."""
        return self.mentions[
            bisect_left(self.mentions, start, key=_begins) : bisect_left(self.mentions, end, key=_begins)
        ]

    def nearest(self, position: int) -> tuple[list[tuple[int, Person]], list[tuple[int, Person]]]:
        """The mentions up to a character and those after it, the nearest first; of a long text not all of them."""
        cut = bisect_right(self.mentions, position, key=_begins)
        return self.mentions[max(0, cut - _NEAR) : cut][::-1], self.mentions[cut : cut + _NEAR]

    def first(self, fits: Callable[[Person], bool]) -> Person | None:
        """The one of several office-holders whom the text mentions first."""
        begun = [(min(person.mentions), person) for person in self.officials if person.mentions and fits(person)]
        if not begun:
            return None
        start = min(position for position, _ in begun)
        return next(person for _, person in self.between(start, start + 1) if person.holder and fits(person))

    def around(self, name: Name) -> list[Reading]:
        """What stands before a name and after it, as phrases."""
        before = self._before(name)
        if before is not None and (before.office or self.doc.language in ("tr", "zh")):
            return [before]
        return [r for r in (before, self._after(name)) if r is not None]

    def _before(self, name: Name) -> Reading | None:
        doc, index, unknown = self.doc, name.first, 0
        while index > 0 and name.first - index < 14:
            gap = doc.gap(index)
            if _BREAK.search(gap) and not (
                gap in (", ", ",") and doc.language in ("en", "fr", "es", "de") and index == name.first
            ):
                break
            start = doc.cover[index - 1]
            if start >= 0:
                hit = doc.hits[start]
                kinds = {s.kind for s in hit.senses} if hit else set()
                if kinds <= {"stop", "pronoun", "and", "hearsay"} or ("stop" in kinds and not kinds & {"of", "weak"}):
                    break
                if any(i in self.verbs for i in range(start, index)):
                    break
                index = start
                continue
            word = doc.words[index - 1]
            if doc.language == "tr" and doc.gap(index - 1) in ("'", "’"):
                index -= 1
                continue
            if index - 1 in self.verbs or (doc.language in ("en", "zh", "tr") and not word.text[0].isupper()):
                break
            if word.text[0].islower() and (_VERB.search(word.text) or unknown >= 2):
                break
            unknown += 1
            index -= 1
        return read(doc, index, name.first) if index < name.first else None

    def _after(self, name: Name) -> Reading | None:
        doc, last = self.doc, name.last
        if last >= len(doc.words):
            return None
        gap = doc.gap(last)
        start = doc.hits[last]
        if not re.fullmatch(r"\s*(?:[,(،，]|[—–-])\s*[«\"“]?", gap):
            if not (start and start.of("of") and gap == " "):
                return None
        elif start is not None and start.of("pronoun", "stop") and not start.of("sector", "title", "link"):
            return None
        index = last + 1
        while index < len(doc.words) and index - last < 13 and not _BREAK.search(doc.gap(index)):
            if index in self.verbs:
                break
            index += 1
        reading = read(doc, last, index)
        first = [i for _, i in reading.nouns] + [i for _, s, i, _ in reading.states if s.kind != "place" or "(" in gap]
        other = any(
            n.first > 0 and any(i < n.first and doc.cover[n.first - 1] == i for i in first) for n in reading.names
        )
        return reading if first and min(first) < last + 4 and not other else None

    def add(self, name: Name, readings: Iterable[Reading], *, source: bool = False) -> Person:
        """Takes one mention into account and returns whose it is."""
        doc = self.doc
        person = self.find(name, create=True)
        assert person is not None
        position = doc.words[name.first].start
        if self.at.get(position) is not person:
            person.mentions.append(position)
            insort(self.mentions, (position, person), key=_begins)
        self.at[doc.words[name.first].start] = person
        full = text_of(doc, name.first, name.last)
        if name.last - name.first > 1 and person.name.count(" ") < full.count(" "):
            person.name = full
        foreign = (
            doc.words[name.first].script == "latin" and doc.language in ("ru", "uk") and "(" not in doc.gap(name.first)
        )
        person.organisation = person.organisation or foreign or (name.quoted and name.last - name.first <= 3)
        for reading in readings:
            state = reading.state
            said = any(s.kind in ("title", "sector", "link", "body", "metonym") for s, _ in reading.nouns)
            if state and (said or source) and person.strength < 2:
                person.state, person.strength = state, 2
            elif state and person.strength < 1 and any(s.kind == "adjective" for _, s, _, _ in reading.states):
                person.state, person.strength = state, 1
            if (
                source
                and reading.states
                and reading.states[0][0] in ORGANISATIONS
                and reading.states[0][2] < name.first
            ):
                person.chairs = reading.states[0][0]
            if person.sector is None and said:
                person.sector = sector(doc, reading)
            if reading.office:
                person.offices.add(reading.office)
            person.called |= called(doc, reading)
            person.former = person.former or "former" in reading.marks
        if person.holder is None and (name.last - name.first > 1 or " " not in person.name):
            person.holder = choose(doc, name, person.state if person.strength == 2 else None, person.offices)
            if person.holder is not None:
                insort(self.officials, person, key=_number)
        if person.holder is not None:
            person.gender = person.gender or person.holder.gender
        return person

    def find(self, name: Name, *, create: bool = False) -> Person | None:
        """The person whom a name means, if one of that name is known in the article."""
        doc = self.doc
        own = key(doc, name)
        words = [rough(w.folded, doc.language) for w in doc.words[name.first : name.last]]
        for person in self._by_key.get(own, ()):
            if len(words) == 1 or _compatible(words, person, doc.language):
                return person
        if len(words) == 1 and len(self._given.get(own, ())) == 1:
            return self._given[own][0]
        if len(words) == 2 and words[1].endswith(_PATRONYMICS) and len(self._given.get(words[0], ())) == 1:
            return self._given[words[0]][0]
        if not create:
            return None
        person = Person(text_of(doc, name.first, name.last), own, number=len(self.all))
        self.all.append(person)
        self._by_key.setdefault(own, []).append(person)
        if not name.quoted:
            for word in words[:-1]:
                if len(word) > 2:
                    self._given.setdefault(word, []).append(person)
        return person


@lru_cache(maxsize=1 << 12)
def _parts(name: str, language: str) -> tuple[str, ...]:
    return tuple(rough(part.casefold(), language) for part in re.findall(r"\w+", name))


def _compatible(words: list[str], person: Person, language: str) -> bool:
    known = _parts(person.name, language)
    if len(known) < 2 or len(words) < 2:
        return True
    first, other = words[0], known[0]
    return (first[:1] == other[:1] and (len(first) == 1 or len(other) == 1 or first[:3] == other[:3])) or first in known


def choose(doc: Document, name: Name, state: str | None, offices: Iterable[str] = ()) -> Holder | None:
    """The office-holder whom a name means, None where none fits the words, the date and the article."""
    best: tuple[float, Holder] | None = None
    wanted = set(offices)
    alone = name.last - name.first == 1
    for form, holder in matches(doc, name):
        if state and holder.state != state and len(holder.state) == 3 and state not in ("EU", "UN"):
            continue
        near = doc.weights.get(holder.state, 0) > 0
        if alone and not near and not (doc.date and holder.held(doc.date)):
            continue
        if alone and script(form.family[0]) == "arabic" and len(form.family[0]) < 4:
            continue
        if alone and len(form.family[0]) < 3 and not near:
            continue
        points = 4.0 * holder.own + 2 * near + 2 * (state == holder.state) + 3 * (holder.office in wanted)
        if doc.date:
            points += 3 if holder.held(doc.date) else 1 if holder.since <= doc.date else -1
        points += _RANKS.get(holder.office, 0)
        points += (int(holder.since[:4] or 0) - 1990) / 1000
        if best is None or points > best[0]:
            best = (points, holder)
    return best[1] if best else None
