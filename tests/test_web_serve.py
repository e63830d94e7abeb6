"""``dragoman serve`` and its users, on the command line."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
from click.testing import CliRunner

from dragoman.cli import serving
from dragoman.cli.serve import serve
from dragoman.cli.serving import Serving
from dragoman.cli.user import token, user
from dragoman.store import Store, StoreError
from dragoman.web.security.users import Users
from dragoman.web.settings import LOCAL

PASSWORD = "a long enough password"


def task(**changed: Any) -> Serving:
    """What is asked for by default."""
    asked: dict[str, Any] = {
        "store": "dragoman.db", "chosen": False, "host": "127.0.0.1", "port": 8710, "public": False, "sign_in": False,
        "users": None, "names": (), "secure": False, "proxies": (), "reports": False, "prefix": "", "counters": None, "images": False, "no_reading": False, "log": False,
        "actors": (), "threads": None,
    }  # fmt: skip
    return Serving(**{**asked, **changed})


def test_by_default_it_is_for_this_machine() -> None:
    found = serving.settings(task())
    assert found.hosts == LOCAL and not found.public and not found.sign_in and not found.limits.pages


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example.org"])
def test_others_reach_it_only_where_it_is_settled_what_they_may_do(host: str) -> None:
    with pytest.raises(click.UsageError, match="--public"):
        serving.settings(task(host=host))
    public = serving.settings(task(host=host, public=True))
    assert public.public and public.limits.pages and public.limits.readings and not public.hosts
    named = serving.settings(task(host=host, sign_in=True, names=("Talks.Example.org",)))
    assert named.hosts == LOCAL | {"talks.example.org"}


def test_an_extra_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None if name == "uvicorn" else object())
    result = CliRunner().invoke(serve, [])
    assert result.exit_code == 2 and "pip install 'dragoman[server]' (missing: uvicorn)" in result.output


def test_an_archive_that_was_named_must_be_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(serve, ["--store", str(tmp_path / "none.db")])
    assert result.exit_code == 2 and "there is no store here yet" in result.output
    assert serving.archive(task(store=str(tmp_path / "none.db"))) is None


def test_users_and_tokens_by_command(tmp_path: Path) -> None:
    store = str(tmp_path / "talks.db")
    Store.open(store, create=True).close()
    run = CliRunner().invoke
    assert run(user, ["add", "edda", "--role", "editor", "--store", store], input=f"{PASSWORD}\n").exit_code == 0
    short = run(user, ["add", "ruben", "--store", store], input="short\n")
    assert short.exit_code == 2 and "at least 12" in short.output
    assert "edda\teditor\tmay sign in" in run(user, ["list", "--store", store]).output
    secret = run(token, ["add", "edda", "export", "--store", store]).output.strip()
    users = Users.at(store)
    visitor = users.by_token(secret)
    assert visitor is not None and visitor.may == {"read", "text"} and users.sign_in("edda", PASSWORD)
    assert run(user, ["change", "edda", "--disable", "--store", store]).exit_code == 0
    assert users.by_token(secret) is None
    assert run(token, ["revoke", "edda", "export", "--store", store]).output == "1 ended.\n"
    assert run(token, ["add", "nobody", "x", "--store", store]).exit_code == 2


def test_users_may_live_beside_a_store_that_is_read_only(tmp_path: Path) -> None:
    apart = str(tmp_path / "users.db")
    run = CliRunner().invoke
    assert run(user, ["add", "edda", "--users", apart], input=f"{PASSWORD}\n").exit_code == 0
    assert Users.at(apart).sign_in("edda", PASSWORD)


def test_a_server_runs_and_ends(tmp_path: Path) -> None:
    """A process of its own, on a port that is free; it ends well when asked to."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "import sys; from dragoman.cli.serve import serve; serve(sys.argv[1:])"
    process = subprocess.Popen([sys.executable, "-c", code, "--port", str(port)], cwd=tmp_path, stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        assert answer.json()["archive"] == "none" and "server" not in answer.headers
        assert (
            httpx.get(f"http://127.0.0.1:{port}/", headers={"Host": "evil.example"}, trust_env=False).status_code == 421
        )
    finally:
        process.terminate()
        _, said = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/".encode() in said and b"Traceback" not in said


def test_reports_and_a_prefix_are_settled_before_it_begins() -> None:
    with pytest.raises(click.UsageError, match="--public"):
        serving.settings(task(reports=True))
    public = serving.settings(task(reports=True, public=True, prefix="/talks/"))
    assert public.reports and public.prefix == "/talks" and public.limits.reports
    for wrong in ("talks", "//evil.example", "/a b"):
        with pytest.raises(click.UsageError, match="--prefix"):
            serving.settings(task(prefix=wrong))


def test_reports_need_an_archive_that_may_be_written(tmp_path: Path) -> None:
    store = tmp_path / "talks.db"
    Store.open(store, create=True).close()
    for reports in (False, True):
        opened = serving.archive(task(store=str(store), chosen=True, public=True, reports=reports))
        assert opened is not None
        with opened:
            if reports:
                with opened.writing() as connection:
                    connection.exec_driver_sql("DELETE FROM reports")
            else:
                with pytest.raises(StoreError, match="read-only"), opened.writing() as connection:
                    connection.exec_driver_sql("DELETE FROM reports")


def test_it_says_what_holds_for_one_process_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)
    serving.alone(task())
    serving.alone(task(proxies=("10.0.0.1",), counters="counters.db"))
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    serving.alone(task(proxies=("10.0.0.1",)))
    said = capsys.readouterr().err
    assert "one process, whatever WEB_CONCURRENCY says" in said and "--counters" in said


def test_the_image_is_made_of_what_is_pinned_and_runs_without_rights() -> None:
    lines = (Path(__file__).parents[1] / "Containerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    installs = [line for line in lines if "pip install" in line]
    assert all("--require-hashes" in line and "--no-build-isolation" in line for line in installs) and installs
    last = max(n for n, line in enumerate(lines) if line.startswith("FROM"))
    assert any(line == "USER 10001:10001" for line in lines[last:])
    assert any(line.startswith("HEALTHCHECK") for line in lines[last:])
    assert not any("://" in line and "127.0.0.1" not in line for line in lines), "no address of an index or a proxy"
