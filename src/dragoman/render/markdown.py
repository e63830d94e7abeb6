"""A record as Markdown, for notes and pull requests."""

from __future__ import annotations

import re

from dragoman.record import Record, Statement
from dragoman.render import glosses
from dragoman.render import outline as shared

_SPECIAL = re.compile(r"[\\`*_\[\]<>#!|~&]|^\s*(?:[-+=]|\d{1,9}(?=[.)]))")


def to_markdown(record: Record, *, inferred: bool = False) -> str:
    """The reading as CommonMark; what the article says is escaped, so that none of it is markup."""
    lines = [f"# {escape(shared.title(record))}", ""]
    if about := shared.byline(record):
        lines += [escape(about), ""]
    for contact in record.contacts:
        lines.append(f"**{escape(shared.contact_words(contact))}**")
        if contact.participants:
            lines[-1] += "\\"
            lines.append(" — ".join(escape(shared.actor_words(actor)) for actor in contact.participants))
        lines.append("")
    notice = None
    for item in shared.outline(record):
        if item.notice is not None and item.notice != notice:
            notice = item.notice
            words = escape(shared.words(record, [notice.span]))
            lines += [f"*Added after the {notice.kind}: {words}*", ""]
        lines += _statement(record, item.statement, item.depth)
    if record.events:
        lines += ["## Told by the article itself", ""]
        for words, labels in shared.event_lines(record):
            lines.append(f"- *{escape(words)}* · {escape(labels)}")
        lines.append("")
    lines += [escape(shared.totals(record, inferred=inferred)) + ".", "", f"*{glosses.DISCLAIMER}*"]
    if legend := shared.legend(record):
        lines += ["", escape(legend)]
    lines += [f"\nNote: {escape(shared.clean(note))}" for note in (*record.article.warnings, *record.warnings)]
    return "\n".join(lines) + "\n"


def _statement(record: Record, statement: Statement, depth: int) -> list[str]:
    quote = "> " * min(depth, 8)
    head = f"**{statement.id}. {escape(shared.speaker_words(record, statement))}**"
    if not statement.speakers:
        head = f"**{statement.id}.** {escape(shared.speaker_words(record, statement))}"
    if cue := shared.words(record, statement.cue):
        head += f" *{escape(cue)}*"
    said = "".join(
        f"<u>{escape(words)}</u>" if conditional else escape(words)
        for words, conditional in shared.content_pieces(record, statement)
    ).strip()
    labels = [shared.act_words(statement.act)]
    if statement.targets:
        labels[0] += " → " + ", ".join(shared.short_actor(actor) for actor in statement.targets)
    labels.append(shared.modality_words(statement.modality))
    labels += [part for part in (shared.topic_words(statement.topics),) if part]
    labels += ["translated"] if statement.translated else []
    if statement.condition:
        labels.append(f"condition: {shared.words(record, statement.condition)}")
    if how := shared.basis_words(record, statement):
        labels.append(how)
    labels.append(shared.percent(statement.confidence))
    body = [head + "\\", (said or "…") + "\\", f"<sub>{escape(' · '.join(labels))}</sub>"]
    return [f"{quote}{line}" for line in body] + [quote.rstrip()]


def escape(text: str) -> str:
    """A text in which nothing is Markdown or HTML."""
    return _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    found = match[0].lstrip()
    if found == "<":
        return "&lt;"
    # At the start of a line a number with a dot would be a list: the zero-width word joiner is no digit.
    return f"&#8288;{found}" if found[0].isdigit() else f"\\{found}"
