"""The load run of the server: what it asks for is there, and its numbers are right."""

from __future__ import annotations

import asyncio
from collections import Counter

from benchmarks.archive_rows import world
from benchmarks.serve_mix import SHARES, as_json, each, known, mix
from benchmarks.serve_numbers import numbers
from benchmarks.serve_readers import Task, read
from benchmarks.serve_store import ready
from dragoman.store import Store
from dragoman.store.engine import connect
from tests.store_sample import where
from tests.web_sample import client, served, server

__all__ = ["where"]

SEED = 7


def test_all_that_is_asked_for_is_there(where: str) -> None:
    invented = world(SEED, people=300)
    engine = connect(where)
    ready(engine, invented, 200, SEED)
    ready(engine, invented, 200, SEED)  # what is there already stays as it is
    with Store.open(where) as store, client(store) as desk:
        with store.reading() as connection:
            there = known(connection, invented, SEED)
        assert there.contacts and there.articles == 20 and there.speakers
        for one in each(there, 2, SEED):
            answer = desk.get(one.path)
            assert answer.status_code == 200, (one, answer.text[:300])
        asked = mix(there, 2_000, SEED)
        assert asked == mix(there, 2_000, SEED) and asked != mix(there, 2_000, SEED + 1)
        counts = Counter(one.kind for one in asked)
        assert all(abs(counts[kind] / 20 - share) < 3 for kind, share in SHARES.items())
        data = sum(".json" in one.path for one in asked) / len(asked)
        assert 0.15 < data < 0.3, "a quarter, less the feeds"
        contact = desk.get(f"/contacts/{there.contacts[0]}.json").json()
        assert contact["comparison"] or contact["alone"]
        assert len([one for one in contact["contact"]["articles"] if one["side"]]) == 2
        article = desk.get(f"/articles/{there.articles}.json").json()
        assert len(article["statements"]) == len(article["record"]["statements"]) == 10
    engine.dispose()


def test_readers_tell_of_what_went_wrong() -> None:
    asked = [("front", "/"), ("front", "/index.json"), ("nothing", "/none")] * 2
    with served(server()) as address:
        found = asyncio.run(read(Task(address, asked, readers=2)))
        timed = asyncio.run(read(Task(address, asked[:1], think=0.01, seconds=0.2)))
    assert Counter((kind, wrong) for kind, _, wrong in found) == {("front", None): 4, ("nothing", "404"): 2}
    assert len(timed) > 1 and all(took > 0 for _, took, _ in timed)
    gone = asyncio.run(read(Task("http://127.0.0.1:9", asked[:1])))
    assert [wrong for _, _, wrong in gone] == ["ConnectError"]


def test_percentiles_are_told_by_kind_and_for_all() -> None:
    made = numbers([("a", float(n), None) for n in range(1, 100)] + [("b", 1000.0, "503")], 10.0)
    assert made["a second"] == 10.0 and made["errors"] == {"b: 503": 1}
    a, b, both = made["kinds"]
    assert (a["kind"], a["requests"], a["p50"], a["p95"], a["p99"], a["max"]) == ("a", 99, 50, 94, 98, 99)
    assert b["p50"] == 1000 and both["kind"] == "all" and both["requests"] == 100 and both["max"] == 1000


def test_every_page_has_its_json() -> None:
    assert as_json("/") == "/index.json"
    assert as_json("/search?words=a.b") == "/search.json?words=a.b"
