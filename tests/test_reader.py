"""The neural reader: its windows do not matter, nothing raises, spans slice the text, languages share a space."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.article import Span
from dragoman.reader.marks import Attribution, Marks
from dragoman.reader.reader import NeuralReader
from dragoman.reader.windows import LONGEST, OVERLAP, places

ROOT = Path(__file__).parents[1]
OWN = ROOT / "training" / "data"


@pytest.fixture(scope="module")
def neural(reader: dragoman.Reader) -> NeuralReader:
    found = reader.neural
    assert isinstance(found, NeuralReader)
    return found


@pytest.fixture(scope="module")
def long_text() -> str:
    """Articles of our own one after another: many windows, many statements."""
    lines = (OWN / "attribution.own.jsonl").read_text(encoding="utf-8").splitlines()
    return "\n".join(json.loads(line)["text"] for line in lines[:12])


def spans(a: Attribution) -> tuple[tuple[Span, ...], ...]:
    return (a.source, a.cue, a.content, a.condition)


def check(text: str, marks: Marks) -> None:
    """Every span lies in the text and holds something."""
    for a in marks.attributions:
        assert a.cue
        assert a.content
        assert 0 <= a.confidence <= 1
        for start, end in (s for role in spans(a) for s in role):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
    for entity in marks.entities:
        assert 0 <= entity.span[0] < entity.span[1] <= len(text)


@pytest.mark.parametrize("total", [1, LONGEST, LONGEST + 1, 900, 5000])
@pytest.mark.parametrize("shift", [0, 60, 150])
def test_windows_cover_all_and_overlap(total: int, shift: int) -> None:
    found = places(total, shift)
    assert found[0][0] == 0
    assert found[-1][1] == total
    assert all(0 < b - a <= LONGEST for a, b in found)
    assert all(right[0] <= left[1] - OVERLAP for left, right in pairwise(found))


def test_shifting_the_windows_changes_next_to_nothing(neural: NeuralReader, long_text: str) -> None:
    plain = {spans(a): a for a in neural.marks(long_text).attributions}
    assert len(plain) > 100
    for shift in (60, 140):
        moved = {spans(a): a for a in neural.marks(long_text, shift=shift).attributions}
        same = [k for k in plain if k in moved and moved[k].act.value == plain[k].act.value]
        met = [k for k in plain if any(set(k[1]) & set(m[1]) and set(k[2]) & set(m[2]) for m in moved)]
        print(f"shift {shift}: {len(same)} of {len(plain)} to the letter, {len(met)} in cue and content")
        assert len(met) >= 0.97 * len(plain)


def test_a_record_does_not_depend_on_what_is_read_before(neural: NeuralReader, long_text: str) -> None:
    text = long_text[:3000]
    alone = neural.marks(text)
    neural.marks(long_text[3000:9000])
    assert neural.marks(text) == alone
    assert NeuralReader(threads=1).marks(text) == alone


def test_masked_stretches_are_not_read(neural: NeuralReader) -> None:
    text = "The minister of Norland said that the border would stay open."
    assert neural.marks(text).attributions
    assert not neural.marks(text, masked=[(0, len(text))]).attributions


def test_finds_a_plain_attribution(neural: NeuralReader) -> None:
    text = "Министр иностранных дел Норландии Хольм заявил, что переговоры пройдут в марте."
    (found,) = neural.marks(text).attributions
    assert [text[a:b] for a, b in found.cue] == ["заявил"]
    assert "переговоры пройдут в марте" in text[slice(*found.content[0])]
    assert "Хольм" in text[slice(*found.source[0])]


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=300))
def test_reading_never_raises(neural: NeuralReader, text: str) -> None:
    check(text, neural.marks(text))


@settings(max_examples=25)
@given(st.lists(st.sampled_from([
    "Он сказал: ", "«", "»", "“", '"', "— ", "\n", "said", " that ", "说", "قال إن ", "Кремль заявил, что ", "\ud800", "。", ", ",
    "если", "\u202e", "🕊", " " * 40, "\t", "по словам", "NATO", "́", "a" * 90,
]), max_size=80))  # fmt: skip
def test_reading_never_raises_on_broken_news(neural: NeuralReader, parts: list[str]) -> None:
    text = "".join(parts)
    check(text, neural.marks(text))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ud800", "«" * 3000, "— \n" * 500, "。" * 2000, "x" * 20000])
def test_nothing_to_read(neural: NeuralReader, text: str) -> None:
    check(text, neural.marks(text))


def test_a_list_of_quotations(neural: NeuralReader) -> None:
    text = "\n".join(f"«Это вопрос номер {i}», — сказала Ирма Лейв." for i in range(200))
    found = neural.marks(text)
    check(text, found)
    assert len(found.attributions) >= 190


def test_embedding_is_of_unit_length(neural: NeuralReader) -> None:
    vectors = neural.embed(["Peace talks resumed.", "", "Мирные переговоры возобновились."])
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert neural.embed([]).shape == (0, 384)


def test_sentences_find_their_counterpart_across_languages(neural: NeuralReader) -> None:
    pairs = [json.loads(line) for line in (OWN / "parallel.own.jsonl").read_text("utf-8").splitlines()]
    english = list(dict.fromkeys(p["en"] for p in pairs))
    targets = neural.embed(english)
    russian = [p for p in pairs if p["lang"] == "ru"][:200]
    first = (neural.embed([p["text"] for p in russian]) @ targets.T).argmax(axis=1)
    hits = sum(english[i] == p["en"] for i, p in zip(first, russian, strict=True))
    assert hits >= 0.9 * len(russian)


def test_relation_codes_what_one_actor_does_to_the_other(neural: NeuralReader) -> None:
    text = "Police arrested forty protesters outside the parliament."
    label = neural.relation(text, (0, 6), (16, 32))
    assert label.value == "COERCE"
    assert 0 < label.confidence <= 1


@pytest.mark.parametrize(("actor", "recipient"), [((0, 0), (1, 3)), ((0, 2), (3, 99)), ((5, 2), (0, 1))])
def test_relation_refuses_spans_outside_the_text(neural: NeuralReader, actor: Span, recipient: Span) -> None:
    with pytest.raises(ValueError, match="span"):
        neural.relation("A short text.", actor, recipient)


def test_relation_of_actors_far_apart(neural: NeuralReader) -> None:
    text = "Norland " + "and then, after a long time, " * 120 + "sanctioned Vastria."
    assert neural.relation(text, (0, 7), (len(text) - 8, len(text) - 1)).value
