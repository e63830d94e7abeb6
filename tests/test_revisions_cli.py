"""``dragoman history`` on files: what it writes, what it leaves out, how it fails."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dragoman
from dragoman.cli import history as command
from dragoman.cli.history import history
from dragoman.revisions import KINDS
from tests.cli_fake import FakeReader

Run = Callable[..., Result]
ROOT = Path(__file__).parents[1]

ONE = """\
Talks on the strait

Anna Weber said that the strait would open to 40 ships in June.

Tomas Koll said that the lane would stay closed to all.

The harbour of Port Alder was repaired in spring and nobody was hurt.
"""
TWO = ONE.replace("40 ships", "60 ships") + "\nMira Orsa said that talks would go on in autumn.\n"
THREE = TWO.replace("Talks on the strait", "Talks on the strait break down").replace(
    "repaired in spring", "repaired last spring"
)
STUB = "Just a moment\n\nPlease verify you are a human before you go on. We are checking your browser.\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setattr("dragoman.reader.reader.NeuralReader", FakeReader)
    monkeypatch.chdir(tmp_path)
    for name, text in {"one.txt": ONE, "two.txt": TWO, "three.txt": THREE, "stub.txt": STUB, "empty.txt": ""}.items():
        Path(name).write_text(text, encoding="utf-8")

    def call(*arguments: str, env: dict[str, str] | None = None) -> Result:
        return CliRunner().invoke(history, arguments, env=env, catch_exceptions=False)

    return call


def test_two_versions(run: Run) -> None:
    result = run("one.txt", "two.txt")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "1 statement added · 1 number changed" in result.stdout
    assert "{+60+}" in result.stdout
    assert "one.txt" in result.stdout
    assert "\x1b" not in result.stdout


def test_the_same_version_twice(run: Run) -> None:
    result = run("one.txt", "one.txt")
    assert result.exit_code == 0
    assert "No revision: nothing changed." in result.stdout


def test_several_versions_are_several_steps(run: Run) -> None:
    result = run("one.txt", "two.txt", "three.txt", "--json")
    first, second = map(json.loads, result.stdout.splitlines())
    assert {change["kind"] for change in first["changes"]} == {"added", "numbers", "difference"}
    assert {change["kind"] for change in second["changes"]} == {"headline", "difference"}
    assert second["old"]["article"]["id"] == "two"


def test_one_step_is_indented(run: Run) -> None:
    result = run("one.txt", "two.txt", "-f", "json")
    assert json.loads(result.stdout)["announced"] is False
    assert result.stdout.count("\n") > 20


def test_only_some_kinds_and_sizes(run: Run) -> None:
    only = run("two.txt", "three.txt", "--only", "headline").stdout
    assert "Headline changed" in only
    assert "plain difference" not in only
    both = json.loads(run("one.txt", "two.txt", "--only", "added", "--only", "numbers", "--json").stdout)
    assert [change["kind"] for change in both["changes"]] == ["added", "numbers"]
    assert "plain difference" in run("two.txt", "three.txt").stdout
    large = json.loads(run("two.txt", "three.txt", "--min", "3", "--json").stdout)
    assert large["changes"] == []


def test_a_stub_is_passed_over(run: Run) -> None:
    result = run("one.txt", "stub.txt", "two.txt", "--json")
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["incomparable"].startswith("a page that asks whether we are a robot")
    assert first["changes"] == []
    assert second["incomparable"] is None
    assert second["old"]["article"]["id"] == "one"


def test_a_page_and_markdown_and_a_file(run: Run) -> None:
    assert run("one.txt", "two.txt", "--format", "html").stdout.startswith("<!DOCTYPE html>")
    assert run("one.txt", "two.txt", "--format", "markdown").stdout.startswith("# Talks on the strait")
    result = run("one.txt", "two.txt", "-f", "html", "-o", "changes.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "<ins>60</ins>" in Path("changes.html").read_text(encoding="utf-8")


def test_a_version_that_cannot_be_read_is_told_and_left_out(run: Run) -> None:
    result = run("one.txt", "empty.txt", "two.txt")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "empty.txt" in result.stderr
    assert "{+60+}" in result.stdout
    alone = run("one.txt", "empty.txt", "-o", "out.txt")
    assert alone.exit_code == 1
    assert "fewer than two of the 2 versions could be read" in alone.stderr
    assert not Path("out.txt").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "two versions"),
        (("one.txt", "two.txt", "--only", "spelling"), "spelling"),
        (("one.txt", "two.txt", "--min", "0"), "--min"),
        (("one.txt", "two.txt", "--json", "-f", "html"), "exclude each other"),
        (("one.txt", "two.txt", "-o", "one.txt"), "one of the articles"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], says: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert Path("one.txt").read_text(encoding="utf-8") == ONE


def test_the_command_and_the_room_know_the_same_kinds() -> None:
    assert command.KINDS == KINDS


def test_help_is_quick() -> None:
    """The declaration of the command does not import what only a run needs."""
    code = "import sys, dragoman.cli.history; print([name for name in sys.modules if name.startswith('dragoman.revisions')])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_story_among_the_examples(reader: dragoman.Reader) -> None:
    """With the reader that ships: what docs/versions.md shows."""
    from dragoman.revisions import steps

    files = sorted((ROOT / "examples" / "story").iterdir())
    assert [file.name for file in files] == ["1.en.md", "2.en.md", "3.en.md"]
    first, second = steps([reader.read(file) for file in files])
    assert {"headline", "added", "gone", "wording", "picture", "caption"} <= {change.kind for change in first.changes}
    assert first.announced is False
    (gone,) = first.of("gone")
    assert "In case of provocations" in gone.old.words
    assert second.announced is True
    assert {"added", "numbers", "notice"} <= {change.kind for change in second.changes}
    assert not second.of("gone", "quotation", "headline", "speaker")
    (number,) = second.of("numbers")
    assert (number.old.words, number.new.words) == ("90 days", "120 days")
    (notice,) = second.of("notice")
    assert notice.aspect == "correction"
