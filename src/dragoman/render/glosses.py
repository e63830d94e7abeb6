"""What the closed vocabularies mean, in words for people.

The glosses of acts follow the annotation guidelines' reading of PLOVER (Open Event Data Alliance): ACCUSE
takes in concern and criticism, SUPPORT takes in thanks and condolence, and so on.
"""

from __future__ import annotations

from typing import Final

ACTS: Final[dict[str, str]] = {
    "STATE": "informs, describes or forecasts",
    "AGREE": "agrees, promises, offers or invites",
    "CONSULT": "meets, discusses or negotiates",
    "SUPPORT": "backs, praises, thanks or condoles",
    "CONCEDE": "yields, eases, apologises or pardons",
    "COOPERATE": "works together in deed",
    "AID": "gives help or protection",
    "RETREAT": "withdraws, releases or ceases fire",
    "REQUEST": "asks, urges, demands or proposes",
    "ACCUSE": "accuses, criticises or voices concern",
    "REJECT": "denies, refuses or opposes",
    "THREATEN": "warns of measures of its own",
    "PROTEST": "protests or demonstrates",
    "SANCTION": "imposes sanctions or cuts ties",
    "MOBILIZE": "moves or readies forces",
    "COERCE": "arrests, bans, restricts or seizes",
    "ASSAULT": "attacks or uses force",
}

MODALITIES: Final[dict[str, str]] = {
    "fact": "asserted",
    "future": "of the future",
    "conditional": "conditional",
    "negated": "negated",
}
"""``fact`` is shown as "asserted": a record never vouches for what was said."""

MODES: Final[dict[str, str]] = {
    "in-person": "Meeting in person",
    "phone": "Phone call",
    "video": "Video call",
    "letter": "Letter",
    "unknown": "Contact",
}

STATUSES: Final[dict[str, str]] = {
    "held": "held",
    "planned": "planned",
    "proposed": "proposed",
    "cancelled": "cancelled",
}

BASES: Final[dict[str, str]] = {
    "named": "named",
    "title": "by title",
    "pronoun": "by pronoun",
    "metonym": "by metonym",
    "elided": "left out, understood from the sentence",
    "inferred": "inferred",
}

UNRESOLVED: Final = "unresolved"
"""Shown in place of a label whose confidence lies below the reader's threshold."""

GUESSED: Final = "no word says this actor's state; it is the one that the article is about, or was written in."
"""Explains the question mark after a guessed state."""

DISCLAIMER: Final = "A record of what was said, as this article tells it. It vouches for none of it."
