"""Evidence sheets as Markdown, as one web page that loads nothing, and as JSON Lines."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from dragoman.export.evidence import Evidence, Link
from dragoman.export.lines import dumped
from dragoman.render import glosses
from dragoman.render import outline as shared
from dragoman.render.data import plain
from dragoman.render.markdown import escape
from dragoman.render.markup import clean_lines

if TYPE_CHECKING:
    from jinja2 import Template

FORMS: Final = ("markdown", "html", "json")
_AROUND: Final = {"source": ("**", "**"), "cue": ("*", "*"), "content": ("<u>", "</u>"), "condition": ("<u>", "</u>")}
_WEB: Final = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)


def to_markdown(sheets: Iterable[Evidence]) -> Iterator[str]:
    """A section for each statement; the source is bold, the cue italic, the content underlined."""
    yield f"# Evidence\n\n*{glosses.DISCLAIMER}*\n"
    for one in sheets:
        yield "\n" + "\n".join(_markdown(one)) + "\n"


def _markdown(one: Evidence) -> Iterator[str]:
    yield f"## {escape(title(one))}"
    yield f"\n{escape(labels(one))}\n"
    said = "".join(_marked(piece.text, piece.role) for piece in one.passage)
    yield "\n>\n".join(f"> {line}" for line in said.splitlines() if line.strip())
    yield "\n**Chain of sources**\n"
    for number, link in enumerate(one.chain, 1):
        more = f" — {escape(more_of(link))}" if more_of(link) else ""
        yield f"{number}. {link.role}: {escape(shared.clean(link.name))}{more}"
    yield "\n**Where from**\n"
    for name, value, _ in facts(one):
        yield f"- {name}: {escape(value)}"
    yield "\n**Amendments**\n"
    yield from (f"- {escape(said)}" for said in amendments(one)) if one.amendments else iter(("None.",))


def _marked(text: str, role: str | None) -> str:
    """Words with the mark of their role, which stays clear of white space at their ends and of line breaks."""
    if role is None:
        return escape(clean_lines(text))
    before, after = _AROUND[role]
    parts = []
    for line in clean_lines(text).split("\n"):
        inner = line.strip()
        start = line.find(inner) if inner else len(line)
        parts.append(f"{line[:start]}{before}{escape(inner)}{after}{line[start + len(inner) :]}" if inner else line)
    return "\n".join(parts)


def to_html(sheets: Iterable[Evidence]) -> Iterator[str]:
    """One page, a section for each statement. It loads nothing and runs nothing: its own policy forbids it."""
    css = files("dragoman.export").joinpath("templates/evidence.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="dragoman">\n'
        f"<title>Evidence</title>\n<style>{css}</style>\n</head>\n<body>\n<h1>Evidence</h1>\n"
        f"<p>{glosses.DISCLAIMER}</p>\n"
    )
    for one in sheets:
        language = one.kept.record.article.language
        yield _template().render(
            anchor=f"v{one.kept.version}-s{one.statement.id}", title=title(one), labels=labels(one),
            language=language.value if language else "", pieces=one.passage, clean=clean_lines,
            links=[{"role": link.role, "name": shared.clean(link.name), "more": more_of(link)} for link in one.chain],
            facts=facts(one), amendments=amendments(one),
        )  # fmt: skip
    yield "</body>\n</html>\n"


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("dragoman.export", "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.get_template("evidence.html")


def to_json(sheets: Iterable[Evidence]) -> Iterator[str]:
    """One object a line; spans count characters of the article's text."""
    for one in sheets:
        kept, record = one.kept, one.kept.record
        yield dumped({
            "kind": "dragoman-evidence",
            "statement": kept.statements.get(one.statement.id),
            "article": kept.article, "version": kept.number, "versions": kept.versions,
            "url": one.url, "fetched": kept.fetched, "sha256": kept.sha256,
            "title": plain(record.article.title), "publisher": plain(record.article.publisher),
            "published": plain(record.article.published), "language": plain(record.article.language),
            "passage": [{"text": p.text, "role": p.role, "span": [*p.span]} for p in one.passage],
            "chain": plain(one.chain),
            "made": plain(record.made), "corpora": kept.corpora,
            "record": plain(one.statement),
            "amendments": [dict(amendment) for amendment in one.amendments],
        })  # fmt: skip


def title(one: Evidence) -> str:
    """Which statement of which article, and who speaks."""
    known = one.kept.statements.get(one.statement.id)
    head = f"Statement {known if known is not None else f'{one.kept.article}/{one.kept.number}/{one.statement.id}'}"
    return f"{head}: {shared.speaker_words(one.kept.record, one.statement)}"


def labels(one: Evidence) -> str:
    """Act, modality, kind and how sure the reader is of the whole."""
    act = shared.act_words(one.statement.act)
    if one.statement.targets:
        act += " → " + ", ".join(shared.short_actor(actor) for actor in one.statement.targets)
    told = [act, shared.modality_words(one.statement.modality), shared.clean(one.statement.kind)]
    told += ["translated"] if one.statement.translated else []
    return " · ".join([*told, shared.percent(one.statement.confidence)])


def more_of(link: Link) -> str:
    """What is known of a link besides its name: code, how its words were understood, the words and the cue."""
    told = [link.code if link.role == "speaker" else None, glosses.BASES.get(link.basis or "", link.basis)]
    told += [f"“{link.words}”" if link.words else None, f"“{link.cue}”" if link.cue else None]
    told.append(f"statement {link.statement} of the article" if link.statement is not None else None)
    return shared.clean(" · ".join(part for part in told if part))


def facts(one: Evidence) -> list[tuple[str, str, str | None]]:
    """Name, value and link of what is known of the article and of the making of the record."""
    kept, article, made = one.kept, one.kept.record.article, one.kept.record.made
    told: list[tuple[str, str | None]] = [
        ("article", article.title.value if article.title else None), ("address", one.url), ("file", article.source),
        ("publisher", article.publisher.value if article.publisher else None),
        ("published", article.published.value if article.published else None),
        ("fetched", kept.fetched), ("SHA-256", kept.sha256), ("version", f"{kept.number} of {kept.versions}"),
        ("dragoman", made.version if made else None), ("reader", made.reader if made else None),
        ("actors", made.actors if made else None), ("corpora", kept.corpora or None),
    ]  # fmt: skip
    return [
        (name, shared.clean(value), value if name == "address" and _WEB.fullmatch(value) else None)
        for name, value in told
        if value
    ]


def amendments(one: Evidence) -> list[str]:
    """Each amendment in a line: when, who, what and why."""
    return [_amendment(amendment) for amendment in one.amendments]


def _amendment(amendment: Mapping[str, Any]) -> str:
    told = [amendment.get(name) for name in ("at", "who", "kind")]
    change = [json.dumps(plain(amendment[name]), ensure_ascii=False) for name in ("old", "new") if amendment.get(name)]
    told += [" → ".join(change), amendment.get("why")]
    told += [f"undone {amendment['undone']}"] if amendment.get("undone") else []
    return shared.clean(" · ".join(str(part) for part in told if part))
