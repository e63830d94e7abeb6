"""What a run does, decided once: the input cut into tasks, and the settings. A run that goes on has the same plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from dragoman.bulk import BulkError
from dragoman.bulk.folder import WORK, Folder
from dragoman.reader.arithmetic import Arithmetic

NAME: Final = f"{WORK}/plan.json"

_BUCKET: Final = 4_000_000_000
"""Bytes of input for which the near-duplicates are looked for in one task."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a file. Of a WARC the bytes [start, end), of other forms the positions (start, end].

    ``size`` are its bytes, as near as can be told.
    """

    path: str
    size: int
    form: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for, as far as it changes what comes out.

    ``everything``: read pages whether or not they are diplomatic. ``longest``: characters beyond which a page is no
    article to read. ``neural`` ("module:name") stands in for the network that ships, ``arithmetic`` is that of it.
    """

    languages: tuple[str, ...]
    everything: bool = False
    longest: int = 100_000
    seconds: int = 600
    columns: tuple[tuple[str, str], ...] = ()
    form: str | None = None
    actors: tuple[str, ...] = ()
    neural: str | None = None
    arithmetic: Arithmetic = "float32"


@dataclass(frozen=True, slots=True)
class Plan:
    """The tasks of a run: ``tasks[rank]`` are the chunks that one takes and reads; ``buckets`` those of pairing."""

    output: str
    settings: Settings
    tasks: tuple[tuple[Chunk, ...], ...]
    files: tuple[tuple[str, int], ...]
    made: str

    @property
    def folder(self) -> Folder:
        """Where everything is written."""
        return Folder(self.output)

    @property
    def buckets(self) -> int:
        """Tasks of the stage that looks for near-duplicates."""
        return max(1, min(64, sum(size for _, size in self.files) // _BUCKET + 1))

    def width(self, stage: str) -> int:
        """How many tasks a stage has."""
        return {"pair": self.buckets, "choose": 1, "close": 1}.get(stage, len(self.tasks))


def to_dict(plan: Plan) -> dict[str, Any]:
    """The plan as JSON has it."""
    return asdict(plan)


def from_dict(data: Mapping[str, Any]) -> Plan:
    """The plan that ``to_dict`` gave."""
    told = data["settings"]
    settings = Settings(
        **{
            **told,
            "languages": tuple(told["languages"]),
            "actors": tuple(told["actors"]),
            "columns": tuple((field, column) for field, column in told["columns"]),
        }
    )
    tasks = tuple(tuple(Chunk(**chunk) for chunk in task) for task in data["tasks"])
    files = tuple((name, size) for name, size in data["files"])
    return Plan(data["output"], settings, tasks, files, data["made"])


def saved(output: str) -> Plan | None:
    """The plan of the run that has begun in a folder, None where none has."""
    data = Folder(output).told(NAME)
    if data is None:
        return None
    try:
        # The folder may have been moved, or be seen under another name by another machine.
        return replace(from_dict(data), output=Folder(output).where)
    except (KeyError, TypeError, ValueError) as error:
        raise BulkError(f"{output} holds a plan that cannot be read: {error}") from error


def begun(source: str, output: str, settings: Settings, task_size: int) -> Plan:
    """The plan for an input; that of the run in the folder where it is the same run.

    Raises ``BulkError`` where the input holds nothing, or the folder another run.
    """
    from dragoman import __version__
    from dragoman.bulk import inputs
    from dragoman.bulk.splitting import tasks

    files = tuple(inputs.found(source))
    if not files:
        raise BulkError(f"no file in {source} that can be taken")
    before = saved(output)
    if before is not None:
        if (why := _other(before, files, settings)) is not None:
            raise BulkError(f"{output} holds a run of {why}: name another folder, or run that one to its end")
        return replace(before, settings=settings)
    folder = Folder(output)
    if any(path.startswith(f"{folder.where}/") for path, _ in files):
        raise BulkError(f"{output} holds files of the input: name another folder to write into")
    return Plan(folder.where, settings, tasks(files, settings.form, task_size), files, __version__)


def keep(plan: Plan) -> None:
    """Write the plan where ``saved`` finds it."""
    if saved(plan.output) != plan:
        plan.folder.tell(NAME, to_dict(plan))


def _other(before: Plan, files: tuple[tuple[str, int], ...], settings: Settings) -> str | None:
    from dragoman import __version__

    if before.made != __version__:
        return f"version {before.made} of Dragoman"
    if before.files != files:
        return "another input"
    # How long a page may take changes nothing that comes out in time.
    if replace(before.settings, seconds=0) != replace(settings, seconds=0):
        return "other settings"
    return None
