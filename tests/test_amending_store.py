"""Amendments in a store, on both databases: what is searched, what a new reading or version leaves, what undoing does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from dragoman.amending import follow, making, reapply, standing
from dragoman.amending.amendment import AmendingError
from dragoman.amending.making import Hand
from dragoman.amending.wishes import Named, Wish
from dragoman.store import Adder, Store, forget, keep
from dragoman.store.contacts import cluster
from dragoman.store.tables import actors as actor_rows
from dragoman.store.tables import contact_articles, contacts, readings, statement_actors, statements, vectors
from tests.amending_sample import TEXT, call, read_again, shifted, talks
from tests.store_sample import adder, store, where

__all__ = ["adder", "store", "where"]

ADA = Hand("Ada Reyl", "heard the recording")
KEY = "url:news.example/talks"


@pytest.fixture(autouse=True)
def following() -> Iterator[None]:
    before = list(keep.FOLLOWERS)
    follow()
    yield
    keep.FOLLOWERS[:] = before


def rows(store: Store) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(select(statements).order_by(statements.c.number)))


def speakers(store: Store) -> dict[int, str]:
    with store.reading() as connection:
        found = connection.execute(
            select(statements.c.number, actor_rows.c.name)
            .join(statement_actors, statement_actors.c.statement == statements.c.id)
            .join(actor_rows, actor_rows.c.id == statement_actors.c.actor).where(statement_actors.c.role == "speaker")
        )  # fmt: skip
        return dict(found.tuples().all())


def add(adder: Adder, *names: str, **more: Any) -> list[int]:
    return [adder.add(talks(name=name, **more), f"url:news.example/{name}").article for name in names]


def numbers(store: Store) -> dict[int, int]:
    """The contact of each article; of one article with several, the last."""
    with store.reading() as connection:
        found = connection.execute(select(contact_articles.c.article, contact_articles.c.contact))
        return dict(found.tuples().all())


def test_what_is_amended_is_what_is_searched_and_keeps_its_number(adder: Adder, store: Store) -> None:
    add(adder, "talks")
    before = rows(store)
    with store.writing() as connection:
        connection.execute(vectors.insert().values(statement=before[1].id, signs=b"s", vector=b"v"))
        wish = Wish(act="ACCUSE", speakers=(Named(name="Oskar Vrelsky"),), topics=("energy",))
        making.change(connection, before[1].id, wish, ADA)
    after = rows(store)
    assert [row.id for row in after] == [row.id for row in before]
    assert (after[1].act, speakers(store)[2]) == ("ACCUSE", "Oskar Vrelsky")
    assert "ACCUSE" in str(after[1].terms).upper()
    (kept,) = store.kept()
    assert kept.record.statements[1].act.value == "ACCUSE" and kept.statements[2] == before[1].id
    with store.reading() as connection:
        assert connection.execute(select(vectors.c.vector)).scalar_one() == b"v", "the words are the same"
        (one,) = standing(connection)
    assert (one.state, one.amendment.who, one.amendment.why) == ("applied", ADA.who, ADA.why)
    assert one.amendment.old["act"] == "THREATEN" and one.amendment.new["act"] == "ACCUSE"


def test_the_reading_stays_as_it_was_read(adder: Adder, store: Store) -> None:
    add(adder, "talks")
    with store.reading() as connection:
        before = connection.execute(select(readings.c.record)).scalar_one()
    with store.writing() as connection:
        making.change(connection, rows_of(connection)[0], Wish(act="AGREE"), ADA)
        assert connection.execute(select(readings.c.record)).scalar_one() == before


def rows_of(connection: Any) -> list[int]:
    return list(connection.execute(select(statements.c.id).order_by(statements.c.number)).scalars())


def test_amendments_survive_another_reading(adder: Adder, store: Store) -> None:
    (article,) = add(adder, "talks")
    with store.writing() as connection:
        _, two, three = rows_of(connection)
        making.change(connection, two, Wish(act="ACCUSE"), ADA)
        making.remove(connection, three, ADA)
        missing = Wish(
            cue=("accused",), content=("breaking the old treaty",), source=("Vrelsky",), act="ACCUSE",
            speakers=(Named(name="Oskar Vrelsky"),), targets=(Named(name="Karsovia"),),
        )  # fmt: skip
        making.add(connection, article, missing, ADA, near=len(TEXT))
    wanted = [("said", "STATE"), ("warned", "ACCUSE"), ("accused", "ACCUSE")]
    assert [(row.cue, row.act) for row in rows(store)] == wanted
    read_again(store, article, talks(reader="second", without=[2]))
    assert sorted((row.cue, row.act) for row in rows(store)) == sorted(wanted)
    (kept,) = store.kept()
    assert kept.record.made is not None and kept.record.made.reader == "second"
    assert [(kept.record.words(s.cue), s.act.value) for s in kept.record.statements] == wanted


def test_amendments_survive_a_new_version_and_hold_in_the_old_one_too(adder: Adder, store: Store) -> None:
    add(adder, "talks")
    with store.writing() as connection:
        making.change(connection, rows_of(connection)[1], Wish(act="ACCUSE"), ADA)
    adder.add(talks(shifted(TEXT) + "\nA line was added."), KEY)
    old, new = store.kept(versions="all")
    assert [k.record.statements[1].act.value for k in (old, new)] == ["ACCUSE", "ACCUSE"]
    assert rows(store)[1].act == "ACCUSE"


def test_where_the_words_are_gone_the_list_says_so(adder: Adder, store: Store) -> None:
    add(adder, "talks")
    with store.writing() as connection:
        making.change(connection, rows_of(connection)[1], Wish(act="ACCUSE"), ADA)
    adder.add(talks(TEXT.replace("would cost both sides dearly", "would cost both sides dearly, and soon")), KEY)
    assert rows(store)[1].act == "ACCUSE", "the words are in it still"
    other = TEXT.replace("delays would cost both sides dearly", "nothing would come of it")
    record = talks(TEXT, without=[2])
    adder.add(type(record)(type(record.article)(other, id="talks"), record.statements[:1]), KEY)
    assert [row.cue for row in rows(store)] == ["said"]
    with store.reading() as connection:
        (one,) = standing(connection)
    assert (one.state, one.why) == ("no longer applies", "its words are not in this text")


def test_undoing_restores_and_both_stay_in_the_list(adder: Adder, store: Store) -> None:
    add(adder, "talks")
    before = rows(store)
    with store.writing() as connection:
        made = making.change(connection, before[1].id, Wish(act="ACCUSE"), ADA)
    with store.writing() as connection:
        undone = making.undo(connection, made.id, Hand("Bo", "was right after all"))
    after = rows(store)
    assert [row._mapping for row in after] == [row._mapping for row in before]
    assert next(iter(store.kept())).record == talks()
    with store.reading() as connection:
        first, second = standing(connection)
    assert (first.state, first.amendment.undone_by) == ("undone", "Bo")
    assert (second.amendment.kind, second.amendment.why) == ("undo", "was right after all")
    with store.writing() as connection:
        with pytest.raises(AmendingError, match="was undone by Bo"):
            making.undo(connection, made.id, ADA)
        again = making.undo(connection, undone.id, ADA)
    assert rows(store)[1].act == "ACCUSE"
    with store.writing() as connection, pytest.raises(AmendingError, match="undo that one"):
        making.undo(connection, again.id, ADA)


def test_what_cannot_be_done_leaves_the_store_as_it_was(adder: Adder, store: Store) -> None:
    (article,) = add(adder, "talks")
    tries: list[tuple[str, Any]] = [
        ("says so already", lambda c, r: making.change(c, r, Wish(act="STATE"), ADA)),
        ("nothing to change", lambda c, r: making.change(c, r, Wish(), ADA)),
        ("no statement 7", lambda c, r: making.remove(c, 7, ADA)),
        ("needs a name", lambda c, r: making.change(c, r, Wish(act="AID"), Hand("", "x"))),
        ("a reason", lambda c, r: making.change(c, r, Wish(act="AID"), Hand("x", " "))),
        ("a cue and a content", lambda c, r: making.add(c, article, Wish(cue=("said",)), ADA)),
        ("no contact 99", lambda c, r: making.set_contact(c, 99, {"mode": "video"}, ADA)),
        ("one of in-person", lambda c, r: making.set_contact(c, 1, {"mode": "fax"}, ADA)),
        ("no date", lambda c, r: making.set_contact(c, 1, {"date": "2031-02-30"}, ADA)),
        ("two contacts", lambda c, r: making.merge(c, [1, 1], ADA)),
        ("does not tell of", lambda c, r: making.split(c, 1, [99], ADA)),
        ("at least one article", lambda c, r: making.split(c, 1, [article], ADA)),
        ("no amendment 3", lambda c, r: making.undo(c, 3, ADA)),
    ]
    for told, act in tries:
        with pytest.raises(AmendingError, match=told), store.writing() as connection:
            act(connection, rows_of(connection)[0])
    with store.reading() as connection:
        assert standing(connection) == []
    assert next(iter(store.kept())).record == talks()


def test_contacts_are_merged_for_good(adder: Adder, store: Store) -> None:
    one, two = add(adder, "one", "two")
    other = add(adder, "other", contacts=[call(date="2031-05-01", mode="letter")])[0]
    third = add(adder, "third", contacts=[call(date="2031-05-01", mode="letter")])[0]
    at = numbers(store)
    assert at[one] == at[two] != at[other] == at[third]
    with store.writing() as connection:
        made = making.merge(connection, [at[one], at[other]], ADA)
    assert set(numbers(store).values()) == {at[one]}
    with store.reading() as connection:
        assert len(cluster(connection, at[one]).members) == 4
        assert connection.execute(select(contacts.c.id)).scalars().all() == [at[one]]
    # Read again as something else again, it stays where a person has put it.
    read_again(store, other, talks(name="other", contacts=[call(date="2031-04-20", mode="video")]))
    assert set(numbers(store).values()) == {at[one]}
    with store.writing() as connection:
        making.undo(connection, made.id, ADA)
    now = numbers(store)
    assert now[one] == now[two] == at[one] and now[other] == now[third] == at[other]


def test_an_article_is_taken_out_of_a_contact_for_good(adder: Adder, store: Store) -> None:
    one, two, three = add(adder, "one", "two", "three")
    home = numbers(store)[one]
    with store.writing() as connection:
        made = making.split(connection, home, [three], ADA)
    now = numbers(store)
    assert now[one] == now[two] == home != now[three]
    for article, name in ((three, "three"), (one, "one"), (two, "two")):
        read_again(store, article, talks(name=name, reader="second", contacts=[call(mode="unknown")]))
        now = numbers(store)
        assert now[one] == now[two] != now[three]
    with store.writing() as connection:
        making.undo(connection, made.id, ADA)
    assert len(set(numbers(store).values())) == 1


def test_what_is_set_of_a_contact_stands_whatever_else_is_told_of_it(adder: Adder, store: Store) -> None:
    (one,) = add(adder, "one")
    number = numbers(store)[one]
    with store.writing() as connection:
        made = making.set_contact(connection, number, {"date": "2031-05-01", "status": "cancelled"}, ADA)
    add(adder, "two", "three")
    assert set(numbers(store).values()) == {number}

    def shown() -> tuple[Any, ...]:
        with store.reading() as connection:
            row = connection.execute(select(contacts)).one()
            return row.date, row.status, row.mode, row.day

    assert shown()[:3] == ("2031-05-01", "cancelled", "phone")
    read_again(store, one, talks(name="one", contacts=[call(mode="video")]))
    assert shown()[:2] == ("2031-05-01", "cancelled")
    with store.writing() as connection:
        making.undo(connection, made.id, ADA)
    assert shown()[:2] == ("2031-05-02", "held")


def test_what_one_article_tells_of_a_contact_is_changed_in_its_record(adder: Adder, store: Store) -> None:
    one, two, three = add(adder, "one", "two", "three")
    number = numbers(store)[one]
    with store.writing() as connection:
        made = making.set_contact(connection, number, {"mode": "video"}, ADA, article=two)
    modes = {kept.article: kept.record.contacts[0].mode for kept in store.kept()}
    assert modes == {one: "phone", two: "video", three: "phone"}
    read_again(store, two, talks(name="two", reader="second"))
    assert {kept.article: kept.record.contacts[0].mode for kept in store.kept()} == modes
    with store.writing() as connection:
        making.undo(connection, made.id, ADA)
    assert {kept.record.contacts[0].mode for kept in store.kept()} == {"phone"}


def test_a_merge_and_a_later_split_both_hold(adder: Adder, store: Store) -> None:
    one, two = add(adder, "one", "two")
    (other,) = add(adder, "other", contacts=[call(date="2031-05-01", mode="letter")])
    at = numbers(store)
    with store.writing() as connection:
        first = making.merge(connection, [at[one], at[other]], ADA)
        making.split(connection, at[one], [two], ADA)
    now = numbers(store)
    assert now[one] == now[other] != now[two]
    read_again(store, two, talks(name="two", reader="second"))
    read_again(store, one, talks(name="one", reader="second"))
    now = numbers(store)
    assert now[one] == now[other] != now[two]
    with store.writing() as connection:
        making.undo(connection, first.id, ADA)
    now = numbers(store)
    assert len({now[one], now[other], now[two]}) == 3


def test_a_contact_that_is_no_longer_told_is_reported(adder: Adder, store: Store) -> None:
    one, _ = add(adder, "one", "two")
    number = numbers(store)[one]
    with store.writing() as connection:
        making.split(connection, number, [one], ADA)
    read_again(store, one, talks(name="one", contacts=[]))
    with store.reading() as connection:
        (told,) = standing(connection)
    assert (told.state, told.why) == ("no longer applies", "this reading tells of no such contact")


def test_without_amendments_a_reading_is_left_alone(adder: Adder, store: Store) -> None:
    (article,) = add(adder, "talks")
    before = rows(store)
    with store.writing() as connection:
        assert reapply(connection, article) is None
    assert [row._mapping for row in rows(store)] == [row._mapping for row in before]


def test_a_forgotten_name_is_in_no_amendment_either(adder: Adder, store: Store) -> None:
    (article,) = add(adder, "talks")
    with store.writing() as connection:
        one, two, _ = rows_of(connection)
        making.change(connection, one, Wish(speakers=(Named(name="Ivo Tarn", state="KRS", person=True),)), ADA)
        making.change(connection, two, Wish(act="ACCUSE"), ADA)
    with store.writing() as connection:
        forget.name(connection, "Ivo Tarn")
    (kept,) = store.kept()
    assert "Tarn" not in kept.record.to_json()
    assert kept.record.statements[1].act.value == "ACCUSE", "what does not name them stays"
    with store.reading() as connection:
        assert "Tarn" not in str([one.to_dict() for one in standing(connection)])
        assert "Ivo Tarn" not in connection.execute(select(actor_rows.c.name)).scalars().all()
    with store.writing() as connection:
        forget.article(connection, article, "asked for")
        assert standing(connection) == []


def test_a_forgotten_article_is_in_no_merge_either(adder: Adder, store: Store) -> None:
    one, two, three = add(adder, "one", "two", "three")
    with store.writing() as connection:
        making.split(connection, numbers(store)[one], [three], ADA)
        forget.article(connection, two, "asked for")
        (told,) = standing(connection)
        assert str(told.amendment.target).count("'article': ") == 2
        forget.article(connection, three, "asked for")
        (told,) = standing(connection)
        assert told.state == "no longer applies"
