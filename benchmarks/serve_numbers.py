"""What a run of readers comes to: requests a second, and times by kind of page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.serve_readers import Answered


def numbers(answered: Sequence[Answered], seconds: float) -> dict[str, Any]:
    """Of one run: how many a second, what went wrong how often, and a row for each kind and for all, which is last."""
    kinds = list(dict.fromkeys(kind for kind, _, _ in answered))
    rows = [row(kind, [took for of, took, _ in answered if of == kind]) for kind in sorted(kinds)]
    return {
        "seconds": round(seconds, 1), "requests": len(answered), "a second": round(len(answered) / seconds, 1),
        "errors": dict(Counter(f"{kind}: {wrong}" for kind, _, wrong in answered if wrong)),
        "kinds": [*rows, row("all", [took for _, took, _ in answered])],
    }  # fmt: skip


def row(kind: str, took: Sequence[float]) -> dict[str, Any]:
    """Percentiles of some times, in milliseconds."""
    made = {"kind": kind, "requests": len(took)}
    found = np.percentile(np.array(took), (50, 95, 99, 100)) if took else [0.0] * 4
    return made | {name: round(float(one)) for name, one in zip(("p50", "p95", "p99", "max"), found, strict=True)}


def show(name: str, run: dict[str, Any]) -> None:
    """Print the table of a run."""
    print(f"{name}: {run['requests']:,} requests in {run['seconds']} s, {run['a second']} a second", end="; ")
    print("errors: " + (", ".join(f"{what} ({count})" for what, count in run["errors"].items()) or "none"))
    print(f"{'':<26} {'requests':>8} {'p50':>7} {'p95':>7} {'p99':>7} {'max':>7}")
    for one in run["kinds"]:
        print(f"{one['kind']:<26} " + " ".join(f"{one[key]:>{8 if key == 'requests' else 7}}" for key in list(one)[1:]))
    print()
