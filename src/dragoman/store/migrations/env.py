"""How Alembic reaches a store: over the connection that ``store.migrate`` gives it."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from dragoman.store.tables import metadata

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
context.run_migrations()
