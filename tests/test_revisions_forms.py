"""Revisions for people and programs: the terminal, Markdown, a page, JSON."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from dragoman.record import Record
from dragoman.render.revision.markdown import to_markdown
from dragoman.render.revision.terminal import render
from dragoman.render.revision.webpage import to_page
from dragoman.revisions import KINDS, Change, Part, Piece, Revision, revise
from dragoman.schema import text as schema_text
from tests.render_sample import foreign, hostile
from tests.revision_sample import STORY, WHO, story, swap, version
from tests.test_render_webpage import Page


def sample() -> Revision:
    new = swap(
        STORY, _1="agree on the strait => quarrel over the strait", _2="40 ships => sixty ships",
        _3="would follow at once => would follow in time", _4="⟨s3:Tomash Koll⟩, the president => ⟨s3:Mira Orsa⟩, for the president",
        _5="⟨c4:According to⟩ ⟨s4:Mr Koll⟩, ⟨t4:two hundred fishermen have lost their boats⟩. => ",
        _6="closed for repairs => shut for dredging",
    ) + "\n⟨s5:Tomash Koll⟩ ⟨c5:added⟩ that ⟨t5:the grain treaty would be signed in autumn⟩.\n\nUPDATED: adds the grain treaty.\n"  # fmt: skip
    return revise(story(), version(new, {**WHO, 3: "O", 5: "K"}), fetched=("2031-05-05T10:00:00+00:00", None))


def attacks() -> list[Revision]:
    """Revisions in which every word attacks what shows it."""
    one, other = (
        hostile(),
        hostile("<script>alert(9)</script> said `*[x](javascript:1)*` \x1b[2J\x9b1m & \u202eover\r\nagain"),
    )
    bad = "<b onmouseover='alert(3)'>\x1b]0;x\x07\n# h\n| a | {+ +}"
    part = Part(((0, 3),), (Piece(bad), Piece(bad, True)), (1,))
    made = Revision(one, other, tuple(Change(kind, part, part, 1, bad) for kind in KINDS), (bad, bad), None, False)
    return [revise(one, other), revise(other, one), made, Revision(one, other, incomparable=bad)]


def plain(*revisions: Revision, width: int = 96) -> str:
    return render(revisions, width=width)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_kind_is_shown_in_its_order_with_both_wordings() -> None:
    said = plain(sample())
    order = [
        "Verania and Laxia quarrel over the strait", "fetched 5 May 2031, 10:00", "1 statement added", "── Headline changed",
        "[-agree on-]", "{+quarrel over+}", "── Statements added", "the grain treaty would be signed", "statement 5",
        "── Statements no longer in the text", "two hundred fishermen", "── Wording changed", "[-at once-]", "{+in time+}",
        "── Attributed to another speaker", "Tomash Koll (LKS.GOV)", "Mira Orsa (VRN.GOV)", "── Numbers changed", "[-40-]",
        "{+sixty+}", "40 → sixty", "── Notices", "UPDATED: adds the grain treaty.", "── The plain difference",
        "[-closed-] for [-repairs-]", "says what a version has, not why",
    ]  # fmt: skip
    at = -1
    for words in order:
        at = said.find(words, at + 1)
        assert at >= 0, words


def test_what_was_added_alone_bears_no_marks() -> None:
    said = plain(sample().only(["added", "gone"]))
    assert "{+" not in said
    assert "[-" not in said
    assert "+ Tomash Koll added that" in flat(said)


def test_words_of_silence() -> None:
    for text in (plain(sample()), to_markdown([sample()]), to_page([sample()])):
        assert "no longer in the text" in text
        assert not re.search(r"\b(?:deleted|omitted|removed|censored)\b", text, re.IGNORECASE)


def test_whether_the_newspaper_tells_of_it() -> None:
    silent = revise(story(), story(_1="40 ships => 50 ships"))
    assert "No update or correction notice found." in plain(silent)
    notice = "\nUPDATED: adds the map.\n"
    before = revise(version(STORY + notice, WHO), version(swap(STORY, _1="40 ships => 50 ships") + notice, WHO))
    assert "one stood there before: “UPDATED: adds the map.”" in flat(plain(before))
    assert "notice found" not in plain(sample())
    assert "No revision: nothing changed." in plain(revise(story(), story()))
    assert "Nothing of this kind and size changed." in plain(silent.only(["headline"]))


def test_what_is_not_comparable_is_no_revision() -> None:
    step = Revision(story(), story(), incomparable="a paywall: “Subscribe to read”")
    for text in (flat(plain(step)), to_markdown([step]), to_page([step])):
        assert "Not comparable, and no revision: a paywall: “Subscribe to read”" in text
        assert "notice found" not in text


def test_colours_show_nothing_that_signs_do_not() -> None:
    coloured = render([sample()], colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render([sample()])
    assert "\x1b" not in render([sample()])


@pytest.mark.parametrize("width", [20, 40, 88, 200])
def test_lines_keep_to_the_width(width: int) -> None:
    lines = plain(sample(), foreign_step(), width=width).splitlines()
    from rich.cells import cell_len

    assert max(map(cell_len, lines)) <= max(width, 24)


def foreign_step() -> Revision:
    def record(words: str) -> Record:
        return foreign(f"卡索维亚总统表示，{words}。", "卡索维亚总统", "表示", words, "zh", "卡索维亚总统")

    return revise(record("海峡将在六月开放"), record("海峡将在七月关闭"))


def test_chinese_is_compared_by_its_characters() -> None:
    revision = foreign_step()
    (change,) = revision.of("wording")
    assert [piece.words for piece in change.new.pieces if piece.changed] == ["七", "关闭"]
    assert "七" in plain(revision)


def test_hostile_words_move_no_cursor() -> None:
    for revision in attacks():
        said = plain(revision)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)


def test_hostile_words_are_no_markup() -> None:
    said = to_markdown(attacks())
    bare = re.sub(r"</?(?:sub|del|ins)>", "", said)
    assert "<" not in bare.replace("\\<", "").replace("&lt;", "")
    assert "javascript:1)*" not in bare or "\\[x\\]" in bare
    assert not [line for line in said.splitlines() if line.startswith(("# ", "## ")) and line.strip("# ") == "h"]


def test_hostile_words_are_no_html() -> None:
    page = Page(to_page(attacks()))
    assert page.faults == []
    assert page.stack == []
    tags = {name for name, _ in page.tags}
    assert not tags & {"script", "img", "b", "i", "a", "iframe", "object"}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_the_page_is_whole_and_loads_nothing() -> None:
    html = to_page([sample(), sample().only(["headline"])])
    page = Page(html)
    assert page.faults == []
    assert page.stack == []
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in html
    assert "@import" not in html
    assert not re.search(r"(?:src|href)=\"(?!data:,)", html)
    assert "<del>40</del>" in html
    assert "<ins>sixty</ins>" in html
    assert Page(sample()._repr_html_()).faults == []
    assert to_page([]).count("<section") == 0


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(schema_text("revision"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize(
    "revision", [sample(), foreign_step(), *attacks()[:3], Revision(story(), story(), incomparable="x")]
)
def test_json_follows_its_schema_and_comes_back(revision: Revision, validator: jsonschema.Draft202012Validator) -> None:
    if any(change.aspect.startswith("<b") for change in revision.changes):
        revision = replace(revision, fetched=(None, "2031-05-05"))
    data = json.loads(revision.to_json())
    validator.validate(_typed(data))
    assert Revision.from_dict(data) == revision


def _typed(data: dict[str, Any]) -> dict[str, Any]:
    """Without the records, whose hostile labels are outside of the record's own closed lists."""
    return {**data, "old": story().to_dict(), "new": story().to_dict()}


def test_the_schema_refuses_what_is_none(validator: jsonschema.Draft202012Validator) -> None:
    data = sample().to_dict()
    validator.validate(data)
    for broken in (
        {**data, "version": "2.0"},
        {**data, "more": 1},
        {**data, "changes": [{**data["changes"][0], "kind": "deleted"}]},
    ):
        assert not validator.is_valid(broken)


@pytest.mark.parametrize("broken", [{}, {"version": "2.0"}, {"version": "1.0"}, {"version": "1.0", "fetched": [None]}])
def test_what_is_no_revision_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="revision"):
        Revision.from_dict(broken)


def test_all_kinds_are_in_the_schema() -> None:
    schema = json.loads(schema_text("revision"))
    assert tuple(schema["$defs"]["change"]["properties"]["kind"]["enum"]) == KINDS
