"""The watch over a site on this machine: what it follows, how politely, and that nothing stops it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import pairwise

import pytest

from dragoman.watching import Find, Outcome
from dragoman.watching.schedule import TRIES
from tests.watching_sample import HOUR, START, Bench, atom, feed, item, page
from tests.watching_server import (
    Site,
    answer,
    dripping,
    endless,
    failing,
    lying,
    redirect,
    serving,
    stalling,
    whole,
)  # fmt: skip

FEED = """
contact = "desk@example.org"
delay = 5
timeout = 1
[[source]]
url = "SITE/feed.xml"
publisher = "Limon Herald"
language = "en"
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture
def bench(site: Site) -> Bench:
    return Bench(site)


def test_a_feed_leads_to_its_articles(bench: Bench, site: Site) -> None:
    site.pages |= {
        "/feed.xml": feed(item("/b?utm_source=rss#top"), item("SITE/a")).replace("SITE", site.address),
        "/a": page("The ministers met."), "/b": page("They will meet again."),
    }  # fmt: skip
    tally = bench.once(FEED)
    assert site.paths(robots=True) == ["/robots.txt", "/feed.xml", "/a", "/b"]
    assert bench.found() == ["/a", "/b"]
    assert {find.source.publisher for find in bench.finds} == {"Limon Herald"}
    assert {find.published for find in bench.finds} == {"2021-12-07T11:00:00+00:00"}
    assert [(event.kind, event.count, event.outcome) for event in bench.events] == [
        ("found", 2, None), ("kept", None, "new"), ("kept", None, "new"),
    ]  # fmt: skip
    assert tally.outcomes == {"new": 2}
    assert site.asked[1].headers["user-agent"].endswith("(+desk@example.org)")
    assert bench.slept == [5.0, 5.0, 5.0]


def test_a_changed_article_is_a_new_version_and_an_unchanged_one_costs_304(bench: Bench, site: Site) -> None:
    site.pages |= {"/feed.xml": feed(item("/a"), item("/b")), "/a": page("First."), "/b": page("Same.")}
    bench.once(FEED)
    site.pages["/a"] = page("First, and more.")
    bench.now += 16 * 60
    bench.once(FEED)
    assert bench.told("unchanged") == ["/feed.xml", "/b"]
    assert [(bench.short(e.url), e.outcome) for e in bench.events if e.kind == "kept"] == [("/a", "version")]
    assert "if-none-match" in site.asked[-1].headers
    assert len(bench.finds) == 3


def test_a_young_story_is_visited_often_an_old_one_rarely_and_then_no_more(bench: Bench, site: Site) -> None:
    site.pages |= {"/feed.xml": feed(item("/a")), "/a": page("Same.")}
    every = (
        FEED + 'every = "30d"\nrevisits = [{until="2h",every="20m"},{until="1d",every="6h"},{until="3d",every="1d"}]\n'
    )
    bench.run(every, 6 * 24 * HOUR)
    times = [event.at - START for event in bench.events if bench.short(event.url) == "/a"]
    # The story was published an hour before the watch began.
    gaps = [round((b - a) / 60) for a, b in pairwise(times)]
    assert gaps == [20] * 3 + [360] * 4 + [1440] * 2
    visit = bench.state.get(site.address + "/a")
    assert visit and visit.next_visit is None and visit.unchanged == 9


def test_a_change_makes_a_story_young_again(bench: Bench, site: Site) -> None:
    site.pages |= {"/feed.xml": feed(item("/a")), "/a": page("First.")}
    bench.run(FEED, 30 * HOUR)
    visits = site.paths().count("/a")
    site.pages["/a"] = page("Second.")
    bench.run(FEED, 7 * HOUR)
    assert [event.outcome for event in bench.events if event.kind == "kept"] == ["version"]
    young = [event.at for event in bench.events if bench.short(event.url) == "/a"]
    assert site.paths().count("/a") - visits >= 5
    assert young[1] - young[0] == 900


def test_a_feed_that_tells_of_a_change_brings_the_visit_forward(bench: Bench, site: Site) -> None:
    site.pages |= {"/feed.xml": atom("/a", "2021-12-07T10:00:00Z"), "/a": page("First.")}
    bench.run(FEED + 'revisits = [{until="1h",every="5m"},{until="9d",every="1d"}]\n', 30)
    site.pages |= {"/feed.xml": atom("/a", "2021-12-07T12:10:00Z"), "/a": page("Second.")}
    bench.run(FEED + 'revisits = [{until="1h",every="5m"},{until="9d",every="1d"}]\n', 900)
    assert [event.outcome for event in bench.events if event.kind == "kept"] == ["version"]
    assert bench.events[-1].at - START < 930


def test_a_page_that_is_a_source_is_an_article_itself(bench: Bench, site: Site) -> None:
    site.pages["/readout.html"] = page("The call lasted an hour.")
    sources = 'delay = 1\n[[source]]\nurl = "SITE/readout.html"\nevery = "1h"\nside = "lim"\n'
    bench.run(sources, 3 * HOUR + 60)
    assert site.paths() == ["/readout.html"] * 4
    assert bench.found() == ["/readout.html"]
    assert bench.finds[0].source.side == "LIM"


def test_requests_to_a_host_are_apart_by_the_delay_or_what_the_site_asks(bench: Bench, site: Site) -> None:
    site.pages |= {
        "/feed.xml": feed(*(item(f"/{n}") for n in range(3))), **{f"/{n}": page(str(n)) for n in range(3)},
        "/robots.txt": "User-agent: *\nCrawl-delay: 20\n",
    }  # fmt: skip
    bench.once(FEED)
    assert bench.slept == [20.0] * 4
    assert len(bench.finds) == 3


def test_several_hosts_are_asked_at_once_and_one_that_stalls_holds_up_no_other(site: Site) -> None:
    with serving({"/feed.xml": stalling(site)}) as slow:
        bench = Bench(site)
        site.pages |= {"/feed.xml": feed(item("/a")), "/a": page("Quick.")}
        watcher = bench.watcher(
            FEED.replace("delay = 5", "delay = 0") + f'[[source]]\nurl = "{slow.address}/feed.xml"\n'
        )
        began = time.monotonic()
        watcher.run(once=True)
        assert time.monotonic() - began < 10
        assert bench.found() == ["/a"]
        assert "no answer in time" in bench.why()
        kinds = [event.kind for event in bench.events]
        assert kinds.index("kept") < kinds.index("failed")


def test_robots_txt_is_obeyed_for_sources_articles_and_redirects(bench: Bench, site: Site) -> None:
    site.pages |= {
        "/robots.txt": "User-agent: dragoman\nDisallow: /secret\n",
        "/feed.xml": feed(item("/secret/a"), item("/open")),
        "/secret/a": page("Not for robots."), "/open": redirect("/secret/b"), "/secret/b": page("Nor this."),
    }  # fmt: skip
    bench.once(FEED)
    assert site.paths() == ["/feed.xml", "/open"]
    assert sorted(bench.told("forbidden")) == ["/open", "/secret/a"]
    bench.once(FEED + '[[source]]\nurl = "SITE/secret/page.html"\n')
    assert bench.told("forbidden") == ["/secret/page.html"]
    assert bench.finds == []


def test_without_its_robots_txt_a_site_is_left_alone_until_it_answers(bench: Bench, site: Site) -> None:
    site.pages |= {"/feed.xml": feed(), "/robots.txt": failing(2, answer(b""))}
    bench.run(FEED, 600)
    assert site.paths() == []
    assert "robots.txt cannot be had" in str(bench.events[0].why)
    bench.run(FEED, HOUR)
    assert site.paths(robots=True).count("/robots.txt") == 3
    assert "/feed.xml" in site.paths()


def test_a_failing_source_is_tried_again_with_growing_pauses(bench: Bench, site: Site) -> None:
    site.pages["/feed.xml"] = failing(5, whole(feed(item("/a"))))
    site.pages["/a"] = page("At last.")
    bench.run(FEED, 2 * HOUR)
    failed = [event.at for event in bench.events if event.kind == "failed"]
    assert [b - a for a, b in pairwise(failed)] == [60.0, 120.0, 240.0, 480.0]
    assert bench.found() == ["/a"]
    (health,) = bench.state.health()
    assert (health.failures, health.last_error, health.found) == (0, None, 1)


def test_retry_after_is_respected(bench: Bench, site: Site) -> None:
    until = format_datetime(datetime.now(UTC).replace(microsecond=0), usegmt=True)
    site.pages["/feed.xml"] = failing(1, whole(feed()), "503 Service Unavailable", Retry_After="7200")
    bench.run(FEED, 1.9 * HOUR)
    assert site.paths() == ["/feed.xml"]
    (health,) = bench.state.health()
    assert health.failures == 1 and health.next_visit == bench.events[0].at + 7200
    bench.run(FEED, 0.2 * HOUR)
    assert site.paths() == ["/feed.xml"] * 2
    site.pages["/feed.xml"] = answer(b"", "429 Too Many Requests", Retry_After=until)
    bench.run(FEED, HOUR)
    assert bench.events[0].next_visit == bench.events[0].at + 60


def test_one_round_waits_for_no_host_in_trouble_and_tells_of_it_in_the_next(bench: Bench, site: Site) -> None:
    pages = {f"/{n}": answer(b"", "503 Service Unavailable", Retry_After="3600") for n in range(50)}
    site.pages |= {"/feed.xml": feed(*(item(path) for path in pages)), **pages}
    bench.once(FEED)
    assert len(bench.told("failed")) == 1
    site.pages["/feed.xml"] = answer(b"", "500 Internal Server Error")
    bench.now += 4000
    bench.once(FEED)
    bench.once(FEED)
    assert bench.told("resting") == ["/feed.xml"]


def test_a_page_that_was_never_had_is_given_up_and_one_that_was_is_gone(bench: Bench, site: Site) -> None:
    site.pages |= {"/feed.xml": feed(item("/a"), item("/b")), "/a": page("Here."), "/b": answer(b"", "403 Forbidden")}
    bench.run(FEED, 8 * HOUR)
    assert bench.told("given up") == ["/b"]
    assert bench.told("failed") == ["/b"] * (TRIES - 1)
    site.pages["/a"] = answer(b"", "410 Gone")
    bench.run(FEED, 2 * HOUR)
    assert bench.told("gone") == ["/a"]
    known = bench.state.get(site.address + "/a")
    assert known and known.gone and known.next_visit is None and known.sha256


def test_a_page_that_is_missing_for_a_while_is_looked_for_on_schedule(bench: Bench, site: Site) -> None:
    site.pages |= {"/feed.xml": feed(item("/a")), "/a": page("Here.")}
    bench.run(FEED, 60)
    site.pages["/a"] = answer(b"", "404 Not Found")
    bench.run(FEED, HOUR)
    assert bench.told("gone")[0] == "/a"
    site.pages["/a"] = page("Here.")
    bench.run(FEED, 3 * HOUR)
    known = bench.state.get(site.address + "/a")
    assert known and not known.gone and known.failures == 0
    assert bench.told("kept") == []


@pytest.mark.parametrize(
    ("manner", "why"),
    [
        ("short", "broke off"), ("long", "goes on after"), ("circle", "more than 5 redirects"),
        ("huge", "larger than 20 MB"), ("drip", "no answer in time"), ("stall", "no answer in time"),
        ("error", "the server answered 500"), ("nothing", ""),
    ],
)  # fmt: skip
def test_a_bad_answer_is_never_a_version_and_stops_nothing(bench: Bench, site: Site, manner: str, why: str) -> None:
    text = page("The whole truth of it.").encode()
    bad = {
        "short": lying(text[:-30], len(text)), "long": lying(text, len(text) - 30), "circle": redirect("/a"),
        "huge": endless(100_000_000, declared=False), "drip": dripping(site), "stall": stalling(site),
        "error": answer(b"", "500 Internal Server Error"), "nothing": lambda request, write: None,
    }[manner]  # fmt: skip
    sources = FEED.replace("timeout = 1", "timeout = 2")
    site.pages |= {"/feed.xml": feed(item("/a"), item("/b")), "/a": whole(text), "/b": page("Another.")}
    bench.run(sources, 60)
    site.pages["/a"] = bad
    site.pages["/b"] = page("Another, changed.")
    bench.run(sources, 1000)
    assert bench.told("kept") == ["/b"]
    assert bench.told("failed")[0] == "/a"
    assert why in str(next(event.why for event in bench.events if event.kind == "failed"))
    site.pages["/a"] = whole(text)
    bench.run(sources, 25 * HOUR)
    assert "/a" in bench.told("unchanged")
    assert bench.found().count("/a") == 1


def test_addresses_that_are_not_public_are_refused(site: Site) -> None:
    bench = Bench(site)
    site.pages |= {"/feed.xml": feed(item("/a"))}
    bench.once(FEED, allow_private=False)
    assert site.asked == []
    assert "not a public address" in bench.why()


def test_a_page_that_cannot_be_kept_is_told_and_tried_again(bench: Bench, site: Site) -> None:
    site.pages |= {"/feed.xml": feed(item("/a"), item("/b")), "/a": page("RAISE"), "/b": page("Fine.")}
    good = bench.keep

    def keep(find: Find) -> Outcome:
        if b"RAISE" in find.fetched.data:
            raise ValueError("no text\nto read")
        return good(find)

    bench.keep = keep
    bench.once(FEED)
    assert bench.found() == ["/b"]
    assert bench.why() == "no text to read"
    bench.keep = good
    bench.run(FEED, 120)
    assert bench.found() == ["/b", "/a"]


def test_stopped_in_the_middle_it_goes_on_where_it_was(bench: Bench, site: Site) -> None:
    paths = [f"/{n}" for n in range(10)]
    site.pages |= {"/feed.xml": feed(*(item(path) for path in paths)), **{path: page(path) for path in paths}}
    bench.after_keep = lambda watcher: watcher.stop() if len(bench.finds) in (3, 6) else None
    bench.once(FEED)
    assert bench.found() == paths[:3]
    bench.run(FEED, 60)
    assert bench.found() == paths[:6]
    bench.run(FEED, 60)
    assert sorted(bench.found()) == paths
    assert site.paths().count("/feed.xml") == 1


def test_stop_from_another_thread_ends_a_real_sleep_at_once(site: Site) -> None:
    site.pages["/feed.xml"] = feed()
    bench = Bench(site)
    watcher = bench.watcher(FEED)
    watcher._sleep = watcher._stopping.wait
    timer = threading.Timer(0.2, watcher.stop)
    timer.start()
    began = time.monotonic()
    watcher.run()
    assert time.monotonic() - began < 3


def test_what_is_watched_no_more_rests_and_is_taken_over_by_whoever_finds_it(bench: Bench, site: Site) -> None:
    site.pages |= {"/feed.xml": feed(item("/a")), "/other.xml": feed(item("/a")), "/a": page("Here.")}
    bench.once(FEED)
    before = len(site.asked)
    bench.now += HOUR
    bench.once('delay = 1\n[[source]]\nurl = "SITE/b.html"\n')
    assert "/a" not in site.paths()[before:]
    bench.once('delay = 1\n[[source]]\nurl = "SITE/other.xml"\n')
    known = bench.state.get(site.address + "/a")
    assert known and known.source == site.address + "/other.xml"
    assert bench.told("unchanged") == ["/a"]


def test_no_more_pages_are_followed_than_allowed(bench: Bench, site: Site) -> None:
    paths = [f"/{n}" for n in range(30)]
    site.pages |= {"/feed.xml": feed(*(item(path) for path in paths)), **{path: page(path) for path in paths}}
    bench.once(FEED + "followed = 10\n")
    assert len(bench.finds) == 10
    assert (bench.events[0].count, bench.events[0].left) == (10, 20)
    bench.once(FEED + "followed = 1000\nnewest = 15\n")
    assert len(bench.finds) == 15
    assert (bench.events[0].count, bench.events[0].left) == (5, 15)


def test_everything_is_visited_when_asked_for(bench: Bench, site: Site) -> None:
    site.pages |= {"/feed.xml": feed(item("/a")), "/a": page("Here.")}
    bench.once(FEED)
    bench.once(FEED)
    assert bench.told("unchanged") == ["/feed.xml"]
    bench.once(FEED, everything=True)
    assert sorted(bench.told("unchanged")) == ["/a", "/feed.xml"]
