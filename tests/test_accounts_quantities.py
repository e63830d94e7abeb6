"""Numbers that claims tell, in several languages, and whether two of them can both be right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.accounts.quantities import INFINITE, Quantity, clash, quantities

Told = tuple[float, float, str]


def told(text: str, language: str = "en") -> list[Told]:
    return [(q.low, q.high, q.unit) for q in quantities(text, language) if q.unit != "date"]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("The call lasted 45 minutes.", "en", [(45, 45, "minute")]),
        ("They spoke for an hour and a half.", "en", [(90, 90, "minute")]),
        ("They spoke for more than two hours.", "en", [(120, INFINITE, "minute")]),
        ("She promised $40 million for the dam.", "en", [(40e6, 40e6, "dollar")]),
        ("He spoke of 1,250 lorries.", "en", [(1250, 1250, "count")]),
        ("Forty-two fishermen are held.", "en", [(42, 42, "count")]),
        ("Prices rose by 7 per cent.", "en", [(7, 7, "percent")]),
        ("It will take three to five weeks.", "en", [(21, 35, "day")]),
        ("Разговор длился более часа.", "ru", [(60, INFINITE, "minute")]),
        ("Выделено 3,5 млн евро.", "ru", [(3.5e6, 3.5e6, "euro")]),
        ("В портах остаются двадцать два рыбака.", "ru", [(22, 22, "count")]),
        ("Das Treffen dauerte fünfundvierzig Minuten.", "de", [(45, 45, "minute")]),
        ("派出40名医生。", "zh", [(40, 40, "count")]),
        ("会谈持续一百二十分钟。", "zh", [(120, 120, "minute")]),
        ("استمر الاتصال ٤٥ دقيقة.", "ar", [(45, 45, "minute")]),
    ],
)
def test_numbers_with_their_units(text: str, language: str, found: list[Told]) -> None:
    assert told(text, language) == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They took part in the G7 and flew an F-16 at 18:30.", "en"),
        ("He came in 2024.", "en"),
        ("The two ministers spoke of both rivers.", "en"),
        ("One of them thanked the other.", "en"),
        ("Millions of people hope for it.", "en"),
        ("Стороны договорились о С-400.", "ru"),
    ],
)
def test_what_only_looks_like_a_number(text: str, language: str) -> None:
    assert told(text, language) == []


def test_a_span_holds_the_words_that_compare() -> None:
    text = "The ministers spoke for almost an hour."
    (one,) = quantities(text, "en")
    assert text[slice(*one.span)] == "almost an hour"
    assert one.low < one.high == 60


def test_days_are_dates_by_the_articles_own_day() -> None:
    (one,) = quantities("They will meet on 21 March.", "en", "2031-03-03")
    assert (one.unit, one.day) == ("date", "2031-03-21")
    (unknown,) = quantities("They will meet on 21 March.", "en")
    assert unknown.day == "XXXX-03-21"


def of(text: str, language: str = "en") -> Quantity:
    (one,) = quantities(text, language, "2031-03-03")
    return one


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        ("45 minutes", "more than an hour", True),
        ("an hour", "60 minutes", False),
        ("more than 100 ships", "150 ships", False),
        ("about 40 doctors", "42 doctors", False),
        ("40 doctors", "42 doctors", True),
        ("40 doctors", "40 per cent", False),
        ("one month", "thirty days", False),
        ("21 March", "22 March", True),
        ("21 March", "21 March 2031", False),
    ],
)
def test_a_clash_is_of_one_unit_and_of_ranges_apart(one: str, other: str, against: bool) -> None:
    assert clash(of(one), of(other)) is against
    assert clash(of(other), of(one)) is against


def test_two_languages_tell_one_number() -> None:
    assert not clash(of("The call lasted 90 minutes."), of("Беседа длилась полтора часа.", "ru"))
    assert clash(of("60 doctors will come."), of("派出40名医生。", "zh"))


@given(st.text(max_size=200), st.sampled_from(["en", "ru", "de", "zh", "ar", "tr", "xx"]))
def test_any_text_has_spans_in_it(text: str, language: str) -> None:
    for one in quantities(text, language, "2031-03-03"):
        assert 0 <= one.span[0] < one.span[1] <= len(text)
        assert one.low <= one.high
