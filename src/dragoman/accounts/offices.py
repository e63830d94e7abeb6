"""At what level a contact was held, by the offices that an account's report of it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.accounts.named import named
from dragoman.accounts.reported import Reported, Text, words
from dragoman.article import Span
from dragoman.resolver.people import Person
from dragoman.resolver.senses import STATE_KINDS

LEVELS = ("leaders", "ministers", "military", "parliament", "officials")
"""From the highest; a contact of two levels is of the lower one."""
_OFFICES = {
    "head-of-state": "leaders", "head-of-government": "leaders", "head-of-organisation": "leaders",
    "monarch": "leaders",
    "foreign-minister": "ministers", "defence-minister": "ministers", "speaker-of-parliament": "parliament",
    "security-adviser": "officials", "ambassador-un": "officials",
}  # fmt: skip
_BEFORE = 22
"""Characters before an office in which a word makes it a lower one."""
_AFTER = 14
_REACH = 7
"""Words after an office within which its state or holder is named."""
_PAUSE = re.compile(r"[.;:!?\n()—–,،，。；]")


@dataclass(frozen=True, slots=True)
class Office:
    """An office as named: its level, the resolver's key where it has one, whose it is, and its holder where named."""

    level: str
    key: str | None
    side: str | None
    span: Span
    person: Person | None = None


def level(report: Reported, pair: Sequence[str]) -> tuple[str, Span | None] | None:
    """The level of those who met, by the lower of the two sides' highest offices; None where none is named.

    Where a newspaper lets a side tell, one office alone may be that of the side's spokesman.
    """
    found = [_highest(report, pair, side) for side in pair]
    known = [office for office in found if office is not None]
    told = report.account.basis.kind == "told" and report.account.side is not None
    if not known or (told and len(known) < 2):
        return None
    lowest = max(known, key=lambda o: (LEVELS.index(o.level), -o.span[0]))
    return lowest.level, report.text.own(lowest.span)


def _highest(report: Reported, pair: Sequence[str], side: str) -> Office | None:
    """A side's highest office in the sentences that report the contact, else in the headings, else by its people."""
    for spans in (report.opening, report.heads):
        own = [o for span in spans for o in offices(report, span, pair) if o.side == side]
        if own:
            return min(own, key=lambda o: (LEVELS.index(o.level), o.span))
    own = [o for span in report.opening + report.heads for o in _held(report.text, span) if o.side == side]
    return min(own, key=lambda o: (LEVELS.index(o.level), o.span), default=None)


def offices(report: Reported, span: Span, pair: Sequence[str]) -> Iterator[Office]:
    """The offices that a stretch names. One that nothing says the state of is the account's own side's."""
    text = report.text
    seen: list[Span] = []
    for place, value, key in [*_titles(text, span), *_others(text, span)]:
        if any(place[0] < e and s < place[1] for s, e in seen):
            continue
        seen.append(place)
        state, person = _whose(text, place, span)
        if _lower(text, place, span):
            value, key = "officials", None
        if person is not None and (known := _known(text, person)) and LEVELS.index(known) > LEVELS.index(value):
            value, key = known, None  # an honour, as in "Prince"
        if state is None or state in pair:
            side = state or (report.account.side if report.account.basis.kind != "told" else None)
            yield Office(value, key, side, place, person)


def _known(text: Text, person: Person) -> str | None:
    """The level of the office that the files know somebody to have held on the day."""
    holder, date = person.holder, text.doc.date
    return _OFFICES.get(holder.office) if holder is not None and date and holder.held(date) else None


def _titles(text: Text, span: Span) -> Iterator[tuple[Span, str, str | None]]:
    doc = text.doc
    index, last = doc.range(span)
    while index < last:
        hit = doc.hit(index, last)
        end = hit.last if hit else index + 1
        sense = hit.of("title") if hit else None
        if sense is not None and sense.value:
            yield (doc.words[index].start, doc.words[end - 1].end), _OFFICES.get(sense.value, "officials"), sense.value
        index = end


def _others(text: Text, span: Span) -> Iterator[tuple[Span, str, str | None]]:
    for kind in ("leaders", "military", "parliament", "officials", "ministers"):
        pattern = words(text.doc.language, kind)
        for match in pattern.finditer(text.doc.text, *span) if pattern else ():
            yield match.span(), kind, None


def _lower(text: Text, place: Span, span: Span) -> bool:
    """Whether a word beside an office makes it a deputy's or an assistant's."""
    before, after = words(text.doc.language, "deputy"), words(text.doc.language, "deputy_after")
    body = text.doc.text
    start = max(span[0], place[0] - _BEFORE)
    near = [m.end() for m in before.finditer(body, start, place[0])] if before else []
    if near and not _PAUSE.search(body, near[-1], place[0]):
        return True
    return bool(after and after.search(body, place[1], min(span[1], place[1] + _AFTER)))


def _whose(text: Text, place: Span, span: Span) -> tuple[str | None, Person | None]:
    """The state of an office, and its holder where he is named beside it."""
    doc = text.doc
    first, last = doc.range(place)
    end = doc.range(span)[1]
    state: str | None = None
    index = last
    while index < min(last + _REACH, end):
        gap = doc.gap(index)
        person = text.people.at.get(doc.words[index].start)
        if person is not None and not re.search(r"[.;:!?\n()—–،。；]", gap.replace(". ", " ")):
            of = person.holder.state if person.holder else person.state
            return state or of, person if state in (of, None) else None
        hit = doc.hits[index]
        if _PAUSE.search(gap) or (hit and hit.of("stop", "weak", "title") and not _only_of(text, index)):
            break
        sense = hit.of(*STATE_KINDS) if hit else None
        if state is None and sense is not None and sense.state and not _apart(text, index):
            state = sense.state
        index = hit.last if hit else index + 1
    return state or _before(text, first, doc.range(span)[0]), None


def _only_of(text: Text, index: int) -> bool:
    hit = text.doc.hits[index]
    return bool(hit and hit.of("of") and not hit.of("weak", "title"))


def _apart(text: Text, index: int) -> bool:
    """Whether a place follows a word that only says where something is."""
    before = text.doc.hits[index - 1] if index else None
    return bool(before and before.of("weak"))


def _before(text: Text, first: int, least: int) -> str | None:
    """The state before an office: "the French President", "X, Premier ministre"."""
    doc = text.doc
    index = first
    while index > max(least, first - 4) and not _PAUSE.search(doc.gap(index)):
        start = doc.cover[index - 1]
        hit = doc.hits[start] if start >= 0 else None
        sense = hit.of(*STATE_KINDS) if hit else None
        if sense and sense.state:
            return sense.state
        if hit and hit.of("stop", "weak", "title"):
            break
        index = start if start >= 0 else index - 1
    if doc.gap(index).strip() in (",", "،", "，") or doc.gap(first).strip() in (",", "،"):
        cut = doc.words[index].start
        mentions = text.people.between(doc.words[max(least, index - 4)].start, cut)
        if mentions:
            person = mentions[-1][1]
            return person.holder.state if person.holder else person.state
    return None


def _held(text: Text, span: Span) -> Iterator[Office]:
    """Offices of those who are named without one, as the files of office-holders know them."""
    for place, person in named(text, span):
        holder, date = person.holder, text.doc.date
        if holder is not None and holder.office in _OFFICES and not (date and not holder.held(date)):
            yield Office(_OFFICES[holder.office], holder.office, holder.state, place)
