"""The evidence for a statement: where its bytes came from, the words around it, who told whom, how it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlsplit

from dragoman.article import Span
from dragoman.export.rows import concerns, sentences_of
from dragoman.record import Actor, Record, Statement
from dragoman.store.kept import Kept

ROLES: Final = ("source", "cue", "content", "condition")
AROUND: Final = 2
"""Sentences shown on each side of the statement's own."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the passage and the role that it plays in the statement, the innermost; None for no role."""

    text: str
    role: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """One who passes the words on: the publisher, the side in whose account they stand, or a speaker.

    ``words`` names a speaker in the article's own words; ``statement`` is the speaker's statement in the record.
    """

    role: str
    name: str
    code: str | None = None
    basis: str | None = None
    words: str | None = None
    cue: str | None = None
    statement: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that shows where a statement comes from. ``passage`` holds its sentences and two on each side of them."""

    kept: Kept
    statement: Statement
    passage: tuple[Piece, ...]
    chain: tuple[Link, ...]
    amendments: tuple[Mapping[str, Any], ...]

    @property
    def url(self) -> str | None:
        url = self.kept.record.article.url
        return self.kept.url or (url.value if url else None)


Amended = Callable[[Kept], Iterable[Mapping[str, Any]]]
"""Gives the amendments of a version."""


def gathered(
    kept: Iterable[Kept], *, states: Iterable[str] = (), only: Iterable[int] = (), amended: Amended = lambda _: ()
) -> Iterator[Evidence]:
    """The evidence for every statement.

    Of ``states``, where given, one must be a speaker's or a target's; ``only`` are statements' numbers in the store.
    """
    wanted, numbers = frozenset(states), frozenset(only)
    for one in kept:
        changes = tuple(amended(one))
        for statement in one.record.statements:
            if numbers and one.statements.get(statement.id) not in numbers:
                continue
            if concerns(wanted, statement.speakers, statement.targets):
                yield evidence(one, statement, tuple(a for a in changes if _touches(a, one, statement)))


def evidence(kept: Kept, statement: Statement, amendments: tuple[Mapping[str, Any], ...] = ()) -> Evidence:
    """The evidence for one statement of a version."""
    return Evidence(kept, statement, tuple(passage(kept.record, statement)), tuple(chain(kept, statement)), amendments)


def chain(kept: Kept, statement: Statement) -> Iterator[Link]:
    """From the publisher to the speaker: each had it from the next."""
    record = kept.record
    article = record.article
    host = urlsplit(kept.url or "").hostname if kept.url else None
    yield Link("publisher", article.publisher.value if article.publisher else host or article.source or kept.key)
    if side := kept.sides.get(statement.id):
        yield Link("account", side, side)
    for one in (*reversed(_parents(record, statement)), statement):
        told: dict[str, Any] = {
            "words": record.words(one.source) or None, "cue": record.words(one.cue) or None, "statement": one.id,
        }  # fmt: skip
        if not one.speakers:
            yield Link("speaker", "not known", **told)
        for speaker in one.speakers:
            yield _speaker(speaker, told)


def passage(record: Record, statement: Statement) -> Iterator[Piece]:
    """The statement's sentences and two around them, cut where a span begins or ends; masked text is left out."""
    text = record.article.text
    marked = [
        (role, span) for role in ROLES for span in getattr(statement, role) if 0 <= span[0] < span[1] <= len(text)
    ]
    if not marked:
        return
    start, end = _around(record, min(a for _, (a, _) in marked), max(b for _, (_, b) in marked))
    inside = [(role, span) for role, span in marked if span[0] < end and start < span[1]]
    masked = record.article.masked
    cuts = {start, end, *(at for _, span in inside for at in span), *(at for span in masked for at in span)}
    points = sorted(at for at in cuts if start <= at <= end)
    for a, b in pairwise(points):
        if any(x <= a and b <= y for x, y in masked):
            continue
        held = [(y - x, role) for role, (x, y) in inside if x <= a and b <= y]
        yield Piece(text[a:b], min(held)[1] if held else None, (a, b))


def _around(record: Record, first: int, last: int) -> Span:
    """From the second sentence before a stretch to the second after it; empty and masked ones do not count."""
    text, masked = record.article.text, record.article.masked
    found = [
        (a, b) for a, b in sentences_of(text) if text[a:b].strip() and not any(x <= a and b <= y + 1 for x, y in masked)
    ]
    before = [a for a, b in found if b <= first][-AROUND:]
    after = [b for a, b in found if a >= last][:AROUND]
    own = [(a, b) for a, b in found if a < last and first < b]
    start = min([*before, *(a for a, _ in own), first])
    end = max([*after, *(b for _, b in own), last])
    return start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())


def _parents(record: Record, statement: Statement) -> list[Statement]:
    """The statements that hold this one, the nearest first; a circle ends where it closes."""
    known = {one.id: one for one in record.statements}
    found: list[Statement] = []
    seen = {statement.id}
    at = statement.parent
    while at is not None and at in known and at not in seen:
        seen.add(at)
        found.append(known[at])
        at = known[at].parent
    return found


def _speaker(actor: Actor, told: Mapping[str, Any]) -> Link:
    name = f"{actor.name}, {actor.office}" if actor.office else actor.name
    code = actor.code
    if code and actor.state_guessed and actor.state:
        code = code.replace(actor.state, f"{actor.state}?", 1)
    return Link("speaker", name, code, actor.basis, **told)


def _touches(amendment: Mapping[str, Any], kept: Kept, statement: Statement) -> bool:
    """Whether an amendment of a version concerns this statement: it hangs on words of it, or on no words at all."""
    quoted = list(_quotes(amendment.get("target")))
    text = kept.record.article.text
    own = [span for role in ROLES for span in getattr(statement, role)]
    return not quoted or any(
        words == text[a:b] or (a < end and start < b and text[start:end] == words)
        for start, end, words in quoted
        for a, b in own
    )


def _quotes(data: Any) -> Iterator[tuple[int, int, str]]:
    """Every note of words in an amendment's target: where they stood, and the words."""
    if isinstance(data, Mapping):
        if (
            isinstance(data.get("exact"), str)
            and isinstance(data.get("start"), int)
            and isinstance(data.get("end"), int)
        ):
            yield data["start"], data["end"], data["exact"]
        else:
            data = list(data.values())
    if isinstance(data, list | tuple):
        for item in data:
            yield from _quotes(item)
