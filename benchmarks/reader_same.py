"""How many statements two readers have in common: ``python benchmarks/reader_same.py SRC SRC TEXTS.jsonl…``.

Each SRC is a source tree with its weights; the statements of the first are counted. A statement is the same where
source, cue, content, condition, act, modality, topics and speakers are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def statements(files: list[str]) -> list[list[list[Any]]]:
    """The statements of every text, as plain data."""
    from dragoman import Reader

    reader, out = Reader(), []
    for file in files:
        for line in Path(file).read_text(encoding="utf-8").splitlines():
            record = reader.read(json.loads(line)["text"])
            out.append([
                [s.source, s.cue, s.content, s.condition, s.act.value, s.modality.value,
                 [t.value for t in s.topics], [a.name for a in s.speakers]] for s in record.statements
            ])  # fmt: skip
    return out


def of(source: str, files: list[str]) -> list[list[list[Any]]]:
    """The statements by the reader of a source tree, in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(Path(source).resolve())}
    command = [sys.executable, __file__, "--print", *files]
    found: list[list[list[Any]]] = json.loads(subprocess.run(command, env=environment, check=True, stdout=-1).stdout)
    return found


def main() -> None:
    if sys.argv[1:2] == ["--print"]:
        print(json.dumps(statements(sys.argv[2:])))
        return
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    one, other = (of(source, sys.argv[3:]) for source in sys.argv[1:3])
    for name, fields in (("all", slice(None)), ("spans", slice(4)), ("cue and content", slice(1, 3))):
        kept = total = 0
        for first, second in zip(one, other, strict=True):
            mine, theirs = ({json.dumps(s[fields]) for s in found} for found in (first, second))
            kept, total = kept + len(mine & theirs), total + len(mine)
        print(f"{name:>16}: {kept} of {total} the same, {kept / max(1, total):.4f}")


if __name__ == "__main__":
    main()
