"""What is installed: the wheel and what is in it, the dependencies, and what an import costs."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from test_package_rooms import MODULES, imports

import dragoman

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "dragoman"
LOCKS = ("run", "dev", "server", "train", "bench")
HEAVY = {
    "babel",
    "httpx",
    "jinja2",
    "lxml",
    "numpy",
    "onnxruntime",
    "pandas",
    "rich",
    "tokenizers",
    "trafilatura",
}


@cache
def project() -> dict[str, Any]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"])


def distribution(requirement: str) -> str:
    """The normalized name in a requirement (PEP 503)."""
    match = re.match(r"[\w.-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def locked(name: str) -> dict[str, list[str]]:
    """What a lock file pins: distribution to lines of hashes."""
    pins: dict[str, list[str]] = {}
    for line in (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("    --hash=sha256:"):
            pins[next(reversed(pins))].append(line)
        elif line and not line.startswith("#"):
            assert re.match(r"[\w.-]+==[\w.]+( ;.*)? \\$", line), f"{name}.txt: {line}"
            pins[distribution(line)] = []
    return pins


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from a copy so that the checkout stays as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", "dist", "."],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    (path,) = (folder / "dist").iterdir()
    return zipfile.ZipFile(path)


def test_wheel_is_pure_python(wheel: zipfile.ZipFile) -> None:
    assert Path(str(wheel.filename)).name == f"dragoman-{dragoman.__version__}-py3-none-any.whl"


def test_wheel_carries_every_file_of_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    files = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    carried = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert carried == files
    assert "dragoman/py.typed" in carried


def test_what_ships_to_read_stays_under_40_megabytes(wheel: zipfile.ZipFile) -> None:
    weights = [info for info in wheel.infolist() if info.filename.startswith("dragoman/reader/")]
    assert any(info.filename.endswith(".onnx") for info in weights)
    assert sum(info.file_size for info in weights if not info.filename.endswith(".py")) < 40_000_000


def test_wheel_says_its_licence_and_command(wheel: zipfile.ZipFile) -> None:
    about = f"dragoman-{dragoman.__version__}.dist-info"
    assert "License-Expression: Apache-2.0" in wheel.read(f"{about}/METADATA").decode()
    assert "dragoman = dragoman.cli:main" in wheel.read(f"{about}/entry_points.txt").decode()
    assert f"{about}/licenses/LICENSE" in wheel.namelist()


def test_version_is_said_in_one_way() -> None:
    assert dragoman.__version__ == project()["version"]
    assert f"## {dragoman.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_import_is_a_declared_dependency_and_every_dependency_is_imported() -> None:
    found = importlib.metadata.packages_distributions()
    imported = {
        distribution(found.get(top, [top])[0])
        for path in MODULES
        for top in {module.split(".")[0] for module in imports(path)}
        if top not in sys.stdlib_module_names and top != "dragoman"
    }
    extras = project()["optional-dependencies"]
    users = set(extras) - {"bench", "dev", "train"}
    optional = {distribution(line) for name in users for line in extras[name]}
    assert imported - optional == {distribution(line) for line in project()["dependencies"]}


def test_training_pins_the_pytorch_that_its_numbers_were_made_with() -> None:
    assert "torch==2.13.0" in project()["optional-dependencies"]["train"]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_pin_and_hash_everything(name: str) -> None:
    pins = locked(name)
    assert all(pins.values()), "a pin without a hash"
    wanted = list(project()["dependencies"]) + project()["optional-dependencies"].get(name, [])
    # PyTorch's builds for CPU and GPU need different packages beside them: the Makefile installs it.
    beside = {"torch", "dragoman"}
    assert {distribution(line) for line in wanted} - beside <= set(pins)
    assert "setuptools" in pins, "the build back end is pinned too"
    assert not any(pin.startswith("nvidia-") for pin in pins)


def test_import_is_light() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import dragoman, dragoman.cli, sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert HEAVY & set(loaded) == set()


def test_public_names_are_there() -> None:
    missing = [name for name in dragoman.__all__ if not hasattr(dragoman, name)]
    assert missing == []
    assert {"read", "Reader", "Record"} <= set(dragoman.__all__)


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda path: path.name)
def test_documentation_has_no_gaps(page: Path) -> None:
    text = page.read_text("utf-8")
    assert "TODO" not in text
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", re.sub(r"^```.*?^```|^    .*?$", "", text, flags=re.M | re.S))
    assert [link for link in links if not page.parent.joinpath(link).exists()] == []


def test_tracked_files_name_no_machine_and_no_registry() -> None:
    """Paths and hosts of the machine that something was made on are of no use to anybody else."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    paths = r"(?<![\w.])/(?:work|root|home|opt|farm)/\w"
    hosts = r"files\.python" + r"hosted|pypi\.(?:org|python)|--(?:extra-)?index" + r"-url[ =]http"
    others = r"\bsub" + r"agent|/tmp/" + r"w\b"
    found = []
    for name in filter(None, names):
        path = ROOT / name
        if path.suffix in {".onnx", ".npy", ".npz", ".png", ".pdf", ".docx"} or not path.is_file():
            continue
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if re.search(f"{paths}|{hosts}|{others}", line):
                found.append(f"{name}:{number}: {line.strip()[:80]}")
    assert found == []
