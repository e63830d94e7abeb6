"""Archives and servers to test the web with: invented states and people, read without weights."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html

from dragoman.article import Article, Image, Known, Moment
from dragoman.pipeline import Reader
from dragoman.record import Actor, Contact, Label, Record, Statement
from dragoman.resolver import Actors
from dragoman.store import Adder, Store
from dragoman.web.app import app
from dragoman.web.settings import LOCAL, Settings
from tests.accounts_sample import Fake
from tests.cli_fake import FakeReader

HOSTS = LOCAL | {"testserver"}

TORVALD = Actor("Torvald Amsel", "ARD", "GOV", True, "Foreign Minister", "named")
MIRELA = Actor("Mirela Sand", "BEL", "GOV", True, "President", "named")
"""Two people who do not exist; their states' codes are only codes here."""


def record(
    name: str,
    words: str = "Torvald Amsel said that the border would open. Mirela Sand said that nothing was agreed.",
    *,
    title: str = "Amsel and Sand meet",
    publisher: str = "The Harbour",
    url: str | None = None,
    language: str = "en",
    published: str = "2030-05-04",
    speakers: tuple[Actor, ...] = (TORVALD, MIRELA),
    images: tuple[Image, ...] = (),
    place: str = "Kestrel Bay",
) -> Record:
    """A record with a contact, and a statement for each sentence "X said that …" of its text."""
    statements = []
    at = 0
    for number, sentence in enumerate(words.split(". "), 1):
        start = words.index(sentence, at)
        at = start + len(sentence)
        cue = words.find(" said that ", start, at)
        if cue < 0:
            continue
        speaker = speakers[(number - 1) % len(speakers)]
        end = at - 1 if words[at - 1] == "." else at
        statements.append(
            Statement(
                number,
                ((start, cue),),
                ((cue + 1, cue + 5),),
                ((cue + 11, end),),
                (),
                "indirect",
                (speaker,),
                Label("STATE", 0.9),
                Label("fact", 0.9),
                (Label("territory", 0.9),),
                (),
                None,
                False,
                0.9,
            )
        )
    article = Article(
        text=words, id=name, source=name, title=Known(title, "metadata"), language=Known(language, "metadata"),
        publisher=Known(publisher, "metadata"), url=Known(url or f"https://paper.example.org/{name}", "metadata"),
        published=Moment(published, "metadata"), images=images,
    )  # fmt: skip
    contact = Contact(
        published, "in-person", "ministers", speakers, "held", place, ("territory",), ((0, min(20, len(words))),)
    )
    return Record(article=article, statements=tuple(statements), contacts=(contact,))


class Network(FakeReader):
    """Finds "X said that …", and tells words apart, so that claims can be aligned."""

    def __init__(self) -> None:
        super().__init__()
        self._words = Fake(Actors.load())

    def embed(self, texts: Any) -> Any:
        vectors = np.zeros((len(texts), 384), np.float32)
        for vector, words in zip(vectors, texts, strict=True):
            pieces, _ = self._words.embed_pieces(words)
            vector[:] = pieces.sum(axis=0) if len(pieces) else 0
            vector[0] += 0.1
            vector /= np.linalg.norm(vector)
        return vectors

    def embed_pieces(self, text: str) -> Any:
        return self._words.embed_pieces(text)


def fake_reader() -> Reader:
    """A reader without weights."""
    return Reader(neural=Network())


def shown(answer: Any, kind: str, below: str) -> Any:
    """What stands below elements of a class in a page: the end of an XPath, such as ``a/@href``."""
    found: Any = html.fromstring(answer.text)
    return found.xpath(f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {kind} ')]//{below}")


def fill(store: Store) -> None:
    """Two articles of one contact; the first has a second version."""
    adder = Adder(store, fake_reader())
    adder.add(record("talks"), "talks")
    adder.add(record("talks", "Torvald Amsel said that the border would open in May. Mirela Sand said that nothing "
                     "was agreed."), "talks")  # fmt: skip
    adder.add(record("other", "Mirela Sand said that she had asked for the meeting. Torvald Amsel said that it was useful.",
                     title="What Sand brought home", publisher="Morning Post", speakers=(MIRELA, TORVALD),
                     images=(Image("https://pictures.example.org/a.jpg", None, "Two ministers at a table", "A. Lens"),)),
              "other")  # fmt: skip


def server(store: Store | None = None, **settings: Any) -> FastAPI:
    """A server that test clients reach under their own name."""
    users = settings.pop("users", None)
    return app(store, fake_reader(), Settings(**{"hosts": HOSTS, **settings}), users=users)


@contextmanager
def client(store: Store | None = None, **settings: Any) -> Iterator[TestClient]:
    """A browser without scripts before a server."""
    with TestClient(server(store, **settings), follow_redirects=False) as opened:
        yield opened


@contextmanager
def served(application: FastAPI) -> Iterator[str]:
    """The address of a real server, for as long as the block lasts."""
    running = uvicorn.Server(uvicorn.Config(application, port=0, log_level="error"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not running.started and time.monotonic() < until:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join(10)
