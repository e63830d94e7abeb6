"""How words end, told beside their pieces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dragoman.reader.endings import SIZE, Endings, Spelling
from dragoman.reader.words import Words

PIECES = ["<s>", "▁обвиня", "ли", "▁хвали", "▁кабинет", "а", ",", "▁о", "王", "л", "и", "▁дел"]


def spelled() -> Spelling:
    """The spelling of ``PIECES``."""
    tails, kinds = np.zeros((len(PIECES), 3), np.uint16), np.zeros(len(PIECES), np.uint8)
    for i, piece in enumerate(PIECES):
        word = piece.removeprefix("▁")
        if word.isalpha() and word != "王":
            kinds[i] = 2 if piece[0] == "▁" else 1
            last = [ord(c) for c in word[-3:]]
            tails[i, 3 - len(last) :] = last
    return Spelling(tails, kinds)


def rows(*pieces: str) -> list[tuple[int, int]]:
    """The two rows of each piece."""
    two, three = spelled().buckets(np.array([PIECES.index(p) for p in pieces], np.int64))
    return list(zip(two.tolist(), three.tolist(), strict=True))


def test_every_piece_of_a_word_is_told_how_the_word_ends() -> None:
    found = rows("<s>", "▁обвиня", "ли", ",", "▁кабинет", "а")
    assert found[0] == found[3] == (0, 0)
    assert found[1] == found[2]
    assert found[4] == found[5]
    assert found[1] != found[4]
    assert all(0 < row < SIZE for row in found[1])


def test_a_short_last_piece_takes_letters_from_the_piece_before() -> None:
    assert rows("▁дел", "а")[1] != rows("▁кабинет", "а")[1]  # "ела", "ета"
    assert rows("▁обвиня", "ли")[0][0] == rows("▁хвали")[0][0]  # "ли"
    assert rows("▁обвиня", "ли")[0][1] != rows("▁хвали")[0][1]  # "яли", "али"


def test_what_is_no_word_of_letters_has_no_ending() -> None:
    assert rows("王", ",", "<s>") == [(0, 0)] * 3


def test_a_word_ends_where_the_next_one_opens_or_something_else_stands() -> None:
    assert rows("▁о", "▁дел")[0] == rows("▁о")[0]
    assert rows("▁дел", ",", "а")[0] == rows("▁дел")[0]


def test_endings_are_added_to_the_words(tmp_path: Path) -> None:
    made = spelled()
    table = np.zeros((SIZE, 384), np.int8)
    table[1:] = 5
    np.savez(tmp_path / "endings.npz", tails=made.tails, kinds=made.kinds, edges=made.kinds, rows=table,
             scales=np.full(SIZE, 0.1, "f4"))  # fmt: skip
    np.savez(tmp_path / "words.npz", nibbles=np.full((len(PIECES), 12, 16), 0x88, np.uint8),
             scales=np.ones((len(PIECES), 12), np.float16))  # fmt: skip
    ids = np.array([0, 1, 2], np.int64)
    told = Endings(tmp_path / "endings.npz")(ids)
    assert told[0] == pytest.approx(0)
    assert told[1:] == pytest.approx(1.0)
    assert Words(tmp_path)(ids) == pytest.approx(told)
