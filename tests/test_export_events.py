"""The event table in POLECAT's columns, its crosswalks and its codebook."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dragoman.codes import ACTS, SECTORS, TOPICS
from dragoman.export import codebook, crosswalk
from dragoman.export.eventdata import COLUMNS
from dragoman.export.grouping import table
from dragoman.record import Actor, Label
from dragoman.resolver.knowledge import alpha3
from dragoman.store.kept import Kept
from tests.export_sample import MARN, dispatch, hostile_kept, kept

POLECAT = (
    "Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name, Actor Country, Actor COW, "
    "Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID, Recipient Name, Recipient "
    "Country, Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient Title, Recipient Name Raw, Wikipedia "
    "Recipient ID, Placename, City, District, Province, Country, Latitude, Longitude, GeoNames ID, Raw Placename, Feature "
    "Type, Source, Publication Date, Story People, Story Organizations, Story Locations, Language, Version"
)


def rows(*versions: Kept, left: Counter[str] | None = None, states: tuple[str, ...] = ()) -> list[dict[str, str]]:
    written = "".join(table(versions, Counter() if left is None else left, states))
    return list(csv.DictReader(io.StringIO(written), delimiter="\t"))


def test_the_columns_are_polecat_s_then_ours() -> None:
    polecat = POLECAT.split(", ")
    assert list(COLUMNS[: len(polecat)]) == polecat
    assert all(name == name.lower() for name in COLUMNS[len(polecat) :])
    assert {"told_by", "basis", "articles", "independent_articles"} <= set(COLUMNS)


def test_a_statement_that_does_something_is_an_event() -> None:
    row = next(row for row in rows(kept(dispatch(), sides={1: "USA"})) if row["kind"] == "statement")
    shown = {name: value for name, value in row.items() if value}
    assert len(shown.pop("Event ID")) == 25
    assert shown == {
        "Event Date": "2031-03-03", "Event Type": "ACCUSE", "Intensity": "-2.0", "Quad Code": "VERBAL CONFLICT",
        "Contexts": "economic", "Actor Name": "Ela Marn", "Actor Country": "USA", "Actor COW": "2",
        "Primary Actor Sector": "GOV", "Actor Sectors": "GOV", "Actor Title": "Foreign Minister",
        "Actor Name Raw": "Ela Marn", "Recipient Name": "Rus", "Recipient Country": "RUS", "Recipient COW": "365",
        "Primary Recipient Sector": "GOV", "Recipient Sectors": "GOV", "Recipient Name Raw": "Rus",
        "Raw Placename": "Brod", "Source": "The Brod Courier", "Publication Date": "2031-03-04",
        "Story People": "Ela Marn", "Story Organizations": "Rus; Usa; NATO", "Story Locations": "Brod", "Language": "en",
        "Version": "dragoman 0.1.0, fake-weights", "kind": "statement", "told_by": "USA", "basis": "as told",
        "actor_basis": "named", "cameo_root": "11", "modality": "fact", "contact": "70", "mentions": "1",
        "articles": "1", "independent_articles": "1", "confidence": "0.8", "url": "https://example.org/1",
        "statement": "1001", "words": "accused … Rus",
    }  # fmt: skip


def test_an_act_told_as_fact_is_an_event_and_organisations_have_no_country() -> None:
    row = next(row for row in rows(kept(dispatch())) if row["kind"] == "event")
    assert (row["Event Type"], row["Event Date"], row["statement"]) == ("MOBILIZE", "2031-03-03", "")
    assert (row["Recipient Name"], row["Recipient Country"], row["Recipient COW"]) == ("Rus; NATO", "RUS; ", "365; ")
    assert (row["told_by"], row["basis"]) == ("", "newspaper")


def test_columns_said_to_be_empty_are_and_the_others_are_filled() -> None:
    record = dispatch()
    (said,) = record.statements
    titled = replace(said, targets=(replace(said.targets[0], office="Envoy"),))
    found = rows(kept(replace(record, statements=(titled,)), sides={1: "USA"}))
    for column in crosswalk.data("polecat")["columns"]:
        filled = any(row[column["name"]] for row in found)
        assert filled is column.get("filled", True), column["name"]


def test_one_event_in_many_articles_is_one_row_and_a_story_counts_once() -> None:
    copies = [kept(dispatch(), number, story=4) for number in (1, 2, 3)]
    other = kept(dispatch(), 4)
    found = rows(*copies, other)
    assert [(row["mentions"], row["articles"], row["independent_articles"]) for row in found] == [("4", "4", "2")] * 2
    assert {row["url"] for row in found} == {"https://example.org/1"}


def test_the_article_published_first_is_shown_whatever_the_order() -> None:
    late, early = kept(dispatch(published="2031-03-04"), 1), kept(dispatch(published="2031-03-03"), 2)
    for order in ((late, early), (early, late)):
        found = rows(*order)
        assert {row["Publication Date"] for row in found} == {"2031-03-03"}
        assert {row["articles"] for row in found} == {"2"}


def test_two_sides_that_tell_it_are_both_named() -> None:
    found = rows(kept(dispatch(), 1, sides={1: "USA"}), kept(dispatch(), 2, sides={1: "RUS"}))
    assert next(row["told_by"] for row in found if row["kind"] == "statement") == "USA; RUS"


@pytest.mark.parametrize("change", ["day", "act", "actor", "recipient", "contact"])
def test_what_differs_in_one_of_these_is_another_event(change: str) -> None:
    record = dispatch(events=())
    (said,) = record.statements
    other = {
        "day": dispatch(events=(), published="2031-03-09"),
        "act": replace(record, statements=(replace(said, act=Label("REJECT", 0.8)),)),
        "actor": replace(record, statements=(replace(said, speakers=(MARN, Actor("Ulf Grau", "DEU"))),)),
        "recipient": replace(record, statements=(replace(said, targets=()),)),
        "contact": record,
    }[change]
    contacts = {0: 71} if change == "contact" else {0: 70}
    found = rows(kept(record, 1), kept(other, 2, contacts=contacts))
    assert len(found) == 2
    assert len({row["Event ID"] for row in found}) == 2


def test_an_event_s_number_is_the_same_in_every_export() -> None:
    first = rows(kept(dispatch(), 1))
    again = rows(kept(dispatch(), 2), kept(dispatch(), 1))
    assert [row["Event ID"] for row in first] == [row["Event ID"] for row in again]


def test_a_contact_long_past_does_not_date_what_is_said_now() -> None:
    found = rows(kept(dispatch(published="2031-03-20")))
    assert {row["Event Date"] for row in found} == {"2031-03-20"}
    assert next(row["contact"] for row in found if row["kind"] == "statement") == "70"


def test_a_contact_ahead_is_no_event_s() -> None:
    found = rows(kept(dispatch(published="2031-03-01")))
    assert {(row["Event Date"], row["contact"]) for row in found} == {("2031-03-01", "")}


def test_without_a_day_the_date_is_empty() -> None:
    found = rows(kept(dispatch(published=None, contacts=())))
    assert {row["Event Date"] for row in found} == {""}


def test_what_is_no_event_is_left_out_and_counted() -> None:
    left: Counter[str] = Counter()
    found = rows(kept(), left=left)
    assert len(found) == 7
    assert left == {"no act but a statement": 2, "act unresolved": 1}
    record = dispatch()
    (said,), (done,) = record.statements, record.events
    left.clear()
    nobody = replace(record, statements=(replace(said, speakers=()),), events=(replace(done, modality="future"),))
    assert rows(kept(nobody), left=left) == []
    assert left == {"actor not known": 1, "not told as done": 1}


def test_a_guessed_state_is_no_country() -> None:
    record = dispatch(events=())
    (said,) = record.statements
    guessed = replace(said, speakers=(replace(MARN, state_guessed=True),))
    assert [row["Actor Country"] for row in rows(kept(replace(record, statements=(guessed,))))] == [""]


def test_a_state_chooses_its_events() -> None:
    assert len(rows(kept(dispatch()), states=("RUS",))) == 2
    assert rows(kept(dispatch()), states=("FRA",)) == []


def test_hostile_words_break_no_row() -> None:
    record = hostile_kept().record
    said = replace(record.statements[0], act=Label("ACCUSE", 0.9))
    lines = "".join(table([kept(replace(record, statements=(said,)))], Counter())).splitlines()
    assert len(lines) == 2
    assert all(line.count("\t") == len(COLUMNS) - 1 for line in lines)


def test_every_act_topic_and_sector_has_its_place_in_the_crosswalks() -> None:
    assert set(crosswalk.acts()) == set(ACTS) - {"STATE"}
    assert set(crosswalk.data("contexts")["topics"]) == set(TOPICS)
    assert set(codebook.SECTORS) == set(SECTORS)
    for act in crosswalk.acts().values():
        assert (act.intensity > 0) is act.quad.endswith("COOPERATION")
        assert set(act.cameo) <= set(crosswalk.data("plover")["cameo"])


def test_states_are_numbered_as_cow_numbers_them() -> None:
    states = crosswalk.cow_states()
    assert len({(s.number, s.iso, s.since) for s in states}) == len(states)
    assert len({s.number for s in states}) == 217
    abbreviations = {s.number: {t.abbreviation for t in states if t.number == s.number} for s in states}
    assert all(len(found) == 1 for found in abbreviations.values())
    gone = {"DDR", "CSK", "YUG", "SCG", "SUN", "YMD"}
    assert {s.iso for s in states if s.iso} - gone <= set(alpha3().values()) | set(alpha3())
    assert all(s.iso or (s.name and s.until) for s in states), "a state of today has its code"


@pytest.mark.parametrize(
    ("iso", "day", "number", "abbreviation"),
    [
        ("DEU", date(2031, 3, 3), 255, "GMY"), ("DEU", date(1985, 1, 1), 260, "GFR"), ("DEU", None, 255, "GMY"),
        ("DDR", date(1985, 1, 1), 265, "GDR"), ("YEM", date(1980, 1, 1), 678, "YAR"), ("YEM", date(2000, 1, 1), 679, "YEM"),
        ("CHE", None, 225, "SWZ"), ("SWZ", None, 572, "SWA"), ("AUT", None, 305, "AUS"), ("AUS", None, 900, "AUL"),
        ("XKX", None, 347, "KOS"), ("SUN", date(1991, 1, 1), 365, "RUS"), ("KOR", None, 732, "ROK"),
    ],
)  # fmt: skip
def test_a_state_s_number_on_a_day(iso: str, day: date | None, number: int, abbreviation: str) -> None:
    found = crosswalk.cow(iso, day)
    assert found is not None
    assert (found.number, found.abbreviation) == (number, abbreviation)


@pytest.mark.parametrize("iso", ["NATO", "PSE", "VRN", "", None])
def test_what_the_list_does_not_have_has_no_number(iso: str | None) -> None:
    assert crosswalk.cow(iso) is None


def test_the_codebook_is_not_stale() -> None:
    kept_text = (Path(__file__).parents[1] / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert kept_text == codebook.text(), "dragoman export --codebook -o docs/codebook.md"


def test_the_codebook_tells_every_column_and_code() -> None:
    said = codebook.text()
    for name in (*COLUMNS, *ACTS[1:], *TOPICS):
        assert name in said
