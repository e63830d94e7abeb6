"""What kind of thing the bytes are, and the extractor for it. Names and declarations are doubted, contents are not."""

from __future__ import annotations

import re
from typing import Final

from dragoman.page.decode import decode, replace_surrogates
from dragoman.page.draft import Draft, unmasked
from dragoman.page.error import PageError
from dragoman.phrase import Phrase
from dragoman.spans import joined

_SIGNATURES: Final = (
    (b"\x89PNG", Phrase("a picture (PNG)")),
    (b"\xff\xd8\xff", Phrase("a picture (JPEG)")),
    (b"GIF8", Phrase("a picture (GIF)")),
    (b"II*\x00", Phrase("a picture (TIFF)")),
    (b"MM\x00*", Phrase("a picture (TIFF)")),
    (b"\xd0\xcf\x11\xe0", Phrase("an old Office file, which is not read: save it as DOCX or PDF")),
    (b"{\\rtf", Phrase("an RTF file, which is not read: save it as DOCX or PDF")),
    (b"\x1f\x8b", Phrase("a compressed file (gzip)")),
    (b"PK\x05\x06", Phrase("an archive (ZIP)")),
    (b"PK\x07\x08", Phrase("an archive (ZIP)")),
    (b"BZh", Phrase("a compressed file (bzip2)")),
    (b"\xfd7zXZ", Phrase("a compressed file (xz)")),
    (b"7z\xbc\xaf", Phrase("an archive (7z)")),
    (b"Rar!", Phrase("an archive (RAR)")),
    (b"\x7fELF", Phrase("a program")),
    (b"ID3", Phrase("a sound")),
    (b"OggS", Phrase("a sound")),
)
_DOCUMENTS: Final = ((b"PK\x03\x04", "docx", "a broken archive (ZIP)"), (b"%PDF-", "pdf", "a broken PDF"))
_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_ANY_TAGS: Final = re.compile(r"\s*<(?:article|div|p|h1|main|section|table|span|meta|title)\b[^<>]*>", re.I)
_TYPES: Final = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/plain": "text",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_SUFFIXES: Final = {
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "md": "markdown",
    "markdown": "markdown",
    "mdown": "markdown",
    "txt": "text",
    "text": "text",
    "pdf": "pdf",
    "docx": "docx",
}


def from_bytes(data: bytes, source: str | None, media_type: str | None, charset: str | None, url: str | None) -> Draft:
    """Tell the format by the bytes, then by the declared type, then by the suffix. Raises ``PageError``."""
    if not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        raise PageError("empty")
    head = data[:1024]
    if b"%PDF-" in head and (head.lstrip().startswith(b"%PDF-") or _declared(media_type, source) == "pdf"):
        from dragoman.page import pdf

        return pdf.extract(data)
    if data.startswith(b"PK\x03\x04"):
        from dragoman.page import docx

        return docx.extract(data)
    _whole_signature(data, _declared(media_type, source))
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise PageError("not an article but {what}", what=what)
    if data.startswith(b"RIFF") and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        raise PageError("not an article but a picture or a sound (RIFF)")
    if data[4:8] == b"ftyp":
        raise PageError("not an article but a film or a picture (MP4, HEIF)")
    kind = _declared(media_type, source)
    text, warning = decode(data, charset=charset, html=kind != "text")
    if kind is None or kind in ("pdf", "docx"):
        if media_type and media_type.startswith(("image/", "audio/", "video/", "font/")):
            raise PageError("not an article but {media_type}", media_type=media_type)
        kind = None
    if (kind != "markdown" and _HTML.match(text)) or (kind is None and _ANY_TAGS.match(text)):
        kind = "html"
    draft = _from_text(text, kind, url)
    if warning:
        draft.warnings.append(warning)
    if not unmasked(text, joined(draft.masked)).strip() and draft.exact:
        if draft.images:
            raise PageError("only pictures, no text to read")
        raise PageError("no text to read")
    return draft


def _whole_signature(data: bytes, declared: str | None) -> None:
    """Refuse what breaks off within the first bytes of a document: they look like a text of a letter or two."""
    start = data.strip()
    for signature, kind, error in _DOCUMENTS:
        if signature.startswith(start) and (len(start) > 1 or declared == kind):
            raise PageError(error)


def from_text(text: str, media_type: str | None, url: str | None) -> Draft:
    """A text that somebody has in hand: HTML only where that is said, otherwise Markdown or plain text."""
    return _from_text(replace_surrogates(text), _declared(media_type, None), url)


def _from_text(text: str, kind: str | None, url: str | None) -> Draft:
    from dragoman.page import plaintext

    if kind == "html":
        from dragoman.page import webpage

        return webpage.extract(text, url)
    return plaintext.extract(text, markdown=None if kind is None else kind == "markdown")


def _declared(media_type: str | None, source: str | None) -> str | None:
    """The declared format; a server's ``text/plain`` says little, a file's suffix more."""
    kind = _TYPES.get((media_type or "").partition(";")[0].strip().lower())
    if kind is not None and kind != "text":
        return kind
    path = re.split(r"[?#]", source or "")[0] if "://" in (source or "") else (source or "")
    suffix = path.rpartition(".")[2].lower() if "." in re.split(r"[/\\]", path)[-1] else ""
    return _SUFFIXES.get(suffix, kind)
