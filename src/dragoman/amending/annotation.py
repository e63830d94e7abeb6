"""Amended articles in the corpora's annotation forms, so that they can train the next reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, select

from dragoman.amending import log
from dragoman.amending.amendment import OF_RECORDS
from dragoman.amending.applying import apply, place
from dragoman.amending.current import current
from dragoman.article import Span
from dragoman.codes import ACTS
from dragoman.record import Record
from dragoman.render.standoff import to_standoff
from dragoman.store.tables import amendments

_LETTERS: Final = (("source", "s"), ("cue", "c"), ("content", "t"), ("condition", "q"))


def amended(connection: Connection) -> Iterator[tuple[int, Record, list[int], dict[int, list[int]]]]:
    """The articles that have amendments, by row: the amended record, numbered by cue, and the amendments in it.

    The last is by the statement's number: which amendments are of it.
    """
    rows = connection.execute(
        select(amendments.c.article).where(amendments.c.undone.is_(None), amendments.c.kind.in_(OF_RECORDS)).distinct()
        .order_by(amendments.c.article)
    ).scalars().all()  # fmt: skip
    for row in rows:
        found = apply(current(connection, row).read, log.of_article(connection, row))
        if not found.applied:
            continue
        record, numbers = numbered(found.record)
        touched: dict[int, list[int]] = defaultdict(list)
        for statement, number in found.touched:
            if statement in numbers:
                touched[numbers[statement]].append(number)
        yield row, record, [one.id for one in found.applied], dict(touched)


def numbered(record: Record) -> tuple[Record, dict[int, int]]:
    """The record with its statements numbered in the order of their cues; and the new numbers by the old."""
    said = sorted((s for s in record.statements if s.cue and s.content), key=lambda s: (place(s), s.id))
    numbers = {s.id: n for n, s in enumerate(said, 1)}
    new = [replace(s, id=numbers[s.id], parent=numbers.get(s.parent) if s.parent else None) for s in said]
    return replace(record, statements=tuple(new)), numbers


def to_gold(record: Record, applied: list[int], touched: dict[int, list[int]]) -> dict[str, Any]:
    """An article in the stand-off form, as check_annotation.py writes it.

    Besides the form's own fields: ``lang``; ``amendments``, all that are in it; and of an attribution that a person has
    amended, which. What has none is as the reader has it.
    """
    made = to_standoff(record)
    for one in made["attributions"]:
        one["topics"] = one["topics"][:3]
        if one["id"] in touched:
            one["amendments"] = touched[one["id"]]
    language = record.article.language
    return {"id": made.pop("id"), "lang": language.value if language else None, **made, "amendments": applied}


def to_ann(record: Record) -> str:
    """An article as text with inline tags and code lines. Raises ValueError where the form cannot hold it.

    That is where two spans cross, or the text has the form's own brackets.
    """
    text = record.article.text
    if "⟦" in text or "⟧" in text or "\n====" in text:
        raise ValueError("its text has the annotation's own marks")
    form = to_standoff(record)
    lines = [
        _line(
            f"A {one['id']}", one["kind"], one["speaker"], one["speaker_code"] or "---", one["act"],
            ", ".join(one["targets"]) or "---", one["modality"], " ".join(one["topics"][:3]),
        )
        for one in form["attributions"]
    ]  # fmt: skip
    for one in form["events"]:
        trigger = text[one["trigger"][0] : one["trigger"][1]]
        if one["act"] in ACTS[1:] and trigger == " ".join(trigger.replace("|", " ").split()):
            done = (", ".join(one["actors"]) or "---", one["act"], ", ".join(one["targets"]) or "---")
            lines.append(_line(f"E {trigger}", *done, one["modality"], " ".join(one["topics"][:3])))
    for one in form["contacts"]:
        fields = (one["mode"], one["level"], ", ".join(one["participants"]) or "---", one["place"] or "---")
        lines.append(_line(f"K {one['date'] or '---'}", *fields, one["status"], " ".join(one["topics"][:3])))
    return _tagged(record).rstrip("\n") + "\n====\n" + "".join(f"{line}\n" for line in lines)


def _line(*fields: str) -> str:
    return " | ".join(" ".join(field.replace("|", "/").split()) for field in fields)


def _tagged(record: Record) -> str:
    """The text with its tags, the longer of two that begin together outside."""
    text = record.article.text
    tags = [
        (span, f"{letter}{one.id}", order)
        for one in record.statements
        for order, (role, letter) in enumerate(_LETTERS)
        for span in getattr(one, role)
    ]
    tags.sort(key=lambda tag: (tag[0][0], -tag[0][1], "tqsc".index(tag[1][0])))
    out: list[str] = []
    open_: list[Span] = []
    at = 0

    def close(until: int) -> None:
        nonlocal at
        while open_ and open_[-1][1] <= until:
            out.append(text[at : open_[-1][1]] + "⟧")
            at = open_.pop()[1]

    for (start, end), name, _ in tags:
        close(start)
        if open_ and end > open_[-1][1]:
            raise ValueError(f"its spans cross at {text[start:end][:40]!r}")
        out.append(text[at:start] + f"⟦{name}:")
        at = start
        open_.append((start, end))
    close(len(text))
    return "".join(out) + text[at:]
