"""Step 5: make confidences mean what they say, on the dev sets."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.reader.calibration import Calibration, logit
from dragoman.reader.marks import Attribution
from dragoman.reader.reader import NeuralReader
from training.score import Record, characters, meet, overlap

Samples = dict[str, list[tuple[list[float], bool]]]
THRESHOLDS = {"act": 0.4, "modality": 0.5, "topics": 0.4, "sector": 0.5, "relation": 0.5}
"""Below these a label is unresolved. An act is one of seventeen and a topic one of up to three: they have more room."""
BIAS = {"cue": 0.05, "source": 1.2, "condition": 0.4}
"""Added to the logits of B and I. Set on the dev sets: a missed source loses a statement, a false one often not."""
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0001)


def line(samples: Sequence[tuple[list[float], bool]], steps: int = 200) -> list[float]:
    """Logistic regression by damped Newton steps: weights of the features, then the intercept."""
    x = np.array([[*f, 1.0] for f, _ in samples])
    y = np.array([right for _, right in samples], float)
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + w
        curvature = (x * (p * (1 - p) + 1e-3)[:, None]).T @ x + np.eye(len(w))
        w -= 0.3 * np.linalg.solve(curvature, gradient)
    return [round(float(v), 4) for v in w]


def as_record(found: Attribution) -> Record:
    """An attribution's spans in the exchange form."""
    return {"source": found.source, "cue": found.cue, "content": found.content, "condition": found.condition}


def collect(reader: NeuralReader, gold: Sequence[Record], samples: Samples) -> None:
    """What a neutral reader was sure of, and whether it was right."""
    for record in gold:
        flat = not any("act" in a for a in record["attributions"])
        covered = [characters(a["content"]) for a in record["attributions"]]
        for found in reader.marks(record["text"]).attributions:
            if flat and any(characters(found.cue) <= c for c in covered):
                continue  # nothing is known of what stands inside a content
            judge(found, record["attributions"], samples)


def judge(found: Attribution, gold: Sequence[Record], samples: Samples) -> None:
    """One attribution against the gold ones."""
    predicted = as_record(found)
    raw = found.span_confidence
    best = max(gold, key=lambda a: overlap(a, predicted), default=None)
    right = best is not None and overlap(best, predicted) >= 0.5
    samples["whole"].append(([logit(raw["cue"]), logit(raw["content"])], right))
    same_cue = [a for a in gold if meet(characters(a["cue"]), characters(found.cue))]
    samples["cue"].append(([logit(raw["cue"])], bool(same_cue)))
    for role in ("content", "source", "condition"):
        # PolNeAR marks no conditions, nor labels.
        if role in raw and same_cue and ("act" in same_cue[0] or role != "condition"):
            span = characters(getattr(found, role))
            hit = any(_agree(role, characters(a[role]), span) for a in same_cue)
            samples[role].append(([logit(raw[role])], hit))
    if not right or best is None or "act" not in best:
        return
    samples["act"].append(([logit(found.act.confidence)], found.act.value == best["act"]))
    samples["modality"].append(([logit(found.modality.confidence)], found.modality.value == best["modality"]))
    samples["topics"] += [([logit(t.confidence)], t.value in best["topics"]) for t in found.topics]
    if found.sector and best["speaker_code"] and "." in best["speaker_code"]:
        hit = found.sector.value == best["speaker_code"].split(".")[1]
        samples["sector"].append(([logit(found.sector.confidence)], hit))


def _agree(role: str, gold: set[int], found: set[int]) -> bool:
    if role == "content":
        return bool(gold | found) and len(gold & found) >= 0.5 * len(gold | found)
    return meet(gold, found)


def reliability(
    name: str, samples: Sequence[tuple[list[float], bool]], weights: Sequence[float]
) -> list[dict[str, Any]]:
    """By bin of calibrated confidence: how many, the mean confidence, the share that was right."""
    p = np.array([1 / (1 + np.exp(-np.dot([*f, 1.0], weights))) for f, _ in samples])
    right: NDArray[np.bool_] = np.array([r for _, r in samples])
    rows = []
    for low, high in pairwise(BINS):
        chosen = (p >= low) & (p < high)
        if chosen.any():
            sure, hit = float(p[chosen].mean()), float(right[chosen].mean())
            rows.append({"what": name, "from": low, "to": min(high, 1.0), "n": int(chosen.sum()),
                         "confidence": round(sure, 3), "right": round(hit, 3)})  # fmt: skip
    return rows


def calibrate(folder: Path, name: str, dev: Sequence[Sequence[Record]], *,
              relations: Sequence[tuple[float, bool]] = ()) -> list[dict[str, Any]]:  # fmt: skip
    """Write ``folder/calibration.json`` from the dev sets; returns the reliability table.

    ``relations`` are confidences and outcomes of the cross-validation; without them the relation's line stays as it is.
    """
    path = folder / "calibration.json"
    kept = {k: w for k, w in Calibration.load(path).lines.items() if k == "relation"} if path.exists() else {}
    neutral = Calibration(name=name, bias=BIAS, topic_threshold=0.3)
    save(folder, neutral)
    reader = NeuralReader(folder)
    samples: Samples = defaultdict(list)
    for gold in dev:
        collect(reader, gold, samples)
    if relations:
        samples["relation"] = [([logit(p)], right) for p, right in relations]
    fitted = {k: line(v) for k, v in samples.items() if len(v) >= 20}
    whole = fitted.pop("whole")
    table = reliability("attribution", samples["whole"], whole)
    for k, w in sorted(fitted.items()):
        table += reliability(k, samples[k], w)
    save(folder, dataclasses.replace(
        neutral, thresholds=THRESHOLDS, lines={**kept, **{k: (w[0], w[1]) for k, w in fitted.items()}},
        whole=(whole[0], whole[1], whole[2])))  # fmt: skip
    return table


def save(folder: Path, calibration: Calibration) -> None:
    """Write the file that the reader loads."""
    text = json.dumps(dataclasses.asdict(calibration), indent=1)
    (folder / "calibration.json").write_text(text + "\n", encoding="utf-8")
