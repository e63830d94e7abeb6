"""Bytes to characters: declared encodings, marks in the bytes, and for the rest the most likely one."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from dragoman.page.error import PageError
from dragoman.page.guess import cyrillic, guess
from dragoman.phrase import Phrase

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WEB_LABELS: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
"""What a declared name means in practice: WHATWG Encoding Standard, https://encoding.spec.whatwg.org."""

_DECLARED_HTML: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{1,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.\-]{1,40})""",
    re.IGNORECASE,
)

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, *, charset: str | None = None, html: bool = False) -> tuple[str, str | None]:
    """Characters of the bytes, and a warning where some could not be read.

    In order: a byte order mark (which is taken off, it is no character of the text), UTF-8 where every byte fits
    and some are beyond ASCII, the declared ``charset``, what an HTML or XML head declares, zero bytes in every
    second place (UTF-16), the likeliest encoding. Raises ``PageError`` for bytes that are no text.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lossy(data[len(mark) :], name)
    if data.isascii() and b"\x00" not in data:
        text = data.decode("ascii")
        if charset is None or _codec(charset) not in ("utf-7", "iso2022_jp", "hz"):
            return text, None
    for name in _candidates(data, charset, html):
        text_or_none = _strict(data, name)
        if text_or_none is not None and _is_text(text_or_none):
            return replace_surrogates(text_or_none), None
    if (nearly := _nearly_utf8(data)) is not None:
        return nearly, "some bytes are not UTF-8 and were replaced"
    guessed = guess(data)
    if guessed is None or (text_or_none := _strict(data, guessed)) is None or not _is_text(text_or_none):
        raise PageError("not a text: the bytes are in no known encoding")
    return replace_surrogates(text_or_none), None


def replace_surrogates(text: str) -> str:
    """Every lone surrogate becomes U+FFFD, one for one, so that offsets hold."""
    return _SURROGATE.sub("\ufffd", text)


def _candidates(data: bytes, charset: str | None, html: bool) -> Iterator[str]:
    zeros = data.count(0)
    if not zeros:
        yield "utf-8"
    names = [name for name in (_codec(charset or ""), _declared(data) if html else None) if name]
    for name in names:
        # Servers declare Latin letters by default; Cyrillic text is told from them with certainty.
        yield (cyrillic(data[:20_000]) or name) if name == "cp1252" else name
    if zeros and len(data) % 2 == 0:
        yield "utf-16-le" if data[1::2].count(0) >= data[0::2].count(0) else "utf-16-be"
    elif not zeros and len(data) % 2 == 0 and len(data) >= 8:
        # Russian in UTF-16 without a mark has few zero bytes or none, but every second byte is 04.
        for parity, name in ((1, "utf-16-le"), (0, "utf-16-be")):
            half = data[parity::2]
            if half.count(4) > 0.6 * len(half):
                yield name


def _declared(data: bytes) -> str | None:
    match = _DECLARED_HTML.search(data[:4096])
    name = _codec((match[1] or match[2]).decode("ascii")) if match else None
    # A head that can be read as ASCII is not in UTF-16, whatever it says.
    return None if name is None or name.startswith(("utf-16", "utf-32")) else name


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True):
        return None
    return _WEB_LABELS.get(found.name, found.name)


def _strict(data: bytes, name: str) -> str | None:
    # Lone surrogates are let through here and replaced by the caller.
    errors = "surrogatepass" if name.startswith("utf-") and name != "utf-7" else "strict"
    try:
        return data.decode(name, errors)
    except (UnicodeError, ValueError, LookupError):
        return None


def _lossy(data: bytes, name: str) -> tuple[str, str | None]:
    text = _strict(data, name)
    if text is not None:
        warning = None
    else:
        text = data.decode(name, "replace")
        warning = Phrase("some bytes are not {encoding} and were replaced", encoding=name.upper())
    if not _is_text(text):
        raise PageError("not a text: the bytes are in no known encoding")
    return replace_surrogates(text), warning


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken places (a cut file, one pasted byte), recognised by how many characters are whole."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = sum(1 for char in text[:200_000] if char > "\x7f") - min(broken, 200_000)
    return text if beyond >= 10 * broken and _is_text(text) else None


def _is_text(text: str) -> bool:
    """Few control characters (form feed, escape and line ends aside), few that stand for nothing or are private, and
    not mostly replacement characters."""
    sample = text if len(text) <= 200_000 else text[:100_000] + text[-100_000:]
    controls = len(_CONTROL.findall(sample))
    private = sum(unicodedata.category(char) in ("Co", "Cn") for char in sample[:4_000])
    if private * 20 > min(len(sample), 4_000):
        return False
    return controls * 50 <= len(sample) and sample.count("\ufffd") * 4 <= len(sample)
