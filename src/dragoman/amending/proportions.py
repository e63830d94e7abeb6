"""Shares estimated from a stratified sample, with Wilson's interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final

Z: Final = 1.959963984540054
"""The normal distribution's 97.5 % quantile."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval, of ``n`` units; None of none. ``effective`` is how many equal ones they weigh."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    effective: float


def share(units: Iterable[tuple[bool, float]]) -> Share:
    """The share of units that are so, each with its weight.

    Wilson's score interval (JASA 22, 1927) at the effective number of units, by Kish: the square of the sum of the
    weights by the sum of their squares. That leaves out what stratifying gains, so the interval is rather too wide.
    """
    found = list(units)
    total = sum(weight for _, weight in found)
    if not found or total <= 0:
        return Share(None, None, None, 0, 0.0)
    p = sum(weight for so, weight in found if so) / total
    n = total**2 / sum(weight**2 for _, weight in found)
    low, high = wilson(p, n)
    return Share(p, low, high, len(found), n)


def wilson(p: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share ``p`` of ``n``."""
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
