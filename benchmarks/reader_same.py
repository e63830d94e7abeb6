"""How many statements two readings have in common: ``python benchmarks/reader_same.py TEXTS.jsonl…``.

Of each text the reading in float32 beside that in int8, and each beside the reading of the same text with a caption
beneath, which should change nothing. ``--against SRC`` compares with another source tree with its weights in the
place of that. A statement is the same where source, cue, content, condition, act, modality, topics and speakers are.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SRC = Path(__file__).parents[1] / "src"
CAPTION = {"ru": "Фото: пресс-служба", "en": "Photo: press office"}
VARIABLE = "DRAGOMAN_ARITHMETIC"
Read = list[list[list[Any]]]
"""The statements of every text, as plain data."""


def statements(files: list[str], captioned: bool) -> Read:
    """What the installed reader finds; what it finds in a caption is left out."""
    from dragoman import Reader

    reader, out = Reader(), []
    for file in files:
        for line in Path(file).read_text(encoding="utf-8").splitlines():
            given = json.loads(line)
            text = given["text"]
            more = f"\n\n{CAPTION.get(given.get('lang', ''), CAPTION['en'])}." if captioned else ""
            out.append([
                [s.source, s.cue, s.content, s.condition, s.act.value, s.modality.value,
                 [t.value for t in s.topics], [a.name for a in s.speakers]]
                for s in reader.read(text + more).statements if s.cue[0][1] <= len(text)
            ])  # fmt: skip
    return out


def of(source: Path, files: list[str], arithmetic: str = "float32", captioned: bool = False) -> Read:
    """The statements by the reader of a source tree, in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(source.resolve()), VARIABLE: arithmetic}
    command = [sys.executable, __file__, "--print", *(["--captioned"] if captioned else []), *files]
    found: Read = json.loads(subprocess.run(command, env=environment, check=True, stdout=-1).stdout)
    return found


def compare(title: str, one: Read, other: Read) -> None:
    """Print how many statements of the first reading the second has."""
    shares = []
    for name, fields in (("every field", slice(None)), ("spans", slice(4)), ("cue and content", slice(1, 3))):
        kept = total = 0
        for first, second in zip(one, other, strict=True):
            mine, theirs = ({json.dumps(s[fields]) for s in found} for found in (first, second))
            kept, total = kept + len(mine & theirs), total + len(mine)
        shares.append(f"{name} {kept / max(1, total):.4f}")
    print(f"{title}: of {sum(map(len, one))} the same in {', '.join(shares)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", help="JSON Lines with text and lang")
    parser.add_argument("--against", type=Path, metavar="SRC", help="another source tree")
    parser.add_argument("--print", action="store_true", help="print the statements of the installed reader as JSON")
    parser.add_argument("--captioned", action="store_true", help="with a caption beneath each text")
    options = parser.parse_args()
    if options.print:
        print(json.dumps(statements(options.texts, options.captioned)))
        return
    plain = of(SRC, options.texts)
    if options.against:
        compare(f"{SRC} and {options.against}", plain, of(options.against, options.texts))
        return
    whole = of(SRC, options.texts, "int8")
    compare("float32 and int8", plain, whole)
    compare("float32, without and with a caption", plain, of(SRC, options.texts, captioned=True))
    compare("int8, without and with a caption", whole, of(SRC, options.texts, "int8", captioned=True))


if __name__ == "__main__":
    main()
