"""How many units of each stratum a sample takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from math import sqrt
from typing import Final, TypeVar

H = TypeVar("H", bound=Hashable)
Stratum = tuple[str, ...]

REST: Final = "(others)"
"""Values of which there are too few to be a stratum by themselves."""


def allocate(sizes: Mapping[H, int], n: int) -> dict[H, int]:
    """Units to take of each stratum, ``n`` in all or as many as there are.

    By the square root of its size (power allocation, M. D. Bankier, The American Statistician 42, 1988), so that rare
    acts and small newspapers come in too; at least one of each, never more than there are. Weights set it right again.
    """
    n = min(n, sum(sizes.values()))
    taken = dict.fromkeys((h for h, size in sizes.items() if size), 0)
    if n < len(taken):
        raise ValueError(f"{n} units cannot cover {len(taken)} strata")
    for h in taken:
        taken[h] = 1
    for _ in range(n - len(taken)):
        # By the highest quotient, as seats are given out (Sainte-Laguë): no rounding is left over.
        best = max((h for h in taken if taken[h] < sizes[h]), key=lambda h: sqrt(sizes[h]) / (2 * taken[h] + 1))
        taken[best] += 1
    return taken


def coarsened(sizes: Mapping[Stratum, int], most: int) -> dict[Stratum, Stratum]:
    """For each stratum the one that it is put into, so that there are at most ``most``.

    The rarest values of the last variable become ``REST`` first, then those of the one before it.
    """
    into = {stratum: stratum for stratum in sizes}
    width = len(next(iter(sizes), ()))
    for place in range(width - 1, -1, -1):
        while len(set(into.values())) > most:
            counts: Counter[str] = Counter()
            for stratum, size in sizes.items():
                counts[into[stratum][place]] += size
            own = [value for value in counts if value != REST]
            if not own:
                break
            rarest = min(own, key=lambda value: (counts[value], value))
            for stratum, now in into.items():
                if now[place] == rarest:
                    into[stratum] = (*now[:place], REST, *now[place + 1 :])
    return into
