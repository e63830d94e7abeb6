"""The footnotes of a brief: each account's own words, how it is known, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.accounts.comparison import Account, Claim, Comparison, Value
from dragoman.article import Span
from dragoman.render import outline as records
from dragoman.render.comparison.parts import language
from dragoman.render.comparison.passages import published
from dragoman.render.comparison.telling import article, basis, label, letter, told_by
from dragoman.render.comparison.wording import Wording


@dataclass(slots=True)
class Footnotes:
    """Numbered as they are first asked for; the same words of one account have one number.

    ``say`` are the words that all forms share, ``own`` those of briefs.
    """

    comparison: Comparison
    say: Wording
    own: Wording
    lines: list[str] = field(default_factory=list)
    _numbers: dict[tuple[str, tuple[Span, ...]], int] = field(default_factory=dict)

    def claim(self, claim: Claim) -> str:
        """The mark of a claim, "[3]"."""
        side = self.comparison.account(claim.account).side
        # That a side speaks for itself where nobody is named goes without saying.
        known = [a for a in claim.speakers if a.person or not (a.inferred and a.state == side)]
        who = "; ".join(self.say.actor(actor) for actor in known)
        return self._mark(claim.account, claim.spans, self.own.say("speaker", who=who) if who else "")

    def value(self, value: Value) -> str:
        """The mark of what an account tells of a field of the contact."""
        return self._mark(value.account, (value.span,) if value.span else (), "")

    def texts(self) -> list[str]:
        """The texts that have a footnote, with the accounts that they hold: title, publication, address."""
        held: dict[int, list[Account]] = {}
        for name in dict.fromkeys(name for name, _ in self._numbers):
            account = self.comparison.account(name)
            held.setdefault(account.record, []).append(account)
        return [self._text(number, accounts) for number, accounts in held.items()]

    def _text(self, number: int, accounts: Sequence[Account]) -> str:
        record = self.comparison.records[number]
        source = published(record, accounts[0], self.say)
        dated = accounts[0].published or record.article.published
        about = [source.title, source.publisher]
        about += [self.say.say("published", when=source.when) if dated else source.when, source.url]
        names = ", ".join(label(account.id, self.say) for account in accounts)
        said = "; ".join(dict.fromkeys(part for part in about if part))
        return self.own.say("text", label=names, about=said)

    def _mark(self, name: str, spans: tuple[Span, ...], speaker: str) -> str:
        key = (name, spans)
        if key not in self._numbers:
            self._numbers[key] = len(self.lines) + 1
            self.lines.append(self._line(len(self.lines) + 1, self.comparison.account(name), spans, speaker))
        return f"[{self._numbers[key]}]"

    def _line(self, number: int, account: Account, spans: tuple[Span, ...], speaker: str) -> str:
        record = self.comparison.records[account.record]
        name = called(self.comparison, account, self.say, self.own)
        known = ""
        if letter(account.id) != "news":
            name = name[:1].upper() + name[1:]
            known = basis(account, self.say, article(self.comparison, account))
        labelled = self.own.say("labelled", account=name, label=label(account.id, self.say))
        said = ", ".join(part for part in (labelled, known, speaker) if part)
        if not spans:
            return self.own.say("note_metadata", n=number, account=said)
        where = [tongue(account.language or language(record), self.own)]
        where += [self.own.say("characters", start=start, end=end) for start, end in spans]
        quoted = quote(records.words(record, spans), self.own)
        return self.own.say("note", n=number, account=said, words=quoted, where="; ".join(w for w in where if w))


def called(comparison: Comparison, account: Account, say: Wording, own: Wording) -> str:
    """An account as a sentence names it: by its side, or a newspaper by its name."""
    if letter(account.id) == "news" or account.side is None:
        return told_by(comparison, account, say)
    return account_of(comparison, account.side, say, own)


def account_of(comparison: Comparison, code: str, say: Wording, own: Wording) -> str:
    """A side's account, whether or not one is at hand."""
    name = named(comparison, code, say, own)
    return own.say("account_s" if name.endswith("s") else "account", who=name)


def teller(comparison: Comparison, account: Account, say: Wording, own: Wording) -> str:
    """An account as a sentence names it, with who tells it where it is no text of its side's own."""
    name = called(comparison, account, say, own)
    if letter(account.id) == "news" or account.basis.kind != "told":
        return name
    return own.say("told", account=name, basis=basis(account, say, article(comparison, account)))


def named(comparison: Comparison, code: str, say: Wording, own: Wording) -> str:
    """A state's name in a sentence, what its accounts call it where none is known, or its code."""
    if code in own.tables["called"]:
        return str(own.tables["called"][code])
    if known := say.state(code):
        return known
    names = [a for a in comparison.accounts if a.side == code and a.name != code]
    names.sort(key=lambda a: a.language.split("-")[0] != say.language)
    return records.clean(names[0].name if names else code).strip()


def quote(words: str, own: Wording) -> str:
    """Words of a text in the quotation marks of the brief's language."""
    return f"{own.say('open')}{words.strip()}{own.say('close')}"


def tongue(code: str, own: Wording) -> str:
    """A language's name, where it is another than the brief's; empty where it is not known."""
    from babel import Locale, UnknownLocaleError

    if not code or code.split("-")[0].lower() == own.language:
        return ""
    try:
        name = Locale.parse(code, sep="-").get_language_name(own.language)
    except (UnknownLocaleError, ValueError):
        name = None
    return own.say("in_language", language=name or records.clean(code))
