"""Users, their sessions and tokens, in the archive's own database or in one of their own."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from dragoman.store import engine as engines
from dragoman.store.error import StoreError
from dragoman.store.tables import metadata
from dragoman.store.tables.users import sessions, tokens, users
from dragoman.web.security.sessions import IDLE, LIFE
from dragoman.web.security.visitor import ROLES, SCOPES, Visitor

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST: Final = 12
"""Characters that a password has at least (NIST SP 800-63B asks for no more rules than a length)."""
LONGEST: Final = 1024


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in."""

    name: str
    role: str
    created: str
    disabled: bool


class Users:
    """Those who may sign in. ``Users(store.engine)``, or ``Users.at("users.db")`` beside a store that is read-only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def at(cls, where: str) -> Users:
        """Users in a database of their own, made where there is none. Raises ``StoreError``."""
        made = engines.connect(where)
        with engines.writing(made) as connection:
            metadata.create_all(connection, [users, sessions, tokens])
        return cls(made)

    def add(self, name: str, password: str, role: str) -> None:
        """Let somebody sign in. Raises ``StoreError`` for a name that is taken, a short password, a strange role."""
        if role not in ("reader", "editor"):
            raise StoreError("{role!r} is no role: reader or editor", role=role)
        if not name.strip() or len(name) > 100 or not name.isprintable():
            raise StoreError("a user's name is of 1 to 100 printable characters")
        hashed = _hashed(password)
        with engines.writing(self._engine) as connection:
            if _user(connection, name) is not None:
                raise StoreError("there is a user {name} already", name=name)
            row = {"name": name, "role": role, "password": hashed, "created": _now(), "disabled": False}
            connection.execute(insert(users).values(row))

    def change(
        self, name: str, *, password: str | None = None, role: str | None = None, disabled: bool | None = None
    ) -> None:
        """Change what is given of a user; their sessions end. Raises ``StoreError`` where there is none."""
        changed: dict[str, object] = {"role": role, "disabled": disabled}
        changed["password"] = _hashed(password) if password is not None else None
        with engines.writing(self._engine) as connection:
            row = _user(connection, name)
            if row is None:
                raise StoreError("there is no user {name}", name=name)
            changed = {key: value for key, value in changed.items() if value is not None}
            if changed:
                connection.execute(update(users).where(users.c.id == row.id).values(changed))
            connection.execute(delete(sessions).where(sessions.c.user == row.id))

    def all(self) -> list[User]:
        """Everybody, by name."""
        with engines.reading(self._engine) as connection:
            rows = connection.execute(select(users).order_by(users.c.name)).all()
        return [User(row.name, row.role, row.created, row.disabled) for row in rows]

    def sign_in(self, name: str, password: str) -> str | None:
        """A new session's secret, None where name and password do not belong together."""
        from argon2.exceptions import VerificationError

        with engines.reading(self._engine) as connection:
            row = _user(connection, name)
        try:
            # Nobody may tell by the time it takes whether there is such a user.
            hasher().verify(row.password if row is not None else _nobody(), password[:LONGEST])
        except VerificationError:
            return None
        if row is None or row.disabled:
            return None
        secret, now = secrets.token_urlsafe(32), _now()
        with engines.writing(self._engine) as connection:
            if hasher().check_needs_rehash(row.password):
                renewed = update(users).where(users.c.id == row.id).values(password=hasher().hash(password))
                connection.execute(renewed)
            ended = (datetime.now(UTC) - LIFE).isoformat()
            connection.execute(delete(sessions).where(sessions.c.created < ended))
            one = {"digest": _digest(secret), "user": row.id, "created": now, "seen": now}
            connection.execute(insert(sessions).values(one))
        return secret

    def by_session(self, secret: str) -> Visitor | None:
        """Whose session it is, None where it has ended or never was."""
        digest, now = _digest(secret), datetime.now(UTC)
        with engines.reading(self._engine) as connection:
            row = connection.execute(
                select(sessions, users.c.name, users.c.role).join(users, users.c.id == sessions.c.user)
                .where(sessions.c.digest == digest, users.c.disabled.is_(False))
            ).first()  # fmt: skip
        if row is None or now > _time(row.created) + LIFE or now > _time(row.seen) + IDLE:
            return None
        if (now - _time(row.seen)).total_seconds() > 3600:
            with engines.writing(self._engine) as connection:
                connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen=now.isoformat()))
        return Visitor(row.name, ROLES[row.role], digest)

    def sign_out(self, digest: str) -> None:
        """End a session."""
        with engines.writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == digest))

    def token(self, name: str, title: str, scopes: Iterable[str], *, expires: str | None = None) -> str:
        """A new token of a user's, shown this once. ``expires`` is ISO 8601. Raises ``StoreError``."""
        wanted = sorted(set(scopes))
        if strange := [one for one in wanted if one not in SCOPES]:
            raise StoreError(
                "no scope is called {strange}: there are {scopes}", strange=", ".join(strange), scopes=", ".join(SCOPES)
            )
        secret = f"dragoman_{secrets.token_urlsafe(32)}"
        with engines.writing(self._engine) as connection:
            row = _user(connection, name)
            if row is None:
                raise StoreError("there is no user {name}", name=name)
            one = {"user": row.id, "name": title, "digest": _digest(secret), "scopes": " ".join(wanted)}
            connection.execute(insert(tokens).values({**one, "created": _now(), "expires": expires}))
        return secret

    def revoke(self, name: str, title: str) -> int:
        """End a user's tokens of that title; how many there were."""
        with engines.writing(self._engine) as connection:
            owner = select(users.c.id).where(users.c.name == name).scalar_subquery()
            gone = connection.execute(delete(tokens).where(tokens.c.user == owner, tokens.c.name == title))
        return int(gone.rowcount)

    def by_token(self, secret: str) -> Visitor | None:
        """Who a token speaks for, None where it has ended or never was."""
        with engines.reading(self._engine) as connection:
            row = connection.execute(
                select(tokens, users.c.name.label("owner"), users.c.role).join(users, users.c.id == tokens.c.user)
                .where(tokens.c.digest == _digest(secret), users.c.disabled.is_(False))
            ).first()  # fmt: skip
        if row is None or (row.expires and datetime.now(UTC) > _time(row.expires)):
            return None
        return Visitor(row.owner, ROLES[row.role] & frozenset(row.scopes.split()))


def _user(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(users).where(users.c.name == name)).first()


@cache
def hasher() -> PasswordHasher:
    """argon2id with the parameters of RFC 9106 (the second recommended option)."""
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    return hasher().hash(secrets.token_urlsafe(32))


def _hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise StoreError("a password has at least {shortest} characters", shortest=SHORTEST)
    return hasher().hash(password)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _time(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
