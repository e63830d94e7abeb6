"""What a person's name says of the state where no word does."""

from __future__ import annotations

from pathlib import Path

import pytest
from resolver_marks import own_actors, resolved

from dragoman.resolver.origins import naming


@pytest.mark.parametrize(
    ("name", "native"),
    [
        ("Светлана Неважнова", True),
        ("Светланы Неважновой", True),
        ("Дмитрию Гольцману", True),
        ("Позже Вячеслав", True),
        ("Марк Неважный", True),
        ("Виктор Шмидт", None),
        ("П. Гольцман", None),
        ("Гольцман", None),
        ("Юрген Бассов", None),
        ("Алекс Маккензи", False),
        ("Хуан Мария Эскобедо", None),
    ],
)
def test_russian_names_are_told_from_others(name: str, native: bool | None) -> None:
    known = naming("ru")
    assert known is not None
    assert known.says(name) is native


def test_other_languages_say_nothing_of_names() -> None:
    assert naming("en") is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        # Испания is what the article is about; nobody there is called so.
        ("Пожар в Испании, в Валенсии. ⟦t:Всё сгорело⟧, ⟦c:рассказала⟧ ⟦s:Светлана Неважнова⟧.", "RUS"),
        ("Пожар в Испании, в Валенсии. ⟦t:Всё сгорело⟧, ⟦c:рассказала⟧ ⟦s:Лусия Эскобедо⟧.", "ESP"),
        ("Пожар в Казахстане, в Алма-Ате. ⟦t:Всё сгорело⟧, ⟦c:рассказала⟧ ⟦s:Светлана Неважнова⟧.", "KAZ"),
        ("Выставка в Москве, в России, из Испании. ⟦t:Всё ново⟧, ⟦c:сказал⟧ ⟦s:Хуан Эскобедо⟧.", "ESP"),
        ("Выставка в Москве, в России. ⟦t:Всё ново⟧, ⟦c:сказал⟧ ⟦s:Хуан Эскобедо⟧.", "RUS"),
    ],
)
def test_a_name_moves_a_guess(text: str, state: str) -> None:
    (speaker,) = resolved(text, "ru").statements[0].speakers
    assert speaker.state == state
    assert speaker.state_guessed


def test_what_words_say_stands_whatever_the_name() -> None:
    text = "Выставка в Москве, в России. ⟦t:Всё ново⟧, ⟦c:сказала⟧ ⟦s:испанская певица Светлана Неважнова⟧."
    (speaker,) = resolved(text, "ru").statements[0].speakers
    assert (speaker.state, speaker.state_guessed) == ("ESP", False)


def test_people_of_a_users_own_state_are_left_there(tmp_path: Path) -> None:
    text = "Пожар в Лимонии, в Лимонграде. ⟦t:Всё сгорело⟧, ⟦c:рассказала⟧ ⟦s:Светлана Неважнова⟧."
    (speaker,) = resolved(text, "ru", "2015-01-01", own_actors(tmp_path)).statements[0].speakers
    assert speaker.state == "LIM"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("⟦t:Всё ново⟧, ⟦c:сказал⟧ ⟦s:советский актёр Пётр Неважнов⟧.", "RUS"),
        ("Пресс-секретарь градоначальника Полтавы на Украине. ⟦t:Нет⟧, ⟦c:ответила⟧ ⟦s:Татьяна Грузинская⟧.", "UKR"),
        ("В Италии ждут. ⟦s:Понтифик⟧ ⟦c:сказал⟧, что ⟦t:рад⟧.", "VAT"),
    ],
)
def test_states_that_words_only_seem_to_say(text: str, state: str) -> None:
    assert resolved(text, "ru").statements[0].speakers[0].state == state


def test_a_pope_is_who_holds_the_office_that_day() -> None:
    (speaker,) = (
        resolved("В Италии ждут. ⟦s:Понтифик⟧ ⟦c:сказал⟧, что ⟦t:рад⟧.", "ru", "2015-06-01").statements[0].speakers
    )
    assert (speaker.name, speaker.code, speaker.basis) == ("Папа Франциск", "VAT.GOV", "title")
