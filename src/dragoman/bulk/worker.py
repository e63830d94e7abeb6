"""A worker of the local engine: a process that does one task after the other, as it is told on standard input.

    python -m dragoman.bulk.worker OUTPUT

A line in is a stage and a rank; a line out "done" or "failed" with both, and why. It ends with whoever started it.
"""

from __future__ import annotations

import os
import sys
import threading
from queue import SimpleQueue

from dragoman.bulk import BulkError
from dragoman.bulk.account import logs
from dragoman.bulk.plan import Plan, saved
from dragoman.bulk.stages import pipeline
from dragoman.bulk.step import one_line


def main(output: str) -> None:
    """Serve until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    plan = saved(output)
    if plan is None:
        raise BulkError(f"no run has begun in {output}")
    lines: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    while line := lines.get():
        stage, rank = line.split()
        try:
            once(plan, stage, int(rank))
            answer = f"done {stage} {rank}"
        except Exception as error:  # the task failed; the next one may not
            answer = f"failed {stage} {rank} {type(error).__name__}: {one_line(str(error))}"
        print(answer, file=answers, flush=True)


def once(plan: Plan, stage: str, rank: int) -> None:
    """Do one task, unless it is done."""
    from datatrove.executor.local import LocalPipelineExecutor

    executor = LocalPipelineExecutor(
        pipeline(plan, stage), tasks=plan.width(stage), workers=1, logging_dir=plan.folder.at(logs(stage))
    )
    # What an executor's ``run`` is for: a pool of datatrove's would wait for ever for a worker that was killed.
    executor._run_for_rank(rank, local_rank=1)


def _listen(lines: SimpleQueue[str]) -> None:
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)  # nobody waits for an answer any more


if __name__ == "__main__":
    main(sys.argv[1])
