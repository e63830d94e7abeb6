"""Who met: the people that an account's report of the contact names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.accounts.named import named
from dragoman.accounts.offices import offices
from dragoman.accounts.reported import Reported
from dragoman.record import Actor
from dragoman.resolver.offices import in_office, of_holder

_PUBLIC = frozenset({"GOV", "MIL", "IGO", "LEG"})
_PEOPLE = 3
"""Most people of one side."""


def people(report: Reported, pair: Sequence[str]) -> Iterator[Actor]:
    """Those who met as an account names them, by name, or by an office that one person held on the day."""
    text = report.text
    doc = text.doc
    for side in pair:
        found: dict[str, Actor] = {}
        others: dict[str, Actor] = {}
        for span in report.opening + report.heads:
            for at, person in named(text, span):
                place = text.own(at)
                if person.holder is not None and person.holder.state == side:
                    found.setdefault(person.holder.person, of_holder(doc, person.holder, place, "named"))
                elif person.holder is None and person.state == side and person.strength == 2 and " " in person.name:
                    others.setdefault(person.name, Actor(person.name, side, person.sector, True, None, "named", place))
        found = found or {n: a for n, a in others.items() if a.sector in _PUBLIC}
        if not found:
            for span in report.opening + report.heads:
                for office in offices(report, span, pair):
                    holder = in_office(doc, text.people, side, office.key)[0] if office.key else None
                    if office.side == side and holder is not None:
                        found.setdefault(holder.person, of_holder(doc, holder, text.own(office.span), "title"))
        yield from list(found.values())[:_PEOPLE]
