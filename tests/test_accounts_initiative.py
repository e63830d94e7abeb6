"""Who asked for a contact: the same thing told by either side, by a newspaper, and in several languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.accounts.initiative import initiative
from dragoman.accounts.openings import asked, opens
from dragoman.resolver import Actors
from tests.accounts_sample import PAIR, own_actors


@pytest.fixture(scope="module")
def actors(tmp_path_factory: pytest.TempPathFactory) -> Actors:
    return own_actors(tmp_path_factory.mktemp("actors"))


@pytest.mark.parametrize(
    ("text", "language", "home", "by"),
    [
        ("The call was initiated by the Mellandic side.", "en", "XKA", "XKB"),
        ("The call was initiated by the Ostrevian side.", "en", "XKA", "XKA"),
        ("The talks took place at the initiative of the Ostrevian side.", "en", "XKB", "XKA"),
        ("Irena Dosh spoke by phone with Viktor Halm at the latter's request.", "en", "XKA", "XKB"),
        ("Irena Dosh spoke by phone with Viktor Halm, who had asked for the call.", "en", "XKA", "XKB"),
        ("The call was held at the request of her counterpart.", "en", "XKA", "XKB"),
        ("The call was placed at our initiative.", "en", "XKA", "XKA"),
        ("It was the Mellandic side that asked for the call.", "en", "XKA", "XKB"),
        ("По просьбе остревской стороны состоялся телефонный разговор.", "ru", "XKB", "XKA"),
        ("Беседа состоялась по просьбе Ирены Дош.", "ru", "XKB", "XKA"),
        ("Разговор состоялся по просьбе собеседницы.", "ru", "XKB", "XKA"),
        ("Разговор состоялся по нашей инициативе.", "ru", "XKB", "XKB"),
        ("Инициатором звонка выступила Остревия.", "ru", "XKB", "XKA"),
        ("С просьбой о разговоре обратилась остревская сторона.", "ru", "XKB", "XKA"),
        ("应奥斯特雷维亚外长请求，维克托·哈尔姆同伊雷娜·多什通电话。", "zh", "XKB", "XKA"),
        ("维克托·哈尔姆主动致电奥斯特雷维亚外长伊雷娜·多什。", "zh", "XKB", "XKB"),
        ("维克托·哈尔姆接听奥斯特雷维亚外长伊雷娜·多什来电。", "zh", "XKB", "XKA"),
        ("Irena Dosh and Viktor Halm spoke by phone at the request of Melland.", "en", None, "XKB"),
    ],
)  # fmt: skip
def test_who_asked(text: str, language: str, home: str | None, by: str, actors: Actors) -> None:
    found = initiative(text, language, PAIR, home, actors)
    assert found is not None
    assert found.by == by
    assert text[slice(*found.span)].strip()


@pytest.mark.parametrize("home", ["XKA", "XKB", None])
def test_who_speaks_as_agreed_was_asked_by_the_other(home: str | None, actors: Actors) -> None:
    """应约: the one who is named before it took the call; so the other one asked, in whosever account it stands."""
    text = "梅兰外长维克托·哈尔姆应约同奥斯特雷维亚外长伊雷娜·多什通电话。"
    found = initiative(text, "zh", PAIR, home, actors)
    assert found is not None
    assert found.by == "XKA"


def test_an_unnamed_guest_is_the_accounts_own_side(actors: Actors) -> None:
    found = initiative("5月3日，部长应约通电话。", "zh", PAIR, "XKB", actors)
    assert found is not None
    assert found.by == "XKA"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The call was not requested by the Ostrevian side.", "en"),
        ("Разговор состоялся не по инициативе остревской стороны.", "ru"),
    ],
)
def test_a_denial_tells_nobody(text: str, language: str, actors: Actors) -> None:
    found = initiative(text, language, PAIR, "XKA", actors)
    assert found is not None
    assert found.by is None


@pytest.mark.parametrize(
    "text",
    [
        "At the request of the Mellandic side the bridge was closed.",
        "Irena Dosh spoke by phone with Viktor Halm.",
        "She asked for the release of the crew.",
    ],
)
def test_other_requests_are_none_for_the_contact(text: str, actors: Actors) -> None:
    assert initiative(text, "en", PAIR, "XKA", actors) is None
    assert asked(text, (0, len(text)), "en") is None


def test_an_opening_only_reports_the_contact() -> None:
    text = "Irena Dosh spoke by phone with Viktor Halm."
    assert opens(text, (0, len(text)), "en", first=True)
    assert not opens(text, (0, len(text)), "en", first=False)
    later = "The meeting took place in Lund."
    assert opens(later, (0, len(later)), "en", first=False)
    other = "She called for open rivers."
    assert not opens(other, (0, len(other)), "en", first=True)


@given(st.text(max_size=200), st.sampled_from(["en", "ru", "zh", "ar", "xx"]))
def test_any_text_is_searched(actors: Actors, text: str, language: str) -> None:
    found = initiative(text + " at the request of the call", language, PAIR, "XKA", actors)
    assert found is None or 0 <= found.span[0] < found.span[1] <= len(text) + 28
