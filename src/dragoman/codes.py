"""The closed vocabularies: acts, modalities, topics, sectors and what a contact can be.

Acts are PLOVER's event types (Open Event Data Alliance) plus ``STATE``; topics follow PLOVER's contexts.
"""

from __future__ import annotations

from typing import Final

ACTS: Final = (
    "STATE", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""What a speaker does in saying something, or what a party does in an event."""

YIELD: Final = frozenset({"CONCEDE", "RETREAT"})
"""The two acts that relation test sets write as ``YIELD``."""

MODALITIES: Final = ("fact", "future", "conditional", "negated")

TOPICS: Final = (
    "military", "nuclear-and-arms-control", "cbrn", "alliances", "territory", "peacekeeping", "terrorism",
    "intelligence", "cyber", "misinformation", "diplomatic-relations", "bilateral-relations", "sanctions",
    "trade-and-economy", "energy", "technology-and-space", "environment-and-climate", "health",
    "migration-and-asylum", "disasters", "human-rights", "rights-and-freedoms", "elections", "executive",
    "legislative", "legal", "corruption", "crime", "history-and-memory", "culture-and-religion", "other",
)  # fmt: skip

SECTORS: Final = (
    "GOV", "LEG", "JUD", "MIL", "POL", "PTY", "OPP", "REB", "IGO", "NGO", "BUS", "MED", "EDU", "CVL",
)  # fmt: skip

ORGANISATIONS: Final = (
    "UN", "NATO", "EU", "OSCE", "IAEA", "ICC", "G7", "G20", "CSTO", "CIS", "SCO", "BRICS", "ASEAN", "AU",
    "ARABLEAGUE",
)  # fmt: skip
"""Organisations that stand where a state's ISO 3166 alpha-3 code stands."""

KINDS: Final = ("direct", "indirect", "mixed")
BASES: Final = ("named", "title", "pronoun", "metonym", "elided", "inferred")
MODES: Final = ("in-person", "phone", "video", "letter", "unknown")
LEVELS: Final = ("leaders", "ministers", "officials", "parliament", "military")
STATUSES: Final = ("held", "planned", "proposed", "cancelled")
ENTITY_KINDS: Final = ("person", "organisation", "place", "office", "date")

NO_STATE: Final = "---"
"""Stands for the state of a speaker to whom none applies."""
