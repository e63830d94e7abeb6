"""The second room: an article from the bytes of a page, a document or a text."""

from __future__ import annotations

from dragoman.page.assemble import article
from dragoman.page.error import PageError

__all__ = ["PageError", "article"]
