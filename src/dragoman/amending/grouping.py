"""Contacts as people have merged, split and set them: kept up whatever the articles are read as."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from dragoman.amending import log
from dragoman.amending.amendment import Amendment
from dragoman.amending.mentions import Mention, from_dict, nearest
from dragoman.amending.quotes import locate
from dragoman.record import Contact
from dragoman.render.data import contact as read_contact
from dragoman.store.contacts import refresh
from dragoman.store.numbers import put
from dragoman.store.packing import record_of
from dragoman.store.tables import contact_articles, contacts, readings, versions


@dataclass(frozen=True, slots=True)
class Told:
    """Where a mention is now: its article and index, and the contact that it stands in."""

    article: int
    number: int
    contact: int


def settle(connection: Connection, articles: Iterable[int]) -> None:
    """Make hold again what people have said of the contacts that these articles tell of."""
    wanted = set(articles)
    if not log.across(connection, wanted):
        return
    touched = _contacts_of(connection, wanted)
    around = set(connection.execute(
        select(contact_articles.c.article).where(contact_articles.c.contact.in_(touched))
    ).scalars())  # fmt: skip
    holding = log.across(connection, wanted | around)
    connection.execute(update(contacts).where(contacts.c.id.in_(touched)).values(amended=None))
    for one in holding:
        touched |= establish(connection, one)
    for number in sorted(touched):
        refresh(connection, number)


def establish(connection: Connection, one: Amendment) -> set[int]:
    """Make one amendment hold; the contacts that it touched."""
    groups = [found for group in one.target["groups"] if (found := _found(connection, group))]
    if not groups:
        return set()
    if one.kind == "set":
        home = most(groups[0])
        _pin(connection, groups[0])
        told = connection.execute(select(contacts.c.amended).where(contacts.c.id == home)).scalar_one_or_none()
        fields = {**(json.loads(told) if told else {}), **one.new}
        connection.execute(update(contacts).where(contacts.c.id == home).values(amended=json.dumps(fields)))
        return {home}
    if one.kind == "merge":
        everyone = [told for group in groups for told in group]
        return move(connection, everyone, most(groups[0]))
    if len(groups) < 2:
        return set()
    stay, leave = groups[0], groups[1]
    rest = most(stay)
    apart = [told for told in leave if told.contact != rest]
    home = most(apart) if apart else fresh(connection, leave[0])
    touched = move(connection, leave, home)
    return touched | move(connection, [told for told in stay if told.contact == home], rest) | _pin(connection, stay)


def undo(connection: Connection, one: Amendment) -> set[int]:
    """Put the mentions of a merged or split contact back; it is marked as undone already. The contacts touched."""
    groups = [_found(connection, group) for group in one.target["groups"]]
    everyone = [told for group in groups for told in group]
    touched = {told.contact for told in everyone}
    _pin(connection, everyone, pinned=False)
    if one.kind == "merge" and groups[0]:
        home = most(groups[0])
        for group, number in zip(groups[1:], one.old["contacts"][1:], strict=True):
            back = [told for told in group if told.contact == home]
            if back:
                touched |= move(connection, back, fresh(connection, back[0], number), pinned=False)
    if one.kind == "split" and groups[0] and groups[1]:
        touched |= move(connection, groups[1], most(groups[0]), pinned=False)
    connection.execute(update(contacts).where(contacts.c.id.in_(touched)).values(amended=None))
    for number in sorted(touched):
        refresh(connection, number)
    return touched


def move(connection: Connection, found: Sequence[Told], home: int, *, pinned: bool = True) -> set[int]:
    """Put mentions into a contact, there to stay where ``pinned``; the contacts that they left and the one they are in.

    They must be refreshed after.
    """
    for told in found:
        connection.execute(
            update(contact_articles).where(
                contact_articles.c.contact == told.contact, contact_articles.c.article == told.article,
                contact_articles.c.number == told.number,
            ).values(contact=home, pinned=pinned)
        )  # fmt: skip
    return {home, *(told.contact for told in found)}


def fresh(connection: Connection, told: Told, number: int | None = None) -> int:
    """A new contact for a mention, of that number where it is free."""
    what = _contact(connection, told)
    return put(connection, contacts, number, key="", mode=what.mode, level=what.level, status=what.status)


def contact_row(connection: Connection, number: int) -> dict[str, Any]:
    """A contact as the store shows it."""
    return dict(connection.execute(select(contacts).where(contacts.c.id == number)).mappings().one())


def most(found: Sequence[Told]) -> int:
    """The contact that most of the mentions stand in, of equals the one with the lowest number."""
    counts = Counter(told.contact for told in found)
    return min(counts, key=lambda number: (-counts[number], number))


def _found(connection: Connection, group: Sequence[Any]) -> list[Told]:
    """Where the mentions of a group are now; those that are no longer told are left out."""
    return [told for data in group if (told := where(connection, from_dict(data))) is not None]


def where(connection: Connection, sought: Mention) -> Told | None:
    """Where a mention is now; None where its article tells of no such contact any more."""
    rows = connection.execute(
        select(contact_articles).where(contact_articles.c.article == sought.article).order_by(contact_articles.c.number)
    ).all()
    text = _text(connection, sought.article) if rows else ""
    places = [span for one in sought.evidence if (span := locate(text, one)) is not None]
    index = nearest([read_contact(json.loads(row.told)) for row in rows], sought, places)
    return None if index is None else Told(sought.article, rows[index].number, rows[index].contact)


def _text(connection: Connection, article: int) -> str:
    row = connection.execute(
        select(readings.c.record).join(versions, versions.c.id == readings.c.version)
        .where(versions.c.article == article, readings.c.current).order_by(versions.c.number.desc()).limit(1)
    ).scalar_one()  # fmt: skip
    return record_of(row).article.text


def _contact(connection: Connection, told: Told) -> Contact:
    row = connection.execute(
        select(contact_articles.c.told).where(
            contact_articles.c.article == told.article, contact_articles.c.number == told.number
        )
    ).scalar_one()
    return read_contact(json.loads(row))


def _contacts_of(connection: Connection, articles: Collection[int]) -> set[int]:
    chosen = contact_articles.c.article.in_(articles)
    return set(connection.execute(select(contact_articles.c.contact).where(chosen)).scalars())


def _pin(connection: Connection, found: Sequence[Told], *, pinned: bool = True) -> set[int]:
    for told in found:
        move(connection, [told], told.contact, pinned=pinned)
    return {told.contact for told in found}
