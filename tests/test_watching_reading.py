"""A watch reads what it has while it fetches more: the same comes of it, in bounded memory, and a stop loses nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from dragoman.watching import Find, Watcher, watcher
from tests.watching_sample import Bench, channel, feed, item, page, post
from tests.watching_server import Site, serving

FEED = 'delay = 0\nthreads = 2\n[[source]]\nurl = "SITE/feed.xml"\n'
PATHS = [f"/{number}" for number in range(9)]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving({"/feed.xml": feed(*map(item, PATHS)), **{path: page(path) for path in PATHS}}) as made:
        yield made


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait for something to become true; whether it did."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    return true()


def test_others_are_fetched_while_one_is_read(site: Site) -> None:
    bench = Bench(site)
    seen: list[bool] = []
    bench.reading = lambda find: seen.append(until(lambda: "/1" in site.paths())) if not seen else None
    bench.once(FEED)
    assert seen == [True]
    assert bench.found() == PATHS


def test_no_more_are_held_than_twice_the_requests_at_once(site: Site) -> None:
    bench = Bench(site)
    held: list[int] = []

    def reading(find: Find) -> None:
        if not held:
            until(lambda: len(site.paths()) - 1 >= 2)
        until(lambda: len(site.paths()) - 1 - len(held) >= 5, 0.2)
        held.append(len(site.paths()) - 1 - len(held))

    bench.reading = reading
    bench.once(FEED)
    assert bench.found() == PATHS
    assert 2 <= max(held) <= 4


def test_the_same_comes_of_it_as_of_reading_one_after_another(site: Site) -> None:
    site.pages |= {"/2": page("RAISE"), "/5": page("Gone to another.").replace("<head>", "<head><!-- -->")}

    def told(
        reading: Callable[[Find], object],
    ) -> tuple[list[str], list[tuple[str, str, str | None]], dict[str, bytes]]:
        bench = Bench(site)

        def read(find: Find) -> None:
            reading(find)
            if b"RAISE" in find.fetched.data:
                raise ValueError("no text to read")

        bench.reading = read
        bench.once(FEED)
        return bench.found(), [(one.kind, one.url, one.outcome or one.why) for one in bench.events], bench.texts

    quick, slow = told(lambda find: None), told(lambda find: time.sleep(0.02))
    assert quick == slow
    assert quick[0] == [path for path in PATHS if path != "/2"]
    assert ("failed", f"{site.address}/2", "no text to read") in quick[1]


def test_what_is_being_read_at_a_stop_is_kept_and_what_waits_comes_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher, "GRACE", 0.0)
    bench = Bench(site)
    made: list[Watcher] = []

    def reading(find: Find) -> None:
        if not bench.finds:
            until(lambda: len(site.paths()) >= 4)
            made[0].stop()

    bench.reading = reading
    made.append(bench.watcher(FEED))
    made[0].run()
    assert bench.found() == ["/0"]
    assert threading.active_count() < 10
    bench.reading = lambda find: None
    bench.once(FEED)
    assert sorted(bench.found()) == PATHS
    assert site.paths().count("/0") == 1


def test_posts_of_a_channel_are_read_together_and_told_apart(site: Site) -> None:
    site.pages["/s/limon_mfa"] = channel(post(7, "The strait is open."), post(8, "RAISE"), post(9, "It is closed."))
    bench = Bench(site)

    def reading(find: Find) -> None:
        if b"RAISE" in find.fetched.data:
            raise ValueError("no text to read")

    bench.reading = reading
    bench.once('delay = 0\n[[source]]\nurl = "SITE/s/limon_mfa"\nkind = "telegram"\n')
    assert bench.found() == ["/limon_mfa/7", "/limon_mfa/9"]
    assert bench.told("failed") == ["/limon_mfa/8"]


def test_a_fault_of_ours_is_raised_where_it_is_looked_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(site)

    def reading(find: Find) -> None:
        raise RuntimeError("a fault")

    bench.reading = reading
    bench.once(FEED)
    assert bench.told("failed") == PATHS
    monkeypatch.setenv("DRAGOMAN_DEBUG", "1")
    bench.now += 7200
    with pytest.raises(RuntimeError, match="a fault"):
        bench.once(FEED, everything=True)
