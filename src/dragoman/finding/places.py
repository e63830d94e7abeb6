"""States by their codes and by their names in the languages that are read."""

from __future__ import annotations

import difflib
import re
from functools import cache

from dragoman.codes import ORGANISATIONS
from dragoman.finding.error import QueryError
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


def is_state(code: str) -> bool:
    """Whether a code is that of a state or organisation which is known, and not only one that may be."""
    return code in ORGANISATIONS or code in alpha3().values() or code in _names().values()


def like(said: str, count: int = 3) -> list[str]:
    """States whose names or codes are written nearly so, as ``Name (CODE)``."""
    names = _names()
    key = _key(said)
    codes = [names[one] for one in difflib.get_close_matches(key, names, 2 * count, 0.75)]
    english = {code: name for name, code in reversed(state_names("en").items())}
    found = {code: f"{english[code]} ({code})" if code in english else code for code in codes}
    if len(said) <= 4:
        near = difflib.get_close_matches(said.upper(), [*ORGANISATIONS, *alpha3().values()], count, 0.6)
        found |= {code: code for code in near if code not in found}
    return list(found.values())[:count]


def unknown(said: str) -> QueryError:
    """What is wrong where no state is called so."""
    if near := like(said):
        return QueryError("{value!r} is no state that is known; near it: {near}", value=said, near=", ".join(near))
    return QueryError("{value!r} is no state that is known: give its code, such as RUS, or its name", value=said)


@cache
def _names() -> dict[str, str]:
    made: dict[str, str] = {}
    for language in LANGUAGES:
        for name, code in state_names(language).items():
            made.setdefault(_key(name), code)
    return made


def _key(name: str) -> str:
    return " ".join(filter(None, (folded(word) for word in re.split(r"[\W_]+", name))))
