"""What happened each time an article was fetched."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from dragoman.store.tables import fetches, raws, versions


@dataclass(frozen=True, slots=True)
class Fetch:
    """One fetch: when (ISO 8601, UTC), what came of it, which version then stood, and why it was not comparable.

    ``sha256`` is that of its bytes, where they are kept for themselves.
    """

    at: str
    outcome: str
    version: int | None
    why: str | None
    sha256: str | None = None


def trail(connection: Connection, article: int) -> list[Fetch]:
    """Every fetch of an article in its order; of those that changed nothing only the last is kept."""
    columns = (fetches.c.at, fetches.c.outcome, versions.c.number, fetches.c.why, raws.c.sha256)
    rows = connection.execute(
        select(*columns).outerjoin(versions, versions.c.id == fetches.c.version)
        .outerjoin(raws, (raws.c.id == fetches.c.raw) & (fetches.c.outcome == "not comparable"))
        .where(fetches.c.article == article).order_by(fetches.c.at, fetches.c.id)
    )  # fmt: skip
    return [Fetch(*row) for row in rows]


def incomparable(connection: Connection, article: int) -> list[tuple[str, str]]:
    """The fetches that gave nothing that could be compared: when, and why."""
    return [(one.at, one.why or "") for one in trail(connection, article) if one.outcome == "not comparable"]
