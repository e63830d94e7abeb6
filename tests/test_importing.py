"""Imports as a whole: forms told by content, folders, going on after an interruption, hostile files."""

from __future__ import annotations

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.importing import Item, Trouble, files, forms, guess, items, length
from tests.importing_sample import (
    FACTIVA_CODED,
    FACTIVA_HTML,
    FACTIVA_LAID_OUT,
    NEXIS_OLD,
    NEXIS_UNI,
    http,
    packed,
    page,
    warc_record,
    written,
)

ROOT = Path(__file__).parents[1]
TEXT = "Minister Anna Lind said on Monday that the talks would resume in Port Alder."
LINES = "".join(json.dumps({"text": TEXT, "id": number}) + "\n" for number in range(3))
CALM = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.jsonl", LINES, "jsonl"),
        ("a.txt", LINES, "jsonl"),
        ("a", LINES, "jsonl"),
        ("a.json", json.dumps({"text": TEXT}, indent=1), "json"),
        ("a.json", json.dumps([{"text": TEXT}]), "json"),
        ("a.csv", "title,text\na,b\n", "csv"),
        ("a.tsv", "title\ttext\na\tb\n", "csv"),
        ("a.txt", "title;text\na;b\n", "csv"),
        ("a.txt", FACTIVA_CODED, "factiva"),
        ("a.txt", FACTIVA_LAID_OUT, "factiva"),
        ("a.html", FACTIVA_HTML, "factiva"),
        ("a.txt", NEXIS_OLD, "nexis"),
        ("a.txt", NEXIS_UNI, "nexis"),
        ("a.dat", "WARC/1.0\r\n", "warc"),
        ("a.dat", "PAR1", "parquet"),
        ("a.txt", f"Talks resume\n\n{TEXT}\n", None),
        ("a.html", f"<html><p>{TEXT}</p></html>", None),
        ("a.rtf", "{\\rtf1 x}", None),
    ],
)
def test_forms_are_told_by_content_first(tmp_path: Path, name: str, content: str, form: str | None) -> None:
    path = written(tmp_path / name, content)
    assert guess(path) == form
    assert guess(written(tmp_path / f"{name}.gz", gzip.compress(content.encode()))) == form
    if form is None:
        (trouble,) = items(path)
        assert isinstance(trouble, Trouble)
        assert ("RTF" if name == "a.rtf" else "dragoman add") in trouble.why


def test_every_form_has_a_name_and_a_line_about_it() -> None:
    assert [form.name for form in forms()] == ["jsonl", "json", "csv", "parquet", "warc", "factiva", "nexis"]
    page = (ROOT / "docs" / "importing.md").read_text("utf-8")
    assert all(f"`{form.name}`" in page for form in forms())


def test_a_form_that_is_said_is_not_guessed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "title,text\na,b\n")
    (found,) = items(path, form="csv")
    assert isinstance(found, Item)


@pytest.mark.parametrize("name", ["absent.csv", "absent.warc.gz", "absent"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    (found,) = items(tmp_path / name)
    assert isinstance(found, Trouble) and "No such file" in found.why
    (empty,) = items(written(tmp_path / name, b""))
    assert isinstance(empty, Trouble) and empty.why == "empty"


def folder(path: Path) -> Path:
    """A folder with a file of every form, one that is none, a hidden one, and one below."""
    (path / "below").mkdir(parents=True)
    written(path / "a.jsonl.gz", gzip.compress(LINES.encode()))
    written(path / "b.csv", "title,text\n" + "".join(f"{number},{TEXT}\n" for number in range(3)))
    written(
        path / "c.warc.gz",
        packed([warc_record(f"https://w.example/{number}", http(page(number))) for number in range(3)])[0],
    )
    written(path / "below" / "d.txt", FACTIVA_CODED)
    written(path / "e.txt", NEXIS_UNI)
    written(path / "f.html", FACTIVA_HTML)
    pyarrow.parquet.write_table(pyarrow.table({"text": [TEXT, None, TEXT]}), path / "g.parquet")
    written(path / "h.txt", f"Talks resume\n\n{TEXT}\n")
    written(path / ".hidden.csv", "title,text\na,b\n")
    written(path / "picture.png", b"\x89PNG")
    return path


def test_a_folder_is_one_stream(tmp_path: Path) -> None:
    path = folder(tmp_path / "all")
    assert [file.relative_to(path).as_posix() for file in files(path)] == [
        "a.jsonl.gz", "b.csv", "below/d.txt", "c.warc.gz", "e.txt", "f.html", "g.parquet", "h.txt",
    ]  # fmt: skip
    found = list(items(path))
    assert [one.place for one in found if isinstance(one, Trouble)] == ["g.parquet, row 2", "h.txt, the file"]
    assert sum(isinstance(one, Item) for one in found) == 17
    assert found[3].place == "b.csv, row 1"
    assert all(one.position < two.position and one.done <= two.done for one, two in pairwise(found))
    assert found[-1].done <= length(path) == sum(file.stat().st_size for file in files(path))
    for index, one in enumerate(found[:-1]):  # the last is told of its file as a whole
        assert list(items(path, start=one.position)) == found[index + 1 :]


def test_a_folder_with_nothing_in_it(tmp_path: Path) -> None:
    (found,) = items(tmp_path)
    assert isinstance(found, Trouble)


def test_a_stream_is_read_no_further_than_it_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", json.dumps({"text": TEXT}).encode() + b"\n" + b'{"text": "x"}\n' * 200_000)
    first = next(items(path))
    assert isinstance(first, Item) and first.done < 200_000 < path.stat().st_size


def sound(found: list[Item | Trouble]) -> None:
    """Whatever came out of a file can be kept, printed and gone on from."""
    for one in found:
        assert isinstance(one, Item | Trouble)
        assert one.place.isprintable() and isinstance(one.position, int) and one.done >= 0
        if isinstance(one, Trouble):
            assert one.why and one.why.isprintable() and len(one.why) <= 300
            assert not re.match(r"\w+(?:Error|Exception|Exit): ", one.why), "what was not thought of ended the file"
        else:
            assert sum(part is not None for part in (one.fetched, one.article, one.record)) == 1
            one.key.encode("utf-8")
            if one.article is not None:
                one.article.text.encode("utf-8")
                assert one.article.id and one.article.text.strip()
    assert all(one.position <= two.position for one, two in pairwise(found))


SEEDS = {
    "jsonl": LINES.encode(),
    "json": json.dumps([{"text": TEXT, "date": "2021-12-07"}] * 3, indent=1).encode(),
    "csv": f'title;text;date\na;"{TEXT}";2021-12-07\nb;"x ""y""\nz";1\n'.encode(),
    "factiva": FACTIVA_CODED.encode() + FACTIVA_LAID_OUT.encode(),
    "nexis": NEXIS_OLD.encode() + NEXIS_UNI.encode(),
    "warc": b"".join(warc_record(f"https://w.example/{number}", http(page(number))) for number in range(3)),
}
PACKED_SEED = packed([warc_record(f"https://w.example/{number}", http(page(number))) for number in range(3)])[0]


@pytest.fixture(scope="module")
def columns_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small Parquet file."""
    path = tmp_path_factory.mktemp("parquet") / "a.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"text": [TEXT] * 4, "date": ["2021-12-07"] * 4}), path, row_group_size=2)
    return path.read_bytes()


@pytest.mark.parametrize("form", [form.name for form in forms()])
@CALM
@given(data=st.binary(max_size=600))
def test_any_bytes_in_any_form(tmp_path: Path, form: str, data: bytes) -> None:
    sound(list(items(written(tmp_path / "x", data), form=form)))


@CALM
@given(
    data=st.binary(max_size=300),
    name=st.sampled_from(["a.csv", "a.txt", "a.html", "a.docx", "a.json", "a.gz", "a.warc.gz", "a.parquet", "a"]),
)
def test_any_bytes_under_any_name(tmp_path: Path, data: bytes, name: str) -> None:
    sound(list(items(written(tmp_path / name, data))))


@pytest.mark.parametrize("form", [*SEEDS, "warc.gz", "parquet"])
@CALM
@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.binary(max_size=20)), max_size=4))
def test_files_that_are_cut_and_patched(
    tmp_path: Path, columns_file: bytes, form: str, cuts: list[tuple[float, int, bytes]]
) -> None:
    data = {**SEEDS, "warc.gz": PACKED_SEED, "parquet": columns_file}[form]
    for share, taken, put in cuts:
        at = int(share * len(data))
        data = data[:at] + put + data[at + taken :]
    path = written(tmp_path / "x", data)
    found = list(items(path, form=form.removesuffix(".gz")))
    sound(found)
    if found:
        middle = found[len(found) // 2]
        sound(list(items(path, form=form.removesuffix(".gz"), start=middle.position)))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["2021-12-07", "https://a.example/x", "http://[", "<p>x</p>"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "value", "name", "url", "meta"]) | st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
KEYS = st.sampled_from(["text", "html", "url", "title", "date", "source", "lang", "id", "an", "kind", "article", "meta", "schema_version", "attributions", "record", "fetched", "image_url"])  # fmt: skip


@CALM
@given(rows=st.lists(st.dictionaries(KEYS, VALUES, max_size=8), min_size=1, max_size=6))
def test_any_values_under_the_names_that_are_known(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    path = written(tmp_path / "x.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    found = list(items(path, form="jsonl"))
    assert len(found) == len(rows)
    sound(found)
