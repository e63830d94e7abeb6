"""The words in which an account reports the contact itself: heading, opening sentence, and what it adds later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from dragoman.accounts.claims import heading, within
from dragoman.accounts.comparison import Account
from dragoman.accounts.openings import asked, data, opens
from dragoman.article import Span
from dragoman.record import Contact, Record
from dragoman.resolver import Actors
from dragoman.resolver.assemble import language
from dragoman.resolver.dates import days
from dragoman.resolver.document import Document
from dragoman.resolver.people import People
from dragoman.resolver.senses import Hit
from dragoman.resolver.triggers import STATUSES, Trigger, hits, main, stage, triggers

_OPENING = 4
"""Sentences of a readout among which the one is that reports the contact."""
_LATER = 10
"""Sentences of a readout among which others add where it took place and how long it lasted."""
_PART = 15
"""Characters between a word for a plan and the verb that it makes one."""
_HOUR = re.compile(r"\b[ap]\.\s?m\.\s*$", re.IGNORECASE)
"""An hour whose full stop ends no sentence: "at 9 p.m. (JST) the ministers spoke"."""
_TITLE = 300
"""Characters of the longest title."""


@cache
def words(tongue: str, kind: str, *, edges: bool = True) -> re.Pattern[str] | None:
    """Words of meeting.toml in a language, None where it has none of that kind; as whole words where ``edges``."""
    table = data("meeting.toml")
    known = table.get(tongue, {} if kind in ("near", "today") else table["en"]).get(kind)
    if not known:
        return None
    whole = edges and tongue != "zh"
    return re.compile(rf"(?<!\w)(?:{known})(?!\w)" if whole else known, re.IGNORECASE)


@dataclass
class Text:
    """An article with its title, and what is known of its words; the title stands last where the text has none.

    ``length`` is where the article's own text ends.
    """

    doc: Document
    people: People
    told: list[Hit | None]
    length: int

    def triggers(self, span: Span) -> list[Trigger]:
        """The words in a stretch that tell of contacts."""
        return triggers(self.doc, self.people, span, self.told)

    def own(self, span: Span) -> Span | None:
        """A span as it stands in the article, None for words of a title that is not in its text."""
        return span if span[1] <= self.length else None


def status(text: Text, span: Span) -> str | None:
    """Whether a sentence says that a contact took place, or is planned, proposed, cancelled; None where neither.

    Words that it took place outweigh plans, unless they are a part of one ("will be received").
    """
    found = text.triggers(span)
    trigger = main(found)
    if trigger is None:
        return None
    told = stage(found, trigger)
    past = words(text.doc.language, "past")
    plans = [t.span[1] for t in found if t.kind in STATUSES]
    for match in past.finditer(text.doc.text, *span) if past and told != "cancelled" else ():
        if not any(0 <= match.start() - end <= _PART for end in plans):
            return "held"
    return None if told == "held" else told


@dataclass
class Reported:
    """One account's words of the contact.

    ``opening`` are the sentences that report it (a title with a full stop stands after the sentence that follows it),
    ``heads`` the headings above them, ``later`` those that add to it.
    """

    account: Account
    text: Text
    opening: tuple[Span, ...]
    heads: tuple[Span, ...]
    later: tuple[Span, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """All of them, the most telling first."""
        return self.opening + self.heads + self.later


def text_of(record: Record, actors: Actors) -> Text:
    """A record's article made ready."""
    article = record.article
    title = article.title.value.strip() if article.title else ""
    length = len(article.text)
    if title and len(title) < _TITLE and title not in article.text:
        article = replace(article, text=f"{article.text}\n\n{title}")
    doc = Document(article, actors, language(article))
    people = People(doc, ())
    for person in people.all:
        if person.holder is not None:
            doc.weights[person.holder.state] += 0.5 * len(person.mentions)
    return Text(doc, people, hits(doc.words, doc.language), length)


def reported(account: Account, record: Record, text: Text, pair: Sequence[str]) -> Reported:
    """Where an account reports the contact of the two sides."""
    doc = text.doc
    parts = [
        span for span in within(doc.sentences, account.spans)
        if not any(s <= span[0] < e for s, e in record.article.masked)
    ]  # fmt: skip
    if account.basis.kind == "told":
        return _told(account, record, text, parts, pair)
    parts += [span for span in doc.sentences if span[0] >= text.length and span not in parts]
    heads: list[Span] = []
    body: list[Span] = []
    for span in parts:
        title = span[0] >= text.length or (len(body) < 2 and heading(doc.text, span))
        (heads if title else body).append(span)
    opening = next((n for n, span in enumerate(body[:_OPENING]) if main(text.triggers(span))), None)
    if opening is None:
        return Reported(account, text, (), tuple(_of_contact(text, heads)), ())
    found = [body[opening]]
    if opening and _HOUR.search(doc.text[slice(*body[opening - 1])]):
        found = [(body[opening - 1][0], body[opening][1])]
    following = body[opening + 1 : opening + 2]
    untold = status(text, found[0]) is None
    if following and untold and main(text.triggers(following[0])) and _names(text, following[0], account, pair):
        found = [*following, *found]
    later = [s for s in body[: opening + _LATER] if s not in found and _adds(text, s)]
    return Reported(account, text, tuple(found), tuple(_of_contact(text, heads)), tuple(later))


def _told(account: Account, record: Record, text: Text, parts: Sequence[Span], pair: Sequence[str]) -> Reported:
    """A newspaper reports the contact in the sentences that its record's contact was read from."""
    contact = contact_of(record, pair)
    evidence = [start for start, _ in contact.evidence] if contact else []
    found = [n for n, (start, end) in enumerate(parts) if any(start <= at < end for at in evidence)]
    heads = tuple(parts[n] for n in found if heading(text.doc.text, parts[n]))
    opening = tuple(parts[n] for n in found if parts[n] not in heads)
    later = tuple(s for n, s in enumerate(parts) if n not in found and _adds(text, s))
    return Reported(account, text, opening, heads, later)


def contact_of(record: Record, pair: Sequence[str]) -> Contact | None:
    """The contact of the two sides that an article reports, the one that is most of all about them."""
    of = [c for c in record.contacts if set(pair) <= {p.state for p in c.participants}]
    return min(of, key=_distance, default=None)


def _distance(contact: Contact) -> tuple[bool, int, int, int]:
    people = sum(p.person for p in contact.participants)
    return contact.status != "held", len(contact.participants), -people, -len(contact.evidence)


def _of_contact(text: Text, heads: Sequence[Span]) -> list[Span]:
    """The headings that tell of a contact, and those that are a day alone; no bylines."""
    return [s for s in heads if main(text.triggers(s)) or not any(c.isalpha() for c in _bare(text, s))]


def _bare(text: Text, span: Span) -> str:
    """A line without the days in it."""
    line = text.doc.text[span[0] : span[1]]
    for day in days(text.doc.text, span, text.doc.language, text.doc.today):
        line = line.replace(text.doc.text[day.span[0] : day.span[1]], "")
    return line


def _names(text: Text, span: Span, account: Account, pair: Sequence[str]) -> bool:
    """Whether a sentence names the other side or one of its people."""
    doc = text.doc
    others = {side for side in pair if side != account.side}
    if any((p.holder.state if p.holder else p.state) in others for _, p in text.people.between(*span)):
        return True
    found = (hit for hit in doc.hits[slice(*doc.range(span))] if hit is not None)
    return any(s.state in others for hit in found for s in hit.senses)


def _adds(text: Text, span: Span) -> bool:
    """Whether a sentence tells who asked for the contact, where it took place or how long it lasted."""
    doc = text.doc
    if not main(text.triggers(span)):
        return False
    lasted = words(doc.language, "lasted", edges=False)
    return (
        opens(doc.text, span, doc.language, first=False)
        or asked(doc.text, span, doc.language) is not None
        or bool(lasted and lasted.search(doc.text, *span))
    )
