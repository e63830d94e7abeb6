"""The state of a watch: in memory and in a store it behaves alike, and a store's outlives the process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.store import Store, StoreError
from dragoman.watching import Found, Memory, State, Visit, Watched
from dragoman.watching.kept import KeptState
from dragoman.watching.schedule import CRIES, following, pause, renewed, timestamp
from dragoman.watching.state import Added
from tests.store_sample import new_database
from tests.watching_sample import HOUR, START, Bench, feed, item, page
from tests.watching_server import serving

FEED = Watched(url="https://a.example/feed", kind="feed", name="A", followed=4)
PAGE = Watched(url="https://b.example/page", kind="page", name="B")


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[State]:
    if request.param == "memory":
        yield Memory()
        return
    with Store.open(tmp_path / "watch.db" if request.param == "sqlite" else new_database(), create=True) as store:
        yield KeptState(store)


def links(*numbers: int, host: str = "a.example", **more: object) -> list[Found]:
    return [Found(url=f"https://{host}/{n}", **more) for n in numbers]  # type: ignore[arg-type]


def test_what_is_due_comes_in_order_sources_first_and_not_at_resting_hosts(state: State) -> None:
    state.begin([FEED, PAGE], 100.0)
    assert state.due(99.0) is None
    assert state.soonest(99.0) == 100.0
    assert state.add([*links(1, 2), *links(3, host="c.example")], FEED, 50.0) == Added(3, 0, 0)
    order = []
    while (visit := state.due(100.0)) is not None:
        order.append(visit.url)
        state.record(replace(visit, next_visit=200.0 + len(order), last_visit=100.0))
    assert order == [FEED.url, PAGE.url, "https://a.example/1", "https://a.example/2", "https://c.example/3"]
    assert state.soonest(100.0) == 201.0
    due = state.due(300.0, {"a.example", "b.example"})
    assert due is not None and due.url == "https://c.example/3"
    assert state.due(300.0, {"a.example", "b.example", "c.example"}) is None


def test_a_visit_comes_back_as_it_was_put(state: State) -> None:
    state.begin([FEED], 1.0)
    visit = Visit(
        url="https://a.example/новости?x=1", source=FEED.url, kind="page", first_seen=1.5, next_visit=None, depth=2,
        location="https://a.example/l", etag='W/"1"', last_modified="Tue", published="2021-12-07T10:00:00+03:00",
        sha256="ab", last_visit=2.25, changed=2.5, failures=3, unchanged=4, gone=True, why="«нет»",
    )  # fmt: skip
    assert state.get(visit.url) is None
    state.record(visit)
    assert state.get(visit.url) == visit
    state.record(replace(visit, failures=0, why=None, gone=False))
    assert state.get(visit.url) == replace(visit, failures=0, why=None, gone=False)


def test_no_more_than_there_is_room_for_is_added(state: State) -> None:
    state.begin([FEED], 1.0)
    assert state.add(links(1, 2, 3), FEED, 1.0) == Added(3, 0, 0)
    assert state.add(links(3, 4, 4, 5, 6), FEED, 1.0) == Added(1, 0, 2)
    first = state.get("https://a.example/1")
    assert first
    state.record(replace(first, next_visit=None))
    assert state.add(links(5, 6), FEED, 1.0) == Added(1, 0, 1)
    (health,) = state.health()
    assert (health.found, health.followed) == (5, 4)


def test_known_addresses_are_brought_forward_when_their_source_says_so(state: State) -> None:
    state.begin([FEED], 0.0)
    state.add(links(1), FEED, 0.0)
    known = state.get("https://a.example/1")
    assert known
    state.record(replace(known, last_visit=10.0, next_visit=None))
    assert state.add(links(1, updated=5.0), FEED, 5000.0) == Added(0, 0, 0)
    assert state.add(links(1, updated=20.0), FEED, 500.0) == Added(0, 0, 0)  # visited too lately
    assert state.add(links(1, updated=20.0), FEED, 5000.0) == Added(0, 1, 0)
    again = state.get("https://a.example/1")
    assert again and again.next_visit == 5000.0


def test_sources_come_and_go(state: State) -> None:
    state.begin([FEED, PAGE], 1.0)
    state.add(links(1), FEED, 1.0)
    state.begin([PAGE], 2.0)
    assert state.due(9.0, {"b.example"}) is None
    assert [health.name for health in state.health()] == ["B"]
    assert state.add(links(1), PAGE, 3.0) == Added(0, 0, 0)
    taken = state.get("https://a.example/1")
    assert taken and taken.source == PAGE.url
    state.begin([replace(FEED, url="https://a.example/1", name="C")], 4.0)
    own = state.get("https://a.example/1")
    assert own and own.of_source and own.kind == "feed"
    state.begin([FEED, PAGE], 5.0)
    assert {health.name for health in state.health()} == {"A", "B"}


def test_a_source_of_another_kind_is_looked_at_anew(state: State) -> None:
    state.begin([FEED], 1.0)
    visit = state.get(FEED.url)
    assert visit
    state.record(replace(visit, sha256="ab", etag="x", next_visit=900.0, last_visit=1.0))
    state.begin([FEED], 2.0)
    same = state.get(FEED.url)
    assert same and (same.sha256, same.next_visit) == ("ab", 900.0)
    state.begin([replace(FEED, kind="sitemap")], 3.0)
    anew = state.get(FEED.url)
    assert anew and (anew.kind, anew.sha256, anew.etag, anew.next_visit) == ("sitemap", None, None, 3.0)


def test_hastened_are_those_that_did_not_fail(state: State) -> None:
    state.begin([FEED, PAGE], 1.0)
    state.add(links(1, 2), FEED, 1.0)
    for url, failures in ((FEED.url, 0), (PAGE.url, 1), ("https://a.example/1", 0), ("https://a.example/2", 2)):
        visit = state.get(url)
        assert visit
        state.record(replace(visit, next_visit=900.0, failures=failures))
    state.hasten(10.0)
    due = state.due(10.0)
    assert due and due.url == FEED.url
    assert state.due(10.0, {"a.example"}) is None
    assert state.due(10.0, (), {FEED.url}) != due
    state.hasten(20.0, everything=True)
    assert [v.next_visit for n in (1, 2) if (v := state.get(f"https://a.example/{n}"))] == [20.0, 900.0]


def test_the_health_of_a_source_follows_from_its_visits(state: State) -> None:
    state.begin([FEED], 1.0)
    visit = state.get(FEED.url)
    assert visit
    state.record(replace(visit, last_visit=10.0, next_visit=20.0))
    state.record(replace(visit, last_visit=20.0, next_visit=80.0, failures=1, why="no answer in time"))
    (health,) = state.health()
    assert (health.last_visit, health.last_success, health.failures) == (20.0, 10.0, 1)
    assert (health.last_error, health.next_visit) == ("no answer in time", 80.0)


def test_a_watch_goes_on_in_another_process(tmp_path: Path) -> None:
    """All objects anew but the file: what a restart is."""
    paths = [f"/{n}" for n in range(6)]
    with serving({"/feed.xml": feed(*(item(path) for path in paths))}) as site:
        site.pages |= {path: page(path) for path in paths}
        sources = f'delay = 1\n[[source]]\nurl = "{site.address}/feed.xml"\n'
        found: list[str] = []
        now = START
        for stop in (2, 5, None):
            with Store.open(tmp_path / "watch.db", create=True) as store:
                bench = Bench(site, KeptState(store))
                bench.now = now
                bench.after_keep = lambda watcher: watcher.stop() if len(found) + len(bench.finds) == stop else None  # noqa: B023
                bench.run(sources, 60)
                found += bench.found()
                now = bench.now
        assert found == paths
        assert site.paths() == ["/feed.xml", *paths]
        site.pages["/3"] = page("Changed.")
        with Store.open(tmp_path / "watch.db") as store:
            bench = Bench(site, KeptState(store))
            bench.now = now + HOUR
            bench.once(sources)
            assert bench.found() == ["/3"]


def test_a_store_that_cannot_be_written_ends_the_watch(tmp_path: Path) -> None:
    sources = 'delay = 1\n[[source]]\nurl = "SITE/feed.xml"\n'
    with serving({"/feed.xml": feed()}) as site:
        with Store.open(tmp_path / "watch.db", create=True) as store:
            Bench(site, KeptState(store)).once(sources)
        with Store.open(tmp_path / "watch.db", read_only=True) as store:
            bench = Bench(site, KeptState(store))
            with pytest.raises(StoreError, match="read-only"):
                bench.once(sources)


def test_the_schedule() -> None:
    visit = Visit(url="u", source="s", kind="page", first_seen=START, next_visit=START)
    ages = (0, 3 * HOUR - 1, 3 * HOUR, 24 * HOUR, 72 * HOUR, 719 * HOUR)
    assert [(following(visit, FEED.revisits, START + age) or 0) - START - age for age in ages] == [
        900, 900, 3600, 6 * 3600, 86_400, 86_400,
    ]  # fmt: skip
    assert following(visit, FEED.revisits, START + 720 * HOUR) is None
    old = replace(visit, published="2021-12-06T12:00:00Z")
    assert following(old, FEED.revisits, START) == START + 6 * HOUR
    ahead = replace(visit, published="2031-12-06")
    assert following(ahead, FEED.revisits, START) == START + 900
    changed = replace(visit, changed=START + 700 * HOUR)
    assert following(changed, FEED.revisits, START + 701 * HOUR) == START + 701 * HOUR + 900
    for_ever = replace(visit, changed=START + 1440 * HOUR)
    assert following(for_ever, FEED.revisits, START + 1441 * HOUR) is None


def test_pauses_after_failures() -> None:
    assert [pause(n, 0.0) for n in (1, 2, 3, 20, 10_000)] == [60, 120, 240, 86_400, 86_400]
    assert [pause(3, chance) for chance in (0.5, 1.0)] == [180, 120]
    assert pause(1, 0.0, asked=7200) == 7200
    assert pause(1, 0.0, asked=1e9) == 7 * 86_400
    assert pause(20, 0.0, longest=21_600) == 21_600


def test_a_sites_word_that_a_page_changed_is_believed_a_few_times() -> None:
    known = Visit(url="u", source="s", kind="page", first_seen=0, next_visit=None, last_visit=100.0)
    told = Found(url="u", updated=5000.0)
    assert renewed(known, told, 6000.0, 900)
    assert not renewed(replace(known, unchanged=CRIES), told, 6000.0, 900)
    assert not renewed(replace(known, failures=1), told, 6000.0, 900)
    assert not renewed(known, replace(told, updated=6000.0 + 2 * 86_400), 6000.0, 900)
    assert renewed(known, Found(url="u", again=True), 101.0, 900)
    assert not renewed(known, Found(url="u", again=True, depth=2), 101.0, 900)


def test_dates_as_sources_write_them() -> None:
    assert timestamp("2021-12-07") == START - 12 * HOUR
    assert timestamp("2021-12-07T15:00:00+03:00") == timestamp("2021-12-07T12:00:00Z") == START
    assert timestamp("yesterday") is timestamp("") is timestamp(None) is None
