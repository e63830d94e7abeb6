"""Claims held against each other: what belongs together, and how the two sides stand to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dragoman.accounts.align import FEATURES, above, features, overlap, pairs, probabilities
from dragoman.accounts.comparison import Row
from dragoman.accounts.conflict import SIGNALS
from dragoman.accounts.openings import data
from dragoman.accounts.rows import Seen, chances, conflict_features, rows, whole_features
from tests.accounts_sample import A_EN, B_RU, B_ZH, DOSH, HALM, PAIR, Fake, own_actors, seen, statement


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Fake:
    return Fake(own_actors(tmp_path_factory.mktemp("actors")))


@pytest.fixture(scope="module")
def a(fake: Fake) -> Seen:
    assured = statement(1, A_EN, "assured", HALM, source="Minister Halm", act="AGREE")
    agreed = statement(2, A_EN, "agreed to resume", DOSH, HALM, source="The ministers", act="AGREE")
    return seen(A_EN, "XKA", fake, "en", (assured, agreed))


@pytest.fixture(scope="module")
def b(fake: Fake) -> Seen:
    agreed = statement(1, B_RU, "Условлено", DOSH, HALM, act="AGREE")
    return seen(B_RU, "XKB", fake, "ru", (agreed,))


def of(found: tuple[Row, ...], words: str, one: Seen) -> Row:
    """The row of the claim that has some words."""
    number = next(s.claim.id for s in one.sights if words in s.text)
    return next(row for row in found if any(c.id == number for cs in row.claims.values() for c in cs))


def feature(found: np.ndarray[tuple[int, ...], np.dtype[np.float64]], name: str) -> float:
    return float(found[0, 0, FEATURES.index(name)])


def test_what_a_pair_of_claims_is_judged_by(fake: Fake) -> None:
    one = seen("Dosh will send 60 doctors to Berenvik.", "XKA", fake)
    other = seen("Дош направит 60 врачей в Беренвик.", "XKB", fake, "ru")
    found = features(one.sights, other.sights, PAIR)
    assert found.shape == (1, 1, len(FEATURES))
    assert feature(found, "numbers") == 1
    assert feature(found, "other numbers") == 0
    assert feature(found, "names") == 1  # Berenvik by its consonants
    assert feature(found, "first") == 1
    assert feature(found, "same speaker") == 0
    assert 0 < feature(found, "near") < 1
    less = features(one.sights, seen("Дош направит 40 врачей.", "XKB", fake, "ru").sights, PAIR)
    assert feature(less, "other numbers") == 1
    assert feature(less, "numbers") == feature(less, "names") == 0


def test_the_two_sides_themselves_tell_nothing_as_states(fake: Fake) -> None:
    one, other = (
        seen("Melland and Norway are near.", "XKA", fake),
        seen("Норвегия и Остревия рядом.", "XKB", fake, "ru"),
    )
    assert feature(features(one.sights, other.sights, PAIR), "states") == 1
    third = seen("Швеция и Мелландия рядом.", "XKB", fake, "ru")
    assert feature(features(one.sights, third.sights, PAIR), "other states") == 1
    assert feature(features(one.sights, third.sights, PAIR), "states") == 0


def test_both_speak_and_both_ask(fake: Fake) -> None:
    text = "Both agreed on quotas."
    both = seen(text, "XKA", fake, "en", (statement(1, text, "agreed", DOSH, HALM, source="Both"),))
    found = features(both.sights, both.sights)
    assert (feature(found, "both speak"), feature(found, "same speaker"), feature(found, "act")) == (1, 1, 1)
    asked = seen("The call was made at the request of Melland.", "XKA", fake)
    assert feature(features(asked.sights, asked.sights), "both ask") == 1
    assert feature(features(asked.sights, both.sights), "both ask") == 0


def test_no_claims_no_features(fake: Fake, a: Seen) -> None:
    assert features(a.sights, [], PAIR).shape == (len(a.sights), 0, len(FEATURES))
    assert rows([], PAIR) == ()


def test_the_weights_that_ship_are_of_these_features(a: Seen, b: Seen) -> None:
    found, signs = whole_features(a, b, PAIR)
    weights = data("alignment.toml")
    assert found.shape == (len(a.sights), len(b.sights), len(FEATURES) + len(SIGNALS))
    assert len(weights["aligned"]) == found.shape[2] + 1
    assert len(weights["conflict"]) == conflict_features(found, signs).shape[2] + 1
    same, against = chances(a, b, PAIR)
    assert same.shape == against.shape == found.shape[:2]
    assert ((same >= 0) & (same <= 1) & (against >= 0) & (against <= 1)).all()


def test_above_and_overlap() -> None:
    matrix = np.array([[0.9, 0.1], [0.1, 0.1]], np.float32)
    assert above(matrix).argmax() == 0
    assert overlap(frozenset("ab"), frozenset("b")) == 1
    assert overlap(frozenset("ab"), frozenset("bcd")) == 0.5
    assert overlap(frozenset(), frozenset("b")) == 0


def test_a_logistic_regression() -> None:
    found = np.array([[[0.0], [2.0], [1000.0]]])
    assert probabilities(found, [1.0, 0.0])[0].tolist() == pytest.approx([0.5, 0.8808, 1.0], abs=1e-4)


@given(arrays(np.float64, (4, 3), elements=st.floats(0, 1)))
def test_every_claim_has_one_partner_at_most_the_surest_first(chances: np.ndarray) -> None:
    found = pairs(chances, 0.4)
    assert len({i for i, _, _ in found}) == len({j for _, j, _ in found}) == len(found)
    assert [p for *_, p in found] == sorted((p for *_, p in found), reverse=True)
    assert all(p == chances[i, j] >= 0.4 for i, j, p in found)
    # Nothing likely is left where both are free.
    free = [
        (i, j) for i in range(4) for j in range(3) if i not in {f[0] for f in found} and j not in {f[1] for f in found}
    ]
    assert all(chances[i, j] < 0.4 for i, j in free)


def test_rows_across_languages(a: Seen, b: Seen) -> None:
    found = rows([a, b], PAIR)
    quotas = of(found, "quotas", a)
    assert quotas.status == "both"
    assert [c.account for c in quotas.of("b")] == ["b"]
    assert quotas is of(found, "квотах", b)
    assert quotas.reason is None
    assert 0.4 <= quotas.confidence < 1.0 or quotas.confidence == pytest.approx(1.0, abs=1e-3)
    assert of(found, "journalist", a).status == "only-a"
    assert of(found, "спутника", b).status == "only-b"
    assert of(found, "journalist", a).confidence == 1.0


def test_conflicts_and_their_words(a: Seen, b: Seen) -> None:
    found = rows([a, b], PAIR)
    asked, doctors, bridge = of(found, "request", a), of(found, "doctors", a), of(found, "bridge", a)
    assert [row.status for row in (asked, doctors, bridge)] == ["conflict"] * 3
    assert asked.reason and doctors.reason and bridge.reason
    assert [row.reason.kind for row in (asked, doctors, bridge) if row.reason] == ["initiative", "number", "promised"]
    assert (doctors.reason.a, doctors.reason.b) == ("60", "40")
    assert doctors.reason.a_span and doctors.reason.b_span
    # The spans count from the beginning of the texts.
    assert A_EN[slice(*doctors.reason.a_span)] == "60"
    assert B_RU[slice(*doctors.reason.b_span)] == "40"


def test_what_is_paraphrased_is_no_conflict(fake: Fake) -> None:
    text = (
        "The ministers recalled the old alliance and stressed that its dead must never be forgotten. "
        "They agreed to resume the talks on fishing quotas."
    )
    one = seen(text, "XKA", fake, "en", (statement(1, text, "agreed", DOSH, HALM, act="AGREE"),))
    other = seen(
        "Тем не менее министры вспомнили о старом союзе. Решено возобновить переговоры о рыболовных квотах.", "XKB", fake, "ru"
    )  # fmt: skip
    assert not [row for row in rows([one, other], PAIR) if row.status == "conflict"]
    text = "Упомянут старый союз. Условлено не возобновить переговоры о рыболовных квотах."
    joint = statement(1, text, "Условлено", DOSH, HALM, act="AGREE")
    denied = seen(text, "XKB", fake, "ru", (joint,))
    assert of(rows([one, denied], PAIR), "quotas", one).status == "conflict"


def test_chinese_beside_english(a: Seen, fake: Fake) -> None:
    other = seen(B_ZH, "XKB", fake, "zh")
    found = rows([a, other], PAIR)
    doctors = of(found, "doctors", a)
    assert doctors is of(found, "40名", other)
    assert doctors.status == "conflict"
    assert doctors.reason and (doctors.reason.a, doctors.reason.b) == ("60", "40")
    assert of(found, "quotas", a) is of(found, "配额", other)


def test_rows_are_in_the_order_of_a_then_of_b(a: Seen, b: Seen) -> None:
    found = rows([a, b], PAIR)
    assert [row.id for row in found] == list(range(1, len(found) + 1))
    first = [c.id for row in found for c in row.of("a")]
    assert first == sorted(first) and len(first) == len(a.sights)
    alone = [c.id for row in found if not row.of("a") for c in row.of("b")]
    assert alone == sorted(alone)
    assert {c.id for row in found for c in row.of("b")} == {s.claim.id for s in b.sights}
    assert all(not row.of("a") for row in found[len(a.sights) :])


def test_one_side_alone(a: Seen) -> None:
    assert [row.status for row in rows([a], PAIR)] == ["only-a"] * len(a.sights)


def test_further_accounts_stand_beside_what_they_tell_of(a: Seen, b: Seen, fake: Fake) -> None:
    text = "The talks on fishing quotas in Lund will resume. A lighthouse will be painted yellow."
    a2 = seen(text, "XKA", fake, name="a2", told=True, first=500)
    found = rows([a, a2, b], PAIR)
    quotas = of(found, "quotas", a)
    assert [c.id for c in quotas.claims["a2"]] == [500]
    assert quotas.status == "both"
    lighthouse = next(row for row in found if any(c.id == 501 for c in row.of("a")))
    assert (lighthouse.status, list(lighthouse.claims)) == ("only-a", ["a2"])
    # A newspaper's own words are no rows of their own.
    paper = Seen(replace(a2.account, id="news", side=None), a2.sights, a2.told)
    found = rows([a, b, paper], PAIR)
    assert "news" in of(found, "quotas", a).claims
    assert not [row for row in found if list(row.claims) == ["news"]]


def test_a_second_account_can_bring_a_thing_into_both(a: Seen, b: Seen, fake: Fake) -> None:
    b2 = seen("She called for the release of the journalist Petra Kell.", "XKB", fake, name="b2", told=True, first=600)
    row = of(rows([a, b, b2], PAIR), "journalist", a)
    assert row.status == "both"
    assert [c.id for c in row.of("b")] == [600]


def test_a_rows_topic_is_the_surest_that_says_something(a: Seen, b: Seen) -> None:
    found = rows([a, b], PAIR)
    assert of(found, "doctors", a).topic == "disasters"
    assert of(found, "спутника", b).topic == "technology-and-space"
