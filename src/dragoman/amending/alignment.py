"""Claims that people have said to be one, or not to be: once for good, in every comparison from then on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from dragoman.accounts.ascribed import ascriptions
from dragoman.accounts.comparison import Claim, Comparison, Row, Status
from dragoman.amending import log
from dragoman.amending.amendment import OF_CLAIMS, Amendment
from dragoman.amending.parts import located


@dataclass(frozen=True, slots=True)
class Aligned:
    """A comparison with what people have decided, and the amendments that do not apply to it."""

    comparison: Comparison
    applied: tuple[Amendment, ...] = ()
    unplaced: tuple[Amendment, ...] = ()


def aligned(connection: Connection, comparison: Comparison, articles: Sequence[int]) -> Aligned:
    """Align a comparison as people have decided; ``articles`` are the rows of its records' articles, in their order."""
    return align(comparison, articles, log.across(connection, articles, claims=True))


def align(comparison: Comparison, articles: Sequence[int], decisions: Iterable[Amendment]) -> Aligned:
    """The same with the amendments given. Of two decisions on one pair the later holds."""
    rows = list(comparison.rows)
    done, left = [], []
    for one in decisions:
        if one.undone is not None or one.kind not in OF_CLAIMS:
            continue
        a, b = (_claim(comparison, articles, rows, one, side) for side in ("a", "b"))
        if a is None or b is None or a.id == b.id:
            left.append(one)
            continue
        rows = (_joined if one.kind == "same" else _parted)(rows, a, b)
        done.append(one)
    if not done:
        return Aligned(comparison, (), tuple(left))
    made = replace(comparison, rows=tuple(rows), ascribed=ascriptions(rows))
    return Aligned(made, tuple(done), tuple(left))


def _claim(
    comparison: Comparison, articles: Sequence[int], rows: Sequence[Row], one: Amendment, side: str
) -> Claim | None:
    """The claim that the words of a decision are in."""
    target = one.target[side]
    best: tuple[int, int, Claim] | None = None
    for row in rows:
        for name, claims in row.claims.items():
            record = comparison.account(name).record
            if articles[record] != target["article"]:
                continue
            found = located(comparison.records[record].article.text, target)
            for claim in claims if found else ():
                assert found is not None
                shared = sum(max(0, min(b, d) - max(a, c)) for a, b in claim.spans for c, d in found["content"])
                if shared and (best is None or (shared, -claim.id) > best[:2]):
                    best = shared, -claim.id, claim
    return best[2] if best else None


def _joined(rows: Sequence[Row], a: Claim, b: Claim) -> list[Row]:
    """The rows of two claims made one, where the first of them stands; a conflict in either stays one."""
    first, second = _row(rows, a), _row(rows, b)
    if first.id == second.id:
        return [replace(row, confidence=1.0) if row.id == first.id else row for row in rows]
    first, second = sorted((first, second), key=rows.index)
    claims = dict(first.claims)
    for name, more in second.claims.items():
        claims[name] = tuple(sorted((*claims.get(name, ()), *more), key=lambda claim: claim.spans))
    reason = first.reason or second.reason
    made = replace(first, claims=claims, reason=reason, confidence=1.0, differ=False)
    made = replace(made, status="conflict" if reason else _status(made))
    return [made if row.id == first.id else row for row in rows if row.id != second.id]


def _parted(rows: Sequence[Row], a: Claim, b: Claim) -> list[Row]:
    """Two claims in rows of their own; a newspaper's claim that tells of neither side's is in none."""
    row = _row(rows, a)
    if _row(rows, b).id != row.id:
        return list(rows)
    out = a if _name(row, a)[0] not in "ab" else b
    name = _name(row, out)
    rest = {key: tuple(c for c in claims if c.id != out.id) for key, claims in row.claims.items()}
    left = replace(row, claims={key: claims for key, claims in rest.items() if claims}, reason=None, confidence=1.0)
    left = replace(left, status=_status(left))
    made: list[Row] = []
    for one in rows:
        made.append(left if one.id == row.id else one)
        if one.id == row.id and name[0] in "ab":
            number = max(other.id for other in rows) + 1
            alone = replace(row, id=number, claims={name: (out,)}, reason=None, confidence=1.0, differ=False)
            made.append(replace(alone, status=_status(alone)))
    return made


def _row(rows: Sequence[Row], claim: Claim) -> Row:
    return next(row for row in rows if any(c.id == claim.id for claims in row.claims.values() for c in claims))


def _name(row: Row, claim: Claim) -> str:
    return next(name for name, claims in row.claims.items() if any(c.id == claim.id for c in claims))


def _status(row: Row) -> Status:
    if row.of("a") and row.of("b"):
        return "both"
    return "only-a" if row.of("a") else "only-b"
