"""The Ray engine: datatrove's executor in a process of its own that is watched.

    python -m dragoman.bulk.cluster OUTPUT STAGE WORKERS MEMORY ADDRESS

A node that goes at a bad moment leaves the executor waiting for ever. A stage that gives no sign of life is
therefore ended and begun again; the tasks that are done stay done.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from dragoman.bulk import BulkError
from dragoman.bulk.account import completed, logs
from dragoman.bulk.local import Local, Told
from dragoman.bulk.plan import Plan, saved
from dragoman.bulk.task import progress

_RUNS = 5
"""Times that a stage is begun without a task done in between."""
_GRACE = 5.0
"""Seconds for the executor to end by itself when all is done."""


class Cluster:
    """Runs a stage on a Ray cluster: that at ``address``, else the one of this machine, else one begun for it.

    ``memory`` are gigabytes that a task reserves, ``stall`` seconds without a sign of life.
    """

    def __init__(self, workers: int, stall: float, address: str | None, memory: float) -> None:
        self.workers = workers
        self.stall = stall
        self.address = address
        self.memory = memory
        self.runs = 0
        self._local = Local(1, stall)  # for stages of one task no other machine is asked
        self._process: subprocess.Popen[bytes] | None = None

    def stage(self, plan: Plan, stage: str, told: Told) -> None:
        """Do what is left of a stage. Raises ``BulkError`` where it cannot be done."""
        if plan.width(stage) == 1:
            self._local.stage(plan, stage, told)
            return
        whole = set(range(plan.width(stage)))
        idle = 0
        while left := whole - completed(plan, stage):
            why = self._once(plan, stage, told)
            idle = idle + 1 if left <= whole - completed(plan, stage) else 0
            if idle >= _RUNS:
                raise BulkError(f"{len(left)} of {len(whole)} tasks of {stage!r} failed: {why}")

    def _once(self, plan: Plan, stage: str, told: Told) -> str:
        """One run of the executor, to its end or ours; what it said last."""
        self.runs += 1
        whole = set(range(plan.width(stage)))
        with TemporaryDirectory(prefix="dragoman-") as folder:
            log = Path(folder) / "ray.log"
            with log.open("wb") as errors:
                self._process = subprocess.Popen(
                    [
                        sys.executable, "-m", "dragoman.bulk.cluster", plan.output, stage, str(self.workers),
                        str(self.memory), self.address or "",
                    ],
                    stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, start_new_session=True,
                )  # fmt: skip
            heard, last = time.monotonic(), None
            while self._process.poll() is None:
                time.sleep(0.5)
                told()
                life = _life(plan, stage)
                if life != last:
                    heard, last = time.monotonic(), life
                silent = time.monotonic() - heard
                if silent >= self.stall or (silent >= _GRACE and whole <= completed(plan, stage)):
                    self._stop()
            lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
            return lines[-1][-200:] if lines else "it gave no sign of life"

    def end(self) -> None:
        """End the executor's process, to which Ray ends what belongs to it, and the worker here."""
        self._local.end()
        self._stop()

    def _stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def _life(plan: Plan, stage: str) -> tuple[object, ...]:
    """What changes while anything is done."""
    done = completed(plan, stage)
    told = (plan.folder.told(progress(stage, rank)) for rank in range(plan.width(stage)) if rank not in done)
    return (len(done), *((one.get("pid"), one.get("start"), one.get("beat")) for one in told if one))


def checked() -> None:
    """Raises ``BulkError`` where Ray is not installed."""
    try:
        import ray  # noqa: F401
    except ImportError as error:
        raise BulkError("--engine ray needs Ray: pip install 'dragoman[ray]'") from error


def main(output: str, stage: str, workers: str, memory: str, address: str) -> None:
    """Run one stage's executor."""
    import ray
    from datatrove.executor.ray import RayPipelineExecutor

    from dragoman.bulk.stages import pipeline

    plan = saved(output)
    if plan is None:
        raise BulkError(f"no run has begun in {output}")
    ray.init(address=address or None, log_to_driver=False)
    RayPipelineExecutor(
        pipeline(plan, stage),
        tasks=plan.width(stage),
        workers=int(workers),
        logging_dir=plan.folder.at(logs(stage)),
        mem_per_cpu_gb=float(memory),
    ).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
