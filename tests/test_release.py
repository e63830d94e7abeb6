"""A released set follows from what is in the archive, and from nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from dragoman.store import Adder, Store
from dragoman.store.release import Edition, release
from dragoman.store.tables import fetches, meta, readings, versions
from tests.amending_sample import talks
from tests.store_sample import adder, page, store, where

__all__ = ["adder", "store", "where"]

EDITION = Edition(title="Talks in Tame", version="1.0", authors=("A. Desk",), licence="CC-BY-4.0")


@pytest.fixture
def filled(adder: Adder) -> Store:
    for name in ("one", "two"):
        adder.add(talks(name=name), f"url:news.example/{name}")
    for words in ("it rains", "it snows"):
        adder.add(page(f"May 3, 2031. Mirko Val said that {words}.", "https://n.example/1"))
    with adder.store.writing() as connection:
        for table, column in ((fetches, "at"), (versions, "fetched"), (readings, "made")):
            connection.execute(update(table).values({column: "2031-05-06T07:08:09+00:00"}))
    return adder.store


def test_two_releases_of_one_archive_are_the_same_bytes(filled: Store, tmp_path: Path) -> None:
    made = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        made.append(release(filled, tmp_path / folder / "set.db", EDITION))
    first, second = made
    assert first.path.read_bytes() == second.path.read_bytes()
    for end in (".sha256", ".cff"):
        assert Path(f"{first.path}{end}").read_text() == Path(f"{second.path}{end}").read_text()
    assert first.sha256 == second.sha256
    assert "date-released: 2031-05-06\n" in Path(f"{first.path}.cff").read_text()


def test_rows_stand_in_the_order_of_their_numbers_whatever_was_changed_last(filled: Store, tmp_path: Path) -> None:
    before = release(filled, tmp_path / "before.db", EDITION)
    with filled.writing() as connection:
        # PostgreSQL puts a row that was changed at the end of its table.
        connection.execute(update(versions).where(versions.c.id == 1).values(words=versions.c.words))
    assert release(filled, tmp_path / "after.db", EDITION).sha256 == before.sha256


def test_another_archive_or_edition_is_another_set(
    filled: Store, adder: Adder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = release(filled, tmp_path / "before.db", EDITION)
    other = Edition(title="Talks in Tame", version="1.1")
    assert release(filled, tmp_path / "edition.db", other).sha256 != before.sha256
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1930000000")
    release(filled, tmp_path / "dated.db", EDITION)
    assert "date-released: 2031-02-27\n" in (tmp_path / "dated.db.cff").read_text()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    adder.add(page("May 5, 2031. Mirko Val said that it thaws.", "https://n.example/2"))
    assert release(filled, tmp_path / "after.db", EDITION).sha256 != before.sha256


def test_progress_is_told_while_rows_are_copied(filled: Store, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    release(filled, tmp_path / "set.db", EDITION, told=lambda done, total: told.append((done, total)))
    assert told == sorted(told) and told[-1][0] == told[-1][1]
    with Store.open(tmp_path / "set.db") as opened, opened.reading() as connection:
        facts = {row.key: row.value for row in connection.execute(meta.select())}
    assert facts["released"] == "2031-05-06" and "made" not in facts
