"""The first sentences of a brief: who met, how and when, and where the accounts differ on that."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dragoman.accounts.comparison import Comparison, Value
from dragoman.accounts.sight import skeleton
from dragoman.record import Actor
from dragoman.render import outline as records
from dragoman.render.comparison.footnotes import Footnotes, named, quote, teller, tongue
from dragoman.render.comparison.telling import letter, reports
from dragoman.render.comparison.wording import Wording

_DETAILS: Final = ("date", "place", "initiative", "duration")
"""Fields that are told behind the sentence, unless it has them already."""

_BOUNDS: Final = {">": "over", "<": "under"}
_CYRILLIC: Final = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN: Final = re.compile(r"[a-z]", re.IGNORECASE)
_FIELDS: Final = ("date", "mode", "place", "status", "initiative", "duration")


def _in_script(name: str, language: str) -> bool:
    """Whether a name is in the letters of a language that briefs are written in."""
    letters = _CYRILLIC if language == "ru" else _LATIN
    return letters.search(name) is not None


@dataclass(frozen=True, slots=True)
class Encounter:
    """The contact of a comparison in sentences; ``say`` are the words that all forms share, ``own`` those of briefs."""

    comparison: Comparison
    say: Wording
    own: Wording
    notes: Footnotes

    def sentences(self, told: Collection[str] = ()) -> Iterator[str]:
        """What the accounts agree on, then field by field what they differ on, but for those ``told`` elsewhere."""
        values = {name: self.values(name) for name in _FIELDS}
        one = {name: some[0].value for name, some in values.items() if len({v.value for v in some}) == 1}
        marks: list[str] = []
        if "mode" in one:
            marks += map(self.notes.value, values["mode"])
        said, dated = self.opening(one)
        if dated:
            marks += map(self.notes.value, values["date"])
        details = []
        for name in _DETAILS:
            if name in one and not (name == "date" and dated):
                details.append(self.detail(name, values[name]))
                marks += map(self.notes.value, values[name])
        behind = f" ({self.own.say('then').join(details)})" if details else ""
        yield f"{said}{behind}{f' {cited}' if (cited := ''.join(dict.fromkeys(marks))) else ''}."
        for name in _FIELDS:
            if values[name] and name not in one and name not in told:
                yield self.differ(name, values[name])

    def values(self, name: str) -> list[Value]:
        """What the sides' accounts of the contact tell of a field, else what others do; nothing of previews."""
        known = self.comparison.contact.fields.get(name, ())
        after = {a.id for a in self.comparison.accounts if a.stage == "after"}
        some = [v for v in known if v.account in after]
        return [v for v in some if letter(v.account) != "news"] or some

    def opening(self, one: dict[str, str]) -> tuple[str, bool]:
        """The sentence that names the people, and whether it holds the day."""
        people, mode = self.people(), one.get("mode", "unknown")
        if one.get("status") == "held":
            forms = self.own.tables["held"]
            date = one.get("date", "")
            whole = len(date) >= 10 and date[:4].isdigit()
            day = self.own.say("day", day=self.say.day(date[:10])) if whole else ""
            return str(forms.get(mode, forms["unknown"])).format(people=people, day=day), whole
        status = one.get("status", "unknown")
        form = status if status in ("planned", "proposed", "cancelled") else "unknown"
        return self.own.say(form, people=people, mode=self.say.term("mode", mode)), False

    def people(self) -> str:
        """One of the first side's people, one of the second's; a side's own name where nobody of it is known."""
        out = []
        for code in self.comparison.sides:
            state = named(self.comparison, code, self.say, self.own)
            some = [a for a in self.comparison.contact.participants if a.person and a.state == code and not a.inferred]
            names = [self.own.say("person", who=self.spelled(a), state=state) for a in some[:1]]
            out += names or [state]
        return self.own.say("and").join(out)

    def spelled(self, person: Actor) -> str:
        """A person's name in the script of the brief, if an account has it so too."""
        name = records.name_words(person)
        bones = skeleton(name.split(" ")[-1])
        if not bones or _in_script(name, self.own.language):
            return name
        claims = (c for row in self.comparison.rows for some in row.claims.values() for c in some)
        for other in (a for claim in claims for a in claim.speakers if a.person and a.state == person.state):
            also = records.name_words(other)
            if _in_script(also, self.own.language) and skeleton(also.split(" ")[-1]) == bones:
                return also
        return name

    def detail(self, name: str, values: Sequence[Value]) -> str:
        """A field on which nobody differs; whose word it is where only one of two sides tells it."""
        label = str(self.say.tables["fields"][name])
        said = self.own.say("detail", who=label[:1].lower() + label[1:], value=self.value(name, values[0]))
        tellers = {letter(v.account) for v in values}
        if len(tellers) > 1 or not (reports(self.comparison, "a") and reports(self.comparison, "b")):
            return said
        return self.own.say("according", value=said, account=self.teller(values[0]))

    def differ(self, name: str, values: Sequence[Value]) -> str:
        """A field that accounts tell otherwise: each value with its account, none chosen."""
        told = [self.own.say("says", account=self.teller(v), words=f"{self.value(name, v)} {self.notes.value(v)}")
                for v in values]  # fmt: skip
        return self.own.say("differ", what=self.own.tables["on"][name], told=self.own.say("then").join(told))

    def teller(self, value: Value) -> str:
        return teller(self.comparison, self.comparison.account(value.account), self.say, self.own)

    def value(self, name: str, value: Value) -> str:
        """A field's value in words; a place in quotation marks if it is the text's own words."""
        if name == "date":
            return self.say.day(value.value)
        if name == "duration":
            bound = _BOUNDS.get(value.value[:1])
            whole = bound and value.value[1:].isdecimal()
            return self.own.count(bound, int(value.value[1:])) if bound and whole else self.say.duration(value.value)
        if name == "initiative":
            return named(self.comparison, value.value, self.say, self.own)
        if name in ("mode", "status"):
            return self.say.term(name, value.value)
        account = self.comparison.account(value.account)
        said = records.clean(value.value)
        if not said or said not in records.clean(self.comparison.records[account.record].article.text):
            return said
        language = tongue(account.language, self.own)
        return quote(said, self.own) + (f" ({language})" if language else "")
