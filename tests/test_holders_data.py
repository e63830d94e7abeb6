"""The office-holder files: form, dates, and how much of the years from 2010 on they cover."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import combinations, pairwise
from typing import Any, cast

import pytest
from babel.core import get_global

from dragoman.codes import ORGANISATIONS, SECTORS
from dragoman.resolver.holders import forms

Entry = Mapping[str, Any]

MAIN = ("head-of-state", "head-of-government", "foreign-minister", "defence-minister")
OFFICES = frozenset(
    {
        *MAIN, "spokesperson-leader", "spokesperson-foreign", "spokesperson-defence", "security-adviser",
        "speaker-of-parliament", "opposition-leader", "ambassador-un", "head-of-organisation", "other",
    }
)  # fmt: skip
"""The closed list of offices."""

REQUIRED = frozenset({"office", "title", "sector", "name", "gender", "since"})
ALLOWED = REQUIRED | {"until", "also", "family", "joint"}

START = dt.date(2010, 1, 1)
HANDOVER = 92
"""Days that an office may stand empty, or two holders overlap, before it counts: a vacancy or loose dates."""

GAPS = 77
"""Long vacancies, abolished offices and holders we do not know; lower it as they are filled."""


@lru_cache(maxsize=1)
def files() -> Mapping[str, Mapping[str, Any]]:
    folder = resources.files("dragoman.resolver") / "data" / "holders"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return {f.name[: -len(".toml")]: tomllib.loads(f.read_text(encoding="utf-8")) for f in found}


def entries() -> Iterator[tuple[str, Entry]]:
    for name, file in files().items():
        for entry in file["holder"]:
            yield name, cast(Entry, entry)


def day(text: str) -> dt.date:
    """A date of any precision as its first day, as the resolver counts it."""
    year, month, date = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    return dt.date(year, month, date)


def term(entry: Entry, checked: str) -> tuple[dt.date, dt.date]:
    return day(entry["since"]), day(entry.get("until", checked))


def overlaps(holders: Sequence[Entry], checked: str) -> Iterator[tuple[str, str, int]]:
    """Two different people in one office at once, for longer than a handover."""
    for first, second in combinations(holders, 2):
        same = first["name"]["en"] == second["name"]["en"]
        if same or first.get("joint") or second.get("joint"):
            continue
        (since, until), (then, end) = term(first, checked), term(second, checked)
        days = (min(until, end) - max(since, then)).days
        if days > HANDOVER:
            yield first["name"]["en"], second["name"]["en"], days


def gaps(holders: Sequence[Entry], checked: str) -> Iterator[tuple[dt.date, dt.date]]:
    """Times from 2010 until the file was checked for which nobody is named."""
    at, end = START, day(checked)
    for since, until in sorted(term(entry, checked) for entry in holders):
        if (since - at).days > HANDOVER:
            yield at, since
        at = max(at, until)
    if (end - at).days > HANDOVER:
        yield at, end


def offices(file: Mapping[str, Any]) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in file["holder"]:
        found[entry["office"]].append(entry)
    return found


@pytest.mark.parametrize("name", sorted(files()))
def test_file(name: str) -> None:
    file = files()[name]
    assert set(file) == {"state", "checked", "holder"}
    assert file["state"] == name, "the file bears the code of its state"
    assert name in ORGANISATIONS or name == "XKX" or name in get_global("territory_aliases")
    assert dt.date(2020, 1, 1) <= day(file["checked"]) <= dt.date.today()
    for entry in file["holder"]:
        who = entry.get("name", {}).get("en", entry)
        assert set(entry) >= REQUIRED, who
        assert set(entry) <= ALLOWED, who
        assert entry["office"] in OFFICES, who
        assert entry["sector"] in SECTORS, who
        assert entry["gender"] in ("m", "f"), who
        for texts in (entry["name"], entry["title"]):
            assert {"en", "ru"} <= set(texts), who
            assert all(text and text == text.strip() for text in texts.values()), who
        assert all("А" <= c <= "я" or c in "ёЁ" or not c.isalpha() or c in "IVXJ" for c in entry["name"]["ru"]), who
        since, until = term(entry, file["checked"])
        assert since <= until <= day(file["checked"]), who
        assert entry.get("joint", True) is True, who


def test_terms_of_one_office_do_not_overlap() -> None:
    found = [
        (name, office, *pair)
        for name, file in files().items()
        for office, holders in offices(file).items()
        if office != "other"
        for pair in overlaps(holders, file["checked"])
    ]
    assert not found


def test_a_family_name_is_part_of_the_name() -> None:
    for name, entry in entries():
        for language, family in entry.get("family", {}).items():
            assert language in entry["name"], (name, entry["name"]["en"], language)
            assert family in entry["name"][language], (name, entry["name"]["en"], family)


def test_every_name_gives_a_form() -> None:
    for name, entry in entries():
        assert len(forms(entry)) >= len(entry["name"]), (name, entry["name"]["en"])


def test_one_person_is_written_one_way() -> None:
    """Somebody of several offices has the same names in all of them: they tell one person from another."""
    seen: dict[str, Entry] = {}
    for name, entry in entries():
        first = seen.setdefault(entry["name"]["en"], entry)
        for key in ("name", "gender", "family", "also"):
            assert entry.get(key) == first.get(key), (name, entry["name"]["en"], key)


def test_no_entry_twice() -> None:
    seen = [(name, e["office"], e["name"]["en"], e["title"]["en"], e["since"]) for name, e in entries()]
    assert len(seen) == len(set(seen))


def test_terms_of_one_person_follow_each_other() -> None:
    for name, file in files().items():
        held: dict[tuple[str, str, str], list[tuple[dt.date, dt.date]]] = defaultdict(list)
        for entry in file["holder"]:
            held[entry["office"], entry["title"]["en"], entry["name"]["en"]].append(term(entry, file["checked"]))
        for key, terms in held.items():
            terms.sort()
            assert all(a[1] <= b[0] for a, b in pairwise(terms)), (name, key)


def test_enough_states() -> None:
    full = [
        name
        for name, file in files().items()
        if name not in ORGANISATIONS
        and {"head-of-state", "head-of-government"} & set(offices(file))
        and "foreign-minister" in offices(file)
    ]
    heads = [name for name in ORGANISATIONS if "head-of-organisation" in offices(files().get(name, {"holder": ()}))]
    print(
        f"\n{len(files())} files, {len(full)} states with a leader and a foreign minister, {len(heads)} organisations"
    )
    assert len(files()) >= 100
    assert len(full) >= 60
    assert len(heads) >= 11


def test_gaps_in_the_main_offices() -> None:
    found = [
        (name, office, since, until)
        for name, file in files().items()
        for office in MAIN
        for since, until in gaps(offices(file).get(office, ()), file["checked"])
        if office in offices(file)
    ]
    states = [offices(file) for name, file in files().items() if name not in ORGANISATIONS]
    absent = {office: sum(office not in state for state in states) for office in MAIN}
    for name, office, since, until in found:
        print(f"\n{name} {office}: nobody from {since} to {until}", end="")
    print(f"\n{len(found)} gaps; states without the office: {absent}")
    assert len(found) <= GAPS
    assert absent["foreign-minister"] == 0


def test_the_checks_can_fail() -> None:
    def entry(name: str, since: str, until: str) -> Entry:
        return {"name": {"en": name}, "since": since, "until": until}

    ruler, rival = entry("Ada Moss", "2009", "2015-06"), entry("Bo Fenn", "2014-01-31", "2018")
    assert list(overlaps([ruler, rival], "2020-01-01")) == [("Ada Moss", "Bo Fenn", 486)]
    assert not list(overlaps([ruler, {**rival, "joint": True}], "2020-01-01"))
    assert list(gaps([ruler, rival], "2020-01-01")) == [(dt.date(2018, 1, 1), dt.date(2020, 1, 1))]
    assert not list(gaps([ruler, rival], "2018-02-01"))
