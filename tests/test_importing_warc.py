"""Web archives: pages with the crawler's time, what is skipped, encodings undone, damage survived."""

from __future__ import annotations

import gzip
import io
import zlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter

from dragoman.importing import Item, Trouble, items
from dragoman.page import article
from tests.importing_sample import http, packed, page, warc_record, written


def records(count: int) -> list[bytes]:
    """A header and so many pages."""
    pages = [warc_record(f"https://w.example/{number}", http(page(number))) for number in range(count)]
    return [warc_record("https://w.example/info", b"software: crawler\r\n", kind="warcinfo"), *pages]


def urls(found: list[Item | Trouble]) -> list[str]:
    """The last part of each page's address."""
    return [
        one.fetched.url.rpartition("/")[2] for one in found if isinstance(one, Item) and one.fetched and one.fetched.url
    ]


def test_pages_with_the_time_of_the_crawler(tmp_path: Path) -> None:
    data, offsets = packed(records(3))
    found = list(items(written(tmp_path / "a.warc.gz", data)))
    assert [one.position for one in found] == offsets[1:]
    first = found[0]
    assert isinstance(first, Item) and first.fetched is not None
    assert first.fetched.fetched == datetime(2021, 12, 7, 18, 30, tzinfo=UTC)
    assert (first.fetched.media_type, first.fetched.charset) == ("text/html", "utf-8")
    assert first.fetched.data == page(0)
    assert first.key == "url:w.example/0" and first.place == f"offset {offsets[1]}"
    made = article(first.fetched)
    assert "talks number 0" in made.text and made.published is None


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    more = [
        warc_record("https://w.example/0", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        warc_record("https://w.example/0", http(b""), kind="revisit"),
        warc_record("https://w.example/i.png", http(b"\x89PNG", "Content-Type: image/png")),
        warc_record("https://w.example/gone", http(page(1), status="404 Not Found")),
        warc_record("https://w.example/robots.txt", http(b"User-agent: *", "Content-Type: text/plain")),
        warc_record("dns:w.example", b"w.example. 300 IN A 192.0.2.1", kind="response"),
        warc_record("https://w.example/empty", http(b"")),
        warc_record("https://w.example/pdf", http(b"%PDF-1.4 ...", "Content-Type: application/pdf")),
        warc_record(
            "https://w.example/text", http(b"Minister Lind spoke.", "Content-Type: text/plain; charset=koi8-r")
        ),
        warc_record("https://w.example/untyped", http(page(2), "Server: x")),
    ]
    skipped = Counter[str]()
    data, _ = packed(records(1) + more)
    found = list(items(written(tmp_path / "a.warc.gz", data), skipped=skipped))
    assert urls(found) == ["0", "pdf", "text", "untyped"] and len(found) == 4
    assert skipped == {
        "warcinfo": 1, "request": 1, "revisit": 1, "image/png": 1, "status 404": 1, "robots.txt": 1, "no http address": 1, "empty": 1,
    }  # fmt: skip


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Encoding: gzip", gzip.compress(page(1))),
        ("Content-Encoding: deflate", zlib.compress(page(1))),
        ("Transfer-Encoding: chunked", CHUNKED % (len(page(1)), page(1))),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", CHUNKED % (len(gzip.compress(page(1))), gzip.compress(page(1)))),
        ("Content-Encoding: gzip", page(1)),
        ("Transfer-Encoding: chunked", page(1)),
        ("Content-Encoding: br", page(1)),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", gzip.compress(page(1))),
        ("X-Crawler-Content-Encoding: gzip", page(1)),
    ],
)  # fmt: skip
def test_encodings_are_undone(tmp_path: Path, headers: str, body: bytes) -> None:
    data = warc_record("https://w.example/1", http(body, f"Content-Type: text/html\r\n{headers}"))
    (found,) = items(written(tmp_path / "a.warc", data))
    assert isinstance(found, Item) and found.fetched is not None and found.fetched.data == page(1)


def test_brotli_is_undone(tmp_path: Path) -> None:
    packed_page = io.BytesIO()
    writer = BrotliWriter(packed_page)
    writer.write(page(1))
    writer.close()
    data = warc_record(
        "https://w.example/1", http(packed_page.getvalue(), "Content-Type: text/html\r\nContent-Encoding: br")
    )
    (found,) = items(written(tmp_path / "a.warc", data))
    assert isinstance(found, Item) and found.fetched is not None and found.fetched.data == page(1)


def test_an_encoding_that_cannot_be_undone(tmp_path: Path) -> None:
    broken = warc_record(
        "https://w.example/x", http(b"\x00\x01\x02" * 30, "Content-Type: text/html\r\nContent-Encoding: gzip")
    )
    found = list(items(written(tmp_path / "a.warc", broken + records(1)[1])))
    assert isinstance(found[0], Trouble) and "w.example/x" in found[0].why and urls(found) == ["0"]


@pytest.mark.parametrize("form", ["members", "plain", "whole"])
def test_going_on_after_each_record(tmp_path: Path, form: str) -> None:
    whole = records(5)
    data = {"members": packed(whole)[0], "plain": b"".join(whole), "whole": gzip.compress(b"".join(whole))}[form]
    path = written(tmp_path / ("a.warc" if form == "plain" else "a.warc.gz"), data)
    found = list(items(path))
    assert urls(found) == list("01234")
    positions = [one.position for one in found]
    assert positions == sorted(set(positions))
    for index, one in enumerate(found):
        assert list(items(path, start=one.position)) == found[index + 1 :]


@pytest.mark.parametrize("index", [1, 2, 5])
def test_a_damaged_member_costs_that_record(tmp_path: Path, index: int) -> None:
    data, offsets = packed(records(5))
    damaged = bytearray(data)
    for place in range(offsets[index] + 40, offsets[index] + 60):
        damaged[place] ^= 0x5A
    found = list(items(written(tmp_path / "a.warc.gz", bytes(damaged))))
    left = [str(number) for number in range(5) if number != index - 1]
    assert urls(found) == left
    assert sum(isinstance(one, Trouble) for one in found) == 1
    again = list(items(tmp_path / "a.warc.gz", start=next(one.position for one in found if isinstance(one, Item))))
    assert urls(again) == left[1:]


def test_bytes_between_records(tmp_path: Path) -> None:
    whole = records(3)
    data = b"".join(whole[:2]) + b"JUNK WARC/1.0 \r\n" * 9 + b"".join(whole[2:])
    found = list(items(written(tmp_path / "a.warc", data)))
    assert urls(found) == ["0", "1", "2"] and sum(isinstance(one, Trouble) for one in found) == 1


@pytest.mark.parametrize("packing", [True, False])
@pytest.mark.parametrize("kept", [6, 60, 190, 300])
def test_a_file_that_is_cut_off(tmp_path: Path, *, packing: bool, kept: int) -> None:
    whole = records(3)
    data, offsets = packed(whole) if packing else (b"".join(whole), [sum(map(len, whole[:n])) for n in range(4)])
    found = list(items(written(tmp_path / "a.warc", data[: offsets[3] + kept])))
    assert urls(found) == ["0", "1"]
    assert sum(isinstance(one, Trouble) for one in found) == 1 and isinstance(found[-1], Trouble)


def test_a_file_packed_as_one_that_is_cut_off(tmp_path: Path) -> None:
    data = gzip.compress(b"".join(records(300)))
    found = list(items(written(tmp_path / "a.warc.gz", data[: len(data) // 2])))
    assert len(urls(found)) > 100 and isinstance(found[-1], Trouble) and "broken" in found[-1].why


def test_what_the_crawler_cut_is_no_page(tmp_path: Path) -> None:
    data = warc_record("https://w.example/1", http(page(1)), more="WARC-Truncated: length\r\n")
    (found,) = items(written(tmp_path / "a.warc", data))
    assert isinstance(found, Trouble) and "length" in found.why


def test_without_a_time_of_fetching_there_is_no_page(tmp_path: Path) -> None:
    undated = warc_record("https://w.example/1", http(page(1))).replace(b"WARC-Date: 2021-12-07T18:30:00Z\r\n", b"")
    sent = warc_record(
        "https://w.example/2", http(page(2), "Content-Type: text/html\r\nDate: Tue, 07 Dec 2021 10:00:00 GMT")
    )
    sent = sent.replace(b"WARC-Date: 2021-12-07T18:30:00Z\r\n", b"")
    first, second = items(written(tmp_path / "a.warc", undated + sent))
    assert isinstance(first, Trouble) and "time of fetching" in first.why
    assert isinstance(second, Item) and second.fetched is not None
    assert second.fetched.fetched == datetime(2021, 12, 7, 10, tzinfo=UTC)


def test_a_page_that_unpacks_to_too_much(tmp_path: Path) -> None:
    bomb = http(gzip.compress(b"<p>" + b"a" * 25_000_000), "Content-Type: text/html\r\nContent-Encoding: gzip")
    found = list(items(written(tmp_path / "a.warc", warc_record("https://w.example/b", bomb) + records(1)[1])))
    assert isinstance(found[0], Trouble) and "larger than 20 MB" in found[0].why and urls(found) == ["0"]
