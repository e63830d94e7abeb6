"""The actors that the resolver knows: shipped files, and the user's own beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Self

from dragoman.codes import SECTORS
from dragoman.resolver.holders import Roll
from dragoman.resolver.knowledge import lexicon
from dragoman.resolver.lexicon import Lexicon

_LISTS = ("holder", "institution", "metonym", "area")
_SINGLE = ("state", "checked")
_ROLL, _LEXICON = Lock(), Lock()
"""Held while these are made: articles that are read at once share them."""


class Actors:
    """Knowledge of states, institutions and people; the shipped files are read when an article needs them."""

    def __init__(self, own: Sequence[Mapping[str, Any]] = ()) -> None:
        self._own = tuple(own)
        self._lexicons: dict[str, Lexicon] = {}

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Actors:
        """The shipped knowledge and the user's own files, whose entries go before the shipped ones (docs/actors.md).

        Raises OSError where a file cannot be read and ValueError, in one line that names it, where it is not of the
        documented form.
        """
        own: list[Mapping[str, Any]] = []
        for path in extra:
            try:
                file = tomllib.loads(Path(path).read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise ValueError(f"{path}: {error}") from error
            fault = _fault(file)
            if fault:
                raise ValueError(f"{path}: {fault}")
            own.append(file)
        return cls(own)

    @property
    def roll(self) -> Roll:
        """The office-holders."""
        with _ROLL:
            return self._roll

    @cached_property
    def _roll(self) -> Roll:
        return Roll(self._own)

    @property
    def checked(self) -> str:
        """What the knowledge is as of: the latest day on which a file of office-holders was checked."""
        return self.roll.checked

    def lexicon(self, language: str) -> Lexicon:
        """The words known in a language (ISO 639-1)."""
        with _LEXICON:
            if language not in self._lexicons:
                self._lexicons[language] = lexicon(language, self._own)
            return self._lexicons[language]

    def name(self, state: str, language: str) -> str | None:
        """What the user's own files call a state, in a language or in English; None where they do not name it."""
        named = [area["names"] for file in self._own for area in file.get("area", ()) if area.get("state") == state]
        found = [names[tongue] for tongue in (language, "en") for names in named if names.get(tongue)]
        return str(found[0]).split(",")[0].strip().removeprefix("=") if found else None

    def ready(self, language: str) -> Self:
        """These actors, with all that an article in a language (ISO 639-1) needs already read from the files."""
        self.lexicon(language)
        _ = self.roll
        return self


def _fault(file: Mapping[str, Any]) -> str | None:
    """What is wrong with a user's file, None where nothing is."""
    for key, value in file.items():
        if key not in _LISTS + _SINGLE:
            return f"unknown key {key!r}; known are {', '.join(_LISTS + _SINGLE)}"
        if key in _LISTS and not (isinstance(value, list) and all(isinstance(entry, dict) for entry in value)):
            return f"{key!r} is a list of tables, [[{key}]]"
    for number, entry in enumerate(file.get("holder", ()), 1):
        if not (isinstance(entry.get("name"), dict) and entry["name"]):
            return f'holder {number} has no name = {{ en = "…" }}'
        if not (entry.get("state") or file.get("state")):
            return f"holder {number} has no state"
        if not entry.get("since"):
            return f"holder {number} has no since"
        if not isinstance(entry.get("title", {}), dict):
            return f'holder {number}: title is a table, {{ en = "…" }}'
    for kind in ("institution", "metonym", "holder"):
        for number, entry in enumerate(file.get(kind, ()), 1):
            if entry.get("sector", "GOV") not in SECTORS:
                return f"{kind} {number}: sector {entry['sector']!r} is none of {' '.join(SECTORS)}"
    for number, entry in enumerate(file.get("area", ()), 1):
        if not isinstance(entry.get("names"), dict):
            return f'area {number} has no names = {{ en = "…" }}'
    return None
