"""Damaged WARC files: reading that does not fail, the next whole record, and an end that is cut off."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from typing import IO, Final

from dragoman.importing.source import BROKEN

_MEMBER: Final = b"\x1f\x8b\x08"
_RECORD: Final = re.compile(rb"(?:^|\n)(WARC/\d\.\d\r?\n)")
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_CHUNK: Final = 1 << 20
_HEADER: Final = 1 << 16


class Forgiving(io.RawIOBase):
    """A stream that ends where its inner one fails; ``broken`` then says why. FastWARC does not bear exceptions."""

    def __init__(self, inner: gzip.GzipFile) -> None:
        self._inner = inner
        self.broken: str | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Bytes, none where the inner stream fails."""
        try:
            return self._inner.read1(size)
        except BROKEN as error:
            self.broken = str(error) or type(error).__name__
            return b""

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place, or as near as the inner stream lets."""
        try:
            return self._inner.seek(offset, whence)
        except BROKEN as error:
            self.broken = str(error) or type(error).__name__
            return self.tell()

    def tell(self) -> int:
        """The place in the unpacked bytes."""
        return self._inner.tell()


def packed_as_one(raw: IO[bytes]) -> bool:
    """Whether the whole file is one gzip member, instead of one a record as the standard has it.

    Told by what follows the first record in the first member.
    """
    raw.seek(0)
    packed = raw.read(_CHUNK)
    raw.seek(0)
    if not packed.startswith(_MEMBER[:2]):
        return False
    unpacker = zlib.decompressobj(wbits=31)
    try:
        data = unpacker.decompress(packed, 4 * _CHUNK)
    except zlib.error:
        return False
    end = _end(data[:_HEADER])
    return end is not None and _RECORD.search(data, max(0, end - 1)) is not None


def following(file: IO[bytes], offset: int, *, packed: bool) -> int | None:
    """Where the first whole beginning of a record at or after a place is; None where there is none."""
    file.seek(offset)
    position, held = offset, b""
    while True:
        data = file.read(_CHUNK)
        held += data
        for start in _candidates(held, packed, beginning=position == 0):
            if not packed or _begins(held[start : start + 4_096]):
                return position + start
        if not data:
            return None
        kept = min(len(held), 4_096)  # a beginning may lie across two chunks
        position += len(held) - kept
        held = held[len(held) - kept :]


def _candidates(data: bytes, packed: bool, *, beginning: bool) -> list[int]:
    if packed:
        return [match.start() for match in re.finditer(re.escape(_MEMBER), data)]
    return [match.start(1) for match in _RECORD.finditer(data) if match.start(1) or beginning]


def _begins(data: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, 64).startswith(b"WARC/")
    except zlib.error:
        return False


def cut_off(raw: IO[bytes], last: int, *, packed: bool) -> bool:
    """Whether something that is no whole record follows the last one that was found."""
    raw.seek(last)
    if packed:
        unpacker = zlib.decompressobj(wbits=31)
        rest = b""
        while not unpacker.eof and (data := raw.read(_CHUNK)):
            try:
                while data and not unpacker.eof:
                    unpacker.decompress(data, _CHUNK)
                    data = unpacker.unconsumed_tail
            except zlib.error:
                return False
        rest = unpacker.unused_data + raw.read(_HEADER)
    else:
        end = _end(raw.read(_HEADER))
        if end is None:
            return False
        raw.seek(last + end)
        rest = raw.read(_HEADER)
    return bool(rest.strip(b"\r\n\x00 "))


def _end(data: bytes) -> int | None:
    """How long the record is whose head is at the beginning of these bytes."""
    head, gap, _ = data.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return len(head) + len(gap) + int(length[1]) if gap and length else None
