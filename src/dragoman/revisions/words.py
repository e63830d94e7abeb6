"""The words of a version that count: normalised, with their places, without what is no part of the article."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dragoman.article import Article, Span
from dragoman.reader.quotes import quoted
from dragoman.resolver.words import sentences
from dragoman.revisions.boilerplate import boilerplate
from dragoman.spans import joined

# Signs that mean something are words too: a question mark makes a question of a headline.
_WORD: Final = re.compile(
    r"(?<![^\s(\[«“\"])[-−](?=\d)"
    r"|\d+(?:[.,]\d+)*"
    r"|[\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|(?:[^\W\d_\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\u0300-\u036f\u064b-\u065f\u00ad\u200b-\u200d])+"
    r"(?:['’ʼ][^\W\d_]+)*"
    r"|[%‰$€£¥₽₴₺₹°?？؟]"
)
_HAN: Final = re.compile(r"[\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_UNSEEN: Final = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff\u064b-\u065f]")
_WRAPPED: Final = re.compile(r"(?<!\n)\n(?!\n)")
_OPENING: Final = '«“„"‹「『《‘(['
_CLOSING: Final = '.!…。！,;:»”“"›」』》’)]'
_SAME: Final = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "−": "-", "？": "?", "؟": "?"})


def normal(word: str) -> str:
    """A word as it is compared: without case, hyphenation points and vowel signs; ё is е."""
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", word)).casefold().translate(_SAME)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[tuple[str, Span]]:
    """The words in [start, end) with their places. A Chinese or Japanese character is a word."""
    matches = _WORD.finditer(text, start, len(text) if end is None else end)
    return [(word, match.span()) for match in matches if (word := normal(match[0]))]


def weight(word: str) -> float:
    """How much it tells that two texts share a word: small words and single characters tell less. A choice."""
    if word.isdigit() or len(word) >= 4:
        return 1.0
    return 0.5 if _HAN.match(word) else 0.3


def stem(word: str) -> str:
    """The first five letters: enough to know a word again in another form, in any language. A choice."""
    return word[:5]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one version. ``sentences`` are [first, end) into ``words``; ``within`` says of each word in which.

    ``quoted`` says of each word whether it stands between quotation marks.
    """

    text: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    sentences: tuple[Span, ...]
    within: tuple[int, ...]
    quoted: tuple[bool, ...]

    def of(self, spans: Iterable[Span]) -> list[int]:
        """Which words stand in some stretches of text, in order and each once."""
        found: set[int] = set()
        for start, end in spans:
            first = bisect_left(self.spans, start, key=lambda span: span[0])
            found.update(range(first, bisect_right(self.spans, end, key=lambda span: span[1])))
        return sorted(found)

    def cover(self, numbers: Sequence[int]) -> tuple[Span, ...]:
        """The stretches of text that some words make, joined where nothing but white space and marks lies between."""
        out: list[Span] = []
        last = -2
        for number in numbers:
            start, end = self.spans[number]
            if out and number == last + 1 and not _parted(self.text, out[-1][1], start):
                out[-1] = (out[-1][0], end)
            else:
                out.append((start, end))
            last = number
        return tuple(out)

    def sentence(self, number: int) -> Span:
        """The stretch of text from a sentence's first word to its last, with the marks around them."""
        first, end = self.sentences[number]
        return _with_marks(self.text, self.spans[first][0], self.spans[end - 1][1])


def _with_marks(text: str, start: int, end: int) -> Span:
    while start > 0 and text[start - 1] in _OPENING:
        start -= 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return start, end


def _parted(text: str, start: int, end: int) -> bool:
    return "\n" in text[start:end]


def words_of(article: Article) -> Words:
    """The words of an article's text, without its headline, notices, masked stretches and boilerplate."""
    text = article.text
    hidden = joined([*article.masked, *aside(article), *boilerplate(text)])
    found: list[str] = []
    spans: list[Span] = []
    cuts: list[Span] = []
    within: list[int] = []
    for start, end in sentences(text):
        first = len(found)
        for word, span in tokens(text, start, end):
            if not _covered(span, hidden):
                found.append(word)
                spans.append(span)
        if len(found) > first:
            within += [len(cuts)] * (len(found) - first)
            cuts.append((first, len(found)))
    # A line that is only wrapped does not end a quotation.
    marks = quoted(_WRAPPED.sub(" ", text))
    return Words(
        text, tuple(found), tuple(spans), tuple(cuts), tuple(within), tuple(_covered(span, marks) for span in spans)
    )


def aside(article: Article) -> list[Span]:
    """What is told apart from the text: the headline, notices, and a line that is no more than the date."""
    found = [notice.span for notice in article.notices]
    found += [article.title.span] if article.title and article.title.span else []
    for moment in (article.published, article.modified):
        if moment is not None and moment.span is not None:
            start = article.text.rfind("\n", 0, moment.span[0]) + 1
            stop = article.text.find("\n", moment.span[1])
            line = (start, len(article.text) if stop < 0 else stop)
            if len(tokens(article.text, *line)) <= len(tokens(article.text, *moment.span)) + 3:
                found.append(line)
    return found


def _covered(span: Span, hidden: Sequence[Span]) -> bool:
    """Whether a word lies in one of some stretches, which are in order and apart."""
    at = bisect_right(hidden, span[0], key=lambda one: one[0])
    return at > 0 and span[1] <= hidden[at - 1][1]
