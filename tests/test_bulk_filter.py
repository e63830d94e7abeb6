"""Which pages of a crawl are worth reading: words of states, offices, contacts and relations in eleven languages."""

from __future__ import annotations

import pytest

from dragoman.bulk import visible
from dragoman.bulk.diplomacy import LANGUAGES, diplomatic, signals
from dragoman.cli.bulk import LANGUAGES as OFFERED
from dragoman.gather import Fetched
from dragoman.page import PageError
from tests.bulk_sample import LEISURE, html

ABOUT_STATES = {
    "en": "The foreign minister of Norway met his colleague from Chile in Oslo.",
    "ru": "Министр иностранных дел Норвегии встретился в Осло с коллегой из Чили.",
    "uk": "Міністр закордонних справ Норвегії зустрівся в Осло з колегою з Чилі.",
    "de": "Der Außenminister von Norwegen traf in Oslo seinen Kollegen aus Chile.",
    "fr": "Le ministre des Affaires étrangères de la Norvège a rencontré à Oslo son homologue du Chili.",
    "es": "El ministro de Exteriores de Noruega se reunió en Oslo con su colega de Chile.",
    "pl": "Minister spraw zagranicznych Norwegii spotkał się w Oslo z kolegą z Chile.",
    "tr": "Norveç Dışişleri Bakanı Oslo'da Şili Dışişleri Bakanı ile görüştü.",
    "ar": "التقى وزير خارجية النرويج في أوسلو نظيره وزير خارجية تشيلي.",
    "fa": "وزیر امور خارجه نروژ در اسلو با وزیر امور خارجه شیلی دیدار کرد.",
    "zh": "挪威外交部长在奥斯陆会见了智利外交部长。",
}
OTHER = {
    "en": "The bakery sells a rye loaf that takes two days to make.",
    "ru": "Пекарня продаёт ржаной хлеб, который делают два дня.",
    "uk": "Пекарня продає житній хліб, який роблять два дні.",
    "de": "Die Bäckerei verkauft ein Roggenbrot, das zwei Tage braucht.",
    "fr": "La boulangerie vend un pain de seigle qui demande deux jours.",
    "es": "La panadería vende un pan de centeno que tarda dos días.",
    "pl": "Piekarnia sprzedaje chleb żytni, który powstaje dwa dni.",
    "tr": "Fırın, yapımı iki gün süren bir çavdar ekmeği satıyor.",
    "ar": "يبيع المخبز خبزا من الجاودار يستغرق إعداده يومين.",
    "fa": "نانوایی نان چاودار می‌فروشد که پختنش دو روز طول می‌کشد.",
    "zh": "面包店卖一种要做两天的黑麦面包。",
}


def test_the_command_offers_the_languages_that_have_words() -> None:
    assert OFFERED == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_states_and_their_people_pass_and_bread_does_not(language: str) -> None:
    assert diplomatic(ABOUT_STATES[language], language)
    assert not diplomatic(OTHER[language], language)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Norway beat Chile by two goals in the rain.", False),  # two states, and nothing between them
        ("The president of the club thanked the bakers.", False),  # a title alone
        ("NATO summoned nobody, but the ambassador stayed.", True),  # an organisation and a relation
        ("The president of Veldoria met the envoy of Karsania.", True),  # states that no list knows
        ("The Kremlin and the White House have agreed.", True),  # houses that stand for states
        ("", False),
    ],
)
def test_what_is_enough(text: str, passes: bool) -> None:
    assert diplomatic(text, "en") is passes


def test_what_comes_late_in_a_long_text_is_found() -> None:
    late = " ".join([*LEISURE * 40, ABOUT_STATES["en"]])
    assert diplomatic(late, "en")
    found = signals(late, "en")
    assert found.states == {"NOR", "CHL"} and found.titles == 1


@pytest.mark.parametrize("before", range(394, 402))
def test_no_phrase_is_parted(before: int) -> None:
    text = "面" * before + "联合国外交部制裁" + "包" * 30
    assert diplomatic(text, "zh") is signals(text, "zh").enough is True


def page(data: bytes, kind: str = "text/html") -> Fetched:
    return Fetched(data, "https://p.example/1", kind, "utf-8", "https://p.example/1")


def test_menus_scripts_and_footers_are_not_seen() -> None:
    data = html(
        "Bread", [LEISURE[0], "<script>var minister = 'Norway'</script>Bread &amp; butter for all of us here."], None
    )
    found = visible.blocks(page(data))
    assert found == ["Bread", LEISURE[0], "Bread & butter for all of us here."]


def test_the_language_is_told_by_paragraphs() -> None:
    menu = "".join(f"<div>Home World Sport Weather {n}</div>" for n in range(40))
    text = " ".join([ABOUT_STATES["ru"]] * 4)
    found = visible.blocks(page(f"<html><body>{menu}<p>{text}</p></body></html>".encode()))
    assert found is not None
    assert visible.sample(found) == text


@pytest.mark.parametrize("bad", ["<" * 200_000, "<script>" * 20_000, "<a" + " b=" * 100_000, "&" * 200_000])
def test_hostile_pages_take_no_time(bad: str) -> None:
    visible.of_html(bad)


def test_what_takes_an_extractor_is_left_to_it() -> None:
    assert visible.blocks(page(b"%PDF-1.4 ...", "application/pdf")) is None
    assert visible.blocks(page(b"PK\x03\x04...", "")) is None
    assert visible.blocks(page(b"Erste Zeile\n\n  Zweite Zeile", "text/plain")) == [
        "Erste Zeile",
        "Zweite Zeile",
    ]
    with pytest.raises(PageError):
        visible.blocks(page(b"  \n "))
