"""A vocabulary for invented statements: words by Zipf's law, with endings, and set phrases.

Nothing in it is anybody's words: stems are made of syllables, a few hundred common words of the field stand at their
head, and sentences are drawn word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

LEMMAS: Final = 30_000
"""Lemmas of a language, of which text of this size uses most."""

_COMMON: Final = {
    "ru": "в и на что не с по о к для из от мы это за как но будет также все при только или до уже переговоры встреча "
    "сторона вопрос президент министр страна безопасность соглашение мир отношение позиция ситуация граница санкция "
    "договор война помощь сотрудничество диалог решение гарантия угроза стабильность оборона союз газ нефть торговля "
    "посол делегация консультация прекращение огонь обмен пленный коридор наблюдатель резолюция совет право заявление",
    "en": "the of to and in that a is for on we with be not it will as by this are from our have has all any must "
    "talks meeting side issue president minister country security agreement peace relation position situation border "
    "sanction treaty war aid cooperation dialogue decision guarantee threat stability defence alliance gas oil trade "
    "ambassador delegation consultation ceasefire exchange prisoner corridor observer resolution council right",
    "zh": "的 我们 在 和 是 了 将 不 对 与 会谈 双方 问题 总统 部长 国家 安全 协议 和平 关系 立场 局势 边境 "
    "制裁 条约 战争 援助 合作 对话 决定 保障 "
    "威胁 稳定 防务 联盟 天然气 石油 贸易 大使 代表团 磋商 停火 交换 走廊 观察员 决议 理事会 主权 声明 反对 支持 希望",
}  # fmt: skip
_SYLLABLES: Final = {
    "ru": ("б в г д ж з к л м н п р с т ф х ц ч ш бр вл гр др кр пл пр ст тр", "а е и о у ы ю я", "й л м н р с т к в"),
    "en": (
        "b c d f g h j k l m n p r s t v w br cl cr dr gr pl pr st tr sh th",
        "a e i o u ea ou ai",
        "l m n r s t ck nd rt",
    ),
}  # fmt: skip
"""How syllables begin, their vowels, and how a word ends."""
_ENDINGS: Final = {
    "ru": ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах", "ный", "ить"),
    "en": ("", "", "s", "s", "ed", "ing", "ly"),
}


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language: ``lemmas`` by rank, each with the forms that it takes; ``formulas`` by rank."""

    language: str
    lemmas: Sequence[Sequence[str]]
    formulas: Sequence[str]
    weights: NDArray[np.float64]
    formula_weights: NDArray[np.float64]

    def draw(self, random: Generator, count: int) -> list[str]:
        """Words as text has them, common ones often."""
        ranks = np.searchsorted(self.weights, random.random(count))
        turns = random.integers(0, 1 << 16, count)
        return [
            forms[turn % len(forms)] for forms, turn in zip(map(self.lemmas.__getitem__, ranks), turns, strict=True)
        ]

    def draw_formulas(self, random: Generator, count: int) -> list[str]:
        """Set phrases, common ones often."""
        return [self.formulas[rank] for rank in np.searchsorted(self.formula_weights, random.random(count))]


def zipf(count: int, exponent: float = 1.0) -> NDArray[np.float64]:
    """Running sums of the shares that ranks have by Zipf's law, for ``numpy.searchsorted``."""
    shares = 1.0 / np.arange(1, count + 1) ** exponent
    sums: NDArray[np.float64] = np.cumsum(shares / shares.sum())
    sums[-1] = 1.0
    return sums


def vocabulary(language: str, random: Generator, lemmas: int = LEMMAS) -> Vocabulary:
    """The vocabulary of "ru", "en" or "zh", the same for the same generator."""
    common = _COMMON[language].split()
    made = list(common)
    seen = set(common)
    while len(made) < lemmas:
        word = _character_word(random) if language == "zh" else _syllables(language, random)
        if word not in seen:
            seen.add(word)
            made.append(word)
    bare = 25 if language != "zh" else lemmas
    forms = [(word,) if rank < bare else _inflected(language, word) for rank, word in enumerate(made)]
    glue = "" if language == "zh" else " "
    formulas = []
    for size in random.integers(2, 5, 5_000):
        ranks = random.integers(bare if language != "zh" else 10, 4_000, size)
        formulas.append(glue.join(forms[rank][0] for rank in ranks))
    return Vocabulary(language, forms, formulas, zipf(len(forms)), zipf(len(formulas), 0.9))


def name(language: str, random: Generator) -> str:
    """A person of nobody's name."""
    parts = [_syllables(language, random).capitalize() for _ in range(2)]
    return f"{parts[0]} {parts[1]}{'ов' if language == 'ru' else 'er'}"


def _syllables(language: str, random: Generator) -> str:
    onsets, vowels, codas = (part.split() for part in _SYLLABLES[language])
    codas.insert(0, "")
    count = int(random.integers(2, 5))
    picks = random.integers(0, 1 << 16, (count, 3))
    return "".join(
        onsets[a % len(onsets)] + vowels[b % len(vowels)] + (codas[c % len(codas)] if last else "")
        for last, (a, b, c) in ((i == count - 1, pick) for i, pick in enumerate(picks))
    )


def _character_word(random: Generator) -> str:
    # Two characters of the three thousand commonest places of the block, by Zipf's law too.
    ranks = (random.random(2) ** 2 * 3_000).astype(int)
    return "".join(chr(0x4E00 + int(rank) * 6) for rank in ranks)


def _inflected(language: str, word: str) -> tuple[str, ...]:
    stem = word.rstrip("аеиоуыюяьй") if language == "ru" else word
    if len(stem) < 3:
        return (word,)
    return (word, *(stem + ending for ending in _ENDINGS[language]))
