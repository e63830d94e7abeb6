"""What a long article costs: steps of Python counted, not timed, so that four times the text takes four times as many."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from dragoman.article import Article, Known
from dragoman.reader.marks import Attribution, Marks
from dragoman.record import Label, Record
from dragoman.render.webpage import to_page
from dragoman.resolver import Actors, resolve

TraceFunction = Callable[[FrameType, str, Any], Any]

SENTENCE = (
    "Министр {name} сообщил, что 5 мая встретился с президентом Франции. Президент Франции заявил, что стороны "
    "согласны. Стороны отметили, что Россия ждёт ответа. "
)
"""One line of many: names that nobody bears, so that each is a person of his own."""


def steps(work: Callable[[], object]) -> int:
    """Lines of Python that are run, those of a loop each time."""
    count = 0

    def seen(frame: FrameType, event: str, argument: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return seen

    before = sys.gettrace()
    sys.settrace(seen)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def name(number: int) -> str:
    letters = "бвгджзклмнпрст"
    return "Ор" + "".join(letters[number // len(letters) ** place % len(letters)] + "а" for place in range(3)) + "н"


def article(sentences: int) -> tuple[Article, Marks]:
    """So many sentences on one line, three statements in each."""
    text, found = "", []
    label = Label("STATE", 0.9)
    for number in range(sentences):
        said = SENTENCE.format(name=name(number))
        start = len(text)
        for source, cue, content in (
            (f"Министр {name(number)}", "сообщил", "5 мая встретился с президентом Франции"),
            ("Президент Франции", "заявил", "стороны согласны"),
            ("Стороны", "отметили", "Россия ждёт ответа"),
        ):
            spans = [((at := start + said.index(words)), at + len(words)) for words in (source, cue, content)]
            found.append(
                Attribution((spans[0],), (spans[1],), (spans[2],), (), "indirect", label, Label("fact", 0.9), (label,))
            )
        text += said
    return Article(text, language=Known("ru", "given")), Marks(tuple(found))


@pytest.fixture(scope="module")
def actors() -> Actors:
    return Actors.load().ready("ru")


def test_statements_take_as_long_in_a_long_article(actors: Actors) -> None:
    few, many = article(50), article(200)
    resolve(*many, actors=actors)
    assert steps(lambda: resolve(*many, actors=actors)) < 4.3 * steps(lambda: resolve(*few, actors=actors))


def test_a_page_of_one_line_takes_as_long_as_its_length(actors: Actors) -> None:
    def record(sentences: int) -> Record:
        text, marks = article(sentences)
        found = resolve(text, marks, actors=actors)
        return Record(text, found.statements, found.contacts)

    few, many = record(50), record(200)
    to_page([many])
    assert steps(lambda: to_page([many])) < 4.3 * steps(lambda: to_page([few]))
