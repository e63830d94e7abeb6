"""The wordings of a side's account beside its earlier accounts: repeated, reworded, new, dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from dragoman.accounts.align import pairs
from dragoman.accounts.claims import claims
from dragoman.accounts.comparison import Formula
from dragoman.accounts.conflict import found
from dragoman.accounts.earlier import Earlier, day, earlier
from dragoman.accounts.given import given_accounts
from dragoman.accounts.rows import Seen, chances, see
from dragoman.accounts.sight import Encoder, near, rarity
from dragoman.record import Record
from dragoman.resolver.words import rough, tokens

REPEATED: Final = 0.7
"""From this share of common words on, the rare ones weighing more, two claims in one language are one formula. Of the
pairs of ``SET_ON`` in ``tests/earlier_sample.py`` those of one wording have 0.76 and more, the reworded 0.36
and less."""

MOSTLY: Final = 0.5
"""From this share on a claim in one language is a rewording whatever the encoder says. A choice in that gap."""

NEAR: Final = {True: 0.475, False: 0.385}
"""How near the encoder must see claims in other words, in one language and in two, besides the probability. With the
fifth reader rewordings in ``SET_ON`` and ``SET_ASIDE`` have 0.502 and more in one language and 0.406 in two, strangers
of that probability 0.454 and 0.367 at most: few pairs, so expect errors near the line."""
LIKELY: Final = 0.35
"""From which probability on that they tell of one thing claims may be a rewording. Lower than that from which two
sides' claims are joined: what a side says again it says of the same things."""

Outcome = Literal["repeated", "reworded"]


@dataclass(frozen=True, slots=True)
class _Met:
    """A claim of an account met again in an earlier one: its place there."""

    there: int
    outcome: Outcome


def formulas(
    after: Sequence[Seen], records: Sequence[Record], previous: Sequence[Record], pair: tuple[str, str],
    reader: Encoder,
) -> tuple[Formula, ...]:  # fmt: skip
    """Every claim of a side's own text beside its earlier accounts with the same partner, then what it no longer has.

    ``repeated`` is the same words but for inflection and small changes, ``reworded`` the same thing in other words.
    Between two languages words are not compared: what is met again is reworded. ``dropped`` is what the latest earlier
    account has and this one has not, where this one is known in full. A side without earlier accounts has no formulas.
    Where it has several texts of its own, the first in the language of most earlier accounts is taken.
    """
    known = earlier(previous, pair, reader) if previous else []
    out: list[Formula] = []
    for side in pair:
        own = [seen for seen in after if seen.account.side == side and seen.account.basis.kind != "told"]
        older = [one for one in known if one.side == side]
        if own and older:
            now = max(own, key=lambda seen: sum(_language(one.record) == seen.account.language for one in older))
            out += _beside(now, records[now.account.record], older, pair, reader)
    return tuple(out)


def _beside(
    now: Seen, record: Record, older: Sequence[Earlier], pair: tuple[str, str], reader: Encoder
) -> Iterator[Formula]:
    """The formulas of one account; its own text among the earlier ones, and later ones, are left aside."""
    today = day(record)
    kept = [one for one in older if one.record.article.text != record.article.text]
    kept = [one for one in kept if not (today and one.day > today)]
    kept.sort(key=lambda one: (one.day, _language(one.record) == now.account.language))
    if not kept:
        return
    texts = [_seen(one, pair, reader) for one in kept]
    met = [_again(then, now, pair) for then in texts]
    name = now.account.id
    for n, sight in enumerate(now.sights):
        latest = [k for k in reversed(range(len(kept))) if n in met[k]]
        latest.sort(key=lambda k: met[k][n].outcome != "repeated")
        if not latest:
            yield Formula(name, "new", sight.claim)
            continue
        k = latest[0]
        there = texts[k].sights[met[k][n].there].claim
        yield Formula(name, met[k][n].outcome, sight.claim, kept[k].number, there.spans)
    if now.account.basis.kind == "full":
        stays = {one.there for one in met[-1].values()}
        for m, sight in enumerate(texts[-1].sights):
            if m not in stays:
                yield Formula(name, "dropped", None, kept[-1].number, sight.claim.spans)


def _seen(one: Earlier, pair: tuple[str, str], reader: Encoder) -> Seen:
    account = given_accounts([one.record], [one.side], pair, reader)[0]
    return see(account, claims(account, one.record, pair), one.record, pair, reader)


def _again(then: Seen, now: Seen, pair: tuple[str, str]) -> dict[int, _Met]:
    """The claims of an account that an earlier one has too, each met once at most, by their place in the account."""
    if not then.sights or not now.sights:
        return {}
    one_language = then.account.language == now.account.language
    same, _ = chances(then, now, pair)
    weight = rarity([*then.sights, *now.sights])
    close = np.array([[sum(near(x, y, weight)) / 2 for y in now.sights] for x in then.sights])
    score = np.where((same >= LIKELY) & (close >= NEAR[one_language]), same, 0.0)
    shared = wording([s.text for s in then.sights], [s.text for s in now.sights], now.account.language)
    if one_language:
        score = np.where(shared >= MOSTLY, 1 + shared, score)
    out = {}
    for i, j, _ in pairs(score, LIKELY):
        words = one_language and shared[i, j] >= REPEATED and not _turned(then, i, now, j)
        out[j] = _Met(i, "repeated" if words else "reworded")
    return out


def _turned(then: Seen, i: int, now: Seen, j: int) -> bool:
    """Whether claims of like words have other numbers, or only one of them negates: that is no small change."""
    x, y = then.told[i], now.told[j]
    denied = (found(x, "no") is None) != (found(y, "no") is None)
    return denied or then.sights[i].numbers != now.sights[j].numbers


def wording(a: Sequence[str], b: Sequence[str], language: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """For every two texts of one language the share of their words that they have in common, (n, m), 0 to 1.

    Inflected forms count as one word; a word weighs the more, the fewer of the texts have it.
    """
    bags = [Counter(rough(t.folded, language) for t in tokens(text)) for text in (*a, *b)]
    spread = Counter(word for bag in bags for word in bag)
    weight = {word: float(np.log(1 + len(bags) / n)) for word, n in spread.items()}
    size = [sum(weight[w] * n for w, n in bag.items()) for bag in bags]
    out = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for j in range(len(b)):
            shared = bags[i] & bags[len(a) + j]
            whole = size[i] + size[len(a) + j]
            out[i, j] = 2 * sum(weight[w] * n for w, n in shared.items()) / whole if whole else 0.0
    return out


def _language(record: Record) -> str:
    return record.article.language.value if record.article.language else ""
