"""In which arithmetic the encoder multiplies.

float32 gives the same record on every processor. int8 is faster where the processor has instructions for it (VNNI), and
reads one statement in eight otherwise in some field, at the same scores (docs/performance.md).
"""

from __future__ import annotations

import os
from typing import Final, Literal, get_args

Arithmetic = Literal["float32", "int8"]
ARITHMETICS: Final[tuple[Arithmetic, ...]] = get_args(Arithmetic)
VARIABLE: Final = "DRAGOMAN_ARITHMETIC"


def named(reader: str, arithmetic: Arithmetic) -> str:
    """What a reader is called in an arithmetic: its records say so, and its vectors are kept apart."""
    return reader if arithmetic == ARITHMETICS[0] else f"{reader}-{arithmetic}"


def chosen() -> Arithmetic:
    """What the environment asks for, float32 where it is silent. Raises ValueError where there is no such one."""
    asked = os.environ.get(VARIABLE) or ARITHMETICS[0]
    for one in ARITHMETICS:
        if one == asked:
            return one
    raise ValueError(f"${VARIABLE} is {asked!r}, not one of {', '.join(ARITHMETICS)}")
