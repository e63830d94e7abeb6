"""The reading in the terminal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from dragoman.article import Article
from dragoman.record import Actor, Record
from dragoman.render.markdown import to_markdown
from dragoman.render.outline import date_words, outline, totals
from dragoman.render.terminal import MEASURE, render
from dragoman.render.webpage import to_page
from tests.render_sample import at, foreign, hostile, sample

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def plain(record: Record, width: int = 100) -> str:
    return render(record, width=width)


def test_the_contact_comes_first_then_the_statements() -> None:
    said = plain(sample())
    order = ["Главы Верании", "3 March 2031", "Video call · leaders · 3 March 2031 · held", "Анна Вереш", "выразила"]
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_speaker_cue_and_content_in_the_articles_own_words() -> None:
    said = plain(sample())
    assert "Анна Вереш, президент Верании VRN.GOV  предупредила" in said
    assert "в случае закрытия пролива Верания введёт «жёсткие и немедленные» пошлины" in said
    assert "THREATEN (warns of measures of its own) → Томаш Колль (LKS.GOV) · conditional" in said
    assert "speaker by pronoun “Она”" in said


def test_a_paraphrase_gets_no_quotation_marks() -> None:
    line = next(line for line in plain(sample()).splitlines() if "стягиванием" in line)
    assert line.endswith("┃ стягиванием войск к Синему проливу")


def test_fact_is_asserted_and_unsure_labels_are_unresolved() -> None:
    said = plain(sample())
    assert "· asserted" in said
    assert "· fact" not in said
    assert "act unresolved · modality unresolved" in said
    assert "AGREE" not in said
    assert "topic unresolved" in said


def test_translated_quotations_are_marked() -> None:
    after = plain(sample()).split('"We will wait, but not forever"')[1]
    assert "translated" in after.split("┃ ")[1]


def test_inferred_speakers_stand_in_brackets_and_count_when_asked() -> None:
    record = sample()
    said = plain(record)
    assert "[Анна Вереш VRN.GOV]; [Томаш Колль LKS.GOV]" in said
    assert "8 statements by 4 speakers; 1 more by inferred speakers" in said
    assert "9 statements by 4 speakers\n" in render(record, width=100, inferred=True)
    alone = replace(record, statements=(record.statements[4],))
    assert totals(alone).startswith("0 statements by 0 speakers")
    assert totals(alone, inferred=True) == "1 statement by 2 speakers"


def test_a_guessed_state_has_a_question_mark_and_an_explanation() -> None:
    record = sample()
    assert "?" not in plain(record).splitlines()[-1]
    first = record.statements[0]
    doctor = Actor("врач", "VRN", "CVL", person=True, state_guessed=True)
    son = replace(doctor, name="сын", sector=None)
    record = replace(record, statements=(replace(first, speakers=(doctor,), targets=(son,)),))
    for said in (plain(record), to_markdown(record), to_page([record])):
        assert "VRN?.CVL" in said
        assert "сын (VRN?)" in said
        assert "no word says this actor" in said


def test_an_unresolved_speaker_is_said_to_be_unresolved() -> None:
    record = sample()
    first = record.statements[0]
    nobody = replace(first, speakers=(), source=())
    some = replace(nobody, id=2, source=first.source or (at("Президент Верании"),))
    record = replace(record, statements=(nobody, some))
    for said in (plain(record), to_markdown(record), re.sub("<[^>]+>", "", to_page([record]))):
        assert said.count("speaker unresolved") == 2 + said.count("Statement 1: speaker unresolved")
        assert "2 statements by unresolved speakers" in said
    record = replace(record, statements=(*sample().statements, replace(nobody, id=99)))
    assert "8 statements by 4 speakers; 1 more by unresolved speakers; 1 more by inferred" in plain(record)
    assert "no name" in plain(replace(record, statements=(replace(first, speakers=(Actor(" "),)),)))


def test_nested_statements_are_indented() -> None:
    lines = plain(sample()).splitlines()
    outer = next(line for line in lines if line.lstrip().startswith("6 "))
    inner = next(line for line in lines if line.lstrip().startswith("7 "))
    assert len(inner) - len(inner.lstrip()) > len(outer) - len(outer.lstrip())


def test_update_notices_stand_where_they_stand() -> None:
    said = plain(sample())
    assert (
        said.index("добавил") < said.index("added after the update: Новость была обновлена.") < said.index("отметили")
    )
    assert said.count("added after the update") == 1


def test_the_condition_is_underlined_or_told() -> None:
    coloured = render(sample(), width=100, colour=True)
    assert re.search(r"\x1b\[4mв случае закрытия пролива\x1b\[0m", coloured)
    assert "condition:" not in ANSI.sub("", coloured)
    assert "condition: в случае закрытия пролива" in plain(sample())


def test_no_colours_unless_asked() -> None:
    assert "\x1b" not in plain(sample())
    assert "\x1b" in render(sample(), colour=True)


def test_an_article_cannot_steer_the_terminal() -> None:
    for colour in (False, True):
        said = render(hostile(), width=70, colour=colour)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", ANSI.sub("", said))
    assert "\x1b[31m" not in render(hostile(), width=70, colour=True)


@pytest.mark.parametrize("width", [24, 40, 80, 300])
def test_lines_keep_to_the_width(width: int) -> None:
    chinese = "维罗尼亚外交部长林安表示，双方应当恢复对话，共同维护海峡的和平与稳定，并在三月底之前交换大使。"
    arabic = "قالت ليلى مراد إن بلادها ترحّب بالمحادثات مع Veronia في 3 مارس وتدعو إلى الحوار."
    records = [
        sample(),
        hostile(),
        foreign(chinese, "维罗尼亚外交部长林安", "表示", chinese[13:-1], "zh", "林安"),
        foreign(arabic, "ليلى مراد", "قالت", "بلادها ترحّب بالمحادثات مع Veronia في 3 مارس", "ar", "ليلى مراد"),
    ]
    for record in records:
        for line in render(record, width=width).splitlines():
            assert cell_len(line) <= max(min(width, MEASURE), 24), line


def test_right_to_left_words_are_left_as_they_are() -> None:
    arabic = "قالت ليلى مراد إن بلادها ترحّب بالمحادثات مع Veronia في 3 مارس."
    record = foreign(arabic, "ليلى مراد", "قالت", "بلادها ترحّب بالمحادثات مع Veronia في 3 مارس", "ar", "ليلى مراد")
    lines = plain(record).splitlines()
    assert "   ┃ بلادها ترحّب بالمحادثات مع Veronia في 3 مارس" in lines
    assert "   ┃ قالت" in lines


def test_an_article_without_statements() -> None:
    said = plain(Record(Article("Nothing was said.", id="x"), ()))
    assert "No statements found." in said
    assert "0 statements by 0 speakers" in said


def test_parents_that_go_in_a_circle_lose_nothing() -> None:
    assert sorted(item.statement.id for item in outline(hostile())) == [1, 2, 3]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2021-12-07", "7 December 2021"),
        ("2021-12", "December 2021"),
        ("2021", "2021"),
        ("XXXX-12-07", "7 December, year unknown"),
        ("2021-12-07T18:30:00+03:00", "7 December 2021, 18:30"),
        ("2021-17-07", "2021-17-07"),
        (None, "date not in the text we have"),
    ],
)
def test_dates(value: str | None, said: str) -> None:
    assert date_words(value) == said


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=120))
def test_any_text_can_be_shown(text: str) -> None:
    record = hostile(text)
    said = render(record, width=50)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", said)
    said.encode()
