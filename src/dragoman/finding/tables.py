"""What was found as tables: CSV for spreadsheets, Markdown for notes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from dragoman.finding import lines
from dragoman.finding.check import Checked
from dragoman.finding.hits import Hits, Who
from dragoman.render.glosses import UNRESOLVED
from dragoman.render.markdown import escape
from dragoman.render.outline import clean
from dragoman.render.table import guarded

HITS: Final = (
    "id", "published", "speaker", "speaker_code", "source", "cue", "content", "condition", "kind", "act", "modality",
    "targets", "topics", "account", "publisher", "language", "title", "url", "article", "statement", "score",
)  # fmt: skip
SAYINGS: Final = (
    "variant", "how", "likeness", "published", "speaker", "speaker_code", "words", "text", "kind", "account",
    "publisher", "language", "title", "url", "article", "id",
)  # fmt: skip


def hits_csv(found: Hits) -> str:
    """One row a hit."""
    return _csv(HITS, (
        (
            hit.id, hit.published, _names(hit.speakers), _codes(hit.speakers), hit.source, hit.cue, hit.content,
            hit.condition, hit.kind, hit.act if hit.act_resolved else UNRESOLVED, hit.modality, _codes(hit.targets),
            "; ".join(hit.topics), hit.account, hit.publisher, hit.language, hit.title, hit.url, hit.article,
            hit.number, hit.score,
        )
        for hit in found.hits
    ))  # fmt: skip


def checked_csv(found: Checked) -> str:
    """One row for each place where a quotation was found; the variants are numbered in the order of time."""
    return _csv(SAYINGS, (
        (
            number, one.how, one.likeness, one.published, _names(one.speakers), _codes(one.speakers), one.words,
            one.text, one.kind, one.account, one.publisher, one.language, one.title, one.url, one.article,
            one.statement,
        )
        for number, variant in enumerate(found.variants, 1)
        for one in variant.sayings
    ))  # fmt: skip


def hits_markdown(found: Hits) -> str:
    """A list of hits, the words that were looked for in bold."""
    made = [escape(lines.names(one)) for one in found.taken] + [escape(lines.total(found))]
    for hit in found.hits:
        said = _bold(lines.pieces(hit.content, hit.marks.get("content", ())))
        head = f"**{escape(lines.who(hit.speakers))}** {escape(clean(hit.cue))}".rstrip()
        small = f"{escape(lines.when(hit.published))} · {escape(lines.act(hit))} · {_link(lines.place(hit), hit.url)}"
        made.append(f"- {head}: {said}\n  {small}")
    return "\n\n".join(made) + "\n"


def checked_markdown(found: Checked) -> str:
    """What was found of a quotation: its outcomes, then its wordings in the order of time."""
    made = [f"> {escape(clean(found.quote))}"]
    if found.taken is not None:
        made.append(escape(lines.names(found.taken)))
    made += [f"**{escape(sentence)}**" for sentence in lines.outcomes(found)]
    for variant in found.variants:
        first = variant.sayings[0]
        rows = [f"- {_bold(lines.pieces(first.text, [first.span]))}", f"  {escape(lines.variant(variant))}"]
        for one in variant.sayings:
            speaker = lines.who(one.speakers) if one.statement is not None else "in the article's text"
            rows.append(
                f"  - {escape(lines.when(one.published))} · {escape(speaker)} · {_link(lines.place(one), one.url)}"
            )
        made.append("\n".join(rows))
    made += [escape(lines.looked(found)), f"*{escape(lines.DISCLAIMER)}*"]
    return "\n\n".join(made) + "\n"


def _bold(pieces: Sequence[tuple[str, bool]]) -> str:
    made = []
    for words, marked in pieces:
        inner = words.strip()
        bold = marked and inner
        left, right = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        made.append(f"{left}**{escape(inner)}**{right}" if bold else escape(words))
    return "".join(made)


def _link(words: str, url: str | None) -> str:
    if not url or not url.lower().startswith(("http://", "https://")) or any(c in url for c in "<> \n\r\t"):
        return escape(words)
    return f"[{escape(words)}](<{clean(url)}>)"


def _names(people: Iterable[Who]) -> str:
    return "; ".join(one.name for one in people)


def _codes(people: Iterable[Who]) -> str:
    return "; ".join(dict.fromkeys(lines.code(one) or one.name for one in people))


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guarded(value) for value in row] for row in rows)
    return out.getvalue()
