"""What changed from one version of an article to the next, statement by statement."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dragoman.revisions import revise
from dragoman.revisions.assignment import assign
from tests.revision_sample import STORY, VERESH, WHO, КТО, РАССКАЗ, kinds, one, spans_of, story, swap, version

STORIES = [(STORY, WHO), (РАССКАЗ, КТО)]


@pytest.mark.parametrize(("text", "who"), STORIES)
def test_the_same_version_is_no_revision(text: str, who: dict[int, str]) -> None:
    record = version(text, who)
    revision = revise(record, record)
    assert revision.changes == ()
    assert not revision
    assert revision.announced is None


def test_a_statement_is_added() -> None:
    more = STORY + "\n⟨s5:Tomash Koll⟩ ⟨c5:added⟩ that ⟨t5:the grain treaty would be signed in autumn⟩.\n"
    new = version(more, {**WHO, 5: "K"})
    revision = revise(story(), new)
    assert kinds(revision) == ["added"]
    change = one(revision, "added")
    assert change.new.statements == (5,)
    assert change.new.words == "Tomash Koll added that the grain treaty would be signed in autumn"
    assert change.size == 8
    ((start, end),) = change.old.spans
    assert start == end
    assert revision.old.article.text[:start].endswith("storm"), "where it would stand"
    assert revision.announced is False


def test_a_statement_is_no_longer_in_the_text() -> None:
    old, new = (
        story(),
        version(
            swap(STORY, _1="⟨c4:According to⟩ ⟨s4:Mr Koll⟩, ⟨t4:two hundred fishermen have lost their boats⟩. => "), WHO
        ),
    )
    change = one(revise(old, new), "gone")
    assert change.old.statements == (4,)
    assert change.old.words == "According to Mr Koll, two hundred fishermen have lost their boats"
    assert change.new.spans[0][0] == change.new.spans[0][1]
    assert kinds(revise(new, old)) == ["added"]


@pytest.mark.parametrize(
    ("text", "who", "swapped", "lost", "gained"),
    [
        (STORY, WHO, "would follow at once => would follow in time", ["at once"], ["in time"]),
        (STORY, WHO, "if Laxia closed => if Laxia ever closed", [], ["ever"]),
        (РАССКАЗ, КТО, "последуют немедленно => последуют позже", ["немедленно"], ["позже"]),
        (РАССКАЗ, КТО, "Лаксия снова закроет => Лаксия не откроет", ["снова закроет"], ["не откроет"]),
    ],
)
def test_the_wording_changed(text: str, who: dict[int, str], swapped: str, lost: list[str], gained: list[str]) -> None:
    revision = revise(version(text, who), version(swap(text, _1=swapped), who))
    assert kinds(revision) == ["wording"]
    change = one(revision, "wording")
    assert change.old.statements == change.new.statements == (2,)
    assert [piece.words for piece in change.old.pieces if piece.changed] == lost
    assert [piece.words for piece in change.new.pieces if piece.changed] == gained


def test_a_word_by_which_the_newspaper_tells_it_counts() -> None:
    revision = revise(story(), story(_1="⟨c2:warned⟩ => ⟨c2:claimed⟩"))
    change = one(revision, "wording")
    assert [piece.words for piece in change.new.pieces if piece.changed] == ["claimed"]


def test_before_and_after_its_words_the_cue_is_the_same_one() -> None:
    new = story(_1='⟨t3:"We will wait, but not for ever,"⟩ ⟨c3:said⟩ ⟨s3:Tomash Koll⟩, the president of Laxia. => '
                   'The president of Laxia, ⟨s3:Tomash Koll⟩, ⟨c3:said⟩: ⟨t3:"We will wait, but not for ever."⟩')  # fmt: skip
    assert kinds(revise(story(), new)) == []


def test_a_label_counts_where_words_changed_alone() -> None:
    same = revise(version(STORY, WHO), version(STORY, WHO, {2: "THREATEN"}))
    assert not same
    changed = swap(STORY, _1="would follow at once => would follow in time")
    revision = revise(version(STORY, WHO), version(changed, WHO, {2: "THREATEN"}))
    (label,) = one(revision, "wording").labels
    assert (label.name, label.old, label.new) == ("act", "STATE", "THREATEN")


@pytest.mark.parametrize(
    ("text", "who", "swapped", "new"),
    [
        (STORY, WHO, "⟨s3:Tomash Koll⟩, the president of Laxia => ⟨s3:Mira Orsa⟩, a spokeswoman", {3: "O"}),
        (РАССКАЗ, КТО, "⟨s4:Колля⟩ => ⟨s4:Вереш⟩", {4: "В"}),
    ],
)
def test_the_same_words_by_another_speaker(text: str, who: dict[int, str], swapped: str, new: dict[int, str]) -> None:
    revision = revise(version(text, who), version(swap(text, _1=swapped), {**who, **new}))
    assert kinds(revision) == ["speaker"]
    (number,) = new
    assert one(revision, "speaker").new.statements == (number,)


def test_a_speaker_who_is_only_called_otherwise_is_the_same() -> None:
    assert kinds(revise(story(), story(_1="⟨s3:Tomash Koll⟩, the president of Laxia => ⟨s3:Mr Koll⟩"))) == []


def test_who_a_pronoun_means_is_only_understood() -> None:
    """A reading that took "She" for Veresh and takes the name for Orsa shows no change of the article."""
    old = story()
    understood = replace(old.statements[1], speakers=(replace(VERESH, basis="pronoun"),))
    old = replace(old, statements=(old.statements[0], understood, *old.statements[2:]))
    new = version(swap(STORY, _1="⟨s2:She⟩ => ⟨s2:Mira Orsa⟩"), {**WHO, 2: "O"})
    assert kinds(revise(old, new)) == []


def test_a_source_that_nobody_is_found_for_may_be_another_too() -> None:
    new = version(swap(STORY, _1="⟨s4:Mr Koll⟩ => ⟨s4:a harbour clerk⟩"), {1: "V", 2: "V", 3: "K"})
    assert kinds(revise(story(), new)) == ["speaker"]
    called = version(swap(STORY, _1="⟨s4:Mr Koll⟩ => ⟨s4:the other Mr Koll⟩"), {1: "V", 2: "V", 3: "K"})
    assert kinds(revise(story(), called)) == []


def test_the_same_words_in_another_order_are_called_that() -> None:
    text = "The strait\n\n⟨s1:Mira Orsa⟩ ⟨c1:said⟩ that ⟨t1:Verania had stopped ships from Laxia⟩.\n"
    turned = swap(text, _1="Verania had stopped ships from Laxia => Laxia had stopped ships from Verania")
    change = one(revise(version(text, {1: "O"}), version(turned, {1: "O"})), "wording")
    assert change.aspect == "order"


def test_a_speaker_who_is_only_read_otherwise_is_no_change() -> None:
    assert not revise(version(STORY, WHO), version(STORY, {**WHO, 2: "O"}))


@pytest.mark.parametrize(
    ("text", "who", "swapped", "old", "new", "unit"),
    [
        (STORY, WHO, "40 ships => sixty ships", "40", "sixty", "count"),
        (STORY, WHO, "for an hour on Monday => for two hours on Monday", "an hour", "two hours", "minute"),
        (STORY, WHO, "two hundred fishermen => over 300 fishermen", "two hundred", "over 300", "count"),
        (STORY, WHO, "nine people were hurt => 12 people were hurt", "nine", "12", "count"),
        (РАССКАЗ, КТО, "сорока судов => 60 судов", "сорока", "60", "count"),
        (РАССКАЗ, КТО, "двести рыбаков => триста рыбаков", "двести", "триста", "count"),
        (РАССКАЗ, КТО, "девять человек => одиннадцать человек", "девять", "одиннадцать", "count"),
    ],
)
def test_which_number_became_which(text: str, who: dict[int, str], swapped: str, old: str, new: str, unit: str) -> None:
    revision = revise(version(text, who), version(swap(text, _1=swapped), who))
    assert kinds(revision) == ["numbers"], "a change of a number alone is told as that"
    change = one(revision, "numbers")
    assert (change.old.words, change.new.words, change.aspect) == (old, new, unit)
    (span,), (around,) = change.new.spans, change.new.context
    assert revision.new.article.text[slice(*span)] == new
    assert around[0] <= span[0] < span[1] <= around[1]


@pytest.mark.parametrize(
    ("text", "who", "swapped"),
    [
        (STORY, WHO, "two hundred => 200"),
        (STORY, WHO, "40 ships => forty ships"),
        (РАССКАЗ, КТО, "девять => 9"),
        (РАССКАЗ, КТО, "сорока => 40"),
    ],
)
def test_a_number_in_words_and_in_figures_is_one_number(text: str, who: dict[int, str], swapped: str) -> None:
    assert not revise(version(text, who), version(swap(text, _1=swapped), who))


def test_a_number_and_other_words_are_both_told() -> None:
    revision = revise(story(), story(_1="open the strait to 40 ships a day => close the strait to 50 ships a day"))
    assert kinds(revision) == ["wording", "numbers"]


def test_a_statement_that_was_split_is_neither_added_nor_gone() -> None:
    new = version(
        swap(STORY, _1="that ⟨t2:tariffs would follow at once if Laxia closed the northern lane again⟩. => "
                       "that ⟨t2:tariffs would follow at once⟩. ⟨t5:If Laxia closed the northern lane again⟩, ⟨s5:she⟩ ⟨c5:said⟩."),
        {**WHO, 5: "V"},
    )  # fmt: skip
    assert kinds(revise(story(), new)) == []
    assert kinds(revise(new, story())) == []


def test_words_that_stand_in_the_text_without_being_read_as_a_statement_are_not_gone() -> None:
    """What the reader missed in one version is no change of the article."""
    unread = swap(STORY, _1="⟨s2:She⟩ ⟨c2:warned⟩ that ⟨t2:tariffs would follow at once if Laxia closed the northern lane again⟩ => "
                            "She warned that tariffs would follow at once if Laxia closed the northern lane again")  # fmt: skip
    assert not revise(story(), version(unread, WHO))
    assert not revise(version(unread, WHO), story())
    changed = version(swap(unread, _1="at once => in time"), WHO)
    change = one(revise(story(), changed), "wording")
    assert change.new.statements == ()
    assert [piece.words for piece in change.new.pieces if piece.changed] == ["in time"]


def test_a_paragraph_that_moved_is_told_as_moved_alone() -> None:
    title, *paragraphs = STORY.strip().split("\n\n")
    moved = "\n\n".join([title, paragraphs[1], paragraphs[2], paragraphs[0], paragraphs[3]]) + "\n"
    revision = revise(story(), version(moved, WHO))
    assert kinds(revision, plain=True) == ["moved"]
    assert one(revision, "moved").new.statements == (1,)
    assert revision.announced is False


def test_words_that_lose_their_quotation_marks_are_told() -> None:
    change = one(
        revise(story(), story(_1='"We will wait, but not for ever," => We will wait, but not for ever,')), "quotation"
    )
    assert change.aspect == "marks gone"
    assert change.size == 7
    back = one(
        revise(story(_1='"We will wait, but not for ever," => We will wait, but not for ever,'), story()), "quotation"
    )
    assert back.aspect == "marks added"


@pytest.mark.parametrize("marks", ["“{}”", "«{}»", "„{}“", "‘{}’", "'{}'"])
def test_the_shape_of_quotation_marks_is_no_change(marks: str) -> None:
    other = marks.format("We will wait, but not for ever,")
    assert not revise(story(), story(_1=f'"We will wait, but not for ever," => {other}'))


def test_a_dash_quotes_as_marks_do() -> None:
    dash = swap(
        РАССКАЗ, _1="⟨t3:«Мы подождём, но не вечно»⟩, — ⟨c3:сказал⟩ => — ⟨t3:Мы подождём, но не вечно⟩, — ⟨c3:сказал⟩"
    )
    assert not revise(version(РАССКАЗ, КТО), version(dash, КТО))


def test_a_statement_within_a_statement_is_told_for_itself() -> None:
    text = "The talks\n\n⟨s1:Mira Orsa⟩ ⟨c1:reported⟩ that ⟨t1:⟨s2:President Veresh⟩ ⟨c2:hoped⟩ for ⟨t2:a treaty on the whole strait⟩⟩.\n"
    who, parents = {1: "O", 2: "V"}, {2: 1}
    old = version(text, who, parents=parents)
    new = version(swap(text, _1="whole strait => northern lane"), who, parents=parents)
    change = one(revise(old, new), "wording")
    assert change.new.statements == (2,), "the words are those of the inner one"


def test_a_rewritten_statement_is_one_change_and_not_two() -> None:
    new = story(_1="tariffs would follow at once if Laxia closed the northern lane again => "
                   "should the northern lane be closed by Laxia once more, tariffs were certain to come")  # fmt: skip
    assert kinds(revise(story(), new)) == ["wording"]


def test_changes_beside_the_statements_are_in_the_plain_difference() -> None:
    revision = revise(story(), story(_1="closed for repairs in spring => closed for dredging in spring"))
    assert kinds(revision, plain=True) == ["difference"]
    change = one(revision, "difference")
    assert change.old.words.startswith("The harbour of Port Alder")
    assert [piece.words for piece in change.old.pieces if piece.changed] == ["repairs"]
    assert change.size == 1


def test_only_some_kinds_and_no_small_changes() -> None:
    revision = revise(
        story(),
        story(
            _1="closed for repairs in spring => shut for months of dredging in spring",
            _2="at once => soon",
            _3="40 ships => 50 ships",
        ),
    )
    assert set(kinds(revision, plain=True)) == {"wording", "numbers", "difference"}
    assert set(kinds(revision.only(["numbers"]), plain=True)) == {"numbers"}
    large = revision.only(least=4)
    assert kinds(large, plain=True) == ["numbers", "difference"], "a number is never too small"
    assert large.announced is False
    with pytest.raises(ValueError, match="no kind of change is called spelling"):
        revision.only(["spelling"])


def test_two_hundred_statements_are_matched() -> None:
    def text(numbers: list[int]) -> str:
        said = (
            f"⟨s{n}:Tomash Koll⟩ ⟨c{n}:said⟩ that ⟨t{n}:quay {n * 7919} of harbour {n * 104729} would open in year {n}⟩."
            for n in numbers
        )
        return "The quays\n\n" + "\n\n".join(said) + "\n"

    numbers = list(range(1, 201))
    who = dict.fromkeys(numbers, "K")
    revision = revise(version(text(numbers), who), version(text([n for n in numbers if n % 50]), who))
    assert sorted(kinds(revision)) == ["gone"] * 4
    assert [change.old.statements for change in revision.of("gone")] == [(50,), (100,), (150,), (200,)]


def test_every_span_lies_in_its_text() -> None:
    revision = revise(
        story(), story(_1="40 ships => sixty ships", _2="closed for repairs => shut", _3="⟨c2:warned⟩ => ⟨c2:claimed⟩")
    )
    found = spans_of(revision)
    assert len(found) > 8
    assert all(0 <= start <= end <= length for start, end, length in found)


def test_partners_are_chosen_for_the_best_sum() -> None:
    """Greedily 0.9 would be taken first, and 0.1 left."""
    assert assign(np.array([[0.9, 0.8], [0.7, 0.1]])) == [(0, 1), (1, 0)]
    assert assign(np.array([[0.0, 0.4, 0.0]])) == [(0, 1)]
    assert assign(np.zeros((3, 0))) == []
    random = np.random.default_rng(7)
    for _ in range(50):
        scores = random.random((4, 5))
        scores[random.random((4, 5)) < 0.3] = 0
        assert sum(scores[i, j] for i, j in assign(scores)) == pytest.approx(_best(scores))
        assert assign(scores.T) == sorted((j, i) for i, j in assign(scores))


def _best(
    scores: np.ndarray[tuple[int, int], np.dtype[np.float64]], row: int = 0, taken: frozenset[int] = frozenset()
) -> float:
    if row == len(scores):
        return 0.0
    with_one = [scores[row, j] + _best(scores, row + 1, taken | {j}) for j in range(scores.shape[1]) if j not in taken]
    return max([_best(scores, row + 1, taken), *with_one])
