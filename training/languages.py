"""Scores by language on the synthetic corpus: trained on four fifths of it, scored on the rest.

``python -m training.languages --corpora DIR`` after ``training.train`` has come as far as
``shrink``. A language with fewer than 200 scored statements prints as not measured.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from dragoman import Reader
from dragoman.reader.reader import NeuralReader
from training import endings, score
from training.backend import TorchNetwork, build
from training.data import Record, attributed
from training.encoder import FULL
from training.evaluate import predict
from training.fit import Rates, fit
from training.place import SEED, Place, documents
from training.schedule import Corpus, plan

ENOUGH = 200


def split(records: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """Four fifths and the rest, of every language alike."""
    by_language: dict[str, list[Record]] = defaultdict(list)
    for r in records:
        by_language[r["lang"]].append(r)
    train: list[Record] = []
    held: list[Record] = []
    for language in sorted(by_language):
        some = by_language[language]
        random.Random(SEED).shuffle(some)
        cut = max(1, round(len(some) / 5))
        held += some[:cut]
        train += some[cut:]
    return train, held


def train(place: Place, records: Sequence[Record], scale: float) -> TorchNetwork:
    """A network that has not read the held-out fifth."""
    start = torch.load(place.work / "distilled.pt")
    network = build(FULL)
    network.encoder.load_state_dict(start["encoder"])
    known = place.vocabulary
    synthetic = [attributed(known, r) for r in records]
    epochs = {"attribution.en.train": 0.4, "attribution.ru.train": 3.0, "attribution.own": 4.0}
    corpora = [Corpus(synthetic, 5.0 * scale)]
    corpora += [Corpus(documents(place, name), n * scale) for name, n in epochs.items()]
    batches = plan(corpora, [], 0, [], 0, random.Random(SEED))
    network = fit(network, place.words, batches, Rates(), seed=SEED)
    endings.write(network.endings.weight, place.tokenizer, place.work)
    return TorchNetwork(network, start["centre"])


def statements(records: Sequence[Record]) -> dict[str, int]:
    """How many statements each language has."""
    out: dict[str, int] = defaultdict(int)
    for r in records:
        out[r["lang"]] += len(r["attributions"])
    return dict(sorted(out.items()))


def by_language(reader: Reader | None, held: Sequence[Record]) -> dict[str, Any]:
    """Attributions F1, content F1 and act accuracy of each language that has enough statements."""
    out: dict[str, Any] = {}
    for language, count in statements(held).items():
        out[language] = {"statements": count}
        if reader is None or count < ENOUGH:
            out[language]["not measured"] = f"fewer than {ENOUGH}"
            continue
        records = [r for r in held if r["lang"] == language]
        found = score.score(records, predict(reader, records))
        out[language] |= {
            "attributions F1": round(found["attributions"]["f1"], 3),
            "content characters F1": round(found["content characters"]["f1"], 3),
            "act accuracy": round(found["act accuracy"], 3),
        }
    return out


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.languages", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args(argv)
    torch.set_num_threads(arguments.threads)
    place = Place(arguments.corpora, arguments.work / "wheels", arguments.work)
    kept, held = split(place.records("attribution.synthetic.train"))
    reader = None
    if max(statements(held).values()) >= ENOUGH:  # else there is nothing to train for
        reader = Reader(neural=NeuralReader(place.work, network=train(place, kept, arguments.scale)))
    result = by_language(reader, held)
    (place.work / "languages.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
