"""The whole of an archive as lines and back: every table the same, row by row, on either database."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, insert, select

from dragoman.amending import follow
from dragoman.cli.command import cli
from dragoman.export import desk
from dragoman.gather import Fetched
from dragoman.pipeline import Reader
from dragoman.record import Event, Label, Record
from dragoman.store import Adder, Store, forget, keep, reread, tables, terms
from dragoman.store.packing import unpacked
from dragoman.store.release import spaced
from tests.amending_sample import ANNA, BELMORA, KARSOVIA, OSKAR, TEXT, at, call, read_again, talks
from tests.cli_fake import FakeReader
from tests.store_sample import adder, fake_reader, new_database, page, store, where

__all__ = ["adder", "store", "where"]

LEFT: Final = {
    "meta": "what a store is itself",
    "sessions": "who is signed in signs in again",
    "comparisons": "made anew when it is asked for",
    "claims": "made anew with the comparisons",
    "vectors": "made anew by search and check",
}
"""Tables that an export leaves, and why."""

NUMBERED_ANEW: Final = ("raws", "fetches", "images", "events", "actors")
"""Tables whose numbers nobody sees: their rows are compared by what is in them."""

WIRE = (
    "May 3, 2031. Anna Orlen said that the bridge will be built before the spring comes. The delegations of both states"
    " met in the capital for a whole day and went through the list of open questions one after the other."
)
PAGE = (
    "<html lang=en><title>Talks in Tame</title><meta property='article:published_time' content='2031-05-04T10:00:00Z'>"
    "<article><h1>Talks in Tame</h1><figure><img src='https://n.example/a.jpg' alt='Two ministers'><figcaption>Two "
    "ministers in Tame. Photo: A. Lens</figcaption></figure><p>Anna Orlen said that the bridge will be built. Nobody "
    "else spoke to the reporters on that day, and the ministers left the building.</p></article></html>"
)


@pytest.fixture(autouse=True)
def following(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = list(keep.FOLLOWERS)
    follow()
    monkeypatch.setattr("dragoman.cli.importing.Reader", lambda **_: fake_reader())
    yield
    keep.FOLLOWERS[:] = before


class Second(FakeReader):
    """Another reader, which finds the same."""

    name = "second"


def fill(adder: Adder) -> None:
    """An archive with something in every table that holds the record."""
    store = adder.store
    for version in (WIRE, WIRE.replace("the spring", "the summer")):
        for name in ("b", "a"):
            adder.add(page(version, f"https://{name}.example/wire"))
    adder.add(page("Please enable JavaScript to continue.", "https://a.example/wire"))
    adder.add(page("Please enable JavaScript to continue!", "https://a.example/wire"))
    adder.add(page(WIRE.replace("the spring", "the summer"), "https://a.example/wire"))
    adder.add(Fetched(PAGE.encode("utf-16"), "https://n.example/tame", "text/html", "utf-16", "https://n.example/tame"))
    adder.keep(
        adder.prepare(page("Mirko Val said that it rains.", source="rain.txt"), given={"published": "2031-05-04"})
    )
    for name in ("one", "two", "three"):
        adder.add(talks(name=name), f"url:news.example/{name}")
    adder.add(met(), "url:news.example/four")
    amend(store, "remove", "1", which=0)
    amend(store, "undo", "1")
    amend(store, "statement", "--act", "REJECT", which=1)
    amend(store, "contact", "split", "1", "--article", "7")
    amend(store, "contact", "merge", "1", "2")
    amend(store, "contact", "set", "1", "--place", "Tame")
    read_again(store, 6, talks(name="one", reader="second"))
    second = Adder(store, Reader(neural=Second()))
    with store.reading() as connection:
        versions = connection.execute(select(tables.versions.c.id).order_by(tables.versions.c.id)).scalars().all()
    for version in versions[:4]:
        article, _, fresh = reread.prepare(second, version)
        reread.keep(second, version, article, fresh)
    assert reread.pin(second, versions[1], "fake") is not None
    adder.add(page("Somebody said that this is not to be kept.", "https://gone.example/1"))
    with store.writing() as connection:
        forget.article(connection, store_article(connection, "url:gone.example/1"), "asked")
        beside(connection)


def met() -> Record:
    """A record with an event, and a contact of persons."""
    contact = replace(call(date="2031-05-01", mode="in-person"), participants=(ANNA, OSKAR))
    event = Event(at(TEXT, "spoke by phone"), (KARSOVIA,), Label("CONSULT", 1.0), (BELMORA,), topics=("other",))
    return replace(talks(name="four", contacts=(contact,)), events=(event,))


def store_article(connection: Connection, key: str) -> int:
    return int(connection.execute(select(tables.articles.c.id).where(tables.articles.c.key == key)).scalar_one())


def amend(store: Store, *words: str, which: int | None = None) -> None:
    arguments = list(words)
    if which is not None:
        with store.reading() as connection:
            query = select(tables.statements.c.id).where(tables.statements.c.content.contains("tariffs"))
            number = str(connection.execute(query.order_by(tables.statements.c.id)).scalars().all()[which])
        arguments = [words[0], number, *words[1:]] if words[0] != "remove" else [words[0], number]
    done = CliRunner().invoke(cli, ["amend", *arguments, "--by", "Ada", "--why", "read it", "--store", store.where])
    assert done.exit_code == 0, done.output


def beside(connection: Connection) -> None:
    """What stands beside the record: watching, alerts, reports, users."""
    statement = connection.execute(select(tables.statements.c.id)).scalars().first()
    version = connection.execute(select(tables.versions.c.id).where(tables.versions.c.article == 2)).scalars().first()
    rows: dict[str, list[dict[str, Any]]] = {
        "imports": [{"file": "f1", "position": 12, "done": True, "updated": "2031-01-01"}],
        "sources": [{"url": "https://n.example/feed", "kind": "feed", "name": "N", "first_seen": 1.5, "failures": 2}],
        "visits": [{"url": "https://n.example/1", "source": "https://n.example/feed", "kind": "page", "host": "n.example",
                    "first_seen": 1.25, "gone": True, "why": "404"}],
        "users": [{"id": 4, "name": "ada", "role": "editor", "password": "$argon2id$x", "created": "2031-01-01"}],
        "tokens": [{"id": 9, "user": 4, "name": "script", "digest": "d1", "scopes": "read", "created": "2031-01-02"}],
        "sessions": [{"digest": "s1", "user": 4, "created": "2031-01-01", "seen": "2031-01-02"}],
        "alerts": [{"id": 3, "name": "tariffs", "kind": "match", "query": "{}", "channels": "[]", "after": 5,
                    "created": "2031-01-01"}],
        "notices": [{"id": 8, "alert": 3, "item": "statement:x", "at": "2031-01-03",
                     "payload": json.dumps({"title": "Тарифы", "article": 2, "contact": 1, "statement": statement})}],
        "deliveries": [{"id": 2, "notice": 8, "channel": "mail:a@n.example", "state": "sent", "tries": 1, "next_try": 2.0}],
        "reports": [{"id": 7, "at": "2031-01-04", "article": 2, "version": version, "statement": statement, "number": 1,
                     "words": "said", "what": "speaker", "why": "not she"}],
    }  # fmt: skip
    for name, some in rows.items():
        connection.execute(insert(tables.metadata.tables[name]), some)


def content(store: Store) -> dict[str, list[Any]]:
    """Every row of every table: rows whose numbers nobody sees by what is in them."""
    with store.reading() as connection:
        raw = dict(connection.execute(select(tables.raws.c.id, tables.raws.c.sha256)).tuples().all())
        who = {row.id: tuple(row)[1:] for row in connection.execute(select(tables.actors))}
        event = {row.id: (row.article, row.number) for row in connection.execute(select(tables.events))}
        out: dict[str, list[Any]] = {}
        for table in tables.metadata.sorted_tables:
            rows = []
            for row in connection.execute(select(table)).mappings():
                told = dict(row)
                if table.name in NUMBERED_ANEW:
                    del told["id"]
                for column, names in (("raw", raw), ("actor", who), ("event", event)):
                    if column in told and told[column] is not None:
                        told[column] = names[told[column]]
                if table.name == "raws":
                    told["data"] = zlib.decompress(told["data"])
                for column in ("record", "amended"):
                    if isinstance(told.get(column), bytes):
                        told[column] = unpacked(told[column])
                if "terms" in told:
                    written = told["terms"] if connection.dialect.name == "sqlite" else spaced(told["terms"])
                    # Speakers and targets stand there by numbers that nobody sees.
                    told["terms"] = sorted(
                        w for w in set(written.split()) - {terms.GAP.stem} if not w.startswith(("speaker:", "target:"))
                    )
                rows.append(told)
            out[table.name] = sorted(rows, key=lambda row: json.dumps(row, default=repr, sort_keys=True))
    return out


def moved(before: str, after: str, file: Path) -> None:
    """Export the whole of one store into another."""
    run = CliRunner().invoke
    done = run(cli, ["export", "--store", before, "--form", "jsonl", "--whole", "-o", str(file)])
    assert done.exit_code == 0, done.output
    done = run(cli, ["import", str(file), "--store", after, "--whole", "--again", "--json"])
    assert done.exit_code == 0, done.output


def same(old: dict[str, list[Any]], new: dict[str, list[Any]]) -> None:
    used = {row["actor"] for name, rows in old.items() if name.endswith("_actors") for row in rows}
    for name, rows in old.items():
        found = new[name]
        if name in LEFT:
            continue
        if name == "imports":
            assert all(row in found for row in rows)
        elif name == "actors":
            # Those that only a reading of before named are nobody's.
            assert {tuple(row.values()) for row in rows} >= {tuple(row.values()) for row in found} >= used
        else:
            assert found == rows, name


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_every_table_comes_back_row_by_row_and_back_again(
    adder: Adder, store: Store, target: str, tmp_path: Path
) -> None:
    fill(adder)
    old = content(store)
    empty = {name for name, rows in old.items() if not rows}
    assert empty <= set(LEFT), f"nothing in {empty}: the test would not notice if it were lost"
    assert sum(not row["current"] for row in old["readings"]) >= 5
    other = str(tmp_path / "other.db") if target == "sqlite" else new_database()
    moved(store.where, other, tmp_path / "all.jsonl")
    with Store.open(other) as copy:
        same(old, content(copy))
        # What is added afterwards gets numbers of its own.
        Adder(copy, fake_reader()).add(page("Mirko Val said that it rains again.", "https://n.example/new"))
    back = str(tmp_path / "back.db") if target == "postgresql" else new_database()
    with Store.open(other) as copy, copy.writing() as connection:
        forget.article(connection, store_article(connection, "url:n.example/new"), "tried")
        connection.execute(tables.forgotten.delete().where(tables.forgotten.c.why == "tried"))
    moved(other, back, tmp_path / "again.jsonl")
    with Store.open(back) as copy:
        same(old, content(copy))


def test_an_archive_that_has_other_articles_keeps_its_own_numbers(adder: Adder, store: Store, tmp_path: Path) -> None:
    fill(adder)
    other = str(tmp_path / "other.db")
    with Store.open(other, create=True) as copy:
        mine = Adder(copy, fake_reader())
        mine.add(talks(name="mine"), "url:mine.example/1")
        mine.add(page("Mirko Val said that it snows.", "https://mine.example/2"))
        before = [(k.article, k.key) for k in copy.kept()]
    for _ in range(2):
        moved(store.where, other, tmp_path / "all.jsonl")
        with Store.open(other) as copy:
            assert [(k.article, k.key) for k in copy.kept()][: len(before)] == before
            assert grouped(copy, "mine") == grouped(store)
            assert stories(copy, "mine") == stories(store)
            with copy.reading() as connection:
                told = json.loads(connection.execute(select(tables.notices.c.payload)).scalar_one())
                report = connection.execute(select(tables.reports)).one()
                keys = dict(connection.execute(select(tables.articles.c.id, tables.articles.c.key)).tuples().all())
            assert keys[told["article"]] == keys[report.article] == "url:a.example/wire"
            assert "statement" not in told and report.statement is None


def grouped(store: Store, without: str = "\n") -> set[frozenset[str]]:
    with store.reading() as connection:
        rows = connection.execute(
            select(tables.contact_articles.c.contact, tables.articles.c.key)
            .join(tables.articles, tables.articles.c.id == tables.contact_articles.c.article)
        ).all()  # fmt: skip
    found: dict[int, set[str]] = {}
    for contact, key in rows:
        if without not in key:
            found.setdefault(contact, set()).add(key)
    return {frozenset(keys) for keys in found.values()}


def stories(store: Store, without: str = "\n") -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for kept in store.kept():
        if kept.story is not None and without not in kept.key:
            found.setdefault(kept.story, set()).add(kept.key)
    return {frozenset(keys) for keys in found.values()}


def test_what_was_forgotten_does_not_come_back(adder: Adder, store: Store, tmp_path: Path) -> None:
    adder.add(page(WIRE, "https://a.example/1"))
    adder.add(page(WIRE.replace("Orlen", "Reyl"), "https://b.example/1"))
    file = tmp_path / "all.jsonl"
    run = CliRunner().invoke
    assert run(cli, ["export", "--store", store.where, "--form", "jsonl", "-o", str(file)]).exit_code == 0
    with store.writing() as connection:
        forget.article(connection, 1, "asked")
    done = run(cli, ["import", str(file), "--store", store.where])
    assert done.exit_code != 0 and "removed from the archive for good" in done.output
    assert [k.key for k in store.kept()] == ["url:b.example/1"]


@pytest.mark.parametrize(
    "arguments", [["--form", "csv", "--whole"], ["--form", "jsonl", "--whole", "--since", "2031-01-01"]]
)
def test_nothing_is_chosen_from_the_whole(tmp_path: Path, arguments: list[str]) -> None:
    done = CliRunner().invoke(cli, ["export", "--store", str(tmp_path / "no.db"), *arguments])
    assert done.exit_code == 2 and "--whole" in done.output


def test_a_damaged_row_is_named_and_the_rest_is_taken(adder: Adder, store: Store, tmp_path: Path) -> None:
    fill(adder)
    file = tmp_path / "all.jsonl"
    moved(store.where, str(tmp_path / "one.db"), file)
    lines = file.read_text(encoding="utf-8").splitlines()
    broken = [
        line.replace('"table":"users"', '"table":"nothing"') if '"table":"users"' in line else line for line in lines
    ]
    file.write_text("\n".join(broken), encoding="utf-8")
    done = CliRunner().invoke(cli, ["import", str(file), "--whole", "--store", str(tmp_path / "two.db")])
    assert done.exit_code == 1 and "no row of a table that is known: 'nothing'" in done.output
    with Store.open(str(tmp_path / "two.db")) as copy, copy.reading() as connection:
        assert connection.execute(select(tables.users.c.id)).all() == []
        assert len(connection.execute(select(tables.alerts.c.id)).all()) == 1


def test_a_pipe_is_refused_with_what_to_do_instead(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["import", "-", "--store", str(tmp_path / "one.db")])
    assert done.exit_code == 1 and "write to a file first" in done.output


def test_a_table_that_nobody_knows_moves_no_cursor(tmp_path: Path) -> None:
    strange = {"kind": desk.KIND, "schema_version": desk.VERSION, "table": "\rusers", "row": {}}
    file = tmp_path / "strange.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in (strange, strange)), encoding="utf-8")
    done = CliRunner().invoke(cli, ["import", str(file), "--store", str(tmp_path / "new.db")])
    assert done.exit_code == 1 and "\r" not in done.output and "left out" not in done.output
