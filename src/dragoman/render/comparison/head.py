"""What stands over the columns: the contact, field by field as each account tells it, and the accounts themselves."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.accounts.comparison import FIELDS, Account, Comparison, Value
from dragoman.article import Span
from dragoman.record import Actor
from dragoman.render import outline as records
from dragoman.render.comparison.parts import language
from dragoman.render.comparison.passages import language_name
from dragoman.render.comparison.telling import Letter, article, basis, label, letter, side, state
from dragoman.render.comparison.wording import Wording


@dataclass(frozen=True, slots=True)
class Told:
    """A field's value and which accounts tell it: ``who`` is empty where every side that has one tells the same."""

    value: str
    who: str
    evidence: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the contact. ``values`` has one for all where the accounts agree; where they differ none is chosen.

    ``name`` is one of ``FIELDS`` or "participants".
    """

    name: str
    label: str
    values: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """An account over its column: whose it is, how it is known, and its topics in order with their share (0 to 1)."""

    account: Account
    label: str
    name: str
    title: str
    about: tuple[str, ...]
    topics: tuple[tuple[str, float], ...]


def title(comparison: Comparison, say: Wording) -> str:
    """The two sides, by name."""
    return say.say("title", a=side(comparison, "a", say), b=side(comparison, "b", say))


def fields(comparison: Comparison, say: Wording) -> list[Field]:
    """Participants, then every field that at least one account tells, in the order of ``FIELDS``."""
    found = []
    if people := _participants(comparison, say):
        found.append(Field("participants", say.say("participants"), (Told(people, ""),)))
    for name in FIELDS:
        values = comparison.contact.fields.get(name, ())
        if values:
            found.append(Field(name, say.term("fields", name), tuple(_told(comparison, name, values, say))))
    return found


def _participants(comparison: Comparison, say: Wording) -> str:
    """Those of the first side, a dash, those of the second; others after them."""
    first, second = comparison.sides
    groups: dict[str | None, list[Actor]] = {first: [], second: []}
    for actor in comparison.contact.participants:
        groups.setdefault(actor.state, []).append(actor)
    # Where a person stands for a state, the state itself says nothing more.
    named = [[a for a in some if a.person] or some for some in groups.values()]
    return " — ".join(", ".join(say.actor(a, office=True) for a in some) for some in named if some)


def _told(comparison: Comparison, name: str, values: tuple[Value, ...], say: Wording) -> list[Told]:
    """Each value with the accounts that tell it."""
    who: dict[str, list[Value]] = {}
    for one in values:
        who.setdefault(one.value, []).append(one)
    sides = {letter(v.account) for v in values}
    agreed = len(who) == 1 and sides >= {letter(a.id) for a in comparison.accounts if a.stage == "after" and a.side}
    out = []
    for value, tellers in who.items():
        names = ", ".join(dict.fromkeys(label(v.account, say) for v in tellers))
        evidence = tuple((v.account, v.span) for v in tellers if v.span is not None)
        out.append(Told(_value(comparison, name, value, say), "" if agreed else names, evidence))
    return out


def _value(comparison: Comparison, name: str, value: str, say: Wording) -> str:
    if name == "date":
        return say.day(value)
    if name == "duration":
        return say.duration(value)
    if name == "initiative":
        return state(comparison, value, say)
    return say.term(name, value) if name in ("mode", "level", "status") else records.clean(value)


def headings(comparison: Comparison, say: Wording) -> list[Heading]:
    """Every account, in the comparison's order: a's, b's, the newspapers', then what was announced beforehand."""
    order: tuple[Letter, ...] = ("a", "b", "news")
    known = sorted(comparison.accounts, key=lambda a: (a.stage == "before", order.index(letter(a.id))))
    return [_heading(comparison, account, say) for account in known]


def _heading(comparison: Comparison, account: Account, say: Wording) -> Heading:
    record = comparison.records[account.record]
    own = letter(account.id)
    about = [] if own == "news" else [basis(account, say, article(comparison, account))]
    about.append(say.count("words", account.words))
    when = account.published
    about.append(say.say("published", when=say.moment(when)) if when else say.say("no_date"))
    if account.rank in ("official", "agency") and own != "news":
        about.append(say.term("rank", account.rank))
    if spoken := account.language or language(record):
        about.append(language_name(spoken, say))
    name = records.clean(account.name) if own == "news" else side(comparison, own, say)
    topics = tuple((say.topic(topic), min(max(share, 0.0), 1.0)) for topic, share in account.topics)
    return Heading(account, label(account.id, say), name, records.title(record), tuple(about), topics)
