"""Words as the resolver compares them: tokens, folding of letters, and endings by language.

Folding makes transliterations and spellings of one name meet (ё and е, і and и, ı and i, ى and ي); endings let an
inflected word meet its dictionary form. Both are light on purpose: no dictionary of word forms is needed to tell
«Зеленського», «Зеленского» and «Зеленский» for one name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

CJK = "\u2e80-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    rf"[{CJK}]"
    r"|[\u0400-\u052f]+(?:[’'ʼ`][\u0400-\u052f]+)*"
    rf"|(?:[^\W_{CJK}\u0400-\u052f]|[\u0300-\u036f\u064b-\u0652\u0670])+"
)
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f]"
)
_LETTERS = str.maketrans(
    {
        "ы": "и", "э": "е", "є": "е", "ґ": "г", "і": "и", "ў": "у", "ь": "", "ъ": "", "’": "", "'": "", "ʼ": "",
        "`": "", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th",
        "ى": "ي", "ی": "ي", "ك": "ک", "ٱ": "ا", "ة": "ه", "ـ": "",
    }
)  # fmt: skip

_CYRILLIC = (
    "а я у ю о е и ам ям ах ях ами ями ом ем ов ев ив ои еи ею ою ого его ому ему им их ими ую юю ая яя ое ее ие ии "
    "ови еви ию иеи иею овои ових овим овими овим ова ове"
)
ENDINGS: dict[str, tuple[str, ...]] = {
    language: tuple(sorted(set(endings.split()), key=len, reverse=True))
    for language, endings in {
        "ru": _CYRILLIC,
        "uk": _CYRILLIC,
        "en": "s es",
        "de": "s es e en er em n ern in innen ns",
        "fr": "s e es ne nes x",
        "es": "o a e os as es s",
        "pl": "a e i o y u ie ego iego emu iemu ym im ich ych ej iej om iom ami iami ach iach ow owi iowi em iem ymi "
        "imi ia iu ii owie owa owej",
        "ar": "ي يه يا ه ين ون ان ات ها هم يون يين ا",
        "fa": "ي ها هاي ان اي اش يان",
    }.items()
}
_NOMINATIVE = {
    "ru": ("ии", "ои", "ая", "яя", "ое", "ее", "а", "я", "о", "е", "и"),
    "uk": ("ии", "ои", "ая", "яя", "ое", "ее", "а", "я", "о", "е", "и"),
    "es": ("o", "a", "e"),
    "fr": ("e",),
    "pl": ("a", "e", "i", "o", "y"),
}
_ARABIC_PREFIXES = ("وبال", "وال", "بال", "فال", "کال", "ولل", "لل", "ال", "و", "ب", "ل", "ف")


class Token(NamedTuple):
    """A word and where it stands; a Chinese or Japanese character is a word of its own."""

    start: int
    end: int
    text: str
    folded: str
    capital: bool
    """Whether it may be a proper name: a capital letter first, or a script that has none."""
    script: str


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """The word without case, marks and spelling variants."""
    folded = word.casefold()
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFKD", folded))
    return folded.translate(_LETTERS)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of a stretch of text, left to right."""
    stop = len(text) if end is None else end
    new = tuple.__new__  # a quarter quicker than Token(…), and there are hundreds
    return [new(Token, (m.start(), m.end(), word := m[0], *_facts(word))) for m in _WORD.finditer(text, start, stop)]


@lru_cache(maxsize=1 << 15)
def _facts(word: str) -> tuple[str, bool, str]:
    """What a token says of its word, wherever it stands."""
    return fold(word), not (word[0].islower() or word[0].isdigit()), script(word)


def script(word: str) -> str:
    """``cyrillic``, ``arabic``, ``cjk`` or ``latin`` by the first letter."""
    code = ord(word[0]) if word else 0
    if 0x0400 <= code <= 0x052F:
        return "cyrillic"
    if 0x0600 <= code <= 0x06FF or 0x0750 <= code <= 0x077F or 0xFB50 <= code <= 0xFEFF:
        return "arabic"
    if 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF:
        return "cjk"
    return "latin"


def family(word: str, language: str) -> str:
    """The language whose endings a word of this script takes in an article of that language."""
    kind = script(word)
    if kind == "cyrillic":
        return language if language in ("ru", "uk") else "ru"
    if kind == "arabic":
        return language if language in ("ar", "fa") else "ar"
    if kind == "cjk":
        return "zh"
    return language if language in ("de", "fr", "es", "pl", "tr") else "en"


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """The stem of a folded dictionary form, as the knowledge files give it."""
    language = family(word, language)
    if language == "ar" and word.startswith("ال") and len(word) > 4:
        word = word[2:]
    for ending in _NOMINATIVE.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=1 << 16)
def stems(word: str, language: str) -> tuple[str, ...]:
    """Every stem that a folded word of running text may have, the longest first."""
    language = family(word, language)
    if language == "zh":
        return (word,)
    found = [word]
    if language == "tr":
        found += [word[:cut] for cut in range(len(word) - 1, max(3, len(word) - 8), -1)]
        return tuple(found)
    if language in ("ar", "fa"):
        for prefix in _ARABIC_PREFIXES:
            if word.startswith(prefix) and len(word) - len(prefix) >= 3:
                found.append(word[len(prefix) :])
    for base in tuple(found):
        for ending in ENDINGS.get(language, ()):
            if base.endswith(ending) and len(base) - len(ending) >= 2:
                found.append(base[: -len(ending)])
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True))


@lru_cache(maxsize=1 << 16)
def rough(word: str, language: str) -> str:
    """One stem for a name in no file, so that its cases meet: the longest ending goes, three letters stay."""
    language = family(word, language)
    if language in ("ar", "fa"):
        for prefix in ("وال", "بال", "لل", "ال"):
            if word.startswith(prefix) and len(word) - len(prefix) >= 3:
                return word[len(prefix) :]
        return word
    if language not in ("ru", "uk", "pl"):
        return word[:-1] if language in ("en", "de", "fr") and len(word) > 4 and word.endswith("s") else word
    for ending in ENDINGS[language]:
        if ending in ("ов", "ев", "ив", "ова", "ове", "ови", "ових", "овим", "овими", "ow", "owa", "owej", "им", "их"):
            continue
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


_END = re.compile(r"[.!?…。！？؟۔]+[\"»”’)\]]*(?=\s|$|[\u2e80-\u9fff])|\n+")
_WIDE = re.compile("[。！？]")
_WIDE_END = re.compile(_END.pattern + "|(?<=[。！？])")
"""Slower, since it may end anywhere."""
_SHORT = re.compile(
    r"(?:^|[\s(«\"“.])(?:[A-ZА-ЯІЇЄ]|Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Sept|Jan|Feb|Aug|Oct|Nov|Dec|No|vs|г|гг|им|ул|"
    r"тыс|млн|млрд|т|д|н|р|св|dr|prof|Prof|EE|UU|Sr|Sra|M|MM|Mme|Ma|Lt|Col|Maj|Hon|br|ul)$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Sentences as [start, end); a line break ends one."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in (_WIDE_END if _WIDE.search(text) else _END).finditer(text):
        if match.group().startswith(".") and _SHORT.search(text, max(0, match.start() - 8), match.start()):
            continue
        if match.group() == "." and text[match.end() : match.end() + 2].strip()[:1].islower():
            continue
        if match.end() > start:
            found.append((start, match.end()))
            start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return found
