"""A claim as it is shown: its own words, who tells it, and in small print who speaks and what that does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.accounts.comparison import Claim, Comparison
from dragoman.article import Span
from dragoman.record import Record
from dragoman.render import outline as records
from dragoman.render.comparison.telling import told_by
from dragoman.render.comparison.wording import Wording


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one text. ``head`` is who tells them, empty for a side's main account; ``small`` the small print.

    ``account`` is the teller's id, empty for a text that is no account of this contact. ``record`` is the text that
    ``spans`` point into, ``earlier`` whether it is one of the comparison's earlier records. ``translation`` is a
    machine's, and is shown with ``machine``, which says so.
    """

    words: str
    record: int
    spans: tuple[Span, ...]
    language: str = ""
    account: str = ""
    head: str = ""
    small: tuple[str, ...] = ()
    translation: str = ""
    machine: str = ""
    earlier: bool = False
    claim: int | None = None


def parts(comparison: Comparison, claims: Iterable[Claim], say: Wording) -> list[Part]:
    """Claims of one account or several, in the order given."""
    return [part(comparison, claim, say) for claim in claims]


def part(comparison: Comparison, claim: Claim, say: Wording, head: str | None = None) -> Part:
    """A claim; ``head`` stands in place of who tells it."""
    account = comparison.account(claim.account)
    record = comparison.records[account.record]
    main = account.id in ("a", "b")
    translation = records.clean(comparison.translations.get(claim.id, "")).strip()
    return Part(
        words=records.words(record, claim.spans),
        record=account.record,
        spans=claim.spans,
        language=account.language or language(record),
        account=account.id,
        head=("" if main else told_by(comparison, account, say)) if head is None else head,
        small=tuple(small(comparison, claim, say)),
        translation=translation,
        machine=say.say("machine") if translation else "",
        claim=claim.id,
    )


def stretch(records_: tuple[Record, ...], number: int, spans: tuple[Span, ...], *, head: str, earlier: bool) -> Part:
    """Words of a text that no claim of this comparison holds."""
    record = records_[number]
    return Part(records.words(record, spans), number, spans, language(record), head=head, earlier=earlier)


def language(record: Record) -> str:
    """A text's language (BCP 47), empty where it is not known."""
    return record.article.language.value if record.article.language else ""


def small(comparison: Comparison, claim: Claim, say: Wording) -> list[str]:
    """Who is said to have said it, what that does, to whom and in which mood."""
    said = []
    own = comparison.account(claim.account).side
    # A side that tells of itself needs no name: its column says it.
    if not all(actor.inferred and not actor.person and actor.state == own for actor in claim.speakers):
        said.append("; ".join(say.actor(actor) for actor in claim.speakers))
    if claim.ascribed:
        of = [("ab"[comparison.sides.index(code)]).upper() for code in claim.by if code in comparison.sides]
        if of:
            said.append(say.say("ascribed_to", side=of[0]))
    act = say.act(claim.act)
    if claim.targets and claim.act.resolved:
        act += " → " + ", ".join(say.actor(actor) for actor in claim.targets)
    said.append(act)
    if claim.modality.resolved and claim.modality.value != "fact":
        said.append(say.term("modality", claim.modality.value))
    return said
