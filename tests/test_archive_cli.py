"""The commands of the archive: add, import, reread, contacts, release, forget."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dragoman.cli.command import cli
from dragoman.store import Store, StoreError
from tests.store_sample import fake_reader

TEXT = "May 3, 2031. Anna Orlen said that the bridge will be built. Oskar Vrelsky said that the tariffs will stay."
ACTORS = """
[[actor]]
name = "Anna Orlen"
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a reader without weights and an archive that the environment names."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAGOMAN_STORE", str(tmp_path / "desk.db"))
    for module in ("adding", "importing", "rereading"):
        monkeypatch.setattr(f"dragoman.cli.{module}.Reader", lambda **_: fake_reader())
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_adding_says_what_became_of_each(desk: Path) -> None:
    (desk / "a.txt").write_text(TEXT, "utf-8")
    (desk / "b.txt").write_text("", "utf-8")
    first = run("add", "a.txt", "b.txt", "none.txt", "--json")
    assert first.exit_code == 1
    told = lines(first)
    assert told[0] == {"name": "a.txt", "outcome": "new", "article": 1, "version": 1}
    assert told[-1] == {"totals": {"new": 1, "failed": 2}, "articles": 1}
    assert "none.txt" in first.stderr and "b.txt" in first.stderr
    (desk / "a.txt").write_text(TEXT.replace("stay", "fall in June"), "utf-8")
    second = run("add", "a.txt")
    assert second.exit_code == 0
    assert "new version (version 2)" in second.stdout and "1 article in the archive" in second.stdout
    assert "unchanged" in run("add", "a.txt").stdout


def test_what_is_told_of_an_article_is_told_again_when_it_is_read_again(desk: Path) -> None:
    (desk / "a.txt").write_text(TEXT.removeprefix("May 3, 2031. "), "utf-8")
    assert run("add", "a.txt", "--published", "2031-05-04", "-q").exit_code == 0
    with Store.open() as store:
        (before,) = store.kept()
    (desk / "mine.toml").write_text("", "utf-8")
    assert run("reread", "1", "-q").exit_code == 0
    with Store.open() as store:
        (after,) = store.kept()
        assert after.reading != before.reading
        assert after.record.article.published == before.record.article.published
        assert before.record.article.published is not None
        # The old reading is there, and can be made current again.
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM readings").scalar_one() == 2
            assert connection.exec_driver_sql("SELECT count(*) FROM readings WHERE current").scalar_one() == 1


def test_rereading_tells_the_totals(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "a.txt").write_text(TEXT, "utf-8")
    run("add", "a.txt")
    assert "nothing to read again" in run("reread").output

    class Better:
        name = "better"

        def __init__(self) -> None:
            from tests.cli_fake import FakeReader

            self.inner = FakeReader()

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

        def marks(self, text: str, masked: Any = (), **more: Any) -> Any:
            from dragoman.reader.marks import Marks

            return Marks(self.inner.marks(text).attributions[:1])

    from dragoman.pipeline import Reader

    monkeypatch.setattr("dragoman.cli.rereading.Reader", lambda **_: Reader(neural=Better()))  # type: ignore[arg-type]
    (told,) = lines(run("reread", "--json"))
    assert told["before"]["statements"] == 2 and told["after"]["statements"] == 1
    with Store.open() as store:
        assert [len(k.statements) for k in store.kept()] == [1]
    assert "nothing to read again" in run("reread").output
    shown = run("reread", "--reader", "fake").output
    assert "statements" in shown and "+1" in shown
    with Store.open() as store:
        assert [len(k.statements) for k in store.kept()] == [2]


def test_an_import_is_not_gone_through_twice(desk: Path) -> None:
    rows = [{"url": f"https://n.example/{n}", "text": f"{TEXT} Number {n}."} for n in range(3)]
    file = desk / "rows.jsonl"
    file.write_text("\n".join([*map(json.dumps, rows[:2]), "{broken", json.dumps(rows[2])]), "utf-8")
    first = run("import", "rows.jsonl", "--json")
    assert first.exit_code == 1
    assert lines(first)[-1] == {"totals": {"new": 3, "failed": 1}, "articles": 3}
    assert "line 3" in first.stderr
    again = run("import", "rows.jsonl")
    assert again.exit_code == 0 and "imported before" in again.stderr
    once_more = run("import", "rows.jsonl", "--again", "--json")
    assert lines(once_more)[-1]["totals"] == {"unchanged": 3, "failed": 1}


def test_a_feed_gives_its_articles(desk: Path) -> None:
    (desk / "a.txt").write_text(TEXT, "utf-8")
    (desk / "feed.xml").write_text(
        '<rss version="2.0"><channel><title>x</title><item><title>a</title><link>http://127.0.0.1:9/a</link></item>'
        "</channel></rss>", "utf-8",
    )  # fmt: skip
    told = run("add", "feed.xml", "a.txt", "--json")
    assert told.exit_code == 1 and "127.0.0.1" in told.stderr  # its article is asked for, and is at a private address
    assert lines(told)[-1]["totals"] == {"new": 1, "failed": 1}


def test_a_released_set_is_never_changed(desk: Path) -> None:
    (desk / "a.txt").write_text(TEXT, "utf-8")
    run("add", "a.txt")
    made = run(
        "release",
        "set.db",
        "--title",
        'A "set"',
        "--version",
        "1.0",
        "--author",
        "A. Desk",
        "--licence",
        "CC-BY-4.0",
        "--json",
    )
    assert made.exit_code == 0, made.output
    (told,) = lines(made)
    assert (told["articles"], told["statements"]) == (1, 2)
    assert not stat.S_IMODE((desk / "set.db").stat().st_mode) & 0o222
    assert (desk / "set.db.sha256").read_text() == f"{told['sha256']}  set.db\n"
    assert 'title: "A \\"set\\""' in (desk / "set.db.cff").read_text()
    with Store.open(desk / "set.db") as store:
        assert [k.record.article.text for k in store.kept()] == [TEXT]
        with pytest.raises(StoreError, match="read-only"), store.writing() as connection:
            connection.exec_driver_sql("DELETE FROM statements")
    (desk / "b.txt").write_text(TEXT + " More.", "utf-8")
    assert run("add", "b.txt", "--store", "set.db").exit_code == 2
    assert "never changed" in run("release", "set.db", "--title", "x", "--version", "2").stderr
    assert not list(desk.glob(".*part*")) and not list(desk.glob("set.db-*"))
    for words in (["user", "list"], ["user", "add", "mira"], ["serve", "--sign-in", "--port", "0"]):
        refused = run(*words, "--store", "set.db")
        assert refused.exit_code == 2 and "--users" in refused.output
    assert hashlib.sha256((desk / "set.db").read_bytes()).hexdigest() == told["sha256"]


def test_forgetting_an_article_leaves_no_trace(desk: Path) -> None:
    secret = "Xanthippe Quorl said that the vault is below the mill."
    (desk / "a.txt").write_text(TEXT, "utf-8")
    (desk / "b.txt").write_text(secret, "utf-8")
    run("add", "a.txt", "b.txt")
    with pytest.MonkeyPatch.context():
        assert (
            "nothing was removed" in CliRunner().invoke(cli, ["forget", "b.txt", "--why", "asked"], input="n\n").output
        )
    assert run("forget", "b.txt", "--why", "asked by a court", "-y").exit_code == 0
    with Store.open() as store:
        assert store.count() == 1
    for file in desk.glob("desk.db*"):
        data = file.read_bytes()
        assert b"Quorl" not in data and b"quorl" not in data and b"vault" not in data
    told = run("add", "b.txt")
    assert told.exit_code == 1 and "for good" in told.stderr
    assert run("forget", "b.txt", "--why", "again", "-y").exit_code == 0  # as a name, which stands nowhere


def test_forgetting_a_name_blacks_it_out(desk: Path) -> None:
    text = "Xanthippe Quorl said that the vault is empty. Anna Orlen said that Xanthippe Quorl left. XANTHIPPE QUORL!"
    (desk / "a.txt").write_text(text, "utf-8")
    run("add", "a.txt")
    run("alert", "add", "her", "vault", "--speaker", "Xanthippe Quorl")
    told = run("forget", "Xanthippe Quorl", "--why", "asked", "-y", "--json")
    assert lines(told) == [{"name": "Xanthippe Quorl", "articles": 1, "statements": 1, "alerts": ["her"]}]
    assert "alerts her" in run("forget", "Xanthippe Quorl", "--why", "asked", "-y").output
    run("alert", "remove", "her")
    run("forget", "Xanthippe Quorl", "--why", "asked", "-y")
    with Store.open() as store:
        (kept,) = store.kept()
        clean = kept.record.article.text
        assert len(clean) == len(text) and clean.endswith("Anna Orlen said that █████████ █████ left. █████████ █████!")
        assert [kept.record.words(s.content) for s in kept.record.statements] == ["█████████ █████ left"]
    for file in desk.glob("desk.db*"):
        assert b"uorl" not in file.read_bytes()
    with sqlite3.connect(desk / "desk.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    # It can still be read again, from what is left.
    assert run("reread", "1", "-q").exit_code == 0


def test_contacts_are_listed(desk: Path) -> None:
    assert "no store here yet" in run("contacts").stderr
    (desk / "a.txt").write_text(TEXT, "utf-8")
    run("add", "a.txt")
    assert "no such contact" in run("contacts").output
    assert run("contacts", "--json").stdout == ""


@pytest.mark.parametrize(
    "arguments", [["add"], ["import"], ["forget", "x"], ["release", "x.db"], ["import", "x", "--column", "text"]]
)
def test_wrong_usage(desk: Path, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_contact_of_the_archive_is_compared(desk: Path, reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("adding", "comparing"):
        monkeypatch.setattr(f"dragoman.cli.{module}.Reader", lambda **_: reader)
    folder = Path(__file__).parents[1] / "examples" / "call"
    assert run("add", str(folder), "--published", "2021-12-07", "-q").exit_code == 0
    (contact,) = lines(run("contacts", "--state", "USA", "--mode", "video", "--json"))
    assert {one["article"] for one in contact["articles"]} == {1, 2}
    made = run("compare", "--contact", str(contact["contact"]), "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.stdout)
    assert set(told["sides"]) == {"USA", "RUS"} and told["rows"]
    assert run("compare", "--contact", "999").exit_code == 2
    assert run("compare", "--contact", "1", "a.txt").exit_code == 2
