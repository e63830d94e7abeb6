"""Sources: the feeds and pages that are watched, and how each of them does."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from sqlalchemy import func, select

from dragoman.store.tables import sources, visits
from dragoman.web.asked import search_address
from dragoman.web.between import read
from dragoman.web.charts import hatchings
from dragoman.web.desk import AtDesk
from dragoman.web.i18n import catalogue, language
from dragoman.web.over import OTHERS, OverTime, drawn
from dragoman.web.page import page
from dragoman.web.pages import N_
from dragoman.web.periods import Period, periods

router = APIRouter(tags=["archive"])

NAV = (60, "/sources", N_("Sources"))

DAYS = 42
"""Days up to the archive's last one of which articles are counted."""

LATE = 2 * 86_400
"""Seconds after which a visit that is due has been forgotten: no watch is running."""

Health = Literal["well", "failing", "late", "new"]


class SourceLine(BaseModel):
    """A source, and how it does. Times are ISO 8601 in UTC."""

    url: str
    kind: str = Field(description="feed, sitemap, telegram or page.")
    name: str | None
    health: Health = Field(description="failing: the last visits failed; late: nobody watches; new: never visited.")
    last_visit: str | None
    last_success: str | None
    last_error: str | None = Field(description="Why the last visit failed.")
    failures: int = Field(description="Visits in a row that failed.")
    found: int = Field(description="Addresses that it led to.")
    followed: int = Field(description="Those of them that will be visited again.")
    next_visit: str | None


class SourcesPage(BaseModel):
    """What is watched, and how many articles each publisher has in the archive of late."""

    sources: list[SourceLine]
    articles: OverTime = Field(description="Articles by publisher and day, up to the archive's last day.")


def _view(request: Request, model: SourcesPage) -> dict[str, Any]:
    say = catalogue(language(request))
    names = {OTHERS: say.gettext("others"), "?": say.gettext("publisher unknown")}

    def published(name: str, span: Period) -> str | None:
        if name in names:
            return None
        return search_address(("publisher", name), ("since", span.since), ("until", span.until))

    def paper(name: str) -> str:
        return names.get(name, name)

    chart = drawn(
        model.articles, language(request), paper, published, say.gettext("Articles read, by publisher"), dots=True
    )
    return {"articles_chart": chart, "hatchings": hatchings, "published": published, "paper": paper}


@page(router, "/sources", "sources.html", summary="Sources and their health", view=_view)
def listed(desk: AtDesk) -> SourcesPage:
    """The feeds, sitemaps, channels and pages of `dragoman watch`, those that fail first; and the articles that were
    read of late, by publisher and day, so that gaps show."""
    from dragoman.store.tables import versions

    own = visits.alias("own")
    follow = (
        select(visits.c.source, func.count().label("n"))
        .where(visits.c.next_visit.is_not(None), visits.c.url != visits.c.source).group_by(visits.c.source).subquery()
    )  # fmt: skip
    with desk.connection() as connection:
        rows = connection.execute(
            select(sources, own.c.next_visit, func.coalesce(follow.c.n, 0).label("followed"))
            .join(own, own.c.url == sources.c.url, isouter=True)
            .join(follow, follow.c.source == sources.c.url, isouter=True).order_by(sources.c.name, sources.c.url)
        ).all()  # fmt: skip
        last = connection.execute(select(func.max(versions.c.day))).scalar_one()
        spans = periods((), date.fromordinal(last) - timedelta(DAYS - 1), date.fromordinal(last)) if last else []
        counts = read(connection, spans)
    now = time.time()
    lines = [_line(row, now) for row in rows]
    order = {"failing": 0, "late": 1, "new": 2, "well": 3}
    return SourcesPage(sources=sorted(lines, key=lambda one: order[one.health]), articles=counts)


def _line(row: Any, now: float) -> SourceLine:
    health: Health = "well"
    if row.failures:
        health = "failing"
    elif row.last_visit is None:
        health = "new"
    elif row.next_visit is not None and row.next_visit < now - LATE:
        health = "late"
    return SourceLine(
        url=row.url, kind=row.kind, name=row.name, health=health, last_visit=_time(row.last_visit),
        last_success=_time(row.last_success), last_error=row.last_error, failures=row.failures, found=row.found,
        followed=row.followed, next_visit=_time(row.next_visit),
    )  # fmt: skip


def _time(seconds: float | None) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds") if seconds is not None else None
