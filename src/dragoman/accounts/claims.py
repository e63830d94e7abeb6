"""An account's text as claims: one a sentence, as a rule, with who is said to have said it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.accounts.comparison import Account, Claim
from dragoman.accounts.openings import asked, opens, pattern
from dragoman.accounts.tellers import words
from dragoman.accounts.topics import topics
from dragoman.article import Span
from dragoman.record import Actor, Label, Record, Statement
from dragoman.resolver.words import sentences

_NUMBERED = re.compile(r"\s*(?:\d{1,2}[.)]|[-–—•*]+)\s+")
_FINAL = re.compile(r"[.!?…。！？؟۔][\"»”’)\]]*\s*$")
_TRAIL = re.compile(r"[\s.!?…。！？؟۔;:]+$")
_LEAD = 0.45
"""A sentence's words before the comma that its speaker stands behind are cut off if they are less than this part of
it."""
_SURE = 0.25
"""Below this confidence a statement says nothing of its sentence. As the others here, set on the shared six sets and
our own."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, or part of one, with the statements that it makes."""

    span: Span
    statements: tuple[Statement, ...]
    initiative: bool = False


def claims(account: Account, record: Record, sides: Sequence[str], first: int = 0) -> list[Claim]:
    """The claims of an account, in the order of its text, numbered from ``first``."""
    return [claim(first + n, account, record, sides, told) for n, told in enumerate(tell(account, record))]


def tell(account: Account, record: Record) -> Iterator[Told]:
    """The sentences that claim something: not headings, bylines, nor the opening that reports the contact itself.

    Who asked for the contact is a claim, wherever it is told.
    """
    text, body = record.article.text, False
    outer = [s for s in record.statements if s.parent is None and s.cue and s.confidence >= _SURE]
    whole = account.basis.kind != "told"
    for start, end in within(sentences(text), account.spans):
        span = trimmed(text, (start, end))
        if span is None or (whole and heading(text, (start, end))):
            continue
        phrase = asked(text, span, account.language)
        if phrase is not None:
            yield Told(relative(text, span, phrase, account.language), _of(outer, span), initiative=True)
        elif not _frame(text, span, account, first=not body):
            found = _of(outer, span)
            yield Told(_from_speaker(text, span, found) if whole else span, found)
        body = True


def _frame(text: str, span: Span, account: Account, *, first: bool) -> bool:
    """Whether a sentence tells no more than that there was a contact, or, in a newspaper, that a side tells of it."""
    if account.basis.kind != "told" or account.side is None:
        return opens(text, span, account.language, first=first)
    return words(account.language, "introduces").search(text, *span) is not None


def within(parts: Sequence[Span], spans: Sequence[Span]) -> Iterator[Span]:
    """The parts that lie, by their larger half, inside one of the spans."""
    for start, end in parts:
        if any(min(end, e) - max(start, s) > (end - start) / 2 for s, e in spans):
            yield start, end


def trimmed(text: str, span: Span) -> Span | None:
    """A sentence without its number, outer white space and full stop; None where no two words are left."""
    start, end = span
    number = _NUMBERED.match(text, start, end)
    start = number.end() if number else start
    end = start + len(_TRAIL.sub("", text[start:end]))
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return (start, end) if end - start > 8 else None


def heading(text: str, span: Span) -> bool:
    """A line that is no sentence: a title, a date, a byline that ends in a colon."""
    start = text.rfind("\n", 0, span[0] + len(text[span[0] : span[1]]) - len(text[span[0] : span[1]].lstrip())) + 1
    end = text.find("\n", max(start, span[1] - 1))
    line = text[start : end if end >= 0 else len(text)].strip()
    return not _FINAL.search(line) or line.endswith(":")


def relative(text: str, span: Span, phrase: Span, language: str) -> Span:
    """The clause around a phrase: the relative clause it stands in, else the sentence."""
    comma = text.rfind(", ", span[0], phrase[0])
    words = pattern(language, "relative")
    if comma > span[0] and words and words.match(text, comma + 2):
        follows = text.find(",", phrase[1], span[1])
        return comma + 2, follows if follows > 0 else span[1]
    return span


def _of(outer: Sequence[Statement], span: Span) -> tuple[Statement, ...]:
    return tuple(s for s in outer if span[0] <= s.cue[0][0] < span[1])


def _from_speaker(text: str, span: Span, statements: Sequence[Statement]) -> Span:
    """The sentence without what stands before its speaker («On Afghanistan, …», «Говоря о …, …»)."""
    if not statements:
        return span
    one = statements[0]
    first = min(s for s, _ in (*one.source, *one.cue, *one.content))
    comma = max(text.rfind(c, span[0], first) for c in ",，")
    if comma > span[0] and comma - span[0] < _LEAD * (span[1] - span[0]) and first - comma < 25:
        start = comma + 1 + len(text[comma + 1 : first]) - len(text[comma + 1 : first].lstrip())
        return start, span[1]
    return span


def claim(number: int, account: Account, record: Record, sides: Sequence[str], told: Told) -> Claim:
    """One claim; what nothing tells of its speaker is the account's own side speaking."""
    statements = told.statements
    speakers = tuple(dict.fromkeys(_at_home(a, account) for s in statements[:1] for a in s.speakers if a.state))
    by = tuple(s for s in sides if s in {a.state for a in speakers})
    by = by or tuple(dict.fromkeys(a.state for a in speakers if a.state)) or ((account.side,) if account.side else ())
    main = max(statements, key=lambda s: s.act.confidence, default=None)
    targets = tuple(dict.fromkeys(t for s in statements for t in s.targets))
    return Claim(
        id=number, account=account.id, spans=(told.span,), speakers=speakers or _side(account), by=by,
        act=Label("REQUEST", 1.0) if told.initiative else main.act if main else Label("STATE", 0.3, resolved=False),
        modality=main.modality if main else Label("fact", 0.5, resolved=False),
        topics=topics(_said(record.article.text, told), account.language, (t for s in statements for t in s.topics)),
        targets=targets,
        ascribed=account.side is not None and bool(by) and account.side not in by and by[0] in sides,
        quoted=any(s.kind != "indirect" for s in statements), statements=tuple(s.id for s in statements),
    )  # fmt: skip


def _at_home(actor: Actor, account: Account) -> Actor:
    """In a side's own text who is named by no word of his state is its own: "the President", a "he" that is a state."""
    if account.basis.kind == "told" or account.side is None:
        return actor
    if actor.basis == "pronoun" and not actor.person:
        return _side(account)[0]
    return replace(actor, state=account.side) if actor.state_guessed else actor


def _said(text: str, told: Told) -> str:
    """The words of a sentence without those that name its speakers: a minister of trade may speak of anything."""
    start, end = told.span
    for s, e in (span for one in told.statements for span in one.source):
        text = text[:s] + " " * (e - s) + text[e:]
    return text[start:end]


def _side(account: Account) -> tuple[Actor, ...]:
    if account.side is None:
        return ()
    return (Actor(account.name, account.side, "GOV", basis="inferred"),)
