"""Numbers in figures and in words, in one pass over a text: "120", "3,5 млн", "fünfundvierzig", "一百二十"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.accounts.openings import data
from dragoman.article import Span

_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
_BLANKS = " \u00a0\u202f\u2009"
_GAP = "[\\s\u00a0-]{0,2}"
_HARD = r"[^\W\d_\u2e80-\u9fff\u0600-\u06ff]"
"""A letter of a script that is written apart from figures: "F-16", "С-400", "7th"."""
_LONGEST = 12
"""Words of the longest number that is read as one."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands. ``factor`` is the last word that multiplies in it (1000 in "5 thousand").

    ``weak``: it is no more than the word for one ("one"), or "a" ("article"). ``figures``: it is no more than these.
    """

    span: Span
    value: float
    factor: float = 1.0
    weak: str = ""
    figures: str = ""


@dataclass(slots=True)
class _Sum:
    """A number as its words are read, left to right."""

    whole: float = 0.0
    part: float = 0.0
    last: float = 0.0
    atoms: int = 0


def western(text: str) -> str:
    """The text with figures of Arabic script as 0 to 9, character by character."""
    return text.translate(_EASTERN)


def table(language: str) -> Mapping[str, Any]:
    """The words for quantities in a language, in English where there are none."""
    known = data("quantities.toml")
    found: Mapping[str, Any] = known.get(language) or known["en"]
    return found if isinstance(found, Mapping) else known["en"]


def _figures(thousands: str) -> str:
    between = f"[{_BLANKS}{re.escape(thousands)}]"
    return rf"\d{{1,3}}(?:{between}\d{{3}})+(?!\d)(?:(?!{between})[.,]\d+)?|\d+(?:[.,]\d+)?"


@cache
def _lexicon(language: str) -> tuple[re.Pattern[str], re.Pattern[str], list[tuple[re.Pattern[str], float, str]]]:
    """Words that are a number or a part of one, as they begin one and as they go on, and what each of them is."""
    known = table(language)
    listed = [(words, float(value), "number") for words, value in known["numbers"].items()]
    listed += [(words, float(value), "times") for words, value in known["times"].items()]
    listed += [(known[kind], 1.0, kind) for kind in ("one", "article") if kind in known]
    every = sorted((one for words, _, _ in listed for one in alternatives(words)), key=len, reverse=True)
    word = "|".join(f"(?:{one})" for one in every)
    after = "|".join(part for part in (known.get("joined"), known.get("turned")) if part)
    if re.fullmatch(known["join"], ""):  # written together
        after = f"{after}|{word}" if after else word
    stop = "" if language == "zh" else rf"(?:(?!\w)|(?={after}))" if after else r"(?!\w)"
    prefix = f"(?:{known['prefix']})?" if "prefix" in known else ""
    edge = "" if language == "zh" else rf"(?<!\w){prefix}"
    figures = _figures(known.get("thousands", ""))
    begins = re.compile(rf"(?P<figures>{figures})|{edge}(?P<word>{word}){stop}", re.IGNORECASE)
    goes_on = re.compile(rf"(?P<word>{word}){stop}", re.IGNORECASE)
    return begins, goes_on, [(re.compile(words, re.IGNORECASE), value, kind) for words, value, kind in listed]


def alternatives(words: str) -> list[str]:
    """A pattern's alternatives, those inside brackets apart."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(words):
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth == 0:
            found.append(words[start:place])
            start = place + 1
    return [*found, words[start:]]


def numbers(text: str, language: str) -> Iterator[Number]:
    """Every number of a text in which figures are ``western``, left to right."""
    position = 0
    begins = _lexicon(language)[0]
    while match := begins.search(text, position):
        position, number = _from(text, match, language)
        if number is not None:
            yield number


def _from(text: str, match: re.Match[str], language: str) -> tuple[int, Number | None]:
    """Where the number ends that begins with a match, and the number; None where it only looks like one."""
    sign = match["figures"]
    start, end = (match.span("figures")) if sign else match.span("word")
    if sign and not _free(text, start, end, language):
        return end, None
    known, total, factor = table(language), _Sum(), 1.0
    if sign:
        value, kind = _value(sign, known.get("thousands", "")), "figures"
    else:
        value, kind = _word(match["word"], text, end, language)
    kinds = [kind]
    _take(total, value, kind, known, turned=False)
    while total.atoms < _LONGEST:
        step = _next(text, end, language, after=total)
        if step is None or not _take(total, step[1], step[2], known, turned=step[3]):
            break
        end, kinds = step[0], [*kinds, step[2]]
        factor = step[1] if step[2] == "times" or step[1] >= 1000 else factor
    if set(kinds) == {"times"}:
        return end, None  # "millions of", how many is not told
    alone = len(kinds) == 1
    weak = kind if alone and kind in ("one", "article") else ""
    return end, Number((start, end), total.whole + total.part, factor, weak, (sign or "") if alone else "")


def _next(text: str, end: int, language: str, *, after: _Sum) -> tuple[int, float, str, bool] | None:
    """The next word of a number: where it ends, its value and kind, and whether ones stand before tens."""
    known = table(language)
    _, goes_on, _ = _lexicon(language)
    joins = [(known["turned"], True)] if "turned" in known else []
    for join, turned in [*joins, (known["join"], False), (_GAP, False)]:
        gap = re.compile(join).match(text, end)
        match = goes_on.match(text, gap.end()) if gap else None
        if match is None:
            continue
        value, kind = _word(match["word"], text, match.end(), language)
        tens = after.part % 10 == 0 and after.part % 100 >= 20
        if kind == "article" or (kind == "one" and not tens) or (join == _GAP and kind != "times"):
            continue
        if turned and not (0 < after.part % 100 < 10 and 10 <= value < 100):
            continue
        return match.end(), value, kind, turned
    return None


def _take(total: _Sum, value: float, kind: str, known: Mapping[str, Any], *, turned: bool) -> bool:
    """Add a word to a number; False where the two make no number ("two three")."""
    part, ones = total.part, total.part % 10
    first = total.atoms == 0
    if kind == "times" or value >= 1000:
        if value == 100:
            total.part = (part or 1) * 100
        elif value > total.last:
            total.whole, total.part, total.last = (total.whole + part or 1) * value, 0.0, value
        else:
            total.whole, total.part, total.last = total.whole + (part or 1) * value, 0.0, value
    elif first or part == 0:
        total.part = value
    elif value == 100 and 1 <= part < 10:
        total.part = part * 100
    elif value == 10 and not known["join"] and 0 < ones == part % 100:
        total.part = part - ones + ones * 10  # 二十
    elif turned or (part % 100 == 0 and value < 100) or (part % 10 == 0 and 0 < part % 100 < 100 and value < 10):
        total.part = part + value
    elif part % 100 in (60, 80) and 10 <= value < 20:
        total.part = part + value  # quatre-vingt-douze
    else:
        return False
    total.atoms += 1
    return True


def _word(word: str, text: str, end: int, language: str) -> tuple[float, str]:
    """A word's value and kind; the words around it are seen by what looks ahead."""
    for pattern, value, kind in _lexicon(language)[2]:
        match = pattern.match(text, end - len(word))
        if (match and match.end() == end) or pattern.fullmatch(word):
            return value, kind
    return 1.0, "article"


def _value(figures: str, thousands: str) -> float:
    plain = re.sub(f"[{_BLANKS}]", "", figures)
    if thousands and re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:[.,]\d+)?", plain):
        plain = plain.replace(thousands, "")
    return float(plain.replace(",", "."))


def _free(text: str, start: int, end: int, language: str) -> bool:
    """Whether figures are a number, not a part of a name, a time of the day or an ordinal ("G7", "18:30", "5-й")."""
    if re.search(rf"(?:{_HARD}-?|[:/+]\d{{0,4}}|\d[:/+.,])$", text[max(0, start - 6) : start]):
        return False
    if re.match(r"[:/+]\d|-[\u0400-\u04ff]{1,3}(?!\w)|\.\d", text[end : end + 6]):
        return False
    known = table(language)
    if "clock" in known and re.compile(rf"\s?(?:{known['clock']})", re.IGNORECASE).match(text, end):
        return False
    if not re.match(_HARD, text[end : end + 1]):
        return True
    written = "|".join([*known["times"], *known["units"].values()])
    return re.compile(rf"(?:{written})(?!\w)", re.IGNORECASE).match(text, end) is not None
