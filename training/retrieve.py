"""How well the sentence space spans languages: ``python -m training.retrieve``.

Each sentence of ``parallel.own.jsonl`` looks for its English counterpart among 1,000 English sentences: all
counterparts and as many others of ours as fill the number. Needs the run-time install alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from dragoman import Reader
from training.evaluate import load

DATA = Path(__file__).parent / "data"
AMONG = 1000


def shares(reader: Reader, pairs: list[dict[str, str]], others: list[str]) -> dict[str, dict[str, float]]:
    """By language, the share of sentences whose counterpart comes first, and how many there are."""
    english = list(dict.fromkeys([p["en"] for p in pairs] + others))[:AMONG]
    place = {text: i for i, text in enumerate(english)}
    targets = reader.embed(english)
    by_language: dict[str, list[bool]] = defaultdict(list)
    for p, vector in zip(pairs, reader.embed([p["text"] for p in pairs]), strict=True):
        by_language[p["lang"]].append(int(np.argmax(targets @ vector)) == place[p["en"]])
    return {
        k: {"first": round(float(np.mean(v)), 3), "of": len(v), "among": len(english)} for k, v in by_language.items()
    }


def main() -> None:
    pairs = load(DATA / "parallel.own.jsonl")
    others = [r["text"] for r in load(DATA / "relations.own.jsonl") if r["lang"] == "en"]
    print(json.dumps(shares(Reader(), pairs, others), indent=1))


if __name__ == "__main__":
    main()
