"""Whether a quotation stands in another language than its speaker's."""

from __future__ import annotations

from functools import lru_cache

from dragoman.record import Actor
from dragoman.resolver.knowledge import alpha3


@lru_cache(maxsize=256)
def languages(state: str) -> frozenset[str]:
    """The official languages of a state as ISO 639-1, from CLDR; empty where none is known."""
    from babel.languages import get_official_languages

    short = next((two for two, three in alpha3().items() if three == state), None)
    if short is None:
        return frozenset()
    return frozenset(str(code).split("_")[0] for code in get_official_languages(short, regional=False, de_facto=True))


def translated(kind: str, speakers: tuple[Actor, ...], language: str) -> bool:
    """Whether words are quoted in a language that is official in none of the speakers' states.

    Speakers of organisations, and those whose state no word says, are not judged.
    """
    if kind == "indirect" or not speakers or any(a.state is None or a.state_guessed for a in speakers):
        return False
    known = [languages(a.state) for a in speakers if a.state]
    return all(known) and not any(language in each for each in known)
