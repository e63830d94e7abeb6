"""What claims are about, what was announced of it, what one side says of the other, and where positions differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.accounts.announced import announced
from dragoman.accounts.ascribed import REWORDED, ascriptions
from dragoman.accounts.comparison import Row
from dragoman.accounts.openings import data
from dragoman.accounts.positions import positions
from dragoman.accounts.rows import Seen, rows
from dragoman.accounts.topics import NAMED, named_topics, topics
from dragoman.codes import TOPICS
from dragoman.record import Actor, Label
from tests.accounts_sample import DOSH, HALM, PAIR, Fake, claim, own_actors, seen, statement


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Fake:
    return Fake(own_actors(tmp_path_factory.mktemp("actors")))


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Cyber attacks on an embassy", "en", ("cyber", "diplomatic-relations")),
        ("Стратегическая стабильность и кибербезопасность", "ru", ("nuclear-and-arms-control", "cyber")),
        ("Работа дипломатических ведомств", "ru", ("diplomatic-relations",)),
        ("Постачання газу та зерна", "uk", ("energy", "trade-and-economy")),
        ("Der Streit über die Fischerei", "de", ("trade-and-economy",)),
        ("La lutte contre le terrorisme", "fr", ("terrorism",)),
        ("Las víctimas del terremoto", "es", ("disasters",)),
        ("Ochrona klimatu", "pl", ("environment-and-climate",)),
        ("Terörle mücadele", "tr", ("terrorism",)),
        ("وقف إطلاق النار", "ar", ("military",)),
        ("لغو تحریم‌ها", "fa", ("sanctions",)),
        ("两国经贸合作", "zh", ("trade-and-economy",)),
        ("They were glad of the weather", "en", ()),
        ("Cyber attacks", "sv", ("cyber",)),
    ],
)
def test_topics_by_their_words(text: str, language: str, found: tuple[str, ...]) -> None:
    assert named_topics(text, language) == found


def test_a_word_is_known_by_its_beginning_alone() -> None:
    assert named_topics("A sophisticated cartrade", "en") == ()
    assert named_topics("Запорт", "ru") == ()


def test_every_language_names_topics_that_there_are() -> None:
    tables = {name: table for name, table in data("topics.toml").items() if isinstance(table, dict)}
    assert len(tables) == 11
    for name, table in tables.items():
        assert set(table) <= set(TOPICS), name
        assert len(table) > 25, name


def test_what_words_and_reader_both_tell_is_surer_than_either() -> None:
    found = topics("Cyber attacks", "en", [Label("cyber", 0.5), Label("military", 0.6), Label("cyber", 0.2)])
    assert [(t.value, t.confidence) for t in found] == [("cyber", 0.9), ("military", 0.6)]
    assert topics("Fog", "en", []) == ()
    assert topics("Cyber attacks", "en", []) == (Label("cyber", NAMED),)


@given(st.text(max_size=80), st.sampled_from(["en", "ru", "zh", "ar", "xx"]))
def test_any_text_has_known_topics(text: str, language: str) -> None:
    assert set(named_topics(text, language)) <= set(TOPICS)


REST = " Bread is dear this winter. The ferry to Lund sails at night. Two painters met by the old well."


def told(fake: Fake, text: str, name: str) -> Seen:
    """What a newspaper tells of an account, and, after the contact, of other things."""
    ahead = "before" in name
    return seen(text if ahead else text + REST, "XKA", fake, name=name, told=True, stage="before" if ahead else "after",
                first=1 + sum(map(ord, name)))  # fmt: skip


def test_each_topic_announced_with_the_accounts_that_name_it(fake: Fake) -> None:
    before = told(fake, "The spokesman said that cyber attacks and the embassies will be on the table.", "a-before1")
    a = told(fake, "Dosh complained of cyber attacks. She asked for grain.", "a")
    b = told(fake, "Halm said that the climate is changing.", "b")
    found = announced([before], [a, b], rows([a, b], PAIR), PAIR)
    assert [(one.topic, one.found) for one in found] == [("cyber", ("a",)), ("diplomatic-relations", ())]
    assert {one.claim.id for one in found} == {before.sights[0].claim.id}


def test_of_one_topic_an_account_counts_that_tells_of_the_same_in_other_words(fake: Fake) -> None:
    words = "The talks on fishing quotas in Lund will resume"
    before = told(fake, f"{words}, he said.", "a-before1")
    news = told(fake, f"{words}. She was glad.", "news")
    found = announced([before], [news], (), PAIR)
    assert [(one.topic, one.found) for one in found] == [("trade-and-economy", ("news",))]


def test_what_will_not_be_spoken_of_is_not_announced(fake: Fake) -> None:
    before = told(fake, "He did not mention nuclear inspectors.", "a-before1")
    negated = replace(before.sights[0], claim=replace(before.sights[0].claim, modality=Label("negated", 0.9)))
    after = told(fake, "Halm said that the climate is changing.", "b")
    assert announced([Seen(before.account, [negated], before.told)], [after], (), PAIR) == ()
    assert len(announced([before], [after], (), PAIR)) == 1


def test_a_preview_of_no_topic_is_found_where_it_is_told_again(fake: Fake) -> None:
    before = told(fake, "He said that a yellow lighthouse would be painted.", "a-before1")
    again = told(fake, "A yellow lighthouse would be painted. She was glad.", "a")
    (one,) = announced([before], [again], rows([again], PAIR), PAIR)
    assert (one.topic, one.found) == ("other", ("a",))
    (one,) = announced([before], [told(fake, "She was glad.", "a")], (), PAIR)
    assert one.found == ()


def row(status: str, number: int = 1, topic: str = "energy", sure: float = 0.9, **claims: Sequence[object]) -> Row:
    return Row(number, topic, {k: tuple(v) for k, v in claims.items()}, status, sure)  # type: ignore[arg-type]


def test_what_one_side_says_of_the_other() -> None:
    mine = claim(1, "a", "XKB", act="AGREE", ascribed=True)
    same, other = claim(2, "b", "XKB", act="AGREE"), claim(3, "b", "XKB", act="STATE")
    (found,) = ascriptions([row("only-a", a=[mine])])
    assert (found.outcome, found.answer, found.row) == ("absent", None, 1)
    (found,) = ascriptions([row("both", a=[mine], b=[same])])
    assert (found.outcome, found.answer) == ("confirmed", same)
    (found,) = ascriptions([row("both", a=[mine], b=[other])])
    assert found.outcome == "reworded"
    (found,) = ascriptions([row("both", sure=REWORDED - 0.01, a=[mine], b=[same])])
    assert found.outcome == "reworded"
    (found,) = ascriptions([row("conflict", a=[mine], b=[same])])
    assert (found.outcome, found.answer) == ("denied", same)
    assert ascriptions([row("both", a=[claim(4, "a", "XKA")], b=[same])]) == ()


def test_either_side_ascribes_and_further_accounts_answer() -> None:
    theirs, mine = claim(1, "b", "XKA", ascribed=True), claim(2, "a2", "XKA", act="STATE")
    (found,) = ascriptions([row("both", a2=[mine], b=[theirs])])
    assert (found.claim, found.outcome, found.answer) == (theirs, "confirmed", mine)


def test_positions_differ_where_either_side_demands_in_rows_of_its_own() -> None:
    mine, theirs = claim(1, "a", "XKA", act="REQUEST"), claim(2, "b", "XKB", act="ACCUSE")
    apart = [row("only-a", 1, a=[mine]), row("only-b", 2, b=[theirs]), row("only-b", 3, "health", b=[theirs])]
    assert [r.differ for r in positions(apart, [], PAIR)] == [True, True, False]
    calm = [row("only-a", 1, a=[mine]), row("only-b", 2, b=[claim(3, "b", "XKB")])]
    assert not any(r.differ for r in positions(calm, [], PAIR))
    vague = [row("only-a", 1, "other", a=[mine]), row("only-b", 2, "other", b=[theirs])]
    assert not any(r.differ for r in positions(vague, [], PAIR))


def test_positions_differ_where_both_tell_of_one_thing_against_each_other() -> None:
    at_b = Actor("Melland", "XKB", "GOV")
    mine, theirs = claim(1, "a", "XKA", act="ACCUSE", targets=(at_b,)), claim(2, "b", "XKB", act="ACCUSE")
    more = claim(3, "b", "XKB")
    found = positions([row("both", 1, a=[mine], b=[theirs]), row("only-b", 2, b=[more])], [], PAIR)
    assert [r.differ for r in found] == [True, True]
    # Both condemn the same third thing; one of them is only said to; they cannot both be true.
    third = claim(4, "a", "XKA", act="ACCUSE")
    said = claim(5, "a", "XKB", act="ACCUSE", ascribed=True, targets=(at_b,))
    for one in (
        row("both", a=[third], b=[theirs]),
        row("both", a=[said], b=[theirs]),
        row("conflict", a=[mine], b=[theirs]),
    ):
        assert not positions([one], [], PAIR)[0].differ


def test_words_of_blame_are_positions_too(fake: Fake) -> None:
    a_text = "Dosh expressed deep concern about the Mellandic troops near the border."
    b_text = "Halm condemned the dangerous drills of Ostrevian troops near the border."
    a = seen(a_text, "XKA", fake, "en", (statement(1, a_text, "expressed", DOSH),))
    b = seen(b_text, "XKB", fake, "en", (statement(1, b_text, "condemned", HALM),))
    both = Row(1, "military", {"a": (a.sights[0].claim,), "b": (b.sights[0].claim,)}, "both", 0.9)
    assert positions([both], [a, b], PAIR)[0].differ
    mild = "Halm welcomed the withdrawal of Ostrevian troops from the border."
    calm = seen(mild, "XKB", fake, "en", (statement(1, mild, "welcomed", HALM),))
    both = Row(1, "military", {"a": (a.sights[0].claim,), "b": (calm.sights[0].claim,)}, "both", 0.9)
    assert not positions([both], [a, calm], PAIR)[0].differ
