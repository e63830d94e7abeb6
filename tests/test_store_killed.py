"""An import and an addition killed at random, twenty times, end where an undisturbed one does."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from dragoman.store import Store, tables
from tests.store_sample import new_database

ROOT = Path(__file__).parents[1]
KILLS = 20
ROWS = 150


def run(arguments: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.cli_fake", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def content(where: str) -> dict[str, Any]:
    """All that a store holds but times and the numbers that a database gives by itself."""
    with Store.open(where) as store:
        rows = [
            (k.key, k.number, k.sha256, k.record.to_dict(), sorted(k.statements.items()), sorted(k.sides.items()))
            for k in store.kept(versions="all")
        ]
        with store.reading() as connection:
            counts = {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables.metadata.sorted_tables
                if table.name != "fetches"
            }
            words = (
                connection.execute(select(tables.statements.c.terms).order_by(tables.statements.c.id)).scalars().all()
            )
    # Labels name actors and articles by number; a killed transaction leaves gaps in PostgreSQL's numbers.
    bare = [[word for word in str(one).split() if ":" not in word] for one in words]
    return {"rows": rows, "counts": counts, "words": bare}


def timed(arguments: list[str]) -> float:
    """Seconds that an undisturbed run takes."""
    began = time.monotonic()
    process = run(arguments)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said.decode()
    return time.monotonic() - began


def killed(arguments: list[str], start: float, work: float, kills: int) -> int:
    """Run and kill -9, so and so often, at random moments after ``start`` seconds, then let it end; how often it was
    killed."""
    chance = random.Random(2026)
    for n in range(kills):
        process = run(arguments)
        try:
            process.wait(timeout=start + chance.uniform(0, 1.6 * work / kills))
            return n
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
    timed(arguments)
    return kills


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_an_import_killed_twenty_times(database: str, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for n in range(ROWS):
            text = "".join(f"Anna Orlen said that road {n}-{m} is {n * 7919 % 104729} long. " for m in range(6))
            row = {"url": f"https://n.example/{n}", "date": f"2031-05-{n % 28 + 1:02}", "text": text}
            out.write(json.dumps(row) + "\n")
    calm, wild = (
        (str(tmp_path / "calm.db"), str(tmp_path / "wild.db")) if database == "sqlite" else (new_database(), new_database())
    )  # fmt: skip
    took = timed(["import", str(file), "--store", calm, "-q"])
    start = timed(["import", str(file), "--store", calm, "-q"])
    kills = killed(["import", str(file), "--store", wild, "-q"], start, took - start, KILLS)
    expected, found = content(calm), content(wild)
    assert expected["counts"]["articles"] == ROWS
    assert found == expected
    assert kills > 2, "the import ended before it was disturbed"


def test_an_addition_of_a_folder_killed(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(60):
        (folder / f"{n:03}.txt").write_text(f"Anna Orlen said that road {n} is {n * 7919 % 104729} long.", "utf-8")
    took = timed(["add", str(folder), "--store", str(tmp_path / "calm.db"), "-q"])
    start = timed(["add", str(folder), "--store", str(tmp_path / "calm.db"), "-q"])
    kills = killed(["add", str(folder), "--store", str(tmp_path / "wild.db"), "-q"], start, took - start, 6)
    assert kills > 0
    calm, wild = content(str(tmp_path / "calm.db")), content(str(tmp_path / "wild.db"))
    assert calm == wild and calm["counts"]["articles"] == 60
