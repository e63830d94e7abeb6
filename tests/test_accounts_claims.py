"""An account's text cut into claims: what is one, whose it is, and what it is about."""

from __future__ import annotations

import pytest

from dragoman.accounts.claims import claims, heading, trimmed
from dragoman.accounts.comparison import Claim
from dragoman.record import Actor, Statement
from tests.accounts_sample import A_EN, B_RU, B_ZH, DOSH, HALM, PAIR, account, record, statement


def cut(text: str, side: str = "XKA", language: str = "en", *statements: Statement, told: bool = False) -> list[Claim]:
    return claims(account(text, side, language=language, told=told), record(text, statements, language), PAIR)


def words(text: str, found: list[Claim]) -> list[str]:
    return [text[slice(*c.spans[0])] for c in found]


def test_a_readout_is_cut_into_its_sentences() -> None:
    found = cut(A_EN)
    assert words(A_EN, found) == [
        "The call was made at the request of the Mellandic side and lasted 45 minutes",
        "Foreign Minister Dosh expressed deep concern about the Mellandic troops near the border of Ostrevia and "
        "demanded their withdrawal",
        "She announced that Ostrevia will send 60 doctors to the earthquake zone",
        "Minister Halm assured her that the bridge over the Tarn will be reopened to lorries in May",
        "The ministers agreed to resume the talks on fishing quotas in Lund",
        "She called for the release of the journalist Petra Kell",
    ]
    assert [c.id for c in found] == list(range(6))
    assert {c.account for c in found} == {"a"}


def test_an_opening_is_a_claim_only_where_it_tells_who_asked() -> None:
    found = words(B_RU, cut(B_RU, "XKB", "ru"))
    assert found[0].startswith("3 мая по инициативе остревской стороны")
    assert len(found) == 6
    assert not any("продолжалась" in one for one in found)
    other = B_RU.replace("по инициативе остревской стороны ", "")
    assert len(cut(other, "XKB", "ru")) == 5


def test_chinese_sentences() -> None:
    assert words(B_ZH, cut(B_ZH, "XKB", "zh")) == [
        "5月3日，梅兰外长维克托·哈尔姆应约同奥斯特雷维亚外长伊雷娜·多什通电话",
        "哈尔姆感谢奥斯特雷维亚向地震灾区派出40名医生",
        "双方同意恢复关于捕鱼配额的谈判",
    ]


def test_a_call_for_something_is_no_phone_call() -> None:
    text = "Irena Dosh called for open rivers. She was glad."
    assert words(text, cut(text)) == ["Irena Dosh called for open rivers", "She was glad"]


def test_a_clause_that_tells_who_asked_is_cut_out() -> None:
    text = "Irena Dosh spoke by phone with Viktor Halm, who had asked for the call, on Saturday. She thanked him."
    assert words(text, cut(text)) == ["who had asked for the call", "She thanked him"]
    assert cut(text)[0].act.value == "REQUEST"


@pytest.mark.parametrize("line", ["May 3, 2031", "The following is attributable to the spokesman:", "Talks on fish"])
def test_headings_are_no_claims(line: str) -> None:
    text = f"{line}\n\nIrena Dosh spoke by phone with Viktor Halm.\n\nThey talked about fish and grain.\n"
    assert heading(text, (0, len(line)))
    assert words(text, cut(text)) == ["They talked about fish and grain"]


def test_a_numbered_sentence_loses_its_number() -> None:
    text = "12. The ministers agreed on quotas."
    assert trimmed(text, (0, len(text))) == (4, len(text) - 1)
    assert trimmed("— Fish. ", (0, 8)) is None


def test_what_stands_before_the_speaker_is_cut_off() -> None:
    text = "On the fishing quotas, Viktor Halm said that they are too high for both of the coasts."
    said = statement(1, text, "said", HALM, source="Viktor Halm", content="they are too high for both of the coasts")
    assert words(text, cut(text, "XKB", "en", said)) == [
        "Viktor Halm said that they are too high for both of the coasts"
    ]
    long = (
        "On the fishing quotas, which nobody had liked since they were set by the commission, Viktor Halm said little."
    )
    said = statement(1, long, "said", HALM, source="Viktor Halm", content="little")
    assert words(long, cut(long, "XKB", "en", said)) == [long[:-1]]


def test_who_speaks_in_whose_account() -> None:
    text = "Halm assured her of help. Dosh thanked him. Both agreed on quotas. The bridge is open to lorries."
    found = cut(
        text, "XKA", "en",
        statement(1, text, "assured", HALM, source="Halm", act="AGREE"),
        statement(2, text, "thanked", DOSH, source="Dosh"),
        statement(3, text, "agreed", DOSH, HALM, source="Both"),
    )  # fmt: skip
    assert [(c.by, c.ascribed) for c in found] == [
        (("XKB",), True), (("XKA",), False), (("XKA", "XKB"), False), (("XKA",), False)
    ]  # fmt: skip
    assert [c.act.value for c in found] == ["AGREE", "STATE", "STATE", "STATE"]
    assert not found[3].act.resolved
    assert [a.basis for a in found[3].speakers] == ["inferred"]


def test_a_third_states_words_are_ascribed_to_neither_side() -> None:
    text = "Norway had said that the bridge is old."
    (one,) = cut(text, "XKA", "en", statement(1, text, "said", Actor("Norway", "NOR", "GOV"), source="Norway"))
    assert (one.by, one.ascribed) == (("NOR",), False)


def test_a_bare_title_in_a_sides_own_text_is_its_own() -> None:
    text = "The Minister said that the quotas are too high. He added that the bridge is old."
    guessed = Actor("The Minister", "XKB", "GOV", True, "Foreign Minister", "title", state_guessed=True)
    he = Actor("Melland", "XKB", "GOV", basis="pronoun")
    statements = (statement(1, text, "said", guessed), statement(2, text, "added", he, source="He"))
    found = cut(text, "XKA", "en", *statements)
    assert [(c.by, c.ascribed) for c in found] == [(("XKA",), False)] * 2
    assert [a.name for c in found for a in c.speakers] == ["The Minister", "XKA"]
    # A newspaper speaks for no side, and a named person is who he is.
    assert [c.by for c in cut(text, "XKA", "en", *statements, told=True)] == [("XKB",)] * 2
    (one, _) = cut(text, "XKA", "en", statement(1, text, "said", HALM))
    assert (one.by, one.ascribed) == (("XKB",), True)


def test_an_unsure_statement_says_nothing_of_its_sentence() -> None:
    text = "Halm assured her of help again."
    (one,) = cut(text, "XKA", "en", statement(1, text, "assured", HALM, sure=0.1))
    assert (one.by, one.statements) == (("XKA",), ())


def test_topics_are_those_of_the_words_and_of_the_reader() -> None:
    text = "The Minister of Trade complained of cyber attacks on the embassy."
    said = statement(1, text, "complained", DOSH, source="The Minister of Trade", topics=["cyber", "military"])
    (one,) = cut(text, "XKA", "en", said)
    assert [t.value for t in one.topics] == ["cyber", "diplomatic-relations", "military"]
    assert one.topics[0].confidence > one.topics[1].confidence > one.topics[2].confidence == 0.6


def test_a_newspapers_sentence_that_a_side_tells_something_is_no_claim() -> None:
    text = "Melland's ministry described which topics were raised in the call. It said that the quotas are too high."
    said = statement(1, text, "described", HALM, source="Melland's ministry")
    assert words(text, cut(text, "XKB", "en", said, told=True)) == ["It said that the quotas are too high"]
    russian = "Кремль рассказал, какие темы были подняты во время диалога. Он добавил, что квоты высоки."
    assert len(cut(russian, "XKB", "ru", told=True)) == 1


def test_a_claim_lies_in_its_account() -> None:
    text = "Halm spoke of fish. Bread is dear this winter. Halm spoke of grain too."
    own = account(text, "XKB", told=True)
    spans = ((0, 19), (46, len(text)))
    found = claims(account(text, "XKB", told=True, spans=spans), record(text), PAIR, first=7)
    assert words(text, found) == ["Halm spoke of fish", "Halm spoke of grain too"]
    assert [c.id for c in found] == [7, 8]
    assert len(claims(own, record(text), PAIR)) == 3
