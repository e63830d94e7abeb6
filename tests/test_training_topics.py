"""Topics are told alike in training and at run time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dragoman.reader import topics
from dragoman.reader.network import TOPIC_LABELS
from training.data import Saying

WORDS = 12


@pytest.fixture(scope="module")
def network() -> Any:
    return pytest.importorskip("training.backend", reason="needs the training extra (PyTorch)").build().eval()


def said(content: list[int], paragraph: tuple[int, int]) -> Saying:
    roles = np.zeros(WORDS, np.int64)
    roles[content] = 4
    named = np.random.default_rng(0).random((31, 3)).astype(np.float32)
    return Saying((1, 2), roles, roles.copy(), 0, 0, 0, np.zeros(31, np.float32), paragraph, named)


@pytest.mark.parametrize(("content", "paragraph"), [([3, 4, 8], (2, 9)), ([], (0, 0)), ([11], (0, 12))])
def test_words_tell_the_same_in_training_and_in_reading(network: Any, content: list[int], paragraph: Any) -> None:
    import torch

    from training import losses
    from training.backend import TorchNetwork

    states = np.random.default_rng(1).normal(size=(WORDS, 384)).astype(np.float32)
    one = said(content, paragraph)
    trained = losses.told(network, torch.from_numpy(states), one).detach().numpy()
    evidence = TorchNetwork(network, torch.zeros(384)).topics(states)
    assert one.named is not None
    read = topics.told(evidence, [slice(i, i + 1) for i in content], slice(*paragraph), one.named)
    assert np.allclose(trained, read, atol=1e-5)


def test_what_words_tell_moves_topics_alone(network: Any) -> None:
    import torch

    features, told = torch.zeros(1, 1536), torch.ones(1, 31, 5)
    with torch.no_grad():
        moved = (network.labels(features, told) - network.labels(features, told * 0))[0].numpy()
    assert np.allclose(moved[TOPIC_LABELS], network.labels.told.sum().item(), atol=1e-5)
    moved[TOPIC_LABELS] = 0
    assert not moved.any()
