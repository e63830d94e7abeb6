"""A public Telegram channel's page (t.me/s/NAME): each post is an article with its own address, date and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from dragoman.gather.fetched import GatherError
from dragoman.watching.address import normal
from dragoman.watching.listing import document
from dragoman.watching.state import Found

DEEPEST: Final = 5
"""How many older pages are looked at for posts that came while nobody watched."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it stands now. ``published`` is ISO 8601; ``forwarded`` names whose words a forwarded post has."""

    url: str
    text: str
    published: str | None
    forwarded: str | None = None


def posts(data: bytes, url: str) -> list[Post]:
    """The posts with text on a channel's page, oldest first.

    Raises ``GatherError`` where the page is none of a public channel.
    """
    page = document(data, "utf-8")
    messages = [] if page is None else page.xpath(f"//*[{_is('tgme_widget_message')}][@data-post]")
    if not messages:
        if page is not None and page.xpath(f"//*[{_is('tgme_channel_info')}]"):
            return []
        raise GatherError("no public channel: its posts are not shown on the web")
    return [post for message in messages if (post := _post(message, url)) is not None]


def older(data: bytes, url: str, depth: int) -> Found | None:
    """The page before this one, as long as it is not too deep."""
    page = document(data, "utf-8")
    links = [] if page is None else page.xpath(f"//a[{_is('tme_messages_more')}][@data-before]/@href")
    found = normal(str(links[0]), url) if links and depth < DEEPEST else None
    if found is None or urlsplit(found).path != urlsplit(url).path:
        return None
    return Found(url=found, kind="telegram", depth=depth + 1, again=True)


def _post(message: Any, url: str) -> Post | None:
    # A reply shows the beginning of what it answers, in an element of the same class but for this second one.
    bodies = message.xpath(f".//*[{_is('tgme_widget_message_text')}][{_is('js-message_text')}]")
    text = "\n\n".join(filter(None, (_text(body) for body in bodies)))
    if not text:
        return None
    links = message.xpath(f".//a[{_is('tgme_widget_message_date')}]/@href")
    address = normal(str(links[0]) if links else f"/{message.get('data-post')}", url)
    if address is None:
        return None
    dates = message.xpath(f".//a[{_is('tgme_widget_message_date')}]//time/@datetime")
    names = message.xpath(f".//*[{_is('tgme_widget_message_forwarded_from_name')}]")
    return Post(
        url=address,
        text=text,
        published=str(dates[0]) if dates else None,
        forwarded=" ".join(names[0].text_content().split()) or None if names else None,
    )


def _text(element: Any) -> str:
    """The words with the line breaks that a reader sees; a hidden part (spoiler) is part of the post."""
    lines = re.sub(r"[^\S\n]+", " ", "".join(_pieces(element))).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def _pieces(element: Any) -> Iterator[str]:
    # iterwalk would do; html.text_content() forgets line breaks.
    from lxml import etree

    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if node.tag in ("br", "blockquote", "pre"):
                yield "\n"
            yield node.text or "" if isinstance(node.tag, str) else ""
        else:
            if node.tag in ("blockquote", "pre"):
                yield "\n"
            if node is not element:
                yield node.tail or ""


def _is(name: str) -> str:
    """XPath for having a class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
