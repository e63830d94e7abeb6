"""Corpora to examples: documents as pieces and words, with their attributions and entities."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dragoman.codes import ACTS, MODALITIES, SECTORS, TOPICS
from dragoman.reader.grouping import Grouping, worded
from dragoman.reader.tokens import Pieces, tokenize
from dragoman.reader.topics import Named, named, paragraph

IGNORE = -100
ENTITIES = {
    "PERSON": 0, "ORGANIZATION": 1, "COUNTRY": 2, "CITY": 2, "STATE_OR_PROVINCE": 2, "DISTRICT": 2, "LOCATION": 2,
    "FACILITY": 2, "PROFESSION": 3, "DATE": 4,
}  # fmt: skip
"""NEREL's types as indices of ``codes.ENTITY_KINDS``."""

Ints = NDArray[np.int64]
Record = dict[str, Any]


@dataclass(slots=True)
class Saying:
    """An attribution over words: roles and condition as labels (w,), the anchor cue and its paragraph as [start, end).

    ``topics`` (31,) and what words ``named`` of them (31, 3), as ``dragoman.reader.topics`` has it.
    """

    anchor: tuple[int, int]
    roles: Ints
    condition: Ints
    act: int = IGNORE
    modality: int = IGNORE
    sector: int = IGNORE
    topics: NDArray[np.float32] | None = None
    paragraph: tuple[int, int] = (0, 0)
    named: NDArray[np.float32] | None = None


@dataclass(slots=True)
class Document:
    """A text as pieces, its words' first pieces (w,), and targets over words; labels of IGNORE are not trained on.

    ``named`` are its words that name a topic.
    """

    pieces: Pieces
    firsts: Ints
    cue: Ints
    entity: Ints
    named: Named
    sayings: list[Saying] = field(default_factory=list)


def load(path: Path) -> list[Record]:
    """The records of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Texts to pieces and words."""

    tokenizer: Tokenizer
    grouping: Grouping

    def document(self, text: str) -> Document:
        """A text of which nothing is known yet."""
        pieces = tokenize(self.tokenizer, text)
        firsts = self.grouping.firsts(pieces.ids.astype(np.int64))
        return Document(pieces, firsts, np.full(len(firsts), IGNORE), np.full(len(firsts), IGNORE),
                        named(text))  # fmt: skip


def covered(document: Document, spans: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """Character spans to ranges of words; a word belongs to a span that it shares a character with."""
    out = []
    for start, end in spans:
        first = int(np.searchsorted(document.pieces.ends, start, side="right"))
        last = int(np.searchsorted(document.pieces.starts, end, side="left"))
        if first < last:
            out.append(worded((first, last), document.firsts))
    return out


def paint(labels: Ints, ranges: Iterable[tuple[int, int]], begin: int) -> None:
    """Write B (``begin``) and I (``begin + 1``) over ranges of words."""
    for first, last in ranges:
        labels[first:last] = begin + 1
        labels[first] = begin


def saying(document: Document, attribution: Record) -> Saying | None:
    """One attribution as targets, None where its cue or content has no word."""
    cue, content = covered(document, attribution["cue"]), covered(document, attribution["content"])
    if not cue or not content:
        return None
    cue.sort()
    roles = np.zeros(len(document.firsts), np.int64)
    paint(roles, content, 3)
    paint(roles, covered(document, attribution["source"]), 1)
    paint(roles, cue[1:], 5)
    condition = np.full(len(document.firsts), IGNORE, np.int64)
    if "act" in attribution and (attribution["condition"] or attribution.get("modality") != "conditional"):
        condition[:] = 0
        paint(condition, covered(document, attribution["condition"]), 1)
    if "act" not in attribution:
        return Saying(cue[0], roles, condition)
    code = (attribution["speaker_code"] or "").partition(".")[2]
    topics = np.array([t in attribution["topics"] for t in TOPICS], np.float32)
    spans = [*attribution["source"], *attribution["cue"], *attribution["content"]]
    known = document.named
    lines = paragraph(known.text, min(a for a, _ in spans), max(b for _, b in spans))
    told = known.around(attribution["content"], lines, (0, len(known.text)))
    return Saying(cue[0], roles, condition, ACTS.index(attribution["act"]),
                  MODALITIES.index(attribution["modality"]) if "modality" in attribution else IGNORE,
                  SECTORS.index(code) if code in SECTORS else IGNORE, topics,
                  covered(document, [lines])[0], told)  # fmt: skip


FIRST_PERSON = frozenset(["я", "мы", "мне", "нам", "меня", "нас", "i", "we", "me", "us"])


def enriched(record: Record, ours: Record) -> Record:
    """A record of PolNeAR, which marks spans alone and none within another's content, with what we marked besides."""
    labels = zip(record["attributions"], ours["labels"], strict=True)
    return {**record, "attributions": [{**a, **(said or {})} for a, said in labels] + ours["nested"]}


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


def attributed(vocabulary: Vocabulary, record: Record) -> Document:
    """A document of an attribution corpus. PolNeAR marks nothing inside a content: cues there are not trained on."""
    document = vocabulary.document(record["text"])
    flat = not any("act" in a for a in record["attributions"])
    apart = own_words(record)
    document.sayings = [s for a in record["attributions"] if a not in apart and (s := saying(document, a))]
    document.cue[:] = 0
    if flat:
        for a in record["attributions"]:
            for first, last in covered(document, a["content"]):
                document.cue[first:last] = IGNORE
    for s in document.sayings:
        paint(document.cue, [s.anchor], 1)
    return document


def mentioned(vocabulary: Vocabulary, record: Record) -> Document:
    """A document of the entity corpus: the outermost mentions of the kinds that the reader tells apart."""
    document = vocabulary.document(record["text"])
    document.entity[:] = 0
    found = [(end - start, start, end, ENTITIES[e["type"]])
             for e in record["entities"] if e["type"] in ENTITIES for start, end in e["spans"]]  # fmt: skip
    for _, start, end, kind in sorted(found):
        paint(document.entity, covered(document, [(start, end)]), 1 + 2 * kind)
    return document
