"""``relate``: records of one contact to its accounts, laid side by side."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.accounts.announced import announced
from dragoman.accounts.ascribed import ascriptions
from dragoman.accounts.claims import claims
from dragoman.accounts.comparison import Account, Comparison
from dragoman.accounts.formulas import formulas
from dragoman.accounts.given import given_accounts, pair_of_sides
from dragoman.accounts.meeting import meeting
from dragoman.accounts.positions import positions
from dragoman.accounts.rows import Seen, rows, see
from dragoman.accounts.shares import with_topics
from dragoman.accounts.sight import Encoder
from dragoman.accounts.versions import language_versions
from dragoman.phrase import Phrase
from dragoman.record import Record


def relate(
    records: Sequence[Record],
    reader: Encoder,
    *,
    sides: Sequence[str | None] = (),
    previous: Sequence[Record] = (),
    name: str = "",
) -> Comparison:
    """Lay the accounts of one contact side by side.

    ``sides`` says of each record whose account it is: a state's or organisation's code, ``"news"``, or None for what
    its publisher, its form and its words tell. The first side is a. One record alone is enough where it reports both
    sides.
    ``previous`` are earlier accounts of the same sides, for formulas. ``reader`` gives the encoder.
    Raises ValueError where fewer than two sides are found, with what would help.
    """
    if not records:
        raise ValueError(Phrase("nothing to compare: no records"))
    told = [*sides, *[None] * (len(records) - len(sides))]
    pair = pair_of_sides(records, told, reader)
    accounts = given_accounts(records, told, pair, reader)
    seen: list[Seen] = []
    number = 0
    for account in accounts:
        own = claims(account, records[account.record], pair, number)
        number += len(own)
        seen.append(see(account, own, records[account.record], pair, reader))
    after = [s for s in seen if s.account.stage == "after"]
    before = [s for s in seen if s.account.stage == "before"]
    found = positions(rows(after, pair), after, pair)
    told_by = tuple(with_topics(s.account, [x.claim for x in s.sights], records[s.account.record], found) for s in seen)
    return Comparison(
        records=tuple(records), sides=pair, accounts=told_by, contact=meeting(records, told_by, pair, reader),
        rows=found, ascribed=ascriptions(found), announced=announced(before, after, found, pair),
        formulas=formulas(after, records, previous, pair, reader), earlier=tuple(previous),
        versions=language_versions(after, pair), warnings=warnings(told_by, pair), id=name,
    )  # fmt: skip


def warnings(accounts: Sequence[Account], pair: tuple[str, str]) -> tuple[str, ...]:
    """What a reader of the comparison should know of its accounts."""
    out = []
    for letter, side in zip("ab", pair, strict=True):
        own = [a for a in accounts if a.id.startswith(letter) and a.stage == "after"]
        if not own:
            out.append(Phrase("no account of {side} in the texts we have", side=side))
        elif all(a.basis.kind == "told" for a in own):
            teller = own[0].basis.publisher or Phrase("this article")
            out.append(Phrase("{side}'s account is known only as told by {teller}", side=side, teller=teller))
    return tuple(out)
