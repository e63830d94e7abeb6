"""What a store has of a quotation, for those who check facts: where, in which words, from whom, and since when.

It tells what was published, never whether it is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Literal

from sqlalchemy import Connection, func, select

from dragoman.finding import candidates, vectors
from dragoman.finding.error import QueryError
from dragoman.finding.hits import load
from dragoman.finding.match import Label, expression, labels
from dragoman.finding.sayings import Saying, in_statements, in_texts, of_hit
from dragoman.finding.search import Embed
from dragoman.finding.speakers import Taken, taken
from dragoman.finding.wording import ORDER, Change, Quote, changes, quote, units
from dragoman.page.language import detect
from dragoman.resolver import Actors
from dragoman.store.order import bounds, ordinal
from dragoman.store.tables import articles
from dragoman.store.terms import base

Outcome = Literal["exact", "cut", "reworded", "other language", "other speaker", "unascribed", "not found"]
"""Word for word; with something left out; in other words; in another language; of somebody else than was asked;
in an article's text, where no statement that was read has it; not found."""

TRANSLATIONS: Final = 10
"""Statements in other languages that are shown at most."""

_NEAR: Final = 100


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording, and all who have it, the earliest first. ``changes`` are from the variant before it in time."""

    words: str
    language: str | None
    sayings: tuple[Saying, ...]
    changes: tuple[Change, ...] = ()

    @property
    def how(self) -> str:
        return min((one.how for one in self.sayings), key=_nearness)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found of a quotation.

    ``outcomes`` are all that hold, the most telling first. ``variants`` are in the order in which they were first
    published; ``first`` are the earliest to have it in its language: several where only their day is known.
    ``articles`` is how many were looked through, ``since`` the day of the earliest. ``bounded``: more may have it than
    were compared. ``meaning``: whether other languages were looked through.
    """

    quote: str
    language: str | None
    taken: Taken | None
    outcomes: tuple[Outcome, ...]
    variants: tuple[Variant, ...]
    first: tuple[Saying, ...]
    articles: int
    since: str | None
    bounded: bool
    meaning: bool


def check(
    connection: Connection,
    words: str,
    *,
    speaker: str | None = None,
    since: str | None = None,
    until: str | None = None,
    language: str | None = None,
    actors: Actors | None = None,
    embed: Embed | None = None,
) -> Checked:
    """Look for a quotation in all statements and texts of a store.

    ``since`` and ``until`` are ISO days of publication, both included. ``language`` is the quotation's own, None to
    tell it by its words. ``actors`` knows the speaker's name in other languages; without ``embed`` other languages are
    not looked through. Raises ``QueryError`` where the quotation has no words.
    """
    spoken = base(language) or detect(words)
    wanted = quote(words, spoken)
    if not wanted.pieces:
        raise QueryError("a quotation without words")
    low, high = bounds(ordinal(since), ordinal(until))
    person = taken(connection, speaker, actors) if speaker else None
    ids = candidates.phrases(connection, wanted, language, low, high)
    bounded = len(ids) >= 2 * candidates.EACH
    near = candidates.rewordings(connection, wanted, language, low, high, ())
    if person is not None and person.known:
        # The speaker's own are compared all, however many others share its words.
        own: list[list[Label]] = [labels("speaker", person.ids)]
        near += candidates.rewordings(connection, wanted, language, low, high, own)
    sayings = in_statements(connection, list(dict.fromkeys([*ids, *near])), wanted)
    told = {one.version for one in sayings if one.how != "reworded"}
    texts = [one for one in candidates.texts(connection, wanted, language) if one not in told]
    sayings += [one for one in in_texts(connection, texts, wanted) if _between(one, since, until)]
    meaning = embed is not None and vectors.any_at_all(connection)
    if embed is not None and meaning:
        sayings += _translated(connection, wanted, spoken, person, (low, high), embed)
    count, earliest = _looked_through(connection, since, until)
    variants = _variants(sayings, spoken)
    return Checked(
        quote=words, language=spoken, taken=person, outcomes=_outcomes(sayings, person), variants=variants,
        first=_first(one for one in sayings if one.how != "translated"), articles=count, since=since or earliest,
        bounded=bounded, meaning=meaning,
    )  # fmt: skip


def _translated(
    connection: Connection, wanted: Quote, language: str | None, person: Taken | None, ends: tuple[int, int],
    embed: Embed,
) -> list[Saying]:  # fmt: skip
    vector = embed([wanted.words])[0]
    near = dict(vectors.nearest(connection, vector, None, *ends, count=_NEAR, least=vectors.SAME))
    if person is not None and person.known:
        own = expression(connection.dialect.name, (), [labels("speaker", person.ids)])
        near |= dict(vectors.nearest(connection, vector, own, *ends, count=_NEAR, least=vectors.SAME))
    near = dict(sorted(near.items(), key=lambda one: -one[1]))
    others = [hit for hit in load(connection, list(near)) if hit.language and base(hit.language) != language]
    return [of_hit(hit, "translated", (0, len(hit.content)), near[hit.id]) for hit in others[:TRANSLATIONS]]


def _between(one: Saying, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    return one.published is not None and (since or "") <= one.day <= (until or "9999")


def _outcomes(sayings: Sequence[Saying], person: Taken | None) -> tuple[Outcome, ...]:
    ids = set(person.ids) if person is not None else set()
    named = [one for one in sayings if one.statement is not None]
    own = [one for one in named if person is None or ids & {who.id for who in one.speakers}]
    others = [one for one in named if one not in own]
    found: list[Outcome] = []
    for outcome, hows in (
        ("exact", ("exact",)), ("cut", ("part", "left out")), ("reworded", ("reworded",)),
        ("other language", ("translated",)),
    ):  # fmt: skip
        if any(one.how in hows for one in own):
            found.append(outcome)  # type: ignore[arg-type]
    if others:
        # Nearly the same words of somebody else say less than the same, and nothing beside the speaker's own.
        same = any(one.how not in ("reworded", "translated") for one in others)
        own_words = bool({"exact", "cut"} & set(found))
        if same or not own_words:
            found.insert(0 if same and not own_words else len(found), "other speaker")
    if any(one.statement is None for one in sayings):
        found.append("unascribed")
    return tuple(found) or ("not found",)


def _variants(sayings: Iterable[Saying], language: str | None) -> tuple[Variant, ...]:
    """The wordings in the order in which they were first published, translations last."""

    def wording(one: Saying) -> tuple[bool, str, tuple[str, ...]]:
        return one.how == "translated", one.language or "", units(one.words, base(one.language)).forms

    made = []
    for key, group in groupby(sorted(sayings, key=lambda one: (wording(one), one.when)), key=wording):
        found = tuple(group)
        made.append((key[0], Variant(found[0].words, found[0].language, found)))
    made.sort(key=lambda one: (one[0], one[1].sayings[0].when))
    variants: list[Variant] = []
    for translated, variant in made:
        if variants and not translated:
            variant = replace(variant, changes=changes(variants[-1].words, variant.words, language))
        variants.append(variant)
    return tuple(variants)


def _first(sayings: Iterable[Saying]) -> tuple[Saying, ...]:
    """The earliest; where one of that day gives no time, all of the day, for none of them was surely the first."""
    found = sorted(sayings, key=lambda one: one.when)
    if not found or found[0].published is None:
        return ()
    same = [one for one in found if one.day == found[0].day]
    return (same[0],) if all(one.timed for one in same) else tuple(same)


def _looked_through(connection: Connection, since: str | None, until: str | None) -> tuple[int, str | None]:
    query = select(func.count(articles.c.id), func.min(articles.c.published))
    if since is not None:
        query = query.where(articles.c.published >= since)
    if until is not None:
        query = query.where(func.substr(articles.c.published, 1, 10) <= until)
    row = connection.execute(query).one()
    return int(row[0]), row[1][:10] if row[1] else None


def _nearness(how: str) -> int:
    return ORDER.index(how) if how in ORDER else len(ORDER)
