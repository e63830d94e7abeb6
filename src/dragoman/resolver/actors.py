"""The actors that the resolver knows: shipped files, and the user's own beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from dragoman.resolver.holders import Roll
from dragoman.resolver.knowledge import lexicon
from dragoman.resolver.lexicon import Lexicon


class Actors:
    """Knowledge of states, institutions and people; nothing is read before it is needed."""

    def __init__(self, extra: Sequence[Path] = ()) -> None:
        self.extra = tuple(extra)
        self._lexicons: dict[str, Lexicon] = {}

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Actors:
        """The shipped knowledge and the user's own files (see docs/actors.md).

        Raises OSError where a file cannot be read and ValueError where it is not of the documented form.
        """
        actors = cls(extra)
        for file in actors.own_files:
            if not isinstance(file.get("holder", []), list):
                raise ValueError("an actors file lists its people as [[holder]]")
        return actors

    @cached_property
    def own_files(self) -> tuple[Mapping[str, Any], ...]:
        """The user's files as data."""
        found = []
        for path in self.extra:
            try:
                found.append(tomllib.loads(Path(path).read_text(encoding="utf-8")))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise ValueError(f"{path}: {error}") from error
        return tuple(found)

    @cached_property
    def roll(self) -> Roll:
        """The office-holders."""
        return Roll(self.own_files)

    def lexicon(self, language: str) -> Lexicon:
        """The words known in a language."""
        if language not in self._lexicons:
            self._lexicons[language] = lexicon(language, self.own_files)
        return self._lexicons[language]
