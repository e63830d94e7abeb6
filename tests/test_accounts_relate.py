"""Accounts of one contact laid side by side, with the reader that ships. States, people and texts are invented."""

from __future__ import annotations

from typing import Any

import pytest

import dragoman
from dragoman.accounts.comparison import Comparison, Row
from dragoman.accounts.relate import relate, warnings
from tests.accounts_sample import A_EN, B_RU, B_ZH, PAIR, STORY_EN, account, own_reader

DAY = "2031-05-03"


@pytest.fixture(scope="module")
def own(reader: dragoman.Reader, tmp_path_factory: pytest.TempPathFactory) -> dragoman.Reader:
    return own_reader(reader, tmp_path_factory.mktemp("actors"))


@pytest.fixture(scope="module")
def talks(own: dragoman.Reader) -> Comparison:
    """Both sides' own texts, English and Russian, and a newspaper's."""
    records = [own.read(text, published=DAY) for text in (A_EN, B_RU, STORY_EN)]
    return relate(records, own, sides=[*PAIR, "news"], name="talks")


def of(talks: Comparison, words: str) -> Row:
    """The row of the claim that has some words."""
    return next(row for row in talks.rows for cs in row.claims.values() for c in cs if words in talks.words(c))


def test_the_accounts(talks: Comparison) -> None:
    assert [(a.id, a.side, a.basis.kind, a.stage) for a in talks.accounts] == [
        ("a", "XKA", "full", "after"), ("b", "XKB", "full", "after"), ("b2", "XKB", "told", "after"),
        ("news", None, "told", "after"), ("a-before1", "XKA", "told", "before"),
    ]  # fmt: skip
    assert (talks.id, talks.sides, talks.warnings) == ("talks", PAIR, ())
    assert talks.account("b").name == "Мелландия"


@pytest.mark.parametrize(
    ("words", "status", "kind"),
    [
        ("request of the Mellandic side", "conflict", "initiative"),
        ("60 doctors", "conflict", "number"),
        ("bridge over the Tarn", "conflict", "promised"),
        ("fishing quotas in Lund", "both", None),
        ("troops near the border", "both", None),
        ("Petra Kell", "only-a", None),
        ("мелландского спутника", "only-b", None),
    ],
)
def test_rows(talks: Comparison, words: str, status: str, kind: str | None) -> None:
    row = of(talks, words)
    assert row.status == status
    assert (row.reason.kind if row.reason else None) == kind


def test_reasons_point_at_the_words_of_both_texts(talks: Comparison) -> None:
    for row in talks.rows:
        if row.reason is not None:
            for side, span in (("a", row.reason.a_span), ("b", row.reason.b_span)):
                assert span is None or talks.records["ab".index(side)].article.text[slice(*span)].strip()
    number = of(talks, "60 doctors").reason
    assert number and number.a_span and number.b_span
    assert (A_EN[slice(*number.a_span)], B_RU[slice(*number.b_span)]) == ("60", "40")


def test_what_a_puts_into_bs_mouth_is_denied_by_b(talks: Comparison) -> None:
    (one,) = (found for found in talks.ascribed if "Halm assured her" in talks.words(found.claim))
    assert one.outcome == "denied"
    assert one.answer is not None
    assert "не планируется" in talks.words(one.answer)


def test_positions_differ_on_the_border(talks: Comparison) -> None:
    assert of(talks, "troops near the border").differ
    assert not of(talks, "fishing quotas in Lund").differ
    assert not of(talks, "Petra Kell").differ


def test_the_newspaper_stands_beside_what_it_tells_of(talks: Comparison) -> None:
    row = of(talks, "complained about exercises")
    assert row is of(talks, "опасные учения")
    assert list(row.claims)[:3] == ["a", "b", "b2"]


def test_what_was_announced_and_is_in_neither_account(talks: Comparison) -> None:
    found = {one.topic: one.found for one in talks.announced}
    assert set(found["trade-and-economy"]) == {"a", "b"}
    assert found["diplomatic-relations"] == ()


def test_the_contact_field_by_field(talks: Comparison) -> None:
    contact = talks.contact
    assert (contact.one("date"), contact.one("mode"), contact.one("level"), contact.one("status")) == (
        DAY, "phone", "ministers", "held"
    )  # fmt: skip
    assert [(v.account, v.value) for v in contact.fields["initiative"]] == [("a", "XKB"), ("b", "XKA")]
    assert [(v.account, v.value) for v in contact.fields["duration"]] == [("a", "45"), ("b", ">60")]
    assert {p.state for p in contact.participants} == set(PAIR)


def test_claims_are_told_once_and_lie_in_their_texts(talks: Comparison) -> None:
    claims = [c for row in talks.rows for cs in row.claims.values() for c in cs]
    assert len({c.id for c in claims}) == len(claims)
    for c in claims:
        assert talks.words(c).strip() == talks.words(c) != ""
    shares = sum(share for _, share in talks.account("a").topics)
    assert shares == pytest.approx(1, abs=0.01)


def test_chinese_beside_english(own: dragoman.Reader) -> None:
    records = [own.read(A_EN, published=DAY), own.read(B_ZH, published=DAY)]
    talks = relate(records, own)
    assert talks.sides == PAIR
    assert of(talks, "fishing quotas") is of(talks, "捕鱼配额")
    doctors = of(talks, "60 doctors")
    assert doctors is of(talks, "40名医生")
    assert doctors.status == "conflict"
    # 应约: Melland's minister took the call, so Ostrevia asked; Ostrevia says that Melland did.
    assert [(v.account, v.value) for v in talks.contact.fields["initiative"]] == [("a", "XKB"), ("b", "XKA")]
    assert of(talks, "应约").status == "conflict"


def test_a_story_alone_tells_of_both_sides(own: dragoman.Reader) -> None:
    talks = relate([own.read(STORY_EN, published=DAY)], own)
    assert talks.sides == PAIR
    told = talks.account("b")
    text = talks.records[0].article.text
    assert any("satellite launch was also" in text[slice(*span)] for span in told.spans)
    assert {row.status for row in talks.rows} == {"only-b"}
    assert len(talks.warnings) == 2


def test_nothing_to_compare(own: dragoman.Reader) -> None:
    with pytest.raises(ValueError, match="no records"):
        relate([], own)
    with pytest.raises(ValueError, match="two sides are needed"):
        relate([own.read("Bread is dear.", language="en")], own)


def test_earlier_accounts_give_formulas(own: dragoman.Reader) -> None:
    now, before = (
        own.read(A_EN, published=DAY),
        own.read(A_EN.replace("Petra Kell", "Petra Moll"), published="2030-11-02"),
    )
    talks = relate([now, own.read(B_RU, published=DAY)], own, sides=PAIR, previous=[before])
    assert talks.earlier == (before,)
    assert [f.outcome for f in talks.formulas if f.account == "a"].count("repeated") >= 4


def test_warnings_say_what_is_not_at_hand() -> None:
    told: dict[str, Any] = {"told": True}
    assert warnings([account("x"), account("y", "XKB")], PAIR) == ()
    assert warnings([account("x")], PAIR) == ("no account of XKB in the texts we have",)
    assert warnings([account("x"), account("y", "XKB", **told)], PAIR) == (
        "XKB's account is known only as told by this article",
    )
    assert warnings([account("x", name="a-before1", stage="before"), account("y", "XKB")], PAIR) == (
        "no account of XKA in the texts we have",
    )
