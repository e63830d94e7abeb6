"""The plan of the house: what may import what, and how large a file may grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "dragoman"
MODULES = sorted(PACKAGE.rglob("*.py"))

FLOW = (
    "phrase", "codes", "article", "spans", "record", "gather", "page", "reader", "resolver", "accounts", "revisions", "schema", "render",
    "pipeline", "store", "importing", "finding", "watching", "alerts", "amending", "export", "web", "bulk", "cli",
    "__main__",
)  # fmt: skip
"""The rooms in the order of the flow: each knows those before it and none after."""

STEPS = frozenset({"gather", "page", "reader", "resolver", "render"})
KNOWN_STEPS = {"page": {"gather"}, "resolver": {"reader"}}
"""Of the other steps a step knows at most the one whose result it takes; a driver knows them all."""


SHOWN = frozenset({("record", "render"), ("accounts", "render"), ("revisions", "render")})
"""What shows itself when asked, which is the rendering's business."""


def room(module: str) -> str:
    """``dragoman.page.html`` is in the room ``page``; a public name of the package itself is the pipeline's."""
    return module.split(".")[1] if "." in module else "pipeline"


def imports(path: Path) -> Iterator[str]:
    """Every module that a file names in an import, within functions and for type checkers too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            if node.module == "dragoman":
                yield from (f"dragoman.{alias.name}" for alias in node.names if alias.name != "__version__")
            else:
                yield node.module or ""


def crossings() -> Iterator[tuple[Path, str, str]]:
    for path in MODULES:
        here = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if here == "__init__":
            continue
        for module in imports(path):
            if module.split(".")[0] != "dragoman":
                continue
            there = room(module)
            if there != here:
                yield path, here, there if there in FLOW else "pipeline"


def test_every_room_has_its_place_in_the_flow() -> None:
    rooms = {path.relative_to(PACKAGE).with_suffix("").parts[0] for path in MODULES} - {"__init__"}
    assert rooms <= set(FLOW), "name a new room in FLOW, where it belongs"


def test_the_flow_is_one_way() -> None:
    against = [
        f"{path.relative_to(PACKAGE)}: {here} imports {there}"
        for path, here, there in crossings()
        if FLOW.index(there) > FLOW.index(here) and (here, there) not in SHOWN
    ]
    assert against == []


def test_a_record_shows_itself_only_when_asked() -> None:
    """Notebooks ask an object for its own picture (``_repr_html_``): that alone leads from a record to what renders it,
    and within the call."""
    for name in ("record.py", "accounts/comparison.py", "revisions/revision.py"):
        tree = ast.parse((PACKAGE / name).read_text("utf-8"))
        assert not [node for node in tree.body if isinstance(node, ast.ImportFrom) and "render" in str(node.module)]


def test_a_step_knows_only_the_step_before_it() -> None:
    against = [
        f"{path.relative_to(PACKAGE)}: {here} imports {there}"
        for path, here, there in crossings()
        if here in STEPS and there in STEPS - KNOWN_STEPS.get(here, set())
    ]
    assert against == []


def test_modules_within_a_room_make_no_cycle() -> None:
    names = {".".join(("dragoman", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in MODULES}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph = {
        name: {module for module in module_level_imports(path, names) if module != name} for name, path in names.items()
    }
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, "a cycle: " + " -> ".join((*way[way.index(name) :], name))
        if name not in done:
            for module in sorted(graph[name]):
                visit(module, (*way, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def module_level_imports(path: Path, names: dict[str, Path]) -> Iterator[str]:
    """Modules of the package that importing this one runs."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module in names:
            below = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name for name in below if name in names]
            yield from found
            if len(found) < len(below):
                yield str(node.module)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names)


@pytest.mark.parametrize("module", ["torch", "onnx", "transformers", "safetensors", "training"])
def test_nothing_that_trains_is_imported_at_run_time(module: str) -> None:
    users = [str(path) for path in MODULES if module in {name.split(".")[0] for name in imports(path)}]
    assert users == []


def test_no_room_bears_the_name_of_a_public_function() -> None:
    """A module imported later would hide it (PEP 562 attributes are looked up only where none is set)."""
    assert not {path.stem if path.stem != "__init__" else path.parent.name for path in MODULES} & {
        "read", "compare", "open",
    }  # fmt: skip


@pytest.mark.parametrize("folder", ["src", "training", "benchmarks", "tests", "docs"])
def test_files_are_short_and_say_what_they_are_for(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        text = path.read_text("utf-8")
        # Migrations are written by Alembic and never changed.
        assert len(text.splitlines()) <= 400 or "migrations" in path.parts, f"{path} is more than one idea"
        assert not text.strip() or ast.get_docstring(ast.parse(text)), f"{path} does not say what it is for"
