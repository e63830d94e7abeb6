"""Lines of an export from other archives and other hands: what is merged stays in order, what is wrong is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from dragoman.cli.command import cli
from dragoman.export import desk
from dragoman.store import Adder, Store, forget, tables
from dragoman.store.numbers import MOST, put
from tests.store_sample import adder, fake_reader, page, store, where
from tests.test_export_whole import following

__all__ = ["adder", "following", "store", "where"]

URL = "https://a.example/rain"
TEXTS = tuple(f"May {day}, 2031. Mirko Val said that it {what}." for day, what in ((3, "rains"), (4, "snows")))


@pytest.fixture
def lines(tmp_path: Path) -> list[Any]:
    """Lines of an article with two versions, the second after another article."""
    with Store.open(str(tmp_path / "from.db"), create=True) as made:
        one = Adder(made, fake_reader())
        one.add(page(TEXTS[0], URL))
        one.add(page("May 5, 2031. Mirko Val said that it thaws.", "https://b.example/thaw"))
        one.add(page(TEXTS[1], URL))
    done = CliRunner().invoke(cli, ["export", "--store", str(tmp_path / "from.db"), "--form", "jsonl", "--raw"])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def taken(store: Store, lines: list[Any], *more: str, tmp_path: Path) -> Result:
    """What an import of these lines says."""
    file = tmp_path / "lines.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    done = CliRunner().invoke(cli, ["import", str(file), "--store", store.where, *more])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done


def texts(store: Store) -> list[str]:
    """All versions of the article, in their order."""
    return [one.record.article.text for one in store.kept(versions="all") if one.key == "url:a.example/rain"]


def test_an_article_that_has_other_versions_here_gets_those_of_a_file_once(
    adder: Adder, store: Store, lines: list[Any], tmp_path: Path
) -> None:
    mine = "May 2, 2031. Mirko Val said that it hails."
    adder.add(page(mine, URL))
    for _ in range(2):
        assert taken(store, lines, "--again", tmp_path=tmp_path).exit_code == 0
        assert texts(store) == [mine, *TEXTS]


def test_the_last_version_is_the_last_whatever_numbers_are_free(
    adder: Adder, store: Store, lines: list[Any], tmp_path: Path
) -> None:
    for name in ("one", "two", "three", "four"):
        adder.add(page(f"Mirko Val said {name}.", f"https://c.example/{name}"))
    with store.writing() as connection:
        forget.article(connection, 3, "asked")
    assert taken(store, lines, tmp_path=tmp_path).exit_code == 0
    (last,) = [one for one in store.kept() if one.key == "url:a.example/rain"]
    assert (last.number, last.record.article.text) == (2, TEXTS[1])
    assert texts(store) == list(TEXTS)


def test_what_comes_after_an_alert_has_looked_stands_above_what_it_looked_at(
    adder: Adder, store: Store, lines: list[Any], tmp_path: Path
) -> None:
    told = {"name": "rain", "kind": "match", "query": "{}", "channels": "[]", "after": 20, "created": "2031-01-01"}
    with store.writing() as connection:
        connection.execute(tables.alerts.insert().values(**told))
    lines[1]["readings"].append({**lines[1]["readings"][0], "id": 9})
    lines[1]["readings"][0] |= {"current": False, "record": lines[1]["record"]}
    assert taken(store, lines, tmp_path=tmp_path).exit_code == 0
    adder.add(page("Mirko Val said one.", "https://c.example/one"))
    with store.reading() as connection:
        found = connection.execute(select(tables.readings.c.id)).scalars().all()
    assert sorted(found) == [21, 22, 23, 24, 25]


@pytest.mark.parametrize("number", [0, -5, MOST + 1, 10**30])
def test_a_number_that_no_row_can_have_is_not_taken_over(store: Store, number: int) -> None:
    with store.writing() as connection:
        assert put(connection, tables.stories, number) == 1
        assert put(connection, tables.stories, 7) == 7
        assert put(connection, tables.stories, 9, 9) == 10
        assert put(connection, tables.stories, MOST) == MOST


def test_a_statement_keeps_no_number_of_another_day(store: Store, lines: list[Any], tmp_path: Path) -> None:
    ids = lines[-1]["ids"]["statements"]
    lines[-1]["ids"]["statements"] = dict.fromkeys(ids, 1 << 45)
    assert taken(store, lines[-1:], tmp_path=tmp_path).exit_code == 0
    with store.reading() as connection:
        found = connection.execute(select(tables.statements.c.id)).scalars().all()
    assert ids and sorted(found) == sorted(ids.values())


def nothing(line: Any) -> None:
    line["ids"]["contacts"] = None


def no_record(line: Any) -> None:
    line["readings"].insert(0, {**line["readings"][0], "current": False})


def other_bytes(line: Any) -> None:
    line["fetches"] = [{**one, "raw": "Zm9v", "sha256": "0"} for one in line["fetches"]]


def no_time(line: Any) -> None:
    line["fetched"] = "yesterday"


@pytest.mark.parametrize("spoil", [nothing, no_record, other_bytes, no_time])
def test_a_broken_line_is_named_and_those_after_it_are_taken(
    store: Store, lines: list[Any], spoil: Callable[[Any], None], tmp_path: Path
) -> None:
    spoil(lines[1])
    done = taken(store, lines, tmp_path=tmp_path)
    assert done.exit_code == 1 and "line 2: not a line of an export" in done.output
    assert len(list(store.kept(versions="all"))) == 2


USER = {"id": 1, "name": "eve", "role": "editor", "password": "x", "created": "2031-01-01", "disabled": False}


def row(table: str, **values: Any) -> dict[str, Any]:
    return {"kind": desk.KIND, "schema_version": desk.VERSION, "table": table, "row": values}


def test_who_may_sign_in_comes_from_a_file_only_where_that_is_asked_for(store: Store, tmp_path: Path) -> None:
    told = taken(store, [row("users", **USER)], tmp_path=tmp_path)
    assert told.exit_code == 0 and "left out: 1 users" in told.output
    with store.reading() as connection:
        assert connection.execute(select(tables.users)).all() == []
    assert taken(store, [row("users", **USER)], "--whole", "--again", tmp_path=tmp_path).exit_code == 0
    with store.reading() as connection:
        assert connection.execute(select(tables.users.c.name)).scalar_one() == "eve"


@pytest.mark.parametrize(
    "line",
    [
        row("users", **USER | {"id": "1"}),
        row("users", **USER | {"id": 10**30}),
        row("users", **USER | {"name": None}),
        row("users", **USER | {"disabled": "no"}),
        row("notices", id=1, alert=1, item="x", at="2031-01-01", payload="[]"),
        row("notices", id=1, alert=1, item="x", at="2031-01-01", payload="none"),
    ],
)
def test_a_row_that_its_table_cannot_hold_is_refused(line: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"cannot be|without what|Expecting"):
        desk.checked(line)
    assert desk.checked(row("users", **USER))["row"] == USER
