"""What a text is found by: the stems and forms of its words, and labels that are searched as words are.

Words and labels lie in one index, so that a search with filters is one intersection of its lists. A stem is kept with
its place, for phrases; a form that is not its stem, as ``_form``, for beginnings of words; a label as ``act:accuse``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dragoman.store.stems import folded, tokens

FORM: Final = "_"
"""Before a form, so that it is no stem."""

PLACES: Final = 16383
"""PostgreSQL's last place in a text; words after it are found, but not in phrases."""

SIZE: Final = 900_000
"""Bytes of a tsvector, below PostgreSQL's limit of 1 MB; words after it are not found."""


class Word(NamedTuple):
    """What is kept of a word: its stem, and its form, "" where that is not wanted."""

    stem: str
    form: str


GAP: Final = Word(FORM, "")
"""After each text, so that no phrase reaches from one into the next."""


def words(text: str, language: str | None = None, *, forms: bool = True) -> list[Word]:
    """The words of a text in their order, then a gap; those of several texts are joined with ``+``.

    Without ``forms`` only beginnings of stems are found.
    """
    found = [Word(stem, form if forms else "") for _, _, stem, form in tokens(text, base(language))]
    return [*found, GAP] if found else []


def labels(
    *,
    kind: str | None = None,
    act: str | None = None,
    modality: str | None = None,
    account: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
    article: int | None = None,
    topics: Iterable[str] = (),
    speakers: Iterable[int] = (),
    states: Iterable[str | None] = (),
    targets: Iterable[int] = (),
    target_states: Iterable[str | None] = (),
) -> list[str]:
    """Terms to filter by.

    ``act`` is "unresolved" and ``topics`` lack those of which the reader was unsure. ``speakers`` and ``targets`` are
    ids of actors, ``states`` and ``target_states`` theirs.
    """
    made = [
        label("kind", kind), label("act", act), label("modality", modality), label("account", account),
        label("language", base(language)), label("publisher", publisher), label("article", article),
    ]  # fmt: skip
    many: dict[str, Iterable[int | str | None]] = {
        "topic": topics, "speaker": speakers, "state": states, "target": [*targets, *target_states]
    }  # fmt: skip
    made += [label(name, value) for name, values in many.items() for value in values]
    return list(dict.fromkeys(one for one in made if one))


def label(name: str, value: int | str | None) -> str | None:
    """One term to filter by, such as ``publisher:the_daily_courier``; None where there is no value."""
    if value is None or value == "":
        return None
    said = "_".join(filter(None, (folded(part) for part in re.split(r"[\W_]+", str(value)))))
    return f"{name}:{said[:200]}" if said else None


def stored(dialect: str, words: Sequence[Word], labels: Iterable[str]) -> str:
    """The value of a column ``terms``: spaced words for "sqlite", a tsvector's text for "postgresql"."""
    if dialect == "postgresql":
        return _vector(words, labels)
    forms = dict.fromkeys(word.form for word in words if word.form and word.form != word.stem)
    return " ".join([*(word.stem for word in words), *(FORM + form for form in forms), *labels])


def _vector(words: Sequence[Word], labels: Iterable[str]) -> str:
    places: dict[str, list[str]] = {one: [] for one in labels}
    size = sum(len(one) + 8 for one in places)
    for place, word in enumerate(words, 1):
        if word is GAP:
            continue
        for term in (word.stem, FORM + word.form) if word.form and word.form != word.stem else (word.stem,):
            known = places.get(term)
            if known is None:
                size += len(term.encode()) + 8
                if size > SIZE:
                    continue
                known = places[term] = []
            # PostgreSQL keeps 255 places of a word.
            if place <= PLACES and len(known) < 255 and size <= SIZE:
                known.append(str(place))
                size += 2
    return " ".join(f"'{term}':{','.join(at)}" if at else f"'{term}'" for term, at in places.items())


def base(language: str | None) -> str | None:
    """``ru`` of ``ru-RU``."""
    return re.split(r"[-_]", language)[0].lower() if language else None
