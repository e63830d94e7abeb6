"""Articles of our own with records that say exactly what a test wants of them; all people and states are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from dragoman.article import Article, Known, Moment, Span
from dragoman.reader.quotes import kind, quoted
from dragoman.record import Actor, Contact, Label, Made, Record, Statement
from dragoman.store import Store
from dragoman.store.keep import Fresh, keep_reading
from dragoman.store.raws import Raw
from dragoman.store.tables import versions

TEXT = (
    "Ministers of Karsovia and Belmora spoke by phone\n\n"
    "Anna Orlen, the foreign minister of Karsovia, said that the bridge over the Tame will be built by the spring. "
    "She warned that delays would cost both sides dearly. Oskar Vrelsky of Belmora said that the tariffs will stay.\n\n"
    "According to the ministry, the call lasted an hour. Vrelsky accused the Karsovian side of breaking the old treaty."
)
ANNA = Actor("Anna Orlen", "KRS", "GOV", person=True, office="foreign minister")
OSKAR = Actor("Oskar Vrelsky", "BLM", "GOV", person=True)
KARSOVIA = Actor("Karsovia", "KRS", "GOV")
BELMORA = Actor("Belmora", "BLM", "GOV")


def at(text: str, words: str) -> Span:
    """Where words first stand in a text."""
    start = text.index(words)
    return start, start + len(words)


def said(
    text: str, number: int, source: str | None, cue: str, content: str, speaker: Actor | None, act: str = "STATE"
) -> Statement:
    """A statement by its words; the cue is looked for after its source."""
    begin = text.index(source) if source else 0
    word = text.index(cue, begin)
    contents = (at(text, content),)
    return Statement(
        id=number, source=(at(text, source),) if source else (), cue=((word, word + len(cue)),), content=contents,
        condition=(), kind=kind(text, contents, quoted(text)), speakers=(speaker,) if speaker else (),
        act=Label(act, 0.7), modality=Label("fact", 0.8), topics=(Label("trade-and-economy", 0.6),), confidence=0.6,
    )  # fmt: skip


def talks(
    text: str = TEXT, name: str = "talks", *, day: str = "2031-05-03", contacts: Sequence[Contact] | None = None,
    reader: str = "first", without: Sequence[int] = (),
) -> Record:  # fmt: skip
    """The record of an article as a reader might have made it; ``without`` leaves out statements."""
    statements = [
        said(text, 1, "Anna Orlen", "said", "the bridge over the Tame will be built by the spring", ANNA),
        said(text, 2, "She", "warned", "delays would cost both sides dearly", ANNA, "THREATEN"),
        said(text, 3, "Oskar Vrelsky", "said", "the tariffs will stay", OSKAR),
    ]
    article = Article(
        text, id=name, url=Known(f"https://news.example/{name}", "given"), title=Known(text.split("\n")[0], "text"),
        language=Known("en", "given"), publisher=Known("The Tame Herald", "given"), published=Moment(day, "given"),
    )  # fmt: skip
    return Record(
        article, tuple(s for s in statements if s.id not in without),
        tuple(contacts) if contacts is not None else (call(text),), made=Made("0.1.0", reader, "shipped"),
    )  # fmt: skip


def call(text: str = TEXT, *, date: str | None = "2031-05-02", mode: str = "phone", words: str = "spoke") -> Contact:
    """A contact of the two states."""
    return Contact(
        date=date, mode=mode, level="ministers", participants=(KARSOVIA, BELMORA), status="held",
        topics=("trade-and-economy",), evidence=(at(text, words),),
    )  # fmt: skip


def read_again(store: Store, article: int, record: Record) -> None:
    """Make another reading of an article's last version current."""
    with store.writing() as connection:
        version = last(connection, article)
        fresh = Fresh(
            key="", raw=Raw("", b""), record=record, fetched=datetime(2031, 6, 1, tzinfo=UTC),
            sides=dict.fromkeys(s.id for s in record.statements),
        )  # fmt: skip
        keep_reading(connection, article, version, fresh)


def last(connection: Connection, article: int) -> int:
    """The row of an article's last version."""
    rows = select(versions.c.id).where(versions.c.article == article).order_by(versions.c.number.desc()).limit(1)
    return int(connection.execute(rows).scalar_one())


def shifted(text: str, before: str = "Updated at noon.\n\n") -> str:
    """The text with a line before it and other line breaks and quotation marks: the same words in other places."""
    return before + text.replace(". ", ".\n")


def with_id(record: Record, name: str) -> Record:
    """The record as one of another article."""
    url = Known(f"https://news.example/{name}", "given")
    return replace(record, article=replace(record.article, id=name, url=url))
