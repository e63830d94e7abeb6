"""What every form of a revision shows, in order and in words; how it looks is the forms' business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dragoman.record import Record, Statement
from dragoman.render import glosses
from dragoman.render import outline as records
from dragoman.revisions.revision import KINDS, Change, Part, Piece, Relabelled, Revision

HEADINGS: Final = {
    "headline": "Headline changed",
    "added": "Statements added",
    "gone": "Statements no longer in the text",
    "wording": "Wording changed",
    "quotation": "Quotation marks changed",
    "speaker": "Attributed to another speaker",
    "numbers": "Numbers changed",
    "picture": "Pictures",
    "caption": "Captions changed",
    "credit": "Picture credits changed",
    "notice": "Notices",
    "date": "Dates changed",
    "contact": "Contacts",
    "moved": "Moved within the text",
    "difference": "The plain difference",
}
FOOT: Final = (
    "“No longer in the text” says what a version has, not why. Labels are read by a machine, and shown only where "
    "words changed."
)
_ASPECTS: Final = {
    "marks added": "now in quotation marks", "marks gone": "no longer in quotation marks", "added": "added",
    "gone": "no longer there", "replaced": "another picture", "update": "update notice",
    "correction": "correction notice", "alternative": "text in place of the picture",
    "order": "the same words in another order",
}  # fmt: skip
_UNITS: Final = {"count": "", "minute": "length of time", "day": "length of time", "percent": "per cent"}


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one version. ``side`` is ``old`` or ``new``; ``who`` says them; no piece is marked where all is new."""

    side: str
    pieces: tuple[Piece, ...]
    who: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: what the versions have, and what is to be said of it."""

    lines: tuple[Line, ...]
    small: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind."""

    kind: str
    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """All that is shown of a step. ``versions`` name the two; ``verdict`` is what is said of the whole."""

    title: str
    versions: tuple[str, str]
    languages: tuple[str, str]
    totals: str
    groups: tuple[Group, ...]
    verdict: tuple[str, ...]


def outline(revision: Revision) -> Outline:
    """What there is to show of a revision."""
    groups = [
        Group(kind, HEADINGS[kind], tuple(entry(revision, change) for change in found))
        for kind in KINDS
        if (found := revision.of(kind))
    ]
    known = [record.article.language for record in (revision.old, revision.new)]
    return Outline(
        records.title(revision.new if revision.incomparable is None else revision.old),
        (version(revision.old, revision.fetched[0]), version(revision.new, revision.fetched[1])),
        (known[0].value if known[0] else "", known[1].value if known[1] else ""),
        totals(revision),
        tuple(groups),
        tuple(verdict(revision)),
    )


def version(record: Record, fetched: str | None) -> str:
    """What a version is called: its name, when it was had, and the dates that it gives itself."""
    article = record.article
    parts = [article.source if article.source not in (None, "-") else article.id or "standard input"]
    parts += [f"fetched {records.date_words(fetched)}"] if fetched else []
    parts += [f"published {records.date_words(article.published.value)}"] if article.published else []
    parts += [f"modified {records.date_words(article.modified.value)}"] if article.modified else []
    return " · ".join(records.clean(str(part)) for part in parts)


def totals(revision: Revision) -> str:
    """How much changed, in a line."""
    said = []
    for kind in KINDS:
        number = len(revision.of(kind))
        if number and kind not in ("difference",):
            said.append(_COUNTS[kind].format(n=number, s="" if number == 1 else "s"))
    return " · ".join(said)


_COUNTS: Final = {
    "headline": "headline changed", "added": "{n} statement{s} added", "gone": "{n} no longer in the text",
    "wording": "{n} in other words", "quotation": "{n} quoted otherwise",
    "speaker": "{n} attributed to another speaker",
    "numbers": "{n} number{s} changed", "picture": "{n} picture{s} changed", "caption": "{n} caption{s} changed",
    "credit": "{n} credit{s} changed", "notice": "{n} notice{s}", "date": "{n} date{s} changed",
    "contact": "{n} fact{s} of contacts changed", "moved": "{n} moved",
}  # fmt: skip


def verdict(revision: Revision) -> Iterator[str]:
    """Whether this is a revision at all, and whether the newspaper tells of it."""
    if revision.incomparable is not None:
        yield f"Not comparable, and no revision: {records.clean(revision.incomparable)}"
        return
    if not revision.changes:
        same = revision.announced is None
        yield "No revision: nothing changed." if same else "Nothing of this kind and size changed."
    if revision.announced is False:
        notices = revision.new.article.notices
        if notices:
            words = records.words(revision.new, [notices[-1].span])
            yield f"No new update or correction notice found; one stood there before: “{words}”"
        else:
            yield "No update or correction notice found."


def entry(revision: Revision, change: Change) -> Entry:
    """A change as it is shown."""
    old, new = revision.statements(change)
    who = (_who(revision.old, old), _who(revision.new, new))
    numbers = _numbers(old, new)
    if change.kind == "numbers":
        around = (_context(revision.old, change.old), _context(revision.new, change.new))
        return Entry(_lines(change, who, around), (*_small(change), *numbers))
    if change.kind == "speaker":
        return Entry(_attribution(revision, old, new, who), numbers)
    return Entry(_lines(change, who), (*_small(change), *numbers))


def _numbers(old: Sequence[Statement], new: Sequence[Statement]) -> tuple[str, ...]:
    """Which statements of the two records these are."""
    sides = [", ".join(str(one.id) for one in some) for some in (old, new)]
    return (f"statement {' → '.join(side for side in sides if side)}",) if any(sides) else ()


def _lines(change: Change, who: tuple[str, str], sides: tuple[Part, Part] | None = None) -> tuple[Line, ...]:
    parts = sides or (change.old, change.new)
    both = all(part.pieces for part in parts)
    out = []
    for side, part, name in zip(("old", "new"), parts, who, strict=True):
        if part.pieces:
            pieces = tuple(Piece(records.clean(one.words), one.changed and both) for one in part.pieces)
            out.append(Line(side, pieces, name))
    return tuple(out)


def _context(record: Record, part: Part) -> Part:
    """The sentence in which a number stands, with the number marked."""
    if not (part.context and part.spans):
        return part
    (first, last), (start, end), text = part.context[0], part.spans[0], record.article.text
    return Part(part.spans, (Piece(text[first:start]), Piece(text[start:end], True), Piece(text[end:last])))


def _attribution(
    revision: Revision, old: Sequence[Statement], new: Sequence[Statement], who: tuple[str, str]
) -> tuple[Line, ...]:
    return tuple(
        Line(side, (Piece(records.words(record, some[0].content if some else ())),), name)
        for side, record, some, name in (("old", revision.old, old, who[0]), ("new", revision.new, new, who[1]))
    )


def _small(change: Change) -> tuple[str, ...]:
    if change.kind == "numbers":
        unit = _UNITS.get(change.aspect, change.aspect)
        return tuple(part for part in (f"{_shown(change.old)} → {_shown(change.new)}", unit) if part)
    if change.kind == "date":
        return (change.aspect,)
    said = [_ASPECTS.get(change.aspect, records.clean(change.aspect))] if change.aspect else []
    if change.kind == "notice" and not change.new.pieces:
        said.append("no longer in the text")
    return (*said, *(relabelled(label) for label in change.labels))


def _shown(part: Part) -> str:
    return records.clean(part.words).strip()


def relabelled(label: Relabelled) -> str:
    """A label before and after, in words."""
    old, new = (records.clean(value) for value in (label.old, label.new))
    if label.name == "modality":
        old, new = (glosses.MODALITIES.get(value, value) for value in (old, new))
    return f"{label.name}: {old} → {new}"


def _who(record: Record, statements: Iterable[Statement]) -> str:
    """Who speaks, each once."""
    return "; ".join(dict.fromkeys(_speaker(record, one) for one in statements))


def _speaker(record: Record, statement: Statement) -> str:
    if statement.speakers:
        return "; ".join(records.short_actor(actor) for actor in statement.speakers)
    return records.speaker_words(record, statement)
