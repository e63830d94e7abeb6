"""States by their codes and by their names in the languages that are read."""

from __future__ import annotations

import re
from functools import cache

from dragoman.codes import ORGANISATIONS
from dragoman.resolver.knowledge import LANGUAGES, alpha3, state_names
from dragoman.store.stems import folded

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")


def state_code(said: str) -> str | None:
    """The code of a state or organisation given by code (``RUS``, ``ru``) or by name; None where it is no known one.

    Any three capitals pass: a store may hold codes of its user's own.
    """
    said = said.strip()
    if said in ORGANISATIONS or (len(said) == 3 and _CODE.fullmatch(said)):
        return said
    found = _names().get(_key(said))
    if found is not None:
        return found
    upper = said.upper()
    if upper in ORGANISATIONS or upper in alpha3().values():
        return upper
    return alpha3().get(upper) or (said if _CODE.fullmatch(said) and len(said) > 3 else None)


@cache
def _names() -> dict[str, str]:
    made: dict[str, str] = {}
    for language in LANGUAGES:
        for name, code in state_names(language).items():
            made.setdefault(_key(name), code)
    return made


def _key(name: str) -> str:
    return " ".join(filter(None, (folded(word) for word in re.split(r"[\W_]+", name))))
