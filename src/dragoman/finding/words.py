"""The words of a search: all of them have to be there, but those after a minus.

``"a phrase"`` in quotation marks of any kind, ``begin*`` a beginning, ``-word`` and ``-"a phrase"`` what must not be
there, ``this OR that`` either. Words are found in all their forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dragoman.finding.error import QueryError
from dragoman.store.stems import asked, folded, is_cjk, tokens

LONGEST: Final = 4_000
"""Characters of a search."""

SHORTEST: Final = 3
"""Letters of a beginning; a Chinese character is enough by itself."""

_PART: Final = re.compile(r"(-?)(?:\"([^\"]*)(?:\"|$)|«([^»]*)(?:»|$)|“([^”]*)(?:”|$)|„([^“”]*)(?:[“”]|$)|(\S+))")
_STAR: Final = re.compile(r"[^\W_]\*$")


@dataclass(frozen=True, slots=True)
class Term:
    """A word, a phrase or a beginning.

    ``readings`` are the stems of its words in each language that makes a difference; ``beginning`` is the folded
    beginning of a word that follows them.
    """

    readings: tuple[tuple[str, ...], ...]
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """Terms of which one has to be there, or, ``without``, none may."""

    terms: tuple[Term, ...]
    without: bool = False


def parse(said: str, language: str | None = None) -> tuple[Clause, ...]:
    """What a search asks for; of nothing but marks, nothing.

    ``language`` is that of the texts, where it is known. Raises ``QueryError``.
    """
    if len(said) > LONGEST:
        raise QueryError("a search of more than {longest:,} characters", longest=LONGEST)
    clauses: list[Clause] = []
    either = False
    for minus, words, quoted in _parts(said):
        if words in ("OR", "|") and not quoted:
            either = bool(clauses)
            continue
        found = term(words, language)
        if found is None:
            continue
        if either and not minus and not clauses[-1].without:
            clauses[-1] = Clause((*clauses[-1].terms, found))
        else:
            clauses.append(Clause((found,), minus))
        either = False
    return tuple(clauses)


def _parts(said: str) -> Iterator[tuple[bool, str, bool]]:
    for found in _PART.finditer(said):
        quoted = next((part for part in found.groups()[1:5] if part is not None), None)
        yield bool(found[1]), quoted if quoted is not None else found[6], quoted is not None


def term(words: str, language: str | None = None) -> Term | None:
    """The words of one text as a phrase, the last a beginning where a ``*`` follows it; None where there are none."""
    said = words.rstrip(" \t.,;:!?)]}")
    found = sequence(said, language)
    if not found:
        return None
    *before, last = found
    if _STAR.search(said) or (len(last) == 1 and is_cjk(last)):
        start = folded(last)
        if len(start) < SHORTEST and not is_cjk(start):
            raise QueryError("a beginning needs {shortest} letters: {last}*", shortest=SHORTEST, last=last)
        return Term(_readings(before, language), start)
    return Term(_readings(found, language))


def _readings(words: list[str], language: str | None) -> tuple[tuple[str, ...], ...]:
    return tuple(asked(words, language)) if words else ()


def sequence(text: str, language: str | None) -> list[str]:
    """The words of a text; of a Chinese run at its end the last character belongs to the pair before it."""
    found = [(token.start, token.end) for token in tokens(text, language)]
    if len(found) > 1 and found[-1][1] - found[-1][0] == 1 and found[-1][0] == found[-2][0] + 1 < found[-2][1]:
        found.pop()
    return [text[start:end] for start, end in found]
