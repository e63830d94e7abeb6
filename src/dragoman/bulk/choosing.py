"""Of articles with nearly the same words the one that is read; the others are named as its copies.

Chosen is the one published first, then the first by key and text. Other versions of the chosen article are no
copies of it: a story that changed is what this record is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from datatrove.data import Document

from dragoman.bulk import likeness
from dragoman.bulk.folder import WORK, Folder
from dragoman.bulk.keeping import ARTICLES, BANDS
from dragoman.bulk.plan import Plan
from dragoman.bulk.spool import Spool
from dragoman.bulk.step import Documents, Step
from dragoman.bulk.task import Task

if TYPE_CHECKING:
    import pyarrow

PAIRS: Final = f"{WORK}/pairs"
COPIES: Final = "duplicates"


class Pair(Step):
    """Writes the pairs of one bucket that are alike (``PAIRS``)."""

    name = "pair"

    def __init__(self, task: Task, plan: Plan) -> None:
        super().__init__(task)
        self.plan = plan

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Documents:
        import numpy as np
        import pyarrow as pa

        self.task.begin(rank)
        schema = pa.schema([("one", pa.binary(likeness.MARK)), ("other", pa.binary(likeness.MARK))])
        places, marks, sketches = [np.empty(0, np.int64)], list[bytes](), list[bytes]()
        for table in tables(self.plan.folder, f"{BANDS}/{rank:03d}", ["place", "mark", "sketch"]):
            self.task.beat()
            places.append(table.column("place").to_numpy())
            marks += table.column("mark").to_pylist()
            sketches += table.column("sketch").to_pylist()
        with Spool(rank) as spool, self.track_time():
            for one, other in set(likeness.pairs(np.concatenate(places), marks, sketches)):
                self.task.beat()
                spool.add(PAIRS, {"one": one, "other": other}, schema)
                self.count("pairs")
            spool.commit(self.plan.folder)
        self.task.end()
        yield from ()


@dataclass(frozen=True, slots=True)
class Kept:
    """An article among those that were kept, by task and number; what it is put in order by."""

    order: str
    key: str
    digest: str
    fetched: str
    rank: int
    number: int
    mark: bytes


class Choose(Step):
    """Writes for each task which of its articles are copies, and of what (``COPIES``)."""

    name = "choose"

    def __init__(self, task: Task, plan: Plan) -> None:
        super().__init__(task)
        self.plan = plan

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Documents:
        self.task.begin(rank)
        folder = self.plan.folder
        with self.track_time():
            pairs = (
                pair
                for table in tables(folder, PAIRS, ["one", "other"])
                for pair in zip(table.column("one").to_pylist(), table.column("other").to_pylist(), strict=True)
            )
            alike = likeness.groups(pairs)
            found: dict[bytes, list[Kept]] = {}
            for one in self._kept():
                found.setdefault(alike.get(one.mark, one.mark), []).append(one)
        by_rank: dict[int, list[dict[str, Any]]] = {}
        for members in found.values():
            if len(members) > 1:
                self._copies(members, by_rank)
        for of, rows in sorted(by_rank.items()):
            self.task.beat()
            with Spool(of) as spool:
                for row in rows:
                    spool.add(COPIES, row, copy_schema())
                spool.commit(folder)
        self.task.end()
        yield from ()

    def _kept(self) -> Iterator[Kept]:
        columns = ["number", "mark", "key", "digest", "order", "fetched"]
        for rank in range(len(self.plan.tasks)):
            self.task.beat()
            for table in tables(self.plan.folder, ARTICLES, columns, f"part-{rank:05d}-"):
                for row in table.to_pylist():
                    fetched = row.pop("fetched") or ""
                    yield Kept(**row, fetched=fetched, rank=rank)

    def _copies(self, members: list[Kept], by_rank: dict[int, list[dict[str, Any]]]) -> None:
        members.sort(key=lambda one: (one.order, one.key, one.digest, one.fetched, one.rank, one.number))
        chosen = members[0]
        versions = {chosen.digest}
        for one in members[1:]:
            if one.key == chosen.key and one.digest not in versions:
                versions.add(one.digest)
                continue
            kind = "same" if one.digest in versions else "near"
            row = {"number": one.number, "key": one.key, "of": chosen.key, "kind": kind}
            by_rank.setdefault(one.rank, []).append(row)
            self.count(f"duplicate/{kind}")


def copies(folder: Folder, rank: int) -> frozenset[int]:
    """Numbers of the articles of a task that are copies."""
    found = tables(folder, COPIES, ["number"], f"part-{rank:05d}-")
    return frozenset(number for table in found for number in table.column("number").to_pylist())


def tables(folder: Folder, below: str, columns: list[str], beginning: str = "") -> Iterator[pyarrow.Table]:
    """The Parquet files below a name, or those whose name begins so, row group by row group."""
    import pyarrow
    import pyarrow.parquet

    for name in folder.names(below):
        if not name.rsplit("/", 1)[-1].startswith(beginning):
            continue
        with folder.open(name) as opened, pyarrow.parquet.ParquetFile(opened) as file:
            for batch in file.iter_batches(columns=columns):
                yield pyarrow.Table.from_batches([batch])


def copy_schema() -> pyarrow.Schema:
    """The columns of ``COPIES``."""
    import pyarrow as pa

    told = {
        "number": "number of the article among those that its task kept",
        "key": "what the article is known by",
        "of": "key of the article that is read in its place",
        "kind": "same: the same text to the character; near: nearly the same words",
    }
    kinds: dict[str, Any] = {"number": pa.int64()}
    return pa.schema(
        [pa.field(name, kinds.get(name, pa.string()), metadata={"description": what}) for name, what in told.items()]
    )
