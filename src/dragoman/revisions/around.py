"""What changed around the text: headline, pictures, update and correction notices, dates of publication and change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from urllib.parse import unquote, urlsplit

import numpy as np

from dragoman.article import Article, Image, Moment, Notice
from dragoman.revisions.assignment import assign
from dragoman.revisions.boilerplate import boilerplate
from dragoman.revisions.parts import strings
from dragoman.revisions.revision import Change, Part, Piece
from dragoman.revisions.words import tokens

_SIZES: Final = re.compile(
    r"[-_]?\d{2,5}x\d{2,5}|[-_@](?:\d{3,4}(?:w|px)|[1-4]x|scaled|large|medium|small|thumb\w*)(?=\.|$|[-_/])"
)
"""Sizes in an address: "villa-1200x800.jpg" is the picture "villa.jpg"."""


def headline(old: Article, new: Article) -> Iterator[Change]:
    """The headline, where its words changed."""
    a, b = (one.title.value.strip() if one.title else "" for one in (old, new))
    if not a or not b or _words(a) == _words(b):
        return
    first, second, size = strings(a, b)
    sides = [
        Part((one.title.span,) if one.title and one.title.span else (), pieces)
        for one, pieces in ((old, first), (new, second))
    ]
    yield Change("headline", sides[0], sides[1], size)


def pictures(old: Article, new: Article) -> Iterator[Change]:
    """Pictures added, gone or replaced, and captions and credits that changed."""
    for one, other in _matched(old.images, new.images):
        if one is None or other is None:
            known = one or other
            assert known is not None
            there, gone = _picture(known), other is None
            yield Change(
                "picture", there if gone else Part(), Part() if gone else there, 0, "gone" if gone else "added"
            )  # fmt: skip
            continue
        if one.url and other.url and _file(one.url) != _file(other.url):
            yield Change("picture", _named(one, one.url), _named(other, other.url), 0, "replaced")
        yield from _told("caption", one, other, one.caption, other.caption)
        yield from _told("credit", one, other, one.credit, other.credit)
        if not (one.caption or other.caption):
            yield from _told("caption", one, other, one.alternative, other.alternative, "alternative")


def _matched(old: tuple[Image, ...], new: tuple[Image, ...]) -> list[tuple[Image | None, Image | None]]:
    """Pictures of one file, else of like words, else in one place where each version has a single one."""
    scores = np.zeros((len(old), len(new)))
    for x, one in enumerate(old):
        for y, other in enumerate(new):
            alike = _likeness(_about(one), _about(other))
            same = bool(one.url and other.url) and _file(one.url or "") == _file(other.url or "")
            scores[x, y] = 2.0 * same + (alike if same or alike >= 0.5 else 0.0) + (0.01 if x == y else 0.0)
            if scores[x, y] < 0.5 and not len(old) == len(new) == 1:
                scores[x, y] = 0.0
    pairs = assign(scores)
    found: list[tuple[Image | None, Image | None]] = [(old[x], new[y]) for x, y in pairs]
    found += [(one, None) for x, one in enumerate(old) if x not in {a for a, _ in pairs}]
    return found + [(None, one) for y, one in enumerate(new) if y not in {b for _, b in pairs}]


def _about(image: Image) -> set[str]:
    return set(_words(image.caption or image.alternative or ""))


def _likeness(a: set[str], b: set[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _file(url: str) -> str:
    """A picture's file name without its size: the host that serves it and what follows "?" may change freely."""
    name = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2].casefold()
    return _SIZES.sub("", name).rpartition(".")[0] or _SIZES.sub("", name)


def _picture(image: Image) -> Part:
    said = " · ".join(part for part in (image.caption or image.alternative, image.credit, image.url) if part)
    return _named(image, said)


def _named(image: Image, said: str) -> Part:
    return Part((image.span,) if image.span else (), (Piece(said, True),) if said else ())


def _told(kind: str, one: Image, other: Image, a: str | None, b: str | None, aspect: str = "") -> Iterator[Change]:
    if _words(a or "") == _words(b or ""):
        return
    first, second, size = strings(a or "", b or "")
    sides = [Part((image.span,) if image.span else (), pieces) for image, pieces in ((one, first), (other, second))]
    yield Change(kind, sides[0], sides[1], size, aspect)


def notices(old: Article, new: Article, *, changed: bool) -> Iterator[Change]:
    """Notices that one version has and the other has not. One of which only a time of day is new is told where the
    text ``changed`` too: pages count the minutes by themselves."""

    def said(article: Article, notice: Notice) -> str:
        return article.text[slice(*notice.span)]

    free = _own(old)
    fresh: list[Notice] = []
    for notice in _own(new):
        twin = next((one for one in free if _words(said(old, one)) == _words(said(new, notice))), None)
        if twin is None:
            fresh.append(notice)
        else:
            free.remove(twin)
    for notice in fresh:
        words = said(new, notice)
        twin = next((one for one in free if _plain(said(old, one)) == _plain(words)), None)
        if twin is None:
            yield Change("notice", Part(), Part((notice.span,), (Piece(words, True),)), len(_words(words)), notice.kind)
            continue
        free.remove(twin)
        if changed:
            first, second, size = strings(said(old, twin), words)
            yield Change("notice", Part((twin.span,), first), Part((notice.span,), second), size, notice.kind)
    for notice in free:
        words = said(old, notice)
        yield Change("notice", Part((notice.span,), (Piece(words, True),)), Part(), len(_words(words)), notice.kind)


def _own(article: Article) -> list[Notice]:
    """Notices that somebody wrote: "updated 5 minutes ago" is the page's own clock."""
    hidden = boilerplate(article.text)
    return [one for one in article.notices if not any(a <= one.span[0] and one.span[1] <= b for a, b in hidden)]


def dates(old: Article, new: Article) -> Iterator[Change]:
    """The dates of publication and of change, where they are another moment and not only told closer."""
    for name in ("published", "modified"):
        a: Moment | None = getattr(old, name)
        b: Moment | None = getattr(new, name)
        if (a is None and b is None) or (a is not None and b is not None and _same_moment(a, b)):
            continue
        sides = [Part((m.span,) if m and m.span else (), (Piece(m.value, True),) if m else ()) for m in (a, b)]
        yield Change("date", sides[0], sides[1], 0, name)


def _same_moment(a: Moment, b: Moment) -> bool:
    if a.value.startswith(b.value) or b.value.startswith(a.value):
        return True
    try:
        return datetime.fromisoformat(a.value) == datetime.fromisoformat(b.value)
    except ValueError:
        return False


def _words(text: str) -> list[str]:
    return [word for word, _ in tokens(text)]


def _plain(text: str) -> list[str]:
    return [word for word in _words(text) if not word[:1].isdigit()]
