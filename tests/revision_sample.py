"""Versions of invented articles for the tests of revisions: their statements are marked in the text itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dragoman.article import Article, Image, Known, Moment, Span
from dragoman.page import article
from dragoman.record import Actor, Label, Record, Statement
from dragoman.revisions import Change, Revision

VERESH = Actor("Anna Veresh", "VRN", "GOV", person=True, office="president of Verania")
KOLL = Actor("Tomash Koll", "LKS", "GOV", person=True, office="president of Laxia")
ORSA = Actor("Mira Orsa", "VRN", "GOV", person=True, office="spokeswoman")
ВЕРЕШ = Actor("Анна Вереш", "VRN", "GOV", person=True)
КОЛЛЬ = Actor("Томаш Колль", "LKS", "GOV", person=True)
SPEAKERS = {"V": VERESH, "K": KOLL, "O": ORSA, "В": ВЕРЕШ, "К": КОЛЛЬ}

_MARK = re.compile(r"⟨(?P<role>[sctk])(?P<number>\d+):|⟩")
_ROLES = {"s": "source", "c": "cue", "t": "content", "k": "condition"}

STORY = """\
Verania and Laxia agree on the strait

⟨s1:President Veresh⟩ ⟨c1:said⟩ that ⟨t1:Verania would open the strait to 40 ships a day from the first of June⟩. \
The two leaders spoke for an hour on Monday.

⟨s2:She⟩ ⟨c2:warned⟩ that ⟨t2:tariffs would follow at once if Laxia closed the northern lane again⟩.

⟨t3:"We will wait, but not for ever,"⟩ ⟨c3:said⟩ ⟨s3:Tomash Koll⟩, the president of Laxia. \
⟨c4:According to⟩ ⟨s4:Mr Koll⟩, ⟨t4:two hundred fishermen have lost their boats⟩.

The harbour of Port Alder was closed for repairs in spring, and nine people were hurt in the storm.
"""
WHO = {1: "V", 2: "V", 3: "K", 4: "K"}

РАССКАЗ = """\
Верания и Лаксия договорились о проливе

⟨s1:Президент Вереш⟩ ⟨c1:заявила⟩, что ⟨t1:Верания откроет пролив для сорока судов в день с первого июня⟩. \
Лидеры говорили в понедельник целый час.

⟨s2:Она⟩ ⟨c2:предупредила⟩, что ⟨t2:пошлины последуют немедленно, если Лаксия снова закроет северный проход⟩.

⟨t3:«Мы подождём, но не вечно»⟩, — ⟨c3:сказал⟩ президент Лаксии ⟨s3:Томаш Колль⟩. \
⟨c4:По словам⟩ ⟨s4:Колля⟩, ⟨t4:двести рыбаков потеряли лодки⟩.

Гавань Порт-Алдера весной закрывали на ремонт, в шторм пострадали девять человек.
"""
КТО = {1: "В", 2: "В", 3: "К", 4: "К"}


def version(
    marked: str, who: dict[int, str], labels: dict[int, str] | None = None, *, published: str | None = "2031-05-05",
    modified: str | None = None, images: tuple[Image, ...] = (), parents: dict[int, int] | None = None,
) -> Record:  # fmt: skip
    """A record of a marked text: ⟨s1:…⟩ is a source, c a cue, t a content, k a condition; 1 is the statement.

    ``who`` says who speaks, by ``SPEAKERS``; ``labels`` are acts. The headline and notices are found as ever.
    """
    text, spans = unmark(marked)
    made = article(text, published=published)
    made = replace(made, images=images, modified=Moment(modified, "metadata") if modified else made.modified)
    return record(made, spans, who, labels or {}, parents or {})


def unmark(marked: str) -> tuple[str, dict[int, dict[str, list[Span]]]]:
    """The bare text and where its marks were."""
    text, at = "", 0
    spans: dict[int, dict[str, list[Span]]] = {}
    open_: list[tuple[int, str, int]] = []
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match["role"]:
            open_.append((int(match["number"]), _ROLES[match["role"]], len(text)))
        else:
            number, role, start = open_.pop()
            spans.setdefault(number, {}).setdefault(role, []).append((start, len(text)))
    return text + marked[at:], spans


def record(
    made: Article, spans: dict[int, dict[str, list[Span]]], who: dict[int, str], labels: dict[int, str],
    parents: dict[int, int],
) -> Record:  # fmt: skip
    statements = []
    for number, roles in sorted(spans.items()):
        told: dict[str, Any] = {role: tuple(roles.get(role, ())) for role in _ROLES.values()}
        statements.append(
            Statement(
                number, **told, kind="indirect",
                speakers=tuple(SPEAKERS[name] for name in who.get(number, "")),
                act=Label(labels.get(number, "STATE"), 0.9), modality=Label("fact", 0.9),
                topics=(Label("territory", 0.9),), parent=parents.get(number),
            )
        )  # fmt: skip
    return Record(made, tuple(statements))


def story(**swaps: str) -> Record:
    return version(swap(STORY, **swaps), WHO)


def swap(text: str, **swaps: str) -> str:
    """The text with words replaced; each must be there. ``_1`` and so on number pairs "old => new"."""
    for pair in swaps.values():
        old, _, new = pair.partition(" => ")
        assert old in text, old
        text = text.replace(old, new)
    return text


def kinds(revision: Revision, *, plain: bool = False) -> list[str]:
    """The kinds of its changes, the plain difference only if asked for."""
    return [change.kind for change in revision.changes if plain or change.kind != "difference"]


def one(revision: Revision, kind: str) -> Change:
    """The only change of a kind."""
    (found,) = revision.of(kind)
    return found


def spans_of(revision: Revision) -> list[tuple[int, int, int]]:
    """Every span of every change, with the length of the text it points into."""
    return [
        (start, end, len(record.article.text))
        for change in revision.changes
        for record, part in ((revision.old, change.old), (revision.new, change.new))
        for start, end in (*part.spans, *part.context)
    ]


def bare(text: str, *, title: str | None = None, language: str = "en", url: str | None = None) -> Article:
    """An article as a fetch gives it."""
    return Article(
        text, title=Known(title, "metadata") if title else None, language=Known(language, "text"),
        url=Known(url, "metadata") if url else None,
    )  # fmt: skip
