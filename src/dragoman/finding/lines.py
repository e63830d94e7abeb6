"""What all forms for people share: how hits and outcomes are told in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dragoman.article import Span
from dragoman.codes import NO_STATE
from dragoman.finding.check import Checked, Variant
from dragoman.finding.hits import Hit, Hits, Who
from dragoman.finding.sayings import Saying
from dragoman.finding.speakers import Taken
from dragoman.record import Label
from dragoman.render import outline

DISCLAIMER: Final = "What was published, and by whom it is said to have been said. Not whether it is true."

UNKNOWN: Final = "speaker unresolved"

_OUTCOMES: Final = {
    "exact": "Found word for word.",
    "cut": "Found cut: {cut}.",
    "reworded": "Found in other words.",
    "other language": "Found in another language, by its meaning.",
    "other speaker": "Found with another speaker.",
    "unascribed": "Found in an article's text, where it is in no statement that was read.",
}
_HOW: Final = {
    "exact": "word for word",
    "part": "word for word, but the sentence goes on",
    "left out": "with words between that the quotation leaves out",
    "reworded": "in other words",
    "translated": "in another language",
}
SHOWN: Final = 5
"""Names that are listed before "and more"."""


def pieces(text: str, spans: Sequence[Span]) -> list[tuple[str, bool]]:
    """A text cut where its marks start and end, each piece fit for one line: (words, whether marked)."""
    made, at = [], 0
    for start, end in spans:
        made += [(outline.clean(text[at:start]), False), (outline.clean(text[start:end]), True)]
        at = end
    return [(words, marked) for words, marked in (*made, (outline.clean(text[at:]), False)) if words]


def when(published: str | None) -> str:
    """A day, with its time where one is known."""
    return outline.clean(published.replace("T", " ")[:16]) if published else "undated"


def who(people: Sequence[Who]) -> str:
    """Names with offices and codes; one that nothing names in brackets."""
    said = []
    for one in people:
        words = outline.clean(f"{one.name}, {one.office}" if one.office else one.name)
        words = f"{words} {outline.clean(code(one))}".strip()
        said.append(f"[{words}]" if one.basis == "inferred" else words)
    return "; ".join(said) or UNKNOWN


def code(one: Who) -> str:
    """``STATE.SECTOR`` as records have it; "" where nothing is known."""
    if not one.sector:
        return one.state
    return f"{one.state or NO_STATE}.{one.sector}"


def act(hit: Hit) -> str:
    """The act with its gloss, and whom it is directed at."""
    words = outline.act_words(Label(hit.act, 1.0, hit.act_resolved))
    if hit.targets:
        words += " → " + ", ".join(outline.clean(one.state or one.name) for one in hit.targets)
    return words


def place(one: Hit | Saying) -> str:
    """Who published it, or where it is."""
    return outline.clean(one.publisher or one.title or one.url or f"article {one.article}")


def names(one: Taken) -> str:
    """Whom a name was taken for."""
    said = outline.clean(one.said)
    if not one.known:
        like = f"; near it: {', '.join(map(outline.clean, one.like))}" if one.like else ""
        return f"No speaker known as “{said}” in this archive{like}."
    listed = [outline.clean(f"{name} {state}".strip()) for name, state in one.names[:SHOWN]]
    more = f" and {len(one.names) - SHOWN} more" if len(one.names) > SHOWN else ""
    return f"“{said}” taken for: {', '.join(listed)}{more}."


def total(found: Hits) -> str:
    """How many there are, and in which order."""
    if found.order == "similar":
        return "Nothing near in meaning." if not found.hits else "The nearest in meaning first."
    if not found.total:
        return "Nothing found."
    many = f"more than {found.total:,}" if found.more else f"{found.total:,}"
    said = f"{many} statement{'' if found.total == 1 else 's'}"
    if found.order == "newest":
        return f"{said}, the newest first."
    newest = f" of the newest {found.weighed:,}" if found.weighed and found.weighed < found.total else ""
    return f"{said}, the best{newest} first."


def outcomes(found: Checked) -> list[str]:
    """What was found, a sentence each, the most telling first."""
    said = []
    for one in found.outcomes:
        if one == "not found":
            since = f" since {found.since}" if found.since else ""
            said.append(f"Not found in {_many(found.articles, 'article', 'articles')}{since}.")
            continue
        hows = {saying.how for variant in found.variants for saying in variant.sayings}
        cut = " and ".join(
            words
            for how, words in (("part", "the sentence goes on"), ("left out", "words between are left out"))
            if how in hows
        )
        said.append(_OUTCOMES[one].format(cut=cut))
    return said


def looked(found: Checked) -> str:
    """What was looked through."""
    if found.outcomes == ("not found",):
        said = "Not found is not never said: it is in none of these."
    else:
        since = f" since {found.since}" if found.since else ""
        said = f"Looked through {_many(found.articles, 'article', 'articles')}{since}."
    if found.bounded:
        said += " More have it than were compared: the oldest and the newest were."
    return said if found.meaning else said + " Other languages were not looked through."


def variant(one: Variant) -> str:
    """How a wording is like the quotation, and how many have it."""
    articles = {saying.article for saying in one.sayings}
    stories = {saying.story or -saying.article for saying in one.sayings}
    said = f"{_HOW[one.how]} · {_many(len(articles), 'article', 'articles')}"
    return f"{said} of {_many(len(stories), 'story', 'stories')}" if len(stories) < len(articles) else said


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"
