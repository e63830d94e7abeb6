"""What can be drawn for coding: every statement that a reader found, and every passage, found in or not."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from dragoman.amending.allocation import Stratum
from dragoman.article import Span
from dragoman.record import Record
from dragoman.resolver.words import sentences
from dragoman.store.packing import record_of
from dragoman.store.tables import readings, statements, versions

VARIABLES: Final = ("act", "modality", "kind", "language", "publisher")
"""What strata can be made by."""

ARTICLES: Final = 2000
"""Articles among whose passages some are drawn; of more, so many at random."""

FEWEST: Final = 3
"""Words of a passage; a shorter one is a heading's number or a by-line."""

NONE: Final = "(none)"


@dataclass(frozen=True, slots=True)
class Found:
    """A statement as a reader found it: its article, its number in the record as read, its stratum."""

    article: int
    number: int
    stratum: Stratum


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article; ``found`` where the reader has a statement's cue in it."""

    article: int
    span: Span
    found: bool


def found(connection: Connection, by: Sequence[str]) -> Iterator[Found]:
    """Every statement of the last versions as the reader has it, before any amendment, in the order of the articles.

    Those of unamended articles come from the statements' table, so that a large store is gone through quickly.
    """
    amended = set(connection.execute(
        select(versions.c.article).join(readings, readings.c.version == versions.c.id)
        .where(readings.c.current, readings.c.amended.is_not(None))
    ).scalars())  # fmt: skip
    columns = [statements.c[name] for name in by]
    rows = connection.execution_options(yield_per=5000).execute(
        select(statements.c.article, statements.c.number, *columns).order_by(statements.c.article, statements.c.number)
    )
    for row in rows:
        if row.article not in amended:
            yield Found(row.article, row.number, tuple(_value(value) for value in row[2:]))
    for article in sorted(amended):
        record = as_read(connection, article)
        for one in record.statements:
            known = record.article
            values = {
                "act": one.act.value, "modality": one.modality.value, "kind": one.kind,
                "language": known.language.value if known.language else None,
                "publisher": known.publisher.value if known.publisher else None,
            }  # fmt: skip
            yield Found(article, one.id, tuple(_value(values[name]) for name in by))


def passages(connection: Connection, seed: int) -> tuple[list[Passage], int]:
    """The passages of ``ARTICLES`` articles drawn at random, or of all, and how many articles there are."""
    rows = list(connection.execute(select(versions.c.article).distinct().order_by(versions.c.article)).scalars())
    chosen = sorted(random.Random(f"{seed} articles").sample(rows, min(ARTICLES, len(rows))))
    out: list[Passage] = []
    for article in chosen:
        record = as_read(connection, article)
        cues = [span for one in record.statements for span in one.cue]
        for start, end in passage_spans(record):
            out.append(Passage(article, (start, end), any(a < end and start < b for a, b in cues)))
    return out, len(rows)


def passage_spans(record: Record) -> Iterator[Span]:
    """The sentences of an article that a reader has read, without white space at their ends."""
    text, masked = record.article.text, record.article.masked
    for start, end in sentences(text):
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if _long(text[start:end]) and not any(a < end and start < b for a, b in masked):
            yield start, end


def as_read(connection: Connection, article: int) -> Record:
    """The record of an article's last version as the reader made it."""
    row = connection.execute(
        select(readings.c.record).join(versions, versions.c.id == readings.c.version)
        .where(versions.c.article == article, readings.c.current).order_by(versions.c.number.desc()).limit(1)
    ).scalar_one()  # fmt: skip
    return record_of(row)


def _long(words: str) -> bool:
    """Whether words are enough to be a sentence; Chinese has no blanks between them."""
    return len(words.split()) >= FEWEST or sum(ord(c) > 0x2E80 for c in words) >= 2 * FEWEST


def _value(value: Any) -> str:
    return NONE if value is None else str(value)
