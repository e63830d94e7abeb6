"""Revisions as Markdown, for notes and pull requests: what is no longer there struck out, what is new in bold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.render.markdown import escape
from dragoman.render.revision.outline import Entry, Line, Outline, outline
from dragoman.render.revision.telling import FOOT
from dragoman.revisions.revision import Revision


def to_markdown(revisions: Sequence[Revision]) -> str:
    """The steps as GitHub's Markdown, ending in a line break; what the article says is escaped, so that none of it is
    markup."""
    lines: list[str] = []
    for number, revision in enumerate(revisions):
        lines += ["---", ""] if number else []
        lines += _step(outline(revision))
    return "\n".join([*lines, f"*{FOOT}*"]) + "\n"


def _step(shown: Outline) -> Iterator[str]:
    yield from (f"# {escape(shown.title)}", "")
    yield f"− {escape(shown.versions[0])}\\"
    yield from (f"\\+ {escape(shown.versions[1])}", "")
    if shown.totals:
        yield from (escape(shown.totals), "")
    for said in shown.verdict:
        yield from (f"*{escape(said)}*", "")
    for group in shown.groups:
        yield from (f"## {escape(group.heading)}", "")
        for entry in group.entries:
            yield from _entry(entry)
        yield ""


def _entry(entry: Entry) -> Iterator[str]:
    said = [_line(line) for line in entry.lines]
    said += [f"<sub>{escape(' · '.join(entry.small))}</sub>"] if entry.small else []
    for number, line in enumerate(said):
        yield ("- " if number == 0 else "  ") + line + ("\\" if number < len(said) - 1 else "")


def _line(line: Line) -> str:
    who = f"**{escape(line.who)}:** " if line.who else ""
    sign = "− " if line.side == "old" else "\\+ "
    return sign + who + "".join(_piece(line.side, piece.words) if piece.changed else escape(piece.words)
                                for piece in line.pieces)  # fmt: skip


def _piece(side: str, words: str) -> str:
    # HTML's own elements: Markdown's signs do not hold beside a letter or a quotation mark.
    name = "del" if side == "old" else "ins"
    return f"<{name}>{escape(words)}</{name}>"
