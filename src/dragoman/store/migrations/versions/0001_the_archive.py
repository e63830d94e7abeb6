"""The archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TERMS = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "actors",
    "alerts",
    "contacts",
    "forgotten",
    "imports",
    "meta",
    "raws",
    "sources",
    "stories",
    "users",
    "visits",
    "articles",
    "comparisons",
    "contact_actors",
    "contact_states",
    "contact_topics",
    "notices",
    "sessions",
    "tokens",
    "bands",
    "claims",
    "deliveries",
    "signatures",
    "versions",
    "amendments",
    "fetches",
    "images",
    "readings",
    "reports",
    "contact_articles",
    "events",
    "statements",
    "event_actors",
    "statement_actors",
    "statement_topics",
    "vectors",
)  # in the order of their keys


def upgrade() -> None:
    op.create_table(
        "actors",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("person", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actors")),
        sa.UniqueConstraint("name", "state", "sector", "person", name=op.f("uq_actors_name_state_sector_person")),
        comment="Persons, institutions and states that speak or are spoken to; '' where a code is not known.",
    )
    op.create_index("ix_actors_state", "actors", ["state"])

    op.create_table(
        "alerts",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("after", ID, nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("name", name=op.f("uq_alerts_name")),
        comment="Saved searches. kind: match, second-account, account-changed or new-formula; query and channels: JSON. after: the last reading that was looked at.",
    )
    op.create_table(
        "contacts",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("amended", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        comment="A meeting, call or letter, as most of its articles have it; what each has is in their records. day: for sorting, that of its first article where no date is told. amended: what a person has set (JSON).",
    )
    op.create_index(op.f("ix_contacts_day"), "contacts", ["day"])

    op.create_table(
        "forgotten",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_forgotten")),
        comment="SHA-256 of the keys of articles that were removed for good, so that they are not added again.",
    )
    op.create_table(
        "imports",
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("position", ID, nullable=False),
        sa.Column("done", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("updated", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_imports")),
        comment="How far each file was imported, written with the articles up to there. file: its SHA-256.",
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
        comment="What is known of the store itself: when it was made, what it was released as.",
    )
    op.create_table(
        "raws",
        sa.Column("id", ID, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("charset", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raws")),
        sa.UniqueConstraint("sha256", name=op.f("uq_raws_sha256")),
        comment="Bytes as they came, compressed with zlib; size and sha256 are those of the bytes before.",
    )
    op.create_table(
        "sources",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("first_seen", sa.Float(), nullable=False),
        sa.Column("last_visit", sa.Float(), nullable=True),
        sa.Column("last_success", sa.Float(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("found", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_sources")),
        comment="Feeds, sitemaps, channels and pages by which articles are found, and their health. Times: Unix seconds.",
    )
    op.create_table(
        "stories",
        sa.Column("id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
        comment="Articles with nearly the same words: one wire report in many papers.",
    )
    op.create_table(
        "users",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
        comment="People who sign in. role: reader or editor; password: an argon2id hash with its parameters.",
    )
    op.create_table(
        "visits",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("depth", sa.Integer(), server_default="0", nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("first_seen", sa.Float(), nullable=False),
        sa.Column("last_visit", sa.Float(), nullable=True),
        sa.Column("changed", sa.Float(), nullable=True),
        sa.Column("next_visit", sa.Float(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unchanged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_visits")),
        comment="Addresses, when they are visited next, and what is known from the visits so far (watching.state.Visit).",
    )
    op.create_index(op.f("ix_visits_next_visit"), "visits", ["next_visit"])
    op.create_index(op.f("ix_visits_source"), "visits", ["source"])

    op.create_table(
        "articles",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("story", ID, nullable=True),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_articles_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("key", name=op.f("uq_articles_key")),
        comment="One address or file, whatever it said and says; title to published are those of its last version.",
    )
    op.create_index("ix_articles_published", "articles", ["published"])
    op.create_index(op.f("ix_articles_story"), "articles", ["story"])
    op.create_index("ix_articles_url", "articles", ["url"])

    op.create_table(
        "comparisons",
        sa.Column("id", ID, nullable=False),
        sa.Column("contact", ID, nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("readings", sa.Text(), nullable=False),
        sa.Column("comparison", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_comparisons_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparisons")),
        sa.UniqueConstraint("contact", name=op.f("uq_comparisons_contact")),
        comment="A contact's accounts laid side by side: JSON by schema/comparison-1.0.json, zlib. readings: what of.",
    )
    op.create_table(
        "contact_actors",
        sa.Column("contact", ID, autoincrement=False, nullable=False),
        sa.Column("actor", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actors.id"], name=op.f("fk_contact_actors_actor")),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_contact_actors_contact")),
        sa.PrimaryKeyConstraint("contact", "actor", name=op.f("pk_contact_actors")),
    )
    op.create_index(op.f("ix_contact_actors_actor"), "contact_actors", ["actor"])

    op.create_table(
        "contact_states",
        sa.Column("contact", ID, autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_contact_states_contact")),
        sa.PrimaryKeyConstraint("contact", "state", name=op.f("pk_contact_states")),
    )
    op.create_index("ix_contact_states_state", "contact_states", ["state"])

    op.create_table(
        "contact_topics",
        sa.Column("contact", ID, autoincrement=False, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_contact_topics_contact")),
        sa.PrimaryKeyConstraint("contact", "topic", name=op.f("pk_contact_topics")),
    )
    op.create_table(
        "notices",
        sa.Column("id", ID, nullable=False),
        sa.Column("alert", ID, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["alert"], ["alerts.id"], name=op.f("fk_notices_alert")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("alert", "item", name=op.f("uq_notices_alert_item")),
        comment="What an alert has found: each item once, for ever.",
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("user", ID, nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name=op.f("fk_sessions_user")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sessions")),
        comment="Browsers that are signed in. digest: SHA-256 of the secret in the cookie.",
    )
    op.create_index(op.f("ix_sessions_user"), "sessions", ["user"])

    op.create_table(
        "tokens",
        sa.Column("id", ID, nullable=False),
        sa.Column("user", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("expires", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name=op.f("fk_tokens_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_tokens_digest")),
        comment="For programs. digest: SHA-256 of the token; scopes: spaced; a token may never do more than its user.",
    )
    op.create_index(op.f("ix_tokens_user"), "tokens", ["user"])

    op.create_table(
        "bands",
        sa.Column("band", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", ID, autoincrement=False, nullable=False),
        sa.Column("article", ID, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_bands_article")),
        sa.PrimaryKeyConstraint("band", "hash", "article", name=op.f("pk_bands")),
        comment="Bands of signatures: articles that share one are compared.",
    )
    op.create_index(op.f("ix_bands_article"), "bands", ["article"])

    op.create_table(
        "claims",
        sa.Column("id", ID, nullable=False),
        sa.Column("contact", ID, nullable=False),
        sa.Column("article", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ascribed", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_claims_article")),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_claims_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        comment="The claims of a comparison; number and row are its own. by: states, spaced.",
    )
    op.create_index(op.f("ix_claims_article"), "claims", ["article"])
    op.create_index(op.f("ix_claims_contact"), "claims", ["contact"])

    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("notice", ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try", sa.Float(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["notice"], ["notices.id"], name=op.f("fk_deliveries_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("notice", "channel", name=op.f("uq_deliveries_notice_channel")),
        comment="A notice on its way by one channel: waiting, sent or given up.",
    )
    op.create_table(
        "signatures",
        sa.Column("article", ID, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_signatures_article")),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_signatures")),
        comment="MinHash signature of an article's words, by store.stories.",
    )
    op.create_table(
        "versions",
        sa.Column("id", ID, nullable=False),
        sa.Column("article", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("raw", ID, nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("fetched", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("terms", TERMS, nullable=True),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_versions_article")),
        sa.ForeignKeyConstraint(["raw"], ["raws.id"], name=op.f("fk_versions_raw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("article", "number", name=op.f("uq_versions_article_number")),
        comment="A text of an article as fetched at one time. day: published, as days since 0001-01-01 = 1. given: what the user told of it (JSON), used again when it is read again. terms: of the whole text.",
    )
    op.create_index("ix_versions_day_number_publisher", "versions", ["day", "number", "publisher"])
    op.create_index(op.f("ix_versions_raw"), "versions", ["raw"])
    op.create_index(op.f("ix_versions_text_sha256"), "versions", ["text_sha256"])

    op.create_table(
        "amendments",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article", ID, nullable=True),
        sa.Column("version", ID, nullable=True),
        sa.Column("contact", ID, nullable=True),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("undone", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_amendments_article")),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_amendments_contact")),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name=op.f("fk_amendments_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        comment="What a person changed. target, old and new are JSON; target names words of the text, so that it is found again after rereading. undone: when.",
    )
    op.create_index(op.f("ix_amendments_article"), "amendments", ["article"])
    op.create_index(op.f("ix_amendments_contact"), "amendments", ["contact"])
    op.create_index(op.f("ix_amendments_version"), "amendments", ["version"])

    op.create_table(
        "fetches",
        sa.Column("id", ID, nullable=False),
        sa.Column("article", ID, nullable=False),
        sa.Column("version", ID, nullable=True),
        sa.Column("raw", ID, nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_fetches_article")),
        sa.ForeignKeyConstraint(["raw"], ["raws.id"], name=op.f("fk_fetches_raw")),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name=op.f("fk_fetches_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetches")),
        comment="Every time an article was fetched: new, version, unchanged, or not comparable, and why.",
    )
    op.create_index(op.f("ix_fetches_article"), "fetches", ["article"])

    op.create_table(
        "images",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("alternative", sa.Text(), nullable=True),
        sa.Column("caption", sa.Text(), nullable=True),
        sa.Column("credit", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name=op.f("fk_images_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_images")),
        comment="Pictures of a version: never their bytes.",
    )
    op.create_index(op.f("ix_images_version"), "images", ["version"])

    op.create_table(
        "readings",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("current", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("dragoman", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("actors", sa.Text(), nullable=False),
        sa.Column("corpora", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("amended", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name=op.f("fk_readings_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
        comment="Every record made of a version: JSON by schema/record-1.0.json, compressed with zlib. Of each version one is current. amended: the record with people's amendments, where there are any.",
    )
    op.create_index(op.f("ix_readings_reader"), "readings", ["reader"])
    op.create_index(op.f("ix_readings_version"), "readings", ["version"])

    op.create_table(
        "reports",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("article", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("statement", ID, nullable=True),
        sa.Column("number", ID, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("settled", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_reports_article")),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name=op.f("fk_reports_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        comment="Errors that readers report. statement: its row when it was reported, number: its id in the record; words: its cue and content, by which it is found again after rereading. what: speaker, act, words, missing or other. settled: when somebody has looked at it.",
    )
    op.create_index(op.f("ix_reports_article"), "reports", ["article"])
    op.create_index(op.f("ix_reports_at"), "reports", ["at"])
    op.create_index(op.f("ix_reports_settled"), "reports", ["settled"])
    op.create_index(op.f("ix_reports_version"), "reports", ["version"])

    op.create_table(
        "contact_articles",
        sa.Column("contact", ID, autoincrement=False, nullable=False),
        sa.Column("article", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reading", ID, nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_contact_articles_article")),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_contact_articles_contact")),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name=op.f("fk_contact_articles_reading")),
        sa.PrimaryKeyConstraint("contact", "article", "number", name=op.f("pk_contact_articles")),
        comment="Which contact of which article's record is this one. side: whose own text the article is, if one's. told: the contact as that record has it (JSON). pinned: put there by a person.",
    )
    op.create_index(op.f("ix_contact_articles_article"), "contact_articles", ["article"])
    op.create_index(op.f("ix_contact_articles_reading"), "contact_articles", ["reading"])

    op.create_table(
        "events",
        sa.Column("id", ID, nullable=False),
        sa.Column("article", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("reading", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_events_article")),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name=op.f("fk_events_reading")),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name=op.f("fk_events_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        comment="Acts that newspapers tell as fact; number: the event's index in its record.",
    )
    op.create_index(op.f("ix_events_article"), "events", ["article"])
    op.create_index(op.f("ix_events_day"), "events", ["day"])
    op.create_index(op.f("ix_events_reading"), "events", ["reading"])

    op.create_table(
        "statements",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("article", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("reading", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("act_resolved", sa.Boolean(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("translated", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("terms", TERMS, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_statements_article")),
        sa.ForeignKeyConstraint(["reading"], ["readings.id"], name=op.f("fk_statements_reading")),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name=op.f("fk_statements_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        comment="id: day published, then a number within it (store.order), so that the newest have the highest ids. number: the statement's id in its record. account: the side that tells it, none for a newspaper. terms: word forms and labels to search by.",
    )
    op.create_index(op.f("ix_statements_article"), "statements", ["article"])
    op.create_index(op.f("ix_statements_reading"), "statements", ["reading"])
    op.create_index(op.f("ix_statements_version"), "statements", ["version"])

    op.create_table(
        "event_actors",
        sa.Column("event", ID, autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("actor", ID, nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actors.id"], name=op.f("fk_event_actors_actor")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_event_actors_event")),
        sa.PrimaryKeyConstraint("event", "role", "position", name=op.f("pk_event_actors")),
    )
    op.create_index(op.f("ix_event_actors_actor"), "event_actors", ["actor"])

    op.create_table(
        "statement_actors",
        sa.Column("statement", ID, autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("actor", ID, nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["actor"], ["actors.id"], name=op.f("fk_statement_actors_actor")),
        sa.ForeignKeyConstraint(["statement"], ["statements.id"], name=op.f("fk_statement_actors_statement")),
        sa.PrimaryKeyConstraint("statement", "role", "position", name=op.f("pk_statement_actors")),
        comment="Who speaks (role speaker) and is spoken to or of (target).",
    )
    op.create_index("ix_statement_actors_actor_role_statement", "statement_actors", ["actor", "role", "statement"])

    op.create_table(
        "statement_topics",
        sa.Column("statement", ID, autoincrement=False, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["statement"], ["statements.id"], name=op.f("fk_statement_topics_statement")),
        sa.PrimaryKeyConstraint("statement", "topic", name=op.f("pk_statement_topics")),
    )
    op.create_table(
        "vectors",
        sa.Column("statement", ID, autoincrement=False, nullable=False),
        sa.Column("signs", sa.LargeBinary(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["statement"], ["statements.id"], name=op.f("fk_vectors_statement")),
        sa.PrimaryKeyConstraint("statement", name=op.f("pk_vectors")),
        comment="Sentence vectors of what is said: a bit for each sign, and int8 (127 is 1).",
    )
    for table in ("statements", "versions"):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"CREATE INDEX ix_{table}_terms ON {table} USING gin (terms) WITH (fastupdate = off)")
        else:
            op.get_bind().exec_driver_sql(
                f"CREATE VIRTUAL TABLE {table}_words USING fts5(terms, content='{table}', content_rowid='id',"
                " tokenize=\"unicode61 remove_diacritics 0 tokenchars ':_'\")"
            )
            gone = f"INSERT INTO {table}_words ({table}_words, rowid, terms) VALUES ('delete', old.id, old.terms);"
            come = f"INSERT INTO {table}_words (rowid, terms) VALUES (new.id, new.terms);"
            for name, when, then in (
                ("added", "INSERT", come),
                ("removed", "DELETE", gone),
                ("changed", "UPDATE OF terms", gone + come),
            ):
                op.get_bind().exec_driver_sql(f"CREATE TRIGGER {table}_{name} AFTER {when} ON {table} BEGIN {then} END")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in ("statements", "versions"):
            op.execute(f"DROP TABLE {table}_words")
    for name in TABLES[::-1]:
        op.drop_table(name)
