"""A comparison in the terminal: two columns, what is in both side by side; one under the other where it is narrow."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dragoman.accounts.comparison import Comparison
from dragoman.render.comparison.blocks import Block
from dragoman.render.comparison.head import Field, Heading
from dragoman.render.comparison.outline import Entry, Group, Outline, outline
from dragoman.render.comparison.paper import BAR, MEASURE, NARROW, Paper, bar, beside
from dragoman.render.comparison.parts import Part

__all__ = ["MEASURE", "TWO_COLUMNS", "render"]

TWO_COLUMNS = 100
"""From this width on, in terminal columns, the accounts stand beside each other."""

_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_COLOURS = {"a": "cyan", "b": "yellow"}
"""Neither stands for good or bad."""


def render(comparison: Comparison, *, width: int = TWO_COLUMNS, colour: bool = False, language: str = "en") -> str:
    """The comparison as text ending in a line break.

    ``width`` is in terminal columns; ``colour`` adds ANSI escapes; ``language`` is that of headings, of
    ``wording.LANGUAGES``. What is shown by colour is said in words too.
    """
    out = io.StringIO()
    console = Console(
        file=out, width=max(width, NARROW), force_terminal=colour, no_color=not colour, highlight=False, markup=False,
        emoji=False, soft_wrap=False, legacy_windows=False, color_system="standard" if colour else None,
    )  # fmt: skip
    _Page(Paper(console, MEASURE), outline(comparison, language)).all()
    return out.getvalue()


class _Page:
    def __init__(self, paper: Paper, shown: Outline) -> None:
        self.paper = paper
        self.shown = shown
        self.say = shown.say
        # Two columns that both run right to left would change places on a terminal that orders what it shows.
        words = "".join(p.words for g in shown.groups for e in g.entries for p in (*e.a, *e.b))
        self.wide = paper.width >= TWO_COLUMNS and not _RIGHT_TO_LEFT.search(words)
        self.column = (paper.width - 5) // 2

    def all(self) -> None:
        self.paper.put(Text(self.shown.title, style="bold"))
        self.paper.put()
        self.fields(self.shown.fields)
        self.headings(self.shown.headings)
        for group in self.shown.groups:
            self.group(group)
        for block in self.shown.blocks:
            self.block(block)
        self.bottom()

    def fields(self, fields: Sequence[Field]) -> None:
        rail = Text("┃ ", style="bold")
        digits = max((len(field.label) for field in fields), default=0)
        for field in fields:
            said = Text("  ·  ").join(
                Text.assemble((f"{told.who}: ", "dim"), told.value) if told.who else Text(told.value)
                for told in field.values
            )
            named = Text(f"{field.label:<{digits}}  ", style="dim")
            if 2 * (digits + 4) > self.paper.width:
                self.paper.put(named, rail)
                self.paper.put(said, rail)
            else:
                self.paper.put(said, rail + named, rail + Text(" " * (digits + 2)))
        if fields:
            self.paper.put()

    def headings(self, headings: Sequence[Heading]) -> None:
        main = [one for one in headings if one.account.id in _COLOURS]
        rest = [one for one in headings if one.account.id not in _COLOURS]
        if self.wide and len(main) == 2:
            left, right = (self.heading(one, self.column) for one in main)
            self.columns(left, right, "")
            self.paper.put()
        else:
            rest = [*main, *rest]
        for one in rest:
            for line in self.heading(one, self.paper.width):
                self.paper.line(line)
            self.paper.put()

    def heading(self, one: Heading, width: int) -> list[Text]:
        colour = _COLOURS.get(one.account.id, "")
        style = f"bold {colour}".strip()
        first = Text(f"{one.label}  ", style=style)
        lines = []
        if 3 * first.cell_len > width:
            lines, first = self.paper.wrapped(first, width), Text("  ")
        pad = Text(" " * first.cell_len)
        lines += self.paper.wrapped(Text(one.name, style=style), width, first, pad)
        lines += self.paper.wrapped(Text(one.title), width, pad)
        lines += self.paper.flow(one.about, width, pad)
        if not one.topics:
            return lines
        if one.account.id not in _COLOURS:
            order = " → ".join(f"{topic} {round(100 * share)} %" for topic, share in one.topics)
            return lines + self.paper.wrapped(Text(order, style="dim"), width, pad)
        lines += self.paper.wrapped(Text(f"{self.say.say('topics')}:", style="dim"), width, pad)
        return lines + self.topics(one.topics, width, pad, colour)

    def topics(self, topics: Sequence[tuple[str, float]], width: int, pad: Text, colour: str) -> list[Text]:
        """Topics in order, each with its share and, where there is room, a bar of it."""
        lines = []
        room = width - pad.cell_len - len(" 1 ") - len(" 100 %")
        drawn = room >= 2 * BAR
        room -= BAR + 1 if drawn else 0
        room = min(room, max((cell_len(topic) for topic, _ in topics), default=0))
        for number, (topic, share) in enumerate(topics, 1):
            said = Text(topic)
            said.truncate(room, overflow="ellipsis", pad=True)
            line = Text.assemble(pad, (f"{number:>2} ", "dim"), said, " ")
            if drawn:
                line.append(f"{bar(share)} ", style=colour)
            lines.append(line + Text(f"{round(100 * share)} %", style="dim"))
        return lines

    def group(self, group: Group) -> None:
        said = Text(group.name, style="bold")
        if group.differ:
            said.append(f"  ·  {group.differ}", style="italic not bold")
        lines = self.paper.wrapped(said, self.paper.width - 3, Text("── "), Text("   "))
        lines[-1].append(" " + "─" * max(self.paper.width - lines[-1].cell_len - 1, 0), style="dim")
        for line in lines:
            self.paper.line(line)
        self.paper.put()
        for entry in group.entries:
            self.entry(entry)

    def entry(self, entry: Entry) -> None:
        number = Text(f"{entry.row.id}  ", style="dim")
        pad = Text(" " * number.cell_len)
        status = Text.assemble((f"{entry.sign} {entry.told}", "bold" if entry.reason else "italic"))
        if entry.matched:
            status.append(f"  ·  {entry.matched}", style="dim")
        self.paper.put(status, number, pad)
        if entry.reason:
            self.paper.put(Text(entry.reason, style="bold"), pad)
        if self.wide:
            left = self.cell(entry.a, entry.absent, self.column)
            right = self.cell(entry.b, entry.absent, self.column)
            self.columns(left, right, entry.sign if entry.a and entry.b else "")
        else:
            for letter, parts in (("a", entry.a), ("b", entry.b)):
                rail = Text(f"{letter.upper()} ┃ ", style=_COLOURS[letter])
                for number_, line in enumerate(self.cell(parts, entry.absent, self.paper.width - rail.cell_len)):
                    self.paper.line((rail if not number_ else Text("  ┃ ", style=_COLOURS[letter])) + line)
        self.news(entry.news)
        self.paper.put()

    def cell(self, parts: Sequence[Part], absent: str, width: int) -> list[Text]:
        if not parts:
            return self.paper.wrapped(Text(absent, style="dim italic"), width)
        return [line for part in parts for line in self.part(part, width)]

    def part(self, part: Part, width: int) -> list[Text]:
        head, words = Text(f"{part.head}: " if part.head else "", style="dim italic"), Text(part.words or "…")
        if head and _RIGHT_TO_LEFT.search(part.words):
            lines = [*self.paper.wrapped(head, width), *self.paper.wrapped(words, width)]
        else:
            lines = self.paper.wrapped(Text.assemble(head, words), width)
        if part.translation:
            said = Text.assemble((f"{part.machine}: ", "dim"), (part.translation, "italic"))
            lines += self.paper.wrapped(said, width)
        return lines + self.paper.flow(part.small, width)

    def columns(self, left: Sequence[Text], right: Sequence[Text], sign: str) -> None:
        for number, line in enumerate(beside(left, right, self.column)):
            mark = sign if not number else ""
            self.paper.line(Text.assemble(line[0], "  ", (mark or " ", "bold"), "  ", line[1]))

    def news(self, parts: Sequence[Part]) -> None:
        pad = Text("    ")
        for part in parts:
            for line in self.part(part, self.paper.width - pad.cell_len):
                self.paper.line(pad + line)

    def block(self, block: Block) -> None:
        self.paper.put(Text(block.heading, style="bold"))
        for item in block.items:
            bullet = Text("• ")
            pad = Text("  ")
            for part in item.parts:
                for line in self.part(part, self.paper.width - pad.cell_len):
                    self.paper.line(bullet + line)
                    bullet = pad
            if item.outcome:
                row = Text(f" [{item.row}]", style="dim") if item.row is not None else Text()
                self.paper.put(Text.assemble("→ ", (item.outcome, "bold"), row), bullet, pad)
        self.paper.put()

    def bottom(self) -> None:
        for line in self.shown.totals:
            self.paper.put(Text(line))
        self.paper.put(Text(self.shown.foot, style="dim"))
        for note in self.shown.notes:
            self.paper.put(Text(f"{self.say.say('note')}: {note}", style="dim"))
