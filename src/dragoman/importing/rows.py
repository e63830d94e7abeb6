"""Rows of tables and lines of JSON: which column is what, and the article in a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from dragoman.article import Known, Moment
from dragoman.gather.fetched import SIZE_LIMIT, Fetched
from dragoman.importing import values
from dragoman.importing.build import Told, built
from dragoman.importing.data import table
from dragoman.importing.item import Item, Place, Trouble, key, trouble
from dragoman.page.decode import replace_surrogates
from dragoman.phrase import Phrase

FIELDS: Final = ("text", "html", "title", "url", "published", "modified", "publisher", "language", "id", "fetched")
"""What a mapping of columns may name."""

_HTML: Final = re.compile(
    r"\s*<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1)\b[^<>]*>", re.IGNORECASE
)

Row = Mapping[str, Any]
Columns = Mapping[str, str]


def checked(columns: Columns) -> tuple[tuple[str, str], ...]:
    """A mapping of fields to columns in a form that can be kept. Raises ValueError for a field that is none."""
    for name in columns:
        if name not in FIELDS:
            raise ValueError(f"no field {name!r}: there are {', '.join(FIELDS)}")
    return tuple(sorted(columns.items()))


@lru_cache(maxsize=512)
def found(names: tuple[str, ...], columns: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    """For each field the columns that may hold it, the likeliest first; one that is mapped is its field's only one."""
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(_plain(name), name)
    result = {
        field: tuple(plain[name] for name in known if name in plain)
        for field, known in table("columns")["fields"].items()
    }
    for field, column in columns:
        result[field] = (column,)
    return result


def lacking(names: Sequence[str], columns: tuple[tuple[str, str], ...]) -> str | None:
    """Why a table with these columns has no articles, where it has none."""
    known = set(names)
    for field, column in columns:
        if missing := [one for one in column.split("+") if one not in known]:
            return f"no column {missing[0]!r} for {field}: there are {_listed(names)}"
    fields = found(tuple(names), columns)
    if not fields["text"] and not fields["html"]:
        return f"no column that holds a text ({_listed(names)}); name it: text=COLUMN"
    return None


def item(row: Row, place: Place, columns: tuple[tuple[str, str], ...]) -> Item | Trouble:
    """The article in a row: HTML where it has any and no text is mapped, else its text."""
    row = flat(row)
    fields = found(tuple(row), columns)
    mapped = frozenset(field for field, _ in columns)
    told, fetched = _told(row, fields, mapped)
    html = None if "text" in mapped and "html" not in mapped else _html(row, fields["html"])
    text = None if html is not None else _text(row, fields["text"], mapped="text" in mapped)
    if html is None and text is not None and _HTML.match(text):
        html = text
    if html is not None:
        return _page(html, told, fetched, place)
    if text is not None:
        return built(text, told, place)
    if told.url:
        return trouble(place, f"an address alone, no text: {told.url}")
    return trouble(place, f"no text in it ({_listed(list(row))})")


def flat(row: Row) -> dict[str, Any]:
    """A line's keys with those of the objects within it that hold an article or are about it; its own go first."""
    result = {str(name): value for name, value in row.items()}
    for outer in table("columns")["nested"]["within"]:
        inner = row.get(outer)
        if isinstance(inner, Mapping):
            del result[outer]
            for name, value in inner.items():
                result.setdefault(f"{outer}.{name}", value)
                result.setdefault(str(name), value)
    return result


def _told(row: Row, fields: dict[str, tuple[str, ...]], mapped: frozenset[str]) -> tuple[Told, datetime | None]:
    def first(field: str, understood: Any) -> Any:
        return next((value for name in fields[field] if (value := understood(row.get(name))) is not None), None)

    told = Told(given=mapped)
    code = first("language", values.language)
    told.language = Known(code, told.origin("language")) if code else None
    told.title, told.url = first("title", values.word), first("url", values.url)
    told.publisher, told.image = first("publisher", values.publisher), first("image", values.url)
    told.accession, told.id = first("accession", _accession), first("id", values.word)
    for field in ("published", "modified"):
        moment = first(field, lambda value, field=field: values.moment(value, told.origin(field), code))
        setattr(told, field, moment)
        written = first(field, values.word)
        if moment is None and written is not None and field == "published":
            told.warnings.append(Phrase("not understood as a date of publication: {day}", day=written[:60]))
    if told.modified is not None and told.published is not None and told.modified.value == told.published.value:
        told.modified = None
    return told, _instant(first("fetched", lambda value: values.moment(value, "metadata")))


def _instant(moment: Moment | None) -> datetime | None:
    """A moment in UTC, which it is taken to be in where no zone is told."""
    if moment is None:
        return None
    value = datetime.fromisoformat(moment.value)
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _accession(value: Any) -> str | None:
    written = values.word(value)
    return re.sub(r"^(?:Document|Dokument)\s+", "", written) if written and len(written) <= 120 else None


def _html(row: Row, names: Sequence[str]) -> str | bytes | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, bytes) and value.strip():
            return value
        written = values.text(value)
        if written is not None and "<" in written:
            return written
    return None


def _text(row: Row, names: Sequence[str], *, mapped: bool) -> str | None:
    """The first text, with its beginning where the export keeps that apart; a mapping joins columns by ``+``."""
    for name in names:
        if mapped:
            parts = [values.text(row.get(one)) for one in ([name] if name in row else name.split("+"))]
            joined = "\n".join(part for part in parts if part is not None)
        else:
            joined = values.text(row.get(name)) or ""
            opening = _opening(row, name)
            if opening is not None and not joined.lstrip().startswith(opening[:60].strip()):
                joined = f"{opening}\n{joined}" if joined else opening
        if joined.strip():
            return joined
    return None


def _opening(row: Row, name: str) -> str | None:
    """The lead paragraphs of a Factiva export, which has an accession number and the rest of the text elsewhere."""
    lead = table("columns")["joined"].get(_plain(name))
    plain = {_plain(one): one for one in row}
    if lead is None or lead not in plain or not {"an", "accessionnumber", "accessionno"} & plain.keys():
        return None
    return values.text(row[plain[lead]])


def _page(html: str | bytes, told: Told, fetched: datetime | None, place: Place) -> Item | Trouble:
    data = html if isinstance(html, bytes) else html.encode("utf-8", "replace")
    if len(data) > SIZE_LIMIT:
        return trouble(place, f"larger than {SIZE_LIMIT // 1_000_000} MB")
    page = Fetched(
        data=data,
        source=replace_surrogates(place.source),
        media_type="text/html",
        charset=None if isinstance(html, bytes) else "utf-8",
        url=told.url,
        fetched=fetched or place.changed,
    )
    name = key(told.url, told.accession, html if isinstance(html, str) else html.decode("latin-1"))
    return Item(place.text, place.position, place.done, name, page, published=told.published, language=told.language)


@lru_cache(maxsize=4_096)
def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.rpartition(".")[2] or name).casefold()


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(str(name)[:40] for name in names[:12])
    return f"{shown} …" if len(names) > 12 else shown or "nothing"
