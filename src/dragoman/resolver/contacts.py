"""Contacts between states that an article reports: who, how, at what level, when, where, and whether it was held."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial

from dragoman.article import Span
from dragoman.record import Actor, Contact, Statement
from dragoman.resolver.dates import Day
from dragoman.resolver.document import Document
from dragoman.resolver.scene import Scene
from dragoman.resolver.targets import named_in
from dragoman.resolver.triggers import MODES, Trigger, hits, known, main, stage, triggers

Named = Callable[[Span], list[Actor]]
"""``named_in`` of one article, each stretch gone through once."""
_LEADERS = frozenset({"head-of-state", "head-of-government"})
_NEAR_HOME = ("phone", "video", "meet", "visit")
"""Kinds of words that, with one side named, tell of a contact with the state whose institutions need no name."""
_ANYBODY = ("visit", "letter")
"""Kinds of words that also tell of what anybody does: only where an official is named beside them."""
_LOOSE = {
    ("phone", "in-person"),
    ("video", "in-person"),
    ("in-person", "video"),
    ("phone", "video"),
    ("video", "phone"),
}
"""Modes of an earlier and a later sentence on one contact: a video call is also a meeting, what was told as a meeting
first no phone call."""
_GONE = frozenset({"SUN"})
"""States of history: what they did is no contact of the article's time."""
_JOINED = 8
"""Characters between two sides that are named together."""
_OFFICIAL = frozenset({"GOV", "MIL", "IGO", "LEG", None})


def contacts(scene: Scene, statements: Iterable[Statement]) -> tuple[Contact, ...]:
    """Every contact of two or more states that a sentence of the article reports, each once."""
    doc = scene.doc
    if not known(doc.language):
        return ()
    named = cache(partial(named_in, scene))
    words = scene.told_of = scene.told_of or hits(doc.words, doc.language)
    telling = {doc.sentence(doc.words[hit.first].start) for hit in words if hit is not None}
    found: list[Contact] = []
    told = list(statements)
    by_sentence: dict[int, list[Statement]] = defaultdict(list)
    for statement in told:
        if statement.cue:
            by_sentence[doc.sentence(statement.cue[0][0])].append(statement)
    masked = sorted(doc.article.masked)
    for number in sorted(telling):
        sentence = doc.sentences[number]
        before = bisect_right(masked, (sentence[0], len(doc.text))) - 1
        if before >= 0 and sentence[0] < masked[before][1]:
            continue
        spoke = [
            a for s in by_sentence[number] for a in s.speakers
            if a.basis in ("pronoun", "elided", "title") and a.state
        ]  # fmt: skip
        parts = scene.clauses(number)
        told_in = [triggers(doc, scene.people, part, words) for part in parts]
        mains = [main(marked) for marked in told_in]
        strong = any(trigger is not None and trigger.kind != "talk" for trigger in mains)
        for place, trigger in enumerate(mains):
            if trigger is not None and not (strong and trigger.kind == "talk"):
                contact = _read(scene, named, number, place, trigger, stage(told_in[place], trigger), spoke[:1])
                if contact is not None:
                    found.append(contact)
    merged = _merge(found)
    return _about(merged, told) if told else tuple(merged)


def _read(
    scene: Scene, named: Named, told: int, place: int, trigger: Trigger, status: str, spoke: list[Actor]
) -> Contact | None:
    """The contact that a trigger in one part of a sentence reports, if two sides are named there or beside it."""
    doc, parts = scene.doc, scene.clauses(told)
    if trigger.kind in _ANYBODY and not _public(doc, named, parts[place]):
        return None
    sides = {str(a.state): a for a in spoke if a.sector in _OFFICIAL}
    order = [place, *range(place - 1, -1, -1), *range(place + 1, len(parts))]
    for number in order:
        for actor in named(parts[number]):
            if actor.sector in _OFFICIAL and actor.state:
                other = sides.get(actor.state)
                if other is None or (actor.person and not other.person):
                    sides[actor.state] = actor
        if len(sides) >= 2:
            break
    if len(sides) == 1 and doc.home and doc.home not in sides and trigger.kind in _NEAR_HOME:
        sides[doc.home] = Actor(doc.state_name(doc.home), doc.home, "GOV", False, None, "inferred", None)
    if len(sides) > 2 and trigger.kind in ("meet", "visit"):
        sides = _between(doc, trigger, sides)
    if len(sides) < 2 or len(sides) > 6 or not _GONE.isdisjoint(sides):
        return None
    people = [a for a in sides.values() if a.person]
    if trigger.kind in ("talk", "letter") and not people and len(sides) > 2:
        return None
    sentence = (parts[0][0], parts[-1][1])
    day = _day(scene.days(told, ahead=status != "held"), parts[place], trigger)
    limit = 4 if trigger.kind in ("meet", "visit", "talk") else 2
    participants = tuple(list(sides.values())[:limit])
    there = _place(doc, sentence) if trigger.kind in ("meet", "visit") else None
    return Contact(
        date=day.value if day else None, mode=MODES[trigger.kind], level=_level(scene, sentence, participants),
        participants=participants, status=status, place=there,
        evidence=(trigger.span,), date_evidence=day.span if day else None,
    )  # fmt: skip


def _between(doc: Document, trigger: Trigger, sides: dict[str, Actor]) -> dict[str, Actor]:
    """Of several sides the person who goes or meets and whom he meets: not everybody whom the sentence names."""
    before = [a for a in sides.values() if a.person and a.evidence and a.evidence[1] <= trigger.span[0]]
    after = sorted(
        (a.evidence, a.state or "") for a in sides.values() if a.evidence and a.evidence[0] >= trigger.span[1]
    )
    if not before or not after:
        return sides
    group = [after[0]]
    for span, state in after[1:]:
        if len(doc.text[group[-1][0][1] : span[0]]) > _JOINED:
            break
        group.append((span, state))
    subject = max(before, key=lambda a: a.evidence or (0, 0))
    states = [str(subject.state), *(state for _, state in group)]
    return {state: sides[state] for state in states}


def _day(named: Iterable[Day], part: Span, trigger: Trigger) -> Day | None:
    """The day of what a part of a sentence tells: the nearest named there, else elsewhere in the sentence."""
    at = trigger.span[0]
    return min(named, key=lambda d: (not part[0] <= d.span[0] < part[1], abs(d.span[0] - at)), default=None)


def _public(doc: Document, named: Named, span: Span) -> bool:
    """Whether a stretch names an official, an office or a public body."""
    if any(a.person and a.sector in _OFFICIAL and a.sector for a in named(span)):
        return True
    hits = (hit for hit in doc.hits[slice(*doc.range(span))] if hit is not None)
    return any(s.kind in ("title", "metonym") or (s.kind in ("sector", "body") and s.sector in _OFFICIAL)
               for hit in hits for s in hit.senses)  # fmt: skip


def _level(scene: Scene, sentence: Span, participants: tuple[Actor, ...]) -> str:
    doc = scene.doc
    offices: set[str] = set()
    sectors: set[str] = set()
    states = {p.state for p in participants}
    index, last = doc.range(sentence)
    while index < last:
        person = scene.people.at.get(doc.words[index].start)
        if person is not None and person.holder is not None and person.holder.state in states:
            offices.add(person.holder.office)
        hit = doc.hit(index, last)
        for sense in hit.senses if hit else ():
            if sense.kind == "title" and sense.value:
                offices.add(sense.value)
            elif sense.kind == "sector" and sense.sector:
                sectors.add(sense.sector)
        index = hit.last if hit else index + 1
    if offices & _LEADERS:
        return "leaders"
    if offices & {"foreign-minister", "defence-minister"}:
        return "ministers"
    if "LEG" in sectors and "GOV" not in sectors:
        return "parliament"
    if "MIL" in sectors and "GOV" not in sectors:
        return "military"
    return "officials"


def _place(doc: Document, sentence: Span) -> str | None:
    first, last = doc.range(sentence)
    for index in range(first + 1, last):
        hit, before = doc.hit(index, last), doc.hits[index - 1]
        if hit and hit.of("capital", "place") and before and before.of("weak"):
            return doc.text[doc.words[index].start : doc.words[hit.last - 1].end]
    return None


def _merge(found: list[Contact]) -> list[Contact]:
    """One contact for all sentences that tell of it: same sides and status, modes that do not exclude each other."""
    kept: list[Contact] = []
    more: dict[int, list[Span]] = defaultdict(list)
    alike: dict[tuple[frozenset[str | None], str], list[int]] = defaultdict(list)
    for contact in found:
        numbers = alike[frozenset(p.state for p in contact.participants), contact.status]
        for number in numbers:
            earlier = kept[number]
            modes = (earlier.mode, contact.mode)
            loose = "unknown" in modes or modes[0] == modes[1] or modes in _LOOSE
            if loose and (earlier.date is None or contact.date is None or earlier.date == contact.date):
                kept[number] = _joined(earlier, contact)
                more[number] += contact.evidence
                break
        else:
            numbers.append(len(kept))
            kept.append(contact)
    for number, spans in more.items():
        kept[number] = replace(kept[number], evidence=(*kept[number].evidence, *spans))
    return kept


def _joined(one: Contact, other: Contact) -> Contact:
    ranked = ("video", "phone", "letter", "in-person", "unknown")
    levels = ("leaders", "ministers", "military", "parliament", "officials")
    people = {a.state: a for a in (*other.participants, *one.participants) if a.person}
    dated = one if one.date else other
    return replace(
        one, mode=min(one.mode, other.mode, key=ranked.index), level=min(one.level, other.level, key=levels.index),
        participants=tuple(people.get(a.state, a) for a in one.participants), date=dated.date,
        date_evidence=dated.date_evidence, place=one.place or other.place,
    )  # fmt: skip


def _about(found: list[Contact], statements: list[Statement]) -> tuple[Contact, ...]:
    """The contacts with what is said most of by their sides, or to them."""
    said: dict[str | None, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        for state in {a.state for a in (*statement.speakers, *statement.targets)}:
            said[state].append(number)

    @cache
    def topics(states: frozenset[str | None]) -> tuple[str, ...]:
        numbers = sorted({number for state in states for number in said.get(state, ())})
        counted = Counter(t.value for number in numbers for t in statements[number].topics if t.value != "other")
        return tuple(topic for topic, _ in counted.most_common(3))

    return tuple(replace(c, topics=topics(frozenset(p.state for p in c.participants))) for c in found)


def sides(found: Iterable[Contact]) -> tuple[str, ...]:
    """The two states whose people met, for "both sides" and «президенты двух стран»: the highest contact, the first."""
    ranked = sorted(
        (
            c
            for c in found
            if c.status == "held"
            and c.mode != "letter"
            and len(c.participants) == 2
            and any(p.person for p in c.participants)
        ),
        key=lambda c: (c.level not in ("leaders", "ministers"), -sum(p.person for p in c.participants)),
    )
    return tuple(p.state for p in ranked[0].participants if p.state) if ranked else ()
