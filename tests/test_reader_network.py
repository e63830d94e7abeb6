"""What the network reads around a cue, and that cues read together do not change one another."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.reader.arrays import Floats
from dragoman.reader.decode import NEVER, each_stretches, stretches
from dragoman.reader.network import BIO, NEAR, ROLE_LABELS, OnnxNetwork, near, spread
from dragoman.reader.reader import WEIGHTS

LABELS = ROLE_LABELS + BIO


@pytest.fixture(scope="module")
def network() -> OnnxNetwork:
    return OnnxNetwork(WEIGHTS)


def states(words: int) -> Floats:
    return np.random.default_rng(words).normal(size=(words, 384)).astype(np.float32)


@pytest.mark.parametrize("length", [1, 2, NEAR - 1, NEAR, NEAR + 1, 512])
def test_the_places_near_a_cue_lie_in_the_window_and_hold_it(length: int) -> None:
    starts = np.arange(length)
    places = near(starts, length)
    assert places.shape == (length, min(length, NEAR))
    assert places.min() >= 0
    assert places.max() < length
    assert (np.diff(places, axis=1) == 1).all()
    assert (places == starts[:, None]).any(axis=1).all()
    if length == 512:
        assert np.abs(places[256] - 256).max() == NEAR // 2


def test_far_from_a_cue_stands_no_role() -> None:
    places = near(np.array([0, 300]), 400)
    found = spread(np.full((2, NEAR, LABELS), 5, np.float32), places, 400)
    assert (found[0, :NEAR] == 5).all()
    far = found[0, NEAR:]
    assert (far.argmax(axis=1) == 0).all()
    assert (far[:, 1:ROLE_LABELS] == NEVER).all()
    assert (far[:, ROLE_LABELS] > far[:, ROLE_LABELS + 1]).all()


@pytest.mark.parametrize("words", [3, 150, 400])
def test_cues_read_together_are_read_as_each_alone(network: OnnxNetwork, words: int) -> None:
    all_states = states(words)
    starts = np.unique(np.linspace(1, words - 1, 7).astype(np.int64))
    together = network.roles(all_states, all_states[starts], starts)
    assert together.shape == (len(starts), words, LABELS)
    for i, start in enumerate(starts):
        alone = network.roles(all_states, all_states[[start]], np.array([start]))
        assert np.allclose(together[i], alone[0], atol=1e-4)


def test_a_state_far_from_the_cue_changes_nothing(network: OnnxNetwork) -> None:
    here, starts = states(500), np.array([50])
    there = here.copy()
    there[NEAR + 1 :] += 1
    one, other = (network.roles(s, here[starts], starts) for s in (here, there))
    assert np.array_equal(one, other)
    there[NEAR - 1] += 1
    assert not np.array_equal(one, network.roles(there, here[starts], starts))


def test_the_encoder_gives_a_state_for_every_word(network: OnnxNetwork) -> None:
    pieces = states(40) / 20
    firsts = np.array([0, 1, 4, 5, 20, 39])
    found, tags = network.encode(pieces, firsts)
    assert found.shape == (6, 384)
    assert tags.shape == (6, BIO + 11)
    assert not np.allclose(found, network.encode(pieces, np.array([0, 1, 3, 5, 20, 39]))[0])


def test_label_heads_multiply_as_written(network: OnnxNetwork) -> None:
    with np.load(WEIGHTS / "heads.npz") as heads:
        weight, bias, centre = (heads[n].astype(np.float32) for n in ("sentence.weight", "sentence.bias", "centre"))
    pooled = states(5)
    assert np.allclose(network.sentence(pooled), (pooled - centre) @ weight.T + bias, atol=1e-3)


def test_tables_decoded_together_are_decoded_as_each_alone() -> None:
    rng = np.random.default_rng(1)
    for words in (1, 2, 9, 60):
        logits = rng.normal(0, 2, (5, words, 7)).astype(np.float32)
        together = each_stretches(logits)
        assert [[(s.kind, s.first, s.last) for s in one] for one in together] == [
            [(s.kind, s.first, s.last) for s in stretches(one)] for one in logits
        ]
    assert each_stretches(np.zeros((0, 4, 7), np.float32)) == []
