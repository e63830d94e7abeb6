"""Coding sheets: written for spreadsheets, blank; read back from whatever a spreadsheet makes of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from dragoman.amending.amendment import AmendingError
from dragoman.amending.drawing import Unit
from dragoman.codes import ACTS, MODALITIES, TOPICS
from dragoman.render import glosses
from dragoman.render.table import guarded

SHOWN: Final = ("id", "task", "title", "published", "language", "context")
ASKED: Final = ("attribution", "source", "speaker", "act", "modality", "topic", "cues", "note")

_YES: Final = frozenset({"yes", "y", "1", "true", "да", "д", "oui", "ja"})
_NO: Final = frozenset({"no", "n", "0", "false", "нет", "н", "non", "nein"})
_OPEN: Final = frozenset({"", "?"})
"""What a cell holds that a coder has left open."""

Row = dict[str, Any]
"""What a coder has said of a unit, by column: None where it is left open, ``cues`` as a tuple."""


def to_csv(units: Iterable[Unit]) -> str:
    """A blank sheet. With a byte order mark, without which Excel takes UTF-8 for another encoding."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*SHOWN, *ASKED])
    for unit in units:
        writer.writerow([*(guarded(getattr(unit, name)) for name in SHOWN), *[""] * len(ASKED)])
    return "\ufeff" + out.getvalue()


def from_csv(path: Path) -> dict[str, Row]:
    """What a coder has said, by unit. Raises ``AmendingError`` with the first thing that is wrong and how many are."""
    rows = list(csv.reader(io.StringIO(_decoded(path)), _dialect(path)))
    if not rows or "id" not in (header := [cell.strip().casefold() for cell in rows[0]]):
        raise AmendingError(
            "{name}: no coding sheet: its first line must name the columns, id among them", name=path.name
        )
    out: dict[str, Row] = {}
    wrong: list[str] = []
    for number, cells in enumerate(rows[1:], 2):
        told = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        name = told.get("id", "")
        if not name:
            continue
        if name in out:
            wrong.append(f"line {number}: {name} is there twice")
        try:
            out[name] = _row(told)
        except ValueError as error:
            wrong.append(f"line {number} ({name}): {error}")
    if wrong:
        more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise AmendingError("{name}: {wrong}{more}", name=path.name, wrong=wrong[0], more=more)
    return out


def _row(told: dict[str, str]) -> Row:
    said = told.get("attribution", "").casefold()
    out: Row = dict.fromkeys(ASKED)
    if said not in _OPEN:
        if said not in _YES | _NO:
            raise ValueError(f"attribution is {told['attribution']!r}, not yes or no")
        out["attribution"] = said in _YES
    for name, allowed in (("act", ACTS), ("modality", MODALITIES), ("topic", TOPICS)):
        value = told.get(name, "")
        value = value.upper() if name == "act" else value.lower()
        if value not in _OPEN:
            if value not in allowed:
                raise ValueError(f"{name} is {told[name]!r}, which is none of the {name}s of the codebook")
            out[name] = value
    for name in ("source", "speaker"):
        value = told.get(name, "")
        out[name] = None if value in _OPEN else " ".join(value.split())
    cues = told.get("cues", "")
    if cues not in _OPEN:
        out["cues"] = () if cues.casefold() in _NONE else tuple(c.strip() for c in cues.split(";") if c.strip())
    return out


_NONE: Final = frozenset({"-", "–", "—", "none", "0", "нет"})


def _decoded(path: Path) -> str:
    """The file's text: UTF-8, or what a spreadsheet of another language writes."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16") if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else ("utf-16",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise AmendingError("{name}: its encoding cannot be told; save it as CSV UTF-8", name=path.name)
    return str(best)


def _dialect(path: Path) -> type[csv.Dialect]:
    """Commas, or the semicolons and tabs of spreadsheets in languages that write decimals with a comma."""
    first = _decoded(path).split("\n", 1)[0]

    class Found(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Found


def codebook() -> str:
    """What the columns mean and what may stand in them, for the coders."""
    acts = "\n".join(f"- `{act}`: the speaker {glosses.ACTS[act]}" for act in ACTS)
    modalities = "\n".join(f"- `{name}`: {_MODALITY[name]}" for name in MODALITIES)
    topics = ", ".join(f"`{topic}`" for topic in TOPICS)
    return _CODEBOOK.format(acts=acts, modalities=modalities, topics=topics)


_MODALITY: Final = {
    "fact": "said to be so",
    "future": "said to come",
    "conditional": "said to come on a condition",
    "negated": "the cue or the main clause of what is said is negative",
}

_CODEBOOK: Final = """\
# Coding who said what to whom

Code by yourself; do not talk about rows before both of you are done. Leave a cell empty, or write `?`, where you
cannot tell. Do not change the column `id`. Save as CSV (UTF-8 if you are asked).

## Rows with the task `mark`

Some words in the context stand between ⟦ and ⟧.

- `attribution`: `yes` if these words ascribe a statement, thought, demand, promise, threat, feeling or position
  to somebody; else `no`, and leave the rest empty
- `source`: the words of the text that name who speaks, with title and name; `-` if there are none
- `speaker`: who that is: the name, several joined by `; `; `-` if nobody can be told
- `act`: what the speaker does in saying it, one of those below
- `modality`: of what is said, one of those below
- `topic`: the main topic, one of those below

## Rows with the task `passage`

A whole sentence stands between ⟦ and ⟧. In the column `cues` write all words in it that ascribe something to
somebody, as they stand there, joined by `; `, a word once for each time that it does; `-` if there are none.
Leave the other columns empty.

## Acts

{acts}

## Modality

{modalities}

## Topics

{topics}.
"""
