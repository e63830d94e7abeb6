"""Matrices to int8."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dragoman.reader.arrays import Floats

DAMPED = 0.01
"""Of the mean square of an input, added to its diagonal, as GPTQ has it."""
STEPS = 64
"""Steps on each side of zero, one bit kept free: without VNNI instructions full int8 saturates."""


def rounded(matrix: Floats, scale: Floats, square: Floats) -> NDArray[np.int8]:
    """A matrix (i, o) in steps of ``scale`` (o,); what rounding a row does wrong, the rows after it make good.

    GPTQ (Frantar et al. 2023), by the inputs' ``square`` (i, i): the products shall differ least, not the weights.
    """
    damped = square + DAMPED * square.diagonal().mean() * np.eye(len(square), dtype=np.float32)
    inverse = np.linalg.cholesky(np.linalg.inv(damped.astype(np.float64))).T
    rest, out = (matrix / scale).astype(np.float64), np.zeros(matrix.shape, np.int8)
    for i in range(len(matrix)):
        out[i] = np.clip(np.rint(rest[i]), -STEPS, STEPS)
        rest[i + 1 :] -= np.outer(inverse[i, i + 1 :] / inverse[i, i], rest[i] - out[i])
    return out
