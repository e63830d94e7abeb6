"""The arguments of a command, expanded one by one into things that can be opened."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dragoman.gather.fetched import SIZE_LIMIT, Fetched, GatherError

SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml", ".md", ".markdown", ".mdown", ".txt", ".text", ".pdf", ".docx"})
"""What is taken for an article in a folder; a file that is named itself may have any suffix."""

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """Something that may hold an article; nothing is read before ``open``.

    ``name`` is how it is shown. ``target`` is a path, a URL, or None for standard input; ``trouble`` is why it
    cannot be opened, where that is known already.
    """

    name: str
    target: Path | str | None
    trouble: str | None = None

    def open(self, *, allow_private: bool = False, limit: int = SIZE_LIMIT, timeout: float | None = None) -> Fetched:
        """Read the bytes.

        ``allow_private`` lets a URL lead to an address that is not public, ``limit`` is in bytes, ``timeout`` is
        the whole time for a URL in seconds (None: the default of ``web.fetch``). Raises ``GatherError``.
        """
        if self.trouble is not None:
            raise GatherError("{name}: {trouble}", name=self.name, trouble=self.trouble)
        if isinstance(self.target, str):
            from dragoman.gather import web

            total = web.TOTAL_SECONDS if timeout is None else timeout
            return web.fetch(self.target, allow_private=allow_private, limit=limit, total=total)
        try:
            if self.target is None:
                data = sys.stdin.buffer.read(limit + 1)
            else:
                with self.target.open("rb") as file:
                    data = file.read(limit + 1)
        except (OSError, ValueError) as error:
            raise GatherError("{name}: {reason}", name=self.name, reason=_reason(error)) from error
        if len(data) > limit:
            raise GatherError("{name}: larger than {limit}", name=self.name, limit=size(limit))
        return Fetched(data, self.name)


def sources(arguments: Sequence[str]) -> Iterator[Source]:
    """Expand paths, folders, http(s) URLs and ``-`` (standard input), in the order given, lazily.

    A folder gives the files below it that have one of ``SUFFIXES``, sorted by name, without hidden ones and
    without following links to folders. What does not exist gives a source that fails when it is opened, so that
    one wrong argument does not keep the others from being read.
    """
    for argument in arguments:
        name = shown(argument)
        if argument == "-":
            yield Source("-", None)
        elif match := _SCHEME.match(argument):
            known = match[0].lower() in ("http://", "https://")
            yield Source(name, argument, None if known else "only http and https addresses are fetched")
        elif os.path.isdir(argument):
            yield from _folder(Path(argument))
        else:
            yield Source(name, Path(argument))


def _folder(folder: Path) -> Iterator[Source]:
    found = False
    for source in _below(folder):
        found = True
        yield source
    if not found:
        known = ", ".join(sorted(SUFFIXES))
        yield Source(shown(str(folder)), folder, f"no articles in this folder ({known})")


def _below(folder: Path) -> Iterator[Source]:
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Source(shown(str(folder)), folder, _reason(error))
        return
    for entry in ordered:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _below(path)
        elif path.suffix.lower() in SUFFIXES and entry.is_file():
            yield Source(shown(str(path)), path)


def shown(argument: str) -> str:
    """A name that can be printed: one line, and bytes of a file name that are not UTF-8 become U+FFFD."""
    text = re.sub(r"[\ud800-\udfff]", "\ufffd", argument)
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)


def size(limit: int) -> str:
    """A number of bytes for a message."""
    return f"{limit / 1_000_000:g} MB" if limit >= 100_000 else f"{limit} bytes"


def _reason(error: OSError | ValueError) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return text[:1].lower() + text[1:]
