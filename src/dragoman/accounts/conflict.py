"""Where two claims of one thing cannot both be true, and why, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from dragoman.accounts.comparison import Reason
from dragoman.accounts.initiative import Initiative, initiative
from dragoman.accounts.openings import data
from dragoman.accounts.quantities import Quantity, clash, quantities
from dragoman.article import Span
from dragoman.resolver import Actors

KINDS = ("no", "idle", "only", "all", "assured", "opposed")
SIGNALS = ("initiative", "number", "denied", "ascribed and denied", "only and all", "both deny", "ascribed")
"""What tells a conflict, in the order of the weights in ``data/alignment.toml``."""


@dataclass(frozen=True, slots=True)
class Told:
    """A claim's words as they are searched for contradictions."""

    text: str
    language: str
    ascribed: bool = False
    home: str | None = None
    """Whose account it is; "our side" means that."""
    sides: tuple[str, ...] = ()
    actors: Actors | None = None
    today: str | None = None
    before: str = ""
    """What stands before the claim in its sentence, where its "who" may be named."""


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    words = data("conflicts.toml")
    listed = words.get(language, words["en"])[kind]
    return re.compile("|".join(f"(?:{w})" for w in listed), re.IGNORECASE)


def found(told: Told, kind: str) -> Span | None:
    """The first words of a kind (``KINDS``) in a claim; no "not" that denies nothing, as in "not only"."""
    idle = [m.span() for m in _pattern(told.language, "idle").finditer(told.text)] if kind == "no" else []
    for match in _pattern(told.language, kind).finditer(told.text):
        if not any(start <= match.start() < end for start, end in idle):
            return match.span()
    return None


def signals(a: Told, b: Told) -> list[float]:
    """``SIGNALS`` of two claims, each 0 or 1."""
    reason = fact(a, b)
    no_a, no_b = found(a, "no") is not None, found(b, "no") is not None
    denied = no_a != no_b
    ascribed = a.ascribed != b.ascribed
    answer = (no_b and not no_a) if a.ascribed else (no_a and not no_b)
    scope = (found(a, "only") and found(b, "all")) or (found(b, "only") and found(a, "all"))
    values = (reason is not None and reason.kind == "initiative", reason is not None and reason.kind != "initiative",
              denied, ascribed and answer, bool(scope), no_a and no_b, ascribed)  # fmt: skip
    return [float(v) for v in values]


def fact(a: Told, b: Told) -> Reason | None:
    """A fact that both tell, and tell otherwise: who asked for the contact, or how many, how long, when."""
    (one, first), (other, second) = _facts(a), _facts(b)
    if one and other and one.by and other.by and one.by != other.by:
        return Reason("initiative", _cut(a, one.span), _cut(b, other.span), one.span, other.span)
    for x in first:
        for y in second:
            met = any(x.unit == q.unit and not clash(x, q) for q in second)
            if clash(x, y) and not met and not any(y.unit == q.unit and not clash(q, y) for q in first):
                kind = "date" if x.unit == "date" else "duration" if x.unit == "minute" else "number"
                return Reason(kind, _cut(a, x.span), _cut(b, y.span), x.span, y.span)
    return None


@lru_cache(maxsize=1024)
def _facts(told: Told) -> tuple[Initiative | None, Sequence[Quantity]]:
    """What a claim tells that another may tell otherwise; it is set beside every claim of the other side."""
    return _initiative(told), quantities(told.text, told.language, told.today)


def _initiative(told: Told) -> Initiative | None:
    """Who asked for the contact, with the words counted from the claim's beginning."""
    found = initiative(told.before + told.text, told.language, told.sides, told.home, told.actors)
    if found is None or found.span[1] <= len(told.before):
        return None
    return Initiative(found.by, (max(0, found.span[0] - len(told.before)), found.span[1] - len(told.before)))


def reason(a: Told, b: Told) -> Reason:
    """Why two claims that are held to conflict do so; the words that tell it best."""
    known = fact(a, b)
    if known is not None:
        return known
    for one, other, flip in ((a, b, False), (b, a, True)):
        denial, scope = found(one, "no"), found(one, "only")
        whole, promised = found(other, "all"), found(other, "assured")
        if denial and not found(other, "no"):
            kind = "promised" if other.ascribed else "agreed" if promised else "happened"
            return _made(kind, (one, denial), (other, promised), flip=flip)
        if scope and whole:
            return _made("scope", (one, scope), (other, whole), flip=flip)
    return Reason("happened", _around(a, None), _around(b, None))


def _made(kind: str, one: tuple[Told, Span | None], other: tuple[Told, Span | None], *, flip: bool) -> Reason:
    (x, at), (y, there) = (other, one) if flip else (one, other)
    return Reason(kind, _around(x, at), _around(y, there), at, there)


def placed(why: Reason, a: int, b: int) -> Reason:
    """The reason of two claims that begin at ``a`` and ``b``, its spans counted from the beginning of the texts."""
    return replace(
        why, a_span=why.a_span and (why.a_span[0] + a, why.a_span[1] + a),
        b_span=why.b_span and (why.b_span[0] + b, why.b_span[1] + b),
    )  # fmt: skip


def _cut(told: Told, span: Span) -> str:
    return told.text[span[0] : span[1]]


def _around(told: Told, span: Span | None, room: int = 70) -> str:
    """The words about a span, cut at blanks; the claim's beginning where there is none."""
    text = told.text
    if len(text) <= room:
        return text
    middle = (span[0] + span[1]) // 2 if span else 0
    start = max(0, min(middle - room // 3, len(text) - room))
    start = 0 if start < 12 else text.find(" ", start) + 1
    end = len(text) if len(text) - start <= room else max(text.rfind(" ", start, start + room), start + room // 2)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def denied(signs: Iterable[float]) -> bool:
    """Whether one of two claims negates and the other does not."""
    return list(signs)[2] > 0
