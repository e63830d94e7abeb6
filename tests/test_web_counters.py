"""Requests counted for several processes together, in SQLite and in PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from fastapi.testclient import TestClient
from sqlalchemy import QueuePool, create_engine

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


def test_those_who_come_first_at_once_all_pass(where: str) -> None:  # noqa: F811
    several = [Counters(engine.connect(where), lambda: 1000.0) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for visitor in range(20):
            assert list(pool.map(lambda one, who=visitor: one.wait("pages", 4, str(who)), several)) == [0] * 4


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


def test_counters_without_a_free_connection_stop_nobody(tmp_path: Path) -> None:
    made = create_engine(f"sqlite:///{tmp_path}/counters.db", poolclass=QueuePool, pool_size=1, max_overflow=0,
                         pool_timeout=0)  # fmt: skip
    settings = Settings(hosts=HOSTS, limits=Limits(pages=1))
    with TestClient(app(None, fake_reader(), settings, counters=Counters(made))) as desk, made.connect():
        assert [desk.get("/").status_code for _ in range(2)] == [200, 429], "each process still counts"


def test_who_waits_to_be_counted_is_in_the_crowd() -> None:
    class Slow(Counters):
        def __init__(self) -> None:
            self.asked, self.go = Event(), Event()

        def wait(self, kind: str, rate: int, who: str) -> int:
            if self.asked.is_set():
                self.go.set()
            self.asked.set()
            self.go.wait()
            return 0

    slow = Slow()
    made = app(None, fake_reader(), Settings(hosts=HOSTS, limits=Limits(pages=9, crowd=1)), counters=slow)
    with TestClient(made) as desk, ThreadPoolExecutor(1) as pool:
        first = pool.submit(desk.get, "/")
        slow.asked.wait()
        second = desk.get("/").status_code
        slow.go.set()
        assert (second, first.result().status_code) == (503, 200)


def test_counters_that_are_lost_stop_nobody(tmp_path: Path) -> None:
    counters = Counters.at(str(tmp_path / "counters.db"))
    made = app(None, fake_reader(), Settings(hosts=HOSTS, limits=Limits(pages=1)), counters=counters)
    with engine.writing(engine.connect(tmp_path / "counters.db")) as connection:
        connection.exec_driver_sql("DROP TABLE request_counters")
    with TestClient(made) as desk:
        assert [desk.get("/").status_code for _ in range(2)] == [200, 429], "each process still counts"
