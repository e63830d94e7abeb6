"""The last step of taking: articles kept for the next stages, with the places where those alike meet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from datatrove.data import Document

from dragoman.article import Article, Moment
from dragoman.bulk import likeness
from dragoman.bulk.folder import WORK
from dragoman.bulk.plan import Plan
from dragoman.bulk.sifting import plain
from dragoman.bulk.spool import Spool
from dragoman.bulk.step import Documents, Step
from dragoman.bulk.task import Task
from dragoman.importing import Item
from dragoman.record import Record

if TYPE_CHECKING:
    import pyarrow

ARTICLES = f"{WORK}/articles"
BANDS = f"{WORK}/bands"


class Keep(Step):
    """Writes ``ARTICLES`` (one file a task) and ``BANDS`` (one file a task and bucket)."""

    name = "keep"

    def __init__(self, task: Task, plan: Plan) -> None:
        super().__init__(task)
        self.plan = plan

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Documents:
        articles, bands = article_schema(), band_schema()
        number = 0
        with Spool(rank) as spool:
            for document in data or ():
                item, article = document.metadata["item"], document.metadata["article"]
                made = self.attempt(document.id, partial(_row, item, article))
                if made is None:
                    continue
                row, (hashes, sketch) = made
                spool.add(ARTICLES, {**row, "number": number}, articles)
                number += 1
                self.count("kept")
                for place in hashes:
                    bucket = f"{BANDS}/{place % self.plan.buckets:03d}"
                    spool.add(bucket, {"place": place, "mark": row["mark"], "sketch": sketch}, bands)
            spool.commit(self.plan.folder)
        self.task.end()
        yield from ()


def _row(item: Item, article: Article) -> tuple[dict[str, Any], tuple[list[int], bytes]]:
    digest = likeness.digest(article.text)
    record = item.record or Record(article, ())
    fetched = item.fetched
    row = {
        "mark": likeness.mark(item.key, digest),
        "key": item.key,
        "digest": digest,
        "order": moment(article.published),
        "record": json.dumps(record.to_dict(), ensure_ascii=False),
        "read": item.record is not None,
        "url": fetched.url if fetched else None,
        "fetched": fetched.fetched.astimezone(UTC).isoformat() if fetched else None,
        "sha256": hashlib.sha256(fetched.data).hexdigest() if fetched else None,
    }
    return row, likeness.bands(plain(article))


def moment(published: Moment | None) -> str:
    """When an article was published, in UTC as far as its zone is known, so that it can be put in order.

    What has no date comes last, a day before all its hours.
    """
    if published is None:
        return "9999"
    try:
        found = datetime.fromisoformat(published.value)
        if len(published.value) > 10 and found.tzinfo is not None:
            found = found.astimezone(UTC)
        return found.replace(tzinfo=None).isoformat() if len(published.value) > 10 else published.value
    except (ValueError, OverflowError):
        return published.value


def article_schema() -> pyarrow.Schema:
    """The columns of ``ARTICLES``."""
    import pyarrow as pa

    return pa.schema(
        [
            ("number", pa.int64()), ("mark", pa.binary(likeness.MARK)), ("key", pa.string()), ("digest", pa.string()),
            ("order", pa.string()), ("record", pa.large_string()), ("read", pa.bool_()), ("url", pa.string()),
            ("fetched", pa.string()), ("sha256", pa.string()),
        ]
    )  # fmt: skip


def band_schema() -> pyarrow.Schema:
    """The columns of ``BANDS``."""
    import pyarrow as pa

    return pa.schema(
        [("place", pa.int64()), ("mark", pa.binary(likeness.MARK)), ("sketch", pa.binary(likeness.SKETCH))]
    )
