"""What is watched and what was asked to be told: the state that survives a restart."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, Table, Text, UniqueConstraint, false

from dragoman.store.tables.base import Id, metadata

sources = Table(
    "sources",
    metadata,
    Column("url", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("first_seen", Float, nullable=False),
    Column("last_visit", Float),
    Column("last_success", Float),
    Column("last_error", Text),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("found", Integer, nullable=False, server_default="0"),
    comment="Feeds, sitemaps, channels and pages by which articles are found, and their health. Times: Unix seconds.",
)

visits = Table(
    "visits",
    metadata,
    Column("url", Text, primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("depth", Integer, nullable=False, server_default="0"),
    Column("location", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("published", Text),
    Column("sha256", Text),
    Column("first_seen", Float, nullable=False),
    Column("last_visit", Float),
    Column("changed", Float),
    Column("next_visit", Float, index=True),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("unchanged", Integer, nullable=False, server_default="0"),
    Column("gone", Boolean, nullable=False, server_default=false()),
    Column("why", Text),
    comment="Addresses, when they are visited next, and what is known from the visits so far (watching.state.Visit).",
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("channels", Text, nullable=False),
    Column("after", Id, nullable=False),
    Column("created", Text, nullable=False),
    comment="Saved searches. kind: match, second-account, account-changed or new-formula; query and channels: JSON. "
    "after: the last reading that was looked at.",
)

notices = Table(
    "notices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("alert", Id, ForeignKey("alerts.id"), nullable=False),
    Column("item", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("payload", Text, nullable=False),
    UniqueConstraint("alert", "item"),
    comment="What an alert has found: each item once, for ever.",
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("notice", Id, ForeignKey("notices.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_try", Float, nullable=False),
    Column("error", Text),
    UniqueConstraint("notice", "channel"),
    comment="A notice on its way by one channel: waiting, sent or given up.",
)
