"""Plain text and Markdown: the file's own characters, with what is markup in them masked."""

from __future__ import annotations

from dragoman.article import Image
from dragoman.page import caption, frontmatter, title
from dragoman.page.draft import Draft, merged
from dragoman.page.markdown import looks_like_markdown, markup


def extract(text: str, *, markdown: bool | None) -> Draft:
    """Take a text as it is. ``markdown`` None: it is Markdown if it has the markup of it."""
    draft = Draft(text, exact=True)
    if markdown is None:
        markdown = looks_like_markdown(text)
    if not markdown:
        return draft
    frontmatter.read(draft)
    found = markup(text)
    draft.masked += found.masked
    head: list[str] = []
    for image in found.images:
        draft.images.append(caption.below(text, caption.understood(image), draft.masked))
    masked = merged(draft.masked)
    if (heading := title.heading(text, masked)) is not None:
        draft.title = heading
    _split_alternatives(draft)
    return draft


def _split_alternatives(draft: Draft) -> None:
    """An alternative text that begins with the headline holds the caption after it."""
    images: list[Image] = []
    for image in draft.images:
        images.append(image)
    draft.images = images
