"""The store, on SQLite and on a real PostgreSQL server: what is kept, found again, and what is told of trouble."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from dragoman.store import Adder, Store, StoreError, tables
from dragoman.store.engine import writing
from dragoman.store.identity import address_key
from dragoman.store.order import bounds, next_ids
from tests.store_sample import adder, fake_reader, new_database, page, store, where

__all__ = ["adder", "store", "where"]

FIRST = (
    "Karsovia and Belmora spoke by phone\n\nMay 3, 2031. Anna Orlen said that the bridge will be built.\n\n"
    "Oskar Vrelsky said that the tariffs will stay."
)
URL = "https://news.example/2031/talks"


def count(store: Store, table: Any) -> int:
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_what_is_kept_comes_out_as_it_went_in(adder: Adder, store: Store) -> None:
    added = adder.add(page(FIRST, URL))
    assert (added.outcome, added.number) == ("new", 1)
    (kept,) = store.kept()
    assert kept.record.article.text == FIRST
    assert [kept.record.words(s.content) for s in kept.record.statements] == [
        "the bridge will be built", "the tariffs will stay",
    ]  # fmt: skip
    assert set(kept.statements) == {s.id for s in kept.record.statements}
    assert kept.url == URL
    assert kept.sha256 == hashlib.sha256(FIRST.encode()).hexdigest()


def test_the_same_content_twice_changes_nothing(adder: Adder, store: Store) -> None:
    adder.add(page(FIRST, URL))
    before = {table.name: count(store, table) for table in tables.metadata.sorted_tables}
    assert adder.add(page(FIRST, URL)).outcome == "unchanged"
    # Other white space is no other text, nor is the address with what tells where a reader came from.
    assert adder.add(page(FIRST.replace("\n\n", "\n\n\n"), f"{URL}?utm_source=letter#top")).outcome == "unchanged"
    after = {table.name: count(store, table) for table in tables.metadata.sorted_tables}
    assert {name for name in after if after[name] != before[name]} <= {"fetches"}


def test_a_copy_of_a_file_is_no_second_article(adder: Adder, tmp_path: Path, store: Store) -> None:
    first = adder.add(page(FIRST, source=str(tmp_path / "a.txt")))
    second = adder.add(page(FIRST, source=str(tmp_path / "b.txt")))
    assert (second.outcome, second.article) == ("unchanged", first.article)
    assert store.count() == 1


def test_another_text_at_the_same_address_is_a_new_version(adder: Adder, store: Store) -> None:
    adder.add(page(FIRST, URL))
    changed = FIRST.replace("the tariffs will stay", "the tariffs will fall in June")
    assert adder.add(page(changed, URL)).outcome == "version"
    old, new = store.kept(versions="all")
    assert (old.number, new.number, old.versions) == (1, 2, 2)
    # Only the last version's statements are searched; the first one's record is as it was.
    assert count(store, tables.statements) == len(new.record.statements) == len(old.record.statements)
    assert old.statements == {} and len(new.statements) == 2
    assert old.record.words(old.record.statements[1].content) == "the tariffs will stay"


def test_what_cannot_be_compared_is_no_version(adder: Adder, store: Store) -> None:
    long = FIRST + "".join(f"\n\nAnna Orlen said that the road number {n} is open." for n in range(30))
    adder.add(page(long, URL))
    for wall in ("Please enable JavaScript and cookies to continue. Checking your browser first.", "", "<html></html>"):
        added = adder.add(page(wall, URL))
        assert added.outcome == "not comparable" and added.why
    (kept,) = store.kept(versions="all")
    assert kept.record.article.text == long


def test_wire_copies_are_one_story(adder: Adder, store: Store) -> None:
    wire = "".join(
        f"Anna Orlen said that {what}. " for what in (
            "the bridge over the Tame will be open to lorries from the first of June",
            "the ferry crew taken in the spring is to be released without conditions",
            "prices of grain at the border have risen by a third since the winter",
            "both ministers will meet again before the harvest in the old customs house",
        )
    )  # fmt: skip
    other = "".join(f"Mirko Zelenov said that the court will hear case number {n} in the capital. " for n in range(8))
    one = adder.add(page(wire, "https://a.example/1"))
    two = adder.add(page("Talks end\n\n" + wire + " Our correspondent adds a line.", "https://b.example/2"))
    three = adder.add(page(other, "https://c.example/3"))
    stories = {k.article: k.story for k in store.kept()}
    assert stories[one.article] == stories[two.article] is not None
    assert stories[three.article] is None
    # A copy that becomes another text leaves the story, which then is none.
    adder.add(page(other.replace("court", "council"), "https://b.example/2"))
    assert {k.article: k.story for k in store.kept()}[one.article] is None
    assert count(store, tables.stories) <= 1


def test_the_newest_statements_have_the_highest_numbers(adder: Adder, store: Store) -> None:
    for day in ("2031-05-03", "2031-05-01", "2031-05-02"):
        adder.prepare(page(FIRST, f"https://news.example/{day}"))
        made = adder.prepare(page(f"{FIRST} {day}", f"https://news.example/{day}"), given={"published": day})
        adder.keep(made)
    rows = [(number, k.record.article.published) for k in store.kept() for number in k.statements.values()]
    days = [when.value for _, when in sorted(rows) if when]
    assert days == sorted(days) and len(set(days)) == 3
    low, high = bounds(*[date(2031, 5, 2).toordinal()] * 2)
    assert [when.value for number, when in rows if when and low <= number <= high] == ["2031-05-02"] * 2
    with store.writing() as connection:
        free = next_ids(connection, low >> 24, 3)
    assert free == list(range(free[0], free[0] + 3)) and free[0] > max(n for n, _ in rows if n <= high)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.example.org/a/", "http://example.org/a", True),
        ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&x=1&utm_campaign=z&fbclid=q", True),
        ("https://example.org/a?x=1", "https://example.org/a?x=2", False),
        ("https://example.org:8080/a", "https://example.org/a", False),
        ("https://example.org/%D0%B0", "https://example.org/а", True),
        ("https://example.org/A", "https://example.org/a", False),
    ],
)
def test_addresses(one: str, other: str, same: bool) -> None:
    assert (address_key(one) == address_key(other)) is same


def test_articles_are_found_by_number_address_and_file(adder: Adder, store: Store, tmp_path: Path) -> None:
    web = adder.add(page(FIRST, URL)).article
    file = adder.add(page(FIRST + " More.", source=str(tmp_path / "a.txt"))).article
    assert store.article(URL) == store.article("news.example/2031/talks") == store.article(str(web)) == web
    assert store.article(str(tmp_path / "a.txt")) == file
    with pytest.raises(StoreError, match="no such article"):
        store.article("https://nowhere.example/x")


def test_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store here yet"):
        Store.open(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(StoreError, match="there is no store here yet"):
        Store.open(new_database())


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE things (id)")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="tables of another program"):
        Store.open(file, create=True)
    assert file.read_bytes() == before or sqlite3.connect(file).execute("SELECT name FROM sqlite_master").fetchall()
    (tmp_path / "no.db").write_bytes(b"Dear diary, " * 100)
    with pytest.raises(StoreError, match="not a store"):
        Store.open(tmp_path / "no.db", create=True)
    with pytest.raises(StoreError, match="SQLite or PostgreSQL"):
        Store.open("mysql://localhost/x", create=True)


def test_a_newer_store_is_left_alone(where: str) -> None:
    with Store.open(where, create=True) as store, store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer dragoman"):
        Store.open(where)


def test_a_full_disk_is_told_in_a_line_and_loses_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db", create=True) as store:
        adder = Adder(store, fake_reader())
        adder.add(page(FIRST, URL))

        @event.listens_for(store.engine, "connect")
        def small(connection: sqlite3.Connection, record: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count={pages + 2}")

        store.engine.dispose()
        long = "".join(f"Anna Orlen said that road {n} is number {n * 7919 % 104729}. " for n in range(3000))
        with pytest.raises(StoreError, match="disk is full") as told:
            adder.add(page(long, "https://news.example/long"))
        assert "\n" not in str(told.value)
        assert [k.record.article.text for k in store.kept()] == [FIRST]
        assert count(store, tables.raws) == 1


def test_another_writer_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.store.engine.BUSY_SECONDS", 0.1)
    with Store.open(tmp_path / "s.db", create=True) as store:
        other = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process is writing"):
            Adder(store, fake_reader()).add(page(FIRST, URL))
        other.execute("ROLLBACK")
        assert Adder(store, fake_reader()).add(page(FIRST, URL)).outcome == "new"


def test_a_fault_in_the_middle_keeps_nothing(adder: Adder, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("in the middle")

    made = adder.prepare(page(FIRST, URL))
    monkeypatch.setattr("dragoman.store.stories.link", fail)
    with pytest.raises(RuntimeError):
        adder.keep(made)
    assert {t.name: n for t in tables.metadata.sorted_tables if (n := count(store, t))} == {}


def test_tables_are_as_the_migrations_make_them(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with store.reading() as connection:
        # Indexes of word forms and SQLite's tables behind them are made by hand.
        options = {
            "include_name": lambda name, *_: "_words" not in (name or "") and not (name or "").endswith("_terms")
        }
        found = compare_metadata(MigrationContext.configure(connection, opts=options), tables.metadata)
    assert found == []


def test_two_writers_do_not_mix(store: Store) -> None:
    """The second transaction begins when the first has ended, so that no number is given twice."""
    from concurrent.futures import ThreadPoolExecutor

    def add(n: int) -> str:
        return Adder(store, fake_reader()).add(page(f"{FIRST} Number {n}.", f"https://x.example/{n}")).outcome

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(add, range(12))) == ["new"] * 12
    numbers = [number for k in store.kept() for number in k.statements.values()]
    assert len(numbers) == len(set(numbers)) == 12 * 2


def test_writing_is_refused_by_a_read_only_store(where: str) -> None:
    Store.open(where, create=True).close()
    with (
        Store.open(where, read_only=True) as store,
        pytest.raises(StoreError, match="read-only"),
        writing(store.engine) as connection,
    ):
        connection.execute(tables.meta.insert().values(key="a", value="b"))


def test_a_store_is_searched_where_nobody_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(tmp_path / "talks.db", create=True).close()
    # Whoever runs the tests may write everywhere: what lies there is looked at instead.
    monkeypatch.setattr("dragoman.store.engine.os.access", lambda path, mode: False)
    with Store.open(tmp_path / "talks.db") as store:
        assert store.count() == 0
    assert [file.name for file in tmp_path.iterdir()] == ["talks.db"]
