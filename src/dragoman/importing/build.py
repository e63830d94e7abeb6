"""An article of a text and what a file tells of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from dragoman.article import Article, Image, Known, Moment, Origin
from dragoman.gather.fetched import SIZE_LIMIT
from dragoman.importing.item import Item, Place, Trouble, key, trouble
from dragoman.page import article as page_article
from dragoman.page.decode import replace_surrogates
from dragoman.page.identity import slug
from dragoman.phrase import Phrase

_CUT: Final = re.compile(r"(?:…|\.\.\.)\s*\[\+\d+ chars\]\s*$")
_UNNAMED: Final = re.compile(r"[^\w.\-]+")


@dataclass(slots=True)
class Told:
    """What a file tells of an article beside its text; ``origin`` says whether the user mapped the column."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    language: Known | None = None
    accession: str | None = None
    id: str | None = None
    image: str | None = None
    given: frozenset[str] = frozenset()
    warnings: list[str] = field(default_factory=list)

    def origin(self, name: str) -> Origin:
        """Given, where the user said which column it is in."""
        return "given" if name in self.given else "metadata"

    def known(self, name: str) -> Known | None:
        """A field with where it is from."""
        value = getattr(self, name)
        return Known(value, self.origin(name)) if value else None


def named(told: Told, place: Place) -> str:
    """An article's id: of its address, its accession number or its id, else of the file and the place in it."""
    if told.url:
        return slug(told.url)
    own = told.accession or told.id
    if own:
        return _UNNAMED.sub("-", own).strip("-")[:120] or f"{place.path.stem}-{place.position}"
    return replace_surrogates(f"{place.path.name.partition('.')[0]}-{place.position}")


def built(text: str, told: Told, place: Place) -> Item | Trouble:
    """The item of a text. What the file tells goes before what the text tells of itself."""
    if not text.strip():
        return trouble(place, "no text in it")
    if len(text) > SIZE_LIMIT:
        return trouble(place, f"a text of more than {SIZE_LIMIT // 1_000_000} million characters")
    source = replace_surrogates(place.source)
    day = told.published.value if told.published else None
    language = told.language.value if told.language else None
    made: Article = page_article(text, media_type="text/plain", published=day, language=language)
    warnings = [*made.warnings, *told.warnings]
    if _CUT.search(text):
        warnings.append(Phrase("the text is cut off: the file holds its beginning only"))
    article = replace(
        made,
        id=named(told, place),
        source=source,
        title=told.known("title") or made.title,
        language=told.language or made.language,
        publisher=told.known("publisher"),
        url=told.known("url"),
        published=told.published or made.published,
        modified=told.modified or made.modified,
        images=(Image(url=told.image),) if told.image else made.images,
        warnings=tuple(warnings),
    )
    return Item(place.text, place.position, place.done, key(told.url, told.accession, text), article=article)
