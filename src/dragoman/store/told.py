"""The articles that tell of a contact, to be laid side by side."""

from __future__ import annotations

from typing import Final

from dragoman.store.kept import Kept
from dragoman.store.listing import Listed
from dragoman.store.store import Store

MOST: Final = 12
"""Articles that are compared: the sides' own texts, then newspapers in the order of their days."""


def told(store: Store, contact: Listed, most: int = MOST) -> list[tuple[Kept, str | None]]:
    """The articles on a contact, each with the side whose own text it is."""
    sides = {one.article: one.side for one in reversed(contact.articles)}
    wanted = list(dict.fromkeys(one.article for one in contact.articles))[:most]
    kept = {one.article: one for one in store.kept(article=wanted)}
    return [(kept[one], sides[one]) for one in wanted if one in kept]
