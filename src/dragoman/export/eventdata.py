"""Events in POLECAT's columns: what newspapers tell as fact, and what speakers do in saying something."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from dragoman.accounts.publishers import publisher
from dragoman.article import Span
from dragoman.codes import ORGANISATIONS
from dragoman.export import crosswalk
from dragoman.export.rows import concerns, day_of, everyone
from dragoman.record import Actor, Contact, Label, Record
from dragoman.render.glosses import UNRESOLVED
from dragoman.store.kept import Kept

LAG: Final = timedelta(days=1)
"""How long after a contact an article still tells of it as news: its events then have the contact's day."""

COLUMNS: Final = tuple(column["name"] for column in crosswalk.data("polecat")["columns"])


@dataclass(frozen=True, slots=True)
class Mention:
    """One telling of an event. Mentions with one ``key`` tell of the same event; of these the least ``rank`` is first.

    The key is the kind, day, act, actors, recipients and contact. ``values`` are its cells by column.
    """

    key: str
    rank: str
    article: int
    story: int | None
    told_by: str | None
    confidence: float
    values: dict[str, Any]


def mentions(kept: Kept, left: Counter[str], states: Iterable[str] = ()) -> Iterator[Mention]:
    """Every telling of an event in a version; ``left`` counts what is none, by the reason.

    Of ``states``, where given, one must be an actor's or a recipient's.
    """
    wanted = frozenset(states)
    for one in kept.record.statements:
        if not concerns(wanted, one.speakers, one.targets):
            continue
        if not _counts(one.act, one.speakers, left):
            continue
        spans = one.cue or one.content
        words = " … ".join(filter(None, (kept.record.words(one.cue), kept.record.words(one.content))))
        yield _mention(
            kept, "statement", one.act, one.speakers, one.targets, [t.value for t in one.topics if t.resolved],
            one.modality.value if one.modality.resolved else UNRESOLVED, spans[0] if spans else (0, 0), words,
            told_by=kept.sides.get(one.id), statement=kept.statements.get(one.id), source=one.source,
        )  # fmt: skip
    for event in kept.record.events:
        if not concerns(wanted, event.actors, event.targets):
            continue
        if event.modality != "fact":
            left["not told as done"] += 1
        elif _counts(event.act, event.actors, left):
            yield _mention(
                kept, "event", event.act, event.actors, event.targets, event.topics, event.modality, event.trigger,
                kept.record.words((event.trigger,)),
            )  # fmt: skip


def _counts(act: Label, actors: Sequence[Actor], left: Counter[str]) -> bool:
    """Whether this is an event: an act that the reader is sure of, other than STATE, of somebody who is known."""
    if not act.resolved:
        why = "act unresolved"
    elif act.value not in crosswalk.acts():
        why = "no act but a statement"
    elif not actors:
        why = "actor not known"
    else:
        return True
    left[why] += 1
    return False


def _mention(
    kept: Kept, kind: str, act: Label, actors: Sequence[Actor], recipients: Sequence[Actor], topics: Iterable[str],
    modality: str, at: Span, words: str, *, told_by: str | None = None, statement: int | None = None,
    source: tuple[Span, ...] = (),
) -> Mention:  # fmt: skip
    article = kept.record.article
    published = day_of(article.published.value if article.published else None)
    met, contact = _contact(kept, (*actors, *recipients), published)
    day = day_of(contact.date) if contact else None
    if day is None or (published is not None and published - day > LAG):
        day = published
    number = None if met is None else kept.contacts.get(met, f"{kept.article}/{kept.number}/{met}")
    known = crosswalk.acts()[act.value]
    record = kept.record
    made = record.made
    place = contact.place if contact else None
    values: dict[str, Any] = {
        "Event Date": day.isoformat() if day else None, "Event Type": act.value, "Intensity": known.intensity,
        "Quad Code": known.quad, "Contexts": crosswalk.contexts(topics),
        **_party("Actor", record, actors, day, source), **_party("Recipient", record, recipients, day),
        "Raw Placename": place, "Source": article.publisher.value if article.publisher else None,
        "Publication Date": published.isoformat() if published else None,
        "Story People": _present(record, person=True), "Story Organizations": _present(record, person=False),
        "Story Locations": list(dict.fromkeys(c.place for c in record.contacts if c.place)),
        "Language": article.language.value if article.language else None,
        "Version": f"dragoman {made.version}, {made.reader}" if made else None,
        "kind": kind, "basis": _basis(kept, told_by), "actor_basis": [actor.basis for actor in actors],
        "cameo_root": list(known.cameo), "modality": modality, "contact": number,
        "url": kept.url or (article.url.value if article.url else None), "statement": statement, "words": words,
    }  # fmt: skip
    key = [day.isoformat() if day else "", kind, act.value, _names(actors), _names(recipients), str(number or "")]
    rank = f"{published or '9999'} {kept.article:020} {kept.number:010} {at[0]:010}"
    return Mention(
        json.dumps(key, ensure_ascii=False), rank, kept.article, kept.story, told_by, round(act.confidence, 4), values
    )


def _contact(kept: Kept, actors: Sequence[Actor], published: date | None) -> tuple[int, Contact] | tuple[None, None]:
    """The contact that an event belongs to: the only one held, not after publication, with one of these actors."""
    names = {actor.name for actor in actors}
    found = []
    for number, one in enumerate(kept.record.contacts):
        day = day_of(one.date)
        ahead = published is not None and day is not None and day > published
        if one.status == "held" and not ahead and names & {actor.name for actor in one.participants}:
            found.append((number, one))
    return found[0] if len(found) == 1 else (None, None)


def _basis(kept: Kept, told_by: str | None) -> str:
    """How an account is known: the side's own text, as a newspaper tells it, or the newspaper's own."""
    if told_by is None:
        return "newspaper"
    found = publisher(kept.record.article)
    return "own text" if found is not None and found.rank == "text" and found.state == told_by else "as told"


def _party(
    who: str, record: Record, actors: Sequence[Actor], day: date | None, source: tuple[Span, ...] = ()
) -> dict[str, Any]:
    """The columns of actors or recipients; a state that is guessed, or an organisation's code, is no country."""
    countries = [
        actor.state if actor.state and not actor.state_guessed and actor.state not in ORGANISATIONS else None
        for actor in actors
    ]
    states = [crosswalk.cow(country, day) for country in countries]
    raw = [record.words((actor.evidence,)) if actor.evidence else None for actor in actors]
    return {
        f"{who} Name": [actor.name for actor in actors], f"{who} Country": countries,
        f"{who} COW": [state.number if state else None for state in states],
        f"Primary {who} Sector": next((actor.sector for actor in actors if actor.sector), None),
        f"{who} Sectors": [actor.sector for actor in actors], f"{who} Title": [actor.office for actor in actors],
        f"{who} Name Raw": raw if any(raw) else record.words(source) or None,
    }  # fmt: skip


def _present(record: Record, *, person: bool) -> list[str]:
    found = (actor.name for some in everyone(record) for actor in some if actor.person is person)
    return list(dict.fromkeys(found))


def _names(actors: Sequence[Actor]) -> list[str]:
    return sorted({f"{actor.name.casefold()}|{actor.code or ''}" for actor in actors})
