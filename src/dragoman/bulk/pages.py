"""The first step: pages, texts and records out of the files of a task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from datatrove.data import Document

from dragoman.bulk import inputs
from dragoman.bulk.plan import Chunk, Plan
from dragoman.bulk.step import Documents, Step
from dragoman.bulk.task import Task
from dragoman.importing import Item, Trouble, items


class Pages(Step):
    """An item of ``dragoman.importing`` in each document's metadata."""

    name = "pages"

    def __init__(self, task: Task, plan: Plan) -> None:
        super().__init__(task)
        self.plan = plan

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Documents:
        self.task.begin(rank)
        for chunk in self.plan.tasks[rank]:
            skipped = Counter[str]()
            for item in of_chunk(chunk, self.plan, skipped):
                self.task.beat()
                if isinstance(item, Trouble):
                    self.count("seen")
                    self.failed(f"{chunk.path}, {item.place}", item.why, "cannot be taken from its file")
                    continue
                self.count("seen")
                yield Document("", f"{item.key} in {chunk.path}, {item.place}", metadata={"item": item})
            for why, count in sorted(skipped.items()):
                self.count(f"skipped/{why}", count)


def of_chunk(chunk: Chunk, plan: Plan, skipped: Counter[str]) -> Iterator[Item | Trouble]:
    """The items of a stretch of a file, with places and sources as they are in the whole one."""
    columns = dict(plan.settings.columns)
    with inputs.local(chunk) as path:
        part = chunk.form == "warc"
        start = None if part else chunk.start
        for item in items(path, columns=columns, form=chunk.form, start=start, skipped=skipped):
            if not part and chunk.end is not None and item.position > chunk.end:
                return
            if part and chunk.start:
                at = chunk.start + item.position
                item = replace(item, place=f"offset {at}", position=at)
            yield item if str(path) == chunk.path else _named(item, path, chunk.path)


def _named(item: Item | Trouble, path: Path, own: str) -> Item | Trouble:
    """The item with its file's own address where the copy's would stand."""
    if isinstance(item, Trouble):
        return item
    if item.article is not None and item.article.source:
        article = replace(item.article, source=item.article.source.replace(str(path), own, 1))
        item = replace(item, article=article)
    if item.fetched is not None:
        item = replace(item, fetched=replace(item.fetched, source=item.fetched.source.replace(str(path), own, 1)))
    return item
