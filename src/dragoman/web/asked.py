"""A search as an address has it: the words and filters of ``dragoman search``."""

from __future__ import annotations

from urllib.parse import urlencode

from pydantic import BaseModel, Field

from dragoman.finding.query import Query
from dragoman.web.asking import Many, Words
from dragoman.web.fields import Row

SINGLE = ("words", "similar", "contact", "since", "until")
MANY = {
    "speaker": "speakers", "account": "accounts", "state": "states", "act": "acts", "topic": "topics",
    "target": "targets", "publisher": "publishers", "language": "languages", "kind": "kinds",
}  # fmt: skip
"""Parameters that may be given several times, and the query's fields."""

_FEW = 20


class Filters(BaseModel):
    """Words and filters; all have to fit, of a filter given several times one."""

    words: Words = Field(default="", max_length=4000, description='Words in any form, a "phrase", beg*, -without, OR.')
    similar: Words = Field(
        default="", max_length=2000, description="A text whose meaning is looked for instead, in any language."
    )
    speaker: Many = Field(
        default=[], max_length=_FEW, description="Said by this person or institution: a name in any form."
    )
    account: Many = Field(default=[], max_length=_FEW, description="In this side's account: a state's code or name.")
    state: Many = Field(default=[], max_length=_FEW, description="Said by somebody of this state.")
    act: Many = Field(default=[], max_length=_FEW, description="PLOVER's type, STATE, or unresolved.")
    topic: Many = Field(default=[], max_length=_FEW, description="Such as energy.")
    target: Many = Field(default=[], max_length=_FEW, description="Said to or of this actor or state.")
    publisher: Many = Field(default=[], max_length=_FEW, description="Published by this one.")
    language: Many = Field(default=[], max_length=_FEW, description="In this language (ISO 639).")
    kind: Many = Field(default=[], max_length=_FEW, description="direct, indirect or mixed.")
    contact: Row = Field(default=None, description="In the articles on this contact.")
    since: Words = Field(default="", max_length=10, description="Published from this day on (ISO 8601).")
    until: Words = Field(default="", max_length=10, description="Published up to this day.")

    def query(self) -> Query:
        """The query. Raises ``QueryError``."""
        return Query(
            words=self.words, similar=self.similar or None, speakers=tuple(self.speaker),
            accounts=tuple(self.account), states=tuple(self.state), acts=tuple(self.act), topics=tuple(self.topic),
            targets=tuple(self.target), publishers=tuple(self.publisher), languages=tuple(self.language),
            kinds=tuple(self.kind), contact=self.contact, since=self.since or None, until=self.until or None,
        )  # fmt: skip

    def pairs(self) -> list[tuple[str, str]]:
        """What is asked, as the parameters of an address."""
        made = [(name, str(value)) for name in SINGLE if (value := getattr(self, name))]
        return made + [(name, value) for name in MANY for value in getattr(self, name)]


def parameters(query: Query) -> list[tuple[str, str]]:
    """A query as the parameters of an address."""
    made = [(name, str(value)) for name in SINGLE if (value := getattr(query, name))]
    return made + [(name, value) for name, field in MANY.items() for value in getattr(query, field)]


def search_address(*pairs: tuple[str, object]) -> str:
    """Where a search with these parameters is found."""
    told = [(name, value) for name, value in pairs if value not in (None, "")]
    return f"/search?{urlencode(told)}" if told else "/search"
