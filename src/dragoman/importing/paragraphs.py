"""Lines of a printed text made paragraphs again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_WIDTHS: Final = range(60, 101)
"""Programs break lines at widths such as these."""

_FULL: Final = 0.8
"""So many of the lines that have another below them must be full, if a program broke them."""


def blocks(lines: Sequence[str]) -> list[list[str]]:
    """Lines without the spaces around them, parted where one or more are empty."""
    found: list[list[str]] = [[]]
    for line in lines:
        stripped = " ".join(line.split())
        if stripped:
            found[-1].append(stripped)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Paragraphs, each on one line: lines that a program broke are joined, others are paragraphs by themselves."""
    parted = blocks(lines)
    if _are_broken(parted):
        return [joined(block) for block in parted]
    return [line for block in parted for line in block]


def _are_broken(parted: list[list[str]]) -> bool:
    """Whether most lines are as long as the width lets them: the word below would not have fitted."""
    width = max((len(line) for block in parted for line in block), default=0)
    pairs = [(line, below) for block in parted for line, below in pairwise(block)]
    full = sum(len(line) + 1 + len(below.split(" ", 1)[0]) > width for line, below in pairs)
    return width in _WIDTHS and bool(pairs) and full >= _FULL * len(pairs)


def joined(block: Sequence[str]) -> str:
    """One line of several; after a hyphen between letters nothing is put."""
    result = ""
    for line in block:
        tight = result.endswith("-") and result[-2:-1].isalpha() and line[:1].isalpha()
        result += line if tight or not result else f" {line}"
    return result
