"""Step 1: six layers of the base encoder learn to give what its twelve give, token by token and sentence by sentence.

Dropping every other layer costs points and bends the sentence space; an hour of fine-tuning mends the first only.
No labels are used here, texts alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from dragoman.reader.tokens import END, PAD, START, tokenize
from training import base
from training.encoder import Encoder
from training.endings import grouping, spelling

STUDENT_LAYERS = [0, 2, 4, 6, 8, 10]
SENTENCE = re.compile(r"(?<=[.!?…。！？؟۔])[\"»”’)]*\s+|\n+")
BATCH = 4096
"""Pieces a batch, padding included."""


class Words:
    """The frozen word embeddings of a folder by id, how its vocabulary spells and which of its pieces make words."""

    def __init__(self, folder: Path) -> None:
        packed = np.load(folder / "words.npz")
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._spelling, self.grouping = spelling(tokenizer), grouping(tokenizer)
        blocks = np.empty(packed["scales"].shape, base.BLOCK)
        blocks["nibbles"], blocks["scale"] = packed["nibbles"], packed["scales"]
        self.table = torch.from_numpy(base.unpack(blocks).reshape(len(blocks), base.HIDDEN))

    def __call__(self, ids: Tensor) -> Tensor:
        return functional.embedding(ids, self.table)

    def endings(self, ids: Tensor) -> Tensor:
        """Ids (n, t), each row from ``<s>`` on, to the rows of their words' endings (2, n, t)."""
        return torch.from_numpy(self._spelling.buckets(ids.numpy().ravel()).reshape(2, *ids.shape))


def sentences(texts: list[str], tokenizer: Tokenizer, longest: int = 96) -> list[NDArray[np.int32]]:
    """Piece ids of the texts' sentences, some of them joined with the next."""
    out = []
    for text in texts:
        parts = [s for s in SENTENCE.split(text) if len(s) > 15]
        for i, part in enumerate(parts):
            joined = part if i % 4 else " ".join(parts[i : i + 3])
            ids = tokenize(tokenizer, joined).ids[:longest]
            if len(ids) > 3:
                out.append(np.concatenate([[START], ids, [END]]).astype(np.int32))
    return out


def batches(items: list[NDArray[np.int32]], rng: random.Random) -> Iterator[tuple[Tensor, Tensor]]:
    """Batches of like length, in random order: ids (n, t) and mask (n, t)."""
    order = sorted(range(len(items)), key=lambda i: len(items[i]) + rng.random() * 6)
    groups, group = [], list[int]()
    for i in order:
        if group and (len(group) + 1) * len(items[i]) > BATCH:
            groups.append(group)
            group = []
        group.append(i)
    groups.append(group)
    rng.shuffle(groups)
    for group in groups:
        length = max(len(items[i]) for i in group)
        ids = torch.full((len(group), length), PAD)
        for row, i in enumerate(group):
            ids[row, : len(items[i])] = torch.from_numpy(items[i].astype(np.int64))
        yield ids, ids != PAD


def pool(states: Tensor, mask: Tensor) -> Tensor:
    """Mean over real pieces: (n, t, d) to (n, d)."""
    weight = mask[..., None].to(states.dtype)
    return (states * weight).sum(1) / weight.sum(1)


def loss_against(teacher: Tensor, student: Tensor, mask: Tensor, centre: Tensor) -> Tensor:
    """Token states and centred sentence vectors should point the same way; so should sentence pairs."""
    tokens = 1 - functional.cosine_similarity(student - centre, teacher - centre, dim=-1)[mask].mean()
    a = functional.normalize(pool(teacher, mask) - centre, dim=-1)
    b = functional.normalize(pool(student, mask) - centre, dim=-1)
    return tokens + 2 * (1 - (a * b).sum(-1)).mean() + functional.mse_loss(b @ b.T, a @ a.T) * 5


def distill(packed: base.Packed, words: Words, items: list[NDArray[np.int32]], out: Path, *,
            pieces: int, rate: float = 4e-4, seed: int = 0, start: Path | None = None) -> None:  # fmt: skip
    """Train on about ``pieces`` pieces and write ``out`` (encoder weights and the teacher's mean vector).

    ``start`` is an earlier ``out`` to go on from.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    teacher = Encoder.from_base(packed, list(range(base.LAYERS))).eval()
    student = Encoder.from_base(packed, STUDENT_LAYERS)
    if start is not None:
        student.load_state_dict(torch.load(start)["encoder"])
    optimizer = torch.optim.AdamW(student.parameters(), lr=rate, weight_decay=0.01)
    centre, seen, step = torch.zeros(base.HIDDEN), 0, 0
    while seen < pieces:
        for ids, mask in batches(items, rng):
            embedded, positions = words(ids), torch.arange(ids.shape[1]).expand_as(ids)
            with torch.no_grad():
                goal = teacher(embedded, positions, mask=mask)
                if step < 50:
                    centre = (centre * step + pool(goal, mask).mean(0)) / (step + 1)
            done = seen / pieces
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1.0, (step + 1) / 40) * max(0.02, 1 - done)
            loss = loss_against(goal, student(embedded, positions, mask=mask), mask, centre)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            seen, step = seen + int(mask.sum()), step + 1
            if step % 20 == 0:
                print(f"distill {seen}/{pieces} loss {loss.item():.4f}", flush=True)
                torch.save({"encoder": student.state_dict(), "centre": centre}, out)
            if seen >= pieces:
                break
    torch.save({"encoder": student.state_dict(), "centre": centre}, out)
