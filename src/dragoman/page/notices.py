"""Lines that say the article was changed: «Новость была обновлена.», "UPDATED at 14:30", "Correction: …"."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final, Literal

from dragoman.article import Notice, Span
from dragoman.page.data import table

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]+")
_OPEN: Final = re.compile(r"[\s*_~#>(\[«\"“„{|•—–-]*")
_CLOSING: Final = r"[»\"”)\]*_]*"
# Not after a day's number ("14. September"), "p.m." or what goes on with a small letter or a number ("Sept. 15").
_SENTENCE_END: Final = re.compile(
    rf"(?:[!?…]|(?<!\d)(?<![ap]\.m)\.|(?<=\d\d\d\d)\.)(?={_CLOSING}(?:\s+[^\s\da-zа-яё]|\s*$)){_CLOSING}|[。！？]|$"
)
_BRACKETS: Final = {"(": ")", "[": "]"}
_LONGEST: Final = 300
"""An update notice is short; a correction may be a paragraph."""


def notices(text: str, masked: tuple[Span, ...] = ()) -> tuple[Notice, ...]:
    """Update and correction notices in the order of the text, each with its place.

    A correction takes its line, an update notice its first sentence. Lines that are masked are not looked at. The
    words of all languages are tried, since a page may print its notices in another one than its article.
    """
    found: list[Notice] = []
    hidden = iter((*masked, (len(text), len(text))))
    start, end = next(hidden)
    for line in _LINE.finditer(text):
        while end <= line.start() and end < len(text):
            start, end = next(hidden)
        if start <= line.start() < end:
            continue
        if notice := _notice(text, line.start(), line.end()):
            found.append(notice)
    return tuple(found)


def _notice(text: str, start: int, end: int) -> Notice | None:
    opening = _OPEN.match(text, start, end)
    begin = opening.end() if opening else start
    for kind, pattern in _patterns():
        match = pattern.match(text, begin, end)
        if match is None:
            continue
        stop = end
        if kind == "update":
            sentence = _SENTENCE_END.search(text, match.end(), end)
            stop = sentence.end() if sentence else end
            if stop - begin > _LONGEST:
                continue
        if (
            begin > start
            and (close := _BRACKETS.get(text[begin - 1]))
            and (shut := text.find(close, match.end(), end)) > 0
        ):
            stop = min(stop, shut + 1)
        while text[stop - 1].isspace():
            stop -= 1
        first = begin
        while first > start and text[first - 1] in '([«"“„':
            first -= 1
        return Notice(kind, (first, stop))
    return None


@cache
def _patterns() -> tuple[tuple[Literal["update", "correction"], re.Pattern[str]], ...]:
    data = table("notices")

    def one(entry: dict[str, Any], kind: str) -> str:
        pattern = f"(?:{entry['pattern']})"
        if entry.get("free"):
            return pattern + r"(?!\w)"
        if entry.get("colon"):
            return pattern + r"[*_]{0,3}\s*(?:[:：.—–]|$)"
        if entry.get("dated"):
            return pattern + f"(?:{data['ends']}|{data['dated']})"
        return pattern + data["ends"] if kind == "update" else pattern

    flags = re.IGNORECASE
    return (
        ("correction", re.compile("|".join(one(entry, "correction") for entry in data["correction"]), flags)),
        ("update", re.compile("|".join(one(entry, "update") for entry in data["update"]), flags)),
    )
