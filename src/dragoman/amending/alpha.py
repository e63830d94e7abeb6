"""Krippendorff's alpha for nominal data, exactly, with its interval.

K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011); A. F. Hayes and K. Krippendorff, "Answering the
Call for a Standard Reliability Measure for Coding Data", Communication Methods and Measures 1 (2007).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

SAMPLES: Final = 2000
"""Resamplings of the units for an interval."""

Value = Hashable | None
"""What a coder has said of a unit; None where nothing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree on one variable.

    ``alpha`` is None where it is not defined: nothing can be paired, or everybody always says the same. ``low`` and
    ``high`` enclose the middle 95 % of its values over resampled units. ``percent`` is the share of pairs of values of
    one unit that are the same. ``units`` are those that two coders or more have coded, ``values`` theirs.
    """

    alpha: float | None
    low: float | None
    high: float | None
    percent: float | None
    units: int
    values: int


def agreement(units: Sequence[Sequence[Value]], *, seed: int = 0, samples: int = SAMPLES) -> Agreement:
    """Alpha of units, each with what every coder has said of it. Units with fewer than two values are left out.

    In the coincidence matrix a pair of values of a unit that m coders have coded counts 1 / (m - 1). The interval is
    by resampling units with replacement (A. Zapf et al., BMC Medical Research Methodology 16:93, 2016).
    """
    coded = [found for unit in units if len(found := [value for value in unit if value is not None]) > 1]
    kinds = {value: n for n, value in enumerate(dict.fromkeys(value for unit in coded for value in unit))}
    counts = np.zeros((len(coded), len(kinds)))
    for n, unit in enumerate(coded):
        for value, times in Counter(unit).items():
            counts[n, kinds[value]] = times
    of_unit = counts.sum(axis=1)
    # Of a unit's row of the coincidence matrix all that is needed is its sum off the diagonal.
    apart = (of_unit**2 - (counts**2).sum(axis=1)) / np.maximum(of_unit - 1, 1)
    total = _alpha(apart.sum(), counts.sum(axis=0))
    same = 1 - apart.sum() / of_unit.sum() if coded else None
    low = high = None
    if total is not None and samples:
        drawn = np.random.default_rng(seed).multinomial(len(coded), np.full(len(coded), 1 / len(coded)), size=samples)
        each = [_alpha(off, of_kind) for off, of_kind in zip(drawn @ apart, drawn @ counts, strict=True)]
        known = [value for value in each if value is not None]
        low, high = (float(q) for q in np.quantile(known, (0.025, 0.975))) if known else (None, None)
    return Agreement(total, low, high, None if same is None else float(same), len(coded), int(of_unit.sum()))


def _alpha(apart: float, of_kind: np.typing.NDArray[np.float64]) -> float | None:
    """1 - observed / expected disagreement, from the sum off the diagonal and the values of each kind."""
    n = float(of_kind.sum())
    expected = n * n - float((of_kind**2).sum())
    return 1 - (n - 1) * float(apart) / expected if n > 1 and expected > 0 else None
