"""The step from one version of an article to the next, by statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.record import Record
from dragoman.revisions import around, wording
from dragoman.revisions.alignment import Alignment
from dragoman.revisions.contacts import contacts
from dragoman.revisions.numbers import Pair, numbers
from dragoman.revisions.parts import part
from dragoman.revisions.revision import KINDS, Change, Part, Revision
from dragoman.revisions.statements import Said, match, said
from dragoman.revisions.words import Words, words_of

TEXTUAL = frozenset({"headline", "added", "gone", "wording", "quotation", "speaker", "numbers", "moved", "difference"})
"""Kinds of change of the text, of which a newspaper would tell its readers."""


def revise(old: Record, new: Record, *, fetched: tuple[str | None, str | None] = (None, None)) -> Revision:
    """What changed from one version of an article to the next.

    Pure: it works from the two records alone. ``fetched`` are the times at which the versions were had, as ISO 8601,
    where they are known; they are only kept. Whether the new version can be compared at all, ``comparable`` says.
    """
    alignment = Alignment(words_of(old.article), words_of(new.article))
    before, after = said(old, alignment.old), said(new, alignment.new)
    groups = match(before, after, alignment)
    counted = numbers(old.article, new.article, alignment)
    told = [
        {n for pair in counted for n in words.of([pair[side].span])}
        for side, words in enumerate((alignment.old, alignment.new))
    ]
    changes = [
        *around.headline(old.article, new.article),
        *wording.changes(groups, alignment, told),
        *_numbers(counted, alignment, before, after),
        *_difference(alignment),
    ]
    textual = any(change.kind in TEXTUAL for change in changes)
    changes += around.pictures(old.article, new.article)
    changes += around.notices(old.article, new.article, changed=textual)
    changes += around.dates(old.article, new.article)
    changes += contacts(old, new, alignment)
    notes = [change for change in changes if change.kind == "notice" and change.new.spans]
    return Revision(
        old, new, tuple(sorted(changes, key=_order)), fetched, announced=bool(notes) if textual else None
    )  # fmt: skip


def _order(change: Change) -> tuple[int, int]:
    spans = change.new.spans or change.old.spans
    return KINDS.index(change.kind), spans[0][0] if spans else 0


def _numbers(
    counted: Sequence[Pair], alignment: Alignment, before: Sequence[Said], after: Sequence[Said]
) -> Iterator[Change]:
    for pair in counted:
        sides = []
        for quantity, words, some in zip(pair, (alignment.old, alignment.new), (before, after), strict=True):
            inside = words.of([quantity.span])
            holders = [one.statement.id for one in some if set(inside) <= {*one.content, *one.cue}]
            told = part(words, [quantity.span], inside, holders)
            sides.append(replace(told, context=(words.sentence(words.within[inside[0]]),)))
        yield Change("numbers", sides[0], sides[1], max(len(one.words.split()) for one in sides), pair[1].unit)


def _difference(alignment: Alignment) -> Iterator[Change]:
    """The plain difference: sentences of which a word changed, those that were split or joined together."""
    for old, new in alignment.groups():
        lost = _missing(alignment.old, old, alignment.forward)
        gained = _missing(alignment.new, new, alignment.backward)
        if not (lost or gained):
            continue
        sides = [
            part(words, [words.sentence(n) for n in some], missing)
            for words, some, missing in ((alignment.old, old, lost), (alignment.new, new, gained))
        ]
        if not old:
            sides[0] = Part((alignment.flipped.place(alignment.new.sentences[new[0]][0]),))
        if not new:
            sides[1] = Part((alignment.place(alignment.old.sentences[old[0]][0]),))
        yield Change("difference", sides[0], sides[1], max(len(lost), len(gained)))


def _missing(words: Words, sentences: Sequence[int], there: Sequence[int]) -> list[int]:
    return [n for s in sentences for n in range(*words.sentences[s]) if there[n] < 0]
