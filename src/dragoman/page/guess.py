"""The likeliest encoding of a text that declares none and is not in Unicode, short texts too."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from typing import Final

from dragoman.page.data import table

_SAMPLE: Final = 20_000
_CYRILLIC: Final = ("cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
_LATIN: Final = ("cp1252", "cp1250", "cp1254", "iso8859-2", "cp1257")
_LEAST: Final = -3.7
"""Mean log frequency of a letter: Russian and Ukrainian texts reach -3.0, other bytes read as Cyrillic below -4.5."""


def guess(data: bytes) -> str | None:
    """The name of a codec, or None where nothing fits.

    Cyrillic texts are told by how common their letters are and by capitals standing first in words, since general
    detectors miss KOI8 on short texts. Latin ones are told by the language of their ASCII letters and its alphabet.
    The rest is charset-normalizer's.
    """
    if not data:
        return None
    sample = data[:_SAMPLE]
    if (russian := cyrillic(sample)) is not None:
        return russian
    if (asian := _asian(sample)) is not None:
        return asian
    if (latin := _latin(sample)) is not None:
        return latin
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        return None
    # A sample may end within a character: what fits it must fit the whole, or the strict decoding fails.
    return best.encoding


def cyrillic(sample: bytes) -> str | None:
    """The encoding of a Cyrillic text; None where the bytes beyond ASCII do not make up words of common letters."""
    if len(re.findall(rb"[\x80-\xff]{2,}", sample)) * 2 <= len(re.findall(rb"[\x80-\xff]+", sample)):
        return None  # single letters among others, as accents are
    best: tuple[float, str] | None = None
    for name in _CYRILLIC:
        text = sample.decode(name, "replace")
        high = [char for char in text if char > "\x7f"]
        letters = [char for char in high if char.isalpha()]
        if len(letters) < 4 or len(letters) < 0.8 * len(high):
            continue
        score = sum(_log_frequency(char.lower()) for char in letters) / len(letters)
        # A capital after a small letter: the mark of KOI8 read as Windows and the other way round.
        score -= 6 * len(re.findall(r"[а-яёіїєґ][А-ЯЁІЇЄҐ]", text)) / len(letters)
        score -= 6 * (len(high) - len(letters)) / len(high)
        # Words begin with a capital more often than they are all capitals.
        score -= 0.5 * sum(char.isupper() for char in letters) / len(letters)
        if best is None or score > best[0]:
            best = (score, name)
    return best[1] if best is not None and best[0] > _LEAST else None


@cache
def _frequencies() -> dict[str, float]:
    shares: dict[str, float] = table("letters")["cyrillic"]
    total = sum(shares.values())
    return {letter: math.log(share / total) for letter, share in shares.items()}


def _log_frequency(letter: str) -> float:
    return _frequencies().get(letter, -10.0)


def _asian(sample: bytes) -> str | None:
    """Japanese by its kana, Chinese by the rows that Korean syllables do not have; short texts are sure enough."""
    for name in ("euc_jp", "cp932"):
        text = sample.decode(name, "replace")
        kana = sum("\u3041" <= char <= "\u30fe" for char in text)
        if kana >= 3 and kana * 4 >= len(text) - text.count(" ") and text.count("\ufffd") <= 1:
            return name
    pairs = re.findall(rb"[\xa1-\xf7][\xa1-\xfe]", sample)
    rows = [pair[0] for pair in pairs if pair[0] >= 0xB0]
    high = sum(byte > 0x7F for byte in sample)
    if len(rows) < 3 or 2 * len(pairs) < high - 1:
        return None
    common = sum(row <= 0xD7 for row in rows)
    chinese_only = sum(0xC9 <= row <= 0xD7 for row in rows)
    return "gb18030" if common >= 0.9 * len(rows) and chinese_only >= 0.1 * len(rows) else None


def _latin(sample: bytes) -> str | None:
    high = Counter(byte for byte in sample if byte > 0x7F)
    if not high or high.total() > 0.3 * len(sample):
        return None
    from dragoman.page.language import detect

    found = detect(re.sub(rb"[\x80-\xff]+", b"", sample).decode("ascii"))
    alphabet: str | None = table("letters")["alphabets"].get(found)
    if alphabet is None:
        return None
    expected = set(alphabet + alphabet.upper() + table("letters")["signs"])
    best: tuple[int, str] | None = None
    for name in _LATIN:
        fitting = 0
        for byte, count in high.items():
            char = bytes([byte]).decode(name, "replace")
            fitting += count if char in expected else 0
        if best is None or fitting > best[0]:
            best = (fitting, name)
    return best[1] if best is not None and best[0] >= 0.9 * high.total() else None
