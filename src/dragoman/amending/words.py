"""An amendment in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dragoman.amending.amendment import Amendment

LONGEST: Final = 60
"""Characters of a text that are shown."""


def summary(one: Amendment) -> str:
    """What an amendment changes, in one line."""
    if one.kind == "undo":
        return f"amendment {one.target['amendment']} undone"
    if one.kind in ("same", "apart"):
        a, b = (cut(_exact(one.target[side]["quotes"]["content"])) for side in ("a", "b"))
        return f"“{a}” and “{b}” are {'one claim' if one.kind == 'same' else 'two claims'}"
    if one.kind == "merge":
        return f"contacts {', '.join(map(str, one.old['contacts']))} are one"
    if one.kind == "split":
        return f"contact {one.old['contact']}: article {', '.join(map(str, one.new['articles']))} tells of another"
    changes = "; ".join(f"{name} {_shown(one.old.get(name))} → {_shown(value)}" for name, value in one.new.items())
    if one.kind == "set":
        return f"contact: {changes}"
    where = f"article {one.article}"
    if one.kind == "contact":
        return f"{where}, contact: {changes}"
    quotes = one.target["quotes"]
    words = f"“{cut(_exact(quotes['cue']))}: {cut(_exact(quotes['content']))}”"
    if one.kind == "remove":
        return f"{where}, {words} is no statement"
    if one.kind == "add":
        said = "; ".join(f"{name} {_shown(value)}" for name, value in one.new.items())
        return f"{where}, {words} added: {said}"
    return f"{where}, {words}: {changes}"


def cut(text: str) -> str:
    """The beginning of a text, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _exact(quotes: Any) -> str:
    return " … ".join(one["exact"] for one in quotes)


def _shown(value: Any) -> str:
    if value is None or value in ([], ""):
        return "none"
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, Mapping):
        if "exact" in value:
            return f"“{cut(value['exact'])}”"
        known = ".".join(filter(None, (value.get("state"), value.get("sector"))))
        return f"{value['name']} ({known})" if known else str(value["name"])
    return str(value)
