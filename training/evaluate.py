"""Score the shipped reader: ``python -m training.evaluate --attributions GOLD.jsonl --relations GOLD.jsonl``.

Needs the run-time install alone, except for ``--folds``, which retrains. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dragoman import Reader
from dragoman.codes import YIELD
from training import score

Record = dict[str, Any]


def load(path: Path) -> list[Record]:
    """The records of a JSON Lines file; raises SystemExit with one line where it is none."""
    try:
        out: list[Record] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise SystemExit(f"{path}: {error}") from error
    if not out:
        raise SystemExit(f"{path}: no records")
    return out


def progress(name: str, done: int, total: int) -> None:
    """One line on a terminal that shows how far it is."""
    if sys.stderr.isatty():
        print(f"\r{name} {done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)


def predict(reader: Reader, gold: Sequence[Record]) -> list[Record]:
    """Read every text as an article of its own, in the exchange form."""
    from dragoman.article import Article, Known
    from dragoman.render.standoff import to_standoff

    out = []
    for k, record in enumerate(gold, 1):
        language = Known(record["lang"], "given") if record.get("lang") else None
        read = reader.read(Article(text=record["text"], id=record["id"], language=language))
        out.append({**to_standoff(read), "id": record["id"]})
        progress("attributions", k, len(gold))
    return out


def attributions(reader: Reader, gold: Sequence[Record], *, flat: bool | None = None) -> dict[str, Any]:
    """Every measure of ``score``. Gold with spans alone marks no nesting (PolNeAR), and is scored flat."""
    if flat is None:
        flat = not any("act" in a for r in gold for a in r["attributions"])
    return score.score(gold, predict(reader, gold), flat=flat)


def relations(reader: Reader, gold: Sequence[Record]) -> dict[str, float]:
    """Macro-F1 and accuracy over the types, CONCEDE and RETREAT counting as YIELD."""
    pairs = []
    for k, record in enumerate(gold, 1):
        act = reader.relation(record["text"], tuple(record["actor"]), tuple(record["recipient"])).value
        pairs.append((merge(record["act"]), merge(act)))
        progress("relations", k, len(gold))
    return relation_measures(pairs)


def merge(act: str) -> str:
    """The type as the relation sets write it."""
    return "YIELD" if act in YIELD else act


def relation_measures(pairs: Sequence[tuple[str, str | None]]) -> dict[str, float]:
    """What is printed of gold and predicted types."""
    return {"act macro-F1": score.macro(pairs), "act accuracy": score.accuracy(pairs)}


TALKS = Path(__file__).parent / "data" / "attribution.talks.jsonl"
"""Reports of talks of our own, which nothing is trained or tuned on."""


def corpora(reader: Reader, folder: Path) -> dict[str, Any]:
    """The dev sets of a folder of corpora, and our reports of talks, by name."""
    files = [folder / "attribution.ru.dev.jsonl", folder / "attribution.en.dev.jsonl", TALKS]
    return {file.stem: attributions(reader, load(file)) for file in files}


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line; exits with a usage error where it asks for nothing."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    add = parser.add_argument
    add("--attributions", type=Path, metavar="GOLD.jsonl", help="texts with attributions")
    add("--relations", type=Path, metavar="GOLD.jsonl", help="sentences with two marked actors")
    add("--flat", action="store_true", default=None, help="leave out nested predictions (default: if gold has no acts)")
    add("--corpora", type=Path, metavar="DIR", help="instead of files: the dev sets in a folder of the corpora")
    add("--folds", type=int, metavar="N", help="retrain for each of N parts of --relations on the other parts")
    add("--work", type=Path, default=Path("build/training"), help="a training's checkpoints, for --folds (%(default)s)")
    arguments = parser.parse_args(argv)
    if not (arguments.attributions or arguments.relations or arguments.corpora):
        parser.error("give --attributions, --relations, both, or --corpora")
    if arguments.folds and not arguments.relations:
        parser.error("--folds needs --relations")
    return arguments


def main(argv: Sequence[str] | None = None) -> None:
    """Print one JSON object."""
    arguments = parse(argv)
    reader = Reader()
    out: dict[str, Any] = corpora(reader, arguments.corpora) if arguments.corpora else {}
    if arguments.attributions:
        out["attributions"] = attributions(reader, load(arguments.attributions), flat=arguments.flat)
    if arguments.folds:
        from training.folds import cross_validate

        out["relations"] = relation_measures(cross_validate(arguments.work, load(arguments.relations), arguments.folds))
    elif arguments.relations:
        out["relations"] = relations(reader, load(arguments.relations))
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
