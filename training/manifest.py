"""What the reader was trained on, by name and SHA-256: ``python -m training.manifest --corpora PATH``.

The list ships with the weights, so that a record can name it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Final

OWN: Final = Path(__file__).parent / "data"
OUT: Final = Path(__file__).parents[1] / "src" / "dragoman" / "reader" / "weights" / "corpora.json"

USED: Final = (
    "attribution.en.train", "attribution.ru.train", "attribution.synthetic.train", "entities.ru.train",
    "relations.en.train",
)  # fmt: skip
"""Of the corpora, the files that the stages train on."""

OF_OURS: Final = (
    "attribution.nerel", "attribution.own", "attribution.polnear", "attribution.ru.again", "relations.own", "twins.own"
)  # fmt: skip


def manifest(corpora: Path) -> dict[str, str]:
    """SHA-256 of each file, by its name."""
    files = [corpora / f"{name}.jsonl" for name in USED] + [OWN / f"{name}.jsonl" for name in OF_OURS]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def write(corpora: Path) -> None:
    """Write the list beside the weights."""
    OUT.write_text(json.dumps(manifest(corpora), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    write(parser.parse_args().corpora)
