"""Marks for the resolver's tests, written as a text with brackets: ``⟦s:Кремль⟧ ⟦c:сообщил⟧ ⟦t:…⟧``."""

from __future__ import annotations

import re
from pathlib import Path

from dragoman.article import Article, Known, Moment
from dragoman.reader.marks import Attribution, Marks
from dragoman.record import Label
from dragoman.resolver import Actors, Resolved, resolve

_TAG = re.compile(r"⟦([sctq])(\d*):|⟧")

LIMONIA = """
checked = "2021-12-31"

[[area]]
state = "LIM"
names = { ru = "Лимония, Лимонград", en = "Limonia, Limograd", uk = "Лимонія" }
adjectives = { ru = "лимонский", en = "Limonian" }

[[holder]]
state = "LIM"
office = "head-of-state"
title = { en = "President", ru = "президент" }
name = { en = "Oskar Vrelsky", ru = "Оскар Врельский", uk = "Оскар Врельський" }
also = ["Oscar Vrelskyy"]
gender = "m"
since = "2010-05-01"
until = "2020-04-30"

[[holder]]
state = "LIM"
office = "head-of-state"
title = { en = "President", ru = "президент" }
name = { en = "Berta Dolmatova", ru = "Берта Долматова" }
gender = "f"
since = "2020-05-01"

[[institution]]
state = "LIM"
sector = "MED"
en = "Limon Herald"
ru = "Лимонский вестник"
"""


def own_actors(folder: Path) -> Actors:
    """Knowledge with an invented state, Limonia, and its invented presidents beside the shipped files."""
    path = folder / "limonia.toml"
    path.write_text(LIMONIA, encoding="utf-8")
    return Actors.load([path])


def marked(text: str, *, act: str = "STATE", kind: str = "indirect") -> tuple[str, Marks]:
    """The bare text and one attribution for each number in its tags."""
    bare = ""
    spans: dict[int, dict[str, list[tuple[int, int]]]] = {}
    stack: list[tuple[str, int, int]] = []
    position = 0
    for match in _TAG.finditer(text):
        bare += text[position : match.start()]
        position = match.end()
        if match.group() == "⟧":
            name, number, start = stack.pop()
            spans.setdefault(number, {}).setdefault(name, []).append((start, len(bare)))
        else:
            stack.append((match.group(1), int(match.group(2) or 1), len(bare)))
    bare += text[position:]
    label = Label(act, 0.9)
    attributions = []
    for number in sorted(spans):
        role = {key: tuple(sorted(value)) for key, value in spans[number].items()}
        attributions.append(
            Attribution(
                role.get("s", ()),
                role.get("c", ()),
                role.get("t", ()),
                role.get("q", ()),
                kind,
                label,
                Label("fact", 0.9),
                (Label("other", 0.9),),
            )
        )
    return bare, Marks(tuple(attributions))


def resolved(
    text: str, language: str = "ru", published: str | None = None, actors: Actors | None = None, **labels: str
) -> Resolved:
    """The resolved statements of a marked text."""
    bare, marks = marked(text, **labels)
    day = Moment(published, "given") if published else None
    return resolve(Article(bare, language=Known(language, "given"), published=day), marks, actors=actors)


def codes(found: Resolved) -> list[str | None]:
    """The first speaker's code of each statement."""
    return [s.speakers[0].code if s.speakers else None for s in found.statements]
