"""From bytes to an article: the format is told, its extractor called, and what the text itself says is added."""

from __future__ import annotations

import re
from datetime import date, datetime

from dragoman.article import Article, Known, Moment
from dragoman.gather.fetched import Fetched
from dragoman.page import dateline, dates, decode, formats, identity, notices, title
from dragoman.page import language as languages
from dragoman.page.draft import Draft, unmasked
from dragoman.page.error import PageError
from dragoman.phrase import Phrase
from dragoman.spans import joined


def article(
    page: Fetched | bytes | str,
    *,
    source: str | None = None,
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
    published: str | date | datetime | None = None,
    language: str | None = None,
) -> Article:
    """Make an article of HTML, Markdown, plain text, PDF or DOCX.

    ``page`` is what ``gather`` fetched, bytes, or a text. A text is taken for Markdown or plain text and always
    gives an article; ``media_type`` (``text/html``, ``text/markdown`` …) says what it is where that is known.
    ``published`` (ISO 8601) and ``language`` (an ISO 639 code) override what the page tells. The other arguments
    override the same fields of a ``Fetched``.

    Raises ``PageError`` for bytes that hold no article, and for a ``published`` that is no date.
    """
    told = None if published is None else dates.given(published)
    if isinstance(page, Fetched):
        source = source if source is not None else page.source
        media_type = media_type or page.media_type
        charset = charset or page.charset
        url = url or page.url
        page = page.data
    if source is not None:
        source = decode.replace_surrogates(source)
    if isinstance(page, str):
        draft = formats.from_text(page, media_type, url)
    else:
        draft = formats.from_bytes(page, source, media_type, charset, url)
    return _finish(draft, source, url, told, language)


def _finish(draft: Draft, source: str | None, url: str | None, told: Moment | None, given: str | None) -> Article:
    text = draft.text
    masked = joined(draft.masked)
    warnings = list(draft.warnings)
    known_title = draft.title or title.headline(text, masked)
    spoken = _language(draft, given, unmasked(text, masked, 6_000))
    published, modified = told or draft.published, draft.modified
    if published is None:
        found = dateline.published(text, masked, spoken.value if spoken else None)
        published = found.moment
        if found.yearless is not None:
            warnings.append(
                Phrase("the year of {day} is not in the text: the day of publication is not known", day=found.yearless)
            )
    lines = notices.notices(text, masked)
    if modified is None:
        modified = dateline.modified(text, lines, spoken.value if spoken else None)
    address = draft.url or (Known(url, "metadata") if url else None)
    return Article(
        text=text,
        id=identity.identify(source, url),
        source=source,
        title=known_title,
        language=spoken,
        publisher=draft.publisher,
        url=address,
        published=published,
        modified=modified,
        images=tuple(draft.images),
        notices=lines,
        masked=masked,
        warnings=tuple(warnings),
    )


def _language(draft: Draft, given: str | None, sample: str) -> Known | None:
    """The language as given, as found in the words, or as the metadata says where the words do not tell."""
    if given:
        return Known(re.split(r"[-_]", given.strip().lower())[0], "given")
    declared = draft.language
    found = languages.detect(sample)
    if declared and (found is None or found == declared or len(sample) < 100):
        return Known(declared, "metadata")
    return Known(found, "text") if found else None


__all__ = ["PageError", "article"]
