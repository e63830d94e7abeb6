"""How Alembic reaches a store: over the connection that ``store.migrate`` gives it."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from dragoman.store.tables import metadata


def ours(name: str | None, kind: str, parents: object) -> bool:
    """Not the lists of word forms: they are made by hand in either database."""
    return "_words" not in (name or "") and not (name or "").endswith("_terms")


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    include_name=ours,
)
context.run_migrations()
