"""What the library says in another language, and what others said within it."""

from __future__ import annotations

import pytest

from dragoman.finding.error import QueryError
from dragoman.gather import GatherError
from dragoman.phrase import Phrase
from dragoman.revisions.stubs import Incomparable
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
    looked: list[str] = []

    def patterns(language: str) -> tuple[()]:
        looked.append(language)
        return ()

    monkeypatch.setattr(phrases, "_patterns", patterns)
    assert told(words, "ru") == words and told(words[:400], "ru") == words[:400]
    assert 1 <= len(looked) <= 4


def test_a_phrase_of_another_kind_knows_what_it_was_made_of() -> None:
    made = Incomparable(Phrase("{name}: “{words}”", name="a: b", words="c"))
    assert (made, made.template, made.values) == ("a: b: “c”", "{name}: “{words}”", {"name": "a: b", "words": "c"})
