"""What every form for people shows of a comparison: its parts in order, with their words, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.accounts.comparison import Comparison, Row, Status
from dragoman.render import outline as records
from dragoman.render.comparison.blocks import Block, blocks
from dragoman.render.comparison.head import Field, Heading, fields, headings, title
from dragoman.render.comparison.parts import Part, parts
from dragoman.render.comparison.telling import Letter, absence, full, letter, reports
from dragoman.render.comparison.wording import Wording, wording

SIGNS: dict[Status, str] = {"both": "↔", "conflict": "≠", "only-a": "←", "only-b": "→"}
"""A sign beside the word of each status; the arrows point to where A, on the left, and B have it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as it is shown: ``a`` and ``b`` are what the sides' accounts say, ``news`` what newspapers do.

    ``told`` is the status in words, ``reason`` why a conflict is one; ``matched`` how sure it is that the two sides
    tell of one thing, empty where only one does. ``absent`` stands in the place of the side that has nothing.
    """

    row: Row
    sign: str
    told: str
    reason: str
    matched: str
    a: tuple[Part, ...]
    b: tuple[Part, ...]
    news: tuple[Part, ...]
    absent: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one topic. ``differ`` says that the sides' positions on it do, empty where they do not."""

    topic: str
    name: str
    differ: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A comparison as it is shown, with the words for the rest; ``foot`` is the sentence that no form leaves out."""

    say: Wording
    title: str
    fields: tuple[Field, ...]
    headings: tuple[Heading, ...]
    groups: tuple[Group, ...]
    blocks: tuple[Block, ...]
    totals: tuple[str, ...]
    notes: tuple[str, ...]
    foot: str


def outline(comparison: Comparison, language: str = "en") -> Outline:
    """All that there is to show, in the language of ``wording.LANGUAGES`` that was asked for."""
    say = wording(language)
    return Outline(
        say=say,
        title=title(comparison, say),
        fields=tuple(fields(comparison, say)),
        headings=tuple(headings(comparison, say)),
        groups=tuple(groups(comparison, say)),
        blocks=tuple(blocks(comparison, say)),
        totals=tuple(totals(comparison, say)),
        notes=tuple(notes(comparison)),
        foot=say.say("foot"),
    )


def groups(comparison: Comparison, say: Wording) -> list[Group]:
    """Rows by topic, the topics and their rows in the order of the comparison, which is that of a, then of b."""
    found: dict[str, list[Row]] = {}
    for row in comparison.rows:
        found.setdefault(row.topic, []).append(row)
    return [
        Group(
            topic, _headline(say.topic(topic)), say.say("differ") if any(r.differ for r in rows) else "",
            tuple(_entry(comparison, row, say) for row in rows),
        )
        for topic, rows in found.items()
    ]  # fmt: skip


def _headline(words: str) -> str:
    return words[:1].upper() + words[1:]


def _entry(comparison: Comparison, row: Row, say: Wording) -> Entry:
    told: dict[str, list[Part]] = {"a": [], "b": [], "news": []}
    for name, claims in sorted(row.claims.items(), key=lambda item: (len(item[0]), item[0])):
        told[letter(name)] += parts(comparison, claims, say)
    sided = row.status in ("both", "conflict")
    missing: Letter = "b" if row.status == "only-a" else "a"
    only = "" if sided else say.say("only", side=row.status[-1].upper())
    return Entry(
        row=row,
        sign=SIGNS[row.status],
        told=only or say.say(row.status),
        reason=reason(row, say),
        matched=say.say("matched", percent=records.percent(row.confidence)) if sided else "",
        a=tuple(told["a"]),
        b=tuple(told["b"]),
        news=tuple(replace(p, head=say.say("also_told", who=p.head)) for p in told["news"]),
        absent="" if sided else absence(comparison, missing, say),
    )


def reason(row: Row, say: Wording) -> str:
    """Why the two sides of a row cannot both be right: the fact, and what either says of it."""
    if row.reason is None:
        return ""
    kind = say.term("reason", row.reason.kind)
    return say.say("reason", kind=kind, a=records.clean(row.reason.a), b=records.clean(row.reason.b))


def totals(comparison: Comparison, say: Wording) -> list[str]:
    """How many rows are of which status. What one side alone has is counted only beside the other one's full text."""
    count = {status: sum(row.status == status for row in comparison.rows) for status in SIGNS}
    both, conflict = say.count("both", count["both"]), say.count("conflict", count["conflict"])
    said = [say.say("totals", both=both, conflict=conflict)]
    here: tuple[tuple[Letter, Letter, Status], ...] = (("a", "b", "only-a"), ("b", "a", "only-b"))
    for own, beside, status in here:
        if not reports(comparison, own):
            continue
        if full(comparison, beside):
            said.append(say.say(f"total_{own}", n=count[status]))
        else:
            said.append(say.say("no_total", side=own.upper()))
    return said


def notes(comparison: Comparison) -> list[str]:
    """The warnings of the comparison, then those of its records, each once and with the record's name."""
    said = [records.clean(warning) for warning in comparison.warnings]
    for record in (*comparison.records, *comparison.earlier):
        name = records.clean(record.article.id) or records.title(record)
        said += [f"{name}: {records.clean(w)}" for w in (*record.article.warnings, *record.warnings)]
    return list(dict.fromkeys(said))
