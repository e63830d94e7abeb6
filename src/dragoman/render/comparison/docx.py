"""A comparison as a Word document: the page's content in tables of two columns, its evidence numbered at the end."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike, fspath
from typing import IO, TYPE_CHECKING

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from dragoman.accounts.comparison import Comparison
from dragoman.render.comparison import word
from dragoman.render.comparison.context import Piece
from dragoman.render.comparison.head import Heading
from dragoman.render.comparison.passages import Passage, Published, tag
from dragoman.render.comparison.sheet import Cell, Line, Shape, Sheet, sheet
from dragoman.render.comparison.telling import letter
from dragoman.render.comparison.typeset import merged, plain, published_line, row_of, set_pieces, set_words

if TYPE_CHECKING:
    from docx.document import Document as Made

WIDTH = 176
"""Millimetres between the margins of an A4 page."""

_SIGNS: dict[Shape, str] = {
    "both": "↔",
    "like": "≈",
    "conflict": "≠",
    "only-a": "←",
    "only-b": "→",
    "one": "●",
    "none": "○",
}


def to_docx(comparison: Comparison, path: str | PathLike[str] | IO[bytes], *, interface: str = "en") -> None:
    """Write the comparison to a file or a binary buffer. Raises OSError, and ValueError as ``to_page`` does."""
    shown = sheet(comparison, interface)
    made = _Writer(shown).document()
    made.save(path if not isinstance(path, (str, PathLike)) else fspath(path))


class _Writer:
    """Puts a sheet on paper, counting the passages whose evidence stands at the end."""

    def __init__(self, shown: Sheet) -> None:
        self.shown = shown
        self.made: Made = Document()
        self.evidence: dict[tuple[object, ...], tuple[int, Passage]] = {}

    def document(self) -> Made:
        """The whole of it."""
        plain(self.made, self.shown.outline.title, self.shown.say.language)
        self._top()
        self._contact()
        self._accounts()
        self._signs()
        table = self._table(*(f"{letter}  {name}" for letter, name in zip("AB", self.shown.names, strict=True)))
        for topic in self.shown.topics:
            self._topic(table, topic.name, topic.differ)
            for line in topic.lines:
                self._line(table, line)
        for panel in self.shown.panels:
            self.made.add_heading(word.fit(panel.heading), 1)
            columns = panel.columns
            if columns == ("A", "B"):
                columns = (f"A  {self.shown.names[0]}", f"B  {self.shown.names[1]}")
            wide = panel.kind == "announced"
            table = self._table(*columns) if columns[0] and not wide else self._table()
            for line in panel.lines:
                self._line(table, line, wide=wide)
        self._evidence()
        self._end()
        return self.made

    def _top(self) -> None:
        outline = self.shown.outline
        if self.shown.over:
            word.write(self.made.add_paragraph(), self.shown.over[:1].upper() + self.shown.over[1:], colour=word.SOFT)
        self.made.add_heading(word.fit(outline.title), 0)
        for total in outline.totals:
            word.write(self.made.add_paragraph(), total[:1].upper() + total[1:])
        word.write(self.made.add_paragraph(), outline.foot, italic=True, colour=word.SOFT)

    def _contact(self) -> None:
        fields = self.shown.outline.fields
        if not fields:
            return
        self.made.add_heading(self.shown.say.say("fields"), 1)
        table = self._table(widths=(40, WIDTH - 40))
        for field in fields:
            left, right = row_of(table)
            word.write(left.paragraphs[0], field.label, colour=word.SOFT)
            for number, told in enumerate(field.values):
                line = right.paragraphs[0] if number == 0 else right.add_paragraph()
                if told.who:
                    word.write(line, f"{told.who}: ", bold=True)
                word.write(line, told.value)
            if len(field.values) > 1:
                word.write(right.add_paragraph(), f"≠ {self.shown.page.say('none_chosen')}", colour=word.CLASH)

    def _accounts(self) -> None:
        self.made.add_heading(self.shown.say.say("accounts"), 1)
        table = self._table()
        first, second = row_of(table, whole=False)
        places = {"a": first, "b": second}
        for head, published in self.shown.heads:
            place = letter(head.account.id)
            self._account(head, published, places[place] if place in places else merged(table))

    def _account(self, head: Heading, published: Published, into: _Cell) -> None:
        line = into.paragraphs[0] if not into.text else into.add_paragraph()
        line.paragraph_format.space_before = Pt(4)
        word.write(line, f"{head.label}  {head.name}", bold=True)
        set_words(into.add_paragraph(), head.title, tag(head.account.language), "auto", italic=True, size=9.5)
        published_line(into.add_paragraph(), published, " · ".join(head.about))
        colour = word.SIDES.get(head.account.id[:1], word.SOFT)
        for number, (name, share) in enumerate(head.topics, 1):
            line = into.add_paragraph()
            line.paragraph_format.space_after = Pt(0)
            word.write(line, f"{number}. {name} ", size=9)
            word.write(line, "■" * max(round(20 * share), 1), size=6, colour=colour)
            word.write(line, f" {round(100 * share)}\u00a0%", size=9)

    def _signs(self) -> None:
        line = self.made.add_paragraph()
        line.paragraph_format.space_before = Pt(12)
        said = " · ".join(f"{_SIGNS[shape]}\u00a0{words}" for shape, words in self.shown.key)
        word.write(line, said, size=9, colour=word.SOFT)

    def _table(self, *heads: str, widths: tuple[int, int] = (WIDTH // 2, WIDTH // 2)) -> Table:
        table: Table = self.made.add_table(rows=0, cols=2)
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        word.rules(table)
        if heads:
            for cell, head in zip(row_of(table, head=True), heads, strict=True):
                word.write(cell.paragraphs[0], head, bold=True)
        return table

    def _topic(self, table: Table, name: str, differ: str) -> None:
        cell = merged(table)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        word.shade(cell, "F1EEE6")
        paragraph = cell.paragraphs[0]
        paragraph.style = self.made.styles["Heading 2"]
        word.write(paragraph, name)
        if differ:
            word.write(paragraph, f"  — {differ}", italic=True, size=9)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)

    def _line(self, table: Table, line: Line, *, wide: bool = False) -> None:
        colour = word.CLASH if line.shape == "conflict" else ""
        status = merged(table).paragraphs[0]
        status.paragraph_format.keep_with_next = True
        word.write(status, f"{line.sign or _SIGNS[line.shape]}  {line.told}", bold=True, size=9, colour=colour)
        if line.kind:
            word.write(status, f"  {line.kind}", italic=True, size=9)
            word.write(status, " — ", size=9)
            for number, (letter, words) in enumerate(line.reasons):
                word.write(status, f"{' · ' if number else ''}{letter}: ", bold=True, size=9)
                word.write(status, words, size=9)
        if line.matched:
            word.write(status, f"  ({line.matched})", size=8, colour=word.SOFT)
        if wide:
            self._cell(line.left, merged(table))
        else:
            for cell, into in zip((line.left, line.right), row_of(table), strict=True):
                self._cell(cell, into)
        if line.beside:
            into = merged(table)
            self._passages(line.beside, into)

    def _cell(self, cell: Cell, into: _Cell) -> None:
        if cell.passages:
            word.borders(into, start=("single", 24, word.SIDES[cell.tone]))
        else:
            word.borders(into, start=("dashed", 4, word.SOFT))
        self._passages(cell.passages, into)
        if cell.absent:
            word.write(into.paragraphs[0], cell.absent, size=8.5, colour=word.SOFT)

    def _passages(self, found: Iterable[Passage], into: _Cell) -> None:
        fresh = [into.paragraphs[0]]

        def paragraph() -> Paragraph:
            line: Paragraph = fresh.pop() if fresh else into.add_paragraph()
            return line

        for one in found:
            if one.head:
                word.write(paragraph(), one.head, size=8, colour=word.SOFT)
            line = paragraph()
            set_pieces(line, one, one.context.words, cut=True)
            number = self._number(one)
            anchor = word.write(line, f"\u00a0{number}", size=8, colour=word.SOFT)
            anchor.font.superscript = True
            word.link(line, anchor, anchor=f"e{number}")
            if one.part.translation:
                word.write(paragraph(), one.part.machine, size=8, colour=word.SOFT)
                set_words(paragraph(), one.part.translation, "", "auto", size=9.5)
            if one.part.small:
                word.write(paragraph(), " · ".join(one.part.small), size=8, colour=word.SOFT)

    def _number(self, one: Passage) -> int:
        """The number of a passage's evidence; one that is shown twice keeps its own."""
        key = (one.part.record, one.part.earlier, one.part.spans)
        return self.evidence.setdefault(key, (len(self.evidence) + 1, one))[0]

    def _evidence(self) -> None:
        if not self.evidence:
            return
        self.made.add_heading(self.shown.page.say("evidence"), 1)
        word.write(self.made.add_paragraph(), self.shown.page.say("evidence_note"), size=9, colour=word.SOFT)
        for number, one in self.evidence.values():
            line = self.made.add_paragraph()
            found = one.context
            pieces = (Piece(found.before, said=False), *found.around, Piece(found.after, said=False))
            word.write(line, f"{number}.\u00a0", bold=True, size=9)
            set_pieces(line, one, pieces, size=9)
            word.bookmark(line, f"e{number}", number)
            published_line(
                self.made.add_paragraph(),
                one.published,
                f"{one.published.publisher or one.published.title} · {one.published.when}",
            )

    def _end(self) -> None:
        notes = self.shown.outline.notes
        if notes:
            self.made.add_heading(self.shown.say.say("notes"), 1)
        for note in (*notes, self.shown.made):
            if note:
                word.write(self.made.add_paragraph(), note, size=9, colour=word.SOFT)
        foot = self.made.sections[0].footer.paragraphs[0]
        word.write(foot, f"{self.shown.outline.foot}  ", size=8, colour=word.SOFT)
        word.page_number(foot)
