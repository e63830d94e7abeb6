"""The article that everything started from, read end to end, against its record by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import dragoman
from training import score


@pytest.fixture(scope="module")
def seed(corpora: Path) -> Path:
    return corpora.parent / "seed"


@pytest.fixture(scope="module")
def gold(seed: Path) -> dict[str, Any]:
    return dict(json.loads((seed / "talks.ru.gold.jsonl").read_text("utf-8").splitlines()[0]))


@pytest.fixture(scope="module")
def record(seed: Path, reader: dragoman.Reader) -> dragoman.Record:
    return reader.read(seed / "talks.ru.md", published="2021-12-07")


@pytest.fixture(scope="module")
def found(record: dragoman.Record, gold: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """The predictions that find gold statements, by the gold statement's number."""
    return {g["id"]: p for g, p in score.pair(gold["attributions"], record.to_standoff()["attributions"])}


def test_at_least_thirteen_of_fifteen(found: dict[int, dict[str, Any]]) -> None:
    assert len(found) >= 13, f"not found: {set(range(1, 16)) - found.keys()}"
    assert {3, 10, 13} <= found.keys()  # the conditional one, the nested one, the one set off by dashes


def test_no_speaker_in_the_wrong_state(found: dict[int, dict[str, Any]], gold: dict[str, Any]) -> None:
    wrong = [
        (a["id"], a["speaker_code"], p["speaker_code"])
        for a in gold["attributions"]
        if (p := found.get(a["id"])) and score.state(a["speaker_code"]) != score.state(p["speaker_code"])
    ]
    assert not wrong


def test_the_condition_and_the_dashes(found: dict[int, dict[str, Any]]) -> None:
    assert found[3]["condition"]
    assert found[3]["modality"] == "conditional"
    assert found[13]["kind"] == "direct"


def test_what_surrounds_the_statements(record: dragoman.Record) -> None:
    article = record.article
    assert article.language
    assert article.language.value == "ru"
    (image,) = article.images
    assert image.caption == "Белый дом поделился своим фото с переговоров"
    assert image.credit
    assert "RIA_Kremlinpool" in image.credit
    assert [article.text[slice(*n.span)] for n in article.notices] == ["Новость была обновлена."]
    contact = record.contacts[0]
    assert (contact.date, contact.mode, contact.level, contact.status) == ("2021-12-07", "video", "leaders", "held")
    assert {a.state for a in contact.participants} == {"RUS", "USA"}


def test_without_a_date_the_year_is_unknown(seed: Path, reader: dragoman.Reader) -> None:
    contact = reader.read(seed / "talks.ru.md").contacts[0]
    assert contact.date == "XXXX-12-07"
