"""The sources file: TOML, checked whole, every fault told with its line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import urlsplit

from dragoman import __version__
from dragoman.watching.address import normal
from dragoman.watching.guess import channel, kind
from dragoman.watching.plan import DELAY, KINDS, THREADS, Kind, Plan, SourcesError, Stage, Watched
from dragoman.watching.units import duration, size

LARGEST: Final = 5_000_000
"""Bytes that a sources file may have."""


def load(path: Path) -> Plan:
    """Read a sources file. Raises ``SourcesError`` with every fault in it."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise SourcesError([f"{path}: {error.strerror or error}"]) from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourcesError([f"{path}:{line}: not UTF-8"]) from error
    if len(data) > LARGEST:
        raise SourcesError([f"{path}: larger than {LARGEST // 1_000_000} MB"])
    return parsed(text, str(path))


def parsed(text: str, name: str = "sources.toml") -> Plan:
    """The plan in a sources file's text. Raises ``SourcesError``."""
    from dragoman.watching.places import places

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", str(error), re.DOTALL)
        where = f"{name}:{said[2]}" if said else name
        raise SourcesError([f"{where}: no TOML: {said[1] if said else error}"]) from error
    check = _Check(name, places(text))
    top = check.table(table, -1, {**_TOP, **_BOTH, "source": _list})
    shared = {key: value for key, value in top.items() if key in _BOTH}
    sources = []
    for number, one in enumerate(top.get("source", [])):
        if not isinstance(one, dict):
            check.fault(number, "", "[[source]] is not a table")
        elif made := _source(check, number, one, shared):
            sources.append(made)
    _known_once(check, sources, top.get("source", []))
    if not table.get("source"):
        check.fault(-1, "", "names no [[source]]")
    if check.faults:
        raise SourcesError([line for _, line in sorted(check.faults)])
    return _plan(top, sources)


def _plan(top: Mapping[str, Any], sources: list[Watched]) -> Plan:
    warnings = []
    contact = top.get("contact")
    if contact is None and "user_agent" not in top:
        warnings.append('no contact: put contact = "you@example.org" at the head, so that sites can reach you')
    about = f" (+{contact})" if contact else " (watches news pages for its user)"
    return Plan(
        sources=tuple(sources),
        user_agent=top.get("user_agent") or f"dragoman/{__version__}{about}",
        delay=top.get("delay", DELAY),
        threads=top.get("threads", THREADS),
        warnings=tuple(warnings),
    )


def _source(check: _Check, number: int, table: Mapping[str, Any], shared: Mapping[str, Any]) -> Watched | None:
    before = len(check.faults)
    found = {**shared, **check.table(table, number, {**_SOURCE, **_BOTH})}
    if "url" not in table:
        check.fault(number, "", "this [[source]] has no url")
    if len(check.faults) > before:
        return None
    guessed = "kind" not in found
    found["kind"] = cast(Kind, found.get("kind") or kind(found["url"]))
    if found["kind"] == "telegram":
        found["url"] = channel(found["url"])
    if found["kind"] == "listing" and not found.get("match"):
        check.fault(number, "kind", "kind: a listing needs match: which of the page's links are articles")
    parts = urlsplit(found["url"])
    found.setdefault("name", f"{parts.netloc}{parts.path.rstrip('/')}")
    return Watched(**found, guessed=guessed)


def _known_once(check: _Check, sources: list[Watched], tables: list[Any]) -> None:
    seen: set[str] = set()
    for source in sources:
        if source.url in seen:
            number = max(i for i, one in enumerate(tables) if _same(one, source.url))
            check.fault(number, "url", f"url: {source.url} is named twice")
        seen.add(source.url)


def _same(table: Any, url: str) -> bool:
    given = normal(str(table.get("url", ""))) if isinstance(table, dict) else None
    return given is not None and url in (given, channel(given))


@dataclass
class _Check:
    """Takes the values of tables, and keeps what is wrong with them."""

    name: str
    lines: Mapping[tuple[int, str], int]
    faults: list[tuple[int, str]] = field(default_factory=list)

    def table(self, table: Mapping[str, Any], number: int, known: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
        found = {}
        for key, value in table.items():
            if key not in known:
                near = get_close_matches(key, known, 1)
                self.fault(number, key, f"{key} is not a key here" + (f"; did you mean {near[0]}?" if near else ""))
                continue
            try:
                found[key] = known[key](value)
            except ValueError as error:
                shown = repr(value) if len(repr(value)) <= 60 else f"{repr(value)[:57]}..."
                self.fault(number, key, f"{key}: {shown} {error}")
        return found

    def fault(self, number: int, key: str, what: str) -> None:
        line = self.lines.get((number, key)) or self.lines.get((number, "")) or 0
        self.faults.append((line, f"{self.name}:{line}: {what}" if line else f"{self.name}: {what}"))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("is not a list: write [[source]] before each source")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or re.search(r"[\x00-\x1f\x7f]", value):
        raise ValueError("is not a line of text")
    return value.strip()


def _header(value: Any) -> str:
    if not re.fullmatch(r"[\x20-\x7e]{1,300}", _text(value)):
        raise ValueError("is not a line of ASCII")
    return _text(value)


def _address(value: Any) -> str:
    found = normal(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("is not an http or https address")
    return found


def _kind(value: Any) -> str:
    if value not in KINDS:
        raise ValueError(f"is none of {', '.join(KINDS)}")
    return str(value)


def _side(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9]{1,9}", value):
        raise ValueError("is not a state's or organisation's code such as RUS")
    return value.upper()


def _language(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", value):
        raise ValueError("is not a language code such as ru or pt-BR")
    head, *rest = value.split("-")
    return "-".join([head.lower(), *rest])


def _patterns(value: Any) -> tuple[re.Pattern[str], ...]:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise ValueError("is not a regular expression, or a list of them")
    try:
        return tuple(re.compile(one) for one in given)
    except re.error as error:
        raise ValueError(f"is not a regular expression: {error}") from error


def _count(low: int, high: int) -> Callable[[Any], int]:
    def count(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"is not a number from {low} to {high}")
        return value

    return count


def _some_time(value: Any) -> float:
    found = duration(value)
    if found <= 0:
        raise ValueError("is no time at all")
    return found


def _stages(value: Any) -> tuple[Stage, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError('is not a list such as [{ until = "1d", every = "1h" }]')
    stages = []
    for one in value:
        if not isinstance(one, dict) or set(one) != {"until", "every"}:
            raise ValueError('has a stage that is not like { until = "1d", every = "1h" }')
        stages.append(Stage(_some_time(one["until"]), _some_time(one["every"])))
    if any(before.until >= after.until for before, after in pairwise(stages)):
        raise ValueError("has stages that do not follow one another: until must grow")
    return tuple(stages)


_TOP: Final[Mapping[str, Callable[[Any], Any]]] = {
    "contact": _header,
    "user_agent": _header,
    "delay": duration,
    "threads": _count(1, 64),
}
_BOTH: Final[Mapping[str, Callable[[Any], Any]]] = {
    "every": _some_time,
    "revisits": _stages,
    "newest": _count(1, 50_000),
    "max_age": _some_time,
    "followed": _count(1, 1_000_000),
    "limit": size,
    "timeout": _some_time,
    "language": _language,
    "skip": _patterns,
}
_SOURCE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "url": _address,
    "kind": _kind,
    "name": _text,
    "publisher": _text,
    "side": _side,
    "match": _patterns,
}
