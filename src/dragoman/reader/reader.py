"""The reader: text in, marked spans and label scores out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.article import Span
from dragoman.codes import ENTITY_KINDS
from dragoman.reader import quotes
from dragoman.reader.calibration import Calibration
from dragoman.reader.decode import NEVER, Stretch, span, stretches
from dragoman.reader.marks import Attribution, Entity, Marks
from dragoman.reader.network import BIO, ROLE_LABELS, Network, OnnxNetwork
from dragoman.reader.pairs import mark
from dragoman.reader.tokens import END, START, Pieces, tokenize
from dragoman.reader.trim import trim
from dragoman.reader.windows import LONGEST, Encoded, encode
from dragoman.reader.words import Floats, Words
from dragoman.record import Label

WEIGHTS = Path(__file__).parent / "weights"
SOURCE, CONTENT, CUE = 0, 1, 2


class NeuralReader:
    """A network with its tokenizer. Loading takes about half a second; it may be used from several threads.

    Raises FileNotFoundError where the weights are missing.
    """

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 2, network: Network | None = None) -> None:
        from tokenizers import Tokenizer

        if not (folder / "tokenizer.json").exists():
            raise FileNotFoundError(f"no reader's weights in {folder}")
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._words = Words(folder / "words.npz")
        self._network = network or OnnxNetwork(folder, threads)
        self._calibration = Calibration.load(folder / "calibration.json")
        self.name = self._calibration.name

    def marks(self, text: str, masked: Sequence[Span] = (), *, shift: int = 0) -> Marks:
        """Everything found in a text. ``masked`` stretches are not read; ``shift`` moves the window cuts."""
        pieces = tokenize(self._tokenizer, text, masked)
        if not len(pieces):
            return Marks(())
        encoded = encode(self._network, self._words, pieces, shift)
        tags = encoded.tags
        tags[:, 1:BIO] += self._calibration.cue_bias
        quotations = quotes.quoted(text)
        found = []
        for cue in stretches(tags[:, :BIO]):
            one = self._attribution(text, pieces, encoded, cue, quotations)
            if one is not None:
                found.append(one)
        return Marks(tuple(found), tuple(self._entities(text, pieces, tags[:, BIO:])))

    def _entities(self, text: str, pieces: Pieces, tags: Floats) -> list[Entity]:
        return [Entity(span(pieces, text, s.first, s.last), ENTITY_KINDS[s.kind], s.confidence)
                for s in stretches(tags)]  # fmt: skip

    def _attribution(self, text: str, pieces: Pieces, encoded: Encoded, cue: Stretch,
                     quotations: list[Span]) -> Attribution | None:  # fmt: skip
        window = encoded.best(cue.first, cue.last)
        frame = window.first - 1  # <s> stands before a window's first piece
        first, last = cue.first - frame, min(cue.last - frame, len(window.states) - 1)
        if not 0 < first < last:
            return None
        state = window.states[first:last].mean(axis=0, keepdims=True)
        logits = self._network.roles(window.states, state, np.array([first], np.int64))[0]
        logits[[0, -1], 1:] = NEVER
        roles = stretches(logits[:, :ROLE_LABELS])
        source = best_source(roles)
        content = [s for s in roles if s.kind == CONTENT]
        more = [s for s in roles if s.kind == CUE and not first < s.last <= last]
        if not content:
            return None
        condition = stretches(logits[:, ROLE_LABELS:])
        place = lambda s: span(pieces, text, frame + s.first, frame + s.last)  # noqa: E731
        contents = trim(text, [place(s) for s in content])
        if not contents:
            return None
        scores = self._network.labels(features(window.states, (first, last), more, content, source))[0]
        act, modality, topics, sector = self._calibration.labels(scores)
        sure = {"cue": cue.confidence, "content": _mean(content)}
        sure |= {"source": source.confidence} if source else {}
        sure |= {"condition": _mean(condition)} if condition else {}
        cues = sorted([span(pieces, text, cue.first, cue.last), *map(place, more)])
        return Attribution(
            source=(place(source),) if source else (), cue=tuple(cues), content=tuple(contents),
            condition=tuple(map(place, condition)), kind=quotes.kind(text, contents, quotations),
            act=act, modality=modality, topics=topics, sector=sector,
            confidence=self._calibration.attribution(sure),
            span_confidence=self._calibration.spans(sure),
        )  # fmt: skip

    def embed(self, texts: Sequence[str]) -> Floats:
        """Unit vectors (n, 384): texts that mean the same lie near each other, in whatever language."""
        rows = []
        for text in texts:
            pieces = tokenize(self._tokenizer, text)
            ids = np.concatenate([[START], pieces.ids[: LONGEST - 2], [END]]).astype(np.int64)
            rows.append(self._network.encode(self._words(ids))[0].mean(axis=0))
        if not rows:
            return np.zeros((0, 384), np.float32)
        vectors = self._network.sentence(np.stack(rows))
        unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return unit

    def relation(self, text: str, actor: Span, recipient: Span) -> Label:
        """What the first marked actor does to the second, as an act other than STATE.

        CONCEDE and RETREAT are weighed together and against the other acts, then against each other.
        Raises ValueError where a span is empty or outside the text.
        """
        pair = mark(self._tokenizer, text, actor, recipient)
        states = self._network.encode(self._words(pair.ids))[0]
        parts = sorted((pair.actor, pair.recipient))
        middle = (parts[0][1], parts[1][0])
        if middle[0] >= middle[1]:
            middle = (0, len(pair.ids))
        ranges = (pair.actor, pair.recipient, middle, (0, len(pair.ids)))
        pooled = np.concatenate([states[a:b].mean(axis=0) for a, b in ranges])[None]
        return self._calibration.relation(self._network.relation(pooled)[0])


def best_source(roles: list[Stretch]) -> Stretch | None:
    """A statement has one source: where several are marked, the surest."""
    sources = [s for s in roles if s.kind == SOURCE]
    return max(sources, key=lambda s: (s.confidence, s.last - s.first), default=None)


def features(states: Floats, cue: tuple[int, int], more: list[Stretch], content: list[Stretch],
             source: Stretch | None) -> Floats:  # fmt: skip
    """Means of cue, content, source and window, side by side: (1, 1536)."""

    def mean(ranges: list[tuple[int, int]]) -> Floats:
        rows = [states[a:b] for a, b in ranges if a < b]
        if not rows:
            return np.zeros(states.shape[1], np.float32)
        out: Floats = np.concatenate(rows).mean(axis=0)
        return out

    parts = [
        mean([cue, *((s.first, s.last) for s in more)]), mean([(s.first, s.last) for s in content]),
        mean([(source.first, source.last)] if source else []), mean([(0, len(states))]),
    ]  # fmt: skip
    return np.concatenate(parts)[None].astype(np.float32)


def _mean(parts: list[Stretch]) -> float:
    return float(np.mean([s.confidence for s in parts]))


