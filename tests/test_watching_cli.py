"""``dragoman watch`` as a command: what it prints, what it keeps, and how a signal ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import dragoman.reader.reader
from dragoman.cli.watch import watch
from dragoman.store import Store
from tests.cli_fake import FakeReader
from tests.watching_sample import channel, feed, page, post
from tests.watching_sample import item as item_of
from tests.watching_server import Site, answer, serving, stalling

ROOT = Path(__file__).parents[1]
SOURCES = """
contact = "desk@example.org"
delay = 0
timeout = 2
[[source]]
url = "SITE/feed.xml"
name = "Limon Herald"
"""
TODAY = datetime.now(UTC).replace(microsecond=0)
STORY = "<p>Oskar Vrelsky said that the strait is open. He spoke after a meeting of ministers in the capital of Limonia.</p>"


def item(path: str) -> str:
    return item_of(path, format_datetime(TODAY, usegmt=True))


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dragoman.reader.reader, "NeuralReader", FakeReader)


@pytest.fixture
def site() -> Iterator[Site]:
    story = page("Talks on the strait", STORY)
    with serving({"/feed.xml": feed(item("/a.html"), item("/b.html")), "/a.html": story, "/b.html": story}) as made:
        yield made


def run(tmp_path: Path, site: Site, *options: str, sources: str = SOURCES) -> Result:
    file = tmp_path / "sources.toml"
    file.write_text(sources.replace("SITE", site.address), "utf-8")
    store = ["--store", str(tmp_path / "watch.db"), "--allow-private"]
    return CliRunner().invoke(watch, [str(file), *store, *options])


def articles(tmp_path: Path) -> list[Any]:
    with Store.open(tmp_path / "watch.db") as store:
        return list(store.kept(versions="all"))


def test_one_round_fills_the_store_and_says_so(tmp_path: Path, site: Site) -> None:
    done = run(tmp_path, site, "--once")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split("  ")[1].strip() for line in lines[:3]] == ["found 2", "new", "new"]
    assert "Limon Herald: " + site.address + "/a.html" in done.stdout
    assert lines[3] == "2 new"
    assert [kept.record.article.published.value for kept in articles(tmp_path)] == [TODAY.isoformat()] * 2


def test_a_changed_page_is_a_new_version_and_the_same_words_are_not(tmp_path: Path, site: Site) -> None:
    run(tmp_path, site, "--once")
    site.pages["/a.html"] = page("Talks on the strait", STORY + "<p>Oskar Vrelsky said that the strait is closed.</p>")
    site.pages["/b.html"] = page("Talks on the strait", STORY) + "<!-- made in 0.2 s -->"
    done = run(tmp_path, site, "--once", "--now", "--json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    outcomes = {one["url"].rsplit("/", 1)[1]: one["outcome"] for one in told if one.get("event") == "kept"}
    assert outcomes == {"a.html": "version", "b.html": "unchanged"}
    assert told[-1]["totals"]["version"] == 1
    assert sorted((kept.url or "")[-6:] + str(kept.number) for kept in articles(tmp_path)) == [
        "a.html1", "a.html2", "b.html1",
    ]  # fmt: skip


def test_failures_are_told_on_standard_error_and_end_in_1(tmp_path: Path, site: Site) -> None:
    site.pages |= {
        "/a.html": answer(b"", "500 Oh\x1b[31mno"),
        "/b.html": page("Talks", STORY + "<p>RAISE the flag, he said at once.</p>"),
    }
    done = run(tmp_path, site, "--once", "-q")
    assert done.exit_code == 1
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first.startswith("dragoman: ") and "/a.html  (the server answered 500 Oh" in first and "\x1b" not in first
    assert "  next at " in first
    assert second.count("/b.html") == 1 and "(a fault of dragoman's own, RuntimeError: asked to raise)" in second


def test_posts_of_a_channel_are_kept_with_their_dates(tmp_path: Path, site: Site) -> None:
    site.pages["/s/limon_mfa"] = channel(post(7, "Oskar Vrelsky said that the strait is open."))
    sources = 'delay = 0\n[[source]]\nurl = "SITE/s/limon_mfa"\nkind = "telegram"\nlanguage = "en"\n'
    assert run(tmp_path, site, "--once", sources=sources).exit_code == 0
    (kept,) = articles(tmp_path)
    assert kept.url == f"{site.address}/limon_mfa/7"
    assert kept.record.article.text == "Oskar Vrelsky said that the strait is open."
    assert kept.record.article.published.value == "2021-12-07T11:30:00+00:00"
    assert len(kept.record.statements) == 1


def test_check_and_health_ask_nobody(tmp_path: Path, site: Site) -> None:
    done = run(tmp_path, site, "--check")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == f"feed      every 15m     {site.address}/feed.xml"
    assert "1 feed; 0s between two requests to a host; asking as dragoman/" in done.stdout
    assert site.asked == []
    run(tmp_path, site, "--once")
    asked = len(site.asked)
    done = run(tmp_path, site, "--health")
    assert done.stdout.startswith("Limon Herald: well at ") and "2 found, 2 followed; next at " in done.stdout
    assert json.loads(run(tmp_path, site, "--health", "--json").stdout)["failures"] == 0
    assert len(site.asked) == asked


def test_a_wrong_file_is_wrong_usage_with_all_its_faults(tmp_path: Path, site: Site) -> None:
    done = run(tmp_path, site, "--once", sources='every = "soon"\n[[source]]\nurl = "SITE/feed.xml"\nkind = "blog"\n')
    assert done.exit_code == 2
    assert [line.split("sources.toml:")[1].split(": ")[:2] for line in done.stderr.splitlines()] == [
        ["1", "every"], ["4", "kind"],
    ]  # fmt: skip
    assert run(tmp_path, site, "--once", "--check").exit_code == 2
    done = run(tmp_path, site, "--once", "--store", str(tmp_path))
    assert done.exit_code == 2 and len(done.stderr.splitlines()) == 1


PROGRAM = """
import dragoman.reader.reader
from tests.cli_fake import FakeReader
dragoman.reader.reader.NeuralReader = FakeReader
import click
from dragoman.cli import command
from dragoman.cli.watch import watch
command.cli.add_command(watch)
command.main()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_good_order_and_it_goes_on_where_it_was(
    tmp_path: Path, site: Site, number: signal.Signals
) -> None:
    site.pages |= {
        "/feed.xml": feed(item("/a.html"), item("/slow.html"), item("/b.html")),
        "/slow.html": stalling(site),
    }
    file = tmp_path / "sources.toml"
    file.write_text(SOURCES.replace("SITE", site.address).replace("timeout = 2", "timeout = 60"), "utf-8")
    command = [
        sys.executable,
        "-c",
        PROGRAM,
        "watch",
        str(file),
        "--store",
        str(tmp_path / "watch.db"),
        "--allow-private",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    ) as process:  # fmt: skip
        deadline = time.monotonic() + 30
        while "/slow.html" not in site.paths() and time.monotonic() < deadline:
            time.sleep(0.02)
        began = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
        assert time.monotonic() - began < 10
    assert (process.returncode, err) == (0, "")
    assert out.splitlines()[-1].endswith("new")
    before = len(site.paths())
    site.pages["/slow.html"] = site.pages["/a.html"]
    done = run(tmp_path, site, "--once", "--json")
    assert done.exit_code == 0
    kept = [(kept.url or "").rsplit("/", 1)[1] for kept in articles(tmp_path)]
    assert sorted(kept) == ["a.html", "b.html", "slow.html"]
    assert "/a.html" not in site.paths()[before:]
