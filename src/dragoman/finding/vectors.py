"""Statements that mean nearly the same as a text, in whatever language: their sentence vectors lie near it.

Of every vector its signs are looked at first, a bit for each (48 bytes); only the nearest by these are weighed whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, bindparam, select, text

from dragoman.finding import rows
from dragoman.store.signs import packed
from dragoman.store.tables import vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ALIKE", "CHUNK", "SAME", "WEIGHED", "any_at_all", "nearest", "packed"]

ALIKE: Final = 0.35
"""The cosine from which statements are at all alike: in the reader's space a sentence and its translation lie at .4 to
.8, sentences that have nothing to do with each other at .15 or so."""

SAME: Final = 0.55
"""The cosine from which one may be another's translation."""

WEIGHED: Final = 1_000
"""Vectors, the nearest by their signs, that are weighed whole."""

CHUNK: Final = 50_000
"""Vectors in memory at once."""

_FEW: Final = 20_000
"""Statements that match a search's filters, the newest, up to which only their vectors are looked at."""


def nearest(
    connection: Connection,
    vector: NDArray[np.float32],
    match: str | None = None,
    low: int = 0,
    high: int = (1 << 62),
    *,
    count: int,
    least: float = ALIKE,
) -> list[tuple[int, float]]:
    """The statements nearest to a unit vector (d,), with their cosines, the nearest first.

    ``match``, ``low`` and ``high`` are as in ``finding.rows``; of statements that match, the newest 20,000 are looked
    at. Nothing is found where the store has no vectors.
    """
    import numpy as np

    wanted = np.packbits(vector > 0)
    ones = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).sum(axis=1).astype(np.uint16)
    ids: NDArray[np.int64] = np.empty(0, np.int64)
    apart: NDArray[np.uint16] = np.empty(0, np.uint16)
    for numbers, signs in _signs(connection, match, low, high):
        ids = np.concatenate([ids, numbers])
        apart = np.concatenate([apart, ones[signs ^ wanted].sum(axis=1, dtype=np.uint16)])
        if len(ids) > WEIGHED:
            keep = np.argpartition(apart, WEIGHED)[:WEIGHED]
            ids, apart = ids[keep], apart[keep]
    return _weighed(connection, vector, ids.tolist(), count, least)


def _weighed(
    connection: Connection, vector: NDArray[np.float32], ids: Sequence[int], count: int, least: float
) -> list[tuple[int, float]]:  # fmt: skip
    import numpy as np

    if not ids:
        return []
    found = connection.execute(select(vectors.c.statement, vectors.c.vector).where(vectors.c.statement.in_(ids))).all()
    whole = np.frombuffer(b"".join(row.vector for row in found), np.int8).reshape(len(found), -1).astype(np.float32)
    cosines = whole @ vector / np.maximum(np.linalg.norm(whole, axis=1), 1e-9)
    rated = sorted(((float(cosine), row.statement) for cosine, row in zip(cosines, found, strict=True)), reverse=True)
    return [(statement, cosine) for cosine, statement in rated[:count] if cosine >= least]


def _signs(
    connection: Connection, match: str | None, low: int, high: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint8]]]:  # fmt: skip
    """Ids (n,) and signs (n, d / 8) of the vectors to look at, some at a time."""
    import numpy as np

    def arrays(found: Sequence[tuple[int, bytes]]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        signs = np.frombuffer(b"".join(row[1] for row in found), np.uint8)
        return np.array([row[0] for row in found], np.int64), signs.reshape(len(found), -1)

    columns = select(vectors.c.statement, vectors.c.signs)
    if match is None:
        # By key from chunk to chunk: no driver then holds more than one.
        above = low - 1
        chunk = columns.where(vectors.c.statement > bindparam("above"), vectors.c.statement <= high)
        chunk = chunk.order_by(vectors.c.statement).limit(CHUNK)
        while found := connection.execute(chunk, {"above": above}).all():
            yield arrays([(row[0], row[1]) for row in found])
            above = found[-1][0]
        return
    chosen = rows.newest(connection, match, low, high, _FEW)
    for start in range(0, len(chosen), 5_000):
        found = connection.execute(columns.where(vectors.c.statement.in_(chosen[start : start + 5_000]))).all()
        if found:
            yield arrays([(row[0], row[1]) for row in found])


def any_at_all(connection: Connection) -> bool:
    """Whether a store has vectors."""
    return connection.execute(text("SELECT 1 FROM vectors LIMIT 1")).first() is not None
