"""Words that name a topic, where they are looked for, and how the evidence of single words is summed."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.codes import TOPICS
from dragoman.reader.topics import NOTHING, PLACES, Named, named, paragraph, stems, summed, told


def topics(found: Named) -> list[tuple[str, str]]:
    return [
        (found.text[place:].split()[0], TOPICS[topic]) for place, topic in zip(found.places, found.topics, strict=True)
    ]


def test_every_topic_but_other_has_words_in_both_languages() -> None:
    have = {topic for some in stems().values() for _, topic in some}
    assert {TOPICS[topic] for topic in have} == set(TOPICS) - {"other"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The embargo stays.", [("embargo", "sanctions")]),
        ("Посольства закрыты.", [("Посольства", "diplomatic-relations")]),
        ("the Armed Forces of Merran", [("Armed", "military")]),
        ("armed men came by force", []),
        ("The navy sailed past Navalin.", [("navy", "military")]),
        ("НАТО против", [("НАТО", "alliances")]),
        ("натощак", []),
        ("", []),
    ],
)
def test_words_name_topics(text: str, expected: list[tuple[str, str]]) -> None:
    assert topics(named(text)) == expected


def test_places_stay_right_where_small_letters_are_longer() -> None:
    text = "İİİ embargo"
    assert named(text).places == [text.index("embargo")]


def test_a_word_counts_where_it_stands() -> None:
    text = "Talks on gas\n\nThe court met. He spoke of visas.\nMerran sent an embargo note."
    found = named(text)
    start = text.index("He spoke")
    window = text.index("The"), len(text)
    around = found.around([(start, start + len("He spoke of visas"))], paragraph(text, start, start + 5), window)
    assert around.shape == (len(TOPICS), len(PLACES))
    content, lines, seen = ({TOPICS[i] for i in np.flatnonzero(column)} for column in around.T)
    assert content == {"migration-and-asylum"}
    assert lines == {"migration-and-asylum", "legal"}
    assert seen == lines | {"sanctions"}
    assert around[:, PLACES.index("window")].sum() == pytest.approx(1)


def test_nothing_is_named_in_nothing() -> None:
    assert not named("").around([(0, 0)], (0, 0), (0, 0)).any()


def test_a_paragraph_ends_with_its_line_and_with_the_stretch_that_is_seen() -> None:
    text = "one\ntwo three\nfour"
    assert paragraph(text, 5, 6) == (4, 13)
    assert paragraph(text, 0, 18) == (0, 18)
    assert paragraph(text, 5, 6, (5, 9)) == (5, 9)


def test_evidence_is_a_soft_maximum() -> None:
    evidence = np.array([[-4.0, 3.0], [-4.0, -4.0]], np.float32)
    assert np.allclose(summed(evidence), [-4 + np.log(2), 3], atol=1e-3)
    assert (summed(evidence[:0]) == NOTHING).all()
    far = np.full((4, 31), -500, np.float32)
    assert np.isfinite(summed(far)).all()


def test_what_is_told_of_topics_stands_side_by_side() -> None:
    evidence = np.arange(5 * len(TOPICS), dtype=np.float32).reshape(5, -1)
    rows = told(evidence, [slice(1, 2)], slice(0, 1), np.zeros((len(TOPICS), len(PLACES)), np.float32))
    assert rows.shape == (len(TOPICS), 2 + len(PLACES))
    assert np.allclose(rows[:, 0], evidence[1])
    assert np.allclose(rows[:, 1], evidence[0])
    assert (told(evidence, [], slice(0, 0), rows[:, 2:])[:, :2] == NOTHING).all()
