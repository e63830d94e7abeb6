"""Fetching, against a server on this machine: limits, redirects, and the refusal of addresses that are not public."""

from __future__ import annotations

import gzip
import http.server
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from dragoman.gather import GatherError, sources
from dragoman.gather.guard import is_public
from dragoman.gather.web import fetch

PAGE = "<html><head><title>Пример</title></head><body>…</body></html>".encode("cp1251", "replace")


class Handler(http.server.BaseHTTPRequestHandler):
    """A small site with good and bad manners."""

    seen: list[tuple[str, str]]

    def do_GET(self) -> None:
        type(self).seen.append((self.path, self.headers["Host"]))
        name = self.path.strip("/").split("/")[0]
        getattr(self, f"page_{name}", self.missing)()

    def answer(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def missing(self) -> None:
        self.answer(b"", 404)

    def page_article(self) -> None:
        self.answer(PAGE, Content_Type="text/html; charset=windows-1251")

    def page_packed(self) -> None:
        self.answer(gzip.compress(b"x" * 500_000), Content_Type="text/plain", Content_Encoding="gzip")

    def page_large(self) -> None:
        self.answer(b"x" * 300_000)

    def page_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(200):
                self.wfile.write(b"x" * 10)
                time.sleep(0.05)
        except OSError:
            pass

    def page_hop(self) -> None:
        left = int(self.path.rsplit("/", 1)[1])
        self.answer(b"", 302, Location=f"/hop/{left - 1}" if left else "/article")

    def page_away(self) -> None:
        assert isinstance(self.server, http.server.HTTPServer)
        port = self.server.server_port
        self.answer(b"", 301, Location=f"http://localhost:{port}/article")

    def page_file(self) -> None:
        self.answer(b"", 302, Location="file:///etc/passwd")

    def page_closed(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Handler.seen = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_page_with_what_the_server_declares(site: str) -> None:
    (source,) = sources([f"{site}/article#part"])
    fetched = source.open(allow_private=True)
    assert fetched.data == PAGE
    assert (fetched.media_type, fetched.charset) == ("text/html", "windows-1251")
    assert (fetched.source, fetched.url) == (f"{site}/article#part", f"{site}/article")
    assert fetched.fetched.tzinfo is not None


def test_loopback_is_refused_before_anything_is_asked(site: str) -> None:
    with pytest.raises(GatherError, match=r"127\.0\.0\.1 is not a public address"):
        fetch(f"{site}/article")
    port = site.rsplit(":", 1)[1]
    for host in ("localhost", "127.1", "0x7f.0.0.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"):
        with pytest.raises(GatherError):
            fetch(f"http://{host}:{port}/article")
    assert Handler.seen == []


def test_a_redirect_is_checked_like_the_first_address(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        return real("127.0.0.1" if host == "public.example" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    port = site.rsplit(":", 1)[1]
    allowed = iter([True, False])
    monkeypatch.setattr("dragoman.gather.guard.is_public", lambda address: next(allowed))
    with pytest.raises(GatherError, match="localhost leads to"):
        fetch(f"http://public.example:{port}/away")
    assert [path for path, _ in Handler.seen] == ["/away"]


def test_the_connection_goes_to_the_address_that_was_checked(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere at the second look (DNS rebinding): there is no second look."""
    real = socket.getaddrinfo
    looks: list[str] = []

    def lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host == "rebinding.example":
            looks.append(host)
            return real("127.0.0.1" if len(looks) == 1 else "192.0.2.1", *args, **kwargs)
        return real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr("dragoman.gather.guard.is_public", lambda address: address == "127.0.0.1")
    port = site.rsplit(":", 1)[1]
    assert fetch(f"http://rebinding.example:{port}/article").data == PAGE
    assert looks == ["rebinding.example"]
    assert Handler.seen == [("/article", f"rebinding.example:{port}")]


def test_one_private_address_among_public_ones_refuses_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(host: Any, port: Any, **kwargs: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("93.184.215.14", "10.0.0.5")]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(GatherError, match=r"10\.0\.0\.5"):
        fetch("http://mixed.example/")


def test_a_proxy_in_the_environment_is_not_used(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert fetch(f"{site}/article", allow_private=True).data == PAGE


def test_redirects_are_followed_and_counted(site: str) -> None:
    fetched = fetch(f"{site}/hop/4", allow_private=True)
    assert (fetched.data, fetched.url) == (PAGE, f"{site}/article")
    with pytest.raises(GatherError, match="more than 5 redirects"):
        fetch(f"{site}/hop/5", allow_private=True)
    with pytest.raises(GatherError, match="only http and https"):
        fetch(f"{site}/file", allow_private=True)


@pytest.mark.parametrize("page", ["large", "packed"])
def test_the_size_is_limited_unpacked(site: str, page: str) -> None:
    with pytest.raises(GatherError, match=r"larger than 0\.2 MB"):
        fetch(f"{site}/{page}", allow_private=True, limit=200_000)


def test_the_whole_time_is_limited_however_steadily_bytes_drip(site: str) -> None:
    begun = time.monotonic()
    with pytest.raises(GatherError, match="no answer in time"):
        fetch(f"{site}/endless", allow_private=True, total=0.5)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/nothing", "the server answered 404 Not Found"),
        ("/closed", ""),
    ],
)
def test_failures_are_one_line(site: str, address: str, reason: str) -> None:
    with pytest.raises(GatherError) as caught:
        fetch(site + address, allow_private=True)
    assert reason in str(caught.value)
    assert str(caught.value).startswith(site)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    "address", ["http://", "http://[", "http://a b/", "http://exa\x00mple/", "http://x:99999/", "https:///x"]
)
def test_what_is_no_address_is_an_error_like_others(address: str) -> None:
    with pytest.raises(GatherError) as caught:
        fetch(address)
    assert len(str(caught.value).splitlines()) == 1


def test_a_name_and_password_are_not_kept(site: str) -> None:
    fetched = fetch(site.replace("http://", "http://user:secret@") + "/article", allow_private=True)
    assert fetched.url == f"{site}/article"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::10.0.0.1",
        "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1", "example.org",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)
