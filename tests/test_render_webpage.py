"""The article as a web page."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.article import Article, Image, Known
from dragoman.record import Record
from dragoman.render.markup import Tagger, paragraphs
from dragoman.render.webpage import to_fragment, to_page
from tests.render_sample import TEXT, foreign, hostile, sample

VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """Checks that elements nest, and keeps what a test asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.stack:
            self.text.append(data)


def test_the_page_is_well_formed_and_has_each_id_once() -> None:
    for html in (to_page([sample()]), to_page([sample(), hostile(), sample()]), to_fragment(sample())):
        page = Page(html)
        assert page.faults == []
        assert page.stack == []
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
        for _, attributes in page.tags:
            if attributes.get("href", "").startswith("#"):
                assert attributes["href"][1:] in ids


def test_every_statement_is_marked_and_noted() -> None:
    page = Page(to_page([sample()]))
    ids = {attributes.get("id") for _, attributes in page.tags}
    for number in range(1, 10):
        assert {f"s{number}", f"r{number}"} <= ids
    inner = [
        attributes["class"]
        for tag, attributes in page.tags
        if tag == "span" and "content s7" in attributes.get("class", "")
    ]
    assert inner
    said = "".join(page.text)
    for words in ("THREATEN (warns of measures of its own)", "Томаш Колль", "conditional", "87\u00a0%", "asserted"):
        assert words in said


def test_the_text_is_whole() -> None:
    html = to_page([sample()])
    shown = re.sub(r"<a class=\"ref.*?</a>", "", html)
    said = re.sub(r"\s+", " ", "".join(Page(shown).text))
    for line in TEXT.splitlines()[1:]:
        assert line in said
    assert "![" not in said
    assert "Пресс-служба показала снимок · Пресс-служба Верании" in said


def test_nothing_from_an_article_becomes_markup() -> None:
    for html in (to_page([hostile()]), to_fragment(hostile())):
        page = Page(html)
        names = {tag for tag, _ in page.tags}
        assert names.isdisjoint({"script", "img", "iframe", "object"})
        for _, attributes in page.tags:
            assert not any(name.startswith("on") for name in attributes)
            assert not attributes.get("href", "#").startswith("javascript")
        assert "<b onmouseover='alert(3)'>" in "".join(page.text)
        assert "\x1b" not in html


def test_the_page_forbids_what_it_does_not_need() -> None:
    html = to_page([sample()])
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert policy
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy[1].replace("&#43;", "+")
    assert "default-src 'none'" in policy[1]
    assert "<script" not in html
    assert "style=" not in html
    assert "http" not in re.sub(r"http-equiv", "", html)


def test_direction_and_language() -> None:
    arabic = "قالت ليلى مراد إن بلادها ترحّب بالمحادثات."
    page = Page(to_page([foreign(arabic, "ليلى مراد", "قالت", "بلادها ترحّب بالمحادثات", "ar", "ليلى مراد")]))
    paragraph = next(attributes for tag, attributes in page.tags if tag == "p" and attributes.get("lang") == "ar")
    assert paragraph["dir"] == "auto"


def test_inferred_speakers_and_updates() -> None:
    said = re.sub(r"\s+", " ", "".join(Page(to_page([sample()])).text))
    assert "[Анна Вереш VRN.GOV]; [Томаш Колль LKS.GOV]" in said
    assert "What follows was added after this update." in said
    assert "8 statements by 4 speakers" in said


def test_a_record_of_nothing() -> None:
    for record in (Record(Article(""), ()), Record(Article("\n \n", images=(Image(caption="c", span=(0, 1)),)), ())):
        assert Page(to_page([record])).faults == []


def test_paragraphs() -> None:
    assert paragraphs("a\nb\n\n c ") == [(0, 3), (6, 7)]
    long = "x" * 120
    assert paragraphs(f"{long}\nb\n\nc") == [(0, 120), (121, 122), (124, 125)]
    assert paragraphs("") == []


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=3),
)
def test_any_spans_nest_and_keep_the_text(content: list[tuple[int, int]], source: list[tuple[int, int]]) -> None:
    text = "abcde fghij\nklmno pqrst uvwxyz"
    first = replace(sample().statements[0], content=tuple(content), source=tuple(source), cue=((3, 14),), speakers=())
    record = Record(Article(text, language=Known("en", "text")), (first,))
    tagger = Tagger(record, "", {})
    html = "\n".join(tagger.paragraph(number) for number in range(len(tagger.spans)))
    page = Page(re.sub(r"<a .*?</a>", "", html))
    assert page.faults == []
    assert page.stack == []
    assert "".join(page.text) == text


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=120))
def test_any_text_makes_a_page(text: str) -> None:
    page = Page(to_page([hostile(text)]))
    assert page.faults == []
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img"})
