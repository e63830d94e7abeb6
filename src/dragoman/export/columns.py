"""The columns of the tables of statements, events, contacts and articles: one place for CSV, Parquet and frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from dragoman.export import rows
from dragoman.store.kept import Kept

Kind = Literal["text", "integer", "number", "flag", "day", "moment", "texts", "numbers"]
"""What a cell holds: ``day`` a date, ``moment`` a time in UTC, ``texts`` and ``numbers`` lists; any may be empty."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its cells hold and what they mean."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and the rows that a version of an article gives, as values in their order.

    Of ``states``, where there are any, one must be that of an actor in the row.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    of: Callable[[Kept, frozenset[str]], Iterator[tuple[Any, ...]]]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def rows(self, kept: Iterable[Kept], states: Iterable[str] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of many versions, one at a time."""
        wanted = frozenset(states)
        for one in kept:
            yield from self.of(one, wanted)


def _columns(*told: str) -> tuple[Column, ...]:
    """Columns from lines of "name kind: meaning"."""
    made = []
    for line in told:
        head, _, meaning = line.partition(": ")
        name, kind = head.split()
        made.append(Column(name, kind, meaning))  # type: ignore[arg-type]
    return tuple(made)


WHERE: Final = _columns(
    "article integer: number of the article in the store",
    "version integer: which of the article's versions this is, counted from 1",
    "versions integer: how many versions the store has",
    "story integer: number of the story whose articles have nearly the same words; empty where there is none but this",
    "url text: address that the bytes came from",
    "publisher text: who published the article, as it tells",
    "title text: headline",
    "language text: language of the article (BCP 47)",
    "published day: day of publication",
    "published_at moment: time of publication, where its zone is known",
    "fetched moment: when the bytes came",
    "sha256 text: SHA-256 of the bytes",
)
"""Where a row comes from; every table begins with these."""

MADE: Final = _columns(
    "dragoman text: version of Dragoman that made the record",
    "reader text: weights that read",
    "actor_files text: files of actors that resolved the speakers",
    "corpora text: hashes of the corpora that the weights were trained on, where known",
)
"""What a row was made with; every table ends with these."""


def _actors(what: str, who: str) -> tuple[Column, ...]:
    return _columns(
        f"{what}s texts: names of {who}",
        f"{what}_codes texts: their codes, STATE.SECTOR; in the order of the names, as are the next",
        f"{what}_states texts: ISO 3166 alpha-3 or an organisation's code",
        f"{what}_sectors texts: GOV, LEG, MIL …",
        f"{what}_offices texts: office held on the day of publication",
        f"{what}_bases texts: how the words were understood: named, title, pronoun, metonym, elided, inferred",
        f"{what}_guessed flag: of one of them no word says the state",
    )


STATEMENTS: Final = Table(
    "statements",
    "Who said what to whom, one attribution a row.",
    (
        *_columns("id integer: number of the statement in the store; empty for a version that is not the last"),
        *WHERE,
        *_columns(
            "statement integer: number of the statement in its record, from 1 on",
            "parent integer: number of the statement in whose content it stands",
            "told_by text: side in whose account it stands; empty for the newspaper's own",
        ),
        *_actors("speaker", "who speaks; several speak jointly"),
        *_columns(
            "source text: words that name who speaks",
            "cue text: words that ascribe",
            "content text: what is said",
            "condition text: the part that makes it conditional",
            "quoted texts: the stretches of the content that stand in quotation marks, marks left out",
            "kind text: direct (all of the content is quoted), indirect (none), mixed",
            "act text: PLOVER type or STATE; unresolved below the reader's threshold",
            "act_best text: the likeliest act all the same",
            "act_confidence number: calibrated probability that it is right",
        ),
        *_actors("target", "whom the act is directed at"),
        *_columns(
            "modality text: fact (asserted), future, conditional or negated; unresolved below the threshold",
            "modality_best text: the likeliest modality all the same",
            "modality_confidence number: calibrated probability that it is right",
            "topics texts: topics above the threshold, the surest first",
            "topic_confidences numbers: theirs",
            "translated flag: a quotation in another language than the speaker's own",
            "confidence number: calibrated probability that the attribution as a whole is right",
            "start integer: where the content begins in the article's text, in characters",
            "end integer: where it ends",
        ),
        *MADE,
    ),
    rows.statements,
)

EVENTS: Final = Table(
    "events",
    "Acts that articles tell as fact, not as somebody's words.",
    (
        *WHERE,
        *_columns(
            "event integer: index of the event in its record, from 0 on",
            "trigger text: words that tell the act",
            "sentence text: the sentence they stand in",
        ),
        *_actors("actor", "who acts"),
        *_columns(
            "act text: PLOVER type; unresolved below the reader's threshold",
            "act_best text: the likeliest act all the same",
            "act_confidence number: calibrated probability that it is right",
        ),
        *_actors("target", "whom the act is directed at"),
        *_columns(
            "modality text: fact, future, conditional or negated",
            "topics texts: what it is about",
            "start integer: where the trigger begins in the article's text, in characters",
            "end integer: where it ends",
        ),
        *MADE,
    ),
    rows.events,
)

CONTACTS: Final = Table(
    "contacts",
    "Meetings, calls, video conferences and letters between states, as each article has them.",
    (
        *_columns("contact integer: number of the contact in the store: the same in every article that tells of it"),
        *WHERE,
        *_columns(
            "number integer: index of the contact in its record, from 0 on",
            "date text: ISO date, what is not known left out (2021-12) or as XXXX",
            "day day: the same where it is a whole day",
            "mode text: in-person, phone, video, letter or unknown",
            "level text: leaders, ministers, officials, parliament or military",
            "status text: held, planned, proposed or cancelled",
            "place text: where, in the article's words",
        ),
        *_actors("participant", "who takes part"),
        *_columns("topics texts: what was discussed", "evidence text: words that report the contact"),
        *MADE,
    ),
    rows.contacts,
)

ARTICLES: Final = Table(
    "articles",
    "Versions of articles, with how much was read in each.",
    (
        *WHERE,
        *_columns(
            "key text: what the store knows the article by",
            "source text: path or address that was given",
            "modified day: day of change that the article tells",
            "modified_at moment: time of change, where its zone is known",
            "notices texts: kinds of the notices of change in the text",
            "pictures integer: how many pictures it has",
            "characters integer: length of its text",
            "statements integer: how many statements were read in it",
            "events integer: how many acts told as fact",
            "contacts integer: how many contacts",
            "warnings texts: what went wrong or was guessed",
        ),
        *MADE,
    ),
    rows.articles,
)

TABLES: Final = {table.name: table for table in (STATEMENTS, EVENTS, CONTACTS, ARTICLES)}
"""Every table by its name, as ``--what`` takes it."""
