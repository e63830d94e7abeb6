"""Whom a pronoun, a dropped subject or "both sides" points back to."""

from __future__ import annotations

from dataclasses import replace

from dragoman.article import Span
from dragoman.record import Actor
from dragoman.resolver.people import Person
from dragoman.resolver.phrases import Reading, span_of
from dragoman.resolver.speakers import Scene, Who, of_holder

_FAR = 900


def is_pronoun(scene: Scene, reading: Reading) -> str | None:
    """The features of a source that is nothing but a pronoun."""
    if not reading.pronouns or reading.names or reading.states or reading.nouns:
        return None
    return reading.pronouns[0][0]


def as_basis(who: Who, basis: str, evidence: Span | None) -> Who:
    """The same speakers, understood in another way."""
    actors = tuple(replace(a, basis=basis, evidence=evidence or a.evidence) for a in who.actors)
    return Who(actors, who.persons, who.gender, who.plural, who.position)


def agrees(features: str, gender: str | None, plural: bool) -> bool:
    """Whether a pronoun of these features may stand for somebody."""
    want = features.removeprefix("relative-")
    if want == "p":
        return plural
    if plural:
        return want in ("relative", "first-p", "own")
    if want in ("m", "f"):
        return gender is None or gender == want
    return True


def refer(scene: Scene, number: int, features: str, position: int, cue_gender: str | None = None) -> Who | None:
    """The nearest fitting person or body before a pronoun."""
    if features.startswith("first"):
        return first_person(scene, number, features)
    best: tuple[float, Who] | None = None
    sentence = scene.doc.sentence(position)
    relative = features.startswith("relative")
    for other, who in scene.done.items():
        if not who.actors or who.position > position:
            continue
        if not agrees(features, who.gender, who.plural or len(who.actors) > 1):
            continue
        distance = position - who.position
        points = -distance / 300
        if other == number - 1:
            points += 1.2
        if who.persons or who.actors[0].person:
            points += 1.0
        if who.gender and features.endswith(who.gender):
            points += 0.5
        if relative:
            points -= 1.5
        if best is None or points > best[0]:
            best = (points, who)
    for start, person in scene.people.mentions:
        if start >= position or position - start > _FAR or person.organisation:
            continue
        gender = person.gender
        if not agrees(features, gender, False):
            continue
        points = -(position - start) / 300
        there = scene.doc.sentence(start)
        first = start - scene.doc.sentences[there][0] < 12
        points += 0.6 if first else 0.0
        points += 0.3 if there == sentence else 0.0
        points += 0.5 if gender and features.endswith(gender) else 0.0
        points += 0.6 if person.strength == 2 or person.holder else 0.0
        if best is None or points > best[0]:
            best = (points, of_person(scene, person, start))
    return best[1] if best else None


def of_person(scene: Scene, person: Person, start: int) -> Who:
    """A person named in the text as a speaker."""
    if person.holder is not None:
        actor = of_holder(scene.doc, person.holder, (start, start + len(person.name)), "pronoun")
    else:
        state = person.state or scene.doc.dominant
        actor = Actor(person.name, state, person.sector or "CVL", True, None, "pronoun", None)
    return Who((actor,), (person,), person.gender, position=start)


def first_person(scene: Scene, number: int, features: str) -> Who | None:
    """"I" and "we" speak for whoever is quoted: the enclosing statement's speaker, else the one before or after."""
    parent = scene.parents[number]
    while parent is not None:
        who = scene.done.get(parent)
        if who and who.actors:
            return who
        parent = scene.parents[parent]
    for other in range(number - 1, -1, -1):
        who = scene.done.get(other)
        if who and who.actors:
            return who
    return None


def elided(scene: Scene, number: int, position: int) -> Who | None:
    """The speaker of a cue without a source: who spoke last, in the same sentence or the one before."""
    parent = scene.parents[number]
    sentence = scene.doc.sentence(position)
    for other in range(number - 1, -1, -1):
        who = scene.done.get(other)
        if who is None or not who.actors or scene.parents[other] != parent:
            continue
        there = scene.doc.sentence(scene.attributions[other].cue[0][0]) if scene.attributions[other].cue else sentence
        if sentence - there <= 2:
            return who
        break
    if parent is not None and scene.done.get(parent):
        return scene.done[parent]
    return None


def evidence(scene: Scene, reading: Reading) -> Span:
    """The characters of a phrase."""
    return span_of(scene.doc, reading.first, reading.last)
