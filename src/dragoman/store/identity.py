"""What makes two fetches the same article: its address, else its file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from dragoman.article import Article
from dragoman.gather import Fetched

_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|yclid|ysclid|dclid|msclkid|mc_[ce]id|igshid|_openstat|ref_src|cmpid|at_\w+", re.IGNORECASE
)
"""Parameters that say how a reader came to a page, not which page it is."""


def article_key(article: Article, fetched: Fetched | None) -> str:
    """The name under which an article's versions are kept together.

    A page is known by the address it came from after redirects; a saved page by the address it names as its own,
    where that leads to more than a front page; any other file by its path; standard input and text by its words.
    """
    if fetched is not None and fetched.url:
        return address_key(fetched.url)
    if article.url is not None and len(urlsplit(article.url.value).path.strip("/")) > 1:
        return address_key(article.url.value)
    source = fetched.source if fetched is not None else article.source
    if source and source != "-":
        return file_key(source)
    from hashlib import sha256

    return f"text:{sha256(article.text.encode('utf-8', 'replace')).hexdigest()}"


def file_key(path: str) -> str:
    """A file by where it lies."""
    return f"file:{Path(path).absolute()}"


def address_key(url: str) -> str:
    """An address without what makes no difference: scheme, ``www.``, port, fragment, tracking, the last slash.

    >>> address_key("https://www.Example.org:443/a%7Eb/?utm_source=x&id=7#top")
    'url:example.org/a~b?id=7'
    """
    parts = urlsplit(url.strip())
    try:
        port = parts.port
    except ValueError:
        port = None
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    path = quote(unquote(parts.path), safe="/~!$&'()*+,;=:@-._").rstrip("/")
    asked = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted((key, value) for key, value in asked if not _TRACKING.fullmatch(key)))
    return f"url:{host}{path}" + (f"?{query}" if query else "")
