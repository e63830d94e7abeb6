"""Which accounts a set of articles holds, and whose they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.accounts.comparison import RANKS
from dragoman.accounts.given import given_accounts, met, pair_of_sides, side_name
from dragoman.accounts.shares import count
from dragoman.article import Known
from dragoman.record import Actor, Contact, Record
from dragoman.resolver import Actors
from tests.accounts_sample import (
    A_EN,
    A_MINISTRY,
    B_MINISTRY,
    B_RU,
    DOSH,
    HALM,
    PAIR,
    Fake,
    own_actors,
    record,
    statement,
)


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Fake:
    return Fake(own_actors(tmp_path_factory.mktemp("actors")))


STORY = "Ostrevia's ministry said fish.\n\nMelland's ministry said grain.\n\nBread is dear."
TOLD = (statement(1, STORY, "said fish", A_MINISTRY), statement(2, STORY, "said grain", B_MINISTRY))


def contact(*participants: Actor, status: str = "held") -> Contact:
    return Contact("2031-05-03", "phone", "ministers", participants, status)


def test_sides_given_go_first(fake: Fake) -> None:
    a, b = record(A_EN), record(B_RU, language="ru")
    assert pair_of_sides([a, b], ["XKB", "XKA"], fake) == ("XKB", "XKA")
    assert pair_of_sides([a, b], [None, "XKB"], fake) == ("XKB", "XKA")


def test_own_texts_tell_their_sides(fake: Fake) -> None:
    assert pair_of_sides([record(A_EN), record(B_RU, language="ru")], [None, None], fake) == PAIR


def test_those_who_met_are_the_sides_of_a_story(fake: Fake) -> None:
    story = replace(record(STORY, TOLD), contacts=(contact(DOSH, HALM),))
    assert pair_of_sides([story], [None], fake) == PAIR
    assert pair_of_sides([story], ["news"], fake) == PAIR


def test_the_likeliest_pair_is_the_one_that_met() -> None:
    third = Actor("Oslo", "NOR", "GOV")
    planned, held = contact(A_MINISTRY, third, status="planned"), contact(DOSH, HALM)
    assert met([replace(record(STORY), contacts=(planned, held))])[:2] == ["XKA", "XKB"]
    assert met([replace(record(STORY), contacts=(contact(DOSH),))]) == []


def test_fewer_than_two_sides_is_told_with_what_helps(fake: Fake) -> None:
    plain = record("Bread is dear.")
    with pytest.raises(ValueError, match=r"no side is known: name them, as in --side USA=a\.txt"):
        pair_of_sides([plain], [None], fake)
    with pytest.raises(ValueError, match="only XKA is known"):
        pair_of_sides([plain, plain], ["XKA", "XKA"], fake)


def test_a_sides_text_is_one_account_whole(fake: Fake) -> None:
    (a, b) = given_accounts([record(A_EN), record(B_RU, language="ru")], ["XKA", "XKB"], PAIR, fake)
    assert (a.id, a.side, a.basis.kind, a.spans, a.record) == ("a", "XKA", "full", ((0, len(A_EN)),), 0)
    assert (b.id, b.side, b.language, b.record) == ("b", "XKB", "ru", 1)
    assert a.words == count(A_EN) > 80


def test_accounts_are_called_as_the_users_own_files_call_the_state(fake: Fake) -> None:
    (a, b) = given_accounts([record(A_EN), record(B_RU, language="ru")], ["XKA", "XKB"], PAIR, fake)
    assert (a.name, b.name) == ("Ostrevia", "Мелландия")
    told = given_accounts([record(STORY, TOLD)], ["news"], PAIR, fake)
    assert [x.name for x in told if x.side] == ["Ostrevia", "Melland"]


def test_names_of_states(fake: Fake) -> None:
    assert side_name("XKA", "de", fake.actors) == "Ostrevia"  # in English where it has no other
    assert side_name("XKA", "ru", fake.actors) == "Остревия"
    assert side_name("XKA", "ru") == "XKA"
    assert side_name("FRA", "de", fake.actors) == side_name("FRA", "de") == "Frankreich"
    assert side_name("FRA", "") == "France"


def test_a_users_name_goes_before_the_common_one() -> None:
    own = Actors([{"area": [{"state": "FRA", "names": {"en": "=Gallia, Lutetia"}}]}])
    assert side_name("FRA", "en", own) == "Gallia"


def test_one_story_holds_an_account_of_each_side_and_its_own(fake: Fake) -> None:
    found = given_accounts([record(STORY, TOLD)], [None], PAIR, fake)
    assert [(a.id, a.side, a.basis.kind) for a in found] == [
        ("a", "XKA", "told"), ("b", "XKB", "told"), ("news", None, "told")
    ]  # fmt: skip


def test_previews_come_last_and_have_numbers_of_their_own(fake: Fake) -> None:
    text = "Before the call Dosh said fish.\n\nBefore the call Halm said peat.\n\nHalm said grain."
    said = (
        statement(1, text, "said fish", DOSH), statement(2, text, "said peat", HALM), statement(3, text, "said grain", HALM)
    )  # fmt: skip
    found = given_accounts([record(text, said)], ["news"], PAIR, fake)
    assert [a.id for a in found] == ["b", "a-before1", "b-before1"]
    again = given_accounts([record(text, said), record(text, said)], ["news", "news"], PAIR, fake)
    assert [a.id for a in again] == ["b", "b2", "a-before1", "a-before2", "b-before1", "b-before2"]


def test_a_sides_own_text_goes_before_what_is_told_of_it(fake: Fake) -> None:
    own: Record = record(A_EN)
    found = given_accounts([record(STORY, TOLD), own], ["news", "XKA"], PAIR, fake)
    assert [(a.id, a.record) for a in found] == [("a", 1), ("a2", 0), ("b", 0), ("news", 0)]
    ranks = [RANKS.index(a.rank) for a in found if a.side == "XKA"]
    assert ranks == sorted(ranks)


def test_a_publisher_is_the_name_of_its_account(fake: Fake) -> None:
    one = record(STORY, TOLD)
    one = replace(one, article=replace(one.article, publisher=Known("The Alda Post", "given")))
    found = given_accounts([one], [None], PAIR, fake)
    assert {a.basis.publisher for a in found} == {"The Alda Post"}
    assert found[-1].name == "The Alda Post"


def test_words_are_counted_and_chinese_characters_too() -> None:
    assert count("Bread is dear.") == 3
    assert count("面包涨价。") == 4
    assert count("") == 0
