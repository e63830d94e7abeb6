"""A comparison as a web page and as a Word document."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.accounts.comparison import Comparison
from dragoman.article import Known
from dragoman.render.comparison.context import context
from dragoman.render.comparison.docx import to_docx
from dragoman.render.comparison.passages import address, direction, tag
from dragoman.render.comparison.webpage import to_fragment, to_page
from tests.comparison_sample import A_TEXT, at, hostile, in_script, sample, told_sample, without_b

VOID = {"meta", "link", "br", "col"}
DRAWN = {"path", "circle", "rect"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Page(HTMLParser):
    """Checks that elements nest, and keeps tags and text."""

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

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in DRAWN

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.stack:
            self.text.append(data)

    @property
    def said(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.text))


def rows(html: str) -> dict[int, str]:
    """Each numbered row's HTML."""
    found = re.findall(r'<tr role="row" class="line [^"]*" id="[^"]*?r(\d+)">(.*?)</tr>', html, re.DOTALL)
    return {int(number): inner for number, inner in found}


def with_url(url: str) -> Comparison:
    known = sample()
    return replace(known, accounts=tuple(replace(a, url=url) if a.id == "a" else a for a in known.accounts))


@pytest.mark.parametrize("interface", ["en", "ru"])
def test_the_page_is_well_formed_and_has_each_id_once(interface: str) -> None:
    for comparison in (sample(), told_sample(), without_b(), hostile(), in_script("和平", "zh")):
        for html in (to_page(comparison, interface=interface), to_fragment(comparison, interface=interface)):
            page = Page(html)
            assert page.faults == []
            assert page.stack == []
            ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
            assert len(ids) == len(set(ids)) >= 1
            for _, attributes in page.tags:
                if attributes.get("href", "").startswith("#"):
                    assert attributes["href"][1:] in ids


def test_another_language_of_the_interface_is_refused() -> None:
    with pytest.raises(ValueError, match="xx"):
        to_page(sample(), interface="xx")
    assert '<html lang="ru">' in to_page(sample(), interface="ru")


def test_a_status_is_a_word_and_a_shape_and_a_conflict_has_its_reason() -> None:
    found = rows(to_page(sample()))
    assert sorted(found) == list(range(1, 10))
    drawn = {}
    for row in sample().rows:
        status = re.search(r'<th role="rowheader".*?</th>', found[row.id], re.DOTALL)
        assert status
        shape = re.search(r"<svg.*?</svg>", status[0], re.DOTALL)
        assert shape
        drawn.setdefault(row.status, set()).add(shape[0])
        said = Page(status[0]).said
        assert {"both": "in both accounts", "conflict": "conflict", "only-a": "A's", "only-b": "B's"}[
            row.status
        ] in said
    assert all(len(shapes) == 1 for shapes in drawn.values())
    assert len(set.union(*drawn.values())) == 4
    assert re.search(r"how many ?A 42 ?B 8", Page(found[3]).said)
    assert "same" not in found[2]


def test_what_differs_is_marked_in_both_columns() -> None:
    differ = re.findall(r'<mark class="differ">(.*?)</mark>', rows(to_page(sample()))[3])
    assert {"forty-two", "восемь"} == set(differ)


def test_absence_says_what_is_known_of_the_text() -> None:
    known = rows(to_page(sample()))[6]
    assert re.search(r"not in the text we have of B's account \(\d+ words, full text", Page(known).said)
    told = Page(rows(to_page(told_sample()))[6]).said
    assert "as told by Castelmare Herald" in told
    nothing = Page(rows(to_page(without_b()))[1]).said
    assert "no text of B's account is at hand" in nothing
    assert "omitted" not in to_page(told_sample())


def test_the_evidence_is_a_click_away_with_its_source() -> None:
    html = rows(to_page(with_url("https://example.org/a?b=1&c=2")))[4]
    details = re.search(r"<details>(.*?)</details>", html, re.DOTALL)
    assert details
    said = Page(details[1]).said
    assert "She said that forty-two fishermen are still held in Laxian ports." in said
    assert "President Koll promised" in said
    assert "Presidency of Verania · 3 March 2031, 18:30 +03:00" in said
    assert 'href="https://example.org/a?b=1&amp;c=2"' in details[1]
    marked = "".join(re.findall(r"<mark>(.*?)</mark>", details[1]))
    assert marked == "The two presidents agreed that their fisheries ministers will meet on 21 March"


def test_an_official_translation_stands_under_the_words_and_a_machine_s_is_labelled() -> None:
    known = sample()
    students = next(c for row in known.rows for cs in row.claims.values() for c in cs if "студентами" in known.words(c))
    html = to_page(replace(known, translations={students.id: "Ready to exchange <students>"}))
    second = rows(html)[2]
    assert second.index("demanded that Laxia reopen") < second.index("A2 · official text in Russian")
    assert re.search(r'<blockquote lang="ru" dir="auto">Анна Вереш потребовала', second)
    assert re.search(r"machine translation</p>\s*<blockquote.*?Ready to exchange &lt;students&gt;", html, re.DOTALL)
    told = rows(html)[3]
    assert "as told by Castelmare Herald" in told
    assert "official text in English" not in told


def test_the_head_and_the_blocks_are_all_there() -> None:
    said = Page(to_page(sample())).said
    for words in (
        "Anna Veresh, President of Verania", "the accounts differ; none is chosen", "A 45 minutes", "B over 60 minutes",
        "18:30 +03:00", "time zone not known", "trade and economy", "54 %", "positions differ",
        "said of B by A", "denied in B's own account", "Announced beforehand", "in no account we have",
        "Formulas, beside A's earlier accounts", "reworded", "dropped", "Language versions", "около сорока рыбаков",
        "neither agreement nor truth", "also told by Castelmare Herald", "the time zone of b.ru is not known",
    ):  # fmt: skip
        assert words in said, words


def test_no_place_is_left_for_a_share_outside_the_bar() -> None:
    widths = re.findall(r'class="part" width="([^"]+)%"', to_page(hostile()) + to_page(sample()))
    assert widths
    assert all(0 <= float(width) <= 100 for width in widths)


def test_nothing_from_an_account_becomes_markup() -> None:
    for html in (to_page(hostile()), to_fragment(hostile())):
        page = Page(html)
        names = {name for name, _ in page.tags}
        assert names.isdisjoint({"script", "img", "iframe", "object", "embed", "form", "b", "i"})
        for name, attributes in page.tags:
            assert not any(attribute.startswith("on") for attribute in attributes)
            assert "style" not in attributes
            assert "src" not in attributes
            if "href" in attributes:
                assert attributes["href"].startswith(("#", "data:,"))
            assert re.fullmatch(r"[A-Za-z0-9-]*", attributes.get("lang", "")), name
        assert "<b onmouseover='alert(3)'>" in page.said
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", html)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
        "vbscript:x", "//example.org/x", "https:", "https://", "http://[", "file:///etc/passwd", "https://example.org/\x1b[0m",
        "https://example.org/a b", "", None,
    ],
)  # fmt: skip
def test_only_web_addresses_are_followed(url: str | None) -> None:
    assert address(url) == ""
    html = to_page(with_url(url or ""))
    assert not [a for name, a in Page(html).tags if name == "a" and not a["href"].startswith("#")]


def test_an_address_cannot_leave_its_attribute() -> None:
    page = Page(to_page(with_url("https://example.org/\"onclick='x'<b>")))
    links = [a for name, a in page.tags if name == "a" and not a["href"].startswith("#")]
    assert links
    assert {a["href"] for a in links} == {"https://example.org/\"onclick='x'<b>"}
    assert all(set(a) == {"href", "rel"} and "noreferrer" in a["rel"] for a in links)


def test_the_page_loads_and_runs_nothing() -> None:
    html = to_page(sample())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert policy
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy[1].replace("&#43;", "+")
    assert "default-src 'none'" in policy[1]
    assert "<script" not in html
    assert "style=" not in html
    assert "@import" not in style[1]
    assert "url(" not in style[1]
    assert "http" not in html.replace("http-equiv", "")


def test_words_keep_their_language_and_direction() -> None:
    arabic = Page(to_page(in_script("قالت ليلى مراد إن بلادها ترحّب بالمحادثات.", "ar")))
    quoted = [a for name, a in arabic.tags if name == "blockquote"]
    assert len(quoted) == 2
    assert all((a["lang"], a["dir"]) == ("ar", "rtl") for a in quoted)
    chinese = Page(to_page(in_script("双方就能源问题交换了意见。", "zh-CN")))
    assert all(a["lang"] == "zh-CN" for name, a in chinese.tags if name == "blockquote")
    assert direction("az-Arab") == direction("en") == "auto"
    assert direction("fa-AF") == "rtl"
    assert tag('x" onclick="1') == tag("en us") == ""


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_words_can_be_read_by_day_and_by_night() -> None:
    """WCAG 2.2 AA: 4.5 to 1 for words, on the paper and, for chips, the paper's colour on the side's."""
    style = re.search(r"<style>(.*?)</style>", to_page(sample()), re.DOTALL)
    assert style
    night = re.findall(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", style[1], re.DOTALL)
    day = style[1]
    for part in re.findall(r"@media [^{]*\{.*?\n\}", style[1], re.DOTALL):
        day = day.replace(part, "")
    for sheet in (day, "".join(night)):
        colours: dict[str, str] = {}
        for name, value in re.findall(r"--([a-z0-9]+): (#[0-9a-f]{6})", sheet):
            colours.setdefault(name, value)
        assert {"paper", "ink", "soft", "side0", "side1", "clash"} <= set(colours)
        for name in ("ink", "soft", "side0", "side1", "clash"):
            assert contrast(colours[name], colours["paper"]) >= 4.5, name


def test_the_context_of_a_claim() -> None:
    span = at("fishermen are still held", A_TEXT)
    found = context(A_TEXT, span, (span[0][0], span[0][0] + 9))
    assert [(p.words, p.differ) for p in found.words] == [("fishermen", True), (" are still held", False)]
    assert "".join(p.words for p in found.around).strip().endswith("held in Laxian ports.")
    assert found.before.endswith("without delay. ")
    assert found.after.startswith(" The two presidents agreed")
    assert not found.opened
    assert not found.closed
    cut = context("They confirmed it.", [(5, 17)], (5, 9)).words
    assert [p.words for p in cut if p.differ] == ["confirmed"]
    whole = context("First. Two words here. Third.", [(7, 22)])
    assert (whole.opened, whole.closed) == (True, True)
    chinese = context("第一句话。第二句话。第三句话。", [(5, 9)])
    assert (chinese.before, chinese.after) == ("第一句话。", "第三句话。")
    title = context("Title\n\nThe text of it. More.", [(0, 5)])
    assert (title.before, title.after) == ("", "")
    assert context("abc", [(5, 9), (2, 1)]).words == ()


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from("ab. \n«»!。А؟\x1b"), max_size=60),
    st.lists(st.tuples(st.integers(-2, 62), st.integers(-2, 62)), max_size=4),
    st.tuples(st.integers(-2, 62), st.integers(-2, 62)) | st.none(),
)
def test_any_spans_have_a_context(text: str, spans: list[tuple[int, int]], differ: tuple[int, int] | None) -> None:
    found = context(text, spans, differ)
    said = [text[max(0, a) : b] for a, b in sorted((max(0, a), min(len(text), b)) for a, b in spans) if a < b]
    shown = "".join(p.words for p in found.words)
    assert bool(shown) == any(said)
    assert "\x1b" not in shown + "".join(p.words for p in found.around) + found.before + found.after


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=80), st.sampled_from(["en", "ar", "zh", "", "\x00"]))
def test_any_text_makes_a_page_and_a_document(text: str, language: str) -> None:
    page = Page(to_page(in_script(text, language)))
    assert page.faults == []
    assert {name for name, _ in page.tags}.isdisjoint({"script", "img"})
    document(in_script(text, language))


def document(comparison: Comparison, **more: Any) -> Any:
    buffer = io.BytesIO()
    to_docx(comparison, buffer, **more)
    buffer.seek(0)
    return Document(buffer)


def words_of(made: Any) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in made.element.body.iter(f"{W}p"))


def test_the_document_says_what_the_page_says(tmp_path: Path) -> None:
    to_docx(sample(), tmp_path / "strait.docx")
    to_docx(sample(), str(tmp_path / "again.docx"))
    made = Document(str(tmp_path / "strait.docx"))
    said = words_of(made)
    for words in (
        "Verania (XKA) and Laxia (XKB)", "Anna Veresh, President of Verania", "≠ the accounts differ; none is chosen",
        "published 3 March 2031, 18:30 +03:00", "3. trade and economy", "positions differ", "A: 42 · B: 8",
        "in both accounts", "Сроки возврата судов не обсуждались",
        "not in the text we have of B's account", "A2 · official text in Russian", "denied in B's own account",
        "in no account we have", "dropped", "also told by Castelmare Herald", "Evidence", "the time zone of b.ru",
    ):  # fmt: skip
        assert words in said, words
    assert "neither agreement nor truth" in made.sections[0].footer.paragraphs[0].text
    assert made.core_properties.title.startswith("Verania")


def test_the_document_s_topics_are_merged_rows_of_two_columns() -> None:
    made = document(sample())
    table = next(t for t in made.tables if t.cell(0, 0).text.startswith("A Verania") and len(t.rows) > 12)
    assert len(table.columns) == 2
    topics = [row.cells for row in table.rows if row.cells[0].paragraphs[0].style.name == "Heading 2"]
    assert [cells[0].text.split(" —")[0] for cells in topics][:2] == ["Bilateral relations", "Territory"]
    assert all(cells[0]._tc is cells[1]._tc for cells in topics)
    assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in table.rows)


def test_every_number_in_the_document_leads_to_its_evidence() -> None:
    body = document(sample()).element.body
    anchors = {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink") if link.get(f"{W}anchor")}
    names = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    assert anchors
    assert anchors == set(names)
    assert len(names) == len(set(names))


def test_the_document_keeps_languages_and_directions() -> None:
    made = document(in_script("قالت ليلى مراد إن بلادها ترحّب بالمحادثات.", "ar"))
    runs = [r for r in made.element.body.iter(f"{W}r") if "ليلى" in "".join(t.text or "" for t in r.iter(f"{W}t"))]
    words = [run for run in runs if " · " not in "".join(t.text or "" for t in run.iter(f"{W}t"))]
    assert len(words) >= 2
    for run in words:
        assert run.find(f"{W}rPr/{W}rtl") is not None
        assert run.find(f"{W}rPr/{W}lang").get(f"{W}bidi") == "ar"
        assert next(run.iterancestors(f"{W}p")).find(f"{W}pPr/{W}bidi") is not None
    chinese = document(in_script("双方就能源问题交换了意见。", "zh-CN")).element.body
    assert any(lang.get(f"{W}eastAsia") == "zh-CN" for lang in chinese.iter(f"{W}lang"))
    russian = document(sample(), interface="ru")
    assert any(lang.get(f"{W}val") == "ru" for lang in russian.element.body.iter(f"{W}lang"))
    assert "в обоих сообщениях" in words_of(russian)


def test_the_document_links_to_web_addresses_alone() -> None:
    for url, expected in (("https://example.org/a?b=1&c=2", True), ("javascript:alert(1)", False)):
        links = [r.target_ref for r in document(with_url(url)).part.rels.values() if r.is_external]
        assert (url in links) == expected
    made = document(hostile())
    assert not [r for r in made.part.rels.values() if r.is_external]
    assert "<b onmouseover='alert(3)'>" in words_of(made)


def test_a_document_of_little() -> None:
    assert "no text of B's account is at hand" in words_of(document(without_b()))
    known = sample()
    records = (replace(known.records[0], article=replace(known.records[0].article, url=Known("ftp://x", "text"))),)
    empty = Comparison(records, known.sides, (), replace(known.contact, participants=(), fields={}), ())
    assert Page(to_page(empty)).faults == []
    assert "No claim was found" in to_page(empty)
    document(empty)
