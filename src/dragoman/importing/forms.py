"""The forms of files that are taken in, and how one is told."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dragoman.importing import factiva_page, rows, table
from dragoman.importing.factiva import CODES, NUMBER
from dragoman.importing.nexis_article import COVER, START
from dragoman.importing.source import HEAD, decoded, encoding, head
from dragoman.page.error import PageError


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: its name, the suffixes it usually has, and what it is in a few words."""

    name: str
    suffixes: tuple[str, ...]
    what: str


FORMS: Final = (
    Form("jsonl", (".jsonl", ".ndjson"), "JSON, one object a line"),
    Form("json", (".json",), "JSON, an array or objects one after another"),
    Form("csv", (".csv", ".tsv", ".tab"), "a table with a head, of any delimiter"),
    Form("parquet", (".parquet",), "Apache Parquet"),
    Form("warc", (".warc",), "a web archive"),
    Form("factiva", (".txt", ".html", ".htm"), "an export of Factiva"),
    Form("nexis", (".txt", ".docx"), "an export of LexisNexis or Nexis Uni"),
)

PACKED: Final = (".gz", ".bz2", ".xz")

SUFFIXES: Final = frozenset(suffix for form in FORMS for suffix in form.suffixes)
"""What is looked at in a folder; each may be followed by one of ``PACKED``."""

_CODED: Final = re.compile(r"^ {0,3}([A-Z]{2,3})(?:\s*$|\t|[ \u00a0]{1,})", re.MULTILINE)
_UNI: Final = re.compile(
    r"^\s*(?:Load-Date|Length|Länge|Longueur|Longitud|Lengte|Длина|Ladedatum|Section|Rubrik|Byline)\s?:", re.MULTILINE
)


def forms() -> tuple[Form, ...]:
    """Every form that is known."""
    return FORMS


def suffix(path: Path) -> str:
    """A file's suffix in small letters, without that of its compression."""
    ends = [end.lower() for end in path.suffixes]
    if ends and ends[-1] in PACKED:
        ends.pop()
    return ends[-1] if ends else ""


def guess(path: Path) -> str | None:
    """The name of a file's form, by its first bytes and then by its suffix; None where it is none.

    Raises OSError where the file cannot be opened.
    """
    sample = head(path)
    if sample.startswith(b"PAR1"):
        return "parquet"
    if sample.startswith(b"WARC/"):
        return "warc"
    if sample.startswith(b"PK\x03\x04"):
        return "nexis" if _is_nexis(_words(path)) else None
    if factiva_page.is_page(sample):
        return "factiva"
    ending = suffix(path)
    by_suffix = next((form.name for form in FORMS[:5] if ending in form.suffixes), None)
    if by_suffix in ("parquet", "warc"):
        return by_suffix
    text = decoded(sample, encoding(sample)).lstrip("\ufeff")
    if (found := _json(text)) is not None:
        return by_suffix if by_suffix in ("json", "jsonl") and found == "jsonl" else found
    if by_suffix is None and _is_factiva(text):
        return "factiva"
    if by_suffix is None and _is_nexis(text):
        return "nexis"
    return by_suffix or ("csv" if ending in ("", ".txt", ".dat") and _is_table(text) else None)


def refusal(path: Path) -> str:
    """Why a file is of no form, and what else could be done with it."""
    sample = head(path, 8)
    if not sample:
        return "empty"
    if sample.startswith(b"{\\rtf"):
        return "an RTF file, which is not read: save it as plain text, or as DOCX (LexisNexis)"
    if suffix(path) in (".txt", ".html", ".htm", ".docx"):
        return "not an export of Factiva or LexisNexis: `dragoman add` takes it as an article"
    return "of no form that is known: " + ", ".join(form.name for form in FORMS)


def _json(text: str) -> str | None:
    start = text.lstrip()
    if not start.startswith(("{", "[")):
        return None
    if start[0] == "[":
        return "json" if re.match(r"\[\s*[\[{\"\]]", start) else None
    first, ended, _ = start.partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        # A long first line goes on beyond what was looked at.
        return "json" if re.match(r'\{\s*("|\})', start) and ended else "jsonl" if re.match(r'\{\s*"', start) else None
    return "jsonl"


def _is_factiva(text: str) -> bool:
    codes = {match[1] for match in _CODED.finditer(text)} & CODES
    if {"HD", "PD"} <= codes and codes & {"LP", "TD"}:
        return True
    found = (NUMBER.match(line.strip()) for line in text.splitlines() if len(line) < 80)
    return any(match["word"] for match in found if match is not None)


def _is_nexis(text: str) -> bool:
    lines = text.splitlines()
    if any(START.match(line) for line in lines):
        return True
    return len(_UNI.findall(text)) >= 2 or (any(COVER.match(line) for line in lines) and bool(_UNI.search(text)))


def _words(path: Path) -> str:
    from dragoman.gather.fetched import SIZE_LIMIT
    from dragoman.page import docx

    try:
        return docx.extract(path.read_bytes()).text if path.stat().st_size <= SIZE_LIMIT else ""
    except PageError:
        return ""


def _is_table(text: str) -> bool:
    first = text.partition("\n")[0]
    dialect = table.told(text[:HEAD])
    names = [name.strip().strip('"') for name in first.split(dialect.delimiter)]
    return len(names) > 1 and rows.lacking(names, ()) is None
