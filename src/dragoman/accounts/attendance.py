"""Who met: the people that an account's report of the contact names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.accounts.named import named
from dragoman.accounts.offices import offices
from dragoman.accounts.reported import Reported
from dragoman.record import Actor
from dragoman.resolver.offices import in_office, of_holder
from dragoman.resolver.people import Person
from dragoman.resolver.words import script

_PUBLIC = frozenset({"GOV", "MIL", "IGO", "LEG"})
_TELLS = "spokesperson"
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
                if any(office.startswith(_TELLS) for office in _offices(person)):
                    continue
                if person.holder is not None and person.holder.state == side:
                    found.setdefault(person.holder.person, of_holder(doc, person.holder, place, "named"))
                elif person.holder is None and person.state == side and person.strength == 2 and " " in person.name:
                    others.setdefault(person.name, Actor(person.name, side, person.sector, True, None, "named", place))
        found = (
            found or {name: a for name, a in others.items() if a.sector in _PUBLIC} or _in_office(report, pair, side)
        )
        yield from list(found.values())[:_PEOPLE]


def _offices(person: Person) -> set[str]:
    return person.offices | ({person.holder.office} if person.holder else set())


def _in_office(report: Reported, pair: Sequence[str], side: str) -> dict[str, Actor]:
    """A side's people by their offices: those named beside them, else who held them on the day.

    Names that no file knows are taken in Latin script alone: in others their cases are not undone.
    """
    text = report.text
    told = [sorted(offices(report, span, pair), key=lambda o: o.span) for span in report.opening + report.heads]
    own = [office for line in told for office in line if office.side == side]
    found: dict[str, Actor] = {}
    for number, office in enumerate(own):
        person = office.person
        if person is None or person.holder is not None or " " not in person.name or script(person.name) != "latin":
            continue
        # Whose state no word tells is on the account's own side only where his office is the first that it names.
        if person.state == side or (person.state is None and number == 0):
            place = text.own(office.span)
            found.setdefault(person.name, Actor(person.name, side, person.sector or "GOV", True, None, "named", place))
    for office in own if not found else ():
        holder = in_office(text.doc, text.people, side, office.key)[0] if office.key else None
        if holder is not None:
            found.setdefault(holder.person, of_holder(text.doc, holder, text.own(office.span), "title"))
    return found
