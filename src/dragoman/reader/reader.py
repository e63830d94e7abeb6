"""The reader: text in, marked spans and label scores out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.article import Span
from dragoman.codes import ENTITY_KINDS
from dragoman.reader import quotes
from dragoman.reader.calibration import Calibration
from dragoman.reader.decode import NEVER, Stretch, span, stretches, word_heads
from dragoman.reader.marks import Attribution, Entity, Marks
from dragoman.reader.mend import mend
from dragoman.reader.network import BIO, ROLE_LABELS, Network, OnnxNetwork
from dragoman.reader.pairs import mark
from dragoman.reader.tokens import END, START, Pieces, tokenize
from dragoman.reader.trim import trim
from dragoman.reader.windows import LONGEST, Encoded, Window, encode, sections
from dragoman.reader.words import Floats, Words
from dragoman.record import Label

TOGETHER = 32
"""Cues whose roles are read in one call, to bound memory: a page may be one long list of quotations."""
WEIGHTS = Path(__file__).parent / "weights"
SOURCE, CONTENT, CUE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Section:
    """What is read as one text: its pieces, which of them begin a word, and what the whole text quotes."""

    text: str
    pieces: Pieces
    heads: NDArray[np.bool_]
    quotations: list[Span]

    def span(self, stretch: Stretch, frame: int = 0) -> Span:
        """The characters of a stretch whose pieces are counted from ``frame``."""
        return span(self.pieces, self.text, frame + stretch.first, frame + stretch.last)


@dataclass(frozen=True, slots=True)
class View:
    """A window of a section; its pieces are counted from ``<s>``, which stands before the first."""

    section: Section
    window: Window

    @property
    def frame(self) -> int:
        """The place of ``<s>`` among the section's pieces."""
        return self.window.first - 1

    @property
    def heads(self) -> NDArray[np.bool_]:
        """Which states begin a word; the window's edges are words of their own."""
        inner = self.section.heads[self.window.first : self.window.last]
        return np.concatenate([[True, True], inner[1:], [True]])

    def span(self, stretch: Stretch) -> Span:
        """The characters of a stretch."""
        return self.section.span(stretch, self.frame)


class NeuralReader:
    """A network with its tokenizer. Loading takes about half a second; it may be used from several threads.

    The windows of a long text are read by as many ``threads``; a window is always read by one.
    Raises FileNotFoundError where the weights are missing.
    """

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 2, network: Network | None = None) -> None:
        from tokenizers import Tokenizer

        if not (folder / "tokenizer.json").exists():
            raise FileNotFoundError(f"no reader's weights in {folder}")
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._words = Words(folder / "words.npz")
        self._network = network or OnnxNetwork(folder)
        self._pool = ThreadPoolExecutor(threads, "dragoman") if threads > 1 else None
        self._calibration = Calibration.load(folder / "calibration.json")
        self.name = self._calibration.name

    def marks(self, text: str, masked: Sequence[Span] = (), *, shift: int = 0) -> Marks:
        """Everything found in a text. ``masked`` stretches are not read; ``shift`` moves the window cuts."""
        pieces = tokenize(self._tokenizer, text, masked)
        if not len(pieces):
            return Marks(())
        quotations = quotes.quoted(text)
        found: list[Attribution] = []
        entities: list[Entity] = []
        for first, last in sections(pieces):
            part = pieces.part(first, last)
            encoded = encode(self._network, self._words, part, shift, self._pool)
            encoded.tags[:, 1:BIO] += self._calibration.cue_bias
            section = Section(text, part, word_heads(part, text), quotations)
            found += self._attributions(section, encoded)
            entities += self._entities(section, encoded.tags[:, BIO:])
        return Marks(tuple(found), tuple(entities))

    def _entities(self, section: Section, tags: Floats) -> list[Entity]:
        return [Entity(section.span(s), ENTITY_KINDS[s.kind], s.confidence) for s in stretches(tags, section.heads)]

    def _attributions(self, section: Section, encoded: Encoded) -> list[Attribution]:
        by_window: dict[int, list[Stretch]] = defaultdict(list)
        for cue in stretches(encoded.tags[:, :BIO], section.heads):
            by_window[encoded.best(cue.first, cue.last)].append(cue)
        found = []
        for index, cues in by_window.items():
            view = View(section, encoded.windows[index])
            for some in (cues[i : i + TOGETHER] for i in range(0, len(cues), TOGETHER)):
                for cue, logits in zip(some, self._roles(view.window, some), strict=True):
                    one = self._attribution(view, cue, logits)
                    if one is not None:
                        found.append(one)
        return sorted(found, key=lambda a: a.cue[0])

    def _roles(self, window: Window, cues: Sequence[Stretch]) -> Floats:
        """Role logits (k, t, 10) of cues in one window, over its pieces and its two edges."""
        places = [(max(1, c.first - window.first + 1), c.last - window.first + 1) for c in cues]
        states = np.stack([window.states[a:b].mean(axis=0) for a, b in places])
        logits = self._network.roles(window.states, states, np.array([a for a, _ in places], np.int64))
        logits[:, [0, -1], 1:ROLE_LABELS] = NEVER
        logits[:, [0, -1], ROLE_LABELS + 1 :] = NEVER
        return logits

    def _attribution(self, view: View, cue: Stretch, logits: Floats) -> Attribution | None:
        section, heads = view.section, view.heads
        roles = stretches(logits[:, :ROLE_LABELS], heads)
        source = best_source(roles)
        first, last = cue.first - view.frame, cue.last - view.frame
        more = [s for s in roles if s.kind == CUE and not first <= s.first < last]
        anchor = Stretch(CUE, first, last, cue.confidence)
        content = mend([s for s in roles if s.kind == CONTENT], [anchor, *more, *([source] if source else [])])
        contents = trim(section.text, [view.span(s) for s in content])
        if not contents:
            return None
        condition = stretches(logits[:, ROLE_LABELS:], heads)
        scores = self._network.labels(features(view.window.states, (first, last), more, content, source))[0]
        act, modality, topics, sector = self._calibration.labels(scores)
        sure = {"cue": cue.confidence, "content": _mean(content)}
        sure |= {"source": source.confidence} if source else {}
        sure |= {"condition": _mean(condition)} if condition else {}
        return Attribution(
            source=(view.span(source),) if source else (),
            cue=tuple(sorted({section.span(cue), *map(view.span, more)})),
            content=tuple(contents),
            condition=tuple(map(view.span, condition)),
            kind=quotes.kind(section.text, contents, section.quotations),
            act=act,
            modality=modality,
            topics=topics,
            sector=sector,
            confidence=self._calibration.attribution(sure),
            span_confidence=self._calibration.spans(sure),
        )

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
