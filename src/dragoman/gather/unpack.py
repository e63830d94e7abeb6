"""Compressed bytes unpacked in small steps, so that no bomb gets further than the limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from dragoman.gather.fetched import GatherError, TruncatedError

STEP: Final = 65_536
"""Most bytes that are unpacked at once."""

_WINDOW: Final = {"gzip": 31, "x-gzip": 31, "deflate": 15}


def unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The bytes behind a ``Content-Encoding`` (gzip, deflate, or none).

    Raises ``TruncatedError`` where the compressed stream has no end, ``GatherError`` where it is none.
    """
    names = [name for part in encoding.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    if not names:
        yield from chunks
        return
    if len(names) > 1 or names[0] not in _WINDOW:
        raise GatherError("it is packed in a way that was not asked for")
    yield from _inflate(chunks, _WINDOW[names[0]])


def gunzip(data: bytes) -> Iterator[bytes]:
    """The bytes of a gzip file; raises like ``unpacked``."""
    return _inflate((data,), 31)


def _inflate(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    stream = zlib.decompressobj(window)
    begun = False
    try:
        for chunk in chunks:
            if not begun and chunk and window == 15 and not _has_header(chunk):
                stream = zlib.decompressobj(-15)  # some servers send bare deflate
            rest = chunk
            while rest:
                if stream.eof:
                    if window != 31 or not rest.startswith(b"\x1f"):
                        break  # padding after the end
                    stream = zlib.decompressobj(window)  # a gzip file may have several members
                begun = True
                yield stream.decompress(rest, STEP)
                rest = stream.unconsumed_tail or stream.unused_data
    except zlib.error as error:
        raise GatherError("its compression is broken") from error
    if begun and not stream.eof:
        raise TruncatedError("it broke off within its compressed bytes")


def _has_header(data: bytes) -> bool:
    return data[0] & 0x0F == 8 and (len(data) < 2 or (data[0] << 8 | data[1]) % 31 == 0)
