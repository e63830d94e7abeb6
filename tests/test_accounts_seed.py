"""The article that everything started from, compared by itself: both sides as it tells of them, and the preview."""

from __future__ import annotations

from pathlib import Path

import pytest

import dragoman
from dragoman.accounts.comparison import Comparison, Row


@pytest.fixture(scope="module")
def seed(corpora: Path) -> Path:
    path = corpora.parent / "seed" / "talks.ru.md"
    if not path.is_file():
        pytest.skip(f"no {path}: it is no part of this repository")
    return path


@pytest.fixture(scope="module")
def talks(seed: Path, reader: dragoman.Reader) -> Comparison:
    return dragoman.compare([reader.read(seed, published="2021-12-07")], reader=reader)


def of(talks: Comparison, words: str) -> Row:
    """The row of a side's claim that has some words; there is one."""
    rows = [row for row in talks.rows for side in ("a", "b") for c in row.of(side) if words in talks.words(c)]
    (row,) = rows
    return row


def told_by(talks: Comparison, words: str) -> str | None:
    """The side in whose account words stand, None where it is the newspaper's."""
    start = talks.records[0].article.text.index(words)
    (account,) = [a for a in talks.accounts if any(s <= start < e for s, e in a.spans)]
    return account.side if account.stage == "after" else f"{account.side} before"


def test_both_accounts_are_known_as_told(talks: Comparison) -> None:
    own = {a.side: a for a in talks.accounts if a.side and a.stage == "after"}
    assert set(own) == set(talks.sides) == {"USA", "RUS"}
    assert {a.basis.kind for a in own.values()} == {"told"}
    assert {a.id for a in own.values()} == {"a", "b"}


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("выразил глубокую обеспокоенность", "USA"),
        ("выразил поддержку украинскому", "USA"),
        ("Он призвал Путина", "USA"),
        ("обсудили стратегическую стабильность", "USA"),
        ("Прозвучало стремление", "USA"),
        ("лидеры стран обсудят", "RUS before"),
        ("женевские договоренности", "RUS before"),
        ("Кремль заявил", "RUS"),
        ("именно НАТО предпринимает", "RUS"),
        ("гарантий, исключающих расширение НАТО", "RUS"),
        ("вспомнили о союзничестве", "RUS"),
    ],
)
def test_who_tells_what(talks: Comparison, words: str, side: str) -> None:
    assert told_by(talks, words) == side


def test_the_preview_stands_apart(talks: Comparison) -> None:
    (before,) = [a for a in talks.accounts if a.stage == "before"]
    assert before.side == "RUS"
    assert {a.name for one in talks.announced for a in one.claim.speakers} == {"Дмитрий Песков"}
    assert not [c for row in talks.rows for cs in row.claims.values() for c in cs if c.account == before.id]


def test_what_was_announced(talks: Comparison) -> None:
    found = {(one.topic, one.found) for one in talks.announced}
    kremlin = next(a.id for a in talks.accounts if a.side == "RUS" and a.stage == "after")
    assert ("diplomatic-relations", ()) in found  # the working of diplomatic missions is in neither account
    assert ("bilateral-relations", (kremlin,)) in found
    assert {topic for topic, _ in found} == {"diplomatic-relations", "bilateral-relations"}


def test_the_contact(talks: Comparison) -> None:
    contact = talks.contact
    assert [contact.one(name) for name in ("date", "mode", "level", "status")] == [
        "2021-12-07", "video", "leaders", "held"
    ]  # fmt: skip
    assert {p.state for p in contact.participants if p.person} == {"RUS", "USA"}
    assert "initiative" not in contact.fields and "duration" not in contact.fields


def test_the_build_up_around_ukraine_is_in_both_and_positions_differ(talks: Comparison) -> None:
    row = of(talks, "именно НАТО предпринимает")
    assert row is of(talks, "обеспокоенность наращиванием сил")
    assert (row.status, row.topic, row.differ) == ("both", "military", True)


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("выразил поддержку украинскому", "USA"),
        ("призвал Путина к деэскалации", "USA"),
        ("кибербезопасность", "USA"),
        ("таких как Иран", "USA"),
        ("неудовлетворительном состоянии", "RUS"),
        ("гарантий, исключающих расширение НАТО", "RUS"),
        ("вспомнили о союзничестве", "RUS"),
    ],
)
def test_what_is_in_one_account_alone(talks: Comparison, words: str, side: str) -> None:
    assert of(talks, words).status == f"only-{'ab'[talks.sides.index(side)]}"


def test_nothing_is_in_conflict_and_nothing_ascribed(talks: Comparison) -> None:
    assert not [row for row in talks.rows if row.status == "conflict"]
    assert talks.ascribed == ()


def test_that_a_side_gave_an_account_is_no_claim_of_it(talks: Comparison) -> None:
    words = [talks.words(c) for row in talks.rows for cs in row.claims.values() for c in cs]
    assert not [one for one in words if "рассказал, какие темы" in one or "провели дистанционные" in one]


def test_each_only_row_says_how_little_is_at_hand(talks: Comparison) -> None:
    said = str(talks)
    assert "as told by" in said
    assert "not counted: the full text of the other account is not at hand" in said
