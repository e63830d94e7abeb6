"""What every form for people shares: the order of statements, their depth, and how things are named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.article import Notice, Span
from dragoman.record import Actor, Contact, Label, Record, Statement
from dragoman.render import glosses

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n\u2028\u2029]+")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DATE = re.compile(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?(?:[T ](\d\d:\d\d)\S*)?")


@dataclass(frozen=True, slots=True)
class Item:
    """A statement in its place: how deep it is nested, and the update notice that it stands after, if any."""

    statement: Statement
    depth: int
    notice: Notice | None


def place(statement: Statement) -> int:
    """Where a statement stands in the text: at its cue, else at the first of its other spans."""
    for spans in (statement.cue, statement.content, statement.source):
        if spans:
            return min(start for start, _ in spans)
    return 0


def outline(record: Record) -> list[Item]:
    """All statements in the order of the text, each nested one after the statement that holds it."""
    known = {statement.id for statement in record.statements}
    children: dict[int | None, list[Statement]] = {}
    for statement in sorted(record.statements, key=place, reverse=True):
        parent = statement.parent if statement.parent in known and statement.parent != statement.id else None
        children.setdefault(parent, []).append(statement)
    items: list[Item] = []
    stack = [(statement, 0) for statement in children.pop(None, [])]
    while stack:
        statement, depth = stack.pop()
        items.append(Item(statement, depth, notice_before(record, place(statement))))
        stack += [(child, depth + 1) for child in children.pop(statement.id, [])]
    # Parents that go in a circle hold nothing up: their statements are shown unnested.
    lost = [statement for held in children.values() for statement in held]
    items += [Item(statement, 0, notice_before(record, place(statement))) for statement in sorted(lost, key=place)]
    return items


def notice_before(record: Record, offset: int) -> Notice | None:
    """The last update notice that ends at or before ``offset``."""
    before = [notice for notice in record.article.notices if notice.span[1] <= offset]
    return max(before, key=lambda notice: notice.span[1], default=None)


def clean(text: str) -> str:
    """Text for one line: runs of white space become one space, control characters and surrogates U+FFFD.

    What an article says must not move the reader's cursor or colour his screen.
    """
    return _CONTROL.sub("\ufffd", _SPACE.sub(" ", text))


def has_control(text: str) -> bool:
    """Whether a text holds anything that a terminal would obey rather than show."""
    return _CONTROL.search(text) is not None


def words(record: Record, spans: Iterable[Span]) -> str:
    """The article's own words for spans, on one line."""
    return clean(record.words(tuple(spans))).strip()


def content_pieces(record: Record, statement: Statement) -> list[tuple[str, bool]]:
    """The content cut where its condition starts and ends: (words, whether they are the condition)."""
    text = record.article.text
    pieces: list[tuple[str, bool]] = []
    for start, end in statement.content:
        if pieces:
            pieces.append((" … ", False))
        inside = [(max(start, a), min(end, b)) for a, b in statement.condition if a < end and start < b]
        at = start
        for a, b in sorted(inside):
            pieces += [(clean(text[at:a]), False), (clean(text[max(at, a) : b]), True)]
            at = max(at, b)
        pieces.append((clean(text[at:end]), False))
    return [(words, conditional) for words, conditional in pieces if words]


def loose_condition(statement: Statement) -> tuple[Span, ...]:
    """The parts of the condition that stand outside the content."""
    return tuple(
        (a, b) for a, b in statement.condition if not any(start <= a and b <= end for start, end in statement.content)
    )


def act_words(label: Label) -> str:
    """An act with its gloss, or that it is unresolved."""
    if not label.resolved:
        return f"act {glosses.UNRESOLVED}"
    gloss = glosses.ACTS.get(label.value)
    return f"{label.value} ({gloss})" if gloss else clean(label.value)


def modality_words(label: Label) -> str:
    """A modality as it is shown; ``fact`` is "asserted"."""
    if not label.resolved:
        return f"modality {glosses.UNRESOLVED}"
    return glosses.MODALITIES.get(label.value, clean(label.value))


def topic_words(topics: Iterable[Label]) -> str:
    """The topics that are resolved, or that none is; empty where there are none."""
    found = list(topics)
    sure = [clean(topic.value) for topic in found if topic.resolved]
    if sure or not found:
        return ", ".join(sure)
    return f"topic {glosses.UNRESOLVED}"


def name_words(actor: Actor) -> str:
    """The actor's name, or that there is none."""
    return clean(actor.name).strip() or "no name"


def code_words(actor: Actor) -> str:
    """State and sector; ``RUS?.GOV`` where no word says the state. Empty where the name says no less."""
    code = clean(actor.code or "")
    if actor.state and actor.state_guessed:
        return f"{clean(actor.state)}?" + code[len(clean(actor.state)) :]
    return "" if code == clean(actor.name) else code


def actor_words(actor: Actor) -> str:
    """Name, office and code in one line; inferred actors in brackets."""
    name = name_words(actor)
    if actor.office:
        name = f"{name}, {clean(actor.office)}"
    if code := code_words(actor):
        name = f"{name} ({code})"
    return f"[{name}]" if actor.inferred else name


def short_actor(actor: Actor) -> str:
    """Name and code, for targets and participants; the code alone where the name says no more."""
    code = code_words(actor)
    shown = f"{name_words(actor)} ({code})" if code else name_words(actor)
    return f"[{shown}]" if actor.inferred else shown


def speaker_words(record: Record, statement: Statement) -> str:
    """Who speaks; where nobody is resolved, the source's own words; where there are none, that it is unresolved."""
    if statement.speakers:
        return "; ".join(actor_words(actor) for actor in statement.speakers)
    return words(record, statement.source) or f"speaker {glosses.UNRESOLVED}"


def basis_words(record: Record, statement: Statement, *, quoting: bool = True) -> str:
    """How the source's words were understood, where they are not simply the speaker's name; ``quoting`` adds them."""
    source = words(record, statement.source)
    if not statement.speakers:
        # Where no source is marked this is said in the speaker's place already.
        return f"speaker {glosses.UNRESOLVED}" if source else ""
    bases = list(dict.fromkeys(actor.basis for actor in statement.speakers if actor.basis != "named"))
    if not bases:
        return ""
    how = ", ".join(glosses.BASES.get(basis, clean(basis)) for basis in bases)
    return f"speaker {how} “{source}”" if source and quoting else f"speaker {how}"


def percent(confidence: float) -> str:
    """A calibrated probability as people write it; none is certain."""
    whole = round(100 * min(max(confidence, 0.0), 1.0))
    return f"{whole} %" if 0 < whole < 100 else "> 99 %" if whole else "< 1 %"


def date_words(value: str | None) -> str:
    """An ISO date, or part of one, as people write it."""
    if value is None:
        return "date not in the text we have"
    match = _DATE.fullmatch(value)
    if match is None or (match[2] and not 1 <= int(match[2]) <= 12):
        return clean(value)
    year, month, day, time = match.groups()
    parts = [str(int(day))] if day else []
    parts += [_MONTHS[int(month) - 1]] if month else []
    said = " ".join([*parts, year] if year != "XXXX" else parts)
    if year == "XXXX":
        said = f"{said}, year unknown" if said else "year unknown"
    return f"{said}, {time}" if time else said


def contact_words(contact: Contact) -> str:
    """Mode, level, date, place and status in one line."""
    parts = [
        glosses.MODES.get(contact.mode, clean(contact.mode)),
        clean(contact.level),
        date_words(contact.date),
        clean(contact.place) if contact.place else "",
        glosses.STATUSES.get(contact.status, clean(contact.status)),
    ]
    return " · ".join(part for part in parts if part)


def byline(record: Record) -> str:
    """Publisher, dates and language in one line, each only where it is known."""
    article = record.article
    parts = [clean(article.publisher.value)] if article.publisher else []
    if article.published:
        parts.append(f"published {date_words(article.published.value)}")
    if article.modified:
        parts.append(f"modified {date_words(article.modified.value)}")
    if article.language:
        parts.append(language_name(article.language.value))
    return " · ".join(parts)


def language_name(code: str) -> str:
    """A language's English name from CLDR, or the code itself where CLDR knows none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").get_language_name("en") or code
    except (UnknownLocaleError, ValueError):
        return clean(code)


def title(record: Record) -> str:
    """The article's title, else its id, else where it came from."""
    article = record.article
    if article.title and article.title.value.strip():
        return clean(article.title.value).strip()
    return clean(article.id or (article.source if article.source != "-" else "") or "Untitled")


def event_lines(record: Record) -> list[tuple[str, str]]:
    """What the article tells as its own fact: the words, then act, parties and modality."""
    lines = []
    for event in record.events:
        parties = ", ".join(short_actor(actor) for actor in event.actors)
        if event.targets:
            parties += " → " + ", ".join(short_actor(actor) for actor in event.targets)
        modality = glosses.MODALITIES.get(event.modality, clean(event.modality))
        labels = [act_words(event.act), parties.strip(), modality if event.modality != "fact" else ""]
        lines.append((words(record, [event.trigger]), " · ".join(label for label in labels if label)))
    return lines


def totals(record: Record, *, inferred: bool = False) -> str:
    """How many statements by how many speakers; inferred speakers count only when asked for."""
    counted: set[tuple[str, str | None]] = set()
    statements = unresolved = 0
    for statement in record.statements:
        sure = [actor for actor in statement.speakers if inferred or not actor.inferred]
        counted |= {(actor.name, actor.state) for actor in sure}
        statements += bool(sure)
        unresolved += not statement.speakers
    said = f"{_count(statements, 'statement')} by {_count(len(counted), 'speaker')}"
    if unresolved and not statements:
        said = f"{_count(unresolved, 'statement')} by unresolved speakers"
    elif unresolved:
        said += f"; {unresolved} more by unresolved speakers"
    if left := len(record.statements) - statements - unresolved:
        said += f"; {left} more by inferred speakers, in [brackets]"
    return said


def legend(record: Record) -> str:
    """What a question mark after a state means, where the reading has one."""
    groups = [contact.participants for contact in record.contacts]
    groups += [(*one.speakers, *one.targets) for one in record.statements]
    groups += [(*event.actors, *event.targets) for event in record.events]
    guessed = next((a.state for actors in groups for a in actors if a.state and a.state_guessed), None)
    return f"{clean(guessed)}?: {glosses.GUESSED}" if guessed else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def sides(record: Record) -> dict[str, int]:
    """A number for each state, in order of appearance, so that a side keeps its colour throughout."""
    order: dict[str, int] = {}
    actors = [actor for contact in record.contacts for actor in contact.participants]
    actors += [actor for item in outline(record) for actor in item.statement.speakers]
    for actor in actors:
        if actor.state:
            order.setdefault(actor.state, len(order))
    return order
