"""The driver for one article or many: gather, page, read, resolve, record."""

from __future__ import annotations

import hashlib
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from os import PathLike
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeVar

from dragoman.article import Article, Span
from dragoman.reader.arithmetic import Arithmetic, chosen
from dragoman.record import Label, Made, Record, Statement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dragoman.accounts.comparison import Comparison
    from dragoman.reader.marks import Marks
    from dragoman.resolver import Actors

T = TypeVar("T")
U = TypeVar("U")

Readable = str | bytes | PathLike[str] | Article
"""What can be read: a text, a path, an http(s) address, the bytes of a document, or an article."""

_NETWORK, _ACTORS = Lock(), Lock()
"""Held while these are loaded: threads that read at once load them once."""
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_SUFFIX = re.compile(r"\S+\.(?:txt|text|md|markdown|html?|xhtml|pdf|docx)", re.IGNORECASE)


class Neural(Protocol):
    """What the pipeline asks of a neural reader; ``dragoman.reader.Reader`` is the one that ships."""

    @property
    def name(self) -> str: ...

    def marks(
        self, text: str, masked: Sequence[Span] = (), *, told: Callable[[int, int], None] | None = None
    ) -> Marks: ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def embed_pieces(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]: ...

    def relation(self, text: str, actor: Span, recipient: Span) -> Label: ...


class Reader:
    """Reads many texts with one set of weights and one set of actors; making one costs most, so keep it.

    ``actors`` are TOML files of the user's own, added to those that ship (docs/actors.md). ``threads`` is how
    many the network may use, None for the reader's own choice. ``neural`` stands in for the network that ships.
    ``arithmetic`` is that of the network, "float32" or "int8" (faster on some processors, docs/performance.md); None
    for what ``$DRAGOMAN_ARITHMETIC`` says, else float32. Nothing is loaded before the first text.
    Raises ValueError where there is no such arithmetic.
    """

    def __init__(
        self,
        *,
        actors: Sequence[str | PathLike[str]] = (),
        threads: int | None = None,
        neural: Neural | None = None,
        arithmetic: Arithmetic | None = None,
    ) -> None:
        self._files = tuple(Path(file) for file in actors)
        self._threads = threads
        self._neural = neural
        self._arithmetic = arithmetic or chosen()
        self._actors: Actors | None = None

    def read(
        self,
        what: Readable,
        *,
        published: str | date | None = None,
        language: str | None = None,
        allow_private: bool = False,
    ) -> Record:
        """Read one article; ``dragoman.read`` says what it takes and raises."""
        if isinstance(what, Article):
            return self.read_article(what)
        return self.read_article(article(what, published=published, language=language, allow_private=allow_private))

    def read_many(
        self,
        whats: Iterable[Readable],
        *,
        published: str | date | None = None,
        language: str | None = None,
        on_error: Callable[[Readable, Exception], None] | None = None,
    ) -> Iterator[Record]:
        """Read article after article, giving each record as it is made.

        A record never depends on what else is read. Where one fails, ``on_error`` is told and the next is read;
        without it the error is raised. As many are read at once as the reader has threads.
        """

        def one(what: Readable) -> tuple[Readable, Record | Exception]:
            try:
                return what, self.read(what, published=published, language=language)
            except Exception as error:
                return what, error

        for what, found in in_order(one, whats, self.threads):
            if isinstance(found, Record):
                yield found
            elif on_error is None:
                raise found
            else:
                on_error(what, found)

    @property
    def threads(self) -> int:
        """How many articles, or windows of one article, are read at once."""
        return self._threads or min(2, os.cpu_count() or 1)

    def read_article(self, article: Article, *, told: Callable[[int, int], None] | None = None) -> Record:
        """The record of an article that is at hand.

        ``told`` hears how many parts of its text are read, and of how many.
        """
        from dragoman.resolver import language, resolve

        # The network works outside Python for the most part: what is known of actors is loaded beside it.
        with ThreadPoolExecutor(1, "dragoman-actors") as aside:
            actors = aside.submit(lambda: self.actors.ready(language(article)))
            marks = self.neural.marks(article.text, article.masked, told=told)
        found = resolve(article, marks, actors=actors.result())
        return Record(
            article=article,
            statements=numbered(found.statements),
            contacts=found.contacts,
            events=found.events,
            warnings=found.warnings,
            made=self.made,
        )

    def marks(self, text: str, masked: Sequence[Span] = ()) -> Marks:
        """What the network marks in a text, before anything is understood."""
        return self.neural.marks(text, masked)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors (n, d); sentences that mean the same lie close together in every language."""
        return self.neural.embed(texts)

    def embed_pieces(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Unit vectors (t, d) of a text's word pieces in the space of ``embed``, and the pieces' ids (t,)."""
        return self.neural.embed_pieces(text)

    def relation(self, text: str, actor_span: Span, recipient_span: Span) -> Label:
        """The act that the first of two actors in a sentence does to the second."""
        return self.neural.relation(text, actor_span, recipient_span)

    @property
    def name(self) -> str:
        """Which weights read."""
        return self.neural.name

    @property
    def neural(self) -> Neural:
        """The network, loaded when it is first asked for."""
        with _NETWORK:
            if self._neural is None:
                from dragoman.reader.reader import NeuralReader

                self._neural = NeuralReader(threads=self.threads, arithmetic=self._arithmetic)
            return self._neural

    @property
    def actors(self) -> Actors:
        """The resolver's knowledge of actors, with the user's files; loaded when it is first asked for."""
        with _ACTORS:
            if self._actors is None:
                from dragoman.resolver import Actors

                self._actors = Actors.load(self._files)
            return self._actors

    @property
    def made(self) -> Made:
        """What records of this reader are made with."""
        from dragoman import __version__

        return Made(version=__version__, reader=self.name, actors=self._actors_name)

    @cached_property
    def _actors_name(self) -> str:
        """The files that ship by the latest day they were checked on, the user's own by name and content."""
        own = [f"{file.name} sha256:{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}" for file in self._files]
        return ", ".join([f"shipped, checked {self.actors.checked}", *own])


def in_order(function: Callable[[T], U], items: Iterable[T], threads: int) -> Iterator[U]:
    """The function's results in the order of the items, ``threads`` at once and few ahead of who takes them."""
    if threads < 2:
        yield from map(function, items)
        return
    pending: deque[Future[U]] = deque()
    pool = ThreadPoolExecutor(threads)
    try:
        for item in items:
            pending.append(pool.submit(function, item))
            if len(pending) > 2 * threads:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        # Who breaks off does not wait for what is being read: that may be a host that never answers.
        pool.shutdown(wait=False, cancel_futures=True)


def article(
    what: str | bytes | PathLike[str],
    *,
    published: str | date | None = None,
    language: str | None = None,
    allow_private: bool = False,
) -> Article:
    """The article in a text, a file, a page at an address, or the bytes of a document."""
    from dragoman import gather, page

    if isinstance(what, bytes) or (isinstance(what, str) and not _names_a_source(what)):
        return page.article(what, published=published, language=language)
    name = str(what)
    source = gather.Source(name, name if _ADDRESS.fullmatch(name) else Path(what))
    return page.article(source.open(allow_private=allow_private), published=published, language=language)


def numbered(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements numbered from 1 in the order given, their parents with them."""
    numbers = {statement.id: number for number, statement in enumerate(statements, 1)}
    return tuple(
        replace(one, id=numbers[one.id], parent=None if one.parent is None else numbers.get(one.parent))
        for one in statements
    )


def _names_a_source(text: str) -> bool:
    """Whether a string is an address or a path rather than an article.

    One word that ends like a file name is a path even where no such file is, so that a mistyped path is not
    read as a text of one word.
    """
    if _ADDRESS.fullmatch(text) or _SUFFIX.fullmatch(text):
        return True
    if not text or len(text) > 1024 or "\n" in text or "\x00" in text:
        return False
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=8)
def _shared(actors: tuple[str, ...]) -> Reader:
    return Reader(actors=actors)


def read(
    text_or_path_or_url: Readable,
    *,
    published: str | date | None = None,
    language: str | None = None,
    reader: Reader | None = None,
    actors: Sequence[str | PathLike[str]] = (),
    allow_private: bool = False,
) -> Record:
    """Read one article: who said what to whom.

    Takes a text, a path, an http(s) address, the bytes of an HTML page, PDF or DOCX, or an ``Article``. A string
    is an address where it starts with ``http://`` or ``https://``, a path where a file of that name exists or
    where it is one word that ends like a file name (``talks.pdf``), and otherwise the text itself.

    ``published`` (an ISO 8601 date) and ``language`` (BCP 47) override what the article tells of itself;
    ``actors`` are TOML files of the user's own. For many texts, make a ``Reader`` and pass it, or call its own
    ``read``; without one the same reader is used for every call.

    Raises ``dragoman.GatherError`` where nothing can be fetched or opened, ``dragoman.PageError`` where the bytes
    hold no article, ValueError for a wrong date or language.
    """
    if reader is not None and actors:
        raise ValueError("give actors to the Reader, or no reader")
    used = reader if reader is not None else _shared(tuple(str(file) for file in actors))
    return used.read(text_or_path_or_url, published=published, language=language, allow_private=allow_private)


def compare(
    records: Sequence[Record],
    *,
    sides: Sequence[str | None] = (),
    previous: Sequence[Record] = (),
    reader: Reader | None = None,
    name: str = "",
) -> Comparison:
    """Lay the accounts of one contact side by side.

    ``sides`` says of each record whose account it is: a state's or organisation's code, ``"news"``, or None for what
    its
    publisher, its form and its words tell. The first side is a. One record alone is enough where it reports both sides.
    ``previous`` are earlier accounts of the same sides, for formulas. ``reader`` gives the encoder, else the one that
    ``read``
    uses. Raises ValueError where fewer than two sides are found, with what would help.
    """
    from dragoman.accounts.relate import relate

    return relate(records, reader or _shared(()), sides=sides, previous=previous, name=name)
