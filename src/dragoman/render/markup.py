"""The article's text cut into paragraphs and tagged with its statements, for a web page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from dragoman.article import Span
from dragoman.record import Record, Statement
from dragoman.render.outline import place, sides

ROLES = ("content", "condition", "source", "cue")
"""From the outermost to the innermost where two spans are the same."""

COLOURS = 5
"""How many colours the sides share; the style sheet has as many."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_WRAPPED = 100
"""A text with blank lines and no line longer than this is taken for one that was wrapped by hand."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a statement in one of its roles."""

    start: int
    end: int
    role: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Reference:
    """Where the number of a statement stands in the text: after its cue."""

    at: int
    statement: Statement


def paragraphs(text: str) -> list[Span]:
    """The stretches of text that are paragraphs, without the white space around them.

    A paragraph ends at a line break, or at a blank line where lines were wrapped by hand.
    """
    wrapped = _BLANK_LINE.search(text) and max(map(len, text.split("\n"))) <= _WRAPPED
    spans: list[Span] = []
    at = 0
    for piece in re.split(_BLANK_LINE if wrapped else r"(?=\n)", text):
        start = text.index(piece, at)
        at = start + len(piece)
        inner = piece.strip()
        if inner:
            start += len(piece) - len(piece.lstrip())
            spans.append((start, start + len(inner)))
    return spans


def marks(record: Record) -> list[Mark]:
    """All spans of all statements that lie in the text, outer before inner."""
    length = len(record.article.text)
    found = [
        Mark(start, end, role, statement)
        for statement in record.statements
        for role in ROLES
        for start, end in getattr(statement, role)
        if 0 <= start < end <= length
    ]
    return sorted(found, key=lambda mark: (mark.start, -mark.end, ROLES.index(mark.role), mark.statement.id))


def references(record: Record) -> list[Reference]:
    """One for each statement that stands somewhere in the text."""
    found = []
    for statement in record.statements:
        spans = statement.cue or statement.content or statement.source
        ends = [end for start, end in spans if 0 <= start < end <= len(record.article.text)]
        if ends:
            found.append(Reference(max(ends), statement))
    return sorted(found, key=lambda reference: (reference.at, place(reference.statement)))


class Tagger:
    """Writes paragraphs as HTML. Marks that cross each other are closed and opened again."""

    def __init__(self, record: Record, prefix: str, names: dict[int, str]) -> None:
        self._record = record
        self._prefix = prefix
        self._names = names
        self._sides = sides(record)
        self.spans = paragraphs(record.article.text)
        self._starts = [start for start, _ in self.spans]
        self._marks: dict[int, list[Mark]] = {}
        for mark in marks(record):
            for number in self._touched(mark.start, mark.end):
                self._marks.setdefault(number, []).append(mark)
        self._masked: dict[int, list[Span]] = {}
        for start, end in record.article.masked:
            for number in self._touched(start, end):
                self._masked.setdefault(number, []).append((start, end))
        self._references: dict[int, list[Reference]] = {}
        for reference in references(record):
            self._references.setdefault(self.paragraph_at(reference.at), []).append(reference)

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph that a span ending at ``offset`` ends in; 0 where there is none."""
        return max(bisect_left(self._starts, offset) - 1, 0)

    def _touched(self, start: int, end: int) -> range:
        return range(self.paragraph_at(start + 1), min(self.paragraph_at(end) + 1, len(self.spans)))

    def paragraph(self, number: int) -> Markup:
        """A paragraph with its marks, everything escaped; empty where all of it is masked."""
        return Markup("").join(self._pieces(number))

    def _pieces(self, number: int) -> Iterator[Markup]:
        start, end = self.spans[number]
        inside = [mark for mark in self._marks.get(number, ()) if mark.start < end and start < mark.end]
        masked = sorted(self._masked.get(number, ()))
        notes: dict[int, list[Statement]] = {}
        for reference in self._references.get(number, ()):
            notes.setdefault(reference.at, []).append(reference.statement)
        cuts = {start, end, *(max(start, mark.start) for mark in inside), *(min(end, mark.end) for mark in inside)}
        cuts |= {offset for offset in (*notes, *(o for span in masked for o in span)) if start < offset < end}
        opened: list[Mark] = []
        begun: list[Mark] = []
        coming, hidden, unread = iter([*inside, None]), iter([*masked, None]), start
        mark, span = next(coming), next(hidden)
        points = sorted(cuts)
        for at, until in zip(points, [*points[1:], end], strict=True):
            while any(mark.end <= at for mark in opened):
                opened.pop()
                yield Markup("</span>")
            for statement in notes.get(at, ()):
                yield self._number(statement)
            begun = [one for one in begun if at < one.end]
            while mark is not None and mark.start <= at:
                if at < mark.end:
                    begun.append(mark)
                mark = next(coming)
            for one in begun:
                if not any(one is other for other in opened):
                    opened.append(one)
                    yield self._open(one)
            while span is not None and span[0] <= at:
                unread, span = max(unread, span[1]), next(hidden)
            if at < until and unread < until:
                yield escape(clean_lines(self._record.article.text[at:until]))
        yield Markup("</span>") * len(opened)

    def _open(self, mark: Mark) -> Markup:
        return Markup('<span class="{} s{} {}">').format(mark.role, int(mark.statement.id), self.side(mark.statement))

    def _number(self, statement: Statement) -> Markup:
        return Markup('<a class="ref {side}" id="{p}r{n}" href="#{p}s{n}" aria-label="{name}">{n}</a>').format(
            p=self._prefix, n=int(statement.id), name=self._names.get(statement.id, ""), side=self.side(statement)
        )

    def side(self, statement: Statement) -> str:
        """The class that gives a statement its side's colour."""
        state = next((actor.state for actor in statement.speakers), None)
        return f"k{self._sides[state] % COLOURS}" if state in self._sides else "k"


def clean_lines(text: str) -> str:
    """A text without control characters, its line breaks kept."""
    return _CONTROL.sub("\ufffd", text)
