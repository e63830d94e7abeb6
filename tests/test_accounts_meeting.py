"""The fields of a contact as each account tells them. States, people and texts are invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.accounts.comparison import FIELDS, Account, Basis, Meeting, Stage
from dragoman.accounts.meeting import meeting
from dragoman.article import Article, Known, Moment
from dragoman.reader.marks import Marks
from dragoman.record import Record
from dragoman.resolver import Actors, resolve

PAIR = ("XKA", "XKB")
ACTORS = """
checked = "2026-01-31"

[[area]]
state = "XKA"
party = true
names = { en = "Tarnovia", ru = "Тарновия", uk = "Тарновія", de = "Tarnowien", fr = "Tarnovie", es = "Tarnovia", zh = "塔诺维亚" }
adjectives = { en = "Tarnovian", ru = "тарновийский", de = "tarnowisch", fr = "tarnovien" }

[[area]]
state = "XKB"
party = true
names = { en = "Ondria", ru = "Ондрия", uk = "Ондрія", de = "Ondrien", fr = "Ondrie", es = "Ondria", zh = "翁德里亚" }
adjectives = { en = "Ondrian", ru = "ондрийский", de = "ondrisch", fr = "ondrien" }

[[holder]]
state = "XKA"
office = "head-of-government"
title = { en = "Prime Minister", ru = "премьер-министр" }
name = { en = "Olin Brask", ru = "Олин Браск", uk = "Олін Браск" }
gender = "m"
since = "2020-02-01"

[[holder]]
state = "XKA"
office = "foreign-minister"
title = { en = "Foreign Minister", ru = "министр иностранных дел" }
name = { en = "Ilsa Varra", ru = "Илса Варра", uk = "Ілса Варра", zh = "伊尔萨·瓦拉" }
gender = "f"
since = "2022-01-10"

[[holder]]
state = "XKB"
office = "head-of-state"
title = { en = "President", ru = "президент" }
name = { en = "Mira Solen", ru = "Мира Солен", uk = "Міра Солен" }
gender = "f"
since = "2021-06-01"

[[holder]]
state = "XKB"
office = "foreign-minister"
title = { en = "Foreign Minister", ru = "министр иностранных дел" }
name = { en = "Davo Keshet", ru = "Даво Кешет", uk = "Даво Кешет", zh = "达沃·凯谢特" }
gender = "m"
since = "2021-06-01"
"""
CALL = "Foreign Minister Ilsa Varra spoke by phone today with the Foreign Minister of Ondria, Davo Keshet.\n\n"


@dataclass
class Fake:
    """A reader that knows actors and nothing else: reading a contact's fields needs no encoder."""

    actors: Actors

    def embed_pieces(self, text: str) -> tuple[Any, Any]:
        raise AssertionError("no encoder here")


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Fake:
    path = tmp_path_factory.mktemp("actors") / "own.toml"
    path.write_text(ACTORS, encoding="utf-8")
    return Fake(Actors.load([path]))


def record(text: str, fake: Fake, language: str = "en", published: str | None = "2025-04-02") -> Record:
    day = Moment(published, "given") if published else None
    article = Article(text, language=Known(language, "given"), published=day)
    return Record(article, (), resolve(article, Marks(()), actors=fake.actors).contacts)


def account(
    text: str, number: int = 0, side: str | None = "XKA", *, language: str = "en", told: bool = False,
    stage: Stage = "after", name: str = "",
) -> Account:  # fmt: skip
    basis = Basis("told", "The Harbour Post") if told else Basis("full")
    letter = name or ("news" if side is None else "ab"[PAIR.index(side)])
    return Account(
        id=letter, side=side, name=letter, rank="text", basis=basis, record=number, spans=((0, len(text)),),
        words=len(text.split()), language=language, stage=stage,
    )  # fmt: skip


def of(
    text: str, fake: Fake, language: str = "en", published: str | None = "2025-04-02", *, side: str | None = "XKA",
    told: bool = False,
) -> Meeting:  # fmt: skip
    """The contact as one account tells it."""
    one = account(text, side=side, language=language, told=told)
    return meeting([record(text, fake, language, published)], [one], PAIR, fake)


def words(found: Meeting, name: str, text: str) -> str:
    """The words in which a field is told."""
    span = found.fields[name][0].span
    assert span is not None
    return text[slice(*span)]


def test_a_readout_tells_of_its_contact(fake: Fake) -> None:
    found = of(CALL + "She called for open rivers.", fake)
    told = {name: found.one(name) for name in found.fields}
    assert told == {"date": "2025-04-02", "mode": "phone", "level": "ministers", "status": "held"}
    assert words(found, "date", CALL) == "today"
    assert words(found, "mode", CALL) == "spoke by phone"
    assert [(p.name, p.state, p.person) for p in found.participants] == [
        ("Ilsa Varra", "XKA", True), ("Davo Keshet", "XKB", True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "mode", "date"),
    [
        ("2 апреля состоялся телефонный разговор Даво Кешета с Илсой Варрой.", "ru", "phone", "2025-04-02"),
        ("Накануне министр иностранных дел Тарновии провела видеоконференцию с Даво Кешетом.", "ru", "video",
         "2025-04-01"),
        ("У вівторок, 1 квітня, Ілса Варра зустрілася з міністром закордонних справ Ондрії.", "uk", "in-person",
         "2025-04-01"),
        ("Die Außenministerin hat heute mit dem Außenminister von Ondrien telefoniert.", "de", "phone", "2025-04-02"),
        ("La ministre s’est entretenue ce mardi par téléphone avec le ministre des Affaires étrangères d’Ondrie.", "fr",
         "phone", "2025-04-01"),
        ("La ministra se ha reunido esta mañana con el ministro de Exteriores de Ondria.", "es", "in-person",
         "2025-04-02"),
        ("4月2日，塔诺维亚外长伊尔萨·瓦拉同翁德里亚外长达沃·凯谢特通电话。", "zh", "phone", "2025-04-02"),
        ("The Foreign Minister met the Foreign Minister of Ondria this afternoon.", "en", "in-person", "2025-04-02"),
        ("On Monday Ilsa Varra sent a letter to the Foreign Minister of Ondria.", "en", "letter", "2025-03-31"),
    ],
)  # fmt: skip
def test_mode_and_day_in_several_languages(text: str, language: str, mode: str, date: str, fake: Fake) -> None:
    found = of(text, fake, language)
    assert (found.one("mode"), found.one("date"), found.one("status")) == (mode, date, "held")


def test_what_no_word_tells_has_no_value(fake: Fake) -> None:
    found = of("Minister Ilsa Varra spoke by phone with the Foreign Minister of Ondria.\n\nThey agreed on eels.", fake)
    assert "date" not in found.fields
    assert not {"place", "initiative", "duration"} & set(found.fields)
    assert found.one("date") is None


def test_today_is_no_day_where_the_articles_own_is_not_known(fake: Fake) -> None:
    assert "date" not in of(CALL, fake, published=None).fields


def test_a_decision_of_today_tells_the_day(fake: Fake) -> None:
    text = CALL.replace(" today", "") + "The consent given today will help both rivers."
    assert of(text, fake).one("date") == "2025-04-02"
    assert "date" not in of(CALL.replace(" today", "") + "Fish is dear today in Ondria.", fake).fields


def test_a_readouts_heading_counts_as_its_words(fake: Fake) -> None:
    body = "The Prime Minister spoke to Ondrian President Mira Solen this afternoon.\n"
    text = f"PM call with President Solen: 2 April 2025\n\n{body}"
    found = of(text, fake)
    assert (found.one("mode"), found.one("level")) == ("phone", "leaders")
    assert {p.name for p in found.participants} == {"Olin Brask", "Mira Solen"}


def test_a_title_outside_the_text_has_no_span(fake: Fake) -> None:
    body = "The Prime Minister spoke to Ondrian President Mira Solen."
    one = record(body, fake)
    title = Known("PM call with President Solen: 1 April 2025", "metadata")
    one = replace(one, article=replace(one.article, title=title))
    found = meeting([one], [account(body)], PAIR, fake)
    assert found.one("mode") == "phone"
    assert found.one("date") == "2025-04-01"
    assert found.fields["date"][0].span is None
    assert found.fields["status"][0].span is not None


@pytest.mark.parametrize(
    ("who", "level"),
    [
        ("Prime Minister Olin Brask spoke by phone with President Mira Solen of Ondria.", "leaders"),
        ("Prime Minister Olin Brask spoke by phone with the Foreign Minister of Ondria.", "ministers"),
        ("Deputy Foreign Minister Per Lund spoke by phone with the Deputy Foreign Minister of Ondria.", "officials"),
        ("Ambassador Per Lund met the Director of the Ondrian border service.", "officials"),
        ("The Trade Minister met the Trade Minister of Ondria.", "ministers"),
        ("Ilsa Varra met Davo Keshet.", "ministers"),
    ],
)
def test_the_level_is_that_of_the_offices_who_met(who: str, level: str, fake: Fake) -> None:
    assert of(who, fake).one("level") == level


def test_no_office_no_level(fake: Fake) -> None:
    assert "level" not in of("Tarnovia and Ondria held talks in Geneva on Monday.", fake).fields


def test_where_and_how_long(fake: Fake) -> None:
    text = (
        "Foreign Minister Ilsa Varra met Davo Keshet, Foreign Minister of Ondria, in Geneva today. "
        "The meeting lasted more than an hour.\n\nThe strike at the port, which lasted 45 minutes, was not mentioned."
    )
    found = of(text, fake)
    assert (found.one("place"), found.one("duration")) == ("Geneva", ">60")
    assert words(found, "duration", text) == "more than an hour"


@pytest.mark.parametrize(
    ("said", "language", "minutes"),
    [
        ("The call lasted 45 minutes.", "en", "45"),
        ("The call lasted an hour and a half.", "en", "90"),
        ("The call lasted an hour and twenty minutes.", "en", "80"),
        ("The call lasted less than an hour.", "en", "<60"),
        ("The call cost 45 minutes of sleep.", "en", None),
        ("Разговор длился более полутора часов.", "ru", ">90"),
        ("Беседа продолжалась около часа.", "ru", "60"),
        ("Das Telefonat dauerte eine Stunde.", "de", "60"),
    ],
)
def test_how_long_it_lasted(said: str, language: str, minutes: str | None, fake: Fake) -> None:
    first = {
        "en": "Ilsa Varra spoke by phone with Davo Keshet. ",
        "ru": "Илса Варра поговорила по телефону с Даво Кешетом. ",
        "de": "Ilsa Varra hat mit Davo Keshet telefoniert. ",
    }[language]
    assert of(first + said, fake, language).one("duration") == minutes


def test_talks_somewhere_were_in_person_and_others_are_unknown(fake: Fake) -> None:
    assert of("Tarnovia and Ondria held consultations in Vienna today.", fake).one("mode") == "in-person"
    assert of("Tarnovia and Ondria held consultations today.", fake).one("mode") == "unknown"


def test_a_plan_is_no_contact_held(fake: Fake) -> None:
    text = (
        "Foreign Minister Ilsa Varra will meet the Foreign Minister of Ondria on Friday. She will be received at noon."
    )
    found = of(text, fake)
    assert (found.one("status"), found.one("date")) == ("planned", "2025-04-04")


def test_every_account_has_its_own_value_and_none_is_chosen(fake: Fake) -> None:
    first = CALL + "The call had been held at the request of the Ondrian side and lasted 45 minutes.\n"
    second = "1 апреля по инициативе тарновийской стороны состоялся телефонный разговор Даво Кешета с Илсой Варрой."
    records = [record(first, fake), record(second, fake, "ru")]
    accounts = [account(first), account(second, 1, "XKB", language="ru")]
    found = meeting(records, accounts, PAIR, fake)
    assert [(v.account, v.value) for v in found.fields["date"]] == [("a", "2025-04-02"), ("b", "2025-04-01")]
    assert [(v.account, v.value) for v in found.fields["initiative"]] == [("a", "XKB"), ("b", "XKA")]
    assert found.one("date") is None
    assert found.one("initiative") is None
    assert found.one("mode") == "phone"
    for name, values in found.fields.items():
        assert name in FIELDS
        for value in values:
            assert value.span is not None
            assert (first, second)[value.account == "b"][slice(*value.span)].strip()


def test_one_capital_in_two_languages_is_one_place(fake: Fake) -> None:
    first = "Ilsa Varra met Davo Keshet in Vienna."
    second = "Даво Кешет встретился с Илсой Варрой в Вене."
    records = [record(first, fake), record(second, fake, "ru")]
    accounts = [account(first), account(second, 1, "XKB", language="ru")]
    found = meeting(records, accounts, PAIR, fake)
    assert found.one("place") == "Vienna"
    assert [second[slice(*v.span)] for v in found.fields["place"] if v.account == "b" and v.span] == ["Вене"]


def test_a_newspaper_tells_in_the_sentence_that_reports_the_contact(fake: Fake) -> None:
    text = (
        "PORT ANSEL, April 2 - Prices fell on Monday. Tarnovian Foreign Minister Ilsa Varra spoke by phone with her "
        "Ondrian counterpart Davo Keshet on Tuesday. A ferry sank in Vienna on Sunday."
    )
    found = of(text, fake, side=None, told=True)
    assert (found.one("date"), found.one("mode"), found.one("level")) == ("2025-04-01", "phone", "ministers")
    assert "place" not in found.fields


def test_a_preview_tells_nothing_where_there_is_a_report(fake: Fake) -> None:
    before = "Ilsa Varra will meet Davo Keshet in Vienna on Friday."
    records = [record(CALL, fake), record(before, fake)]
    preview = account(before, 1, stage="before", name="a-before1")
    found = meeting(records, [account(CALL), preview], PAIR, fake)
    assert {v.account for values in found.fields.values() for v in values} == {"a"}
    alone = meeting(records, [preview], PAIR, fake)
    assert alone.one("status") == "planned"


def test_a_side_whose_people_nobody_names_stands_as_a_side(fake: Fake) -> None:
    found = of("Tarnovia and Ondria held consultations today.", fake)
    assert [(p.name, p.state, p.person) for p in found.participants] == [
        ("Tarnovia", "XKA", False), ("Ondria", "XKB", False)
    ]  # fmt: skip


def test_a_name_that_no_file_knows_is_whose_office_is_named_beside_it(fake: Fake) -> None:
    text = "Trade Minister Ada Lorn met the Ondrian Trade Minister, Per Lund, and Commissioner Rolf Stamm today."
    found = of(text, fake)
    assert [(p.name, p.state) for p in found.participants if p.state == "XKA"] == [("Ada Lorn", "XKA")]
    assert ("Per Lund", "XKB") in [(p.name, p.state) for p in found.participants]


def test_topics_are_those_of_the_accounts_in_their_order(fake: Fake) -> None:
    one = replace(account(CALL), topics=(("energy", 0.7), ("other", 0.2), ("health", 0.1)))
    assert meeting([record(CALL, fake)], [one], PAIR, fake).topics == ("energy", "health")


@given(st.text(max_size=300), st.sampled_from(["en", "ru", "zh", "ar", "tr", "xx"]), st.booleans())
def test_any_text_is_read(fake: Fake, text: str, language: str, told: bool) -> None:
    found = of(text, fake, language, told=told)
    length = len(text)
    assert all(v.span is None or 0 <= v.span[0] < v.span[1] <= length for vs in found.fields.values() for v in vs)
    assert all(v.value for values in found.fields.values() for v in values)
