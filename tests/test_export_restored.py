"""What is exported as lines and imported again is the same archive, amendments and all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from dragoman.amending import follow, log, standing
from dragoman.cli.command import cli
from dragoman.store import Adder, Store
from dragoman.store.tables import amendments, articles, fetches, raws
from dragoman.store.trail import trail
from tests.amending_sample import talks
from tests.store_sample import adder, fake_reader, new_database, page, store, where

__all__ = ["adder", "store", "where"]

TEXT = "May 3, 2031. Anna Orlen said that the bridge will be built. Oskar Vrelsky said that the tariffs will stay."


def content(opened: Store) -> dict[str, Any]:
    with opened.reading() as connection:
        trails = {k.key: trail(connection, k.article) for k in opened.kept()}
        hashes = sorted(connection.execute(select(raws.c.sha256)).scalars())
        changed = [
            (row.at, row.who, row.why, row.kind, row.old, row.new, row.undone)
            for row in connection.execute(select(amendments).order_by(amendments.c.id))
        ]
    rows = [
        (k.key, k.number, k.versions, k.fetched, k.sha256, k.corpora, k.record.to_dict(), sorted(k.sides.items()),
         sorted(k.statements.items()))
        for k in opened.kept(versions="all")
    ]  # fmt: skip
    return {"rows": sorted(rows, key=lambda row: row[:2]), "trails": trails, "raws": hashes, "amendments": changed}


def fill(adder: Adder) -> None:
    adder.add(page(TEXT, "https://n.example/1"))
    adder.add(page(TEXT.replace("will stay", "will fall"), "https://n.example/1"))
    adder.add(page("Please enable JavaScript to continue.", "https://n.example/1"))
    adder.add(page(TEXT + " «Ничего нового», said Mirko.", "https://n.example/2"))


def amend_one(opened: Store) -> None:
    with opened.reading() as connection:
        number = connection.exec_driver_sql("SELECT max(id) FROM statements").scalar_one()
    arguments = ["amend", "statement", str(number), "--act", "REJECT", "--why", "it refuses", "--by", "E. Ditor"]
    done = CliRunner().invoke(cli, [*arguments, "--store", opened.where])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_the_round_trip_loses_nothing(
    adder: Adder, store: Store, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow()
    monkeypatch.setattr("dragoman.cli.importing.Reader", lambda **_: fake_reader())
    fill(adder)
    amend_one(store)
    file = tmp_path / "all.jsonl"
    run = CliRunner().invoke
    done = run(
        cli, ["export", "--store", store.where, "--form", "jsonl", "--versions", "all", "--raw", "-o", str(file)]
    )
    assert done.exit_code == 0, done.output
    other = str(tmp_path / "other.db") if target == "sqlite" else new_database()
    done = run(cli, ["import", str(file), "--store", other, "--json"])
    assert done.exit_code == 0, done.output
    with Store.open(other) as copy:
        before, after = content(store), content(copy)
        assert after == before
        assert len(before["amendments"]) == 1 and any(
            t.outcome == "not comparable" for t in before["trails"]["url:n.example/1"]
        )
        with copy.reading() as connection:
            assert [one.kind for one in log.everything(connection)] == ["change"]
        # Once more changes nothing.
        done = run(cli, ["import", str(file), "--store", other, "--again", "--json"])
        assert json.loads(done.stdout.splitlines()[-1])["totals"] == {"unchanged": 3}
        assert content(copy) == before


def test_without_bytes_it_can_still_be_read_again(
    adder: Adder, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("importing", "rereading"):
        monkeypatch.setattr(f"dragoman.cli.{module}.Reader", lambda **_: fake_reader())
    fill(adder)
    file = tmp_path / "all.jsonl"
    run = CliRunner().invoke
    assert run(cli, ["export", "--store", store.where, "--form", "jsonl", "-o", str(file)]).exit_code == 0
    other = str(tmp_path / "other.db")
    assert run(cli, ["import", str(file), "--store", other]).exit_code == 0
    with Store.open(other) as copy:
        texts = [k.record.article.text for k in copy.kept()]
    assert run(cli, ["reread", "1", "2", "--store", other]).exit_code == 0
    with Store.open(other) as copy:
        assert [k.record.article.text for k in copy.kept()] == texts
        with copy.reading() as connection:
            assert len(connection.execute(select(fetches.c.id)).all()) >= 2


def test_what_was_said_of_contacts_and_claims_comes_back_too(
    adder: Adder, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow()
    monkeypatch.setattr("dragoman.cli.importing.Reader", lambda **_: fake_reader())
    for name in ("one", "two"):
        adder.add(talks(name=name), f"url:news.example/{name}")
    with store.reading() as connection:
        first, *_, last = connection.exec_driver_sql("SELECT id FROM statements ORDER BY id").scalars().all()
    run = CliRunner().invoke
    for words in (
        ["remove", str(last)], ["undo", "1"], ["contact", "split", "1", "--article", "2"],
        ["contact", "set", "2", "--status", "cancelled"], ["contact", "set", "1", "--place", "Tame"],
        ["same", str(first), str(last)], ["contact", "merge", "1", "2"], ["undo", "7"],
    ):  # fmt: skip
        done = run(cli, ["amend", *words, "--by", "Ada", "--why", "read it", "--store", store.where])
        assert done.exit_code == 0, done.output
    # Numbers of the other archive are not those of this one.
    other = str(tmp_path / "other.db")
    with Store.open(other, create=True) as copy:
        Adder(copy, fake_reader()).add(talks(name="before"), "url:news.example/before")
    file = str(tmp_path / "all.jsonl")
    assert run(cli, ["export", "--store", store.where, "--form", "jsonl", "-o", file]).exit_code == 0
    for again in ([], ["--again"]):
        assert run(cli, ["import", file, "--store", other, *again]).exit_code == 0
        with Store.open(other) as copy:
            assert told(copy) == told(store)


def told(opened: Store) -> list[Any]:
    """The amendments with the articles they name by their keys, and how each stands."""
    with opened.reading() as connection:
        rows = connection.execute(select(articles.c.id, articles.c.key)).all()
        keys = {row.id: row.key for row in rows}
        return [
            (one.amendment.kind, one.state, sorted(keys[row] for row in log.named(one.amendment)), one.amendment.new,
             one.amendment.target.get("amendment"))
            for one in standing(connection)
        ]  # fmt: skip


def test_an_amendment_across_articles_stays_behind_where_one_of_them_does(
    adder: Adder, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.cli.importing.Reader", lambda **_: fake_reader())
    for name in ("one", "two"):
        adder.add(talks(name=name), f"url:news.example/{name}")
    run = CliRunner().invoke
    words = ["amend", "contact", "split", "1", "--article", "2", "--by", "Ada", "--why", "read it"]
    assert run(cli, [*words, "--store", store.where]).exit_code == 0
    file, other = str(tmp_path / "one.jsonl"), str(tmp_path / "other.db")
    export = ["export", "--store", store.where, "--form", "jsonl", "--article", "1", "-o", file]
    assert run(cli, export).exit_code == 0
    assert run(cli, ["import", file, "--store", other]).exit_code == 0
    with Store.open(other) as copy:
        assert told(copy) == []
