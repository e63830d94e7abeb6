"""What changed around the text, and what is no change: headline, pictures, notices, dates, contacts, boilerplate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.article import Image, Known, Moment
from dragoman.record import Contact, Record
from dragoman.revisions import revise
from dragoman.revisions.boilerplate import boilerplate
from tests.revision_sample import KOLL, STORY, VERESH, WHO, КТО, РАССКАЗ, kinds, one, story, swap, version

HARBOUR = Image("https://example.org/i/harbour.jpg", "The harbour", "The harbour of Port Alder", "V. Press", None)


def test_the_headline_changed() -> None:
    revision = revise(
        story(), story(_1="Verania and Laxia agree on the strait => Verania and Laxia quarrel over the strait")
    )
    assert kinds(revision, plain=True) == ["headline"]
    change = one(revision, "headline")
    assert [piece.words for piece in change.new.pieces if piece.changed] == ["quarrel over"]
    assert change.new.spans == ((0, len("Verania and Laxia quarrel over the strait")),)
    assert change.size == 2


def test_a_headline_of_the_metadata_alone_is_compared_too() -> None:
    def headed(title: str) -> Record:
        record = story()
        return replace(record, article=replace(record.article, title=Known(title, "metadata")))

    change = one(revise(headed("Strait opens"), headed("Strait opens?")), "headline")
    assert [piece.words for piece in change.new.pieces if piece.changed] == ["?"], "it became a question"
    assert change.new.spans == ()
    assert not revise(headed("Strait opens"), headed("STRAIT  OPENS"))


def with_picture(*images: Image) -> Record:
    return version(STORY, WHO, images=images)


@pytest.mark.parametrize(
    ("images", "kind", "aspect"),
    [
        ((replace(HARBOUR, caption="The burnt harbour of Port Alder"),), "caption", ""),
        ((replace(HARBOUR, credit="L. Agency"),), "credit", ""),
        ((replace(HARBOUR, url="https://example.org/i/leaders.jpg"),), "picture", "replaced"),
        ((), "picture", "gone"),
        (
            (HARBOUR, Image("https://example.org/i/map.png", None, "A map of the strait", "V. Press")),
            "picture",
            "added",
        ),
    ],
)
def test_pictures(images: tuple[Image, ...], kind: str, aspect: str) -> None:
    revision = revise(with_picture(HARBOUR), with_picture(*images))
    assert kinds(revision, plain=True) == [kind]
    assert one(revision, kind).aspect == aspect
    assert revision.announced is None, "the text is the same"


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.example.net/x/harbour.jpg?w=1200&h=800",
        "https://example.org/i/harbour-1200x800.jpg",
        "https://example.org/i/Harbour@2x.jpg",
    ],
)
def test_a_picture_in_another_size_or_place_is_the_same(url: str) -> None:
    assert not revise(with_picture(HARBOUR), with_picture(replace(HARBOUR, url=url)))


def test_pictures_in_another_order_are_the_same() -> None:
    other = Image("https://example.org/i/map.png", None, "A map of the strait", "V. Press")
    assert not revise(with_picture(HARBOUR, other), with_picture(other, HARBOUR))


def test_an_update_notice_is_quoted() -> None:
    new = version(swap(STORY, _1="40 ships => 50 ships") + "\nUPDATED: adds the right number.\n", WHO)
    revision = revise(story(), new)
    assert kinds(revision) == ["numbers", "notice"]
    change = one(revision, "notice")
    assert (change.aspect, change.new.words) == ("update", "UPDATED: adds the right number.")
    assert revision.announced is True


def test_a_correction_in_russian_is_quoted() -> None:
    text = (
        swap(РАССКАЗ, _1="сорока судов => 60 судов")
        + "\nИсправление: в первой версии текста было неверное число судов.\n"
    )
    revision = revise(version(РАССКАЗ, КТО), version(text, КТО))
    assert one(revision, "notice").aspect == "correction"
    assert revision.announced is True


def test_a_notice_that_stood_there_before_tells_of_nothing_new() -> None:
    notice = "\nUPDATED: adds the right number.\n"
    revision = revise(version(STORY + notice, WHO), version(swap(STORY, _1="40 ships => 50 ships") + notice, WHO))
    assert kinds(revision) == ["numbers"]
    assert revision.announced is False


def test_a_notice_that_is_no_longer_in_the_text_is_told() -> None:
    revision = revise(version(STORY + "\nUPDATED: adds the right number.\n", WHO), story())
    assert kinds(revision, plain=True) == ["notice"]
    assert one(revision, "notice").new.pieces == ()


def test_the_time_of_a_notice_is_no_change_where_the_text_is_the_same() -> None:
    def at(hour: str, text: str = STORY) -> Record:
        return version(f"{text}\nThis article was updated at {hour}.\n", WHO)

    assert not revise(at("14:30"), at("15:10"))
    later = revise(at("14:30"), at("15:10", swap(STORY, _1="40 ships => 50 ships")))
    assert kinds(later) == ["numbers", "notice"]
    assert later.announced is True


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("2031-05-05", "2031-05-06", True),
        ("2031-05-05", "2031-05-05T18:30:00+03:00", False),
        ("2031-05-05T18:30:00+03:00", "2031-05-05T15:30:00+00:00", False),
        ("2031-05-05T18:30:00+03:00", "2031-05-05T18:31:00+03:00", True),
    ],
)
def test_dates(old: str, new: str, changed: bool) -> None:
    revision = revise(version(STORY, WHO, published=old), version(STORY, WHO, published=new))
    assert kinds(revision) == (["date"] if changed else [])


def test_a_date_of_change_that_was_not_there_is_told() -> None:
    revision = revise(story(), version(STORY, WHO, modified="2031-05-06T09:00:00+03:00"))
    assert kinds(revision) == ["date"]
    change = one(revision, "date")
    assert (change.aspect, change.old.words, change.new.words) == ("modified", "", "2031-05-06T09:00:00+03:00")


def met(record: Record, **more: str | None) -> Record:
    text = record.article.text
    words = "The two leaders spoke"
    start = text.index(words)
    told = {"date": "2031-05-05", "mode": "phone", "level": "leaders", "status": "held", **more}
    contact = Contact(participants=(VERESH, KOLL), evidence=((start, start + len(words)),), **told)  # type: ignore[arg-type]
    return replace(record, contacts=(contact,))


def test_a_contact_is_told_otherwise_where_its_words_changed() -> None:
    assert not revise(met(story()), met(story(), mode="video")), "only read otherwise"
    new = met(story(_1="spoke for an hour on Monday => spoke for an hour by video on Monday"), mode="video")
    change = one(revise(met(story()), new), "contact")
    assert (change.aspect, change.old.words, change.new.words) == ("mode", "phone", "video")
    assert new.article.text[slice(*change.new.spans[0])] == "The two leaders spoke"


def test_a_contact_that_is_new() -> None:
    old = version(swap(STORY, _1="The two leaders spoke for an hour on Monday. => "), WHO)
    revision = revise(old, met(story()))
    assert one(revision, "contact").aspect == "added"
    assert one(revise(met(story()), old), "contact").aspect == "gone"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Read also: Storm over Port Alder", "Read also: Ten questions about the strait"),
        ("Читайте также: Шторм в порту", "Читайте также: Десять вопросов о проливе"),
        ("1,204 views", "21,377 views"),
        ("Просмотров: 120", "Просмотров: 34 500"),
        ("Updated 5 minutes ago", "Updated 2 hours ago"),
        ("Обновлено: 5 минут назад", "Обновлено: час назад"),
        ("Share on Facebook", "Share via e-mail"),
        ("Поделиться в Telegram", "Поделиться ссылкой"),
        ("Home | World | Verania", "Home | Politics | Strait | Verania"),
        ("Mehr zum Thema: Sturm", "Mehr zum Thema: Zehn Fragen"),
        ("Lire aussi : La tempête", "Lire aussi : Dix questions"),
        ("Te puede interesar: La tormenta", "Te puede interesar: Diez preguntas"),
        ("vor 5 Minuten", "vor 2 Stunden"),
        ("延伸阅读：港口风暴", "延伸阅读：关于海峡的十个问题"),
        ("阅读量：120", "阅读量：3.4万"),
        ("(Advertisement)", "Comments (12)"),
    ],
)
def test_what_is_no_part_of_the_article_is_no_change(old: str, new: str) -> None:
    first, second = (version(f"{STORY}\n{line}\n", WHO) for line in (old, new))
    assert revise(first, second).changes == ()
    assert revise(story(), second).changes == ()


@pytest.mark.parametrize(
    "line",
    [
        "Read the letter again, he said, and you will see why the strait matters.",
        "Share prices fell in Verania after the talks.",
        "Share the burden, he said.",
        "Поделиться властью он отказался, и переговоры закончились ничем.",
        "Two hours ago the ministers left the palace.",
        "Follow the money, the minister said.",
        "Реклама пролива обошлась казне в миллион.",
        "40 comments by deputies were read out in parliament.",
    ],
)
def test_a_sentence_of_the_article_is_no_boilerplate(line: str) -> None:
    assert boilerplate(line) == []
    assert revise(story(), version(f"{STORY}\n{line}\n", WHO)).changes != ()


def test_a_date_line_is_told_as_a_date() -> None:
    def dated(day: str) -> Record:
        record = story()
        text = f"{record.article.text}\nPublished: {day}\n"
        start = text.index(day)
        moment = Moment(f"2031-05-0{day[0]}", "text", None, (start, start + len(day)))
        return replace(record, article=replace(record.article, text=text, published=moment))

    assert kinds(revise(dated("5 May 2031"), dated("6 May 2031")), plain=True) == ["date"]
