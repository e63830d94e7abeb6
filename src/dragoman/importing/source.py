"""A file that may be compressed, read from its beginning without being held in memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, cast

from dragoman.gather.fetched import SIZE_LIMIT
from dragoman.page.decode import decode, replace_surrogates
from dragoman.page.error import PageError
from dragoman.page.guess import guess

HEAD: Final = 65_536
"""Bytes by which a file's form and encoding are told."""

BROKEN: Final = (OSError, EOFError, zlib.error, lzma.LZMAError, UnicodeError, ValueError)
"""What reading a broken or cut compressed file raises."""

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


Stream = io.BufferedReader | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile
"""Of these ``read1`` and ``readline`` give what comes before a broken place; ``read`` would lose it."""


class Opened:
    """A file open for reading; ``stream`` gives its unpacked bytes. Raises OSError where it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._raw = path.open("rb")
        magic = self._raw.read(6)
        self._raw.seek(0)
        self.stream: Stream = self._raw
        if magic.startswith(b"\x1f\x8b"):
            self.stream = gzip.GzipFile(fileobj=self._raw)
        elif magic.startswith(b"BZh"):
            self.stream = bz2.BZ2File(self._raw)
        elif magic.startswith(b"\xfd7zXZ"):
            self.stream = lzma.LZMAFile(self._raw)  # noqa: SIM115  (closed by ``__exit__``)

    @property
    def done(self) -> int:
        """The file's own bytes read so far."""
        return self._raw.tell()

    def __enter__(self) -> Opened:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()
        self._raw.close()


def head(path: Path, size: int = HEAD) -> bytes:
    """The first unpacked bytes of a file, as many as can be read. Raises OSError where it cannot be opened."""
    with Opened(path) as file:
        found = b""
        try:
            while len(found) < size and (data := file.stream.read1(size - len(found))):
                found += data
        except BROKEN:
            pass
        return found


def encoding(sample: bytes) -> str:
    """The name of the codec that a file's first bytes are in; ``utf-8`` where nothing speaks against it."""
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    zeros = sample.count(0)
    if zeros > len(sample) // 4:
        return "utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return guess(sample) or "utf-8"
    return "utf-8"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end, counted from 1; ``broken`` says why there is none (``text`` is then empty)."""

    number: int
    text: str
    broken: str | None = None


def lines(file: Opened, codec: str, limit: int = SIZE_LIMIT) -> Iterator[Line]:
    """The decoded lines of a file, parted at line feeds.

    A line that is longer than ``limit`` or that cannot be unpacked comes as broken; after the latter nothing does.
    Bytes that are not in the file's encoding are told by themselves, and what is left of them becomes U+FFFD.
    """
    wide = codec.startswith(("utf-16", "utf-32"))
    stream: Stream | IO[str] = file.stream
    if wide:
        stream = io.TextIOWrapper(cast("IO[bytes]", file.stream), codec, errors="replace", newline="\n")
    number = 0
    while True:
        number += 1
        try:
            found = stream.readline(limit + 1)
            if not found:
                return
            long = len(found) > limit
            rest = found
            while long and rest and rest[-1:] not in ("\n", b"\n"):
                rest = stream.readline(limit)
        except BROKEN as error:
            yield Line(number, "", f"the file is broken from here on: {error}")
            return
        if long:
            yield Line(number, "", f"longer than {limit // 1_000_000} MB")
        else:
            yield Line(number, replace_surrogates(found) if isinstance(found, str) else decoded(found, codec))


def decoded(data: bytes, codec: str) -> str:
    """Characters of a line that is in this encoding, or nearly."""
    if codec in ("utf-8", "utf-8-sig"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            pass
    try:
        return decode(data, charset=codec)[0]
    except PageError:
        return data.decode(codec, "replace")
