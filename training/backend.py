"""The network in PyTorch behind the reader's own interface, so that training and shipping decode alike."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from dragoman.codes import ACTS, MODALITIES, SECTORS, TOPICS
from dragoman.reader.arrays import Floats, Ints
from dragoman.reader.grouping import shares
from dragoman.reader.network import near, spread
from training.encoder import THIN, Shape
from training.network import Network

SIZES = (len(ACTS), len(MODALITIES), len(TOPICS), len(SECTORS))


def build(shape: Shape = THIN) -> Network:
    """An untrained network with the label sets of ``codes``."""
    return Network(shape, *SIZES)


def restore(path: Path, shape: Shape = THIN) -> Network:
    """A network from a checkpoint."""
    network = build(shape)
    network.load_state_dict(torch.load(path))
    return network.eval()


class TorchNetwork:
    """Implements ``dragoman.reader.network.Network``."""

    def __init__(self, network: Network, centre: Tensor) -> None:
        self.network, self.centre = network.eval(), centre

    @torch.no_grad()
    def encode(self, pieces: Floats, firsts: Ints) -> tuple[Floats, Floats]:
        told = torch.from_numpy(shares(firsts, len(pieces)))[None]
        states = self.network.encoder(torch.from_numpy(pieces)[None], torch.arange(len(pieces))[None], told)
        return states[0].numpy(), self.network.tags(states)[0].numpy()

    @torch.no_grad()
    def roles(self, states: Floats, cues: Floats, starts: Ints) -> Floats:
        places = near(starts, len(states))
        logits = self.network.roles(
            torch.from_numpy(states[places]), torch.from_numpy(cues), torch.from_numpy(starts - places[:, 0])
        )
        return spread(logits.numpy(), places, len(states))

    @torch.no_grad()
    def topics(self, states: Floats) -> Floats:
        return self.network.labels.topics(torch.from_numpy(states)).numpy()  # type: ignore[no-any-return]

    @torch.no_grad()
    def labels(self, features: Floats, told: Floats) -> Floats:
        both = torch.from_numpy(features), torch.from_numpy(told)
        return self.network.labels(*both).numpy()  # type: ignore[no-any-return]

    @torch.no_grad()
    def relation(self, features: Floats) -> Floats:
        return self.network.labels.relation(torch.from_numpy(features)).numpy()  # type: ignore[no-any-return]

    @torch.no_grad()
    def sentence(self, pooled: Floats) -> Floats:
        return self.network.sentence(torch.from_numpy(pooled) - self.centre).numpy()  # type: ignore[no-any-return]
