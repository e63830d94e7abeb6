"""What ``dragoman amend`` does: one amendment in one transaction, and what became of it in one line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

from dragoman.amending import making
from dragoman.amending.amendment import AmendingError, Amendment
from dragoman.amending.making import Hand
from dragoman.amending.status import Standing, standing
from dragoman.amending.wishes import Named, Wish, code
from dragoman.cli.output import Output
from dragoman.cli.trouble import one_line, printable, trouble
from dragoman.store import Store, StoreError

SPANS = ("source", "cue", "content", "condition")


def changed(number: int, **options: Any) -> int:
    """``amend statement``."""
    with _trouble() as done:
        wish = _wish(options)
        _make(options, lambda store, link, hand: making.change(link, number, wish, hand))
    return done[0]


def added(article: str, near: int | None, **options: Any) -> int:
    """``amend add``."""
    with _trouble() as done:
        wish = _wish(options)
        _make(options, lambda store, link, hand: making.add(link, store.article(article), wish, hand, near=near))
    return done[0]


def removed(number: int, **options: Any) -> int:
    """``amend remove``."""
    with _trouble() as done:
        _make(options, lambda store, link, hand: making.remove(link, number, hand))
    return done[0]


def merged(numbers: Sequence[int], **options: Any) -> int:
    """``amend contact merge``."""
    with _trouble() as done:
        _make(options, lambda store, link, hand: making.merge(link, numbers, hand))
    return done[0]


def parted(number: int, articles: Sequence[str], **options: Any) -> int:
    """``amend contact split``."""
    with _trouble() as done:
        _make(
            options,
            lambda store, link, hand: making.split(link, number, [store.article(one) for one in articles], hand),
        )
    return done[0]


def contact_set(number: int, article: str | None, **options: Any) -> int:
    """``amend contact set``."""
    values = {name: options.pop(name) for name in making.SETTABLE}
    told = {name: value for name, value in values.items() if value is not None}
    with _trouble() as done:
        _make(
            options,
            lambda store, link, hand: making.set_contact(
                link, number, told, hand, article=store.article(article) if article else None
            ),
        )
    return done[0]


def decided(numbers: tuple[int, int], same: bool, **options: Any) -> int:
    """``amend same`` and ``amend apart``."""
    with _trouble() as done:
        _make(options, lambda store, link, hand: making.decide(link, numbers, hand, same=same))
    return done[0]


def undone(number: int, **options: Any) -> int:
    """``amend undo``."""
    with _trouble() as done:
        _make(options, lambda store, link, hand: making.undo(link, number, hand))
    return done[0]


def listed(article: str | None, store: str, as_json: bool) -> int:
    """``amend list``."""
    with _trouble() as done:
        with Store.open(store, read_only=True) as opened:
            row = opened.article(article) if article else None
            with opened.reading() as connection:
                found = standing(connection, row)
        for one in found:
            click.echo(json.dumps(one.to_dict(), ensure_ascii=False) if as_json else _entry(one))
        if not found and not as_json:
            click.echo("no amendments")
    return done[0]


def exported(output: str, form: str, store: str) -> int:
    """``amend export``."""
    from dragoman.amending.annotation import amended, to_ann, to_gold

    failed = 0
    with _trouble() as done:
        with Store.open(store, read_only=True) as opened, opened.reading() as connection:
            found = list(amended(connection))
        if form == "jsonl":
            with Output(output) as out:
                for _, record, applied, touched in found:
                    out.write(json.dumps(to_gold(record, applied, touched), ensure_ascii=False) + "\n")
        else:
            folder = Path(output)
            folder.mkdir(parents=True, exist_ok=True)
            for row, record, _, _ in found:
                try:
                    written = to_ann(record)
                except ValueError as error:
                    failed += 1
                    click.echo(f"dragoman: article {row} cannot be written so: {one_line(error)}", err=True)
                    continue
                for suffix, text in (("ann", written), ("txt", record.article.text)):
                    with Output(str(folder / f"article-{row}.{suffix}")) as out:
                        out.write(text)
        if output != "-":
            click.echo(f"{len(found) - failed} amended articles written to {printable(output)}", err=True)
    return done[0] or bool(failed)


@contextmanager
def _trouble() -> Iterator[list[int]]:
    """Errors in one line, and the status that follows."""
    done = [0]
    try:
        yield done
    except (AmendingError, StoreError, OSError) as error:
        done[0] = trouble(error)


def _make(options: dict[str, Any], act: Callable[[Store, Connection, Hand], Amendment]) -> None:
    from dragoman.amending.who import user

    hand = Hand(options["by"] or user(), options["why"])
    with Store.open(options["store"], to_write=True) as store:
        with store.writing() as connection:
            made = act(store, connection, hand)
        with store.reading() as connection:
            told = next(one for one in standing(connection) if one.amendment.id == made.id)
    click.echo(json.dumps(told.to_dict(), ensure_ascii=False) if options["as_json"] else _entry(told))


def _wish(options: dict[str, Any]) -> Wish:
    """What the options of a statement ask for."""
    spans = {role: options[role] or None for role in SPANS}
    for role in ("source", "condition"):
        if options[f"no_{role}"]:
            spans[role] = _instead(spans[role], role, ())
    targets = tuple(_target(one) for one in options["targets"]) or None
    if options["no_target"]:
        targets = _instead(targets, "target", ())
    return Wish(
        act=options["act"], modality=options["modality"], topics=options["topics"] or None, kind=options["kind"],
        speakers=_speakers(options), targets=targets, **spans,
    )  # fmt: skip


def _instead(value: Any, name: str, nothing: tuple[Any, ...]) -> Any:
    if value is not None:
        raise click.UsageError(f"--{name} and --no-{name} exclude each other.")
    return nothing


def _speakers(options: dict[str, Any]) -> tuple[Named, ...] | None:
    told = {name: options[name] for name in ("state", "sector", "office", "person")}
    detail = any(value is not None for value in told.values())
    names = options["speakers"]
    if options["nobody"]:
        if names or detail:
            raise click.UsageError("--nobody and a speaker exclude each other.")
        return ()
    if len(names) > 1 and detail:
        raise click.UsageError("of several speakers say the code with the name: --speaker 'Jo Roe=USA.GOV'.")
    if not names:
        return (Named(**told),) if detail else None
    found = [_named(name) for name in names]
    if detail:
        own = {name: getattr(found[0], name) for name in told}
        found = [Named(name=found[0].name, **{n: v if v is not None else own[n] for n, v in told.items()})]
    return tuple(found)


def _named(value: str) -> Named:
    name, equals, known = value.rpartition("=")
    if not equals:
        return Named(name=value)
    state, sector = code(known)
    return Named(name=name, state=state or "---", sector=sector)


def _target(value: str) -> Named:
    """A target by its code alone is the state or government itself."""
    if "=" in value:
        return _named(value)
    state, sector = code(value)
    return Named(state=state or "---", sector=sector)


def _entry(told: Standing) -> str:
    """An amendment in a line or two."""
    from dragoman.amending.words import summary

    one = told.amendment
    state = {"applied": "", "noted": ""}.get(
        told.state, f" [{told.state}" + (f": {told.why}" if told.why else "") + "]"
    )
    who = f"{one.at[:10]} {one.who}: {one.why}"
    gone = f"\n      undone {one.undone[:10]} by {printable(one.undone_by or '')}" if one.undone else ""
    return f"{one.id:>4}  {printable(summary(one))}{state}\n      {printable(who)}{gone}"
