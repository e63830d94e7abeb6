"""What every form of a revision shows, in order and in words; how it looks is the forms' business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dragoman.article import Moment
from dragoman.phrase import Phrase
from dragoman.record import Record, Statement
from dragoman.render import outline as records
from dragoman.render.revision.telling import HEADINGS, Telling
from dragoman.revisions.revision import KINDS, Change, Part, Piece, Revision

ENGLISH: Final = Telling()


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
    """All that is shown of a step.

    ``versions`` name the two; ``verdict`` is what is said of the whole; ``sides`` head what either has.
    """

    title: str
    versions: tuple[str, str]
    languages: tuple[str, str]
    totals: str
    groups: tuple[Group, ...]
    verdict: tuple[str, ...]
    sides: tuple[str, str]


def outline(revision: Revision, say: Telling = ENGLISH) -> Outline:
    """What there is to show of a revision."""
    groups = [
        Group(kind, say.say(HEADINGS[kind]), tuple(entry(revision, change, say) for change in found))
        for kind in KINDS
        if (found := revision.of(kind))
    ]
    known = [record.article.language for record in (revision.old, revision.new)]
    return Outline(
        records.title(revision.new if revision.incomparable is None else revision.old),
        (version(revision.old, revision.fetched[0], say), version(revision.new, revision.fetched[1], say)),
        (known[0].value if known[0] else "", known[1].value if known[1] else ""),
        totals(revision, say),
        tuple(groups),
        tuple(verdict(revision, say)),
        (say.say(Phrase("Before")), say.say(Phrase("Now"))),
    )


def version(record: Record, fetched: str | None, say: Telling = ENGLISH) -> str:
    """What a version is called: its name, when it was had, and the dates that it gives itself."""
    article = record.article
    parts = [article.source if article.source not in (None, "-") else article.id or say.say(Phrase("standard input"))]
    parts += [say.say(Phrase("fetched {day}")).format(day=say.day(fetched))] if fetched else []
    parts += _dated(say.say(Phrase("published {day}")), article.published, say)
    parts += _dated(say.say(Phrase("modified {day}")), article.modified, say)
    return " · ".join(records.clean(str(part)) for part in parts)


def _dated(said: str, moment: Moment | None, say: Telling) -> list[str]:
    return [said.format(day=say.day(moment.value))] if moment else []


def totals(revision: Revision, say: Telling = ENGLISH) -> str:
    """How much changed, in a line."""
    said = []
    for kind in KINDS:
        number = len(revision.of(kind))
        if number and kind not in ("difference",):
            said.append(say.count(kind, number))
    return " · ".join(said)


def verdict(revision: Revision, say: Telling = ENGLISH) -> Iterator[str]:
    """Whether this is a revision at all, and whether the newspaper tells of it."""
    if revision.incomparable is not None:
        why = records.clean(say.say(revision.incomparable))
        yield say.say(Phrase("Not comparable, and no revision: {why}")).format(why=why)
        return
    if not revision.changes:
        same = revision.announced is None
        yield say.say(
            Phrase("No revision: nothing changed.") if same else Phrase("Nothing of this kind and size changed.")
        )
    if revision.announced is False:
        notices = revision.new.article.notices
        if notices:
            words = records.words(revision.new, [notices[-1].span])
            said = say.say(Phrase("No new update or correction notice found; one stood there before: “{words}”"))
            yield said.format(words=words)
        else:
            yield say.say(Phrase("No update or correction notice found."))


def entry(revision: Revision, change: Change, say: Telling = ENGLISH) -> Entry:
    """A change as it is shown."""
    old, new = revision.statements(change)
    who = (_who(revision.old, old, say), _who(revision.new, new, say))
    numbers = _numbers(old, new, say)
    if change.kind == "numbers":
        around = (_context(revision.old, change.old), _context(revision.new, change.new))
        return Entry(_lines(change, who, around), (*_small(change, say), *numbers))
    if change.kind == "speaker":
        return Entry(_attribution(revision, old, new, who), numbers)
    return Entry(_lines(change, who), (*_small(change, say), *numbers))


def _numbers(old: Sequence[Statement], new: Sequence[Statement], say: Telling) -> tuple[str, ...]:
    """Which statements of the two records these are."""
    sides = [", ".join(str(one.id) for one in some) for some in (old, new)]
    shown = " → ".join(side for side in sides if side)
    return (say.say(Phrase("statement {numbers}")).format(numbers=shown),) if shown else ()


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


def _small(change: Change, say: Telling) -> tuple[str, ...]:
    if change.kind == "numbers":
        unit = "" if change.aspect == "count" else say.aspect(change.aspect)
        return tuple(part for part in (f"{_shown(change.old)} → {_shown(change.new)}", unit) if part)
    if change.kind == "date":
        return (say.aspect(change.aspect),)
    said = [say.aspect(change.aspect)] if change.aspect else []
    if change.kind == "notice" and not change.new.pieces:
        said.append(say.say(Phrase("no longer in the text")))
    return (*said, *(say.label(label) for label in change.labels))


def _shown(part: Part) -> str:
    return records.clean(part.words).strip()


def _who(record: Record, statements: Iterable[Statement], say: Telling) -> str:
    """Who speaks, each once."""
    return "; ".join(dict.fromkeys(say.speaker(record, one) for one in statements))
