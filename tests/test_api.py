"""``dragoman.read`` and ``dragoman.Reader``."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dragoman
from dragoman import pipeline
from dragoman.reader.marks import Marks
from tests.cli_fake import FakeReader
from tests.render_sample import sample

TEXT = "Anna Weber said that the strait is open. Ivan Rokov said that he waits.\n"


@pytest.fixture
def reader() -> dragoman.Reader:
    return dragoman.Reader(neural=FakeReader())


def test_a_text(reader: dragoman.Reader) -> None:
    record = dragoman.read(TEXT, reader=reader, published="2031-03-03", language="en")
    assert record.article.text == TEXT
    assert record.article.language is not None
    assert record.article.language.value == "en"
    assert [record.words(statement.content) for statement in record.statements] == ["the strait is open", "he waits"]
    assert [statement.id for statement in record.statements] == [1, 2]
    assert record.made is not None
    assert record.made.version == dragoman.__version__


def test_a_path_as_text_or_path(reader: dragoman.Reader, tmp_path: Path) -> None:
    path = tmp_path / "talks.txt"
    path.write_text(TEXT, encoding="utf-8")
    for what in (path, str(path)):
        record = dragoman.read(what, reader=reader)
        assert record.article.text == TEXT
        assert record.article.id == "talks"


def test_bytes_and_articles(reader: dragoman.Reader) -> None:
    assert dragoman.read(TEXT.encode("utf-16"), reader=reader).article.text.strip() == TEXT.strip()
    article = dragoman.Article("Anna Weber said yes.")
    assert dragoman.read(article, reader=reader).article is article


def test_a_mistyped_path_is_not_read_as_a_text(reader: dragoman.Reader, tmp_path: Path) -> None:
    with pytest.raises(dragoman.GatherError, match=r"talks\.txt"):
        dragoman.read("no-such-talks.txt", reader=reader)
    with pytest.raises(dragoman.GatherError):
        dragoman.read(tmp_path, reader=reader)
    with pytest.raises(dragoman.GatherError, match="public"):
        dragoman.read("http://127.0.0.1/talks.html", reader=reader)


@pytest.mark.parametrize("text", ["", "word", "a\x00b", "http://x said a word", "\ud800 said that x", "x" * 5000])
def test_other_strings_are_texts(reader: dragoman.Reader, text: str) -> None:
    assert len(dragoman.read(text, reader=reader).article.text) == len(text)


def test_many(reader: dragoman.Reader, tmp_path: Path) -> None:
    failed: list[object] = []
    missing = tmp_path / "missing.txt"
    records = list(reader.read_many([TEXT, missing, "RAISE", TEXT], on_error=lambda what, error: failed.append(what)))
    assert len(records) == 2
    assert failed == [missing, "RAISE"]
    with pytest.raises(dragoman.GatherError):
        list(reader.read_many([TEXT, missing]))


def test_the_network_is_one_call_away(reader: dragoman.Reader) -> None:
    assert isinstance(reader.marks(TEXT), Marks)
    assert reader.relation(TEXT, (0, 4), (41, 45)).value == "CONSULT"
    assert len(reader.embed(["a", "b"])) == 2
    assert reader.name == "fake"


def test_one_reader_serves_all_calls_that_name_none(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    class Counted(FakeReader):
        def __init__(self, **more: int) -> None:
            made.append(1)
            super().__init__(**more)

    monkeypatch.setattr("dragoman.reader.reader.NeuralReader", Counted)
    pipeline._shared.cache_clear()
    dragoman.read(TEXT)
    dragoman.read(TEXT)
    pipeline._shared.cache_clear()
    assert made == [1]


def test_threads_reach_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.reader.reader.NeuralReader", FakeReader)
    neural = dragoman.Reader(threads=3).neural
    assert isinstance(neural, FakeReader)
    assert neural.threads == 3


def test_actors_go_to_the_reader(reader: dragoman.Reader, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Reader"):
        dragoman.read(TEXT, reader=reader, actors=["mine.toml"])
    mine = tmp_path / "mine.toml"
    mine.write_text("", encoding="utf-8")
    made = dragoman.Reader(neural=FakeReader(), actors=[mine]).read(TEXT).made
    assert made is not None
    assert re.match(r"shipped, checked 20\d\d-\d\d-\d\d, mine\.toml sha256:", made.actors)


def test_a_record_shows_itself() -> None:
    record = sample()
    assert str(record).startswith("Главы Верании")
    assert record._repr_html_().startswith('<div class="dragoman">')
    assert record.to_html().startswith("<!DOCTYPE html>")
    assert record.to_markdown().startswith("# ")
    assert record.to_standoff()["id"] == "strait.ru"


def test_spans_slice_the_text() -> None:
    record = sample()
    for statement in record.statements:
        for start, end in (*statement.source, *statement.cue, *statement.content, *statement.condition):
            assert record.article.text[start:end].strip()


def test_names_are_typed_and_lazy() -> None:
    assert set(dragoman.__all__) <= set(dir(dragoman))
    for name in dragoman.__all__:
        assert getattr(dragoman, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = dragoman.nothing
    code = "import sys, dragoman; sys.exit('numpy' in sys.modules or 'dragoman.pipeline' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_no_room_hides_a_public_function() -> None:
    import dragoman.reader
    import dragoman.record
    import dragoman.render

    assert callable(dragoman.read)
    assert callable(dragoman.Reader)
