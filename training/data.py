"""Corpora to examples: documents as pieces with their attributions and entities, and the windows cut from them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dragoman.codes import ACTS, MODALITIES, SECTORS, TOPICS
from dragoman.reader.tokens import END, START, Pieces, tokenize

IGNORE = -100
WINDOWS = (160, 256, 256, 384, 480)
"""Window lengths in pieces, drawn at random: the shipped reader uses one length, the network should not care."""
ENTITIES = {
    "PERSON": 0, "ORGANIZATION": 1, "COUNTRY": 2, "CITY": 2, "STATE_OR_PROVINCE": 2, "DISTRICT": 2, "LOCATION": 2,
    "FACILITY": 2, "PROFESSION": 3, "DATE": 4,
}  # fmt: skip
"""NEREL's types as indices of ``codes.ENTITY_KINDS``."""

Ints = NDArray[np.int64]
Record = dict[str, Any]


@dataclass(slots=True)
class Saying:
    """An attribution over pieces: roles and condition as labels (t,), the anchor cue as [start, end)."""

    anchor: tuple[int, int]
    roles: Ints
    condition: Ints
    act: int = IGNORE
    modality: int = IGNORE
    sector: int = IGNORE
    topics: NDArray[np.float32] | None = None


@dataclass(slots=True)
class Document:
    """A text as pieces, with targets over them; labels of IGNORE are not trained on."""

    pieces: Pieces
    cue: Ints
    entity: Ints
    sayings: list[Saying] = field(default_factory=list)


def load(path: Path) -> list[Record]:
    """The records of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def covered(pieces: Pieces, spans: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """Character spans to ranges of pieces; a piece belongs to a span that it shares a character with."""
    out = []
    for start, end in spans:
        first = int(np.searchsorted(pieces.ends, start, side="right"))
        last = int(np.searchsorted(pieces.starts, end, side="left"))
        if first < last:
            out.append((first, last))
    return out


def paint(labels: Ints, ranges: Iterable[tuple[int, int]], begin: int) -> None:
    """Write B (``begin``) and I (``begin + 1``) over ranges of pieces."""
    for first, last in ranges:
        labels[first:last] = begin + 1
        labels[first] = begin


def saying(pieces: Pieces, attribution: Record) -> Saying | None:
    """One attribution as targets, None where its cue or content has no piece."""
    cue, content = covered(pieces, attribution["cue"]), covered(pieces, attribution["content"])
    if not cue or not content:
        return None
    cue.sort()
    roles = np.zeros(len(pieces), np.int64)
    paint(roles, content, 3)
    paint(roles, covered(pieces, attribution["source"]), 1)
    paint(roles, cue[1:], 5)
    condition = np.full(len(pieces), IGNORE, np.int64)
    if "condition" in attribution:
        condition[:] = 0
        paint(condition, covered(pieces, attribution["condition"]), 1)
    if "act" not in attribution:
        return Saying(cue[0], roles, condition)
    code = (attribution["speaker_code"] or "").partition(".")[2]
    topics = np.array([t in attribution["topics"] for t in TOPICS], np.float32)
    return Saying(cue[0], roles, condition, ACTS.index(attribution["act"]),
                  MODALITIES.index(attribution["modality"]) if "modality" in attribution else IGNORE,
                  SECTORS.index(code) if code in SECTORS else IGNORE, topics)  # fmt: skip


FIRST_PERSON = frozenset(["я", "мы", "мне", "нам", "меня", "нас", "i", "we", "me", "us"])


def own_words(record: Record) -> list[Record]:
    """The attributions that are a speaker's first-person verbs in his own quotation («надеюсь»).

    The guidelines leave them out, and the dev sets have none; here and there a training set marks them all the same.
    """
    out = []
    quoted = [(a, a["content"]) for a in record["attributions"] if a.get("kind") in ("direct", "mixed")]
    for a in record["attributions"]:
        source = [record["text"][s:e].lower() for s, e in a["source"]]
        within = any(b is not a and b["speaker"] == a["speaker"] and s <= a["cue"][0][0] and a["cue"][0][1] <= e
                     for b, content in quoted for s, e in content)  # fmt: skip
        if within and (not source or source[0] in FIRST_PERSON):
            out.append(a)
    return out


def attributed(tokenizer: Tokenizer, record: Record) -> Document:
    """A document of an attribution corpus. PolNeAR marks nothing inside a content: cues there are not trained on."""
    pieces = tokenize(tokenizer, record["text"])
    flat = not any("act" in a for a in record["attributions"])
    cue = np.zeros(len(pieces), np.int64)
    apart = own_words(record)
    sayings = [s for a in record["attributions"] if a not in apart and (s := saying(pieces, a))]
    if flat:
        for a in record["attributions"]:
            for first, last in covered(pieces, a["content"]):
                cue[first:last] = IGNORE
    for s in sayings:
        paint(cue, [s.anchor], 1)
    return Document(pieces, cue, np.full(len(pieces), IGNORE, np.int64), sayings)


def mentioned(tokenizer: Tokenizer, record: Record) -> Document:
    """A document of the entity corpus: the outermost mentions of the kinds that the reader tells apart."""
    pieces = tokenize(tokenizer, record["text"])
    entity = np.zeros(len(pieces), np.int64)
    found = [(end - start, start, end, ENTITIES[e["type"]])
             for e in record["entities"] if e["type"] in ENTITIES for start, end in e["spans"]]  # fmt: skip
    for _, start, end, kind in sorted(found):
        paint(entity, covered(pieces, [(start, end)]), 1 + 2 * kind)
    return Document(pieces, np.full(len(pieces), IGNORE, np.int64), entity)


@dataclass(slots=True)
class Window:
    """A stretch of a document between ``<s>`` and ``</s>``; ranges and labels count from its first piece."""

    ids: Ints
    cue: Ints
    entity: Ints
    sayings: list[Saying]

    def __len__(self) -> int:
        return len(self.ids)


def cut(document: Document, first: int, last: int) -> Window:
    """The window over pieces [first, last)."""

    def edged(labels: Ints, edge: int) -> Ints:
        return np.concatenate([[edge], labels[first:last], [edge]]).astype(np.int64)

    sayings = [
        Saying((s.anchor[0] - first + 1, s.anchor[1] - first + 1), edged(s.roles, 0), edged(s.condition, IGNORE),
               s.act, s.modality, s.sector, s.topics)
        for s in document.sayings if first <= s.anchor[0] and s.anchor[1] <= last
    ]  # fmt: skip
    ids = np.concatenate([[START], document.pieces.ids[first:last], [END]]).astype(np.int64)
    return Window(ids, edged(document.cue, IGNORE), edged(document.entity, IGNORE), sayings)


def windows(document: Document, rng: random.Random) -> list[Window]:
    """The whole document as windows of random lengths, cut at random places."""
    out, first, total = [], 0, len(document.pieces)
    while first < total:
        length = rng.choice(WINDOWS)
        if first == 0 and total > length:
            length -= rng.randrange(length // 2)
        if total - first - length < 48:
            length = min(total - first, max(WINDOWS))
        out.append(cut(document, first, min(total, first + length)))
        first += length
    return out
