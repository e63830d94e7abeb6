"""The text of a Word document by mammoth, which knows tracked changes, text boxes and footnotes."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

from dragoman.article import Image, Known
from dragoman.page import caption
from dragoman.page.decode import replace_surrogates
from dragoman.page.draft import Draft
from dragoman.page.error import PageError
from dragoman.page.webpage import parse
from dragoman.phrase import Phrase

_UNPACKED: Final = 200_000_000
_STYLES: Final = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
"""
_BLOCKS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th"})


def extract(data: bytes) -> Draft:
    """Take paragraphs out of a DOCX. Raises ``PageError`` for anything else in a ZIP, and for one without text.

    The dates in its properties are those of the file, not of the article, and are not taken.
    """
    _check(data)
    import mammoth

    pictures: list[Image] = []

    def picture(image: Any) -> list[Any]:
        alternative = " ".join(replace_surrogates(image.alt_text or "").split())
        pictures.append(caption.understood(Image(alternative=alternative or None)))
        return []

    try:
        page = mammoth.convert_to_html(io.BytesIO(data), style_map=_STYLES, convert_image=picture).value
    except Exception as error:  # whatever a hostile archive does to it
        raise PageError("a broken DOCX") from error
    if not page.strip():
        if pictures:
            raise PageError("only pictures, no text to read")
        raise PageError("a DOCX without text")
    lines: list[str] = []
    heading: int | None = None
    for element in parse(page).iter(*_BLOCKS):
        if next(element.iterdescendants(*_BLOCKS), None) is not None:
            continue
        for line in (" ".join(part.split()) for part in _with_breaks(element).split("\n")):
            if not line:
                continue
            if element.get("class") == "caption" and pictures:
                words, credit = caption.parted(line)
                pictures[-1] = Image(alternative=pictures[-1].alternative, caption=words, credit=credit)
                continue
            if heading is None and element.tag in ("h1", "h2") and len(lines) < 6:
                heading = len(lines)
            lines.append(line)
    if not lines:
        raise PageError("a DOCX without text")
    draft = Draft("\n".join(lines))
    draft.images = pictures
    if heading is not None:
        start = sum(len(line) + 1 for line in lines[:heading])
        draft.title = Known(lines[heading], "text", (start, start + len(lines[heading])))
    return draft


def _with_breaks(element: Any) -> str:
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    text: str = element.text_content()
    return text.replace("\u2028", "\n")


def _check(data: bytes) -> None:
    """Look at the archive's directory before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise PageError("a broken archive (ZIP)") from error
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise PageError("not an article but {what}", what=Phrase("an archive (ZIP)"))
    if sum(entry.file_size for entry in entries) > _UNPACKED:
        raise PageError("a DOCX that unpacks to more than {unpacked} MB", unpacked=_UNPACKED // 1000000)
