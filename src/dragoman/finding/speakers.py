"""Whom a name means: the store's actors of that name, and those whom the resolver knows by it in other languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from dragoman.finding.directory import Directory, Entry
from dragoman.resolver import Actors
from dragoman.resolver.holders import Form, Holder
from dragoman.resolver.knowledge import table
from dragoman.resolver.words import Token, fold, stem, stems
from dragoman.resolver.words import tokens as name_tokens
from dragoman.store.stems import folded, tokens

BROADEST: Final = 500
"""Actors that a name may mean; of more it means the first."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a name was taken for: the actors' row numbers, and their names with their states, each once.

    Where there are none, ``like`` are names that are written nearly so.
    """

    said: str
    ids: tuple[int, ...]
    names: tuple[tuple[str, str], ...]
    like: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.ids)


def taken(connection: Connection, said: str, actors: Actors | None = None) -> Taken:
    """The actors of a store that a name means, in any form and in any language that is known of them.

    ``actors`` is the resolver's knowledge; without it only the words of the name are looked for.
    """
    directory = Directory.of(connection)
    found = {entry.id: entry for entry in directory.with_words(_words(said))}
    for name, state, person in _known(said, actors) if actors is not None else ():
        for entry in directory.with_words(_words(name)[-1:]):
            if state in (None, entry.state, "") and (not person or entry.person) and _same(entry, name, person):
                found[entry.id] = entry
    chosen = [found[number] for number in sorted(found)[:BROADEST]]
    names = tuple(dict.fromkeys((entry.name, entry.state) for entry in chosen))
    return Taken(said, tuple(entry.id for entry in chosen), names, () if chosen else tuple(directory.like(said)))


def _words(name: str) -> list[str]:
    """The words of a name; of two Chinese characters one word."""
    found = list(tokens(name))
    whole = [token for token in found if token.end - token.start > 1 or not _follows(token.start, found)]
    return [name[token.start : token.end] for token in whole]


def _follows(start: int, found: Sequence[tuple[int, int, str, str]]) -> bool:
    return any(first < start < end for first, end, _, _ in found)


def _same(entry: Entry, name: str, person: bool) -> bool:
    """Whether an actor bears this name and no more than it."""
    mine = {token.form for token in tokens(name)}
    return mine >= set(entry.words) if person else mine == set(entry.words)


def _known(said: str, actors: Actors) -> Iterator[tuple[str, str | None, bool]]:
    """Names for the same as ``said``: (name, state or None, whether a person's)."""
    words = name_tokens(said.title())
    for holder in actors.roll.mentioned(words):
        if any(_fits(words, form) for form in holder.forms):
            yield from _names(holder)
    own = " ".join(folded(word) for word in said.split())
    for file, section in (("institutions.toml", "institution"), ("metonyms.toml", "metonym")):
        for entry in table(file)[section]:
            phrases = [
                phrase.strip(" =«»\n")
                for key, listed in entry.items() if key not in ("state", "sector")
                for phrase in str(listed).split(",")
            ]  # fmt: skip
            if any(" ".join(folded(word) for word in phrase.split()) == own for phrase in phrases):
                yield from ((phrase, entry.get("state"), False) for phrase in phrases if phrase)


def _names(holder: Holder) -> Iterator[tuple[str, str | None, bool]]:
    for name in dict.fromkeys([*holder.name.values(), *(form.full for form in holder.forms)]):
        yield name, holder.state, True


def _fits(words: Sequence[Token], form: Form) -> bool:
    """Whether words are a family name, alone or with first names of its bearer."""
    left = list(words)
    for part in form.family:
        bearer = next((word for word in left if _is(word, part)), None)
        if bearer is None:
            return False
        left.remove(bearer)
    return all(any(_is(word, name) or name == word.folded[:1] for name in _given(form, word)) for word in left)


def _given(form: Form, word: Token) -> Iterator[str]:
    for name in form.given:
        yield name
        if len(word.folded) == 1:
            yield name[:1]


def _is(word: Token, name: str) -> bool:
    return any(stem(fold(name), language) in stems(word.folded, language) for language in ("ru", "uk", "en"))
