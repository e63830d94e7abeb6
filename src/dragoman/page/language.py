"""The language of a text, by py3langid: its model is in its wheel, nothing is fetched."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE: Final = 3_000
_WORD: Final = re.compile(r"[^\W\d_]+")

_LANGUAGES: Final = (
    "af am ar az be bg bn bs ca cs da de el en es et eu fa fi fr he hi hr hu hy id is it ja ka kk km ko ky lo lt lv "
    "mk mn ms my ne nl no pl ps pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh"
).split()
"""Languages that newspapers and governments publish in. Fewer than the model knows: on short texts it takes English
for Nigerian Pidgin and Chinese for Wu."""

_OWN_SCRIPT: Final = {"HANGUL": "ko", "GREEK": "el", "HEBREW": "he", "ARMENIAN": "hy", "GEORGIAN": "ka", "THAI": "th"}
"""Scripts that tell the language by themselves (of those above)."""


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language that most of the text is in, None for a text with fewer than two words.

    Reads the beginning (3,000 characters of words). Scripts that one language has to itself decide at once.
    """
    sample = " ".join(_WORD.findall(text[: 2 * _SAMPLE]))[:_SAMPLE]
    letters = len(sample) - sample.count(" ")
    if letters < 4:
        return None
    script = _script(sample)
    if script in _OWN_SCRIPT:
        return _OWN_SCRIPT[script]
    if script in ("HIRAGANA", "KATAKANA"):
        return "ja"
    if script == "CJK":
        return "zh"
    label: str = _identifier().classify(sample)[0]
    return label


def _script(sample: str) -> str:
    """The script of most letters; Han with a tenth of kana beside it is Japanese."""
    counts: dict[str, int] = {}
    for char in sample[:500]:
        if char != " ":
            name = unicodedata.name(char, "").partition(" ")[0]
            counts[name] = counts.get(name, 0) + 1
    kana = counts.get("HIRAGANA", 0) + counts.get("KATAKANA", 0)
    if kana and kana * 9 >= counts.get("CJK", 0):
        counts["HIRAGANA"] = kana + counts.pop("CJK", 0)
    return max(counts, key=lambda name: counts[name])


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_LANGUAGES)
    return identifier
