"""Amended articles in the corpora's annotation forms, by the corpora's own checker."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dragoman.amending.annotation import amended, numbered, to_ann, to_gold
from dragoman.amending.making import Hand, add, change, remove
from dragoman.amending.wishes import Named, Wish
from dragoman.record import Event, Label
from dragoman.store import Adder, Store
from tests.amending_sample import BELMORA, KARSOVIA, TEXT, at, talks
from tests.store_sample import adder, store, where

__all__ = ["adder", "store", "where"]

CORPORA = Path(os.environ.get("DRAGOMAN_CORPORA") or Path(__file__).parents[2] / "shared" / "corpora")
ADA = Hand("Ada", "read it")


def checker() -> Any:
    path = CORPORA / "check_annotation.py"
    if not path.is_file():
        pytest.skip(f"the corpora's checker is not at {path}")
    spec = importlib.util.spec_from_file_location("check_annotation", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def nested() -> Any:
    """A record with everything that the form has: a nested attribution, a condition, an event, a contact."""
    record = talks()
    first, second, third = record.statements
    outer = replace(
        first, content=((first.content[0][0], second.content[0][1]),),
        condition=(at(TEXT, "by the spring"),), targets=(BELMORA,), modality=Label("conditional", 1.0),
    )  # fmt: skip
    event = Event(at(TEXT, "spoke by phone"), (KARSOVIA,), Label("CONSULT", 1.0), (BELMORA,), topics=("other",))
    return replace(record, statements=(third, outer, replace(second, parent=1)), events=(event,))


def test_the_inline_form_gives_the_record_back_and_has_no_fault() -> None:
    check = checker()
    record, _ = numbered(nested())
    back, faults = check.read(record.article.text, to_ann(record))
    assert faults == []
    gold = to_gold(record, [], {})
    assert back["contacts"] == gold["contacts"] and back["events"] == gold["events"]
    assert back["attributions"] == gold["attributions"]
    assert back["text"] == gold["text"]


def test_statements_are_numbered_in_the_order_of_their_cues() -> None:
    record, numbers = numbered(nested())
    assert [record.words(s.cue) for s in record.statements] == ["said", "warned", "said"]
    assert [s.id for s in record.statements] == [1, 2, 3]
    assert record.statements[1].parent == 1 and numbers == {1: 1, 2: 2, 3: 3}


def test_what_the_inline_form_cannot_hold_is_told() -> None:
    record = talks()
    first, second, third = record.statements
    begin, end = first.content[0][0], at(TEXT, "She warned that delays")[1]
    crossing = replace(record, statements=(replace(first, content=((begin, end),)), second, third))
    with pytest.raises(ValueError, match="spans cross"):
        to_ann(crossing)
    marks = replace(record, article=replace(record.article, text=TEXT + " ⟦"))
    with pytest.raises(ValueError, match="own marks"):
        to_ann(marks)


def test_only_articles_that_a_person_has_amended_are_given_with_what_they_amended(adder: Adder, store: Store) -> None:
    articles = [adder.add(talks(name=name), f"url:news.example/{name}").article for name in ("one", "two", "three")]
    kept = {one.article: one.statements for one in store.kept()}
    with store.writing() as connection:
        changed = change(connection, kept[articles[0]][2], Wish(act="ACCUSE", speakers=()), ADA)
        removed = remove(connection, kept[articles[0]][1], ADA)
        missing = Wish(
            source=("Vrelsky",), cue=("accused",), content=("the Karsovian side of breaking the old treaty",),
            act="ACCUSE", topics=("history-and-memory",), speakers=(Named(name="Oskar Vrelsky"),),
            targets=(Named(state="KRS", sector="GOV"),),
        )  # fmt: skip
        added = add(connection, articles[2], missing, ADA, near=len(TEXT))
        found = list(amended(connection))
    assert [record.article.id for _, record, _, _ in found] == ["one", "three"]
    one, three = (to_gold(record, applied, touched) for _, record, applied, touched in found)
    assert one["lang"] == "en" and one["amendments"] == [changed.id, removed.id]
    assert [(a["act"], a["speaker"], a["speaker_code"], a.get("amendments")) for a in one["attributions"]] == [
        ("ACCUSE", "---", None, [changed.id]), ("STATE", "Oskar Vrelsky", "BLM.GOV", None),
    ]  # fmt: skip
    last = three["attributions"][3]
    assert (last["targets"], last["kind"], last["amendments"]) == (["KRS.GOV"], "indirect", [added.id])
    check = checker()
    for _, record, _, _ in found:
        assert check.read(record.article.text, to_ann(record))[1] == []
