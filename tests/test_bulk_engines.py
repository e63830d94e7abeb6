"""Crawls on many workers: killed, stopped and deadly ones cost their task and nothing else; Ray with two nodes; Slurm."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove", reason="pip install 'dragoman[bulk]'")

from dragoman.bulk import BulkError
from dragoman.bulk.account import Account, completed
from dragoman.bulk.cluster import Cluster
from dragoman.bulk.local import Local
from dragoman.bulk.plan import Plan, begun, keep
from dragoman.bulk.run import run
from dragoman.bulk.slurm import Slurm
from dragoman.bulk.task import progress
from tests.bulk_run_sample import alone, rows, settings
from tests.bulk_sample import html, pages, story, warc

ROOT = Path(__file__).parents[1]
COUNT = 2_000
TASKS = 8


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers find the stand-ins for the network."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return warc(tmp_path_factory.mktemp("crawl") / "CC-NEWS-20310305000000-00001.warc.gz", pages(COUNT))


@pytest.fixture(scope="module")
def whole(crawl: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of one process with one task."""
    output = tmp_path_factory.mktemp("whole")
    alone(crawl, output)
    return output


def same(output: Path, whole: Path) -> None:
    for table in ("records", "statements"):
        assert rows(output, table) == rows(whole, table)
    mine, other = (json.loads((folder / "account.json").read_text("utf-8")) for folder in (output, whole))
    assert {**mine, "tasks": None} == {**other, "tasks": None} and mine["seen"] == COUNT


def planned(crawl: Path, output: Path, tasks: int = TASKS, **more: Any) -> Plan:
    """A plan in its folder: the command goes on with it."""
    plan = begun(str(crawl), str(output), settings(**more), crawl.stat().st_size // tasks + 1)
    keep(plan)
    return plan


def command(crawl: Path, output: Path, *more: str, neural: str = "tests.cli_fake:FakeReader") -> list[str]:
    code = "from dragoman.cli.bulk import bulk; bulk()"
    return [sys.executable, "-c", code, str(crawl), str(output), "--neural", neural, "--quiet", *more]


def wait_for(what: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def at_work(plan: Plan, stage: str) -> list[int]:
    """Processes that are in the middle of a task of a stage."""
    done = completed(plan, stage)
    told = [plan.folder.told(progress(stage, rank)) for rank in range(plan.width(stage)) if rank not in done]
    return [one["pid"] for one in told if one]


def nothing(stage: str, account: Account) -> None:
    """Nobody listens."""


def test_killed_workers_and_a_killed_run_change_nothing(crawl: Path, whole: Path, tmp_path: Path) -> None:
    slow = "tests.bulk_sample:SlowReader"
    plan = planned(crawl, tmp_path, neural=slow)
    assert len(plan.tasks) == TASKS
    arguments = command(crawl, tmp_path, "--workers", "2", neural=slow)
    first = subprocess.Popen(arguments)
    wait_for(lambda: completed(plan, "take"))
    os.kill(wait_for(lambda: at_work(plan, "take"))[0], signal.SIGKILL)
    wait_for(lambda: completed(plan, "read"))
    os.kill(wait_for(lambda: at_work(plan, "read"))[0], signal.SIGKILL)
    time.sleep(0.3)
    first.kill()
    assert first.wait() == -signal.SIGKILL
    time.sleep(0.3)  # its workers hear of it
    done = completed(plan, "read")
    assert 0 < len(done) < TASKS
    marks = tmp_path / "_bulk" / "stages" / "read" / "completions"
    before = {path.name: path.stat().st_mtime_ns for path in marks.iterdir()}
    assert subprocess.run(arguments, check=False).returncode == 0
    after = {path.name: path.stat().st_mtime_ns for path in marks.iterdir()}
    assert before.items() <= after.items() and len(after) == TASKS
    same(tmp_path, whole)


def test_a_worker_that_is_stopped_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOPPED_MARK", str(tmp_path / "mark"))
    source = warc(tmp_path / "a.warc.gz", pages(60))
    plan = planned(source, tmp_path / "out", 2, neural="tests.bulk_sample:StoppedReader")
    assert run(plan, Local(1, 4.0), nothing).complete
    assert (tmp_path / "mark").exists()
    alone(source, tmp_path / "whole")
    assert rows(tmp_path / "out", "records") == rows(tmp_path / "whole", "records")


def test_a_page_that_ends_the_process_or_never_ends_is_left_out(tmp_path: Path) -> None:
    import random

    rng = random.Random(5)
    made = [(f"https://a.example/{n}", html(f"Talks {n}", story(rng, n), "2031-03-01")) for n in range(8)]
    made.append(("https://a.example/deadly", html("Bad", [*story(rng, 90), "This is DEADLY for some readers."], None)))
    made.append(
        ("https://a.example/endless", html("Bad", [*story(rng, 91), "This is ENDLESS for some readers."], None))
    )
    source = warc(tmp_path / "a.warc.gz", made)
    plan = planned(source, tmp_path / "out", 1, neural="tests.bulk_sample:DeadlyReader", seconds=1)
    found = run(plan, Local(1, 60), nothing)
    assert found.complete and found.of("read") == 8
    assert found.why("failed") == {"ended the process twice": 1, "took too long": 1}
    lines = (tmp_path / "out" / "failures" / "read-00000.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["page"].partition("#")[0] for line in lines] == [
        "url:a.example/deadly",
        "url:a.example/endless",
    ]


def test_a_task_that_cannot_be_done_is_told_and_the_exit_status_says_so(tmp_path: Path) -> None:
    source = warc(tmp_path / "a.warc.gz", pages(20))
    done = subprocess.run(
        command(source, tmp_path / "out", neural="tests.bulk_sample:NoSuchReader"), capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "tasks of 'read' failed" in done.stderr and "no reader" in done.stderr and done.stderr.count("\n") == 1
    plan = begun(str(source), str(tmp_path / "out"), settings("tests.bulk_sample:NoSuchReader"), 1)
    with pytest.raises(BulkError, match="'read'"):
        run(plan, Local(1, 60), nothing)


FAKE_RAY = """
import os, pathlib, time
def init(**how):
    mark = pathlib.Path(os.environ["RAY_MARK"])
    if not mark.exists():
        mark.touch()
        time.sleep(600)
    from datatrove.executor.ray import RayPipelineExecutor
    RayPipelineExecutor.run = lambda self: [self._run_for_rank(rank, 1) for rank in range(self.tasks)]
"""


def test_an_executor_that_hangs_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Ray's does when a node goes while a task is handed over; here a stand-in for Ray waits for ever, once."""
    fake = tmp_path / "fake" / "ray"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text(FAKE_RAY)
    monkeypatch.setenv("PYTHONPATH", f"{fake.parent}:{os.environ['PYTHONPATH']}")
    monkeypatch.setenv("RAY_MARK", str(tmp_path / "mark"))
    source = warc(tmp_path / "a.warc.gz", pages(60))
    plan = planned(source, tmp_path / "out", 2)
    engine = Cluster(2, 5.0, None, 1.0)
    assert run(plan, engine, nothing).complete
    assert engine.runs == 3  # of two stages that are more than one task
    alone(source, tmp_path / "whole")
    assert rows(tmp_path / "out", "records") == rows(tmp_path / "whole", "records")


@pytest.fixture
def ray_cluster() -> Iterator[Any]:
    try:
        from ray.cluster_utils import Cluster
    except ImportError:
        if os.environ.get("CI") == "true":
            pytest.fail("Ray is not installed, and CI has to run what needs it")
        pytest.skip("Ray is not installed: pip install 'dragoman[ray]'")
    node = {"num_cpus": 1, "object_store_memory": 80_000_000, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=node)
    yield cluster
    cluster.shutdown()


def test_ray_with_two_nodes_of_which_one_is_killed(crawl: Path, whole: Path, tmp_path: Path, ray_cluster: Any) -> None:
    doomed = ray_cluster.add_node(num_cpus=1, object_store_memory=80_000_000)
    ray_cluster.wait_for_nodes()
    slow = "tests.bulk_sample:SlowReader"
    plan = planned(crawl, tmp_path, 4, neural=slow)
    more = ("--engine", "ray", "--workers", "2", "--address", ray_cluster.address, "--memory", "1", "--stall", "30")
    process = subprocess.Popen(command(crawl, tmp_path, *more, neural=slow))
    try:
        wait_for(lambda: len(at_work(plan, "read")) == 2, 200)
        ray_cluster.remove_node(doomed, allow_graceful=False)
        assert len(completed(plan, "read")) < 4
        assert process.wait(200) == 0
    finally:
        process.kill()
    same(tmp_path, whole)


FAKE_SBATCH = """#!/bin/bash
# Keeps every script that it is given, under the number of the job.
count=$(ls "$SBATCH_KEEPS" | grep -c script)
for last; do :; done
cp "$last" "$SBATCH_KEEPS/$((100 + count)).script"
echo "$@" > "$SBATCH_KEEPS/$((100 + count)).arguments"
echo "Submitted batch job $((100 + count))"
"""


def test_slurm_scripts(crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output, kept, source = tmp_path / "out", tmp_path / "kept", tmp_path / "in"
    kept.mkdir()
    source.mkdir()
    for number in range(3):
        (source / f"{number}.warc.gz").write_bytes(crawl.read_bytes())
    more = ("--engine", "slurm", "--partition", "cpu", "--workers", "2", "--sbatch", "account=news")
    size = ("--task-size", "1")
    dry = subprocess.run(command(source, output, *more, *size, "--dry-run"), capture_output=True, text=True, check=True)
    assert not output.exists()
    for part in ("--partition=cpu", "--array=0-2%2", "--account=news", "launch_pickled_pipeline", "--mem-per-cpu=2G"):
        assert part in dry.stdout
    missing = subprocess.run(
        command(source, output, *more, *size), capture_output=True, text=True, env={**os.environ, "PATH": "/nowhere"}
    )
    assert missing.returncode == 1 and "no sbatch" in missing.stderr
    spaced = command(source, tmp_path / "out put", *more, "--dry-run")
    refused = subprocess.run(spaced, capture_output=True, text=True)
    assert refused.returncode == 1 and "without spaces" in refused.stderr
    sbatch = tmp_path / "bin" / "sbatch"
    sbatch.parent.mkdir()
    sbatch.write_text(FAKE_SBATCH)
    sbatch.chmod(sbatch.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{sbatch.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("SBATCH_KEEPS", str(kept))
    told = subprocess.run(command(source, output, *more, *size), capture_output=True, text=True, check=True)
    # Each stage, and for each a job that adds its statistics up.
    assert [line.split(": ")[0] for line in told.stdout.splitlines()] == ["take", "pair", "choose", "read", "close"]
    scripts = sorted(kept.glob("*.script"))
    assert len(scripts) == 10
    for script in scripts:
        subprocess.run(["bash", "-n", str(script)], check=True)
    stages = [script.read_text() for script in scripts if "launch_pickled_pipeline" in script.read_text()]
    assert [stage for stage in stages if stage not in dry.stdout] == []
    waits = [(kept / f"{number}.arguments").read_text() for number in range(100, 110, 2)]
    assert "dependency" not in waits[0]
    assert [f"afterok:{100 + 2 * number}" in wait for number, wait in enumerate(waits[1:])] == [True] * 4
    assert (output / "_bulk" / "stages" / "take" / "executor.pik").stat().st_size > 100


def test_what_slurm_starts_does_the_tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pickled pipelines run where an array's environment says which task is meant, one stage after the other."""
    source = warc(tmp_path / "a.warc.gz", pages(60))
    plan = planned(source, tmp_path / "out", 2)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, text in (("sbatch", "echo Submitted batch job 7"), ("scontrol", "echo node1")):
        (tools / name).write_text(f"#!/bin/bash\n{text}\n")
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    Slurm("cpu", 2).submit(plan)
    launch = "from datatrove.tools.launch_pickled_pipeline import main; main()"
    for stage in ("take", "pair", "choose", "read", "close"):
        for rank in range(plan.width(stage)):
            pickled = tmp_path / "out" / "_bulk" / "stages" / stage / "executor.pik"
            array = {"SLURM_ARRAY_TASK_ID": str(rank), "SLURM_NODELIST": "node1", "RUN_OFFSET": "0"}
            subprocess.run(
                [sys.executable, "-c", launch, str(pickled)],
                check=True,
                capture_output=True,
                env={**os.environ, **array},
            )
    alone(source, tmp_path / "whole")
    assert rows(tmp_path / "out", "records") == rows(tmp_path / "whole", "records")
