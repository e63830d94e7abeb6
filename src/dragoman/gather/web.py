"""One page from the web: bounded in time, size, redirects and in where it may lead."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore
import httpx

from dragoman.gather.fetched import SIZE_LIMIT, Fetched, GatherError
from dragoman.gather.guard import Backend
from dragoman.gather.sources import shown, size

STEP_SECONDS: Final = 10.0
"""For connecting, and for each wait for more bytes."""

TOTAL_SECONDS: Final = 30.0
"""For the whole of a page, redirects and all."""

REDIRECTS: Final = 5

_HEADERS: Final = {
    "User-Agent": "dragoman (reads one article for its user)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/markdown,text/plain,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    limit: int = SIZE_LIMIT,
    total: float = TOTAL_SECONDS,
    redirects: int = REDIRECTS,
) -> Fetched:
    """Get a page over http or https.

    Addresses that are not public are refused, in every redirect too, unless ``allow_private``. Proxies named in
    the environment are not used: behind one nobody could check the address. ``limit`` counts unpacked bytes,
    ``total`` is in seconds. Raises ``GatherError``.
    """
    deadline = time.monotonic() + total
    here = url
    try:
        with httpx.Client(
            transport=_Transport(Backend(allow_private=allow_private, deadline=deadline)),
            headers=_HEADERS,
            timeout=STEP_SECONDS,
            trust_env=False,
        ) as client:
            for _ in range(redirects + 1):
                _check(here)
                with client.stream("GET", here) as response:
                    if response.is_redirect and "location" in response.headers:
                        here = urljoin(here, response.headers["location"])
                        continue
                    return _take(response, url, here, limit, deadline)
    except GatherError as error:
        raise GatherError(f"{shown(url)}: {error}") from error
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        raise GatherError(f"{shown(url)}: no answer in time") from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise GatherError(f"{shown(url)}: not an address that can be fetched") from error
    except (httpx.HTTPError, httpcore.ProtocolError, httpcore.NetworkError, OSError) as error:
        raise GatherError(f"{shown(url)}: {shown(str(error)) or 'the connection failed'}") from error
    raise GatherError(f"{shown(url)}: more than {redirects} redirects")


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https"):
        raise GatherError(f"only http and https addresses are fetched, not {shown(url)}")
    if not parts.hostname:
        raise GatherError("the address names no host")


def _take(response: httpx.Response, asked: str, here: str, limit: int, deadline: float) -> Fetched:
    if not response.is_success:
        raise GatherError(f"the server answered {response.status_code} {shown(response.reason_phrase)}".rstrip())
    chunks: list[bytes] = []
    length = 0
    for chunk in response.iter_bytes(65_536):
        length += len(chunk)
        if length > limit:
            raise GatherError(f"larger than {size(limit)}")
        if time.monotonic() > deadline:
            raise httpcore.ReadTimeout("the time is up")
        chunks.append(chunk)
    declared = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(
        data=b"".join(chunks),
        source=shown(asked),
        media_type=declared or None,
        charset=response.charset_encoding,
        url=_public_form(here),
    )


def _public_form(url: str) -> str:
    """An address without a user's name, password and fragment: it is printed in records."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))


class _Body(httpx.SyncByteStream):
    def __init__(self, inner: httpcore.Response) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner.iter_stream()

    def close(self) -> None:
        self._inner.close()


class _Transport(httpx.BaseTransport):
    """httpx over httpcore with a network of our own; httpx itself has no public way to give it one."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=backend, max_keepalive_connections=0
        )

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
