"""Set the weights of ``dragoman compare``: ``python -m training.alignment FOLDER …``, each of sets with ``gold.json``.

Two logistic regressions: that two claims tell of one thing, and that they conflict if they do. Prints what they reach
where the set that is scored was left out, and writes ``accounts/data/alignment.toml``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman import Reader
from dragoman.accounts.align import pairs, probabilities
from dragoman.accounts.rows import conflict_features, whole_features
from training.contacts import Contact, folders, load

Array = NDArray[np.float64]
RIDGE = 15.0
"""Strength of the pull of all weights to nought, on features of unit variance. With 2 or 6 the nearness of a pair
weighs so much less than its nearness beside others that two texts of one claim each, alike to the letter, were not
joined."""
LEAST = (0.45, 0.5)
"""Not less: with 0.35 and 0.4 claims that one side alone made were joined across the accounts of one article
(``tests/test_accounts_seed.py``); over all sets that is worth as much."""
LEAST_CONFLICT = (0.4, 0.45, 0.5)
LEAST_BESIDE = 0.3
"""For claims of further accounts, which may share a row: a choice."""


def logistic(x: Array, y: Array, ridge: float = RIDGE, steps: int = 60) -> Array:
    """Ridge logistic regression by damped Newton steps: weights of the features, then the intercept."""
    middle, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread < 1e-6] = 1.0
    z = np.c_[(x - middle) / spread, np.ones(len(x))]
    pull = ridge * np.eye(z.shape[1])
    pull[-1, -1] = 1e-6
    w = np.zeros(z.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        w -= 0.7 * np.linalg.solve((z * (p * (1 - p) + 1e-4)[:, None]).T @ z + pull, z.T @ (p - y) + pull @ w)
    out: Array = np.r_[w[:-1] / spread, w[-1] - (w[:-1] * middle / spread).sum()]
    return out


class Table:
    """One set as features and labels of all its pairs of claims."""

    def __init__(self, contact: Contact) -> None:
        pair = (contact.a.account.side or "", contact.b.account.side or "")
        self.contact = contact
        self.x, self.signs = whole_features(contact.a, contact.b, pair)
        self.close = conflict_features(self.x, self.signs)
        self.same, self.against = np.zeros(self.x.shape[:2]), np.zeros(self.x.shape[:2])
        for (i, j), status in contact.gold.items():
            self.same[i, j], self.against[i, j] = 1, status == "conflict"


def fit(tables: Sequence[Table]) -> tuple[Array, Array]:
    """The weights of both regressions."""
    aligned = logistic(np.concatenate([t.x.reshape(-1, t.x.shape[2]) for t in tables]),
                       np.concatenate([t.same.ravel() for t in tables]))  # fmt: skip
    conflict = logistic(np.concatenate([t.close[t.same == 1] for t in tables]),
                        np.concatenate([t.against[t.same == 1] for t in tables]))  # fmt: skip
    return aligned, conflict


def counts(table: Table, same: Array, against: Array, least: float, conflict: float) -> dict[str, Counter[str]]:
    """Right, predicted and gold rows by status."""
    n, m = same.shape
    gold = table.contact.gold
    joined = {(i, j): "conflict" if against[i, j] >= conflict else "both" for i, j, _ in pairs(same, least)}
    out: dict[str, Counter[str]] = {"right": Counter(), "predicted": Counter(), "gold": Counter()}
    for axis, (size, name) in enumerate(((n, "only-a"), (m, "only-b"))):
        alone = set(range(size)) - {k[axis] for k in joined}
        gold_alone = set(range(size)) - {k[axis] for k in gold}
        for key, found in (("right", alone & gold_alone), ("predicted", alone), ("gold", gold_alone)):
            out[key][name] += len(found)
    for place, status in joined.items():
        out["predicted"][status] += 1
        out["right"][status] += gold.get(place) == status
    out["gold"].update(gold.values())
    return out


def measure(found: Sequence[dict[str, Counter[str]]]) -> dict[str, float]:
    """F1 by status and their mean, over claims as they are cut."""
    whole = {k: sum((f[k] for f in found), Counter()) for k in ("right", "predicted", "gold")}
    f1 = {s: 2 * whole["right"][s] / max(1, whole["predicted"][s] + whole["gold"][s])
          for s in ("both", "only-a", "only-b", "conflict")}  # fmt: skip
    return {"macro": round(sum(f1.values()) / 4, 3), **{s: round(v, 3) for s, v in f1.items()}}


def left_out(tables: Sequence[Table]) -> list[tuple[Table, Array, Array]]:
    """Both probabilities of each set, by weights that were fitted without it."""
    out = []
    for k, table in enumerate(tables):
        aligned, conflict = fit([t for n, t in enumerate(tables) if n != k])
        out.append((table, probabilities(table.x, list(aligned)), probabilities(table.close, list(conflict))))
    return out


def best(found: Sequence[tuple[Table, Array, Array]]) -> tuple[float, float]:
    """The two thresholds that do best over sets that were left out."""
    scored = [(measure([counts(t, s, a, least, conflict) for t, s, a in found])["macro"], least, conflict)
              for least in LEAST for conflict in LEAST_CONFLICT]  # fmt: skip
    return max(scored)[1:]


def first_of_twins(tables: Sequence[Table]) -> float:
    """Of claims with a counterpart, the share whose true one is the likeliest, by weights fitted without the set."""
    hits = [float(same[i].argmax() == j) for t, same, _ in left_out(tables) for (i, j) in t.contact.gold]
    return round(float(np.mean(hits)), 3)


def report(tables: Sequence[Table], scored: Sequence[str]) -> dict[str, Any]:
    """Leave one set out, thresholds chosen on the other sets as well."""
    found = left_out(tables)
    out = []
    for k, one in enumerate(found):
        if one[0].contact.id in scored:
            least, conflict = best([f for n, f in enumerate(found) if n != k])
            out.append(counts(*one, least, conflict))
    return {"sets": len(scored), "status F1": measure(out), "counterpart first": first_of_twins(tables)}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.alignment", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="folders of sets; the first is also reported by itself")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    arguments = parser.parse_args(argv)
    reader = Reader()
    every = list(folders(arguments.folders))
    tables = [Table(load(folder, reader)) for folder in every]
    first = [f.name for f in folders(arguments.folders[:1])]
    print(json.dumps({"first folder": report(tables, first), "all": report(tables, [f.name for f in every])}, indent=1))
    if arguments.write:
        aligned, conflict = fit(tables)
        least, least_conflict = best(left_out(tables))
        write(aligned, conflict, least, least_conflict)


def write(aligned: Array, conflict: Array, least: float, least_conflict: float) -> None:
    """Into the package, as the file that ``compare`` reads."""
    rows = [", ".join(f"{v:.4f}" for v in weights) for weights in (aligned, conflict)]
    text = (
        "# Written by `python -m training.alignment`: weights of align.FEATURES and conflict.SIGNALS, the intercept\n"
        "# last; of rows.conflict_features likewise; and from which probability claims are joined, or in conflict.\n"
        f"aligned = [{rows[0]}]\nconflict = [{rows[1]}]\n"
        f"least = {least}\nleast_conflict = {least_conflict}\nleast_beside = {LEAST_BESIDE}\n"
    )
    path = resources.files("dragoman.accounts") / "data" / "alignment.toml"
    Path(str(path)).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
