"""How long Dragoman takes to find which records tell of one contact, and to compare two accounts of one.

    python benchmarks/relate.py               # the table
    python benchmarks/relate.py --json        # the same numbers as JSON

The records are made here, without a reader: articles in three languages on contacts of invented states of which some
meet far more often than others, some articles without a date, and in one language at times a day later than in the
others; then the same of one pair of states alone, on two days, each contact with people of its own, so that nothing but
people and modes tells hundreds of contacts apart. Beside the seconds, which are grouping's alone, stands by how much
they grow from one size to the next, and by how much n log n does; then how well the groups are those that the records
were made from: precision and recall of pairs of articles on one contact. Two readouts of about 250 words on one call
(benchmarks/data) are compared from the command line, from its start to its end; the first round, in which the files
come from the disk, does not count.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from read import machine  # type: ignore[import-not-found]

from dragoman.accounts.group import Group, group
from dragoman.article import Article, Known, Moment
from dragoman.record import Actor, Contact, Record

DATA = Path(__file__).with_name("data")
SIZES = (1_000, 3_000, 10_000)
PART = 40
"""Every so many articles there is one state more."""
FIRST = date(2023, 1, 1)
DAYS = 360
TONGUES = ("en", "ru", "zh")
TOPICS = ("energy", "trade-and-economy", "military", "migration-and-asylum", "health", "territory", "sanctions")
MODES = (("in-person", 5), ("phone", 3), ("video", 1), ("letter", 1))
LEVELS = (("leaders", 2), ("ministers", 4), ("officials", 4))
_LATIN, _CYRILLIC = "bdgklmnprstv", "бдгклмнпрств"
_VOWELS = ("aeiou", "аеиоу")


def code(number: int) -> str:
    """An invented state: QAA, QAB …"""
    return f"Q{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}"


def name(seed: str, language: str) -> str:
    """Somebody's invented family name, in the script of a language; Chinese ones by three characters."""
    chance = random.Random(seed)
    parts = [(chance.randrange(12), chance.randrange(5)) for _ in range(3)]
    if language == "zh":
        return "".join(chr(0x4E00 + 61 * c + v) for c, v in parts)
    consonants, vowels = (_CYRILLIC, _VOWELS[1]) if language == "ru" else (_LATIN, _VOWELS[0])
    return "".join(consonants[c] + vowels[v] for c, v in parts).capitalize()


def weighted(chance: random.Random, choices: Sequence[tuple[str, int]]) -> str:
    """One of the choices by their weights."""
    return chance.choices([c for c, _ in choices], [n for _, n in choices])[0]


def made(size: int, seed: int = 1, *, crowded: bool = False) -> tuple[list[Record], list[int]]:
    """So many records, and of each the number of the contact that it tells of. ``crowded``: one pair, two days."""
    chance = random.Random(seed)
    states = max(4, size // PART)
    records: list[Record] = []
    truth: list[int] = []
    while len(records) < size:
        pair = [0, 1] if crowded else _pair(chance, min(states, 600))
        day = FIRST + timedelta(days=chance.randrange(2 if crowded else DAYS))
        mode, level = weighted(chance, MODES), weighted(chance, LEVELS)
        topics = tuple(chance.sample(TOPICS, 2))
        contact = truth[-1] + 1 if truth else 0
        later = not crowded and chance.random() < 0.1
        people = f"{level} {contact}" if crowded else level
        for _ in range(min(chance.choice((1, 1, 2, 4, 6, 12)), size - len(records))):
            records.append(_told(chance, pair, day, later, mode, level, people, topics))
            truth.append(contact)
    order = list(range(size))
    chance.shuffle(order)
    return [records[n] for n in order], [truth[n] for n in order]


def _pair(chance: random.Random, states: int) -> list[int]:
    """Two states, those of low numbers far more often than others."""
    first = int(states ** chance.random()) - 1
    return [first, chance.choice([n for n in (first + 1, first + 2, int(states ** chance.random()) - 1) if n != first])]


def _told(
    chance: random.Random, pair: Sequence[int], day: date, later: bool, mode: str, level: str, people: str,
    topics: tuple[str, ...],
) -> Record:  # fmt: skip
    """One article on a contact: not all of them tell everything. ``people`` stands for who of each state they are."""
    language = chance.choice(TONGUES)
    if later and language == TONGUES[-1]:
        day += timedelta(days=1)
    published = day + timedelta(days=chance.choice((0, 0, 0, 1)))
    named = chance.random() < 0.7
    participants = tuple(
        Actor(name(f"{state} {people}", language), code(state), "GOV", person=True) if named
        else Actor(code(state), code(state), "GOV")
        for state in (pair if chance.random() < 0.5 else pair[::-1])
    )  # fmt: skip
    dated = chance.random() < 0.85
    contact = Contact(
        date=day.isoformat() if dated else None, mode=mode if chance.random() < 0.85 else "unknown",
        level=level if named else "officials", participants=participants, status="held",
        topics=topics if chance.random() < 0.7 else topics[:1],
    )  # fmt: skip
    article = Article("", language=Known(language, "given"), published=Moment(published.isoformat(), "given"))
    return Record(article, (), (contact,))


def agreement(groups: Sequence[Group], truth: Sequence[int]) -> tuple[float, float]:
    """Precision and recall of pairs of records in one group."""

    def pairs(counts: Counter[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    of = {record: number for number, one in enumerate(groups) for record, _ in one.members}
    found, right = pairs(Counter(of.values())), pairs(Counter((of[n], truth[n]) for n in of))
    return right / max(1, found), right / max(1, pairs(Counter(truth)))


def grouping(rounds: int, *, crowded: bool) -> list[dict[str, float]]:
    """Processor seconds for every size, by how much they and n log n grow from one to the next; how right they are."""
    rows: list[dict[str, float]] = []
    for size in SIZES:
        records, truth = made(size, crowded=crowded)
        taken, found = [], []
        for _ in range(rounds):
            started = time.process_time()
            found = group(records)
            taken.append(time.process_time() - started)
        precision, recall = agreement(found, truth)
        row = {
            "records": size, "seconds": median(taken), "n log n": size * math.log2(size),
            "groups": len(found), "contacts": len(set(truth)), "precision": precision, "recall": recall,
        }  # fmt: skip
        for what in ("seconds", "n log n"):
            row[f"growth of {what}"] = row[what] / rows[-1][what] if rows else 1.0
        rows.append(row)
    return rows


def comparing(rounds: int) -> float:
    """Seconds that ``dragoman compare`` takes with the pair of readouts, the first round apart."""
    program = Path(sys.executable).with_name("dragoman")
    command = [str(program)] if program.exists() else [sys.executable, "-m", "dragoman"]
    command += ["compare", "--side", f"XKA={DATA / 'pair.a.en.txt'}", "--side", f"XKB={DATA / 'pair.b.ru.txt'}"]
    command += ["--actors", str(DATA / "pair.actors.toml"), "--published", "2025-04-02", "--quiet"]
    taken = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    return median(taken[1:])


def show(facts: dict[str, Any]) -> None:
    """Print the table."""
    on = facts["machine"]
    print(f"{on['processor']}, {on['cores']} cores; Python {on['python']}; load at start {on['load at start']}")
    print(f"median of {facts['rounds']} rounds\n")
    for title, rows in facts["grouping"].items():
        print(f"{title}\n{'records':>8} {'seconds':>8} {'growth':>7} {'of n log n':>11}", end="")
        print(f" {'groups':>7} {'contacts':>9} {'precision':>10} {'recall':>7}")
        for row in rows:
            print(f"{row['records']:>8,} {row['seconds']:>8.2f} {row['growth of seconds']:>7.2f}", end="")
            print(f" {row['growth of n log n']:>11.2f} {row['groups']:>7,} {row['contacts']:>9,}", end="")
            print(f" {row['precision']:>10.3f} {row['recall']:>7.3f}")
        print()
    print(f"two readouts compared, from the command line: {facts['compare']:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long relating records takes.")
    parser.add_argument("--rounds", type=int, default=3, help="how often each thing is measured (3)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    facts: dict[str, Any] = {"machine": machine(), "rounds": options.rounds}
    facts["grouping"] = {
        "many states, a year": grouping(options.rounds, crowded=False),
        "one pair of states, two days": grouping(options.rounds, crowded=True),
    }
    facts["compare"] = comparing(options.rounds)
    print(json.dumps(facts, ensure_ascii=False, indent=2)) if options.json else show(facts)


if __name__ == "__main__":
    main()
