"""What the library says, in the visitor's language: phrases as they come, and those that were stored as English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from dragoman.accounts.comparison import Comparison
from dragoman.phrase import Phrase, Term
from dragoman.render.comparison.sheet import Sheet
from dragoman.render.comparison.sheet import sheet as laid_out
from dragoman.render.comparison.wording import wording
from dragoman.render.revision.telling import Telling
from dragoman.resolver import Actors
from dragoman.web.i18n import catalogue, templates

_FIELD: Final = re.compile(r"\{(\w+)(![rs])?(?:[^{}]*)\}")
_WHY: Final = frozenset({"why", "error", "reason", "trouble"})
"""Fields that are sentences themselves; others may be anybody's words, which are left alone but for whole entries."""
_LONGEST: Final = 500
"""Characters of a sentence that is known again by its template: the catalogue's are shorter, and a search is not."""
_NAMES: Final = 3
"""Names that stand one after another before what is wrong."""


def told(words: str, language: str) -> str:
    """A phrase of the library in a language; what no catalogue has stays as it is."""
    if isinstance(words, Term):
        # A program's word in English too: what a record has.
        return str(words) if language == "en" else wording(language).term(words.table, words)
    if language == "en":
        return str(words)
    if isinstance(words, Phrase) and words.values:
        template = catalogue(language).gettext(words.template)
        return template.format(**{name: _value(name, one, language) for name, one in words.values.items()})
    return _known(str(words), language)


def _value(name: str, value: object, language: str) -> object:
    if not isinstance(value, str) or not value:
        return value
    if isinstance(value, (Phrase, Term)) or name in _WHY:
        return told(value, language)
    return catalogue(language).gettext(value)


def _known(words: str, language: str) -> str:
    """English that was stored, such as a record's warnings: known again by the template that it was made of."""
    if not words.strip() or len(words) > _LONGEST:
        return words
    # Something's name often stands before what is wrong with it.
    parts = words.split(": ", _NAMES)
    for at in range(len(parts)):
        found = _matched(": ".join(parts[at:]), language)
        if found is not None:
            return ": ".join([*parts[:at], found])
    return words


def _matched(words: str, language: str) -> str | None:
    """A whole sentence in a language; None where no template makes it."""
    if not words:
        return None
    found = catalogue(language).gettext(words)
    if found != words:
        return found
    for pattern, template in _patterns(language):
        if match := pattern.fullmatch(words):
            values = {
                name: _known(value, language) if name in _WHY else catalogue(language).gettext(value)
                for name, value in match.groupdict().items()
            }
            return _filled(catalogue(language).gettext(template), values)
    return None


def _filled(template: str, values: Mapping[str, str]) -> str:
    # Values are the words that stood there: how they were written (!r, :,) is in them already.
    return _FIELD.sub(lambda field: values[field[1]], template)


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The catalogue's templates as patterns, those with most words of their own first."""
    made = []
    for template in templates(language):
        source, at = "", 0
        for field in _FIELD.finditer(template):
            value = "['\"].+?['\"]" if field[2] == "!r" else ".+?"
            source += f"{re.escape(template[at : field.start()])}(?P<{field[1]}>{value})"
            at = field.end()
        source += re.escape(template[at:])
        made.append((len(_FIELD.sub("", template)), re.compile(source, re.DOTALL), template))
    return tuple((pattern, template) for _, pattern, template in sorted(made, key=lambda one: -one[0]))


@dataclass(frozen=True, slots=True)
class Told(Telling):
    """A revision told with the catalogues of the web."""

    def say(self, words: str) -> str:
        return told(words, self.language)


def telling(language: str) -> Telling:
    """How a revision is told in a language."""
    return Told(catalogue(language), language)


def sheet(comparison: Comparison, language: str, actors: Actors) -> Sheet:
    """A comparison as pages lay it out, its notes and the names of its sides in the visitor's language too."""
    named = tuple(
        replace(one, name=actors.name(one.side, language) or one.name) if one.side else one
        for one in comparison.accounts
    )
    made = laid_out(replace(comparison, accounts=named), language)
    notes = tuple(told(note, language) for note in made.outline.notes)
    return replace(made, outline=replace(made.outline, notes=notes))
