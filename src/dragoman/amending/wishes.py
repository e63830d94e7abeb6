"""What a person wants of a statement, in words, and what that is in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dragoman.amending.amendment import AmendingError
from dragoman.amending.parts import LABELS, PEOPLE, ROLES, actor_data, basis
from dragoman.amending.quotes import pattern, quotes, to_data
from dragoman.article import Span
from dragoman.codes import ACTS, BASES, KINDS, MODALITIES, SECTORS, TOPICS
from dragoman.record import Actor, Record, Statement
from dragoman.resolver.knowledge import state_names

_STATE = re.compile(r"[A-Z0-9]{2,10}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor as a person names it; None where what the record knows of that name is to stand."""

    name: str | None = None
    state: str | None = None
    sector: str | None = None
    office: str | None = None
    person: bool | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a statement is to be; None where it is to stay. No speakers or targets: unknown, or nobody.

    The four spans are words of the text, several where they are interrupted.
    """

    act: str | None = None
    modality: str | None = None
    topics: tuple[str, ...] | None = None
    kind: str | None = None
    speakers: tuple[Named, ...] | None = None
    targets: tuple[Named, ...] | None = None
    source: tuple[str, ...] | None = None
    cue: tuple[str, ...] | None = None
    content: tuple[str, ...] | None = None
    condition: tuple[str, ...] | None = None


def fields(record: Record, statement: Statement | None, wish: Wish, near: int | None = None) -> dict[str, Any]:
    """The new values by field, spans by their words. ``near`` is where to look for words that stand in several places.

    Raises ``AmendingError`` for words that are not in the text, and values that there are not.
    """
    out: dict[str, Any] = {}
    known = (("act", ACTS), ("modality", MODALITIES), ("kind", KINDS))
    for name, allowed in known:
        value = getattr(wish, name)
        if value is not None:
            out[name] = _one_of(value, allowed, name)
    if wish.topics is not None:
        out["topics"] = [_one_of(topic, TOPICS, "topic") for topic in dict.fromkeys(wish.topics)]
    spans: dict[str, tuple[Span, ...]] = {}
    for role in ("content", "cue", "source", "condition"):
        words = getattr(wish, role)
        if words is None:
            continue
        if not words and role in ("cue", "content"):
            raise AmendingError("a statement needs a {role}; dragoman amend remove takes a false one out", role=role)
        spans[role] = _spans(record.article.text, words, near)
        near = spans[role][0][0] if near is None and spans[role] else near
        out[role] = to_data(quotes(record.article.text, spans[role]))
    source = spans.get("source", statement.source if statement else ())
    for role in PEOPLE:
        people = getattr(wish, role)
        if people is not None:
            before = getattr(statement, role) if statement else ()
            out[role] = [_actor(record, one, before, source) for one in people]
    return out


def before(record: Record, statement: Statement, new: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a statement has now, of the fields that are to change."""
    text = record.article.text
    out: dict[str, Any] = {role: to_data(quotes(text, getattr(statement, role))) for role in ROLES if role in new}
    out |= {role: [actor_data(actor) for actor in getattr(statement, role)] for role in PEOPLE if role in new}
    # A best guess that is not sure enough is no value yet: a person may say that it is right.
    labels = {name: getattr(statement, name) for name in LABELS if name in new}
    out |= {name: label.value if label.resolved else "unresolved" for name, label in labels.items()}
    if "topics" in new:
        out["topics"] = [topic.value for topic in statement.topics if topic.resolved]
    return out | ({"kind": statement.kind} if "kind" in new else {})


def code(value: str) -> tuple[str | None, str | None]:
    """``STATE``, ``STATE.SECTOR`` or ``---.SECTOR`` as its two parts. Raises ``AmendingError``."""
    state, _, sector = value.partition(".")
    if sector:
        _one_of(sector, SECTORS, "sector")
    if state != "---" and not _STATE.fullmatch(state):
        raise AmendingError("{value!r} is no code such as USA, USA.GOV or ---.EDU", value=value)
    return (None if state == "---" else state), sector or None


def _one_of(value: str, allowed: Sequence[str], name: str) -> str:
    if value not in allowed:
        raise AmendingError(
            "{value!r} is no {name}: one of {allowed}", value=value, name=name, allowed=", ".join(allowed)
        )
    return value


def _spans(text: str, words: Sequence[str], near: int | None) -> tuple[Span, ...]:
    """Where words stand in the text: of several places the one nearest to ``near``, without it the only one."""
    found = []
    for one in words:
        places = [match.span() for match in pattern(one).finditer(text)] if one.strip() else []
        if not places:
            raise AmendingError("the text has no words {one!r}", one=one)
        if near is None and len(places) > 1:
            raise AmendingError(
                "the words {one!r} stand in {places} places: say more of them, or --at", one=one, places=len(places)
            )
        found.append(min(places, key=lambda span: abs(span[0] - (near or 0))))
    spans = tuple(sorted(found))
    if any(a[1] > b[0] for a, b in pairwise(spans)):
        raise AmendingError("the same words are named twice")
    return spans


def _actor(record: Record, one: Named, before: Sequence[Actor], source: Sequence[Span]) -> dict[str, Any]:
    """An actor as a person wants it: what is not said of it is what the record knows of that name."""
    old = before[0] if len(before) == 1 else None
    if one.name is None and one.state is not None and old is None:
        one = Named(name=_state_name(record, one.state), state=one.state, sector=one.sector, person=False)
    if one.name is None and old is None:
        raise AmendingError("who is meant? the statement has not one speaker: name one with --speaker")
    name = one.name if one.name is not None else old.name if old is not None else ""
    known = next((actor for actor in (*before, *_everyone(record)) if actor.name == name), None)
    bare = Actor(name=name, person=bool(one.office))
    was = known or bare
    if one.state is not None:
        code(one.state)
    made = {
        "name": name.strip(), "state": one.state if one.state is not None else was.state,
        "sector": one.sector if one.sector is not None else was.sector,
        "person": one.person if one.person is not None else was.person,
        "office": one.office if one.office is not None else was.office,
        "basis": one.basis or basis(record.article.text, name, source, before),
    }  # fmt: skip
    if not made["name"]:
        raise AmendingError("an actor needs a name")
    made["state"] = None if made["state"] == "---" else made["state"]
    made["sector"] = _one_of(str(made["sector"]), SECTORS, "sector") if made["sector"] else None
    made["basis"] = _one_of(str(made["basis"]), BASES, "basis")
    return made


def _everyone(record: Record) -> Iterator[Actor]:
    for said in record.statements:
        yield from (*said.speakers, *said.targets)
    for contact in record.contacts:
        yield from contact.participants


def _state_name(record: Record, state: str) -> str:
    """A state's name as the article has it, else in the article's language; its code where it has none there."""
    known = next((a.name for a in _everyone(record) if a.state == state and not a.person and a.sector == "GOV"), None)
    if known is not None:
        return known
    language = record.article.language.value.split("-")[0] if record.article.language else "en"
    return next((name for name, known in state_names(language).items() if known == state), state)
