"""Sentence vectors of what is said, made when they are first asked for: most archives are never searched by meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, func, insert, select

from dragoman.store.signs import packed
from dragoman.store.store import Store
from dragoman.store.tables import statements, vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PART: Final = 64
"""Statements of one transaction."""

Embed = Callable[[Sequence[str]], "NDArray[np.float32]"]


def missing(connection: Connection) -> int:
    """How many statements have no vector yet."""
    having = connection.execute(select(func.count()).select_from(vectors)).scalar_one()
    return int(connection.execute(select(func.count()).select_from(statements)).scalar_one() - having)


def fill(
    store: Store, embed: Embed, told: Callable[[int], None] | None = None, *, most: int | None = None
) -> int:  # fmt: skip
    """Make the vectors that are missing, of the newest statements first, ``most`` of them; how many.

    ``embed`` is ``Reader.embed``; ``told`` hears how many are made. What is made is kept, whenever it is broken off.
    """
    done = 0
    while most is None or done < most:
        with store.reading() as connection:
            rows = connection.execute(
                select(statements.c.id, statements.c.content)
                .outerjoin(vectors, vectors.c.statement == statements.c.id)
                .where(vectors.c.statement.is_(None)).order_by(statements.c.id.desc()).limit(PART)
            ).all()  # fmt: skip
        if not rows:
            break
        made = packed(embed([row.content or "-" for row in rows]))
        with store.writing() as connection:
            # A statement may have gone, or another may have made its vector, in the meantime.
            ids = [row.id for row in rows]
            there = set(connection.execute(select(statements.c.id).where(statements.c.id.in_(ids))).scalars())
            there -= set(connection.execute(select(vectors.c.statement).where(vectors.c.statement.in_(ids))).scalars())
            values = [
                {"statement": row.id, "signs": signs, "vector": vector}
                for row, (signs, vector) in zip(rows, made, strict=True)
                if row.id in there
            ]
            if values:
                connection.execute(insert(vectors), values)
        done += len(rows)
        if told is not None:
            told(done)
    return done
