"""Which side a newspaper lets tell what."""

from __future__ import annotations

from dragoman.accounts.openings import data
from dragoman.accounts.tellers import assigned, told_accounts
from dragoman.article import Notice
from dragoman.record import Actor, Statement
from tests.accounts_sample import A_MINISTRY, B_MINISTRY, DOSH, HALM, PAIR, record, statement

SPOKESMAN = Actor("Pavel Dorn", "XKB", "GOV", True, "spokesperson of the foreign ministry")


def tellers(text: str, *statements: Statement, language: str = "en") -> list[tuple[str, str | None, str]]:
    found = assigned(record(text, statements, language), PAIR)
    return [(text[slice(*span)].strip(), *teller) for span, teller in found]


def test_a_side_tells_on_until_another_is_named() -> None:
    text = "Ostrevia's ministry said fish.\n\nThe minister added grain.\n\nMelland's ministry said coal. He added peat.\n\nBread is dear."
    found = tellers(
        text,
        statement(1, text, "said fish", A_MINISTRY),
        statement(2, text, "added grain"),
        statement(3, text, "said coal", B_MINISTRY),
        statement(4, text, "added peat"),
    )
    assert [side for _, side, _ in found] == ["XKA", "XKA", "XKB", "XKB", None]
    assert {stage for *_, stage in found} == {"after"}


def test_in_one_paragraph_a_side_may_tell_what_its_partner_said() -> None:
    text = "Ostrevia's ministry said fish. Halm promised grain, by its account.\n\nHalm spoke of coal."
    statements = (
        statement(1, text, "said fish", A_MINISTRY), statement(2, text, "promised", HALM), statement(3, text, "spoke", HALM)
    )  # fmt: skip
    assert [side for _, side, _ in tellers(text, *statements)] == ["XKA", "XKA", "XKB"]
    # Its institution speaks for itself, wherever it stands.
    text = "Ostrevia's ministry said fish. Melland's ministry denied grain. Dorn repeated it."
    statements = (
        statement(1, text, "said fish", A_MINISTRY), statement(2, text, "denied", B_MINISTRY),
        statement(3, text, "repeated", SPOKESMAN),
    )  # fmt: skip
    assert [side for _, side, _ in tellers(text, *statements)] == ["XKA", "XKB", "XKB"]


def test_previews_stand_apart() -> None:
    text = "Ahead of the call Dorn said fish. He added grain.\n\nDosh said coal."
    statements = (
        statement(1, text, "said fish", SPOKESMAN), statement(2, text, "added", SPOKESMAN), statement(3, text, "said coal", DOSH)
    )  # fmt: skip
    assert [(side, stage) for _, side, stage in tellers(text, *statements)] == [
        ("XKB", "before"), ("XKB", "before"), ("XKA", "after")
    ]  # fmt: skip
    text = "Накануне Дорн сообщил о рыбе.\n\nДош заявила о зерне."
    found = tellers(text, statement(1, text, "сообщил", SPOKESMAN), statement(2, text, "заявила", DOSH), language="ru")
    assert [(side, stage) for _, side, stage in found] == [("XKB", "before"), ("XKA", "after")]


def test_what_reports_without_a_speaker_goes_on_with_the_account_before_it() -> None:
    text = (
        "Melland's ministry said fish. A satellite was also discussed. Bread is dear.\n\nA bridge was also discussed."
    )
    found = tellers(text, statement(1, text, "said fish", B_MINISTRY))
    assert [side for _, side, _ in found] == ["XKB", "XKB", None, None]
    text = "В министерстве сообщили о рыбе. Прозвучало стремление к миру. Хлеб подорожал."
    found = tellers(text, statement(1, text, "сообщили", B_MINISTRY), language="ru")
    assert [side for _, side, _ in found] == ["XKB", "XKB", None]
    text = "梅兰外交部表示需要渔业合作。双方还讨论了卫星。面包涨价。"
    found = tellers(text, statement(1, text, "表示", B_MINISTRY), language="zh")
    assert [side for _, side, _ in found] == ["XKB", "XKB", None]


def test_joint_guessed_and_foreign_speakers_are_no_tellers() -> None:
    text = "Both said fish. Somebody said grain. Oslo said coal. A newspaper said peat."
    guessed = Actor("Somebody", "XKA", "GOV", basis="inferred")
    found = tellers(
        text,
        statement(1, text, "said fish", DOSH, HALM),
        statement(2, text, "said grain", guessed),
        statement(3, text, "said coal", Actor("Oslo", "NOR", "GOV")),
        statement(4, text, "said peat", Actor("The Lund Herald", "XKB", "MED")),
    )
    assert [side for _, side, _ in found] == [None] * 4


def test_notices_and_blank_lines_tell_nothing() -> None:
    text = "Dosh said fish.\n\nThe story was updated.\n\n\nHalm said grain."
    start = text.index("The story")
    one = record(text, (statement(1, text, "said fish", DOSH), statement(2, text, "said grain", HALM)),
                 notices=(Notice("update", (start, start + 22)),))  # fmt: skip
    assert [text[slice(*span)].strip() for span, _ in assigned(one, PAIR)] == ["Dosh said fish.", "Halm said grain."]


def test_the_accounts_of_one_article() -> None:
    text = "Dosh said fish.\n\nBefore the call Dorn said grain.\n\nHalm said coal.\n\nDosh said peat.\n\nBread is dear."
    one = record(text, [
        statement(1, text, "said fish", DOSH), statement(2, text, "said grain", SPOKESMAN), statement(3, text, "said coal", HALM),
        statement(4, text, "said peat", DOSH),
    ])  # fmt: skip
    found = told_accounts(one, 3, PAIR)
    assert [(a.side, a.stage, [text[slice(*s)].strip() for s in a.spans]) for a in found] == [
        ("XKA", "after", ["Dosh said fish.", "Dosh said peat."]),
        ("XKB", "before", ["Before the call Dorn said grain."]),
        ("XKB", "after", ["Halm said coal."]),
        (None, "after", ["Bread is dear."]),
    ]
    assert {(a.record, a.basis.kind, a.rank) for a in found} == {(3, "told", "newspaper")}
    assert [a.words for a in found] == [6, 6, 3, 3]


def test_every_language_has_every_kind_of_word() -> None:
    for language, table in data("tellers.toml").items():
        if isinstance(table, dict):
            assert set(table) == {"before", "carries", "introduces"}, language
