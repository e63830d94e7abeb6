"""Speakers described without a name: "both sides", "the actress", "the statement", "its spokesman"."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from dragoman.codes import ORGANISATIONS
from dragoman.record import Actor
from dragoman.resolver.offices import of_holder
from dragoman.resolver.people import Person
from dragoman.resolver.phrases import Reading, sector, span_of
from dragoman.resolver.pronouns import refer
from dragoman.resolver.scene import Scene, Who
from dragoman.resolver.speakers import named

_LEVELS = {
    "head-of-state": "leaders",
    "head-of-government": "leaders",
    "foreign-minister": "ministers",
    "defence-minister": "ministers",
}


def _of_level(scene: Scene, reading: Reading) -> tuple[str, ...]:
    """The two states whose presidents, or ministers, the article names most, where it names those of two."""
    level = _LEVELS.get(reading.office or "")
    if level is None:
        return ()
    counts: Counter[str] = Counter()
    for person in scene.people.officials:
        if person.holder is not None and _LEVELS.get(person.holder.office) == level:
            counts[person.holder.state] += len(person.mentions)
    known = tuple(s for s, _ in counts.most_common(2))
    if len(known) < 2:
        return ()
    return tuple(s for s in scene.doc.sides if s in known) if set(known) <= set(scene.doc.sides) else known


def _leads(person: Person, state: str, office: str | None) -> bool:
    """Whether somebody holds a high office of a state, of the level of ``office`` where that is said."""
    holder = person.holder
    if holder is None or holder.state != state or holder.office not in _LEVELS:
        return False
    return office is None or _LEVELS.get(office) == _LEVELS[holder.office]


def joint(scene: Scene, reading: Reading) -> Who | None:
    """«Стороны», "the two presidents": the two states the article is most about, by their people if it names them."""
    doc = scene.doc
    if "joint" not in reading.marks or reading.names or any(s.kind in ("body", "metonym") for s, _ in reading.nouns):
        return None
    span = span_of(doc, reading.first, reading.last)
    said = tuple(dict.fromkeys(code for code, _, _, _ in reading.states))
    if len(said) == 1:
        return None
    sides = said or _of_level(scene, reading) or doc.sides
    if len(sides) < 2:
        return None
    office = reading.office
    actors: list[Actor] = []
    persons: list[Person] = []
    for state in sides:
        person = scene.people.first(partial(_leads, state=state, office=office))
        if person is not None and person.holder is not None and doc.words[reading.first].start > person.mentions[0]:
            actors.append(of_holder(doc, person.holder, span, "title"))
            persons.append(person)
        else:
            actors.append(
                Actor(
                    doc.state_name(state), state, "IGO" if state in ORGANISATIONS else "GOV", False, None, "title", span
                )
            )
    return Who(tuple(actors), tuple(persons), None, True, span[0])


def described(scene: Scene, number: int, reading: Reading) -> Who | None:
    """«Актриса», "the politician" with no name beside it: whoever of that gender was spoken of last."""
    if "epithet" not in reading.marks or "nowhere" in reading.marks:
        return None
    if reading.names or reading.states or reading.pronouns:
        return None
    if scene.doc.language in ("en", "fr", "es") and scene.doc.words[reading.last - 1].folded.endswith("s"):
        return None
    last = scene.doc.words[reading.last - 1].text
    genitive = "feminine" in reading.marks and last.endswith(("ы", "и"))
    several = len({index for _, index in reading.nouns}) > 1 or last.endswith(("ы", "и", "ей", "ов"))
    if several and not genitive:
        return None
    gender = "f" if "feminine" in reading.marks else "m"
    public = any(sense.sector in ("GOV", "PTY", "LEG") for sense, _ in reading.nouns)
    who = refer(scene, number, gender, scene.doc.words[reading.first].start, officials=public)
    return who if who is not None and who.persons else None


def issued(scene: Scene, number: int, reading: Reading) -> Who | None:
    """A paper without an issuer's name is the body's that spoke last, else the last speaker's."""
    if "document" not in reading.marks or reading.names or reading.states:
        return None
    if any(sense.kind in ("sector", "body", "metonym", "title", "link") for sense, _ in reading.nouns):
        return None
    last: Who | None = None
    for other in range(number - 1, max(-1, number - 8), -1):
        who = scene.done.get(other)
        if who is None or not who.actors:
            continue
        last = last or who
        if not who.actors[0].person and who.actors[0].sector not in ("CVL", "MED", "EDU"):
            return who
    return last


def possessed(scene: Scene, number: int, reading: Reading, guess: str | None) -> Who | None:
    """«Его адвокат», "its spokesman": somebody described through another, with his state."""
    if not reading.pronouns or reading.states or not reading.nouns:
        return None
    features, index = reading.pronouns[0]
    if features.startswith("relative") or index > min(i for _, i in reading.nouns):
        return None
    owner = refer(scene, number, features, scene.doc.words[index].start)
    if owner is None or not owner.actors:
        return None
    who = named(scene, reading, guess=guess)
    if who.persons and (who.persons[0].holder or who.persons[0].strength == 2):
        return who
    state, said = owner.actors[0].state, owner.actors[0].sector
    own = sector(scene.doc, reading)
    for person in who.persons:
        person.state, person.strength = state, 2
    actors = tuple(replace(a, state=state, sector=own or guess or said) for a in who.actors)
    return Who(actors, who.persons, who.gender, who.plural, who.position)
