"""What readers report as wrong, until somebody has looked at it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text

from dragoman.store.tables.base import Id, metadata

reports = Table(
    "reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Text, nullable=False, index=True),
    Column("article", Id, ForeignKey("articles.id"), nullable=False, index=True),
    Column("version", Id, ForeignKey("versions.id"), nullable=False, index=True),
    Column("statement", Id),
    Column("number", Id),
    Column("words", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("who", Text),
    Column("settled", Text, index=True),
    Column("settled_by", Text),
    Column("answer", Text),
    comment="Errors that readers report. statement: its row when it was reported, number: its id in the record; words: "
    "its cue and content, by which it is found again after rereading. what: speaker, act, words, missing or other. "
    "settled: when somebody has looked at it.",
)
