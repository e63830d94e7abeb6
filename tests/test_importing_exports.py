"""Exports of Factiva and LexisNexis: several articles a file, their fields, and dates in several languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from dragoman.article import Article, Known, Moment
from dragoman.importing import Item, Trouble, guess, items
from dragoman.importing.paragraphs import paragraphs
from dragoman.importing.values import in_words, language
from tests.importing_sample import FACTIVA_CODED, FACTIVA_HTML, FACTIVA_LAID_OUT, NEXIS_OLD, NEXIS_UNI, written


def articles(path: Path) -> list[Article]:
    """All articles of a file without any trouble."""
    found = list(items(path))
    assert all(isinstance(one, Item) and one.article is not None for one in found), found
    assert [one.position for one in found] == list(range(1, len(found) + 1))
    return [one.article for one in found if isinstance(one, Item) and one.article is not None]


def facts(article: Article) -> tuple[str | None, ...]:
    """Title, publisher, day and language, all from the export's own fields."""
    known = (article.title, article.publisher, article.published, article.language)
    assert all(one is None or one.origin == "metadata" for one in known)
    return tuple(one.value if one else None for one in known)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_factiva_with_codes(tmp_path: Path, encoding: str, end: str) -> None:
    path = written(tmp_path / "f.txt", FACTIVA_CODED.replace("\n", end), encoding)
    assert guess(path) == "factiva"
    english, german = articles(path)
    assert facts(english) == ("Port Alder talks to resume on Monday", "The Alder Courier", "2021-09-14T18:30:00", "en")
    assert english.text.split("\n") == [
        "Ruritania and Borduria will resume their talks on Monday, Foreign Minister Anna Lind said in Port Alder, where both delegations had waited since the spring.",
        '"We are ready," she told reporters.',
        "IN BRIEF, the two sides have met four times since May.",
        "Borduria's envoy Pavel Horn declined to comment.",
    ]
    assert facts(german) == ("Zölle: Borduria droht mit Antwort", "Syldavische Zeitung", "2022-03-03", "de")
    assert [found.key for found in items(path) if isinstance(found, Item)] == [
        "an:ALDCOU0020210914eh9e0001a",
        "an:SYLZEI0020220303ei330000b",
    ]
    assert english.id == "ALDCOU0020210914eh9e0001a"


def test_factiva_laid_out(tmp_path: Path) -> None:
    english, russian = articles(written(tmp_path / "f.txt", FACTIVA_LAID_OUT))
    assert facts(english) == (
        "Ministers agree on grain corridor",
        "Syldavian Press Agency",
        "2021-12-07T09:15:00+00:00",
        "en",
    )
    assert english.text.startswith("The ministers agreed") and english.text.endswith("Minister Eva Brandt said.")
    assert "Copyright" not in english.text and "SYLPA" not in english.text
    assert facts(russian) == ("Министры согласовали список", "Вестник Зубровки", "2021-12-08", "ru")
    assert russian.text == "Министр Ева Брандт заявила, что список согласован."


def test_factiva_html(tmp_path: Path) -> None:
    path = written(tmp_path / "f.html", FACTIVA_HTML)
    assert guess(path) == "factiva"
    coded, laid_out = articles(path)
    assert facts(coded) == ("Envoys meet in Port Alder", "The Alder Courier", "2021-09-14", "en")
    assert coded.text == "The envoys met on Tuesday.\n“We listened,” said Horn.\nThey meet again in May."
    assert facts(laid_out) == ("La Syldavie répond", "Le Courrier de Klow", "2021-08-02", "fr")
    assert laid_out.text == "« Nous répondrons », a dit la ministre Brandt."


def test_a_number_within_a_text_ends_nothing(tmp_path: Path) -> None:
    named = FACTIVA_CODED.replace("TD\nIN BRIEF", "TD\nALDCOU0020210914eh9e0001z\n\nIN BRIEF")
    first, _ = articles(written(tmp_path / "f.txt", named))
    assert "eh9e0001z" in first.text and "declined to comment" in first.text and first.id.endswith("1a")
    plain = written(tmp_path / "p.txt", "Talks\n\nIMG20210914120000abcde\n\nThe minister spoke.\n")
    assert guess(plain) is None


def test_factiva_without_a_number_between_two_articles(tmp_path: Path) -> None:
    cut = FACTIVA_CODED.replace("AN\nDocument ALDCOU0020210914eh9e0001a\n", "")
    first, second = articles(written(tmp_path / "f.txt", cut))
    assert "declined to comment" in first.text and "Borduria werde" not in first.text
    assert second.title == Known("Zölle: Borduria droht mit Antwort", "metadata")


def test_an_article_without_a_text_does_not_stop_the_next(tmp_path: Path) -> None:
    empty = "HD   Only a headline\nPD   14 September 2021\nSN   Klow Times\nAN   Document KLOTIM0020210914eh9e0009z\n\n"
    found = list(items(written(tmp_path / "f.txt", empty + FACTIVA_CODED)))
    assert isinstance(found[0], Trouble) and "no text" in found[0].why
    assert [type(one).__name__ for one in found] == ["Trouble", "Item", "Item"]
    assert list(items(tmp_path / "f.txt", start=2)) == found[2:]


def test_lexisnexis_of_old(tmp_path: Path) -> None:
    path = written(tmp_path / "n.txt", NEXIS_OLD)
    assert guess(path) == "nexis"
    english, german, later = articles(path)
    assert facts(english) == (
        "Talks to resume, minister says; Borduria is silent",
        "The Alder Courier",
        "2021-09-14",
        "en",
    )
    first, second, third = english.text.split("\n")
    assert first.endswith("had waited for a sign in a long-awaited statement.")
    assert second.startswith("Update: this word") and third == '"We are ready," she told reporters.'
    assert facts(german) == ("Zölle: Borduria droht", "Syldavische Zeitung", "2022-03-03", "de")
    assert german.text == "Borduria werde antworten, sagte Horn am Mittwoch."
    assert facts(later) == ("Envoy leaves Klow", "Klow Times", "2021-07-01", "en")
    assert later.text.startswith("The envoy left Klow on Thursday.")
    assert [notice.kind for notice in later.notices] == ["correction"]
    assert later.modified == Moment("2021-07-02", "metadata")
    assert later.url == Known("https://www.klowtimes.example/2021/07/envoy?ref=x", "metadata")
    assert [found.key for found in items(path) if isinstance(found, Item)][2].startswith(
        "url:klowtimes.example/2021/07/envoy"
    )


def check_uni(path: Path) -> None:
    """The two articles of Nexis Uni's layout."""
    assert guess(path) == "nexis"
    english, french = articles(path)
    assert facts(english) == ("Envoy arrives on 7 May, says ministry", "Klow Times", "2021-05-06T15:05:00+00:00", "en")
    assert (
        english.text
        == 'The envoy will arrive on Friday, the ministry said.\n"We expect him," Minister Eva Brandt said.'
    )
    assert facts(french) == ("La ministre répond", "Le Courrier de Klow", "2022-08-02", "fr")
    assert french.text == "« Nous répondrons », a dit la ministre."


def test_nexis_uni_as_text(tmp_path: Path) -> None:
    check_uni(written(tmp_path / "n.txt", NEXIS_UNI))


def test_nexis_uni_as_word(tmp_path: Path) -> None:
    document = Document()
    for line in NEXIS_UNI.splitlines():
        document.add_paragraph(line)
    path = tmp_path / "n.docx"
    document.save(str(path))
    check_uni(path)


def test_nexis_uni_without_a_cover_and_cut_off(tmp_path: Path) -> None:
    alone = NEXIS_UNI[NEXIS_UNI.index("Envoy arrives on 7 May, says ministry\nKlow") :]
    path = written(tmp_path / "n.txt", alone)
    check_uni(path)
    cut = written(tmp_path / "c.txt", alone[: alone.index("Load-Date: August")] + "x" * 200)
    first, second = items(cut)
    assert isinstance(first, Item) and isinstance(second, Trouble) and "cut off" in second.why


def test_a_load_date_is_no_day_of_publication(tmp_path: Path) -> None:
    undated = NEXIS_OLD.replace(
        "                            September 14, 2021 Tuesday\n                                 Final Edition\n", ""
    )
    found = next(items(written(tmp_path / "n.txt", undated)))
    assert isinstance(found, Item) and found.article is not None and found.article.published is None
    assert any("no date" in warning for warning in found.article.warnings)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("September 14, 2021 Tuesday", "2021-09-14"),
        ("Tuesday, September 14, 2021", "2021-09-14"),
        ("14 September 2021", "2021-09-14"),
        ("14. September 2021 Dienstag", "2021-09-14"),
        ("Dienstag 10.Dezember 2019", "2019-12-10"),
        ("Mardi 10 Décembre 2019", "2019-12-10"),
        ("décembre 10 2019", "2019-12-10"),
        ("10 décembre 2019 mardi 3:00 AM GMT", "2019-12-10T03:00:00+00:00"),
        ("7 de diciembre de 2021 martes", "2021-12-07"),
        ("7 декабря 2021 г. вторник", "2021-12-07"),
        ("7 grudnia 2021", "2021-12-07"),
        ("2021年12月7日", "2021-12-07"),
        ("December 7, 2021 Tuesday 10:31 PM EST", "2021-12-07T22:31:00-05:00"),
        ("September 14", None),
        ("September 2021", None),
        ("03/04/2021", None),
        ("The talks of nine", None),
    ],
)
def test_dates_in_words(line: str, day: str | None) -> None:
    found = in_words(line, None)
    assert (found.value if found else None) == day


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("English", "en"), ("ENGLISH", "en"), ("GERMAN; DEUTSCH", "de"), ("Français", "fr"), ("Russisch", "ru"), ("русский", "ru"),
        ("Chinese - Traditional", "zh"), ("en-GB", "en"), ("pt_BR", "pt"), ("rus", "ru"), ("deu", "de"), ("x", None), ("", None), ("Klingonese", None),
    ],
)  # fmt: skip
def test_languages(name: str, code: str | None) -> None:
    assert language(name) == code


def test_only_lines_that_a_program_broke_are_joined() -> None:
    verse = ["First line of a list, which somebody broke here", "and here", "and also here, at no width at all"]
    assert paragraphs(verse) == verse
    broken = [
        "The ministers of both states will meet in Port Alder on Monday, and then go", "on to Klow, where the envoys of the other four states have been waiting",
        "since May.", "", "They meet again in June.",
    ]  # fmt: skip
    assert paragraphs(broken) == [" ".join(broken[:3]), "They meet again in June."]


@pytest.mark.parametrize(
    ("name", "count"), [("articles.jsonl", 2), ("articles.csv", 2), ("factiva.txt", 2), ("nexis.txt", 3)]
)
def test_the_examples(name: str, count: int) -> None:
    found = articles(Path(__file__).parents[1] / "examples" / "import" / name)
    assert len(found) == count
    assert all(article.title and article.publisher and article.published and article.language for article in found)
