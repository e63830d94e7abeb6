"""Who held which office when, from ``data/holders/*.toml`` and the user's own files.

The files are large and an article names few people, so only the names are read from all of them; a file is parsed
when an article mentions one of its names or asks for one of its offices.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.resolver.knowledge import data
from dragoman.resolver.words import Token, script, tokens

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NAMES = re.compile(r"^(?:name|also|family)\b.*?=(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of a name: the folded family name and the folded other names."""

    family: tuple[str, ...]
    given: tuple[str, ...]
    full: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """One person in one office for one time."""

    state: str
    office: str
    title: Mapping[str, str]
    sector: str
    name: Mapping[str, str]
    gender: str | None
    since: str
    until: str | None
    checked: str
    forms: tuple[Form, ...]

    def held(self, date: str) -> bool:
        """Whether the office was held on an ISO date (a shorter one counts as its beginning)."""
        return self.since[: len(date)] <= date and (self.until is None or date <= self.until)

    def known(self, date: str) -> bool:
        """Whether the file was checked late enough to say so."""
        return date <= self.checked or (self.until is not None and self.until <= self.checked)

    def display(self, language: str) -> str:
        """The person's name in a language, else in English."""
        return self.name.get(language) or self.name.get("en") or next(iter(self.name.values()), "")

    def office_name(self, language: str) -> str:
        """The title in a language, else in English, else the office's key."""
        return self.title.get(language) or self.title.get("en") or self.office

    @property
    def person(self) -> str:
        """What tells one person from another across offices."""
        return self.name.get("en") or self.display("ru")


def forms(entry: Mapping[str, Any]) -> tuple[Form, ...]:
    """All written forms of a holder's name; ``family`` says per language which part is the family name."""
    names = entry.get("name", {})
    family = entry.get("family", {})
    if isinstance(family, str):
        family = {key: family for key in names}
    listed = [(key, str(name)) for key, name in names.items()] + [("", str(name)) for name in entry.get("also", ())]
    found = []
    for key, name in listed:
        words = [t.folded for t in tokens(name)]
        part = [t.folded for t in tokens(str(family.get(key, "")))]
        if not part and not key:
            for other in family.values():
                trial = [t.folded for t in tokens(str(other))]
                if trial and _inside(trial, words):
                    part = trial
                    break
        if not words:
            continue
        if not part or not _inside(part, words):
            part = words if script(words[0]) == "cjk" else words[-1:]
        given = tuple(w for w in words if w not in part)
        raw = next((t.text for t in tokens(name) if t.folded == part[-1]), name)
        still = key != "uk" and raw[-1:] in "иоуюеэі" and script(raw) == "cyrillic"
        if script(words[0]) == "cjk" and len(part) < 2:
            found.append(Form(tuple(words), (), name))
            continue
        found.append(Form(tuple(part), given, name, still or len("".join(part)) <= 3))
    return tuple(found)


def prefix(words: Sequence[Token]) -> str:
    """What a family name begins with: four letters of a last word, two Chinese characters of the whole."""
    if script(words[0].text) == "cjk":
        return "".join(w.folded for w in words[:2])
    return words[-1].folded[:4]


def _inside(part: Sequence[str], words: Sequence[str]) -> bool:
    return any(list(words[i : i + len(part)]) == list(part) for i in range(len(words) - len(part) + 1))


class Roll:
    """All holders, parsed state by state when needed."""

    def __init__(self, own: Sequence[Mapping[str, Any]] = ()) -> None:
        self._texts: list[str] = []
        self._states: list[str] = []
        self._parsed: dict[int, tuple[Holder, ...]] = {}
        self._families: dict[str, set[int]] = {}
        folder = data() / "holders"
        files = sorted(folder.iterdir(), key=lambda f: f.name) if folder.is_dir() else []
        for text in [f.read_text(encoding="utf-8") for f in files if f.name.endswith(".toml")]:
            self._take(text)
        self.own: list[Holder] = []
        for entries in own:
            self.own += _holders(entries)

    def _take(self, text: str) -> None:
        number = len(self._texts)
        self._texts.append(text)
        state = re.search(r'^state\s*=\s*"(\w+)"', text, re.MULTILINE)
        self._states.append(state.group(1) if state else "")
        for match in _NAMES.finditer(text):
            for name in _STRING.findall(match.group(1)):
                words = tokens(name)
                if words:
                    self._families.setdefault(prefix(words), set()).add(number)

    def mentioned(self, words: Sequence[Token]) -> set[str]:
        """States whose files hold a family name that begins like a word of the text."""
        found: set[int] = set()
        seen = {prefix(words[i : i + 2][:1]) for i in range(len(words))}
        seen |= {words[i].folded + words[i + 1].folded for i in range(len(words) - 1) if len(words[i].text) == 1}
        for key in seen:
            for known in (key, key[1:], key[2:]) if script(key) == "arabic" else (key,):
                found |= self._families.get(known, set())
        return {self._states[number] for number in found}

    def of_state(self, state: str) -> tuple[Holder, ...]:
        """The holders of one state or organisation."""
        found: tuple[Holder, ...] = ()
        for number, name in enumerate(self._states):
            if name == state:
                found += self._file(number)
        return tuple(h for h in self.own if h.state == state) + found

    def _file(self, number: int) -> tuple[Holder, ...]:
        if number not in self._parsed:
            try:
                entries = tomllib.loads(self._texts[number])
            except tomllib.TOMLDecodeError:
                entries = {}
            self._parsed[number] = tuple(_holders(entries))
        return self._parsed[number]


def _holders(entries: Mapping[str, Any]) -> Iterable[Holder]:
    state, checked = str(entries.get("state", "")), str(entries.get("checked", "9999"))
    for entry in entries.get("holder", ()):
        yield Holder(
            state=str(entry.get("state", state)),
            office=str(entry.get("office", "other")),
            title=dict(entry.get("title", {})),
            sector=str(entry.get("sector", "GOV")),
            name=dict(entry.get("name", {})),
            gender=entry.get("gender"),
            since=str(entry.get("since", "")),
            until=str(entry["until"]) if entry.get("until") else None,
            checked=checked,
            forms=forms(entry),
        )
