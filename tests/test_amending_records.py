"""Amendments of a record: found again by their words, applied in order, undone without a trace in the reading."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.amending.amendment import AmendingError, Amendment
from dragoman.amending.applying import NO_WORDS, REMOVED, TAKEN_BACK, apply
from dragoman.amending.parts import anchored, kept, spans_of
from dragoman.amending.quotes import locate, quote
from dragoman.amending.wishes import Named, Wish, fields
from dragoman.codes import ACTS, MODALITIES
from dragoman.record import Actor, Record
from tests.amending_sample import ANNA, OSKAR, TEXT, at, said, shifted, talks


def amendment(number: int, kind: Any, record: Record, statement: int, new: dict[str, Any], **more: Any) -> Amendment:
    one = next(s for s in record.statements if s.id == statement)
    target = {**anchored(record, spans_of(one)), "was": kept(one), **more}
    return Amendment(id=number, at="2031-05-04", who="Ada", why="misread", kind=kind, target=target, new=new)


def added(number: int, record: Record, **words: str) -> Amendment:
    told: dict[str, Any] = {role: (one,) for role, one in words.items()}
    wish = Wish(**told, speakers=(Named(name="Oskar Vrelsky"),))
    spans = {role: (at(record.article.text, one),) for role, one in words.items()}
    new = {key: value for key, value in fields(record, None, wish).items() if key not in spans}
    target = anchored(record, spans)
    return Amendment(
        id=number, at="", who="Ada", why="missing", kind="add", target=target, new={"act": "ACCUSE", **new}
    )


MISSING = {"source": "Vrelsky", "cue": "accused", "content": "breaking the old treaty"}


@pytest.mark.parametrize("words", ["said", "the tariffs will stay", "Anna Orlen"])
def test_words_are_found_again_where_they_moved(words: str) -> None:
    noted = quote(TEXT, at(TEXT, words))
    other = shifted(TEXT)
    found = locate(other, noted)
    assert found is not None and other[found[0] : found[1]] == words
    assert other[: found[0]].split() == ["Updated", "at", "noon.", *TEXT[: noted.start].split()]


def test_line_breaks_and_the_form_of_quotation_marks_are_no_other_words() -> None:
    noted = quote('He called it "a serious step" twice.', (13, 29))
    assert locate("He called it «a serious\nstep» twice.", noted) == (13, 29)


def test_a_common_word_among_others_is_not_the_same_words() -> None:
    noted = quote(TEXT, at(TEXT, "said"))
    assert locate("Somebody else said something else entirely, on quite another day.", noted) is None


@given(st.text("ab .\n", max_size=60), st.text("ab .\n«»", max_size=60), st.data())
@settings(max_examples=100, deadline=None)
def test_whatever_is_noted_is_found_in_its_own_text(before: str, after: str, data: st.DataObject) -> None:
    text = f"{before}the words{after}"
    start = data.draw(st.integers(0, len(text) - 1))
    span = start, data.draw(st.integers(start + 1, len(text)))
    found = locate(text, quote(text, span))
    assert found == span if text[span[0] : span[1]].strip() else found is None


def test_a_change_changes_what_it_names_and_nothing_else() -> None:
    record = talks()
    one = amendment(1, "change", record, 2, {"act": "ACCUSE", "topics": ["territory", "other"]})
    done = apply(record, [one])
    first, second, third = done.record.statements
    assert (first, third) == (record.statements[0], record.statements[2])
    assert (second.act.value, second.act.confidence, second.act.resolved) == ("ACCUSE", 1.0, True)
    assert [t.value for t in second.topics] == ["territory", "other"]
    assert second.speakers == record.statements[1].speakers
    assert done.applied == (one,) and done.unplaced == ()
    assert record == talks(), "the reading stays as it was read"


def test_a_person_may_say_that_nobody_is_known_to_have_spoken() -> None:
    record = talks()
    done = apply(record, [amendment(1, "change", record, 2, {"speakers": []})])
    assert done.record.statements[1].speakers == ()


def test_a_speaker_that_the_source_names_has_it_as_evidence() -> None:
    record = talks()
    wish = Wish(speakers=(Named(name="Oskar Vrelsky", state="BLM"),))
    new = fields(record, record.statements[2], wish)
    (speaker,) = apply(record, [amendment(1, "change", record, 3, new)]).record.statements[2].speakers
    assert (speaker.basis, speaker.evidence) == ("named", at(TEXT, "Oskar Vrelsky"))
    assert (speaker.sector, speaker.person) == ("GOV", True), "what the record knows of the name stays"


def test_a_false_statement_goes_and_what_stood_in_it_stands_by_itself() -> None:
    record = talks()
    outer = replace(record.statements[0], content=((at(TEXT, "the bridge")[0], at(TEXT, "will stay")[1]),))
    inner = [replace(s, parent=1) for s in record.statements[1:]]
    record = replace(record, statements=(outer, *inner))
    done = apply(record, [amendment(1, "remove", record, 1, {})])
    assert [(s.id, s.parent) for s in done.record.statements] == [(2, None), (3, None)]


def test_a_missing_statement_comes_in_at_its_place() -> None:
    record = talks()
    done = apply(record, [added(1, record, **MISSING)])
    new = done.record.statements[3]
    assert (new.id, record.words(new.cue), new.act.value, new.kind) == (4, "accused", "ACCUSE", "indirect")
    assert [a.name for a in new.speakers] == ["Oskar Vrelsky"]
    assert dict(done.added) == {4: 1}


def test_a_reader_that_finds_it_by_now_does_not_double_it() -> None:
    record = talks()
    one = added(1, record, **MISSING)
    found = said(TEXT, 4, "Vrelsky", "accused", "the Karsovian side of breaking the old treaty", OSKAR)
    done = apply(replace(record, statements=(*record.statements, found)), [one])
    assert len(done.record.statements) == 4
    assert record.words(done.record.statements[3].content) == "breaking the old treaty"


def test_what_the_next_reader_misses_comes_back_as_it_was_amended() -> None:
    record = talks()
    one = amendment(1, "change", record, 2, {"act": "ACCUSE"})
    done = apply(talks(without=[2]), [one])
    back = done.record.statements[1]
    assert (record.words(back.cue), back.act.value, back.speakers[0].name) == ("warned", "ACCUSE", "Anna Orlen")


def test_amendments_hold_in_another_version_with_the_same_words() -> None:
    record = talks()
    other = talks(shifted(TEXT))
    made = [
        amendment(1, "change", record, 2, {"act": "ACCUSE"}), amendment(2, "remove", record, 3, {}),
        added(3, record, **MISSING),
    ]  # fmt: skip
    done = apply(other, made)
    assert [one.id for one in done.applied] == [1, 2, 3]
    assert [(done.record.words(s.cue), s.act.value) for s in done.record.statements] == [
        ("said", "STATE"), ("warned", "ACCUSE"), ("accused", "ACCUSE"),
    ]  # fmt: skip


def test_where_the_words_are_gone_it_is_said() -> None:
    record = talks()
    gone = replace(record, article=replace(record.article, text=TEXT.replace("dearly", "nothing")))
    one = amendment(1, "change", record, 2, {"act": "ACCUSE"})
    done = apply(gone, [one])
    assert done.record == gone and done.applied == () and done.unplaced == ((one, NO_WORDS),)


def test_what_rests_on_an_addition_goes_with_it() -> None:
    record = talks()
    first = added(1, record, **MISSING)
    whole = apply(record, [first]).record
    second = amendment(2, "change", whole, 4, {"act": "REJECT"}, rests_on=1)
    assert apply(record, [first, second]).record.statements[3].act.value == "REJECT"
    done = apply(record, [replace(first, undone="2031-05-05"), second])
    assert done.record == record and done.unplaced == ((second, TAKEN_BACK),)


def test_the_later_of_two_holds() -> None:
    record = talks()
    made = [amendment(n, "change", record, 2, {"act": act}) for n, act in ((2, "REJECT"), (1, "ACCUSE"))]
    assert apply(record, made).record.statements[1].act.value == "REJECT"


ACTOR: dict[str, Any] = {"state": "KRS", "sector": "GOV", "person": True, "office": None, "basis": "named"}
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "act": st.sampled_from(ACTS), "modality": st.sampled_from(MODALITIES),
        "topics": st.lists(st.sampled_from(["energy", "health", "other"]), max_size=3, unique=True),
        "speakers": st.lists(
            st.builds(lambda name: {**ACTOR, "name": name}, st.sampled_from(["Anna Orlen", "Ivo Tarn"])), max_size=2
        ),
    },
)  # fmt: skip
MADE = st.lists(st.tuples(st.sampled_from(["change", "remove"]), st.integers(1, 3), CHANGES), max_size=6)


@given(MADE, st.data())
@settings(max_examples=60, deadline=None)
def test_undoing_leaves_what_would_be_there_without(made: list[tuple[str, int, Any]], data: st.DataObject) -> None:
    """Whatever is undone, in whatever order: the record is that of the amendments that are left."""
    record = talks()
    all_ = [amendment(n, kind, record, number, new) for n, (kind, number, new) in enumerate(made, 1)]
    gone = data.draw(st.sets(st.integers(1, len(all_)))) if all_ else set()
    marked = [replace(one, undone="2031-05-05" if one.id in gone else None) for one in all_]
    left = [one for one in all_ if one.id not in gone]
    assert apply(record, marked).record == apply(record, left).record
    assert apply(record, [replace(one, undone="x") for one in all_]).record == record


@given(MADE)
@settings(max_examples=60, deadline=None)
def test_every_amendment_is_applied_or_told_of(made: list[tuple[str, int, Any]]) -> None:
    record = talks()
    all_ = [amendment(n, kind, record, number, new) for n, (kind, number, new) in enumerate(made, 1)]
    done = apply(record, all_)
    assert {one.id for one in done.applied} | {one.id for one, _ in done.unplaced} == {one.id for one in all_}
    assert done.record.article == record.article
    ids = [s.id for s in done.record.statements]
    assert len(ids) == len(set(ids)) and all(s.parent is None or s.parent in ids for s in done.record.statements)
    assert apply(done.record, all_).record == done.record, "once more on what is amended already changes nothing"


def test_what_was_removed_is_not_brought_back_by_an_older_mind() -> None:
    record = talks()
    second = amendment(2, "change", record, 2, {"act": "REJECT"})
    done = apply(record, [amendment(1, "remove", record, 2, {}), second])
    assert [s.id for s in done.record.statements] == [1, 3] and done.unplaced == ((second, REMOVED),)


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (Wish(act="ACUSE"), "'ACUSE' is no act"),
        (Wish(topics=("cheese",)), "'cheese' is no topic"),
        (Wish(content=("no such words",)), "the text has no words"),
        (Wish(cue=()), "needs a cue"),
        (Wish(content=("the", "the")), "named twice"),
        (Wish(speakers=(Named(name=" "),)), "needs a name"),
        (Wish(speakers=(Named(name="X", state="usa"),)), "no code"),
        (Wish(speakers=(Named(name="X", sector="GVO"),)), "no sector"),
        (Wish(targets=(Named(),)), "who is meant"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(wish: Wish, told: str) -> None:
    record = talks()
    with pytest.raises(AmendingError, match=told) as error:
        fields(record, record.statements[0], wish, 0)
    assert "\n" not in str(error.value)


def test_words_in_several_places_are_asked_about_only_where_nothing_tells_which() -> None:
    record = talks()
    with pytest.raises(AmendingError, match="stand in 2 places"):
        fields(record, None, Wish(content=("said",)))
    near = fields(record, None, Wish(content=("said",)), near=len(TEXT))
    assert near["content"][0]["start"] == TEXT.rindex("said")


def test_a_state_alone_changes_the_speaker_there_is() -> None:
    record = talks()
    (one,) = fields(record, record.statements[0], Wish(speakers=(Named(state="BLM"),)))["speakers"]
    assert (one["name"], one["state"], one["office"]) == (ANNA.name, "BLM", ANNA.office)
    assert Actor(**one).code == "BLM.GOV"
