"""Lines of a terminal: wrapped to a width, in small print, beside each other, and bars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dragoman.render.outline import clean, has_control

MEASURE: Final = 140
"""The widest that two columns get together."""
NARROW: Final = 24
"""Narrower than this nothing is drawn; such a terminal wraps by itself."""
BAR: Final = 10
"""Cells of a bar of the whole."""

_ORDERING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"


class Paper:
    """What is printed goes to a rich console, line by line, no wider than the measure."""

    def __init__(self, console: Console, measure: int) -> None:
        self.console = console
        self.width = min(console.width, measure)

    def line(self, text: Text) -> None:
        """Print a line as it stands."""
        text.rstrip()
        self.console.print(text, no_wrap=True, overflow="ignore", crop=False)

    def put(self, text: Text | None = None, first: Text | None = None, rest: Text | None = None) -> None:
        """Print text wrapped to the width, its first line after ``first`` and the others after ``rest``."""
        if text is None:
            self.console.print()
            return
        for line in self.wrapped(text, self.width, first, rest):
            self.line(line)

    def wrapped(self, text: Text, width: int, first: Text | None = None, rest: Text | None = None) -> list[Text]:
        """A text in lines of a width; what would move the cursor or turn the rest of a line round is taken out."""
        first, rest = first or Text(), rest or first or Text()
        # A column beside must stay where it is, whatever order the words before it ask for.
        if has_control(text.plain) or _ORDERING.search(text.plain):
            text = Text(_ORDERING.sub("", clean(text.plain)), style=text.style)
        room = max(width - max(first.cell_len, rest.cell_len), 12)
        out = []
        for number, line in enumerate(text.wrap(self.console, room, overflow="fold")):
            line.rstrip()
            out.append((rest if number else first) + line)
        return out

    def flow(self, labels: Sequence[str], width: int, prefix: Text | None = None) -> list[Text]:
        """Labels in small print, broken between them where that is enough."""
        prefix = prefix or Text()
        room = max(width - prefix.cell_len, 12)
        lines, line = [], ""
        for label in labels:
            longer = f"{line} · {label}" if line else label
            if line and cell_len(longer) > room:
                lines.append(line)
                longer = label
            line = longer
        lines += [line] if line else []
        return [one for said in lines for one in self.wrapped(Text(said, style="dim"), width, prefix)]


def beside(left: Sequence[Text], right: Sequence[Text], width: int) -> Iterator[tuple[Text, Text]]:
    """The lines of two columns, the left one padded to its width."""
    for one, two in zip_longest(left, right):
        padded = one.copy() if one is not None else Text()
        padded.append(" " * max(width - padded.cell_len, 0))
        yield padded, two if two is not None else Text()


def bar(share: float) -> str:
    """A share of the whole as a bar of ``BAR`` cells, padded; never quite empty where there is any."""
    eighths = round(8 * BAR * min(max(share, 0.0), 1.0))
    eighths = max(eighths, 1) if share > 0 else 0
    whole, part = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[part] if part else "")).ljust(BAR)
