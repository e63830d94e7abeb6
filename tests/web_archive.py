"""An archive to test lists and counts with: statements told in every manner, by two invented states and others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from fastapi.testclient import TestClient

from dragoman.article import Article, Known, Moment
from dragoman.pipeline import Reader
from dragoman.record import Actor, Contact, Label, Record, Statement
from dragoman.store import Adder, Store
from dragoman.web.app import app
from dragoman.web.security.users import Users
from dragoman.web.settings import Settings
from tests.web_sample import HOSTS, fake_reader

ORSA = Actor("Orsa Lindt", "KRS", "GOV", True, "Foreign Minister", "named")
ORSA_RU = Actor("Орса Линдт", "KRS", "GOV", True, "министр иностранных дел", "named")
PAVO = Actor("Pavo Grell", "BEM", "GOV", True, "President", "named")
NEIGHBOUR = Actor("Hilde Marsh", "KRS", "CVL", True, None, "named")
MINISTRY = Actor("Foreign Ministry", "BEM", "GOV", False, None, "named")
KARSOVIA, BELMORA = Actor("Karsovia", "KRS", "GOV"), Actor("Belmora", "BEM", "GOV")

SAID = (
    # speaker, act, kind, translated, target, topic, content
    (ORSA, "ACCUSE", "direct", False, BELMORA, "energy", "“You have closed the valve twice this winter”"),
    (ORSA, "REQUEST", "indirect", False, BELMORA, "energy", "the valve must be opened"),
    (PAVO, "REJECT", "direct", True, KARSOVIA, "energy", "“Nobody has touched the valve”"),
    (PAVO, "AGREE", "mixed", False, KARSOVIA, "territory", "inspectors “may look wherever they like”"),
    (NEIGHBOUR, "STATE", "indirect", False, None, "health", "her cellar was cold"),
    (MINISTRY, "STATE", "indirect", False, None, "energy", "repairs go on at the valve"),
)
"""What is said in each article; everybody and everything is invented."""


def article(
    name: str, day: str, *, publisher: str = "The Valve", language: str = "en", title: str = "Cold words",
    said: Any = SAID, place: str = "Brede", url: str | None = None, contact: bool = True,
) -> Record:  # fmt: skip
    """The record of an article with these statements, and a phone call of the two states on its day."""
    text, statements = "", []
    for number, (speaker, act, kind, translated, target, topic, content) in enumerate(said, 1):
        source = (len(text), len(text) + len(speaker.name))
        cue = (source[1] + 1, source[1] + 5)
        text += f"{speaker.name} said "
        span = (len(text), len(text) + len(content))
        text += f"{content}.\n\n"
        statements.append(
            Statement(
                number, (source,), (cue,), (span,), (), kind, (speaker,), Label(act, 0.9), Label("fact", 0.9),
                (Label(topic, 0.9),), (target,) if target else (), None, translated, 0.9,
            )
        )  # fmt: skip
    made = Article(
        text=text, id=name, source=name, title=Known(title, "metadata"), language=Known(language, "metadata"),
        publisher=Known(publisher, "metadata"), url=Known(url or f"https://valve.example/{name}", "metadata"),
        published=Moment(day, "metadata"),
    )  # fmt: skip
    call = Contact(day, "phone", "ministers", (ORSA, PAVO), "held", place, ("energy",), ((0, 10),))
    return Record(article=made, statements=tuple(statements), contacts=(call,) if contact else ())


@cache
def reader() -> Reader:
    """One reader without weights for all archives."""
    return fake_reader()


def fill(store: Store) -> None:
    """Four articles of three papers on three days; of two days there is a call."""
    adder = Adder(store, reader())
    adder.add(article("one", "2031-03-03"), "one")
    adder.add(article("two", "2031-03-04", publisher="Morning Valve", contact=False), "two")
    russian = (ORSA_RU, "ACCUSE", "indirect", False, BELMORA, "energy", "вентиль закрывали дважды")
    adder.add(article("three", "2031-03-20", publisher="Вентиль", language="ru", said=(russian,)), "three")
    adder.add(article("four", "2031-03-20", said=SAID[:2]), "four")


@contextmanager
def desk(store: Store, *, users: Users | None = None, **settings: Any) -> Iterator[TestClient]:
    """A visitor before a server of an archive that is filled."""
    made = app(store, reader(), Settings(**{"hosts": HOSTS, **settings}), users=users)
    with TestClient(made, follow_redirects=False) as opened:
        yield opened
