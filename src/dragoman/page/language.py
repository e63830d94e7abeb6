"""The language of a text: by its small words where they leave no doubt, else by py3langid.

py3langid's model is in its wheel (nothing is fetched), but takes half a second and 70 MB to load.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.page.data import table

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE: Final = 3_000
_WORD: Final = re.compile(r"[^\W\d_]+")

_LANGUAGES: Final = """
    af am ar az be bg bn bs ca cs da de el en es et eu fa fi fr he hi hr hu hy id is it ja ka kk km ko ky lo lt lv
    mk mn ms my ne nl no pl ps pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh
"""
"""Languages that newspapers and governments publish in. Fewer than the model knows: on short texts it takes English
for Nigerian Pidgin and Chinese for Wu."""

_OWN_SCRIPT: Final = {"HANGUL": "ko", "GREEK": "el", "HEBREW": "he", "ARMENIAN": "hy", "GEORGIAN": "ka", "THAI": "th"}
"""Scripts that tell the language by themselves (of those above)."""

_TOKENS, _WEIGHT, _SHARE, _MARGIN = 20, 3.0, 0.06, 1.8
"""Small words decide only among so many words, with such a weight (also as a share of all words), and so many times
that of any other language; a word that several languages have weighs as much less."""


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language that most of the text is in, None for a text of almost no letters.

    Reads the beginning (3,000 characters of words). Scripts that one language has to itself decide at once.
    """
    words = _WORD.findall(text[: 2 * _SAMPLE])
    sample = " ".join(words)[:_SAMPLE]
    if len(sample) - sample.count(" ") < 4:
        return None
    script = _script(sample)
    if script in _OWN_SCRIPT:
        return _OWN_SCRIPT[script]
    if script == "HIRAGANA":
        return "ja"
    if script == "CJK":
        return "zh"
    if (known := by_small_words([word.casefold() for word in words])) is not None:
        return known
    label: str = _identifier().classify(sample)[0]
    return label


def by_small_words(words: list[str]) -> str | None:
    """The language whose small words are common among these (in small letters), None where that is not clear."""
    if len(words) < _TOKENS:
        return None
    weights: dict[str, float] = {}
    for word in words:
        languages = _small_words().get(word, ())
        for language in languages:
            weights[language] = weights.get(language, 0.0) + 1 / len(languages)
    ranked = sorted(weights.values(), reverse=True)
    if not ranked or ranked[0] < max(_WEIGHT, _SHARE * len(words)):
        return None
    if len(ranked) > 1 and ranked[0] < _MARGIN * ranked[1]:
        return None
    return max(weights, key=lambda language: weights[language])


@cache
def _small_words() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, words in table("words").items():
        for word in set(words.split()):
            found.setdefault(word, []).append(language)
    return found


def _script(sample: str) -> str:
    """The script of most letters; Han with a tenth of kana beside it is Japanese."""
    counts: dict[str, int] = {}
    for char in sample[:500]:
        if char != " ":
            name = unicodedata.name(char, "").partition(" ")[0]
            counts[name] = counts.get(name, 0) + 1
    kana = counts.pop("HIRAGANA", 0) + counts.pop("KATAKANA", 0)
    if kana and kana * 9 >= counts.get("CJK", 0):
        counts["HIRAGANA"] = kana + counts.pop("CJK", 0)
    return max(counts, key=lambda name: counts[name], default="")


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_LANGUAGES.split())
    return identifier
