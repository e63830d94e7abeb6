"""What ``dragoman compare`` makes of sets of readouts, in the exchange form: ``python -m training.comparisons FOLDER``.

One line a set, for the corpora's own ``score_contacts.py``. With ``--left-out`` each set is compared by weights that
were fitted on all others, those of further folders included: no weight has then seen the set.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from dragoman import Reader
from dragoman.accounts.openings import data
from training.alignment import LEAST_BESIDE, Table, best, fit, left_out
from training.contacts import folders, load, standoff


def weights(tables: Sequence[Table]) -> dict[str, Any]:
    """What ``alignment.toml`` would hold if it had been fitted on these sets."""
    aligned, conflict = fit(tables)
    least, least_conflict = best(left_out(tables))
    return {"aligned": aligned.tolist(), "conflict": conflict.tolist(), "least": least,
            "least_conflict": least_conflict, "least_beside": LEAST_BESIDE}  # fmt: skip


def each(scored: Sequence[Path], further: Sequence[Path], reader: Reader, *, out: bool) -> Iterator[dict[str, Any]]:
    """Every scored set, by the weights that ship or by those of the other sets."""
    tables = {f: Table(load(f, reader)) for f in (*scored, *further)} if out else {}
    for folder in scored:
        # The weights are read from the package into one shared table.
        others = weights([t for f, t in tables.items() if f != folder]) if out else {}
        with patch.dict(data("alignment.toml"), others):  # type: ignore[arg-type]
            yield standoff(folder, reader)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.comparisons", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of sets with gold.json")
    parser.add_argument("--left-out", action="store_true", help="by weights fitted on all other sets")
    parser.add_argument(
        "--further", type=Path, nargs="*", default=[], help="folders of sets that are fitted on as well"
    )
    arguments = parser.parse_args(argv)
    reader = Reader()
    scored, further = list(folders([arguments.folder])), list(folders(arguments.further))
    for line in each(scored, further, reader, out=arguments.left_out):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
