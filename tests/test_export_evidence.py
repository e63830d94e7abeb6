"""Evidence sheets: the words around a statement, who told whom, and what it was made with."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt

from dragoman.export.evidence import chain, evidence, gathered
from dragoman.export.sheets import to_html, to_json, to_markdown
from dragoman.store.kept import Kept
from tests.export_sample import dispatch, hostile_kept, kept


def words(one: Kept, number: int, role: str | None = None) -> str:
    found = evidence(one, one.record.statements[number - 1])
    return "".join(piece.text for piece in found.passage if role is None or piece.role == role)


def test_the_passage_is_the_sentence_with_two_on_each_side() -> None:
    said = words(kept(), 3)
    assert said.startswith("Сегодня, 3 марта")
    assert said.endswith("обменяться задержанными.")
    assert words(kept(), 4).startswith("Президент Верании")


def test_the_passage_stops_at_the_text_s_ends_and_leaves_masked_words_out() -> None:
    assert words(kept(), 1).startswith("Сегодня")
    assert "example.org" not in words(kept(), 1)
    assert words(kept(), 9).endswith("отметили в Тауэрхилле.")


def test_the_spans_are_marked_where_they_stand() -> None:
    one = kept()
    for statement in one.record.statements:
        pieces = evidence(one, statement).passage
        text = one.record.article.text
        assert all(text[slice(*piece.span)] == piece.text for piece in pieces)
        assert "".join(p.text for p in pieces if p.role == "cue") == "".join(text[a:b] for a, b in statement.cue)
    assert words(one, 2, "condition") == "в случае закрытия пролива"
    assert words(one, 2, "content") == " Верания введёт «жёсткие и немедленные» пошлины"


def test_the_chain_goes_from_the_publisher_to_the_speaker() -> None:
    one = kept(sides={6: "LKS", 7: "LKS"})
    links = [(link.role, link.name, link.statement) for link in chain(one, one.record.statements[6])]
    assert links == [
        ("publisher", "Проливный вестник", None), ("account", "LKS", None),
        ("speaker", "пресс-секретарь Лаксии", 6), ("speaker", "пресс-секретарь Лаксии", 7),
    ]  # fmt: skip


def test_a_guessed_state_has_a_question_mark_and_nobody_known_is_said() -> None:
    record = dispatch()
    (said,) = record.statements
    guessed = replace(said, speakers=(replace(said.speakers[0], state_guessed=True),))
    nobody = replace(said, speakers=())
    assert list(chain(kept(record), guessed))[-1].code == "USA?.GOV"
    assert list(chain(kept(record), nobody))[-1].name == "not known"


def test_parents_in_a_circle_end() -> None:
    one = hostile_kept()
    assert len(list(chain(one, one.record.statements[1]))) == 3


def test_a_statement_and_a_state_can_be_chosen() -> None:
    assert [e.statement.id for e in gathered([kept()], only=[1004])] == [4]
    assert list(gathered([kept(dispatch())], states=["FRA"])) == []


def amendment(exact: str | None) -> dict[str, Any]:
    target: dict[str, Any] = {"contact": 7}
    if exact is not None:
        start = dispatch().article.text.index(exact)
        target = {"content": [{"start": start, "end": start + len(exact), "exact": exact, "prefix": "", "suffix": ""}]}
    return {"id": 1, "at": "2031-04-01", "who": "E. Ditor", "kind": "change", "why": "a slip", "target": target,
            "old": {"act": "ACCUSE"}, "new": {"act": "REJECT"}, "undone": None}  # fmt: skip


def test_amendments_are_those_of_the_statement_or_of_no_words() -> None:
    changes = [amendment("accused"), amendment("sent ships"), amendment(None)]
    (found,) = gathered([kept(dispatch())], amended=lambda _: changes)
    assert list(found.amendments) == [changes[0], changes[2]]


def test_markdown_tells_all_and_is_what_it_looks_like() -> None:
    sheets = list(gathered([kept(dispatch())], amended=lambda _: [amendment("accused")]))
    written = "".join(to_markdown(sheets))
    html = MarkdownIt().render(written)
    for said in ("https://example.org/1", "2031-03-03T10:15:00+00:00", "ab" * 32, "fake-weights", "set:0123",
                 "<strong>Ela Marn of Usa</strong>", "<em>accused</em>", "a slip", "The Brod Courier"):  # fmt: skip
        assert said in html, said
    assert "REJECT" in html


def test_markdown_of_hostile_words_has_no_markup_of_theirs() -> None:
    html = MarkdownIt().render("".join(to_markdown(gathered([hostile_kept()]))))
    assert "<script" not in html
    assert "<img" not in html
    assert "<b " not in html


class Tags(HTMLParser):
    """Which tags a page has, and with which attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src")]


def test_the_page_runs_and_loads_nothing() -> None:
    page = Tags()
    page.feed("".join(to_html(gathered([kept(), hostile_kept()]))))
    assert not page.found & {"script", "img", "b", "i", "iframe", "link"}
    assert not {name for name in page.attributes if name.startswith("on")}
    assert set(page.links) == {"https://example.org/1"}


def test_the_page_marks_the_words() -> None:
    written = "".join(to_html(gathered([kept(dispatch())])))
    assert '<mark class="cue" title="cue">accused</mark>' in written
    assert written.count("<article") == 1


def test_json_has_the_passage_the_chain_and_what_it_was_made_with() -> None:
    lines = [json.loads(line) for line in to_json(gathered([kept()]))]
    assert [line["statement"] for line in lines] == [1000 + number for number in range(1, 10)]
    assert lines[1]["made"]["reader"] == "fake-weights"
    assert [link["role"] for link in lines[1]["chain"]] == ["publisher", "speaker"]
    assert "предупредила" in [piece["text"] for piece in lines[1]["passage"] if piece["role"] == "cue"]
