"""Near-identical wire copies, found by MinHash: articles of one story have nearly the same words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash
from sqlalchemy import Connection, delete, insert, select, tuple_, update

from dragoman.resolver.words import tokens
from dragoman.store.numbers import put
from dragoman.store.tables import articles, bands, signatures, stories

SHINGLE: Final = 4
"""Words of a shingle."""

HASHES: Final = 128
"""Hashes of a signature: the share that two have in common is the share of shingles, give or take .04."""

ROWS: Final = 4
"""Hashes of a band; with 32 bands a pair that shares half its shingles is found in seven cases of eight, one that
shares seven tenths always."""

ALIKE: Final = 0.6
"""Share of shingles from which articles are one story. A choice: a wire copy with its last quarter cut and a new
headline has about .7, another paper's own report of one event below .2."""

FEWEST: Final = 12
"""Words below which a text is no story: short notices are alike by their form."""

CANDIDATES: Final = 64
"""Articles that one is compared with, the latest first."""

Signature = NDArray[np.uint32]


def signature(text: str) -> Signature | None:
    """The MinHash signature of a text's shingles (128 numbers); None for a text too short for one."""
    words = [token.folded for token in tokens(text)]
    if len(words) < FEWEST:
        return None
    made = RMinHash(num_perm=HASHES, seed=2026)
    made.update([" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)])
    return np.array(made.digest(), dtype=np.uint32)


def band_hashes(one: Signature) -> list[int]:
    """A number for each band of a signature, of 63 bits so that both databases take it."""
    wide = one.reshape(-1, ROWS).astype(np.uint64)
    mixed = np.zeros(len(wide), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for column in wide.T:
            mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
    return [int(value) for value in mixed >> np.uint64(1)]


def link(connection: Connection, article: int, text: str, number: int | None = None) -> int | None:
    """Put an article into the story of those with nearly its words; its story, None where it stands alone.

    A story that there was not yet gets the ``number``, if that is free.
    A new version of an article that has become another text leaves its story.
    """
    forget(connection, article)
    own = signature(text)
    if own is None:
        return None
    keys = list(enumerate(band_hashes(own)))
    found = connection.execute(
        select(bands.c.article).where(tuple_(bands.c.band, bands.c.hash).in_(keys))
        .distinct().order_by(bands.c.article.desc()).limit(CANDIDATES)
    ).scalars().all()  # fmt: skip
    connection.execute(insert(signatures).values(article=article, signature=own.tobytes()))
    connection.execute(insert(bands), [{"band": band, "hash": key, "article": article} for band, key in keys])
    nearest = _nearest(connection, own, found)
    if nearest is None:
        return None
    story = connection.execute(select(articles.c.story).where(articles.c.id == nearest)).scalar_one()
    if story is None:
        story = put(connection, stories, number)
    connection.execute(update(articles).where(articles.c.id.in_((nearest, article))).values(story=story))
    return int(story)


def _nearest(connection: Connection, own: Signature, found: Sequence[int]) -> int | None:
    rows = connection.execute(select(signatures).where(signatures.c.article.in_(found))) if found else ()
    alike = [(float(np.mean(own == np.frombuffer(row.signature, dtype=np.uint32))), -row.article) for row in rows]
    best = max(alike, default=(0.0, 0))
    return -best[1] if best[0] >= ALIKE else None


def forget(connection: Connection, article: int) -> None:
    """Take an article out of its story; a story with one article left is none."""
    connection.execute(delete(bands).where(bands.c.article == article))
    connection.execute(delete(signatures).where(signatures.c.article == article))
    story = connection.execute(select(articles.c.story).where(articles.c.id == article)).scalar_one_or_none()
    if story is None:
        return
    connection.execute(update(articles).where(articles.c.id == article).values(story=None))
    left = connection.execute(select(articles.c.id).where(articles.c.story == story)).scalars().all()
    if len(left) < 2:
        connection.execute(update(articles).where(articles.c.story == story).values(story=None))
        connection.execute(delete(stories).where(stories.c.id == story))
