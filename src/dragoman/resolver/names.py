"""Proper names in a text: which words they are, and which office-holders they may mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.resolver.document import Document
from dragoman.resolver.holders import Form, Holder
from dragoman.resolver.senses import Hit
from dragoman.resolver.words import rough, stem, stems

_PARTICLES = frozenset([
    "де", "да", "ди", "дель", "ван", "фон", "аль", "эль", "ибн", "бин", "бен", "оглы", "оглу", "ле", "ла",
    "дер", "ден", "и", "de", "da", "di", "del", "della", "van", "von", "al", "el", "ibn", "bin", "ben",
    "der", "den", "la", "le", "du", "dos", "y", "e", "ul", "ur"
])  # fmt: skip


_OPENING = "«„“‘\"'「『‹"


NOUNS = ("title", "sector", "body", "metonym", "link", "document", "kin")


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: its words [first, last) and whether it stands in quotation marks."""

    first: int
    last: int
    quoted: bool = False


def is_name(doc: Document, index: int) -> bool:
    """Whether a word may be part of a person's or an organisation's own name."""
    if not doc.words[index].capital:
        return False
    found = doc.named.get(index)
    if found is None:
        found = doc.named[index] = _is_name(doc, index)
    return found


def _is_name(doc: Document, index: int) -> bool:
    if index in doc.holders:
        return True
    word, hit = doc.words[index], doc.hits[index]
    if not word.text[0].isupper():
        return hit is None and word.script in ("cjk", "arabic")
    if hit is None:
        if not doc.opens(index):
            return True
        own = rough(word.folded, doc.language)
        if own in doc.proper:
            return True
        if own in doc.common:
            return False
        return _followed(doc, index + 1) or (not _ADJECTIVE.search(word.text) and not _noun_next(doc, index + 1))
    if all(s.kind in ("place", "capital", "stop", "pronoun", "weak", "of", "former", "article") for s in hit.senses):
        following = hit.last
        if place_after_name(doc, index, hit):
            return True
        joined = (
            following < len(doc.words) and doc.gap(following) in (" ", "-") and doc.words[following].text[0].isupper()
        )
        place = hit.of("place", "capital") is not None
        before = doc.hits[index - 1] if index else None
        if joined and doc.hits[following] is None and (place or len(word.text) == 1):
            return not (before and before.of("weak"))
    return len(word.text) == 1 and doc.gap(index + 1).startswith(".")


def place_after_name(doc: Document, index: int, hit: Hit) -> bool:
    """A family name that is also a place, after a first name (Джек Лондон)."""
    before = index - 1
    return (
        hit.last == index + 1
        and hit.of("place", "capital") is not None
        and before >= 0
        and doc.gap(index) == " "
        and doc.hits[before] is None
        and doc.words[before].text[0].isupper()
        and not doc.opens(before)
    )


_ROMAN = re.compile(r"[IVX]+")


_ADJECTIVE = re.compile(r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ыми|ими|ных|ых|их|ько|ные)$")


def _followed(doc: Document, index: int) -> bool:
    """Whether a word at the head of a sentence has a name or its own comma after it."""
    if index >= len(doc.words) or not doc.words[index].text[0].isupper():
        return False
    hit = doc.hits[index]
    return doc.gap(index) in (" ", "-", "\u00a0") and (hit is None or index in doc.holders)


def _noun_next(doc: Document, index: int) -> bool:
    if index >= len(doc.words) or doc.gap(index) != " ":
        return False
    hit = doc.hits[index]
    return bool(hit and hit.of(*NOUNS) and doc.words[index].text[0].islower())


def names(doc: Document, first: int, last: int) -> list[Name]:
    """The proper names between two words."""
    found: list[Name] = []
    words, hits = doc.words, doc.hits
    index = first
    while index < last:
        if not (words[index].capital and is_name(doc, index)):
            hit = doc.hit(index, last) if hits[index] is not None else None
            index = hit.last if hit is not None else index + 1
            continue
        start = index
        index += 1
        while index < last:
            gap = doc.gap(index).strip(" \u00a0")
            if gap not in ("", "-", "’", "'", "·", "•", "\u200c", ".", ".-"):
                break
            if "." in gap and len(doc.words[index - 1].text) > 2:
                break
            numeral = bool(_ROMAN.fullmatch(doc.words[index].text))
            if doc.words[index].script != doc.words[index - 1].script and not numeral:
                break
            if is_name(doc, index):
                index += 1
                continue
            particle = doc.words[index].folded in _PARTICLES and doc.words[index].text.islower()
            if (
                particle
                and index + 1 < last
                and is_name(doc, index + 1)
                and doc.words[index].folded not in ("и", "y", "e")
            ):
                index += 2
                continue
            break
        quoted = any(c in _OPENING for c in doc.gap(start))
        found += [Name(a, b, quoted) for a, b in _split(doc, start, index)]
    return found


def _split(doc: Document, first: int, last: int) -> list[tuple[int, int]]:
    """Two people named in a row («Путина Дмитрий Песков») are two names."""
    cut = first
    found: list[tuple[int, int]] = []
    for index in range(first, last - 1):
        ends = [end for end, form, _ in doc.holders.get(index, ()) if index == first or given(doc, [index - 1], form)]
        if ends and max(ends) <= last - 1 and index >= cut and doc.gap(max(ends)) == " ":
            if max(ends) == last - 1 and (index == cut or _ROMAN.fullmatch(doc.words[last - 1].text)):
                continue
            if index == cut and last - max(ends) < 2:
                continue
            found.append((cut, max(ends)))
            cut = max(ends)
    return [*found, (cut, last)]


def matches(doc: Document, name: Name) -> list[tuple[Form, Holder]]:
    """The office-holders whom a name may mean: family name found, and no other first name beside it."""
    found: list[tuple[Form, Holder]] = []
    for index in range(name.first, name.last):
        for last, form, holder in doc.holders.get(index, ()):
            if last > name.last:
                continue
            rest = [i for i in range(name.first, name.last) if not index <= i < last]
            if not rest or given(doc, rest, form):
                found.append((form, holder))
    return found


def given(doc: Document, rest: list[int], form: Form) -> bool:
    """Whether one of the words beside a family name is a first name or initial of its bearer."""
    known = [stem(w, doc.language) for w in form.given]
    for index in rest:
        word = doc.words[index]
        if len(word.text) == 1:
            if any(other.startswith(word.folded) for other in form.given):
                return True
            continue
        own = stems(word.folded, doc.language)
        if any(other in own for other in known):
            return True
        if any(len(other) >= 4 and word.folded.startswith(other[:4]) for other in form.given):
            return True
    return False
