"""What all tables share: the metadata they are registered in, and types that two databases have in common."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every table of a store. Times are ISO 8601 text in UTC, so that both databases give back what was put in."""

Id = BigInteger().with_variant(Integer, "sqlite")
"""Row numbers; SQLite's own are 64 bits wide under the name INTEGER alone."""

Terms = Text().with_variant(TSVECTOR(), "postgresql")
"""Word forms to search by, made by ``store.terms``: spaced words in SQLite, a tsvector in PostgreSQL."""
