"""The Slurm engine: a job array for each stage, each waiting for the one before it, by datatrove's executor."""

from __future__ import annotations

import math
import re
import shlex
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dragoman.bulk import STAGES, BulkError
from dragoman.bulk.account import completed, logs
from dragoman.bulk.plan import Plan
from dragoman.bulk.stages import pipeline

_PLAIN = re.compile(r"[\w./:@+,=~-]+")
"""Names that datatrove's scripts hold as they are."""

_ARRAY = 1001
"""Tasks of one job array, by Slurm's own default."""


@dataclass(frozen=True, slots=True)
class Slurm:
    """What the cluster has to know: partition, time for a task, gigabytes of memory, and further options of sbatch."""

    partition: str
    workers: int
    time: str = "24:00:00"
    memory: int = 2
    further: Mapping[str, str] = field(default_factory=dict)

    def executors(self, plan: Plan) -> dict[str, Any]:
        """An executor for each stage that is not done."""
        from datatrove.executor.slurm import SlurmPipelineExecutor

        if not _PLAIN.fullmatch(plan.output):
            raise BulkError(f"a script for Slurm cannot name {plan.output!r}: take a folder without spaces or signs")
        made: dict[str, Any] = {}
        before = None
        for stage in STAGES:
            if len(completed(plan, stage)) == plan.width(stage):
                continue
            before = made[stage] = SlurmPipelineExecutor(
                pipeline(plan, stage),
                tasks=plan.width(stage),
                time=self.time,
                partition=self.partition,
                mem_per_cpu_gb=self.memory,
                workers=min(self.workers, plan.width(stage)),
                job_name=f"dragoman-{stage}",
                qos="",
                env_command=_environment(),
                sbatch_args=dict(self.further),
                max_array_size=_ARRAY,
                depends=before,
                logging_dir=plan.folder.at(logs(stage)),
                slurm_logs_folder=str(_logs(plan) / stage),
            )
        return made

    def scripts(self, plan: Plan) -> dict[str, str]:
        """The script of each stage, as it would be submitted; nothing is written."""
        found: dict[str, str] = {}
        for stage, executor in self.executors(plan).items():
            left = plan.width(stage) - len(completed(plan, stage))
            real = executor.slurm_logs_folder
            with TemporaryDirectory() as folder:  # the executor makes the folder that it names
                executor.slurm_logs_folder = folder
                arguments = executor.get_sbatch_args(min(left, _ARRAY))
            for name in ("output", "error"):
                arguments[name] = str(Path(real) / Path(arguments[name]).name)
            pickled = executor.logging_dir.resolve_paths("executor.pik")
            found[stage] = executor.get_launch_file_contents(
                arguments, f"srun  -l -n 1 launch_pickled_pipeline {pickled}"
            )
        return found

    def submit(self, plan: Plan) -> dict[str, str]:
        """Submit all stages; the number of the (last) job of each. Raises ``BulkError`` where sbatch fails."""
        if shutil.which("sbatch") is None:
            raise BulkError("there is no sbatch on this machine: --dry-run shows the scripts")
        import subprocess

        executors = self.executors(plan)
        try:
            for executor in executors.values():
                executor.launch_job()
        except (OSError, subprocess.SubprocessError, IndexError) as error:
            raise BulkError(f"sbatch: {error}") from error
        return {stage: str(executor.job_id) for stage, executor in executors.items()}

    def jobs(self, plan: Plan) -> int:
        """How many job arrays will be submitted, beside those that only add statistics up."""
        return sum(math.ceil((plan.width(stage) - len(completed(plan, stage))) / _ARRAY) for stage in STAGES)


def _logs(plan: Plan) -> Path:
    """Where Slurm writes what the jobs print: it must be a folder of the cluster, not of an object storage."""
    return Path("slurm-logs").absolute() if "://" in plan.output else Path(plan.output) / "_bulk" / "slurm"


def _environment() -> str:
    """The command by which a job finds this installation."""
    script = Path(sys.prefix) / "bin" / "activate"
    if sys.prefix != sys.base_prefix and script.is_file():
        return f"source {shlex.quote(str(script))}"
    return f"export PATH={shlex.quote(str(Path(sys.executable).parent))}:$PATH"
