"""The pipeline of each stage, and datatrove's executor for it."""

from __future__ import annotations

from dragoman.bulk.account import Close
from dragoman.bulk.choosing import Choose, Pair
from dragoman.bulk.keeping import Keep
from dragoman.bulk.pages import Pages
from dragoman.bulk.plan import Plan
from dragoman.bulk.reading import Chosen, Read, Write
from dragoman.bulk.sifting import Extract, Sift
from dragoman.bulk.step import Step
from dragoman.bulk.task import Task


def pipeline(plan: Plan, stage: str) -> list[Step]:
    """The steps of a stage, for one task: they share what it counts."""
    settings = plan.settings
    task = Task(plan.output, stage, settings.seconds)
    if stage == "take":
        return [Pages(task, plan), Sift(task, settings), Extract(task, settings), Keep(task, plan)]
    if stage == "read":
        return [Chosen(task, plan), Read(task, settings), Write(task, plan)]
    alone: dict[str, type[Pair] | type[Choose] | type[Close]] = {"pair": Pair, "choose": Choose, "close": Close}
    return [alone[stage](task, plan)]
