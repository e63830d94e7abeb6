"""Whose account a readout is when nothing says who published it: the side that speaks as itself."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import islice
from typing import Final

from dragoman.accounts.readouts import beginning
from dragoman.article import Article, Span
from dragoman.record import Record
from dragoman.resolver.actors import Actors
from dragoman.resolver.assemble import language
from dragoman.resolver.document import Document
from dragoman.resolver.people import People
from dragoman.resolver.senses import STATE_KINDS
from dragoman.resolver.translation import languages

OTHER: Final = -2.0
"""Points for being introduced as whom somebody spoke with, in the title or the first sentence."""

FIRST: Final = 1.0
"""Points for being named first there."""

TONGUE: Final = 1.0
"""Points for being the only side whose official language the readout is in (English, which all use, tells nothing)."""

SPEAKS: Final = 1.5
"""Points for being the speaker of all that is told; a part of them for a part of it."""

NAMED: Final = -0.3
"""Points for being named in a sentence that says "our country"."""

SPOKEN_OF: Final = 0.5
"""Points for being the state most spoken of, where the candidates are not given; the others get a part of them."""

_MARGIN: Final = 0.25
_OURS: Final = 20
_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class _Words:
    after: tuple[re.Pattern[str], ...]
    before: tuple[re.Pattern[str], ...]
    aside: tuple[re.Pattern[str], ...]
    own: tuple[re.Pattern[str], ...]


def host_side(
    article: Article,
    states: Collection[str] = (),
    *,
    record: Record | None = None,
    actors: Actors | None = None,
) -> str | None:
    """The state or organisation whose account a readout is, None where neither side stands out.

    Of ``states``, or of all that the article speaks of. The other side is the one that a readout introduces ("spoke
    with the President of …"), often alone with its state; its own is named first, speaks most (``record`` tells) and
    in its own language. ``actors`` are the reader's, where the user has files of his own.
    """
    title, opening = beginning(article)
    if title and title not in article.text:
        article = replace(article, text=f"{title}\n\n{article.text}", masked=())
    doc = Document(article, actors or _actors(), language(article))
    people = People(doc, ())
    points: defaultdict[str, float] = defaultdict(float)
    for span in _spans(article.text, title, opening):
        _add(points, _introduced(people, span))
    _add(points, _ours(people))
    candidates = list(dict.fromkeys(states))
    if not candidates:
        candidates = list(dict.fromkeys([*points, *(state for state, _ in doc.weights.most_common(_MOST))]))
        top = max(doc.weights.values(), default=1.0)
        _add(points, {state: SPOKEN_OF * doc.weights[state] / top for state in candidates})
    _add(points, _by_language(doc.language, candidates))
    if record is not None:
        _add(points, _by_statements(record, candidates))
    ranked = sorted(candidates, key=lambda state: -points[state])
    if not ranked or (not states and points[ranked[0]] <= 0):
        return None
    rest = points[ranked[1]] if len(ranked) > 1 else -_MARGIN
    return ranked[0] if points[ranked[0]] - rest >= _MARGIN else None


def _add(points: dict[str, float], more: Mapping[str, float]) -> None:
    for state, number in more.items():
        points[state] = points.get(state, 0.0) + number


def _spans(text: str, *parts: str) -> Iterator[Span]:
    position = 0
    for part in parts:
        start = text.find(part, position) if part else -1
        if start >= 0:
            position = start + len(part)
            yield start, position


def _introduced(people: People, span: Span) -> Mapping[str, float]:
    """What one sentence tells: whom it names first, and whom as the other one."""
    doc = people.doc
    words = _of(doc.language)
    asides = [m.span() for pattern in words.aside for m in pattern.finditer(doc.text, *span)]
    found = [(at, state) for at, state in _mentions(people, span) if not any(s <= at < e for s, e in asides)]
    if not found:
        return {}
    cuts = [m.span() for pattern in words.after for m in pattern.finditer(doc.text, *span)]
    cuts = sorted(cut for cut in cuts if not any(s <= cut[0] < e for s, e in asides))
    told: defaultdict[str, float] = defaultdict(float)
    other = next((at for cut in cuts[:1] for at, _ in found if at >= cut[1]), None)
    if other is None:
        ends = sorted(m.start() for pattern in words.before for m in pattern.finditer(doc.text, *span))
        other = next((at for end in ends[:1] for at, _ in reversed(found) if at <= end), None)
    if other is not None:
        told[dict(found)[other]] += OTHER
    if other is None or found[0][0] < other:
        told[found[0][1]] += FIRST
    return told


def _mentions(people: People, span: Span) -> list[tuple[int, str]]:
    """Where a stretch names states and their people, but not where it only says where something is."""
    doc = people.doc
    found: list[tuple[int, str]] = []
    for index in range(*doc.range(span)):
        person = people.at.get(doc.words[index].start)
        hit = doc.hits[index]
        sense = hit.of(*STATE_KINDS) if hit else None
        state = None
        if person is not None:
            state = person.holder.state if person.holder else person.state
        elif sense is not None and sense.kind != "place" and not (sense.kind == "capital" and doc.locates(index)):
            state = sense.state
        if state:
            found.append((doc.words[index].start, state))
    return found


def _ours(people: People) -> Mapping[str, float]:
    """Points against whom a sentence names that says "our country": a side does not name itself there."""
    doc = people.doc
    told: defaultdict[str, float] = defaultdict(float)
    for pattern in _of(doc.language).own:
        for match in islice(pattern.finditer(doc.text), _OURS):
            named = {state for _, state in _mentions(people, doc.sentences[doc.sentence(match.start())])}
            if len(named) == 1:
                told[named.pop()] += NAMED
    return told


def _by_language(tongue: str, candidates: Collection[str]) -> Mapping[str, float]:
    at_home = [state for state in candidates if tongue in languages(state)]
    return {at_home[0]: TONGUE} if tongue != "en" and len(at_home) == 1 else {}


def _by_statements(record: Record, candidates: Collection[str]) -> Mapping[str, float]:
    said = Counter(
        state for s in record.statements for state in {a.state for a in s.speakers} if state and state in candidates
    )
    total = sum(said.values())
    return {state: SPEAKS * number / total for state, number in said.items()} if total else {}


@cache
def _actors() -> Actors:
    return Actors.load()


@cache
def _of(tongue: str) -> _Words:
    path = resources.files("dragoman.accounts") / "data" / "hosts.toml"
    words = tomllib.loads(path.read_text(encoding="utf-8")).get(tongue, {})
    kinds = ("after", "before", "aside", "own")
    return _Words(*(tuple(re.compile(p, re.IGNORECASE) for p in words.get(kind, ())) for kind in kinds))
