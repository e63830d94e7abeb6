"""httpx over a network that checks addresses, and what can go wrong with it in a line."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

import httpcore
import httpx

from dragoman.gather.fetched import GatherError, TruncatedError
from dragoman.gather.guard import Stream
from dragoman.gather.sources import shown

_LINE_END: Final = 2
"""Bytes after a body that old servers add without meaning anything."""


@contextmanager
def told(url: str) -> Iterator[None]:
    """Turn whatever goes wrong with an address into ``GatherError``, which names it and says why."""
    try:
        yield
    except GatherError as error:
        raise error.about(shown(url)) from error
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        raise GatherError("{url}: no answer in time", url=shown(url)) from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise GatherError("{url}: not an address that can be fetched", url=shown(url)) from error
    except (httpx.HTTPError, httpcore.ProtocolError, httpcore.NetworkError, OSError) as error:
        raise GatherError(
            "{url}: {error}", url=shown(url), error=shown(str(error)) or "the connection failed"
        ) from error


@cache
def _trust() -> ssl.SSLContext:
    """What certificates are checked by; reading them takes longer than many a page."""
    return httpx.create_ssl_context()


class _Body(httpx.SyncByteStream):
    def __init__(self, inner: httpcore.Response) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner.iter_stream()
        headers = {name.lower(): value for name, value in self._inner.headers}
        stream = self._inner.extensions.get("network_stream")
        if b"content-length" not in headers or b"transfer-encoding" in headers or not isinstance(stream, Stream):
            return
        length = int(headers[b"content-length"])
        if self._inner.status == 200 and stream.beyond(length) > _LINE_END:
            raise TruncatedError("it goes on after the {length} bytes that the server declared", length=length)

    def close(self) -> None:
        self._inner.close()


class Transport(httpx.BaseTransport):
    """httpx over httpcore with a network of our own; httpx itself has no public way to give it one."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=_trust(), network_backend=backend, max_keepalive_connections=0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.read(),
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()
