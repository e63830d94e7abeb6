"""One article of LexisNexis: what stands above its text, the text, and the labelled lines around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from dragoman.article import Known
from dragoman.importing import values
from dragoman.importing.build import Told, built
from dragoman.importing.data import table
from dragoman.importing.item import Item, Place, Trouble, trouble
from dragoman.importing.paragraphs import blocks, joined, paragraphs
from dragoman.phrase import Phrase

START: Final = re.compile(
    r"\s*(?:\d{1,6}\s+of\s+\d{1,6}\s+DOCUMENTS?"
    r"|(?:Dokument|Document|Documento|Документ)\s+\d{1,6}\s+(?:of|von|de|van|di|из)\s+\d{1,6})\s*$",
    re.IGNORECASE,
)
COVER: Final = re.compile(
    r"\s*(?:Documents?|Dokumente?|Documentos?|Документы)\s+\(\d+\)"
    r"|\s*Job Number:|\s*(?:Time of Request|Download Request):",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"\s{0,3}(?P<label>[^\W\d_][\w \-]{1,24}?)\s?:(?:\s+(?P<value>.*))?$")
_RIGHTS: Final = re.compile(
    r"\s*(?:©|\(c\)|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos"
    r"|все права защищены)",
    re.IGNORECASE,
)
_ENDING: Final = frozenset(("graphic", "loaded", "language", "corrected", "other", "correction", "url"))
"""Labels that stand below a text."""

_NUMBERED: Final = re.compile(r".*\d")


@dataclass(slots=True)
class _Parts:
    above: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


def article(lines: list[str], place: Place) -> Item | Trouble:
    """The item of an article's lines; the first is "1 of 20 DOCUMENTS" in the older of the two layouts."""
    older = START.match(lines[0]) is not None
    lines = lines[1:] if older else lines
    parts = _parts(lines, older=older)
    if parts is None:
        return trouble(place, "no article of LexisNexis: no line says where its text begins")
    told = Told()
    language = values.language(parts.labels.get("language"))
    told.language = Known(language, "metadata") if language else None
    covered = not older and any(COVER.match(line) for line in parts.above)
    _head(parts, told, older=older, covered=covered, language=language)
    told.url = values.url(parts.labels.get("url"))
    if (corrected := parts.labels.get("corrected")) is not None:
        told.modified = values.moment(corrected, "metadata", language)
    text = paragraphs(parts.body) if older else [line for block in blocks(parts.body) for line in block]
    if (correction := parts.labels.get("correction")) is not None:
        text.append(f"Correction: {correction}")
    return built("\n".join(text), told, place)


def _parts(lines: list[str], *, older: bool) -> _Parts | None:
    """Parted at the labels above the text and below it; None where nothing says that there is an article."""
    parts = _Parts()
    begin = _body_begins(lines, older=older)
    if begin is None:
        return None
    end = _body_ends(lines, begin, older=older)
    first = next(
        (index for index, line in enumerate(lines[:begin]) if _labelled(line) or _heading(line, "body")), begin
    )
    parts.above = lines[:first]
    parts.body = lines[begin:end]
    while parts.body and (not parts.body[-1].strip() or _RIGHTS.match(parts.body[-1])):
        parts.body.pop()
    for region in (lines[first:begin], lines[end:]):
        _read_labels(region, parts.labels)
    return parts


def _read_labels(region: list[str], labels: dict[str, str]) -> None:
    """Values by field; one goes on in the lines below it, up to an empty one."""
    name: str | None = None
    for line in region:
        found = _labelled(line)
        if found is not None:
            name, value = found
            labels.setdefault(name, value)
        elif not line.strip() or _RIGHTS.match(line):
            # In a Word document what a label says may be a paragraph of its own.
            name = name if name is not None and labels.get(name) == "" and not _RIGHTS.match(line) else None
        elif name is not None:
            labels[name] = joined([part for part in (labels[name], line.strip()) if part])


def _labelled(line: str) -> tuple[str, str] | None:
    match = _LABEL.match(line)
    name = _names().get(match["label"].casefold()) if match else None
    return (name, (match["value"] or "").strip()) if match and name else None


def _heading(line: str, which: str) -> bool:
    return line.strip().casefold().rstrip(":") in table("nexis")["headings"][which]


def _body_begins(lines: list[str], *, older: bool) -> int | None:
    """The first line of the text: after the heading or label for it, else after the labels that follow the headline."""
    for index, line in enumerate(lines):
        if _heading(line, "body") and len(line) < 40:
            return index + 1
        found = _labelled(line)
        if found is not None and found[0] == "body" and (older or not found[1]):
            lines[index] = found[1]
            return index
        if found is not None and found[0] in ("loaded", "language"):
            break
    after: int | None = None
    index = 0
    while index < len(lines):
        found = _labelled(lines[index])
        if found is not None and (not older or lines[index].split(":")[0].isupper()):
            if found[0] in ("loaded", "language", "graphic"):
                break
            while index < len(lines) and lines[index].strip():
                index += 1
            after = index
        elif after is not None and lines[index].strip():
            break
        index += 1
    return after


def _body_ends(lines: list[str], begin: int, *, older: bool) -> int:
    for index in range(begin, len(lines)):
        line = lines[index]
        if not older and len(line) < 40 and _heading(line, "tail"):
            return index
        found = _labelled(line)
        if found is None or found[0] not in _ENDING:
            continue
        # A text may have such words before a colon itself: only as these services print them do they end it.
        if line.split(":")[0].isupper() if older else found[0] in ("loaded", "language"):
            return index
    return len(lines)


def _head(parts: _Parts, told: Told, *, older: bool, covered: bool, language: str | None) -> None:
    """Headline, publisher and day from the unlabelled lines above the text, by the order in which they stand."""
    above = [block for block in blocks(parts.above) if not _RIGHTS.match(block[0])]
    flat = [line for block in above for line in block if not _RIGHTS.match(line)]
    dated = [
        index
        for index, line in enumerate(flat)
        if _NUMBERED.match(line) and len(line) < 90 and values.in_words(line, language) is not None
    ]
    told.title = parts.labels.get("headline") or None
    if not dated:
        if flat:
            told.publisher, told.title = (flat[0], told.title) if older else (told.publisher, told.title or flat[0])
        told.warnings.append(Phrase("no date of publication above the text"))
        return
    # Below a cover that lists all articles the last date is the article's; else the first, as headlines may have one.
    day = dated[-1] if covered or not older else dated[0]
    told.published = values.moment(flat[day], "metadata", language)
    if older:
        told.publisher = flat[day - 1] if day else None
        if told.title is None:
            told.title = _below(above, flat[day])
        return
    told.publisher = flat[day - 1] if day else None
    names = flat[:day][:-1]
    if told.title is None and names:
        told.title = names[-1] if covered else joined(names)


def _below(above: list[list[str]], day: str) -> str | None:
    """The headline: the block under the one that has the date (and the edition)."""
    at = next((index for index, block in enumerate(above) if day in block), None)
    if at is None or at + 1 >= len(above):
        return None
    return joined(above[at + 1])


@cache
def _names() -> dict[str, str]:
    return {label: field for field, labels in table("nexis")["labels"].items() for label in labels}
