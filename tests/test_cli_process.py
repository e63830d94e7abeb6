"""The command line as a process: pipes, signals, full disks, other encodings, time to help."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "tests.cli_fake"]
UNIX = pytest.mark.skipif(os.name != "posix", reason="pipes and signals of Unix")

pytestmark = UNIX


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    return {**kept, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **more}


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, env=environment(**more), cwd=ROOT, timeout=60)


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "a.txt"
    path.write_text("Анна Вереш сказал, что пролив открыт.\n", encoding="utf-8")
    return str(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(article: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "read", article], stdout=full, stderr=subprocess.PIPE, env=environment(), cwd=ROOT, timeout=60
        )
    assert done.returncode == 1
    assert done.stderr == b"dragoman: cannot write standard output: No space left on device\n"


def test_a_closed_pipe_is_quiet(article: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "read", *[article] * 3, "--json"],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
        timeout=60,
    )
    os.close(writing)
    assert done.stderr == b""
    assert done.returncode == 141


def test_utf8_whatever_the_locale(article: str) -> None:
    done = run("read", article, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0
    assert "Анна Вереш" in done.stdout.decode("utf-8")


def test_interrupted_it_leaves_nothing_behind(tmp_path: Path) -> None:
    fifo = tmp_path / "slow.txt"
    os.mkfifo(fifo)
    target = tmp_path / "out" / "o.json"
    target.parent.mkdir()
    process = subprocess.Popen(
        [*COMMAND, "read", str(fifo), "--output", str(target)],
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.monotonic() + 30
    while not list(target.parent.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(target.parent.iterdir()), "never began"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert err.decode().strip() == "dragoman: interrupted"
    assert process.returncode == 130
    assert list(target.parent.iterdir()) == []


def test_a_progress_bar_for_several_articles_on_a_terminal(article: str) -> None:
    master, slave = os.openpty()
    done = subprocess.run(
        [*COMMAND, "read", article, article, "no-such-file.txt", "-f", "standoff"],
        stdout=subprocess.PIPE, stderr=slave, env=environment(TERM="xterm"), cwd=ROOT, timeout=60,
    )  # fmt: skip
    os.close(slave)
    shown = b""
    try:
        while chunk := os.read(master, 65_536):
            shown += chunk
    except OSError:
        pass
    os.close(master)
    assert b"reading" in shown
    assert b"dragoman: no-such-file.txt: no such file" in shown
    assert done.stdout.count(b"\n") == 2
    assert b"\x1b" not in done.stdout


def test_help_starts_at_once() -> None:
    code = (
        "import sys; sys.argv = ['dragoman', '--help']\n"
        "from dragoman.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'rich', 'numpy', 'onnxruntime', 'jinja2', 'httpx', 'babel', 'trafilatura', 'pandas'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(heavy)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), cwd=ROOT, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
