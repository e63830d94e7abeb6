"""The contact itself, field by field, as each account tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dragoman.accounts.attendance import people
from dragoman.accounts.comparison import FIELDS, Account, Meeting, Value
from dragoman.accounts.given import side_name
from dragoman.accounts.initiative import initiative
from dragoman.accounts.lasting import duration
from dragoman.accounts.offices import level
from dragoman.accounts.openings import asked
from dragoman.accounts.places import place, unified
from dragoman.accounts.reported import Reported, Text, reported, text_of, words
from dragoman.accounts.reported import status as stated
from dragoman.accounts.sight import Encoder
from dragoman.article import Span
from dragoman.codes import ORGANISATIONS
from dragoman.record import Actor, Record
from dragoman.resolver import Actors
from dragoman.resolver.dates import Day, days
from dragoman.resolver.triggers import MODES, main

Told = tuple[str, Span | None]
_BY = 30
"""Characters around the words that something was done today, within which the word for the day stands."""


def meeting(records: Sequence[Record], accounts: Sequence[Account], pair: tuple[str, str], reader: Encoder) -> Meeting:
    """The contact that accounts tell of: every field with one value for each account whose words tell it.

    Previews tell nothing of it, unless there is nothing else. Where none says more than that there were talks, their
    mode is "unknown"; a field that no account tells is empty.
    """
    after = [a for a in accounts if a.stage == "after"] or list(accounts)
    texts: dict[int, Text] = {}
    reports = []
    for account in after:
        record = records[account.record]
        if account.record not in texts:
            texts[account.record] = text_of(record, reader.actors)
        reports.append(reported(account, record, texts[account.record], pair))
    fields: dict[str, tuple[Value, ...]] = {}
    for name in FIELDS:
        read = _reader(name, pair, reader.actors)
        told = [(r.account.id, found) for r in reports if (found := read(r)) is not None]
        fields[name] = tuple(Value(account, value, span) for account, (value, span) in told)
    known = tuple(v for v in fields["mode"] if v.value != "unknown")
    fields["mode"] = known or fields["mode"]
    fields["place"] = unified(fields["place"], {r.account.id: r.text for r in reports})
    topics = dict.fromkeys(topic for account in after for topic, _ in account.topics if topic != "other")
    return Meeting(_participants(reports, pair, reader.actors), {n: v for n, v in fields.items() if v}, tuple(topics))


def _reader(name: str, pair: tuple[str, str], actors: Actors) -> Callable[[Reported], Told | None]:
    read: dict[str, Callable[[Reported], Told | None]] = {
        "date": day, "mode": mode, "level": lambda r: level(r, pair), "place": place, "status": status,
        "initiative": lambda r: _initiative(r, pair, actors), "duration": duration,
    }  # fmt: skip
    return read[name]


def mode(report: Reported) -> Told | None:
    """How the contact was held, by the first words that say it; talks that took place somewhere were in person."""
    talk: Span | None = None
    for span in report.spans:
        trigger = main(report.text.triggers(span))
        if trigger is None:
            continue
        if trigger.kind == "talk":
            talk = talk or trigger.span
        elif trigger.kind != "letter" or talk is None:
            return MODES[trigger.kind], report.text.own(trigger.span)
    if talk is None:
        return None
    there = place(report)
    return ("in-person", there[1]) if there else ("unknown", report.text.own(talk))


def status(report: Reported) -> Told | None:
    """Whether it was held, by the first sentence that reports it; what only names a contact tells of one held."""
    for span in report.spans:
        trigger = main(report.text.triggers(span))
        if trigger is not None:
            return stated(report.text, span) or "held", report.text.own(trigger.span)
    return None


def day(report: Reported) -> Told | None:
    """The day by the sentences that report the contact, their headings, or what else it says was done today.

    A day to come is not that of a contact that was held. A whole day goes before a part of one.
    """
    text = report.text
    told = status(report)
    held = told is None or told[0] == "held"
    found = [day for span in report.spans for day in _days(text, span, held)]
    for whole in (10, 1):
        for one in found:
            if len(one.value) >= whole:
                return one.value, text.own(one.span)
    return _done_today(report) if told is not None and held else None


def _days(text: Text, span: Span, held: bool) -> list[Day]:
    """The days in a sentence, those nearest to the word for the contact first."""
    doc = text.doc
    trigger = main(text.triggers(span))
    at = trigger.span[0] if trigger else span[0]
    found = days(doc.text, span, doc.language, doc.today, ahead=not held)
    possible = [d for d in found if not (held and doc.today and d.value > doc.today and d.value[0] != "X")]
    return sorted(possible, key=lambda d: (d.value.startswith("X"), abs(d.span[0] - at)))


def _done_today(report: Reported) -> Told | None:
    """The article's own day where something of the talks is said to have been done today."""
    doc = report.text.doc
    pattern = words(doc.language, "today")
    for start, end in report.account.spans if pattern and doc.today else ():
        for match in pattern.finditer(doc.text, start, end) if pattern else ():
            near = (match.start(), min(end, match.end() + _BY))
            for one in days(doc.text, near, doc.language, doc.today):
                if one.value == doc.today and one.span[0] < match.end():
                    return one.value, report.text.own(one.span)
    return None


def _initiative(report: Reported, pair: tuple[str, str], actors: Actors) -> Told | None:
    """Who asked for the contact, by the first sentence that reports the contact and tells it."""
    doc = report.text.doc
    for start, end in report.spans:
        if asked(doc.text, (start, end), doc.language) is None:
            continue
        found = initiative(doc.text[start:end], doc.language, pair, report.account.side, actors)
        if found is not None and found.by in pair:
            return found.by, report.text.own((start + found.span[0], start + found.span[1]))
    return None


def _participants(reports: Sequence[Reported], pair: tuple[str, str], actors: Actors) -> tuple[Actor, ...]:
    """Each side's people by the first account that names them, its own before others; a side where none does."""
    out: list[Actor] = []
    for side in pair:
        order = sorted(reports, key=lambda r: r.account.side != side)
        named = [own for r in order if (own := [a for a in people(r, pair) if a.state == side])]
        named.sort(key=lambda own: own[0].basis == "title")
        language = order[0].account.language if order else ""
        sector = "IGO" if side in ORGANISATIONS else "GOV"
        out += named[0] if named else [Actor(side_name(side, language, actors), side, sector, basis="inferred")]
    return tuple(replace(actor, evidence=None) for actor in out)
