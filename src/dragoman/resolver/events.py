"""Acts that the newspaper tells as its own fact: arrests, sanctions, attacks, protests, meetings and the like."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.article import Span
from dragoman.codes import ORGANISATIONS
from dragoman.record import Actor, Contact, Event, Label, Statement
from dragoman.resolver.acts import Form, acts
from dragoman.resolver.document import Document
from dragoman.resolver.parties import Party, parties
from dragoman.resolver.phrases import span_of
from dragoman.resolver.scene import Scene
from dragoman.resolver.senses import Hit
from dragoman.spans import joined

CONFIDENCE = 0.6
"""About the share of events that are right (docs/limits.md)."""
_PUBLIC = frozenset({"GOV", "LEG", "JUD", "MIL", "POL", "IGO", "REB", "OPP", "PTY"})
_ANYBODYS = frozenset({"PROTEST", "ASSAULT"})
"""Acts that count whoever does them; of the others, private people's are no political events."""
_OBJECTS = frozenset({"его", "ее", "их", "ему", "еи", "им"})
"""Pronouns before a verb whose subject stands after it («его арестовала полиция»)."""
_PLURAL = ("ли", "лись")
"""Endings of Russian verbs that may have no subject («задержали»)."""
_HEAD = 5
"""Sentences in which what the headline tells is told again."""


@dataclass(frozen=True, slots=True)
class _Told:
    event: Event
    form: Form


def events(scene: Scene, statements: Iterable[Statement], met: Iterable[Contact]) -> tuple[Event, ...]:
    """The acts of an article that stand in nobody's words, each once; contacts that were held too."""
    doc = scene.doc
    spoken = joined([*(span for s in statements for span in (*s.content, *s.cue, *s.condition)), *doc.article.masked])
    found = [told.event for told in _once(doc, _told(scene, spoken))]
    for event in _consultations(met, spoken):
        if not any(_meet(event.trigger, e.trigger) or _alike(event, e) for e in found):
            found.append(event)
    return tuple(sorted(found, key=lambda event: event.trigger))


def _told(scene: Scene, spoken: Sequence[Span]) -> list[_Told]:
    doc = scene.doc
    words = acts(doc.language)
    if words is None:
        return []
    found: list[_Told] = []
    after = 0
    for hit in words.lexicon.hits(doc.words):
        if hit is None or hit.first < after:
            continue
        after = hit.last
        number = doc.sentence(doc.words[hit.first].start)
        told = words.told(doc, hit, *doc.range(doc.sentences[number]))
        if told is None:
            continue
        form, end = told
        span = span_of(doc, hit.first, end)
        if _among(span, spoken):
            continue
        event = _event(scene, hit, form, span, number)
        if event is not None:
            found.append(_Told(event, form))
    return found


def _event(scene: Scene, hit: Hit, form: Form, span: Span, number: int) -> Event | None:
    """The act that a phrase of a sentence tells, None where nobody political is known to do it."""
    doc, sentence = scene.doc, scene.doc.sentences[number]
    part = next((p for p in scene.clauses(number) if p[0] <= span[0] < p[1]), sentence)
    around = [p for p in parties(scene, sentence) if p.last <= hit.first or p.first >= hit.last]
    near = [p for p in around if part[0] <= p.span[0] < part[1]]
    doer, target = _roles(doc, hit, form, near, around)
    suffers = target is not None and target.actor.sector in _PUBLIC
    if (form.act == "CONSULT" and not (doer and target)) or (form.act == "ACCUSE" and not suffers):
        return None
    actor = doer.actor if doer else None
    if actor is not None and actor.sector not in _PUBLIC and form.act not in _ANYBODYS:
        if form.kind == "active":
            return None
        actor = None
    if actor is None:
        if form.act == "SUPPORT" or (form.act == "ASSAULT" and not suffers):
            return None
        if form.act != "ASSAULT":
            actor = _unnamed(scene, form, around, target)
    sides = (actor,) if actor else ()
    return Event(span, sides, Label(form.act, CONFIDENCE), (target.actor,) if target else (), "fact")


def _roles(
    doc: Document, hit: Hit, form: Form, near: list[Party], around: list[Party]
) -> tuple[Party | None, Party | None]:
    """Who does what a phrase tells, and to whom; ``near`` stand in its clause, ``around`` in its sentence."""
    before = [p for p in near if p.last <= hit.first and p.role == "plain"]
    after = [p for p in near if p.first >= hit.last]
    agent = next((p for p in (*after, *reversed(near)) if p.role == "agent"), None)
    objects = [p for p in after if p.role in ("plain", "beside")]
    if form.kind == "active":
        return _subject(doc, hit, before, after, around), (objects[0] if objects else None)
    if form.kind == "passive":
        return agent, next((p for p in (*reversed(before), *after) if p.role == "plain"), None)
    adjacent = [p for p in before if p.last == hit.first]
    if form.kind == "noun":
        return agent or (adjacent[-1] if adjacent else None), (objects[0] if objects else None)
    sides = [p for p in after if p.role != "place"]
    if form.kind == "deed":
        sides = [*adjacent, *sides]
    elif len(sides) < 2:
        sides = [*before[:1], *sides]
    return (sides[0] if sides else None), (sides[1] if len(sides) > 1 else None)


def _subject(doc: Document, hit: Hit, before: list[Party], after: list[Party], around: list[Party]) -> Party | None:
    """The subject of a verb: before it, shared with the verb that it is joined to, or after an object's pronoun."""
    link = doc.hits[hit.first - 1] if hit.first else None
    if before:
        return before[0] if link is not None and link.of("and") else before[-1]
    if hit.first and doc.words[hit.first - 1].folded in _OBJECTS:
        subject = next((p for p in after if p.role == "plain"), None)
        if subject is not None:
            return subject
    if doc.language in ("ru", "uk") and doc.words[hit.first].text.lower().endswith(_PLURAL):
        return None
    return next((p for p in around if p.last <= hit.first and p.role == "plain"), None)


def _unnamed(scene: Scene, form: Form, around: Sequence[Party], target: Party | None) -> Actor | None:
    """Whoever does such things where it happens: the state of the place, else of who suffers it, else the article's."""
    doc = scene.doc
    state = next((p.actor.state for p in around if p.role == "place" and p.actor.state), None)
    guessed = state is None
    state = state or (target.actor.state if target else None) or doc.dominant
    if state is None:
        return None
    sector = "IGO" if state in ORGANISATIONS else form.by
    return Actor(doc.state_name(state), state, sector, False, None, "inferred", None, guessed)


def _consultations(met: Iterable[Contact], spoken: Sequence[Span]) -> list[Event]:
    """The contacts that were held, as events of PLOVER's type CONSULT, where the newspaper itself tells of them."""
    found: list[Event] = []
    for contact in met:
        own = [span for span in contact.evidence if not _among(span, spoken)]
        if contact.status == "held" and contact.mode != "letter" and own:
            sides = contact.participants
            found.append(Event(own[0], sides[:1], Label("CONSULT", CONFIDENCE), sides[1:], "fact", contact.topics))
    return found


def _once(doc: Document, found: Sequence[_Told]) -> list[_Told]:
    """Each act once: a headline and the sentences below it tell the same, like the same words of the same sides."""
    kept: list[_Told] = []
    seen: set[tuple[Any, ...]] = set()
    headline: set[int] = set()
    for told in found:
        event, entry = told.event, told.form.entry
        sentence = doc.sentence(event.trigger[0])
        # The same people protest once, whatever each sentence says against whom.
        targets = None if event.act.value == "PROTEST" else frozenset(a.state for a in event.targets)
        key = (entry, tuple(a.state for a in event.actors), targets)
        if key in seen or (entry in headline and sentence <= _HEAD):
            continue
        kept.append(told)
        seen.add(key)
        if sentence == 0:
            headline.add(entry)
    return kept


def _alike(one: Event, other: Event) -> bool:
    """Whether two events are consultations of the same states."""
    states = [{a.state for a in (*event.actors, *event.targets)} for event in (one, other)]
    return one.act.value == other.act.value == "CONSULT" and states[0] == states[1]


def _among(span: Span, stretches: Sequence[Span]) -> bool:
    """Whether a span meets one of the stretches, which are in order and apart."""
    after = bisect_left(stretches, (span[1],))
    return after > 0 and _meet(span, stretches[after - 1])


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
