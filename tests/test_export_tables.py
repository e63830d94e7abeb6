"""Tables: CSV that no spreadsheet runs, Parquet with types, frames; the same columns in all three."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dragoman.article import Moment
from dragoman.export.columns import STATEMENTS, TABLES, Table
from dragoman.export.delimited import line
from dragoman.export.frames import articles_frame, contacts_frame, events_frame, statements_frame
from dragoman.export.quoted import quotations
from tests.export_sample import dispatch, hostile_kept, kept


def cells(table: Table, *versions: Any) -> list[dict[str, Any]]:
    return [dict(zip(table.names, row, strict=True)) for row in table.rows(versions)]


def test_every_table_fills_every_column_and_no_name_comes_twice() -> None:
    for table in TABLES.values():
        assert len(set(table.names)) == len(table.names)
        for row in table.rows([kept(), hostile_kept()]):
            assert len(row) == len(table.columns)


def test_a_statement_s_row() -> None:
    row = cells(STATEMENTS, kept(sides={2: "VRN"}))[1]
    assert (row["id"], row["statement"], row["told_by"], row["story"]) == (1002, 2, "VRN", None)
    assert (row["speakers"], row["speaker_codes"], row["speaker_bases"]) == (["Анна Вереш"], ["VRN.GOV"], ["title"])
    assert (row["targets"], row["target_states"]) == (["Томаш Колль"], ["LKS"])
    assert row["quoted"] == ["жёсткие и немедленные"]
    assert (row["published"], row["published_at"]) == (date(2031, 3, 3), None)
    assert row["fetched"] == datetime(2031, 3, 3, 10, 15, tzinfo=UTC)
    assert (row["reader"], row["corpora"]) == ("fake-weights", "set:0123")
    text = kept().record.article.text
    assert text[row["start"] : row["end"]] == row["content"]


def test_an_unsure_act_is_unresolved_and_its_best_guess_beside_it() -> None:
    row = cells(STATEMENTS, kept())[4]
    assert (row["act"], row["act_best"], row["act_confidence"]) == ("unresolved", "AGREE", 0.41)


def test_a_time_with_its_zone_is_told_in_utc_and_its_day_as_written() -> None:
    article = replace(kept().record.article, published=Moment("2031-03-04T01:30:00+03:00", "metadata", "+03:00"))
    row = cells(TABLES["articles"], kept(replace(kept().record, article=article)))[0]
    assert (row["published"], row["published_at"]) == (date(2031, 3, 4), datetime(2031, 3, 3, 22, 30, tzinfo=UTC))


def test_a_state_chooses_the_rows_that_its_actors_are_in() -> None:
    assert [row[0] for row in STATEMENTS.rows([kept(dispatch())], ["RUS"])] == [1001]
    assert list(STATEMENTS.rows([kept(dispatch())], ["FRA"])) == []
    assert len(list(TABLES["articles"].rows([kept(dispatch()), kept()], ["VRN"]))) == 1


def test_contacts_have_a_day_only_where_it_is_whole() -> None:
    rows = cells(TABLES["contacts"], kept(dispatch(met="2031-03")), kept(dispatch(met="XXXX-03-03")))
    assert [(row["date"], row["day"]) for row in rows] == [("2031-03", None), ("XXXX-03-03", None)]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "\tx", "  =x", "\rx"])
def test_no_cell_is_a_formula(words: str) -> None:
    (row,) = csv.reader(io.StringIO(line([words, [words, "b"]])))
    assert all(value.startswith("'") for value in row)


def test_csv_is_read_back_as_it_was_and_hostile_words_hurt_nobody() -> None:
    written = "".join([line(STATEMENTS.names), *map(line, STATEMENTS.rows([kept(), hostile_kept()]))])
    rows = list(csv.DictReader(io.StringIO(written)))
    assert len(rows) == 12
    assert rows[3]["speakers"] == "Анна Вереш; Томаш Колль"
    assert rows[3]["speaker_states"] == "VRN; LKS"
    assert rows[-1]["corpora"] == "'=1+1"


def test_lists_side_by_side_keep_step() -> None:
    assert line([["a;b", "c"], [None, "d"], [None, None], []]) == '"a,b; c",; d,,\n'


def test_tabs_and_line_breaks_stay_out_of_tab_separated_cells() -> None:
    assert line(["a\tb\nc", -2.0, True], delimiter="\t") == "a b c\t-2.0\ttrue\n"


def test_quotations_are_what_stands_in_marks_alone() -> None:
    record = kept().record
    found = {one.id: [q.text for q in quotations(record, one)] for one in record.statements}
    assert found[1] == []
    assert found[2] == ["жёсткие и немедленные"]
    assert found[7] == ["устал от молчания"]
    assert found[8] == ["We will wait, but not forever"]
    assert found[9] == ["Пролив открыт для всех, кто соблюдает правила"]
    for one in record.statements:
        for q in quotations(record, one):
            assert record.article.text[slice(*q.span)] == q.text


def written(path: Path, table: Table, *versions: Any) -> Path:
    from dragoman.export.parquet import ParquetFile

    with path.open("wb") as sink, ParquetFile(table, sink) as file:
        for row in table.rows(versions):
            file.write(row)
    return path


@pytest.mark.parametrize("name", TABLES)
def test_parquet_gives_the_rows_back_with_their_types(tmp_path: Path, name: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = TABLES[name]
    path = written(tmp_path / "t.parquet", table, kept(), kept(dispatch(), 2))
    found = parquet.read_table(path)
    assert found.column_names == table.names
    assert [tuple(row.values()) for row in found.to_pylist()] == list(table.rows([kept(), kept(dispatch(), 2)]))
    kinds = {c.name: str(found.schema.field(c.name).type) for c in table.columns}
    assert kinds["fetched"] == "timestamp[us, tz=UTC]"
    assert kinds["published"] == "date32[day]"
    assert all(kinds[c.name].startswith("list<") for c in table.columns if c.kind == "texts")
    assert found.schema.field("url").metadata[b"description"]


def test_parquet_of_no_rows_and_of_surrogates(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert parquet.read_table(written(tmp_path / "0.parquet", STATEMENTS)).num_rows == 0
    broken = written(tmp_path / "1.parquet", TABLES["articles"], kept(key="a\ud800b🙂"))
    assert parquet.read_table(broken)["key"][0].as_py() == "a\ufffdb🙂"


def test_duckdb_reads_the_parquet(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: its reading of the Parquet is not checked")
    pytest.importorskip("pyarrow")
    path = written(tmp_path / "t.parquet", STATEMENTS, kept())
    query = "SELECT count(*) FROM (SELECT unnest(speakers) AS who FROM read_parquet(?)) WHERE who = 'Анна Вереш'"
    assert duckdb.execute(query, [str(path)]).fetchone() == (5,)


def test_frames_have_the_columns_of_the_tables_and_their_types() -> None:
    pytest.importorskip("pandas")
    frame = statements_frame([kept()])
    assert list(frame.columns) == STATEMENTS.names
    assert len(frame) == 9
    assert str(frame["parent"].dtype) == "Int64"
    assert str(frame["published"].dtype) == "datetime64[s]"
    assert frame["speakers"][3] == ["Анна Вереш", "Томаш Колль"]
    assert frame.groupby("act").size()["THREATEN"] == 2
    assert len(events_frame([kept()])) == len(contacts_frame([kept()])) == len(articles_frame([kept()])) == 1
    empty = statements_frame([])
    assert list(empty.columns) == STATEMENTS.names
    assert list(map(str, empty.dtypes)) == list(map(str, frame.dtypes))
