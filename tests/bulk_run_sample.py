"""Runs of bulk reading for its tests: one in this process, which every other must equal, and what they are compared by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet

from dragoman.bulk import STAGES
from dragoman.bulk.plan import Plan, Settings, begun, keep
from dragoman.bulk.worker import once
from dragoman.resolver.knowledge import LANGUAGES


def settings(neural: str = "tests.cli_fake:FakeReader", **more: Any) -> Settings:
    """The command's own settings, with a stand-in for the network."""
    return Settings(languages=tuple(LANGUAGES), neural=neural, **more)


def rows(output: str | Path, table: str) -> list[str]:
    """The rows of a table with the folders they lie in, sorted: what two runs are compared by."""
    found = []
    for path in Path(output, table).rglob("*.parquet"):
        folders = [part for part in path.parts if "=" in part]
        with pyarrow.parquet.ParquetFile(path) as file:
            found += [json.dumps([folders, row], default=str, sort_keys=True) for row in file.read().to_pylist()]
    return sorted(found)


def alone(source: str | Path, output: str | Path, task_size: int = 10**9, **more: Any) -> Plan:
    """A run in this process, task after task: what every other one must equal."""
    plan = begun(str(source), str(output), settings(**more), task_size)
    keep(plan)
    for stage in STAGES:
        for rank in range(plan.width(stage)):
            once(plan, stage, rank)
    return plan
