"""Who published an article: which state or organisation speaks on its own site, or through its own agency."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final
from urllib.parse import urlsplit

from dragoman.accounts.comparison import Rank
from dragoman.article import Article
from dragoman.resolver.knowledge import alpha3
from dragoman.resolver.words import script, tokens

_ARCHIVED: Final = re.compile(r"https?://web\.archive\.org/web/\w+/(?=https?:)", re.IGNORECASE)
_LINE: Final = re.compile(r"[^\r\n]*\S[^\r\n]*")
_PARTS: Final = re.compile(r"\s+[|–—·:-]+\s+")
_PLACE: Final = (
    r"[\s*_]*[^\W\d_][\w'’.-]{0,30}(?:[ /–—-]{1,3}[^\W\d_][\w'’.-]{0,30}){0,2}\s*"
    r"(?:[,.،]?\s*[^\n(（/—]{0,24}\d[^\n(（/—]{0,12}?)?"
)
"""What may stand before an agency in a dateline: a place of up to three words, and a day."""

_DATED: Final = re.compile(r"\s*[,，،|–—(（-]\s*[^,，،.]{0,25}\d[^.]{0,25}$")
"""A day behind the name in a byline."""

_HEAD: Final = 5
"""Lines at the head of a text in which its author may name itself: a title, a date, and the first three paragraphs."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """A government or organisation that publishes, or an agency of its own.

    ``state`` is an ISO 3166 alpha-3 code or one of ``codes.ORGANISATIONS``; ``rank`` is ``text`` for a side's own site
    and ``agency`` for its agencies; ``name`` is in English, or the host where only its domain says whose it is.
    """

    state: str
    rank: Rank
    name: str


@dataclass(frozen=True, slots=True)
class _Site:
    publisher: Publisher
    path: str
    exact: bool
    since: str | None
    until: str | None

    def at(self, path: str, day: str | None) -> bool:
        """Whether a path was this publisher's on an ISO day; any day will do where it is not known."""
        if self.path and not (path == self.path or path.startswith(self.path + "/")):
            return False
        if day is None:
            return True
        return (self.since or day)[: len(day)] <= day and day <= (self.until or day)


def publisher(article: Article) -> Publisher | None:
    """The government, organisation or state agency that published an article, None where nothing says so.

    Asked in this order: the host and path of its address (by the day of publication, where both are known), the name of
    its publisher, and the lines at its head by which a text names its own author. A mention in a sentence is none.
    """
    day = article.published.value[:10] if article.published else None
    if article.url is not None and (found := at_address(article.url.value, day)) is not None:
        return found
    if article.publisher is not None and (found := _named(article.publisher.value, day)) is not None:
        return found
    return _self_named(article)


def at_address(url: str, day: str | None = None) -> Publisher | None:
    """Who publishes at an address; ``day`` (ISO) matters for sites that changed hands or moved."""
    bare = _ARCHIVED.sub("", url.strip())
    try:
        parts = urlsplit(bare if "//" in bare else f"//{bare}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    labels = host.removeprefix("www.").split(".")
    for number in range(len(labels) - 1):
        sites = _sites().get(".".join(labels[number:]), ())
        fitting = (s for s in sites if (number == 0 or not s.exact) and s.at(parts.path.rstrip("/").lower(), day))
        if (site := next(fitting, None)) is not None:
            return site.publisher
    return _of_government(labels)


def _of_government(labels: list[str]) -> Publisher | None:
    """Whose a host is that stands in a country's domain for its government alone ("ministry.gov.XX")."""
    rule = _file()["governments"]
    if len(labels) < 2 or labels[-2] not in rule["labels"] or labels[-1] in rule["except"]:
        return None
    state = alpha3().get(labels[-1].upper())
    return Publisher(state, "text", ".".join(labels)) if state else None


def _named(name: str, day: str | None) -> Publisher | None:
    for part in (name, *_PARTS.split(name)):
        if (found := _names().get(_key(part)) or _marks().get(part.strip())) is not None:
            return found
        if "." in part and " " not in part.strip() and (found := at_address(part, day)) is not None:
            return found
    return None


def _self_named(article: Article) -> Publisher | None:
    for line in head(article, _HEAD):
        for pattern, found in _lines():
            if pattern.match(line):
                return found
        if (source := _source().match(line)) and (named := _named(source[1].strip(" .。"), None)) is not None:
            return named
        bare = _DATED.sub("", line.strip(" *_#:：.。"))
        long = len(bare) >= 5 if script(bare.lstrip('«"“') or "-") == "cjk" else bare.count(" ") >= 2
        if long and (named := _names().get(_key(bare))) is not None:
            return named
        if (dateline := _dateline().match(line)) is not None:
            return _marks()[dateline["slash"] or dateline["bracket"] or dateline["dash"]]
    return None


def head(article: Article, lines: int) -> Iterator[str]:
    """The first lines of a text that have something in them, without what is masked in it (long ones cut off)."""
    masked = list(article.masked)
    for match in _LINE.finditer(article.text, 0, 20_000):
        start, end = match.span()
        parts = []
        for first, last in masked:
            if first < end and last > start:
                parts.append(article.text[start : max(start, first)])
                start = min(max(start, last), end)
        line = "".join([*parts, article.text[start:end]]).strip()
        if line and lines > 0:
            lines -= 1
            yield line[:2_000]


def _key(name: str) -> str:
    words = [token.folded for token in tokens(name)]
    return " ".join(words[1:] if words[:1] == ["the"] else words)


@cache
def _file() -> Mapping[str, Any]:
    path = resources.files("dragoman.accounts") / "data" / "publishers.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _entries() -> tuple[tuple[Publisher, Mapping[str, Any]], ...]:
    return tuple((Publisher(e["state"], e["rank"], e["name"]), e) for e in _file()["publisher"])


@cache
def _sites() -> Mapping[str, tuple[_Site, ...]]:
    """The sites of each host, those with a path first."""
    found: dict[str, list[_Site]] = {}
    for owner, entry in _entries():
        for given in entry["sites"]:
            site = {"site": given} if isinstance(given, str) else given
            host, _, path = str(site["site"]).removeprefix("=").partition("/")
            exact = str(site["site"]).startswith("=")
            one = _Site(owner, f"/{path}" if path else "", exact, site.get("since"), site.get("until"))
            found.setdefault(host, []).append(one)
    return {host: tuple(sorted(sites, key=lambda s: -len(s.path))) for host, sites in found.items()}


@cache
def _names() -> Mapping[str, Publisher]:
    return {_key(name): owner for owner, entry in _entries() for name in entry["names"]}


@cache
def _marks() -> Mapping[str, Publisher]:
    return {mark: owner for owner, entry in _entries() for mark in entry.get("marks", ())}


@cache
def _lines() -> tuple[tuple[re.Pattern[str], Publisher], ...]:
    return tuple((re.compile(line, re.IGNORECASE), who) for who, entry in _entries() for line in entry.get("lines", ()))


@cache
def _source() -> re.Pattern[str]:
    words = "|".join(map(re.escape, _file()["source"]["words"]))
    return re.compile(rf"[\s*_(（]*(?:{words})\s*[:：]\s*([^\n]{{2,80}}?)[\s*_)）]*$", re.IGNORECASE)


@cache
def _dateline() -> re.Pattern[str]:
    """An agency in a dateline: "PLACE, DAY. /X/.", "PLACE (X) –", "PLACE, DAY — X." """
    marks = "|".join(sorted(map(re.escape, _marks()), key=len, reverse=True))
    return re.compile(
        rf"{_PLACE}(?:/\s?(?P<slash>{marks})\s?/|[(（](?P<bracket>{marks})[)）]\s*[-–—.:،]"
        rf"|\s[-–—]{{1,2}}\s*(?P<dash>{marks})\s*[-–—.:،/])[-–—.:،/\s]*\w"
    )
