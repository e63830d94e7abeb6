"""Where a contact took place, as an account tells it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.accounts.comparison import Value
from dragoman.accounts.reported import Reported, Text, words
from dragoman.article import Span
from dragoman.resolver.dates import days
from dragoman.resolver.knowledge import table
from dragoman.resolver.senses import Hit
from dragoman.resolver.triggers import main
from dragoman.resolver.words import stem, stems, tokens

_REMOTE = ("phone", "video", "letter")
_NEAR = 110
"""Characters between the word for a contact and where it took place."""


def place(report: Reported) -> tuple[str, Span | None] | None:
    """The town that the sentences that report a contact say it took place in; none for a call or a letter."""
    text = report.text
    told = [(span, main(text.triggers(span))) for span in report.spans]
    first = next((t for _, t in told if t is not None and t.kind != "talk"), None)
    if first is not None and first.kind in _REMOTE:
        return None
    for span, trigger in told:
        if trigger is None or trigger.kind in _REMOTE:
            continue
        near = [(abs(at[0] - trigger.span[0]), at, name) for at, name in _towns(text, span)]
        near = [one for one in near if one[0] <= _NEAR]
        if near:
            _, at, name = min(near)
            return name, text.own(at)
    return None


def _towns(text: Text, span: Span) -> list[tuple[Span, str]]:
    """Towns after a word that says that something is there: known ones, else a name that is nothing else."""
    doc = text.doc
    dated = [d.span for d in days(doc.text, span, doc.language, doc.today)]
    first, last = doc.range(span)
    found = []
    index = first
    while index < last:
        hit = doc.hit(index, last)
        end = hit.last if hit else index + 1
        at = (doc.words[index].start, doc.words[end - 1].end)
        if _there(text, index, first, end) and not any(at[0] < e and s < at[1] for s, e in dated):
            sense = hit.of("capital") if hit else None
            town = hit.of("place", "metonym") is not None if hit else _name(text, index, last)
            if hit is not None and sense is not None:
                found.append((at, _dictionary(text, hit, str(sense.state))))
            elif town and doc.words[index].capital:
                found.append((at, doc.text[slice(*at)]))
        index = end
    return found


def _there(text: Text, index: int, first: int, end: int) -> bool:
    """Whether the words around a name say that something is there."""
    doc = text.doc
    if doc.language == "tr":
        after = doc.text[doc.words[end - 1].end : doc.words[end - 1].end + 4]
        return bool(re.match(r"['’][dt][ae](?!\w)", after))
    near = words(doc.language, "near")
    if near is None or index == first:
        return False
    return bool(near.fullmatch(doc.words[index - 1].text)) and not doc.gap(index).strip()


def _name(text: Text, index: int, last: int) -> bool:
    """Whether a word that no file knows is a name and no person's: one capitalised word."""
    doc = text.doc
    word = doc.words[index]
    if not word.text[0].isupper() or len(word.text) < 4 or word.text.isupper():
        return False
    person = text.people.at.get(word.start)
    if person is not None and (person.holder is not None or person.state or person.offices or " " in person.name):
        return False
    following = doc.words[index + 1] if index + 1 < last else None
    return following is None or not following.text[0].isupper() or bool(doc.gap(index + 1).strip())


def _dictionary(text: Text, hit: Hit, state: str) -> str:
    """A capital's name in the form of the dictionary, the article's own words where it is not found."""
    doc = text.doc
    own = [w.folded for w in doc.words[hit.first : hit.last]]
    listed = str(table(f"languages/{doc.language}.toml").get("capitals", {}).get(state, "")).replace("、", ",")
    for name in listed.replace("\n", " ").split(","):
        parts = [t.folded for t in tokens(name)]
        forms = [stem(p, doc.language) in stems(w, doc.language) for p, w in zip(parts, own, strict=False)]
        if parts and len(parts) == len(own) and all(forms):
            return name.strip(" =")
    return doc.text[doc.words[hit.first].start : doc.words[hit.last - 1].end]


def unified(values: Sequence[Value], texts: Mapping[str, Text]) -> tuple[Value, ...]:
    """Values that name one capital in several languages, all in the words of the first."""
    out: list[Value] = []
    known: dict[str, str] = {}
    for value in values:
        doc = texts[value.account].doc
        hits = doc.lexicon.hits(tokens(value.value))
        sense = hits[0].of("capital") if hits and hits[0] is not None else None
        name = known.setdefault(sense.state, value.value) if sense is not None and sense.state else value.value
        out.append(replace(value, value=name))
    return tuple(out)
