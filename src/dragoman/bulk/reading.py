"""The stage that costs most: the record of each article that was chosen, into Parquet by date and language."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import lru_cache, partial
from importlib import import_module
from typing import Any

from datatrove.data import Document

from dragoman.bulk import BulkError
from dragoman.bulk.choosing import copies, tables
from dragoman.bulk.keeping import ARTICLES
from dragoman.bulk.plan import Plan, Settings
from dragoman.bulk.spool import Spool
from dragoman.bulk.step import Documents, Step
from dragoman.bulk.tables import place, rows, schemas
from dragoman.bulk.task import Task
from dragoman.pipeline import Reader
from dragoman.reader.arithmetic import Arithmetic
from dragoman.record import Record
from dragoman.store.kept import Kept


class Chosen(Step):
    """The articles that a task kept, without copies; each row in its document's metadata."""

    name = "chosen"

    def __init__(self, task: Task, plan: Plan) -> None:
        super().__init__(task)
        self.plan = plan

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Documents:
        self.task.begin(rank)
        dropped = copies(self.plan.folder, rank)
        columns = ["number", "key", "record", "read", "url", "fetched", "sha256"]
        for table in tables(self.plan.folder, ARTICLES, columns, f"part-{rank:05d}-"):
            for row in table.to_pylist():
                if row["number"] not in dropped:
                    yield Document("", str(row["number"]), metadata={"row": row})


class Read(Step):
    """The record of each, in its document's metadata."""

    name = "read"

    def __init__(self, task: Task, settings: Settings) -> None:
        super().__init__(task)
        self.settings = settings

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Documents:
        reader = reader_of(self.settings)
        for document in data or ():
            row = document.metadata["row"]
            record = self.attempt(f"{row['key']}#{row['number']}", partial(_record, row, reader))
            if record is not None:
                document.text = record.article.text
                document.metadata["record"] = record
                yield document


def _record(row: dict[str, Any], reader: Reader) -> Record:
    kept = Record.from_dict(json.loads(row["record"]))
    return kept if row["read"] else reader.read_article(kept.article)


class Write(Step):
    """Rows of records and statements, in the folders of their day and language."""

    name = "write"

    def __init__(self, task: Task, plan: Plan) -> None:
        super().__init__(task)
        self.plan = plan

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Documents:
        with Spool(rank) as spool:
            for document in data or ():
                record: Record = document.metadata["record"]
                row = document.metadata["row"]
                made = self.attempt(f"{row['key']}#{row['number']}", partial(_rows, row, record))
                if made is None:
                    continue
                for table, found in made.items():
                    for one in found:
                        spool.add(place(table, record), one, schemas()[table])
                self.count("read")
                self.count("statements", len(record.statements))
                self.count("contacts", len(record.contacts))
                self.count(f"language/{record.article.language.value if record.article.language else 'unknown'}")
            spool.commit(self.plan.folder)
        self.task.end()
        yield from ()


def _rows(row: dict[str, Any], record: Record) -> dict[str, list[dict[str, Any]]]:
    kept = Kept(
        article=0, version=0, reading=0, number=1, versions=1, key=row["key"], record=record,
        fetched=row["fetched"] or "", sha256=row["sha256"] or "", url=row["url"],
    )  # fmt: skip
    return rows(kept, json.dumps(record.to_dict(), ensure_ascii=False, separators=(",", ":")))


def reader_of(settings: Settings) -> Reader:
    """The reader of this process, with one thread: the workers are what runs side by side."""
    return _reader(settings.actors, settings.neural, settings.arithmetic)


@lru_cache(maxsize=1)
def _reader(actors: tuple[str, ...], neural: str | None, arithmetic: Arithmetic) -> Reader:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    return Reader(actors=actors, threads=1, neural=_stand_in(neural) if neural else None, arithmetic=arithmetic)


def _stand_in(name: str) -> Any:
    """What ``module:name`` makes. Raises ``BulkError`` where there is no such thing."""
    module, _, made = name.partition(":")
    try:
        return getattr(import_module(module), made)()
    except (ImportError, AttributeError, ValueError) as error:
        raise BulkError(f"no reader {name}: {error}") from error
