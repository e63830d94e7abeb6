"""Write ``docs/model-card.md`` from what a training measured: ``python -m training.card --corpora DIR``.

Runs the evaluations of the shipped reader; the reliability table, the folds and the scores by language come from the
training folder.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

from dragoman import Reader
from dragoman.reader.calibration import Calibration
from dragoman.reader.reader import WEIGHTS
from training import evaluate, retrieve

ROOT = Path(__file__).parents[1]


def row(*cells: Any) -> str:
    """One row of a Markdown table; fractions with three places."""
    return "| " + " | ".join(f"{c:.3f}" if isinstance(c, float) else str(c) for c in cells) + " |"


def measures(found: dict[str, Any]) -> list[str]:
    """A table of ``score``'s measures."""
    out = ["| measure | P | R | F1 or accuracy |", "| --- | --- | --- | --- |"]
    for name, value in found.items():
        if not isinstance(value, dict):
            out.append(row(name, "", "", value))
        elif value["gold"]:
            out.append(row(name, value["p"], value["r"], value["f1"]))
    return out


def reliability(table: Sequence[dict[str, Any]]) -> list[str]:
    """Confidence against outcome, by bin."""
    out = ["| what | confidence | n | mean confidence | right |", "| --- | --- | --- | --- | --- |"]
    return out + [row(r["what"], f"{r['from']:.2f}–{min(r['to'], 1.0):.2f}", r["n"], r["confidence"], r["right"])
                  for r in table]  # fmt: skip


def languages(found: dict[str, Any]) -> list[str]:
    """Scores by language, where enough was scored."""
    out = ["| language | statements scored | attributions F1 | content characters F1 | act accuracy |",
           "| --- | --- | --- | --- | --- |"]  # fmt: skip
    for name, value in found.items():
        some = ("attributions F1", "content characters F1", "act accuracy")
        cells = [value.get(k, "not measured") for k in some]
        out.append(row(name, value["statements"], *cells))
    return out


def folds(outcomes: Sequence[Sequence[Any]]) -> list[str]:
    """Cross-validated scores on the relation corpus, type by type."""
    pairs = [(gold, act) for gold, act, _ in outcomes]
    total = evaluate.relation_measures(pairs)
    out = [
        f"macro-F1 **{total['act macro-F1']:.3f}**, accuracy {total['act accuracy']:.3f}, over {len(pairs)} sentences.",
        "",
    ]
    out += ["| type | n | P | R | F1 |", "| --- | --- | --- | --- | --- |"]
    for act, n in Counter(g for g, _ in pairs).most_common():
        hit, said = sum(g == p == act for g, p in pairs), sum(p == act for _, p in pairs)
        p, r = hit / said if said else 0.0, hit / n
        out.append(row(act, n, p, r, 2 * p * r / (p + r) if p + r else 0.0))
    return out


def kept(card: Path) -> list[str]:
    """The cross-validated scores that the card has, for a training that did not go through the folds again."""
    lines = card.read_text(encoding="utf-8").splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("macro-F1 **"))
    return lines[first : lines.index("", first + 2)]


def main(argv: Sequence[str] | None = None) -> None:
    """Fill the template in."""
    parser = argparse.ArgumentParser(prog="python -m training.card", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    arguments = parser.parse_args(argv)

    card = ROOT / "docs" / "model-card.md"

    def left(name: str) -> Any:
        return json.loads((arguments.work / name).read_text(encoding="utf-8"))

    crossed = folds(left("folds.json")) if (arguments.work / "folds.json").exists() else kept(card)

    reader, calibration = Reader(), Calibration.load(WEIGHTS / "calibration.json")
    scores = evaluate.corpora(reader, arguments.corpora)
    others = [r["text"] for r in evaluate.load(retrieve.DATA / "relations.own.jsonl") if r["lang"] == "en"]
    found = retrieve.shares(reader, evaluate.load(retrieve.DATA / "parallel.own.jsonl"), others)
    size = sum(f.stat().st_size for f in WEIGHTS.iterdir()) / 1e6
    text = Template((ROOT / "training" / "card.md").read_text(encoding="utf-8")).substitute(
        name=calibration.name,
        size=f"{size:.1f}",
        thresholds=", ".join(f"{k} {v}" for k, v in calibration.thresholds.items()),
        russian="\n".join(measures(scores["attribution.ru.dev"])),
        english="\n".join(measures(scores["attribution.en.dev"])),
        talks="\n".join(measures(scores["attribution.talks"])),
        folds="\n".join(crossed),
        languages="\n".join(languages(left("languages.json"))),
        retrieval="\n".join(row(k, v["of"], v["first"]) for k, v in found.items()),
        reliability="\n".join(reliability(left("reliability.json"))),
    )
    card.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
