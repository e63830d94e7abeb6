"""Fetching again: validators, lies about length, bombs and robots.txt, against a server on this machine."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dragoman.gather.conditional import Validators, kept, seconds
from dragoman.gather.fetched import AnswerError, Fetched, ForbiddenError, GatherError, TooLargeError, TruncatedError
from dragoman.gather.robots import FRESH, UNREACHED, Robots, name
from dragoman.gather.unpack import gunzip, unpacked
from dragoman.gather.web import fetch
from tests.watching_server import (
    Site,
    answer,
    dripping,
    endless,
    lying,
    raw,
    redirect,
    serving,
    stalling,
    whole,
)  # fmt: skip

PAGE = b"<html><body><p>The ministers met in Geneva.</p></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def get(site: Site, path: str = "/page", **options: object) -> Fetched:
    return fetch(site.address + path, allow_private=True, **options)  # type: ignore[arg-type]


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    site.pages["/page"] = PAGE
    first = get(site)
    assert (first.status, first.data, first.delimited) == (200, PAGE, True)
    assert first.etag and first.url
    known = Validators(first.url, first.etag, first.last_modified)
    again = get(site, known=known)
    assert (again.status, again.data, again.etag) == (304, b"", first.etag)
    site.pages["/page"] = PAGE + b"<p>More.</p>"
    assert get(site, known=known).status == 200


def test_validators_go_to_the_address_they_are_from_and_to_no_other(site: Site) -> None:
    site.pages |= {"/old": redirect("/page"), "/page": PAGE}
    first = get(site, "/old")
    assert first.url == f"{site.address}/page"
    again = get(site, "/old", known=Validators(first.url, first.etag))
    assert again.status == 304
    assert ["if-none-match" in one.headers for one in site.asked] == [False, False, False, True]


def test_an_answer_of_304_that_nobody_asked_for_is_an_error(site: Site) -> None:
    site.pages["/page"] = answer(b"", "304 Not Modified")
    with pytest.raises(AnswerError, match="304"):
        get(site)


def test_a_body_shorter_than_declared_is_an_error(site: Site) -> None:
    site.pages["/page"] = lying(PAGE, len(PAGE) + 50)
    with pytest.raises(TruncatedError, match=f"broke off after {len(PAGE)} of {len(PAGE) + 50} bytes") as caught:
        get(site)
    assert str(caught.value).startswith(f"{site.address}/page: ")


def test_a_body_longer_than_declared_is_an_error(site: Site) -> None:
    site.pages["/page"] = lying(PAGE, 20)
    with pytest.raises(TruncatedError, match="goes on after the 20 bytes"):
        get(site)
    large = PAGE * 5_000
    site.pages["/large"] = lying(large, len(large) - 100_000)
    with pytest.raises(TruncatedError, match="goes on after"):
        get(site, "/large")


def test_a_line_end_after_the_body_and_an_interim_answer_are_no_lies(site: Site) -> None:
    site.pages["/page"] = lying(PAGE + b"\r\n", len(PAGE))
    assert get(site).data == PAGE
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
    site.pages["/early"] = raw(early + b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(PAGE), PAGE))
    assert get(site, "/early").data == PAGE


def test_chunks_without_an_end_are_an_error(site: Site) -> None:
    site.pages["/page"] = raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n" % (len(PAGE), PAGE))
    with pytest.raises(TruncatedError, match="broke off"):
        get(site)


def test_packed_bytes_without_an_end_are_an_error(site: Site) -> None:
    packed = gzip.compress(PAGE * 50)
    site.pages["/page"] = answer(packed[:-20], Content_Encoding="gzip")
    with pytest.raises(TruncatedError, match="compressed"):
        get(site)
    site.pages["/page"] = answer(b"not gzip at all", Content_Encoding="gzip")
    with pytest.raises(GatherError, match="compression is broken"):
        get(site)
    site.pages["/page"] = answer(packed, Content_Encoding="br")
    with pytest.raises(GatherError, match="not asked for"):
        get(site)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE[:10]) + gzip.compress(PAGE[10:])),
        ("gzip", gzip.compress(PAGE) + b"\0\0\0"),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("identity", PAGE),
    ],
)
def test_packed_pages_come_out_as_they_were(site: Site, encoding: str, packed: bytes) -> None:
    site.pages["/page"] = answer(packed, Content_Encoding=encoding)
    assert get(site).data == PAGE
    assert b"".join(unpacked((packed[at : at + 1] for at in range(len(packed))), encoding)) == PAGE


def test_where_nothing_tells_the_end_it_is_said(site: Site) -> None:
    site.pages["/page"] = raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)
    fetched = get(site)
    assert (fetched.data, fetched.delimited) == (PAGE, False)


def test_a_hundred_megabytes_that_say_so_are_not_taken(site: Site) -> None:
    site.pages["/page"] = endless(100_000_000, declared=True)
    with pytest.raises(TooLargeError, match="larger than 20 MB: the server says 100 MB"):
        get(site)
    time.sleep(0.05)
    assert site.sent["/page"] < 10_000_000  # what fits into the buffers of two sockets


def test_a_hundred_megabytes_that_do_not_say_so_take_bounded_memory(site: Site) -> None:
    site.pages["/page"] = endless(100_000_000, declared=False)
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError, match="larger than 1 MB"):
            get(site, limit=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    time.sleep(0.05)
    assert site.sent["/page"] < 20_000_000


def test_a_bomb_is_unpacked_no_further_than_the_limit(site: Site) -> None:
    site.pages["/page"] = answer(gzip.compress(bytes(100_000_000), 1), Content_Encoding="gzip")
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError, match="larger than 1 MB"):
            get(site, limit=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    assert len(next(gunzip(gzip.compress(bytes(50_000_000), 1)))) <= 65_536


def test_stalls_and_drips_end_with_the_time(site: Site) -> None:
    site.pages |= {
        "/silent": stalling(site),
        "/half": stalling(site, b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<html>"),
        "/drip": dripping(site),
    }
    for path in ("/silent", "/half", "/drip"):
        begun = time.monotonic()
        with pytest.raises(GatherError, match="no answer in time"):
            get(site, path, total=0.3)
        assert time.monotonic() - begun < 3


def test_a_circle_of_redirects_ends(site: Site) -> None:
    site.pages |= {"/page": redirect("/other"), "/other": redirect("/page")}
    with pytest.raises(GatherError, match="more than 5 redirects"):
        get(site)
    assert len(site.asked) == 6


def test_what_the_server_answers_is_kept(site: Site) -> None:
    site.pages["/page"] = answer(b"", "503 Service Unavailable", Retry_After="120")
    with pytest.raises(AnswerError) as caught:
        get(site)
    assert (caught.value.status, caught.value.retry_after) == (503, 120.0)
    assert str(caught.value) == f"{site.address}/page: the server answered 503 Service Unavailable"


def test_each_address_is_told_before_it_is_asked(site: Site) -> None:
    site.pages |= {"/page": redirect("/secret"), "/secret": PAGE}

    def before(url: str) -> None:
        if url.endswith("/secret"):
            raise ForbiddenError("not this one")

    with pytest.raises(ForbiddenError, match="not this one"):
        get(site, before=before)
    assert site.paths() == ["/page"]


def test_the_user_agent_is_the_one_given(site: Site) -> None:
    site.pages["/page"] = whole(PAGE)
    get(site, user_agent="dragoman/1 (+mailto:desk@example.org)")
    assert site.asked[0].headers["user-agent"] == "dragoman/1 (+mailto:desk@example.org)"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("120", 120.0), ("0", 0.0), ("Wed, 01 Dec 2021 12:01:00 GMT", 60.0), ("Wed, 01 Dec 2021 11:00:00 GMT", 0.0),
        ("soon", None), ("-5", None), ("", None), (None, None), ("9" * 40, None), ("²", None),
    ],
)  # fmt: skip
def test_retry_after(value: str | None, found: float | None) -> None:
    assert seconds(value, datetime(2021, 12, 1, 12, 0, tzinfo=UTC)) == found


def test_a_validator_that_cannot_be_sent_back_is_not_kept() -> None:
    assert kept('W/"a1"') == 'W/"a1"'
    assert [kept(value) for value in (None, "", '"é"', '"a\r\nb"', "x" * 500)] == [None] * 5


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def robots(site: Site, clock: Clock, agent: str = "dragoman") -> Robots:
    return Robots(lambda url: fetch(url, allow_private=True, limit=512_000, total=2), agent, clock)


RULES = """\
User-agent: *
Disallow: /

User-agent: Dragoman
Disallow: /private
Allow: /private/open$
Disallow: /*.pdf$
Crawl-delay: 7
"""


def test_the_rules_for_us_are_obeyed(site: Site) -> None:
    site.pages["/robots.txt"] = RULES
    known = robots(site, Clock())
    assert known.stale(site.address + "/a")
    known.renew(site.address + "/a")
    assert not known.stale(site.address + "/b")
    for path in ("/a", "/private/open", "/report.pdf?x"):
        known.check(site.address + path)
    for path in ("/private", "/private/x", "/report.pdf"):
        with pytest.raises(ForbiddenError, match=r"robots\.txt forbids"):
            known.check(site.address + path)
    assert known.delay(site.address + "/a") == 7
    assert name("dragoman/1.0 (+https://example.org)") == "dragoman"
    other = robots(site, Clock(), "otherbot")
    other.renew(site.address)
    with pytest.raises(ForbiddenError):
        other.check(site.address + "/a")


def test_a_missing_robots_txt_allows_and_is_asked_for_once_a_day(site: Site) -> None:
    clock = Clock()
    known = robots(site, clock)
    known.renew(site.address + "/a")
    known.check(site.address + "/a")
    assert known.delay(site.address + "/a") == 0
    clock.now += FRESH - 1
    assert not known.stale(site.address + "/a")
    clock.now += 2
    assert known.stale(site.address + "/a")


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"])
def test_an_unreachable_robots_txt_forbids_for_a_while(site: Site, status: str) -> None:
    clock = Clock()
    known = robots(site, clock)
    site.pages["/robots.txt"] = answer(b"", status)
    known.renew(site.address)
    with pytest.raises(GatherError, match=r"robots\.txt cannot be had"):
        known.check(site.address + "/a")
    clock.now += UNREACHED + 1
    assert known.stale(site.address)
    site.pages["/robots.txt"] = RULES
    known.renew(site.address)
    known.check(site.address + "/a")
    clock.now += FRESH + 1
    site.pages["/robots.txt"] = answer(b"", status)
    known.renew(site.address)
    known.check(site.address + "/a")
    with pytest.raises(ForbiddenError):
        known.check(site.address + "/private")


def test_a_robots_txt_of_any_bytes_is_no_failure(site: Site) -> None:
    known = robots(site, Clock())
    for body in (b"\xff\xfe\x00Disallow", b"<html>not found</html>", b"User-agent: *\nCrawl-delay: soon\n", b""):
        site.pages["/robots.txt"] = body
        known.renew(site.address)
        known.check(site.address + "/a")
        assert known.delay(site.address) == 0
    site.pages["/robots.txt"] = endless(100_000_000, declared=True)
    known.renew(site.address)
    with pytest.raises(GatherError, match="larger than"):
        known.check(site.address + "/a")
