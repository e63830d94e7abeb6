"""Bytes in any encoding come out as the characters that were meant."""

from __future__ import annotations

import pytest

from dragoman.page import article
from dragoman.page.decode import decode

RU = "Новость была обновлена."
RU_LONG = "Министр Норланда заявил, что переговоры пройдут в декабре. Соглашение готово к подписанию."
UK = "Міністр заявив, що Норландія готова до переговорів щодо їхньої безпеки."


@pytest.mark.parametrize("text", ["МИД Норландии", RU, RU_LONG, UK, "Лавров прибыл", RU_LONG * 400])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-u"])
def test_russian_and_ukrainian_without_a_declaration(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["cp866", "iso8859-5", "mac-cyrillic", "koi8-r"])
def test_older_russian_encodings(encoding: str) -> None:
    assert decode(RU_LONG.encode(encoding))[0] == RU_LONG


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Der Außenminister erklärte, die Gespräche würden fortgeführt. Für die Länder ist es wichtig.", "cp1252"),
        ("Le président a déclaré que les négociations étaient terminées.", "cp1252"),
        ("El ministro señaló que la reunión continuará mañana. ¿Habrá acuerdo?", "cp1252"),
        ("Minister oświadczył, że rozmowy będą kontynuowane. Współpraca jest ważna dla państw.", "cp1250"),
        ("Minister oświadczył, że rozmowy będą kontynuowane. Współpraca jest ważna dla państw.", "iso8859-2"),
        ("Bakan görüşmelerin süreceğini söyledi. İşbirliği iki ülke için önemlidir.", "cp1254"),
        ("Ο υπουργός Εξωτερικών δήλωσε ότι οι συνομιλίες θα συνεχιστούν.", "cp1253"),
        ("قال وزير الخارجية إن المحادثات ستستمر الأسبوع المقبل.", "cp1256"),
        ("外交部发言人表示，双方愿保持沟通，推动会谈取得进展。", "gb18030"),
        ("部长说会谈继续。", "gb18030"),
        ("外交部發言人表示，雙方將繼續會談，並推動取得進展。", "big5"),
        ("外務大臣は、協議は来週続くと述べた。", "shift_jis"),
        ("外務大臣は、協議は来週続くと述べた。", "euc-jp"),
        ("외교부 대변인은 회담이 다음 주에 계속될 것이라고 말했다.", "euc-kr"),
    ],
)
def test_other_languages_without_a_declaration(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_a_declared_encoding_is_used() -> None:
    assert decode("Ärger".encode("cp1252"), charset="ISO-8859-1")[0] == "Ärger"
    assert decode("“Ja”".encode("cp1252"), charset="latin1")[0] == "“Ja”"
    assert decode(RU.encode("cp866"), charset="ibm866")[0] == RU
    assert decode("外交部。".encode("gb18030"), charset="GB2312")[0] == "外交部。"


@pytest.mark.parametrize("charset", ["utf-8", "ascii", "no-such-thing", "zlib", "rot13", "\x00", "utf-16"])
def test_a_wrong_declaration_does_no_harm(charset: str) -> None:
    assert decode(RU_LONG.encode("cp1251"), charset=charset)[0] == RU_LONG


def test_a_page_declares_its_encoding_in_its_head() -> None:
    page = f'<html><head><meta charset="{{}}"><title>Т</title></head><body><article><p>{RU_LONG}</p></article></body></html>'
    for declared, encoding in (("windows-1251", "cp1251"), ("koi8-r", "koi8-r"), ("utf-16", "utf-8")):
        assert article(page.format(declared).encode(encoding)).text == RU_LONG
    old = page.replace(
        '<meta charset="{}">', '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-5">'
    )
    assert article(old.encode("iso8859-5")).text == RU_LONG


def test_a_broken_byte_costs_one_character_and_a_warning() -> None:
    data = RU_LONG.encode()[:-1] + b"\xff" + RU_LONG.encode()
    found = article(data)
    assert found.text == RU_LONG[:-1] + "\ufffd" + RU_LONG
    assert any("not UTF-8" in warning for warning in found.warnings)
