"""Where in a TOML file a key stands: the library that reads it does not tell."""

from __future__ import annotations

import re
from typing import Final

_HEADER: Final = re.compile(r"\s*\[\[?\s*(?P<name>[\w.\"'-]+)\s*\]\]?")
_KEY: Final = re.compile(r"\s*(?P<quote>[\"']?)(?P<key>[\w-]+)(?P=quote)\s*(?:\.[\w.\s-]+)?=")


def places(text: str) -> dict[tuple[int, str], int]:
    """Line numbers, from 1, of the keys of each ``[[source]]`` (numbered from 0) and of the top (-1).

    The line of the table's own header is under the key "". Lines within multi-line strings may be taken for keys;
    they only ever lead to a wrong line number.
    """
    found: dict[tuple[int, str], int] = {}
    table, count = -1, 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            if header["name"].strip("\"'") == "source":
                table, count = count, count + 1
            found.setdefault((table, ""), number)
        elif key := _KEY.match(line):
            found.setdefault((table, key["key"]), number)
    return found
