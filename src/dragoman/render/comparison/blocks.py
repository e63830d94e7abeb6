"""What stands under the columns: ascribed claims, what was announced, formulas, and versions that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.accounts.comparison import Account, Announced, Ascription, Comparison, Difference, Formula
from dragoman.render import outline as records
from dragoman.render.comparison.parts import Part, part, stretch
from dragoman.render.comparison.telling import absence, label, letter, other, told_by
from dragoman.render.comparison.wording import Wording


@dataclass(frozen=True, slots=True)
class Item:
    """Words and what is said of them: ``parts`` are one or two texts' words, ``outcome`` how they stand to each other.

    ``key`` is the outcome's name in the data.
    """

    parts: tuple[Part, ...]
    outcome: str
    key: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Items of one kind ("ascribed", "announced", "formulas", "versions") under one heading."""

    kind: str
    heading: str
    items: tuple[Item, ...]


def blocks(comparison: Comparison, say: Wording) -> list[Block]:
    """The blocks that have anything in them, in the order in which they are shown."""
    return [block for block in _all(comparison, say) if block.items]


def _all(comparison: Comparison, say: Wording) -> Iterator[Block]:
    for by in ("a", "b"):
        said = [one for one in comparison.ascribed if letter(one.claim.account) == by]
        heading = say.say("said_of", of=other(by).upper(), by=by.upper())
        yield Block("ascribed", heading, tuple(_ascribed(comparison, one, say) for one in said))
    yield Block(
        "announced", say.say("announced"), tuple(_announced(comparison, one, say) for one in comparison.announced)
    )
    for of in ("a", "b"):
        own = [one for one in comparison.formulas if letter(one.account) == of]
        heading = say.say("formulas", side=of.upper())
        yield Block("formulas", heading, tuple(_formula(comparison, one, say) for one in own))
    yield Block("versions", say.say("versions"), tuple(_version(comparison, one, say) for one in comparison.versions))


def _ascribed(comparison: Comparison, one: Ascription, say: Wording) -> Item:
    of = other(one.claim.account)
    claim = part(comparison, one.claim, say, head=_by(comparison, comparison.account(one.claim.account), say))
    if one.outcome == "absent":
        return Item((claim,), absence(comparison, of, say, own=True), "absent", one.row)
    outcome = say.say(one.outcome, side=of.upper())
    if one.answer is None:
        return Item((claim,), outcome, one.outcome, one.row)
    answer = part(comparison, one.answer, say, head=_by(comparison, comparison.account(one.answer.account), say))
    return Item((claim, answer), outcome, one.outcome, one.row)


def _by(comparison: Comparison, account: Account, say: Wording) -> str:
    """The account's label, with how it is known where it is not a side's main one."""
    if account.id in ("a", "b"):
        return label(account.id, say)
    told = told_by(comparison, account, say)
    short = label(account.id, say)
    return told if told.startswith(short) else f"{short}, {told}"


def _announced(comparison: Comparison, one: Announced, say: Wording) -> Item:
    claim = part(comparison, one.claim, say, head=_by(comparison, comparison.account(one.claim.account), say))
    claim = replace(claim, small=(say.topic(one.topic), *claim.small))
    if not one.found:
        return Item((claim,), say.say("not_found"), "not-found")
    where = ", ".join(label(name, say) for name in sorted(one.found, key=lambda name: (letter(name), name)))
    return Item((claim,), say.say("found", accounts=where), "found")


def _formula(comparison: Comparison, one: Formula, say: Wording) -> Item:
    said = [] if one.claim is None else [part(comparison, one.claim, say, head=label(one.account, say))]
    if one.earlier is not None and one.earlier_spans:
        record = comparison.earlier[one.earlier]
        when = f", {say.moment(record.article.published)}" if record.article.published else ""
        head = say.say("earlier", title=records.title(record) + when)
        said.append(stretch(comparison.earlier, one.earlier, one.earlier_spans, head=head, earlier=True))
    outcome = say.say("reworded_formula" if one.outcome == "reworded" else one.outcome)
    return Item(tuple(said), outcome, one.outcome)


def _version(comparison: Comparison, one: Difference, say: Wording) -> Item:
    said = []
    for name, spans in zip(one.accounts, (one.first, one.second), strict=True):
        if spans:
            account = comparison.account(name)
            shown = stretch(comparison.records, account.record, spans, head=label(name, say), earlier=False)
            said.append(replace(shown, account=name))
    if one.reason is not None:
        kind = say.term("reason", one.reason.kind)
        first, second = (label(name, say) for name in one.accounts)
        told = f"{first}: {records.clean(one.reason.a)} · {second}: {records.clean(one.reason.b)}"
        return Item(tuple(said), f"{kind} — {told}", one.reason.kind)
    return Item(tuple(said), say.say("only_version") if len(said) == 1 else "", "only" if len(said) == 1 else "differ")
