"""``dragoman search`` and ``dragoman check`` as they are called: forms, exit status, one line of trouble."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from dragoman.cli import finding
from dragoman.store import Adder, Store
from tests.finding_sample import ORLOVA, filled, record, said
from tests.store_sample import fake_reader


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("cli") / "store.db")
    with Store.open(path, create=True) as store:
        filled(store)
        text = "Вера Орлова сказала: «Так \x1b[31m=1+1 **не** <b>было</b>  никогда»."
        hostile = said(text, ORLOVA, "сказала", "«Так \x1b[31m=1+1 **не** <b>было</b>  никогда»")
        one = record(text, [hostile], published="2020-01-01", publisher="=cmd", language="ru", name="six")
        Adder(store, fake_reader()).add(one)
    return path


def run(command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_hits_as_text(where: str) -> None:
    done = run(finding.search, "--store", where, "переговорах", "--state", "RUS")
    assert done.exit_code == 0
    assert "2021-12-07 15:00  Вера Орлова RUS.GOV  подчеркнула" in done.stdout
    assert "2 statements, the newest first." in done.stdout
    assert "AGREE (agrees, promises, offers or invites) → USA · Вестник" in done.stdout
    assert "https://one.example/2021-12-07T10:00:00+03:00" in done.stdout
    assert done.stdout.count("act unresolved") == 1


def test_marks_are_bold_where_there_are_colours(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    done = run(finding.search, "--store", where, "台湾")
    assert "\x1b[1;4m台湾\x1b[0m问题" in done.stdout


def test_hits_as_json(where: str) -> None:
    done = run(finding.search, "--store", where, "台湾", "--json")
    data = json.loads(done.stdout)
    assert data["total"] == 1
    (hit,) = data["hits"]
    assert hit["marks"] == {"content": [[0, 2]]}
    assert hit["speakers"][0] == {
        "actor": hit["speakers"][0]["actor"], "name": "林晓", "state": "CHN", "sector": "GOV", "office": None,
        "basis": "named",
    }  # fmt: skip


def test_hits_as_csv_and_markdown(where: str) -> None:
    done = run(finding.search, "--store", where, "никогда", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert row["publisher"] == "'=cmd"
    assert row["speaker_code"] == "RUS.GOV"
    done = run(finding.search, "--store", where, "никогда", "--format", "markdown")
    assert "**никогда**" in done.stdout
    assert "<b>" not in done.stdout


def test_hostile_words_do_not_reach_the_terminal(where: str) -> None:
    for command, words in ((finding.search, "никогда"), (finding.check, "Так [31m=1+1 не <b>было</b> никогда")):
        done = run(command, "--store", where, words)
        assert done.exit_code == 0
        assert "\x1b" not in done.stdout


def test_nothing_found_is_status_1(where: str) -> None:
    done = run(finding.search, "--store", where, "nothingness")
    assert (done.exit_code, done.stdout) == (1, "Nothing found.\n")
    done = run(finding.search, "--store", where, "--speaker", "Orlovva")
    assert done.exit_code == 1
    assert "No speaker known as “Orlovva” in this archive; near it: Vera Orlova." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--act", "SHOUT"], "'SHOUT' is none of"),
        (["--state", "Atlantis"], "'Atlantis' is no state"),
        (["ab*"], "a beginning needs 3 letters"),
        (["--language", "zz"], "'zz' is no language's code (ISO 639); in this archive: en, ru, zh"),
        (["--state", "QQQ"], "'QQQ' is no state that is known"),
        (["--account", "Russa"], "near it: Russia (RUS)"),
        (["--act", "ACUSE"], "near it: ACCUSE"),
        (["--topic", "sancions"], "near it: sanctions"),
        (["--contact", "99999"], "there is no contact 99999"),
        (["--publisher", "nobody"], "no publisher 'nobody' in this archive"),
        (["--publisher", "Courier"], "near it: The Courier"),
    ],
)
def test_what_cannot_be_looked_for_is_told_in_one_line(where: str, arguments: list[str], said: str) -> None:
    done = run(finding.search, "--store", where, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_store_is_told_in_one_line(tmp_path: Path) -> None:
    for command in (finding.search, finding.check):
        done = run(command, "--store", str(tmp_path / "none.db"), "x y")
        assert done.exit_code == 2
        assert done.stderr.count("\n") == 1


def test_a_page_tells_how_to_get_the_next(where: str) -> None:
    done = run(finding.search, "--store", where, "-n", "1", "переговорах")
    number = done.stdout.rsplit("--after ", 1)[1].strip()
    following = run(finding.search, "--store", where, "-n", "1", "--after", number, "переговорах")
    assert "2021-12-07 10:00" in following.stdout
    assert "--after" not in following.stdout


def test_a_quotation_as_text(where: str) -> None:
    done = run(
        finding.check, "--store", where, "the sides are ready for talks, but only in Geneva", "--speaker", "Hale",
        "--no-meaning",
    )  # fmt: skip
    assert done.exit_code == 0
    assert "“Hale” taken for: Martin Hale USA." in done.stdout
    assert "Found word for word." in done.stdout
    assert "First here: 2021-12-08 · Martin Hale USA.GOV · The Courier" in done.stdout
    assert "{+honest+}" in done.stdout
    assert "true" in done.stdout.splitlines()[-1]


def test_a_quotation_that_is_nowhere(where: str) -> None:
    done = run(finding.check, "--store", where, "Nothing of this sort was ever published", "--no-meaning")
    assert done.exit_code == 1
    assert "Not found in 6 articles since 2020-01-01." in done.stdout
    assert "Not found is not never said" in done.stdout


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_a_quotation_in_other_forms(where: str, form: str) -> None:
    done = run(finding.check, "--store", where, "台湾问题是中国内政", "--format", form, "--no-meaning")
    assert done.exit_code == 0
    if form == "json":
        data = json.loads(done.stdout)
        assert data["outcomes"] == ["exact"]
        assert data["variants"][0]["sayings"][0]["words"] == "台湾问题是中国内政"
    elif form == "csv":
        (row,) = csv.DictReader(io.StringIO(done.stdout))
        assert (row["how"], row["speaker"]) == ("exact", "林晓")
    else:
        assert done.stdout.startswith("> 台湾问题是中国内政\n")


@pytest.mark.parametrize(
    "arguments", [["--language", "fr"], ["--language", "en-GB", "nothingness"], ["--state", "FRA"], ["--act", "AID"]]
)
def test_what_is_known_and_not_in_the_archive_is_nothing_found(where: str, arguments: list[str]) -> None:
    done = run(finding.search, "--store", where, *arguments)
    assert (done.exit_code, done.stdout, done.stderr) == (1, "Nothing found.\n", "")


def test_a_language_of_three_letters_is_the_one_of_two(where: str) -> None:
    assert run(finding.search, "--store", where, "--language", "rus").exit_code == 0


def test_a_target_that_is_no_state_may_be_a_name(where: str) -> None:
    done = run(finding.search, "--store", where, "--target", "QQQ")
    assert (done.exit_code, done.stderr) == (1, "")
    assert "No speaker known as “QQQ” in this archive." in done.stdout


def test_a_quotation_in_a_language_that_is_none(where: str) -> None:
    done = run(finding.check, "--store", where, "ready for talks", "--language", "zz", "--no-meaning")
    assert done.exit_code == 2
    assert "'zz' is no language's code" in done.stderr


def test_words_with_a_hyphen_before_them_stand_after_two(where: str) -> None:
    for word in ("-ready", "-ночь", "-nato", "-odessa", '-"ready for"'):
        done = run(finding.search, "--store", where, word)
        assert done.exit_code == 2
        assert f"{word} is taken for options" in done.stderr and " -- " in done.stderr
    every = json.loads(run(finding.search, "--store", where, "--json").stdout)["total"]
    without = run(finding.search, "--store", where, "--json", "--", "-ready")
    assert json.loads(without.stdout)["total"] == every - 2
    assert run(finding.search, "--store", where, "-n1", "-fjson", "ready").exit_code == 0
    assert "“-ready”" in run(finding.search, "--store", where, "--speaker", "-ready").stdout
