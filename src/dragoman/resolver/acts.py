"""Words that tell an act as a fact: which act, and how who does it stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dragoman.resolver.document import Document
from dragoman.resolver.knowledge import table
from dragoman.resolver.lexicon import Lexicon
from dragoman.resolver.senses import Hit, Sense
from dragoman.resolver.words import fold, stem, stems

KINDS = ("active", "passive", "noun", "deed", "mutual")
"""How a word tells an act (``events.toml``)."""

_REACH = 9
"""Words within which the second part of a phrase stands («ввёл … санкции»)."""
_UNREAL_WITHIN, _AHEAD_WITHIN = 4, 2
"""Words before an act within which one says that it was not done, or is still to come."""
_SHAPES = {
    "passive": re.compile(r"(?:[нт][аоы]?|тся|ил[аи]?)$"),
    "active": re.compile(r"(?:л[аои]?|л[аи]сь|лось|лся|[еёиюуая]т|тся)$"),
}
"""Endings of Russian forms that tell what was done: stems alone do not tell them from infinitives and nouns."""


@dataclass(frozen=True, slots=True)
class Form:
    """A word or phrase of ``events.toml``: ``by`` is the sector of a doer whom no word names, ``tail`` the stem of what
    must follow, ``entry`` the number of its entry."""

    kind: str
    act: str
    by: str
    entry: int
    tail: str | None


@dataclass(frozen=True, slots=True)
class Acts:
    """The words of one language."""

    lexicon: Lexicon
    forms: tuple[Form, ...]
    negations: frozenset[str]
    unreal: frozenset[str]
    ahead: frozenset[str]

    def told(self, doc: Document, hit: Hit, first: int, last: int) -> tuple[Form, int] | None:
        """What a hit tells in the sentence [first, last) and where it ends; None where it tells of nothing done."""
        if hit.of("aside") or self._undone(doc, hit, first):
            return None
        for sense in hit.senses:
            form = self.forms[int(sense.state or 0)]
            end = _end(doc, hit, form, last)
            if end is not None:
                return form, end
        return None

    def _undone(self, doc: Document, hit: Hit, first: int) -> bool:
        before = [word.folded for word in doc.words[max(first, hit.first - _UNREAL_WITHIN) : hit.first]]
        return (
            not self.negations.isdisjoint(before[-1:])
            or not self.unreal.isdisjoint(before)
            or not self.ahead.isdisjoint(before[-_AHEAD_WITHIN:])
        )


@lru_cache(maxsize=16)
def acts(language: str) -> Acts | None:
    """The words of a language, None where there are none."""
    entries: Sequence[dict[str, str]] = table("events.toml").get(language, ())
    if not entries:
        return None
    lexicon, forms = Lexicon(language), list[Form]()
    for number, entry in enumerate(entries):
        lexicon.add_list(entry.get("aside", "").replace("\n", " "), Sense("aside"))
        for kind in KINDS:
            for phrase in filter(None, map(str.strip, re.split("[,、،]", entry.get(kind, "").replace("\n", " ")))):
                head, _, tail = phrase.partition("…")
                lexicon.add(head.strip(), Sense(kind, str(len(forms))))
                end = stem(fold(tail.strip()), language) if tail else None
                forms.append(Form(kind, entry["act"], entry["by"], number, end))
    listed = table("events.toml").get("words", {}).get(language, {})
    negations, unreal, ahead = (_folded(listed.get(name, "")) for name in ("negations", "unreal", "ahead"))
    return Acts(lexicon, tuple(forms), negations, unreal, ahead)


@lru_cache(maxsize=16)
def agents(language: str) -> frozenset[str]:
    """Words that stand before whoever does what a passive tells."""
    return _folded(table("events.toml").get("words", {}).get(language, {}).get("agents", ""))


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word.strip()) for word in words.split(",") if word.strip())


def _end(doc: Document, hit: Hit, form: Form, last: int) -> int | None:
    """Before which word a form ends, None where the words do not have it."""
    if form.tail is not None:
        for index in range(hit.last, min(hit.last + _REACH, last)):
            if form.tail in stems(doc.words[index].folded, doc.language):
                return index + 1
        return None
    shape = _SHAPES.get(form.kind) if doc.language == "ru" else None
    if shape and not any(shape.search(word.text.lower()) for word in doc.words[hit.first : hit.last]):
        return None
    return hit.last
