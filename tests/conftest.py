"""What several test files share: the reader that ships, and the corpora where they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import dragoman

ROOT = Path(__file__).parents[1]

# A busy machine is no failure, and what failed once on a machine that builds must fail there again.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the corpora, which are other people's texts and no part of this repository.

    ``DRAGOMAN_CORPORA`` names it; otherwise it is looked for beside the checkout.
    """
    folder = Path(os.environ.get("DRAGOMAN_CORPORA") or ROOT.parent / "shared" / "corpora")
    if not (folder / "score.py").is_file():
        pytest.skip(f"no corpora in {folder}: set DRAGOMAN_CORPORA to test against them")
    return folder


@pytest.fixture(scope="session")
def reader() -> dragoman.Reader:
    """The reader that ships, loaded once for all tests."""
    if not list(ROOT.glob("src/dragoman/reader/**/*.onnx")):
        pytest.skip("no weights in src/dragoman/reader: make train writes them")
    return dragoman.Reader()
