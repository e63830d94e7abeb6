"""A record for the screen: its paragraphs with statements marked, and beside each what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from dragoman.article import Image, Notice
from dragoman.record import Record, Statement
from dragoman.render import outline
from dragoman.render.comparison.wording import Wording
from dragoman.render.markup import Tagger, references


@dataclass(slots=True)
class Note:
    """What stands beside the text for one statement; ``linked`` where its number stands in the text."""

    statement: Statement
    depth: int
    side: str
    cue: str
    source: str
    after: Notice | None
    linked: bool = True


@dataclass(slots=True)
class Row:
    """A paragraph with the notes of the statements made in it, and pictures that stand before it."""

    html: Markup
    notes: list[Note] = field(default_factory=list)
    pictures: list[Image] = field(default_factory=list)
    notice: Notice | None = None


@dataclass(slots=True)
class Marked:
    """All that a page shows of a record."""

    record: Record
    prefix: str
    rows: list[Row]
    loose: list[Note]
    pictures: list[Image]
    resolved: int
    unresolved: int
    inferred: int
    speakers: int
    guessed: str | None

    @property
    def title(self) -> str:
        """The article's title, or what it goes by."""
        return outline.title(self.record)

    @property
    def language(self) -> str:
        """The article's language (BCP 47), empty where it is not known."""
        return self.record.article.language.value if self.record.article.language else ""


def marked(record: Record, say: Wording, prefix: str = "") -> Marked:
    """A record in the words of a language. ``prefix`` goes before ids where a page has several records."""
    items = outline.outline(record)
    names = {item.statement.id: _name(record, item.statement, say) for item in items}
    tagger = Tagger(record, prefix, names)
    rows = [Row(tagger.paragraph(number)) for number in range(len(tagger.spans))]
    home = {one.statement.id: tagger.paragraph_at(one.at) for one in references(record)}
    loose: list[Note] = []
    for item in items:
        one, number = item.statement, home.get(item.statement.id)
        words = (outline.words(record, one.cue), outline.words(record, one.source))
        note = Note(one, min(item.depth, 3), tagger.side(one), *words, item.notice, number is not None)
        (rows[number].notes if number is not None and rows else loose).append(note)
    for notice in record.article.notices:
        if rows:
            rows[tagger.paragraph_at(notice.span[1])].notice = notice
    pictures: list[Image] = []
    for image in record.article.images:
        place = tagger.paragraph_at(image.span[0] + 1) if image.span and rows else None
        (pictures if place is None else rows[place].pictures).append(image)
    sure = [s for s in record.statements if any(not a.inferred for a in s.speakers)]
    return Marked(
        record, prefix, [row for row in rows if row.html.strip() or row.notes or row.pictures], loose, pictures,
        resolved=len(sure), unresolved=sum(not s.speakers for s in record.statements),
        inferred=sum(bool(s.speakers) for s in record.statements) - len(sure),
        speakers=len({(a.name, a.state) for s in sure for a in s.speakers if not a.inferred}),
        guessed=next((a.state for s in record.statements for a in s.speakers if a.state and a.state_guessed), None),
    )  # fmt: skip


def _name(record: Record, statement: Statement, say: Wording) -> str:
    """What a screen reader says of a statement's number."""
    who = "; ".join(say.actor(actor) for actor in statement.speakers) or outline.words(record, statement.source)
    return f"{statement.id}: {who or say.say('unresolved')}, {say.act(statement.act)}"
