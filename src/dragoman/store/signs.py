"""Sentence vectors as a store keeps them: their signs, a bit for each, and the whole in int8."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCALE: Final = 127
"""What 1 is in int8."""


def packed(matrix: NDArray[np.float32]) -> list[tuple[bytes, bytes]]:
    """Unit vectors (n, d) as rows of the table ``vectors`` have them: (signs of d / 8 bytes, int8 of d bytes)."""
    import numpy as np

    signs = np.packbits(matrix > 0, axis=1)
    whole = np.clip(np.rint(matrix * SCALE), -SCALE, SCALE).astype(np.int8)
    return [(sign.tobytes(), row.tobytes()) for sign, row in zip(signs, whole, strict=True)]
