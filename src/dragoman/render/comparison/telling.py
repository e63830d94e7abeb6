"""How accounts are named, how they are known, and what is said where one has nothing."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Literal

from dragoman.accounts.comparison import Account, Basis, Comparison
from dragoman.render.comparison.wording import Wording
from dragoman.render.outline import clean

Letter = Literal["a", "b", "news"]


def letter(account: str) -> Letter:
    """Whose account an id is: "a" of "a2" and "a-before1", "news" of all that is no side's."""
    return "news" if account.startswith("news") else "b" if account.startswith("b") else "a"


def other(account: str) -> Letter:
    """The side across from an account's."""
    return "b" if letter(account) == "a" else "a"


def label(account: str, say: Wording) -> str:
    """An account's short name: A, B2, News."""
    name, _, before = account.partition("-")
    digits = name.lstrip("abcdefghijklmnopqrstuvwxyz")
    own = letter(account)
    said = f"{say.say('news') if own == 'news' else own.upper()}{digits}"
    return say.say("beforehand", label=said) if before else said


def side(comparison: Comparison, of: Letter, say: Wording) -> str:
    """A side's name and code; the code alone where no name is known, as of an invented state."""
    code = comparison.sides["ab".index(of)]
    name = say.state(code)
    if name is None:
        own = [a for a in comparison.accounts if a.side == code and a.name != code]
        own.sort(key=lambda a: a.language.split("-")[0] != say.language)
        name = clean(own[0].name) if own else None
        if name and _script(name) != _script(say.say("news")):
            name = None  # a name in letters that the headings' language has not is no name in it
    return f"{name} ({clean(code)})" if name else clean(code)


def _script(text: str) -> str:
    """The script of the first letter, such as LATIN."""
    first = next((char for char in text if char.isalpha()), "a")
    return unicodedata.name(first, "").partition(" ")[0]


def state(comparison: Comparison, code: str, say: Wording) -> str:
    """The name of a state, one of the sides or another; the code where none is known."""
    if code in comparison.sides:
        return side(comparison, "ab"[comparison.sides.index(code)], say)  # type: ignore[arg-type]
    return say.state(code) or clean(code)


def told_by(comparison: Comparison, account: Account, say: Wording) -> str:
    """Who tells, of an account beside a side's main one: a side by itself, a publisher, or a publisher of a side."""
    publisher = clean(account.basis.publisher or "").strip()
    if letter(account.id) == "news":
        return publisher or clean(account.name) or say.say("news")
    known = basis(account, say, article(comparison, account))
    return known if account.basis.kind == "told" else f"{label(account.id, say)}, {known}"


def basis(account: Account, say: Wording, article: str = "") -> str:
    """How an account is known: its full text, an excerpt, or as somebody tells it.

    ``article`` is what its article is called; it is named where no publisher is known.
    """
    publisher = clean(account.basis.publisher or "").strip()
    kind = account.basis.kind
    if kind == "told":
        teller = publisher or article
        return say.say("told", publisher=teller) if teller else say.say("told_here")
    return say.say(f"{kind}_by", publisher=publisher) if publisher else say.say(kind)


def article(comparison: Comparison, account: Account) -> str:
    """What an account's article is called, where it has a name of its own."""
    name = clean(comparison.records[account.record].article.id).strip()
    return "" if name == "-" else name


def reports(comparison: Comparison, of: Letter) -> list[Account]:
    """A side's accounts of the contact itself, without what was announced before it."""
    return [a for a in comparison.accounts if letter(a.id) == of and a.stage == "after"]


def full(comparison: Comparison, of: Letter) -> bool:
    """Whether the full text of a side's account is at hand."""
    return any(a.basis.kind == "full" for a in reports(comparison, of))


def known(comparison: Comparison, of: Letter, say: Wording) -> str:
    """What is at hand of a side's account, in few words: how much of it, and how it is known."""
    said = []
    for account in reports(comparison, of):
        own = account if account.basis.kind == "told" else replace(account, basis=Basis(account.basis.kind))
        said.append(f"{say.count('words', account.words)}, {basis(own, say, article(comparison, account))}")
    return "; ".join(said)


def absence(comparison: Comparison, of: Letter, say: Wording, *, own: bool = False) -> str:
    """That a side's account has nothing of a thing, by what is known of the account; ``own`` of ascribed claims."""
    details = known(comparison, of, say)
    if not details:
        return say.say("no_own" if own else "no_account", side=of.upper())
    return say.say("absent_own" if own else "absent", side=of.upper(), details=details)
