"""What ``dragoman serve`` does: find the archive, settle who may do what, and answer until it is stopped."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

from dragoman.cli.trouble import NOT_BEGUN, one_line

if TYPE_CHECKING:
    from dragoman.store import Store
    from dragoman.web.security.users import Users
    from dragoman.web.settings import Settings

NEEDED: Final = ("fastapi", "uvicorn", "python_multipart", "argon2", "prometheus_client", "pygal")
"""Packages of the extra ``server``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What was asked for on the command line; ``chosen`` where a store was named."""

    store: str
    chosen: bool
    host: str
    port: int
    public: bool
    sign_in: bool
    users: str | None
    names: Sequence[str]
    secure: bool
    proxies: Sequence[str]
    reports: bool
    prefix: str
    counters: str | None
    images: bool
    no_reading: bool
    log: bool
    actors: Sequence[str]
    threads: int | None


class NotBegun(click.ClickException):
    """Nothing was begun, and why."""

    exit_code = NOT_BEGUN

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"dragoman: {self.message}", err=True)


def missing() -> list[str]:
    """The packages of the extra that are not installed."""
    return [name for name in NEEDED if find_spec(name) is None]


def check_extra() -> None:
    """Raises click's error with what to install, where the extra is missing."""
    if gone := missing():
        raise NotBegun(
            f"for this install the extra \"server\": pip install 'dragoman[server]' (missing: {', '.join(gone)})"
        )


def settings(task: Serving) -> Settings:
    """Who may do what. Raises ``click.UsageError`` where everybody on the network could change the archive."""
    from dragoman.web.prefixes import PREFIX
    from dragoman.web.settings import LOCAL, Limits, Settings

    here = loopback(task.host)
    signs_in = task.sign_in or task.users is not None
    if not here and not task.public and not signs_in:
        raise click.UsageError(
            f"--host {task.host} lets others reach the archive: add --public (they read) or --sign-in (users do more)."
        )
    if task.reports and not task.public:
        raise click.UsageError("--reports goes with --public: where others do not read, who reads may report anyway.")
    prefix = task.prefix.rstrip("/")
    if not PREFIX.fullmatch(prefix):
        raise click.UsageError(f"--prefix {task.prefix}: a path such as /talks is needed.")
    hosts = frozenset(name.lower() for name in task.names) | (LOCAL if here or task.names else frozenset())
    limits = Limits() if here and not task.public else Limits(pages=240, readings=12, reports=5)
    return Settings(
        public=task.public, sign_in=signs_in, reading=not task.no_reading, images=task.images, secure=task.secure,
        hosts=hosts, limits=limits, reports=task.reports, prefix=prefix,
    )  # fmt: skip


def loopback(host: str) -> bool:
    """Whether an address leads to this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def run(task: Serving) -> int:
    """Serve until it is stopped. Raises click's errors where it cannot begin."""
    check_extra()
    import uvicorn

    from dragoman.pipeline import Reader
    from dragoman.store import StoreError
    from dragoman.web.app import app
    from dragoman.web.security.counters import Counters

    chosen = settings(task)
    try:
        store = archive(task)
        users = None
        if chosen.sign_in:
            if task.users is None and store is None:
                raise StoreError("users sign in to an archive: name one with --store, or their own with --users")
            users = signing(task.store, task.users)
            if not users.all():
                click.echo("dragoman: nobody can sign in yet: dragoman user add NAME --role editor", err=True)
        counters = Counters.at(task.counters) if task.counters else None
        reader = Reader(actors=task.actors, threads=task.threads)
        made: Any = app(store, reader, chosen, users=users, counters=counters)
    except StoreError as error:
        raise NotBegun(one_line(error)) from error
    alone(task)
    shown = f"[{task.host}]" if ":" in task.host else task.host
    if task.port:
        click.echo(f"Dragoman is at http://{shown}:{task.port}{chosen.prefix}/ (Ctrl-C ends it)", err=True)
    if store is None:
        click.echo(f"dragoman: no archive at {task.store}; texts can be read without one", err=True)
    uvicorn.run(
        made, host=task.host, port=task.port, log_level="info" if task.log or not task.port else "warning",
        access_log=task.log, server_header=False, proxy_headers=bool(task.proxies),
        forwarded_allow_ips=",".join(task.proxies) or None, timeout_graceful_shutdown=10, workers=1,
    )  # fmt: skip
    if store is not None:
        store.close()
    return 0


def alone(task: Serving) -> None:
    """Say what holds for one process alone, where the environment asks for several or a proxy stands in front."""
    if os.environ.get("WEB_CONCURRENCY", "1") not in ("", "0", "1"):
        click.echo("dragoman: this server is one process, whatever WEB_CONCURRENCY says; run several of them", err=True)
    if task.proxies and not task.counters:
        click.echo(
            "dragoman: requests are counted by this process alone; where several serve, name their --counters",
            err=True,
        )


def archive(task: Serving) -> Store | None:
    """The store; None where there is none and none was named. Raises ``StoreError``."""
    from dragoman.store import Store

    if not task.chosen and "://" not in task.store and not Path(task.store).is_file():
        return None
    if task.reports:
        return Store.open(task.store, to_write=True)
    return Store.open(task.store, read_only=task.public and not (task.sign_in or task.users))


def signing(store: str, users: str | None) -> Users:
    """Those who may sign in to an archive, kept in it or in a database of their own.

    Raises ``StoreError``, also for a released set: to keep users in it would change it.
    """
    from dragoman.store import Store, StoreError
    from dragoman.store.store import released
    from dragoman.web.security.users import Users

    if users is None:
        with Store.open(store) as opened:
            if released(opened.engine):
                raise StoreError(f"{store}: a released set is never changed; keep its users beside it: --users FILE")
    return Users.at(users or store)
