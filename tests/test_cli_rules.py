"""What holds for all commands: one status where there is no archive, and results as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from dragoman.cli.command import SECTIONS, cli
from tests.store_sample import fake_reader

TEXT = "May 3, 2031. Anna Orlen of the USA said that the bridge will be built. Oskar Vrelsky said that it will not."

MAKES = frozenset({"add", "import", "watch"})
"""They make the archive where there is none."""

ASKED: dict[str, list[str]] = {
    "alert add": ["x", "y"], "alert check": [], "alert feed": ["x"], "alert list": [], "alert remove": ["x"],
    "amend add": ["a.txt", "--cue", "a", "--content", "b", "--why", "x", "--by", "Ada"],
    "amend apart": ["1", "2", "--why", "x", "--by", "Ada"], "amend same": ["1", "2", "--why", "x", "--by", "Ada"],
    "amend contact merge": ["1", "2", "--why", "x", "--by", "Ada"],
    "amend contact set": ["1", "--place", "Geneva", "--why", "x", "--by", "Ada"],
    "amend contact split": ["1", "--article", "1", "--why", "x", "--by", "Ada"],
    "amend export": ["-o", "out.jsonl"], "amend list": [], "amend remove": ["1", "--why", "x", "--by", "Ada"],
    "amend statement": ["1", "--act", "AID", "--why", "x", "--by", "Ada"],
    "amend undo": ["1", "--why", "x", "--by", "Ada"],
    "check": ["a quotation"], "compare": ["--contact", "1"], "contacts": [], "export": ["--form", "csv"],
    "forget": ["x", "--why", "x", "-y"], "history": ["1"], "release": ["set.db", "--title", "x", "--version", "1"],
    "reread": [], "sample": [], "search": ["x"], "serve": ["--port", "0"],
    "token add": ["x", "y"], "token revoke": ["x", "y"], "user add": ["x"], "user change": ["x", "--enable"],
    "user list": [],
}  # fmt: skip
"""Every other command that has an archive, with what else it is called with."""

NO_JSON = {
    "alert add": "one line that it was done", "alert feed": "a feed is Atom", "alert remove": "one line that it was done",
    "amend export": "writes files in a form of their own", "completion": "a script for a shell",
    "schema": "JSON as it is", "serve": "an API of its own", "token add": "the token alone, to be kept by a program",
    "token revoke": "one line that it was done", "user add": "one line that it was done",
    "user change": "one line that it was done",
}  # fmt: skip
"""Commands without ``--json``, and why."""


def leaves(group: click.Group = cli, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def names(option: str) -> set[str]:
    return {name for name, command in leaves() if any(option in parameter.opts for parameter in command.params)}


def run(*arguments: str, **more: Any) -> Result:
    return CliRunner().invoke(cli, arguments, **more)


def test_every_command_is_in_the_tables() -> None:
    assert names("--store") == set(ASKED) | MAKES
    assert {name for name, _ in leaves()} - names("--json") == set(NO_JSON)


@pytest.mark.parametrize("name", ASKED)
def test_without_an_archive_every_command_ends_in_2(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*name.split(), *ASKED[name], "--store", "none.db", input="a long enough password\n")
    assert done.exit_code == 2, done.output
    assert done.stderr == "dragoman: none.db: there is no store here yet: dragoman add makes one\n"
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with an archive of one article, an alert and a user."""
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("DRAGOMAN_STORE", "desk.db")
        for module in ("adding", "importing", "rereading", "watching", "searching", "alerting", "comparing", "reading"):
            patch.setattr(f"dragoman.cli.{module}.Reader", lambda **_: fake_reader())
        (folder / "a.txt").write_text(TEXT, "utf-8")
        (folder / "b.txt").write_text(TEXT.replace("built", "begun"), "utf-8")
        (folder / "rows.jsonl").write_text(json.dumps({"url": "https://n.example/1", "text": TEXT}), "utf-8")
        (folder / "sources.toml").write_text('[[source]]\nurl = "http://127.0.0.1:9/feed.xml"\n', "utf-8")
        assert run("add", "a.txt").exit_code == 0
        assert run("alert", "add", "bridge", "bridge").exit_code == 0
        assert run("user", "add", "mira", input="a long enough password\n").exit_code == 0
        yield folder


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "a.txt"], ["read", "a.txt", "b.txt"], ["add", "b.txt"], ["import", "rows.jsonl"],
        ["watch", "sources.toml", "--check"], ["watch", "sources.toml", "--once"], ["watch", "sources.toml", "--health"],
        ["reread"], ["search", "bridge"], ["search", "nothingness"], ["check", "it will not", "--no-meaning"],
        ["contacts"], ["history", "a.txt", "b.txt"], ["alert", "list"], ["alert", "check"], ["amend", "list"],
        ["export", "--form", "csv", "-o", "all.csv"], ["sample", "-n", "1"], ["user", "list"],
        ["release", "set.db", "--title", "A set", "--version", "1"], ["forget", "b.txt", "--why", "asked", "-y"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_is_printed_as_json_is_json(desk: Path, arguments: list[str]) -> None:
    done = run(*arguments, "--json")
    assert done.exit_code in (0, 1), done.output
    try:
        json.loads(done.stdout)
    except ValueError:
        for line in done.stdout.splitlines():
            json.loads(line)
    if arguments[0] not in ("contacts", "alert", "amend") or (arguments[1:] == ["list"] and arguments[0] == "alert"):
        assert done.stdout


def test_a_released_set_is_refused_before_anything_is_asked(desk: Path) -> None:
    assert run("release", "frozen.db", "--title", "A set", "--version", "1").exit_code == 0
    for arguments in (["forget", "a.txt", "--why", "asked"], ["reread"], ["add", "b.txt"], ["alert", "add", "x", "y"]):
        done = run(*arguments, "--store", "frozen.db", input="y\n")
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == "dragoman: frozen.db: a released set is never changed\n"


def test_forgetting_asks_by_title_and_refuses_what_is_not_there_before(desk: Path) -> None:
    asked = run("forget", "a.txt", "Anna Orlen", "--why", "asked", input="n\n")
    assert "article 1" in asked.output and "the name “Anna Orlen”?" in asked.output
    missing = run("forget", "a.txt", "9999", "--why", "asked", input="y\n")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "9999: no such article" in missing.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "--contact", "99"], ["history", "99"], ["export", "--form", "csv", "--article", "99"],
        ["export", "--form", "csv", "--state", "QQQ"], ["export", "--form", "csv", "--publisher", "nobody"],
        ["contacts", "--state", "QQQ"], ["contacts", "--topic", "sancions"], ["reread", "99"],
        ["amend", "undo", "99", "--why", "x"], ["alert", "remove", "none"], ["user", "change", "nobody", "--enable"],
        ["token", "revoke", "mira", "none"], ["search", "--contact", "99"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_nobody_knows_ends_in_2_and_one_line(desk: Path, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("dragoman: ") and done.stderr.count("\n") == 1


def test_an_alert_waits_for_what_nobody_knows_yet(desk: Path) -> None:
    done = run("alert", "add", "later", "--publisher", "The New Courier")
    assert done.exit_code == 0
    assert "no publisher 'The New Courier' in this archive; the alert waits for it" in done.stderr


def groups(group: click.Group = cli, before: str = "") -> Iterator[tuple[str, click.Group]]:
    yield before.strip(), group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from groups(command, f"{before}{name} ")


@pytest.mark.parametrize("name", [name for name, _ in groups()])
def test_lists_of_commands_are_cut_nowhere_in_80_columns(name: str) -> None:
    said = run(*name.split(), "--help", terminal_width=80).output
    assert not [line for line in said.splitlines()[1:] if line.endswith("...")]


def test_every_command_stands_in_a_section() -> None:
    assert {name for names in SECTIONS.values() for name in names} == set(cli.commands)


@pytest.mark.parametrize("columns", [60, 80])
def test_contacts_keep_their_indent(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    from dragoman.cli.listing import _lines
    from dragoman.store.listing import Listed, Told

    title = "The American account of the video call between the two presidents, in a paraphrase of it, with a map"
    articles = (Told(12, title, "The Courier", "en", None, None, None), Told(3, title, None, "en", None, None, "USA"))
    people = tuple((f"Somebody Vrelsky {n}", "USA") for n in range(8))
    contact = Listed(7, "2021-12-07", "video", "leaders", "held", "Port Alder", ("RUS", "USA"), people, (), articles)
    shown = [line.plain for line in _lines(contact, Console(width=columns))]
    assert max(map(len, shown)) <= columns
    assert shown[0].startswith("2021-12-07  RUS – USA  video, held, leaders")
    begun = [line for line in shown if line[:12].strip()[:4].isdecimal() or line.startswith("  Some")]
    assert all(line.startswith("    ") for line in shown if line not in begun)
    assert shown[-2 if columns == 80 else -3].startswith("      3 USA's own text: The American account")
    assert shown[-1].startswith(" " * 8) and shown[-1][8] != " "
