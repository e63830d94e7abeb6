"""Whose names people bear: a hint at their state where no word says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dragoman.resolver.document import Document
from dragoman.resolver.knowledge import alpha3, table
from dragoman.resolver.words import fold, stem, stems


@dataclass(frozen=True, slots=True)
class Naming:
    """How people are named at the home of a language: the states where they are; stems of first names, of those that
    nobody else bears and of others; ends of the stems of family names, sure ones and others."""

    state: str
    shared: frozenset[str]
    given: frozenset[str]
    borne: frozenset[str]
    family: tuple[str, ...]
    weak: tuple[str, ...]
    language: str

    def says(self, name: str) -> bool | None:
        """Whether a name is one of these or of elsewhere; None where it may be either."""
        words = [fold(word) for word in re.findall(r"\w+", name)]
        first = {part for word in words[:-1] or words for part in stems(word, self.language)}
        last = stems(words[-1], self.language) if words else ()
        own, other = not first.isdisjoint(self.given), not first.isdisjoint(self.borne)
        sure, likely = (any(part.endswith(ends) for part in last) for ends in (self.family, self.family + self.weak))
        if own or (other and likely) or (sure and len(words) == 1) or not self.given.isdisjoint(last):
            return True
        return None if other or likely or len(words) < 2 or len(words[0]) == 1 else False


@cache
def naming(language: str) -> Naming | None:
    """What a language's file says of names, None where it says nothing."""
    found = table(f"languages/{language}.toml").get("names")
    if not found:
        return None

    def listed(key: str) -> list[str]:
        return [stem(fold(word.strip()), language) for word in found[key].replace("\n", " ").split(",")]

    return Naming(found["state"], frozenset(found["shared"].split()), frozenset(listed("given")),
                  frozenset(listed("borne")), tuple(listed("family")), tuple(listed("weak")), language)  # fmt: skip


@cache
def _states() -> frozenset[str]:
    """The states of today, without organisations."""
    return frozenset(alpha3().values()) - {"SUN", "EU"}


def likelier(doc: Document, name: str, state: str | None) -> str | None:
    """The state of somebody of whom no word says it, given the one that the article is about.

    Somebody who is named as at the language's home is not taken for a citizen of a state where nobody has such a name,
    nor somebody with another name for one of the home where another state is spoken of.
    """
    known = naming(doc.language)
    native = known.says(name) if known and state in _states() else None
    if known is None or native is None:
        return state
    near = known.shared | {known.state}
    if native and state not in near:
        return next((s for s, _ in doc.leading if s in near), known.state)
    if not native and state == known.state:
        return next((s for s, _ in doc.leading if s not in near and s in _states()), state)
    return state
