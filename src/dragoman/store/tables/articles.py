"""Articles, their versions, the bytes they were read from, and every reading of them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, false

from dragoman.store.tables.base import Id, Terms, metadata

raws = Table(
    "raws",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("data", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", Text),
    Column("charset", Text),
    comment="Bytes as they came, compressed with zlib; size and sha256 are those of the bytes before.",
)

stories = Table(
    "stories",
    metadata,
    Column("id", Id, primary_key=True),
    comment="Articles with nearly the same words: one wire report in many papers.",
)

articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("url", Text),
    Column("source", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("language", Text),
    Column("published", Text),
    Column("added", Text, nullable=False),
    Column("story", Id, ForeignKey("stories.id"), index=True),
    comment="One address or file, whatever it said and says; title to published are those of its last version.",
)
Index("ix_articles_url", articles.c.url)
Index("ix_articles_published", articles.c.published)

versions = Table(
    "versions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article", Id, ForeignKey("articles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("raw", Id, ForeignKey("raws.id"), nullable=False, index=True),
    Column("source", Text),
    Column("url", Text),
    Column("fetched", Text, nullable=False),
    Column("text_sha256", Text, nullable=False, index=True),
    Column("title", Text),
    Column("language", Text),
    Column("publisher", Text),
    Column("published", Text),
    Column("modified", Text),
    Column("day", Integer),
    Column("words", Integer, nullable=False),
    Column("given", Text),
    Column("terms", Terms),
    UniqueConstraint("article", "number"),
    comment="A text of an article as fetched at one time. day: published, as days since 0001-01-01 = 1. "
    "given: what the user told of it (JSON), used again when it is read again. terms: of the whole text.",
)

# Charts count the articles of years by publisher: in the index alone, without the texts' words beside them.
Index("ix_versions_day_number_publisher", versions.c.day, versions.c.number, versions.c.publisher)

fetches = Table(
    "fetches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article", Id, ForeignKey("articles.id"), nullable=False, index=True),
    Column("version", Id, ForeignKey("versions.id")),
    Column("raw", Id, ForeignKey("raws.id")),
    Column("at", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("why", Text),
    comment="Every time an article was fetched: new, version, unchanged, or not comparable, and why.",
)

readings = Table(
    "readings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Id, ForeignKey("versions.id"), nullable=False, index=True),
    Column("current", Boolean, nullable=False, server_default=false()),
    Column("made", Text, nullable=False),
    Column("dragoman", Text, nullable=False),
    Column("reader", Text, nullable=False, index=True),
    Column("actors", Text, nullable=False),
    Column("corpora", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("amended", LargeBinary),
    comment="Every record made of a version: JSON by schema/record-1.0.json, compressed with zlib. "
    "Of each version one is current. amended: the record with people's amendments, where there are any.",
)

images = Table(
    "images",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Id, ForeignKey("versions.id"), nullable=False, index=True),
    Column("url", Text),
    Column("alternative", Text),
    Column("caption", Text),
    Column("credit", Text),
    comment="Pictures of a version: never their bytes.",
)

signatures = Table(
    "signatures",
    metadata,
    Column("article", Id, ForeignKey("articles.id"), primary_key=True),
    Column("signature", LargeBinary, nullable=False),
    comment="MinHash signature of an article's words, by store.stories.",
)

bands = Table(
    "bands",
    metadata,
    Column("band", Integer, primary_key=True, autoincrement=False),
    Column("hash", Id, primary_key=True, autoincrement=False),
    Column("article", Id, ForeignKey("articles.id"), primary_key=True, index=True),
    comment="Bands of signatures: articles that share one are compared.",
)

imports = Table(
    "imports",
    metadata,
    Column("file", Text, primary_key=True),
    Column("position", Id, nullable=False),
    Column("done", Boolean, nullable=False, server_default=false()),
    Column("updated", Text, nullable=False),
    comment="How far each file was imported, written with the articles up to there. file: its SHA-256.",
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("why", Text, nullable=False),
    comment="SHA-256 of the keys of articles that were removed for good, so that they are not added again.",
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    comment="What is known of the store itself: when it was made, what it was released as.",
)
