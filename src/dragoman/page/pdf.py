"""The text of a PDF by pypdfium2 (PDFium in a wheel of its own, without further dependencies)."""

from __future__ import annotations

import re
import statistics
import unicodedata
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from dragoman.article import Known
from dragoman.page.decode import replace_surrogates
from dragoman.page.draft import Draft
from dragoman.page.error import PageError
from dragoman.page.layout import Line, Paragraph, paragraphs
from dragoman.phrase import Phrase

if TYPE_CHECKING:
    import pypdfium2

_LOCK: Final = Lock()
"""PDFium is not safe for threads."""

_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD
_PAGES: Final = 1_000
_LINE: Final = re.compile("(?P<line>[^\r\n\x02\ufffe]+)(?P<hyphen>[\x02\ufffe]?)")
"""PDFium puts one of these for a hyphen at a line's end, and no line end after it."""

_LINEAR: Final = re.compile(rb"/Linearized\b[^>]{0,400}?/L\s+(?P<length>\d{1,12})\b")
"""A PDF made for the web tells its length at its beginning."""

_FORMS: Final = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc]")
"""Ligatures and the shaped forms of Arabic and Hebrew letters, which stand for plain letters."""


def extract(data: bytes) -> Draft:
    """Take paragraphs out of a PDF. Raises ``PageError`` for one that is encrypted, broken or only scanned.

    Running heads, feet and page numbers are left out, words that were parted at line ends joined. The dates of a
    PDF are those of the file, not of the article, and are not taken.
    """
    with _LOCK:
        lines, wanted = _read(data)
    found = paragraphs(lines)
    if not any(char.isalnum() for paragraph in found for char in paragraph.text):
        raise PageError("a PDF without text, probably a scan: have its characters recognised (OCR) first")
    draft = Draft("\n".join(paragraph.text for paragraph in found))
    draft.title = _title(found, wanted)
    if len(lines) and lines[-1].page >= _PAGES - 1:
        draft.warnings.append(Phrase("only the first {pages} pages were read", pages=_PAGES))
    return draft


def _read(data: bytes) -> tuple[list[Line], str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise PageError("an encrypted PDF: it asks for a password") from error
        raise PageError("a broken PDF") from error
    try:
        if _breaks_off(data):
            raise PageError("a PDF that breaks off: its end is missing")
        lines: list[Line] = []
        for number in range(min(len(document), _PAGES)):
            try:
                lines += _page(document[number], number)
            except (pypdfium2.PdfiumError, AssertionError):
                continue  # one broken page; the others may be whole
        return lines, str(document.get_metadata_dict().get("Title") or "")
    finally:
        document.close()


def _breaks_off(data: bytes) -> bool:
    """Whether the end of a PDF is missing: what is left of it can be read, and would pass for the whole."""
    linear = _LINEAR.search(data[:2048])
    return b"%%EOF" not in data or (linear is not None and len(data) < int(linear["length"]))


def _page(page: pypdfium2.PdfPage, number: int) -> list[Line]:
    height = page.get_height()
    text_page = page.get_textpage()
    try:
        text, places = _characters(text_page)
        lines: list[Line] = []
        for match in _LINE.finditer(text):
            shown = match["line"].strip(" \t\xa0")
            if not shown:
                continue
            start = match.start() + match["line"].index(shown[0])
            first = text_page.get_charbox(places[start], loose=True)
            last = text_page.get_charbox(places[start + len(shown) - 1], loose=True)
            size = abs(first[3] - first[1])
            left, right = min(first[0], last[0]), max(first[2], last[2])
            words = _clean(shown) + ("-" if match["hyphen"] else "")
            lines.append(Line(words, number, left, right, first[1], size, first[1] / height if height else 0.5))
        return lines
    finally:
        text_page.close()
        page.close()


def _characters(text_page: Any) -> tuple[str, range | list[int]]:
    """The text of a page and, for each of its characters, the place in PDFium's list."""
    count = text_page.count_chars()
    text: str = text_page.get_text_range()
    if len(text) == count:
        return text, range(count)
    from pypdfium2 import raw

    codes = [raw.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    kept = [index for index, code in enumerate(codes) if 0 < code < 0x110000]
    return "".join(chr(codes[index]) for index in kept), kept


def _clean(text: str) -> str:
    text = replace_surrogates(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    text = _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return re.sub(r"[\x00-\x1f\x7f]+|\s+", " ", text)


def _title(found: list[Paragraph], wanted: str) -> Known | None:
    """The paragraph in clearly larger letters near the beginning, or the one that the file names as its title."""
    body = statistics.median(paragraph.size for paragraph in found for _ in range(1 + len(paragraph.text) // 40))
    position = 0
    wanted = " ".join(wanted.split()).casefold()
    for paragraph in found[:8]:
        text = paragraph.text
        large = paragraph.size >= 1.15 * body and len(text) <= 300 and len(text.split()) + text.count("，") >= 2
        if large or (len(wanted) >= 8 and text.casefold() == wanted):
            return Known(text, "text", (position, position + len(text)))
        position += len(text) + 1
    return None
