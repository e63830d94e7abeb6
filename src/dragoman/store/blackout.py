"""A name blacked out: letter for letter, so that the places of all other words stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from dragoman.store.stems import CJK, is_cjk, tokens

BLACK: Final = "█"
"""Stands for a letter or digit."""

_BETWEEN: Final = re.compile(r"\\u[0-9a-f]{4}|\\.|[\":,\[\]{}]")
"""What stands between texts in JSON, and characters written as escapes; none is within a word."""


class Blackout:
    """Blacks out a name, in any inflected form and any case. Raises ValueError where ``name`` has no word."""

    def __init__(self, name: str) -> None:
        self._stems = [stem for _, _, stem, _ in tokens(name, None)]
        words = r"\W+".join(map(re.escape, re.findall(r"\w+", name)))
        # Chinese and Japanese put no spaces between words: there a name begins and ends where its characters do.
        before = "" if is_cjk(words) else r"(?<!\w)"
        after = "" if is_cjk(words[-1:]) else r"(?!\w)"
        self._plain = re.compile(before + words + after, re.IGNORECASE)
        self._runs = re.findall(f"[{CJK}]+", name)
        if not self._stems or not words:
            raise ValueError(f"{name!r} is no name")

    def __call__(self, text: str) -> str:
        """The text with the name blacked out; the same text where it is not in it."""
        for start, end in [*self._inflected(text), *(match.span() for match in self._plain.finditer(text))]:
            text = text[:start] + re.sub(r"\w", BLACK, text[start:end]) + text[end:]
        return text

    def may_be_in(self, written: str) -> bool:
        """Whether the name may stand in a text of data written as JSON: all its words do. Quick, where they do not."""
        # Of an archive's many equal words each is looked at once.
        if not all(run in written for run in self._runs):
            return False
        chunks = set(_BETWEEN.sub(" ", written).split())
        wanted = {stem for stem in self._stems if not is_cjk(stem)}
        return not wanted or wanted <= {stem for _, _, stem, _ in tokens(" ".join(chunks), None)}

    def _inflected(self, text: str) -> Iterator[tuple[int, int]]:
        found = list(tokens(text, None))
        wide = len(self._stems)
        for n in range(len(found) - wide + 1):
            if [stem for _, _, stem, _ in found[n : n + wide]] == self._stems:
                yield found[n][0], found[n + wide - 1][1]

    def deep(self, value: Any) -> Any:
        """Plain data with the name blacked out in every text of it."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, list):
            return [self.deep(item) for item in value]
        return {key: self.deep(item) for key, item in value.items()} if isinstance(value, dict) else value


def without_the_nameless(data: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """A record's plain data without the statements made by, or to, nobody but who was blacked out; and how many."""

    def lone(actors: list[dict[str, Any]]) -> bool:
        return bool(actors) and all(BLACK in actor["name"] for actor in actors)

    gone = {s["id"] for s in data["statements"] if lone(s["speakers"]) or lone(s["targets"])}
    left = [s for s in data["statements"] if s["id"] not in gone]
    for one in left:
        one["parent"] = None if one["parent"] in gone else one["parent"]
    return {**data, "statements": left}, len(gone)
