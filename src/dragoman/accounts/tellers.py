"""Which side a newspaper's article lets tell what, and what the newspaper tells by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dragoman.accounts.comparison import Account, Basis, Rank, Stage
from dragoman.accounts.openings import data
from dragoman.accounts.publishers import publisher
from dragoman.accounts.shares import count
from dragoman.article import Span
from dragoman.record import Actor, Record, Statement
from dragoman.resolver.words import sentences

SECTORS = frozenset({"GOV", "MIL", "IGO", "LEG", None})
Teller = tuple[str | None, Stage]


@cache
def words(language: str, kind: str) -> re.Pattern[str]:
    """The words of one kind in tellers.toml: before, carries, introduces."""
    known = data("tellers.toml")
    return re.compile("|".join(f"(?:{w})" for w in known.get(language, known["en"])[kind]), re.IGNORECASE)


def told_accounts(record: Record, number: int, pair: tuple[str, str]) -> list[Account]:
    """The accounts in one newspaper's article: each side's as it is told there, previews apart, then the newspaper's
    own.

    ``number`` is the record's place in the comparison. Ids are left empty.
    """
    article = record.article
    spans: dict[Teller, list[Span]] = {}
    for span, teller in assigned(record, pair):
        spans.setdefault(teller, []).append(span)
    source = publisher(article)
    name = article.publisher.value if article.publisher else source.name if source else None
    rank: Rank = "agency" if source is not None and source.rank == "agency" else "newspaper"
    language = article.language.value if article.language else ""
    out = []
    for (side, stage), found in spans.items():
        words = sum(count(article.text[start:end]) for start, end in found)
        out.append(Account(
            id="", side=side, name=side or name or article.id, rank=rank, basis=Basis("told", name), record=number,
            spans=tuple(found), words=words, language=language, stage=stage, published=article.published,
            url=article.url.value if article.url else None,
        ))  # fmt: skip
    return out


def assigned(record: Record, pair: Sequence[str]) -> list[tuple[Span, Teller]]:
    """Every sentence of an article and who tells it.

    A side that was named as telling («Кремль сообщил, что …») is the teller of what follows, until another is named;
    its partner's words are then told by it only in the same paragraph, since newspapers quote people by turns. A
    sentence that names nobody as saying it goes on with the account where it stands right after it and reports.
    """
    text = record.article.text
    language = record.article.language.value if record.article.language else ""
    outer = [s for s in record.statements if s.parent is None and s.cue]
    masked = record.article.masked
    notices = [n.span for n in record.article.notices]
    teller: Teller = (None, "after")
    paragraph, named_in, told_in = 0, -1, -1
    out: list[tuple[Span, Teller]] = []
    for start, end in sentences(text):
        if not text[start:end].strip():
            paragraph += 1
            continue
        here = [s for s in outer if start <= s.cue[0][0] < end]
        if any(start < e and s < end and s <= start for s, e in (*masked, *notices)):
            paragraph += 1
            continue
        side = next((found for s in here if (found := _side(s, pair))), None)
        ahead = words(language, "before").search(text, start, end) is not None
        if side is not None and ahead:
            teller, named_in = (side, "before"), paragraph
        elif side is not None:
            stays = named_in == paragraph and teller[0] not in (None, side) and not _institution(here, side)
            if not stays:
                stage: Stage = "before" if teller == (side, "before") and named_in == paragraph else "after"
                teller, named_in = (side, stage), paragraph
        elif here and teller[1] == "before" and named_in != paragraph:
            teller = (None, "after")
        carried = told_in == paragraph and words(language, "carries").search(text, start, end) is not None
        told = here or carried
        told_in = paragraph if told else told_in
        out.append(((start, end), teller if told else (None, "after")))
        paragraph += text[start:end].endswith("\n")
    return out


def _side(statement: Statement, pair: Sequence[str]) -> str | None:
    """The one side whose official or institution makes a statement; None for joint, foreign and unknown speakers."""
    states = {a.state for a in statement.speakers if a.sector in SECTORS and a.basis != "inferred"}
    found = [side for side in pair if side in states]
    return found[0] if len(found) == 1 else None


def _institution(here: Sequence[Statement], side: str) -> bool:
    """Whether a side's institution or spokesman tells, rather than one of those who met."""
    return any(_tells(a) for s in here for a in s.speakers if a.state == side)


def _tells(actor: Actor) -> bool:
    return not actor.person or "spokes" in (actor.office or "").lower()
