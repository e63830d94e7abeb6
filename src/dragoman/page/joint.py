"""Alternative texts into which a program has put a headline and, without a mark between them, a caption."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.article import Image, Known, Span

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LEFT, _RIGHT = 5, 4
"""Fewest words of a headline and of a caption."""


def without_title(image: Image, title: str) -> Image:
    """The image without the headline at the head of its caption."""
    text = image.caption
    if text is None or not text.casefold().startswith(title.casefold()):
        return image
    rest = text[len(title) :].lstrip(' .|—–-:;,"»”')
    return replace(image, caption=rest) if len(rest) >= 3 else image


def headline_within(text: str, image: Image) -> Known | None:
    """The headline at the head of an image's alternative text, with its place in ``text``, where it can be told.

    Only looked for where the alternative text also has a credit, the mark of such a program.
    """
    if image.caption is None or image.credit is None or image.span is None:
        return None
    at = boundary(image.caption)
    if at is None:
        return None
    value = image.caption[:at].rstrip()
    start = text.find(value, *image.span)
    span: Span | None = (start, start + len(value)) if start >= 0 else None
    return Known(value, "text", span)


def boundary(text: str) -> int | None:
    """Where in a line a second sentence begins that nothing but its capital marks off; Russian only.

    The word with the capital can be a subject and a verb follows within two words, the word before it cannot be in
    the same case (as a title before a name is), and there is a verb before too.
    """
    words = list(_WORD.finditer(text))
    for index in range(_LEFT, len(words) - _RIGHT + 1):
        word, before = words[index][0], words[index - 1][0]
        if text[words[index - 1].end() : words[index].start()] != " " or not re.match("[А-ЯЁ][а-яё]", word):
            continue
        if len(before) < 4 or not re.match("[а-яё]", before):
            continue
        following = [match[0] for match in words[index + 1 : index + 3]]
        if not all(re.match("[а-яё]", one) for one in following[:1]):
            continue
        shared = _cases(word) & _cases(before)
        verbs = any(_is_verb(match[0]) for match in words[:index]) and any(_is_verb(one) for one in following)
        if "nomn" in _cases(word) and not shared and verbs:
            return words[index].start()
    return None


def _cases(word: str) -> set[str]:
    """The cases that a word can stand in."""
    analyzer = _analyzer()
    return {str(parse.tag.case) for parse in analyzer.parse(word) if parse.tag.case} if analyzer else set()


def _is_verb(word: str) -> bool:
    analyzer = _analyzer()
    return analyzer is not None and "VERB" in analyzer.parse(word)[0].tag


@cache
def _analyzer() -> MorphAnalyzer | None:
    try:
        from pymorphy3 import MorphAnalyzer
    except ImportError:
        return None
    return MorphAnalyzer(lang="ru")
