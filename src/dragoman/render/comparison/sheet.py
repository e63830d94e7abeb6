"""The outline as a page and a document lay it out: lines of two cells with what stands between them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from dragoman.accounts.comparison import Comparison
from dragoman.record import Made
from dragoman.render import outline as records
from dragoman.render.comparison.blocks import Block, Item
from dragoman.render.comparison.head import Heading
from dragoman.render.comparison.outline import Entry, Outline, outline
from dragoman.render.comparison.parts import Part
from dragoman.render.comparison.passages import Passage, Published, passages, published
from dragoman.render.comparison.telling import letter, side
from dragoman.render.comparison.wording import Wording

Shape = Literal["both", "like", "only-a", "only-b", "conflict", "one", "none"]
"""What is drawn beside a status: circles that both are full, one alone, or points that meet; never its colour alone."""

_SHAPES: dict[str, Shape] = {
    "confirmed": "both", "reworded": "like", "denied": "conflict", "found": "one", "not-found": "none", "new": "one",
    "repeated": "both", "dropped": "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column has, or in which words it has nothing."""

    passages: tuple[Passage, ...] = ()
    absent: str = ""

    @property
    def tone(self) -> str:
        """The side whose words these are, "a" or "b"; empty for earlier texts and newspapers."""
        account = self.passages[0].part.account if self.passages else ""
        return letter(account) if account[:1] in ("a", "b") else ""


@dataclass(frozen=True, slots=True)
class Line:
    """Two cells, the status between them, and for a conflict the fact and what either account says of it.

    ``row`` is the number of the row, or of the row that a block's line tells of. ``beside`` is what newspapers have.
    """

    left: Cell
    right: Cell
    shape: Shape
    sign: str
    told: str
    kind: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    matched: str = ""
    beside: tuple[Passage, ...] = ()
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """The lines of one topic."""

    name: str
    differ: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A block under the columns, with the headings of its own two columns."""

    kind: str
    heading: str
    columns: tuple[str, str]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of it. ``heads`` are the accounts with where they were published, ``key`` each status's shape and word."""

    outline: Outline
    say: Wording
    page: Wording
    names: tuple[str, str]
    over: str
    heads: tuple[tuple[Heading, Published], ...]
    key: tuple[tuple[Shape, str], ...]
    topics: tuple[Topic, ...]
    panels: tuple[Panel, ...]
    made: str


@cache
def page_wording(language: str) -> Wording:
    """The words that pages and documents say besides those of ``wording``."""
    text = files("dragoman.render.comparison").joinpath(f"page.{language}.toml").read_text(encoding="utf-8")
    return Wording(language, tomllib.loads(text))


def sheet(comparison: Comparison, language: str = "en") -> Sheet:
    """The comparison in a language of ``wording.LANGUAGES``. Raises ValueError for another."""
    shown = outline(comparison, language)
    say, page = shown.say, page_wording(language)
    undisputed = {field.name: field.values[0].value for field in shown.fields if len(field.values) == 1}
    over = [undisputed[name] for name in ("mode", "date", "place") if name in undisputed]
    return Sheet(
        outline=shown,
        say=say,
        page=page,
        names=(side(comparison, "a", say), side(comparison, "b", say)),
        over=" · ".join(over),
        heads=tuple(
            (head, published(comparison.records[head.account.record], head.account, say)) for head in shown.headings
        ),
        key=(
            ("both", say.say("both")), ("conflict", say.say("conflict")),
            ("only-a", say.say("only", side="A")), ("only-b", say.say("only", side="B")),
        ),
        topics=tuple(
            Topic(g.name, g.differ, tuple(_line(comparison, e, say, page) for e in g.entries)) for g in shown.groups
        ),
        panels=tuple(_panel(comparison, block, say, page) for block in shown.blocks),
        made=next((_made(r.made, page) for r in comparison.records if r.made), ""),
    )  # fmt: skip


def _made(made: Made, page: Wording) -> str:
    return page.say("made", version=records.clean(made.version), reader=records.clean(made.reader))


def _line(comparison: Comparison, entry: Entry, say: Wording, page: Wording) -> Line:
    why = entry.row.reason
    status = entry.row.status
    left = passages(comparison, entry.a, say, page, why.a_span if why else None)
    right = passages(comparison, entry.b, say, page, why.b_span if why else None)
    return Line(
        left=Cell(tuple(left), entry.absent if not left else ""),
        right=Cell(tuple(right), entry.absent if not right else ""),
        shape=status,
        sign=entry.sign,
        told=entry.told,
        kind=say.term("reason", why.kind) if why else "",
        reasons=(("A", records.clean(why.a)), ("B", records.clean(why.b))) if why else (),
        matched=entry.matched,
        beside=tuple(passages(comparison, entry.news, say, page)),
        row=entry.row.id,
    )


def _panel(comparison: Comparison, block: Block, say: Wording, page: Wording) -> Panel:
    columns = {
        "ascribed": ("A", "B"),
        "announced": (page.say("announced"), page.say("reported")),
        "formulas": (page.say("earlier"), page.say("now")),
        "versions": ("", ""),
    }[block.kind]
    return Panel(block.kind, block.heading, columns, tuple(_item(comparison, block, i, say, page) for i in block.items))


def _item(comparison: Comparison, block: Block, item: Item, say: Wording, page: Wording) -> Line:
    cells = [tuple(passages(comparison, [_under_its_side(block.kind, part)], say, page)) for part in item.parts]
    side_of = [_column(block.kind, part) for part in item.parts]
    left = tuple(p for cell, column in zip(cells, side_of, strict=True) if column == "left" for p in cell)
    right = tuple(p for cell, column in zip(cells, side_of, strict=True) if column == "right" for p in cell)
    if block.kind == "versions" and not left and len(right) > 1:
        left, right = right[:1], right[1:]
    line = Line(Cell(left), Cell(right), _shape(block.kind, item, bool(left)), "", item.outcome, row=item.row)
    if item.key == "absent":
        empty = Cell((), item.outcome)
        told = say.say("only", side="A" if left else "B")
        return replace(line, left=line.left if left else empty, right=line.right if right else empty, told=told)
    return line


def _under_its_side(kind: str, part: Part) -> Part:
    """A side's main account needs no label where the heading over it names the side."""
    return replace(part, head="") if kind in ("ascribed", "formulas") and part.head in ("A", "B") else part


def _column(kind: str, part: Part) -> str:
    if kind == "formulas":
        return "left" if part.earlier else "right"
    if kind == "announced":
        return "left"
    if kind == "versions":
        return "left" if part.account in ("a", "b") else "right"
    return "right" if letter(part.account) == "b" else "left"


def _shape(kind: str, item: Item, left: bool) -> Shape:
    if kind == "versions":
        return ("only-a" if left else "only-b") if item.key == "only" else "like"
    if item.key == "absent":
        return "only-a" if left else "only-b"
    return _SHAPES.get(item.key, "like")
