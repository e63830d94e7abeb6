"""A record: what was read in one article, as plain data whose every field points at words of the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragoman.article import Article, Span

if TYPE_CHECKING:
    import pandas

SCHEMA_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the calibrated probability that it is right.

    ``resolved`` is False where the confidence lies below the reader's threshold: the best guess is kept in
    ``value`` for those who want it, and is shown as unresolved.
    """

    value: str
    confidence: float
    resolved: bool = True


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, institution, state or organisation.

    ``name`` is the actor's name as known, or the article's own words; ``state`` is an ISO 3166 alpha-3 code
    or an organisation of ``codes.ORGANISATIONS``, None where none applies or none is known; ``sector`` is of
    ``codes.SECTORS``; ``office`` is the office held on the article's date. ``basis`` (``codes.BASES``) says
    how the words were understood, ``evidence`` which words. ``state_guessed``: no word says the state, it is
    the one that the article is about.
    """

    name: str
    state: str | None = None
    sector: str | None = None
    person: bool = False
    office: str | None = None
    basis: str = "named"
    evidence: Span | None = None
    state_guessed: bool = False

    @property
    def code(self) -> str | None:
        """``STATE.SECTOR`` as in the annotation guidelines; None where nothing is known."""
        if self.sector is None:
            return self.state
        return f"{self.state or '---'}.{self.sector}"

    @property
    def inferred(self) -> bool:
        """Whether nothing in the sentence names the actor, so that it is shown in brackets."""
        return self.basis == "inferred"


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution, understood: who said what, to whom, as the article tells it.

    ``source``, ``cue``, ``content``, ``condition`` are spans of the text (several where a quotation is
    interrupted; none for a dropped source). ``kind`` is direct, indirect or mixed. ``parent`` is the id of the
    statement whose content holds this one. ``translated`` marks a quotation in another language than the
    speaker's own. ``confidence`` is the calibrated probability that the attribution as a whole is right;
    ``span_confidence`` the same for source, cue, content and condition.
    """

    id: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    condition: tuple[Span, ...]
    kind: str
    speakers: tuple[Actor, ...]
    act: Label
    modality: Label
    topics: tuple[Label, ...]
    targets: tuple[Actor, ...] = ()
    parent: int | None = None
    translated: bool = False
    confidence: float = 1.0
    span_confidence: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """An act that the article tells as fact, not as somebody's words."""

    trigger: Span
    actors: tuple[Actor, ...]
    act: Label
    targets: tuple[Actor, ...] = ()
    modality: str = "fact"
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A meeting, call, video conference or letter between states.

    ``date`` is ISO, with what is not known left out (``2021-12``) or as ``XXXX-12-07`` where the year is
    unknown; None where nothing tells. ``evidence`` are the words that report the contact.
    """

    date: str | None
    mode: str
    level: str
    participants: tuple[Actor, ...]
    status: str
    place: str | None = None
    topics: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    date_evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a record was made with, so that it can be made again."""

    version: str
    reader: str
    actors: str


@dataclass(frozen=True, slots=True)
class Record:
    """Everything read in one article."""

    article: Article
    statements: tuple[Statement, ...]
    contacts: tuple[Contact, ...] = ()
    events: tuple[Event, ...] = ()
    warnings: tuple[str, ...] = ()
    made: Made | None = None
    schema_version: str = SCHEMA_VERSION

    def words(self, spans: tuple[Span, ...]) -> str:
        """The words of several spans, joined by an ellipsis."""
        return " … ".join(self.article.text[start:end] for start, end in spans)

    # What a record looks like is the rendering's business, loaded when it is asked for.

    def __str__(self) -> str:
        """The reading for people, as ``dragoman read`` prints it, without colours."""
        from dragoman.render.terminal import render

        return render(self)

    def _repr_html_(self) -> str:
        from dragoman.render.webpage import to_fragment

        return to_fragment(self)

    def to_dict(self) -> dict[str, Any]:
        """The record as dictionaries, lists, strings and numbers, by ``schema/record-1.0.json``."""
        from dragoman.render.data import to_dict

        return to_dict(self)

    def to_json(self, *, indent: int | None = 2) -> str:
        """The record as JSON text; ``indent=None`` puts it on one line."""
        from dragoman.render.data import to_json

        return to_json(self, indent=indent)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Record:
        """The record that ``to_dict`` turned into ``data``. Raises ValueError where it is none."""
        from dragoman.render.data import from_dict

        return from_dict(data)

    def to_standoff(self) -> dict[str, Any]:
        """The record in the exchange form: best labels, no confidence."""
        from dragoman.render.standoff import to_standoff

        return to_standoff(self)

    def to_html(self) -> str:
        """One self-contained web page: the article with its statements marked."""
        from dragoman.render.webpage import to_page

        return to_page([self])

    def to_markdown(self) -> str:
        """The reading for people as CommonMark."""
        from dragoman.render.markdown import to_markdown

        return to_markdown(self)

    def to_frame(self) -> pandas.DataFrame:
        """A pandas frame with one row a statement. Raises ImportError where pandas is not installed."""
        from dragoman.render.table import to_frame

        return to_frame(self)
