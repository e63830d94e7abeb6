"""From the words of a source to who is speaking."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import chain

from dragoman.article import Span
from dragoman.codes import ORGANISATIONS
from dragoman.record import Actor
from dragoman.resolver.document import Document
from dragoman.resolver.holders import Holder
from dragoman.resolver.names import Name
from dragoman.resolver.offices import in_office, of_holder
from dragoman.resolver.origins import likelier
from dragoman.resolver.people import Person, words_of
from dragoman.resolver.phrases import Reading, sector, text_of
from dragoman.resolver.scene import Scene, Who
from dragoman.resolver.senses import Sense

_SERVED = frozenset({"head-of-state", "head-of-government", "foreign-minister", "defence-minister"})


def named(scene: Scene, reading: Reading, basis: str = "named", *, guess: str | None = None) -> Who:
    """The one speaker whom a phrase names or describes; ``guess`` is the reader's sector."""
    doc = scene.doc
    said = sector(doc, reading)
    state = reading.state
    span = (doc.words[reading.first].start, doc.words[reading.last - 1].end)
    words = text_of(doc, reading.first, reading.last)
    name = subject(doc, reading)
    if name is not None and not _body(reading, name):
        person = scene.people.add(name, [reading], source=True)
        return _person(scene, reading, person, said or guess, span, basis)
    if "possessive" not in reading.marks and not reading.states:
        called = _called(scene, reading)
        if called is not None:
            return _person(scene, reading, called, said or guess, span, "title" if reading.office else basis)
    for other in reading.names if state is None else ():
        owner = scene.people.find(other)
        if owner is not None and owner.holder is not None:
            state = owner.holder.state
    where, found = _where(reading)
    if not reading.nouns and found is not None:
        kind = found.kind
        if kind in ("state", "capital"):
            public = "IGO" if state in ORGANISATIONS else "GOV"
            return _one(words, state, public, span, "metonym" if kind == "capital" else basis)
        if kind == "adjective":
            return _one(words, state, guess or "CVL", span, basis, plural=True)
    if reading.nouns and reading.nouns[0][0].kind == "metonym" and len(reading.nouns) == 1:
        return _one(words, state, said, span, "metonym")
    if said is None and (reading.bodies or ("link" in reading.marks and where is False)):
        said = "GOV"
    if state is None:
        state = _remembered(scene, reading)
    office = reading.office
    if office and state and len(reading.nouns) <= 2 and not reading.marks & {"former", "link"}:
        holder, warning = in_office(doc, scene.people, state, office)
        if warning:
            scene.warnings.append(warning)
        if holder is not None and _titled(doc, reading, holder):
            return Who((of_holder(doc, holder, span, "title"),), (), holder.gender, position=span[0])
    if state is None and reading.nouns and said == "MED" and "diffuse" not in reading.marks:
        state = _press(doc, reading.first)
    guessed = False
    if state is None and placed(reading):
        state, guessed = fallback(scene, reading), True
    return _one(words, state, said or guess or "CVL", span, "title" if office else basis, guessed=guessed)


def _titled(doc: Document, reading: Reading, holder: Holder) -> bool:
    """Whether a holder bears the title that the phrase gives, where it is one that other offices have elsewhere."""
    hits = [doc.hit(index, reading.last) for sense, index in reading.nouns if sense.kind == "title"]
    exact = [sense.value for hit in hits if hit and (sense := hit.of("exact")) is not None and sense.value]
    return all(title in holder.office_name("en") for title in exact)


def placed(reading: Reading) -> bool:
    """Whether somebody without a state belongs to the one that the article is about: not "experts"."""
    if any(sense.sector in _PUBLIC and sense.kind == "sector" for sense, _ in reading.nouns):
        return "nowhere" not in reading.marks
    if "nowhere" in reading.marks or any(s.kind in ("body", "metonym") and s.state is None for s, _ in reading.nouns):
        return False
    return "diffuse" not in reading.marks or "local" in reading.marks


_PUBLIC = frozenset({"GOV", "LEG", "JUD", "MIL", "POL", "OPP"})


def fallback(scene: Scene, reading: Reading) -> str | None:
    """The state for somebody of whom no word says it: an alliance's, the home state's, the one the article is about."""
    doc = scene.doc
    said = sector(doc, reading)
    if said == "IGO":
        return _alliance(doc, reading.first)
    if said in _PUBLIC and doc.home:
        return doc.home
    return doc.dominant


def _alliance(doc: Document, first: int) -> str | None:
    """The organisation named last before a word, else the first after it."""
    known = doc.alliances
    before = bisect_left(known, first, key=lambda item: item[0])
    return known[max(0, before - 1)][1] if known else None


def _press(doc: Document, first: int) -> str | None:
    """The state of the newspaper or agency named last, for "the paper"."""
    known = doc.bodies("MED")
    before = bisect_left(known, first, key=lambda item: item[0])
    return known[before - 1][1] if before else None


def _body(reading: Reading, name: Name) -> bool:
    """Whether a capitalised word belongs to an institution's own name."""
    if "institution" not in reading.marks or name.quoted:
        return False
    persons = [i for sense, i in reading.nouns if sense.kind in ("link", "kin", "title") and i not in reading.bodies]
    return not persons


def _called(scene: Scene, reading: Reading) -> Person | None:
    """Somebody named before whom the article calls so («актриса», «экс-президент», "the minister")."""
    doc = scene.doc
    wanted: set[str] = set()
    for sense, index in reading.nouns[:1]:
        hit = doc.hit(index, reading.last)
        if hit is None or sense.kind not in ("sector", "title", "link"):
            return None
        wanted = words_of(doc, hit.first, hit.last)
    if not wanted or reading.bodies or len({i for _, i in reading.nouns}) > 1 or "diffuse" in reading.marks:
        return None
    position = doc.words[reading.first].start
    if "nowhere" in reading.marks:
        return None
    exact = {w for w in wanted if not w.startswith("office:")}
    for names in (exact, wanted) if reading.office else (exact,):
        found = _last_called(scene, reading, names, position)
        if found is not None:
            return found
    return None


def _last_called(scene: Scene, reading: Reading, wanted: set[str], position: int) -> Person | None:
    doc = scene.doc

    office = reading.office

    def fits(person: Person) -> bool:
        if wanted.isdisjoint(person.called):
            return False
        return not (office == "head-of-state" and person.holder and person.holder.state in ORGANISATIONS)

    before, after = scene.people.nearest(position)
    called = (item for item in before if fits(item[1]))
    found = next(called, None) or next((item for item in after if fits(item[1])), None)
    if found is None:
        return None
    near, best = found
    if office and doc.home:
        for _, person in chain((found,), called):
            if doc.home in (person.state, person.holder and person.holder.state):
                return person
        abroad = (best.holder.state if best.holder else best.state) != doc.home
        if office in _SERVED and abroad and doc.sentence(position) - doc.sentence(near) > 1:
            return None
    return best


def _where(reading: Reading) -> tuple[bool | None, Sense | None]:
    if not reading.states:
        return None, None
    _, sense, _, weak = reading.states[0]
    return weak, sense


def _one(
    words: str, state: str | None, said: str | None, span: Span, basis: str, plural: bool = False, guessed: bool = False
) -> Who:
    if said == "GOV" and state in ORGANISATIONS:
        said = "IGO"
    return Who((Actor(words, state, said, False, None, basis, span, guessed),), (), None, plural, span[0])


def subject(doc: Document, reading: Reading) -> Name | None:
    """Which of the names in a phrase is the one who speaks: the last, unless it is another's («врач Клинтон»)."""
    plain = [n for n in reading.names if not n.quoted] or reading.names
    if not plain:
        return None
    nouns = [index for sense, index in reading.nouns if sense.kind in ("title", "sector", "link", "kin")]
    first = plain[0]
    if nouns and min(nouns) > first.first:
        return first
    if nouns and "kin" in reading.marks and len(plain) == 1 and doc.language not in ("en", "zh", "tr"):
        last = doc.words[first.last - 1].folded
        for _, form, holder in doc.holders.get(first.last - 1, ()):
            if holder.office in _SERVED and reading.office != holder.office and last != form.family[-1]:
                return None
    return plain[-1]


def _person(scene: Scene, reading: Reading, person: Person, said: str | None, span: Span, basis: str) -> Who:
    doc = scene.doc
    holder = person.holder
    if holder is not None:
        actor = of_holder(doc, holder, span, basis)
        own = sector(doc, reading)
        if person.chairs and holder.state not in ORGANISATIONS:
            actor = replace(actor, state=person.chairs, sector="IGO")
        former = person.former or (doc.date is not None and not holder.held(doc.date))
        if former and said not in (None, actor.sector) and doc.date is not None:
            actor = replace(actor, sector=said)
        elif own in ("PTY", "OPP") and (doc.date is None or former):
            actor = Actor(actor.name, actor.state, own, True, None, basis, span)
        return Who((actor,), (person,), person.gender, position=span[0])
    state = reading.state or person.state
    if state is None:
        state = _remembered(scene, reading)
    guessed = state is None and placed(reading)
    human = not person.organisation
    state = doc.living(state) if state and human else state
    if guessed:
        state = fallback(scene, reading)
        state = likelier(doc, person.name, state) if human else state
    actor = Actor(person.name, state, said or person.sector or "CVL", human, None, basis, span, guessed)
    return Who((actor,), (person,), person.gender, position=span[0])


def _remembered(scene: Scene, reading: Reading) -> str | None:
    for sense, index in sorted(reading.nouns, key=lambda item: item[0].kind == "link"):
        if sense.kind in ("title", "sector") or (sense.kind == "link" and index in reading.bodies):
            hit = scene.doc.hit(index, reading.last)
            if hit is not None:
                state = scene.roles.state(
                    hit.first, hit.last, later=scene.doc.home is None or sense.sector not in _PUBLIC
                )
                if state:
                    return state
    return None
