"""A stratified sample drawn from a store for two coders, and the key to it."""

from __future__ import annotations

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from dragoman.amending.allocation import Stratum, allocate, coarsened
from dragoman.amending.amendment import AmendingError
from dragoman.amending.frame import Found, as_read, found, passages
from dragoman.article import Span
from dragoman.record import Record, Statement
from dragoman.resolver.words import sentences

OPEN, CLOSE = "⟦", "⟧"
"""Stand around what a coder is asked about."""

AROUND: Final = 2
"""Sentences shown before and after."""

FORM: Final = "dragoman-coding-key"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of a coding sheet and, under ``key``, what the coders must not see.

    ``task`` is ``mark`` (a word is marked: is it the cue of a statement, and of which?) or ``passage`` (which cues does
    it hold?).
    """

    id: str
    task: str
    title: str
    published: str
    language: str
    context: str
    key: dict[str, Any]


def draw(connection: Connection, *, by: Sequence[str], n: int, passage_n: int, seed: int) -> tuple[list[Unit], Any]:
    """The units in the order of the sheet, and the key as plain data.

    The same store, ``seed`` and numbers draw the same units; a unit's id is that of its words, whatever is drawn with
    it. Raises ``AmendingError`` where there is nothing to draw from.
    """
    sizes = Counter(one.stratum for one in found(connection, by))
    if not sizes:
        raise AmendingError("there are no statements to draw from")
    into = coarsened(sizes, max(1, min(n, sum(sizes.values())) // 2))
    wide: Counter[Stratum] = Counter()
    for stratum, size in sizes.items():
        wide[into[stratum]] += size
    strata = sorted(wide)
    taken = allocate(wide, n)
    rng = random.Random(f"{seed} statements")
    chosen = {stratum: set(rng.sample(range(wide[stratum]), taken[stratum])) for stratum in strata}
    drawn: list[tuple[Found, int]] = []
    passed: Counter[Stratum] = Counter()
    for one in found(connection, by):
        stratum = into[one.stratum]
        if passed[stratum] in chosen[stratum]:
            drawn.append((one, strata.index(stratum)))
        passed[stratum] += 1
    units = _marks(connection, drawn)
    more, told = _passages(connection, passage_n, seed)
    order = random.Random(f"{seed} order")
    units = [*units, *more]
    order.shuffle(units)
    key = {
        "form": FORM, "version": VERSION, "seed": seed, "by": list(by),
        "allocation": "by the square root of the stratum's size, at least one of each",
        "strata": [{"values": list(s), "size": wide[s], "drawn": taken[s]} for s in strata], "passages": told,
        "units": {unit.id: {"task": unit.task, **unit.key} for unit in units},
    }  # fmt: skip
    return units, key


def _marks(connection: Connection, drawn: Iterable[tuple[Found, int]]) -> list[Unit]:
    units = []
    for article, group in _grouped(drawn).items():
        record = as_read(connection, article)
        told = {one.id: one for one in record.statements}
        for one, stratum in group:
            statement = told[one.number]
            spans = statement.cue or statement.content[:1]
            key = {"article": article, "stratum": stratum, "reader": _reader(record, statement)}
            units.append(_unit(record, "mark", spans, key))
    return units


def _passages(connection: Connection, n: int, seed: int) -> tuple[list[Unit], Any]:
    """Passages in which the reader found something and such in which it did not, half of each."""
    if not n:
        return [], None
    frame, articles = passages(connection, seed)
    groups = {"found": [p for p in frame if p.found], "silent": [p for p in frame if not p.found]}
    half = min(n // 2, len(groups["silent"]))
    numbers = {"found": min(n - half, len(groups["found"])), "silent": half}
    numbers["silent"] = min(n - numbers["found"], len(groups["silent"]))
    rng = random.Random(f"{seed} passages")
    units = []
    for name, group in groups.items():
        for one in sorted(rng.sample(group, numbers[name]), key=lambda p: (p.article, p.span)):
            record = as_read(connection, one.article)
            start, end = one.span
            cues = [
                sorted([max(a, start) - start, min(b, end) - start] for a, b in said.cue if a < end and start < b)
                for said in record.statements
            ]
            text = record.article.text[start:end]
            key = {"article": one.article, "stratum": name, "text": text, "cues": [cue for cue in cues if cue]}
            units.append(_unit(record, "passage", (one.span,), key))
    strata = [{"values": [name], "size": len(group), "drawn": numbers[name]} for name, group in groups.items()]
    drawn_from = len({p.article for p in frame})
    return units, {"strata": strata, "articles": articles, "drawn_from": drawn_from}


def _grouped(drawn: Iterable[tuple[Found, int]]) -> dict[int, list[tuple[Found, int]]]:
    groups: dict[int, list[tuple[Found, int]]] = defaultdict(list)
    for one, stratum in drawn:
        groups[one.article].append((one, stratum))
    return groups


def _reader(record: Record, statement: Statement) -> dict[str, Any]:
    """What the reader has said of a statement."""
    return {
        "number": statement.id, "source": record.words(statement.source), "cue": record.words(statement.cue),
        "content": record.words(statement.content), "act": statement.act.value, "modality": statement.modality.value,
        "act_resolved": statement.act.resolved, "topics": [topic.value for topic in statement.topics],
        "speakers": [actor.name for actor in statement.speakers], "confidence": statement.confidence,
        "codes": [actor.code for actor in statement.speakers],
    }  # fmt: skip


def _unit(record: Record, task: str, spans: Sequence[Span], key: dict[str, Any]) -> Unit:
    article = record.article
    name = f"{task}\0{article.text}\0{sorted(spans)}\0{article.url.value if article.url else article.id}"
    return Unit(
        id=f"{task[0]}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}", task=task,
        title=article.title.value if article.title else "",
        published=article.published.value[:10] if article.published else "",
        language=article.language.value if article.language else "", context=context(record, spans),
        key={**key, "url": article.url.value if article.url else article.source, "spans": [list(s) for s in spans]},
    )  # fmt: skip


def context(record: Record, spans: Sequence[Span]) -> str:
    """The sentences of some spans and those around them, the spans marked. Where it ends tells nothing of a content."""
    text = record.article.text
    parts = [(a, b) for a, b in sentences(text) if text[a:b].strip()]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    touched = [n for n, (a, b) in enumerate(parts) if a < last and first < b] or [0]
    begin = parts[max(0, touched[0] - AROUND)][0]
    end = parts[min(len(parts) - 1, touched[-1] + AROUND)][1]
    out, at = "", begin
    for a, b in sorted(spans):
        out += text[at:a] + OPEN + text[a:b] + CLOSE
        at = b
    return (out + text[at:end]).strip()
