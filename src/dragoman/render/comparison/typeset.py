"""Rows, words and sources as a comparison's Word document sets them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from dragoman.render.comparison import word
from dragoman.render.comparison.context import Piece
from dragoman.render.comparison.passages import Passage, Published

if TYPE_CHECKING:
    from docx.document import Document as Made


def plain(made: Made, title: str, language: str) -> None:
    """Page, styles and properties."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin = section.bottom_margin = Mm(18)
    for name, size in (("Normal", 10.5), ("Title", 22), ("Heading 1", 14), ("Heading 2", 11.5)):
        style = made.styles[name]
        style.font.name = "Georgia"
        word.untheme(style)
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor.from_string("1D1C1A")
    made.styles["Normal"].paragraph_format.space_after = Pt(2)
    made.core_properties.title = word.fit(title)[:255]
    made.core_properties.language = language
    made.core_properties.author = ""
    made.core_properties.comments = ""


def published_line(line: Paragraph, published: Published, about: str) -> None:
    """What is known of a text, then its address as a link."""
    word.write(line, about, size=8.5, colour=word.SOFT)
    if published.url:
        word.write(line, " · ", size=8.5, colour=word.SOFT)
        word.link(line, word.write(line, published.url, size=8.5, colour=word.SOFT, under=True), url=published.url)


def row_of(table: Table, *, head: bool = False, whole: bool = True) -> tuple[_Cell, _Cell]:
    """A new row of a table of two columns; ``whole`` keeps it on one page."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    if whole:
        word.whole(row, head=head)
    first, second = row.cells
    return first, second


def merged(table: Table) -> _Cell:
    """A new row over both columns."""
    first, second = row_of(table)
    both: _Cell = first.merge(second)
    return both


def set_pieces(
    line: Paragraph, one: Passage, pieces: Iterable[Piece], *, size: float | None = None, cut: bool = False
) -> None:
    """Words cut into runs: in evidence the claim's are set off by weight, and what differs is underlined."""
    found = [p for p in pieces if p.words]
    right = word.runs_right_to_left("".join(p.words for p in found), one.direction)
    if right:
        word.turn(line)
    if cut and not one.context.opened:
        word.write(line, "… ", colour=word.SOFT, right=right)
    for piece in found:
        soft = "" if piece.said else word.SOFT
        word.write(
            line, piece.words, size=size, bold=piece.said and not cut, colour=word.CLASH if piece.differ else soft,
            language=one.language, right=right, under=piece.differ,
        )  # fmt: skip
    if cut and not one.context.closed:
        word.write(line, " …", colour=word.SOFT, right=right)


def set_words(
    line: Paragraph, text: str, language: str, direction: str, *, italic: bool = False, size: float | None = None
) -> None:
    """Words in one run, in the direction that they ask for."""
    right = word.runs_right_to_left(text, direction)
    if right:
        word.turn(line)
    word.write(line, text, italic=italic, size=size, language=language, right=right)
