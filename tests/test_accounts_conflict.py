"""Where two claims exclude each other, and in which words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.accounts.comparison import Reason
from dragoman.accounts.conflict import SIGNALS, Told, denied, fact, found, placed, reason, signals
from dragoman.accounts.openings import data
from dragoman.resolver import Actors
from tests.accounts_sample import PAIR, own_actors


@pytest.fixture(scope="module")
def actors(tmp_path_factory: pytest.TempPathFactory) -> Actors:
    return own_actors(tmp_path_factory.mktemp("actors"))


def told(text: str, language: str = "en", home: str = "XKA", **more: object) -> Told:
    return Told(text, language, home=home, sides=PAIR, today="2031-05-03", **more)  # type: ignore[arg-type]


def raised(a: Told, b: Told) -> set[str]:
    return {name for name, value in zip(SIGNALS, signals(a, b), strict=True) if value}


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("The dates were not discussed", "en", "not"),
        ("She didn't agree", "en", "n't"),
        ("He ruled out a new round", "en", "ruled out"),
        ("Сроки не обсуждались", "ru", "не"),
        ("Предложение отвергнуто", "ru", "отверг"),
        ("Es wurde nichts vereinbart", "de", "nichts"),
        ("Rien n’a été convenu", "fr", "Rien"),
        ("双方未达成协议", "zh", "未"),
        ("لم يتم الاتفاق", "ar", None),
        ("قال إن الجسر لم يفتح", "ar", " لم "),
    ],
)
def test_denials(text: str, language: str, words: str | None) -> None:
    span = found(told(text, language), "no")
    assert span is not None
    if words is not None:
        assert text[slice(*span)] == words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They spoke not only of fish but of grain", "en"),
        ("Nevertheless they recalled the old alliance", "en"),
        ("The sacrifices must never be forgotten", "en"),
        ("Тем не менее министры вспомнили о союзе", "ru"),
        ("Жертвы не должны быть забыты", "ru"),
        ("Обсуждались не только квоты, но и зерно", "ru"),
        ("Es ging nicht nur um Fisch", "de"),
        ("Il a été question non seulement de poisson", "fr"),
        ("No solo se habló de pesca", "es"),
        ("Mówiono nie tylko o rybach", "pl"),
        ("双方不仅谈了渔业", "zh"),
    ],
)
def test_what_denies_nothing(text: str, language: str) -> None:
    assert found(told(text, language), "no") is None


def test_a_denial_beside_such_words_is_one_still() -> None:
    text = "Тем не менее сроки не обсуждались"
    assert found(told(text, "ru"), "no") == (19, 21)


def test_limits_of_time_and_number_deny_what_goes_beyond_them() -> None:
    assert found(told("Поездки возобновятся не раньше осени", "ru"), "no") is not None
    assert found(told("No more than twenty observers will come"), "no") is not None


def test_every_language_has_every_kind_of_word() -> None:
    languages = {name: table for name, table in data("conflicts.toml").items() if isinstance(table, dict)}
    assert len(languages) == 11
    for name, table in languages.items():
        assert set(table) == {"no", "idle", "only", "all", "assured", "opposed"}, name


def test_numbers_dates_and_durations_that_exclude_each_other() -> None:
    why = fact(told("She will send 60 doctors"), told("Будут направлены 40 врачей", "ru", "XKB"))
    assert why == Reason("number", "60", "40", (14, 16), (17, 19))
    why = fact(told("They will meet on 21 March"), told("Встреча пройдёт 22 марта", "ru", "XKB"))
    assert why is not None
    assert (why.kind, why.a, why.b) == ("date", "21 March", "22 марта")
    why = fact(told("The call lasted 45 minutes"), told("Разговор длился более часа", "ru", "XKB"))
    assert why is not None
    assert (why.kind, why.b) == ("duration", "более часа")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("She will send 60 doctors", "She will send sixty doctors"),
        ("60 doctors and 4 nurses", "4 nurses and 60 doctors"),
        ("60 doctors will come", "60 per cent will come"),
        ("about 60 doctors", "58 doctors"),
        ("Many doctors will come", "60 doctors will come"),
    ],
)
def test_numbers_that_may_both_be_right(one: str, other: str) -> None:
    assert fact(told(one), told(other)) is None
    assert not raised(told(one), told(other))


def test_who_asked_is_a_fact(actors: Actors) -> None:
    a = told("The call was made at the request of the Mellandic side", actors=actors)
    b = told("Разговор состоялся по инициативе остревской стороны", "ru", "XKB", actors=actors)
    why = fact(a, b)
    assert why is not None
    assert why.kind == "initiative"
    assert "Mellandic" in why.a and "остревской" in why.b
    assert raised(a, b) == {"initiative"}
    agree = told("Разговор состоялся по инициативе мелландской стороны", "ru", "XKB", actors=actors)
    assert fact(a, agree) is None


def test_who_asked_may_be_named_before_the_claim(actors: Actors) -> None:
    a = told("who had asked for the call", actors=actors, before="Irena Dosh spoke by phone with Viktor Halm, ")
    b = told("The call was made at the request of Ostrevia", home="XKB", actors=actors)
    why = fact(a, b)
    assert why is not None
    assert why.a == "asked for the call"
    assert why.a_span is not None
    assert a.text[slice(*why.a_span)] == why.a


def test_one_denial_and_who_it_answers() -> None:
    yes, no = told("The bridge will be reopened in May"), told("The bridge will not be reopened in May", home="XKB")
    assert raised(yes, no) == raised(no, yes) == {"denied"}
    assert denied(signals(yes, no))
    assert raised(replace(yes, ascribed=True), no) == {"denied", "ascribed and denied", "ascribed"}
    assert "ascribed and denied" not in raised(yes, replace(no, ascribed=True))
    assert raised(no, no) == {"both deny"}
    assert not denied(signals(no, no))


def test_scope() -> None:
    a, b = told("Only lorries may cross"), told("All vehicles may cross", home="XKB")
    assert raised(a, b) == {"only and all"}
    why = reason(a, b)
    assert (why.kind, why.a, why.b) == ("scope", a.text, b.text)
    assert why.a_span == (0, 4)


@pytest.mark.parametrize(
    ("one", "ascribed", "kind"),
    [
        ("He assured her that the bridge will be reopened", True, "promised"),
        ("They agreed that the bridge will be reopened", False, "agreed"),
        ("The bridge was reopened", False, "happened"),
    ],
)
def test_what_a_denial_is_of(one: str, ascribed: bool, kind: str) -> None:
    yes, no = told(one, ascribed=ascribed), told("The bridge will not be reopened", home="XKB")
    for why, mine, other in ((reason(yes, no), "a", "b"), (reason(no, yes), "b", "a")):
        assert why.kind == kind
        assert getattr(why, mine) == one
        span = getattr(why, f"{other}_span")
        assert no.text[slice(*span)] == "not"


def test_long_claims_are_cut_about_the_words_that_tell() -> None:
    long = (
        "In a long talk that covered the fish, the grain and the weather, the bridge was said not to be reopened at all"
    )
    why = reason(told("The bridge will be reopened"), told(long, home="XKB"))
    assert "not to be" in why.b
    assert why.b.startswith("… ")
    assert len(why.b) < len(long)


def test_a_reason_is_placed_in_its_texts() -> None:
    why = placed(Reason("number", "60", "40", (14, 16), None), 100, 7)
    assert (why.a_span, why.b_span) == ((114, 116), None)
