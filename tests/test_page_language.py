"""The language of a text, short ones and long ones."""

from __future__ import annotations

import pytest

from dragoman.page import article
from dragoman.page.language import detect

TEXTS = {
    "en": "The minister said on Wednesday that the talks on fisheries would go on in autumn. He did not say where they "
    "would be held, but it is expected that the parties will meet in the port. The other side has had no comment.",
    "ru": "Министр заявил в среду, что переговоры о рыболовстве продолжатся осенью. Где они пройдут, он не сказал, "
    "но ожидается, что стороны встретятся в порту. Другая сторона от комментариев пока отказалась.",
    "uk": "Міністр заявив у середу, що переговори про рибальство триватимуть восени. Де вони відбудуться, він не "
    "сказав, але очікується, що сторони зустрінуться в порту. Інша сторона поки що не коментує.",
    "de": "Der Minister sagte am Mittwoch, dass die Gespräche über die Fischerei im Herbst weitergehen. Wo sie "
    "stattfinden, sagte er nicht, aber es wird erwartet, dass sich die Seiten im Hafen treffen.",
    "fr": "Le ministre a déclaré mercredi que les discussions sur la pêche se poursuivraient à l'automne. Il n'a pas "
    "dit où elles auraient lieu, mais les parties devraient se retrouver dans le port.",
    "es": "El ministro dijo el miércoles que las conversaciones sobre la pesca seguirán en otoño. No dijo dónde se "
    "celebrarán, pero se espera que las partes se reúnan en el puerto.",
    "pl": "Minister powiedział w środę, że rozmowy o rybołówstwie będą kontynuowane jesienią. Nie powiedział, gdzie "
    "się odbędą, ale oczekuje się, że strony spotkają się w porcie.",
    "tr": "Bakan çarşamba günü balıkçılık görüşmelerinin sonbaharda süreceğini söyledi. Nerede yapılacağını "
    "söylemedi, ancak tarafların limanda bir araya gelmesi bekleniyor.",
    "ar": "قال الوزير يوم الأربعاء إن المحادثات حول صيد الأسماك ستستمر في الخريف. ولم يذكر أين ستعقد، لكن من المتوقع أن "
    "يلتقي الطرفان في الميناء.",
    "fa": "وزیر روز چهارشنبه گفت که گفتگوها درباره ماهیگیری در پاییز ادامه خواهد یافت. او نگفت کجا برگزار می‌شود، اما "
    "انتظار می‌رود طرفین در بندر دیدار کنند.",
    "zh": "部长周三表示，有关渔业的会谈将在秋季继续。他没有说明会谈地点，但预计双方将在港口会面。",
    "ja": "大臣は水曜日、漁業に関する協議は秋に続くと述べた。場所は明らかにしなかった。",
    "ko": "장관은 수요일 어업에 관한 회담이 가을에 계속될 것이라고 말했다.",
    "he": "השר אמר ביום רביעי כי השיחות על הדיג יימשכו בסתיו.",
    "bg": "Министърът заяви в сряда, че преговорите за риболова ще продължат през есента. Той не каза къде ще се проведат.",
    "sr": "Министар је у среду рекао да ће се преговори о риболову наставити на јесен, али није рекао где ће се одржати.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_paragraph(language: str) -> None:
    assert detect(TEXTS[language]) == language
    assert detect(TEXTS[language] * 10) == language


@pytest.mark.parametrize("language", ["en", "ru", "uk", "de", "fr", "es", "pl", "tr", "ar", "fa", "zh"])
def test_half_a_sentence(language: str) -> None:
    assert detect(TEXTS[language][:45]) == language


@pytest.mark.parametrize("text", ["", "1 2 3", "…", "\x00\x00", "🙂🙂🙂🙂"])
def test_no_language(text: str) -> None:
    assert detect(text) is None


def test_the_words_of_the_picture_do_not_count() -> None:
    picture = f"![{TEXTS['en']}](p.jpg)"
    found = article(f"{picture}\n{TEXTS['ru']}", source="x.md").language
    assert found is not None and (found.value, found.origin) == ("ru", "text")


def test_what_is_told_wins() -> None:
    found = article(TEXTS["ru"], language="uk").language
    assert found is not None and (found.value, found.origin) == ("uk", "given")


def test_a_wrong_declaration_of_a_page_loses_against_its_words() -> None:
    page = f"<html lang='en-GB'><body><article><p>{TEXTS['ru']}</p></article></body></html>"
    found = article(page.encode()).language
    assert found is not None and (found.value, found.origin) == ("ru", "text")
    page = f"<html lang='ru'><body><article><p>{TEXTS['ru']}</p></article></body></html>"
    found = article(page.encode()).language
    assert found is not None and (found.value, found.origin) == ("ru", "metadata")
