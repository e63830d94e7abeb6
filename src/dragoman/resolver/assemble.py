"""The resolver's one entrance: an article and its marks become statements with speakers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from dragoman.article import Article, Span
from dragoman.reader.marks import Attribution, Marks
from dragoman.record import Contact, Event, Statement
from dragoman.resolver.actors import Actors
from dragoman.resolver.contacts import contacts, sides
from dragoman.resolver.descriptions import described, issued, joint, possessed
from dragoman.resolver.document import Document
from dragoman.resolver.events import events
from dragoman.resolver.people import People
from dragoman.resolver.phrases import Reading
from dragoman.resolver.pronouns import (
    as_basis,
    elided,
    impersonal,
    is_pronoun,
    joint_before,
    learn_gender,
    refer,
    several,
)
from dragoman.resolver.roles import Roles
from dragoman.resolver.scene import Scene, Who
from dragoman.resolver.sources import understand
from dragoman.resolver.speakers import named, subject
from dragoman.resolver.targets import targets
from dragoman.resolver.translation import translated
from dragoman.resolver.words import script


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the resolver makes of one article's marks: the parts of a record."""

    statements: tuple[Statement, ...]
    contacts: tuple[Contact, ...] = ()
    events: tuple[Event, ...] = ()
    warnings: tuple[str, ...] = ()


def resolve(article: Article, marks: Marks, *, actors: Actors | None = None) -> Resolved:
    """Says who speaks in every attribution, to whom, and which contacts the article reports.

    Never raises on any text or spans; spans outside the text are cut to it.
    """
    doc = Document(article, actors or _shared(), language(article))
    attributions = marks.attributions
    parents = nest(attributions)
    verbs = [i for a in attributions for s in a.cue for i in range(*doc.range(s))]
    scene = Scene(doc, attributions, parents, People(doc, verbs), Roles(doc, frozenset(verbs)))
    sources = [understand(scene, attribution.source) for attribution in attributions]
    _introduce(scene, sources)
    for person in scene.people.officials:
        if person.holder is not None:
            doc.weights[person.holder.state] += 0.5 * len(person.mentions)
    across = sides(contacts(scene, ()))
    if across:
        doc.sides = tuple(sorted(across, key=lambda state: state != doc.home))
    for number, attribution in enumerate(attributions):
        who = scene.done[number] = speaker(scene, number, attribution, sources[number])
        if who.actors:
            scene.last, scene.beside[parents[number]] = who, number
        learn_gender(scene, who, attribution)
    statements = tuple(
        Statement(
            id=number, source=a.source, cue=a.cue, content=a.content, condition=a.condition, kind=a.kind,
            speakers=scene.done[number].actors, act=a.act, modality=a.modality, topics=a.topics,
            targets=targets(scene, a, scene.done[number].actors), parent=parents[number],
            translated=translated(a.kind, scene.done[number].actors, doc.language), confidence=a.confidence,
            span_confidence=dict(a.span_confidence),
        )
        for number, a in enumerate(attributions)
    )  # fmt: skip
    met = contacts(scene, statements)
    warnings = tuple(dict.fromkeys(scene.warnings))
    return Resolved(statements, met, events(scene, statements, met), warnings)


_known: Actors | None = None


def _shared() -> Actors:
    global _known
    if _known is None:
        _known = Actors.load()
    return _known


def language(article: Article) -> str:
    """The article's language as ISO 639-1; by its script where it is not known."""
    if article.language is not None and article.language.value:
        return article.language.value.split("-")[0].split("_")[0].lower()
    sample = [script(w) for w in article.text[:4000].split() if w[:1].isalpha()]
    kinds = {kind: sample.count(kind) for kind in ("cyrillic", "arabic", "cjk", "latin")}
    top = max(kinds, key=lambda kind: kinds[kind])
    if top == "cyrillic":
        return "uk" if any(c in "іїєґ" for c in article.text[:4000]) else "ru"
    if top == "arabic":
        return "fa" if any(c in "پچژگ" for c in article.text[:4000]) else "ar"
    return {"cjk": "zh"}.get(top, "en")


def nest(attributions: Sequence[Attribution]) -> list[int | None]:
    """For each attribution the innermost other one whose content holds its cue."""
    parents: list[int | None] = [None] * len(attributions)
    outer = sorted(
        (end - start, start, end, number) for number, a in enumerate(attributions) for start, end in a.content
    )
    cues = sorted((a.cue[0][0], number) for number, a in enumerate(attributions) if a.cue)
    starts = [start for start, _ in cues]
    for size, start, end, number in reversed(outer):
        for at in range(bisect_left(starts, start), bisect_left(starts, end)):
            inner = cues[at][1]
            own = sum(e - s for s, e in attributions[inner].content)
            if inner != number and size > own and all(start <= s and e <= end for s, e in attributions[inner].cue):
                parents[inner] = number
    return parents


def _introduce(scene: Scene, sources: Iterable[Iterable[Reading]]) -> None:
    """Every source that names somebody with a state is heard first, so that a headline's bare name is understood."""
    for reading in chain.from_iterable(sources):
        name = subject(scene.doc, reading)
        if name is None and "epithet" in reading.marks and reading.state:
            _describe(scene, reading)
        elif name is not None and (reading.states or reading.nouns):
            scene.people.add(name, [reading, *scene.people.around(name)], source=True)


def _describe(scene: Scene, reading: Reading) -> None:
    """«Итальянский композитор» says the state of whom the article named last before, if nothing else does."""
    position = scene.doc.words[reading.first].start
    for _, person in scene.people.nearest(position - 1)[0]:
        if not person.organisation:
            if person.holder is None and person.strength == 0:
                person.state, person.strength = reading.state, 1
            return


def speaker(scene: Scene, number: int, attribution: Attribution, readings: Sequence[Reading]) -> Who:
    """The speakers of one attribution, whose source reads so."""
    doc = scene.doc
    guess = attribution.sector.value if attribution.sector else None
    if not readings:
        return _without(scene, number, attribution.cue)
    found: list[Who] = []
    for reading in readings:
        features = is_pronoun(scene, reading)
        span: Span = (doc.words[reading.first].start, doc.words[reading.last - 1].end)
        if features is not None:
            who = refer(scene, number, features, span[0])
            found.append(as_basis(who, "pronoun", span) if who else Who(position=span[0]))
            continue
        other = joint(scene, reading)
        if other is None:
            back = described(scene, number, reading) or issued(scene, number, reading)
            other = as_basis(back, "title", span) if back else None
        if other is not None:
            found.append(other)
            continue
        found.append(possessed(scene, number, reading, guess) or named(scene, reading, guess=guess))
    actors = tuple(a for who in found for a in who.actors)
    persons = tuple(p for who in found for p in who.persons)
    gender = found[0].gender if len(found) == 1 else None
    plural = len(actors) > 1 or found[0].plural
    return Who(actors, persons, gender, plural, found[0].position, maybe_plural=_plural(scene, readings[0]))


def _plural(scene: Scene, reading: Reading) -> bool:
    """Whether a description looks like a plural («врачи», "officials")."""
    doc = scene.doc
    if reading.names or not reading.nouns or reading.nouns[0][1] >= len(doc.words):
        return False
    word = doc.words[reading.nouns[0][1]].text.lower()
    if doc.language in ("ru", "uk"):
        return word.endswith(("ы", "и", "ов", "ев", "ей", "ам", "ями", "ами", "ах", "і", "їв"))
    return doc.language in ("en", "fr", "es") and word.endswith("s")


def _without(scene: Scene, number: int, cue: Sequence[Span]) -> Who:
    """The speaker of a cue without a source: dropped, inferred from a joint statement just before, or nobody."""
    start = cue[0][0] if cue else 0
    if impersonal(scene, cue):
        who = several(scene, number, cue)
        if who is not None:
            return as_basis(who, "elided", None)
        who = joint_before(scene, number, start)
        return as_basis(who, "inferred", None) if who else Who(position=start, hearsay=True)
    who = elided(scene, number, start)
    return as_basis(who, "elided", None) if who else Who(position=start)
