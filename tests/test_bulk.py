"""Crawls: the same records whatever the tasks, copies read once, tables for others to load, an account that adds up."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

pytest.importorskip("datatrove", reason="pip install 'dragoman[bulk]'")

import pyarrow
import pyarrow.dataset
import pyarrow.parquet

from dragoman.bulk import BulkError, likeness
from dragoman.bulk.account import account
from dragoman.bulk.plan import begun, saved
from dragoman.cli.bulk import bulk
from dragoman.importing import Item, Trouble, items
from dragoman.store import Adder, Store
from tests.bulk_run_sample import alone, rows, settings
from tests.bulk_sample import html, pages, story, warc
from tests.importing_sample import http, warc_record

COUNT = 240


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return warc(tmp_path_factory.mktemp("crawl") / "CC-NEWS-20310305000000-00001.warc.gz", pages(COUNT))


@pytest.fixture(scope="module")
def whole(crawl: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run with one task."""
    output = tmp_path_factory.mktemp("whole")
    alone(crawl, output)
    return output


def told(output: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((output / "account.json").read_text("utf-8"))
    return found


def test_the_account_adds_up(whole: Path) -> None:
    found = told(whole)
    assert found["complete"] and found["seen"] == COUNT
    rejected, copies, failed = (found[kind]["all"] for kind in ("rejected", "duplicate", "failed"))
    assert found["kept"] + rejected == COUNT
    assert found["kept"] == copies + found["read"] + failed
    assert min(rejected, copies, found["read"], failed) > 0
    assert set(found["rejected"]["why"]) == {"not about states", "in another language", "no article on the page"}
    assert set(found["duplicate"]["why"]) == {"same", "near"}
    assert found["skipped"]["why"]["request"] == COUNT // 10
    named = [json.loads(line) for line in (whole / "failures" / "read-00000.jsonl").read_text("utf-8").splitlines()]
    assert len(named) == failed and {one["why"] for one in named} == {"RuntimeError: asked to raise"}
    assert len(rows(whole, "records")) == found["read"] and len(rows(whole, "statements")) == found["statements"]
    assert not {"articles", "bands", "pairs"} & {path.name for path in (whole / "_bulk").iterdir()}


def test_neither_tasks_nor_their_order_change_a_row(crawl: Path, whole: Path, tmp_path: Path) -> None:
    plan = begun(str(crawl), str(tmp_path / "out"), settings(), crawl.stat().st_size // 5)
    assert len(plan.tasks) > 4
    alone(crawl, tmp_path / "out", crawl.stat().st_size // 5)
    for table in ("records", "statements"):
        assert rows(tmp_path / "out", table) == rows(whole, table)
    mine, other = told(tmp_path / "out"), told(whole)
    assert {**mine, "tasks": None} == {**other, "tasks": None}


def test_other_forms_of_the_same_pages(tmp_path: Path) -> None:
    made = pages(60)
    table = [{"url": url, "html": page.decode(), "date_download": "2031-03-05T10:00:00Z"} for url, page in made]
    lines = tmp_path / "a.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in table), "utf-8")
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(table), tmp_path / "a.parquet", row_group_size=20)
    warc(tmp_path / "a.warc.gz", made)
    found = {}
    for name in ("a.jsonl", "a.parquet", "a.warc.gz"):
        for size in (10**9, (tmp_path / name).stat().st_size // 3):
            output = tmp_path / f"{name}-{size}"
            alone(tmp_path / name, output, size)
            records = [json.loads(row)[1] for row in rows(output, "records")]
            found[name, size == 10**9] = sorted((one["key"], one["title"], one["statements"]) for one in records)
            assert told(output)["seen"] == 60
    assert len(set(map(str, found.values()))) == 1 and len(next(iter(found.values()))) > 10


def test_object_storage(crawl: Path, whole: Path) -> None:
    import fsspec

    storage = fsspec.filesystem("memory")
    storage.pipe_file("/in/crawl-data/CC-NEWS/2031/03/a.warc.gz", crawl.read_bytes())
    storage.pipe_file("/in/crawl-data/CC-NEWS/2031/03/warc.paths", b"crawl-data/CC-NEWS/2031/03/a.warc.gz\n")
    listed = "memory://in/crawl-data/CC-NEWS/2031/03/warc.paths"
    plan = alone(listed, "memory://out", crawl.stat().st_size // 3)
    assert len(plan.tasks) > 2
    by_pattern = begun("memory://in/**/*.warc.gz", "memory://elsewhere", settings(), 10**9)
    assert by_pattern.files == plan.files == begun("memory://in", "memory://elsewhere", settings(), 10**9).files
    found = json.loads(storage.cat_file("/out/account.json"))
    assert {**found, "tasks": None} == {**told(whole), "tasks": None}
    keys = []
    for name in storage.find("/out/records"):
        with storage.open(name) as file:
            keys += pyarrow.parquet.read_table(file, columns=["key"], partitioning=None)["key"].to_pylist()
    assert sorted(keys) == sorted(json.loads(row)[1]["key"] for row in rows(whole, "records"))


def test_loaded_by_others(whole: Path) -> None:
    loaded = pyarrow.dataset.dataset(whole / "records", partitioning="hive").to_table()
    assert loaded.num_rows == told(whole)["read"]
    days = set(loaded["date"].to_pylist())
    assert {"2031-03-01", "2031-03-02", "2031-03-03", None} >= days and None in days
    assert set(loaded["language"].to_pylist()) == {"en", "ru"}
    said = pyarrow.dataset.dataset(whole / "statements", partitioning="hive").to_table()
    assert {"key", "speakers", "cue", "content", "act", "url", "published"} <= set(said.column_names)
    assert "Foreign Minister" in " ".join(source for source in said["source"].to_pylist() if source)
    assert all(
        field.metadata and b"description" in field.metadata
        for field in said.schema
        if field.name not in ("date", "language")
    )


def test_loaded_by_duckdb(whole: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    query = "select language, count(*) from read_parquet(?, hive_partitioning = true) where date is not null group by 1"
    found = dict(duckdb.execute(query, [f"{whole}/statements/**/*.parquet"]).fetchall())
    assert set(found) == {"en", "ru"} and sum(found.values()) <= told(whole)["statements"]


def test_imported_as_read(whole: Path, tmp_path: Path) -> None:
    found = list(items(whole / "records"))
    assert len(found) == told(whole)["read"]
    records = {}
    with Store.open(str(tmp_path / "a.db"), create=True) as store:
        adder = Adder(store, _Nobody())
        for item in found:
            assert isinstance(item, Item) and item.record is not None
            records[item.key] = item.record
        for item in found[:5]:
            assert isinstance(item, Item) and item.record is not None
            adder.add(item.record, item.key)
        kept = list(store.kept())
    assert {one.key: one.record for one in kept} == {key: records[key] for key in (one.key for one in kept)}
    assert all(isinstance(item, Trouble) and "records/" in item.why for item in items(whole / "statements"))


class _Nobody:
    """A reader that is asked for nothing but vectors."""

    name = "nobody"

    def embed(self, texts: list[str]) -> Any:
        import numpy as np

        return np.ones((len(texts), 1), dtype=np.float32)


def test_records_among_the_input_are_taken_as_they_are(whole: Path, tmp_path: Path) -> None:
    alone(whole / "records", tmp_path / "again", everything=True)
    assert told(tmp_path / "again")["read"] == told(whole)["read"]
    assert {json.loads(row)[1]["record"] for row in rows(tmp_path / "again", "records")} == {
        json.loads(row)[1]["record"] for row in rows(whole, "records")
    }


def archive(path: Path, found: list[tuple[str, bytes, str]]) -> Path:
    path.write_bytes(b"".join(warc_record(url, http(page), day=day) for url, page, day in found))
    return path


def test_of_copies_the_first_is_read_and_its_versions_stay(tmp_path: Path) -> None:
    rng = random.Random(1)
    first, other = story(rng, 1), story(rng, 2)
    later = [
        *first,
        "Both sides said on the next day that nothing of this had been agreed, and that they had left early.",
    ]
    day = "2031-03-05T00:00:00Z"
    found = [
        ("https://b.example/copy", html("Talks", first, "2031-03-02T10:00:00+00:00"), day),
        ("https://a.example/1", html("Talks", first, "2031-03-02T12:00:00+03:00"), day),
        ("https://a.example/1", html("Talks", later, "2031-03-02T12:00:00+03:00"), "2031-03-06T00:00:00Z"),
        ("https://a.example/1", html("Talks", first, "2031-03-02T12:00:00+03:00"), "2031-03-07T00:00:00Z"),
        ("https://c.example/2", html("Others", other, None), day),
    ]
    for number in range(3):
        rng.shuffle(found)
        output = tmp_path / str(number)
        alone(archive(tmp_path / f"{number}.warc", found), output, 1_500)
        read = sorted(
            (one["key"], one["characters"]) for one in (json.loads(row)[1] for row in rows(output, "records"))
        )
        # The copy of ten o'clock UTC came an hour after the original of noon in Moscow.
        assert [key for key, _ in read] == ["url:a.example/1", "url:a.example/1", "url:c.example/2"]
        copies = pyarrow.dataset.dataset(output / "duplicates").to_table().to_pylist()
        assert sorted((one["key"], one["of"], one["kind"]) for one in copies) == [
            ("url:a.example/1", "url:a.example/1", "same"), ("url:b.example/copy", "url:a.example/1", "same"),
        ]  # fmt: skip


def test_alike_whatever_the_order() -> None:
    import numpy as np

    rng = random.Random(3)
    texts = [" ".join(story(rng, number)) for number in range(30)]
    texts += [f"{text} With thanks to the agency." for text in texts[:10]]
    results = set()
    for seed in range(3):
        order = list(range(len(texts)))
        random.Random(seed).shuffle(order)
        places, marks, sketches = [], [], []
        for index in order:
            hashes, sketch = likeness.bands(texts[index])
            places += hashes
            marks += [likeness.mark(str(index), "")] * len(hashes)
            sketches += [sketch] * len(hashes)
        found = likeness.groups(likeness.pairs(np.array(places, dtype=np.int64), marks, sketches))
        results.add(tuple(sorted(found.items())))
    assert len(results) == 1
    alike = dict(next(iter(results)))
    for index in range(10):
        own, copy = (likeness.mark(str(number), "") for number in (index, index + 30))
        assert alike[own] == alike[copy]
    assert list(likeness.pairs(np.empty(0, np.int64), [], [])) == []


def run(*arguments: object) -> Any:
    return CliRunner().invoke(bulk, [*map(str, arguments), "--neural", "tests.cli_fake:FakeReader"])


@pytest.fixture
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Workers find the stand-in for the network."""
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    )
    return


def test_the_command(crawl: Path, whole: Path, tmp_path: Path, in_the_repository: None) -> None:
    output = tmp_path / "out"
    shown = run(crawl, output, "--dry-run")
    assert shown.exit_code == 0 and "1 files" in shown.output and not output.exists()
    done = run(crawl, output, "--workers", 1)
    assert done.exit_code == 0, done.output
    assert f"{told(whole)['read']}  read" in done.output and "not about states" in done.output
    assert rows(output, "records") == rows(whole, "records")
    again = run(crawl, output, "--json")
    assert again.exit_code == 0 and json.loads(again.stdout) == told(output)
    assert json.loads(run(crawl, output, "--status", "--json").stdout) == told(output)


def test_wrong_usage(crawl: Path, whole: Path, tmp_path: Path) -> None:
    assert run(crawl, tmp_path, "--engine", "slurm").exit_code == 2
    assert run(crawl, tmp_path, "--column", "nose=x").exit_code == 2
    assert run(crawl, tmp_path, "--form", "nose").exit_code == 2
    for arguments, why in (
        ((tmp_path / "nothing", tmp_path / "o"), "there is no"),
        ((tmp_path, tmp_path / "o"), "no file in"),
        ((crawl, whole, "--everything"), "other settings"),
        ((crawl, tmp_path / "o", "--status"), "no run has begun"),
        (("nowhere://x/y", tmp_path / "o"), "nowhere"),
    ):
        refused = run(*arguments)
        assert refused.exit_code == 1 and why in refused.output and refused.output.count("\n") == 1, refused.output
    plan = begun(str(crawl), str(whole), settings(seconds=5), 10**9)
    assert plan.settings.seconds == 5  # which changes nothing that comes out in time
    (tmp_path / "old" / "_bulk").mkdir(parents=True)
    data = json.loads((whole / "_bulk" / "plan.json").read_text("utf-8"))
    (tmp_path / "old" / "_bulk" / "plan.json").write_text(json.dumps({**data, "made": "0.0.1"}), "utf-8")
    with pytest.raises(BulkError, match=r"version 0\.0\.1"):
        begun(str(crawl), str(tmp_path / "old"), settings(), 10**9)
    (tmp_path / "old" / "_bulk" / "plan.json").write_text(json.dumps({"settings": 1}), "utf-8")
    with pytest.raises(BulkError, match="cannot be read"):
        begun(str(crawl), str(tmp_path / "old"), settings(), 10**9)
    with pytest.raises(BulkError, match="files of the input"):
        begun(str(crawl.parent), str(crawl.parent), settings(), 10**9)


def test_hostile_names_do_no_harm(tmp_path: Path) -> None:
    row = {
        "text": "Minister Anna Lind of Norway said that Chile agreed.",
        "url": "https://x.example/\x1b[2J",
        "lang": "../../x",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n{\n" + json.dumps({"url": "no text"}) + "\n", "utf-8")
    plan = alone(tmp_path / "a.jsonl", tmp_path / "out")
    found = account(plan)
    assert found.of("seen") == 3 and found.of("failed") == 2
    assert "\x1b" not in (tmp_path / "out" / "failures" / "take-00000.jsonl").read_text("utf-8")
    assert not (tmp_path / "x").exists()
    assert saved(str(tmp_path / "out")) == plan
