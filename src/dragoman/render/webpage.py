"""Records as one self-contained page: the article with its statements marked, notes beside it. No scripts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from dragoman.article import Image, Notice
from dragoman.record import Actor, Record, Statement
from dragoman.render import glosses
from dragoman.render import outline as shared
from dragoman.render.markup import COLOURS, Tagger, references

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(slots=True)
class Note:
    """What stands beside the text for one statement."""

    id: int
    depth: int
    side: str
    speakers: list[Markup]
    cue: str
    labels: list[str]
    linked: bool = True


@dataclass(slots=True)
class Row:
    """A paragraph with the notes of the statements that are made in it."""

    html: Markup
    notes: list[Note] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    notice: Notice | None = None


@dataclass(slots=True)
class View:
    """All that the template shows of one record."""

    record: Record
    prefix: str
    title: str
    byline: str
    language: str
    contacts: list[tuple[str, list[Actor]]]
    rows: list[Row]
    loose: list[Note]
    pictures: list[str]
    events: list[tuple[str, str]]
    totals: str
    legend: str
    warnings: list[str]


def to_page(records: Sequence[Record], *, inferred: bool = False) -> str:
    """A whole page of one or several records, that loads nothing and runs nothing (its own policy forbids it)."""
    views = [
        view(record, f"a{number}-" if len(records) > 1 else "", inferred) for number, record in enumerate(records, 1)
    ]
    css = _style(records)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return _templates().get_template("page.html").render(
        views=views, css=Markup(css), digest=digest, glosses=glosses, actor=actor_html
    )  # fmt: skip


def to_fragment(record: Record) -> str:
    """A record for a notebook: the same view with its style, in one element."""
    digest = hashlib.sha256(repr((record.article.id, record.article.text)).encode("utf-8", "replace")).hexdigest()
    shown = view(record, f"d{digest[:8]}-", False)
    return _templates().get_template("fragment.html").render(
        view=shown, css=Markup(_style([record])), glosses=glosses, actor=actor_html
    )  # fmt: skip


def view(record: Record, prefix: str, inferred: bool) -> View:
    """What there is to show of a record."""
    items = shared.outline(record)
    names = {item.statement.id: _name(record, item.statement) for item in items}
    tagger = Tagger(record, prefix, names)
    rows = [Row(tagger.paragraph(number)) for number in range(len(tagger.spans))]
    home = {reference.statement.id: tagger.paragraph_at(reference.at) for reference in references(record)}
    loose: list[Note] = []
    met = {replace(actor, basis="named", evidence=None) for c in record.contacts for actor in c.participants}
    known = {actor.name for actor in met}
    for item in items:
        note = _note(record, item, tagger.side(item.statement), met, known)
        number = home.get(item.statement.id)
        note.linked = number is not None
        (rows[number].notes if number is not None and rows else loose).append(note)
    for notice in record.article.notices:
        if rows:
            rows[tagger.paragraph_at(notice.span[1])].notice = notice
    pictures: list[str] = []
    for image in record.article.images:
        if said := _picture(image):
            place = tagger.paragraph_at(image.span[0] + 1) if image.span and rows else None
            (pictures if place is None else rows[place].pictures).append(said)
    return View(
        record=record,
        prefix=prefix,
        title=shared.title(record),
        byline=shared.byline(record),
        language=record.article.language.value if record.article.language else "",
        contacts=[(shared.contact_words(contact), list(contact.participants)) for contact in record.contacts],
        rows=[row for row in rows if row.html or row.notes or row.pictures],
        loose=loose,
        pictures=pictures,
        events=shared.event_lines(record),
        totals=shared.totals(record, inferred=inferred),
        legend=shared.legend(record),
        warnings=[shared.clean(warning) for warning in (*record.article.warnings, *record.warnings)],
    )


def actor_html(actor: Actor) -> Markup:
    """Name, office and code; inferred actors in brackets."""
    said = Markup("<b><bdi>{}</bdi></b>").format(shared.name_words(actor))
    if actor.office:
        said += Markup(", <bdi>{}</bdi>").format(shared.clean(actor.office))
    if code := shared.code_words(actor):
        title = f' title="{escape(glosses.GUESSED)}"' if actor.state_guessed and actor.state else ""
        said += Markup(' <span class="code"{}>{}</span>').format(Markup(title), code)
    return Markup("[{}]").format(said) if actor.inferred else said


def _note(record: Record, item: shared.Item, side: str, met: set[Actor], names: set[str]) -> Note:
    """``met`` are the actors shown before, with their names: an office or a code is told at the first mention alone."""
    statement = item.statement
    speakers = []
    for actor in statement.speakers:
        known = replace(actor, basis="named", evidence=None)
        speakers.append(actor_html(replace(actor, office=None) if known in met else actor))
        met.add(known)
        names.add(known.name)
    if not statement.speakers:
        speakers.append(Markup("<i><bdi>{}</bdi></i>").format(shared.speaker_words(record, statement)))
    act = shared.act_words(statement.act)
    if statement.targets:
        shown = [replace(a, state=None, sector=None) if a.name in names else a for a in statement.targets]
        act += " → " + ", ".join(shared.short_actor(actor) for actor in shown)
    labels = [
        act,
        shared.modality_words(statement.modality),
        shared.topic_words(statement.topics),
        shared.basis_words(record, statement, quoting=False),
        "translated" if statement.translated else "",
        shared.percent(statement.confidence).replace(" ", "\u00a0"),
        f"added after the {item.notice.kind}" if item.notice else "",
    ]
    return Note(
        id=int(statement.id),
        depth=min(item.depth, 3),
        side=side,
        speakers=speakers,
        cue=shared.words(record, statement.cue),
        labels=[label for label in labels if label],
    )


def _name(record: Record, statement: Statement) -> str:
    """What a screen reader says of a statement's number."""
    return f"Statement {statement.id}: {shared.speaker_words(record, statement)}, {shared.act_words(statement.act)}"


def _picture(image: Image) -> str:
    return " · ".join(shared.clean(part) for part in (image.caption or image.alternative, image.credit) if part)


def _style(records: Sequence[Record]) -> str:
    """The style sheet, with a rule for each statement that lights its words and its note together."""
    ids = sorted({int(statement.id) for record in records for statement in record.statements})
    rules = [
        f".row:has(.s{n}:hover) .s{n},.row:has(.s{n}:focus-within) .s{n},.text:has(.note.s{n}:target) .s{n}{{--lit:1}}"
        for n in ids
    ]
    return f"{_sheet()}\n" + "\n".join(rules) + "\n"


@lru_cache(maxsize=1)
def _sheet() -> str:
    source = _templates().loader.get_source(_templates(), "style.css")[0]  # type: ignore[union-attr]
    return source.replace("/* sides */", "\n".join(f".k{n}{{--side:var(--side{n})}}" for n in range(COLOURS)))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("dragoman.render", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
