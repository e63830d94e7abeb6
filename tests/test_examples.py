"""The articles of examples/, which the README reads."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import dragoman
from dragoman import pipeline

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
LISTED: dict[str, str] = dict(
    re.findall(
        r"^\| \[`examples/([^`]+)`\].*\| (\d{4}-\d\d-\d\d) \|$",
        (ROOT / "docs" / "examples.md").read_text("utf-8"),
        re.MULTILINE,
    )
)
PICTURED = sorted(name for name in LISTED if not name.endswith(".txt"))


def test_every_example_is_listed() -> None:
    assert {path.name for path in EXAMPLES.iterdir() if path.is_file() and path.suffix != ".toml"} == set(LISTED)
    assert len(LISTED) >= 8


@pytest.mark.parametrize("name", sorted(LISTED))
def test_language_and_day_are_read_from_the_article_itself(name: str) -> None:
    article = pipeline.article(EXAMPLES / name)
    assert article.language is not None
    assert article.language.value == name.split(".")[1]
    assert article.published is not None
    assert article.published.value[:10] == LISTED[name]
    assert article.published.origin == ("metadata" if name.endswith(".html") else "text")
    assert date.fromisoformat(LISTED[name]) > date(2010, 1, 1)


@pytest.mark.parametrize("name", PICTURED)
def test_the_picture_has_its_words_and_is_not_read(name: str) -> None:
    article = pipeline.article(EXAMPLES / name)
    (image,) = article.images
    assert image.alternative
    assert image.caption
    assert image.credit
    unread = [article.text[start:end] for start, end in article.masked]
    assert image.alternative not in article.text or any(image.alternative in words for words in unread)


@pytest.mark.parametrize("name", sorted(name for name in LISTED if name.endswith((".txt", ".md"))))
def test_text_is_kept_to_the_character(name: str) -> None:
    assert pipeline.article(EXAMPLES / name).text == (EXAMPLES / name).read_bytes().decode()


@pytest.mark.parametrize("name", sorted(name for name in LISTED if name.split(".")[1] in ("en", "ru")))
def test_the_articles_that_time_is_measured_on_are_long_enough(name: str) -> None:
    assert len(pipeline.article(EXAMPLES / name).text) >= 2000


@pytest.mark.parametrize("name", sorted(LISTED))
def test_each_is_read(name: str, reader: dragoman.Reader) -> None:
    record = reader.read(EXAMPLES / name)
    assert len(record.statements) >= 4
    assert record.contacts, "each reports a contact"
    for statement in record.statements:
        for start, end in (*statement.source, *statement.cue, *statement.content, *statement.condition):
            assert 0 <= start < end <= len(record.article.text)


def test_the_readme_s_example_shows_what_a_record_can_hold(reader: dragoman.Reader) -> None:
    record = reader.read(EXAMPLES / "geneva.en.md")
    statements = {statement.id: statement for statement in record.statements}
    speakers = {speaker.name for statement in statements.values() for speaker in statement.speakers}
    states = {speaker.state for statement in statements.values() for speaker in statement.speakers}
    assert {"Joe Biden", "Vladimir Putin", "Dmitry Peskov"} <= speakers
    assert states - {None} <= {"USA", "RUS"}
    assert len(statements) >= 10
    assert any(statement.condition for statement in statements.values())
    assert any(statement.parent in statements for statement in statements.values())
    assert any(speaker.basis == "pronoun" for item in statements.values() for speaker in item.speakers)
    assert [notice.kind for notice in record.article.notices] == ["update"]
    contact = record.contacts[0]
    assert (contact.date, contact.mode, contact.level, contact.status) == (
        "2021-06-16", "in-person", "leaders", "held",
    )  # fmt: skip
    assert {actor.state for actor in contact.participants} == {"USA", "RUS"}
