"""Whom a pronoun, a dropped subject or "both sides" points back to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dragoman.article import Span
from dragoman.reader.marks import Attribution
from dragoman.record import Actor
from dragoman.resolver.document import Document
from dragoman.resolver.offices import of_holder
from dragoman.resolver.people import Person
from dragoman.resolver.phrases import Reading, read
from dragoman.resolver.scene import Scene, Who
from dragoman.resolver.speakers import named

_FAR = 900
"""Characters that a pronoun looks back for a name."""
_BACK = 60
"""Statements that it looks back for a speaker."""


def is_pronoun(scene: Scene, reading: Reading) -> str | None:
    """The features of a source that is nothing but a pronoun."""
    doc = scene.doc
    hits = [doc.hits[i] for i in range(reading.first, reading.last)]
    if hits and all(hit is not None and hit.of("pronoun", "article", "stop") for hit in hits) and reading.pronouns:
        return reading.pronouns[0][0]
    first = doc.hits[reading.first]
    if reading.last == reading.first + 1 and first is not None and (sense := first.of("pronoun")) is not None:
        return sense.value
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
    if want == "m-f":
        return not plural
    if want == "f-p":
        return plural or gender is None or gender == "f"
    if want == "p":
        return plural
    if plural:
        return want in ("relative", "first-p", "own")
    if want in ("m", "f"):
        return gender is None or gender == want
    return True


def refer(scene: Scene, number: int, features: str, position: int, *, officials: bool = True) -> Who | None:
    """The nearest fitting person or body before a pronoun."""
    if features.startswith("first"):
        return first_person(scene, number, features)
    if features.startswith("relative"):
        who = _antecedent(scene, position)
        if who is not None:
            return who
    best: tuple[float, Who] | None = None
    sentence = scene.doc.sentence(position)
    relative = features.startswith("relative")
    for other in range(number - 1, max(-1, number - 1 - _BACK), -1):
        who = scene.done.get(other)
        if who is None or (not officials and any(p.holder for p in who.persons)):
            continue
        if not who.actors or who.position > position:
            continue
        many = who.plural or len(who.actors) > 1
        loose = features in ("p", "relative-p") and not many and not who.actors[0].person
        if not loose and not agrees(features, who.gender, many):
            continue
        distance = position - who.position
        points = -distance / 300 - (0.7 if loose else 0)
        if relative:
            points = -distance / 40
        elif other == number - 1:
            points += 1.2
        if who.persons or who.actors[0].person:
            points += 1.0
        if who.gender and features.endswith(who.gender):
            points += 0.5
        if who.maybe_plural and not features.endswith("p"):
            points -= 0.8
        if best is None or points > best[0]:
            best = (points, who)
    for start, person in scene.people.between(position - _FAR, position):
        if person.organisation or (person.holder and not officials):
            continue
        gender = person.gender
        if not agrees(features, gender, False):
            continue
        points = -(position - start) / (40 if relative else 300)
        there = scene.doc.sentence(start)
        first = start - scene.doc.sentences[there][0] < 12
        points += 0.6 if first else 0.0
        points += 0.3 if there == sentence else 0.0
        points += 0.5 if gender and features.endswith(gender) else 0.0
        points += 0.6 if person.strength == 2 or person.holder else 0.0
        if best is None or points > best[0]:
            best = (points, of_person(scene, person, start))
    return best[1] if best else None


def _antecedent(scene: Scene, position: int) -> Who | None:
    """The phrase right before a relative pronoun, where it names somebody or says a state."""
    doc = scene.doc
    last = doc.range((position, position))[0]
    first = last
    while first > 0 and last - first < 7 and (first == last or not _BREAK.search(doc.gap(first))):
        hit = doc.hits[first - 1]
        if hit is not None and hit.of("stop", "pronoun"):
            break
        first -= 1
    if first == last:
        return None
    reading = read(doc, first, last)
    if reading.names and doc.words[reading.names[-1].last - 1].end > position - 25:
        person = scene.people.find(reading.names[-1])
        return of_person(scene, person, doc.words[reading.names[-1].first].start) if person else None
    return named(scene, reading) if reading.states and reading.nouns else None


_BREAK = re.compile(r"[.;:!?,()\n«»\"]")


def of_person(scene: Scene, person: Person, start: int) -> Who:
    """A person named in the text as a speaker."""
    if person.holder is not None:
        actor = of_holder(scene.doc, person.holder, (start, start + len(person.name)), "pronoun")
    else:
        state = person.state or scene.doc.dominant
        guessed = state is not None and person.state is None
        actor = Actor(person.name, state, person.sector or "CVL", True, None, "pronoun", None, guessed)
    return Who((actor,), (person,), person.gender, position=start)


def first_person(scene: Scene, number: int, features: str) -> Who | None:
    """ "I" and "we" speak for whoever is quoted: the enclosing statement's speaker, else the one before or after."""
    parent = scene.parents[number]
    while parent is not None:
        who = scene.done.get(parent)
        if who and who.actors:
            return who
        parent = scene.parents[parent]
    return scene.last


_PERSONAL = {
    "ru": re.compile(r"(?:[аеиыяёу]л|[аеиыяёу]ла|[аеиыяу]лся|лась|[ауяюе]ю|[иеё]м|[иеёа]т|учу|ить|ать|[аия]в|вши|"
    r"ая|яя|уя|ясь|^рад|^рада|^готов|^готова|^уверен|^уверена|^намерен|^намерена|^жаль)$"),
    "uk": re.compile(r"(?:[аиіяує]в|[аиіяує]ла|вся|лася|ємо|имо|їмо|ає|ує|ить|ть|ючи|ачи|вши|^радий|^готовий|^певен)$"),
}  # fmt: skip


def impersonal(scene: Scene, cue: Sequence[Span]) -> bool:
    """Whether a cue without a source has no speaker: a noun, a passive, «считали», "it is believed"."""
    doc = scene.doc
    words = [w for s in cue for w in range(*doc.range(s))]
    if any((hit := doc.hits[w]) is not None and hit.of("hearsay") for w in words):
        return True
    personal = _PERSONAL.get(doc.language)
    if personal is None:
        return False
    texts = [doc.words[w].text.lower() for w in words]
    if texts[:1] in (["был"], ["была"], ["было"], ["были"], ["будет"], ["будут"]):
        return True
    return not any(personal.search(text) for text in texts)


_TOLD = re.compile(r"(?:ло|лось|[нт]а|[нт]ы|[нт]о|[ае]н|ют|али|или)$")


_PLURAL = re.compile(r"(?:[аеиыяу]ли|лись|[ую]т|ят|ются|ятся)$")


def several(scene: Scene, number: int, cue: Sequence[Span]) -> Who | None:
    """The several speakers of the statement before in the same sentence, for a plural verb («и подчеркнули»)."""
    doc = scene.doc
    if number == 0 or not cue or not any(_PLURAL.search(doc.words[w].text) for s in cue for w in range(*doc.range(s))):
        return None
    who, before = scene.done.get(number - 1), scene.attributions[number - 1].cue
    if who is None or not who.actors or not before or doc.sentence(before[0][0]) != doc.sentence(cue[0][0]):
        return None
    return who if who.plural or who.maybe_plural or len(who.actors) > 1 else None


def _around(doc: Document, cue: Sequence[Span]) -> list[int]:
    """The words of a cue and the one before it, where the verb of a noun stands («прозвучал призыв»)."""
    ranges = [doc.range(span) for span in cue]
    before = [first - 1 for first, _ in ranges[:1] if first and doc.gap(first).isspace() and "\n" not in doc.gap(first)]
    return before + [word for first, last in ranges for word in range(first, last)]


def joint_before(scene: Scene, number: int, position: int) -> Who | None:
    """Both sides of a statement in this sentence or the one before it, for words that nobody in particular says."""
    doc = scene.doc
    here = doc.sentence(position)
    for other in range(number - 1, -1, -1):
        who, cue = scene.done.get(other), scene.attributions[other].cue
        if who is None or not cue or here - scene.doc.sentence(cue[0][0]) > 1:
            return None
        if not any(_TOLD.search(doc.words[w].text) for w in _around(doc, scene.attributions[number].cue)):
            return None
        if who.actors and not who.hearsay:
            states = {a.state for a in who.actors if a.state}
            return who if len(states) > 1 else None
    return None


def learn_gender(scene: Scene, who: Who, attribution: Attribution) -> None:
    """A Slavic verb in the past tense tells whether a man or a woman speaks."""
    if len(who.persons) != 1 or scene.doc.language not in ("ru", "uk", "pl") or not attribution.source:
        return
    words = [scene.doc.words[w].text.lower() for s in attribution.cue for w in range(*scene.doc.range(s))]
    gender = next((g for word in words for g, form in _PAST.items() if form.search(word)), None)
    if gender is not None:
        who.gender = who.gender or gender
        who.persons[0].gender = who.persons[0].gender or gender


_PAST = {
    "f": re.compile(r"(?:[аеиыяу]ла|лась|лася|ała|iła|ęła|yła)$"),
    "m": re.compile(r"(?:[аеиыяу]л|лся|[аиіяу]в|вся|ał|ił|ął|ył)$"),
}


def elided(scene: Scene, number: int, position: int) -> Who | None:
    """The speaker of a cue without a source: who spoke last, in the same sentence or the one before."""
    parent = scene.parents[number]
    sentence = scene.doc.sentence(position)
    other = scene.beside.get(parent)
    if other is not None:
        there = scene.doc.sentence(scene.attributions[other].cue[0][0]) if scene.attributions[other].cue else sentence
        if sentence - there <= 2:
            return scene.done[other]
    if parent is not None and scene.done.get(parent):
        return scene.done[parent]
    before = [(start, p) for start, p in scene.people.between(position - 399, position) if not p.organisation]
    if before and sentence - scene.doc.sentence(before[-1][0]) <= 1:
        same = [item for item in before if scene.doc.sentence(item[0]) == scene.doc.sentence(before[-1][0])]
        return of_person(scene, same[0][1], same[0][0])
    return None
