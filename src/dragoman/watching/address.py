"""Addresses in one form, so that a page is known again however it is linked."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

LONGEST: Final = 2_000

_TRACKING: Final = re.compile(r"(?:utm_\w+|fbclid|gclid|yclid|mc_cid|mc_eid)(?:=.*)?", re.IGNORECASE)
_PORTS: Final = {"http": ":80", "https": ":443"}


def normal(link: str, base: str = "") -> str | None:
    """An http(s) address without fragment, user's name, default port and marks of campaigns; None for anything else."""
    try:
        parts = urlsplit(urljoin(base, link.strip()))
        scheme, host = parts.scheme.lower(), parts.netloc.rpartition("@")[2].lower()
        if scheme not in _PORTS or not parts.hostname or parts.port == 0:
            return None
    except ValueError:
        return None
    query = "&".join(part for part in parts.query.split("&") if not _TRACKING.fullmatch(part))
    made = urlunsplit((scheme, host.removesuffix(_PORTS[scheme]), parts.path or "/", query, ""))
    return made if len(made) <= LONGEST and not re.search(r"[\x00-\x20\x7f]", made) else None


def host(url: str) -> str:
    """Host and port: what is asked by one request at a time."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def related(url: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, or one below the other."""
    one, two = (host(each).removeprefix("www.") for each in (url, other))
    return one == two or one.endswith(f".{two}") or two.endswith(f".{one}")
