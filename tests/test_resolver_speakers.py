"""Who is speaking: names, offices by date, metonyms, institutions, pronouns, dropped and joint sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from resolver_marks import codes, own_actors, resolved

from dragoman.resolver import Actors
from dragoman.resolver.words import tokens


@pytest.fixture(scope="module")
def limonia(tmp_path_factory: pytest.TempPathFactory) -> Actors:
    return own_actors(tmp_path_factory.mktemp("actors"))


@pytest.mark.parametrize(
    ("source", "language", "code"),
    [
        ("Кремль", "ru", "RUS.GOV"),
        ("Смоленской площади", "ru", "RUS.GOV"),
        ("Белом доме", "ru", "USA.GOV"),
        ("Елисейском дворце", "ru", "FRA.GOV"),
        ("Анкара", "ru", "TUR.GOV"),
        ("полиция Бельгии", "ru", "BEL.POL"),
        ("Минобороны Турции", "ru", "TUR.GOV"),
        ("турецкий журналист Осман Бурдалы", "ru", "TUR.MED"),
        ("министр рыболовства Малави Джонас Мкватата", "ru", "MWI.GOV"),
        ("представитель посольства США", "ru", "USA.GOV"),
        ("депутат Госдумы Пётр Несуществов", "ru", "RUS.LEG"),
        ("the White House", "en", "USA.GOV"),
        ("Brussels", "en", "EU.IGO"),
        ("Ukraine's defence ministry", "en", "UKR.GOV"),
        ("a Norwegian lawmaker", "en", "NOR.LEG"),
        ("Estonian Fisheries Minister Tarmo Olematu", "en", "EST.GOV"),
        ("das polnische Außenministerium", "de", "POL.GOV"),
        ("la policía argentina", "es", "ARG.POL"),
        ("le parlement tunisien", "fr", "TUN.LEG"),
        ("полиция Норвегии", "uk", None),
        ("поліція Норвегії", "uk", "NOR.POL"),
        ("rzecznik czeskiego rządu", "pl", "CZE.GOV"),
        ("Japonya Dışişleri Bakanlığı", "tr", "JPN.GOV"),
        ("وزارة الخارجية اليابانية", "ar", "JPN.GOV"),
        ("وزارت خارجهٔ ژاپن", "fa", "JPN.GOV"),
        ("日本外务省发言人", "zh", "JPN.GOV"),
    ],
)
def test_a_source_says_its_state_and_sector(source: str, language: str, code: str | None) -> None:
    found = resolved(f"⟦s:{source}⟧ ⟦c:x⟧ ⟦t:y⟧.", language)
    if code is None:
        assert found.statements[0].speakers
    else:
        assert codes(found) == [code]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Лимония. По ⟦c:словам⟧ ⟦s:Врельского⟧, ⟦t:всё готово⟧.", "ru"),
        ("Лимония. ⟦t:Всё готово⟧, ⟦c:сказано⟧ ⟦s:Оскаром Врельским⟧.", "ru"),
        ("Лимонія. За ⟦c:словами⟧ ⟦s:Врельського⟧, ⟦t:все готово⟧.", "uk"),
        ("Limonia. ⟦t:All is ready⟧, ⟦s:Vrelsky⟧ ⟦c:said⟧.", "en"),
        ("Limonia. ⟦t:All is ready⟧, ⟦s:Oscar Vrelskyy⟧ ⟦c:said⟧.", "en"),
    ],
)
def test_inflected_and_transliterated_names(text: str, language: str, limonia: Actors) -> None:
    speaker = resolved(text, language, "2015-01-01", limonia).statements[0].speakers[0]
    assert (speaker.code, speaker.person, speaker.basis) == ("LIM.GOV", True, "named")
    assert "rel" in speaker.name or "рел" in speaker.name


@pytest.mark.parametrize(("day", "name"), [("2015-01-01", "Оскар Врельский"), ("2021-01-01", "Берта Долматова")])
def test_a_title_means_who_held_the_office_that_day(day: str, name: str, limonia: Actors) -> None:
    speaker = resolved("⟦s:Лимонский президент⟧ ⟦c:заявил⟧, что ⟦t:всё готово⟧.", "ru", day, limonia)
    actor = speaker.statements[0].speakers[0]
    assert (actor.name, actor.code, actor.office, actor.basis) == (name, "LIM.GOV", "президент", "title")


def test_a_title_after_the_file_was_checked_is_left_unresolved(limonia: Actors) -> None:
    found = resolved("⟦s:Президент Лимонии⟧ ⟦c:заявил⟧, что ⟦t:всё готово⟧.", "ru", "2023-01-01", limonia)
    actor = found.statements[0].speakers[0]
    assert actor.name == "Президент Лимонии"
    assert actor.state == "LIM"
    assert any("2021-12-31" in warning for warning in found.warnings)


def test_an_office_is_named_only_for_its_time(limonia: Actors) -> None:
    text = "Лимония. ⟦s:Оскар Врельский⟧ ⟦c:заявил⟧, что ⟦t:всё готово⟧."
    assert resolved(text, "ru", "2021-01-01", limonia).statements[0].speakers[0].office is None
    assert resolved(text, "ru", "2015-01-01", limonia).statements[0].speakers[0].office == "президент"


def test_a_bare_name_takes_its_state_from_an_earlier_mention() -> None:
    found = resolved(
        "Аренко спорит с коллегами. ⟦s1:Министр энергетики Кении Питер Аренко⟧ ⟦c1:сообщил⟧ ⟦t1:новость⟧. "
        "В Осло его слушали. ⟦s2:Аренко⟧ ⟦c2:добавил⟧, что ⟦t2:вода прибывает⟧."
    )
    assert codes(found) == ["KEN.GOV", "KEN.GOV"]
    assert not found.statements[1].speakers[0].state_guessed


def test_a_guessed_state_is_said_to_be_guessed() -> None:
    found = resolved("В Норвегии и снова в Норвегии выпал снег. ⟦s:Дворник⟧ ⟦c:сказал⟧, что ⟦t:устал⟧.")
    assert found.statements[0].speakers[0].state in ("NOR", None)
    assert found.statements[0].speakers[0].state_guessed or found.statements[0].speakers[0].state is None


def test_pronouns_agree_and_look_back() -> None:
    found = resolved(
        "⟦s1:Министр торговли Чили Карла Ромеро⟧ ⟦c1:сообщила⟧, что ⟦t1:порт открыт⟧. "
        "⟦s2:Посол Перу Хуан Эскаль⟧ ⟦c2:возразил⟧, что ⟦t2:порт закрыт⟧. ⟦s3:Она⟧ ⟦c3:добавила⟧: ⟦t3:открыт⟧. "
        "⟦s4:Он⟧ ⟦c4:повторил⟧: ⟦t4:закрыт⟧."
    )
    assert codes(found) == ["CHL.GOV", "PER.GOV", "CHL.GOV", "PER.GOV"]
    assert [s.speakers[0].basis for s in found.statements[2:]] == ["pronoun", "pronoun"]


def test_a_dropped_subject_is_who_spoke_in_the_sentence() -> None:
    found = resolved("⟦s1:Посол Перу Хуан Эскаль⟧ ⟦c1:возразил⟧ ⟦t1:этому⟧ и ⟦c2:отметил⟧, что ⟦t2:порт закрыт⟧.")
    assert codes(found) == ["PER.GOV", "PER.GOV"]
    assert found.statements[1].speakers[0].basis == "elided"


@pytest.mark.parametrize("cue", ["Сообщается", "Ожидается", "Считается"])
def test_hearsay_has_no_speaker(cue: str) -> None:
    found = resolved(f"⟦s1:Посол Перу⟧ ⟦c1:возразил⟧ ⟦t1:этому⟧. ⟦c2:{cue}⟧, что ⟦t2:порт закрыт⟧.")
    assert found.statements[1].speakers == ()


def test_joint_speakers_are_all_in_the_record() -> None:
    found = resolved("⟦s:Чили и Перу⟧ ⟦c:договорились⟧ ⟦t:о порте⟧.")
    assert [a.code for a in found.statements[0].speakers] == ["CHL.GOV", "PER.GOV"]


def test_impersonal_words_after_a_joint_statement_are_inferred(limonia: Actors) -> None:
    found = resolved(
        "Президент Лимонии Оскар Врельский и президент Чили Хуан Эскаль провели телефонный разговор. "
        "⟦s1:Президенты двух стран⟧ ⟦c1:обсудили⟧ ⟦t1:рыболовство⟧. "
        "⟦c2:Прозвучало стремление⟧ к ⟦t2:миру на море⟧.",
        "ru",
        "2015-01-01",
        limonia,
    )
    assert [[a.state for a in s.speakers] for s in found.statements] == [["LIM", "CHL"], ["LIM", "CHL"]]
    assert all(a.inferred for a in found.statements[1].speakers)
    assert not any(a.inferred for a in found.statements[0].speakers)


def test_statements_nest() -> None:
    found = resolved("⟦s1:Кремль⟧ ⟦c1:сообщил⟧, что ⟦t1:⟦s2:Анкара⟧ ⟦c2:просит⟧ ⟦t2:воды⟧⟧.")
    assert [s.parent for s in found.statements] == [None, 0]


def test_a_quotation_in_another_language_is_translated() -> None:
    text = "⟦s:Министр торговли Чили Карла Ромеро⟧ ⟦c:сказала⟧: ⟦t:«порт открыт»⟧."
    assert resolved(text, kind="direct").statements[0].translated
    assert not resolved(text, kind="indirect").statements[0].translated
    at_home = "⟦s:El ministro chileno⟧ ⟦c:dijo⟧: ⟦t:«el puerto está abierto»⟧."
    assert not resolved(at_home, "es", kind="direct").statements[0].translated


def test_contested_areas_have_the_documented_code_and_their_own_name(tmp_path: Path) -> None:
    text = "⟦s:Министерство рыболовства Абхазии⟧ ⟦c:сообщило⟧ ⟦t:новость⟧."
    actor = resolved(text).statements[0].speakers[0]
    assert (actor.state, actor.name) == ("GEO", "Министерство рыболовства Абхазии")
    own = tmp_path / "own.toml"
    own.write_text('[[area]]\nstate = ""\nnames = { ru = "Абхазия" }\n', encoding="utf-8")
    assert resolved(text, actors=Actors.load([own])).statements[0].speakers[0].state is None


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("state = ", "Invalid value"),
        ('[[holder]]\nstate = "LIM"\n', "has no name"),
        ('[[holder]]\nname = { en = "A B" }\nsince = "2001"\n', "has no state"),
        ('[[person]]\nname = "A"\n', "unknown key"),
        ('[[institution]]\nsector = "FOO"\nen = "A"\n', "sector"),
        ('holder = "A"\n', "list of tables"),
    ],
)
def test_a_faulty_file_of_the_user_gets_one_clear_line(content: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "faulty.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=fault) as caught:
        Actors.load([path])
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_knowledge_says_when_it_was_checked(limonia: Actors) -> None:
    assert Actors.load().checked >= "2025"


@pytest.mark.parametrize(
    ("title", "day", "name"),
    [
        ("американский президент", "2012-06-01", "Barack Obama"),
        ("американский президент", "2022-06-01", "Joe Biden"),
        ("глава МИД России", "2015-06-01", "Sergey Lavrov"),
        ("госсекретарь США", "2014-06-01", "John Kerry"),
        ("генсек ООН", "2020-06-01", "António Guterres"),
        ("канцлер Германии", "2016-06-01", "Angela Merkel"),
    ],
)
def test_titles_of_the_shipped_files(title: str, day: str, name: str) -> None:
    speaker = resolved(f"Приехал ⟦s:{title}⟧ ⟦c:x⟧ ⟦t:y⟧.", published=day).statements[0].speakers[0]
    names = {h.display("ru"): h.person for h in Actors.load().roll.of_state(speaker.state or "")}
    assert names.get(speaker.name) == name
    assert speaker.office


def test_a_plural_verb_keeps_its_several_speakers() -> None:
    found = resolved("⟦s1:Чили и Перу⟧ ⟦c1:обсудили⟧ ⟦t1:порт⟧ и ⟦c2:отметили⟧, что ⟦t2:порт нужен⟧.")
    assert [a.state for a in found.statements[1].speakers] == ["CHL", "PER"]
    assert found.statements[1].speakers[0].basis == "elided"


def test_a_title_that_several_hold_names_none_of_them(tmp_path: Path) -> None:
    path = tmp_path / "limonia.toml"
    path.write_text(
        'state = "LIM"\n[[area]]\nstate = "LIM"\nnames = { en = "Limonia" }\nadjectives = { en = "Limonian" }\n'
        + "".join(
            f'[[holder]]\noffice = "spokesperson-foreign"\nname = {{ en = "{name}" }}\nsince = "2020-01-01"\njoint = true\n'
            for name in ("Ada Firstova", "Bela Secondova")
        ),
        encoding="utf-8",
    )
    text = "⟦s:The Limonian foreign ministry spokeswoman⟧ ⟦c:said⟧ ⟦t:nothing⟧."
    found = resolved(text, "en", "2021-06-01", actors=Actors.load([path]))
    assert codes(found) == ["LIM.GOV"]
    assert not found.statements[0].speakers[0].person


@pytest.mark.parametrize(
    ("text", "language", "name", "code"),
    [
        ("⟦c:According to⟧ ⟦s:the⟧ Norwegian fisheries ministry, ⟦t:y⟧.", "en", "the Norwegian fisheries ministry", "NOR.GOV"),
        ("⟦s:a⟧ senior Estonian lawmaker ⟦c:said⟧ ⟦t:y⟧.", "en", "a senior Estonian lawmaker", "EST.LEG"),
        ("⟦s:The⟧ newly elected mayor of Helsinki ⟦c:said⟧ ⟦t:y⟧.", "en", "The newly elected mayor of Helsinki", "FIN.GOV"),
        ("⟦s:le⟧ parlement tunisien ⟦c:a dit⟧ ⟦t:y⟧.", "fr", "le parlement tunisien", "TUN.LEG"),
    ],
)  # fmt: skip
def test_a_source_that_is_but_an_article_is_read_on(text: str, language: str, name: str, code: str) -> None:
    found = resolved(text, language)
    assert codes(found) == [code]
    assert found.statements[0].speakers[0].name == name


def test_an_article_with_nobody_after_it_is_a_dropped_source() -> None:
    found = resolved("⟦s1:Estonia's parliament⟧ ⟦c1:said⟧ ⟦t1:x⟧. ⟦s2:The⟧ ⟦c2:said⟧ ⟦t2:y⟧.", "en")
    assert codes(found) == ["EST.LEG", "EST.LEG"]
    assert found.statements[1].speakers[0].basis == "elided"


@pytest.mark.parametrize(
    ("text", "language"),
    [("Who", "en"), ("Un", "fr"), ("Ab", "de"), ("Über", "de"), ("The times", "en"), ("Le monde", "fr")],
)
def test_a_word_is_no_body_because_it_begins_a_sentence(text: str, language: str) -> None:
    hit = Actors.load().lexicon(language).longest(tokens(text), 0)
    assert hit is None or hit.of("body") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("⟦s:Georgia's parliament⟧ ⟦c:said⟧ ⟦t:the US will help⟧.", "GEO.LEG"),
        ("Atlanta. ⟦s:A Georgia lawmaker⟧ ⟦c:said⟧ ⟦t:y⟧.", "USA.LEG"),
        ("Atlanta, Tbilisi. ⟦s:A Georgia lawmaker⟧ ⟦c:said⟧ ⟦t:y⟧.", "GEO.LEG"),
        ("Brazzaville. ⟦s:Congo's government⟧ ⟦c:said⟧ ⟦t:y⟧.", "COG.GOV"),
        ("⟦s:Congo's government⟧ ⟦c:said⟧ ⟦t:y⟧.", "COD.GOV"),
    ],
)
def test_a_name_that_two_states_bear(text: str, code: str) -> None:
    assert codes(resolved(text, "en")) == [code]


@pytest.mark.parametrize(
    ("source", "person"),
    [
        ("The German chancellor", True),
        ("The British chancellor", False),
        ("The American secretary of state", True),
        ("The British secretary of state", False),
        ("The king of Norway", True),
    ],
)
def test_a_title_means_who_bears_it(source: str, person: bool) -> None:
    found = resolved(f"⟦s:{source}⟧ ⟦c:said⟧ ⟦t:y⟧.", "en", "2022-03-01")
    assert found.statements[0].speakers[0].person is person


def test_the_verb_of_a_noun_cue_may_stand_outside_it() -> None:
    text = "⟦s1:Чили и Перу⟧ ⟦c1:обсудили⟧ ⟦t1:порт⟧. Прозвучало ⟦c2:пожелание⟧ ⟦t2:мира⟧."
    found = resolved(text).statements[1].speakers
    assert [(a.state, a.basis) for a in found] == [("CHL", "inferred"), ("PER", "inferred")]


def test_an_arabic_that_is_nobody() -> None:
    """The Arabic form of Moon Jae-in's name ends in a word that nearly every Arabic sentence has."""
    told = resolved("⟦c:قال⟧ ⟦s:المتحدث⟧ ⟦t:إن المحادثات كانت واضحة⟧، وأضاف أن الاجتماع يعقد غدا.", "ar")
    names = {actor.name for statement in told.statements for actor in (*statement.speakers, *statement.targets)}
    assert not names & {"أن", "إن"}
