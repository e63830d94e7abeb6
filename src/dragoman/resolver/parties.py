"""Who stands around the words of an act: the noun phrases of a sentence, with their case or preposition."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.article import Span
from dragoman.record import Actor
from dragoman.resolver.acts import agents
from dragoman.resolver.document import Document
from dragoman.resolver.names import NOUNS, is_name
from dragoman.resolver.phrases import read, span_of
from dragoman.resolver.scene import Scene
from dragoman.resolver.senses import STATE_KINDS
from dragoman.resolver.speakers import named

_PARTS = (*NOUNS, *STATE_KINDS, "former", "epithet", "local")
_INSIDE = frozenset({"", "-", "«", "»", '"', "“", "”", "'", "’", "."})
"""What may stand between two words of one phrase."""
_INSTRUMENTAL = ("ом", "ем", "ём", "ой", "ей", "ами", "ями", "ым", "им", "ыми", "ими", "ою", "ею")
"""Endings of whoever does what a Russian or Ukrainian passive tells."""


@dataclass(frozen=True, slots=True)
class Party:
    """A noun phrase, the words [first, last) of an article, and who it is.

    ``role`` is ``plain``, ``place`` (where something is), ``beside`` (whom something is done with or to) or ``agent``
    (by whom).
    """

    first: int
    last: int
    actor: Actor
    role: str
    span: Span


def parties(scene: Scene, span: Span) -> list[Party]:
    """The noun phrases of a stretch of text that name or describe somebody, in its order."""
    doc = scene.doc
    index, last = doc.range(span)
    found: list[Party] = []
    while index < last:
        end = _end(doc, index, last)
        if end > index:
            found += _party(scene, index, end)
            index = end
            continue
        hit = doc.hits[index]
        index = hit.last if hit and not hit.of("weak", "and", "of") else index + 1
    return found


def _end(doc: Document, first: int, last: int) -> int:
    """Where the noun phrase that begins at a word ends; the word itself where none begins."""
    index = first
    while index < last and (index == first or doc.gap(index).strip() in _INSIDE):
        end = _part(doc, index, last)
        if end == index and index > first:
            link = doc.hit(index, last)
            if link is not None and link.of("of", "article") and _part(doc, link.last, last) > link.last:
                end = link.last
        if end == index:
            break
        index = end
    return index


def _part(doc: Document, index: int, last: int) -> int:
    """Where a word of a noun phrase ends; itself where it is none."""
    if index >= last:
        return index
    hit = doc.hit(index, last)
    if hit is not None and hit.of(*_PARTS) is not None:
        return hit.last
    return index + 1 if is_name(doc, index) else index


def _party(scene: Scene, first: int, last: int) -> list[Party]:
    """The phrase as somebody; nothing where it means a paper or nobody."""
    doc = scene.doc
    reading = read(doc, first, last)
    papers = bool(reading.nouns) and all(sense.kind == "document" for sense, _ in reading.nouns)
    if not (reading.states or reading.nouns or reading.names) or (papers and not reading.names):
        return []
    span = span_of(doc, first, last)
    return [
        Party(first, last, replace(actor, evidence=span), _role(doc, first), span)
        for actor in named(scene, reading).actors[:1]
    ]


def _role(doc: Document, first: int) -> str:
    before = first - 1
    while before >= 0 and (hit := doc.hits[before]) is not None and hit.of("article", "determiner"):
        before -= 1
    beside = before >= 0 and doc.gap(before + 1).isspace()
    if beside and doc.words[before].folded in agents(doc.language):
        return "agent"
    weak = doc.hits[before] if beside else None
    if weak is not None and weak.last == before + 1 and weak.of("weak"):
        return "beside" if weak.of("toward") else "place"
    return "agent" if _instrumental(doc, first) else "plain"


def _instrumental(doc: Document, first: int) -> bool:
    """Whether a phrase stands in the case of who does it; a name in -ой or -ей may stand in any."""
    word = doc.words[first].text
    if doc.language not in ("ru", "uk") or not word.lower().endswith(_INSTRUMENTAL):
        return False
    return not (word[0].isupper() and word.lower().endswith(("ой", "ей")) and doc.hits[first] is not None)
