"""Words of a text as they are indexed: where each stands, its folded form and its stem.

A word is folded (NFKC, no case, no diacritics, no vowel points, ё as е, digits as 0 to 9) and stemmed by Snowball's
stemmer for its script and language. Chinese and Japanese have no spaces: two neighbouring characters are a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Final, NamedTuple, Protocol

LONGEST: Final = 64
"""Characters of a word that are looked at; what is longer is no word."""

CJK: Final = (
    "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3131-\u318e\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u200c\u200d\u2060"
)
_CYRILLIC = "\u0400-\u052f"
# An acronym with points; or letters and what belongs to them: «з'їзд» whole, l'accord in two, "Kyiv's" with its s.
_WORD: Final = re.compile(
    r"(?<![^\W_])(?:[A-Z]\.){2,}"
    rf"|[^\W_](?:[^\W_]|[{_MARKS}]|(?<=[{_CYRILLIC}])['’](?=[{_CYRILLIC}]))*(?:['’][sS](?![^\W_]))?"
)
_RUNS: Final = re.compile(rf"[{CJK}]+|[^{CJK}]+")
_HAN: Final = re.compile(rf"[{CJK}]")
_OWNER: Final = re.compile(r"['’]s$")

LATIN: Final = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "nb": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
"""Snowball's stemmers by language, for words in Latin letters; in other languages' articles these are English."""

_ASKED: Final = {
    "latin": ("en", "de", "fr", "es", "pl", "tr"),
    "cyrillic": ("ru", "uk"),
    "arabic": ("ar", "fa"),
}
"""Languages tried for a word of a search that names none."""

# Letters that lose nothing by being written as others; after stemming, for stemmers know them.
_PLAIN: Final = str.maketrans(
    {"ё": "е", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ς": "σ"}
    | dict.fromkeys("أإآٱ", "ا") | {"ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"}
)  # fmt: skip
# Before stemming: Persian's letters as Arabic's would be wrong for its stemmer, but keyboards mix these up.
_ARABIC: Final = str.maketrans({"ی": "ي", "ک": "ك", "ـ": None})
_PERSIAN: Final = str.maketrans({"ي": "ی", "ك": "ک", "ـ": None})
# Snowball's Arabic stemmer takes more off a word with the article than off one without: all get one.
_ARTICLE: Final = re.compile(r"^(?:[وفبك]?ال|لل)?(?=.{3})")
# Snowball has no Ukrainian. Written with Russian letters, most of its endings are Russian ones.
_UKRAINIAN: Final = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г"})


class Token(NamedTuple):
    """A word of a text: where it stands, ``[start, end)``, its stem and its folded form."""

    start: int
    end: int
    stem: str
    form: str


def tokens(text: str, language: str | None = None) -> Iterator[Token]:
    """The words of a text in their order; the last character of a Chinese run also stands alone."""
    for start, end, pair in _words(text):
        if pair:
            form = stem = folded(text[start:end])
        else:
            form, stem = _both(text[start:end], language)
        if form:
            yield Token(start, end, stem, form)


def forms(text: str) -> list[str]:
    """The folded forms of the words of a text, without their stems, which take longer."""
    return [form for start, end, _ in _words(text) if (form := folded(text[start:end]))]


def _words(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where words stand, and which of them are pairs of characters (the last of a run one alone)."""
    for found in _WORD.finditer(text):
        start, end = found.span()
        if found[0].isascii() or not _HAN.search(found[0]):
            yield start, end, False
            continue
        for run in _RUNS.finditer(found[0]):
            first, last = start + run.start(), start + run.end()
            if not _HAN.match(run[0]):
                yield first, last, False
                continue
            for at in range(first, last):
                yield at, min(at + 2, last), True


def asked(words: Sequence[str], language: str | None = None) -> list[tuple[str, ...]]:
    """The stems under which neighbouring words may be indexed, one tuple for each language that makes a difference.

    Without a language these are the languages that Dragoman reads, in the words' scripts.
    """
    if language:
        languages: Iterable[str | None] = (language,)
    else:
        scripts = dict.fromkeys(script(folded(word)) for word in words)
        languages = [one for kind in scripts for one in _ASKED.get(kind, ())] or [None]
    return list(dict.fromkeys(tuple(_both(word, one)[1] for word in words) for one in languages))


@lru_cache(maxsize=1 << 18)
def _both(word: str, language: str | None) -> tuple[str, str]:
    lower = _lower(word)
    form = _plain(lower)
    return form, _stem(lower, form, language)


def is_cjk(word: str) -> bool:
    """Whether a word begins with a Chinese, Japanese or Korean character."""
    return _HAN.match(word) is not None


def folded(word: str) -> str:
    """A word without case, marks and points, in plain letters."""
    return _plain(_lower(word))


def _lower(word: str) -> str:
    word = _OWNER.sub("", word[: LONGEST + 2].casefold())
    if word.isascii():
        return word if word.isalnum() else "".join(filter(str.isalnum, word))
    word = unicodedata.normalize("NFKC", word)
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in word if letter.isalnum()
    )[:LONGEST]


def _plain(word: str) -> str:
    if word.isascii():
        return word
    word = word.translate(_PLAIN).translate(_ARABIC)
    if "\u0400" <= word[:1] <= "\u052f" or "\u1100" <= word[:1] <= "\U0003ffff":
        return word  # й is no и with a mark, and が no か
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if letter.isalnum())


def script(form: str) -> str:
    """Which of the scripts that have stemmers a folded word is in; "" for another, and for numbers."""
    letter = next((letter for letter in form if letter.isalpha()), "")
    if not letter:
        return ""
    if letter < "\u0250" or "\u1e00" <= letter < "\u1f00":
        return "latin"
    if letter < "\u0400":
        return "greek" if letter >= "\u0370" else ""
    if letter <= "\u052f":
        return "cyrillic"
    return "arabic" if "\u0600" <= letter <= "\u06ff" else ""


def _stem(lower: str, form: str, language: str | None) -> str:
    kind = script(form)
    if not kind or not form.isalpha():
        return form
    if kind == "latin":
        name = LATIN.get(language or "", "english")
    elif kind == "arabic":
        name = "persian" if language == "fa" else "arabic"
        lower = lower.translate(_PERSIAN) if language == "fa" else _ARTICLE.sub("ال", lower.translate(_ARABIC))
    elif kind == "cyrillic":
        name = "russian"
        lower = lower.translate(_UKRAINIAN) if language == "uk" else lower
    else:
        name = "greek"
    stemmer = _stemmer(name)
    if stemmer is None:
        return form
    with _ALONE:
        return _plain(stemmer.stemWord(lower)) or form


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802


_ALONE: Final = Lock()
"""A Snowball stemmer keeps its word within itself."""


@cache
def _stemmer(name: str) -> _Stemmer | None:
    import snowballstemmer

    if name not in snowballstemmer.algorithms():
        return None
    made: _Stemmer = snowballstemmer.stemmer(name)
    return made
