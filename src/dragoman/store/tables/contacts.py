"""Contacts, the articles that tell of them, and the claims of their accounts; amendments of any of these."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, Table, Text, false

from dragoman.store.tables.base import Id, metadata

contacts = Table(
    "contacts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False),
    Column("date", Text),
    Column("day", Integer, index=True),
    Column("mode", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("place", Text),
    Column("amended", Text),
    comment="A meeting, call or letter, as most of its articles have it; what each has is in their records. "
    "day: for sorting, that of its first article where no date is told. amended: what a person has set (JSON).",
)

contact_states = Table(
    "contact_states",
    metadata,
    Column("contact", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    Column("state", Text, primary_key=True),
)
Index("ix_contact_states_state", contact_states.c.state)

contact_actors = Table(
    "contact_actors",
    metadata,
    Column("contact", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    Column("actor", Id, ForeignKey("actors.id"), primary_key=True, autoincrement=False, index=True),
)

contact_topics = Table(
    "contact_topics",
    metadata,
    Column("contact", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    Column("topic", Text, primary_key=True),
)

contact_articles = Table(
    "contact_articles",
    metadata,
    Column("contact", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    Column("article", Id, ForeignKey("articles.id"), primary_key=True, autoincrement=False, index=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("reading", Id, ForeignKey("readings.id"), nullable=False, index=True),
    Column("side", Text),
    Column("told", Text, nullable=False),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    comment="Which contact of which article's record is this one. side: whose own text the article is, if one's. "
    "told: the contact as that record has it (JSON). pinned: put there by a person.",
)

comparisons = Table(
    "comparisons",
    metadata,
    Column("id", Id, primary_key=True),
    Column("contact", Id, ForeignKey("contacts.id"), nullable=False, unique=True),
    Column("made", Text, nullable=False),
    Column("readings", Text, nullable=False),
    Column("comparison", LargeBinary, nullable=False),
    comment="A contact's accounts laid side by side: JSON by schema/comparison-1.0.json, zlib. readings: what of.",
)

claims = Table(
    "claims",
    metadata,
    Column("id", Id, primary_key=True),
    Column("contact", Id, ForeignKey("contacts.id"), nullable=False, index=True),
    Column("article", Id, ForeignKey("articles.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("row", Integer, nullable=False),
    Column("account", Text, nullable=False),
    Column("side", Text),
    Column("by", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("ascribed", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("words", Text, nullable=False),
    comment="The claims of a comparison; number and row are its own. by: states, spaced.",
)

amendments = Table(
    "amendments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("article", Id, ForeignKey("articles.id"), index=True),
    Column("version", Id, ForeignKey("versions.id"), index=True),
    Column("contact", Id, ForeignKey("contacts.id"), index=True),
    Column("target", Text, nullable=False),
    Column("old", Text),
    Column("new", Text),
    Column("undone", Text),
    Column("undone_by", Text),
    comment="What a person changed. target, old and new are JSON; target names words of the text, "
    "so that it is found again after rereading. undone: when.",
)
