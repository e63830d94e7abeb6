"""A side's formulas beside its earlier accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dragoman
from dragoman.accounts.comparison import Basis, Formula
from dragoman.accounts.earlier import earlier
from dragoman.accounts.formulas import MOSTLY, REPEATED, formulas, wording
from dragoman.article import Moment
from dragoman.record import Actor, Contact, Record
from tests.earlier_sample import EN_EARLIER, EN_NOW, PAIR, SET_ASIDE, SET_ON, looked, reader_of_states, side_of, text


@pytest.fixture(scope="module")
def own(reader: dragoman.Reader, tmp_path_factory: pytest.TempPathFactory) -> dragoman.Reader:
    return reader_of_states(reader, tmp_path_factory.mktemp("actors"))


def told(found: Sequence[Formula], now: Record, before: Sequence[Record]) -> list[tuple[str, str, str]]:
    return [
        (
            one.outcome,
            now.words(one.claim.spans) if one.claim else "",
            before[one.earlier].words(one.earlier_spans) if one.earlier is not None else "",
        )
        for one in found
    ]


def among(sentences: Sequence[str], words: str) -> int | None:
    """Which of the sentences words stand in; None for no words."""
    return next((n for n, sentence in enumerate(sentences) if words in sentence), None) if words else None


@pytest.mark.parametrize("name", [*SET_ON, *SET_ASIDE])
def test_formulas_beside_an_earlier_account(name: str, own: dragoman.Reader) -> None:
    old_head, old, head, new, gold = {**SET_ON, **SET_ASIDE}[name]
    before = own.read(text(old_head, old), published="2031-05-03")
    now = own.read(text(head, new), published="2031-09-03")
    found = formulas(looked([now], [side_of(head)], own), [now], [before], PAIR, own)
    expected = [("new" if one == "new" else {"=": "repeated", "~": "reworded"}[one[0]], n, None if one == "new" else int(one[1:]))
                for n, one in enumerate(gold)]  # fmt: skip
    kept = {there for _, _, there in expected}
    expected += [("dropped", None, n) for n in range(len(old)) if n not in kept]  # type: ignore[misc]
    assert [
        (outcome, among(new, here), among(old, there)) for outcome, here, there in told(found, now, [before])
    ] == expected
    assert all(one.account == "ab"[PAIR.index(side_of(head))] for one in found)


def test_only_the_latest_account_can_be_lost_from(own: dragoman.Reader) -> None:
    first = own.read(text("A.en", EN_EARLIER), published="2030-01-10")
    second = own.read(
        text("A.en", [EN_EARLIER[1], "He asked about the health of the old King."]), published="2030-06-10"
    )
    now = own.read(text("A.en", EN_NOW[:3]), published="2031-09-03")
    # Given the wrong way round: the days decide.
    found = formulas(looked([now], ["XKA"], own), [now], [second, first], PAIR, own)
    assert [(one.outcome, one.earlier) for one in found] == [
        ("repeated", 1), ("repeated", 0), ("reworded", 1), ("dropped", 0),
    ]  # fmt: skip
    assert "old King" in told(found, now, [second, first])[-1][2]


def test_a_changed_number_or_a_denial_is_no_small_change(own: dragoman.Reader) -> None:
    old = [
        "The President announced that Karsovia will buy 40 ferries from Belmora.",
        "He said that Karsovia seeks control of the northern bay.",
    ]
    new = [
        "The President announced that Karsovia will buy 14 ferries from Belmora.",
        "He said that Karsovia does not seek control of the northern bay.",
    ]
    before, now = (
        own.read(text("A.en", old), published="2031-05-03"),
        own.read(text("A.en", new), published="2031-09-03"),
    )
    found = formulas(looked([now], ["XKA"], own), [now], [before], PAIR, own)
    assert wording(old, new, "en").diagonal().min() >= REPEATED
    assert [one.outcome for one in found] == ["reworded", "reworded"]


def test_what_gives_no_formulas(own: dragoman.Reader) -> None:
    before = own.read(text("A.en", EN_EARLIER), published="2031-05-03")
    now = own.read(text("A.en", EN_NOW), published="2031-09-03")
    seen = looked([now], ["XKA"], own)
    assert formulas(seen, [now], [], PAIR, own) == ()
    assert formulas(seen, [now], [now], PAIR, own) == (), "its own text is no earlier account"
    later = replace(before, article=replace(before.article, published=Moment("2032-01-01", "given")))
    assert formulas(seen, [now], [later], PAIR, own) == (), "what was published later is not earlier"
    reported = [replace(s, account=replace(s.account, basis=Basis("told", "Sund Gazette"))) for s in seen]
    assert formulas(reported, [now], [before], PAIR, own) == (), "a newspaper's words are not the side's"
    other = own.read(text("B.en", SET_ASIDE["English, the other side"][1]), published="2031-05-03")
    assert formulas(seen, [now], [other], PAIR, own) == (), "the other side has no account here"


def test_an_excerpt_drops_nothing(own: dragoman.Reader) -> None:
    before = own.read(text("A.en", EN_EARLIER), published="2031-05-03")
    now = own.read(text("A.en", EN_NOW[:2]), published="2031-09-03")
    seen = looked([now], ["XKA"], own)
    whole = formulas(seen, [now], [before], PAIR, own)
    part = formulas(
        [replace(s, account=replace(s.account, basis=Basis("excerpt"))) for s in seen], [now], [before], PAIR, own
    )
    assert [one.outcome for one in part] == ["repeated", "repeated"]
    assert [one.outcome for one in whole].count("dropped") == 4


def test_only_contacts_with_the_same_partner_count(own: dragoman.Reader) -> None:
    here = own.read(text("A.en", EN_EARLIER), published="2031-05-03")
    others = text("A.en", EN_EARLIER[1:4]).replace(
        "Foreign Minister Lina Tamer of Belmora", "President Ivo Brandt of Tervania"
    )
    others = others.replace("Foreign Minister Tamer of Belmora", "President Brandt of Tervania")
    elsewhere = own.read(others, published="2031-06-03")
    assert [(one.number, one.side, one.day) for one in earlier([elsewhere, here], PAIR, own)] == [
        (1, "XKA", "2031-05-03")
    ]
    a, b, c = (Actor(code, code, "GOV") for code in ("XKA", "XKB", "XKC"))
    told = [Contact("2031-05-03", "phone", "leaders", people, "held") for people in ((a, c), (a, b))]
    first_other = replace(here, contacts=tuple(told))
    assert earlier([first_other], PAIR, own) == [], "the first contact is what the account is about"
    assert len(earlier([replace(here, contacts=tuple(told[1:]))], PAIR, own)) == 1
    assert len(earlier([replace(here, contacts=())], PAIR, own)) == 1, "else its beginning tells"


def test_wording_is_blind_to_inflection_and_to_what_every_text_has() -> None:
    a = ["Министры поддержали новый мост", "The ministers discussed the bridge"]
    b = ["Министра поддержали в новом мосте", "The ministers discussed the harvest"]
    shared = wording(a, b, "ru")
    assert shared[0, 0] > MOSTLY > shared[1, 0] == 0
    assert wording(a[:1], a[:1], "ru")[0, 0] == pytest.approx(1)
    frame = "The ministers discussed the {}"
    alone = wording([frame.format("bridge")], [frame.format("harvest")], "en")[0, 0]
    others = [frame.format(word) for word in ("roads", "ports", "fish", "rain")]
    assert wording([frame.format("bridge"), *others], [frame.format("harvest")], "en")[0, 0] < alone


@given(
    st.lists(st.text(), max_size=4),
    st.lists(st.text(), max_size=4),
    st.sampled_from(["en", "ru", "zh", "ar", "", "xx"]),
)
def test_wording_of_odd_texts(a: list[str], b: list[str], language: str) -> None:
    shared = wording(a, b, language)
    assert shared.shape == (len(a), len(b))
    assert ((shared >= 0) & (shared <= 1 + 1e-9)).all()
