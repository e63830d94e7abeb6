"""What two language versions of one text say otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dragoman
from dragoman.accounts.comparison import Difference
from dragoman.accounts.versions import in_order, language_versions
from dragoman.record import Record
from tests.earlier_sample import PAIR, RU_EARLIER, looked, reader_of_states, text

VERSION_EN = """\
Readout of President Vrelsky's Call with Foreign Minister Tamer of Belmora

President Oskar Vrelsky spoke by phone today with Foreign Minister Lina Tamer of Belmora.

The President reaffirmed Karsovia's support for the territorial integrity of Belmora. He underlined that the Sund bridge must stay open to lorries of both countries. He announced that Karsovia will give 60 million euros for the repair of the power stations. He expressed concern at the detention of four Karsovian fishermen and asked for their release.

Both sides agreed to hold the next round of customs talks in Oltan in June. The President recalled that Karsovia has no claims on the waters of the northern bay. He thanked Belmora for the help of its firefighters last summer.
"""
VERSION_RU = """\
О телефонном разговоре Президента О.Врельского с Министром иностранных дел Бельморы Л.Тамер

Состоялся телефонный разговор Президента Карсовии О.Врельского с Министром иностранных дел Бельморы Л.Тамер.

Президент подтвердил, что Карсовия поддерживает территориальную целостность Бельморы. Он подчеркнул, что Сундский мост должен оставаться открытым для грузовых автомобилей обеих стран. Он сообщил, что Карсовия выделит {number} миллионов евро на ремонт электростанций. Он выразил озабоченность задержанием четырёх карсовских рыбаков и попросил их освободить.{more}

Стороны условились провести очередной раунд консультаций по таможенным вопросам в Олтане в июне.{waters} Он поблагодарил Бельмору за помощь её пожарных прошлым летом.
"""
WATERS = " Президент напомнил, что Карсовия не претендует на воды северного залива."
BLAME = " Он добавил, что ответственность за аварию в порту Лира лежит на Бельморе."


@pytest.fixture(scope="module")
def own(reader: dragoman.Reader, tmp_path_factory: pytest.TempPathFactory) -> dragoman.Reader:
    return reader_of_states(reader, tmp_path_factory.mktemp("actors"))


@given(st.lists(st.integers(0, 9), max_size=7, unique=True))
def test_the_longest_run_in_order(places: list[int]) -> None:
    best = 0
    for mask in range(1 << len(places)):
        chosen = [p for n, p in enumerate(places) if mask >> n & 1]
        if chosen == sorted(chosen):
            best = max(best, len(chosen))
    assert in_order(places) == best


def versions(
    own: dragoman.Reader, first: str, second: str, sides: Sequence[str] = ("XKA", "XKA")
) -> tuple[list[Record], list[tuple[str, str, str, str, str]]]:
    """The differences as words: of the first, of the second, why, and the words of the reason."""
    records = [own.read(one, published="2031-05-03") for one in (first, second)]
    seen = looked(records, sides, own)
    found = language_versions(seen, PAIR)
    return records, [_words(one, records) for one in found]


def _words(one: Difference, records: Sequence[Record]) -> tuple[str, str, str, str, str]:
    a, b = ("", "")
    if one.reason is not None:
        assert one.reason.a_span and one.reason.b_span
        a, b = records[0].words((one.reason.a_span,)), records[1].words((one.reason.b_span,))
        assert (a, b) == (one.reason.a, one.reason.b)
    return (
        records[0].words(one.first)[:30],
        records[1].words(one.second)[:30],
        one.reason.kind if one.reason else "",
        a,
        b,
    )


def test_versions_of_one_text_and_what_they_say_otherwise(own: dragoman.Reader) -> None:
    _, found = versions(own, VERSION_EN, VERSION_RU.format(number=50, more=BLAME, waters=""))
    assert found == [
        (
            "He announced that Karsovia wil",
            "Он сообщил, что Карсовия выдел",
            "number",
            "60 million euros",
            "50 миллионов евро",
        ),
        ("The President recalled that Ka", "", "", "", ""),
        ("", "Он добавил, что ответственност", "", "", ""),
    ]


def test_versions_that_say_the_same_differ_in_nothing(own: dragoman.Reader) -> None:
    assert versions(own, VERSION_EN, VERSION_RU.format(number=60, more="", waters=WATERS))[1] == []


def test_order_and_the_cut_of_sentences_are_no_difference(own: dragoman.Reader) -> None:
    moved = VERSION_RU.format(number=60, more=WATERS, waters="")
    assert versions(own, VERSION_EN, moved)[1] == []
    merged = VERSION_RU.format(number=60, more="", waters=WATERS).replace("стран. Он сообщил", "стран, и сообщил")
    assert "стран, и сообщил" in merged
    assert versions(own, VERSION_EN, merged)[1] == []


def test_what_are_no_versions(own: dragoman.Reader) -> None:
    russian = VERSION_RU.format(number=50, more="", waters=WATERS)
    assert versions(own, VERSION_EN, russian, ("XKA", "XKB"))[1] == [], "two sides"
    assert versions(own, VERSION_EN, VERSION_EN.replace("60", "50"))[1] == [], "one language"
    assert versions(own, VERSION_EN, text("B.ru", RU_EARLIER))[1] == [], "another text"
    short = russian[: russian.index("Он сообщил")]
    assert versions(own, VERSION_EN, short)[1] == [], "a text of another length"
