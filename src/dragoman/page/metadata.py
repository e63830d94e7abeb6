"""What the head of a page and its JSON-LD tell: title, language, publisher, address and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from dragoman.article import Known, Moment
from dragoman.page import calendar, dates
from dragoman.page.linked import articles, string

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PUBLISHED: Final = (
    "article:published_time", "datepublished", "article:published", "og:article:published_time", "og:published_time",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
    "citation_date", "citation_publication_date", "bt:pubdate", "cxenseparse:recs:publishtime",
    "mediator_published_time", "article.published", "datecreated", "date",
)  # fmt: skip
_MODIFIED: Final = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "article:updated_time", "lastmod",
    "dcterms.modified", "dc.date.modified", "last-modified", "revised", "article.updated",
)  # fmt: skip
_JOINT: Final = re.compile(r"\s+[|\-–—·•:»/]\s+|\s*\|\s*")
_URL_DAY: Final = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/\-_.]|$)")
_LONGEST: Final = 400


class Metadata:
    """The facts about one page, each looked up when it is asked for."""

    def __init__(self, tree: HtmlElement, url: str | None) -> None:
        """Read the head; the tree may be changed afterwards, but ``moments`` looks at its ``time`` elements."""
        self._tree = tree
        self._url = url
        self._meta: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = next((v for key in ("property", "name", "itemprop", "http-equiv") if (v := element.get(key))), None)
            content = " ".join((element.get("content") or "").split())
            if name and content:
                self._meta.setdefault(name.strip().lower(), []).append(content)
        self.linked = articles(tree)
        self._moments = self._read_moments()

    def first(self, *names: str) -> str | None:
        """The content of the first of these ``meta`` elements that the page has."""
        return next((value for name in names for value in self._meta.get(name, ())), None)

    def title(self, headings: list[str]) -> tuple[Known | None, bool]:
        """The headline, and whether it stands on the page: the ``h1`` that agrees with what the head says, else
        what the head says, without the site's name at its end."""
        told = (
            string(self.linked, "headline"),
            self.first("og:title", "twitter:title", "dc.title"),
            self._head_title(),
        )
        declared = [value for value in told if value]
        for heading in headings:
            if len(heading) <= _LONGEST and any(_agree(heading, value) for value in declared):
                return Known(heading, "text"), True
        if headings and not declared and len(headings[0].split()) > 1 and len(headings[0]) <= _LONGEST:
            return Known(headings[0], "text"), True
        return (Known(self._without_site(declared[0]), "metadata") if declared else None), False

    def language(self) -> str | None:
        """ISO 639 code that the page declares for itself."""
        value = (
            self._tree.get("lang")
            or self._tree.get("xml:lang")
            or string(self.linked, "inLanguage")
            or self.first("og:locale", "content-language", "dc.language", "language")
        )
        match = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", value or "")
        return match[1].lower() if match else None

    def publisher(self) -> Known | None:
        """The name that the page gives its publisher, or the host that it comes from."""
        name = None
        for data in self.linked:
            found = data.get("publisher")
            found = found[0] if isinstance(found, list) and found else found
            name = name or (found.get("name") if isinstance(found, dict) else found)
        if not isinstance(name, str) or not name.strip() or "://" in name:
            name = self.first("og:site_name", "dc.publisher", "application-name", "publisher")
        if not name and (address := self.address()):
            name = (urlsplit(address.value).hostname or "").removeprefix("www.")
        return Known(" ".join(name.split()), "metadata") if name else None

    def address(self) -> Known | None:
        """The canonical address, where it is one of the same host, else where the page was fetched."""
        links = [e.get("href") for e in self._tree.iter("link") if (e.get("rel") or "").lower() == "canonical"]
        for value in (*links, self.first("og:url"), string(self.linked, "url")):
            try:
                absolute = urljoin(self._url or "", (value or "").strip())
                parts = urlsplit(absolute)
                fetched = urlsplit(self._url or "")
                if parts.scheme not in ("http", "https") or not parts.hostname:
                    continue
            except ValueError:
                continue
            bare = parts.path in ("", "/") and not parts.query
            if (self._url is None and not bare) or (parts.hostname == fetched.hostname and not bare):
                return Known(absolute, "metadata")
        return Known(self._url, "metadata") if self._url else None

    def moments(self) -> tuple[Moment | None, Moment | None]:
        """When it was published and when it was modified; the second only where it differs."""
        return self._moments

    def _read_moments(self) -> tuple[Moment | None, Moment | None]:
        published = [data.get("datePublished") for data in self.linked]
        published += [data.get("uploadDate") or data.get("dateCreated") for data in self.linked]
        published += [value for name in _PUBLISHED for value in self._meta.get(name, ())]
        modified: list[Any] = [data.get("dateModified") for data in self.linked]
        modified += [value for name in _MODIFIED for value in self._meta.get(name, ())]
        shown: list[Any] = []
        for element in self._tree.iter("time", "span", "div", "p", "abbr"):
            marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
            value = element.get("datetime") or element.get("content")
            if element.tag == "abbr":
                value = value or element.get("title")
            if not value or (element.tag != "time" and "date" not in marks):
                continue
            if "modif" in marks or "updat" in marks:
                modified.append(value)
            elif "publi" in marks or element.get("pubdate") is not None:
                published.append(value)
            elif _inside_article(element):
                shown.append(value)
        first = _best(published) or _best(shown[:1])
        last = _best(modified)
        if first is None:
            first = self._written_day() or _from_address(self._url) or _from_address(self.first("og:url"))
        if last is not None and first is not None and last.value == first.value:
            last = None
        return first, last

    def _written_day(self) -> Moment | None:
        """A date that an element for dates shows beside the article; it stands on the page, not in the text."""
        language = self.language()
        for element in self._tree.iter("time", "span", "div", "p", "li"):
            marks = f"{element.get('itemprop') or ''} {element.get('class') or ''} {element.get('id') or ''}".lower()
            if element.tag != "time" and not re.search(r"date|publish|pubtime|datum|fecha|дата", marks):
                continue
            words = " ".join(element.text_content().split()) if len(element) < 8 else ""
            if not words or len(words) > 100 or "updat" in marks or "modif" in marks:
                continue
            for day in calendar.days(words, 0, len(words), language):
                moment = day.moment()
                if moment is not None:
                    return Moment(moment.value, "text", moment.zone)
        return None

    def _head_title(self) -> str | None:
        for element in self._tree.iter("title"):
            return " ".join(element.text_content().split()) or None
        return None

    def _without_site(self, title: str) -> str:
        """Cut off the name of the site, which many titles end with."""
        publisher = self.publisher()
        name = publisher.value.casefold() if publisher else ""
        parts = _JOINT.split(title)
        if len(parts) > 1 and name and (parts[-1].casefold() in name or name in parts[-1].casefold()):
            return title[: title.rindex(parts[-1])].rstrip(" |-–—·•:»/") or title
        return title


def _best(values: list[Any]) -> Moment | None:
    """The first that is a date, or one of the same day that tells more of the time."""
    found = [m for m in (dates.from_metadata(value) for value in values if isinstance(value, str)) if m is not None]
    if not found:
        return None
    day = found[0].value[:10]
    return max((m for m in found if m.value[:10] == day), key=lambda m: ("T" in m.value, m.zone is not None))


def _from_address(url: str | None) -> Moment | None:
    match = _URL_DAY.search(urlsplit(url).path) if url else None
    return dates.from_metadata("-".join(match.groups())) if match else None


def _agree(heading: str, declared: str) -> bool:
    one = re.sub(r"\W+", " ", heading).strip().casefold()
    other = re.sub(r"\W+", " ", declared).strip().casefold()
    return len(one) >= 4 and (
        one == other or (len(one) >= 12 and (one in other or (other in one and len(other) >= 12)))
    )


def _inside_article(element: HtmlElement) -> bool:
    return any(parent.tag in ("article", "main", "header") for parent in element.iterancestors()) and not any(
        parent.tag in ("aside", "footer", "nav") for parent in element.iterancestors()
    )
