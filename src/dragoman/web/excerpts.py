"""What the public sees of articles that are others' property: the words that were found, not what stands around them.

The text keeps its length, so that every span still points at its words; everything outside excerpts is blank.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from dragoman.accounts.comparison import Comparison
from dragoman.article import Article, Span
from dragoman.record import Record, Statement

SHARE: Final = 0.25
LEAST: Final = 600
LONGEST: Final = 300
"""An excerpt is a quarter of the text at most, of a short one 600 characters; of one statement 300."""


def excerpt(record: Record) -> Record:
    """A record with as many of its first statements as an excerpt has room for, and their words alone."""
    room = max(LEAST, int(SHARE * len(record.article.text)))
    kept: list[Statement] = []
    spans: list[Span] = []
    for statement in record.statements:
        own = [_cut(s) for role in (statement.source, statement.cue, statement.content) for s in role]
        length = sum(end - start for start, end in own)
        if length <= room:
            room -= length
            kept.append(replace(statement, condition=()))
            spans += own
    ids = {statement.id for statement in kept}
    left = tuple(replace(s, parent=s.parent if s.parent in ids else None) for s in kept)
    spans += [event.trigger for event in record.events]
    return replace(record, statements=left, article=_blanked(record.article, spans))


def excerpted(comparison: Comparison) -> Comparison:
    """A comparison whose records have the words of its claims alone."""
    shown: dict[int, list[Span]] = {}
    claims = [claim for row in comparison.rows for some in row.claims.values() for claim in some]
    claims += [one.claim for one in comparison.announced]
    for claim in claims:
        shown.setdefault(comparison.account(claim.account).record, []).extend(map(_cut, claim.spans))
    for formula in comparison.formulas:
        if formula.claim is not None:
            shown.setdefault(comparison.account(formula.claim.account).record, []).extend(formula.claim.spans)
    records = tuple(
        replace(record, article=_blanked(record.article, shown.get(number, ())))
        for number, record in enumerate(comparison.records)
    )
    earlier = tuple(
        replace(
            record,
            article=_blanked(
                record.article, [span for f in comparison.formulas if f.earlier == number for span in f.earlier_spans]
            ),
        )
        for number, record in enumerate(comparison.earlier)
    )
    return replace(comparison, records=records, earlier=earlier)


def _cut(span: Span) -> Span:
    return span[0], min(span[1], span[0] + LONGEST)


def _blanked(article: Article, spans: Iterable[Span]) -> Article:
    """An article without its words but for these; line breaks stay, so that paragraphs are where they were."""
    text = article.text
    out = [character if character == "\n" else " " for character in text]
    for start, end in spans:
        out[start:end] = text[start:end]
    return replace(article, text="".join(out), images=(), masked=())
