"""Documents of every form that break off, wherever it is: one clear error, or what is left of a text."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.article import Article
from dragoman.page import PageError, article
from tests.test_page_documents import FIRST, document, pdf, printed

EXAMPLES = Path(__file__).parents[1] / "examples"
DOCX, PDF = document(), pdf([printed(FIRST, 700), printed(FIRST, 650)])
HTML = (EXAMPLES / "vienna.en.html").read_bytes()
WHOLE = {
    "a.docx": DOCX, "a.pdf": PDF, "a.html.gz": gzip.compress(HTML), "a.html": HTML,
    "a.md": (EXAMPLES / "geneva.ru.md").read_bytes(), "a.txt": (EXAMPLES / "paris.ru.txt").read_bytes(),
    "b.txt": (EXAMPLES / "paris.ru.txt").read_text("utf-8").encode("utf-16"),
}  # fmt: skip
LINEAR = b"%PDF-1.4\n1 0 obj\n<< /Linearized 1 /L 999999 /H [1 2] >>\nendobj\n"


def read(data: bytes, name: str) -> Article | str:
    """An article, or the one line that says why there is none."""
    try:
        return article(data, source=name)
    except PageError as error:
        said = str(error)
        assert said and len(said.splitlines()) == 1 and len(said) < 120
        return said


@given(name=st.sampled_from(sorted(WHOLE)), share=st.floats(0, 1, exclude_max=True))
def test_a_document_that_breaks_off_is_an_error_or_the_text_there_is(name: str, share: float) -> None:
    data = WHOLE[name][: int(share * len(WHOLE[name]))]
    found = read(data, name)
    if name.endswith((".docx", ".pdf", ".gz")):
        assert isinstance(found, str), f"{len(data)} bytes of {name} pass for an article: {found.text[:80]!r}"


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.html.gz"])
def test_the_first_bytes_of_a_document_are_no_text(name: str) -> None:
    for length in [*range(12), len(WHOLE[name]) - 1, len(WHOLE[name]) - 40]:
        assert isinstance(read(WHOLE[name][:length], name), str), length
    assert isinstance(read(WHOLE[name], name), str) == name.endswith(".gz")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"PK", "talks.docx", "a broken archive (ZIP)"),
        (b"PK", "talks", "a broken archive (ZIP)"),
        (b"P", "talks.docx", "a broken archive (ZIP)"),
        (b"%PDF", "talks.pdf", "a broken PDF"),
        (b"PK\x05\x06" + bytes(18), "talks.docx", "not an article but an archive (ZIP)"),
        (PDF[: PDF.index(b"startxref")], "talks.pdf", "a PDF that breaks off: its end is missing"),
        (PDF.replace(b"%PDF-1.4\n", LINEAR, 1), "talks.pdf", "a PDF that breaks off: its end is missing"),
    ],
)
def test_what_is_said(data: bytes, name: str, said: str) -> None:
    assert read(data, name) == said


def test_a_text_is_a_text_whatever_it_is_called() -> None:
    found = read(b"The ministers met in the port on 14 September 2021.", "talks.docx")
    assert isinstance(found, Article)
    assert isinstance(read(HTML, "talks.pdf"), Article)
