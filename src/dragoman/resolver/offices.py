"""Office-holders as actors, and who held an office on the article's date."""

from __future__ import annotations

from dragoman.article import Span
from dragoman.phrase import Phrase
from dragoman.record import Actor
from dragoman.resolver.document import Document
from dragoman.resolver.holders import Holder
from dragoman.resolver.people import People


def of_holder(doc: Document, holder: Holder, span: Span | None, basis: str) -> Actor:
    """An office-holder as an actor, with the office if the files know that it was held on the article's date."""
    held = doc.date is not None and holder.held(doc.date) and holder.known(doc.date)
    return Actor(
        holder.display(doc.language), holder.state, holder.sector, True,
        holder.office_name(doc.language) if held else None, basis, span,
    )  # fmt: skip


def in_office(doc: Document, people: People, state: str, office: str) -> tuple[Holder | None, str | None]:
    """Who held an office on the article's date, or whom an undated article names; a warning where the files end.

    Nobody where several held it at once: the spokespeople of a ministry, the members of a presidency, the day of a
    change.
    """
    if doc.date is None:
        own = [p.holder for p in people.officials if p.holder and p.holder.state == state and p.holder.office == office]
        return (own[0] if own else None), None
    holders = [h for h in doc.actors.roll.of_office(state, office) if h.surely(doc.date)]
    known = [h for h in holders if h.known(doc.date)]
    for able in (
        [h for h in known if h.own],
        [h for h in known if not h.joint],
        known,
    ):
        if able:
            return (able[0] if len({h.person for h in able}) == 1 else None), None
    if holders:
        return None, Phrase(
            "{office}: the article is later than the day the actors file was checked ({day}); left unresolved",
            office=f"{state} {office}", day=holders[0].checked,
        )  # fmt: skip
    return None, None
