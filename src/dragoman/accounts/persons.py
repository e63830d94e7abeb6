"""Whether two spellings are of one person's name, across languages and scripts."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from dragoman.accounts.sight import skeleton
from dragoman.resolver.words import fold, script

_ALIKE = 0.6
"""Share of the consonants that two spellings of one family name have in common, as a rule; others have less."""


@lru_cache(maxsize=1 << 16)
def bones(name: str) -> tuple[str, ...]:
    """The consonants of each part of a name by sound, the family name's last.

    Those of the whole name where its parts have too few; none in other scripts than Latin and Cyrillic.
    """
    parts = [fold(part) if script(part) == "latin" else part for part in re.findall(r"\w+", name)]
    found = tuple(one for part in parts if (one := skeleton(part)))
    whole = skeleton("".join(parts))
    return found or ((whole,) if whole else ())


@lru_cache(maxsize=1 << 16)
def alike(one: str, other: str) -> bool | None:
    """Whether two names are of one person; None where the scripts cannot be compared."""
    if one.casefold() == other.casefold():
        return True
    kinds = {script(one[:1]), script(other[:1])}
    if not kinds <= {"latin", "cyrillic"}:
        return True if one and other and (one in other or other in one) else None
    a, b = bones(one), bones(other)
    if not a or not b:
        return None
    return a[-1] in b or b[-1] in a or SequenceMatcher(None, a[-1], b[-1], autojunk=False).ratio() >= _ALIKE
