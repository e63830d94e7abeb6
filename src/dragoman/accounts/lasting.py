"""How long a contact lasted, as an account tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dragoman.accounts.openings import data
from dragoman.accounts.quantities import INFINITE, Quantity, quantities
from dragoman.accounts.reported import Reported, words
from dragoman.article import Span
from dragoman.resolver.triggers import main

_NEAR = 60
"""Characters between the word for lasting and the minutes."""
_JOIN = re.compile(r"\s*(?:,|and|и|й|та|und|et|y|e|i|ve|و)?\s*", re.IGNORECASE)
_DAY = 24 * 60.0


def duration(report: Reported) -> tuple[str, Span | None] | None:
    """Minutes, with ">" or "<" before them where it was more or less; only of the talks themselves."""
    doc = report.text.doc
    lasted = words(doc.language, "lasted", edges=False)
    for span in report.spans:
        if lasted is None or main(report.text.triggers(span)) is None:
            continue
        found = [q for q in _times(doc.text[slice(*span)], doc.language) if 0 < (q.low or q.high) <= _DAY]
        signs = [m.span() for m in lasted.finditer(doc.text[slice(*span)])]
        for one in found:
            whole = any(s <= one.span[0] and one.span[1] <= e for s, e in signs)
            if whole or any(max(s - one.span[1], one.span[0] - e) <= _NEAR for s, e in signs):
                said = doc.text[span[0] + one.span[0] : span[0] + one.span[1]]
                return _value(one, said, doc.language), report.text.own((span[0] + one.span[0], span[0] + one.span[1]))
    return None


def _value(time: Quantity, words: str, language: str) -> str:
    """Minutes as the words tell them; the middle of a range that says neither more nor less ("40 to 50 minutes")."""
    table = data("quantities.toml")
    less = table.get(language, table["en"])["less"]
    if time.high == INFINITE:
        return f">{time.low:g}"
    if time.low <= 0 or re.match(rf"(?:{less})\b", words, re.IGNORECASE):
        return f"<{time.high:g}"
    return f"{(time.low + time.high) / 2:g}"


def _times(text: str, language: str) -> Iterator[Quantity]:
    """The times in a sentence; hours and minutes beside each other are one time."""
    worded = list(_worded(text, language))
    found = [q for q in quantities(text, language) if q.unit == "minute"]
    found = [q for q in found if not any(q.span[0] < w.span[1] and w.span[0] < q.span[1] for w in worded)]
    last: Quantity | None = None
    for one in sorted([*worded, *found], key=lambda q: q.span):
        if last is not None and one.high < 60 <= last.low and _JOIN.fullmatch(text, last.span[1], one.span[0]):
            last = Quantity((last.span[0], one.span[1]), last.low + one.low, last.high + one.high, "minute")
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _worded(text: str, language: str) -> Iterator[Quantity]:
    """Words that are a time by themselves ("half an hour"), with "more than" before them."""
    patterns, more, less = _patterns(language)
    taken: list[Span] = []
    for pattern, minutes in patterns:
        for match in pattern.finditer(text):
            if any(match.start() < e and s < match.end() for s, e in taken):
                continue
            taken.append(match.span())
            over, under = more.search(text, 0, match.start()), less.search(text, 0, match.start())
            start = min((m.start() for m in (over, under) if m), default=match.start())
            low, high = (0.0 if under else minutes), (INFINITE if over else minutes)
            yield Quantity((start, match.end()), low, high, "minute")


@cache
def _patterns(language: str) -> tuple[list[tuple[re.Pattern[str], float]], re.Pattern[str], re.Pattern[str]]:
    table, counts = data("meeting.toml"), data("quantities.toml")
    known = table.get(language, table["en"])["long"]
    said = counts.get(language, counts["en"])
    edge = "" if language == "zh" else r"(?<!\w)"
    times = [(re.compile(rf"{edge}(?:{words})", re.IGNORECASE), float(minutes)) for words, minutes in known.items()]
    ends = [re.compile(rf"{edge}(?:{said[kind]})\W{{0,2}}\Z", re.IGNORECASE) for kind in ("more", "less")]
    return times, ends[0], ends[1]
