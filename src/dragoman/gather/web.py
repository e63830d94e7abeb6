"""One page from the web: bounded in time, size, redirects and in where it may lead."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore
import httpx

from dragoman.gather.conditional import Validators, kept, seconds
from dragoman.gather.fetched import SIZE_LIMIT, AnswerError, Fetched, GatherError, TooLargeError, TruncatedError
from dragoman.gather.guard import Backend
from dragoman.gather.sources import shown, size
from dragoman.gather.transport import Transport, told
from dragoman.gather.unpack import unpacked
from dragoman.phrase import Phrase

STEP_SECONDS: Final = 10.0
"""For connecting, and for each wait for more bytes."""

TOTAL_SECONDS: Final = 30.0
"""For the whole of a page, redirects and all."""

REDIRECTS: Final = 5

USER_AGENT: Final = "dragoman (reads one article for its user)"

_HEADERS: Final = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/markdown,text/plain,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    limit: int = SIZE_LIMIT,
    total: float = TOTAL_SECONDS,
    redirects: int = REDIRECTS,
    user_agent: str = USER_AGENT,
    known: Validators | None = None,
    before: Callable[[str], None] | None = None,
) -> Fetched:
    """Get a page over http or https.

    Addresses that are not public are refused, in every redirect too, unless ``allow_private``. Proxies named in
    the environment are not used: behind one nobody could check the address. ``limit`` counts unpacked bytes,
    ``total`` is in seconds. With ``known``, a page that has not changed since comes back with status 304 and no
    data. ``before`` hears each address before it is asked, redirects too, and may raise ``GatherError``.

    Raises ``GatherError``: ``AnswerError`` with the server's status, ``TooLargeError``, ``TruncatedError`` where a
    body is shorter or longer than the server declared, or a plain one.
    """
    deadline = time.monotonic() + total
    here = url
    with told(url):
        with httpx.Client(
            transport=Transport(Backend(allow_private=allow_private, deadline=deadline)),
            headers={"User-Agent": user_agent, **_HEADERS},
            timeout=STEP_SECONDS,
            trust_env=False,
        ) as client:
            for _ in range(redirects + 1):
                _check(here)
                if before is not None:
                    before(here)
                asked = known.headers(_public_form(here)) if known is not None else {}
                with client.stream("GET", here, headers=asked) as response:
                    if response.is_redirect and "location" in response.headers:
                        here = urljoin(here, response.headers["location"])
                        continue
                    return _take(response, url, here, limit, deadline, conditional=bool(asked))
        raise GatherError("more than {redirects} redirects", redirects=redirects)


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https"):
        raise GatherError("only http and https addresses are fetched, not {url}", url=shown(url))
    if not parts.hostname:
        raise GatherError("the address names no host")


def _take(
    response: httpx.Response, asked: str, here: str, limit: int, deadline: float, *, conditional: bool
) -> Fetched:
    unchanged = conditional and response.status_code == 304
    if not (response.is_success or unchanged):
        refusal = Phrase(
            "the server answered {status}", status=f"{response.status_code} {shown(response.reason_phrase)}".rstrip()
        )
        raise AnswerError(refusal, response.status_code, seconds(response.headers.get("retry-after")))
    declared = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(
        data=b"" if unchanged else _body(response, limit, deadline),
        source=shown(asked),
        media_type=declared or None,
        charset=response.charset_encoding,
        url=_public_form(here),
        status=response.status_code,
        etag=kept(response.headers.get("etag")),
        last_modified=kept(response.headers.get("last-modified")),
        delimited="content-length" in response.headers or "transfer-encoding" in response.headers,
    )


def _body(response: httpx.Response, limit: int, deadline: float) -> bytes:
    """The unpacked bytes, all of them; raises ``TooLargeError`` as early as it is known, and ``TruncatedError``."""
    length = int(response.headers.get("content-length", "0"))  # h11 has let no other than digits through
    if length > limit:
        raise TooLargeError("larger than {limit}: the server says {length}", limit=size(limit), length=size(length))
    data = bytearray()
    try:
        for chunk in unpacked(response.iter_raw(), response.headers.get("content-encoding", "")):
            data += chunk
            if len(data) > limit:
                raise TooLargeError("larger than {limit}", limit=size(limit))
            if time.monotonic() > deadline:
                raise httpcore.ReadTimeout("the time is up")
    except (httpcore.RemoteProtocolError, httpcore.ReadError) as error:
        count = response.num_bytes_downloaded
        if length:
            raise TruncatedError("it broke off after {count} of {length} bytes", count=count, length=length) from error
        raise TruncatedError("it broke off after {count} bytes", count=count) from error
    return bytes(data)


def _public_form(url: str) -> str:
    """An address without a user's name, password and fragment: it is printed in records."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
