"""Markdown kept to the character: its image and link markup is found and masked, nothing is cut out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dragoman.article import Image, Span

_STOP: Final = re.compile(r"\\.|!\[|[\[\]`<]|\n[ \t]*\r?\n|^(?:```|~~~)[^\n]*\n", re.MULTILINE | re.DOTALL)
_DESTINATION: Final = re.compile(
    r"""[ \t]*\r?\n?[ \t]*
    (?:<(?P<angled>[^<>\n]{0,4000})>|(?P<bare>[^\s()<>]*(?:\([^\s()]*\)[^\s()]*){0,32}))
    (?:[ \t\r\n]{1,9}(?:"(?P<double>(?:[^"\\]|\\.){0,1000})"|'(?P<single>(?:[^'\\]|\\.){0,1000})'))?
    [ \t\r\n]{0,9}\)""",
    re.VERBOSE | re.DOTALL,
)
_DEFINITION: Final = re.compile(
    r"""^[ ]{0,3}\[(?P<label>[^\[\]\n]{1,200})\]:[ \t]*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s<]\S*))
    (?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t\r]*$""",
    re.VERBOSE | re.MULTILINE,
)
_LABEL: Final = re.compile(r"\[([^\[\]]{0,200})\]")
_AUTOLINK: Final = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.\-]{1,31}:[^\s<>]{0,4000}|[\w.+\-]{1,64}@[\w.\-]{1,255})>")
_TAG: Final = re.compile(r"<!--.*?-->|</?[A-Za-z][A-Za-z0-9\-]*(?:[\s/][^<>]{0,4000})?>", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"""\b(src|alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_EMPHASIS: Final = re.compile(r"(\*{1,3}|(?<!\w)_{1,3})(\S(?:[^\n]{0,300}?\S)?)\1(?!\w)")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_HINT: Final = re.compile(
    r"!?\[[^\[\]\n]{0,1000}\]\([^\s()]{1,2000}[^()\n]{0,500}\)|^#{1,6} \S|^\[[^\[\]\n]{1,200}\]: \S", re.MULTILINE
)


@dataclass(slots=True)
class Markup:
    """What is markup in a text: the images, and the stretches that are not read."""

    images: list[Image]
    masked: list[Span]


@dataclass(slots=True)
class _Opener:
    position: int
    image: bool


def looks_like_markdown(text: str) -> bool:
    """Whether a text that nothing is known of has Markdown's links, images, headings or link definitions."""
    return _HINT.search(text, 0, 50_000) is not None


def markup(text: str) -> Markup:
    """Find images (inline, by reference, HTML), links, link definitions and HTML tags.

    A link's visible text stays; an image goes as a whole with its alternative text. Code is left alone. The time is
    linear in the length, whatever the brackets.
    """
    found = Markup([], [])
    definitions: dict[str, str] = {}
    defined: dict[int, int] = {}
    for definition in _DEFINITION.finditer(text):
        label = _label(definition["label"])
        if label.startswith("^"):  # a footnote
            continue
        definitions.setdefault(label, definition["angled"] or definition["bare"] or "")
        found.masked.append(definition.span())
        defined[definition.start("label") - 1] = definition.end()
    openers: list[_Opener] = []
    floor = 0
    position = 0
    comments = True
    while match := _STOP.search(text, position):
        start, position = match.span()
        token = match[0]
        if start in defined:
            position = defined[start]
        elif token[0] == "\\":
            continue
        elif token[0] == "\n":
            openers.clear()
            floor = 0
            position -= 1
        elif token[0] in "`~":
            position = _past_code(text, match)
        elif token in ("[", "!["):
            openers.append(_Opener(start, token == "!["))
        elif token == "]":
            if not openers:
                continue
            opener = openers.pop()
            if not opener.image and len(openers) < floor:
                floor = len(openers)
                continue
            end, url, words = _target(text, opener, start, definitions)
            if url is None:
                continue
            position = end
            if opener.image:
                alternative = plain(text[opener.position + 2 : start])
                found.images.append(Image(url or None, alternative or None, words, span=(opener.position, end)))
                found.masked.append((opener.position, end))
            else:
                found.masked += [(opener.position, opener.position + 1), (start, end)]
                floor = len(openers)
        elif auto := _AUTOLINK.match(text, start):
            position = auto.end()
            found.masked += [(start, start + 1), (position - 1, position)]
        elif (comments or not text.startswith("<!--", start)) and (tag := _TAG.match(text, start)):
            position = tag.end()
            found.masked.append(tag.span())
            if tag[0][:4].lower() == "<img":
                found.images.append(_html_image(tag[0], tag.span()))
        elif text.startswith("<!--", start):
            comments = False
    found.images.sort(key=lambda image: image.span or (0, 0))
    return found


def _target(text: str, opener: _Opener, close: int, definitions: dict[str, str]) -> tuple[int, str | None, str | None]:
    """Where the link or image that is closed at ``close`` ends, its URL (None where it is none) and its title."""
    after = text[close + 1 : close + 2]
    if after == "(" and (match := _DESTINATION.match(text, close + 2)):
        words = plain(match["double"] or match["single"] or "")
        return match.end(), match["angled"] or match["bare"] or "", words or None
    if not definitions:
        return close + 1, None, None
    inner = text[opener.position + (2 if opener.image else 1) : min(close, opener.position + 202)]
    if after == "[" and (match := _LABEL.match(text, close + 1)):
        return match.end(), definitions.get(_label(match[1] or inner)), None
    return close + 1, definitions.get(_label(inner)), None


def _past_code(text: str, match: re.Match[str]) -> int:
    """The end of a fenced block (of the text, where it is not closed) or of a code span (2,000 characters at most)."""
    token = match[0]
    if token.endswith("\n"):
        end = re.compile(rf"^{token[:3]}[^\n]*$", re.MULTILINE).search(text, match.end())
        return end.end() if end else len(text)
    ticks = re.compile("`+").match(text, match.start())
    after = ticks.end() if ticks else match.end()
    run = text[match.start() : after]
    closing = re.compile(rf"(?<!`){run}(?!`)|\n[ \t]*\r?\n").search(text, after, after + 2_000)
    return closing.end() if closing and closing[0][0] == "`" else after


def _html_image(tag: str, span: Span) -> Image:
    values = {match[1].lower(): match[2] or match[3] or "" for match in _ATTRIBUTE.finditer(tag)}
    return Image(values.get("src") or None, values.get("alt") or None, span=span)


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def plain(text: str) -> str:
    """Inline Markdown as it is read: without escapes, emphasis marks and line ends."""
    text = _EMPHASIS.sub(r"\2", text)
    return " ".join(_ESCAPE.sub(r"\1", text).split())
