"""Statements, events and their actors, as the current reading of an article's last version has them.

Rows here follow from the readings' records and can be made again from them; they are what is searched.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from dragoman.store.tables.base import Id, Terms, metadata

actors = Table(
    "actors",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("person", Boolean, nullable=False),
    UniqueConstraint("name", "state", "sector", "person"),
    comment="Persons, institutions and states that speak or are spoken to; '' where a code is not known.",
)
Index("ix_actors_state", actors.c.state)

statements = Table(
    "statements",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("article", Id, ForeignKey("articles.id"), nullable=False, index=True),
    Column("version", Id, ForeignKey("versions.id"), nullable=False, index=True),
    Column("reading", Id, ForeignKey("readings.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("parent", Integer),
    Column("day", Integer),
    Column("kind", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("act_resolved", Boolean, nullable=False),
    Column("modality", Text, nullable=False),
    Column("account", Text),
    Column("language", Text),
    Column("publisher", Text),
    Column("translated", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("source", Text, nullable=False),
    Column("cue", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("condition", Text, nullable=False),
    Column("terms", Terms, nullable=False),
    comment="id: day published, then a number within it (store.order), so that the newest have the highest ids. "
    "number: the statement's id in its record. account: the side that tells it, none for a newspaper. "
    "terms: word forms and labels to search by.",
)

statement_actors = Table(
    "statement_actors",
    metadata,
    Column("statement", Id, ForeignKey("statements.id"), primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("actor", Id, ForeignKey("actors.id"), nullable=False),
    Column("basis", Text, nullable=False),
    Column("office", Text),
    comment="Who speaks (role speaker) and is spoken to or of (target).",
)
Index(
    "ix_statement_actors_actor_role_statement", statement_actors.c.actor, statement_actors.c.role,
    statement_actors.c.statement,
)  # fmt: skip

statement_topics = Table(
    "statement_topics",
    metadata,
    Column("statement", Id, ForeignKey("statements.id"), primary_key=True, autoincrement=False),
    Column("topic", Text, primary_key=True),
    Column("confidence", Float, nullable=False),
)

vectors = Table(
    "vectors",
    metadata,
    Column("statement", Id, ForeignKey("statements.id"), primary_key=True, autoincrement=False),
    Column("signs", LargeBinary, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    comment="Sentence vectors of what is said: a bit for each sign, and int8 (127 is 1).",
)

events = Table(
    "events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article", Id, ForeignKey("articles.id"), nullable=False, index=True),
    Column("version", Id, ForeignKey("versions.id"), nullable=False),
    Column("reading", Id, ForeignKey("readings.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("day", Integer, index=True),
    Column("act", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    comment="Acts that newspapers tell as fact; number: the event's index in its record.",
)

event_actors = Table(
    "event_actors",
    metadata,
    Column("event", Id, ForeignKey("events.id"), primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("actor", Id, ForeignKey("actors.id"), nullable=False, index=True),
)
