"""What a visitor gives to be read: a pasted text, an address, or a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from fastapi import UploadFile

from dragoman.article import Article
from dragoman.gather import Fetched
from dragoman.gather.web import fetch
from dragoman.page import article as make_article
from dragoman.phrase import Phrase
from dragoman.web.desk import Desk
from dragoman.web.errors import RefusedError

FETCH_SECONDS: Final = 20.0

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d\S{0,20})?")
_SIDE = re.compile(r"[A-Za-z][A-Za-z0-9]{1,11}")


@dataclass(frozen=True, slots=True)
class Given:
    """One text as it was given. ``side`` is whose account it is said to be."""

    words: str = ""
    file: UploadFile | None = None
    published: str | None = None
    side: str | None = None

    def __bool__(self) -> bool:
        return bool(self.words.strip()) or self.file is not None


def given(words: str | None, file: UploadFile | None, published: str | None, side: str | None) -> Given:
    """The fields of a form as a text. Raises ``RefusedError`` for a date or a side that is none."""
    if file is not None and not file.filename and not file.size:
        file = None  # what a browser sends where no file was chosen
    published, side = (published or "").strip() or None, (side or "").strip() or None
    if published is not None and not _DAY.fullmatch(published):
        raise RefusedError("The date of publication is written such as 2021-12-07.")
    if side is not None and not _SIDE.fullmatch(side):
        raise RefusedError("A side is a state's or an organisation's code, such as USA or NATO.")
    return Given(words or "", file, published, side.upper() if side and side.lower() != "news" else side)


async def article(desk: Desk, one: Given) -> tuple[Article, Fetched | None]:
    """The article that was given, and the bytes it is in, where it is not a pasted text.

    Addresses that are not public are refused. Raises ``RefusedError``, ``GatherError`` and ``PageError``.
    """
    limits, words = desk.settings.limits, one.words.strip()
    if one.file is not None:
        data = await one.file.read(limits.bytes + 1)
        if len(data) > limits.bytes:
            raise RefusedError(Phrase("The file is larger than {size} MB.", size=limits.bytes // 1_000_000), 413)
        name = PurePath((one.file.filename or "file").replace("\\", "/")).name
        fetched: Fetched | None = Fetched(data, name, _media_type(one.file.content_type))
    elif _ADDRESS.fullmatch(words):
        fetched = await desk.readings.fetch(lambda: fetch(words, limit=limits.bytes, total=FETCH_SECONDS))
    else:
        fetched = None
    if len(one.words) > limits.characters:
        raise RefusedError(Phrase("The text is longer than {count:,} characters.", count=limits.characters), 413)
    source = fetched if fetched is not None else one.words
    found = await desk.readings.run(lambda: make_article(source, published=one.published))
    if len(found.text) > limits.characters:
        raise RefusedError(Phrase("The text is longer than {count:,} characters.", count=limits.characters), 413)
    return found, fetched


def _media_type(declared: str | None) -> str | None:
    """What a browser says that a file is, unless that says nothing."""
    kind = (declared or "").partition(";")[0].strip().lower()
    return kind if kind not in ("", "application/octet-stream") else None
