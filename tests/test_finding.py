"""Searches of an archive, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import insert

from dragoman.finding import vectors
from dragoman.finding.error import QueryError
from dragoman.finding.hits import Hits
from dragoman.finding.query import Query
from dragoman.finding.search import search
from dragoman.resolver import Actors
from dragoman.store import Store
from dragoman.store.tables import contact_articles, contacts, readings
from dragoman.store.tables import vectors as vector_table
from tests.finding_sample import filled
from tests.store_sample import new_database


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("finding")
    where = str(folder / "store.db") if request.param == "sqlite" else new_database()
    with Store.open(where, create=True) as store:
        yield filled(store)


def find(store: Store, words: str = "", **more: object) -> Hits:
    options = {key: more.pop(key) for key in ("best", "limit", "after", "actors", "embed") if key in more}
    with store.reading() as connection:
        return search(connection, Query(words=words, **more), **options)  # type: ignore[arg-type]


def contents(found: Hits) -> list[str]:
    return [hit.content for hit in found.hits]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("переговорах", 2),
        ("ПЕРЕГОВОРАМИ условие", 2),
        ('"предварительное условие"', 2),
        ('"условий предварительных"', 0),
        ("negotiated", 0),
        ("talk", 2),
        ('"strategic stability"', 1),
        ("stabil*", 2),
        ("stability*", 2),
        ("переговора*", 2),
        ("переговорщ*", 0),
        ('"strategic stabili*"', 1),
        ('"strategic stability*"', 1),
        ('"honest stability*"', 0),
        ("экс-президент", 1),
        ("президент", 1),
        ("talks -honest", 1),
        ('talks -"honest talks"', 1),
        ("гарантиях OR стратегия OR stability", 3),
        ("台湾", 1),
        ("台湾问题", 1),
        ("湾台", 0),
        ("内", 1),
        ("政", 1),
        ("«стороны готовы»", 2),
        ('"Орлова заявила"', 0),
        ("", 7),
    ],
)
def test_words_are_found_in_their_forms(archive: Store, words: str, count: int) -> None:
    found = find(archive, words)
    assert (len(found.hits), found.total, found.more) == (count, count, False), contents(found)


def test_the_newest_come_first_and_the_undated_last(archive: Store) -> None:
    assert [hit.published for hit in find(archive).hits] == [
        "2021-12-09", "2021-12-08", "2021-12-08", "2021-12-07T15:00:00+03:00", "2021-12-07T10:00:00+03:00",
        "2021-12-07T10:00:00+03:00", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"states": ("RUS",)}, 3),
        ({"states": ("Россия",)}, 3),
        ({"states": ("Russia", "China")}, 4),
        ({"acts": ("agree",)}, 1),
        ({"acts": ("unresolved",)}, 1),
        ({"topics": ("nuclear-and-arms-control",)}, 1),
        ({"targets": ("USA",)}, 1),
        ({"targets": ("Соединенные Штаты",)}, 1),
        ({"publishers": ("Вестник",)}, 3),
        ({"publishers": ("Вестник Востока",)}, 1),
        ({"publishers": ("Вест",)}, 0),
        ({"languages": ("en",)}, 3),
        ({"languages": ("en-GB",)}, 3),
        ({"kinds": ("indirect",)}, 3),
        ({"since": "2021-12-08"}, 3),
        ({"until": "2021-12-07"}, 4),
        ({"since": "2021-12-08", "until": "2021-12-08"}, 2),
        ({"since": "2022-01-01", "until": "2021-01-01"}, 0),
        ({"words": "готовы", "states": ("RUS",), "kinds": ("direct",), "acts": ("AGREE",)}, 1),
    ],
)
def test_filters_narrow(archive: Store, filters: dict[str, object], count: int) -> None:
    found = find(archive, **filters)  # type: ignore[arg-type]
    assert found.total == count, contents(found)


def test_a_speaker_is_found_by_any_form_of_the_name(archive: Store) -> None:
    for said, count in (("Орлова", 2), ("Орловой", 2), ("Orlova", 1), ("Martin Hale", 3), ("hale", 3), ("林晓", 1)):
        found = find(archive, speakers=(said,))
        assert found.total == count, said
        assert found.taken[0].known
    assert find(archive, speakers=("Орлова",)).taken[0].names == (("Вера Орлова", "RUS"),)


def test_nobody_of_that_name_is_said_so(archive: Store) -> None:
    found = find(archive, "переговоры", speakers=("Orlovva",))
    assert (found.total, found.hits) == (0, ())
    assert not found.taken[0].known
    assert "Vera Orlova" in found.taken[0].like


def test_the_resolvers_files_join_a_name_across_languages(archive: Store, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'state = "RUS"\n[[holder]]\nname = { ru = "Вера Орлова", en = "Vera Orlova" }\nsince = "2020"\n', "utf-8"
    )
    found = find(archive, speakers=("Orlova",), actors=Actors.load([own]))
    assert found.total == 3
    assert found.taken[0].names == (("Вера Орлова", "RUS"), ("Vera Orlova", "RUS"))


def test_words_are_marked(archive: Store) -> None:
    (hit,) = find(archive, '"strategic stability" matter').hits
    assert [hit.content[a:b] for a, b in hit.marks["content"]] == ["strategic stability", "matters"]
    (hit,) = find(archive, "台湾").hits
    assert [hit.content[a:b] for a, b in hit.marks["content"]] == ["台湾"]
    (hit,) = find(archive, "内").hits
    assert [hit.content[a:b] for a, b in hit.marks["content"]] == ["内"]
    hit = find(archive, "орловой").hits[0]
    assert [hit.source[a:b] for a, b in hit.marks["source"]] == ["Орлова"]


def test_pages_follow_each_other(archive: Store) -> None:
    whole = [hit.id for hit in find(archive).hits]
    for best in (False, True):
        seen: list[int] = []
        after = None
        while True:
            page = find(archive, "готовы OR ready OR 台湾", best=best, limit=2, after=after)
            assert page.total == 5
            seen += [hit.id for hit in page.hits]
            after = page.next
            if after is None:
                break
        assert len(seen) == len(set(seen)) == 5
        assert best or seen == [one for one in whole if one in seen]


def test_the_best_come_first_on_demand(archive: Store) -> None:
    found = find(archive, "honest OR talks OR stability", best=True)
    assert found.order == "best"
    assert "honest talks" in found.hits[0].content
    assert found.weighed == 3
    scores = [hit.score or 0 for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 1


def test_of_a_contact_its_articles_alone(archive: Store) -> None:
    article = find(archive, "honest").hits[0].article
    with archive.writing() as connection:
        row = insert(contacts).values(key="k", mode="phone", level="leaders", status="held").returning(contacts.c.id)
        number = connection.execute(row).scalar_one()
        reading = connection.execute(readings.select().where(readings.c.version == article)).first()
        assert reading is not None
        values = {"contact": number, "article": article, "number": 0, "reading": reading.id, "told": "{}"}
        known = {key: value for key, value in values.items() if key in contact_articles.c}
        connection.execute(insert(contact_articles).values(**known))
    assert contents(find(archive, contact=number)) == contents(find(archive, "honest"))
    assert find(archive, contact=number + 1).total == 0


@pytest.mark.parametrize(
    "query",
    [
        {"acts": ("SHOUT",)}, {"topics": ("weather",)}, {"kinds": ("loud",)}, {"states": ("Atlantis",)},
        {"since": "yesterday"},
    ],
)  # fmt: skip
def test_values_outside_their_vocabulary_are_refused(query: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        Query(**query)  # type: ignore[arg-type]


def test_what_must_not_be_there_can_be_all_that_is_asked(archive: Store) -> None:
    every = find(archive).total
    assert find(archive, "-talks").total == every - find(archive, "talks").total < every


@pytest.mark.parametrize("words", ["ab*", "x" * 5000])
def test_searches_that_cannot_be_are_refused(archive: Store, words: str) -> None:
    with pytest.raises(QueryError):
        find(archive, words)


@pytest.mark.parametrize("words", ['"', "'; DROP", 'a"b', "NEAR(a b)", "col:x", "a & | !b", "\\", "(", "«", "*", "-"])
def test_no_mark_is_taken_for_the_databases_own_language(archive: Store, words: str) -> None:
    find(archive, words)


def test_a_query_is_plain_data_and_back() -> None:
    query = Query(words="мир", states=("RUS",), acts=("agree",), since="2021-01-01", contact=3)
    assert Query.from_dict(query.to_dict()) == query
    with pytest.raises(QueryError):
        Query.from_dict({"colour": "red"})


def test_the_nearest_in_meaning_come_first(archive: Store) -> None:
    hits = find(archive).hits
    rows = np.eye(64, dtype=np.float32)[: len(hits)] * 0.8 + 0.075
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    with archive.writing() as connection:
        connection.execute(vector_table.delete())
        connection.execute(insert(vector_table), [
            {"statement": hit.id, "signs": signs, "vector": vector}
            for hit, (signs, vector) in zip(hits, vectors.packed(rows), strict=True)
        ])  # fmt: skip
    found = find(archive, similar="x", embed=lambda texts: rows[2:3])
    assert found.hits[0].id == hits[2].id
    assert found.hits[0].score == pytest.approx(1.0, abs=0.02)
    narrowed = find(archive, similar="x", languages=("zh",), embed=lambda texts: rows[0:1])
    assert [hit.id for hit in narrowed.hits] == [hits[0].id]
    with pytest.raises(QueryError):
        find(archive, similar="x")
