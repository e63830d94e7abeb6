"""Plain text and Markdown: kept to the character, markup masked, pictures understood."""

from __future__ import annotations

import pytest

from dragoman.article import Article, Image
from dragoman.page import PageError, article
from dragoman.page.draft import unmasked

BODY = "Министр Норланда заявил, что переговоры продолжатся. Судланд от комментариев отказался."


def read(text: Article) -> str:
    """What is left when the masked stretches are left out."""
    return unmasked(text.text, text.masked)


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown", None])
@pytest.mark.parametrize(
    "text", [BODY + "\r\n\r\nВторой  абзац.\r", "\n\n " + BODY, BODY + "\x0c\t" + BODY, "a [b](c) d. " + BODY]
)
def test_the_text_is_the_files_own(text: str, media_type: str | None) -> None:
    assert article(text.encode(), media_type=media_type).text == text
    assert article(text, media_type=media_type).text == text


def test_a_byte_order_mark_is_no_character_of_the_text() -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert article(BODY.encode(encoding), media_type="text/plain").text == BODY


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    text = f"a\ud800b\udfff\udfffc {BODY}"
    assert article(text).text == f"a\ufffdb\ufffd\ufffdc {BODY}"
    assert article(text.encode("utf-8", "surrogatepass")).text == f"a\ufffdb\ufffd\ufffdc {BODY}"
    assert article(text.encode("utf-16-le", "surrogatepass")).text == f"a\ufffdb\ufffd\ufffdc {BODY}"


def test_link_markup_is_masked_and_its_words_are_read() -> None:
    text = f'По данным [агентства «Восток»](https://example.org/a_(b) "Заголовок"), {BODY}'
    found = article(text, media_type="text/markdown")
    assert read(found) == f"По данным агентства «Восток», {BODY}"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("x [a][1] y [b] z\n\n[1]: http://e.org 'T'\n[b]: <http://e.org/b>\n", "x a y b z\n\n\n\n"),
        ("x [a][nowhere] y [b] (c) z", "x [a][nowhere] y [b] (c) z"),
        (r"x \[a\](b) y", r"x \[a\](b) y"),
        ("x `[a](b)` y ``[c](d) ` `` z", "x `[a](b)` y ``[c](d) ` `` z"),
        ("```\n[a](b)\n```\n[c](d)", "```\n[a](b)\n```\nc"),
        ("x ![a](b.png)[c](d) y", "x c y"),
        ("x [![a](b.png)](c) y", "x  y"),
        ("x [a [b](c) d](e) y", "x [a b d](e) y"),
        ("x [a\n\nb](c) y", "x [a\n\nb](c) y"),
        ("x <https://e.org/> y <!-- hidden --> z", "x https://e.org/ y  z"),
        ("x <b class='y'>z</b> 1 < 2 > 0", "x z 1 < 2 > 0"),
        ('x [a](<b c> "t") y [d]( e ) z', "x a y d z"),
        ("x [^1] y\n\n[^1]: note", "x [^1] y\n\n[^1]: note"),
    ],
)
def test_what_is_markup_and_what_is_not(text: str, left: str) -> None:
    assert read(article(text, media_type="text/markdown")) == left


def test_markdown_is_recognised_in_a_text_of_unknown_kind() -> None:
    assert article(f"![a](b.png)\n{BODY}".encode()).images
    assert not article(f"![a](b.png)\n{BODY}".encode(), source="x.txt").masked
    assert not article(f"{BODY} [1] (2)").masked


def test_an_image_is_not_read() -> None:
    text = f"![Делегации в порту | Источник: Пресс-служба / Канал](https://e.org/p.jpg)\n{BODY}"
    found = article(text, source="talks.md")
    assert found.images == (
        Image(
            "https://e.org/p.jpg",
            "Делегации в порту | Источник: Пресс-служба / Канал",
            "Делегации в порту",
            "Пресс-служба / Канал",
            (0, text.index("\n")),
        ),
    )
    assert read(found) == f"\n{BODY}"


@pytest.mark.parametrize(
    ("markup", "caption", "credit"),
    [
        ("![The envoys. Photo: A. Lens/Agency](p)", "The envoys", "A. Lens/Agency"),
        ("![The envoys (Photo: A. Lens)](p)", "The envoys", "A. Lens"),
        ("![Послы на встрече. Фото: ТАГ](p)", "Послы на встрече", "ТАГ"),
        ("![The envoys © A. Lens](p)", "The envoys", "A. Lens"),
        ("![Photo by A. Lens](p)", None, "A. Lens"),
        ('![x](p "The envoys. Credit: A. Lens")', "The envoys", "A. Lens"),
        ("![«Мы готовы!» | Фото: ТАГ](p)", "«Мы готовы!»", "ТАГ"),
        ("![The photo of the year is shown](p)", None, None),
        ("![代表团抵达港口。图片来源：新通社](p)", "代表团抵达港口", "新通社"),
        ("![x](p)\n*The envoys in the harbour. Photo: A. Lens*", "The envoys in the harbour", "A. Lens"),
        ("![x](p)\n\nФото: А. Линза / ТАГ", None, "А. Линза / ТАГ"),
        ('<img src="p" alt="The envoys | Quelle: Amt">', "The envoys", "Amt"),
    ],
)
def test_captions_and_credits(markup: str, caption: str | None, credit: str | None) -> None:
    found = article(f"{markup}\n\n{BODY}", media_type="text/markdown")
    (image,) = found.images
    assert (image.caption, image.credit) == (caption, credit)
    assert read(found).strip() == BODY


def test_a_headline_within_an_alternative_text() -> None:
    alternative = "Порт и квоты. О чём Норланд и Судланд договорились во время морских переговоров"
    caption = "Правительство поделилось снимком с переговоров"
    text = f"![{alternative} {caption} | Источник: Канал](p.jpg)\n{BODY}"
    found = article(text, source="x.md")
    assert found.title is not None
    assert (found.title.value, text[slice(*found.title.span or (0, 0))]) == (alternative, alternative)
    assert found.images[0].caption == caption


@pytest.mark.parametrize(
    ("headline", "caption"),
    [
        ("Министры обсудили мост и пошлины на встрече в столице соседей", "Посольство показало кадры из зала"),
        ("Почему посол покинул зал во время выступления министра", "Охрана провела дипломата через двор"),
        ("Лидеры назвали условия для возвращения послов и обмена пленными", "Дипломаты покидают зал ночью"),
        ("Как министры спорили о транзите газа на переговорах", "Встреча прошла в старой ратуше"),
    ],
)
def test_headline_and_caption_are_told_apart_by_endings(headline: str, caption: str) -> None:
    found = article(f"![{headline} {caption} | Источник: Канал](p.jpg)\n{BODY}", source="x.md")
    assert found.title is not None
    assert (found.title.value, found.images[0].caption) == (headline, caption)


@pytest.mark.parametrize(
    "caption",
    [
        "Сегодня вечером норландский президент Петров прибыл в порт на встречу глав государств",
        "Об этом сообщил журналистам Петров после того, как прибыл в порт",
        "В столице рассказали, когда президента Петрова ждут в порту на переговорах",
        "Как сообщили в порту, глава ведомства Иванов встретил там посла и министра",
        "Зрители видели, как утром королева Анна приняла посла и показала ему сад дворца",
        "Советники показали министру место, где через неделю Норландия построит новый мост через пролив",
        "Рядом с президентом сидит министр торговли Норландии и держит в руках текст договора",
    ],
)
def test_a_name_within_a_caption_is_no_second_sentence(caption: str) -> None:
    found = article(f"![{caption} | Источник: Канал](p.jpg)\n{BODY}", source="x.md")
    assert (found.title, found.images[0].caption) == (None, caption)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"# Норланд и Судланд **договорились**\n\n{BODY}", "Норланд и Судланд договорились"),
        (f"![a](b)\n\n## О [квотах](c) #\n{BODY}", "О квотах"),
        (f"Норланд и Судланд договорились\n===\n{BODY}", "Норланд и Судланд договорились"),
        (f"{BODY}\n\n# Ниже\n\n{BODY}", None),
        (f"---\ntitle: 'Из головы'\ndate: 2021-09-14\nlang: ru-RU\n---\n{BODY}", "Из головы"),
    ],
)
def test_headings(text: str, title: str | None) -> None:
    found = article(text, media_type="text/markdown")
    assert (found.title.value if found.title else None) == title


def test_front_matter_is_masked_and_understood() -> None:
    text = f"---\ntitle: Заголовок\ndate: 2021-09-14T10:00:00+03:00\nupdated: 2021-09-15\nsite: Вестник\nurl: https://e.org/a\n---\n{BODY}"
    found = article(text, media_type="text/markdown")
    assert read(found) == BODY
    assert found.published is not None and found.published.value == "2021-09-14T10:00:00+03:00"
    assert found.modified is not None and found.modified.value == "2021-09-15"
    assert found.publisher is not None and text[slice(*found.publisher.span or (0, 0))] == "Вестник"
    assert found.url is not None and found.url.value == "https://e.org/a"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Норланд продолжит переговоры\n\n{BODY}", "Норланд продолжит переговоры"),
        (f"Норланд продолжит переговоры\n{BODY} {BODY}", "Норланд продолжит переговоры"),
        (f"«Мы готовы», или Чего хочет Норланд?\n\n{BODY}", "«Мы готовы», или Чего хочет Норланд?"),
        ("诺兰与苏兰将继续会谈\n\n诺兰外长表示，双方将继续就渔业配额举行会谈。", "诺兰与苏兰将继续会谈"),
        (f"{BODY}\n\n{BODY}", None),
        (
            "Норланд продолжит переговоры с Судландом о квотах на вылов\nрыбы, заявил министр, и встреча пройдёт в порту.",
            None,
        ),
        (f"— Мы готовы\n\n{BODY}", None),
        ("Норланд продолжит переговоры", None),
        (f"***\n\n{BODY}", None),
    ],
)
def test_the_headline_of_a_plain_text(text: str, title: str | None) -> None:
    found = article(text, media_type="text/plain")
    assert (found.title.value if found.title else None) == title
    if found.title is not None:
        assert text[slice(*found.title.span or (0, 0))] == title


@pytest.mark.parametrize(
    ("source", "url", "name"),
    [
        ("folder/talks.ru.md", None, "talks.ru"),
        ("talks", None, "talks"),
        (".md", None, ".md"),
        ("C:\\texts\\note.final.txt", None, "note.final"),
        ("-", None, ""),
        (None, None, ""),
        ("https://www.e.org/news/2021/talks-in-port.html?x=1#y", None, "e.org-news-2021-talks-in-port"),
        ("https://e.org/a", "https://e.org/новости/переговоры/", "e.org-новости-переговоры"),
        ("https://e.org/?p=12", None, "e.org-p-12"),
    ],
)
def test_identity(source: str | None, url: str | None, name: str) -> None:
    assert article(BODY, source=source, url=url).id == name


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00" * 50, b"![a](b.png)\n", b"<!-- -->\n"]
)
def test_nothing_to_read_is_an_error_in_bytes_and_an_article_as_text(data: bytes) -> None:
    with pytest.raises(PageError) as caught:
        article(data, source="x.md")
    assert len(str(caught.value).splitlines()) == 1
    assert article(data.decode("utf-8", "replace")).text is not None
