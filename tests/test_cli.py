"""The command line, in the process: forms, errors, exit statuses."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from dragoman.cli import cli, main
from tests.cli_fake import FakeReader

Run = Callable[..., tuple[int, str, str]]

ONE = "Talks in Velmora\n\nAnna Weber said that the strait is open. Ivan Rokov said that he waits.\n"
TWO = "Анна Вереш сказал, что пролив открыт.\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    monkeypatch.setattr("dragoman.reader.reader.NeuralReader", FakeReader)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return int(str(ended.value.code)), out.decode(), err.decode()

    return run


@pytest.fixture
def one(tmp_path: Path) -> Path:
    path = tmp_path / "one.txt"
    path.write_text(ONE, encoding="utf-8")
    return path


@pytest.fixture
def two(tmp_path: Path) -> Path:
    path = tmp_path / "two.ru.txt"
    path.write_text(TWO, encoding="utf-8")
    return path


def test_one_article(run: Run, one: Path) -> None:
    status, out, err = run("read", one)
    assert (status, err) == (0, "")
    assert "Anna Weber" in out
    assert "the strait is open" in out
    assert "2 statements" in out
    assert "\x1b" not in out


def test_json_for_one_is_for_eyes_and_for_many_a_line_each(run: Run, one: Path, two: Path) -> None:
    status, out, _ = run("read", one, "--json", "--published", "2031-03-03")
    assert status == 0
    assert out.startswith("{\n")
    record = json.loads(out)
    assert record["article"]["published"]["value"] == "2031-03-03"
    assert record["article"]["published"]["origin"] == "given"
    assert record["made"]["reader"] == "fake"
    assert [statement["id"] for statement in record["statements"]] == [1, 2]
    status, out, _ = run("read", one, two, "--format", "json")
    assert [json.loads(line)["article"]["id"] for line in out.splitlines()] == ["one", "two.ru"]


def test_standoff_ids_are_names_without_their_last_suffix(run: Run, two: Path) -> None:
    _, out, _ = run("read", two, "--format", "standoff")
    record = json.loads(out)
    assert record["id"] == "two.ru"
    assert record["text"] == TWO
    assert record["attributions"][0]["source"] == [[0, 10]]


def test_csv_of_many_has_one_header(run: Run, one: Path, two: Path) -> None:
    _, out, _ = run("read", one, two, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["article"] for row in rows] == ["one", "one", "two.ru"]


def test_html_of_many_is_one_page(run: Run, one: Path, two: Path) -> None:
    _, out, _ = run("read", one, two, "-f", "html")
    assert out.count("<!DOCTYPE html>") == 1
    assert out.count('<section class="record"') == 2
    _, out, _ = run("read", one, two, "-f", "markdown")
    assert out.count("\n---\n") == 1


def test_standard_input(run: Run) -> None:
    status, out, _ = run("read", "-", "-f", "standoff", stdin=ONE.encode())
    assert status == 0
    assert json.loads(out)["text"] == ONE


def test_a_failing_article_does_not_stop_the_others(run: Run, one: Path, two: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing more")
    fault = tmp_path / "fault.txt"
    fault.write_text("RAISE", encoding="utf-8")
    status, out, err = run("read", one, tmp_path / "none.txt", broken, fault, two, "-f", "standoff")
    assert status == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["one", "two.ru"]
    lines = err.splitlines()
    assert all(line.startswith("dragoman: ") for line in lines)
    assert "none.txt: no such file" in lines[0]
    assert "broken.pdf: " in lines[1]
    assert "fault.txt: a fault of dragoman's own, RuntimeError: asked to raise" in lines[2]
    assert lines[3] == "dragoman: 3 of 5 could not be read"
    assert len(lines) == 4


def test_folders(run: Run, one: Path, two: Path) -> None:
    _, out, _ = run("read", one.parent, "-f", "standoff")
    assert len(out.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "x.txt", "--published", "yesterday"],
        ["read", "x.txt", "--published", "2021-13-07"],
        ["read", "x.txt", "--published", "20211207"],
        ["read", "x.txt", "--language", "Russian language"],
        ["read", "x.txt", "--format", "xml"],
        ["read", "x.txt", "--json", "--format", "csv"],
        ["read", "x.txt", "--actors", "no-such-file.toml"],
        ["read", "x.txt", "--threads", "0"],
        ["read", "x.txt", "--output", "no/such/folder/x.json"],
        ["reed", "x.txt"],
        ["completion", "tcsh"],
    ],
)
def test_wrong_usage(run: Run, arguments: list[str]) -> None:
    status, out, err = run(*arguments)
    assert status == 2
    assert "Traceback" not in err
    assert err or "Usage" in out


def test_broken_actors_are_wrong_usage(run: Run, one: Path, tmp_path: Path) -> None:
    actors = tmp_path / "actors.toml"
    actors.write_text("not = [toml", encoding="utf-8")
    status, _, err = run("read", one, "--actors", actors)
    assert status == 2
    assert "actors.toml" in err


def test_output_is_whole_or_not_at_all(run: Run, one: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "record.json"
    target.parent.mkdir()
    target.write_text("what stood here", encoding="utf-8")
    status, out, err = run("read", tmp_path / "none.txt", "--json", "-o", target)
    assert status == 1
    assert target.read_text(encoding="utf-8") == "what stood here"
    status, out, err = run("read", one, "--json", "-o", target)
    assert (status, out, err) == (0, "", "")
    assert json.loads(target.read_text(encoding="utf-8"))["article"]["id"] == "one"
    assert [path.name for path in target.parent.iterdir()] == ["record.json"]


def test_output_never_replaces_an_article(run: Run, one: Path) -> None:
    status, _, err = run("read", one, "-o", one)
    assert status == 2
    assert "one of the articles" in err
    assert one.read_text(encoding="utf-8") == ONE


def test_a_file_that_cannot_be_written_is_one_line(run: Run, one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    target = one.parent / "out.json"
    status, _, err = run("read", one, "-o", target)
    assert status == 1
    assert err == f"dragoman: cannot write {target}: No space left on device\n"
    assert [path.name for path in one.parent.iterdir()] == ["one.txt"]


def test_colours_where_asked(run: Run, one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("read", one)[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("read", one)[1]


def test_width_is_the_terminals(run: Run, one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, run("read", one)[1].splitlines())) <= 40


def test_warnings_go_to_standard_error_but_for_people_into_the_reading(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "yearless.ru.txt"
    path.write_text("Сегодня, 7 декабря, Анна Вереш сказал, что пролив открыт.\n", encoding="utf-8")
    _, out, err = run("read", path, "--json")
    warnings = json.loads(out)["article"]["warnings"]
    assert warnings
    assert err.splitlines()[0] == f"dragoman: {path}: {warnings[0]}"
    assert run("read", path, "--json", "--quiet")[2] == ""
    _, out, err = run("read", path)
    assert err == ""
    assert "note: " in out


def test_schema_prints_itself(run: Run) -> None:
    _, out, _ = run("schema")
    assert json.loads(out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run: Run, shell: str) -> None:
    status, out, _ = run("completion", shell)
    assert status == 0
    assert "_DRAGOMAN_COMPLETE" in out


def test_articles_are_completed_as_files() -> None:
    argument = next(one for one in cli.commands["read"].params if one.name == "inputs")
    with click.Context(cli.commands["read"]) as context:
        assert [(item.value, item.type) for item in argument.shell_complete(context, "talks/a")] == [
            ("talks/a", "file")
        ]


def test_help_teaches(run: Run) -> None:
    status, out, _ = run("--help")
    assert status == 0
    assert "dragoman read ARTICLE" in out
    _, out, _ = run("read", "--help")
    assert "dragoman read talks.md --published 2021-12-07" in out
    status, out, _ = run("--version")
    assert out.startswith("dragoman")
