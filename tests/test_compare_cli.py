"""``dragoman compare``: what it hands over, what it writes, how it fails, and the user's translator."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest

from dragoman.accounts.comparison import Comparison
from dragoman.cli import cli, main, translating
from dragoman.cli.comparing import name
from dragoman.cli.translating import translated
from dragoman.gather import Source
from dragoman.record import Record
from tests.cli_fake import FakeReader
from tests.comparison_sample import sample

Run = Callable[..., tuple[int, str, str]]


class FakeCompare:
    """Keeps what it is given and answers with the sample."""

    def __init__(self) -> None:
        self.records: Sequence[Record] = ()
        self.given: dict[str, Any] = {}
        self.trouble: Exception | None = None

    def __call__(self, records: Sequence[Record], **given: Any) -> Comparison:
        if self.trouble is not None:
            raise self.trouble
        self.records, self.given = records, given
        return replace(sample(), id=given["name"])

    @property
    def ids(self) -> list[str]:
        return [record.article.id for record in self.records]


@pytest.fixture
def compare(monkeypatch: pytest.MonkeyPatch) -> FakeCompare:
    fake = FakeCompare()
    monkeypatch.setattr("dragoman.cli.comparing.compare", fake)
    return fake


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    monkeypatch.setattr("dragoman.reader.reader.NeuralReader", FakeReader)
    for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)

    def run(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["compare", *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return int(str(ended.value.code)), out.decode(), err.decode()

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two readouts, a newspaper's article, and a folder of earlier readouts."""
    here = tmp_path / "strait-call"
    (here / "earlier").mkdir(parents=True)
    for file, words in {
        "a.en.txt": "Anna Weber said that the strait is closed.\n",
        "b.ru.txt": "Анна Вереш сказал, что пролив открыт.\n",
        "news.en.txt": "Ivan Rokov said that both waited.\n",
        "earlier/one.en.txt": "Anna Weber said that she hopes.\n",
        "earlier/two.en.txt": "Anna Weber said that she waits.\n",
    }.items():
        (here / file).write_text(words, encoding="utf-8")
    return here


def test_sides_news_and_earlier_accounts_are_handed_over(run: Run, compare: FakeCompare, folder: Path) -> None:
    status, out, err = run(
        "--news", folder / "news.en.txt", "--side", f"xka={folder / 'a.en.txt'}", "--side", f"XKB={folder / 'b.ru.txt'}",
        "--previous", folder / "earlier", "--published", "2031-03-03",
    )  # fmt: skip
    assert (status, err) == (0, "")
    assert compare.ids == ["a.en", "b.ru", "news.en"]
    assert compare.given["sides"] == ["XKA", "XKB", "news"]
    assert [record.article.id for record in compare.given["previous"]] == ["one.en", "two.en"]
    assert compare.given["name"] == "strait-call"
    assert {r.article.published.value for r in compare.records if r.article.published} == {"2031-03-03"}
    # The day is that of the texts compared: no earlier account was published on it.
    assert [record.article.published for record in compare.given["previous"]] == [None, None]
    assert compare.given["reader"].name == "fake"
    assert "in both accounts" in out
    assert "\x1b" not in out


def test_texts_that_are_only_named_tell_themselves_whose_they_are(run: Run, compare: FakeCompare, folder: Path) -> None:
    status, _, _ = run(folder / "a.en.txt", folder / "b.ru.txt", folder / "news.en.txt", "-q")
    assert status == 0
    assert compare.given["sides"] == [None, None, None]
    assert compare.ids == ["a.en", "b.ru", "news.en"]


def test_one_article_is_enough(run: Run, compare: FakeCompare, folder: Path) -> None:
    assert run(folder / "news.en.txt")[0] == 0
    assert compare.ids == ["news.en"]
    status, _, _ = run("-", stdin="Анна Вереш сказал, что пролив открыт.".encode())
    assert status == 0
    assert compare.given["name"] == compare.ids[0]


def test_a_comparison_is_named_after_the_folder_of_its_first_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = sample().records[0]
    monkeypatch.chdir(folder / "earlier")
    assert name(Source("one.en.txt", Path("one.en.txt")), record) == "earlier"
    assert name(Source("x", Path("../a.en.txt")), record) == "strait-call"
    assert name(Source("x", "https://example.org/folder/a.html"), record) == "a.en"


def test_standoff_is_one_line(run: Run, compare: FakeCompare, folder: Path) -> None:
    status, out, _ = run(f"--side=XKA={folder / 'a.en.txt'}", folder / "b.ru.txt", "--format", "standoff")
    assert status == 0
    assert out.count("\n") == 1
    assert json.loads(out)["id"] == "strait-call"


def test_forms(run: Run, compare: FakeCompare, folder: Path) -> None:
    both = (folder / "a.en.txt", folder / "b.ru.txt")
    assert json.loads(run(*both, "--json")[1])["sides"] == ["XKA", "XKB"]
    assert {row["status"] for row in csv.DictReader(io.StringIO(run(*both, "-f", "csv")[1]))} >= {"both", "announced"}
    assert run(*both, "-f", "markdown")[1].startswith("# Verania (XKA) and Laxia (XKB)")
    assert run(*both, "-f", "markdown", "--in", "ru")[1].startswith("# Верания (XKA) и Лаксия (XKB)")
    assert "в обоих сообщениях" in run(*both, "--in", "ru")[1]
    for language, word in (("en", "both"), ("ru", "обоих")):
        page = run(*both, "-f", "html", "--in", language)[1]
        assert page.startswith("<!DOCTYPE html>") and word in page
        brief = run(*both, "-f", "brief", "--in", language, "-q")[1]
        assert brief.endswith("\n") and not brief.endswith("\n\n")
    target = folder / "talks.docx"
    assert run(*both, "-f", "docx", "-o", target) == (0, "", "")
    assert zipfile.is_zipfile(target)


def test_warnings_go_to_standard_error_but_for_people_into_the_reading(
    run: Run, compare: FakeCompare, folder: Path
) -> None:
    both = (folder / "a.en.txt", folder / "b.ru.txt")
    told = "the time zone of b.ru is not known"
    assert run(*both, "--json")[2] == f"dragoman: {told}\n"
    assert run(*both, "--json", "-q")[2] == ""
    _, out, err = run(*both)
    assert (f"note: {told}" in out, err) == (True, "")


def test_bytes_are_written_as_they_are(
    run: Run, compare: FakeCompare, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = b"PK\x03\x04\xff\xfe\r\n"
    monkeypatch.setattr("dragoman.cli.comparing.compared", lambda *_, **__: made)
    target = folder / "talks.docx"
    assert run(folder / "a.en.txt", folder / "b.ru.txt", "-f", "docx", "-o", target)[0] == 0
    assert target.read_bytes() == made


def test_a_document_is_not_written_to_a_terminal(
    run: Run, compare: FakeCompare, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    status, _, err = run(folder / "a.en.txt", folder / "b.ru.txt", "-f", "docx")
    assert status == 2
    assert "--output FILE" in err
    assert compare.ids == []


def test_a_side_that_cannot_be_read_ends_it(run: Run, compare: FakeCompare, folder: Path) -> None:
    target = folder / "out.txt"
    target.write_text("what stood here", encoding="utf-8")
    status, out, err = run(folder / "a.en.txt", folder / "none.txt", "-o", target)
    assert (status, out) == (1, "")
    first, second = err.splitlines()
    assert first.startswith("dragoman: ") and "none.txt: no such file" in first
    assert second == "dragoman: not compared: 1 of 2 could not be read"
    assert compare.ids == []
    assert target.read_text(encoding="utf-8") == "what stood here"


def test_news_that_cannot_be_read_are_left_out_and_said_so(run: Run, compare: FakeCompare, folder: Path) -> None:
    status, out, err = run(folder / "a.en.txt", folder / "b.ru.txt", "--news", folder / "none.txt")
    assert status == 1
    assert err.count("\n") == 1
    assert "none.txt could not be read and is left out" in " ".join(out.split())
    assert compare.ids == ["a.en", "b.ru"]


@pytest.mark.parametrize(
    ("trouble", "line"),
    [
        (ValueError("two sides are needed\nand none is known"), "dragoman: two sides are needed and none is known\n"),
        (RuntimeError("oh"), "dragoman: a fault of dragoman's own, RuntimeError: oh\n"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    run: Run, compare: FakeCompare, folder: Path, trouble: Exception, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DRAGOMAN_DEBUG", raising=False)
    compare.trouble = trouble
    assert run(folder / "a.en.txt", folder / "b.ru.txt") == (1, "", line)
    assert run(folder / "a.en.txt") == (1, "", line)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--news", "x.txt"],
        ["x.txt", "--side", "x.txt"],
        ["x.txt", "--side", "=x.txt"],
        ["x.txt", "--side", "RUS="],
        ["x.txt", "--side", "../RUS=x.txt"],
        ["--side", "XKA=x.txt", "--side", "XKB=y.txt", "--side", "XKC=z.txt"],
        ["x.txt", "--format", "xml"],
        ["x.txt", "--in", "tlh"],
        ["x.txt", "--json", "--format", "csv"],
        ["x.txt", "--published", "yesterday"],
        ["x.txt", "--translate", "trans 'open"],
        ["x.txt", "--translate", "  "],
        ["x.txt", "--output", "no/such/folder/x.json"],
    ],
)
def test_wrong_usage(run: Run, compare: FakeCompare, arguments: list[str]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert "Error: " in err
    assert "Traceback" not in err


def test_output_never_replaces_a_text(run: Run, compare: FakeCompare, folder: Path) -> None:
    news = folder / "news.en.txt"
    status, _, err = run(folder / "a.en.txt", folder / "b.ru.txt", "--news", news, "-o", news)
    assert status == 2
    assert "one of the articles" in err


def test_help_teaches_and_paths_are_completed(run: Run) -> None:
    status, out, _ = run("--help")
    assert status == 0
    assert "dragoman compare --side USA=a.en.txt --side RUS=b.ru.txt --news story.ru.txt" in out
    assert "DRAGOMAN_FROM" in out
    command = cli.commands["compare"]
    with click.Context(command) as context:
        for option in ("inputs", "sides", "news", "previous"):
            (item,) = next(p for p in command.params if p.name == option).shell_complete(context, "talks/a")
            assert (item.value, item.type) == ("talks/a", "file")


def script(folder: Path, body: str) -> list[str]:
    """A translator of our own; ``log`` is a file that it may write to."""
    path = folder / "engine.py"
    path.write_text(f"import os, sys\nlog = {str(folder / 'log')!r}\n{body}", encoding="utf-8")
    return [sys.executable, str(path)]


ANSWER = """
words = sys.stdin.buffer.read().decode()
with open(log, "a", encoding="utf-8") as file:
    file.write(words + "\\n")
way = os.environ["DRAGOMAN_FROM"] + ">" + os.environ["DRAGOMAN_TO"]
sys.stdout.buffer.write(f"{way} {words.upper()}\\n".encode())
"""


def test_translations_of_what_is_in_another_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sample()
    after = translated(before, script(tmp_path, ANSWER), "en")
    russian = {c.id for c in translating.claims(before) if before.account(c.account).language == "ru"}
    assert russian and after.translations.keys() == russian
    told = next(c for c in translating.claims(before) if "Сроки" in before.words(c))
    assert after.translations[told.id] == "ru>en СРОКИ ВОЗВРАТА СУДОВ НЕ ОБСУЖДАЛИСЬ"
    assert "machine translation: ru>en СРОКИ" in " ".join(str(after).split())
    assert capsys.readouterr().err == ""


def test_each_wording_is_translated_once(tmp_path: Path) -> None:
    known = sample()
    again = replace(known.rows[6], id=99, claims={"b": (replace(known.rows[6].claims["b"][0], id=77),)})
    after = translated(replace(known, rows=(*known.rows, again)), script(tmp_path, ANSWER), "en")
    lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines)) == len(after.translations) - 1
    assert after.translations[77] == after.translations[known.rows[6].claims["b"][0].id]


def test_the_command_is_no_shell(tmp_path: Path) -> None:
    command = [*script(tmp_path, "sys.stdout.write(sys.argv[1])"), "$(echo x); `y`"]
    assert set(translated(sample(), command, "en").translations.values()) == {"$(echo x); `y`"}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("sys.exit('no such language\\x1b[2J')", "ended with 1: no such language"),
        ("pass", "gave no words"),
    ],
)
def test_a_failing_translator_warns_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, why: str
) -> None:
    counted = f"open(log, 'a').write('x')\n{body}"
    after = translated(sample(), script(tmp_path, counted), "en")
    assert after.translations == {}
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err.startswith("dragoman: ") and why in err and "\x1b" not in err
    assert (tmp_path / "log").read_text() == "x" * translating.PATIENCE


def test_a_translator_that_fails_once_is_asked_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    after = translated(sample(), script(tmp_path, f"'x' and None\n{ANSWER}\nsys.exit('СРОКИ' in words.upper())"), "en")
    spoken = [c for c in translating.claims(after) if after.account(c.account).language == "ru"]
    assert len(after.translations) == len(spoken) - 1
    assert f"1 of {len(spoken)} claims not translated" in capsys.readouterr().err


def test_a_translator_that_is_not_there_is_asked_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert translated(sample(), ["no-such-engine-here"], "en").translations == {}
    assert "no-such-engine-here cannot be run: No such file or directory" in capsys.readouterr().err


def test_a_translator_that_hangs_is_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translating, "SECONDS", 0.2)
    assert translated(sample(), script(tmp_path, "import time\ntime.sleep(60)"), "en").translations == {}
    assert "took more than 0.2 seconds" in capsys.readouterr().err


def test_translate_from_the_command_line(run: Run, compare: FakeCompare, folder: Path, tmp_path: Path) -> None:
    command = " ".join(script(tmp_path, ANSWER))
    status, out, err = run(
        folder / "a.en.txt", folder / "b.ru.txt", "--translate", command, "--in", "ru", "--json", "-q"
    )
    assert (status, err) == (0, "")
    said = json.loads(out)["translations"].values()
    assert said and all(words.startswith("en>ru ") for words in said)
