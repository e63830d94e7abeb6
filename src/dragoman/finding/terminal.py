"""What was found, for reading in the terminal."""

from __future__ import annotations

import io

from rich.console import Console
from rich.text import Text

from dragoman.finding import lines
from dragoman.finding.check import Checked, Variant
from dragoman.finding.hits import Hit, Hits
from dragoman.finding.sayings import Saying
from dragoman.render.outline import clean
from dragoman.render.terminal import MEASURE

MARK = "bold underline"
_CHANGES = {"same": "", "gone": "strike dim", "new": "bold"}
_SAYINGS = 6
"""Articles of one wording that are listed."""


def hits_text(found: Hits, *, width: int = 88, colour: bool = False) -> str:
    """A page of hits as text ending in a line break; ``colour`` adds ANSI escapes."""
    console = _console(width, colour)
    for one in found.taken:
        _put(console, Text(lines.names(one), style="dim" if one.known else ""))
    for hit in found.hits:
        _hit(console, hit)
    _put(console, Text(lines.total(found)))
    if found.next is not None:
        _put(console, Text(f"More: --after {found.next}", style="dim"))
    return _written(console)


def _hit(console: Console, hit: Hit) -> None:
    head = Text.assemble((lines.when(hit.published), "dim"), "  ", (lines.who(hit.speakers), "bold"))
    if hit.cue:
        head.append("  ")
        head.append_text(_pieces(hit.cue, hit, "cue", "italic"))
    _put(console, head)
    _put(console, _pieces(hit.content, hit, "content", ""), 2)
    labels = [lines.act(hit), lines.place(hit)]
    if hit.account:
        labels.append(f"account of {clean(hit.account)}")
    if hit.score is not None:
        labels.append(f"{hit.score:.2f}")
    _put(console, Text(" · ".join(labels), style="dim"), 2)
    _put(console, Text(" ".join(filter(None, (f"article {hit.article}", clean(hit.url or "")))), style="dim"), 2)
    console.print()


def _pieces(text: str, hit: Hit, role: str, style: str) -> Text:
    made = Text()
    for words, marked in lines.pieces(text, hit.marks.get(role, ())):
        made.append(words, style=f"{style} {MARK}".strip() if marked else style)
    return made


def checked_text(found: Checked, *, width: int = 88, colour: bool = False) -> str:
    """What was found of a quotation, likewise."""
    console = _console(width, colour)
    if found.taken is not None:
        _put(console, Text(lines.names(found.taken), style="dim" if found.taken.known else ""))
    for sentence in lines.outcomes(found):
        _put(console, Text(sentence, style="bold"))
    if found.first:
        told = "First here:" if len(found.first) == 1 else "First here, all on one day:"
        _put(console, Text.assemble(told, " ", "; ".join(_saying(one) for one in found.first[:_SAYINGS])))
    console.print()
    for variant in found.variants:
        _variant(console, variant)
    _put(console, Text(lines.looked(found)))
    _put(console, Text(lines.DISCLAIMER, style="dim"))
    return _written(console)


def _variant(console: Console, variant: Variant) -> None:
    first = variant.sayings[0]
    _put(console, Text.assemble((lines.when(first.published), "dim"), "  ", lines.variant(variant)))
    context = Text()
    for words, marked in lines.pieces(first.text, [first.span]):
        context.append(words, style="bold" if marked else "")
    _put(console, context, 2)
    if any(what != "same" for what, _ in variant.changes):
        _put(console, Text.assemble(("changed: ", "dim"), _changes(variant, plain=console.no_color)), 2)
    for one in variant.sayings[:_SAYINGS]:
        _put(console, Text(_saying(one), style="dim"), 4)
    if len(variant.sayings) > _SAYINGS:
        _put(console, Text(f"and {len(variant.sayings) - _SAYINGS} more", style="dim"), 4)
    console.print()


def _changes(variant: Variant, *, plain: bool) -> Text:
    made = []
    for what, words in variant.changes:
        said = clean(words)
        if plain and what != "same":
            said = f"[-{said}-]" if what == "gone" else f"{{+{said}+}}"
        made.append(Text(said, style=_CHANGES[what]))
    return Text(" ").join(made)


def _saying(one: Saying) -> str:
    said = lines.who(one.speakers) if one.statement is not None else "in the article's text"
    earlier = " (an earlier version)" if one.earlier else ""
    return f"{lines.when(one.published)} · {said} · {lines.place(one)}{earlier} {clean(one.url or '')}".rstrip()


def _console(width: int, colour: bool) -> Console:
    return Console(
        file=io.StringIO(), width=min(max(width, 24), MEASURE), force_terminal=colour, no_color=not colour,
        highlight=False, markup=False, emoji=False, soft_wrap=False, legacy_windows=False,
        color_system="standard" if colour else None,
    )  # fmt: skip


def _put(console: Console, text: Text, indent: int = 0) -> None:
    for line in text.wrap(console, max(console.width - indent, 10)):
        line.rstrip()
        console.print(Text.assemble(" " * indent, line))


def _written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()
