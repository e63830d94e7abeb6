"""Plain text and Markdown: the file's own characters, with what is markup in them masked."""

from __future__ import annotations

from dragoman.page import caption, frontmatter, joint, title
from dragoman.page.draft import Draft
from dragoman.page.markdown import looks_like_markdown, markup
from dragoman.spans import joined


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
    draft.images = [caption.below(text, caption.understood(image), draft.masked) for image in found.images]
    masked = joined(draft.masked)
    if (heading := title.heading(text, masked) or title.headline(text, masked)) is not None:
        draft.title = heading
    elif draft.title is None:
        draft.title = next((known for image in draft.images if (known := joint.headline_within(text, image))), None)
    if draft.title is not None:
        draft.images = [joint.without_title(image, draft.title.value) for image in draft.images]
    return draft
