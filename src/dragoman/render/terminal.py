"""A record as a reading in the terminal: who said what to whom, what is sure large, what is small print dim."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dragoman.article import Notice
from dragoman.record import Actor, Contact, Record, Statement
from dragoman.render import glosses
from dragoman.render import outline as shared
from dragoman.render.outline import Item

MEASURE = 96
"""The widest a line gets, in columns: longer ones are hard to read."""

_SIDES = ("cyan", "yellow", "magenta", "blue", "green")
"""Colours of states in order of appearance; none stands for good or bad, so red is not among them."""

_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def render(record: Record, *, width: int = 88, colour: bool = False, inferred: bool = False) -> str:
    """The reading as text ending in a line break.

    ``width`` is in terminal columns, where a Chinese character takes two; ``colour`` adds ANSI escapes.
    ``inferred`` counts inferred speakers in the totals, as others are.
    """
    out = io.StringIO()
    console = Console(
        file=out, width=max(width, 24), force_terminal=colour, no_color=not colour, highlight=False, markup=False,
        emoji=False, soft_wrap=False, legacy_windows=False, color_system="standard" if colour else None,
    )  # fmt: skip
    draw(console, record, inferred=inferred)
    return out.getvalue()


def draw(console: Console, record: Record, *, inferred: bool = False) -> None:
    """Print the reading on a rich console."""
    _Reading(console, record).all(inferred=inferred)


class _Reading:
    def __init__(self, console: Console, record: Record) -> None:
        self.console = console
        self.record = record
        self.width = min(console.width, MEASURE)
        self.sides = shared.sides(record)
        self.plain = console.no_color or not console.is_terminal
        self.digits = max(2, len(str(max((s.id for s in record.statements), default=0))))

    def all(self, *, inferred: bool) -> None:
        self.top()
        notice: Notice | None = None
        for item in shared.outline(self.record):
            if item.notice is not None and item.notice != notice:
                notice = item.notice
                self.notice(notice)
            self.statement(item)
        if not self.record.statements:
            self.put(Text("No statements found."))
            self.put()
        self.events()
        self.bottom(inferred=inferred)

    def put(self, text: Text | None = None, first: Text | None = None, rest: Text | None = None) -> None:
        """Print text wrapped to the width, its first line after ``first`` and the others after ``rest``."""
        if text is None:
            self.console.print()
            return
        first, rest = first or Text(), rest or first or Text()
        if shared.has_control(text.plain):
            text = Text(shared.clean(text.plain))
        room = max(self.width - max(first.cell_len, rest.cell_len), 12)
        for number, line in enumerate(text.wrap(self.console, room, overflow="fold")):
            line.rstrip()
            prefix = rest if number else first
            self.console.print(prefix + line, no_wrap=True, overflow="ignore", crop=False)

    def flow(self, labels: Sequence[str], prefix: Text) -> None:
        """Labels in small print, broken between them where that is enough."""
        room = max(self.width - prefix.cell_len, 12)
        line = ""
        for label in labels:
            longer = f"{line} · {label}" if line else label
            if line and cell_len(longer) > room:
                self.put(Text(line, style="dim"), prefix)
                longer = label
            line = longer
        self.put(Text(line, style="dim"), prefix)

    def top(self) -> None:
        self.put(Text(shared.title(self.record), style="bold"))
        if about := shared.byline(self.record):
            self.put(Text(about, style="dim"))
        for image in self.record.article.images:
            if said := " · ".join(shared.clean(part) for part in (image.caption, image.credit) if part):
                self.put(Text(f"picture: {said}", style="dim"))
        self.put()
        for contact in self.record.contacts:
            self.contact(contact)
        if self.record.contacts:
            self.put()

    def contact(self, contact: Contact) -> None:
        rail = Text("┃ ", style="bold")
        self.put(Text(shared.contact_words(contact), style="bold"), rail)
        parties = Text(" — ").join([self.actor(actor) for actor in contact.participants])
        if parties:
            self.put(parties, rail)

    def actor(self, actor: Actor, style: str = "bold") -> Text:
        colour = self.colour(actor)
        said = Text(shared.name_words(actor), style=f"{style} {colour}".strip())
        if actor.office:
            said.append(f", {shared.clean(actor.office)}", style="not bold")
        if code := shared.code_words(actor):
            said.append(f" {code}", style=f"not bold dim {colour}".strip())
        return Text.assemble("[", said, "]") if actor.inferred else said

    def colour(self, actor: Actor) -> str:
        return _SIDES[self.sides[actor.state] % len(_SIDES)] if actor.state in self.sides else ""

    def notice(self, notice: Notice) -> None:
        said = shared.words(self.record, [notice.span])
        kind = "update" if notice.kind == "update" else "correction"
        self.put(Text(f"── added after the {kind}: {said} ──", style="dim italic"))
        self.put()

    def statement(self, item: Item) -> None:
        statement = item.statement
        depth = min(item.depth, max((self.width - 40) // 3, 0), 8)
        colour = self.colour(statement.speakers[0]) if statement.speakers else ""
        pad = "   " * depth
        number = f"{statement.id:>{self.digits}}"
        first = Text.assemble(pad, (number, "dim"), " ", ("┃ " if not item.depth else "│ ", colour))
        rest = Text.assemble(pad, " " * (self.digits + 1), ("┃ " if not item.depth else "│ ", colour))
        head = self.speakers(statement)
        cue = Text(shared.words(self.record, statement.cue), style=f"italic {colour}".strip())
        # A name and a cue that run right to left would change places around the code between them.
        if cue and not _RIGHT_TO_LEFT.search(cue.plain):
            head, cue = Text.assemble(head, "  ", cue), Text()
        self.put(head, first, rest)
        for line in (cue, self.content(statement)):
            if line:
                self.put(line, rest)
        for labels in self.small(statement):
            self.flow(labels, rest)
        self.put()

    def speakers(self, statement: Statement) -> Text:
        if statement.speakers:
            return Text("; ").join([self.actor(actor) for actor in statement.speakers])
        # Not in bold: the words are the article's, and no name.
        source = shared.words(self.record, statement.source)
        return Text(source) if source else Text(shared.speaker_words(self.record, statement), style="dim italic")

    def content(self, statement: Statement) -> Text:
        said = Text()
        for words, conditional in shared.content_pieces(self.record, statement):
            said.append(words, style="underline" if conditional else "")
        return said

    def small(self, statement: Statement) -> list[list[str]]:
        """The labels, then what the words of the source were and how they were understood."""
        act = shared.act_words(statement.act)
        if statement.targets:
            act += " → " + ", ".join(shared.short_actor(actor) for actor in statement.targets)
        labels = [act, shared.modality_words(statement.modality)]
        if topics := shared.topic_words(statement.topics):
            labels.append(topics)
        if statement.translated:
            labels.append("translated")
        if how := shared.basis_words(self.record, statement):
            labels.append(how)
        labels.append(shared.percent(statement.confidence))
        lines = [labels]
        # Without colour there is no underline, so the condition is told in words.
        condition = statement.condition if self.plain else shared.loose_condition(statement)
        if condition:
            lines.append([f"condition: {shared.words(self.record, condition)}"])
        return lines

    def events(self) -> None:
        lines = shared.event_lines(self.record)
        if not lines:
            return
        self.put(Text("Told by the article itself", style="bold"))
        for words, labels in lines:
            self.put(Text(words, style="italic"), Text("• "), Text("  "))
            self.put(Text(labels, style="dim"), Text("  "))
        self.put()

    def bottom(self, *, inferred: bool) -> None:
        self.put(Text(shared.totals(self.record, inferred=inferred)))
        self.put(Text(glosses.DISCLAIMER, style="dim"))
        if legend := shared.legend(self.record):
            self.put(Text(legend, style="dim"))
        for warning in (*self.record.article.warnings, *self.record.warnings):
            self.put(Text(f"note: {shared.clean(warning)}", style="dim"))
