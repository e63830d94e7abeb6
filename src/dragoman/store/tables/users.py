"""Who may use an archive over the web, and what they hold in hand to show it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text, false

from dragoman.store.tables.base import Id, metadata

users = Table(
    "users",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    comment="People who sign in. role: reader or editor; password: an argon2id hash with its parameters.",
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("user", Id, ForeignKey("users.id"), nullable=False, index=True),
    Column("created", Text, nullable=False),
    Column("seen", Text, nullable=False),
    comment="Browsers that are signed in. digest: SHA-256 of the secret in the cookie.",
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user", Id, ForeignKey("users.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("expires", Text),
    comment="For programs. digest: SHA-256 of the token; scopes: spaced; a token may never do more than its user.",
)
