"""Sets of two sides' readouts with their claims: read, labelled and scored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman import Reader
from dragoman.accounts.claims import claims
from dragoman.accounts.comparison import Account, Basis, Claim
from dragoman.accounts.given import side_name
from dragoman.accounts.rows import Seen, see
from dragoman.accounts.shares import count
from dragoman.article import Span
from dragoman.record import Record

HALF = 0.5
"""The scorer's rule: a claim is met by words that are half of the union of the two."""
INSIDE = 0.7
"""For training alone, a claim also counts as met where so much of the shorter one lies inside the longer one."""


@dataclass(slots=True)
class Contact:
    """One set: both readouts as they are compared, and which pairs of their claims are gold, with the status."""

    id: str
    a: Seen
    b: Seen
    gold: dict[tuple[int, int], str]


def folders(roots: Sequence[Path]) -> Iterator[Path]:
    """Every set in some folders."""
    for root in roots:
        yield from sorted(path.parent for path in root.glob("*/gold.json"))


def load(folder: Path, reader: Reader) -> Contact:
    """Read one set."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    pair = (gold["sides"]["a"], gold["sides"]["b"])
    sides = [_side(folder, letter, pair, gold["published"], reader) for letter in "ab"]
    found: dict[tuple[int, int], str] = {}
    for claim in gold["claims"]:
        places = [_met(claim[letter], *side) for letter, side in zip("ab", sides, strict=True)]
        if places[0] is not None and places[1] is not None:
            found[places[0], places[1]] = claim["status"]
    return Contact(folder.name, sides[0][0], sides[1][0], found)


def _side(folder: Path, letter: str, pair: tuple[str, str], published: str, reader: Reader) -> tuple[Seen, str]:
    path = next(folder.glob(f"{letter}.*.txt"))
    language = path.name.split(".")[1]
    record = reader.read(path, published=published, language=language)
    account = whole(record, letter, pair["ab".index(letter)], language)
    return see(account, claims(account, record, pair), record, pair, reader), record.article.text


def whole(record: Record, letter: str, side: str, language: str) -> Account:
    """A readout as its side's own account."""
    text = record.article.text
    return Account(
        id=letter, side=side, name=side_name(side, language), rank="text", basis=Basis("full"), record=0,
        spans=((0, len(text)),), words=count(text), language=language, published=record.article.published,
    )  # fmt: skip


def _met(words: str | None, seen: Seen, text: str) -> int | None:
    """The claim that meets gold words best, by its place; None where none does."""
    if not words:
        return None
    start = text.index(words)
    gold = (start, start + len(words))
    order = [(union(gold, s.claim.spans[0]), n) for n, s in enumerate(seen.sights)]
    best, n = max(order, default=(0.0, -1))
    if n < 0:
        return None
    return n if best >= HALF or inside(gold, seen.sights[n].claim) >= INSIDE else None


def union(a: Span, b: Span) -> float:
    """Shared part of the union of two spans."""
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared else 0.0


def inside(gold: Span, claim: Claim) -> float:
    """Shared part of the shorter of the two."""
    start, end = claim.spans[0]
    shared = max(0, min(gold[1], end) - max(gold[0], start))
    return shared / max(1, min(gold[1] - gold[0], end - start))


def standoff(folder: Path, reader: Reader) -> dict[str, Any]:
    """What ``dragoman compare --format standoff`` prints of a set."""
    import dragoman
    from dragoman.render.comparison.standoff import to_standoff

    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    files = [next(folder.glob(f"{name}.*.txt"), None) for name in ("a", "b", "news")]
    codes = [gold["sides"]["a"], gold["sides"]["b"], "news"]
    given = [(path, code) for path, code in zip(files, codes, strict=True) if path is not None]
    records = [reader.read(path, published=gold["published"]) for path, _ in given]
    comparison = dragoman.compare(records, sides=[code for _, code in given], reader=reader, name=folder.name)
    return to_standoff(comparison)
