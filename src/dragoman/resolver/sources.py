"""The phrases of a source: joined speakers apart, spans that the reader cut short mended."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.article import Span
from dragoman.resolver.document import Document
from dragoman.resolver.names import NOUNS, is_name
from dragoman.resolver.phrases import Reading, read
from dragoman.resolver.scene import Scene
from dragoman.resolver.senses import STATE_KINDS, Hit

_FUNCTION = frozenset({"weak", "toward", "addressing", "of", "and", "stop"})
_FAR = 10
"""Words that a source cut short is followed for."""
_UNKNOWN = 2
"""Words in no file that may stand in a row before its noun ("the newly elected president")."""


def understand(scene: Scene, spans: Sequence[Span]) -> list[Reading]:
    """The phrases of a source, one for each of several joined speakers; none where it is nothing but an article."""
    doc = scene.doc
    found: list[Reading] = []
    for span in spans:
        first, last = doc.range(span)
        if first >= last:
            continue
        cut = doc.hits[last - 1]
        if cut is not None and cut.last > last and cut.of("body", "metonym"):
            last = cut.last  # "The" of "The Washington Post": a known name is taken whole
        senses = [doc.hits[index] for index in range(first, last)]
        if all(_functional(hit) for hit in senses):
            articles = all(hit is not None and hit.of("determiner") for hit in senses)
            phrase = _following(scene, first if articles else last, last)
            if phrase is not None:
                found.append(phrase)
                continue
            if all(hit is not None and not hit.of("pronoun") for hit in senses):
                continue
        found += _joined(doc, first, last)
    return found


def _functional(hit: Hit | None) -> bool:
    """Whether a word says nothing of anybody: an article, a preposition, "and", but no pronoun."""
    if hit is None:
        return False
    return hit.of("determiner") is not None or all(sense.kind in _FUNCTION for sense in hit.senses)


def _following(scene: Scene, first: int, start: int) -> Reading | None:
    """The noun phrase at ``start``, its article at ``first``, where it has a name, an office, a body or a state."""
    doc = scene.doc
    index, last, unknown = start, start, 0
    while index < len(doc.words) and index - start < _FAR and not doc.gap(index).strip(" \u00a0-'’"):
        if index in scene.roles.verbs:
            break
        hit = doc.hits[index]
        if is_name(doc, index) or (hit is not None and hit.of(*STATE_KINDS, *NOUNS, "former")):
            index = last = hit.last if hit is not None else index + 1
            unknown = 0
            continue
        inside = hit is not None and hit.of("of", "article") is not None and hit.of("pronoun", "stop") is None
        unknown += hit is None
        if unknown > _UNKNOWN or (hit is not None and not inside):
            break
        index = hit.last if hit is not None else index + 1
    reading = read(doc, first, last) if last > start else None
    return reading if reading is not None and (reading.names or reading.nouns or reading.states) else None


def _joined(doc: Document, first: int, last: int) -> list[Reading]:
    for index in range(first + 1, last):
        hit = doc.hits[index]
        relative = hit is not None and (p := hit.of("pronoun")) is not None and str(p.value).startswith("relative")
        if relative and ("," in doc.gap(index) or doc.language in ("en", "fr", "es")):
            last = index
            break
    whole = read(doc, first, last)
    cuts = [
        i for i in range(first + 1, last - 1)
        if (hit := doc.hits[i]) is not None and hit.of("and") and not any(n.first <= i < n.last for n in whole.names)
    ]  # fmt: skip
    if not cuts or "diffuse" in whole.marks:
        return [whole]
    parts: list[Reading] = []
    start = first
    for cut in (*cuts, last):
        if cut > start:
            parts.append(read(doc, start, cut))
        start = cut + 1
    strong = [p for p in parts if p.names or any(s.kind in ("state", "capital") for _, s, _, _ in p.states)]
    if len(strong) == len(parts):
        return parts
    return [whole]
