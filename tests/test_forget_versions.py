"""A name blacked out of a version that is not the last."""

from __future__ import annotations

from sqlalchemy import select

from dragoman.gather import Fetched
from dragoman.store import Adder, Store, forget, tables
from tests.store_sample import adder, store, where

__all__ = ["adder", "store", "where"]

URL = "https://n.example/bridge"
PAGE = (
    "<html lang=en><title>{title}</title><article><h1>{title}</h1><p>{who} said that the bridge will be built. Nobody "
    "else spoke to the reporters on that day, and the ministers left the building {when}.</p></article></html>"
)


def test_an_article_keeps_what_its_last_version_says_of_it(adder: Adder, store: Store) -> None:
    for title, who, when in (("A bridge", "Anna Orlen", "early"), ("A new bridge", "Mirko Val", "late")):
        data = PAGE.format(title=title, who=who, when=when).encode()
        adder.add(Fetched(data, URL, "text/html", "utf-8", URL))
    with store.writing() as connection:
        assert forget.name(connection, "Anna Orlen").articles == 1
        assert connection.execute(select(tables.articles.c.title)).scalar_one() == "A new bridge"
        titles = select(tables.versions.c.title).order_by(tables.versions.c.number)
        assert connection.execute(titles).scalars().all() == ["A bridge", "A new bridge"]
