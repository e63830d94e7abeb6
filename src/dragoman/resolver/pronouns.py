"""Whom a pronoun, a dropped subject or "both sides" points back to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dragoman.article import Span
from dragoman.codes import ORGANISATIONS
from dragoman.reader.marks import Attribution
from dragoman.record import Actor
from dragoman.resolver.people import Person
from dragoman.resolver.phrases import Reading, sector, span_of
from dragoman.resolver.speakers import Scene, Who, named, of_holder

_FAR = 900


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


_LEVELS = {"head-of-state": "leaders", "head-of-government": "leaders", "foreign-minister": "ministers", "defence-minister": "ministers"}


def _of_level(scene: Scene, reading: Reading) -> tuple[str, ...]:
    """The two states whose presidents, or ministers, the article names most, where it names those of two."""
    level = _LEVELS.get(reading.office or "")
    if level is None:
        return ()
    counts: Counter[str] = Counter()
    for person in scene.people.all:
        if person.holder is not None and _LEVELS.get(person.holder.office) == level:
            counts[person.holder.state] += len(person.mentions)
    known = tuple(s for s, _ in counts.most_common(2))
    if len(known) < 2:
        return ()
    return tuple(s for s in scene.doc.sides if s in known) if set(known) <= set(scene.doc.sides) else known


def joint(scene: Scene, reading: Reading) -> Who | None:
    """«Стороны», "the two presidents": the two states that the article is most about, by their people where it names them."""
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
        people = [
            p for _, p in scene.people.mentions
            if p.holder is not None and p.holder.state == state and p.holder.office in _LEVELS
            and (office is None or _LEVELS.get(office) == _LEVELS[p.holder.office])
        ]  # fmt: skip
        if people and people[0].holder is not None and doc.words[reading.first].start > people[0].mentions[0]:
            actors.append(of_holder(doc, people[0].holder, span, "title"))
            persons.append(people[0])
        else:
            actors.append(Actor(doc.state_name(state), state, "IGO" if state in ORGANISATIONS else "GOV", False, None, "title", span))
    return Who(tuple(actors), tuple(persons), None, True, span[0])


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
    best: tuple[float, Who] | None = None
    sentence = scene.doc.sentence(position)
    relative = features.startswith("relative")
    for other, who in scene.done.items():
        if not officials and any(p.holder for p in who.persons):
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
    for start, person in scene.people.mentions:
        if start >= position or position - start > _FAR or person.organisation or (person.holder and not officials):
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


_PERSONAL = {
    "ru": re.compile(r"(?:[аеиыяёу]л|[аеиыяёу]ла|[аеиыяу]лся|лась|[ауяюе]ю|[иеё]м|[иеёа]т|учу|ить|ать|[аия]в|вши|ая|яя|уя|ясь|"
    r"^рад|^рада|^готов|^готова|^уверен|^уверена|^намерен|^намерена|^жаль)$"),
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


def joint_before(scene: Scene, number: int, position: int) -> Who | None:
    """Both sides of a statement in this sentence or the one before it, for words that nobody in particular says."""
    doc = scene.doc
    here = doc.sentence(position)
    for other in range(number - 1, -1, -1):
        who, cue = scene.done.get(other), scene.attributions[other].cue
        if who is None or not cue or here - scene.doc.sentence(cue[0][0]) > 1:
            return None
        if not any(_TOLD.search(doc.words[w].text) for s in scene.attributions[number].cue for w in range(*doc.range(s))):
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


_PAST = {"f": re.compile(r"(?:[аеиыяу]ла|лась|лася|ała|iła|ęła|yła)$"), "m": re.compile(r"(?:[аеиыяу]л|лся|[аиіяу]в|вся|ał|ił|ął|ył)$")}


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
    before = [(start, p) for start, p in scene.people.mentions if 0 < position - start < 400 and not p.organisation]
    if before and sentence - scene.doc.sentence(before[-1][0]) <= 1:
        same = [item for item in before if scene.doc.sentence(item[0]) == scene.doc.sentence(before[-1][0])]
        return of_person(scene, same[0][1], same[0][0])
    return None


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


def described(scene: Scene, number: int, reading: Reading) -> Who | None:
    """«Актриса», "the politician" with no name beside it: whoever of that gender was spoken of last."""
    if not {"epithet"} <= reading.marks or "nowhere" in reading.marks or reading.names or reading.states or reading.pronouns:
        return None
    if scene.doc.language in ("en", "fr", "es") and scene.doc.words[reading.last - 1].folded.endswith("s"):
        return None
    if len({index for _, index in reading.nouns}) > 1 or scene.doc.words[reading.last - 1].text.endswith(("ы", "и", "ей", "ов")):
        if not ("feminine" in reading.marks and scene.doc.words[reading.last - 1].text.endswith(("ы", "и"))):
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


def evidence(scene: Scene, reading: Reading) -> Span:
    """The characters of a phrase."""
    return span_of(scene.doc, reading.first, reading.last)
