"""A comparison as a table, one row a claim, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from dragoman.accounts.comparison import Announced, Ascription, Claim, Comparison, Row
from dragoman.render.glosses import UNRESOLVED
from dragoman.render.table import guarded

COLUMNS: Final = (
    "comparison", "row", "topic", "status", "match", "differ", "reason", "reason_a", "reason_b", "account", "side",
    "rank", "stage", "basis", "publisher", "published", "url", "article", "language", "claim", "words", "translation",
    "speaker", "speaker_code", "by", "ascribed", "outcome", "quoted", "act", "act_best", "act_confidence", "modality",
    "topics", "targets", "start", "end",
)  # fmt: skip


def rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """One dictionary a claim, by ``COLUMNS``: the claims of the rows, then those of previews.

    ``match`` is the probability that the two sides of the row tell of one thing, empty where one alone does.
    ``outcome`` is of ascribed claims what the other side's own account has of them (confirmed, reworded, denied,
    absent), and of announced ones the accounts that then mention them ("none" where none at hand does). ``act``
    reads "unresolved" below the reader's threshold. ``start`` and ``end`` enclose the claim in its article's text.
    """
    ascribed = {one.claim.id: one for one in comparison.ascribed}
    for row in comparison.rows:
        for claims in row.claims.values():
            for claim in claims:
                yield _row(comparison, claim, row, ascribed.get(claim.id))
    for one in comparison.announced:
        yield _row(comparison, one.claim, None, one)


def _row(comparison: Comparison, claim: Claim, row: Row | None, more: Ascription | Announced | None) -> dict[str, Any]:
    account = comparison.account(claim.account)
    sided = row is not None and row.status in ("both", "conflict")
    reason = row.reason if row is not None else None
    act = claim.act
    values = (
        comparison.id,
        row.id if row else None,
        row.topic if row else more.topic if isinstance(more, Announced) else None,
        row.status if row else "announced",
        round(row.confidence, 4) if row and sided else None,
        row.differ if row else None,
        *((reason.kind, reason.a, reason.b) if reason else (None, None, None)),
        account.id,
        account.side,
        account.rank,
        account.stage,
        account.basis.kind,
        account.basis.publisher,
        account.published.value if account.published else None,
        account.url,
        comparison.records[account.record].article.id,
        account.language,
        claim.id,
        comparison.words(claim),
        comparison.translations.get(claim.id),
        "; ".join(actor.name for actor in claim.speakers),
        "; ".join(actor.code for actor in claim.speakers if actor.code),
        "; ".join(claim.by),
        claim.ascribed,
        more.outcome if isinstance(more, Ascription) else _found(more),
        claim.quoted,
        act.value if act.resolved else UNRESOLVED,
        act.value,
        round(act.confidence, 4),
        claim.modality.value if claim.modality.resolved else UNRESOLVED,
        "; ".join(topic.value for topic in claim.topics if topic.resolved),
        "; ".join(dict.fromkeys(actor.code or actor.name for actor in claim.targets)),
        min((start for start, _ in claim.spans), default=None),
        max((end for _, end in claim.spans), default=None),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _found(one: Announced | None) -> str | None:
    return None if one is None else "; ".join(one.found) or "none"


def to_csv(comparison: Comparison) -> str:
    """Comma-separated values with a header; cells that a spreadsheet would take for a formula get an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(comparison):
        writer.writerow([guarded(row[column]) for column in COLUMNS])
    return out.getvalue()
