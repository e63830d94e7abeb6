"""What became of the pages: added up from what the tasks counted, while a run goes on and when it is over."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from datatrove.data import Document

from dragoman.bulk import STAGES
from dragoman.bulk.folder import WORK
from dragoman.bulk.plan import Plan
from dragoman.bulk.step import Documents, Step
from dragoman.bulk.task import Task, progress

FILE: Final = "account.json"
_KINDS: Final = ("skipped", "rejected", "duplicate", "failed", "language")
_BETWEEN: Final = (f"{WORK}/articles", f"{WORK}/bands", f"{WORK}/pairs")


@dataclass(frozen=True, slots=True)
class Account:
    """Counts by "kind" or "kind/why", and of each stage but the last how many of its tasks are done."""

    counts: Mapping[str, int]
    done: Mapping[str, tuple[int, int]]

    @property
    def complete(self) -> bool:
        """Whether every task is done."""
        return all(done == whole for done, whole in self.done.values())

    def of(self, kind: str) -> int:
        """How many there are of a kind, for whatever reason."""
        return sum(count for label, count in self.counts.items() if label.partition("/")[0] == kind)

    def why(self, kind: str) -> dict[str, int]:
        """How many of a kind for each reason, the most frequent first."""
        found = {label.partition("/")[2]: count for label, count in self.counts.items() if label.startswith(f"{kind}/")}
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    def to_dict(self) -> dict[str, Any]:
        """The account as JSON has it. Seen are rejected, failed, copies and read; skipped were no pages."""
        told: dict[str, Any] = {
            "complete": self.complete,
            "seen": self.of("seen"),
            "kept": self.of("kept"),
            "read": self.of("read"),
            "statements": self.of("statements"),
            "contacts": self.of("contacts"),
        }
        for kind in _KINDS:
            told[kind] = {"all": self.of(kind), "why": self.why(kind)}
        told["tasks"] = {stage: {"done": done, "of": whole} for stage, (done, whole) in self.done.items()}
        return told


def account(plan: Plan) -> Account:
    """What the tasks have counted so far: those done for good, the others as far as they are."""
    counts: Counter[str] = Counter()
    done: dict[str, tuple[int, int]] = {}
    folder = plan.folder
    for stage in STAGES[:-1]:
        finished = completed(plan, stage)
        for rank in range(plan.width(stage)):
            told = folder.told(progress(stage, rank))
            if told is not None:
                counts.update({str(label): int(count) for label, count in told["counts"].items()})
        done[stage] = (len(finished), plan.width(stage))
    return Account(counts, done)


def logs(stage: str) -> str:
    """The folder in which datatrove keeps which tasks of a stage are done, with its statistics and logs."""
    return f"{WORK}/stages/{stage}"


def completed(plan: Plan, stage: str) -> set[int]:
    """The tasks of a stage that are done."""
    names = plan.folder.names(f"{logs(stage)}/completions")
    return {int(name.rsplit("/", 1)[-1]) for name in names if name.rsplit("/", 1)[-1].isdigit()}


class Close(Step):
    """The last stage: the account is written, and what lay between the stages is taken away."""

    name = "close"

    def __init__(self, task: Task, plan: Plan) -> None:
        super().__init__(task)
        self.plan = plan

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Documents:
        found = account(self.plan)
        if found.complete:
            self.plan.folder.write(FILE, json.dumps(found.to_dict(), ensure_ascii=False, indent=2).encode())
            for name in _BETWEEN:
                self.plan.folder.remove(name)
        yield from ()
