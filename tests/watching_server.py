"""A site on this machine with good and bad manners, at the level of bytes, so that it can lie in every way."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType

Write = Callable[[bytes], None]
Manner = Callable[["Request", Write], None]


@dataclass(frozen=True)
class Request:
    """What was asked, and when by the monotonic clock."""

    path: str
    headers: dict[str, str]
    at: float = field(default_factory=time.monotonic)


class Site:
    """Serves ``pages``: a body, or a function that writes whatever it likes. ``asked`` are all requests so far.

    ``sent`` counts the bytes that were taken from it for each path; a body is served with an ETag and answers 304.
    """

    def __init__(self) -> None:
        self.pages: dict[str, bytes | str | Manner] = {}
        self.asked: list[Request] = []
        self.sent: dict[str, int] = {}
        self.closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._thread = threading.Thread(target=self._accept, daemon=True)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self, *, robots: bool = False) -> list[str]:
        """The paths that were asked for, in order."""
        return [one.path for one in self.asked if robots or one.path != "/robots.txt"]

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                if not (more := connection.recv(65_536)):
                    return
                head += more
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            request = Request(first.split(" ")[1], headers)
            self.asked.append(request)
            page = self.pages.get(request.path, missing)

            def write(data: bytes) -> None:
                connection.sendall(data)
                self.sent[request.path] = self.sent.get(request.path, 0) + len(data)

            if callable(page):
                page(request, write)
            else:
                whole(page)(request, write)


def answer(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> Manner:
    """An honest answer; ``Content_Type="text/html"`` makes a header."""

    data = body.encode() if isinstance(body, str) else body

    def manner(request: Request, write: Write) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(data)}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        write("\r\n".join((*lines, "", "")).encode() + data)

    return manner


missing = answer(b"nothing here", "404 Not Found")


def whole(body: bytes | str, media_type: str = "text/html; charset=utf-8") -> Manner:
    """A body with an ETag and a date, and 304 for who has it already."""
    data = body.encode() if isinstance(body, str) else body
    etag = f'"{hash(data) & 0xFFFFFFFF:08x}"'

    def manner(request: Request, write: Write) -> None:
        if request.headers.get("if-none-match") == etag:
            write(f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\nConnection: close\r\n\r\n".encode())
            return
        answer(data, ETag=etag, Content_Type=media_type)(request, write)

    return manner


def redirect(target: str) -> Manner:
    return answer(b"", "302 Found", Location=target)


def raw(data: bytes) -> Manner:
    """These bytes, whatever they are."""
    return lambda request, write: write(data)


def lying(body: bytes, length: int) -> Manner:
    """A body with another length than the one it declares."""
    return raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (length, body))


def stalling(site: Site, begin: bytes = b"") -> Manner:
    """Says the beginning of an answer, then nothing more, and keeps the line."""

    def manner(request: Request, write: Write) -> None:
        write(begin)
        site.closing.wait(30)

    return manner


def dripping(site: Site, seconds: float = 0.02) -> Manner:
    """A byte at a time, for ever."""

    def manner(request: Request, write: Write) -> None:
        write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not site.closing.wait(seconds):
            write(b"x")

    return manner


def endless(size: int, *, declared: bool) -> Manner:
    """So many bytes, made as they go out; without a length unless ``declared``."""

    def manner(request: Request, write: Write) -> None:
        length = f"Content-Length: {size}\r\n" if declared else ""
        write(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{length}\r\n".encode())
        block = b"<p>word</p>" * 6_000
        for _ in range(size // len(block) + 1):
            write(block)

    return manner


def failing(times: int, then: Manner, status: str = "500 Internal Server Error", **headers: str) -> Manner:
    """Fails so many times, then behaves."""
    left = iter(range(times))

    def manner(request: Request, write: Write) -> None:
        (then if next(left, None) is None else answer(b"trouble", status, **headers))(request, write)

    return manner


@contextlib.contextmanager
def serving(pages: dict[str, bytes | str | Manner] | None = None) -> Iterator[Site]:
    """A site with these pages, until the block ends."""
    with Site() as site:
        site.pages.update(pages or {})
        yield site
