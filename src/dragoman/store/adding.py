"""From fetched bytes to the store: what is known already is told without reading it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection

from dragoman.article import Article, Known
from dragoman.gather import Fetched
from dragoman.page import PageError
from dragoman.page import article as make_article
from dragoman.page.dates import given as day_given
from dragoman.pipeline import Reader
from dragoman.reader import corpora
from dragoman.record import Record
from dragoman.store import raws
from dragoman.store.accounts import sides_of
from dragoman.store.forgotten import unforgotten
from dragoman.store.identity import article_key
from dragoman.store.keep import Added, Fresh, keep, last_version, note, text_digest, twin, utc
from dragoman.store.store import Store

ARTICLE_TYPE: Final = "application/vnd.dragoman.article+json"
"""Media type of kept bytes that are an article by itself, as tables give it, and no page."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A fetch that adds no version: it is kept as no more than a note."""

    article: int
    version: int
    number: int
    fetched: datetime
    why: str | None = None
    raw: raws.Raw | None = None


@dataclass
class Adder:
    """Reads articles for a store. ``prepare`` may run on many threads, ``keep`` on one at a time.

    ``given`` is what the user tells of every article (``published``, ``language``); ``told`` hears how many parts of
    an article are read, and of how many.
    """

    store: Store
    reader: Reader
    given: Mapping[str, str] = field(default_factory=dict)
    told: Callable[[int, int], None] | None = None

    def add(self, what: Fetched | Article | Record, key: str | None = None) -> Added:
        """Prepare and keep one article. Raises ``PageError`` and ``StoreError``; then nothing was changed."""
        return self.keep(self.prepare(what, key))

    def prepare(
        self, what: Fetched | Article | Record, key: str | None = None, *, given: Mapping[str, str] | None = None
    ) -> Fresh | Seen:
        """Read an article that the store does not have yet. A record is taken as it is, without reading.

        ``key`` names the article where its address and file do not; ``given`` is what is told of this one alone.
        """
        if isinstance(what, Fetched):
            return self._fetched(what, key, {**self.given, **(given or {})})
        article = what.article if isinstance(what, Record) else what
        raw = kept_article(article)
        name = key or article_key(article, None)
        record = what if isinstance(what, Record) else None
        return self._unless_seen(name, article, raw, datetime.now(UTC), record, given or {})

    def _fetched(self, fetched: Fetched, key: str | None, given: Mapping[str, str]) -> Fresh | Seen:
        raw = raws.raw(fetched)
        name = key or _early_key(fetched)
        before = None
        if name is not None:
            with self.store.reading() as connection:
                before = last_version(connection, name) or twin(connection, name, raw.sha256)
            if before is not None and before.sha256 == raw.sha256:
                return Seen(before.article, before.id, before.number, fetched.fetched)
        try:
            article = make_article(fetched, published=given.get("published"), language=given.get("language"))
        except PageError as error:
            if name is None or before is None:
                raise
            # What holds no article any more is no revision of it.
            return Seen(before.article, before.id, before.number, fetched.fetched, str(error), raw)
        return self._unless_seen(
            key or article_key(article, fetched), article, raw, fetched.fetched, None, given, fetched
        )

    def _unless_seen(
        self,
        key: str,
        article: Article,
        raw: raws.Raw,
        fetched: datetime,
        record: Record | None,
        given: Mapping[str, str],
        what: Fetched | None = None,
    ) -> Fresh | Seen:
        article = as_given(article, given)
        with self.store.reading() as connection:
            before = last_version(connection, key)
            if before is None:
                unforgotten(connection, key)
        if before is not None:
            if before.text_sha256 == text_digest(article.text):
                return Seen(before.article, before.id, before.number, fetched)
            from dragoman.revisions import comparable

            (old,) = self.store.kept(article=before.article)
            why = comparable(old.record.article, article, what)
            # Where it is the old text that was none, the new one is the first that can be read.
            if why is not None and why.which == "new":
                return Seen(before.article, before.id, before.number, fetched, why, raw)
        made = record if record is not None else self.reader.read_article(article, told=self.told)
        own, sides = told_sides(made, self.reader, given)
        return Fresh(
            key=key, raw=raw, record=made, fetched=fetched, own=own, sides=sides, given=given,
            corpora=corpora.of(made.made.reader) if made.made else "",
        )  # fmt: skip

    def keep(self, one: Fresh | Seen, also: Callable[[Connection], object] | None = None) -> Added:
        """Put what was prepared into the store, in one transaction, and ``also`` with it. Raises ``StoreError``."""
        with self.store.writing() as connection:
            if also is not None:
                also(connection)
            if isinstance(one, Fresh):
                return keep(connection, one)
            outcome: Any = "unchanged" if one.why is None else "not comparable"
            raw = raws.keep(connection, one.raw) if one.raw is not None else None
            note(connection, one.article, outcome, utc(one.fetched), version=one.version, raw=raw, why=one.why)
            return Added(outcome, one.article, one.number, one.why)


def as_given(article: Article, given: Mapping[str, str]) -> Article:
    """The article with the ``publisher``, and the day (``undated``), that are told of it where it names none itself."""
    publisher, day = given.get("publisher"), given.get("undated")
    if publisher and article.publisher is None:
        article = replace(article, publisher=Known(publisher, "given"))
    if day and article.published is None:
        article = replace(article, published=day_given(day))
    return article


def told_sides(record: Record, reader: Reader, given: Mapping[str, str]) -> tuple[str | None, dict[int, str | None]]:
    """``sides_of``, where the user does not tell whose own text the article is (``side``; "news": a newspaper's)."""
    side = given.get("side")
    own, sides = sides_of(record, reader)
    if side is None or side == own or (side == "news" and own is None):
        return own, sides
    if side != "news":
        return side, dict.fromkeys(sides, side)
    return None, dict.fromkeys(sides)


def kept_article(article: Article) -> raws.Raw:
    """An article by itself as bytes, where there are none that it was made of."""
    data = json.dumps(asdict(article), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return raws.Raw(raws.digest(data), data, ARTICLE_TYPE)


def _early_key(fetched: Fetched) -> str | None:
    """The key of a fetch that can be told without looking into it."""
    if fetched.url is None and fetched.source == "-":
        return None
    return article_key(Article(text=""), fetched)
