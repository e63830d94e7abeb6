"""What feeds, sitemaps, channels and listings lead to, broken and hostile ones too."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from dragoman.gather.fetched import GatherError, TooLargeError
from dragoman.watching import feeds, listing, sitemaps, telegram
from dragoman.watching.address import normal, related
from dragoman.watching.guess import looks_like
from tests.watching_sample import (
    HOUR,
    Bench,
    atom,
    channel,
    feed,
    index,
    item,
    loc,
    page,
    post,
    urlset,
)  # fmt: skip
from tests.watching_server import Site, answer, serving

BASE = "https://news.example/feeds/world.xml"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture
def bench(site: Site) -> Bench:
    return Bench(site)


def entries(data: str | bytes, url: str = BASE) -> list[tuple[str, str | None, float | None]]:
    raw = data.encode() if isinstance(data, str) else data
    return [(found.url, found.published, found.updated) for found in feeds.entries(raw, url, "text/xml", None)]


def test_links_of_a_feed_are_made_whole() -> None:
    rss = feed(
        item("../a?utm_medium=x&id=1"), item("https://news.example/b#c"), item("javascript:alert(1)"), item("mailto:x@y.z"),
        '<item><guid isPermaLink="true">https://news.example/d</guid></item>', "<item><title>no link</title></item>",
    )  # fmt: skip
    assert [url for url, _, _ in entries(rss)] == [
        "https://news.example/a?id=1", "https://news.example/b", "https://news.example/d",
    ]  # fmt: skip
    assert entries(atom("/a", "2021-12-07T12:00:00+03:00")) == [
        ("https://news.example/a", "2021-12-07T10:00:00+00:00", 1_638_867_600.0)
    ]


def test_a_broken_feed_gives_what_can_be_read() -> None:
    broken = feed(item("/a"), "<item><title>A & B <b></title><link>/b</link></item>", item("/c"))[:-40]
    assert [url.rsplit("/", 1)[1] for url, _, _ in entries(broken)] == ["a", "b", "c"]
    koi = feed(item("/новости")).replace("UTF-8", "KOI8-R").encode("koi8-r")
    assert entries(koi)[0][0].endswith("/новости")


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"no feed at all", b'{"items": []}', page("A page.").encode()])
def test_what_is_no_feed_is_an_error(data: bytes) -> None:
    with pytest.raises(GatherError, match="no feed"):
        entries(data)


LEVELS = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "lol">{LEVELS}]>'
LOCAL = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY m SYSTEM "file:///etc/passwd">]>'


def test_entities_make_neither_bombs_nor_doors() -> None:
    body = '<rss version="2.0"><channel><item><link>/a</link><title>&m;</title></item></channel></rss>'
    tracemalloc.start()
    try:
        assert [url for url, _, _ in entries(BOMB + body)] == ["https://news.example/a"]
        assert [url for url, _, _ in entries(LOCAL + body.replace("/a", "/&m;"))] != []
        assert "root:" not in str(entries(LOCAL + body.replace("/a", "/&m;")))
        for head in (BOMB, LOCAL):
            found = list(sitemaps.entries((head + urlset(loc("url", "/x&m;"), loc("url", "/a"))[38:]).encode(), BASE))
            assert not any("root" in one.url or len(one.url) > 100 for one in found)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_a_sitemap_with_the_dates_of_news() -> None:
    news = (
        "<news:news><news:publication><news:name>Herald</news:name></news:publication>"
        "<news:publication_date>2021-12-07T10:00:00+03:00</news:publication_date><news:title>T</news:title></news:news>"
    )
    image = "<image:image><image:loc>https://news.example/p.jpg</image:loc></image:image>"
    data = urlset(
        loc("url", "https://news.example/a?x=1&amp;y=2", "2021-12-07", image + news), loc("url", "/b"),
        loc("url", "https://elsewhere.example/c"), loc("url", "https://www.news.example/d"),
    ).encode()  # fmt: skip
    found = list(sitemaps.entries(data, BASE))
    assert [(one.url, one.published, one.updated) for one in found] == [
        ("https://news.example/a?x=1&y=2", "2021-12-07T10:00:00+03:00", 1_638_835_200.0),
        ("https://news.example/b", None, None),
        ("https://www.news.example/d", None, None),
    ]
    assert list(sitemaps.entries(gzip.compress(data), BASE)) == found
    assert [one.url for one in sitemaps.entries(b"https://news.example/a\nhttps://news.example/b\n", BASE)] == [
        "https://news.example/a", "https://news.example/b",
    ]  # fmt: skip


GROWTH = """
import resource
from dragoman.watching import sitemaps
one = b"<url><loc>https://news.example/%06d</loc><lastmod>2021-12-07</lastmod></url>"
head = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
def count(n):
    data = head + b"".join(one % i for i in range(n)) + b"</urlset>"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in sitemaps.entries(data, "https://news.example/map.xml")) == n
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
count(100)
print(count(30_000))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="kilobytes of resident memory, as Linux counts them")
def test_a_huge_sitemap_is_read_as_a_stream() -> None:
    """Its elements are not in memory together: the library's are beyond Python's own counting."""
    done = subprocess.run([sys.executable, "-c", GROWTH], capture_output=True, text=True, timeout=120)
    assert done.stderr == ""
    assert int(done.stdout) < 8_000


def test_sitemaps_that_are_none_or_too_large_or_cut() -> None:
    for data in (b"", b"nothing", feed(item("/a")).encode(), page("A page").encode()):
        with pytest.raises(GatherError, match="no sitemap"):
            list(sitemaps.entries(data, BASE))
    with pytest.raises(TooLargeError, match="unpacked"):
        list(sitemaps.entries(gzip.compress(bytes(3_000_000)), BASE, limit=1_000_000))
    with pytest.raises(GatherError, match="compress"):
        list(sitemaps.entries(gzip.compress(urlset(loc("url", "/a")).encode())[:-12], BASE))
    cut = urlset(loc("url", "/a"), loc("url", "/b"), loc("url", "/c")).encode()[:-40]
    assert [one.url[-2:] for one in sitemaps.entries(cut, BASE)][:2] == ["/a", "/b"]


SITEMAP = 'contact = "a@b.c"\ndelay = 1\n[[source]]\nurl = "SITE/sitemap.xml"\nevery = "30m"\n'


def test_an_index_leads_to_sitemaps_and_they_to_articles(bench: Bench, site: Site) -> None:
    site.pages |= {
        "/sitemap.xml": index(
            loc("sitemap", "/old.xml", "2009-01-01"), loc("sitemap", "/new.xml", "2021-12-07"), loc("sitemap", "/any.xml.gz")
        ),
        "/new.xml": urlset(loc("url", "/a", "2021-12-07T09:00:00Z"), loc("url", "/b", "2015-01-01")),
        "/any.xml.gz": answer(gzip.compress(urlset(loc("url", "/c")).encode()), Content_Type="application/gzip"),
        "/a": page("A"), "/c": page("C"),
    }  # fmt: skip
    bench.run(SITEMAP, 120)
    assert sorted(bench.found()) == ["/a", "/c"]
    assert "/old.xml" not in site.paths() and "/b" not in site.paths()
    site.pages["/any.xml.gz"] = answer(gzip.compress(urlset(loc("url", "/c"), loc("url", "/d")).encode()))
    site.pages["/d"] = page("D")
    bench.run(SITEMAP, HOUR)
    assert bench.found()[-1] == "/d"
    assert site.paths().count("/new.xml") == 1 and site.paths().count("/any.xml.gz") >= 2


def test_indexes_of_indexes_end(bench: Bench, site: Site) -> None:
    site.pages |= {"/sitemap.xml": index(loc("sitemap", "/1.xml"), loc("sitemap", "/sitemap.xml"))}
    site.pages |= {f"/{n}.xml": index(loc("sitemap", f"/{n + 1}.xml"), loc("sitemap", "/1.xml")) for n in range(1, 9)}
    bench.once(SITEMAP)
    assert site.paths() == ["/sitemap.xml", "/1.xml", "/2.xml", "/3.xml"]


def test_of_a_huge_sitemap_the_newest_are_taken(bench: Bench, site: Site) -> None:
    urls = [loc("url", f"/{n}", f"2021-12-07T{n // 60:02}:{n % 60:02}:00Z") for n in range(600)]
    site.pages["/sitemap.xml"] = urlset(*urls)
    site.pages |= {f"/{n}": page(str(n)) for n in range(600)}
    bench.once(SITEMAP + "newest = 5\n")
    assert sorted(bench.found()) == [f"/{n}" for n in range(595, 600)]
    assert bench.events[0].left == 595


def test_a_source_of_another_kind_than_guessed_is_told_by_what_it_is(bench: Bench, site: Site) -> None:
    site.pages |= {
        "/news.xml": urlset(loc("url", "/a")), "/index": feed(item("/b")), "/a": page("A"), "/b": page("B"),
        "/feed": f'<html><head><link rel="alternate" type="application/rss+xml" href="/real.xml">{page("x")}</html>',
    }  # fmt: skip
    bench.once("delay = 1\n" + "".join(f'[[source]]\nurl = "SITE{path}"\n' for path in ("/news.xml", "/index")))
    assert sorted(bench.found()) == ["/a", "/b"]
    bench.once('delay = 1\n[[source]]\nurl = "SITE/feed"\nkind = "feed"\n')
    assert bench.why().endswith(f"this is a page, not a feed; it names {site.address}/real.xml as its feed")
    site.pages["/map"] = urlset(loc("url", "/a"))
    bench.once('delay = 1\n[[source]]\nurl = "SITE/map"\nkind = "feed"\n')
    assert 'kind = "sitemap"' in bench.why()


TELEGRAM = 'delay = 1\n[[source]]\nurl = "SITE/s/limon_mfa"\nkind = "telegram"\nlanguage = "en"\nevery = "10m"\n'


def test_each_post_of_a_channel_is_an_article(bench: Bench, site: Site) -> None:
    text = 'The talks <b>ended</b>.<br/>Both sides&nbsp;agreed <i class="emoji" style=""><b>🤝</b></i> to meet.<br/><br/>1 &lt; 2'
    reply = '<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text js-message_reply_text">Old.</div></a>'
    forwarded = (
        '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from '
        '<a class="tgme_widget_message_forwarded_from_name"><span dir="auto">Other Ministry</span></a></div>'
    )
    site.pages["/s/limon_mfa"] = channel(
        post(7, text, before=reply), post(8, "Said elsewhere.", before=forwarded), post(9, ""),
    )  # fmt: skip
    bench.once(TELEGRAM)
    assert site.paths() == ["/s/limon_mfa"]
    first, second = bench.finds
    assert first.fetched.data.decode() == "The talks ended.\nBoth sides agreed 🤝 to meet.\n\n1 < 2"
    assert (first.fetched.media_type, first.fetched.url) == ("text/plain", f"{site.address}/limon_mfa/7")
    assert (first.published, first.forwarded, first.post) == ("2021-12-07T11:30:00+00:00", None, True)
    assert second.forwarded == "Other Ministry"


def test_an_edited_post_is_a_new_version_and_the_others_are_left_alone(bench: Bench, site: Site) -> None:
    site.pages["/s/limon_mfa"] = channel(post(7, "First."), post(8, "Second."))
    bench.run(TELEGRAM, 60)
    site.pages["/s/limon_mfa"] = channel(
        post(7, "First, edited.", info="edited"), post(8, "Second."), post(9, "Third.")
    )
    bench.run(TELEGRAM, 700)
    assert [(bench.short(e.url), e.outcome) for e in bench.events if e.kind == "kept"] == [
        ("/limon_mfa/7", "version"), ("/limon_mfa/9", "new"),
    ]  # fmt: skip
    assert all(path == "/s/limon_mfa" for path in site.paths())


def test_posts_that_came_while_nobody_watched_are_looked_for_on_older_pages(bench: Bench, site: Site) -> None:
    site.pages["/s/limon_mfa"] = channel(post(2, "Two."), before=2)
    site.pages["/s/limon_mfa?before=2"] = channel(post(1, "One."))
    bench.run(TELEGRAM, 60)
    assert site.paths() == ["/s/limon_mfa"]
    site.pages["/s/limon_mfa"] = channel(post(8, "Eight."), before=8)
    site.pages["/s/limon_mfa?before=8"] = channel(post(6, "Six."), post(7, "Seven."), before=6)
    site.pages["/s/limon_mfa?before=6"] = channel(post(2, "Two."), post(5, "Five."), before=2)
    bench.run(TELEGRAM, 1000)
    assert site.paths()[1:4] == ["/s/limon_mfa", "/s/limon_mfa?before=8", "/s/limon_mfa?before=6"]
    assert sorted(bench.found()) == [f"/limon_mfa/{n}" for n in (2, 5, 6, 7, 8)]


def test_older_pages_are_not_followed_for_ever(bench: Bench, site: Site) -> None:
    site.pages["/s/limon_mfa"] = channel(post(1, "One."))
    bench.run(TELEGRAM, 60)
    site.pages["/s/limon_mfa"] = channel(post(1000, "New."), before=1000)
    for n in range(1, 1001):
        site.pages[f"/s/limon_mfa?before={n}"] = channel(post(n - 1 + 10_000, f"{n}."), before=n - 1)
    bench.run(TELEGRAM, 650)
    assert len([path for path in site.paths() if "before" in path]) == telegram.DEEPEST


def test_a_post_that_cannot_be_kept_is_tried_again(bench: Bench, site: Site) -> None:
    site.pages["/s/limon_mfa"] = channel(post(7, "First."), post(8, "Second."))
    good, bad = bench.keep, iter([True])

    def keep(find: object) -> object:
        if next(bad, False):
            raise OSError("the disk is full")
        return good(find)  # type: ignore[arg-type]

    bench.keep = keep  # type: ignore[assignment]
    bench.run(TELEGRAM, 1300)
    assert bench.told("failed") == ["/limon_mfa/7"]
    assert bench.found() == ["/limon_mfa/8", "/limon_mfa/7"]


def test_a_channel_that_is_not_public_is_an_error(bench: Bench, site: Site) -> None:
    site.pages["/s/limon_mfa"] = '<html><body><div class="tgme_page"><a>Join</a></div></body></html>'
    bench.once(TELEGRAM)
    assert "no public channel" in bench.why()
    assert telegram.posts(channel().encode(), BASE) == []
    for data in (b"", b"\0", b"<p>text</p>"):
        with pytest.raises(GatherError):
            telegram.posts(data, BASE)


def test_a_listing_leads_to_the_links_that_match(bench: Bench, site: Site) -> None:
    links = "".join(
        f'<a href="{href}">x</a>' for href in ("press/1", "/press/2#c", "press/1", "/about", "javascript:x")
    )
    site.pages |= {
        "/en/": f'<html><head><base href="/en/x/"></head><body>{links}</body></html>',
        "/en/x/press/1": page("One"), "/press/2": page("Two"),
    }  # fmt: skip
    bench.once('delay = 1\n[[source]]\nurl = "SITE/en/"\nkind = "listing"\nmatch = "/press/\\\\d+$"\n')
    assert bench.found() == ["/en/x/press/1", "/press/2"]
    with pytest.raises(GatherError, match="no links"):
        list(listing.entries(b"<html><body>nothing</body></html>", BASE, None))


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("HTTPS://User:pw@News.Example:443/a/?utm_source=x&b=1&fbclid=2#top", "https://news.example/a/?b=1"),
        ("//news.example", "https://news.example/"), ("?page=2", "https://news.example/feeds/world.xml?page=2"),
        ("http://news.example:8080/a", "http://news.example:8080/a"), (" /a\n", "https://news.example/a"),
        ("ftp://news.example/a", None), ("http://", None), ("http://[", None), ("http://x:99999/", None),
        ("/" + "a" * 3000, None), ("/a b", None), ("data:text/html,x", None),
    ],
)  # fmt: skip
def test_addresses_in_one_form(link: str, found: str | None) -> None:
    assert normal(link, BASE) == found


def test_what_belongs_to_a_site() -> None:
    assert related("https://www.news.example/a", "https://news.example/")
    assert related("https://cdn.news.example/a", "https://www.news.example/")
    assert not related("https://badnews.example/a", "https://news.example/")


def test_documents_are_told_by_their_root() -> None:
    assert looks_like(feed().encode()) == looks_like(atom("/", "").encode()) == "feed"
    assert looks_like(urlset().encode()) == looks_like(index().encode()) == "sitemap"
    assert looks_like(b"<!-- <rss> --><!DOCTYPE html>\n<html><rss>") == "page"
    began = time.monotonic()
    assert looks_like(b"<!DOCTYPE x [" * 20_000) is None
    assert looks_like(b"<!--" * 20_000) is None
    assert time.monotonic() - began < 5
