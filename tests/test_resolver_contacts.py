"""Contacts, days and targets."""

from __future__ import annotations

import pytest
from resolver_marks import resolved

from dragoman.resolver.dates import days


@pytest.mark.parametrize(
    ("text", "language", "today", "value"),
    [
        ("Сегодня, 7 декабря, прошла встреча", "ru", "2021-12-07", "2021-12-07"),
        ("Встреча прошла 7 декабря", "ru", None, "XXXX-12-07"),
        ("накануне прошла встреча", "ru", "2022-03-01", "2022-02-28"),
        ("в минувший четверг", "ru", "2024-05-20", "2024-05-16"),
        ("14 сентября 2019 года", "ru", "2024-05-20", "2019-09-14"),
        ("28 декабря", "ru", "2024-01-03", "2023-12-28"),
        ("on Tuesday they met", "en", "2024-05-22", "2024-05-21"),
        ("on March 5, 2020", "en", None, "2020-03-05"),
        ("am 5. März 2020", "de", None, "2020-03-05"),
        ("le 5 mars 2020", "fr", None, "2020-03-05"),
        ("el 5 de marzo de 2020", "es", None, "2020-03-05"),
        ("5 marca 2020", "pl", None, "2020-03-05"),
        ("5 Mart 2020", "tr", None, "2020-03-05"),
        ("5 березня 2020 року", "uk", None, "2020-03-05"),
        ("2020年3月5日", "zh", None, "2020-03-05"),
        ("05.03.2020", "ru", None, "2020-03-05"),
        ("2020-03-05", "en", None, "2020-03-05"),
        ("tomorrow", "en", "2021-12-31", "2022-01-01"),
        ("spoke this afternoon", "en", "2021-12-31", "2021-12-31"),
        ("cet après-midi", "fr", "2021-12-31", "2021-12-31"),
        ("aujourd’hui", "fr", "2021-12-31", "2021-12-31"),
        ("今天上午", "zh", "2021-12-31", "2021-12-31"),
        ("上星期五", "zh", "2021-11-18", "2021-11-12"),
        ("周二", "zh", "2021-11-18", "2021-11-16"),
        ("روز سه‌شنبه", "fa", "2021-11-18", "2021-11-16"),
    ],
)
def test_days(text: str, language: str, today: str | None, value: str) -> None:
    found = list(days(text, (0, len(text)), language, today))
    assert value in [d.value for d in found]
    assert all(0 <= d.span[0] < d.span[1] <= len(text) for d in found)


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("esta mañana", "es", ["2021-11-18"]),
        ("mañana", "es", ["2021-11-19"]),
        ("por la mañana", "es", []),
        ("heute Morgen", "de", ["2021-11-18"]),
        ("am Morgen", "de", []),
    ],
)
def test_the_morning_is_not_tomorrow(text: str, language: str, values: list[str]) -> None:
    assert [d.value for d in days(text, (0, len(text)), language, "2021-11-18")] == values


@pytest.mark.parametrize(
    ("text", "last", "next_one"),
    [
        ("on Friday", "2021-11-12", "2021-11-19"),
        ("on Thursday", "2021-11-18", "2021-11-18"),
        ("next Friday", "2021-11-19", "2021-11-19"),
    ],
)
def test_a_weekday_of_what_is_to_come_is_ahead(text: str, last: str, next_one: str) -> None:
    for ahead, value in ((False, last), (True, next_one)):
        found = days(text, (0, len(text)), "en", "2021-11-18", ahead=ahead)
        assert [d.value for d in found] == [value]


def test_a_weekday_without_the_articles_day_is_no_day() -> None:
    assert list(days("on Tuesday", (0, 10), "en", None)) == []


@pytest.mark.parametrize(
    ("text", "language", "contact"),
    [
        (
            "7 декабря президент Чили Хуан Эскаль и президент Перу Пабло Моренка провели переговоры по видеосвязи.",
            "ru",
            ("2021-12-07", "video", "leaders", {"CHL", "PER"}, "held"),
        ),
        (
            "Министр иностранных дел Кении Питер Аренко встретится с послом Норвегии.",
            "ru",
            (None, "in-person", "ministers", {"KEN", "NOR"}, "planned"),
        ),
        (
            "The prime minister of Estonia spoke by phone with the president of Ghana yesterday.",
            "en",
            ("2021-12-06", "phone", "leaders", {"EST", "GHA"}, "held"),
        ),
        (
            "Der estnische Ministerpräsident hat mit dem ghanaischen, aus Ghana angereisten Präsidenten telefoniert.",
            "de",
            (None, "phone", "leaders", {"EST", "GHA"}, "held"),
        ),
    ],
)
def test_a_contact_is_read(text: str, language: str, contact: tuple[object, ...]) -> None:
    found = resolved(text, language, "2021-12-07").contacts
    assert len(found) == 1
    one = found[0]
    assert (one.date, one.mode, one.level, {p.state for p in one.participants}, one.status) == contact
    assert all(text[start:end].strip() for start, end in one.evidence)


def test_several_sentences_tell_of_one_contact() -> None:
    found = resolved(
        "Президент Чили Хуан Эскаль позвонил президенту Перу. Телефонный разговор Чили и Перу состоялся 6 мая. "
        "На переговорах Чили и Перу говорили о рыбе.",
        published="2020-05-07",
    )
    assert len(found.contacts) == 1
    assert found.contacts[0].date == "2020-05-06"
    assert len(found.events) == 1
    assert found.events[0].act.value == "CONSULT"


def test_one_sentence_may_tell_of_two_contacts() -> None:
    found = resolved(
        "The president of Chile and the president of Peru spoke by phone on Monday, and will meet in Quito on Friday.",
        "en", "2021-12-09",
    ).contacts  # fmt: skip
    assert [(c.mode, c.status, c.date) for c in found] == [
        ("phone", "held", "2021-12-06"), ("in-person", "planned", "2021-12-10")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("Президент Чили принял министра обороны Перу.", "ru", 1),
        ("Чили приняла закон о торговле с Перу.", "ru", 0),
        ("The minister of Chile arrived in Lima for talks with the government of Peru.", "en", 1),
        ("A singer of Chile arrived on the coast of Peru.", "en", 0),
        ("Chile calls on Peru to open the port.", "en", 0),
    ],
)
def test_words_that_tell_of_contacts_only_at_times(text: str, language: str, count: int) -> None:
    assert len(resolved(text, language).contacts) == count


def test_no_contact_without_two_sides() -> None:
    assert resolved("В Норвегии прошла встреча выпускников.", published="2020-05-07").contacts == ()


@pytest.mark.parametrize(
    ("text", "act", "codes"),
    [
        ("⟦s:Чили⟧ ⟦c:призвала⟧ ⟦t:Перу открыть порт⟧.", "REQUEST", ["PER.GOV"]),
        ("⟦s:Чили⟧ ⟦c:поблагодарила⟧ ⟦t:Перу и Кению за помощь⟧.", "SUPPORT", ["PER.GOV", "KEN.GOV"]),
        ("⟦s:Чили⟧ ⟦c:сообщила⟧, что ⟦t:Перу открыла порт⟧.", "STATE", []),
        ("⟦s:Чили и Перу⟧ ⟦c:обсудили⟧ ⟦t:порт⟧.", "CONSULT", ["PER.GOV"]),
    ],
)
def test_targets(text: str, act: str, codes: list[str]) -> None:
    assert [a.code for a in resolved(text, act=act).statements[0].targets] == codes


def test_a_target_that_no_word_names_is_inferred() -> None:
    found = resolved("Чили и Перу спорят о море. ⟦s:Чили⟧ ⟦c:предупредила⟧, что ⟦t:ответит⟧.", act="THREATEN")
    assert [(a.state, a.basis) for a in found.statements[0].targets] == [("PER", "inferred")]


@pytest.mark.parametrize(
    ("text", "act", "states"),
    [
        ("⟦s:Chile⟧ ⟦c:agreed⟧ ⟦t:to send its envoys back to Geneva⟧.", "AGREE", set()),
        ("⟦s:Chile⟧ ⟦c:appealed⟧ to Lima ⟦t:to open the port⟧.", "REQUEST", {"PER"}),
        ("⟦s:Chile⟧ ⟦c:urged⟧ ⟦t:Lima to open the port⟧.", "REQUEST", {"PER"}),
        ("⟦s:Chile⟧ ⟦c:accused⟧ ⟦t:Geneva police of spying⟧.", "ACCUSE", {"CHE"}),
        ("⟦s:Чили⟧ ⟦c:согласилась⟧ ⟦t:вернуть послов в Женеву⟧.", "AGREE", set()),
    ],
)
def test_a_town_where_something_happens_is_no_target(text: str, act: str, states: set[str]) -> None:
    found = resolved(text, "ru" if "Чили" in text else "en", act=act)
    assert {a.state for a in found.statements[0].targets} == states
