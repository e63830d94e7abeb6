"""JSON, CSV and Parquet: columns guessed and given, dates of publication and of fetching, rows that are broken."""

from __future__ import annotations

import bz2
import dataclasses
import gzip
import json
import lzma
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from dragoman.article import Article, Known, Moment
from dragoman.importing import Item, MissingExtraError, Trouble, items
from dragoman.importing.values import moment
from dragoman.page import article as page_article
from dragoman.record import Record
from tests.importing_sample import written

TEXT = "Minister Anna Lind said on Monday that the talks would resume in Port Alder next week."
RUSSIAN = "Министр Анна Линд заявила в понедельник, что переговоры возобновятся на следующей неделе."


def lines(path: Path, *rows: Any) -> Path:
    """A file with one object a line."""
    return written(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def one(path: Path, **options: Any) -> Item:
    """The only thing in a file, which is an article."""
    (found,) = items(path, **options)
    assert isinstance(found, Item), found
    return found


def text_of(found: Item | Trouble) -> Article:
    """The article of an item."""
    assert isinstance(found, Item) and found.article is not None, found
    return found.article


def whys(path: Path, **options: Any) -> list[str]:
    """What troubles there are in a file."""
    return [found.why for found in items(path, **options) if isinstance(found, Trouble)]


NEWS_PLEASE = {
    "authors": ["Mira Sandoval"], "date_download": "2021-12-09 01:00:00", "date_modify": "2021-12-08 10:00:00",
    "date_publish": "2021-12-07 18:30:00", "description": "A short one.", "filename": "x.html", "language": "en",
    "image_url": "https://klow.example/i.jpg", "maintext": TEXT, "source_domain": "klow.example", "title": "Talks resume",
    "title_page": None, "url": "https://klow.example/talks?utm_source=feed#top",
}  # fmt: skip


def test_news_please(tmp_path: Path) -> None:
    found = one(lines(tmp_path / "n.jsonl", NEWS_PLEASE))
    article = text_of(found)
    assert article.text == TEXT
    assert article.title == Known("Talks resume", "metadata")
    assert article.url == Known("https://klow.example/talks?utm_source=feed", "metadata")
    assert article.publisher == Known("klow.example", "metadata")
    assert article.published == Moment("2021-12-07T18:30:00", "metadata")
    assert article.modified == Moment("2021-12-08T10:00:00", "metadata")
    assert article.language == Known("en", "metadata")
    assert article.images[0].url == "https://klow.example/i.jpg"
    assert article.id.startswith("klow.example-talks")
    assert found.key == "url:klow.example/talks"


@pytest.mark.parametrize(
    ("row", "day", "publisher"),
    [
        ({"text": TEXT, "domain": "a.example", "date": "2021-12-07 00:00:00", "title": "T"}, "2021-12-07", "a.example"),
        ({"content": TEXT, "source": {"id": None, "name": "Klow Times"}, "publishedAt": "2021-12-07T18:30:00Z"}, "2021-12-07T18:30:00+00:00", "Klow Times"),
        ({"_id": "1", "_source": {"body": TEXT, "publisher": "Klow", "published": 1638901800}}, "2021-12-07T18:30:00+00:00", "Klow"),
        ({"text": TEXT, "meta": {"url": "https://a.example/x", "pub_date": "7 December 2021"}}, "2021-12-07", None),
        ({"Article_Text": TEXT, "Outlet": "https://www.klow.example/", "Date Published": "Tue, 07 Dec 2021 18:30:00 +0100"}, "2021-12-07T18:30:00+01:00", "klow.example"),
        ({"Текст": RUSSIAN, "Дата": "7 декабря 2021 г.", "Источник": "Вестник"}, "2021-12-07", "Вестник"),
        ({"an": "KLOTIM0020211207ehc70001a", "snippet": "Opening words.", "body": "The rest of it.", "publication_datetime": 1638901800000, "ingestion_datetime": 1640000000000}, "2021-12-07T18:30:00+00:00", None),
    ],
)  # fmt: skip
def test_usual_names(tmp_path: Path, row: dict[str, Any], day: str, publisher: str | None) -> None:
    article = text_of(one(lines(tmp_path / "a.jsonl", row)))
    assert article.text in (TEXT, RUSSIAN, "Opening words.\nThe rest of it.")
    assert article.published is not None and article.published.value == day
    assert article.published.origin == "metadata"
    assert (article.publisher.value if article.publisher else None) == publisher


@pytest.mark.parametrize(
    "name",
    [
        "date_download",
        "crawl_date",
        "fetched_at",
        "seendate",
        "ScrapedAt",
        "retrieved",
        "timestamp",
        "created_at",
        "added",
    ],
)
def test_a_day_of_fetching_is_no_day_of_publication(tmp_path: Path, name: str) -> None:
    article = text_of(one(lines(tmp_path / "a.jsonl", {"text": TEXT, name: "2021-12-09T00:00:00Z"})))
    assert article.published is None and article.modified is None


def test_a_day_that_two_countries_read_differently_is_not_taken(tmp_path: Path) -> None:
    rows = [
        {"text": TEXT, "date": "03/04/2021"},
        {"text": TEXT, "date": "03/04/2021", "lang": "de"},
        {"text": TEXT, "date": "13/04/2021"},
    ]
    unsure, german, sure = (text_of(found) for found in items(lines(tmp_path / "a.jsonl", *rows)))
    assert unsure.published is None and any("03/04/2021" in warning for warning in unsure.warnings)
    assert german.published is not None and german.published.value == "2021-04-03"
    assert sure.published is None or sure.published.value == "2021-04-13"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Dec 7, 2021", "2021-12-07"),
        ("December 7, 2021 6:30 pm", "2021-12-07T18:30:00"),
        ("2021-12-07 06:30 PM", "2021-12-07T18:30:00"),
        ("7 December 2021 12:05 a.m.", "2021-12-07T00:05:00"),
        ("07.12.2021 18:30", "2021-12-07T18:30:00"),
        ("2021/12/7", "2021-12-07"),
        ("20211207T183000Z", "2021-12-07T18:30:00+00:00"),
        (20211207, "2021-12-07"),
        ("1638901800", "2021-12-07T18:30:00+00:00"),
        (1638901800000.0, "2021-12-07T18:30:00+00:00"),
        ({"$date": "2021-12-07T18:30:00.123+0300"}, "2021-12-07T18:30:00+03:00"),
        (2021, None),
        ("Dec 2021", None),
        ("7/12/21", None),
        (True, None),
    ],
)
def test_dates_as_tables_have_them(written: Any, value: str | None) -> None:
    found = moment(written, "metadata")
    assert (found.value if found else None) == value


def test_columns_that_are_given(tmp_path: Path) -> None:
    row = {"text": "not this", "B1": TEXT, "B2": "And more.", "when": "2021-12-07", "date": "1999-01-01", "l": "eng"}
    path = lines(tmp_path / "a.jsonl", row)
    article = text_of(one(path, columns={"text": "B1+B2", "published": "when", "language": "l"}))
    assert article.text == f"{TEXT}\nAnd more."
    assert article.published == Moment("2021-12-07", "given")
    assert article.language == Known("en", "given")
    with pytest.raises(ValueError, match="no field 'author'"):
        items(path, columns={"author": "x"})
    with pytest.raises(ValueError, match="no form 'xls'"):
        items(path, form="xls")


def test_html_goes_before_text(tmp_path: Path) -> None:
    html = f"<html><body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    rows: list[dict[str, Any]] = [
        {"html": html, "text": TEXT, "url": "https://a.example/1", "crawl_date": "2021-12-09T10:00:00Z", "published": "2021-12-07", "lang": "en-GB"},
        {"content": html, "url": "https://a.example/2"},
    ]  # fmt: skip
    path = lines(tmp_path / "a.jsonl", *rows)
    first, second = items(path)
    assert isinstance(first, Item) and first.fetched is not None
    assert first.fetched.fetched == datetime(2021, 12, 9, 10, tzinfo=UTC)
    assert (first.fetched.url, first.fetched.media_type, first.fetched.charset) == (
        "https://a.example/1",
        "text/html",
        "utf-8",
    )
    assert (first.published, first.language) == (Moment("2021-12-07", "metadata"), Known("en", "metadata"))
    assert TEXT in page_article(first.fetched).text
    assert isinstance(second, Item) and second.fetched is not None
    # Nobody told when it was fetched: no later than the file was written, and the same in every import.
    assert second.fetched.fetched == datetime.fromtimestamp(path.stat().st_mtime, UTC)
    assert text_of(next(items(path, columns={"text": "text"}))).text == TEXT


def test_records_and_the_exchange_form(tmp_path: Path) -> None:
    record = Record(page_article(TEXT, url="https://a.example/1", source="https://a.example/1"), ())
    ours = {"kind": "dragoman-version", "schema_version": "1.0", "key": "url:a.example/1", "record": record.to_dict()}
    exchange = {"id": "s01", "text": TEXT, "attributions": [], "events": [], "contacts": []}
    broken = {**record.to_dict(), "schema_version": "9.9"}
    path = lines(
        tmp_path / "r.jsonl",
        record.to_dict(),
        {"kind": "record", **record.to_dict()},
        {"kind": "record", "record": record.to_dict()},
        ours,
        exchange,
        broken,
    )
    first, second, third, line, standoff, wrong = items(path)
    for found in (first, second, third):
        assert isinstance(found, Item) and found.record == record and found.key == "url:a.example/1"
    assert isinstance(line, Item) and line.line == ours and line.record == record and line.key == "url:a.example/1"
    assert text_of(standoff).id == "s01" and text_of(standoff).text == TEXT
    assert isinstance(wrong, Trouble) and "9.9" in wrong.why


def test_broken_lines_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    good = json.dumps({"text": TEXT})
    path.write_bytes(
        b"\xef\xbb\xbf" + good.encode() + b"\r\n{oops\n\n[1]\n" + b'{"title": "no text"}\n{"url": "https://a.example/1"}\n'
        + b'{"text": "\\ud83d lone"}\n' + '{"text": "Где-то заявили"}\n'.encode("cp1251") + b'{"text": "\x00\xff\xfe"\n' + b"[" * 5_000 + b"\n" + good.encode()
    )  # fmt: skip
    found = list(items(path))
    assert [type(one).__name__ for one in found] == ["Item", "Trouble", "Trouble", "Trouble", "Trouble", "Item", "Item", "Trouble", "Trouble", "Item"]  # fmt: skip
    assert [one.position for one in found] == [1, 2, 4, 5, 6, 7, 8, 9, 10, 11]
    assert text_of(found[5]).text == "\ufffd lone"
    assert text_of(found[6]).text == "Где-то заявили"
    assert found[1].place == "line 2" and all("\n" not in one.why for one in found if isinstance(one, Trouble))
    assert "https://a.example/1" in whys(path)[3]


def test_a_line_that_is_too_long_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.importing import jsonlines

    monkeypatch.setattr(jsonlines, "_LONGEST", 1_000)
    path = lines(tmp_path / "l.jsonl", {"text": "a" * 5_000}, {"text": TEXT})
    trouble, item = items(path)
    assert isinstance(trouble, Trouble) and "longer" in trouble.why and text_of(item).text == TEXT


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)])
def test_compressed_and_cut_off(tmp_path: Path, suffix: str, pack: Any) -> None:
    rows = [{"text": f"{TEXT} {number} {hash(str(number))}"} for number in range(2_000)]
    whole = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path = written(tmp_path / f"a.jsonl{suffix}", pack(whole))
    assert len([text_of(found) for found in items(path, start=1_990)]) == 10
    found = list(items(written(tmp_path / f"b.jsonl{suffix}", pack(whole)[:-20])))
    assert isinstance(found[-1], Trouble) and "broken" in found[-1].why
    assert all(isinstance(one, Item) for one in found[:-1])
    if suffix == ".gz":
        assert len(found) > 1_900


@pytest.mark.parametrize("indent", [None, 1])
def test_a_json_array_and_objects_one_after_another(tmp_path: Path, indent: int | None) -> None:
    rows = [NEWS_PLEASE, {"text": RUSSIAN}, {"text": TEXT * 2_000}]
    array = written(tmp_path / "a.json", json.dumps(rows, indent=indent))
    texts = [text_of(found).text for found in items(array)]
    assert texts == [TEXT, RUSSIAN, TEXT * 2_000]
    joined = written(tmp_path / "b.json", "\n".join(json.dumps(row, indent=2) for row in rows))
    assert [text_of(found).text for found in items(joined)] == texts
    assert [text_of(found).text for found in items(array, start=2)] == texts[2:]
    broken = written(
        tmp_path / "c.json", "[" + json.dumps(rows[0]) + ',\n{oops},\n{"text": "x", },\n' + json.dumps(rows[1]) + "]"
    )
    assert [type(found).__name__ for found in items(broken)] == ["Item", "Trouble", "Trouble", "Item"]


CSV = 'Title{0}Body{0}Pub Date{0}URL\nTalks resume{0}"{1}\n""We are ready,"" she said; ""at last, yes""."{0}2021-12-07{0}https://a.example/1\n'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_csv_in_many_dialects_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = written(tmp_path / "a.csv", CSV.format(delimiter, RUSSIAN), encoding)
    article = text_of(one(path))
    assert article.text == f'{RUSSIAN}\n"We are ready," she said; "at last, yes".'
    assert article.published == Moment("2021-12-07", "metadata")
    assert article.title == Known("Talks resume", "metadata")


def test_a_table_without_a_text_is_told_once(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "name,number\n" + "a,1\n" * 50)
    (why,) = whys(path)
    assert "name, number" in why and "text=" in why
    assert whys(written(tmp_path / "b.csv", f"x,y\n{TEXT},1\n"), columns={"text": "x"}) == []
    (why,) = whys(path, columns={"text": "Story"})
    assert "'Story'" in why


def test_ragged_rows_and_open_quotation_marks(tmp_path: Path) -> None:
    rows = 'title,text\nshort\n,,\nlong,text,more\na,"never closed\nb,text of b\nc,"text of c, quoted"\nd,"text\nof d"\ne,"open to the end\nf,text of f\n'
    found = list(items(written(tmp_path / "a.csv", rows)))
    told = [one.why if isinstance(one, Trouble) else text_of(one).text for one in found]
    assert told == [
        "no text in it (title)", "3 cells under 2 names", "a quotation mark that is not closed", "text of b",
        "text of c, quoted", "text\nof d", "a quotation mark that is not closed", "text of f",
    ]  # fmt: skip
    again = list(items(tmp_path / "a.csv", start=found[3].position))
    assert again == found[4:]


def test_a_huge_cell(tmp_path: Path) -> None:
    text = (TEXT + "\n") * 20_000
    assert text_of(one(written(tmp_path / "a.csv", f'title,text\nx,"{text}"\n'))).text == text


def test_a_factiva_table(tmp_path: Path) -> None:
    rows = 'HD,LP,TD,PD,SN,LA,AN\nTalks,"Lead par.","The rest.",7 December 2021,Klow Times,English,Document KLOTIM0020211207ehc70001a\n'
    found = one(written(tmp_path / "f.csv", rows))
    article = text_of(found)
    assert article.text == "Lead par.\nThe rest." and article.title == Known("Talks", "metadata")
    assert article.published == Moment("2021-12-07", "metadata") and article.language == Known("en", "metadata")
    assert found.key == "an:KLOTIM0020211207ehc70001a" and article.id == "KLOTIM0020211207ehc70001a"


def parquet(path: Path, rows: int = 10, group: int = 3) -> Path:
    """A table of articles, row groups of three."""
    table = pyarrow.table(
        {
            "text": [None if number == 4 else f"{TEXT} {number}" for number in range(rows)],
            "date": pyarrow.array([datetime(2021, 12, 7, 18, 30)] * rows, pyarrow.timestamp("ns")),
            "language": ["en"] * rows,
            "meta": [{"url": f"https://a.example/{number}"} for number in range(rows)],
            "day": [date(2021, 1, 1)] * rows,
            "vector": [[0.0] * 64] * rows,
        }
    )
    pyarrow.parquet.write_table(table, path, row_group_size=group)
    return path


def test_parquet(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet")
    found = list(items(path))
    assert [one.position for one in found] == list(range(1, 11))
    assert [type(one).__name__ for one in found].index("Trouble") == 4
    article = text_of(found[0])
    assert article.published == Moment("2021-12-07T18:30:00", "metadata")
    assert article.url == Known("https://a.example/0", "metadata")
    assert found[-1].done == path.stat().st_size
    for start in range(11):
        assert list(items(path, start=start)) == found[start:]


def test_a_damaged_part_of_a_parquet_file_costs_that_part(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", group=5)
    data = bytearray(path.read_bytes())
    data[8:60] = bytes(byte ^ 0x77 for byte in data[8:60])
    path.write_bytes(data)
    first, *rest = items(path)
    assert isinstance(first, Trouble) and first.place == "rows 1 to 5"
    assert [text_of(one).text for one in rest] == [f"{TEXT} {number}" for number in range(5, 10)]
    (why,) = whys(written(tmp_path / "b.parquet", b"PAR1" + b"x" * 100 + b"PAR1"))
    assert "not a Parquet file" in why


@pytest.mark.parametrize(("module", "name"), [("pyarrow.parquet", "a.parquet"), ("fastwarc", "a.warc")])
def test_a_library_that_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, module, None)
    path = written(tmp_path / name, b"PAR1" if name.endswith("parquet") else b"WARC/1.0\r\n")
    with pytest.raises(MissingExtraError, match=r"pip install 'dragoman\[(parquet|warc)\]'"):
        list(items(path))


def test_the_same_rows_in_another_order_have_the_same_keys(tmp_path: Path) -> None:
    rows = [NEWS_PLEASE, {"text": RUSSIAN}, {"text": TEXT, "an": "KLOTIM0020211207ehc70001a"}]
    forward = {found.key for found in items(lines(tmp_path / "a.jsonl", *rows)) if isinstance(found, Item)}
    backward = {found.key for found in items(lines(tmp_path / "b.jsonl", *rows[::-1])) if isinstance(found, Item)}
    assert forward == backward and len(forward) == 3


def test_items_are_plain_data(tmp_path: Path) -> None:
    found = one(lines(tmp_path / "a.jsonl", NEWS_PLEASE))
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.place = "elsewhere"  # type: ignore[misc]
