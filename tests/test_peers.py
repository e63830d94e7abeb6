"""The articles that readers are compared on: sound, as annotated, and seen by no training; and how readings are scored."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import peers_score, peers_table, peers_tools
from benchmarks.peers import TOOLS, Row

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "benchmarks" / "articles"
RUN = 12
"""Words in a row that no training text may share with an article; formulas of the trade are shorter."""


@pytest.fixture(scope="module")
def gold() -> list[dict[str, Any]]:
    return peers_score.gold()


def reading(article: dict[str, Any]) -> dict[str, Any]:
    return {k: article[k] for k in ("attributions", "events", "contacts", "names")}


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def test_thirty_and_more_articles_in_two_languages(gold: list[dict[str, Any]]) -> None:
    assert len(gold) >= 30
    assert {sum(a["language"] == lang for a in gold) for lang in ("en", "ru")} == {16}
    assert all(125 <= len(a["text"].split()) <= 350 for a in gold)


def test_annotation_is_the_text_with_tags(gold: list[dict[str, Any]]) -> None:
    by_id = {a["id"]: a for a in gold}
    assert (
        sorted(by_id)
        == sorted(p.stem for p in ARTICLES.glob("*.ann"))
        == sorted(p.stem for p in ARTICLES.glob("*.txt"))
    )
    for name, article in by_id.items():
        body = (ARTICLES / f"{name}.ann").read_text(encoding="utf-8").partition("\n====")[0]
        plain = re.sub(r"⟦[sctq]\d+:", "", body).replace("⟧", "")
        text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
        assert plain.rstrip("\n") == text.rstrip("\n") == article["text"].rstrip("\n")


def test_corpora_checker_agrees(corpora: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    check = [sys.executable, str(corpora / "check_annotation.py"), str(ARTICLES), str(ARTICLES), "--jsonl", str(out)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert out.read_text(encoding="utf-8") == (ARTICLES / "articles.jsonl").read_text(encoding="utf-8")


def test_every_name_stands_in_its_article(gold: list[dict[str, Any]]) -> None:
    rows = [line.split("\t") for line in (ARTICLES / "names.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    texts = {a["id"]: a["text"] for a in gold}
    for article, kind, words in rows:
        assert kind in ("person", "organisation")
        assert peers_score.names(texts[article], {words: kind}), (article, words)


def test_no_training_file_has_these_texts(gold: list[dict[str, Any]]) -> None:
    ours = {run: a["id"] for a in gold for run in runs(a["text"])}
    read = 0
    for path in sorted((ROOT / "training").rglob("*")):
        if path.suffix not in {".jsonl", ".json", ".txt", ".ann", ".toml", ".md", ".tsv", ".csv", ".py"}:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ann":
            text = re.sub(r"⟦[sctq]\d+:", "", text).replace("⟧", "")
        if path.suffix == ".jsonl":
            text = " ".join(strings(json.loads(line)) for line in text.splitlines())
        shared = {ours[run] for run in runs(text) & ours.keys()}
        assert not shared, f"{path}: words of {sorted(shared)}"
        read += 1
    assert read > 50


def strings(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(map(strings, value.values()))
    return " ".join(map(strings, value)) if isinstance(value, list) else ""


def test_the_guard_sees_a_copied_sentence(gold: list[dict[str, Any]]) -> None:
    words = gold[0]["text"].split()[20:40]
    assert runs(strings({"text": ["x", " ".join(words).upper()]})) & runs(gold[0]["text"])


def test_gold_against_itself_is_perfect_and_nothing_is_nothing(gold: list[dict[str, Any]]) -> None:
    best = peers_score.measure(gold, {a["id"]: reading(a) for a in gold})
    for part in ("quotations", "sources", "attributions", "names", "events", "contacts"):
        assert best[part]["f1"] == 1, part
    assert best["people"]["r"] == 1
    worst = peers_score.measure(gold, {a["id"]: {"attributions": [], "names": []} for a in gold})
    assert worst["quotations"]["f1"] == worst["names"]["f1"] == worst["people"]["r"] == 0


def test_a_tool_is_scored_only_on_what_it_looks_for(gold: list[dict[str, Any]]) -> None:
    assert set(peers_score.measure(gold, {a["id"]: {"names": a["names"]} for a in gold})) == {"names"}
    said = peers_score.quotations(gold[1]["text"], gold[1]["attributions"])
    only = peers_score.measure(gold[1:2], {gold[1]["id"]: {"quotations": said}})
    assert set(only) == {"quotations"} and only["quotations"]["f1"] == 1


def attribution(text: str, content: list[str], kind: str, cue: str, source: str = "") -> dict[str, Any]:
    def span(words: str) -> list[int]:
        return [text.index(words), text.index(words) + len(words)]

    return {
        "kind": kind,
        "content": [span(c) for c in content],
        "cue": [span(cue)],
        "source": [span(source)] if source else [],
        "speaker": source or None,
    }


@pytest.mark.parametrize(
    ("text", "content", "kind", "cue", "expected"),
    [
        ("Она сказала: «Мы приедем завтра утром».", ["«Мы приедем завтра утром»"], "direct", "сказала", ["«Мы приедем завтра утром»"]),
        ("— Мы приедем завтра, — сказала она.", ["Мы приедем завтра"], "direct", "сказала", ["Мы приедем завтра"]),
        ("Ferrant: We never signed it.", ["We never signed it."], "direct", ":", []),
        ("He called it “a very bad idea” and left.", ["it “a very bad idea”"], "mixed", "called", ["“a very bad idea”"]),
        ("He called it “bad”.", ["it “bad”"], "mixed", "called", []),
        ("He said they would come home.", ["they would come home"], "indirect", "said", []),
    ],
)  # fmt: skip
def test_what_counts_as_a_quotation(text: str, content: list[str], kind: str, cue: str, expected: list[str]) -> None:
    found = peers_score.quotations(text, [attribution(text, content, kind, cue)])
    assert [text[slice(*q["span"])] for q in found] == expected


def test_a_quotation_told_by_another_belongs_to_the_one_nearer() -> None:
    text = "The cable says that Korran replied: “Then we have none.”"
    outer = attribution(text, ["Korran replied: “Then we have none.”"], "mixed", "says", "The cable")
    inner = attribution(text, ["“Then we have none.”"], "direct", "replied", "Korran")
    for order in ([outer, inner], [inner, outer]):
        [only] = peers_score.quotations(text, order)
        assert only["speaker"] == "Korran"


def test_names_longest_first_and_whole_words() -> None:
    found = peers_score.names("Quist met Harald Quist of Quistland.", {"Quist": "person", "Harald Quist": "person"})
    assert [(a, b) for a, b, _ in found] == [(0, 5), (10, 22)]


def test_a_name_of_the_wrong_kind_is_wrong() -> None:
    assert peers_score.same_name((0, 5, "person"), (0, 5, "person")) > 0
    assert peers_score.same_name((0, 5, "person"), (0, 5, "organisation")) == 0
    assert peers_score.same_name((0, 5, "person"), (0, 40, "person")) == 0


def test_names_in_other_cases_are_the_same() -> None:
    assert peers_score.stems("Платона Вишни", "ru")[-1] == peers_score.stems("Вишня", "ru")[-1]


def test_origins_lead_back_to_the_text() -> None:
    text = "He said “no”.\n\nThey left."
    prepared = 'He said “no" .\nThey left.'
    back = peers_tools.origins(text, prepared)
    assert back[len(prepared)] == len(text)
    for word in ("said", "no", "They", "left"):
        assert text[back[prepared.index(word)] :].startswith(word)


def test_table_has_a_cell_for_every_column_and_says_why_a_tool_was_not_run() -> None:
    scores = {"quotations": {"p": 0.5, "r": 1.0, "f1": 2 / 3, "gold": 4}, "people": {"r": 0.25, "gold": 4}}
    ours, peer, missing = TOOLS[0], TOOLS[1], TOOLS[-1]
    rows = [
        Row(ours, "en", version="1", rate=4.0, seconds=[4.0]),
        Row(peer, "en", version="2", rate=8.0, seconds=[2.0], scores=scores),
        Row(missing, "en", missing="no models"),
    ]
    lines = peers_table.lines(rows)
    assert {len(line) for line in lines} == {len(peers_table.HEAD)}
    assert (
        lines[1][3] == ".50 / 1.0 / .67"
        and lines[1][5] == ".25"
        and lines[1][9] == "2"
        and lines[1][0].startswith("textacy 2 on")
    )
    assert "no models" in lines[2][2]


def test_every_tool_can_be_loaded_by_name() -> None:
    assert {tool.package for tool in TOOLS} == set(peers_tools.PEERS)


def test_a_tool_without_models_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stanza", None)
    with pytest.raises(peers_tools.MissingError, match="PyPI"):
        peers_tools.Stanza("ru")
