"""A statement as lists of them show it."""

from __future__ import annotations

from typing import Final, Literal, Self

from pydantic import BaseModel, Field

from dragoman.article import Span
from dragoman.finding.hits import Hit, Who
from dragoman.finding.sayings import Saying
from dragoman.render.glosses import UNRESOLVED

EXCERPT: Final = 300
"""Characters of a statement that are shown to who may not read whole texts."""

Manner = Literal["quoted", "partly", "translated", "paraphrased"]


class SpeakerName(BaseModel):
    """Who speaks, or is spoken to or of."""

    actor: int = Field(description="Its number in the archive.")
    name: str
    state: str | None
    sector: str | None
    office: str | None = Field(description="The office held on the day of the article.")
    basis: str = Field(description="How we know: named, title, pronoun, metonym, elided or inferred.")
    person: bool = Field(description="Whether the speaker has a page: a holder of public office.")

    @classmethod
    def of(cls, who: Who) -> Self:
        """A speaker or target of the store."""
        from dragoman.web.people import public

        return cls(
            actor=who.id, name=who.name, state=who.state or None, sector=who.sector or None, office=who.office,
            basis=who.basis, person=public(who.office, who.sector),
        )  # fmt: skip


class StatementLine(BaseModel):
    """One statement: who said what to whom, as one article tells it."""

    statement: int = Field(description="Its number in the archive.")
    article: int = Field(description="The article's number: /articles/{article}.")
    number: int = Field(description="Its number within the article.")
    published: str | None = Field(description="ISO 8601, as the article gives it.")
    title: str | None
    url: str | None
    publisher: str | None
    language: str | None
    account: str | None = Field(description="The side that tells it; null for a newspaper's own telling.")
    kind: str = Field(description="direct, indirect or mixed.")
    manner: Manner = Field(description="How the speaker's words are told.")
    act: str = Field(description="PLOVER's type, STATE, or unresolved.")
    modality: str
    source: str
    cue: str
    content: str
    condition: str
    cut: bool = Field(description="Whether the content is only its beginning.")
    speakers: list[SpeakerName]
    targets: list[SpeakerName]
    topics: list[str]
    marks: dict[str, list[Span]] = Field(description="Where in a role's words the words stand that were looked for.")
    score: float | None = Field(default=None, description="How well it fits, where that was asked for.")

    @classmethod
    def of(cls, hit: Hit, *, whole: bool) -> Self:
        """A statement that was found; its beginning alone where it may not be shown ``whole``."""
        cut = not whole and len(hit.content) > EXCERPT
        content = hit.content[:EXCERPT] if cut else hit.content
        ends = {
            "source": len(hit.source),
            "cue": len(hit.cue),
            "content": len(content),
            "condition": len(hit.condition),
        }
        return cls(
            statement=hit.id, article=hit.article, number=hit.number, published=hit.published, title=hit.title,
            url=hit.url, publisher=hit.publisher, language=hit.language, account=hit.account, kind=hit.kind,
            manner=manner(hit.kind, hit.translated), act=hit.act if hit.act_resolved else UNRESOLVED,
            modality=hit.modality, source=hit.source, cue=hit.cue, content=content, condition=hit.condition, cut=cut,
            speakers=[SpeakerName.of(one) for one in hit.speakers],
            targets=[SpeakerName.of(one) for one in hit.targets], topics=list(hit.topics), score=hit.score,
            marks={
                role: [span for span in spans if span[1] <= ends.get(role, span[1])]
                for role, spans in hit.marks.items()
            },
        )  # fmt: skip


class SayingLine(BaseModel):
    """A place where a quotation was found: in a statement, or in an article's text where it is in none."""

    how: str = Field(description="exact, part, left out, reworded or translated.")
    likeness: float
    text: str = Field(description="The statement's content, or the sentence of the article.")
    span: Span = Field(description="Where in the text the words stand.")
    published: str | None
    article: int
    title: str | None
    url: str | None
    publisher: str | None
    language: str | None
    account: str | None
    statement: int | None = Field(description="The statement's number; null where no statement has it.")
    speakers: list[SpeakerName]
    earlier: bool = Field(description="Whether it stands in a version of the article that is not its last.")

    @classmethod
    def of(cls, one: Saying, *, whole: bool) -> Self:
        """A saying of the store; where it may not be shown ``whole``, the words that were asked for alone."""
        text, span = one.text, one.span
        if not whole and len(text) > EXCERPT:
            text = one.words[:EXCERPT]
            span = (0, len(text))
        return cls(
            how=one.how, likeness=one.likeness, text=text, span=span, published=one.published, article=one.article,
            title=one.title, url=one.url, publisher=one.publisher, language=one.language, account=one.account,
            statement=one.statement, speakers=[SpeakerName.of(who) for who in one.speakers], earlier=one.earlier,
        )  # fmt: skip


def manner(kind: str, translated: bool) -> Manner:
    """How a speaker's words are told: word for word, in part, in translation, or in the words of who tells them."""
    if kind == "indirect":
        return "paraphrased"
    return "translated" if translated else "quoted" if kind == "direct" else "partly"
