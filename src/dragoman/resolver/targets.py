"""Whom an act is directed at: the actors in its words, else the other side of what the article is about."""

from __future__ import annotations

from dataclasses import replace

from dragoman.article import Span
from dragoman.codes import ORGANISATIONS
from dragoman.reader.marks import Attribution
from dragoman.record import Actor
from dragoman.resolver.document import Document
from dragoman.resolver.offices import of_holder
from dragoman.resolver.phrases import span_of
from dragoman.resolver.scene import Scene

_DOMESTIC = 0.35
"""Below this share of the first state's weight a second state is no side of the article."""


def targets(scene: Scene, attribution: Attribution, speakers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The targets of one statement; none for a mere statement of fact (act STATE)."""
    if attribution.act.value == "STATE" or not speakers:
        return ()
    if attribution.act.value in ("CONSULT", "AGREE", "COOPERATE") and len(speakers) > 1:
        return tuple(replace(a, evidence=None) for a in speakers[1:])
    own = {a.state for a in speakers}
    between = _between(attribution)
    spans = sorted([*between, *attribution.content, *attribution.cue])
    found = [a for span in spans for a in named_in(scene, span, addressed=span in between)]
    other = [a for a in found if a.state not in own]
    if other:
        first = other[0]
        return _coordinated(scene, first, other[1:])
    guessed = _other_side(scene, speakers)
    if guessed is not None and guessed.state in own and _elsewhere(scene, spans, own):
        return ()
    if found and (guessed is None or not _public(speakers)):
        return (found[0],)
    return (guessed,) if guessed else ()


def _elsewhere(scene: Scene, spans: list[Span], own: set[str | None]) -> bool:
    """Whether the words speak of places abroad: an act without a target is then not the speaker's own state's."""
    hits = [hit for span in spans for hit in scene.doc.hits[slice(*scene.doc.range(span))] if hit is not None]
    return any((sense := hit.senses.stated) is not None and sense.state not in own for hit in hits)


def _between(attribution: Attribution) -> list[Span]:
    """The stretch from the cue to the content, where an addressee stands ("told Washington that …")."""
    if not attribution.cue or not attribution.content:
        return []
    start, end = attribution.cue[-1][1], attribution.content[0][0]
    return [(start, end)] if 0 < end - start < 80 else []


def named_in(scene: Scene, span: Span, *, addressed: bool = False) -> list[Actor]:
    """The states, bodies and office-holders named in a stretch of text, in its order.

    A town or region acts by its officials only («власти Женевы»); a capital stands for its state where no word says
    that something is there. ``addressed``: the stretch is where an addressee stands.
    """
    doc, at = scene.doc, scene.people.at
    index, last = doc.range(span)
    found: list[Actor] = []
    while index < last:
        hit = doc.hit(index, last)
        following = hit.last if hit else index + 1
        sense = hit.senses.stated if hit else None
        if sense is not None and sense.state:
            where = sense.kind in ("place", "capital") and doc.locates(index, addressed=addressed)
            if sense.kind == "place":
                where = where or not _has_office(doc, index, following, last)
            if not where:
                place = span_of(doc, index, following)
                found.append(_as_actor(scene, following, last, sense.state, sense.sector, sense.kind, place))
        elif (person := at.get(doc.words[index].start)) is not None:
            place = span_of(doc, index, following)
            if person.holder is not None:
                found.append(of_holder(doc, person.holder, place, "named"))
            elif person.state:
                found.append(Actor(person.name, person.state, person.sector or "CVL", True, None, "named", place))
        index = following
    return found


def _has_office(doc: Document, first: int, following: int, end: int) -> bool:
    """Whether people of an office stand beside a place: "Texas police", «полиция Женевы»."""
    before = doc.hits[doc.cover[first - 1]] if first and doc.cover[first - 1] >= 0 and doc.gap(first) == " " else None
    after = doc.hits[following] if following < end and not doc.gap(following).strip(" 's’") else None
    return any(hit is not None and hit.of("sector", "title") is not None for hit in (before, after))


def _as_actor(scene: Scene, following: int, last: int, state: str, said: str | None, kind: str, place: Span) -> Actor:
    doc = scene.doc
    if said is None:
        for index in range(following, min(following + 3, last)):
            hit = doc.hits[index]
            noun = hit.of("sector", "title") if hit else None
            if noun is not None:
                said = noun.sector
                break
    start, end = place
    sector = said or ("IGO" if state in ORGANISATIONS else "GOV")
    return Actor(doc.text[start:end], state, sector, False, None, "metonym" if kind == "capital" else "named", place)


def _coordinated(scene: Scene, first: Actor, rest: list[Actor]) -> tuple[Actor, ...]:
    """«Мексику и Гондурас»: what stands beside the first, joined by "and" or a comma."""
    found = [first]
    for actor in rest:
        before, here = found[-1].evidence, actor.evidence
        if before is None or here is None or actor.state in {a.state for a in found}:
            continue
        gap = scene.doc.text[before[1] : here[0]]
        if len(gap) > 8 or (len(gap.split()) > 1 and "," not in gap):
            break
        found.append(actor)
    return tuple(found)


def _public(speakers: tuple[Actor, ...]) -> bool:
    return any(a.sector in ("GOV", "MIL", "IGO", "LEG") for a in speakers)


def _other_side(scene: Scene, speakers: tuple[Actor, ...]) -> Actor | None:
    """The side that the speaker is not on; his own state's government where the article is about no other."""
    doc = scene.doc
    own = dict.fromkeys(a.state for a in speakers)
    across = [s for s in doc.sides if s not in own]
    if len(across) == 1 and len(doc.sides) == 2 and _public(speakers):
        return _inferred(scene, across[0])
    ranked = doc.leading
    other = [s for s, n in ranked if s not in own and s in doc.acting and n >= _DOMESTIC * ranked[0][1]]
    if other and _public(speakers):
        return _inferred(scene, other[0])
    state = next((s for s in own if s), None)
    return _inferred(scene, state) if state else None


def _inferred(scene: Scene, state: str) -> Actor:
    sector = "IGO" if state in ORGANISATIONS else "GOV"
    return Actor(scene.doc.state_name(state), state, sector, False, None, "inferred", None)
