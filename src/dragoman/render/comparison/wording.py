"""What is said to people around the accounts' own words, in the language that they ask for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from dragoman.article import Moment
from dragoman.record import Actor, Label
from dragoman.render.outline import clean, name_words

LANGUAGES: Final = ("en", "ru")
"""Languages that headings and briefs are written in."""

_DATE = re.compile(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
_DURATION = re.compile(r"(>=|<=|[<>~])?\s*(\d{1,6})")
_BOUND: Final = {">": "over", "<": "under", ">=": "at_least", "<=": "at_most", "~": "about"}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language. ``tables`` are those of its TOML file."""

    language: str
    tables: Mapping[str, Mapping[str, Any]]

    def say(self, name: str, **values: object) -> str:
        """A phrase of the table ``say``, filled in. Raises KeyError where there is none."""
        return str(self.tables["say"][name]).format(**values)

    def count(self, name: str, number: int) -> str:
        """A number with its noun, as the language's plural asks."""
        from babel import Locale

        forms = self.tables["count"][name]
        form = Locale(self.language).plural_form(number)
        return str(forms.get(form, forms["other"])).format(n=number)

    def term(self, table: str, value: str) -> str:
        """A word of a closed vocabulary; the value itself where the table has none."""
        return str(self.tables[table].get(value) or clean(value))

    def topic(self, value: str) -> str:
        """A topic's name."""
        return self.term("topics", value)

    def act(self, label: Label) -> str:
        """What a speaker does in saying something, or that it is unresolved."""
        return self.term("acts", label.value) if label.resolved else self.say("act_unresolved")

    def state(self, code: str) -> str | None:
        """A state's or organisation's name by its code; None where none is known."""
        if code in self.tables["names"]:
            return str(self.tables["names"][code])
        from babel import Locale
        from babel.core import get_global

        short = get_global("territory_aliases").get(code)
        return Locale(self.language).territories.get(short[0]) if short else None

    def actor(self, actor: Actor, *, office: bool = False) -> str:
        """A name with its code, and its office if asked; inferred ones in brackets, a guessed state with "?"."""
        code = clean(actor.code or "")
        if actor.state and actor.state_guessed:
            code = f"{clean(actor.state)}?{code[len(clean(actor.state)) :]}"
        name = name_words(actor) if actor.name.strip() else self.say("no_name")
        held = f", {clean(actor.office)}" if office and actor.office else ""
        said = f"{name}{held} ({code})" if code and code != name else name + held
        return f"[{said}]" if actor.inferred else said

    def day(self, value: str) -> str:
        """An ISO date, or as much of one as is known, with its time of day and zone if it has them."""
        found = _DATE.fullmatch(value)
        if found is None:
            return clean(value)
        year, month, day, time, zone = found.groups()
        try:
            said = self._day(year, month, day)
        except ValueError:
            return clean(value)
        if time is None:
            return said
        return f"{said}, {time} {'+00:00' if zone == 'Z' else zone or ''}".rstrip()

    def _day(self, year: str, month: str | None, day: str | None) -> str:
        from babel.dates import format_date

        if month is None:
            return year if year != "XXXX" else self.say("year_unknown", date="").lstrip(", ")
        # A leap year, so that 29 February of an unknown year is a day.
        known = date(2000 if year == "XXXX" else int(year), int(month), int(day or 1))
        pattern = "month" if day is None else "no_year" if year == "XXXX" else "day"
        form = "LLLL" if pattern == "month" and year == "XXXX" else self.tables["dates"][pattern]
        said = format_date(known, form, locale=self.language)
        return self.say("year_unknown", date=said) if year == "XXXX" else said

    def moment(self, moment: Moment) -> str:
        """When something was published; a time of day without a zone says so."""
        said = self.day(moment.value)
        found = _DATE.fullmatch(moment.value)
        if found is None or found[4] is None or found[5]:
            return said
        return f"{said} {clean(moment.zone)}" if moment.zone else f"{said} ({self.say('no_zone')})"

    def duration(self, value: str) -> str:
        """Minutes, with what bounds them."""
        found = _DURATION.fullmatch(value)
        if found is None:
            return clean(value)
        said = self.count("minutes", int(found[2]))
        return self.say(_BOUND[found[1]], what=said) if found[1] else said


@cache
def wording(language: str = "en") -> Wording:
    """The words of a language of ``LANGUAGES``. Raises ValueError for another."""
    if language not in LANGUAGES:
        raise ValueError(f"no words in {language!r}: one of {', '.join(LANGUAGES)} is needed")
    text = files("dragoman.render.comparison").joinpath(f"words.{language}.toml").read_text(encoding="utf-8")
    return Wording(language, tomllib.loads(text))
