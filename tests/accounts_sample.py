"""Two invented states, their accounts of one call in English, Russian and Chinese, and what stands in for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import dragoman
from dragoman.accounts.claims import claims
from dragoman.accounts.comparison import Account, Basis, Claim, Stage
from dragoman.accounts.rows import Seen, see
from dragoman.article import Article, Known, Moment, Span
from dragoman.record import Actor, Label, Record, Statement
from dragoman.resolver import Actors
from dragoman.resolver.words import tokens

PAIR = ("XKA", "XKB")
STATES = """
checked = "2031-01-31"

[[area]]
state = "XKA"
names = { en = "Ostrevia", ru = "Остревия", zh = "奥斯特雷维亚" }
adjectives = { en = "Ostrevian", ru = "остревский" }

[[area]]
state = "XKB"
names = { en = "Melland", ru = "Мелландия", zh = "梅兰" }
adjectives = { en = "Mellandic", ru = "мелландский" }

[[holder]]
state = "XKA"
office = "foreign-minister"
title = { en = "Foreign Minister", ru = "министр иностранных дел" }
name = { en = "Irena Dosh", ru = "Ирена Дош", zh = "伊雷娜·多什" }
gender = "f"
since = "2028-01-10"

[[holder]]
state = "XKB"
office = "foreign-minister"
title = { en = "Foreign Minister", ru = "министр иностранных дел" }
name = { en = "Viktor Halm", ru = "Виктор Хальм", zh = "维克托·哈尔姆" }
gender = "m"
since = "2029-06-01"
"""
A_EN = """\
Readout of Foreign Minister Dosh's Call with Foreign Minister Halm

Foreign Minister Irena Dosh spoke by phone today with the Foreign Minister of Melland, Viktor Halm. The call was made at \
the request of the Mellandic side and lasted 45 minutes.

Foreign Minister Dosh expressed deep concern about the Mellandic troops near the border of Ostrevia and demanded \
their withdrawal. She announced that Ostrevia will send 60 doctors to the earthquake zone. Minister Halm assured her \
that the bridge over the Tarn will be reopened to lorries in May. The ministers agreed to resume the talks on fishing \
quotas in Lund. She called for the release of the journalist Petra Kell.
"""
B_RU = """\
О телефонном разговоре Министра иностранных дел Мелландии В.Хальма с Министром иностранных дел Остревии И.Дош

3 мая по инициативе остревской стороны состоялся телефонный разговор Министра иностранных дел Мелландии Виктора Хальма с \
Министром иностранных дел Остревии Иреной Дош. Беседа продолжалась более часа.

Виктор Хальм поблагодарил за решение направить в район землетрясения 40 врачей. Обращено внимание на опасные учения \
остревских войск у границы Мелландии. Разъяснено, что мост через Тарн открывать для грузовиков в мае не планируется. \
Условлено возобновить переговоры о рыболовных квотах. Виктор Хальм сообщил о запуске мелландского спутника.
"""
B_ZH = """\
梅兰外长哈尔姆同奥斯特雷维亚外长多什通电话

5月3日，梅兰外长维克托·哈尔姆应约同奥斯特雷维亚外长伊雷娜·多什通电话。

哈尔姆感谢奥斯特雷维亚向地震灾区派出40名医生。双方同意恢复关于捕鱼配额的谈判。
"""
STORY_EN = """\
Ministers of Ostrevia and Melland talk about the border

PORT ALDA, May 3. The foreign ministers of Ostrevia and Melland spoke by phone on Saturday.

A day earlier, Ostrevia's foreign ministry said that the call would be about fishing quotas and the embassy in Lund.

Melland's foreign ministry said that Viktor Halm complained about exercises near the border. A satellite launch was also \
discussed.

Bread has become dearer in both countries since the winter.
"""


def own_actors(folder: Path) -> Actors:
    """What is known of the two states and their ministers, beside the shipped files."""
    path = folder / "states.toml"
    path.write_text(STATES, encoding="utf-8")
    return Actors.load([path])


def own_reader(reader: dragoman.Reader, folder: Path) -> dragoman.Reader:
    """A reader that knows the two states, with the weights of another."""
    own_actors(folder)
    return dragoman.Reader(actors=[folder / "states.toml"], neural=reader.neural)


MEANINGS = (
    "bridge мост 桥", "open reopened открыть открывать открыт", "lorries грузовиков", "may мае",
    "doctors врачей врача 医", "earthquake землетрясения 震", "send направить направлены 派",
    "fishing рыболовных рыболовстве 鱼", "quotas квотах 额", "talks переговоры 谈", "resume возобновить возобновлены 复", "border границы", "troops войск", "call разговор", "request инициативе",
    "satellite спутника", "side стороны", "zone район", "to в", "agreed условлено решено", "on о", "old старом старый", "alliance союзе союз",
    "recalled вспомнили упомянут",
)  # fmt: skip


class Fake:
    """An encoder for which every word is a direction of its own, and words of one meaning one, in any language.

    As with the one that ships, any two words are somewhat alike.
    """

    threads = 1

    def __init__(self, actors: Actors) -> None:
        self.actors = actors
        self._known: dict[str, int] = {w: n for n, words in enumerate(MEANINGS) for w in words.split()}

    def embed_pieces(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        for word in tokens(text):
            self._known.setdefault(word.folded, len(MEANINGS) + len(self._known))
        ids = [self._known[word.folded] for word in tokens(text)]
        vectors = np.zeros((len(ids), 384), np.float32)
        vectors[:, 0] = 0.4
        vectors[np.arange(len(ids)), [1 + i % 383 for i in ids]] = 0.9165
        return vectors, np.array(ids, dtype=np.int64)


def record(text: str, statements: Sequence[Statement] = (), language: str = "en", **more: object) -> Record:
    day = Moment("2031-05-03", "given")
    article = Article(text, id="x", language=Known(language, "given"), published=day, **more)  # type: ignore[arg-type]
    return Record(article, tuple(statements))


def at(text: str, words: str) -> Span:
    """Where words stand; they do."""
    start = text.index(words)
    return start, start + len(words)


def statement(
    number: int, text: str, cue: str, *speakers: Actor, source: str = "", content: str = "", act: str = "STATE",
    topics: Sequence[str] = (), sure: float = 0.9, **more: object,
) -> Statement:  # fmt: skip
    """A statement whose cue, source and content are words of the text."""
    spans = {name: (at(text, words),) if words else () for name, words in (("source", source), ("content", content))}
    return Statement(
        number, spans["source"], (at(text, cue),), spans["content"], (), "indirect", speakers, Label(act, sure),
        Label("fact", 0.9), tuple(Label(topic, 0.6) for topic in topics), confidence=sure, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def account(
    text: str, side: str | None = "XKA", name: str = "", *, language: str = "en", told: bool = False,
    stage: Stage = "after", number: int = 0, spans: tuple[Span, ...] = (),
) -> Account:  # fmt: skip
    """A side's own text, or what a newspaper tells of it."""
    letter = name or ("news" if side is None else "ab"[PAIR.index(side)])
    return Account(
        letter, side, side or "The Alda Post", "text", Basis("told" if told else "full"), number,
        spans or ((0, len(text)),), len(text.split()), language, stage,
    )  # fmt: skip


def seen(
    text: str, side: str, fake: Fake, language: str = "en", statements: Sequence[Statement] = (), *, name: str = "",
    told: bool = False, stage: Stage = "after", first: int = 0,
) -> Seen:  # fmt: skip
    """A text as a side's account, cut into claims, numbered from ``first``, and ready to be compared."""
    one = record(text, statements, language)
    own = account(text, side, name, language=language, told=told, stage=stage)
    found = claims(own, one, PAIR, first or 100 * PAIR.index(side))
    return see(own, found, one, PAIR, fake)


DOSH = Actor("Irena Dosh", "XKA", "GOV", True, "Foreign Minister", "named")
HALM = Actor("Viktor Halm", "XKB", "GOV", True, "Foreign Minister", "named")
A_MINISTRY = Actor("foreign ministry", "XKA", "GOV")
B_MINISTRY = Actor("foreign ministry", "XKB", "GOV")


def claim(number: int, name: str, *by: str, act: str = "STATE", topics: Sequence[str] = (), **more: object) -> Claim:
    """A claim by itself, of which the words do not matter."""
    return Claim(
        number, name, ((0, 1),), (), by, Label(act, 0.9), Label("fact", 0.9), tuple(Label(t, 0.9) for t in topics),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
