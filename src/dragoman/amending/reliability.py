"""How far coders agree, and how far the reader agrees with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dragoman.accounts.persons import alike
from dragoman.amending.alpha import Agreement, agreement
from dragoman.amending.amendment import AmendingError
from dragoman.amending.cues import matched, placed
from dragoman.amending.proportions import Share, share
from dragoman.amending.sheets import Row

VARIABLES: Final = ("attribution", "source", "speaker", "act", "modality", "topic", "passage")
"""What the coders' agreement is told of; ``passage``: whether a passage holds a statement at all."""

MEASURES: Final = ("precision", "recall", "act", "modality", "topic", "speaker", "source")
"""What the reader is measured by; from ``act`` on the share that is right of what both take for a statement."""

AGREED: Final = "agreed"
"""The reference where all coders say the same."""

SETTLED: Final = "settled"
"""The reference that coders have settled together, after coding: what they agreed on, and the rest as settled."""

Coded = Mapping[str, Row]
"""What one coder has said, by unit."""


@dataclass(frozen=True, slots=True)
class Report:
    """What ``dragoman agree`` tells.

    ``reader`` holds the shares of ``MEASURES`` by the reference they are held against: each coder, ``AGREED`` and
    ``SETTLED``. ``reader_acts`` counts (coders' act, reader's act) by the last of these,
    ``coder_acts`` pairs of coders' acts.
    """

    coders: tuple[str, ...]
    units: int
    agreement: Mapping[str, Agreement]
    reader: Mapping[str, Mapping[str, Share]] = field(default_factory=dict)
    reader_acts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    coder_acts: Mapping[tuple[str, str], int] = field(default_factory=dict)


def report(
    coders: Mapping[str, Coded], key: Mapping[str, Any] | None, *, settled: Coded | None = None, seed: int = 0,
    samples: int = 2000,
) -> Report:  # fmt: skip
    """Agreement of two coders or more; with the ``key`` also the reader's.

    ``settled`` is what coders have made of their differences. Raises ``AmendingError`` where they do not fit together.
    """
    if len(coders) < 2:
        raise AmendingError("agreement needs the sheets of two coders")
    units = sorted(set().union(*coders.values(), settled or {}))
    if key is not None and (strange := [unit for unit in units if unit not in key["units"]]):
        raise AmendingError("the key does not have the unit {strange}: is it that of these sheets?", strange=strange[0])
    if not set.intersection(*(set(coded) for coded in coders.values())):
        raise AmendingError("the sheets have no unit in common")
    agreed = {
        name: agreement([_values(name, [coded.get(unit, {}) for coded in coders.values()]) for unit in units],
                        seed=seed, samples=samples)
        for name in VARIABLES
    }  # fmt: skip
    pairs: Counter[tuple[str, str]] = Counter()
    for unit in units:
        acts = [act for coded in coders.values() if (act := coded.get(unit, {}).get("act"))]
        pairs.update((one, other) for n, one in enumerate(acts) for other in acts[n + 1 :])
    if key is None:
        return Report(tuple(coders), len(units), agreed, coder_acts=pairs)
    references: dict[str, Coded] = {**coders, AGREED: consensus(coders, units)}
    if settled is not None:
        known = references[AGREED]
        references[SETTLED] = {
            unit: {
                **known.get(unit, {}),
                **{name: said for name, said in settled.get(unit, {}).items() if said is not None},
            }
            for unit in sorted({*known, *settled})
        }
    best = references[SETTLED if settled is not None else AGREED]
    reader = {name: {**_marks(coded, key), "recall": _recall(coded, key)} for name, coded in references.items()}
    confused = Counter(
        (row["act"], key["units"][unit]["reader"]["act"])
        for unit, row in best.items()
        if row.get("act") and key["units"][unit]["task"] == "mark"
    )
    return Report(tuple(coders), len(units), agreed, reader, confused, pairs)


def consensus(coders: Mapping[str, Coded], units: Sequence[str]) -> dict[str, Row]:
    """What all coders of a unit say the same of, at least two; the rest is left open. Of cues those that all mark."""
    out: dict[str, Row] = {}
    for unit in units:
        rows = [coded[unit] for coded in coders.values() if unit in coded]
        if len(rows) < 2:
            continue
        one: Row = {}
        for name in ("attribution", "source", "speaker", "act", "modality", "topic"):
            values = _values(name, rows)
            if None not in values and len(set(values)) == 1:
                one[name] = rows[0][name]
        told = [row["cues"] for row in rows]
        if None not in told:
            one["cues"] = tuple(
                cue for cue in told[0] if all(any(_overlap(cue, c) for c in other) for other in told[1:])
            )
        out[unit] = one
    return out


def _values(name: str, rows: Sequence[Row]) -> list[Hashable | None]:
    """What coders say of one unit, names that mean the same as one value."""
    if name == "passage":
        return [None if row.get("cues") is None else bool(row["cues"]) for row in rows]
    values = [row.get(name) for row in rows]
    if name not in ("source", "speaker"):
        return values
    same = _one_name if name == "speaker" else one_source
    known: list[str] = []
    out: list[Hashable | None] = []
    for value in values:
        if value is None:
            out.append(None)
            continue
        found = next((other for other in known if same(str(value), other)), None)
        known += [] if found is not None else [str(value)]
        out.append((found or str(value)).casefold())
    return out


def _one_name(one: str, other: str) -> bool:
    return one_speaker(_names(one), _names(other))


def one_speaker(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of names are of the same people, whatever their spelling, order and script."""
    left = list(other)
    for name in one:
        found = next((known for known in left if alike(name, known)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def one_source(one: str, other: str) -> bool:
    """Whether two wordings of a source mean the same words: half of all their words in common."""
    a, b = ({word.strip(".,;:«»“”\"'()").casefold() for word in words.split()} - {""} for words in (one, other))
    return a == b or 2 * len(a & b) >= len(a | b)


def _overlap(one: str, other: str) -> bool:
    """Whether two cues have a word in common; scripts without blanks, letters."""
    a, b = one.casefold(), other.casefold()
    return a in b or b in a or bool(set(a.split()) & set(b.split()))


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(";") if name.strip(" -–—")]


def _marks(coded: Coded, key: Mapping[str, Any]) -> dict[str, Share]:
    """Precision, and what is right of what a coder takes for a statement too."""
    rows = [(unit, row) for unit, row in coded.items() if key["units"][unit]["task"] == "mark"]
    said = [(unit, row) for unit, row in rows if row.get("attribution") is not None]
    out = {"precision": _weighed([(unit, row["attribution"]) for unit, row in said], key["strata"], key)}
    right: dict[str, Callable[[Row, Mapping[str, Any]], bool]] = {
        "act": lambda row, reader: bool(row["act"] == reader["act"]),
        "modality": lambda row, reader: bool(row["modality"] == reader["modality"]),
        "topic": lambda row, reader: row["topic"] in reader["topics"],
        "speaker": lambda row, reader: one_speaker(_names(row["speaker"]), reader["speakers"]),
        "source": lambda row, reader: one_source(row["source"].strip("-–—"), reader["source"]),
    }
    for name, test in right.items():
        found = [
            (unit, test(row, key["units"][unit]["reader"]))
            for unit, row in rows
            if row.get("attribution") is not False and row.get(name) is not None
        ]
        out[name] = _weighed(found, key["strata"], key)
    return out


def _recall(coded: Coded, key: Mapping[str, Any]) -> Share:
    """The share of the cues in passages that the reader has found too."""
    told = key.get("passages")
    if not told:
        return share(())
    done = [(unit, row["cues"]) for unit, row in coded.items()
            if key["units"][unit]["task"] == "passage" and row.get("cues") is not None]  # fmt: skip
    weights = _weights([unit for unit, _ in done], {s["values"][0]: s["size"] for s in told["strata"]}, key)
    found: list[tuple[bool, float]] = []
    for unit, cues in done:
        known = key["units"][unit]
        try:
            places = placed(known["text"], cues)
        except ValueError as error:
            raise AmendingError("{unit}: {error}", unit=unit, error=error) from error
        found += [(hit, weights[unit]) for hit in matched(places, known["cues"])]
    return share(found)


def _weighed(found: Sequence[tuple[str, bool]], strata: Sequence[Any], key: Mapping[str, Any]) -> Share:
    sizes = {number: stratum["size"] for number, stratum in enumerate(strata)}
    weights = _weights([unit for unit, _ in found], sizes, key)
    return share((so, weights[unit]) for unit, so in found)


def _weights(units: Sequence[str], sizes: Mapping[Any, int], key: Mapping[str, Any]) -> dict[str, float]:
    """Each unit stands for so many of its stratum as there are for each that was coded."""
    of: dict[Any, list[str]] = defaultdict(list)
    for unit in units:
        of[key["units"][unit]["stratum"]].append(unit)
    return {unit: sizes[stratum] / len(group) for stratum, group in of.items() for unit in group}
