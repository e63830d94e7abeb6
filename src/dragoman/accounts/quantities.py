"""How many, how long, how much: quantities that a claim tells, so that two accounts of one number can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.accounts.numerals import Number, numbers, table, western
from dragoman.article import Span
from dragoman.resolver.dates import days

INFINITE = float("inf")
ROUND = 0.15
"""By how much of it a number may differ that is told as "about" so many. A choice."""
_NEARLY = 0.8
"""What is "almost" so much is at least this part of it. A choice."""
_LOOSE = 0.05
"""Times told in other words may differ by this part: a month is thirty days. A choice."""
_HOURS = {"hour": 60.0, "minute": 1.0}
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_SIGNS = {
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yuan",
    "₽": "rouble",
    "₺": "lira",
    "₴": "hryvnia",
    "₹": "rupee",
}
_GAP = "[\\s\u00a0-]{0,2}"
_ROOM = 48
"""Characters before a number in which the words that compare it stand."""
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as a range (from "over 150" to no end).

    ``unit``: minute (hours are counted in minutes), day (weeks and months too, roughly), percent, a currency or
    measure of ``data/quantities.toml``, date (``day`` holds it) or count. ``span`` counts from the text's beginning.
    ``about``: the account itself calls it rough.
    """

    span: Span
    low: float
    high: float
    unit: str
    day: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """A language's words about numbers, made ready."""

    unit: re.Pattern[str]
    units: tuple[tuple[str, re.Pattern[str]], ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    named: re.Pattern[str]
    idle: re.Pattern[str]
    more: re.Pattern[str]
    counted: re.Pattern[str] | None
    to: re.Pattern[str]
    ahead: tuple[tuple[str, re.Pattern[str]], ...]
    whole: tuple[tuple[re.Pattern[str], float, str], ...]
    implied: re.Pattern[str] | None


@cache
def _words(language: str) -> _Words:
    known = table(language)
    stop = "" if language == "zh" else r"(?!\w)"
    edge = "" if language == "zh" else r"(?<!\w)" + (f"(?:{known['prefix']})?" if "prefix" in known else "")
    units = known["units"]
    listed = "|".join(f"(?:{u})" for u in units.values())
    noun = "" if language == "zh" else r"(?:\s(?!an?\s|per\s|par\s)[^\W\d]+(?=\s))?"
    kinds = [(k, known[k]) for k in ("nearly", "about", "more", "less") if k in known]
    ends = [(k, known[f"after_{k}"]) for k in ("more", "less", "about") if f"after_{k}" in known]
    times = "|".join(f"(?:{units[u]})" for u in (*_HOURS, *_DAYS))

    def made(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    over = known.get("after_more", "$^") if language == "zh" else "$^"
    return _Words(
        unit=made(rf"(?P<over>{over})?(?P<noun>{noun}){_GAP}(?:d[’'])?(?P<unit>{listed}){stop}"),
        units=tuple((name, made(u)) for name, u in units.items()),
        before=made(rf"{edge}(?:{'|'.join(f'(?P<{k}>{w})' for k, w in kinds)}){_GAP}\Z"),
        after=made(rf"[\s\u00a0]{{0,2}}(?:{'|'.join(f'(?P<{k}>{w})' for k, w in ends) or '$^'}){stop}"),
        named=made(rf"{edge}(?:{known['named']})(?:\W{{1,3}}(?-i:[A-ZА-ЯІЇ]\w*)){{0,3}}\W{{0,3}}\Z"),
        idle=made(rf"[\s\u00a0]{{0,2}}(?:{known['idle']}){stop}|\s\w+\s(?:{known['idle']}){stop}"),
        more=made(known.get("after_more", "$^")),
        counted=made(rf"(?:{over})?(?:{known['counted']})") if "counted" in known else None,
        to=made(rf"\s?[-–—]\s?|\s?(?:{known['to']})\s?" if language == "zh" else rf"\s?[-–—]\s?|\s(?:{known['to']})\s"),
        ahead=tuple((name, made(rf"(?:{w})\s?\Z")) for name, w in known.get("ahead", {}).items()),
        whole=tuple((made(rf"{edge}(?P<whole>{w}){stop}"), float(v), u) for w, (v, u) in known["whole"].items()),
        implied=made(rf"{edge}(?:{known['implied']})\s(?P<unit>{times}){stop}") if "implied" in known else None,
    )  # fmt: skip


def quantities(text: str, language: str, today: str | None = None) -> list[Quantity]:
    """Every quantity and date in a claim, left to right."""
    today = today if today and _DATE.fullmatch(today) else None
    found = [Quantity(d.span, 0, 0, "date", d.value) for d in days(text, (0, len(text)), language, today)]
    figures = western(text)
    for worded in (_whole(figures, language), _counted(figures, language), _implied(figures, language)):
        taken = sorted(q.span for q in found)
        found += [q for q in worded if not _overlaps(q.span, taken)]
    return sorted(found, key=lambda q: q.span)


def _overlaps(span: Span, taken: Sequence[Span]) -> bool:
    return any(span[0] < e and s < span[1] for s, e in taken)


def _whole(text: str, language: str) -> Iterator[Quantity]:
    """Words that are a quantity by themselves ("half an hour")."""
    taken: list[Span] = []
    for pattern, value, unit in _words(language).whole:
        for match in pattern.finditer(text):
            if not _overlaps(match.span("whole"), taken):
                taken.append(match.span("whole"))
                yield _compared(text, match.span("whole"), value, value, unit, language)


def _implied(text: str, language: str) -> Iterator[Quantity]:
    """«Более часа»: a comparison with a unit of time alone is of one."""
    pattern = _words(language).implied
    for match in pattern.finditer(text) if pattern else ():
        value, unit = _in_unit(1.0, _unit(text, match.span("unit"), language))
        yield _compared(text, match.span("unit"), value, value, unit, language)


def _counted(text: str, language: str) -> Iterator[Quantity]:
    words = _words(language)
    found = list(numbers(text, language))
    position = 0
    while position < len(found):
        first = last = found[position]
        position += 1
        if position < len(found) and words.to.fullmatch(text, first.span[1], found[position].span[0]):
            other = found[position]
            low = first.value * (other.factor if first.factor == 1.0 else 1.0)
            if not first.weak and 0 < low < other.value:
                first, last = Number(first.span, low, other.factor, "", first.figures), other
                position += 1
        quantity = _quantity(text, first, last, language)
        if quantity is not None:
            yield quantity


def _quantity(text: str, first: Number, last: Number, language: str) -> Quantity | None:
    """A number, or a range of two, with its unit; None where it counts nothing."""
    words = _words(language)
    start, end = first.span[0], last.span[1]
    room = text[max(0, start - _ROOM) : start]
    if words.named.search(room):
        return None
    if last.figures and language == "tr" and (suffix := re.match(r"['’]\w{1,5}", text[end : end + 6])):
        end += suffix.end()
    match = words.unit.match(text, end)
    if match and match["noun"] and (last.weak or next(numbers(match["noun"], language), None)):
        match = None
    unit = _unit(text, match.span("unit"), language) if match else "count"
    sign = re.search(r"([$€£¥₽₺₴₹])\s?\Z", room)
    ahead = next(((name, m) for name, p in words.ahead if (m := p.search(room))), None)
    if sign and unit == "count":
        unit, start = _SIGNS[sign[1]], start - len(sign[0])
    elif ahead and unit == "count":
        unit, start = ahead[0], start - len(ahead[1][0])
    if last.weak and (unit == "count" or (last.weak == "article" and unit not in _HOURS)):
        return None
    year = bool(_YEAR.fullmatch(last.figures)) and unit in ("count", "year")
    if unit == "count" and words.counted and not words.counted.match(text, end):
        return None
    if unit == "count" and last.value == 2 and words.idle.match(text, end):
        return None
    if unit == "count" and last.value == 1 and re.match(r"\s?\d", text[end : end + 2]):
        return None  # "another 120 days" has a hundred and twenty
    low, unit_name = _in_unit(first.value, unit)
    high, _ = _in_unit(last.value, unit)
    found = _compared(text, (start, match.end() if match else end), low, high, unit_name, language,
                      over=bool(match and match["over"]), counted=end)  # fmt: skip
    return None if year and found.low == found.high else found


def _unit(text: str, span: Span, language: str) -> str:
    for name, pattern in _words(language).units:
        if any(m and m.end() == span[1] for m in (pattern.match(text, span[0]), pattern.fullmatch(text, *span))):
            return name
    return "count"


def _in_unit(value: float, unit: str) -> tuple[float, str]:
    if unit in _HOURS:
        return value * _HOURS[unit], "minute"
    return (value * _DAYS[unit], "day") if unit in _DAYS else (value, unit)


def _compared(
    text: str, span: Span, low: float, high: float, unit: str, language: str, *, over: bool = False, counted: int = 0
) -> Quantity:
    """A quantity with the words before or after it that make it more or less than so much."""
    words = _words(language)
    start, end = span
    before = words.before.search(text, max(0, start - _ROOM), start)
    after = words.after.match(text, end)
    kinds = {k for m in (before, after) if m for k, v in m.groupdict().items() if v}
    over = over or (language == "zh" and words.more.search(text, counted or start, end) is not None)
    whole = (before.start() if before else start, after.end() if after else end)
    if "more" in kinds or over:
        return Quantity(whole, low, INFINITE, unit)
    if "nearly" in kinds:
        return Quantity(whole, low * _NEARLY, high, unit)
    if "less" in kinds:
        return Quantity(whole, 0.0, high, unit)
    return Quantity(whole, low, high, unit, about="about" in kinds)


def clash(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities of one unit exclude each other; dates where neither is a part of the other."""
    if a.unit != b.unit:
        return False
    if a.unit == "date":
        x, y = (d.removeprefix("XXXX-") for d in (a.day, b.day))
        return not (x in y or y in x) and ("XXXX" in a.day) == ("XXXX" in b.day)
    part = ROUND if a.about or b.about else _LOOSE if a.unit in ("day", "minute") else 0.0
    loose = part * max(a.low, b.low)
    return a.low > b.high + loose or b.low > a.high + loose
