"""Acts that the newspaper tells as its own fact."""

from __future__ import annotations

import pytest
from resolver_marks import resolved

from dragoman.resolver.acts import KINDS, acts
from dragoman.resolver.knowledge import table


@pytest.mark.parametrize(
    ("text", "language", "trigger", "doer", "act", "targets"),
    [
        ("Полиция Чили арестовала посла Перу.", "ru", "арестовала", "CHL.POL", "COERCE", ["PER.GOV"]),
        ("Чили ввела новые санкции против Перу.", "ru", "ввела новые санкции", "CHL.GOV", "SANCTION", ["PER.GOV"]),
        ("Посол Перу был задержан полицией Чили.", "ru", "задержан", "CHL.POL", "COERCE", ["PER.GOV"]),
        ("Армия Чили обстреляла территорию Перу.", "ru", "обстреляла", "CHL.MIL", "ASSAULT", ["PER.GOV"]),
        ("Президент Чили помиловал посла Перу.", "ru", "помиловал", "CHL.GOV", "CONCEDE", ["PER.GOV"]),
        ("Chile expelled the ambassador of Peru.", "en", "expelled", "CHL.GOV", "SANCTION", ["PER.GOV"]),
        ("The envoy of Peru was arrested by police of Chile.", "en", "was arrested", "CHL.POL", "COERCE", ["PER.GOV"]),
    ],
)
def test_an_act_is_read(text: str, language: str, trigger: str, doer: str, act: str, targets: list[str]) -> None:
    (event,) = resolved(text, language).events
    assert text[slice(*event.trigger)] == trigger
    assert [a.code for a in event.actors] == [doer]
    assert (event.act.value, [a.code for a in event.targets]) == (act, targets)


def test_whoever_is_not_named_is_of_the_place_and_marked_as_inferred() -> None:
    (event,) = resolved("В Чили арестован посол Перу.").events
    assert [(a.code, a.basis, a.state_guessed) for a in event.actors] == [("CHL.POL", "inferred", False)]


@pytest.mark.parametrize(
    "text",
    [
        "Полиция Чили не арестовала посла Перу.",
        "Полиция Чили могла бы арестовать посла Перу.",
        "В Чили будет арестован посол Перу.",
        "Чилийская компания уволила директора.",
        "В Чили ранены двое прохожих.",
        "⟦s:Чили⟧ ⟦c:сообщила⟧, что ⟦t:полиция арестовала посла Перу⟧.",
    ],
)
def test_what_is_not_done_not_political_or_said_by_somebody_is_no_event(text: str) -> None:
    assert resolved(text).events == ()


def test_the_headline_and_the_lead_tell_one_event() -> None:
    text = (
        "Чили выслала посла Перу\n\nЧили в понедельник выслала посла Перу в Лиму.\n\nАрмия Чили обстреляла остров Перу."
    )
    assert [e.act.value for e in resolved(text).events] == ["SANCTION", "ASSAULT"]


def test_a_contact_in_somebodys_words_is_no_event() -> None:
    text = "⟦s:Чили⟧ ⟦c:сообщила⟧, что ⟦t:президент Чили встретился с президентом Перу⟧."
    found = resolved(text)
    assert len(found.contacts) == 1 and found.events == ()


def test_the_one_who_travels_meets_whom_he_goes_to_see() -> None:
    text = "Президент Чили Хуан Эскаль после Кении посетил Перу."
    (contact,) = resolved(text).contacts
    assert {p.state for p in contact.participants} == {"CHL", "PER"}


@pytest.mark.parametrize("language", sorted(set(table("events.toml")) - {"checked", "words"}))
def test_the_words_of_a_language_are_well_formed(language: str) -> None:
    from dragoman.codes import ACTS, SECTORS

    for entry in table("events.toml")[language]:
        assert entry["act"] in ACTS and entry["by"] in SECTORS
        assert set(entry) <= {"act", "by", "aside", *KINDS}
    known = acts(language)
    assert known is not None and known.forms
