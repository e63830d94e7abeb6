"""LexisNexis and Nexis Uni: several articles in a text or Word file.

The older layout begins each with "1 of 20 DOCUMENTS", the newer one ends each with "End of Document".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from dragoman.gather.fetched import SIZE_LIMIT
from dragoman.importing.item import Item, Place, Trouble, trouble
from dragoman.importing.nexis_article import START, article
from dragoman.importing.source import HEAD, Opened, encoding, head, lines
from dragoman.page.error import PageError

END: Final = re.compile(
    r"\s*(?:End of Document|Ende des Dokuments|Fin du document|Fin del documento"
    r"|Einde van document|Fim do documento|Fine documento|Конец документа)\s*$",
    re.IGNORECASE,
)
_PAGE: Final = re.compile(
    r"\s*(?:Page|Seite|Página|Pagina|Страница)\s+\d+\s+(?:of|von|sur|de|van|из)\s+\d+\s*$", re.IGNORECASE
)


def items(path: Path, start: int | None) -> Iterator[Item | Trouble]:
    """An item or a trouble for each article."""
    number = 0
    for done, found in _parted(path):
        number += 1
        if start is not None and number <= start:
            continue
        place = Place(path, f"article {number}", number, done)
        if isinstance(found, str):
            yield trouble(place, found)
        else:
            yield article(found, place)
    if number == 0:
        yield trouble(Place(path, "the file", 0, path.stat().st_size), "no article of LexisNexis in it")


Parted = tuple[int, "list[str] | str"]


def _parted(path: Path) -> Iterator[Parted]:
    sample = head(path, HEAD)
    if sample.startswith(b"PK\x03\x04"):
        yield from _grouped(_of_word(path))
        return
    with Opened(path) as file:
        yield from _grouped((file.done, line.text, line.broken) for line in lines(file, encoding(sample)))


def _of_word(path: Path) -> Iterator[tuple[int, str, str | None]]:
    """The lines of a Word document, with empty ones between so that none is taken for broken by width."""
    from dragoman.page import docx

    size = path.stat().st_size
    if size > SIZE_LIMIT:
        yield size, "", f"larger than {SIZE_LIMIT // 1_000_000} MB"
        return
    try:
        text = docx.extract(path.read_bytes()).text
    except PageError as error:
        yield size, "", str(error)
        return
    found = text.split("\n")
    for number, line in enumerate(found, 1):
        yield size * number // len(found), line, None
        yield size * number // len(found), "", None


def _grouped(found: Iterable[tuple[int, str, str | None]]) -> Iterator[Parted]:
    """The lines of each article, the line that begins it among them; the cover of the whole is left out."""
    held: list[str] = []
    size = done = 0
    begun = ended = False
    for done, raw, broken in found:
        if broken is not None:
            yield done, broken
            continue
        text = raw.rstrip("\r\n").replace("\u00a0", " ").replace("\ufeff", "").replace("\f", "")
        if START.match(text):
            if begun and any(map(str.strip, held)):
                yield done, held
            held, size, begun = [text], 0, True
        elif END.match(text):
            if any(map(str.strip, held)):
                yield done, held
            held, size, begun, ended = [], 0, False, True
        elif not _PAGE.match(text):
            held.append(text)
            size += len(text) + 1
            if size > SIZE_LIMIT:
                yield done, f"an article of more than {SIZE_LIMIT // 1_000_000} million characters"
                held, size, begun = [], 0, False
    if begun and any(map(str.strip, held)):
        yield done, held
    elif ended and sum(map(len, held)) > 200:
        yield done, "the file is cut off within this article"
