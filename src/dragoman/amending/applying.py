"""A record with the amendments of people: the reading itself stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.amending import mentions
from dragoman.amending.amendment import OF_RECORDS, Amendment
from dragoman.amending.parts import Spans, changed, located, made
from dragoman.article import Span
from dragoman.phrase import Phrase
from dragoman.reader.marks import Attribution
from dragoman.record import Record, Statement
from dragoman.resolver.assemble import nest

NO_WORDS = Phrase("its words are not in this text")
NO_CONTACT = Phrase("this reading tells of no such contact")
REMOVED = "the statement that it changes was removed by another amendment"
TAKEN_BACK = "the statement that it changes was added by an amendment that was undone"

_HALF = 0.5
"""Share of two contents' letters that are the same from which they are one, by the corpora's scorer."""


@dataclass(frozen=True, slots=True)
class Applied:
    """An amended record, the amendments that are in it, and those that do not apply to it, with why.

    ``added`` are the statements that an amendment brought in, ``touched`` all that one changed, as pairs of the
    statement's id and the amendment's.
    """

    record: Record
    applied: tuple[Amendment, ...] = ()
    unplaced: tuple[tuple[Amendment, str], ...] = ()
    added: tuple[tuple[int, int], ...] = ()
    touched: tuple[tuple[int, int], ...] = ()


def apply(record: Record, amendments: Iterable[Amendment]) -> Applied:
    """Amend a record. Amendments that are undone or concern no record are passed over; later ones go over earlier.

    The article is never touched, and statements that no amendment names keep all they have.
    """
    work = _Work(record)
    done: list[Amendment] = []
    left: list[tuple[Amendment, str]] = []
    for one in sorted(amendments, key=lambda a: a.id):
        if one.undone is None and one.kind in OF_RECORDS:
            why = work.amend(one)
            if why is None:
                done.append(one)
            else:
                left.append((one, why))
    return Applied(work.finished(), tuple(done), tuple(left), tuple(sorted(work.added.items())), tuple(work.touched))


class _Work:
    """A record while it is amended; ``added`` tells which amendment made a statement, by the statement's id."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.added: dict[int, int] = {}
        self.touched: list[tuple[int, int]] = []
        self.removed: list[Statement] = []
        self.moved = False

    def amend(self, one: Amendment) -> str | None:
        """Put one amendment in; why it does not apply, if it does not."""
        if one.kind == "contact":
            return self._contact(one)
        rests = one.target.get("rests_on")
        if rests is not None and rests not in self.added.values():
            return TAKEN_BACK
        spans = located(self.record.article.text, one.target)
        if spans is None:
            return NO_WORDS
        there = find(self.record.statements, spans)
        if one.kind == "remove":
            self.removed.append(made(self.record, 0, spans, one.target["was"]))
            # That the reader no longer makes the mistake is no reason to remove its neighbour.
            if there is not None and (_alike(there.cue, spans.get("cue", ())) or not there.cue):
                self._put(there, None)
            return None
        if one.kind == "add":
            number = there.id if there is not None else self._next()
            self._put(there, made(self.record, number, spans, one.new))
            self.added[number] = one.id
            self.touched.append((number, one.id))
            return None
        if there is None and find(self.removed, spans) is not None:
            return REMOVED
        # A reader that no longer finds what a person has looked at and amended is not believed.
        was = there or made(self.record, self._next(), spans, one.target["was"])
        new = changed(self.record, was, one.new)
        if new is None:
            return NO_WORDS
        self._put(there, new)
        self.touched.append((new.id, one.id))
        return None

    def _contact(self, one: Amendment) -> str | None:
        index = mentions.find(self.record, mentions.from_dict(one.target["mention"]))
        if index is None:
            return NO_CONTACT
        contact = replace(self.record.contacts[index], **one.new)
        if "date" in one.new:
            contact = replace(contact, date_evidence=None)
        known = self.record.contacts
        self.record = replace(self.record, contacts=(*known[:index], contact, *known[index + 1 :]))
        return None

    def _put(self, old: Statement | None, new: Statement | None) -> None:
        self.moved |= old is None or new is None or (old.cue, old.content) != (new.cue, new.content)
        rest = [s for s in self.record.statements if old is None or s.id != old.id]
        at = len(rest)
        if new is not None:
            if old is not None and place(old) == place(new):
                at = next(n for n, s in enumerate(self.record.statements) if s.id == old.id)
            else:
                at = next((n for n, s in enumerate(rest) if place(s) > place(new)), len(rest))
            rest.insert(at, new)
        self.record = replace(self.record, statements=tuple(rest))

    def _next(self) -> int:
        return max((s.id for s in self.record.statements), default=0) + 1

    def finished(self) -> Record:
        """The record, with what stands within what found anew where spans have moved."""
        if not self.moved:
            return self.record
        said = self.record.statements
        inside = nest([_attribution(s) for s in said])
        parents = [None if n is None else said[n].id for n in inside]
        renested = tuple(replace(s, parent=parent) for s, parent in zip(said, parents, strict=True))
        return replace(self.record, statements=renested)


def place(statement: Statement) -> int:
    """Where a statement begins: at its cue, else its content."""
    return min((start for start, _ in statement.cue or statement.content), default=0)


def find(statements: Sequence[Statement], spans: Spans) -> Statement | None:
    """The statement that has these spans, or nearly: words of the cue and of the content in common.

    Else the one with half of the content's words, if it is the only one: its cue may be another by now.
    """
    fit = [(_alike(s.cue, spans.get("cue", ())), _alike(s.content, spans.get("content", ())), s) for s in statements]
    same = [one for one in fit if one[0] and one[1]]
    if same:
        return max(same, key=lambda one: (one[1], one[0], -one[2].id))[2]
    half = [one for _, content, one in fit if content >= _HALF]
    return half[0] if len(half) == 1 else None


def _alike(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Characters in common, of all that either covers."""
    a, b = ({n for start, end in spans for n in range(start, end)} for spans in (one, other))
    return len(a & b) / len(a | b) if a and b else 0.0


def _attribution(s: Statement) -> Attribution:
    return Attribution(
        source=s.source, cue=s.cue, content=s.content, condition=s.condition, kind=s.kind, act=s.act,
        modality=s.modality, topics=s.topics, confidence=s.confidence,
    )  # fmt: skip
