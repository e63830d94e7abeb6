"""The tables of a store, the same in SQLite and PostgreSQL."""

from __future__ import annotations

from dragoman.store.tables.articles import (
    articles,
    bands,
    fetches,
    forgotten,
    images,
    imports,
    meta,
    raws,
    readings,
    signatures,
    stories,
    versions,
)
from dragoman.store.tables.base import metadata
from dragoman.store.tables.contacts import (
    amendments,
    claims,
    comparisons,
    contact_actors,
    contact_articles,
    contact_states,
    contact_topics,
    contacts,
)
from dragoman.store.tables.reports import reports
from dragoman.store.tables.statements import (
    actors,
    event_actors,
    events,
    statement_actors,
    statement_topics,
    statements,
    vectors,
)
from dragoman.store.tables.users import sessions, tokens, users
from dragoman.store.tables.watching import alerts, deliveries, notices, sources, visits

__all__ = [
    "actors", "alerts", "amendments", "articles", "bands", "claims", "comparisons", "contact_actors",
    "contact_articles", "contact_states", "contact_topics", "contacts", "deliveries", "event_actors", "events",
    "fetches", "forgotten", "images", "imports", "meta", "metadata", "notices", "raws", "readings", "reports",
    "sessions", "signatures", "sources", "statement_actors", "statement_topics", "statements", "stories", "tokens",
    "users", "vectors", "versions", "visits",
]  # fmt: skip
