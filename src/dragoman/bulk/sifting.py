"""Which pages go on: by a quick look at their bytes, then, those that are left, by their article."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from datatrove.data import Document

from dragoman.article import Article, Known
from dragoman.bulk import visible
from dragoman.bulk.diplomacy import diplomatic
from dragoman.bulk.plan import Settings
from dragoman.bulk.step import Documents, RejectedError, Step
from dragoman.bulk.task import Task
from dragoman.importing import Item
from dragoman.page import PageError
from dragoman.page import article as make_article
from dragoman.page.language import detect

LANGUAGE = "in another language"
DIPLOMACY = "not about states"
NOTHING = "no article on the page"
LONG = "longer than an article"


class Sift(Step):
    """The cheap look: what a page seems to show, its language, and words of diplomacy in it."""

    name = "sift"

    def __init__(self, task: Task, settings: Settings) -> None:
        super().__init__(task)
        self.settings = settings

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Documents:
        for document in data or ():
            if self.attempt(document.id, partial(self._passes, document.metadata["item"])):
                yield document

    def _passes(self, item: Item) -> bool:
        if item.fetched is None:
            return True  # a text is looked at as it is, in the next step
        try:
            found = visible.blocks(item.fetched)
        except PageError as error:
            raise RejectedError(NOTHING) from error
        if found is None:
            return True
        text = "\n".join(found)
        language = item.language.value if item.language else detect(visible.sample(found))
        language = language.partition("-")[0].lower() if language else None
        if language is not None:
            check(text, language, self.settings)
        return True


class Extract(Step):
    """The article of each page, in the document's metadata; looked at again, now without what is around it."""

    name = "extract"

    def __init__(self, task: Task, settings: Settings) -> None:
        super().__init__(task)
        self.settings = settings

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Documents:
        for document in data or ():
            article = self.attempt(document.id, partial(self._article, document.metadata["item"]))
            if article is not None:
                document.text = article.text
                document.metadata["article"] = article
                yield document

    def _article(self, item: Item) -> Article:
        made = article_of(item)
        if len(made.text) > self.settings.longest:
            raise RejectedError(LONG)
        check(plain(made), language_of(made), self.settings)
        return made


def article_of(item: Item) -> Article:
    """The article that an item is, or that its page holds. Raises ``RejectedError`` where it holds none."""
    if item.record is not None:
        return item.record.article
    if item.article is not None:
        return item.article
    if item.fetched is None:
        raise RejectedError(NOTHING)
    try:
        return make_article(
            item.fetched,
            published=item.published.value if item.published else None,
            language=item.language.value if item.language else None,
        )
    except PageError as error:
        raise RejectedError(NOTHING) from error


def plain(article: Article) -> str:
    """The article's text without what is not read, its headline with it."""
    text = article.text
    for start, end in reversed(article.masked):
        text = f"{text[:start]} {text[end:]}"
    return f"{article.title.value}\n{text}" if isinstance(article.title, Known) else text


def language_of(article: Article) -> str:
    """The language's code without its region; nothing where it is not known."""
    return article.language.value.partition("-")[0].lower() if article.language else ""


def check(text: str, language: str, settings: Settings) -> None:
    """Raises ``RejectedError`` for what is in another language or does not tell of states."""
    if language not in settings.languages:
        raise RejectedError(LANGUAGE)
    if not settings.everything and not diplomatic(text, language):
        raise RejectedError(DIPLOMACY)
