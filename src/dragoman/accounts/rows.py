"""The claims of all accounts as rows: what belongs together, and how the two sides stand to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dragoman.accounts.align import by_topics, features, pairs, probabilities
from dragoman.accounts.comparison import Account, Claim, Reason, Row, Status
from dragoman.accounts.conflict import SIGNALS, Told, placed, reason, signals
from dragoman.accounts.openings import data
from dragoman.accounts.sight import Encoder, Sight, look
from dragoman.accounts.topics import VAGUE
from dragoman.article import Span
from dragoman.record import Record
from dragoman.resolver.words import sentences

_SURE = 0.6
"""Least probability of a topic that goes before those that every contact has. A choice: 0 and 0.8 do as well."""


@dataclass(slots=True)
class Seen:
    """An account with its claims as they are compared."""

    account: Account
    sights: list[Sight]
    told: list[Told]


def rows(seen: Sequence[Seen], pair: tuple[str, str]) -> tuple[Row, ...]:
    """Rows in the order of a's text, then those of b alone; the claims of newspapers beside what they tell of."""
    first = [s for s in seen if s.account.id[0] == "a"]
    second = [s for s in seen if s.account.id[0] == "b"]
    others = [s for s in seen if s.account.id[0] not in "ab"]
    made = _between(first[:1], second[:1], pair)
    for one in (*first[1:], *second[1:], *others):
        made = _beside(made, one, seen, pair)
    return tuple(_finished(made))


def see(account: Account, claims: Sequence[Claim], record: Record, pair: tuple[str, str], reader: Encoder) -> Seen:
    """Make an account's claims ready to be compared; this is where the encoder runs."""
    texts = [record.words(c.spans) for c in claims]
    today = account.published.value[:10] if account.published else None
    text = record.article.text
    parts = sentences(text)
    told = [Told(t, account.language, c.ascribed, account.side, pair, reader.actors, today, _before(text, parts, c))
            for t, c in zip(texts, claims, strict=True)]  # fmt: skip
    return Seen(account, look(reader, claims, texts, account.language), told)


def _before(text: str, parts: Sequence[Span], claim: Claim) -> str:
    """What stands before a claim in its sentence."""
    at = claim.spans[0][0]
    start = next((s for s, e in parts if s <= at < e), at)
    return text[start:at]


def whole_features(a: Seen, b: Seen, pair: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What every pair of claims is judged by, (n, m, …), and of it the signals of a conflict."""
    found = features(a.sights, b.sights, pair)
    signs = np.array([[signals(x, y) for y in b.told] for x in a.told]).reshape(*found.shape[:2], len(SIGNALS))
    return np.concatenate([found, signs], axis=2), signs


def chances(a: Seen, b: Seen, pair: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For every pair of claims: that they tell of one thing, and that they conflict if they do. Both (n, m)."""
    found, signs = whole_features(a, b, pair)
    weights = data("alignment.toml")
    close = conflict_features(found, signs)
    return probabilities(found, weights["aligned"]), probabilities(close, weights["conflict"])


def conflict_features(found: NDArray[np.float64], signs: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a conflict is judged by: its signals and how near the claims are."""
    return np.concatenate([signs, found[..., [1, 3, 10]]], axis=2)


def _between(first: Sequence[Seen], second: Sequence[Seen], pair: tuple[str, str]) -> list[Row]:
    """The rows of the two sides' main accounts."""
    weights = data("alignment.toml")
    a, b = (side[0] if side else None for side in (first, second))
    joined: list[tuple[int, int, float]] = []
    against = np.zeros((0, 0))
    if a and b:
        same, against = chances(a, b, pair)
        if a.account.basis.kind == b.account.basis.kind == "told":
            same = by_topics(same, a.sights, b.sights)
        joined = pairs(same, weights["least"])
    partner = {i: (j, p) for i, j, p in joined}
    out: list[Row] = []
    for i, sight in enumerate(a.sights if a else ()):
        assert a is not None
        if i not in partner:
            out.append(Row(0, "", {a.account.id: (sight.claim,)}, "only-a"))
            continue
        assert b is not None
        j, chance = partner[i]
        status: Status = "conflict" if against[i, j] >= weights["least_conflict"] else "both"
        other = b.sights[j].claim
        why: Reason | None = None
        if status == "conflict":
            why = placed(reason(a.told[i], b.told[j]), sight.claim.spans[0][0], other.spans[0][0])
        out.append(Row(0, "", {a.account.id: (sight.claim,), b.account.id: (other,)}, status, chance, why))
    taken = {j for _, j, _ in joined}
    for j, sight in enumerate(b.sights if b else ()):
        if j not in taken and b is not None:
            out.append(Row(0, "", {b.account.id: (sight.claim,)}, "only-b"))
    return out


def _beside(made: list[Row], one: Seen, seen: Sequence[Seen], pair: tuple[str, str]) -> list[Row]:
    """Put the claims of a further account beside the rows that they tell of; a further side's other claims are rows
    of their own."""
    sights = {s.claim.id: (s, t) for account in seen for s, t in zip(account.sights, account.told, strict=True)}
    best: dict[int, tuple[int, float]] = {}
    for letter in "ab":
        there = [(n, c) for n, row in enumerate(made) for name, cs in row.claims.items() if name == letter for c in cs]
        if not there or not one.sights:
            continue
        other = Seen(seen[0].account, [sights[c.id][0] for _, c in there], [sights[c.id][1] for _, c in there])
        same, _ = chances(other, one, pair)
        for i, j, chance in pairs(same, data("alignment.toml")["least_beside"]):
            if j not in best or best[j][1] < chance:
                best[j] = (there[i][0], chance)
    out = list(made)
    for j, sight in enumerate(one.sights):
        if j in best:
            number = best[j][0]
            claims = dict(out[number].claims)
            claims[one.account.id] = (*claims.get(one.account.id, ()), sight.claim)
            row = out[number]
            status: Status = row.status
            if (status, one.account.id[0]) in (("only-a", "b"), ("only-b", "a")):
                status = "both"
            out[number] = replace(row, claims=claims, status=status)
        elif one.account.side is not None:
            out.append(Row(0, "", {one.account.id: (sight.claim,)}, "only-a" if one.account.id[0] == "a" else "only-b"))
    return out


def _finished(made: Iterable[Row]) -> list[Row]:
    """Rows with their numbers and topics."""
    return [replace(row, id=n, topic=_topic(row)) for n, row in enumerate(made, 1)]


def _topic(row: Row) -> str:
    """What most of a row is about; of the topics that every contact has only where it surely has no other."""
    labels = [label for claims in row.claims.values() for claim in claims for label in claim.topics]
    counts: Counter[str] = Counter()
    for label in labels:
        counts[label.value] += label.confidence  # type: ignore[assignment]
    sure = {label.value for label in labels if label.confidence >= _SURE and label.value not in VAGUE}
    order = [name for name, _ in counts.most_common()]
    return next((name for name in order if name in sure), order[0] if order else "other")
