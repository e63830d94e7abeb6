"""PDF and DOCX: lines joined into paragraphs, running heads left out, broken files refused in one line."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from dragoman.article import Image
from dragoman.page import PageError, article
from dragoman.page.layout import Line, paragraphs

docx = pytest.importorskip("docx")

FIRST = [
    "The envoys of Norland and Sudland met on Tuesday in Port Alder, and both",
    "said that the talks had been use-",
    "ful. They will go on.",
]
SECOND = [
    "“We have agreed on the agenda,” said the Norland envoy, who gave no date for",
    "the well-known round of talks, as Sudland calls it, on a well-",
    "known matter.",
]


def pdf(pages: list[list[tuple[float, float, float, str]]], *, encrypted: bool = False) -> bytes:
    """A PDF with lines at (x, y, size): the smallest that is one."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        stream = "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in lines)
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    lock = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>]"
        if encrypted
        else ""
    )
    return data + f"trailer << /Size {len(objects) + 1} /Root 1 0 R {lock} >>\nstartxref\n{start}\n%%EOF".encode()


def printed(lines: list[str], y: float, size: float = 11, x: float = 60) -> list[tuple[float, float, float, str]]:
    return [(x, y - 14 * number, size, line) for number, line in enumerate(lines)]


def test_lines_become_paragraphs_and_parted_words_whole() -> None:
    found = article(pdf([printed(FIRST, 700) + printed(SECOND, 650)]))
    assert found.text.split("\n") == [
        "The envoys of Norland and Sudland met on Tuesday in Port Alder, and both said that the talks had been useful. They will go on.",
        "“We have agreed on the agenda,” said the Norland envoy, who gave no date for the well-known round of talks, as Sudland "
        "calls it, on a well-known matter.",
    ]


def test_a_sentence_goes_on_over_the_page_and_running_lines_are_left_out() -> None:
    def around(number: int) -> list[tuple[float, float, float, str]]:
        return [(60, 810, 8, "Ministry of Foreign Affairs"), (500, 30, 8, f"Page {number}")]

    found = article(pdf([around(1) + printed(FIRST[:2], 120), around(2) + printed(FIRST[2:] + SECOND, 760)]))
    assert found.text.startswith(
        "The envoys of Norland and Sudland met on Tuesday in Port Alder, and both said that the talks had been useful."
    )
    assert "Ministry" not in found.text and "Page" not in found.text


def test_large_letters_at_the_top_are_the_headline() -> None:
    heading = [(60.0, 760.0, 20.0, "Envoys meet in"), (60.0, 736.0, 20.0, "Port Alder")]
    found = article(pdf([heading + printed(FIRST, 700) + printed(SECOND, 650)]))
    assert found.title is not None and found.title.value == "Envoys meet in Port Alder"
    assert found.text[slice(*found.title.span or (0, 0))] == found.title.value
    assert found.published is None


def test_paragraphs_by_indent_and_by_room_left_on_the_line() -> None:
    def lines(*rows: tuple[float, float, str]) -> list[Line]:
        return [Line(text, 0, left, right, 700 - 14 * n, 11, 0.5) for n, (left, right, text) in enumerate(rows)]

    indented = lines(
        (70, 400, "Один абзац начат"), (50, 400, "и продолжен."), (70, 400, "Другой абзац"), (50, 200, "кончен.")
    )
    assert [p.text for p in paragraphs(indented)] == ["Один абзац начат и продолжен.", "Другой абзац кончен."]
    flush = lines(
        (50, 400, "Один абзац начат"), (50, 120, "и кончен."), (50, 400, "Другой абзац начат"), (50, 300, "и кончен.")
    )
    assert [p.text for p in paragraphs(flush)] == ["Один абзац начат и кончен.", "Другой абзац начат и кончен."]
    arabic = lines(
        (50, 380, "بدأت الفقرة الأولى"), (50, 400, "وانتهت هنا."), (50, 380, "بدأت الثانية"), (300, 400, "وانتهت.")
    )
    assert len(paragraphs(arabic)) == 2
    chinese = lines((50, 400, "双方将在秋季继续就"), (50, 400, "渔业问题举行会谈。"))
    assert [p.text for p in paragraphs(chinese)] == ["双方将在秋季继续就渔业问题举行会谈。"]
    assert paragraphs([]) == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([printed(FIRST, 700)], encrypted=True), "password"),
        (pdf([[]]), "scan"),
        (pdf([]), "PDF"),
        (b"%PDF-1.4\nnothing of the kind", "broken"),
        (pdf([printed(FIRST, 700)])[:300], "PDF"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_one_clear_error(data: bytes, reason: str) -> None:
    with pytest.raises(PageError, match=reason) as caught:
        article(data)
    assert len(str(caught.value).splitlines()) == 1


def document() -> bytes:
    made = docx.Document()
    made.add_heading("Послы встретились в порту", 0)
    made.add_paragraph("Порт-Алдер, 14 сентября 2021 года")
    paragraph = made.add_paragraph("Министр заявил, что ")
    paragraph.add_run("переговоры").bold = True
    paragraph.add_run(" продолжатся.\nОн не сказал, где.")
    made.add_paragraph("Первый пункт", style="List Bullet")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Норланд", "Судланд"
    made.core_properties.title = "Шаблон 3"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_word_document() -> None:
    found = article(document(), source="readout.docx")
    assert found.text.split("\n") == [
        "Послы встретились в порту",
        "Порт-Алдер, 14 сентября 2021 года",
        "Министр заявил, что переговоры продолжатся.",
        "Он не сказал, где.",
        "Первый пункт",
        "Норланд",
        "Судланд",
    ]
    assert found.title is not None and (found.title.value, found.title.span) == ("Послы встретились в порту", (0, 25))
    # Not the day on which the file was made, which its properties tell.
    assert found.published is not None and (found.published.value, found.published.origin) == ("2021-09-14", "text")
    assert found.modified is None


def test_a_picture_in_a_word_document_is_not_text() -> None:
    made = docx.Document()
    made.add_paragraph("Министр заявил, что переговоры продолжатся.")
    header, pixels = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), zlib.compress(b"\x00\x00")
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    pixel = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    made.add_picture(io.BytesIO(pixel))
    made.inline_shapes[0]._inline.docPr.set("descr", "Послы в порту. Фото: А. Линза")
    out = io.BytesIO()
    made.save(out)
    found = article(out.getvalue())
    assert found.text == "Министр заявил, что переговоры продолжатся."
    assert found.images == (Image(None, "Послы в порту. Фото: А. Линза", "Послы в порту", "А. Линза"),)


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive(a_txt=b"x"), "an archive"),
        (archive(word__document_xml=b"<w"), "broken"),
        (archive(word__document_xml=b"\x00" * 201_000_000), "unpacks to more"),
        (document()[:2_000], "broken"),
        (b"PK\x03\x04", "broken"),
    ],
)
def test_a_document_that_cannot_be_read_is_one_clear_error(data: bytes, reason: str) -> None:
    with pytest.raises(PageError, match=reason) as caught:
        article(data, source="x.docx")
    assert len(str(caught.value).splitlines()) == 1
