"""Rows of an invented archive: states, people, newspapers, articles and statements over five years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.random import Generator, default_rng

from benchmarks.archive_words import Vocabulary, name, vocabulary, zipf
from dragoman.codes import ACTS, KINDS, MODALITIES, SECTORS, TOPICS
from dragoman.store import order, terms

STATEMENTS_AN_ARTICLE: Final = 10
DAYS: Final = 5 * 365
LAST: Final = date(2025, 6, 30)
LANGUAGES: Final = ("ru", "en", "zh")
_SHARES: Final = (0.5, 0.4, 0.1)
_CUES: Final = {
    "ru": ("заявил", "сообщил", "подчеркнул", "отметил", "сказал", "обвинил", "предложил"),
    "en": ("said", "told reporters", "stressed", "noted", "accused", "proposed", "warned"),
    "zh": ("表示", "强调", "指出", "说", "指责", "提议"),
}
OFFICES: Final = {
    "GOV": "minister", "LEG": "member of parliament", "JUD": "judge", "MIL": "general", "IGO": "special envoy",
}  # fmt: skip
"""What those hold who have a public office, by their sector."""
Row = tuple[Any, ...]
STATES: Final = tuple(f"Q{a}{b}" for a in "ABCDEFGHIJKLM" for b in "ABCDEFGHIJKLMNOP")[:180]
"""Codes that ISO 3166 leaves to users: states of no map."""


@dataclass(frozen=True)
class World:
    """Who speaks and who writes in the invented archive; lists are in the order of their weights."""

    words: dict[str, Vocabulary]
    actors: list[Row]
    publishers: list[tuple[str, str]]


@dataclass
class Batch:
    """Rows of some articles, by table."""

    articles: list[Row] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)
    readings: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    statement_actors: list[Row] = field(default_factory=list)
    statement_topics: list[Row] = field(default_factory=list)


def world(seed: int, people: int = 20_000) -> World:
    """The invented world of a seed."""
    random = default_rng(seed)
    words = {language: vocabulary(language, random) for language in LANGUAGES}
    state = np.searchsorted(zipf(len(STATES), 0.8), random.random(people))
    actors: list[Row] = []
    for number in range(people):
        language = "ru" if random.random() < 0.5 else "en"
        sector = SECTORS[int(random.integers(0, len(SECTORS)))]
        actors.append((number + 1, name(language, random), STATES[int(state[number])], sector, True))
    publishers = [
        (f"The {name('en', random)}" if language == "en" else f"{name('ru', random)} {number}", language)
        for number, language in enumerate(random.choice(LANGUAGES, 400, p=_SHARES))
    ]
    return World(words, actors, [(title, str(language)) for title, language in publishers])


def day_of(article: int, articles: int) -> int:
    """When an article was published, as an ordinal; articles are numbered from 1, the oldest first."""
    return (LAST - timedelta(days=DAYS - 1 - (article - 1) * DAYS // articles)).toordinal()


def batches(world: World, statements: int, dialect: str, seed: int, articles: int = 500) -> Iterator[Batch]:
    """The archive's rows, the oldest first, some articles at a time."""
    random = default_rng(seed + 1)
    total = max(1, statements // STATEMENTS_AN_ARTICLE)
    who = zipf(len(world.actors), 0.9)
    which = zipf(len(world.publishers), 0.8)
    used: dict[int, int] = {}
    for start in range(0, total, articles):
        batch = Batch()
        for number in range(start, min(start + articles, total)):
            day = day_of(number + 1, total)
            first = (day << order.WIDTH) + used.get(day, 0)
            used[day] = used.get(day, 0) + STATEMENTS_AN_ARTICLE
            _article(batch, world, random, dialect, number + 1, day, first, (who, which))
        yield batch


def _article(
    batch: Batch, world: World, random: Generator, dialect: str, number: int, day: int, first: int, sums: Any
) -> None:
    publisher, language = world.publishers[int(np.searchsorted(sums[1], random.random()))]
    published = date.fromordinal(day).isoformat()
    url = f"https://news.example/{number}"
    title = " ".join(world.words[language].draw(random, 8))
    stamp = f"{published}T12:00:00+00:00"
    batch.articles.append((number, url, url, url, title, publisher, language, published, stamp))
    batch.versions.append(
        (number, number, 1, 1, url, url, stamp, str(number), title, language, publisher, published, day, 400)
    )
    batch.readings.append((number, number, True, stamp, "benchmark", "benchmark", "benchmark", "{}", b""))
    account = STATES[int(random.integers(0, 20))] if random.random() < 0.15 else None
    for place in range(STATEMENTS_AN_ARTICLE):
        _statement(
            batch,
            world,
            random,
            dialect,
            number,
            first + place,
            place + 1,
            day,
            (publisher, language, account),
            sums[0],
        )


def _statement(
    batch: Batch, world: World, random: Generator, dialect: str, article: int, number: int, place: int, day: int,
    about: tuple[str, str, str | None], who: Any,
) -> None:  # fmt: skip
    publisher, language, account = about
    speaker, target = (world.actors[int(np.searchsorted(who, random.random()))] for _ in range(2))
    said = content(world.words[language], random)
    cue = _CUES[language][int(random.integers(0, len(_CUES[language])))]
    source = f"{speaker[1]}"
    kind = KINDS[int(random.integers(0, 3))]
    act = ACTS[int(len(ACTS) * random.random() ** 2)]
    sure = bool(random.random() < 0.85)
    modality = MODALITIES[int(len(MODALITIES) * random.random() ** 3)]
    topics = [TOPICS[int(len(TOPICS) * random.random() ** 2)]]
    labels = terms.labels(
        kind=kind, act=act if sure else "unresolved", modality=modality, account=account, language=language,
        publisher=publisher, article=article, topics=topics, speakers=[speaker[0]], states=[speaker[2]],
        targets=[target[0]], target_states=[target[2]],
    )  # fmt: skip
    found = [word for text in (source, cue, said) for word in terms.words(text, language)]
    batch.statements.append((
        number, article, article, article, place, None, day, kind, act, sure, modality, account, language, publisher,
        False, 0.8, source, cue, said, "", terms.stored(dialect, found, labels),
    ))  # fmt: skip
    batch.statement_actors.append((number, "speaker", 0, speaker[0], "named", OFFICES.get(speaker[3])))
    batch.statement_actors.append((number, "target", 0, target[0], "named", None))
    batch.statement_topics.append((number, topics[0], 0.9))


def content(words: Vocabulary, random: Generator) -> str:
    """What is said: 20 words or so, in a third of all cases with a set phrase among them."""
    count = int(np.clip(random.lognormal(2.9, 0.45), 5, 70))
    drawn = words.draw(random, count)
    if random.random() < 0.35:
        drawn.insert(int(random.integers(0, len(drawn))), words.draw_formulas(random, 1)[0])
    return ("" if words.language == "zh" else " ").join(drawn)
