"""What a Word document needs and python-docx has no words for: languages, directions, links, bookmarks, borders."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.styles.style import CharacterStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from dragoman.render.outline import clean

SOFT: Final = "5F5B54"
RULE: Final = "CFC9BC"
CLASH: Final = "A3242B"
SIDES: Final = {"a": "1F6F8B", "b": "9A5B00", "": SOFT}
"""The page's colours."""

_UNFIT = re.compile(r"[\ufffe\uffff]")
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
               "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl",
               "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange")  # fmt: skip
_AFTER_BORDERS = ("w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
_EAST_ASIAN = frozenset({"zh", "ja", "ko"})


def fit(text: str) -> str:
    """Text that XML can hold, on one line."""
    return _UNFIT.sub("\ufffd", clean(text))


def runs_right_to_left(text: str, direction: str) -> bool:
    """Whether words run right to left: told so, or by the first letter that has a direction."""
    if direction == "rtl":
        return True
    strong = next((d for c in text if (d := unicodedata.bidirectional(c)) in ("L", "R", "AL")), "L")
    return strong != "L"


def element(kind: str, /, **attributes: str) -> BaseOxmlElement:
    """An element of WordprocessingML with attributes of the same namespace."""
    made = OxmlElement(kind)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def write(
    paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float | None = None,
    colour: str = "", language: str = "", right: bool = False, under: bool = False,
) -> Run:  # fmt: skip
    """Add words to a paragraph; ``size`` in points, ``right`` for words that run right to left."""
    run = paragraph.add_run(fit(text))
    font = run.font
    if bold:
        font.bold = font.cs_bold = True
    if italic:
        font.italic = font.cs_italic = True
    if size is not None:
        font.size = Pt(size)
        run._r.get_or_add_rPr().append(element("w:szCs", val=str(round(2 * size))))
    if colour:
        font.color.rgb = RGBColor.from_string(colour)
    if under:
        font.underline = True
    if right:
        font.rtl = True
    if language:
        place = "bidi" if right else "eastAsia" if language.split("-")[0] in _EAST_ASIAN else "val"
        run._r.get_or_add_rPr().append(element("w:lang", **{place: language}))
    return run


def untheme(style: CharacterStyle) -> None:
    """Let the font that a style names hold: the theme's goes before it otherwise."""
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def turn(paragraph: Paragraph) -> None:
    """Make a paragraph run from right to left."""
    paragraph._p.get_or_add_pPr().insert_element_before(element("w:bidi"), *_AFTER_BIDI)


def link(paragraph: Paragraph, run: Run, *, url: str = "", anchor: str = "") -> None:
    """Make a run of the paragraph a link to a web address, or to a bookmark of the document."""
    if url:
        identity = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        holder = OxmlElement("w:hyperlink")
        holder.set(qn("r:id"), identity)
    else:
        holder = element("w:hyperlink", anchor=anchor, history="1")
    run._r.addprevious(holder)
    holder.append(run._r)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Name the beginning of a paragraph, so that links lead to it."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    properties = paragraph._p.pPr
    if properties is None:
        paragraph._p.insert(0, start)
    else:
        properties.addnext(start)
    start.addnext(element("w:bookmarkEnd", id=str(number)))


def borders(cell: _Cell, **lines: tuple[str, int, str]) -> None:
    """Borders of a cell by side (start, end, top, bottom): kind, eighths of a point, colour."""
    holder = element("w:tcBorders")
    for name in ("top", "start", "bottom", "end"):
        if name in lines:
            kind, size, colour = lines[name]
            plain = {"start": "left", "end": "right"}.get(name, name)
            holder.append(element(f"w:{plain}", val=kind, sz=str(size), space="0", color=colour))
    cell._tc.get_or_add_tcPr().insert_element_before(holder, *_AFTER_BORDERS)


def shade(cell: _Cell, colour: str) -> None:
    """Fill a cell."""
    made = element("w:shd", val="clear", color="auto", fill=colour)
    cell._tc.get_or_add_tcPr().insert_element_before(made, *_AFTER_BORDERS[1:])


def rules(table: Table) -> None:
    """Thin lines between rows, none between columns, and room within cells."""
    properties = table._tbl.tblPr
    lines = element("w:tblBorders")
    for name in ("top", "bottom", "insideH"):
        lines.append(element(f"w:{name}", val="single", sz="4", space="0", color=RULE))
    room = element("w:tblCellMar")
    for name, width in (("top", 60), ("left", 120), ("bottom", 60), ("right", 120)):
        room.append(element(f"w:{name}", w=str(width), type="dxa"))
    properties.insert_element_before(lines, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")
    properties.insert_element_before(room, "w:tblLook", "w:tblCaption", "w:tblDescription")


def whole(row: _Row, *, head: bool = False) -> None:
    """Keep a row on one page; ``head`` repeats it on every page that the table runs over."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if head:
        properties.append(element("w:tblHeader"))


def page_number(paragraph: Paragraph) -> None:
    """The number of the page, counted by whoever opens the document."""
    for part in (element("w:fldChar", fldCharType="begin"), "PAGE", element("w:fldChar", fldCharType="end")):
        run = write(paragraph, "", size=8, colour=SOFT)
        if isinstance(part, str):
            text = OxmlElement("w:instrText")
            text.text = part
            run._r.append(text)
        else:
            run._r.append(part)
