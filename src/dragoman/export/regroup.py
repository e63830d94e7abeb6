"""Contacts and stories of an export put together in a store as they were, whatever order their articles came in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from dragoman.store.contacts import refresh
from dragoman.store.numbers import put
from dragoman.store.tables import articles, contact_articles, contacts, readings, stories, versions


class Regroup:
    """Takes the lines of an export one after the other; ``contacts`` and ``stories`` have their numbers here.

    Only articles that stand here as they were read there are put together, and nothing that a person has put
    somewhere is moved.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.contacts: dict[int, int] = {}
        self.stories: dict[int, int] = {}
        self.articles: dict[int, int] = {}
        self._homes: set[int] = set()
        self._tales: set[int] = set()
        self._touched: set[int] = set()
        self._alone: list[int] = []

    def take(self, line: Mapping[str, Any], article: int) -> None:
        """Put an article's contacts, and itself, where the line says; ``article`` is its row here."""
        self.articles[int(line["ids"]["article"])] = article
        if line["number"] != line["versions"] or not self._same(line, article):
            return
        rows = self.connection.execute(
            select(contact_articles.c.number, contact_articles.c.contact, contact_articles.c.pinned).where(
                contact_articles.c.article == article
            )
        ).all()
        there = {int(number): int(contact) for number, contact in line["ids"]["contacts"].items()}
        for row in rows:
            if row.number in there:
                self._contact(article, row, there[row.number])
        self._story(article, line["story"])

    def end(self) -> None:
        """Write down what the contacts that changed are now; take articles out of stories that they were not in."""
        for number in sorted(self._touched):
            refresh(self.connection, number)
        self._touched.clear()
        count = self.connection.execute(select(func.count()).select_from(articles)).scalar_one()
        if count == len(self.articles):
            for article in self._alone:
                self.connection.execute(update(articles).where(articles.c.id == article).values(story=None))
        used = select(articles.c.story).where(articles.c.story.is_not(None))
        self.connection.execute(delete(stories).where(stories.c.id.not_in(used)))

    def _same(self, line: Mapping[str, Any], article: int) -> bool:
        """Whether the reading that holds here is the one that held there."""
        held = next((one["made"] for one in line.get("readings", ()) if one["current"]), None)
        found = self.connection.execute(
            select(versions.c.number, readings.c.made)
            .join(readings, (readings.c.version == versions.c.id) & readings.c.current)
            .where(versions.c.article == article).order_by(versions.c.number.desc()).limit(1)
        ).one()  # fmt: skip
        return (found.number, found.made) == (line["number"], held)

    def _contact(self, article: int, row: Any, old: int) -> None:
        """Put one mention into the contact that holds the others of its number."""
        home = self.contacts.get(old)
        if home is None:
            home = row.contact
            if not row.pinned and home in self._homes:
                facts = self.connection.execute(select(contacts).where(contacts.c.id == home)).one()
                home = put(
                    self.connection, contacts, old, key="", mode=facts.mode, level=facts.level, status=facts.status
                )
            self.contacts[old] = home
            self._homes.add(home)
        if home != row.contact and not row.pinned:
            self.connection.execute(
                update(contact_articles)
                .where(
                    contact_articles.c.contact == row.contact, contact_articles.c.article == article,
                    contact_articles.c.number == row.number,
                ).values(contact=home)
            )  # fmt: skip
            self._touched |= {home, row.contact}

    def _story(self, article: int, old: int | None) -> None:
        here = self.connection.execute(select(articles.c.story).where(articles.c.id == article)).scalar_one()
        if old is None:
            if here is not None:
                self._alone.append(article)
            return
        home = self.stories.get(old)
        if home is None:
            home = here
            if home is None or home in self._tales:
                home = put(self.connection, stories, old)
            self.stories[old] = home
            self._tales.add(home)
        if home != here:
            self.connection.execute(update(articles).where(articles.c.id == article).values(story=home))
