"""A trie of word stems: every word the knowledge files know, found in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from dragoman.resolver.senses import STATE_KINDS, Hit, Sense, Senses
from dragoman.resolver.words import CJK, Token, fold, script, stem, stems, tokens

_CJK = re.compile(f"[{CJK}]")
Node = dict[Any, Any]

_LONGEST = 9
"""Words of the longest phrase that is looked for."""


_SHORT = 3
"""Letters of an abbreviation that in small ones is some other word; longer ones are also written like names (Nato)."""

_COMPOUND = 6
"""Letters that a word of several parts has more than."""

_KEPT = 1 << 16
"""Words of which it is kept what begins with them."""

_NOTHING = Senses()


def _add(trie: Node, words: Sequence[str], sense: Sense, *, alone: bool = False) -> None:
    node = trie
    for word in words:
        node = node.setdefault(word, {})
    senses = node.setdefault(None, [])
    if alone:
        senses[:] = [s for s in senses if s.kind not in STATE_KINDS]
    if sense not in senses:
        senses.append(sense)


def _forms(word: str, language: str) -> list[str]:
    """A word's stem, and a second one where a vowel comes and goes («дворец», «дворца»)."""
    if len(word) <= 2:
        return [word]
    forms = [stem(word, language)]
    if script(word) == "cyrillic" and len(word) > 4:
        forms += [word[: -len(last)] + bare for last, bare in (("ец", "ц"), ("ок", "к")) if word.endswith(last)]
    return forms


def _paths(words: Sequence[str], language: str, exact: bool) -> Sequence[Sequence[str]]:
    """Where folded words stand in a trie."""
    if exact or (len(words) == 1 and len(words[0]) <= 2):
        return [["=" + word for word in words]]
    return list(product(*(_forms(word, language) for word in words)))


_known_paths = lru_cache(maxsize=1 << 14)(_paths)


def _senses(nodes: Sequence[Node]) -> tuple[Sense, ...]:
    """What phrases that end at any of these nodes may mean."""
    if len(nodes) == 1:
        return tuple(nodes[0].get(None, ()))
    return tuple(dict.fromkeys(sense for node in nodes for sense in node.get(None, ())))


def _written(senses: Iterable[Sense], words: Sequence[Token]) -> list[Sense]:
    """Those senses that a phrase may have whose words are written so."""
    text = words[0].text
    if text[0].islower():
        fitting = [s for s in senses if not s.proper]
    else:
        whole = text.isupper()
        fitting = [s for s in senses if whole or not s.capitals]
    if any(s.titled for s in fitting) and any(w.text[0].islower() for w in words):
        return [s for s in fitting if not s.titled]
    return fitting


class _Opening(NamedTuple):
    """What begins with a word: nodes of longer phrases, and its own senses by how it is written.

    ``compound`` is what its last part means, for a word that means nothing as a whole.
    """

    nodes: Sequence[Node]
    small: Senses
    capital: Senses
    capitals: Senses
    compound: Senses


class Lexicon:
    """Known words of one article language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._trie: Node = {}
        self._suffixes: dict[str, Sense] = {}
        self._openings: dict[str, _Opening | None] = {}

    def add(self, phrase: str, sense: Sense, *, alone: bool = False) -> None:
        """A phrase in its dictionary form; a leading ``=`` forbids endings, ``alone`` drops other places and bodies."""
        exact = phrase.startswith("=")
        bare = phrase[1:] if exact else phrase
        words = [fold(bare)] if bare.isalpha() and not _CJK.match(bare) else [t.folded for t in tokens(bare)]
        if not words or not any(words):
            return
        if sense.proper and len(bare) <= _SHORT and bare.isalpha() and bare.isupper():
            sense = sense._replace(capitals=True)
        if sense.kind in ("body", "metonym") and len(words) > 1:
            sense = sense._replace(titled=script(words[0]) == "latin" and all(w[0].isupper() for w in bare.split()))
        # A name in -ой keeps its о when it is declined (Ханой, Ханоя), an adjective does not.
        if (
            not exact
            and len(words) == 1
            and words[0].endswith("ои")
            and sense.proper
            and script(words[0]) == "cyrillic"
        ):
            self._put([(words[0][:-1],)], sense, alone=alone)
        else:
            self._put(_paths(words, self.language, exact), sense, alone=alone)

    def add_folded(self, words: tuple[str, ...], sense: Sense, *, exact: bool) -> None:
        """A phrase whose words are folded already, quick where it was added to some lexicon of the language before."""
        self._put(_known_paths(words, self.language, exact), sense)

    def _put(self, paths: Iterable[Sequence[str]], sense: Sense, *, alone: bool = False) -> None:
        self._openings = {}
        for path in paths:
            _add(self._trie, path, sense, alone=alone)

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
        self._openings = {}
        for phrase in phrases.split(","):
            self._suffixes[fold(phrase.strip())] = sense

    def _compound(self, word: str) -> Senses:
        for form in stems(word, self.language):
            for cut in range(3, len(form) - 2):
                sense = self._suffixes.get(form[cut:])
                if sense is not None:
                    return Senses((sense,))
        return _NOTHING

    def hits(self, words: Sequence[Token]) -> list[Hit | None]:
        """For every word the longest known phrase that begins with it."""
        known, end = self._openings, len(words)
        found: list[Hit | None] = [None] * end
        for first, word in enumerate(words):
            opening = known[word.folded] if word.folded in known else self._opening(word.folded)
            if opening is not None:
                found[first] = self._longest(opening, words, first, end)
        return found

    def longest(self, words: Sequence[Token], first: int, end: int | None = None) -> Hit | None:
        """The longest known phrase that begins with a word and ends before another."""
        opening = self._opening(words[first].folded)
        return None if opening is None else self._longest(opening, words, first, len(words) if end is None else end)

    def _longest(self, opening: _Opening, words: Sequence[Token], first: int, end: int) -> Hit | None:
        text = words[first].text
        small = text[0].islower()
        senses = opening.small if small else opening.capitals if text.isupper() else opening.capital
        best = Hit(first, first + 1, senses) if senses and first < end else None
        nodes: Sequence[Node] = opening.nodes
        for last in range(first + 1, min(first + _LONGEST, end)) if nodes else ():
            nodes = [child for node in nodes for child in self._steps(node, words[last].folded)]
            if not nodes:
                break
            ends = _senses(nodes)
            if ends and (meant := _written(ends, words[first : last + 1])):
                best = Hit(first, last + 1, Senses(meant))
        return best if best is not None or not opening.compound else Hit(first, first + 1, opening.compound)

    def _opening(self, word: str) -> _Opening | None:
        """What begins with a folded word, None where nothing does. Kept: most words come again and again."""
        known = self._openings
        if word in known:
            return known[word]
        nodes = self._steps(self._trie, word)
        compound = self._compound(word) if self._suffixes and len(word) > _COMPOUND else _NOTHING
        opening = None
        if nodes or compound:
            senses = Senses(_senses(nodes))
            small = Senses(s for s in senses if not (s.proper or s.titled)) if senses else senses
            capital = Senses(s for s in senses if not s.capitals) if any(s.capitals for s in senses) else senses
            longer = [node for node in nodes if len(node) > (None in node)]
            opening = _Opening(longer, small, capital, senses, compound)
        if len(self._openings) >= _KEPT:
            self._openings = {}
        self._openings[word] = opening
        return opening

    def _steps(self, node: Node, word: str) -> list[Node]:
        exact = node.get("=" + word)
        found = [exact] if exact is not None else []
        for form in stems(word, self.language):
            child = node.get(form)
            if child is not None:
                found.append(child)
        return found
