"""The pictures of a page, taken out of its tree with their captions and credits, so that neither is read as text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from dragoman.article import Image
from dragoman.page import caption
from dragoman.page.metadata import Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CAPTION: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:wp|img|image|photo|picture|media|figure|foto|bild|article|gallery|lead)?[_-]*(?:caption|legend)s?"
    r"(?:[_-]?text)?|figcaption|legende|bildunterschrift)(?=$|[\s_-])",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:img|image|photo|picture|media|figure|foto|bild|article)[_-]*)?(?:credits?|copyright|photographer|"
    r"photo[_-]?(?:author|source|by)|image[_-]?source|media[_-]?source|bildnachweis)(?=$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST: Final = 600
_ADDRESSES: Final = ("src", "data-src", "data-original", "data-lazy-src", "data-url")


def take_pictures(tree: HtmlElement, metadata: Metadata) -> list[Image]:
    """Remove figures, captions and credits from the tree and give what they hold, in the order of the page."""
    address = metadata.address()
    base = address.value if address else None
    images: list[Image] = []
    scope = _scope(tree)
    for figure in [*tree.iter("figure")]:
        if figure.find(".//table") is not None or figure.getparent() is None:
            continue
        picture = next(figure.iter("img"), None)
        if picture is None and next(figure.iter("video", "iframe", "svg", "figcaption", "picture"), None) is None:
            continue
        words, credit = _below(figure)
        if picture is not None and _within(figure, scope):
            images.append(_image(picture, words, credit, base))
        _drop(figure)
    for picture in [*tree.iter("img")]:
        if picture.getparent() is None:
            continue
        holder = _holder(picture)
        words, credit = _below(holder) if holder is not None else (None, None)
        alternative = " ".join((picture.get("alt") or "").split())
        if _within(picture, scope) and not _tiny(picture) and (words or credit or len(alternative) > 2):
            images.append(_image(picture, words, credit, base))
        if holder is not None:
            for element in _captions(holder):
                _drop(element)
        _drop(picture)
    if not images and (shown := metadata.first("og:image", "twitter:image")):
        alternative = metadata.first("og:image:alt", "twitter:image:alt") or ""
        images.append(caption.understood(Image(_absolute(shown, base), alternative or None)))
    return _once(images)


def _scope(tree: HtmlElement) -> HtmlElement:
    articles = [*tree.iter("article")] or [*tree.iter("main")]
    return max(articles, key=lambda one: len(one.text_content()), default=tree)


def _within(element: HtmlElement, scope: HtmlElement) -> bool:
    for parent in element.iterancestors():
        if parent is scope:
            return True
        if parent.tag in ("nav", "footer", "aside"):
            return False
    return False


def _image(picture: HtmlElement, words: str | None, credit: str | None, base: str | None) -> Image:
    addresses = (picture.get(name) for name in _ADDRESSES)
    address = next((value for value in addresses if value and not value.startswith("data:")), None)
    alternative = " ".join((picture.get("alt") or "").split()) or None
    image = Image(_absolute(address, base), alternative)
    if words:
        text, told = caption.parted(words)
        return replace(image, caption=text, credit=_unlabelled(credit) or told)
    image = caption.understood(image)
    return replace(image, credit=_unlabelled(credit)) if credit else image


def _below(holder: HtmlElement) -> tuple[str | None, str | None]:
    """The words of the caption and of the credit under a picture."""
    told: list[str] = []
    words: list[str] = []
    for element in _captions(holder):
        inner = [one for one in element.iterdescendants() if _CREDIT.search(one.get("class") or "")]
        if _CREDIT.search(element.get("class") or "") and element.tag != "figcaption":
            told.append(_words(element))
            continue
        told += [_words(one) for one in inner[:1]]
        text = _words(element)
        for one in inner[:1]:
            text = text.replace(_words(one), " ", 1)
        words.append(" ".join(text.split()))
    caption_text = " ".join(dict.fromkeys(word for word in words if word)) or None
    return caption_text, next((credit for credit in told if credit), None)


def _captions(holder: HtmlElement) -> list[HtmlElement]:
    """Outermost elements that are a caption or a credit by name, and short enough to be one."""
    found: list[HtmlElement] = []
    for element in holder.iterdescendants():
        if not isinstance(element.tag, str) or any(parent in found for parent in element.iterancestors()):
            continue
        name = element.get("class") or element.get("itemprop") or ""
        named = element.tag == "figcaption" or _CAPTION.search(name) or _CREDIT.search(name)
        if named and next(element.iter("img"), None) is None and len(element.text_content()) <= _LONGEST:
            found.append(element)
    return found


def _holder(picture: HtmlElement) -> HtmlElement | None:
    """The element around one picture that also holds its caption, three steps up at most."""
    element = picture
    for _ in range(3):
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "article", "main"):
            return None
        if len([*islice(parent.iter("img"), 2)]) > 1 or len(parent.text_content()) > 2 * _LONGEST:
            return None
        if _captions(parent):
            return parent
        element = parent
    return None


def _unlabelled(credit: str | None) -> str | None:
    """A credit without the word that stands for one."""
    if credit is None:
        return None
    text, told = caption.parted(credit)
    return told or text


def _words(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _tiny(picture: HtmlElement) -> bool:
    values = [picture.get(name) or "" for name in ("width", "height")]
    sizes = [int(value) for value in values if re.fullmatch("[0-9]{1,5}", value)]
    return bool(sizes) and max(sizes) < 100


def _absolute(address: str | None, base: str | None) -> str | None:
    if not address:
        return None
    try:
        return urljoin(base or "", address.strip())
    except ValueError:
        return address


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _once(images: list[Image]) -> list[Image]:
    found: dict[tuple[str | None, str | None], Image] = {}
    for image in images:
        found.setdefault((image.url, image.caption or image.alternative), image)
    return list(found.values())
