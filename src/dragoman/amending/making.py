"""Amendments made in a store, within the caller's transaction: noted down, and everything that follows written anew."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from dragoman.amending import grouping, log, mentions
from dragoman.amending.amendment import OF_CONTACTS, OF_RECORDS, AmendingError, Amendment
from dragoman.amending.applying import Applied, apply
from dragoman.amending.current import Current, current, reapply
from dragoman.amending.mentions import Mention
from dragoman.amending.parts import ROLES, anchored, kept, spans_of
from dragoman.amending.quotes import from_data, locate_all
from dragoman.amending.wishes import Wish, before, fields
from dragoman.codes import LEVELS, MODES, STATUSES
from dragoman.record import Statement
from dragoman.store.tables import articles, contact_articles, statements

SETTABLE = ("date", "mode", "level", "status", "place")
"""What can be set of a contact."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who amends, and why."""

    who: str
    why: str


def change(connection: Connection, row: int, wish: Wish, hand: Hand) -> Amendment:
    """Change a statement, by its row. Raises ``AmendingError`` where nothing would be another."""
    now, applied, statement = _statement(connection, row)
    new = fields(applied.record, statement, wish, _begin(statement))
    old = before(applied.record, statement, new)
    if new == old:
        if new:
            raise AmendingError("statement {row} says so already", row=row)
        raise AmendingError("nothing to change was named")
    return _noted(connection, "change", now, hand, _target(connection, now, applied, statement), old, new)


def remove(connection: Connection, row: int, hand: Hand) -> Amendment:
    """Remove a false statement, by its row."""
    now, applied, statement = _statement(connection, row)
    target = _target(connection, now, applied, statement)
    return _noted(connection, "remove", now, hand, target, target["was"], {})


def add(connection: Connection, article: int, wish: Wish, hand: Hand, *, near: int | None = None) -> Amendment:
    """Add a statement that is missing; its cue and its content must be named. ``near`` is where in the text."""
    if not wish.cue or not wish.content:
        raise AmendingError("a statement needs a cue and a content: --cue WORDS --content WORDS")
    now = current(connection, article)
    applied = apply(now.read, log.of_article(connection, article))
    new = fields(applied.record, None, wish, near)
    text = applied.record.article.text
    spans = {role: locate_all(text, from_data(new.pop(role))) or () for role in ROLES if role in new}
    target = {"key": _key(connection, article), **anchored(applied.record, spans)}
    return _noted(connection, "add", now, hand, target, {}, new)


def merge(connection: Connection, numbers: Sequence[int], hand: Hand) -> Amendment:
    """Make contacts one, the first named. Raises ``AmendingError`` where there are not two."""
    if len(set(numbers)) < 2:
        raise AmendingError("name two contacts that are one")
    groups = [_mentions(connection, number) for number in dict.fromkeys(numbers)]
    old = {"contacts": list(dict.fromkeys(numbers))}
    return _grouped(connection, "merge", groups, hand, old, {"contact": numbers[0]})


def split(connection: Connection, number: int, out: Sequence[int], hand: Hand) -> Amendment:
    """Take articles out of a contact into a new one."""
    told = _mentions(connection, number)
    leave = [one for one in told if one.article in out]
    stay = [one for one in told if one.article not in out]
    missing = sorted(set(out) - {one.article for one in told})
    if missing:
        raise AmendingError("article {missing} does not tell of contact {number}", missing=missing[0], number=number)
    if not leave or not stay:
        raise AmendingError("contact {number} needs at least one article that stays and one that goes", number=number)
    return _grouped(connection, "split", [stay, leave], hand, {"contact": number}, {"articles": sorted(set(out))})


def set_contact(
    connection: Connection, number: int, values: Mapping[str, str | None], hand: Hand, *, article: int | None = None
) -> Amendment:
    """Set fields of a contact (``SETTABLE``), or of what one article tells of it."""
    new = {name: _value(name, value) for name, value in values.items()}
    if not new:
        raise AmendingError("nothing to set was named")
    told = _mentions(connection, number)
    if article is None:
        row = grouping.contact_row(connection, number)
        return _grouped(connection, "set", [told], hand, {name: row[name] for name in new}, new)
    one = next((one for one in told if one.article == article), None)
    if one is None:
        raise AmendingError("article {article} does not tell of contact {number}", article=article, number=number)
    now = current(connection, article)
    applied = apply(now.read, log.of_article(connection, article))
    index = mentions.find(applied.record, one)
    assert index is not None
    contact = applied.record.contacts[index]
    old = {name: getattr(contact, name) for name in new}
    if old == new:
        raise AmendingError("article {article} says so already", article=article)
    target = {"key": _key(connection, article), "mention": one.to_dict()}
    return _noted(connection, "contact", now, hand, target, old, new)


def decide(connection: Connection, rows: tuple[int, int], hand: Hand, *, same: bool) -> Amendment:
    """Say once for good whether what two statements say is one claim."""
    if rows[0] == rows[1]:
        raise AmendingError("name two statements")
    target = {}
    for side, row in zip(("a", "b"), rows, strict=True):
        now, applied, statement = _statement(connection, row)
        words = anchored(applied.record, {"content": statement.content})
        target[side] = {"article": now.article, "key": _key(connection, now.article), **words}
    return log.note(connection, "same" if same else "apart", who=hand.who, why=hand.why, target=target)


def undo(connection: Connection, number: int, hand: Hand) -> Amendment:
    """Undo an amendment, or the undoing of one. Both stay in the list. Raises ``AmendingError``."""
    one = log.one(connection, number)
    if one.undone is not None:
        raise AmendingError(
            "amendment {number} was undone by {who} on {day}", number=number, who=one.undone_by, day=one.undone[:10]
        )
    if one.kind == "undo" and log.one(connection, one.target["amendment"]).kind == "undo":
        raise AmendingError("amendment {number} made another hold again: undo that one", number=number)
    made = log.note(connection, "undo", who=hand.who, why=hand.why, target={"amendment": number}, article=one.article)
    log.mark_undone(connection, number, hand.who)
    if one.kind == "undo":
        one = log.one(connection, one.target["amendment"])
        log.mark_holding(connection, one.id)
    elif one.kind in OF_CONTACTS:
        grouping.undo(connection, one)
    _follow(connection, one)
    return made


def _follow(connection: Connection, one: Amendment) -> None:
    """Write anew what follows from an amendment that came or went."""
    if one.kind in OF_RECORDS and one.article is not None:
        reapply(connection, one.article)
    elif one.kind in OF_CONTACTS:
        grouping.settle(connection, log.named(one))


def _statement(connection: Connection, row: int) -> tuple[Current, Applied, Statement]:
    found = connection.execute(select(statements).where(statements.c.id == row)).one_or_none()
    if found is None:
        raise AmendingError("there is no statement {row}; dragoman search shows their numbers", row=row)
    now = current(connection, found.article)
    applied = apply(now.read, log.of_article(connection, found.article))
    return now, applied, next(s for s in applied.record.statements if s.id == found.number)


def _target(connection: Connection, now: Current, applied: Applied, statement: Statement) -> dict[str, Any]:
    """What an amendment of a statement hangs on: its words, and what it said."""
    spans = {role: value for role, value in spans_of(statement).items() if role in ("cue", "content") or value}
    rests = {"rests_on": number} if (number := dict(applied.added).get(statement.id)) else {}
    return {"key": _key(connection, now.article), **anchored(applied.record, spans), "was": kept(statement), **rests}


def _noted(
    connection: Connection, kind: Any, now: Current, hand: Hand, target: Mapping[str, Any], old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> Amendment:  # fmt: skip
    made = log.note(
        connection, kind, who=hand.who, why=hand.why, article=now.article, version=now.version, target=target, old=old,
        new=new,
    )  # fmt: skip
    applied = reapply(connection, now.article)
    if applied is None or made.id not in {one.id for one in applied.applied}:
        raise AmendingError("the words of the statement are not found again in its own text")
    return made


def _grouped(
    connection: Connection, kind: Any, groups: Sequence[Sequence[Mention]], hand: Hand, old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> Amendment:  # fmt: skip
    target = {"groups": [[one.to_dict() for one in group] for group in groups]}
    made = log.note(connection, kind, who=hand.who, why=hand.why, target=target, old=old, new=new)
    grouping.settle(connection, log.named(made))
    return made


def _mentions(connection: Connection, number: int) -> list[Mention]:
    """What the articles of a contact tell of it."""
    rows = connection.execute(
        select(contact_articles.c.article, contact_articles.c.number)
        .where(contact_articles.c.contact == number).order_by(contact_articles.c.article, contact_articles.c.number)
    ).all()  # fmt: skip
    if not rows:
        raise AmendingError("there is no contact {number}; dragoman contacts shows their numbers", number=number)
    out = []
    for row in rows:
        now = current(connection, row.article)
        record = apply(now.read, log.of_article(connection, row.article)).record
        out.append(mentions.mention(row.article, record, record.contacts[row.number]))
    return out


def _key(connection: Connection, article: int) -> str:
    return str(connection.execute(select(articles.c.key).where(articles.c.id == article)).scalar_one())


def _begin(statement: Statement) -> int:
    return min((start for start, _ in statement.cue or statement.content), default=0)


def _is_date(value: str) -> bool:
    """Whether a value is a date as contacts have it: ISO, what is not known left out, XXXX for an unknown year."""
    if not re.fullmatch(r"(\d{4})(-\d\d(-\d\d)?)?|XXXX-\d\d-\d\d", value):
        return False
    try:
        date.fromisoformat(value.replace("XXXX", "2000") + "XXXX-01-01"[len(value) :])
    except ValueError:
        return False
    return True


def _value(name: str, value: str | None) -> str | None:
    allowed = {"mode": MODES, "level": LEVELS, "status": STATUSES}.get(name)
    if name not in SETTABLE or (allowed is not None and value not in allowed):
        raise AmendingError(
            "{value!r} is no {name}: one of {allowed}", value=value, name=name, allowed=", ".join(allowed or SETTABLE)
        )
    if name == "date" and value is not None and not _is_date(value):
        raise AmendingError("{value!r} is no date such as 2021-12-07, 2021-12 or XXXX-12-07", value=value)
    return value
