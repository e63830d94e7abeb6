"""What holds of every revision, whatever the versions."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.record import Record
from dragoman.revisions import KINDS, revise
from tests.revision_sample import STORY, WHO, КТО, РАССКАЗ, spans_of, unmark, version

WORDS = [
    "the",
    "strait",
    "ships",
    "said",
    "treaty",
    "пролив",
    "суда",
    "и",
    "заявил",
    "40",
    "two",
    "не",
    "，",
    "和平",
    "?",
]
MARKS = ["\n\n", "\n", ". ", ", ", " — ", ' "', " «", "» ", "(", "⟨c1:", "⟨t1:", "⟨s1:", "⟨t2:", "⟨c2:"]


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Records of any text, with statements anywhere in it."""
    parts = draw(st.lists(st.sampled_from([*WORDS, *MARKS]), max_size=60))
    open_ = 0
    text = ""
    for part in parts:
        text += part if part.startswith(("⟨", "\n", "(")) else f" {part}"
        open_ += part.startswith("⟨")
        if open_ and draw(st.booleans()):
            text += "⟩"
            open_ -= 1
    return version(
        text + "⟩" * open_, {1: draw(st.sampled_from("VKO")), 2: draw(st.sampled_from("VKO"))}, published=None
    )


@given(records())
@settings(max_examples=40)
def test_a_version_beside_itself_is_no_revision(record: Record) -> None:
    assert revise(record, record).changes == ()


@given(records(), records())
@settings(max_examples=80)
def test_changes_point_into_both_texts_and_have_a_kind(old: Record, new: Record) -> None:
    revision = revise(old, new)
    assert all(0 <= start <= end <= length for start, end, length in spans_of(revision))
    for change in revision.changes:
        assert change.kind in KINDS
        assert change.old.words or change.new.words
        for record, part in ((old, change.old), (new, change.new)):
            assert set(part.statements) <= {one.id for one in record.statements}
    assert (revision.announced is None) == (not any(c.kind not in ("notice", "date") for c in revision.changes))


@given(records(), records())
@settings(max_examples=40)
def test_what_was_added_is_gone_on_the_way_back(old: Record, new: Record) -> None:
    there, back = revise(old, new), revise(new, old)
    assert bool(there.of("difference")) == bool(back.of("difference"))
    assert len(there.of("headline")) == len(back.of("headline"))


def _blanks(marked: str) -> list[int]:
    """Where a blank stands between two words or after a comma, outside of marks."""
    return [
        n
        for n, c in enumerate(marked)
        if c == " " and marked[n - 1] not in "⟨:" and marked[n + 1 : n + 2] not in ("⟨", "⟩")
    ]


@given(st.sampled_from([(STORY, WHO), (РАССКАЗ, КТО)]), st.data())
@settings(max_examples=60)
def test_white_space_and_commas_are_no_change(story: tuple[str, dict[int, str]], data: st.DataObject) -> None:
    marked, who = story
    blanks = _blanks(marked)
    places = data.draw(st.lists(st.sampled_from(blanks), unique=True, max_size=12))
    text = marked
    for place in sorted(places, reverse=True):
        put = data.draw(st.sampled_from(["  ", "\u00a0", " \t ", ", ", " \u200b", "\n"]))
        if place < marked.index("\n") and "\n" in put:
            put = "  "  # a headline ends with its line
        text = text[:place] + put + text[place + 1 :]
    old, new = version(marked, who), version(text, who)
    assert unmark(text)[0] != unmark(marked)[0] or not places
    assert revise(old, new).changes == ()
    assert revise(new, old).changes == ()
