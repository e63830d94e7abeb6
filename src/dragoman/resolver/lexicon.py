"""A trie of word stems: every word the knowledge files know, found in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from dragoman.resolver.words import CJK, Token, fold, script, stem, stems, tokens


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word or phrase may mean.

    ``kind`` is state, adjective, capital, place, metonym, body, title, sector, or the name of a word list
    (link, diffuse, document, former, kin, joint, hearsay, pronoun …). ``value`` is the office of a title, the
    printed name of a body, the features of a pronoun. ``proper`` words have a capital, ``capitals`` nothing else: WHO
    is not "Who". ``titled``: each of several words has one, "The Times" is not "The times".
    """

    kind: str
    state: str | None = None
    sector: str | None = None
    value: str | None = None
    proper: bool = False
    capitals: bool = False
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A known word or phrase: tokens ``[first, last)`` and all its senses."""

    first: int
    last: int
    senses: tuple[Sense, ...]

    def of(self, *kinds: str) -> Sense | None:
        """The first sense of one of these kinds."""
        return next((s for s in self.senses if s.kind in kinds), None)


_CJK = re.compile(f"[{CJK}]")
Node = dict[Any, Any]

_LONGEST = 9
"""Words of the longest phrase that is looked for."""


_SHORT = 3
"""Letters of an abbreviation that in small ones is some other word; longer ones are also written like names (Nato)."""

_PLACED = frozenset({"state", "adjective", "capital", "place", "metonym", "body"})


def _add(trie: Node, words: Sequence[str], sense: Sense, *, alone: bool = False) -> None:
    node = trie
    for word in words:
        node = node.setdefault(word, {})
    senses = node.setdefault(None, [])
    if alone:
        senses[:] = [s for s in senses if s.kind not in _PLACED]
    if sense not in senses:
        senses.append(sense)


class Lexicon:
    """Known words of one article language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._trie: Node = {}
        self._suffixes: dict[str, Sense] = {}

    def add(self, phrase: str, sense: Sense, *, alone: bool = False) -> None:
        """A phrase in its dictionary form; a leading ``=`` forbids endings, ``alone`` drops other places and bodies."""
        exact = phrase.startswith("=")
        bare = phrase[1:] if exact else phrase
        words = [fold(bare)] if bare.isalpha() and not _CJK.match(bare) else [t.folded for t in tokens(bare)]
        if not words or not any(words):
            return
        if sense.proper and len(bare) <= _SHORT and bare.isalpha() and bare.isupper():
            sense = replace(sense, capitals=True)
        if sense.kind in ("body", "metonym") and len(words) > 1:
            sense = replace(sense, titled=script(words[0]) == "latin" and all(w[0].isupper() for w in bare.split()))
        if exact or (len(words) == 1 and len(words[0]) <= 2):
            _add(self._trie, ["=" + w for w in words], sense, alone=alone)
            return
        # A name in -ой keeps its о when it is declined (Ханой, Ханоя), an adjective does not.
        if len(words) == 1 and words[0].endswith("ои") and sense.proper and script(words[0]) == "cyrillic":
            _add(self._trie, [words[0][:-1]], sense, alone=alone)
            return
        for forms in product(*map(self._forms, words)):
            _add(self._trie, forms, sense, alone=alone)

    def _forms(self, word: str) -> list[str]:
        """A word's stem, and a second one where a vowel comes and goes («дворец», «дворца»)."""
        if len(word) <= 2:
            return [word]
        forms = [stem(word, self.language)]
        if script(word) == "cyrillic" and len(word) > 4:
            forms += [word[: -len(last)] + bare for last, bare in (("ец", "ц"), ("ок", "к")) if word.endswith(last)]
        return forms

    def override(self, phrases: str, sense: Sense) -> None:
        """Phrases separated by commas that from now on mean this place or body and no other."""
        for phrase in phrases.replace("\n", " ").split(","):
            self.add(phrase.strip(), sense, alone=True)

    def add_list(self, phrases: str | Iterable[str], sense: Sense) -> None:
        """Phrases separated by commas (Chinese and Arabic commas too), or a list of them."""
        if isinstance(phrases, str):
            phrases = phrases.replace("、", ",").replace("،", ",").split(",")
        for phrase in phrases:
            if phrase := phrase.strip():
                self.add(phrase, sense)

    def add_suffixes(self, phrases: str, sense: Sense) -> None:
        """Last parts of compounds, for languages that write them as one word."""
        for phrase in phrases.split(","):
            self._suffixes[fold(phrase.strip())] = sense

    def _compound(self, words: Sequence[Token], first: int) -> Hit | None:
        word = words[first].folded
        for form in stems(word, self.language):
            for cut in range(3, len(form) - 2):
                sense = self._suffixes.get(form[cut:])
                if sense is not None:
                    return Hit(first, first + 1, (sense,))
        return None

    def hits(self, words: Sequence[Token]) -> list[Hit | None]:
        """For every word the longest known phrase that begins with it."""
        known: dict[str, bool] = {}
        found: list[Hit | None] = []
        for first, word in enumerate(words):
            begins = known.get(word.folded)
            if begins is None:
                begins = known[word.folded] = (
                    bool(self._suffixes) or next(self._steps(self._trie, word), None) is not None
                )
            found.append(self.longest(words, first) if begins else None)
        return found

    def longest(self, words: Sequence[Token], first: int, end: int | None = None) -> Hit | None:
        """The longest known phrase that begins with a word and ends before another."""
        nodes: list[Node] = [self._trie]
        best: Hit | None = None
        for last in range(first, min(first + _LONGEST, len(words) if end is None else end)):
            nodes = [child for node in nodes for child in self._steps(node, words[last])]
            if not nodes:
                break
            senses = tuple(dict.fromkeys(s for node in nodes for s in node.get(None, ())))
            if words[first].text[0].islower():
                senses = tuple(s for s in senses if not s.proper)
            elif not words[first].text.isupper():
                senses = tuple(s for s in senses if not s.capitals)
            if any(s.titled for s in senses) and any(w.text[0].islower() for w in words[first : last + 1]):
                senses = tuple(s for s in senses if not s.titled)
            if senses:
                best = Hit(first, last + 1, senses)
        if best is None and self._suffixes and len(words[first].folded) > 6:
            return self._compound(words, first)
        return best

    def _steps(self, node: Node, word: Token) -> Iterator[Node]:
        exact = node.get("=" + word.folded)
        if exact is not None:
            yield exact
        for form in stems(word.folded, self.language):
            child = node.get(form)
            if child is not None:
                yield child
