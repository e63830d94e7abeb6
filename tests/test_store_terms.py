"""What texts are found by: stems with their places, forms, labels, in the form of each database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.store import stems, terms


def stems_of(text: str, language: str | None = None) -> list[str]:
    return [token.stem for token in stems.tokens(text, language)]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("переговорах", "переговоры", "ru"),
        ("переговорів", "переговорах", "uk"),
        ("зустрічі", "зустріч", "uk"),
        ("ещё", "еще", "ru"),
        ("negotiations", "negotiation", "en"),
        ("Verhandlungen", "Verhandlung", "de"),
        ("négociations", "négociation", "fr"),
        ("مُفاوضات", "المفاوضات", "ar"),
        ("U.N.", "UN", "en"),
        ("Ukraine’s", "Ukraine", "en"),
        ("Erdoğan", "ERDOGAN", "en"),
        ("İstanbul", "istanbul", "en"),
        ("٢٠٢١", "2021", "ar"),
        ("ﬁnal", "final", "en"),
        ("за\u0301мок", "замок", "ru"),
        ("з'їзд", "з’їзд", "uk"),
    ],
)
def test_forms_of_a_word_meet(one: str, other: str, language: str) -> None:
    assert stems_of(one, language) == stems_of(other, language) != []


def test_letters_that_differ_stay_apart() -> None:
    assert stems.folded("мой") != stems.folded("мои")
    assert stems_of("war", "en") != stems_of("wall", "en")


def test_words_stand_where_they_stand() -> None:
    text = "The ex-president's talks, 2021; 台湾问题 и переговорах"
    assert [text[one.start : one.end] for one in stems.tokens(text)] == [
        "The", "ex", "president's", "talks", "2021", "台湾", "湾问", "问题", "题", "и", "переговорах",
    ]  # fmt: skip


def test_stems_by_script_in_an_article_of_another_language() -> None:
    assert stems_of("переговоры about negotiations", "ru") == ["переговор", "about", "negoti"]


def test_a_word_of_no_known_language_is_looked_for_in_several() -> None:
    assert ("verhandl",) in stems.asked(["Verhandlungen"])
    assert stems.asked(["Verhandlungen"], "de") == [("verhandl",)]


def test_forms_are_those_of_the_words() -> None:
    assert stems.forms("Владимира Ёлкина, 台湾") == ["владимира", "елкина", "台湾", "湾"]


def test_stored_for_sqlite() -> None:
    words = terms.words("Переговоры в Женеве", "ru") + terms.words("сказал", "ru")
    made = terms.stored("sqlite", words, ["act:state"]).split()
    assert made == ["переговор", "в", "женев", "_", "сказа", "_", "_переговоры", "_женеве", "_сказал", "act:state"]


def test_stored_for_postgresql() -> None:
    words = terms.words("мир и мир", "ru") + terms.words("сказал", "ru")
    assert terms.stored("postgresql", words, ["act:state"]) == (
        "'act:state' 'мир':1,3 'и':2 'сказа':5 '_сказал':5"
    )  # fmt: skip


def test_without_forms_stems_alone() -> None:
    assert "_" not in terms.stored("postgresql", terms.words("переговоры", "ru", forms=False), ())


def test_a_long_text_keeps_within_what_a_tsvector_takes() -> None:
    words = terms.words(" ".join(f"слово{number}" for number in range(60_000)), "ru")
    made = terms.stored("postgresql", words, ["act:state"])
    assert len(made.encode()) < 1_500_000
    assert f":{terms.PLACES}" in made
    assert f":{terms.PLACES + 1}" not in made


def test_labels_are_one_word_each() -> None:
    made = terms.labels(
        kind="direct", act="ACCUSE", account="USA", language="ru-RU", publisher="The «Daily» Courier", article=4,
        topics=["nuclear-and-arms-control"], speakers=[5], states=["RUS", None], targets=[7], target_states=["USA"],
    )  # fmt: skip
    assert made == [
        "kind:direct", "act:accuse", "account:usa", "language:ru", "publisher:the_daily_courier", "article:4",
        "topic:nuclear_and_arms_control", "speaker:5", "state:rus", "target:7", "target:usa",
    ]  # fmt: skip
    assert terms.label("publisher", "—") is None


@given(st.text(max_size=60))
def test_any_text_gives_words_without_blanks_or_quotes(text: str) -> None:
    for word in terms.words(text):
        assert word.stem
        assert not set(word.stem + word.form) & set(" '\"\\:*()")
    for token in stems.tokens(text):
        assert 0 <= token.start < token.end <= len(text)
