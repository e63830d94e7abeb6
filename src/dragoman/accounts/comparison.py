"""A comparison: the accounts of one contact side by side, as plain data that points at the words of its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dragoman.article import Moment, Span
from dragoman.record import Actor, Label, Record

COMPARISON_VERSION = "1.0"

Stage = Literal["before", "after"]
Rank = Literal["text", "official", "agency", "newspaper"]
Status = Literal["both", "only-a", "only-b", "conflict"]
RANKS: tuple[Rank, ...] = ("text", "official", "agency", "newspaper")
"""Accounts of one side in this order: its own text, a named official, its state agency, others."""


@dataclass(frozen=True, slots=True)
class Basis:
    """How we know an account: ``full`` text, an ``excerpt`` of it, or as ``told`` by a publisher."""

    kind: Literal["full", "excerpt", "told"]
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What one side, or a newspaper by itself, says of the contact in one article.

    ``id`` is "a" or "b" for a side's first account, "a2", "b2" … for its further ones, "news", "news2" … for what
    newspapers
    tell by themselves. ``side`` is the state or organisation, None for a newspaper. ``record`` is the index of the
    record in the
    comparison, ``spans`` the stretches of its text that are this account's (the whole text of a readout). ``stage``
    tells a preview from a report. ``words`` counts the words of ``spans``. ``topics`` are in order of first mention,
    each with its share of the words that bear a topic (0 to 1).
    """

    id: str
    side: str | None
    name: str
    rank: Rank
    basis: Basis
    record: int
    spans: tuple[Span, ...]
    words: int
    language: str
    stage: Stage = "after"
    published: Moment | None = None
    url: str | None = None
    topics: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What an account says of the contact: a statement, topic, agreement, demand, promise, warning or characterisation.

    ``account`` is the teller's id. ``speakers`` is who is said to have said it; ``by`` their states ("USA"), both
    sides for a
    joint claim. ``ascribed``: told by one side, of the other one alone. ``spans`` cover the claim's words in the text
    of
    its account's record; ``statements`` are the ids of the record's statements that it was made of. ``quoted``: some
    of its words stand in quotation marks.
    """

    id: int
    account: str
    spans: tuple[Span, ...]
    speakers: tuple[Actor, ...]
    by: tuple[str, ...]
    act: Label
    modality: Label
    topics: tuple[Label, ...]
    targets: tuple[Actor, ...] = ()
    ascribed: bool = False
    quoted: bool = False
    statements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two claims cannot both be true of one fact.

    ``kind`` names the fact: initiative, number, date, duration, agreed, promised, happened, scope. ``a`` and ``b``
    are what each
    account says of it, in few words, and ``a_span`` and ``b_span`` where.
    """

    kind: str
    a: str
    b: str
    a_span: Span | None = None
    b_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Claims of different accounts that tell of one thing: ``claims`` by account id, ``status`` between the two sides.

    ``both`` is neither agreement nor truth: the thing is mentioned in both accounts. ``confidence`` is the probability
    that claims of the two sides in it belong together; 1 where only one side is in it. ``differ``: it is on a topic
    on which the sides' positions
    differ (other demands, other blame), which is no conflict.
    """

    id: int
    topic: str
    claims: Mapping[str, tuple[Claim, ...]]
    status: Status
    confidence: float = 1.0
    reason: Reason | None = None
    differ: bool = False

    def of(self, side: Literal["a", "b"]) -> tuple[Claim, ...]:
        """The claims of all accounts of one side."""
        return tuple(c for name, claims in self.claims.items() if name[:1] == side for c in claims)


@dataclass(frozen=True, slots=True)
class Value:
    """What one account says of one field of the contact, and in which words (``span`` in its record, None where told
    by metadata)."""

    account: str
    value: str
    span: Span | None = None


FIELDS = ("date", "mode", "level", "place", "status", "initiative", "duration")


@dataclass(frozen=True, slots=True)
class Meeting:
    """The contact itself: every field holds one value an account, and where they differ none is chosen.

    ``fields`` by name (``FIELDS``): ``date`` is ISO; ``initiative`` is the code of who asked for it; ``duration`` is
    in minutes, with
    ">" or "<" before it where told so. ``participants`` are the two sides' people and states, as far as known.
    """

    participants: tuple[Actor, ...]
    fields: Mapping[str, tuple[Value, ...]]
    topics: tuple[str, ...] = ()

    def one(self, name: str) -> str | None:
        """The value of a field on which no two accounts differ; None otherwise."""
        values = {v.value for v in self.fields.get(name, ())}
        return values.pop() if len(values) == 1 else None


@dataclass(frozen=True, slots=True)
class Ascription:
    """A claim told by one side of the other, and what the other's own account has of it.

    ``outcome``: confirmed, reworded, denied, or absent from the text we have. ``answer`` is the other side's claim.
    """

    claim: Claim
    outcome: Literal["confirmed", "reworded", "denied", "absent"]
    answer: Claim | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Announced:
    """What a preview said would be talked about, and the accounts that then mention it (none: no account we have)."""

    claim: Claim
    topic: str
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A wording of one side's account beside its earlier accounts with the same partner.

    ``claim`` is the one in the account now (None where dropped); ``earlier`` is the index in ``Comparison.earlier``
    of the record that has
    the older wording, ``earlier_spans`` where (None and empty where new).
    """

    account: str
    outcome: Literal["new", "repeated", "reworded", "dropped"]
    claim: Claim | None = None
    earlier: int | None = None
    earlier_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What two official language versions of one text say otherwise: spans in either, none where only one has it."""

    accounts: tuple[str, str]
    first: tuple[Span, ...]
    second: tuple[Span, ...]
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Accounts of one contact, aligned. ``sides`` are the codes of a and b.

    ``earlier`` are the records that ``formulas`` compare with. ``rows`` are in the order of a's text, those of b
    alone where b has them. ``warnings`` are for people.
    """

    records: tuple[Record, ...]
    sides: tuple[str, str]
    accounts: tuple[Account, ...]
    contact: Meeting
    rows: tuple[Row, ...]
    ascribed: tuple[Ascription, ...] = ()
    announced: tuple[Announced, ...] = ()
    formulas: tuple[Formula, ...] = ()
    earlier: tuple[Record, ...] = ()
    versions: tuple[Difference, ...] = ()
    warnings: tuple[str, ...] = ()
    id: str = ""
    version: str = COMPARISON_VERSION
    translations: Mapping[int, str] = field(default_factory=dict)
    """Machine translations by claim id, where the user's own engine made them."""

    def account(self, name: str) -> Account:
        """An account by its id. Raises KeyError."""
        for account in self.accounts:
            if account.id == name:
                return account
        raise KeyError(name)

    def words(self, claim: Claim) -> str:
        """A claim's words in its own language."""
        return self.records[self.account(claim.account).record].words(claim.spans)

    # What a comparison looks like is the rendering's business, loaded when it is asked for.

    def __str__(self) -> str:
        """The comparison for people, as ``dragoman compare`` prints it, without colours."""
        from dragoman.render.comparison.terminal import render

        return render(self)

    def _repr_html_(self) -> str:
        from dragoman.render.comparison.webpage import to_fragment

        return to_fragment(self)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as dictionaries, lists, strings and numbers, by ``schema/comparison-1.0.json``."""
        from dragoman.render.comparison.data import to_dict

        return to_dict(self)

    def to_json(self, *, indent: int | None = 2) -> str:
        """The comparison as JSON text; ``indent=None`` puts it on one line."""
        from dragoman.render.comparison.data import to_json

        return to_json(self, indent=indent)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Comparison:
        """The comparison that ``to_dict`` turned into ``data``. Raises ValueError where it is none."""
        from dragoman.render.comparison.data import from_dict

        return from_dict(data)

    def to_standoff(self) -> dict[str, Any]:
        """The comparison in the exchange form."""
        from dragoman.render.comparison.standoff import to_standoff

        return to_standoff(self)

    def to_html(self, language: str = "en") -> str:
        """One self-contained web page with two columns; ``language`` ("en" or "ru") is that of its headings."""
        from dragoman.render.comparison.webpage import to_page

        return to_page(self, interface=language)

    def to_markdown(self, language: str = "en") -> str:
        """The comparison as CommonMark; ``language`` ("en" or "ru") is that of its headings."""
        from dragoman.render.comparison.markdown import to_markdown

        return to_markdown(self, language)

    def to_brief(self, language: str = "en") -> str:
        """A neutral paragraph or two, every clause with its footnote, in English ("en") or Russian ("ru")."""
        from dragoman.render.comparison.brief import to_brief

        return to_brief(self, language)
