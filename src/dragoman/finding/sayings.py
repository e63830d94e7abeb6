"""Where a quotation was found: in which statement or text, in which words, and when that was published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, func, select

from dragoman.article import Span
from dragoman.finding.hits import Hit, Who, load
from dragoman.finding.wording import Found, How, Quote, compare
from dragoman.store.packing import unpacked
from dragoman.store.tables import articles, readings, versions
from dragoman.store.terms import base

Kind = How | Literal["translated"]

AROUND: Final = 400
"""Characters of an article that are shown before and after a quotation, at most."""


_LATER: Final = versions.alias("later")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A quotation in one article.

    ``text`` is the statement's content, or the sentence of an article in which no statement has it; ``span`` is where
    in it the words stand. ``statement`` is the statement's number in the store, None where there is none; ``kind`` of
    quotation is then None too. ``likeness`` is 1 for the same words; of a translation it is a cosine. ``earlier``:
    in a version of the article that is not its last.
    """

    how: Kind
    likeness: float
    text: str
    span: Span
    published: str | None
    article: int
    version: int
    title: str | None
    url: str | None
    publisher: str | None
    language: str | None
    story: int | None = None
    statement: int | None = None
    number: int | None = None
    kind: str | None = None
    account: str | None = None
    speakers: tuple[Who, ...] = ()
    earlier: bool = False

    @property
    def words(self) -> str:
        """The words that were found."""
        return self.text[self.span[0] : self.span[1]]

    @property
    def day(self) -> str:
        """The day of publication, after every day where it is not known."""
        return self.published[:10] if self.published else "9999"

    @property
    def when(self) -> tuple[str, bool, str]:
        """To sort by: the day, and within it the time in UTC; what gives no time comes after what does."""
        return self.day, not self.timed, _utc(self.published) if self.published and self.timed else ""

    @property
    def timed(self) -> bool:
        """Whether a time of day is known."""
        return self.published is not None and len(self.published) > 10


def _utc(published: str) -> str:
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def in_statements(connection: Connection, ids: Sequence[int], quote: Quote) -> list[Saying]:
    """The statements of these numbers that have a quotation, in whatever words."""
    found = []
    for hit in load(connection, ids):
        how = compare(quote, hit.content, base(hit.language))
        if how is not None:
            found.append(of_hit(hit, how.how, how.span, how.likeness))
    return _with_stories(connection, found)


def of_hit(hit: Hit, how: Kind, span: Span, likeness: float) -> Saying:
    """A statement as a place where a quotation was found."""
    return Saying(
        how=how, likeness=round(likeness, 3), text=hit.content, span=span, published=hit.published, article=hit.article,
        version=hit.version, title=hit.title, url=hit.url, publisher=hit.publisher, language=hit.language,
        statement=hit.id, number=hit.number, kind=hit.kind, account=hit.account, speakers=hit.speakers,
    )  # fmt: skip


def in_texts(connection: Connection, ids: Sequence[int], quote: Quote) -> list[Saying]:
    """The versions of articles of these numbers in whose text a quotation stands word for word, or cut."""
    last = select(func.max(_LATER.c.id)).where(_LATER.c.article == versions.c.article).scalar_subquery()
    rows = connection.execute(
        select(
            versions.c.id, versions.c.article, versions.c.title, versions.c.url, versions.c.publisher,
            versions.c.language, versions.c.published, articles.c.story, readings.c.record, last.label("last"),
        )
        .join(articles, articles.c.id == versions.c.article)
        .join(readings, (readings.c.version == versions.c.id) & readings.c.current)
        .where(versions.c.id.in_(ids))
    ).all()  # fmt: skip
    found = []
    for row in rows:
        text = str(unpacked(row.record)["article"]["text"])
        how = compare(quote, text, base(row.language))
        if how is not None and how.how != "reworded":
            found.append(_of_text(row, text, how))
    return found


def _of_text(row: Any, text: str, how: Found) -> Saying:
    start, end = _sentence(text, how.span)
    return Saying(
        how=how.how, likeness=how.likeness, text=text[start:end], span=(how.span[0] - start, how.span[1] - start),
        published=row.published, article=row.article, version=row.id, title=row.title, url=row.url,
        publisher=row.publisher, language=row.language, story=row.story, earlier=row.id != row.last,
    )  # fmt: skip


def _sentence(text: str, span: Span) -> Span:
    """The sentences in which a span stands."""
    from dragoman.resolver.words import sentences

    low, high = max(0, span[0] - AROUND), min(len(text), span[1] + AROUND)
    parts = [(low + a, low + b) for a, b in sentences(text[low:high])]
    around = [(a, b) for a, b in parts if a < span[1] and span[0] < b] or [span]
    start, end = min(around[0][0], span[0]), max(around[-1][1], span[1])
    while start < span[0] and text[start].isspace():
        start += 1
    return start, end


def _with_stories(connection: Connection, found: Iterable[Saying]) -> list[Saying]:
    listed = list(found)
    numbers = {one.article for one in listed}
    stories = dict(
        connection.execute(select(articles.c.id, articles.c.story).where(articles.c.id.in_(numbers))).tuples().all()
    )  # fmt: skip
    return [replace(one, story=stories.get(one.article)) for one in listed]
