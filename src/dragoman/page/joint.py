"""Alternative texts into which a program has put a headline and, without a mark between them, a caption."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from dragoman.article import Image, Known, Span
from dragoman.page.data import table

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LEFT, _RIGHT = 5, 4
"""Fewest words of a headline and of a caption."""

# Endings alone: a dictionary of Russian forms (16 MB) does no better at this.
_VERB: Final = re.compile(
    r"[а-яё]*(?:(?:[аеёиоуыэюя]л|[гзксш]л(?=[аои]))(?P<past>[аои]?)(?:с[ья])?"
    r"|(?P<now>[аеёиуюя])т(?:ся)?)",
    re.IGNORECASE,
)
_OBLIQUE: Final = re.compile(r"[а-яё-]*(?:[оеё]в|[оеё]м|[аяыи][мх]|[ая]ми|[оеё]й|[оеё]го|[оеё]му|[уюеияа]|ств|ий)")
_NOT_NOMINATIVE: Final = re.compile(r".*(?:[оеёыия]м|[оеё]го|[оеё]му|[ая]ми|[аяыи]х|[ую]|ой)")
_SUBJECTS: Final = {
    "": re.compile(r".*[бвгджзклмнпрстфхцчшщйь]"),
    "а": re.compile(r".*[ая]"),
    "о": re.compile(r".*[ое]"),
    "и": re.compile(r".*[иые]"),
}
"""How a subject ends by the ending of its verb in the past tense; in the present only its number shows."""
_GENITIVE: Final = re.compile(r".*(?:[аяи]|[оеё]в|ей)")
_SURNAME: Final = re.compile(r".*(?:[оеё]ва?|[иы]на?|[сц]к(?:ий|ая)|ко|ян|дзе)")
_FEMININE_TITLE: Final = re.compile(r".*(?:иц|ис|ев|к|ш|н)а")


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

    The word with the capital can be the subject of a verb that follows within two words, the word before it stands in
    an oblique case (so it is no title before a name), and there is a verb before too.
    """
    words = list(_WORD.finditer(text))
    for index in range(_LEFT, len(words) - _RIGHT + 1):
        word, before = words[index][0], words[index - 1][0]
        if text[words[index - 1].end() : words[index].start()] != " " or not re.match("[А-ЯЁ][а-яё]", word):
            continue
        following = [match[0] for match in words[index + 1 : index + 3]]
        if not re.match("[а-яё]", following[0]) or _names(before, word):
            continue
        verb = next((found for one in following if (found := _verb(one))), None)
        if verb is None or not any(_verb(match[0]) for match in words[:index]):
            continue
        if _agrees(word, verb):
            return words[index].start()
    return None


def _agrees(subject: str, verb: re.Match[str]) -> bool:
    if verb["now"]:
        plural = _SUBJECTS["и"].fullmatch(subject) is not None
        return plural == (verb["now"].lower() in "аяую") or subject[-2:] in ("ий", "ие", "ое", "ее")
    return _SUBJECTS[(verb["past"] or "").lower()].fullmatch(subject) is not None


def _names(before: str, word: str) -> bool:
    """Whether a word with a capital may be a name that the word before it belongs to, or no subject at all."""
    if len(before) < 4 or before in _listed("others") or not _OBLIQUE.fullmatch(before):
        return True
    if _NOT_NOMINATIVE.fullmatch(word):
        return True
    # «королева Анна», «глава ведомства Петров»
    return bool(
        (_FEMININE_TITLE.fullmatch(before) and word[-1] in "ая")
        or (_GENITIVE.fullmatch(before) and _SURNAME.fullmatch(word))
    )


def _verb(word: str) -> re.Match[str] | None:
    """A verb in the past tense or in the third person of the present; its groups tell gender and number."""
    return None if len(word) < 4 or word.lower() in _listed("nouns") else _VERB.fullmatch(word)


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(table("joint")[name].split())
