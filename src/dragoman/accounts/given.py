"""Which accounts the records hold: a side's own texts, and what newspapers report of each side and by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dragoman.accounts.comparison import RANKS, Account, Basis
from dragoman.accounts.hosts import host_side
from dragoman.accounts.publishers import publisher
from dragoman.accounts.readouts import is_readout
from dragoman.accounts.shares import count
from dragoman.accounts.sight import Encoder
from dragoman.accounts.tellers import told_accounts
from dragoman.phrase import Phrase
from dragoman.record import Record
from dragoman.resolver import Actors
from dragoman.resolver.knowledge import state_names

NEWS = "news"
"""Given for a record in place of a side's code: a newspaper's article."""


def pair_of_sides(records: Sequence[Record], told: Sequence[str | None], reader: Encoder) -> tuple[str, str]:
    """The two sides, those given first, then those whose own texts are here, then those that met.

    Raises ValueError where no two are found.
    """
    found = [code for code in told if code and code != NEWS]
    for record, code in zip(records, told, strict=True):
        if code is None:
            side = own_side(record, reader)
            found += [side] if side else []
    found += met(records)
    pair = list(dict.fromkeys(found))[:2]
    if len(pair) < 2:
        if pair:
            raise ValueError(
                Phrase(
                    "two sides are needed and only {side} is known: name them, as in --side USA=a.txt --side RUS=b.txt",
                    side=pair[0],
                )
            )
        raise ValueError(
            Phrase("two sides are needed and no side is known: name them, as in --side USA=a.txt --side RUS=b.txt")
        )
    return pair[0], pair[1]


def met(records: Sequence[Record]) -> list[str]:
    """The states of the contacts that the records report, those of the likeliest pair first."""
    counts: Counter[tuple[str, ...]] = Counter()
    for record in records:
        for n, contact in enumerate(record.contacts):
            states = tuple(dict.fromkeys(p.state for p in contact.participants if p.state))[:2]
            if len(states) == 2:
                people = sum(p.person for p in contact.participants)
                counts[states] += (4 if contact.status == "held" else 1) + 2 * people - min(n, 2)
    return [state for states, _ in counts.most_common() for state in states]


def own_side(record: Record, reader: Encoder, among: Sequence[str] = ()) -> str | None:
    """Whose own text a record's article is: by its publisher, else, where it is a readout, by its words.

    What a state's agency publishes is its side's own text where it is a readout, and a newspaper's article otherwise.
    """
    readout = is_readout(record.article)
    source = publisher(record.article)
    if source is not None and (source.rank == "text" or readout) and (not among or source.state in among):
        return source.state
    return host_side(record.article, among, record=record, actors=reader.actors) if readout else None


def given_accounts(
    records: Sequence[Record], told: Sequence[str | None], pair: tuple[str, str], reader: Encoder
) -> tuple[Account, ...]:
    """Every account in the records, named a, a2, b, news … in the order of RANKS, then of the records."""
    found: list[Account] = []
    for n, (record, code) in enumerate(zip(records, told, strict=True)):
        side = code if code and code != NEWS else None if code == NEWS else own_side(record, reader, pair)
        if side in pair:
            found.append(_own(record, n, side, reader.actors, given=code is not None))
        else:
            told_here = told_accounts(record, n, pair)
            found += [replace(a, name=side_name(a.side, a.language, reader.actors)) if a.side else a for a in told_here]
    order = sorted(found, key=lambda a: (RANKS.index(a.rank), a.basis.kind == "told", a.record))
    counts: Counter[str] = Counter()
    out = []
    for account in order:
        letter = "ab"[pair.index(account.side)] if account.side in pair else "news"
        counts[letter] += account.stage == "after"
        number = counts[letter]
        ids = letter if number == 1 and account.stage == "after" else f"{letter}{number}"
        if account.stage == "before":
            counts[f"{letter}-before"] += 1
            ids = f"{letter}-before{counts[f'{letter}-before']}"
        out.append(replace(account, id=ids))
    return tuple(sorted(out, key=lambda a: (a.stage == "before", a.id.rstrip("0123456789"), len(a.id), a.id)))


def _own(record: Record, number: int, side: str, actors: Actors, *, given: bool) -> Account:
    article = record.article
    source = publisher(article)
    rank = source.rank if source is not None and source.state == side else "text"
    kind = "full" if given or source is not None or is_readout(article) else "excerpt"
    language = article.language.value if article.language else ""
    return Account(
        id="", side=side, name=side_name(side, language, actors), rank=rank, record=number,
        basis=Basis("full" if kind == "full" else "excerpt", source.name if source else None),
        spans=((0, len(article.text)),), words=count(article.text), language=language, published=article.published,
        url=article.url.value if article.url else None,
    )  # fmt: skip


def side_name(state: str, language: str, actors: Actors | None = None) -> str:
    """A state's name in a language, that of the user's own files before others; its code where none is known."""
    own = actors.name(state, language) if actors is not None else None
    if own:
        return own
    for known in (state_names(language), state_names("en")):
        for name, code in known.items():
            if code == state:
                return name
    return state
