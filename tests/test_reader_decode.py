"""From logits to spans, and what is quoted."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.reader.decode import stretches
from dragoman.reader.quotes import kind, quoted
from dragoman.reader.trim import trim, with_marks


def runs(*path: int) -> list[tuple[int, int, int]]:
    logits = np.full((len(path), 7), -4.0, np.float32)
    logits[np.arange(len(path)), list(path)] = 4
    return [(s.kind, s.first, s.last) for s in stretches(logits)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((0, 0), []),
        ((1, 2, 2, 0), [(0, 0, 3)]),
        ((1, 1, 2), [(0, 0, 1), (0, 1, 3)]),
        ((0, 2, 2, 4), [(0, 1, 3), (1, 3, 4)]),
        ((3, 4, 0, 4, 1, 2), [(1, 0, 2), (1, 3, 4), (0, 4, 6)]),
        ((5,), [(2, 0, 1)]),
    ],
)
def test_runs_of_labels(path: tuple[int, ...], expected: list[tuple[int, int, int]]) -> None:
    assert runs(*path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Он «очень „рад“» тут", ["«очень „рад“»"]),
        ('He said "yes" and "no"', ['"yes"', '"no"']),
        ("„Ja“, sagte sie", ["„Ja“"]),
        ("«one «two» three»", ["«one «two» three»"]),
        ("unbalanced « here", []),
        ("他说：「好」。", ["「好」"]),
        ('"open\nnext line"', []),
    ],
)
def test_quoted(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in quoted(text)] == expected


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("Лейв сказала: «Мы готовы».", "«Мы готовы»", "direct"),
        ("Лейв сказала, что они «готовы».", "они «готовы»", "mixed"),
        ("Лейв сказала, что они готовы.", "они готовы", "indirect"),
        ("— Мы готовы, — сказала Лейв.", "Мы готовы", "direct"),
        ("Leiv said that they were ready.", "they were ready", "indirect"),
        ("“We are ready,” Leiv said.", "“We are ready,”", "direct"),
    ],
)
def test_kind(text: str, content: str, expected: str) -> None:
    at = text.index(content)
    assert kind(text, [(at, at + len(content))], quoted(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("that it would, ", ["it would"]),
        ("что делать", ["делать"]),
        ("thatched roofs", ["thatched roofs"]),
        (" , : ", []),
        (": «да», ", ["«да»"]),
        ("какие темы", ["какие темы"]),
    ],
)
def test_trim(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in trim(text, [(0, len(text))])] == expected


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("Лейв сказала: «Мы готовы».", "Мы готовы", "«Мы готовы»"),
        ("“We are ready,” Leiv said.", "We are ready", "“We are ready,”"),
        ("“We are ready,” Leiv said.", "“We are ready,”", "“We are ready,”"),
        ("They are “ready” to talk, Leiv said.", "They are “ready” to talk", "They are “ready” to talk"),
        ("They said they were “ready”.", "they were “ready", "they were “ready”"),
    ],
)
def test_quotation_marks_belong_to_the_content(text: str, content: str, expected: str) -> None:
    at = text.index(content)
    ((start, end),) = with_marks(text, [(at, at + len(content))], quoted(text))
    assert text[start:end] == expected


def test_a_complementiser_left_alone_is_no_part_of_a_content() -> None:
    text = "agreed that both sides had begun to talk"
    that, rest = text.index("that"), text.index("to talk")
    assert trim(text, [(that, that + 4), (rest, len(text))]) == [(rest, len(text))]
    assert trim(text, [(that, that + 4)]) == [(that, that + 4)]
