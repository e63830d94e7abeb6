"""Claims joined and parted by a person, in this comparison and the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dragoman.accounts.comparison import Claim, Comparison
from dragoman.amending.alignment import align, aligned
from dragoman.amending.amendment import Amendment
from dragoman.amending.making import Hand, decide, undo
from dragoman.amending.parts import anchored
from dragoman.amending.status import standing
from dragoman.store import Adder, Store
from tests.amending_sample import talks
from tests.comparison_sample import sample
from tests.store_sample import adder, store, where

__all__ = ["adder", "store", "where"]

ARTICLES = (11, 12, 13, 14)


def decision(comparison: Comparison, kind: Any, a: Claim, b: Claim, number: int = 1) -> Amendment:
    target = {}
    for side, claim in (("a", a), ("b", b)):
        record = comparison.account(claim.account).record
        words = anchored(comparison.records[record], {"content": claim.spans})
        target[side] = {"article": ARTICLES[record], **words}
    return Amendment(id=number, at="", who="Ada", why="read both", kind=kind, target=target)


def claims(comparison: Comparison, row: int) -> dict[str, list[str]]:
    found = next(r for r in comparison.rows if r.id == row)
    return {name: [comparison.words(c) for c in told] for name, told in found.claims.items()}


def test_two_claims_that_are_one_stand_in_one_row() -> None:
    comparison = sample()
    reopen, closed = comparison.rows[1].claims["a"][0], comparison.rows[6].claims["b"][0]
    done = align(comparison, ARTICLES, [decision(comparison, "same", reopen, closed)])
    rows = {row.id: row for row in done.comparison.rows}
    assert 7 not in rows and (rows[2].status, rows[2].confidence, rows[2].differ) == ("both", 1.0, False)
    assert set(rows[2].claims) == {"a", "a2", "b"}
    assert [row.id for row in done.comparison.rows] == [1, 2, 3, 4, 5, 6, 8, 9]


def test_an_ascribed_claim_is_answered_by_what_a_person_has_joined_it_with() -> None:
    comparison = sample()
    admitted, islands = comparison.rows[7].claims["b"][0], comparison.rows[5].claims["a"][0]
    done = align(comparison, ARTICLES, [decision(comparison, "same", islands, admitted)])
    found = next(one for one in done.comparison.ascribed if one.claim.id == admitted.id)
    assert (found.outcome, found.answer, found.row) == ("reworded", islands, 6)


def test_two_claims_that_are_not_one_stand_apart() -> None:
    comparison = sample()
    boats, never = comparison.rows[4].claims["a"][0], comparison.rows[4].claims["b"][0]
    done = align(comparison, ARTICLES, [decision(comparison, "apart", boats, never)])
    rows = {row.id: row for row in done.comparison.rows}
    assert (rows[5].status, rows[5].reason, set(rows[5].claims)) == ("only-a", None, {"a"})
    assert (rows[10].status, rows[10].reason, set(rows[10].claims)) == ("only-b", None, {"b"})
    assert next(o for o in done.comparison.ascribed if o.claim.id == boats.id).outcome == "absent"


def test_a_newspaper_s_claim_parted_from_the_sides_is_in_no_row() -> None:
    comparison = sample()
    held, prices = comparison.rows[2].claims["a"][0], comparison.rows[2].claims["news"][0]
    done = align(comparison, ARTICLES, [decision(comparison, "apart", prices, held)])
    assert len(done.comparison.rows) == len(comparison.rows)
    assert set(claims(done.comparison, 3)) == {"a", "a2", "b", "b2"}
    assert next(r for r in done.comparison.rows if r.id == 3).status == "both"


def test_it_holds_in_the_next_comparison_whose_claims_have_other_numbers() -> None:
    comparison = sample()
    reopen, closed = comparison.rows[1].claims["a"][0], comparison.rows[6].claims["b"][0]
    made = decision(comparison, "same", reopen, closed)
    other = replace(
        comparison,
        rows=tuple(
            replace(row, claims={n: tuple(replace(c, id=90 - c.id) for c in cs) for n, cs in row.claims.items()})
            for row in comparison.rows
        ),
    )
    done = align(other, ARTICLES, [made])
    assert done.applied == (made,) and set(claims(done.comparison, 2)) == {"a", "a2", "b"}


def test_the_later_decision_holds_and_one_that_finds_nothing_is_told_of() -> None:
    comparison = sample()
    reopen, closed = comparison.rows[1].claims["a"][0], comparison.rows[6].claims["b"][0]
    both = [decision(comparison, kind, reopen, closed, n) for n, kind in ((1, "same"), (2, "apart"))]
    done = align(comparison, ARTICLES, both)
    assert next(r for r in done.comparison.rows if r.id == 2).status == "only-a"
    gone = align(comparison, (1, 2, 3, 4), both)
    assert gone.comparison == comparison and gone.unplaced == tuple(both)
    assert align(comparison, ARTICLES, [replace(both[0], undone="x")]).comparison == comparison


def test_a_decision_is_kept_in_the_store_by_the_words_of_two_statements(adder: Adder, store: Store) -> None:
    for name in ("one", "two"):
        adder.add(talks(name=name), f"url:news.example/{name}")
    first, second = store.kept()
    with store.writing() as connection:
        rows = first.statements[1], second.statements[1]
        made = decide(connection, rows, Hand("Ada", "read both"), same=True)
        assert [one.state for one in standing(connection)] == ["applied"]
        assert aligned(connection, sample(), ARTICLES).unplaced == ()
        found = aligned(connection, sample(), (first.article, second.article, 13, 14))
        assert [one.id for one in found.unplaced] == [made.id]
        undo(connection, made.id, Hand("Ada", "read again"))
        assert [one.state for one in standing(connection)] == ["undone", "noted"]
