"""A revision: the step from one version of an article to the next, as plain data that points at words of both."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from dragoman.article import Span
from dragoman.record import Record, Statement

REVISION_VERSION: Final = "1.0"

KINDS: Final = (
    "headline", "added", "gone", "wording", "quotation", "speaker", "numbers", "picture", "caption", "credit",
    "notice", "date", "contact", "moved", "difference",
)  # fmt: skip
"""What can change, in the order in which it is shown. ``difference`` is the plain difference of the texts."""

SIZED: Final = frozenset({"headline", "added", "gone", "wording", "quotation", "caption", "moved", "difference"})
"""Kinds that a least size leaves out where they are smaller; a number, name or date is never too small."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they stand in one version; ``changed`` where the other version does not have them."""

    words: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One version's side of a change.

    ``spans`` are in that version's text. An empty one, ``start == end``, is the place where something would stand
    that this version does not have; there are none for what the text does not hold (metadata, pictures). ``pieces``
    are the words, cut where they changed. ``statements`` are ids in that version's record. ``context`` is, of a number,
    the sentence that it stands in.
    """

    spans: tuple[Span, ...] = ()
    pieces: tuple[Piece, ...] = ()
    statements: tuple[int, ...] = ()
    context: tuple[Span, ...] = ()

    @property
    def words(self) -> str:
        """The words in one."""
        return "".join(piece.words for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Relabelled:
    """A label that differs on words that changed: ``name`` is act, modality, topic (the surest) or targets."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise in the new version; ``kind`` is one of ``KINDS``.

    ``size`` is in words: of what was added or is gone, or the larger side of what was changed. ``aspect`` says more:
    of numbers their unit, of a picture ``added``, ``gone`` or ``replaced``, of a date ``published`` or ``modified``,
    of a notice ``update`` or ``correction``, of a quotation ``marks added`` or ``marks gone``, of a contact its field,
    of a wording ``order`` where the same words stand in another order.
    """

    kind: str
    old: Part
    new: Part
    size: int = 0
    aspect: str = ""
    labels: tuple[Relabelled, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """The step from one version of an article to the next.

    ``changes`` are in the order of ``KINDS`` and then of the text. ``fetched`` are the times at which the versions
    were had, as ISO 8601, where they are known. ``incomparable`` says why the new version is none that could be
    compared (a paywall, an error page): then nothing is told as changed. ``announced`` says whether a new update or
    correction notice stands in the new version; None where the text is the same.
    """

    old: Record
    new: Record
    changes: tuple[Change, ...] = ()
    fetched: tuple[str | None, str | None] = (None, None)
    incomparable: str | None = None
    announced: bool | None = None
    version: str = REVISION_VERSION

    def __bool__(self) -> bool:
        """Whether anything changed that is a revision."""
        return bool(self.changes)

    def of(self, *kinds: str) -> tuple[Change, ...]:
        """The changes of some kinds."""
        return tuple(change for change in self.changes if change.kind in kinds)

    def only(self, kinds: Collection[str] = (), least: int = 1) -> Revision:
        """The same with changes of these kinds alone (all where none is named), and none of fewer words than ``least``.

        What ``SIZED`` does not name has no least size. Raises ValueError for a kind that there is not.
        """
        if strange := sorted(set(kinds) - set(KINDS)):
            raise ValueError(f"no kind of change is called {', '.join(strange)}: there are {', '.join(KINDS)}")
        kept = (one for one in self.changes if not kinds or one.kind in kinds)
        return replace(self, changes=tuple(one for one in kept if one.kind not in SIZED or one.size >= least))

    def statements(self, change: Change) -> tuple[list[Statement], list[Statement]]:
        """The statements of both versions that a change is about."""
        return tuple(  # type: ignore[return-value]
            [one for one in record.statements if one.id in part.statements]
            for record, part in ((self.old, change.old), (self.new, change.new))
        )

    # What a revision looks like is the rendering's business, loaded when it is asked for.

    def __str__(self) -> str:
        """The revision for people, as ``dragoman history`` prints it, without colours."""
        from dragoman.render.revision.terminal import render

        return render([self])

    def _repr_html_(self) -> str:
        from dragoman.render.revision.webpage import to_fragment

        return to_fragment(self)

    def to_dict(self) -> dict[str, Any]:
        """The revision as dictionaries, lists, strings and numbers, by ``schema/revision-1.0.json``."""
        from dragoman.render.revision.data import to_dict

        return to_dict(self)

    def to_json(self, *, indent: int | None = 2) -> str:
        """The revision as JSON text; ``indent=None`` puts it on one line."""
        from dragoman.render.revision.data import to_json

        return to_json(self, indent=indent)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Revision:
        """The revision that ``to_dict`` turned into ``data``. Raises ValueError where it is none."""
        from dragoman.render.revision.data import from_dict

        return from_dict(data)

    def to_html(self) -> str:
        """One self-contained web page."""
        from dragoman.render.revision.webpage import to_page

        return to_page([self])

    def to_markdown(self) -> str:
        """The revision as CommonMark."""
        from dragoman.render.revision.markdown import to_markdown

        return to_markdown([self])
