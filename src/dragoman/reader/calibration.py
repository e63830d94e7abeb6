"""From scores to probabilities that mean what they say, measured on the dev sets (see the model card)."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.codes import ACTS, MODALITIES, SECTORS, TOPICS
from dragoman.reader.arrays import Floats
from dragoman.reader.decode import softmax
from dragoman.record import Label

SPANS = ("cue", "content", "source", "condition")
YIELD = ("CONCEDE", "RETREAT")
_MODALITY = len(ACTS)
_TOPIC = _MODALITY + len(MODALITIES)
_SECTOR = _TOPIC + len(TOPICS)
"""Where the scores of each begin in those of the label head."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt lines of spans and labels, and the thresholds below which labels are unresolved.

    ``bias`` is added to the logits of B and I of cue, source, content and condition: it trades misses against
    false alarms.
    ``lines`` map a raw probability's logit x to a calibrated one, sigmoid(a x + b); ``whole`` weighs cue and content.
    """

    name: str = "untrained"
    bias: dict[str, float] = field(default_factory=dict)
    topic_threshold: float = 0.4
    thresholds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, tuple[float, float]] = field(default_factory=dict)
    whole: tuple[float, float, float] = (0.5, 0.5, 0.0)

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """The file's values, or the neutral ones where there is no file (while training)."""
        if not path.exists():
            return cls()
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values["lines"] = {k: (v[0], v[1]) for k, v in values["lines"].items()}
        values["whole"] = tuple(values["whole"])
        return cls(**values)

    def spans(self, raw: dict[str, float]) -> dict[str, float]:
        """Calibrated probabilities of the spans that there are."""
        return {k: self._calibrated(k, v) for k, v in raw.items()}

    def _calibrated(self, name: str, raw: float) -> float:
        a, b = self.lines.get(name, (1.0, 0.0))
        return sigmoid(a * logit(raw) + b)

    def attribution(self, raw: dict[str, float]) -> float:
        """The probability that the attribution as a whole is right."""
        a, b, c = self.whole
        return sigmoid(a * logit(raw["cue"]) + b * logit(raw["content"]) + c)

    def labels(self, logits: Floats) -> tuple[Label, Label, tuple[Label, ...], Label]:
        """Act, modality, topics and sector from the label head's logits, side by side."""
        return (self._one("act", ACTS, logits[:_MODALITY]), self._one("modality", MODALITIES, logits[_MODALITY:_TOPIC]),
                self._several(logits[_TOPIC:_SECTOR]), self._one("sector", SECTORS, logits[_SECTOR:]))  # fmt: skip

    def _one(self, name: str, values: tuple[str, ...], logits: Floats) -> Label:
        # ufuncs by themselves: on so few numbers the methods around them take longer than the arithmetic.
        e = np.exp(logits - np.maximum.reduce(logits))
        p = e / np.add.reduce(e)
        best = int(p.argmax())
        return self._label(name, values[best], float(p[best]))

    def _several(self, logits: Floats) -> tuple[Label, ...]:
        p = 1 / (1 + np.exp(-np.minimum(np.maximum(logits, -40), 40)))
        order = (-p).argsort()[:3].tolist()
        enough = p >= self.topic_threshold
        chosen = [i for i in order if enough[i]] or order[:1]
        return tuple(self._label("topics", TOPICS[i], float(p[i])) for i in chosen)

    def _label(self, name: str, value: str, raw: float) -> Label:
        confidence = self._calibrated(name, raw)
        return Label(value, confidence, confidence >= self.thresholds.get(name, 0.0))

    def conditional(self, modality: Label, raw: float) -> Label:
        """The modality of a content in which a condition was found with that probability."""
        if modality.value == "conditional" and modality.resolved:
            return modality
        confidence = self._calibrated("condition", raw)
        return Label("conditional", confidence, confidence >= self.thresholds.get("modality", 0.0))

    def relation(self, logits: Floats) -> Label:
        """An act other than STATE; CONCEDE and RETREAT share their weight against the others."""
        p = softmax(np.where([a == "STATE" for a in ACTS], -1e9, logits))
        share = {a: float(p[i]) for i, a in enumerate(ACTS)}
        yields = sum(share[a] for a in YIELD)
        best = max((a for a in ACTS if a not in YIELD), key=lambda a: share[a])
        if yields >= share[best]:
            best = max(YIELD, key=lambda a: share[a])
            return self._label("relation", best, yields)
        return self._label("relation", best, share[best])


def sigmoid(x: float) -> float:
    """1 / (1 + e^-x), to four places."""
    x = -40.0 if x < -40.0 else 40.0 if x > 40.0 else x
    return round(1 / (1 + math.exp(-x)), 4)


def logit(p: float) -> float:
    """The inverse of ``sigmoid``, bounded."""
    p = 1e-4 if p < 1e-4 else 1 - 1e-4 if p > 1 - 1e-4 else p
    return math.log(p / (1 - p))
