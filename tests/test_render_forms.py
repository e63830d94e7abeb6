"""JSON, the exchange form, tables and Markdown."""

from __future__ import annotations

import builtins
import csv
import io
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from dragoman import codes
from dragoman.record import Record
from dragoman.render import glosses
from dragoman.render.markdown import escape, to_markdown
from dragoman.render.standoff import to_line
from dragoman.render.table import COLUMNS, to_csv
from dragoman.schema import text as schema_text
from tests.render_sample import TEXT, hostile, sample


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_json_follows_its_schema(validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(sample().to_json()))


def test_the_schema_refuses_what_is_no_record(validator: jsonschema.Draft202012Validator) -> None:
    good = sample().to_dict()
    for bad in (
        {**good, "schema_version": "0.9"},
        {**good, "more": 1},
        {key: value for key, value in good.items() if key != "statements"},
        {
            **good,
            "statements": [{**good["statements"][0], "act": {"value": "SHOUT", "confidence": 1, "resolved": True}}],
        },
        {**good, "statements": [{**good["statements"][0], "source": [[-1, 3]]}]},
        {**good, "statements": [{**good["statements"][0], "confidence": 1.5}]},
        {**good, "contacts": [{**good["contacts"][0], "date": "3 March"}]},
    ):
        assert not validator.is_valid(bad)


def test_every_field_of_the_schema_is_described() -> None:
    def walk(node: Any, where: str) -> None:
        for name, item in node.get("properties", {}).items():
            described = "description" in item or "$ref" in item or "items" in item or "const" in item
            assert described or where.endswith("words"), f"{where}.{name}"
            walk(item, f"{where}.{name}")

    schema = json.loads(schema_text())
    walk(schema, "record")
    for name, definition in schema["$defs"].items():
        assert "description" in definition, name
        walk(definition, name)


def test_json_there_and_back() -> None:
    for record in (sample(), hostile()):
        assert Record.from_dict(json.loads(record.to_json(indent=None))) == record


def test_from_dict_refuses_other_data() -> None:
    with pytest.raises(ValueError, match="schema version"):
        Record.from_dict({})
    with pytest.raises(ValueError, match="not a record"):
        Record.from_dict({"schema_version": "1.0", "article": {}})


def test_json_has_the_words_beside_the_spans() -> None:
    said = sample().to_dict()["statements"][6]
    assert said["words"]["cue"] == "по … словам"
    assert [TEXT[start:end] for start, end in said["cue"]] == ["по", "словам"]
    assert said["speakers"][0]["code"] == "LKS.GOV"


def test_standoff_is_the_exchange_form() -> None:
    line = to_line(sample())
    assert "\n" not in line
    record = json.loads(line)
    assert list(record) == ["id", "text", "attributions", "events", "contacts"]
    assert record["id"] == "strait.ru"
    assert record["text"] == TEXT
    first = record["attributions"][0]
    assert list(first) == [
        "id", "source", "cue", "content", "condition", "kind", "speaker", "speaker_code", "act", "targets", "modality",
        "topics",
    ]  # fmt: skip
    assert (first["speaker"], first["speaker_code"], first["targets"]) == ("Анна Вереш", "VRN.GOV", ["LKS.GOV"])
    assert list(record["events"][0]) == ["trigger", "actors", "act", "targets", "modality", "topics"]
    assert record["contacts"] == [
        {
            "date": "2031-03-03", "mode": "video", "level": "leaders", "participants": ["VRN.GOV", "LKS.GOV"],
            "place": None, "status": "held", "topics": ["territory"],
        }
    ]  # fmt: skip


def test_standoff_writes_the_best_label_of_an_unresolved_one() -> None:
    fifth = json.loads(to_line(sample()))["attributions"][4]
    assert (fifth["act"], fifth["modality"]) == ("AGREE", "future")
    # Joint speakers are named as the article's language joins them; the code is that of the first.
    assert (fifth["speaker"], fifth["speaker_code"]) == ("Анна Вереш и Томаш Колль", "VRN.GOV")


def test_standoff_of_nobody() -> None:
    record = sample()
    record = replace(record, statements=(replace(record.statements[0], speakers=()),))
    one = json.loads(to_line(record))["attributions"][0]
    assert (one["speaker"], one["speaker_code"]) == ("---", None)


def test_csv_has_a_row_a_statement() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv([sample()]))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 9
    assert rows[4]["act"] == "unresolved"
    assert rows[4]["act_best"] == "AGREE"
    assert rows[3]["topics"] == ""
    assert rows[6]["parent"] == "6"
    assert rows[3]["speaker"] == "Анна Вереш; Томаш Колль"
    assert rows[3]["state_guessed"] == "False"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  ="])
def test_csv_has_no_formulas(start: str) -> None:
    record = hostile(f"{start}cmd|' /C calc'!A0 and more of it, and more")
    for row in csv.DictReader(io.StringIO(to_csv([record]), newline="")):
        for name, cell in row.items():
            if "confidence" in name:
                continue
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_frame() -> None:
    frame = sample().to_frame()
    assert tuple(frame.columns) == COLUMNS
    assert list(frame["statement"]) == list(range(1, 10))
    empty = replace(sample(), statements=()).to_frame()
    assert tuple(empty.columns) == COLUMNS


def test_frame_without_pandas_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r"dragoman\[notebook\]"):
        sample().to_frame()


def test_markdown_shows_the_reading() -> None:
    said = to_markdown(sample())
    assert "**2. Анна Вереш, президент Верании (VRN.GOV)** *предупредила*" in said
    assert "<u>в случае закрытия пролива</u> Верания введёт «жёсткие и немедленные» пошлины" in said
    assert "> **7. " in said
    assert said.index("Added after the update") < said.index("**9. ")


def test_markdown_escapes_markup() -> None:
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").render(to_markdown(hostile()))
    for attack in ("<script", "<img", "<b ", "<i>"):
        assert attack not in html
    for text in ("1. one", "- one", "# one", "> one", "*one* [a](b) `c` &amp; <d>", "===", "one|two"):
        tokens = MarkdownIt("commonmark").parse(escape(text))
        assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], text
        children = tokens[1].children or []
        assert "".join(child.content for child in children).replace("\u2060", "") == text


def test_every_act_and_modality_has_a_gloss() -> None:
    assert set(glosses.ACTS) == set(codes.ACTS)
    assert set(glosses.MODALITIES) == set(codes.MODALITIES)
    assert set(glosses.MODES) == set(codes.MODES)
    assert set(glosses.STATUSES) == set(codes.STATUSES)
    assert set(glosses.BASES) == set(codes.BASES)
    assert glosses.MODALITIES["fact"] == "asserted"
