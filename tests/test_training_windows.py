"""Annotation painted on words, and documents cut into windows between words."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from dragoman.reader.tokens import Pieces
from dragoman.reader.topics import named
from dragoman.reader.windows import LONGEST


@pytest.fixture(scope="module")
def data() -> Any:
    pytest.importorskip("tokenizers")
    from training import data

    return data


def document(data: Any, sizes: list[int], text: str = "") -> Any:
    """A text of words of so many pieces each; every piece is of two letters, a space follows a word."""
    starts, firsts, at = [], [], 0
    for size in sizes:
        firsts.append(len(starts))
        starts += [at + 2 * i for i in range(size)]
        at += 2 * size + 1
    pieces = Pieces(
        np.arange(len(starts), dtype=np.int32) + 10, np.array(starts, np.int32), np.array(starts, np.int32) + 2
    )
    none = np.zeros(len(sizes), np.int64)
    return data.Document(pieces, np.array(firsts), none, none.copy(), named(text))


def test_a_word_belongs_to_a_span_that_it_shares_a_letter_with(data: Any) -> None:
    made = document(data, [2, 1, 3])  # characters 0-4, 5-7, 8-14
    for spans, expected in (
        ([(0, 4)], [(0, 1)]),
        ([(3, 6)], [(0, 2)]),
        ([(10, 11)], [(2, 3)]),
        ([(5, 14)], [(1, 3)]),
        ([(4, 5)], []),
    ):
        assert data.covered(made, spans) == expected


def test_an_attribution_is_painted_on_words(data: Any) -> None:
    made = document(data, [2, 1, 3, 1, 2])
    said = data.saying(made, {"source": [[0, 4]], "cue": [[5, 7], [15, 17]], "content": [[8, 14], [18, 22]]})
    assert said.anchor == (1, 2)
    assert said.roles.tolist() == [1, 0, 3, 5, 3]
    assert (said.condition == data.IGNORE).all()


def test_a_paragraph_is_cut_with_its_window(data: Any) -> None:
    from training.cutting import cut

    made = document(data, [2, 1, 3, 1, 2, 2], "aaaa bb\nCCCCCC dd eeee\nffff")
    labels = {"act": "STATE", "modality": "fact", "topics": ["energy"], "speaker_code": None, "condition": []}
    said = data.saying(made, {"source": [], "cue": [[15, 17]], "content": [[18, 22]], **labels})
    assert said.paragraph == (2, 5)
    assert said.named.shape == (31, 3)
    for first, last, expected in ((0, 6, (3, 6)), (3, 5, (1, 3)), (2, 4, (1, 3))):
        made.sayings = [said]
        (window,) = cut(made, first, last).sayings
        assert window.paragraph == expected


@pytest.mark.parametrize("sizes", [[1] * 1500, [3] * 400, [1, 4] * 97 + [4], [700], [1, 51] * 30, [2]])
def test_windows_part_a_document_between_words(data: Any, sizes: list[int]) -> None:
    from training.cutting import windows

    for seed in range(60):
        rng = random.Random(seed)
        made = document(data, sizes)
        made.cue = np.arange(len(sizes))
        made.sayings = [data.saying(made, {"source": [], "cue": [[0, 1]], "content": [[0, 2]]})]
        read, words = [], []
        for window in windows(made, rng):
            assert len(window) <= LONGEST + 2
            assert len(window.firsts) == len(window.cue) == len(window.entity)
            assert window.firsts[0] == 0
            assert window.firsts[-1] == len(window) - 1
            read += window.ids[1:-1].tolist()
            words += window.cue[1:-1].tolist()
            for said in window.sayings:
                assert said.anchor == (1, 2)
                assert window.ids[window.firsts[1]] == 10
        # A word that fits no window is left out, all others are read once and in order.
        if max(sizes) <= LONGEST:
            assert read == made.pieces.ids.tolist()
            assert words == list(range(len(sizes)))
        else:
            assert read == []
