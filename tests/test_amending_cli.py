"""``dragoman amend`` from the command line, in one transaction each, and what it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dragoman.amending.who import user
from dragoman.cli.amend import amend
from dragoman.store import Adder, Store
from tests.amending_sample import TEXT, talks
from tests.store_sample import fake_reader, where

__all__ = ["where"]


@pytest.fixture
def archive(where: str) -> str:
    """An archive of two articles, once on each database."""
    with Store.open(where, create=True) as store:
        adder = Adder(store, fake_reader())
        for name in ("one", "two"):
            adder.add(talks(name=name), f"url:news.example/{name}")
    return where


def run(*arguments: str, store: str) -> Result:
    return CliRunner().invoke(amend, [*arguments, "--store", store], catch_exceptions=False)


def made(*arguments: str, store: str) -> dict[str, Any]:
    result = run(*arguments, "--by", "Ada", "--why", "read it", "--json", store=store)
    assert result.exit_code == 0, result.output
    one = json.loads(result.stdout)
    assert isinstance(one, dict)
    return one


def statements(where: str) -> dict[int, Any]:
    with Store.open(where) as store:
        return {kept.statements[s.id]: s for kept in store.kept() for s in kept.record.statements}


def test_a_statement_is_changed_listed_and_restored(archive: str) -> None:
    before = statements(archive)
    number = min(before)
    result = run(
        "statement", str(number), "--act", "accuse", "--speaker", "Ivo Tarn=KRS.LEG", "--person", "--target", "BLM.GOV",
        "--topic", "energy", "--topic", "other", "--modality", "future", "--by", "Ada Reyl", "--why", "heard it",
        store=archive,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "act STATE → ACCUSE" in result.output and "Ada Reyl: heard it" in result.output
    after = statements(archive)[number]
    assert (after.act.value, after.modality.value, [t.value for t in after.topics]) == (
        "ACCUSE",
        "future",
        ["energy", "other"],
    )
    assert [(a.name, a.code, a.person) for a in after.speakers] == [("Ivo Tarn", "KRS.LEG", True)]
    assert [(a.name, a.code) for a in after.targets] == [("Belmora", "BLM.GOV")]
    listed = run("list", "--json", store=archive)
    (one,) = [json.loads(line) for line in listed.stdout.splitlines()]
    assert (one["state"], one["who"], one["old"]["act"], one["new"]["act"]) == (
        "applied",
        "Ada Reyl",
        "STATE",
        "ACCUSE",
    )
    assert run("undo", "1", "--why", "no", store=archive).exit_code == 0
    assert statements(archive) == before
    assert "[undone]" in run("list", store=archive).output


def test_every_span_can_be_named_in_words_or_taken_away(archive: str) -> None:
    number = sorted(statements(archive))[1]
    made(
        "statement", str(number), "--no-source", "--content", "would cost both sides", "--content", "dearly",
        "--condition", "delays", "--nobody", "--no-target", store=archive,
    )  # fmt: skip
    one = statements(archive)[number]
    assert one.source == () and one.speakers == () and len(one.content) == 2
    assert [TEXT[a:b] for a, b in one.condition] == ["delays"]


def test_a_missing_statement_is_added_and_a_false_one_removed(archive: str) -> None:
    one = made(
        "add", "1", "--cue", "accused", "--source", "Vrelsky", "--at", str(len(TEXT)), "--content",
        "the Karsovian side of breaking the old treaty", "--speaker", "Oskar Vrelsky", "--act", "ACCUSE", store=archive,
    )  # fmt: skip
    assert one["kind"] == "add" and len(statements(archive)) == 7
    number = min(statements(archive))
    made("remove", str(number), store=archive)
    assert number not in statements(archive)


def test_contacts_and_claims_from_the_command_line(archive: str) -> None:
    made("contact", "split", "1", "--article", "2", store=archive)
    made("contact", "merge", "1", "2", store=archive)
    one = made("contact", "set", "1", "--status", "cancelled", "--date", "2031-05-01", store=archive)
    assert one["old"] == {"date": "2031-05-02", "status": "held"}
    made("contact", "set", "1", "--place", "Tame", "--article", "2", store=archive)
    numbers = sorted(statements(archive))
    made("same", str(numbers[0]), str(numbers[3]), store=archive)
    made("apart", str(numbers[0]), str(numbers[4]), store=archive)
    listed = run("list", store=archive).output
    for words in (
        "contacts 1, 2 are one",
        "article 2 tells of another",
        "status held → cancelled",
        "are one claim",
        "are two claims",
    ):
        assert words in listed


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["statement", "999", "--act", "AID", "--why", "x"], "there is no statement 999"),
        (["statement", "999", "--act", "AID"], "--why"),
        (["statement", "{}", "--act", "ACUSE", "--why", "x"], "'ACUSE' is no act"),
        (["statement", "{}", "--why", "x"], "nothing to change"),
        (["statement", "{}", "--nobody", "--state", "USA", "--why", "x"], "exclude each other"),
        (["statement", "{}", "--speaker", "A", "--speaker", "B", "--state", "USA", "--why", "x"], "of several speakers"),
        (["statement", "{}", "--target", "nonsense code", "--why", "x"], "is no code"),
        (["statement", "{}", "--content", "not there at all", "--why", "x"], "the text has no words"),
        (["add", "nowhere.txt", "--cue", "a", "--content", "b", "--why", "x"], "no such article"),
        (["undo", "7", "--why", "x"], "there is no amendment 7"),
    ],
)  # fmt: skip
def test_wrong_use_is_told_in_one_line_and_changes_nothing(archive: str, arguments: list[str], told: str) -> None:
    before = statements(archive)
    number = str(min(before))
    result = run(*(a.replace("{}", number) for a in arguments), "--by", "Ada", store=archive)
    assert result.exit_code == 2 and told in result.output
    assert result.output.startswith("Usage") or len(result.output.splitlines()) == 1
    assert statements(archive) == before
    assert run("list", store=archive).output == "no amendments\n"


def test_amended_articles_are_exported_in_both_forms(archive: str, tmp_path: Path) -> None:
    number = min(statements(archive))
    made("statement", str(number), "--act", "AGREE", store=archive)
    out = tmp_path / "amended.jsonl"
    assert run("export", "-o", str(out), store=archive).exit_code == 0
    (line,) = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert line["attributions"][0]["act"] == "AGREE" and line["attributions"][0]["amendments"] == [1]
    folder = tmp_path / "ann"
    assert run("export", "--form", "ann", "-o", str(folder), store=archive).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["article-1.ann", "article-1.txt"]
    assert (folder / "article-1.txt").read_text("utf-8") == TEXT


def test_who_amends_is_who_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DRAGOMAN_USER", " Ada Reyl ")
    assert user() == "Ada Reyl"
    monkeypatch.delenv("DRAGOMAN_USER")
    config = tmp_path / "config"
    config.write_text("[user]\n\tname = Bo Marsh\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    assert user() == "Bo Marsh"
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("LOGNAME", "bo")
    assert user() == "bo"


def test_control_characters_reach_no_terminal(archive: str) -> None:
    number = min(statements(archive))
    arguments = ("statement", str(number), "--speaker", "A\x1b[2J\nB", "--state", "KRS", "--why", "\x1b]0;x\x07")
    result = run(*arguments, "--by", "B\rC", store=archive)
    assert result.exit_code == 0 and "\x1b" not in result.output and "\r" not in result.output
    assert "\x1b" not in run("list", store=archive).output
