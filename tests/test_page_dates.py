"""When an article was published and changed, and the lines that say that it was."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dragoman.article import Moment
from dragoman.page import PageError, article
from dragoman.page.dates import from_metadata

EN = "The minister of Norland said that the talks would go on. The other side has had no comment on it so far."
RU = "Министр Норланда заявил, что переговоры продолжатся. Другая сторона от комментариев пока отказалась."
DE = "Der Minister sagte, dass die Gespräche im Herbst weitergehen. Die andere Seite hat sich noch nicht geäußert."


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        (f"MOSCOW, 14 September 2021 (Agency) — {EN}", "2021-09-14", "14 September 2021"),
        (f"PORT ALDER, Sept. 14, 2021 /Agency/ -- {EN}", "2021-09-14", "Sept. 14, 2021"),
        (f"Port Alder, September 14, 2021. {EN}", "2021-09-14", "September 14, 2021"),
        (f"МОСКВА, 7 декабря 2021 – Агентство. {RU}", "2021-12-07", "7 декабря 2021"),
        (f"Порт-Алдер. 7 декабря 2021 года. АГЕНТСТВО - {RU}", "2021-12-07", "7 декабря 2021"),
        (f"Сегодня, 7 декабря 2021 года, прошли переговоры. {RU}", "2021-12-07", "7 декабря 2021"),
        (
            f"Заголовок новости\n\n7 декабря 2021, 18:30 мск\n\n{RU}",
            "2021-12-07T18:30:00+03:00",
            "7 декабря 2021, 18:30 мск",
        ),
        (f"Опубликовано: 07.12.2021 18:30\n{RU}", "2021-12-07T18:30:00", "07.12.2021 18:30"),
        (
            f"Published December 7, 2021 3:15 p.m. EST\n{EN}",
            "2021-12-07T15:15:00-05:00",
            "December 7, 2021 3:15 p.m. EST",
        ),
        (f"Published December 7, 2021 3:15 p.m. ET\n{EN}", "2021-12-07T15:15:00", "December 7, 2021 3:15 p.m. ET"),
        (f"Berlin, 14. September 2021 – {DE}", "2021-09-14", "14. September 2021"),
        (f"14.09.2021 | Nachrichten\n{DE}", "2021-09-14", "14.09.2021"),
        (
            "París, 14 de septiembre de 2021 - El ministro dijo que las conversaciones siguen.",
            "2021-09-14",
            "14 de septiembre de 2021",
        ),
        (
            "Warszawa, 14 września 2021 r. – Minister powiedział, że rozmowy będą kontynuowane.",
            "2021-09-14",
            "14 września 2021",
        ),
        ("Ankara, 14 Eylül 2021 - Bakan görüşmelerin sonbaharda süreceğini söyledi.", "2021-09-14", "14 Eylül 2021"),
        (
            "الميناء، 14 سبتمبر/أيلول 2021 - قال الوزير إن المحادثات ستستمر في الخريف المقبل.",
            "2021-09-14",
            "14 سبتمبر/أيلول 2021",
        ),
        ("新华社北京2021年9月14日电 部长表示，会谈将继续。", "2021-09-14", "2021年9月14日"),
        (
            "الميناء – 15 يناير/كانون الثاني 2025\n\nقال الوزير إن المحادثات ستستمر في الخريف المقبل.",
            "2025-01-15",
            "15 يناير/كانون الثاني 2025",
        ),
        ("عمّان 29 حزيران 2023 - قال الوزير إن المحادثات ستستمر في الخريف المقبل.", "2023-06-29", "29 حزيران 2023"),
        (f"Wien, 22. Jänner 2021 – {DE}", "2021-01-22", "22. Jänner 2021"),
        (f"12 января 2023 года. {RU}", "2023-01-12", "12 января 2023"),
        (
            "Información para la Prensa. Puerto Alder, 2 de marzo de 2023.\nEl ministro dijo que las conversaciones siguen.",
            "2023-03-02",
            "2 de marzo de 2023",
        ),
        (f"2021-09-14\n{EN}", "2021-09-14", "2021-09-14"),
    ],
)
def test_a_dateline(text: str, value: str, words: str) -> None:
    found = article(text).published
    assert found is not None
    assert (found.value, found.origin) == (value, "text")
    assert text[slice(*found.span or (0, 0))] == words


@pytest.mark.parametrize(
    "text",
    [
        f"On 14 September 2021 the two states signed a treaty. {EN}",
        f"The treaty of 14 September 2021 is in force. {EN}",
        f"Договор был подписан 7 декабря 2021 года. {RU}",
        f"{RU} " * 30 + "\n7 декабря 2021, договор",
        f"Норланд продолжит переговоры\n\n{RU}\n\nАнна Петрова, 12 февраля 2020 года\n\n{RU}",
        f"Published 03/04/2021\n{EN}",
        f"Published 31 February 2021\n{EN}",
        f"В среду, 7 декабря 2021 года, исполнится десять лет договору. {RU}",
    ],
)
def test_other_dates_are_not_taken(text: str) -> None:
    found = article(text)
    assert found.published is None
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"Сегодня, 7 декабря, прошли переговоры. {RU}", "7 декабря"),
        (f"Today, December 7, talks were held. {EN}", "December 7"),
        (f"PORT ALDER, Sept 14 (Agency) - {EN}", "Sept 14"),
        (f"МОСКВА, 7 дек — Агентство. {RU}", "7 дек"),
        (f"ПОРТ-АЛДЕР, 29 апреля. {RU}", "29 апреля"),
        (f"ПОРТ-АЛДЕР, 20 фев. {RU}", "20 фев"),
    ],
)
def test_without_a_year_nothing_is_made_up(text: str, words: str) -> None:
    found = article(text)
    assert found.published is None
    assert any(words in warning for warning in found.warnings)
    told = article(text, published="2021-12-07")
    assert told.published == Moment("2021-12-07", "given")
    assert told.warnings == ()


@pytest.mark.parametrize(
    ("given", "value", "zone"),
    [
        ("2021-12-07", "2021-12-07", None),
        ("2021-12-07T18:30", "2021-12-07T18:30:00", None),
        ("2021-12-07 18:30:05Z", "2021-12-07T18:30:05+00:00", "+00:00"),
        ("2021-12-07T18:30+03", "2021-12-07T18:30:00+03:00", "+03:00"),
        (date(2021, 12, 7), "2021-12-07", None),
        (datetime(2021, 12, 7, 18, 30, 1, 99, tzinfo=UTC), "2021-12-07T18:30:01+00:00", "+00:00"),
    ],
)
def test_what_is_told_wins(given: str | date, value: str, zone: str | None) -> None:
    found = article(f"MOSCOW, 14 September 2021 — {EN}", published=given)
    assert found.published == Moment(value, "given", zone)


@pytest.mark.parametrize(
    "given", ["", "yesterday", "2021-13-01", "2021-02-30", "07.12.2021", "2021-12-07T25:00", "x" * 500]
)
def test_what_is_told_must_be_a_date(given: str) -> None:
    with pytest.raises(PageError, match="not a date") as caught:
        article(EN, published=given)
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-09-14T10:00:00.123+0200", "2021-09-14T10:00:00+02:00"),
        ("2021-09-14T10:00:00Z", "2021-09-14T10:00:00+00:00"),
        ("2021-09-14 10:00", "2021-09-14T10:00:00"),
        ("20210914", "2021-09-14"),
        ("20210914T100000Z", "2021-09-14T10:00:00+00:00"),
        ("Tue, 14 Sep 2021 10:00:00 +0300", "2021-09-14T10:00:00+03:00"),
        ("0000-00-00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_in_metadata(value: str, expected: str | None) -> None:
    found = from_metadata(value)
    assert (found.value if found else None) == expected


NOTICES = {
    "update": [
        "Новость была обновлена.", "НОВОСТЬ ОБНОВЛЕНА", "Новость дополнена", "Статья была дополнена комментарием министерства.",
        "Обновлено в 18:30", "Обновлено: 7 декабря 2021, 18:30", "UPD: добавлен ответ министерства.",
        "*Материал обновлён.*", "Добавлены подробности", "Новину оновлено.", "Оновлено о 12:15",
        "UPDATED", "Updated at 3 p.m.", "UPDATE: The ministry has answered.", "(Updated with comment from the ministry.)",
        "This story has been updated.", "This article was updated on 7 December 2021.", "Updated December 7, 2021",
        "Updates with quotes from the minister", "Last updated: 14 September 2021", "Aktualisiert am 14. September 2021",
        "Dieser Artikel wurde aktualisiert.", "Update, 14:30 Uhr: Das Amt hat geantwortet.", "Mis à jour le 14 septembre 2021",
        "Cet article a été mis à jour.", "Actualizado el 14 de septiembre", "Esta noticia ha sido actualizada.",
        "Aktualizacja: 14:30", "Artykuł został zaktualizowany.", "Güncelleme: 14 Eylül 2021", "Bu haber güncellendi.",
        "تم تحديث هذا الخبر", "تحديث: 14:30", "این خبر به‌روز شد", "به‌روزرسانی: ساعت 14:30", "更新：外交部已作回应。", "本文已更新。",
    ],
    "correction": [
        "Исправление: в первой версии был назван другой порт.", "Уточнение. Порт назван верно.", "Виправлення: назву порту змінено.",
        "Correction: An earlier version named another port.", "CORRECTION, Sept. 14, 2021: The port is Alder.",
        "Editor’s note: An earlier version of this article named another port.", "An earlier version of this article misstated the name of the port.", "Clarification: the port is Alder.",
        "Korrektur: In einer früheren Version stand ein anderer Hafen.", "Rectificatif : le port est Alder.",
        "Corrección: el puerto es Alder.", "Sprostowanie: port nazywa się Alder.", "Düzeltme: Limanın adı Alder.",
        "تصحيح: اسم الميناء ألدر.", "اصلاحیه: نام بندر آلدر است.", "更正：港口名称为阿尔德。",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in NOTICES.items() for line in lines])
def test_notices_with_their_place(kind: str, line: str) -> None:
    text = f"{RU}\n{line}\r\n{RU}"
    (found,) = article(text, media_type="text/plain").notices
    assert found.kind == kind
    assert text[slice(*found.span)].strip("*()") == line.strip("*()")


def test_of_a_longer_line_the_first_sentence_is_the_update_notice() -> None:
    text = f"{RU}\nНовость обновлена. {RU}"
    (found,) = article(text).notices
    assert text[slice(*found.span)] == "Новость обновлена."


@pytest.mark.parametrize(
    "line",
    [
        "Обновлена программа модернизации флота.", "Обновление флота займёт десять лет.", "Обновление — дело долгое.",
        "Обновление 12 кораблей завершено.", "Текст договора дополнен статьёй о квотах.", "Новость обрадовала рыбаков.",
        "Update on the talks is expected soon, officials said.", "Updating the fleet takes ten years.",
        "Editor’s note: The envoy writes a weekly column.", "От редакции: посол ведёт колонку.", "The report was updated to include the fleet.", "Corrections officers were at the port.", "Correction of the course is needed.",
        "Исправление ошибок займёт год.", "Precisión y calma pidió el ministro.", "更新换代需要十年。",
    ],
)  # fmt: skip
def test_sentences_that_only_begin_like_notices(line: str) -> None:
    assert article(f"{RU}\n{line}\n{RU}", media_type="text/plain").notices == ()


def test_a_notice_in_an_alternative_text_is_none() -> None:
    assert article(f"![Обновлено в 18:30](p)\n{RU}", source="x.md").notices == ()


def test_an_update_notice_tells_when_it_was_changed() -> None:
    text = f"MOSCOW, 14 September 2021 — {EN}\nUpdated 15 September 2021, 10:20 GMT\n{EN}"
    found = article(text)
    assert found.published is not None and found.published.value == "2021-09-14"
    assert found.modified is not None and found.modified.value == "2021-09-15T10:20:00+00:00"
    assert text[slice(*found.modified.span or (0, 0))] == "15 September 2021, 10:20 GMT"
