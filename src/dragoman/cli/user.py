"""Commands for those who may sign in to a served archive, and for the tokens of their programs."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.options import STORE
from dragoman.cli.trouble import one_line, printable

if TYPE_CHECKING:
    from dragoman.web.security.users import Users

USERS = click.option("--users", metavar="FILE|URL", help="Users kept in a database of their own, not in the archive.")
ROLE = click.Choice(("reader", "editor"))


def _users(store: str, users: str | None) -> Users:
    """The users of an archive, or of a database of their own. Raises click's error."""
    from dragoman.cli.serving import check_extra, signing

    check_extra()
    return signing(store, users)


def _done(work: Any) -> Any:
    """What some work returns; its trouble in one line, and nothing was done."""
    from dragoman.cli.serving import NotBegun
    from dragoman.store import StoreError

    try:
        return work()
    except StoreError as error:
        raise NotBegun(one_line(error)) from error


def _password() -> str:
    """A password from the terminal, twice, or from the first line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


@click.group()
def user() -> None:
    """Those who may sign in where an archive is served with --sign-in."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=ROLE, default="reader", show_default=True, help="An editor amends and keeps articles too.")
@STORE
@USERS
def add(name: str, role: str, store: str, users: str | None) -> None:
    """Let somebody sign in. The password is asked for, or read from standard input: 12 characters at least.

    \b
    Examples:
      dragoman user add mira --role editor --store talks.db
      pass show desk/mira | dragoman user add mira --users users.db
    """
    found = _done(lambda: _users(store, users))
    _done(lambda: found.add(name, _password(), role))
    click.echo(f"{name} may sign in as {role}.")


@user.command("list")
@STORE
@USERS
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(store: str, users: str | None, as_json: bool) -> None:
    """Print who may sign in."""
    found = _done(lambda: _users(store, users).all())
    if not found and not as_json:
        click.echo("nobody may sign in yet: dragoman user add NAME")
    for one in found:
        if as_json:
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
            continue
        click.echo(
            f"{one.name}\t{one.role}\t{'may not sign in' if one.disabled else 'may sign in'}\tsince {one.created}"
        )


@user.command("change")
@click.argument("name")
@click.option("--role", type=ROLE, default=None, help="The new role.")
@click.option("--password", is_flag=True, help="Ask for a new password.")
@click.option("--disable/--enable", "disabled", default=None, help="Whether they may sign in.")
@STORE
@USERS
def change(name: str, role: str | None, password: bool, disabled: bool | None, store: str, users: str | None) -> None:
    """Change somebody's role or password, or shut them out. Their sessions end."""
    if role is None and not password and disabled is None:
        raise click.UsageError("Nothing to change: --role, --password, --disable or --enable.")
    found = _done(lambda: _users(store, users))
    _done(lambda: found.change(name, role=role, password=_password() if password else None, disabled=disabled))
    click.echo(f"{name} is changed; their sessions have ended.")


@click.group()
def token() -> None:
    """What programs authenticate with where users sign in (Authorization: Bearer TOKEN)."""


@token.command("add")
@click.argument("name")
@click.argument("title")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(("read", "text", "paste", "keep", "amend")),
              default=("read", "text"), show_default=True, help="What it may do, within its user's role.")  # fmt: skip
@click.option("--days", type=click.IntRange(1), metavar="N", help="Ends after so many days; never by default.")
@STORE
@USERS
def add_token(
    name: str, title: str, scopes: tuple[str, ...], days: int | None, store: str, users: str | None
) -> None:  # fmt: skip
    """Make a token for the user NAME; TITLE says what it is for. It is printed this once."""
    found = _done(lambda: _users(store, users))
    ends = (datetime.now(UTC) + timedelta(days=days)).isoformat() if days else None
    click.echo(_done(lambda: found.token(name, title, scopes, expires=ends)))


@token.command("revoke")
@click.argument("name")
@click.argument("title")
@STORE
@USERS
def revoke(name: str, title: str, store: str, users: str | None) -> None:
    """End the tokens of the user NAME that are called TITLE."""
    found = _done(lambda: _users(store, users))
    gone = _done(lambda: found.revoke(name, title))
    if not gone:
        from dragoman.cli.serving import NotBegun

        raise NotBegun(f"no token of the user {printable(name)} is called {printable(title)}")
    click.echo(f"{gone} ended.")
