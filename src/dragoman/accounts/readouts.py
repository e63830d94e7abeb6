"""Whether an article is written as a readout: one side's own report of a contact, not news of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from dragoman.accounts.publishers import head, publisher
from dragoman.article import Article
from dragoman.resolver.words import sentences

_HEAD: Final = 7
"""Lines in which a readout has told what it is of."""

_TITLE: Final = 260
"""Characters of the longest heading."""

_LABEL: Final = 120
"""Characters below which a line without a full stop is no sentence."""

_SHORT: Final = 45
"""Characters of a sentence that may be no more than a day or an abbreviation: the next one is taken with it."""

_LONGEST: Final = 20_000
"""Characters in which news has said where it has something from; no readout is longer."""

_FEW: Final = 1
"""How many times a text that begins as a readout does, title and sentence, may say where it has something from."""

_PLACE: Final = re.compile(
    r"[\s*_]*([^\W\d_][\w '’./–—-]{1,40}?)\s*(?:[,.]\s*(?=[^\n]{0,30}?\d)|\.?\s*[–—-]{1,2}\s|\()(?=[^\n]{40})"
)
_LETTERS: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Patterns:
    title: tuple[re.Pattern[str], ...]
    opening: tuple[re.Pattern[str], ...]
    news: tuple[re.Pattern[str], ...]


def is_readout(article: Article) -> bool:
    """Whether an article is written as one side's report of a contact.

    It has a title or first sentence like one, and nothing that only news has: a dateline, an agency, a notice of
    change, or words, again and again, by which the writer says where he has it from. A state's own agency may pass
    its readout on under a dateline.
    """
    if article.notices:
        return False
    title, opening = beginning(article)
    words = _of(article)
    titled = any(pattern.search(title) for each in words for pattern in each.title)
    opened = any(pattern.search(opening) for each in words for pattern in each.opening)
    if not (titled or opened):
        return False
    text = article.text[:_LONGEST]
    told = max(sum(len(pattern.findall(text)) for pattern in each.news) for each in words)
    if any(map(_is_dateline, head(article, _HEAD))):
        who = publisher(article)
        return told == 0 and who is not None and who.rank == "agency"
    return told + len(_agencies().findall(text)) <= (_FEW if titled and opened else 0)


def beginning(article: Article) -> tuple[str, str]:
    """The title, and the first sentence of the text proper; either may be empty."""
    lines = list(head(article, _HEAD))
    title = article.title.value if article.title else ""
    for number, line in enumerate(lines):
        if line == title.strip() or _is_label(line):
            continue
        if not title and number == 0 and len(line) <= _TITLE and len(lines) > 1 and len(sentences(line)) == 1:
            title = line
            continue
        parts = sentences(line)
        last = next((number for number, (start, end) in enumerate(parts) if end - start > _SHORT), len(parts) - 1)
        return title[:_TITLE], line[: parts[last][1]]
    return title[:_TITLE], ""


def _is_label(line: str) -> bool:
    """Whether a line is a date, a byline or "X says:", and no sentence."""
    bare = line.rstrip(' *_”»")')
    return bare[-1:] in ":：" or len(_LETTERS.findall(bare)) < 10 or (len(bare) < _LABEL and bare[-1:] not in ".。!?؟…")


def _is_dateline(line: str) -> bool:
    """Whether a sentence follows a place on its line: "PLACE, DAY. Words", "PLACE – Words", "Place (AGENCY) …"."""
    place = _PLACE.match(line)
    if place is not None and place[1].isupper() and len(_LETTERS.findall(place[1])) > 2:
        return True
    return _attributed().match(line) is not None


@cache
def _attributed() -> re.Pattern[str]:
    """A dateline that names an agency, whatever the letters of its place."""
    agencies = "|".join(map(re.escape, _file()["agencies"]["words"]))
    return re.compile(
        rf"[\s*_]*[^\W\d_][^\n.(（/]{{1,40}}\.?\s*[(（/]\s?(?:{agencies})(?!\w)[^\n)）/]{{0,20}}[)）/]"
        rf"|[\s*_]*(?:{agencies})[^，。,\n]{{2,40}}[电電]"
        rf"|[\s*_]*[^\W\d_][^\n(/]{{1,40}}\s[–—-]\s(?:{agencies})(?!\w)"
    )


@cache
def _agencies() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _file()["agencies"]["words"]), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def _of(article: Article) -> tuple[_Patterns, ...]:
    """The patterns of an article's language, of all where it is not known."""
    known = article.language.value[:2].lower() if article.language else ""
    return (_patterns(known),) if known in _languages() else tuple(map(_patterns, _languages()))


@cache
def _file() -> Mapping[str, Any]:
    path = resources.files("dragoman.accounts") / "data" / "readouts.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _languages() -> tuple[str, ...]:
    return tuple(key for key, value in _file().items() if isinstance(value, dict) and "title" in value)


@cache
def _patterns(language: str) -> _Patterns:
    words = _file()[language]
    return _Patterns(
        *(tuple(re.compile(p, re.IGNORECASE) for p in words[kind]) for kind in ("title", "opening", "news"))
    )
