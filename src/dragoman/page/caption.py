"""What an image's alternative text and the lines around it say: a caption, and a credit after it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from dragoman.article import Image, Span
from dragoman.page.data import table
from dragoman.page.markdown import plain

_EDGES: Final = " \t\r\n|/·•—–-,;"
_NEXT: Final = re.compile(r"[ \t]*(?:\r?\n){1,2}(?P<line>[^\r\n]{1,600})")
_EMPHASISED: Final = re.compile(r"\s*([*_]{1,3})(?=\S)(.{1,500})(?<=\S)\1\s*")


def parted(text: str) -> tuple[str | None, str | None]:
    """Caption and credit of a text such as ``Caption | Источник: A / B``, "Caption (Photo: X)", "© X".

    Without a word that stands for a credit, all of it is the caption.
    """
    text = " ".join(text.split())
    match = _credit().search(text)
    if match is None:
        return text.strip(_EDGES) or None, None
    before, after = text[: match.start()], text[match.end() :]
    kept = match["bare"]
    if (sign := (match["sep"] or "").strip()) in ("!", "?", ")", "»", "”", '"', "」"):
        before += sign
    credit = after
    if (closing := _closing(match["lead"], after)) is not None:
        credit, rest = after[:closing], after[closing + 1 :]
        before = f"{before.rstrip()} {rest.strip(' .')}" if rest.strip(" .") else before
    elif "|" in after:
        credit = after.partition("|")[0]
    credit = credit.strip(_EDGES)
    if kept and not re.match(r"[©(]|photo|image|picture|фото|foto|fot|copyright|courtesy|摄|攝", kept, re.IGNORECASE):
        credit = f"{kept} {credit}".strip()
    elif kept and re.match(r"ap photo|afp photo", kept, re.IGNORECASE):
        credit = f"{kept}/{credit}".strip("/")
    return before.strip(_EDGES + "([") or None, credit.strip(" .") or None


def understood(image: Image) -> Image:
    """An image with what its alternative text tells of caption and credit, where they are not known otherwise."""
    source = image.caption or image.alternative
    if source is None:
        return image
    caption, credit = parted(source)
    if image.caption is None and credit is None:
        return image
    return replace(image, caption=caption, credit=image.credit or credit)


def below(text: str, image: Image, masked: list[Span]) -> Image:
    """A Markdown image with the line under it, if that is a credit or, in emphasis, a caption; the line is masked."""
    if image.span is None:
        return image
    start, end = image.span
    match = _NEXT.match(text, _after_link(text, end))
    # The picture must stand alone on its line, be it within a link.
    if match is None or text[text.rfind("\n", 0, start) + 1 : start].strip(" \t["):
        return image
    line = match["line"]
    emphasised = _EMPHASISED.fullmatch(line)
    bare = _credit().match(plain(line).strip())
    if emphasised is None and not (bare and len(line) <= 150):
        return image
    caption, credit = parted(plain(line))
    if emphasised is not None and credit is None and len(line) > 400:
        return image
    masked.append(match.span("line"))
    return replace(image, caption=image.caption or caption, credit=image.credit or credit)


def _after_link(text: str, end: int) -> int:
    closing = text.find(")", end, end + 2_000) if text.startswith("](", end) else -1
    return closing + 1 if closing > 0 else end


def _closing(lead: str, after: str) -> int | None:
    if not lead or lead[-1] not in "([":
        return None
    depth = 0
    for index, char in enumerate(after):
        if char in "([":
            depth += 1
        elif char in ")]":
            if depth == 0:
                return index
            depth -= 1
    return None


@cache
def _credit() -> re.Pattern[str]:
    data = table("credits")
    words = "|".join(sorted((re.escape(word).replace(r"\ ", r"\s+") for word in data["words"]), key=len, reverse=True))
    bare = "|".join(data["bare"])
    return re.compile(
        rf"(?:^|(?P<sep>[|.!?)»”\"/,;:—–\-。！？；，」]\s*)|(?<=\s))(?P<lead>[(\[]?)\s*"
        rf"(?:(?P<word>{words})\s*[:：／]\s*|(?P<bare>{bare})\s*[:/]?\s*)(?=\S)",
        re.IGNORECASE,
    )
