"""Known words: what begins with a word is kept, and is found anew where words are added."""

from __future__ import annotations

import pytest

from dragoman.resolver import Actors
from dragoman.resolver.lexicon import Lexicon
from dragoman.resolver.senses import Sense
from dragoman.resolver.words import tokens


def kinds(words: Lexicon, text: str) -> list[tuple[int, int, list[str]]]:
    return [(h.first, h.last, [s.kind for s in h.senses]) for h in words.hits(tokens(text)) if h is not None]


def test_a_word_added_after_it_was_looked_for_is_found() -> None:
    words = Lexicon("ru")
    assert kinds(words, "министр финансов") == []
    words.add("министр", Sense("title"))
    assert kinds(words, "Министру финансов") == [(0, 1, ["title"])]
    words.add("министр финансов", Sense("body"))
    assert kinds(words, "министра финансов") == [(0, 2, ["body"])]


def test_one_word_has_its_senses_by_how_it_is_written() -> None:
    words = Lexicon("en")
    words.add("WHO", Sense("body", proper=True))
    words.add("who", Sense("pronoun"))
    assert [kinds(words, text)[0][2] for text in ("WHO", "who", "Who")] == [
        ["body", "pronoun"],
        ["pronoun"],
        ["pronoun"],
    ]


def test_the_last_part_of_a_compound_is_found_where_the_word_itself_is_not() -> None:
    words = Lexicon("de")
    words.add_suffixes("minister", Sense("sector", None, "GOV"))
    assert kinds(words, "Der Verkehrsminister") == [(1, 2, ["sector"])]
    words.add("Verkehrsminister", Sense("title"))
    assert kinds(words, "Der Verkehrsminister") == [(1, 2, ["title"])]


def test_a_phrase_cut_short_means_what_is_left_of_it() -> None:
    words = Lexicon("en")
    words.add("prime", Sense("weak"))
    words.add("prime minister", Sense("title"))
    found = words.longest(tokens("prime minister"), 0, 1)
    assert found is not None and [s.kind for s in found.senses] == ["weak"]


@pytest.mark.parametrize("state", ["RUS", "USA", "UN", "DNK"])
def test_the_holders_of_an_office_are_those_of_the_state_who_held_it(state: str) -> None:
    roll = Actors.load().roll
    everybody = roll.of_state(state)
    assert roll.speaks(state) and not roll.speaks("nowhere")
    for office in {holder.office for holder in everybody}:
        assert roll.of_office(state, office) == tuple(h for h in everybody if h.office == office)
