"""What the library says in another language, and what others said within it."""

from __future__ import annotations

import pytest

from dragoman.finding.error import QueryError
from dragoman.gather import GatherError
from dragoman.web import phrases
from dragoman.web.phrases import told


def test_a_visitors_words_stay_as_they_are() -> None:
    error = QueryError("{value!r} is none of {known}", value="x: no answer in time", known="a, b")
    assert told(error.phrase, "ru") == "«x: no answer in time» — не одно из: a, b"


@pytest.mark.parametrize("stored", [False, True], ids=["as it came", "as English"])
def test_what_is_wrong_is_told_after_the_names_of_what_it_is_wrong_with(stored: bool) -> None:
    phrase = GatherError("larger than {limit}", limit="5 MB").about("c.html").about("b").about("a").phrase
    assert told(str(phrase) if stored else phrase, "ru") == "a: b: c.html: больше 5 MB"


@pytest.mark.parametrize("words", ["a: " * 20_000, "'a' of 'b': " * 20_000], ids=["names", "quotation marks"])
def test_what_is_looked_up_does_not_grow_with_what_is_said(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr(phrases, "_patterns", lambda language: looked.append(1) or ())
    assert told(words, "ru") == words and told(words[:400], "ru") == words[:400]
    assert len(looked) <= 4
