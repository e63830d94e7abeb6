"""The codebook of the event table and of the other tables, written from the data that the export itself uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.export import crosswalk
from dragoman.export.columns import TABLES
from dragoman.export.crosswalk import data
from dragoman.render.glosses import ACTS

SECTORS = {
    "GOV": "government", "LEG": "parliament and its members", "JUD": "courts", "MIL": "armed forces",
    "POL": "police and security services (POLECAT: COP)", "PTY": "parties", "OPP": "opposition", "REB": "rebels",
    "IGO": "organisations of states", "NGO": "other organisations", "BUS": "business", "MED": "media",
    "EDU": "science and education", "CVL": "others",
}  # fmt: skip
"""What the sectors of ``codes.SECTORS`` mean."""

HEAD = """\
# Codebook

*Written by `dragoman export --codebook` from the data that the export uses; do not edit it by hand.*

How to export, and what each form is for: [export.md](export.md). A row vouches for nothing: it says who told what.

## The event table

`dragoman export --form polecat` writes one row for each event, tab-separated, in UTF-8, in the columns of POLECAT
(Halterman et al. 2023), so that scripts made for that data set read it; columns of our own follow, in small letters.

**What is an event.** Of the kind *event*: an act that newspapers tell as fact. Of the kind *statement*: an attribution
whose act is another than STATE, that is, what a speaker does in saying something (demands, accuses, threatens,
agrees …), or is said to have done. Left out, and counted in the summary: acts that the reader is unsure of, acts of
nobody known, and what newspapers tell as planned, conditional or not done.

**What is the same event.** The same kind, day, act, actors, recipients and contact, whoever tells it and in how many
articles. The actors must be the same, so that a minister and his spokesman make two events. An event told on two days
without a contact to date it by counts twice. The row shows the first mention: that of the article published first, of
these the one added first.

**Independent articles.** Articles whose words are nearly the same (copies of a wire report) make one story and count
once. Articles that retell one report in other words are not told apart.

**A contact** is an event's where it is the only one in the article that was held, not after publication, and one of the
actors or recipients takes part in it by name.

Cells that a spreadsheet would take for a formula begin with an apostrophe. Several values are joined by `; `, in step
from column to column; a semicolon within a value becomes a comma. Sectors, types and contexts are the codes below.
"""


def text() -> str:
    """The codebook as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield HEAD
    columns = data("polecat")["columns"]
    yield from _table(("column", "meaning"), ((c["name"], c["meaning"]) for c in columns if c.get("filled", True)))
    empty = [c["name"] for c in columns if not c.get("filled", True)]
    yield f"Columns that stay empty, since no record tells them: {', '.join(empty)}.\n"
    yield "## Types: PLOVER, quad codes, intensity, CAMEO\n"
    roots = data("plover")["cameo"]
    yield "Intensity is the scale of PLOVER's manual, one number a type. CONCEDE and RETREAT share CAMEO's root 08.\n"
    yield from _table(
        ("type", "the actor …", "quad code", "intensity", "CAMEO root"),
        (
            (name, ACTS[name], act.quad, f"{act.intensity:+.1f}", "; ".join(f"{c} {roots[c]}" for c in act.cameo))
            for name, act in crosswalk.acts().items()
        ),
    )
    yield "## Topics to PLOVER's contexts\n"
    yield (
        "*exact*: the same; *close*: nearly; *broad*: the context is wider than the topic, or a part of it alone; "
        "*none*: there is no such context.\nPLOVER's other contexts have no topic and do not occur.\n"
    )
    yield from _table(
        ("topic", "contexts", "match"),
        ((topic, "; ".join(one["contexts"]), one["match"]) for topic, one in data("contexts")["topics"].items()),
    )
    yield "## Sectors\n"
    yield from _table(("sector", "of"), SECTORS.items())
    yield "## ISO 3166 to COW\n"
    yield (
        "Numbers and abbreviations of the Correlates of War Project's list of state system membership (v2016). Mind\n"
        "that one abbreviation may mean different states in the two (AUS, SWZ, CZE …). Where no row of a code holds\n"
        "the day, the one without an end is taken, else the last.\n"
    )
    yield from _table(
        ("ISO", "state", "COW", "abbreviation", "since", "until"),
        (
            (s.iso or "", s.name or _name(s.iso), str(s.number), s.abbreviation, str(s.since), str(s.until or ""))
            for s in crosswalk.cow_states()
        ),
    )
    yield "# The other tables\n"
    yield (
        "Of `--form csv`, `--form parquet` and the frames in Python. In CSV, lists are joined by `; `; in Parquet and\n"
        "in frames they are lists.\n"
    )
    for table in TABLES.values():
        yield f"## {table.name.capitalize()}\n"
        yield f"{table.meaning}\n"
        yield from _table(("column", "type", "meaning"), ((c.name, c.kind, c.meaning) for c in table.columns))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _name(iso: str | None) -> str:
    """A state's name in English, from CLDR."""
    from babel import Locale
    from babel.core import get_global

    if iso == "XKX":
        return "Kosovo"
    short = get_global("territory_aliases").get(iso or "")
    return str(Locale("en").territories.get(short[0], iso)) if short else str(iso)
