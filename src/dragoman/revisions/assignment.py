"""Partners for the best sum: each row of a table of scores gets one column at most, and each column one row."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
CHEAP: Final = 3e8
"""Steps up to which the best sum is looked for: four hundred of each take seconds. Beyond, the best pairs go first."""


def assign(scores: Scores) -> list[tuple[int, int]]:
    """Pairs (row, column) whose scores, all above zero, have the greatest sum; (n, m) takes n·n·m steps at most.

    The Hungarian method with shortest augmenting paths (Jonker and Volgenant 1987).
    """
    rows = [int(i) for i in np.flatnonzero((scores > 0).any(axis=1))]
    columns = [int(j) for j in np.flatnonzero((scores > 0).any(axis=0))]
    if not rows:
        return []
    table = scores[np.ix_(rows, columns)]
    if min(table.shape) * table.size > CHEAP:
        return sorted((rows[i], columns[j]) for i, j in _greedy(table))
    if turned := table.shape[0] > table.shape[1]:
        table = table.T
    found = [(j, i) if turned else (i, j) for i, j in _least(-np.maximum(table, 0.0))]
    return sorted((rows[i], columns[j]) for i, j in found if scores[rows[i], columns[j]] > 0)


def _greedy(table: Scores) -> list[tuple[int, int]]:
    order = np.argsort(-table, axis=None, kind="stable")
    rows: set[int] = set()
    columns: set[int] = set()
    out: list[tuple[int, int]] = []
    for i, j in zip(*(some.tolist() for some in np.unravel_index(order, table.shape)), strict=True):
        if table[i, j] <= 0 or len(out) == min(table.shape):
            break
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            out.append((i, j))
    return out


def _least(cost: Scores) -> list[tuple[int, int]]:
    """The cheapest partner for each row, where there are no more rows than columns."""
    n, m = cost.shape
    u, v = np.zeros(n + 1), np.zeros(m + 1)
    partner = np.zeros(m + 1, np.int64)  # the row of each column, from 1; 0 where it has none
    for row in range(1, n + 1):
        partner[0], column = row, 0
        least = np.full(m + 1, np.inf)
        way = np.zeros(m + 1, np.int64)
        used = np.zeros(m + 1, bool)
        while partner[column]:
            used[column] = True
            here = int(partner[column])
            free = ~used
            free[0] = False
            reduced = np.full(m + 1, np.inf)
            reduced[1:] = cost[here - 1] - u[here] - v[1:]
            better = free & (reduced < least)
            least[better], way[better] = reduced[better], column
            following = int(np.argmin(np.where(free, least, np.inf)))
            step = least[following]
            u[partner[used]] += step
            v[used] -= step
            least[free] -= step
            column = following
        while column:
            before = int(way[column])
            partner[column] = partner[before]
            column = before
    return [(int(partner[j]) - 1, j - 1) for j in range(1, m + 1) if partner[j]]
