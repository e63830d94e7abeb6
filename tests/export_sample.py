"""Versions as a store has them, made by hand for the tests of exports: invented people, states, papers and words."""

from __future__ import annotations

from dataclasses import replace

from dragoman.article import Article, Known, Moment
from dragoman.record import Actor, Contact, Event, Label, Made, Record, Statement
from dragoman.store.kept import Kept
from tests.render_sample import at, hostile, sample

SHA = "ab" * 32


def kept(record: Record | None = None, number: int = 1, **more: object) -> Kept:
    """A record as the article of that number, with the numbers of its statements and contacts in the store."""
    made = record or sample()
    values: dict[str, object] = {
        "article": number, "version": 10 + number, "reading": 20 + number, "number": 1, "versions": 1,
        "key": f"url:example.org/{number}", "record": made, "fetched": "2031-03-03T10:15:00+00:00", "sha256": SHA,
        "url": f"https://example.org/{number}", "story": None, "corpora": "set:0123",
        "statements": {one.id: 1000 * number + one.id for one in made.statements},
        "sides": dict.fromkeys((one.id for one in made.statements), None),
        "contacts": {index: 70 + index for index in range(len(made.contacts))},
    }  # fmt: skip
    return Kept(**{**values, **more})  # type: ignore[arg-type]


def hostile_kept() -> Kept:
    """A version whose every word attacks what shows it."""
    return kept(hostile(), 9, key="<script>", url="javascript:alert(1)", corpora="=1+1")


TEXT = "Ela Marn of Usa accused Rus. Usa sent ships to the strait. The two had met in Brod on Monday."
MARN = Actor("Ela Marn", "USA", "GOV", person=True, office="Foreign Minister", evidence=at("Ela Marn", TEXT))
RUS = Actor("Rus", "RUS", "GOV", evidence=at("Rus", TEXT))
NATO = Actor("NATO", "NATO", "IGO")


def dispatch(*, published: str | None = "2031-03-04", met: str | None = "2031-03-03", **more: object) -> Record:
    """An accusation, an act told as fact and a meeting the day before; real states' codes, nobody real."""
    statement = Statement(
        1, (at("Ela Marn of Usa", TEXT),), (at("accused", TEXT),), (at("Rus", TEXT),), (), "indirect", (MARN,),
        Label("ACCUSE", 0.8), Label("fact", 0.9), (Label("sanctions", 0.9),), (RUS,),
    )  # fmt: skip
    event = Event(at("sent ships", TEXT), (Actor("Usa", "USA", "MIL"),), Label("MOBILIZE", 0.7), (RUS, NATO), "fact")
    contact = Contact(met, "in-person", "ministers", (MARN, RUS), "held", "Brod", (), (at("had met", TEXT),))
    made = Record(
        Article(
            TEXT, "dispatch", "dispatch.txt", Known("A row", "metadata"), Known("en", "metadata"),
            Known("The Brod Courier", "metadata"), None, Moment(published, "metadata") if published else None,
        ),
        (statement,), (contact,), (event,), (), Made("0.1.0", "fake-weights", "2030-01-01"),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]
