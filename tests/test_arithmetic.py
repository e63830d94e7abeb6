"""The network in float32 and in int8: two graphs over the same matrices, and who asks for which."""

from __future__ import annotations

import json
import os

import numpy as np
import pytest
from click.testing import CliRunner

import dragoman
from dragoman.bulk.plan import Settings
from dragoman.cli import cli
from dragoman.reader import corpora
from dragoman.reader.arithmetic import VARIABLE, chosen
from dragoman.reader.network import ENCODERS, OnnxNetwork
from dragoman.reader.reader import WEIGHTS

TEXT = "Merran's president Anna Weber told reporters that the strait would stay open."


def test_int8_is_near_float32_and_not_the_same() -> None:
    pieces = np.random.default_rng(3).normal(0, 0.05, (60, 384)).astype(np.float32)
    firsts = np.arange(0, 60, 2)
    whole, eighth = (OnnxNetwork(WEIGHTS, arithmetic=name).encode(pieces, firsts)[0] for name in ENCODERS)
    off = np.sqrt(((whole - eighth) ** 2).mean() / (whole**2).mean())
    assert 0 < off < 0.2


def test_both_graphs_share_their_matrices() -> None:
    sizes = [(WEIGHTS / name).stat().st_size for name in ENCODERS.values()]
    assert sum(sizes) < 0.05 * (WEIGHTS / "encoder.bin").stat().st_size


def test_records_say_in_which_they_were_read() -> None:
    plain, eight = (dragoman.Reader(arithmetic=name) for name in ENCODERS)
    assert eight.name == f"{plain.name}-int8"
    assert eight.read(TEXT).made.reader == eight.name
    assert corpora.of(plain.name) == corpora.of(eight.name) != ""


def test_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert chosen() == "float32"
    monkeypatch.setenv(VARIABLE, "int8")
    assert dragoman.Reader().name.endswith("-int8")
    assert not dragoman.Reader(arithmetic="float32").name.endswith("-int8")
    monkeypatch.setenv(VARIABLE, "int4")
    with pytest.raises(ValueError, match="int4"):
        dragoman.Reader()


def test_the_command_line_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    done = CliRunner().invoke(cli, ["--arithmetic", "int8", "read", "--json", "-"], input=TEXT)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["made"]["reader"].endswith("-int8")
    assert os.environ[VARIABLE] == "int8"
    wrong = CliRunner().invoke(cli, ["--arithmetic", "int4", "read", "-"], input=TEXT)
    assert wrong.exit_code == 2
    assert "int4" in wrong.output


def test_a_crawl_is_read_in_one_arithmetic_throughout() -> None:
    pytest.importorskip("datatrove")
    from dragoman.bulk.reading import reader_of

    assert reader_of(Settings(("en",), arithmetic="int8")).name.endswith("-int8")
    assert Settings(("en",)) != Settings(("en",), arithmetic="int8")
