"""A comparison in a neutral paragraph or two, made of its accounts' own words, every clause with its footnote."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Final

from dragoman.accounts.comparison import Claim, Comparison, Row, Status
from dragoman.article import Span
from dragoman.render import outline as records
from dragoman.render.comparison.encounter import Encounter
from dragoman.render.comparison.footnotes import Footnotes, account_of, named, quote, teller, tongue
from dragoman.render.comparison.shorten import shorten
from dragoman.render.comparison.telling import Letter, full, known, letter, other
from dragoman.render.comparison.wording import Wording, wording

MOST: Final = 12
"""Clauses of a brief at most: it is read where a page would not be. A choice."""

BEFOREHAND: Final = 2
"""Of these, those kept for what was announced and not reported. A choice."""

ROOM: Final = 200
"""Characters of a claim; a longer one is shortened, and stands whole in its footnote. A choice."""

_ORDER: Final[tuple[Status, ...]] = ("conflict", "both")


def to_brief(comparison: Comparison, language: str = "en") -> str:
    """The brief as plain text in a language of ``wording.LANGUAGES``, footnotes below. Raises ValueError for others.

    Who met, how and when; where the accounts differ; what is in both, then in one; what was announced and is in none.
    Words of the accounts stand in quotation marks, in their own language, with the user's machine translation if any.
    """
    return _Brief(comparison, language).text()


@cache
def _own_words(language: str) -> Wording:
    say = wording(language)
    text = files("dragoman.render.comparison").joinpath(f"brief.{say.language}.toml").read_text(encoding="utf-8")
    return Wording(say.language, tomllib.loads(text))


class _Brief:
    def __init__(self, comparison: Comparison, language: str) -> None:
        self.comparison = comparison
        self.say = wording(language)
        self.own = _own_words(language)
        self.notes = Footnotes(comparison, self.say, self.own)

    def text(self) -> str:
        unreported = [one.claim for one in self.comparison.announced if not one.found]
        told = {row.reason.kind for row in self.comparison.rows if row.status == "conflict" and row.reason}
        opening = list(Encounter(self.comparison, self.say, self.own, self.notes).sentences(told))
        room = max(0, MOST - len(opening) - min(BEFOREHAND, len(unreported)))
        chosen = self.chosen(room)
        first = opening + [self.both(row) for row in chosen if row.status in _ORDER]
        second = [*self.only("a", chosen), *self.only("b", chosen), *self.positions(chosen)]
        if unreported:
            second.append(self.own.say("announced", told=self.told([c, None] for c in unreported[:BEFOREHAND])))
        second += self.rest(chosen)
        below = ["\n".join(self.notes.lines), "\n".join(self.notes.texts()), self.own.say("foot")]
        parts = [" ".join(first), " ".join(second), *below]
        return "\n\n".join(part for part in parts if part) + "\n"

    def chosen(self, room: int) -> list[Row]:
        """The rows that there is room for: conflicts, then what is in both, then what one side has, by turns."""
        rows = self.comparison.rows
        known = [row for status in _ORDER for row in rows if row.status == status]
        alone = [[row for row in rows if row.status == status] for status in ("only-a", "only-b")]
        known += [row for turn in zip_longest(*alone) for row in turn if row is not None]
        return [row for row in known if self.first(row, "a") or self.first(row, "b")][:room]

    @staticmethod
    def first(row: Row, of: Letter) -> Claim | None:
        """What the foremost of a side's accounts has in a row."""
        names = sorted((n for n, claims in row.claims.items() if claims and letter(n) == of), key=lambda n: (len(n), n))
        return row.claims[names[0]][0] if names else None

    def both(self, row: Row) -> str:
        """A row of both sides; in a conflict, what they differ on."""
        spans = (row.reason.a_span, row.reason.b_span) if row.reason else (None, None)
        claims = (self.first(row, "a"), self.first(row, "b"))
        told = self.told([c, span] for c, span in zip(claims, spans, strict=True) if c is not None)
        if row.status == "conflict":
            kind = row.reason.kind if row.reason else "happened"
            on = self.own.tables["on"].get(kind) or self.say.term("reason", kind)
            return self.own.say("differ", what=on, told=told)
        topic = self.topic(row)
        return self.own.say("both_on", topic=topic, told=told) if topic else self.own.say("both", told=told)

    def topic(self, row: Row) -> str:
        """The row's topic, if it is one that tells anything and a claim is surely on it."""
        labels = (label for claims in row.claims.values() for claim in claims for label in claim.topics)
        sure = any(label.value == row.topic and label.resolved for label in labels)
        return self.say.topic(row.topic) if sure and row.topic != "other" else ""

    def only(self, of: Letter, rows: Sequence[Row]) -> Iterator[str]:
        """What one side's accounts have, those of one basis in one sentence, and that the other's text has it not."""
        groups: dict[str, list[str]] = {}
        for row in rows:
            claim = self.first(row, of)
            if row.status == f"only-{of}" and claim is not None:
                who = self.teller(claim)
                groups.setdefault(who, []).append(self.words(claim))
        beside = other(of)
        name = self.side(beside)
        details = known(self.comparison, beside, self.say)
        for who, told in groups.items():
            said = self.own.say("then").join(told)
            if details:
                yield self.own.say("only", account=who, told=said, other=name, details=details)
            else:
                yield self.own.say("only_text", account=who, told=said, other=name)

    def side(self, of: Letter) -> str:
        """A side's account, at hand or not."""
        return account_of(self.comparison, self.comparison.sides["ab".index(of)], self.say, self.own)

    def teller(self, claim: Claim) -> str:
        return teller(self.comparison, self.comparison.account(claim.account), self.say, self.own)

    def positions(self, rows: Sequence[Row]) -> Iterator[str]:
        """The topics on which both sides take positions in these rows, and other ones."""
        here = [row for row in rows if row.differ]
        topics = {of: {row.topic for row in here if row.status == f"only-{of}"} for of in ("a", "b")}
        here = [row for row in here if row.topic in topics["a"] & topics["b"]]
        if here:
            names = ", ".join(dict.fromkeys(self.say.topic(row.topic) for row in here))
            claims = (self.first(row, "a") or self.first(row, "b") for row in here)
            marks = "".join(dict.fromkeys(self.notes.claim(claim) for claim in claims if claim))
            yield self.own.say("positions", topics=names, marks=marks)

    def told(self, claims: Iterable[Sequence[Claim | Span | None]]) -> str:
        """What several accounts say, one after the other, all with the same verb."""
        said = []
        for claim, keep in claims:
            assert isinstance(claim, Claim) and not isinstance(keep, Claim)
            said.append(self.own.say("says", account=self.teller(claim), words=self.words(claim, keep)))
        return self.own.say("then").join(said)

    def words(self, claim: Claim, keep: Span | None = None) -> str:
        """A claim's own words, shortened, with their language, whose words they are said to be, and the footnote."""
        account = self.comparison.account(claim.account)
        text, start = self.comparison.words(claim), claim.spans[0][0] if claim.spans else 0
        inside = keep and (max(0, keep[0] - start), min(len(text), keep[1] - start))
        short = records.clean(shorten(text, ROOM, inside if inside and inside[0] < inside[1] else None))
        about = [tongue(account.language, self.own)]
        of = [code for code in claim.by if code in self.comparison.sides] if claim.ascribed else []
        about += [self.own.say("ascribed", who=named(self.comparison, code, self.say, self.own)) for code in of[:1]]
        if translation := records.clean(self.comparison.translations.get(claim.id, "")).strip():
            about.append(self.own.say("machine", words=shorten(translation, ROOM)))
        said = self.own.say("then").join(part for part in about if part)
        return f"{quote(short, self.own)}{f' ({said})' if said else ''} {self.notes.claim(claim)}"

    def rest(self, chosen: Sequence[Row]) -> list[str]:
        """How many rows are left; a number only where both sides' full texts are at hand."""
        left = [row for row in self.comparison.rows if row not in chosen]
        if not left:
            return []
        if not (full(self.comparison, "a") and full(self.comparison, "b")):
            return [self.own.say("more_texts")]
        count = Counter(str(row.status) for row in left)
        said = [self.say.count(status, count[status]) for status in _ORDER if count[status]]
        sides: tuple[tuple[Letter, Letter], ...] = (("a", "b"), ("b", "a"))
        for of, beside in sides:
            if n := count[f"only-{of}"]:
                said.append(self.own.say("more_only", n=n, account=self.side(of), other=self.side(beside)))
        return [self.own.say("more", counts=self.own.say("then").join(said))]
