"""One watch over one archive, on both databases: the second is told who the first is, and nothing else waits for it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli.watch import watch
from dragoman.store import Store
from dragoman.store.error import NotBegunError
from dragoman.watching.alone import SUFFIX, alone
from tests.store_sample import store, where

__all__ = ["store", "where"]

SOURCES = 'contact = "desk@example.org"\ndelay = 0\n[[source]]\nurl = "http://127.0.0.1:9/feed.xml"\n'
HOLD = """
import sys
from dragoman.store import Store
from dragoman.watching.alone import alone
with Store.open(sys.argv[1]) as store, alone(store):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_watch_is_told_of_the_first(store: Store) -> None:
    with alone(store):
        with Store.open(store.where) as other, pytest.raises(NotBegunError) as told, alone(other):
            raise AssertionError("two watches at once")
        said = str(told.value)
        assert f"process {os.getpid()} on {socket.gethostname()}" in said
        assert ", since 2" in said
    with Store.open(store.where) as other, alone(other):
        pass


def test_each_archive_has_its_own_watch(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db", create=True) as one, Store.open(tmp_path / "b.db", create=True) as two:
        with alone(one), alone(two):
            assert (tmp_path / f"a.db{SUFFIX}").exists()
        assert not list(tmp_path.glob(f"*{SUFFIX}"))


def test_a_killed_watch_holds_nothing(store: Store) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, store.where], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:  # fmt: skip
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        with pytest.raises(NotBegunError, match=str(process.pid)), alone(store):
            raise AssertionError("two watches at once")
        process.kill()
        process.wait()
    for _ in range(200):
        try:
            with alone(store):
                return
        except NotBegunError:
            import time

            time.sleep(0.05)  # PostgreSQL notices in its own time that nobody is there any more
    raise AssertionError("the lock outlives its process")


def test_the_command_ends_in_2_and_check_and_health_ask_for_no_lock(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(SOURCES, "utf-8")

    def run(*options: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(watch, [str(file), "--store", store.where, *options])
        return done.exit_code, done.stdout, done.stderr

    with alone(store):
        status, out, err = run("--once")
        assert (status, out) == (2, "")
        assert err.startswith("dragoman: another watch is at this archive already (process ") and err.count("\n") == 1
        assert run("--check")[0] == 0
        assert run("--health")[0] == 0
    assert run("--once", "-q")[0] == 1  # nobody answers at that address


def test_check_as_json_is_json(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(SOURCES + 'side = "rus"\nmatch = "/world/"\nevery = "1h"\n', "utf-8")
    done = CliRunner().invoke(watch, [str(file), "--check", "--json"])
    source, head = map(json.loads, done.stdout.splitlines())
    assert (source["kind"], source["side"], source["every"], source["match"]) == ("feed", "RUS", 3600.0, ["/world/"])
    assert source["revisits"][0] == {"until": 10800, "every": 900}
    assert head["sources"] == 1 and head["delay"] == 0 and "warnings" in head
    assert done.exit_code == 0
