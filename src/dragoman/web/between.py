"""Two states over time: their contacts, what their people say to and of each other, and how much was read at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from pydantic import BaseModel, Field
from sqlalchemy import Connection, Integer, column, func, select, values
from starlette.requests import Request

from dragoman.codes import ACTS, MODES
from dragoman.export.crosswalk import acts as plover
from dragoman.finding.match import labels
from dragoman.render.glosses import UNRESOLVED
from dragoman.store.order import ordinal
from dragoman.store.tables import contact_states, contacts, versions
from dragoman.web import tally
from dragoman.web.asked import search_address
from dragoman.web.charts import hatchings
from dragoman.web.facets import Count
from dragoman.web.i18n import catalogue, language, words
from dragoman.web.names import state_namer
from dragoman.web.over import OTHERS, Named, OverTime, drawn, over_time, summed
from dragoman.web.periods import Period, periods

CLASSES: Final = (
    "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT", "STATE", UNRESOLVED
)  # fmt: skip
"""PLOVER's quad codes, and what has none: statements that only inform, and acts of which the reader is unsure."""

CONTACTS: Final = 2_000
PUBLISHERS: Final = 10
"""Contacts that are counted, and publishers that have a row of their own, at most."""


class Said(BaseModel):
    """What people of one state say to or of another."""

    by: str
    to: str
    over: OverTime = Field(description="Statements over time, by PLOVER's class of their acts.")
    acts: list[Count] = Field(description="By act, in all periods together.")


class Between(BaseModel):
    """Counts of two states' contacts and coded acts over time, and of the articles they are read from. No score."""

    states: list[str] = Field(min_length=2, max_length=2)
    contacts: OverTime = Field(description="Contacts by mode.")
    said: list[Said] = Field(description="The first state's people on the second, and the other way round.")
    articles: OverTime = Field(description="Articles by publisher: where there are none, nothing could be read.")


def class_of(act: str) -> str:
    """PLOVER's class of an act; STATE and what is unresolved are classes of their own."""
    return plover()[act].quad if act in plover() and act != "STATE" else act


def acts_of(name: str) -> list[str]:
    """The acts of a class."""
    return [act for act in (*ACTS, UNRESOLVED) if class_of(act) == name]


def between(
    connection: Connection, first: str, second: str, since: str | None = None, until: str | None = None
) -> Between:
    """What there is of two states, by their codes. ``since`` and ``until`` are ISO days, both included."""
    low, high = ordinal(since), ordinal(until)
    met, older = _contacts(connection, first, second, low, high)
    pairs = ((first, second), (second, first))
    found = [
        tally.newest(connection, [labels("state", [by]), labels("target", [to])], since=low, until=high)
        for by, to in pairs
    ]
    days = [day for day, _ in met] + [row.day for rows, _ in found for row in rows if row.day]
    spans = periods(days, _day(low), _day(high))
    said = [
        Said(
            by=by, to=to, acts=[Count(value=v, count=n) for v, n in tally.counted(rows, lambda row: (row.act,))],
            over=over_time(((row.day, class_of(row.act)) for row in rows), order=CLASSES, spans=spans, more=more),
        )
        for (by, to), (rows, more) in zip(pairs, found, strict=True)
    ]  # fmt: skip
    return Between(
        states=[first, second], contacts=over_time(met, order=MODES, spans=spans, more=older), said=said,
        articles=read(connection, spans),
    )  # fmt: skip


def _contacts(
    connection: Connection, first: str, second: str, low: int | None, high: int | None
) -> tuple[list[tuple[date, str]], bool]:
    a, b = contact_states.alias(), contact_states.alias()
    query = (
        select(contacts.c.day, contacts.c.mode).join(a, a.c.contact == contacts.c.id)
        .join(b, b.c.contact == contacts.c.id)
        .where(a.c.state == first, b.c.state == second, contacts.c.day.is_not(None))
    )  # fmt: skip
    if low is not None:
        query = query.where(contacts.c.day >= low)
    if high is not None:
        query = query.where(contacts.c.day <= high)
    rows = connection.execute(query.order_by(contacts.c.day.desc()).limit(CONTACTS + 1)).all()
    return [(date.fromordinal(day), mode) for day, mode in rows[:CONTACTS]], len(rows) > CONTACTS


def read(connection: Connection, spans: list[Period]) -> OverTime:
    """Articles of each publisher in the archive, as many as were published in each period."""
    if not spans:
        return over_time(())
    days = [(number, one.since.toordinal(), one.until.toordinal()) for number, one in enumerate(spans)]
    # The database adds up: of many articles the days of all are too many to fetch.
    span = values(column("n", Integer), column("low", Integer), column("high", Integer), name="span").data(days).cte()
    rows = connection.execute(
        select(span.c.n, versions.c.publisher, func.count())
        .join(versions, versions.c.day.between(span.c.low, span.c.high)).where(versions.c.number == 1)
        .group_by(span.c.n, versions.c.publisher)
    ).all()  # fmt: skip
    counts: Counter[tuple[date, str]] = Counter()
    for number, name, count in rows:
        counts[spans[number].since, name or "?"] += count
    return summed(counts, spans, shown=PUBLISHERS)


def _day(number: int | None) -> date | None:
    return date.fromordinal(number) if number is not None else None


def view(request: Request, found: Between) -> dict[str, Any]:
    """What the templates need to show it (``_charts.html``): drawings, names and addresses."""
    tongue, say = language(request), words(request)
    text = catalogue(tongue)
    state = state_namer(request)
    classes = {
        "VERBAL COOPERATION": text.gettext("verbal cooperation"),
        "MATERIAL COOPERATION": text.gettext("material cooperation"),
        "VERBAL CONFLICT": text.gettext("verbal conflict"), "MATERIAL CONFLICT": text.gettext("material conflict"),
        "STATE": text.gettext("informs only"), UNRESOLVED: text.gettext("act unresolved"),
    }  # fmt: skip

    def met(mode: str, span: Period) -> str:
        pair = ",".join(found.states)
        return f"/contacts?state={pair}&mode={mode}&since={span.since}&until={span.until}"

    def told(by: str, to: str, acts: Iterable[str], span: Period | None = None) -> str:
        days = (("since", span.since), ("until", span.until)) if span else ()
        return search_address(("state", by), ("target", to), *(("act", act) for act in acts), *days)

    def published(name: str, span: Period) -> str | None:
        if name in (OTHERS, "?"):
            return None
        return search_address(("publisher", name), ("since", span.since), ("until", span.until))

    top = max([max((sum(c) for c in zip(*(x.counts for x in one.over.lines), strict=True)), default=0)
               for one in found.said], default=0)  # fmt: skip
    directions = []
    for one in found.said:
        label = text.gettext("%(by)s on %(to)s") % {"by": state(one.by), "to": state(one.to)}

        def address(value: str, span: Period, one: Said = one) -> str:
            return told(one.by, one.to, acts_of(value), span)

        chart = drawn(one.over, tongue, classes.__getitem__, address, label, kinds=CLASSES, top=top)
        directions.append({"said": one, "label": label, "chart": chart, "address": address})
    paper = {OTHERS: text.gettext("others"), "?": text.gettext("publisher unknown")}
    modes: Named = lambda mode: say.term("mode", mode)  # noqa: E731
    papers: Named = lambda name: paper.get(name, name)  # noqa: E731
    return {
        "between": found, "hatchings": hatchings, "class_name": classes.__getitem__, "class_order": CLASSES,
        "directions": directions, "told": told, "met": met, "published": published, "mode_name": modes,
        "mode_order": MODES, "paper": papers,
        "contacts_chart": drawn(found.contacts, tongue, modes, met, text.gettext("Contacts over time"), kinds=MODES),
        "articles_chart": drawn(
            found.articles, tongue, papers, published, text.gettext("Articles read, by publisher"), dots=True
        ),
    }  # fmt: skip
