"""Draw docs/reading.svg: what ``dragoman read`` shows of an example, as a picture for the README.

    python docs/make_pictures.py [ARTICLE] [--output FILE] [--lines N]

Run it again whenever the reader or the reading changes.
"""

from __future__ import annotations

import argparse
import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

import dragoman
from dragoman.record import Record
from dragoman.render.terminal import render

ROOT = Path(__file__).parent.parent
FONTS = 'ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", "Noto Sans Mono", Consolas, monospace'


def picture(record: Record, command: str, *, width: int = 92, lines: int = 40) -> str:
    """The first lines of a reading as an SVG that needs no font from elsewhere."""
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="standard")
    shown = render(record, width=width, colour=True).rstrip("\n").split("\n")
    if len(shown) > lines:
        # End with a whole statement.
        while lines > 1 and shown[lines - 1].strip():
            lines -= 1
        shown = [*shown[:lines], "…"]
    console.print(Text.from_ansi(f"$ {command}\n\n" + "\n".join(shown)), highlight=False, soft_wrap=True)
    svg = console.export_svg(title="dragoman", unique_id="reading")
    svg = re.sub(r"@font-face \{[^}]*\}\s*", "", svg)
    return svg.replace("Fira Code, monospace", FONTS).replace(
        "font-family: arial", "font-family: system-ui, sans-serif"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("article", nargs="?", default="examples/geneva.en.md")
    arguments.add_argument("--output", type=Path, default=ROOT / "docs" / "reading.svg")
    arguments.add_argument("--lines", type=int, default=40)
    asked = arguments.parse_args()
    record = dragoman.read(ROOT / asked.article)
    asked.output.write_text(picture(record, f"dragoman read {asked.article}", lines=asked.lines), encoding="utf-8")


if __name__ == "__main__":
    main()
