"""What the command's arguments expand to, and what is refused."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from dragoman.gather import GatherError, sources


def test_a_folder_gives_its_articles_sorted_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.md", "b/z.HTML", "b/note.xyz", ".hidden.md", "b/.git.md"):
        (tmp_path / name).write_text("x")
    names = [source.name for source in sources([str(tmp_path)])]
    assert names == [str(tmp_path / name) for name in ("a.md", "b/z.HTML", "c.txt")]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert len(list(sources([str(tmp_path)]))) == 1


def test_what_does_not_exist_fails_only_when_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    missing, there = sources([str(tmp_path / "none.md"), str(tmp_path / "a.md")])
    with pytest.raises(GatherError, match=r"none\.md: no such file"):
        missing.open()
    assert there.open().data == b"x"


def test_expansion_is_lazy(tmp_path: Path) -> None:
    found = sources([str(tmp_path / "first.md"), str(tmp_path / "folder")])
    next(found)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "late.md").write_text("x")
    assert next(found).name.endswith("late.md")


def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    (only,) = sources([str(tmp_path)])
    with pytest.raises(GatherError, match="no articles in this folder"):
        only.open()


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO("Слово".encode())

    monkeypatch.setattr(sys, "stdin", Input)
    (only,) = sources(["-"])
    fetched = only.open()
    assert (fetched.source, fetched.data.decode()) == ("-", "Слово")


@pytest.mark.parametrize("address", ["ftp://example.org/a", "file:///etc/passwd", "gopher://x"])
def test_other_schemes_are_not_fetched(address: str) -> None:
    (only,) = sources([address])
    with pytest.raises(GatherError, match="only http and https"):
        only.open()


def test_the_size_of_a_file_is_limited(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 101)
    (source,) = sources([str(path)])
    assert len(source.open(limit=101).data) == 101
    with pytest.raises(GatherError, match=r"large\.txt: larger than 100 bytes"):
        source.open(limit=100)


def test_messages_are_one_line(tmp_path: Path) -> None:
    (source,) = sources([str(tmp_path / "two\nlines\u2028.md")])
    with pytest.raises(GatherError) as caught:
        source.open()
    assert len(str(caught.value).splitlines()) == 1


def test_a_path_with_a_zero_byte_is_an_error_like_others() -> None:
    (source,) = sources(["a\x00b.md"])
    with pytest.raises(GatherError):
        source.open()
