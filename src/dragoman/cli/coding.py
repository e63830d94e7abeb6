"""What ``dragoman sample`` and ``dragoman agree`` do."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.amending.amendment import AmendingError
from dragoman.amending.drawing import FORM, VERSION, draw
from dragoman.amending.frame import VARIABLES
from dragoman.amending.proportions import Share
from dragoman.amending.reliability import AGREED, MEASURES, SETTLED, Report, report
from dragoman.amending.reliability import VARIABLES as CODED
from dragoman.amending.sheets import codebook, from_csv, to_csv
from dragoman.cli.output import Output
from dragoman.cli.trouble import NOT_BEGUN, one_line, printable, trouble
from dragoman.store import Store, StoreError

MEANING = {
    "precision": "of its statements are statements", "recall": "of the statements in passages it finds",
    "act": "of the acts right", "modality": "of the modalities right", "topic": "of the topics among its own",
    "speaker": "of the speakers right", "source": "of the sources right",
}  # fmt: skip


def drawn(
    by: str, number: int, passages: int | None, seed: int, output: str, store: str, as_json: bool
) -> int:  # fmt: skip
    """Draw and write; 0 where it could be done."""
    names = [name.strip() for name in by.split(",") if name.strip()]
    strange = [name for name in names if name not in VARIABLES]
    if strange or not names:
        raise click.UsageError(
            f"--by takes {', '.join(VARIABLES)}, not {', '.join(map(printable, strange)) or 'nothing'}."
        )
    files = {part: f"{output}.{part}" for part in ("coder1.csv", "coder2.csv", "codebook.md", "key.json")}
    there = [file for file in files.values() if Path(file).exists()]
    if there:
        click.echo(
            f"dragoman: {printable(there[0])} is there already, with a coder's work perhaps: name another", err=True
        )
        return NOT_BEGUN
    try:
        with Store.open(store, read_only=True) as opened, opened.reading() as connection:
            wanted = number // 2 if passages is None else passages
            units, key = draw(connection, by=names, n=number, passage_n=wanted, seed=seed)
    except (AmendingError, StoreError) as error:
        return trouble(error)
    sealed = json.dumps(key, ensure_ascii=False, indent=1) + "\n"
    sheet = to_csv(units)
    written = {"coder1.csv": sheet, "coder2.csv": sheet, "codebook.md": codebook(), "key.json": sealed}
    for part, file in files.items():
        with Output(file) as out:
            out.write(written[part])
    with suppress(OSError):
        os.chmod(files["key.json"], 0o600)
    digest = hashlib.sha256(sealed.encode("utf-8", "replace")).hexdigest()
    if as_json:
        told = {name: key[name] for name in ("seed", "by", "allocation", "strata", "passages")}
        click.echo(json.dumps({**told, "files": files, "key_sha256": digest}, ensure_ascii=False))
    else:
        _tell_drawn(key, files, digest)
    return 0


def agreed(sheets: Sequence[str], key: str | None, settled: str | None, seed: int, as_json: bool) -> int:
    """Compare and tell; 0 where it could be done."""
    if len(sheets) < 2:
        raise click.UsageError("agreement needs the sheets of two coders.")
    try:
        names = [Path(sheet).name for sheet in sheets]
        if len(set(names)) < len(names):
            names = list(sheets)
        if len(set(names)) < len(names):
            raise click.UsageError("the same sheet is named twice.")
        coders = {name: from_csv(Path(sheet)) for name, sheet in zip(names, sheets, strict=True)}
        last = from_csv(Path(settled)) if settled else None
        found = report(coders, _key(key) if key else None, settled=last, seed=seed)
    except (AmendingError, OSError) as error:
        name = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
        click.echo(f"dragoman: {printable(name)}{' ' if name else ''}{one_line(error)}", err=True)
        return NOT_BEGUN
    if as_json:
        click.echo(json.dumps(_data(found), ensure_ascii=False))
    else:
        _tell(found)
    return 0


def _key(file: str) -> Any:
    try:
        found = json.loads(Path(file).read_text(encoding="utf-8"))
    except ValueError as error:
        raise AmendingError(f"{Path(file).name}: no key: {one_line(error)}") from error
    if not isinstance(found, dict) or found.get("form") != FORM:
        raise AmendingError(f"{Path(file).name}: no key of a coding sheet")
    if found.get("version") != VERSION:
        raise AmendingError(f"{Path(file).name}: a key of version {found.get('version')!r}, not {VERSION}")
    return found


def _data(found: Report) -> dict[str, Any]:
    reader = {name: {m: asdict(one) for m, one in shares.items()} for name, shares in found.reader.items()}
    return {
        "coders": list(found.coders), "units": found.units,
        "agreement": {name: asdict(one) for name, one in found.agreement.items()}, "reader": reader,
        "reader_acts": [{"coders": a, "reader": b, "n": n} for (a, b), n in sorted(found.reader_acts.items())],
        "coder_acts": [{"first": a, "second": b, "n": n} for (a, b), n in sorted(found.coder_acts.items())],
    }  # fmt: skip


def _tell_drawn(key: Mapping[str, Any], files: Mapping[str, str], digest: str) -> None:
    console = Console()
    table = _table(*key["by"], "statements", "drawn", left=len(key["by"]))
    for stratum in key["strata"]:
        table.add_row(
            *(Text(printable(value)) for value in stratum["values"]), f"{stratum['size']:,}", str(stratum["drawn"])
        )
    console.print(table)
    if key["passages"]:
        of = "all" if key["passages"]["drawn_from"] == key["passages"]["articles"] else key["passages"]["drawn_from"]
        for stratum in key["passages"]["strata"]:
            kind = "with" if stratum["values"] == ["found"] else "without"
            click.echo(f"passages {kind} a statement, of {of} articles: {stratum['size']:,}, drawn {stratum['drawn']}")
    click.echo(f"sheets: {printable(files['coder1.csv'])}, {printable(files['coder2.csv'])}")
    click.echo(f"for the coders: {printable(files['codebook.md'])}")
    click.echo(f"sealed: {printable(files['key.json'])}, SHA-256 {digest}")


def _tell(found: Report) -> None:
    console = Console(highlight=False)
    console.print(Text(f"{found.units} units, coded by {', '.join(map(printable, found.coders))}\n"))
    table = _table("coders", "alpha", "95 % interval", "agreement", "units", left=1)
    for name in CODED:
        one = found.agreement[name]
        if one.units:
            table.add_row(name, _number(one.alpha), _between(one.low, one.high), _percent(one.percent), str(one.units))
    if table.row_count:
        console.print(table)
    else:
        click.echo("No unit is coded by two coders yet: nothing to compare.")
    for name, shares in found.reader.items():
        against = {AGREED: "what all coders say", SETTLED: "what was settled"}.get(name, printable(name))
        console.print(Text(f"\nThe reader, held against {against}"))
        table = _table("", "share", "95 % interval", "units", "", left=1)
        for measure in MEASURES:
            one_share: Share = shares[measure]
            if one_share.n:
                between = _between(one_share.low, one_share.high)
                table.add_row(measure, _number(one_share.value), between, str(one_share.n), MEANING[measure])
        console.print(table)
    for title, acts in (
        ("reader's act →, coders' act ↓", found.reader_acts),
        ("coders' acts, by pairs", found.coder_acts),
    ):
        if acts:
            console.print()
            console.print(_confusion(title, acts))


def _confusion(title: str, acts: Mapping[tuple[str, str], int]) -> Table:
    columns = sorted({b for _, b in acts})
    table = _table(title, *columns, left=1)
    for row in sorted({a for a, _ in acts}):
        counts = [(acts.get((row, column), 0), column == row) for column in columns]
        table.add_row(row, *(Text(str(n) if n else "·", style="bold" if same else "") for n, same in counts))
    return table


def _table(*names: str, left: int) -> Table:
    table = Table(box=None, pad_edge=False)
    for number, name in enumerate(names):
        table.add_column(name, justify="left" if number < left or not name else "right")
    return table


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.3f} to {high:.3f}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"
