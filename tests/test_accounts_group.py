"""Records of one contact found among many. States, people and contacts are invented."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.accounts.cluster import fit
from dragoman.accounts.group import Group, group
from dragoman.accounts.persons import alike
from dragoman.article import Article, Known, Moment
from dragoman.record import Actor, Contact, Record

NAMES = {"en": ("Ilsa Varra", "Davo Keshet"), "ru": ("Илса Варра", "Даво Кешет"), "zh": ("伊尔萨·瓦拉", "达沃·凯谢特")}


def contact(
    date: str | None = "2025-04-02", mode: str = "phone", *, language: str = "en", states: tuple[str, ...] = ("XKA", "XKB"),
    level: str = "ministers", status: str = "held", topics: tuple[str, ...] = ("energy",), named: bool = True,
) -> Contact:  # fmt: skip
    names = (*NAMES.get(language, NAMES["en"]), *states)
    people = tuple(Actor(n if named else s, s, "GOV", person=named) for n, s in zip(names, states, strict=False))
    return Contact(date, mode, level, people, status, topics=topics)


def record(*contacts: Contact, language: str = "en", published: str | None = "2025-04-02") -> Record:
    day = Moment(published, "given") if published else None
    return Record(Article("", language=Known(language, "given"), published=day), (), contacts)


def members(found: list[Group]) -> list[list[int]]:
    return [[record for record, _ in one.members] for one in found]


def test_articles_in_several_languages_tell_of_one_contact() -> None:
    told = [record(contact(language=tongue), language=tongue) for tongue in ("en", "ru", "zh")]
    found = group(told)
    assert members(found) == [[0, 1, 2]]
    assert found[0].key == "2025-04-02 XKA XKB phone"


def test_the_order_in_which_an_article_names_the_states_does_not_matter() -> None:
    turned = contact(states=("XKB", "XKA"), named=False)
    assert members(group([record(contact()), record(turned)])) == [[0, 1]]


def test_two_calls_of_the_same_people_a_week_apart_stay_two() -> None:
    told = []
    for day in ("2025-04-02", "2025-04-09"):
        told += [record(contact(day, language=t), language=t, published=day) for t in ("en", "ru")]
    assert members(group(told)) == [[0, 1], [2, 3]]


def test_calls_on_every_day_of_a_week_stay_as_many() -> None:
    days = [f"2025-04-{day:02}" for day in range(1, 8)]
    told = [record(contact(day, language=t), language=t, published=day) for day in days for t in ("en", "ru")]
    assert members(group(told)) == [[2 * n, 2 * n + 1] for n in range(7)]


def test_a_call_that_was_late_in_the_evening_for_one_side_is_one() -> None:
    told = [
        record(contact("2025-04-02"), published="2025-04-02T22:30:00-04:00"),
        record(contact("2025-04-03", language="zh"), language="zh", published="2025-04-03T11:00:00+08:00"),
    ]
    assert members(group(told)) == [[0, 1]]
    later = record(contact("2025-04-03", language="zh"), language="zh", published="2025-04-05")
    assert members(group([told[0], later])) == [[0], [1]], "published too late to be a matter of zones"
    other = record(contact("2025-04-03"), published="2025-04-03")
    assert members(group([told[0], other])) == [[0], [1]], "one language has one calendar"


def test_a_contact_without_a_date_is_the_nearest_before_its_article() -> None:
    told = [
        record(contact("2025-04-02")),
        record(contact("2025-04-09"), published="2025-04-09"),
        record(contact(None, language="ru"), language="ru", published="2025-04-10"),
    ]
    assert members(group(told)) == [[0], [1, 2]]


def test_without_any_day_only_content_tells() -> None:
    one, same = (
        record(contact(None), published=None),
        record(contact(None, language="ru"), language="ru", published=None),
    )
    assert members(group([one, same])) == [[0, 1]]
    other = record(contact(None, topics=("health",)), published=None)
    assert members(group([one, other])) == [[0], [1]]


@pytest.mark.parametrize(
    "other",
    [
        contact(mode="in-person"),
        contact(mode="letter"),
        contact(states=("XKA", "XKC")),
        contact(level="leaders", named=False),
        replace(
            contact(), participants=(Actor("Olin Brask", "XKA", "GOV", True), Actor("Mira Solen", "XKB", "GOV", True))
        ),
    ],
)
def test_other_contacts_of_the_same_day_stay_apart(other: Contact) -> None:
    assert members(group([record(contact()), record(other)])) == [[0], [1]]


@pytest.mark.parametrize(
    "other", [contact(mode="unknown"), contact(mode="video"), contact(level="officials", named=False)]
)
def test_what_an_article_does_not_say_keeps_nothing_apart(other: Contact) -> None:
    assert members(group([record(contact()), record(other)])) == [[0, 1]]


def test_a_plan_for_a_day_and_the_contact_held_on_it_are_one() -> None:
    plan = record(contact(status="planned"), published="2025-03-30")
    assert members(group([plan, record(contact())])) == [[0, 1]]
    some_day = record(contact(None, status="planned"), published="2025-03-30")
    assert members(group([some_day, record(contact())])) == [[0], [1]]


def test_talks_of_three_may_be_told_as_of_two() -> None:
    three = contact(states=("XKA", "XKB", "XKC"), named=False)
    assert members(group([record(three), record(contact())])) == [[0, 1]]


def test_a_month_is_one_contact_where_there_is_only_one_in_it() -> None:
    vague = record(contact("2025-04", language="ru"), language="ru", published="2025-06-01")
    once = [record(contact("2025-04-02")), vague]
    assert members(group(once)) == [[0, 1]]
    twice = [record(contact("2025-04-02")), record(contact("2025-04-20"), published="2025-04-20"), vague]
    assert members(group(twice)) == [[0], [1], [2]]


def test_a_year_that_is_not_told_is_the_one_of_the_article() -> None:
    told = [record(contact("XXXX-12-30", "video"), published="2025-01-02"), record(contact("2024-12-30", "video"))]
    assert members(group(told)) == [[0, 1]]


def test_a_record_with_several_contacts_is_in_several_groups() -> None:
    both = record(contact(), contact("2025-04-09", "in-person", status="planned"))
    found = group([both, record(contact()), record(contact("2025-04-09", "in-person"), published="2025-04-09")])
    assert [one.members for one in found] == [((0, 0), (1, 0)), ((0, 1), (2, 0))]


def test_two_contacts_of_one_record_are_never_one() -> None:
    assert members(group([record(contact(), contact())])) == [[0], [0]]


def test_records_without_two_states_are_in_no_group() -> None:
    assert group([]) == []
    assert group([record(), record(contact(states=("XKA",)))]) == []


def test_keys_differ() -> None:
    found = group([record(contact(), contact(), contact())])
    assert [one.key[-7:] for one in found] == ["B phone", "phone 2", "phone 3"]


def test_the_order_of_the_records_changes_nothing_but_the_order() -> None:
    told = []
    for day in range(1, 28, 3):
        date = f"2025-04-{day:02}"
        told += [record(contact(date, language=t), language=t, published=date) for t in ("en", "ru", "zh")]
    order = list(range(len(told)))
    random.Random(4).shuffle(order)
    shuffled = group([told[n] for n in order])
    assert sorted(sorted(order[n] for n in one) for one in members(shuffled)) == members(group(told))


def crowd(size: int) -> list[Record]:
    """Contacts of one pair of states on two days, each told by two articles, with people of its own."""
    chance = random.Random(7)
    told = []
    for _ in range(size // 2):
        people = ["".join(chance.choice("bdgklmnprstv") + "a" for _ in range(6)).capitalize() for _ in "ab"]
        one = contact(chance.choice(("2025-04-02", "2025-04-03")), chance.choice(("phone", "in-person")))
        actors = tuple(replace(a, name=n) for a, n in zip(one.participants, people, strict=True))
        told += [record(replace(one, participants=actors))] * 2
    chance.shuffle(told)
    return told


def test_a_crowd_of_contacts_costs_each_no_more_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def counted(*args: Any) -> float | None:
        nonlocal calls
        calls += 1
        return fit(*args)

    monkeypatch.setattr("dragoman.accounts.group.fit", counted)
    made = []
    for size in (150, 600, 2400):
        calls = 0
        group(crowd(size))
        made.append(calls / size)
    assert 0 < made[2] < 1.5 * made[1] < 3 * made[0], f"comparisons for each record: {made}"


def test_an_account_is_found_again_among_hundreds_of_the_same_states_and_days() -> None:
    told = crowd(800)
    found = {member[0]: number for number, one in enumerate(group(told)) for member in one.members}
    names = [tuple(a.name for a in one.contacts[0].participants) for one in told]
    pairs = [(a, b) for a in range(len(told)) for b in range(a) if names[a] == names[b]]
    assert len(pairs) == 400
    together = sum(found[a] == found[b] for a, b in pairs)
    assert together >= 0.97 * len(pairs), "but for namesakes by sound"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Davo Keshet", "Даво Кешет", True),
        ("D. Keshet", "Keshet", True),
        ("Ilsa Varra", "Илса Варра", True),
        ("Davo Keshet", "Мира Солен", False),
        ("Davo Keshet", "达沃·凯谢特", None),
        ("瓦拉", "伊尔萨·瓦拉", True),
        ("", "Keshet", None),
    ],
)
def test_spellings_of_one_name(one: str, other: str, same: bool | None) -> None:
    assert alike(one, other) is same


odd = st.text(max_size=12) | st.sampled_from(
    ["2025-04-02", "2025-04", "2025", "XXXX-02-29", "2025-13-40", "9999-12-31"]
)


@given(st.lists(st.tuples(st.none() | odd, st.none() | odd, odd, st.lists(odd, max_size=7)), max_size=8))
def test_odd_records_are_grouped(told: list[tuple[str | None, str | None, str, list[str]]]) -> None:
    records = [
        record(
            Contact(date, word, word, tuple(Actor(s, s or None, person=True) for s in states), word, topics=(word,)),
            language=word, published=published,
        )
        for date, published, word, states in told
    ]  # fmt: skip
    found = group(records)
    placed = [member for one in found for member in one.members]
    assert len(placed) == len(set(placed)) == sum(len({s for s in states if s}) > 1 for *_, states in told)
