"""Who held which office when, from ``data/holders/*.toml`` and the user's own files.

The files are large and an article names few people, so only the names are read from all of them; a file is parsed
when an article mentions one of its names or asks for one of its offices.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dragoman.resolver.knowledge import data
from dragoman.resolver.words import Token, fold, script, tokens

_BLOCK = "[[holder]]"
_LAST = re.compile(r'"(?:[^"]*[\s·.-])?([^"\s·.-]+)"')
_WHOLE = re.compile(r'"([\u2e80-\u9fff][^"\s·]+)"')
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
    """One person in one office for one time; ``joint``: beside somebody else, so that the title alone means neither."""

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
    own: bool = False
    joint: bool = False

    def held(self, date: str) -> bool:
        """Whether the office was held on an ISO date (a shorter one counts as its beginning)."""
        return self.since[: len(date)] <= date and (self.until is None or date <= self.until)

    def surely(self, date: str) -> bool:
        """Whether it was held on an ISO date whenever in its first month or year it began."""
        return self.held(date) and (self.own or len(self.since) >= len(date) or self.since < date[: len(self.since)])

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
        family = dict.fromkeys(names, family)
    listed = [(key, str(name)) for key, name in names.items()] + [("", str(name)) for name in entry.get("also", ())]
    found = []
    for key, name in listed:
        named = tokens(name)
        words = [t.folded for t in named]
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
        raw = next((t.text for t in named if t.folded == part[-1]), name)
        still = key != "uk" and raw[-1:] in "иоуюеэі" and script(raw) == "cyrillic"
        if script(words[0]) == "cjk" and len(part) < 2:
            found.append(Form(tuple(words), (), name))
            continue
        found.append(Form(tuple(part), given, name, still or len("".join(part)) <= 3))
    return tuple(found)


def key(word: str) -> str:
    """How a folded family name is filed: what survives its endings, five letters at most."""
    if script(word) == "cjk":
        return word[:2]
    return word[: max(3, min(5, len(word) - 1))]


def _inside(part: Sequence[str], words: Sequence[str]) -> bool:
    return any(list(words[i : i + len(part)]) == list(part) for i in range(len(words) - len(part) + 1))


class Roll:
    """All holders; one is parsed when an article has a word that begins like a family name of his."""

    def __init__(self, own: Sequence[Mapping[str, Any]] = ()) -> None:
        self._heads: list[Mapping[str, Any]] = []
        self._blocks: list[list[str]] = []
        self._parsed: dict[tuple[int, int], tuple[Holder, ...]] = {}
        self._filed: dict[str, list[tuple[int, int]]] = {}
        self._by_office: dict[tuple[str, str], tuple[Holder, ...]] = {}
        folder = data() / "holders"
        files = sorted(folder.iterdir(), key=lambda f: f.name) if folder.is_dir() else []
        for text in [f.read_text(encoding="utf-8") for f in files if f.name.endswith(".toml")]:
            self._take(text)
        self.own = [replace(holder, own=True) for entries in own for holder in _holders(entries)]

    @property
    def checked(self) -> str:
        """The latest day on which a shipped file was checked."""
        return max((str(head.get("checked", "")) for head in self._heads), default="")

    def _take(self, text: str) -> None:
        number = len(self._blocks)
        head, *blocks = text.split(_BLOCK)
        try:
            self._heads.append(tomllib.loads(head))
        except tomllib.TOMLDecodeError:
            self._heads.append({})
        self._blocks.append(blocks)
        for place, block in enumerate(blocks):
            # Only what is filed is folded: to fold whole files would take most of the time.
            lines = " ".join(_NAMES.findall(block))
            for word in {fold(w) for w in (*_LAST.findall(lines), *_WHOLE.findall(lines))}:
                self._filed.setdefault(key(word), []).append((number, place))

    def mentioned(self, words: Sequence[Token]) -> list[Holder]:
        """The holders with a family name that begins like a word of the text."""
        seen: set[str] = set()
        heads: set[str] = set()
        for index, word in enumerate(words):
            if not word.capital:
                continue
            if word.script == "cjk":
                if index + 1 < len(words):
                    seen.add(word.folded + words[index + 1].folded)
            elif word.script == "arabic":
                heads.update((word.folded[:5], word.folded[1:6], word.folded[2:7]))
            else:
                heads.add(word.folded[:5])
        seen.update(head[:length] for head in heads for length in (3, 4, 5))
        places = {place for found in seen if found for place in self._filed.get(found, ())}
        return [*self.own, *(h for number, place in sorted(places) for h in self._read(number, place))]

    def of_state(self, state: str) -> tuple[Holder, ...]:
        """The holders of one state or organisation, the user's own first."""
        shipped = (h for number, place in self._places(state) for h in self._read(number, place))
        return (*(h for h in self.own if h.state == state), *shipped)

    def of_office(self, state: str, office: str) -> tuple[Holder, ...]:
        """Those of a state who hold or held an office; of its other holders none is parsed."""
        if (state, office) not in self._by_office:
            said = f'"{office}"'
            found = [h for h in self.own if h.state == state]
            for number, place in self._places(state):
                if said in self._blocks[number][place] or "office" not in self._blocks[number][place]:
                    found += self._read(number, place)
            self._by_office[state, office] = tuple(h for h in found if h.office == office)
        return self._by_office[state, office]

    def speaks(self, state: str) -> bool:
        """Whether anybody holds or held an office of a state or organisation."""
        return any(h.state == state for h in self.own) or bool(self._places(state))

    def _places(self, state: str) -> list[tuple[int, int]]:
        """Where the shipped holders of a state stand: file and place in it."""
        files = (number for number, head in enumerate(self._heads) if head.get("state") == state)
        return [(number, place) for number in files for place in range(len(self._blocks[number]))]

    def _read(self, number: int, place: int) -> tuple[Holder, ...]:
        if (number, place) not in self._parsed:
            try:
                entry = tomllib.loads(self._blocks[number][place])
            except tomllib.TOMLDecodeError:
                entry = {}
            entries = {**self._heads[number], "holder": [entry] if entry else []}
            self._parsed[number, place] = tuple(_holders(entries))
        return self._parsed[number, place]


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
            checked=str(entry.get("checked", checked)),
            forms=forms(entry),
            joint=bool(entry.get("joint", False)),
        )
