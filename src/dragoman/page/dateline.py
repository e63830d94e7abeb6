"""The day of publication as the article's own words tell it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from dragoman.article import Moment, Notice, Span
from dragoman.page.calendar import Day, days
from dragoman.page.data import table

_LINE: Final = re.compile(r"[^\r\n]*\S[^\r\n]*")
_LINES: Final = 8
_WORD: Final = r"[^\W\d_][\w'’.\-\u064b-\u065f]*"
_BEFORE: Final = re.compile(
    rf"{_WORD}(?:[ ,/]+{_WORD}){{0,7}}\s*(?:[,،.:—–|(\-/]\s*)?(?:\([^()]{{1,40}}\)\s*[,—–-]?\s*)?"
)
_AFTER: Final = re.compile(
    r"\s*(?:г\.|года|год|р\.|року|r\.|م)?\s*(?:[).,،:;—–|/(\-－]|/|$)|\s*(?:г\.|года|року)?\s+[A-ZА-ЯЁІЇ]{2,}|\s*[（电電]"
)
_SENTENCE: Final = re.compile(r"\s*(?:г\.|года|р\.|року)?\s*(?:\.\s+[A-ZА-ЯЁІЇ«\"“]|[–—|]|\.?\s*/)")
_AFTER_DATE: Final = frozenset(
    ("г", "года", "год", "р", "року", "r", "h", "hrs", "uhr", "yılı", "م", "о", "в", "at", "um")
)


@dataclass(frozen=True, slots=True)
class Found:
    """When it was published, or the words of a day that lacks its year."""

    moment: Moment | None = None
    yearless: str | None = None


def published(text: str, masked: tuple[Span, ...], language: str | None) -> Found:
    """Look in the first lines for a line that is a date, a dateline ("MOSCOW, 14 September 2021 —"), or "today, …".

    A date elsewhere is a date of something told. Where the year is not written, no date is made up.
    """
    yearless: Day | None = None
    begun = False
    for start, end in _first_lines(text, masked):
        for day in days(text, start, min(end, start + 200), language):
            if not _is_dateline(text, start, end, day, begun=begun):
                continue
            if day.year is not None:
                return Found(day.moment())
            yearless = yearless or day
            break
        # After the first whole sentence a line of a name and a date is what stands under a picture.
        begun = begun or text[start:end].rstrip(' \t*_»”"').endswith((".", "!", "。"))
        stop = min(end, start + 1_500)
        for match in _today().finditer(text, start, stop):
            told = next(days(text, match.end(), min(stop, match.end() + 40), language), None)
            if told is None or text[match.end() : told.span[0]].strip(" ,(،（-—–") != "":
                continue
            if told.year is not None:
                return Found(told.moment())
            yearless = yearless or told
    return Found(yearless=" ".join(text[slice(*yearless.span)].split()) if yearless else None)


def modified(text: str, notices: tuple[Notice, ...], language: str | None) -> Moment | None:
    """The date that an update notice bears, the last of several."""
    found: list[Moment] = []
    for notice in notices:
        if notice.kind == "update":
            moments = (day.moment() for day in days(text, *notice.span, language))
            found += [moment for moment in moments if moment is not None]
    return found[-1] if found else None


def _first_lines(text: str, masked: tuple[Span, ...]) -> list[Span]:
    lines: list[Span] = []
    hidden = list(masked)
    for line in _LINE.finditer(text, 0, 20_000):
        while hidden and hidden[0][1] <= line.start():
            hidden.pop(0)
        start = line.start()
        if hidden and hidden[0][0] <= start:
            start = hidden[0][1]
        if start < line.end() and text[start : line.end()].strip():
            lines.append((start, line.end()))
        if len(lines) >= _LINES:
            break
    return lines


def _is_dateline(text: str, start: int, end: int, day: Day, *, begun: bool) -> bool:
    before = text[start : day.span[0]].strip(' \t#*_>([|•·-–—«"')
    after = text[day.span[1] : end]
    rest = re.findall(r"[^\W\d_][\w'’.\-]*", after)
    plain = all(not word[0].islower() or word.lower().rstrip(".") in _AFTER_DATE for word in rest)
    alone = end - start <= 100 and len(after.strip()) <= 40 and plain
    bare = all(word.lower().rstrip(".") in _AFTER_DATE for word in rest) and len(after.strip()) <= 10
    label = before.rstrip(" :：.-–—,|").casefold()
    if label in _labels():
        return alone
    if _is_weekday_or_nothing(label):
        return alone or (not label and _SENTENCE.match(after) is not None)
    if len(before) > 70 or (begun and bare) or not _BEFORE.fullmatch(before):
        return False
    words = re.findall(_WORD, re.sub(r"\([^()]*\)", "", before))
    named = all(not word[0].islower() or word.lower() in _small() for word in words)
    parted = before[-1] in ",،.:—–|/(-" or words[0].isupper() or _caseless(before)
    return named and parted and _AFTER.match(after) is not None


def _caseless(text: str) -> bool:
    return text.lower() == text.upper()


def _is_weekday_or_nothing(label: str) -> bool:
    return not label or (len(label) <= 14 and label.isalpha() and label in table("dates").get("weekdays", ()))


@cache
def _small() -> frozenset[str]:
    """Words with small letters that a dateline may have beside names."""
    return frozenset(table("dates")["particles"])


@cache
def _labels() -> frozenset[str]:
    return frozenset(table("dates")["published"])


@cache
def _today() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, table("dates")["today"]), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)
