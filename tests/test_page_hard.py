"""Hostile and broken input: an article or one line of error, spans that slice the text, and time that grows linearly."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.article import Article
from dragoman.page import PageError, article

CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
TYPES = st.sampled_from([None, "text/plain", "text/markdown", "text/html", "application/pdf", "image/png", "x"])
HEADS = st.sampled_from(
    [
        b"",
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"<!doctype html><p>",
        b"\x89PNG",
        b"\xff\xfe\x00\x00",
    ]
)
SCRAPS = """[ ] ( ) ![ ]( < > <img <!-- --> ` ``` \\ # --- === title: « » “ " ' — - | Фото: © 7 декабря 2021 , Сегодня
Обновлено 18:30 Correction: Министр заявил что http://e.org [1]: \U0001f600 会谈 قال \u202e \u00ad \x00""".split()  # fmt: skip  # noqa: SIM905
PIECES = st.lists(st.sampled_from([*SCRAPS, "\n", "\r\n", "\t", "\ud800"]), max_size=60).map(" ".join)


def whole(found: Article) -> None:
    """Every span lies within the text, in order, and says what it says."""
    size = len(found.text)
    spans = [*found.masked, *(notice.span for notice in found.notices), *(i.span for i in found.images if i.span)]
    spans += [known.span for known in (found.title, found.publisher, found.url) if known and known.span]
    spans += [moment.span for moment in (found.published, found.modified) if moment and moment.span]
    assert all(0 <= start < end <= size for start, end in spans)
    assert all(one[1] < other[0] for one, other in zip(found.masked, found.masked[1:], strict=False))
    assert not any("\ud800" <= char <= "\udfff" for char in found.text)
    for notice in found.notices:
        assert found.text[slice(*notice.span)].strip() == found.text[slice(*notice.span)]


@CALM
@given(st.text(max_size=400), TYPES.filter(lambda kind: kind != "text/html"))
def test_any_text_gives_an_article_of_its_own_characters(text: str, media_type: str | None) -> None:
    found = article(text, media_type=media_type)
    assert len(found.text) == len(text)
    whole(found)


@CALM
@given(PIECES, st.sampled_from([None, "text/markdown", "text/plain"]))
def test_scraps_of_markup(text: str, media_type: str | None) -> None:
    found = article(text, media_type=media_type)
    assert len(found.text) == len(text)
    whole(found)


@CALM
@given(
    HEADS, st.binary(max_size=400), TYPES, st.sampled_from([None, "utf-8", "utf-7", "koi8-r", "hex", "idna", "\ud800"])
)
def test_any_bytes_give_an_article_or_one_line(
    head: bytes, data: bytes, media_type: str | None, charset: str | None
) -> None:
    try:
        whole(article(head + data, media_type=media_type, charset=charset))
    except PageError as error:
        assert str(error) and len(str(error).splitlines()) == 1


@CALM
@given(PIECES)
def test_scraps_of_a_page(text: str) -> None:
    try:
        whole(
            article(f"<html><body><h1>{text}</h1><p>{text}</p><img alt='{text}'></body></html>", media_type="text/html")
        )
    except PageError as error:
        assert len(str(error).splitlines()) == 1


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), bytes(range(256)) * 20, b"\xd0\xcf\x11\xe0" + b"\x00" * 600, b"{\\rtf1 text}",
     b"RIFF\x00\x00\x00\x00WEBP", b"\x00\x00\x00\x18ftypmp42", b"\x1f\x8b\x08\x00" + b"x" * 50, b"\x7fELF" + b"\x01" * 50],
)  # fmt: skip
def test_what_is_no_text_is_named(data: bytes) -> None:
    for source in ("x.txt", "x.md", "x.html", "x", None):
        with pytest.raises(PageError) as caught:
            article(data, source=source)
        assert len(str(caught.value).splitlines()) == 1


def test_mixed_scripts_and_directions_keep_their_places() -> None:
    text = "قال «الوزير» \u202bإن\u202c the talks «продолжатся» 会谈 — 🇳🇴 \u200f[a](b)\u200e."
    found = article(text, media_type="text/markdown")
    assert found.text == text
    assert [text[slice(*span)] for span in found.masked] == ["[", "](b)"]


HARD = {
    "brackets": "[" * 200_000,
    "images": "![" * 100_000,
    "closings": "](" * 100_000,
    "nested": "[" * 50_000 + "]" * 50_000,
    "links": "[a](b) " * 30_000,
    "backticks": "".join("`" * (n % 300 + 1) + " x " for n in range(1_500)),
    "angles": "<a " * 70_000,
    "comments": "<!-- " * 40_000,
    "titles": '](a "' * 40_000,
    "escapes": "\\[" * 100_000,
    "definitions": "[a]: b\n" * 30_000,
    "stars": "![" + "*a" * 50_000 + "](b)",
    "one line": "слово " * 35_000,
    "lines": "Обновлено\n" * 20_000,
    "empty lines": "\n \n" * 70_000,
    "digits": "7 " * 100_000,
    "spaces": "a" + " " * 200_000 + "b",
    "front matter": "---\n" + "a: b\n" * 40_000,
    "underlines": "a" * 100_000 + "\n===",
}


@pytest.mark.parametrize("name", HARD)
def test_no_text_takes_long(name: str) -> None:
    begun = time.process_time()
    whole(article(HARD[name], media_type="text/markdown"))
    assert time.process_time() - begun < 2


def test_five_megabytes_of_text() -> None:
    sentence = "Министр заявил, что [переговоры](https://e.org) «продолжатся». "
    data = (sentence * 20 + "\n").encode() * 2_600
    assert len(data) > 5_000_000
    begun = time.process_time()
    found = article(data, source="x.md")
    assert found.language is not None and found.language.value == "ru"
    assert len(found.masked) == 2 * 20 * 2_600
    assert time.process_time() - begun < 15


def test_a_long_page() -> None:
    html = "".join(
        f"<p>Министр заявил в {n}-й раз, что переговоры «продолжатся» осенью в порту.</p>" for n in range(6_000)
    )
    html = f"<html><body><article>{html}</article></body></html>"
    try:
        assert article(html.encode()).text.count("\n") > 5_000
    except PageError as error:
        assert len(str(error).splitlines()) == 1
