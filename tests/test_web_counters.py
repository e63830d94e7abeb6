"""Requests counted for several processes together, in SQLite and in PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi.testclient import TestClient

from dragoman.store import engine
from dragoman.web.app import app
from dragoman.web.security.counters import Counters
from dragoman.web.settings import Limits, Settings
from tests.store_sample import where  # noqa: F401
from tests.web_sample import HOSTS, fake_reader


def test_several_count_as_one(where: str) -> None:  # noqa: F811
    now = [1000.0]
    one, other = (Counters(engine.connect(where), lambda: now[0]) for _ in range(2))
    assert [one.wait("pages", 2, "a"), other.wait("pages", 2, "a"), one.wait("pages", 2, "a")] == [0, 0, 30]
    assert other.wait("pages", 2, "b") == 0 and other.wait("readings", 2, "a") == 0 and other.wait("pages", 0, "a") == 0
    now[0] += 30
    assert other.wait("pages", 2, "a") == 0 and one.wait("pages", 2, "a") == 30


def test_no_more_pass_at_once_than_may(where: str) -> None:  # noqa: F811
    several = [Counters(engine.connect(where), lambda: 1000.0) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda n: several[n % 4].wait("pages", 7, "a"), range(40)))
    assert waits.count(0) == 7


def test_what_says_nothing_any_more_is_not_kept(tmp_path: Path) -> None:
    now = [1000.0]
    counters = Counters(engine.connect(tmp_path / "counters.db"), lambda: now[0])
    for visitor in range(20):
        counters.wait("pages", 5, str(visitor))
    now[0] += 200
    counters.wait("pages", 5, "late")
    with engine.reading(engine.connect(tmp_path / "counters.db")) as connection:
        assert connection.exec_driver_sql("SELECT who FROM request_counters").scalars().all() == ["pages late"]


def test_two_servers_share_their_limits(tmp_path: Path) -> None:
    shared = [Counters(engine.connect(tmp_path / "counters.db"), lambda: 1000.0) for _ in range(2)]
    settings = Settings(hosts=HOSTS, limits=Limits(pages=3))
    servers = [app(None, fake_reader(), settings, counters=counters) for counters in shared]
    with TestClient(servers[0]) as one, TestClient(servers[1]) as other:
        assert [desk.get("/").status_code for desk in (one, other, one, other, one)] == [200, 200, 200, 429, 429]


def test_counters_that_are_lost_stop_nobody(tmp_path: Path) -> None:
    counters = Counters.at(str(tmp_path / "counters.db"))
    made = app(None, fake_reader(), Settings(hosts=HOSTS, limits=Limits(pages=1)), counters=counters)
    with engine.writing(engine.connect(tmp_path / "counters.db")) as connection:
        connection.exec_driver_sql("DROP TABLE request_counters")
    with TestClient(made) as desk:
        assert [desk.get("/").status_code for _ in range(2)] == [200, 429], "each process still counts"
