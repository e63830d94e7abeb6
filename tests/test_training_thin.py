"""A network made thin stays near to the full one; rounded matrices give what the matrices gave, as far as they can."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dragoman.reader.grouping import shares


@pytest.fixture(scope="module")
def torch() -> Any:
    return pytest.importorskip("torch", reason="needs the training extra (PyTorch)")


def test_what_is_left_is_fitted_to_give_what_all_gave(torch: Any) -> None:
    from training.thin import refitted

    torch.manual_seed(0)
    linear = torch.nn.Linear(12, 5)
    inputs = torch.randn(400, 12) + 0.3
    # Four columns are made of the others.
    inputs[:, 8:] = inputs[:, :4] @ torch.randn(4, 4) + 1
    weight, bias = refitted(inputs, linear, torch.arange(8))
    assert torch.allclose(inputs[:, :8] @ weight.T + bias, linear(inputs), atol=0.02)


def test_what_gives_most_is_kept(torch: Any) -> None:
    from training.thin import largest

    torch.manual_seed(0)
    linear, inputs = torch.nn.Linear(8, 3), torch.randn(100, 8)
    inputs[:, 2:4] *= 9
    # Large but always the same: nothing is told by it.
    inputs[:, 6:] = 50.0
    assert largest(inputs, linear, 2, 1).tolist() == [2, 3]
    assert largest(inputs, linear, 2, 3).tolist() == [0, 1, 2, 3, 4, 5]


def test_states_are_of_words_whatever_the_shape(torch: Any) -> None:
    from training.encoder import Encoder, Shape

    pieces, positions = torch.randn(1, 9, 384), torch.arange(9)[None]
    told = torch.from_numpy(shares(np.array([0, 1, 3, 6]), 9))[None]
    whole = Encoder(Shape(2, 4, 64))
    made = {}
    for below in (0, 1, 2):
        encoder = Encoder(Shape(2, 4, 64, below))
        encoder.load_state_dict(whole.state_dict())
        made[below] = encoder(pieces, positions, told)
        assert made[below].shape == (1, 4, 384)
    assert torch.allclose(made[2], told @ whole(pieces, positions), atol=1e-5)
    assert not torch.allclose(made[0], made[1], atol=1e-2)
    assert not torch.allclose(made[1], made[2], atol=1e-2)


def test_a_window_is_read_beside_a_longer_one_as_alone(torch: Any) -> None:
    from training import losses
    from training.backend import build
    from training.encoder import Shape

    class Words:
        """Embeddings of a row a piece, and endings of none."""

        def __init__(self) -> None:
            self.table = torch.randn(20, 384)

        def __call__(self, ids: Any) -> Any:
            return self.table[ids]

        def endings(self, ids: Any) -> Any:
            return torch.zeros(2, *ids.shape, dtype=torch.long)

    network, words = build(Shape(2, 4, 64, 1)).eval(), Words()
    rows = [np.array([0, 5, 6, 7, 2]), np.array([0, 8, 9, 10, 11, 12, 13, 2])]
    firsts = [np.array([0, 1, 3, 4]), np.array([0, 1, 2, 5, 6, 7])]
    together = losses.read(network, words, rows, firsts)
    for i, (row, first) in enumerate(zip(rows, firsts, strict=True)):
        alone = losses.read(network, words, [row], [first]).states[0]
        assert torch.allclose(together.states[i, : len(first)], alone, atol=1e-4)


def test_sentences_are_compared_word_by_word_whatever_stands_beside_them(torch: Any) -> None:
    from training.losses import late, told_apart

    torch.manual_seed(0)
    rows = torch.nn.functional.normalize(torch.randn(3, 6, 16), dim=-1)
    real = torch.arange(6) < torch.tensor([6, 4, 2])[:, None]
    # The second side says the same words in another order, with other padding.
    turned, known = rows.flip(1), real.flip(1)
    likeness = late((rows, real), (turned, known))
    assert torch.allclose(likeness.diagonal(), torch.ones(3), atol=1e-5)
    assert torch.allclose(likeness, late((turned, known), (rows, real)).T, atol=1e-5)
    alone = late((rows[1:2, :4], real[1:2, :4]), (rows[2:, :2], real[2:, :2]))
    assert torch.allclose(likeness[1, 2], alone[0, 0], atol=1e-5)
    assert told_apart(likeness) < told_apart(likeness.roll(1, 0))


def test_a_thin_layer_that_keeps_all_gives_what_the_full_one_gave(torch: Any) -> None:
    from training import thin
    from training.encoder import Layer

    torch.manual_seed(0)
    full, same = Layer(), Layer(thin.THIN.heads, thin.THIN.wide)
    # Half of the heads and neurons of the full layer give nothing.
    with torch.no_grad():
        full.attended.weight[:, 192:] = 0
        full.narrow.weight[:, 768:] = 0
        x, seen = torch.randn(1, 900, 384), {}
        for name in ("attended", "narrow"):
            getattr(full, name).register_forward_pre_hook(
                lambda _, given, name=name: seen.setdefault(name, given[0][0])
            )
        goal = full(x, None)
        thin.thin_layer(full, same, seen["attended"], seen["narrow"])
        assert torch.allclose(same(x, None), goal, atol=0.02)


def test_rounding_makes_good_in_later_rows_what_it_did_wrong() -> None:
    from training.rounding import STEPS, rounded

    rng = np.random.default_rng(3)
    inputs = (rng.normal(size=(900, 30)) @ rng.normal(size=(30, 30))).astype(np.float32)
    matrix = rng.normal(size=(30, 20)).astype(np.float32)
    scale = (np.abs(matrix).max(axis=0) / 8).astype(np.float32)
    made = rounded(matrix, scale, inputs.T @ inputs)
    plain = np.rint(matrix / scale)
    assert np.abs(made).max() <= STEPS

    def off(steps: Any) -> float:
        return float(np.square(inputs @ (steps * scale - matrix)).mean())

    assert off(made) < 0.7 * off(plain)
    whole = (plain * scale).astype(np.float32)
    assert (rounded(whole, scale, inputs.T @ inputs) == plain).all()
