"""A side's formulas beside its earlier accounts, and the language versions of one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dragoman
from dragoman.accounts.claims import claims
from dragoman.accounts.comparison import Basis, Difference, Formula
from dragoman.accounts.earlier import earlier
from dragoman.accounts.formulas import MOSTLY, REPEATED, formulas, wording
from dragoman.accounts.given import given_accounts
from dragoman.accounts.rows import Seen, see
from dragoman.accounts.versions import in_order, language_versions
from dragoman.record import Actor, Contact, Record

PAIR = ("XKA", "XKB")
STATES = """
[[area]]
state = "XKA"
names = { en = "Karsovia", ru = "Карсовия", de = "Karsowien", fr = "Karsovie", zh = "卡尔索维亚" }
adjectives = { en = "Karsovian", ru = "карсовский" }

[[area]]
state = "XKB"
names = { en = "Belmora", ru = "Бельмора", de = "Belmora", fr = "Belmore", zh = "贝尔莫拉" }
adjectives = { en = "Belmoran", ru = "бельморский" }

[[area]]
state = "XKC"
names = { en = "Tervania", ru = "Тервания" }

[[holder]]
state = "XKA"
office = "head-of-state"
name = { en = "Oskar Vrelsky", ru = "Оскар Врельский", zh = "弗雷尔斯基" }
gender = "m"
since = "2010"

[[holder]]
state = "XKB"
office = "foreign-minister"
name = { en = "Lina Tamer", ru = "Лина Тамер", zh = "塔梅尔" }
gender = "f"
since = "2010"
"""
HEADS = {
    "A.en": "Readout of President Vrelsky's Call with Foreign Minister Tamer of Belmora\n\nPresident Oskar Vrelsky spoke by phone today with Foreign Minister Lina Tamer of Belmora.\n\n",
    "A.de": "Präsident Vrelsky spricht mit der Außenministerin von Belmora\n\nDer Sprecher des Präsidenten teilt mit:\n\nPräsident Oskar Vrelsky hat heute mit der Außenministerin von Belmora, Lina Tamer, telefoniert.\n\n",
    "A.fr": "Entretien téléphonique du Président Vrelsky avec la ministre des Affaires étrangères de Belmore\n\nLe Président Oskar Vrelsky s'est entretenu aujourd'hui par téléphone avec la ministre des Affaires étrangères de Belmore, Lina Tamer.\n\n",
    "B.en": "Phone call of Foreign Minister Tamer with the President of Karsovia\n\nForeign Minister Lina Tamer spoke by phone today with President Oskar Vrelsky of Karsovia.\n\n",
    "B.ru": "О телефонном разговоре Министра иностранных дел с Президентом Карсовии\n\nСостоялся телефонный разговор Министра иностранных дел Бельморы Л.Тамер с Президентом Карсовии О.Врельским.\n\n",
    "B.zh": "塔梅尔外长同卡尔索维亚总统通电话\n\n5月3日，贝尔莫拉外长塔梅尔同卡尔索维亚总统弗雷尔斯基通电话。\n\n",
}
RU_EARLIER = [
    "Л.Тамер подтвердила неизменную приверженность Бельморы принципу свободы судоходства в Сундском проливе.",
    "Обращено внимание на недопустимость односторонних ограничений в торговле зерном.",
    "Стороны высказались за скорейшее открытие пункта пропуска Олтан для грузовых автомобилей.",
    "Подчёркнуто, что размещение карсовских ракет на островах создаёт прямую угрозу безопасности Бельморы.",
    "Условлено продолжить консультации экспертов по рыболовству.",
    "Министр выразила благодарность за помощь в тушении лесных пожаров.",
]
EN_EARLIER = [
    "The President reaffirmed Karsovia's unwavering support for the territorial integrity of Belmora within its recognised borders.",
    "He underlined that the Sund bridge must stay open to lorries of both countries.",
    "He expressed concern at the detention of four Karsovian fishermen and asked for their release.",
    "Both sides agreed to hold the next round of customs talks in Oltan in June.",
    "The President recalled that Karsovia has no claims on the waters of the northern bay.",
    "He thanked Belmora for the help of its firefighters last summer.",
]
EN_NOW = [
    "The President reaffirmed Karsovia's unwavering support for Belmora's territorial integrity within its recognised borders.",
    "He underlined that the Sund bridge has to stay open for lorries of both countries.",
    "He called on Belmora to let the four fishermen go home without further delay.",
    "It was agreed that the customs experts will meet again in Oltan in September.",
    "The President announced that Karsovia will open a consulate in the port of Lira.",
    "He proposed a joint patrol against the smuggling of fuel.",
]
# What was then, what is now, and of each sentence of now: repeated or reworded from which one, or new.
SET_ON = {
    "English": ("A.en", EN_EARLIER, "A.en", EN_NOW, ["=0", "=1", "~2", "~3", "new", "new"]),
    "Russian": (
        "B.ru", RU_EARLIER, "B.ru",
        [
            "Министр подтвердила неизменную приверженность Бельморы принципам свободы судоходства в Сундском проливе.",
            "Вновь обращено внимание на недопустимость любых односторонних ограничений в торговле зерном.",
            "Л.Тамер заявила, что карсовские ракетные комплексы на островах угрожают Бельморе и должны быть выведены.",
            "Собеседники согласились, что пункт пропуска Олтан надо открыть для грузовиков до конца лета.",
            "Передано приглашение Президенту посетить Бельмору с официальным визитом.",
            "Министр предложила создать совместную комиссию по архивам.",
        ],
        ["=0", "=1", "~3", "~2", "new", "new"],
    ),
    "Russian, then English": (
        "B.ru", RU_EARLIER, "B.en",
        [
            "Minister Tamer reaffirmed Belmora's steadfast commitment to the freedom of navigation in the Sund strait.",
            "She drew attention to the inadmissibility of unilateral restrictions on the grain trade.",
            "Both sides spoke in favour of opening the Oltan checkpoint for lorries as soon as possible.",
            "She said that Belmora will answer if Karsovian missiles are not removed from the islands.",
            "The Minister informed the President about the parliamentary elections in Belmora.",
            "She proposed a joint commission on the archives.",
        ],
        ["~0", "~1", "~2", "~3", "new", "new"],
    ),
    "German": (
        "A.de",
        [
            "Der Präsident bekräftigte, dass Karsowien fest an der Seite der Fischer im Sund stehe.",
            "Er verurteilte die Angriffe auf Frachtschiffe im Norden aufs Schärfste.",
            "Beide sprachen sich dafür aus, die Brücke noch in diesem Jahr für den Verkehr zu öffnen.",
            "Der Präsident warb für eine engere Zusammenarbeit bei der Wasserversorgung.",
            "Er stellte klar, dass über die Inseln nicht verhandelt werde.",
        ],
        "A.de",
        [
            "Der Präsident bekräftigte, dass Karsowien weiterhin fest an der Seite der Fischer im Sund steht.",
            "Er verurteilte die erneuten Angriffe auf Frachtschiffe im Norden auf das Schärfste.",
            "Die Brücke solle, so beide, spätestens im Dezember für Autos befahrbar sein.",
            "Der Präsident kündigte an, dass Karsowien zwei Feuerlöschflugzeuge liefern werde.",
            "Er lud die Ministerin zur Konferenz nach Oltan ein.",
        ],
        ["=0", "=1", "~2", "new", "new"],
    ),
}  # fmt: skip
# Written after the constants were set, and not looked at for them.
SET_ASIDE = {
    "French": (
        "A.fr",
        [
            "Le Président a rappelé l'attachement de la Karsovie à la liberté de la pêche dans le détroit du Sund.",
            "Il a condamné avec la plus grande fermeté les tirs contre le ferry Aurore.",
            "Il a annoncé que la Karsovie livrerait douze générateurs aux hôpitaux de Lira.",
            "Tous deux sont convenus de réunir la commission mixte des eaux avant l'hiver.",
            "Le Président a exprimé ses condoléances après le naufrage du mois de mars.",
        ],
        "A.fr",
        [
            "Le Président a rappelé l'attachement constant de la Karsovie à la liberté de la pêche dans le détroit du Sund.",
            "Ils ont décidé que la commission mixte des eaux tiendrait sa session en octobre à Oltan.",
            "Il a de nouveau condamné avec la plus grande fermeté les tirs contre le ferry Aurore.",
            "La Karsovie livrera quarante générateurs de plus aux hôpitaux de Lira, a dit le Président.",
            "Il a plaidé pour un échange des archives de la guerre des Phares.",
            "Le Président a invité la ministre à visiter le musée maritime.",
        ],
        ["=0", "~3", "=1", "~2", "new", "new"],
    ),
    "English, the other side": (
        "B.en",
        [
            "Minister Tamer stressed that the ceasefire on the islands must be observed in full.",
            "She informed the President of the arrest of two men who had mined the ferry terminal.",
            "The Minister pointed to the growing number of Karsovian drones over the northern villages.",
            "Both sides spoke in favour of restoring direct flights between the capitals.",
            "She recalled that the treaty on the lighthouses remains in force.",
            "The Minister expressed interest in buying surplus electricity this winter.",
        ],
        "B.en",
        [
            "She said that Karsovian drones were seen over the northern villages ever more often and demanded an end to this.",
            "Minister Tamer again stressed that the ceasefire on the islands must be fully observed.",
            "She recalled that the treaty on the lighthouses is no longer in force.",
            "The two agreed that direct flights between the capitals will resume in autumn.",
            "The Minister congratulated the President on the national holiday.",
            "She asked for the extradition of a former customs chief.",
        ],
        ["~2", "=0", "~4", "~3", "new", "new"],
    ),
    "Chinese": (
        "B.zh",
        ["塔梅尔表示，贝尔莫拉坚定支持松德海峡航行自由。", "双方同意尽早恢复两国首都之间的直航。", "塔梅尔强调，卡方应立即停止在北部岛屿部署导弹。", "她感谢卡方为扑灭森林火灾提供的帮助。"],
        "B.zh",
        ["塔梅尔重申，贝尔莫拉坚定支持松德海峡航行自由。", "双方商定，两国首都间的直飞航班将于秋季重新开通。", "塔梅尔邀请总统出席九月的海洋论坛。", "她提议成立联合档案委员会。"],
        ["=0", "~1", "new", "new"],
    ),
}  # fmt: skip

VERSION_EN = """\
Readout of President Vrelsky's Call with Foreign Minister Tamer of Belmora

President Oskar Vrelsky spoke by phone today with Foreign Minister Lina Tamer of Belmora.

The President reaffirmed Karsovia's support for the territorial integrity of Belmora. He underlined that the Sund bridge must stay open to lorries of both countries. He announced that Karsovia will give 60 million euros for the repair of the power stations. He expressed concern at the detention of four Karsovian fishermen and asked for their release.

Both sides agreed to hold the next round of customs talks in Oltan in June. The President recalled that Karsovia has no claims on the waters of the northern bay. He thanked Belmora for the help of its firefighters last summer.
"""
VERSION_RU = """\
О телефонном разговоре Президента О.Врельского с Министром иностранных дел Бельморы Л.Тамер

Состоялся телефонный разговор Президента Карсовии О.Врельского с Министром иностранных дел Бельморы Л.Тамер.

Президент подтвердил, что Карсовия поддерживает территориальную целостность Бельморы. Он подчеркнул, что Сундский мост должен оставаться открытым для грузовых автомобилей обеих стран. Он сообщил, что Карсовия выделит {number} миллионов евро на ремонт электростанций. Он выразил озабоченность задержанием четырёх карсовских рыбаков и попросил их освободить.{more}

Стороны условились провести очередной раунд консультаций по таможенным вопросам в Олтане в июне.{waters} Он поблагодарил Бельмору за помощь её пожарных прошлым летом.
"""
WATERS = " Президент напомнил, что Карсовия не претендует на воды северного залива."
BLAME = " Он добавил, что ответственность за аварию в порту Лира лежит на Бельморе."


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("actors") / "states.toml"
    path.write_text(STATES, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def own(reader: dragoman.Reader, states: Path) -> dragoman.Reader:
    """The reader with the invented states."""
    return dragoman.Reader(actors=[states], neural=reader.neural)


def text(head: str, sentences: Sequence[str]) -> str:
    return HEADS[head] + ("" if head.endswith("zh") else " ").join(sentences)


def side_of(head: str) -> str:
    return PAIR["AB".index(head[0])]


def looked(records: Sequence[Record], sides: Sequence[str], reader: dragoman.Reader) -> list[Seen]:
    accounts = given_accounts(records, sides, PAIR, reader)
    return [
        see(a, claims(a, records[a.record], PAIR, 100 * n), records[a.record], PAIR, reader)
        for n, a in enumerate(accounts)
    ]


def told(found: Sequence[Formula], now: Record, before: Sequence[Record]) -> list[tuple[str, str, str]]:
    return [
        (
            one.outcome,
            now.words(one.claim.spans) if one.claim else "",
            before[one.earlier].words(one.earlier_spans) if one.earlier is not None else "",
        )
        for one in found
    ]


@pytest.mark.parametrize("name", [*SET_ON, *SET_ASIDE])
def test_formulas_beside_an_earlier_account(name: str, own: dragoman.Reader) -> None:
    old_head, old, head, new, gold = {**SET_ON, **SET_ASIDE}[name]
    before = own.read(text(old_head, old), published="2031-05-03")
    now = own.read(text(head, new), published="2031-09-03")
    found = formulas(looked([now], [side_of(head)], own), [now], [before], PAIR, own)
    marks = " .。"
    expected: list[tuple[str, str, str]] = []
    for sentence, one in zip(new, gold, strict=True):
        outcome = {"=": "repeated", "~": "reworded", "n": "new"}[one[0]]
        there = "" if one == "new" else old[int(one[1:])].strip(marks)
        expected.append((outcome, sentence.strip(marks), there))
    kept = {int(one[1:]) for one in gold if one != "new"}
    expected += [("dropped", "", s.strip(marks)) for n, s in enumerate(old) if n not in kept]
    assert told(found, now, [before]) == expected
    assert all(one.account == "ab"[PAIR.index(side_of(head))] for one in found)


def test_what_any_earlier_account_has_is_not_new_and_only_the_latest_can_lose_it(own: dragoman.Reader) -> None:
    first = own.read(text("A.en", EN_EARLIER), published="2030-01-10")
    second = own.read(text("A.en", [EN_EARLIER[1], "He asked about the health of the old King."]), published="2030-06-10")
    now = own.read(text("A.en", EN_NOW[:3]), published="2031-09-03")
    # Given the wrong way round: the days decide.
    found = formulas(looked([now], ["XKA"], own), [now], [second, first], PAIR, own)
    assert [(one.outcome, one.earlier) for one in found] == [
        ("repeated", 1), ("repeated", 0), ("reworded", 1), ("dropped", 0),
    ]  # fmt: skip
    assert "old King" in told(found, now, [second, first])[-1][2]


def test_a_changed_number_or_a_denial_is_no_small_change(own: dragoman.Reader) -> None:
    old = ["The President announced that Karsovia will buy 40 ferries from Belmora.", "He said that Karsovia seeks control of the northern bay."]
    new = ["The President announced that Karsovia will buy 14 ferries from Belmora.", "He said that Karsovia does not seek control of the northern bay."]
    before, now = own.read(text("A.en", old), published="2031-05-03"), own.read(text("A.en", new), published="2031-09-03")
    found = formulas(looked([now], ["XKA"], own), [now], [before], PAIR, own)
    assert wording(old, new, "en").diagonal().min() >= REPEATED
    assert [one.outcome for one in found] == ["reworded", "reworded"]


def test_what_gives_no_formulas(own: dragoman.Reader) -> None:
    before = own.read(text("A.en", EN_EARLIER), published="2031-05-03")
    now = own.read(text("A.en", EN_NOW), published="2031-09-03")
    seen = looked([now], ["XKA"], own)
    assert formulas(seen, [now], [], PAIR, own) == ()
    assert formulas(seen, [now], [now], PAIR, own) == (), "its own text is no earlier account"
    later = replace(before, article=replace(before.article, published=replace(before.article.published, value="2032-01-01")))  # type: ignore[type-var]
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
    part = formulas([replace(s, account=replace(s.account, basis=Basis("excerpt"))) for s in seen], [now], [before], PAIR, own)
    assert [one.outcome for one in part] == ["repeated", "repeated"]
    assert [one.outcome for one in whole].count("dropped") == 4


def test_only_contacts_with_the_same_partner_count(own: dragoman.Reader) -> None:
    here = own.read(text("A.en", EN_EARLIER), published="2031-05-03")
    others = text("A.en", EN_EARLIER[1:4]).replace("Foreign Minister Lina Tamer of Belmora", "President Ivo Brandt of Tervania")
    others = others.replace("Foreign Minister Tamer of Belmora", "President Brandt of Tervania")
    elsewhere = own.read(others, published="2031-06-03")
    assert [(one.number, one.side, one.day) for one in earlier([elsewhere, here], PAIR, own)] == [(1, "XKA", "2031-05-03")]
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
    frame = ["The ministers discussed the bridge", *(f"The ministers discussed the {w}" for w in ("roads", "ports", "fish"))]
    assert wording(frame, b[1:], "en")[0, 0] < wording(["A new bridge"], ["The new bridge"], "en")[0, 0]


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4), st.sampled_from(["en", "ru", "zh", "ar", "", "xx"]))
def test_wording_of_odd_texts(a: list[str], b: list[str], language: str) -> None:
    shared = wording(a, b, language)
    assert shared.shape == (len(a), len(b))
    assert ((shared >= 0) & (shared <= 1 + 1e-9)).all()


@given(st.lists(st.integers(0, 9), max_size=7, unique=True))
def test_the_longest_run_in_order(places: list[int]) -> None:
    best = 0
    for mask in range(1 << len(places)):
        chosen = [p for n, p in enumerate(places) if mask >> n & 1]
        if chosen == sorted(chosen):
            best = max(best, len(chosen))
    assert in_order(places) == best


def versions(own: dragoman.Reader, first: str, second: str, sides: Sequence[str] = ("XKA", "XKA")) -> tuple[list[Record], list[tuple[str, str, str, str, str]]]:
    """The differences as words: of the first, of the second, why, and the words of the reason."""
    records = [own.read(one, published="2031-05-03") for one in (first, second)]
    seen = looked(records, sides, own)
    found = language_versions(seen, PAIR)
    return records, [_words(one, records) for one in found]


def _words(one: Difference, records: Sequence[Record]) -> tuple[str, str, str, str, str]:
    a, b = ("", "")
    if one.reason is not None:
        assert one.reason.a_span and one.reason.b_span
        a, b = records[0].words((one.reason.a_span,)), records[1].words((one.reason.b_span,))
        assert (a, b) == (one.reason.a, one.reason.b)
    return records[0].words(one.first)[:30], records[1].words(one.second)[:30], one.reason.kind if one.reason else "", a, b


def test_versions_of_one_text_and_what_they_say_otherwise(own: dragoman.Reader) -> None:
    _, found = versions(own, VERSION_EN, VERSION_RU.format(number=50, more=BLAME, waters=""))
    assert found == [
        ("He announced that Karsovia wil", "Он сообщил, что Карсовия выдел", "number", "60 million euros", "50 миллионов евро"),
        ("The President recalled that Ka", "", "", "", ""),
        ("", "Он добавил, что ответственност", "", "", ""),
    ]


def test_versions_that_say_the_same_differ_in_nothing(own: dragoman.Reader) -> None:
    assert versions(own, VERSION_EN, VERSION_RU.format(number=60, more="", waters=WATERS))[1] == []


def test_order_and_the_cut_of_sentences_are_no_difference(own: dragoman.Reader) -> None:
    moved = VERSION_RU.format(number=60, more=WATERS, waters="")
    assert versions(own, VERSION_EN, moved)[1] == []
    merged = VERSION_RU.format(number=60, more="", waters=WATERS).replace("стран. Он сообщил", "стран, и сообщил")
    assert merged.count(". ") < VERSION_RU.count(". ") + 1
    assert versions(own, VERSION_EN, merged)[1] == []


def test_what_are_no_versions(own: dragoman.Reader) -> None:
    russian = VERSION_RU.format(number=50, more="", waters=WATERS)
    assert versions(own, VERSION_EN, russian, ("XKA", "XKB"))[1] == [], "two sides"
    assert versions(own, VERSION_EN, VERSION_EN.replace("60", "50"))[1] == [], "one language"
    assert versions(own, VERSION_EN, text("B.ru", RU_EARLIER))[1] == [], "another text"
    short = russian[: russian.index("Он сообщил")]
    assert versions(own, VERSION_EN, short)[1] == [], "a text of another length"
