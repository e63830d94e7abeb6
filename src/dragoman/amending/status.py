"""How every amendment stands: applied, undone, or no longer to be applied, and why. None is lost in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from dragoman.amending import grouping, log, mentions
from dragoman.amending.amendment import OF_CLAIMS, OF_CONTACTS, OF_RECORDS, Amendment
from dragoman.amending.applying import NO_CONTACT, NO_WORDS, apply
from dragoman.amending.current import current
from dragoman.amending.parts import located

State = Literal["applied", "no longer applies", "undone", "noted"]


@dataclass(frozen=True, slots=True)
class Standing:
    """An amendment and how it stands now; ``why`` where it does not apply."""

    amendment: Amendment
    state: State
    why: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data."""
        return {**self.amendment.to_dict(), "state": self.state, "state_why": self.why}


def standing(connection: Connection, article: int | None = None) -> list[Standing]:
    """Every amendment, or those that name an article, in the order they were made."""
    chosen = [one for one in log.everything(connection) if article is None or article in log.named(one)]
    records = {one.article for one in chosen if one.kind in OF_RECORDS and one.undone is None and one.article}
    unplaced: dict[int, str] = {}
    for row in records:
        found = apply(current(connection, row).read, log.of_article(connection, row))
        unplaced |= {one.id: why for one, why in found.unplaced}
    out = []
    for one in chosen:
        why = unplaced.get(one.id)
        if one.undone is not None:
            out.append(Standing(one, "undone"))
        elif one.kind == "undo":
            out.append(Standing(one, "noted"))
        else:
            why = why or _missing(connection, one)
            out.append(Standing(one, "no longer applies" if why else "applied", why))
    return out


def _missing(connection: Connection, one: Amendment) -> str | None:
    """Why an amendment of contacts or claims does not apply."""
    if one.kind in OF_CONTACTS:
        groups = [
            [told for told in group if grouping.where(connection, mentions.from_dict(told)) is not None]
            for group in one.target["groups"]
        ]
        held = sum(map(bool, groups)) if one.kind == "split" else sum(map(len, groups))
        return None if held > (one.kind != "set") else NO_CONTACT
    if one.kind in OF_CLAIMS:
        for side in ("a", "b"):
            text = current(connection, one.target[side]["article"]).read.article.text
            if located(text, one.target[side]) is None:
                return NO_WORDS
    return None
