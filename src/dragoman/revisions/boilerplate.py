"""Lines of a page that are no part of its article: what else to read, share, counters, the age of the page, menus."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from dragoman.article import Span

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]+")
_OPEN: Final = r"[\s*_~#>(\[«\"“|•·→▶►✉+–—-]*"
_CLOSE: Final = r"[\s*_)\]»\"”|.:!…→>-]*"
_MENU: Final = re.compile(r"\s*[^|›»>•·/\n]{1,32}(?:\s[|›»>•·/]\s[^|›»>•·/\n]{1,32}){2,}\s*")
"""Three or more short names with a sign of a menu between them."""
_LONGEST: Final = 300
"""A longer line is a paragraph. A choice."""


@cache
def data(name: str) -> dict[str, Any]:
    """The file ``name.toml`` of this room, read once."""
    return tomllib.loads((files("dragoman.revisions") / f"{name}.toml").read_text(encoding="utf-8"))


def boilerplate(text: str) -> list[Span]:
    """The lines that are no part of the article. The words of all languages are tried."""
    return [
        line.span()
        for line in _LINE.finditer(text)
        if len(line[0]) <= _LONGEST and (_pattern().match(line[0]) or _MENU.fullmatch(line[0]))
    ]


@cache
def _pattern() -> re.Pattern[str]:
    tables = data("boilerplate").values()
    begins = "|".join(f"(?:{one})" for table in tables for one in table.get("begins", ()))
    whole = "|".join(f"(?:{one})" for table in tables for one in table.get("whole", ()))
    return re.compile(rf"{_OPEN}(?:(?:{begins})|(?:{whole}){_CLOSE}$)", re.IGNORECASE)
