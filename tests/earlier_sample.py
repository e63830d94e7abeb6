"""Accounts of two invented states for the tests: what a side said earlier and what it says now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import dragoman
from dragoman.accounts.claims import claims
from dragoman.accounts.given import given_accounts
from dragoman.accounts.rows import Seen, see
from dragoman.record import Record

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


def reader_of_states(reader: dragoman.Reader, folder: Path) -> dragoman.Reader:
    """A reader with the network of another one that knows the invented states."""
    path = folder / "states.toml"
    path.write_text(STATES, encoding="utf-8")
    return dragoman.Reader(actors=[path], neural=reader.neural)


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
