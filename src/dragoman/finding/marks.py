"""Where the words of a search stand in a text. Both databases' own highlighting knows no Russian and no Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dragoman.article import Span
from dragoman.finding.words import Clause, Term
from dragoman.spans import joined
from dragoman.store.stems import Token, is_cjk, tokens
from dragoman.store.terms import base


def marks(text: str, language: str | None, clauses: Iterable[Clause]) -> tuple[Span, ...]:
    """Spans of a text's words that were looked for, in the text's order, none overlapping."""
    words = list(tokens(text, base(language)))
    found = [
        span
        for clause in clauses if not clause.without
        for term in clause.terms
        for span in occurrences(words, term)
    ]  # fmt: skip
    return joined(found)


def occurrences(words: Sequence[Token], term: Term) -> Iterator[Span]:
    """The spans of a term among the words of a text."""
    if term.beginning:
        for at, word in enumerate(words):
            if word.stem.startswith(term.beginning) or word.form.startswith(term.beginning):
                before = _ending(words, at, term.readings)
                if before is not None:
                    alone = is_cjk(term.beginning) and len(term.beginning) == 1
                    yield before if before < word.start else word.start, word.start + 1 if alone else word.end
        return
    for reading in term.readings:
        for at in range(len(words) - len(reading) + 1):
            if all(words[at + i].stem == stem for i, stem in enumerate(reading)):
                yield words[at].start, words[at + len(reading) - 1].end


def _ending(words: Sequence[Token], at: int, readings: Sequence[Sequence[str]]) -> int | None:
    """Where a phrase starts that ends before a word; where there is none to be, at the word itself."""
    if not readings:
        return words[at].start
    for reading in readings:
        first = at - len(reading)
        if first >= 0 and all(words[first + i].stem == stem for i, stem in enumerate(reading)):
            return words[first].start
    return None
