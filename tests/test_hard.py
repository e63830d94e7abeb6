"""Hard input, end to end: each gives a record whose spans slice the text, or one clear line of error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.article import Article, Span


def spans(record: dragoman.Record) -> Iterator[Span]:
    """Every span of a record."""
    for s in record.statements:
        yield from (*s.source, *s.cue, *s.content, *s.condition)
        yield from (a.evidence for a in (*s.speakers, *s.targets) if a.evidence)
    for c in record.contacts:
        yield from c.evidence
        yield from (a.evidence for a in c.participants if a.evidence)
        if c.date_evidence:
            yield c.date_evidence
    yield from (e.trigger for e in record.events)


def check(record: dragoman.Record) -> None:
    length = len(record.article.text)
    assert all(0 <= start < end <= length for start, end in spans(record))
    ids = {s.id for s in record.statements}
    assert len(ids) == len(record.statements)
    assert all(s.parent is None or s.parent in ids - {s.id} for s in record.statements)
    assert dragoman.Record.from_dict(record.to_dict()) == record
    assert record.to_html()
    assert str(record) or True


@settings(max_examples=40)
@given(st.text(st.characters(), max_size=400))
def test_any_text_gives_a_record(reader: dragoman.Reader, text: str) -> None:
    check(reader.read(Article(text=text, id="any")))


PARTS = (
    "Президент Норландии Хольм заявил, что ", "«мы готовы", "»", ", — сказал он", "\n— ", " according to the Kremlin, ",
    "by phone on Tuesday ", "President Xi ", "он ", "если ", "قال الرئيس إن ", "中国外交部发言人表示，", "\u202e", "\ud83d", "“", "7 декабря ",
    "![x](y)", "UPDATED", "\n\n", "<b>", " США и Россия обсудили ", "X" * 50, "по его словам, ",
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.sampled_from(PARTS), max_size=60))
def test_broken_news_gives_a_record(reader: dragoman.Reader, parts: list[str]) -> None:
    check(reader.read(Article(text="".join(parts), id="broken")))


@pytest.mark.parametrize(
    "data", [b"", b"   \n", b"\x00\x01\x02\xff" * 50, b"<html><body><img src=x></body></html>", b"%PDF-1.4"]
)
def test_what_is_no_article_is_one_line(reader: dragoman.Reader, data: bytes) -> None:
    with pytest.raises(dragoman.PageError) as told:
        reader.read(data)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("language", ["zh", "ar"])
def test_other_scripts(reader: dragoman.Reader, language: str) -> None:
    text = {
        "zh": "诺兰外交部发言人林娜星期二表示，两国将继续谈判。她说：“我们希望达成协议。”",
        "ar": "قال وزير خارجية نورلاند هولم إن المفاوضات ستستمر. وأضاف أن بلاده «تأمل في التوصل إلى اتفاق».",
    }[language]
    record = reader.read(text)
    check(record)
    assert record.statements
    assert record.article.language
    assert record.article.language.value == language


def test_a_long_text_is_read_to_its_end(reader: dragoman.Reader) -> None:
    """Most of it is a table without a word, in many sections; the statements at both ends are read."""
    said = "Министр Хольм заявил, что переговоры пройдут в марте.\n"
    record = reader.read(said + "2021 " * 30_000 + "\n" + said)
    assert record.statements[0].cue[0][0] < 100
    assert record.statements[-1].cue[0][0] > 150_000
