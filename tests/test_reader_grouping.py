"""Which pieces make one word, and what is made of a word's pieces."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from dragoman.reader.grouping import APART, shares, worded
from dragoman.reader.pairs import mark
from dragoman.reader.reader import WEIGHTS
from dragoman.reader.tokens import END, START, tokenize
from dragoman.reader.windows import Block, Window
from dragoman.reader.words import Words

ROOT = Path(__file__).parents[1]
WORDS = Words(WEIGHTS)
TOKENIZER = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))


def words(text: str) -> list[str]:
    """The words that the pieces of a text make."""
    pieces = tokenize(TOKENIZER, text)
    firsts = WORDS.grouping.firsts(pieces.ids).tolist()
    ends = [*firsts[1:], len(pieces)][: len(firsts)]
    return [text[pieces.starts[a] : pieces.ends[b - 1]].strip() for a, b in zip(firsts, ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Перепроверившая договорённости Кракожия", ["Перепроверившая", "договорённости", "Кракожия"]),
        ("«Обсудим», сказал он.", ["«", "Обсудим", "»,", "сказал", "он", "."]),
        ("vice-premier O’Neill", ["vice", "-", "premier", "O", "’", "Neill"]),
        ("в 2031 году", ["в", "2031", "году"]),
        ("قالت الوزيرة", ["قالت", "الوزيرة"]),
        ("", []),
    ],
)
def test_letters_and_digits_that_stand_together_are_a_word(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_scripts_without_spaces_have_a_word_a_piece() -> None:
    pieces = tokenize(TOKENIZER, "外交部发言人表示愿意对话")
    assert WORDS.grouping.heads(pieces.ids).all()


def test_a_line_ends_a_word() -> None:
    assert words("слово\nслово")[::2] == ["слово", "слово"]


@pytest.mark.parametrize("name", ["attribution.own", "parallel.own"])
def test_words_are_those_of_the_text_itself(name: str) -> None:
    """Told by the pieces alone, they are what the characters at the pieces' edges say."""
    inside = re.compile(rf"[^\W{APART}]{{2}}")
    for line in (ROOT / f"training/data/{name}.jsonl").read_text(encoding="utf-8").splitlines()[:120]:
        text = json.loads(line)["text"]
        pieces = tokenize(TOKENIZER, text)
        heads = WORDS.grouping.heads(pieces.ids)
        for i in range(1, len(pieces)):
            at = int(pieces.starts[i])
            joined = at == pieces.ends[i - 1] and inside.match(text, at - 1, at + 1)
            assert heads[i] != bool(joined), text[at - 9 : at + 9]


def test_a_word_is_the_mean_of_its_pieces() -> None:
    found = shares(np.array([0, 2, 3]), 6)
    assert found.tolist() == pytest.approx(
        np.array([[0.5, 0.5, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0], [0, 0, 0, *[1 / 3] * 3]])
    )
    assert found.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize(
    ("pieces", "expected"), [((0, 1), (0, 1)), ((1, 3), (0, 2)), ((2, 3), (1, 2)), ((4, 6), (2, 3))]
)
def test_pieces_are_counted_as_the_words_that_have_them(pieces: tuple[int, int], expected: tuple[int, int]) -> None:
    assert worded(pieces, np.array([0, 2, 3])) == expected


def test_a_window_counts_words_and_gives_pieces_of_the_text() -> None:
    # Pieces 10 to 15 of a text between <s> and </s>, of which 11 to 13 are the block's own.
    block, firsts = Block(11, 14, 10, 16), np.array([0, 1, 2, 4, 6, 7])
    window = Window(block, firsts)
    assert window.own == range(2, 4)
    assert window.pieces(2, 4) == (11, 15)
    assert window.pieces(1, 2) == (10, 11)


def test_what_counts_between_two_actors_is_told_in_words() -> None:
    text = "Sandrenia expelled envoys of Kvaltomarusia"
    pair = mark(TOKENIZER, text, (0, 9), (29, len(text)))
    firsts = WORDS.grouping.firsts(pair.ids)
    assert pair.ids[0] == START
    assert pair.ids[-1] == END
    actor, recipient, between, every = pair.ranges(firsts)
    assert every == (0, len(firsts))
    assert actor == (1, 4)  # [ Sandrenia ]
    assert recipient[1] == len(firsts) - 1  # { Kvaltomarusia }, before </s>
    assert between == (4, recipient[0])
    assert between[1] - between[0] >= 3  # expelled envoys of
    back = mark(TOKENIZER, text, (29, len(text)), (0, 9)).ranges(firsts)
    assert back[:3] == [recipient, actor, between]
    within = mark(TOKENIZER, text, (0, len(text)), (0, 9))
    inside = within.ranges(WORDS.grouping.firsts(within.ids))
    assert inside[2] == inside[3]
