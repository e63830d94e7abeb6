"""What the reader hands to the resolver: marked spans and scored labels, nothing understood yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.article import Span
from dragoman.record import Label


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention; ``kind`` is one of ``codes.ENTITY_KINDS``."""

    span: Span
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, cue, content and condition, with the labels that the network gives to what is said.

    ``sector`` is the network's guess of the speaker's sector (``codes.SECTORS``), for speakers in no file.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    condition: tuple[Span, ...]
    kind: str
    act: Label
    modality: Label
    topics: tuple[Label, ...]
    sector: Label | None = None
    confidence: float = 1.0
    span_confidence: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marks:
    """All that the reader found in one text, attributions in the order of their cues."""

    attributions: tuple[Attribution, ...]
    entities: tuple[Entity, ...] = ()
