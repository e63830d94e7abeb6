"""The export command on a store: every form, files that stand whole or not at all, and trouble in one line."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.article import Known
from dragoman.cli.export import export
from dragoman.export.columns import TABLES
from dragoman.export.lines import from_line
from dragoman.gather import Fetched
from dragoman.pipeline import Reader
from dragoman.record import Record
from dragoman.store import Adder, Store
from tests.cli_fake import FakeReader
from tests.export_sample import dispatch
from tests.render_sample import sample

PAGE = b"Anna Veres said that the strait stays open. The fleet stayed in port that day, as it had the day before."


def addressed(record: Record, url: str) -> Record:
    return replace(record, article=replace(record.article, url=Known(url, "metadata"), source=None))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    where = str(tmp_path_factory.mktemp("export") / "talks.db")
    with Store.open(where, create=True) as made:
        adder = Adder(made, Reader(neural=FakeReader()))  # type: ignore[arg-type]
        adder.add(addressed(sample(), "https://example.org/strait"))
        adder.add(addressed(dispatch(), "https://example.org/dispatch"))
        for more in (b"", b"\n\nAnna Veres said that nobody pays a toll there, whoever they are."):
            adder.add(
                Fetched(PAGE + more, "https://example.org/page", "text/plain", "utf-8", "https://example.org/page")
            )
    return where


def run(store: str, *arguments: str) -> Result:
    return CliRunner().invoke(export, ["--store", store, *arguments])


def ok(store: str, *arguments: str) -> str:
    result = run(store, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_csv_goes_to_standard_output(store: str) -> None:
    rows = list(csv.DictReader(ok(store, "--form", "csv", "--quiet").splitlines()))
    assert len(rows) == 9 + 1 + 2
    assert all(row["id"] for row in rows)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_all_tables_go_into_a_folder(store: str, tmp_path: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    said = json.loads(ok(store, "--form", form, "--what", "all", "-o", str(tmp_path / "new"), "--json"))
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(f"{name}.{form}" for name in TABLES)
    assert {Path(name).stem: count for name, count in said["files"].items()} == {
        "statements": 12, "events": 2, "contacts": 2, "articles": 3,
    }  # fmt: skip
    assert said["versions"] == 3


def test_lines_hold_every_version_and_its_bytes(store: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    ok(store, "--form", "jsonl", "--raw", "-o", str(path))
    lines = [from_line(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    pages = [line for line in lines if line.kept.url == "https://example.org/page"]
    assert [line.kept.number for line in pages] == [1, 2]
    assert pages[0].raw == PAGE
    assert (pages[0].media_type, pages[0].charset) == ("text/plain", "utf-8")
    assert pages[0].kept.sha256 == hashlib.sha256(PAGE).hexdigest()
    with Store.open(store) as opened:
        assert [line.kept for line in lines] == list(opened.kept(versions="all"))
    assert all(line.raw is not None for line in lines)


def test_lines_without_bytes_still_tell_what_was_declared_of_them(store: str) -> None:
    line = json.loads(ok(store, "--form", "jsonl", "--article", "https://example.org/page").splitlines()[0])
    assert (line["raw"], line["media_type"]) == (None, "text/plain")


def test_linked_data_is_one_document(store: str) -> None:
    graph = json.loads(ok(store, "--form", "jsonld"))["@graph"]
    assert sum(node["@type"] == "NewsArticle" for node in graph) == 3


def test_evidence_for_one_statement_looks_as_the_file_is_called(store: str, tmp_path: Path) -> None:
    rows = list(csv.DictReader(ok(store, "--form", "csv").splitlines()))
    number = next(row["id"] for row in rows if row["cue"] == "accused")
    page = tmp_path / "e.html"
    ok(store, "--form", "evidence", "--statement", number, "-o", str(page))
    written = page.read_text(encoding="utf-8")
    assert written.startswith("<!DOCTYPE html>")
    assert written.count("<article") == 1
    assert f"Statement {number}" in written
    assert ok(store, "--form", "evidence", "--statement", number).startswith("# Evidence")
    assert json.loads(ok(store, "--form", "evidence", "--as", "json", "--statement", number))["statement"] == int(
        number
    )


def test_events_tell_what_was_left_out(store: str, tmp_path: Path) -> None:
    path = tmp_path / "e.txt"
    said = json.loads(ok(store, "--form", "polecat", "-o", str(path), "--json"))
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline=""), delimiter="\t"))
    assert said["files"][str(path)] == len(rows) == 9
    assert said["left_out"]["no act but a statement"] == 4


def test_days_states_and_publishers_choose(store: str) -> None:
    def count(*arguments: str) -> int:
        return len(list(csv.DictReader(ok(store, "--form", "csv", *arguments).splitlines())))

    assert count("--since", "2031-03-04") == 1
    assert count("--until", "2031-03-03") == 9
    assert count("--publisher", "The Brod Courier") == 1
    assert count("--state", "rus") == 1
    assert count("--state", "FRA") == 0
    assert len(ok(store, "--form", "jsonl", "--state", "USA").splitlines()) == 1


def test_amendments_go_along(store: str, tmp_path: Path) -> None:
    from sqlalchemy import insert

    from dragoman.store.tables import amendments

    where = tmp_path / "copy.db"
    where.write_bytes(Path(store).read_bytes())
    with Store.open(str(where)) as opened, opened.writing() as connection:
        article = opened.article("https://example.org/dispatch")
        connection.execute(insert(amendments).values(
            at="2031-04-01T00:00:00+00:00", who="E. Ditor", why="a slip", kind="change", article=article, target="{}",
            old='{"act": "ACCUSE"}', new='{"act": "REJECT"}',
        ))  # fmt: skip
    lines = [json.loads(line) for line in ok(str(where), "--form", "jsonl").splitlines()]
    found = [line["amendments"] for line in lines if line["url"] == "https://example.org/dispatch"]
    assert [(one["who"], one["new"]) for one in found[0]] == [("E. Ditor", {"act": "REJECT"})]
    assert sum(bool(line["amendments"]) for line in lines) == 1
    assert "a slip" in ok(str(where), "--form", "evidence", "--article", str(article))


def test_the_codebook_needs_no_store() -> None:
    result = CliRunner().invoke(export, ["--codebook", "--store", "/nowhere/at/all.db"])
    assert result.exit_code == 0
    assert result.stdout.startswith("# Codebook")


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("--form", "csv", "--what", "all"), ("--form", "jsonl", "--what", "events"), ("--form", "csv", "--raw"),
        ("--form", "csv", "--as", "html"), ("--form", "jsonld", "--statement", "1"), ("--form", "csv", "--since", "x"),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_two(store: str, arguments: tuple[str, ...]) -> None:
    assert run(store, *arguments).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--form", "csv", "--article", "https://example.org/none"), "no such article"),
        (("--form", "evidence", "--statement", "9007199254740991"), "no such statement"),
    ],
)
def test_trouble_is_one_line(store: str, arguments: tuple[str, ...], said: str) -> None:
    result = run(store, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_no_store_is_one_line(tmp_path: Path) -> None:
    result = run(str(tmp_path / "none.db"), "--form", "csv")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl", "polecat"])
def test_a_file_stands_whole_or_as_it_was(
    store: str, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    path = tmp_path / "kept"
    path.write_text("before")
    whole = Store.kept

    def broken(self: Store, **chosen: object) -> Iterator[object]:
        yield from list(whole(self, **chosen))[:1]  # type: ignore[arg-type]
        raise OSError("the disk is gone")

    monkeypatch.setattr(Store, "kept", broken)
    assert run(store, "--form", form, "-o", str(path)).exit_code != 0
    assert path.read_text() == "before"
    assert [found.name for found in tmp_path.iterdir()] == ["kept"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl", "jsonld", "evidence", "polecat"])
def test_a_full_disk_is_one_line(store: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    from dragoman.cli.trouble import OutputError

    if form == "parquet":
        pytest.importorskip("pyarrow")
    result = run(store, "--form", form, "-o", "/dev/full")
    assert isinstance(result.exception, OutputError), result.output
    assert "/dev/full" in str(result.exception)
