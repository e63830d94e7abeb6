"""Which words of a statement are quoted: what stands in quotation marks, and nothing that is paraphrased."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dragoman.article import Span
from dragoman.reader.quotes import OPENING, STRAIGHT, overlapping, quoted
from dragoman.record import Record, Statement

_MARKS = "".join({STRAIGHT, *OPENING, *"".join(OPENING.values())})


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted stretch of a statement's content; ``span`` and ``text`` are without the quotation marks."""

    span: Span
    text: str


def quotations(record: Record, statement: Statement) -> list[Quoted]:
    """The quoted stretches of a statement's content, in order.

    A content that is quoted as a whole without marks (set off by a dash) counts span by span; of a mixed one only
    what stands between marks; of an indirect one nothing.
    """
    if statement.kind == "indirect":
        return []
    text = record.article.text
    marked = _marked(text)
    found: list[Quoted] = []
    for start, end in statement.content:
        # The marks may stand just outside the content.
        inside = [
            (max(start, a), min(end, b)) for a, b in overlapping(start - 1, end + 1, marked) if a < end and start < b
        ]
        if statement.kind == "direct" and not inside:
            inside = [(start, end)]
        found += [stripped for a, b in inside if (stripped := _stripped(text, a, b)) is not None]
    return found


@lru_cache(maxsize=4)
def _marked(text: str) -> tuple[Span, ...]:
    """A text's quoted stretches; the statements of one article are asked for one after another."""
    return tuple(quoted(text))


def _stripped(text: str, start: int, end: int) -> Quoted | None:
    """A stretch without the marks and white space at its ends; None where nothing is left."""
    while start < end and (text[start].isspace() or (text[start] in _MARKS and _opens(text, start, end))):
        start += 1
    while start < end and (text[end - 1].isspace() or (text[end - 1] in _MARKS and _closes(text, start, end))):
        end -= 1
    return Quoted((start, end), text[start:end]) if start < end else None


def _opens(text: str, start: int, end: int) -> bool:
    """Whether the mark at the start is not the first of a pair within («Слово» — дело)."""
    return not any(a == start and b < end for a, b in _within(text, start, end))


def _closes(text: str, start: int, end: int) -> bool:
    return not any(b == end and a > start for a, b in _within(text, start, end))


def _within(text: str, start: int, end: int) -> list[Span]:
    return [(a + start, b + start) for a, b in quoted(text[start:end])]
