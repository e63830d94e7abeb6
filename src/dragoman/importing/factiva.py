"""Factiva: several articles a file, with two-letter codes for their fields or laid out for reading.

The codes are those of Factiva's search fields: https://developer.dowjones.com names them, ``docs/importing.md`` says
which are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from dragoman.article import Known
from dragoman.gather.fetched import SIZE_LIMIT
from dragoman.importing import factiva_page, values
from dragoman.importing.build import Told, built
from dragoman.importing.item import Item, Place, Trouble, trouble
from dragoman.importing.paragraphs import paragraphs
from dragoman.importing.source import HEAD, Opened, encoding, head, lines
from dragoman.phrase import Phrase

CODES: Final = frozenset(
    (
        "HD", "SE", "CLM", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "ART",
        "CT", "CX", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "DE", "FDS", "RIC", "RST", "GC",
    )
)  # fmt: skip
_EASY: Final = frozenset(("SE", "HD", "BY", "WC", "PD", "ET", "SN", "SC", "LA", "CY", "LP", "TD", "AN"))
"""Codes that one space may part from what they say; of others a word of a headline could be taken for one."""

_CODE: Final = re.compile(r"[ ]{0,3}(?P<code>[A-Z]{2,3})(?P<gap>[ \t\u00a0]*)(?P<value>.*)$")
NUMBER: Final = re.compile(
    r"(?P<word>(?:Document|Dokument|Documento|Документ|Dokumentum|文件|文档|文書|ドキュメント)\s*)?"
    r"(?P<number>[A-Z][A-Z0-9]{3,11}(?:19|20)\d{6}[a-z0-9]{5,12})\s*$"
)
"""An accession number: eight characters for the source, a day, and nine more."""

_WORDS: Final = re.compile(
    r"\d[\d.,\s]*\s?(?:words?|Wörter|mots|palabras|palavras|parole|woorden|слов[оа]?|слів|słów|słowa|kelime|ord|字|个字|個字|単語|كلمة)\.?$",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?(?:\s[A-Z]{2,4})?$")
_RIGHTS: Final = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_BY: Final = re.compile(r"(?:By|Von|Par|Por|Di|Door|От)\s", re.IGNORECASE)
_HEAD_LINES: Final = 14

Fields = dict[str, list[str]]


def items(path: Path, start: int | None) -> Iterator[Item | Trouble]:
    """An item or a trouble for each article."""
    number = 0
    for place, found in _articles(path):
        number += 1
        if start is not None and number <= start:
            continue
        here = Place(path, f"article {number}", number, place)
        yield trouble(here, found) if isinstance(found, str) else article(found, here)


def article(fields: Fields, place: Place) -> Item | Trouble:
    """The item of an article's fields, each a list of paragraphs."""

    def first(code: str) -> str | None:
        return " ".join(" ".join(fields.get(code, ())).split()) or None

    told = Told(title=first("HD"), publisher=values.publisher(first("SN")))
    language = values.language(first("LA"))
    told.language = Known(language, "metadata") if language else None
    if (number := NUMBER.search(first("AN") or "")) is not None:
        told.accession = number["number"]
    if (day := first("PD")) is not None:
        clock = first("ET") or ""
        told.published = values.moment(f"{day} {clock}".strip(), "metadata", language)
        if told.published is None:
            told.warnings.append(Phrase("not understood as a date of publication: {day}", day=day[:60]))
    text = "\n".join([*fields.get("LP", ()), *fields.get("TD", ())])
    return built(text, told, place)


def _articles(path: Path) -> Iterator[tuple[int, Fields | str]]:
    sample = head(path, HEAD)
    if factiva_page.is_page(sample):
        yield from factiva_page.articles(path, CODES, displayed)
        return
    with Opened(path) as file:
        held: list[str] = []
        size = 0
        for line in lines(file, encoding(sample)):
            if line.broken is not None:
                yield file.done, line.broken
                continue
            text = line.text.rstrip("\r\n").replace("\u00a0", " ").lstrip("\ufeff")
            starts = _begins(text, held)
            if not starts:
                held.append(text)
                size += len(text)
            if starts or _ends(text, held) or size > SIZE_LIMIT:
                yield from ((file.done, found) for found in _parsed(held, whole=True))
                held, size = ([text], len(text)) if starts else ([], 0)
        yield from ((file.done, found) for found in _parsed(held, whole=False))


def _begins(text: str, held: list[str]) -> bool:
    """Whether a headline's code begins an article before the last one's number was seen."""
    if not text.startswith(("HD ", "HD\t")) and text != "HD":
        return False
    return any(line.startswith(("LP", "TD")) for line in held)


def _ends(text: str, held: list[str]) -> bool:
    """Whether a line is an article's number: the word for it stands before it, or its code before it or above."""
    match = NUMBER.match(re.sub(r"^AN\s+", "", text.strip()))
    if match is None or match["word"] or text.strip().startswith("AN "):
        return match is not None
    return next((line.strip() for line in reversed(held[:-1]) if line.strip()), "") == "AN"


def _parsed(held: list[str], *, whole: bool) -> Iterator[Fields | str]:
    """The article in these lines, if there is one; what follows the last is Factiva's account of the search."""
    fields = coded(held) or displayed(held)
    if fields is not None:
        yield fields
    elif whole and any(line.strip() for line in held):
        yield "no article of Factiva's: neither field codes nor a line with the number of words"


def coded(held: Iterable[str]) -> Fields | None:
    """The fields of an article with codes; None where it has no headline's code."""
    raw: dict[str, list[str]] = {}
    code: str | None = None
    for line in held:
        match = _CODE.match(line)
        if match is not None and _is_code(match, body=code in ("LP", "TD")):
            code = match["code"]
            raw.setdefault(code, []).append(match["value"])
        elif code is not None:
            raw[code].append(line)
    if "HD" not in raw or not ({"LP", "TD", "SN", "PD"} & raw.keys()):
        return None
    return {name: paragraphs(lines) if name in ("LP", "TD") else lines for name, lines in raw.items()}


def _is_code(match: re.Match[str], *, body: bool) -> bool:
    if match["code"] not in CODES:
        return False
    if not match["value"]:
        return True
    return (
        "\t" in match["gap"]
        or len(match["gap"]) >= 2
        or (len(match["gap"]) == 1 and not body and match["code"] in _EASY)
    )


def displayed(held: Iterable[str]) -> Fields | None:
    """The fields of an article laid out for reading; None without its line that counts the words.

    In order: section, headline, author; the number of words; date, time, source, edition and pages, the source's
    code, language, copyright; the text; the accession number.
    """
    kept = list(held)
    filled = [index for index, line in enumerate(kept) if line.strip()]
    counted = next((index for index in filled[:_HEAD_LINES] if _WORDS.match(kept[index].strip())), None)
    if counted is None:
        return None
    above = [kept[index].strip() for index in filled if index < counted]
    below = [index for index in filled if index > counted]
    fields: Fields = {"HD": [_headline(above)], "WC": [kept[counted].strip()]}
    begun = counted + 1
    for index in below[:_HEAD_LINES]:
        line = kept[index].strip()
        if _RIGHTS.match(line):
            begun = index + 1
            break
        if "PD" not in fields:
            if len(line) < 60 and values.in_words(line, None) is not None:
                fields["PD"] = [line]
                begun = index + 1
        elif "SN" not in fields:
            fields["ET" if _CLOCK.match(line) else "SN"] = [line]
            begun = index + 1
        elif "LA" not in fields and len(line) < 40 and values.language(line) is not None:
            fields["LA"] = [line]
            begun = index + 1
    rest = kept[begun:]
    for index in range(len(rest) - 1, max(-1, len(rest) - 6), -1):
        if (number := NUMBER.match(rest[index].strip())) is not None:
            fields["AN"] = [number["number"]]
            rest = rest[:index]
            break
    fields["TD"] = paragraphs(rest)
    return fields


def _headline(above: list[str]) -> str:
    """Of the lines above the number of words the one that is neither a section nor an author."""
    named = [line for line in above if not _BY.match(line)]
    if len(named) < 2:
        return named[0] if named else " ".join(above)
    first, last = named[-2], named[-1]
    words = last.split()
    author = len(words) <= 4 and len(first) > len(last) and all(word[:1].isupper() for word in words)
    return first if author else last
