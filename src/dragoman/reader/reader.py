"""The reader: text in, marked spans and label scores out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.article import Span
from dragoman.codes import ENTITY_KINDS
from dragoman.reader import arithmetic as arithmetics
from dragoman.reader import quotes
from dragoman.reader.arithmetic import Arithmetic
from dragoman.reader.arrays import Floats
from dragoman.reader.calibration import Calibration
from dragoman.reader.decode import NEVER, Stretch, each_stretches, span, stretches
from dragoman.reader.marks import Attribution, Entity, Marks
from dragoman.reader.mend import clauses, mend
from dragoman.reader.network import BIO, ROLE_LABELS, Network, OnnxNetwork
from dragoman.reader.pairs import mark
from dragoman.reader.tokens import END, START, Pieces, tokenize
from dragoman.reader.topics import Named, named, paragraph, told
from dragoman.reader.trim import trim, with_marks
from dragoman.reader.windows import LONGEST, Block, Window, blocks
from dragoman.reader.words import Words
from dragoman.record import Label

TOGETHER = 32
"""Cues whose roles are read in one call, to bound memory: a page may be one long list of quotations."""
Told = Callable[[int, int], None]
"""Hears how many blocks of a text are read, and of how many."""
WEIGHTS = Path(__file__).parent / "weights"
SOURCE, CONTENT, CUE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its pieces and what it quotes."""

    text: str
    pieces: Pieces
    quotations: list[Span]
    named: Named

    def span(self, stretch: Stretch, window: Window) -> Span:
        """The characters of a stretch of a window's words."""
        return span(self.pieces, self.text, *window.pieces(stretch.first, stretch.last))


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution before its labels: its spans, how sure each is, and the stretches of cue, content and source."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    condition: tuple[Span, ...]
    sure: dict[str, float]
    ranges: tuple[Sequence[Stretch], Sequence[Stretch], Sequence[Stretch]]


class NeuralReader:
    """A network with its tokenizer. Loading takes about half a second; it may be used from several threads.

    The blocks of a long text are read by as many ``threads``; a block is always read by one.
    Raises FileNotFoundError where the weights are missing.
    """

    def __init__(
        self,
        folder: Path = WEIGHTS,
        *,
        threads: int = 2,
        network: Network | None = None,
        arithmetic: Arithmetic = "float32",
    ) -> None:
        from tokenizers import Tokenizer

        if not (folder / "tokenizer.json").exists():
            raise FileNotFoundError(f"no reader's weights in {folder}")
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._words = Words(folder)
        self._network = network or OnnxNetwork(folder, arithmetic=arithmetic)
        self._pool = ThreadPoolExecutor(threads, "dragoman") if threads > 1 else None
        self._calibration = Calibration.load(folder / "calibration.json")
        self._bias = defaultdict(float, self._calibration.bias)
        self.name = arithmetics.named(self._calibration.name, arithmetic)

    def marks(self, text: str, masked: Sequence[Span] = (), *, told: Told | None = None) -> Marks:
        """Everything found in a text. ``masked`` stretches are not read; ``told`` hears of every block read."""
        pieces = tokenize(self._tokenizer, text, masked)
        whole = Text(text, pieces, quotes.quoted(text), named(text))
        parts = blocks(pieces, text)
        read = partial(self._block, whole)
        found = []
        for marks in self._pool.map(read, parts) if self._pool and len(parts) > 1 else map(read, parts):
            found.append(marks)
            if told is not None:
                told(len(found), len(parts))
        return Marks(tuple(a for marks in found for a in marks.attributions),
                     tuple(e for marks in found for e in marks.entities))  # fmt: skip

    def _block(self, whole: Text, block: Block) -> Marks:
        """What stands in one block; a content may reach beyond it, into the text around."""
        ids = block.ids(whole.pieces)
        firsts = self._words.grouping.firsts(ids)
        states, tags = self._network.encode(self._words(ids), firsts)
        tags[:, 1:BIO] += self._bias["cue"]
        tags[[0, -1], 1:BIO] = tags[[0, -1], BIO + 1 :] = NEVER
        window = Window(block, firsts)
        own = window.own
        cues = [s for s in stretches(tags[:, :BIO]) if s.first in own]
        drafts = []
        for some in (cues[i : i + TOGETHER] for i in range(0, len(cues), TOGETHER)):
            logits = self._roles(states, some)
            roles, conditions = each_stretches(logits[:, :, :ROLE_LABELS]), each_stretches(logits[:, :, ROLE_LABELS:])
            for cue, stated, conditional in zip(some, roles, conditions, strict=True):
                draft = self._draft(whole, window, cue, stated, conditional)
                if draft is not None:
                    drafts.append(draft)
        found = self._labelled(whole, window, states, drafts)
        entities = tuple(
            Entity(place, ENTITY_KINDS[s.kind], s.confidence)
            for s in stretches(tags[:, BIO:])
            if s.first in own and (place := whole.span(s, window))[0] < place[1]
        )
        return Marks(tuple(sorted(found, key=lambda a: a.cue[0])), entities)

    def _roles(self, states: Floats, cues: Sequence[Stretch]) -> Floats:
        """Role logits (k, w, 10) of cues in one window, over its words and its two edges."""
        means = np.stack([states[c.first : c.last].mean(axis=0) for c in cues])
        logits = self._network.roles(states, means, np.array([c.first for c in cues], np.int64))
        for role, first in (("source", 1), ("content", 3), ("condition", ROLE_LABELS + 1)):
            logits[:, :, first : first + 2] += self._bias[role]
        logits[:, [0, -1], 1:ROLE_LABELS] = NEVER
        logits[:, [0, -1], ROLE_LABELS + 1 :] = NEVER
        return logits

    def _draft(
        self, whole: Text, window: Window, cue: Stretch, roles: list[Stretch], condition: list[Stretch]
    ) -> Draft | None:
        def places(*stretches: Stretch) -> tuple[Span, ...]:
            # A word may be all white space and leave nothing.
            return tuple(sorted({(a, b) for s in stretches for a, b in [whole.span(s, window)] if a < b}))

        source = best_source(roles)
        more = [s for s in roles if s.kind == CUE and not cue.first <= s.first < cue.last]
        content = mend([s for s in roles if s.kind == CONTENT], [cue, *more, *([source] if source else [])])
        contents = with_marks(whole.text, trim(whole.text, places(*content)), whole.quotations)
        cues = places(cue, *more)
        if not contents or not cues:
            return None
        sure = {"cue": cue.confidence, "content": _mean(content)}
        sure |= {"source": source.confidence} if source else {}
        conditions = clauses(whole.text, places(*condition), contents)
        if conditions:
            sure["condition"] = _mean(condition)
        ranges = ([cue, *more], content, [source] if source else [])
        return Draft(places(source) if source else (), cues, tuple(contents), tuple(conditions), sure, ranges)

    def _labelled(self, whole: Text, window: Window, states: Floats, drafts: Sequence[Draft]) -> list[Attribution]:
        """The attributions of one window with their labels, which are all read in one call."""
        if not drafts:
            return []
        every = states.mean(axis=0)
        rows = np.stack([features(states, every, draft.ranges) for draft in drafts])
        evidence = self._network.topics(states)
        scores = self._network.labels(rows, np.stack([self._told(whole, window, evidence, d) for d in drafts]))
        return [self._attribution(whole, draft, own) for draft, own in zip(drafts, scores, strict=True)]

    def _told(self, whole: Text, window: Window, evidence: Floats, draft: Draft) -> Floats:
        """What its words and those around it tell of a statement's topics (31, 5)."""
        spans = [*draft.source, *draft.cue, *draft.content]
        first, last = min(a for a, _ in spans), max(b for _, b in spans)
        seen = window.stretch(whole.pieces)
        lines = paragraph(whole.text, first, last, seen)
        inside = [slice(s.first, s.last) for s in draft.ranges[1]]
        words = window.words(whole.pieces, *lines)
        return told(evidence, inside, words, whole.named.around(draft.content, lines, seen))

    def _attribution(self, whole: Text, draft: Draft, scores: Floats) -> Attribution:
        act, modality, topics, sector = self._calibration.labels(scores)
        if draft.condition:
            # By the guidelines a content with a condition is conditional; the span is found better than the label.
            modality = self._calibration.conditional(modality, draft.sure["condition"])
        return Attribution(
            source=draft.source, cue=draft.cue, content=draft.content, condition=draft.condition,
            kind=quotes.kind(whole.text, draft.content, whole.quotations), act=act, modality=modality, topics=topics,
            sector=sector, confidence=self._calibration.attribution(draft.sure),
            span_confidence=self._calibration.spans(draft.sure),
        )  # fmt: skip

    def embed(self, texts: Sequence[str]) -> Floats:
        """Unit vectors (n, 384): texts that mean the same lie near each other, in whatever language."""
        rows = [self._encoded(tokenize(self._tokenizer, text).ids)[0].mean(axis=0) for text in texts]
        return self._unit(np.stack(rows)) if rows else np.zeros((0, 384), np.float32)

    def embed_pieces(self, text: str) -> tuple[Floats, NDArray[np.int64]]:
        """Unit vectors (t, 384) of a text's word pieces in the space of ``embed``, each its word's; the pieces' ids."""
        ids = tokenize(self._tokenizer, text).ids[: LONGEST - 2].astype(np.int64)
        states, heads = self._encoded(ids)
        return self._unit(states)[np.cumsum(heads)[1:-1] - 1], ids

    def _encoded(self, ids: NDArray[Any]) -> tuple[Floats, NDArray[np.bool_]]:
        """The states (w, 384) of a text in one window, and which of its pieces and edges begin a word."""
        framed = np.concatenate([[START], ids[: LONGEST - 2], [END]]).astype(np.int64)
        heads = self._words.grouping.heads(framed)
        return self._network.encode(self._words(framed), np.flatnonzero(heads))[0], heads

    def _unit(self, pooled: Floats) -> Floats:
        vectors = self._network.sentence(pooled)
        unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return unit

    def relation(self, text: str, actor: Span, recipient: Span) -> Label:
        """What the first marked actor does to the second, as an act other than STATE.

        CONCEDE and RETREAT are weighed together and against the other acts, then against each other.
        Raises ValueError where a span is empty or outside the text.
        """
        pair = mark(self._tokenizer, text, actor, recipient)
        firsts = self._words.grouping.firsts(pair.ids)
        states = self._network.encode(self._words(pair.ids), firsts)[0]
        pooled = np.concatenate([states[a:b].mean(axis=0) for a, b in pair.ranges(firsts)])[None]
        return self._calibration.relation(self._network.relation(pooled)[0])


def best_source(roles: list[Stretch]) -> Stretch | None:
    """A statement has one source: where several are marked, the surest."""
    sources = [s for s in roles if s.kind == SOURCE]
    return max(sources, key=lambda s: (s.confidence, s.last - s.first), default=None)


def features(states: Floats, every: Floats, ranges: Sequence[Sequence[Stretch]]) -> Floats:
    """Means of cue, content and source (zeros where there is none), then that of the window: (1536,)."""
    parts = []
    for stretches_ in ranges:
        rows = [states[s.first : s.last] for s in stretches_ if s.first < s.last]
        parts.append(np.concatenate(rows).mean(axis=0) if rows else np.zeros(states.shape[1], np.float32))
    out: Floats = np.concatenate([*parts, every]).astype(np.float32)
    return out


def _mean(parts: list[Stretch]) -> float:
    return float(np.mean([s.confidence for s in parts]))
