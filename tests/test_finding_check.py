"""Quotations looked for: word for word, cut, in other words, from somebody else, in another language, or not there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlalchemy import insert

from dragoman.finding import vectors
from dragoman.finding.check import Checked, check
from dragoman.finding.error import QueryError
from dragoman.finding.query import Query
from dragoman.finding.search import search
from dragoman.finding.windows import _stretches, _Table
from dragoman.finding.wording import changes, compare, quote
from dragoman.store import Store
from dragoman.store.tables import vectors as vector_table
from tests.finding_sample import filled
from tests.store_sample import new_database


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    where = str(tmp_path_factory.mktemp("check") / "s.db") if request.param == "sqlite" else new_database()
    with Store.open(where, create=True) as store:
        yield filled(store)


def checked(store: Store, words: str, **more: object) -> Checked:
    with store.reading() as connection:
        return check(connection, words, **more)  # type: ignore[arg-type]


READY = "Стороны готовы к переговорам без предварительных условий"


@pytest.mark.parametrize(
    ("words", "text", "how"),
    [
        ("We are ready for talks", "“We are ready — for talks”.", "exact"),
        ("We are ready for talks", "that we are ready for talks", "exact"),
        ("We are ready for talks", "Now wait. We are ready for talks! Come.", "exact"),
        ("We are ready for talks", "We are ready for talks, but only in Geneva", "part"),
        ("We are ready for talks in Geneva", "We are ready, as always, for talks in Geneva", "left out"),
        ("We are … in Geneva", "We are ready for talks in Geneva", "left out"),
        ("We are [...] in Geneva", "We are ready for talks in Geneva", "left out"),
        ("We are … in Geneva", "In Geneva we are ready", None),
        ("We are ready for honest talks in Geneva", "We stay ready for open and honest talks in Geneva", "reworded"),
        ("Размещение ракет у границы неприемлемо", "размещения ракет у границ мы считаем неприемлемым", "reworded"),
        ("我们反对分裂", "我们反对分裂。", "exact"),
        ("我们反对分裂国家", "我们坚决反对分裂国家", "left out"),
        ("We are ready for talks", "Nobody said anything of the kind", None),
        ("ready", "We were never ready", "part"),
        ("no war", "There is a war", None),
    ],
)
def test_how_a_text_has_a_quotation(words: str, text: str, how: str | None) -> None:
    found = compare(quote(words, None), text, None)
    assert (found.how if found else None) == how


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(words: str, text: str) -> None:
    found = compare(quote(words, None), text, None)
    if found is not None:
        assert 0 <= found.span[0] < found.span[1] <= len(text)
        assert 0 < found.likeness <= 1


def test_what_changed_between_wordings() -> None:
    assert changes("We are ready for talks, at once", "we remain ready for «talks»", "en") == (
        ("same", "we"), ("gone", "are"), ("new", "remain"), ("same", "ready for «talks"), ("gone", "at once"),
    )  # fmt: skip


def test_word_for_word_and_who_had_it_first(archive: Store) -> None:
    found = checked(archive, f"«{READY}»", speaker="Орлова")
    assert found.outcomes == ("exact",)
    assert [one.publisher for one in found.first] == ["Вестник"]
    (variant,) = found.variants
    assert [one.publisher for one in variant.sayings] == ["Вестник", "Вестник Востока"]
    assert (found.articles, found.since) == (5, "2021-12-07")


def test_cut_where_the_sentence_goes_on(archive: Store) -> None:
    found = checked(archive, "the sides are ready for talks")
    assert found.outcomes == ("cut",)
    assert [one.how for one in found.variants] == ["part", "left out"]
    assert found.variants[0].words == "the sides are ready for talks"
    assert found.variants[0].sayings[0].text == "the sides are ready for talks, but only in Geneva"


def test_how_the_wording_moved_the_earliest_first(archive: Store) -> None:
    found = checked(archive, "the sides are ready for talks, but only in Geneva", speaker="Hale")
    assert found.outcomes == ("exact", "reworded")
    assert [one.sayings[0].published for one in found.variants] == ["2021-12-08", None]
    gone = [words for what, words in found.variants[1].changes if what == "gone"]
    new = [words for what, words in found.variants[1].changes if what == "new"]
    assert (gone, new) == (["but"], ["honest", "about stability, though"])
    assert [one.published for one in found.first] == ["2021-12-08"]


def test_another_speaker(archive: Store) -> None:
    found = checked(archive, READY, speaker="Martin Hale")
    assert found.outcomes == ("other speaker",)
    assert found.variants[0].sayings[0].speakers[0].name == "Вера Орлова"


def test_a_speaker_nobody_knows(archive: Store) -> None:
    found = checked(archive, READY, speaker="Nobody Atall")
    assert found.taken is not None
    assert not found.taken.known
    assert found.outcomes == ("other speaker",)


def test_in_a_text_where_no_statement_has_it(archive: Store) -> None:
    found = checked(archive, "Ещё она сказала о контейнерах")
    assert found.outcomes == ("unascribed",)
    (variant,) = found.variants
    assert variant.sayings[0].statement is None
    assert variant.sayings[0].text == "Ещё она сказала о контейнерах."


def test_in_chinese(archive: Store) -> None:
    found = checked(archive, "台湾问题是中国内政", speaker="林晓")
    assert found.outcomes == ("exact",)


def test_not_found_says_where_it_was_not(archive: Store) -> None:
    found = checked(archive, "Nothing of this sort was ever published anywhere", since="2021-12-08")
    assert found.outcomes == ("not found",)
    assert (found.variants, found.first) == ((), ())
    assert (found.articles, found.since) == (2, "2021-12-08")


def test_outside_the_days_asked_for_it_is_not_found(archive: Store) -> None:
    assert checked(archive, READY, since="2021-12-08").outcomes == ("not found",)
    assert checked(archive, READY, until="2021-12-07").outcomes == ("exact",)


def test_in_another_language_by_meaning(archive: Store) -> None:
    with archive.reading() as connection:
        hits = search(connection, Query()).hits
    rows = np.eye(64, dtype=np.float32)[: len(hits)]
    english = next(i for i, hit in enumerate(hits) if hit.content.startswith("the sides are ready for talks"))
    with archive.writing() as connection:
        connection.execute(vector_table.delete())
        connection.execute(insert(vector_table), [
            {"statement": hit.id, "signs": signs, "vector": vector}
            for hit, (signs, vector) in zip(hits, vectors.packed(rows), strict=True)
        ])  # fmt: skip

    def embed(texts: object) -> NDArray[np.float32]:
        return rows[english : english + 1]

    found = checked(archive, READY, speaker="Hale", embed=embed)
    assert found.outcomes == ("other speaker", "other language")
    assert found.meaning
    assert found.variants[-1].how == "translated"
    assert found.variants[-1].sayings[0].speakers[0].name == "Martin Hale"
    # Whoever said it word for word is not put aside by another who said nearly the same.
    assert checked(archive, READY, speaker="Орлова", embed=embed).outcomes == ("exact",)
    assert [one.language for one in found.first] == ["ru"]


@pytest.mark.parametrize("words", ["", "…", "«»"])
def test_a_quotation_without_words_is_refused(archive: Store, words: str) -> None:
    with pytest.raises(QueryError):
        checked(archive, words)


@given(
    st.lists(st.integers(1_000, 9_000), unique=True, max_size=60), st.integers(1, 30), st.booleans(),
    st.floats(1e-6, 2.0), st.integers(0, 10_000), st.integers(0, 10_000),
)  # fmt: skip
def test_stretches_give_the_first_rows_whatever_was_expected(
    ids: list[int], limit: int, newest: bool, each: float, one: int, other: int
) -> None:
    low, high = sorted((one, other))
    table = _Table(min(ids, default=1_000), max(ids, default=9_000), max(len(ids), 1))
    found: list[int] = []
    stretches = _stretches(table, low, high, newest=newest, each=each, found=found, limit=limit)
    for start, end, _ in stretches:
        inside = sorted((i for i in ids if start <= i <= end), reverse=newest)
        found += inside[: limit - len(found)]
    assert found == sorted((i for i in ids if low <= i <= high), reverse=newest)[:limit]
