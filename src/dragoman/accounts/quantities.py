"""How many, how long, how much: quantities that a claim tells, so that two accounts of one number can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.accounts.openings import data
from dragoman.article import Span
from dragoman.resolver.dates import days

INFINITE = float("inf")
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_PLAIN = re.compile(r"\d{1,3}(?:[ \u00a0\u202f,]\d{3})+")
_HOURS = {"hour": 60.0, "minute": 1.0}
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_BESIDE = r"[\s\u00a0-]{0,2}"
_AHEAD = re.compile(r"\(\?=.*\)$")
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yuan"}
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as a range (from "over 150" to no end).

    ``unit``: minute (hours are counted in minutes), day (weeks and months too, roughly), percent, a currency, tonne,
    km, date (``day`` holds it)
    or count. ``span`` counts from the text's beginning.
    """

    span: Span
    low: float
    high: float
    unit: str
    day: str = ""


@cache
def _words(language: str) -> tuple[re.Pattern[str], dict[str, float], dict[str, float], dict[str, str], str, str]:
    known = data("quantities.toml")
    table = known.get(language, known["en"])
    numbers, times, units = table["numbers"], table["times"], table["units"]
    spaced = language != "zh"
    edge, stop = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")
    unit = "|".join(f"(?:{u})" for u in units.values())
    word = "|".join(sorted(numbers, key=len, reverse=True))
    pattern = re.compile(
        rf"(?:{edge}(?P<compare>{table['more']}|{table['less']}){_BESIDE})?(?:(?P<sign>[$€£¥])\s?)?"
        rf"(?:(?P<digits>{_DIGITS})|{edge}(?P<word>{word}){stop})"
        rf"(?P<times>(?:{_BESIDE}(?:{'|'.join(times)}){stop})+)?"
        rf"(?:{_BESIDE}(?:(?!an?\s|per\s|par\s)\w+\s)?(?P<unit>{unit}){stop})?",
        re.IGNORECASE,
    )
    return pattern, numbers, times, units, table["more"], table["less"]


def quantities(text: str, language: str, today: str | None = None) -> list[Quantity]:
    """Every quantity and date in a claim, left to right."""
    dated = [Quantity(d.span, 0, 0, "date", d.value) for d in days(text, (0, len(text)), language, today)]
    taken = [d.span for d in dated]
    counted = [q for q in _numbers(text, language) if not any(q.span[0] < e and s < q.span[1] for s, e in taken)]
    return sorted([*dated, *counted], key=lambda q: q.span)


def _numbers(text: str, language: str) -> Iterator[Quantity]:
    pattern, numbers, times, units, more, less = _words(language)
    for match in pattern.finditer(text.translate(_EASTERN)):
        value = _value(match, numbers)
        for name, factor in times.items():
            if match["times"] and re.search(rf"(?:{name})", match["times"], re.IGNORECASE):
                value *= factor
        unit = (
            _SIGNS[match["sign"]]
            if match["sign"]
            else next((n for n, u in units.items() if match["unit"] and re.fullmatch(u, match["unit"], re.I)), "count")
        )
        if unit == "count" and match["digits"] and re.fullmatch(r"(?:19|20)\d\d", match["digits"]):
            continue  # a year
        unit, value = ("minute", value * _HOURS[unit]) if unit in _HOURS else (unit, value)
        unit, value = ("day", value * _DAYS[unit]) if unit in _DAYS else (unit, value)
        before = match["compare"] or ""
        low, high = value, value
        if before and re.fullmatch(more, before, re.IGNORECASE):
            high = INFINITE
        elif before and re.fullmatch(less, before, re.IGNORECASE):
            low = 0.0
        yield Quantity(match.span(), low, high, unit)


def _value(match: re.Match[str], numbers: dict[str, float]) -> float:
    digits = match["digits"]
    if digits:
        if _PLAIN.fullmatch(digits):
            return float(re.sub(r"\D", "", digits))
        return float(digits.replace(",", "."))
    for words, value in numbers.items():
        if re.fullmatch(_AHEAD.sub("", words), match["word"], re.IGNORECASE):
            return float(value)
    return 0.0


def clash(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities of one unit exclude each other; dates where neither is a part of the other."""
    if a.unit != b.unit:
        return False
    if a.unit == "date":
        x, y = (d.removeprefix("XXXX-") for d in (a.day, b.day))
        return not (x in y or y in x) and ("XXXX" in a.day) == ("XXXX" in b.day)
    loose = 0.05 * max(a.low, b.low) if a.unit in ("day", "minute") else 0.0
    return a.low > b.high + loose or b.low > a.high + loose
