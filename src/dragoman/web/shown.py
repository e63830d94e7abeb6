"""Parts that several pages' models share."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field

from dragoman.store.listing import Listed, Told


class Person(BaseModel):
    """Somebody who took part."""

    name: str
    state: str = Field(description="ISO 3166 alpha-3 or an organisation's code; empty where it is not known.")


class ArticleLine(BaseModel):
    """An article as lists show it."""

    article: int = Field(description="Its number: /articles/{article}.")
    title: str | None
    publisher: str | None
    language: str | None = Field(description="BCP 47.")
    published: str | None = Field(description="ISO 8601, as the article gives it.")
    url: str | None
    side: str | None = Field(description="Whose own text it is; null for a newspaper's.")

    @classmethod
    def of(cls, told: Told) -> Self:
        """An article that tells of a contact."""
        return cls(
            article=told.article, title=told.title, publisher=told.publisher, language=told.language,
            published=told.published, url=told.url, side=told.side,
        )  # fmt: skip


class ContactLine(BaseModel):
    """A contact between states as lists show it."""

    contact: int = Field(description="Its number: /contacts/{contact}.")
    date: str | None = Field(description="ISO 8601, as far as it is known.")
    mode: str = Field(description="in-person, phone, video, letter or unknown.")
    level: str
    status: str = Field(description="held, planned, proposed or cancelled.")
    place: str | None
    states: list[str]
    people: list[Person]
    topics: list[str]
    articles: list[ArticleLine] = Field(description="The articles that tell of it, the sides' own first.")

    @classmethod
    def of(cls, one: Listed) -> Self:
        """A contact of the store."""
        return cls(
            contact=one.contact, date=one.date, mode=one.mode, level=one.level, status=one.status, place=one.place,
            states=list(one.states), people=[Person(name=name, state=state) for name, state in one.people],
            topics=list(one.topics), articles=[ArticleLine.of(told) for told in one.articles],
        )  # fmt: skip
