"""A comparison as Markdown, for notes and pull requests."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.accounts.comparison import Comparison
from dragoman.render.comparison.blocks import Block
from dragoman.render.comparison.outline import Entry, Outline, outline
from dragoman.render.comparison.parts import Part
from dragoman.render.markdown import escape


def to_markdown(comparison: Comparison, language: str = "en") -> str:
    """The comparison as CommonMark; what the accounts say is escaped, so that none of it is markup.

    ``language`` is that of the headings, of ``wording.LANGUAGES``. Raises ValueError for another.
    """
    shown = outline(comparison, language)
    lines = [f"# {escape(shown.title)}", "", *_head(shown)]
    for group in shown.groups:
        differ = f" · *{escape(group.differ)}*" if group.differ else ""
        lines += [f"## {escape(group.name)}{differ}", ""]
        for entry in group.entries:
            lines += _entry(entry)
    for block in shown.blocks:
        lines += _block(block)
    lines += [f"- {escape(total)}" for total in shown.totals]
    lines += ["", f"*{escape(shown.foot)}*"]
    note = shown.say.say("note")
    lines += [f"\n{escape(f'{note}: {said}')}" for said in shown.notes]
    return "\n".join(lines) + "\n"


def _head(shown: Outline) -> list[str]:
    lines = []
    for field in shown.fields:
        told = " · ".join(f"{one.who}: {one.value}" if one.who else one.value for one in field.values)
        lines.append(f"- **{escape(field.label)}:** {escape(told)}")
    lines += [""] if lines else []
    for one in shown.headings:
        lines += [
            f"**{escape(one.label)} · {escape(one.name)}** — {escape(one.title)}\\",
            escape(" · ".join(one.about)),
        ]
        if one.topics:
            order = " → ".join(f"{topic} {round(100 * share)} %" for topic, share in one.topics)
            lines[-1] += "\\"
            lines.append(f"<sub>{escape(order)}</sub>")
        lines.append("")
    return lines


def _entry(entry: Entry) -> list[str]:
    lines = [f"**{entry.row.id}. {entry.sign} {escape(entry.told)}**"]
    if entry.matched:
        lines[0] += f" · {escape(entry.matched)}"
    if entry.reason:
        lines[0] += "\\"
        lines.append(f"**{escape(entry.reason)}**")
    lines.append("")
    for name, parts in (("A", entry.a), ("B", entry.b)):
        lines += _parts(parts, name) if parts else [f"- **{name}** *{escape(entry.absent)}*"]
    return [*lines, *_parts(entry.news, ""), ""]


def _parts(parts: Iterable[Part], name: str) -> list[str]:
    lines = []
    for part in parts:
        who = f"**{name}** " if name else ""
        who += f"*{escape(part.head)}:* " if part.head else ""
        said = [f"- {who}{escape(part.words or '…')}"]
        if part.translation:
            said.append(f"  *{escape(part.machine)}:* {escape(part.translation)}")
        if part.small:
            said.append(f"  <sub>{escape(' · '.join(part.small))}</sub>")
        lines += [f"{line}\\" for line in said[:-1]] + said[-1:]
    return lines


def _block(block: Block) -> list[str]:
    lines = [f"## {escape(block.heading)}", ""]
    for item in block.items:
        row = f" [{item.row}]" if item.row is not None else ""
        lines += _parts(item.parts, "")
        lines += ["", f"**→ {escape(item.outcome + row)}**", ""] if item.outcome else [""]
    return lines
