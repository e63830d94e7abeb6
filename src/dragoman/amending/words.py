"""An amendment in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from dragoman.amending.amendment import Amendment
from dragoman.phrase import Phrase, Term
from dragoman.render.glosses import UNRESOLVED

LONGEST: Final = 60
"""Characters of a text that are shown."""

FIELDS: Final = {
    "act": Phrase("act"), "modality": Phrase("modality"), "topics": Phrase("topics"), "speakers": Phrase("speakers"),
    "targets": Phrase("targets"), "source": Phrase("source"), "cue": Phrase("cue"), "content": Phrase("content"),
    "condition": Phrase("condition"), "date": Phrase("date"), "mode": Phrase("mode"), "level": Phrase("level"),
    "status": Phrase("status"), "place": Phrase("place"), "kind": Phrase("kind"),
}  # fmt: skip
"""What is changed, by the names of the fields."""

TABLES: Final = {"act": "acts", "modality": "modality", "mode": "mode", "level": "level", "status": "status"}
"""Fields with closed vocabularies, and where their words are."""


def summary(one: Amendment) -> Phrase:
    """What an amendment changes, in one line."""
    if one.kind == "undo":
        return Phrase("amendment {number} undone", number=one.target["amendment"])
    if one.kind in ("same", "apart"):
        a, b = (cut(_exact(one.target[side]["quotes"]["content"])) for side in ("a", "b"))
        if one.kind == "same":
            return Phrase("“{a}” and “{b}” are one claim", a=a, b=b)
        return Phrase("“{a}” and “{b}” are two claims", a=a, b=b)
    if one.kind == "merge":
        return Phrase("contacts {numbers} are one", numbers=", ".join(map(str, one.old["contacts"])))
    if one.kind == "split":
        gone = ", ".join(map(str, one.new["articles"]))
        return Phrase("contact {number}: article {articles} tells of another", number=one.old["contact"], articles=gone)
    changes = _listed(
        Phrase("{field} {old} → {new}", field=_field(name), old=_shown(name, one.old.get(name)), new=_shown(name, new))
        for name, new in one.new.items()
    )
    if one.kind == "set":
        return Phrase("contact: {changes}", changes=changes)
    if one.kind == "contact":
        return Phrase("article {article}, contact: {changes}", article=one.article, changes=changes)
    quotes = one.target["quotes"]
    words = f"{cut(_exact(quotes['cue']))}: {cut(_exact(quotes['content']))}"
    if one.kind == "remove":
        return Phrase("article {article}, “{words}” is no statement", article=one.article, words=words)
    if one.kind == "add":
        said = _listed(Phrase("{field} {value}", field=_field(k), value=_shown(k, v)) for k, v in one.new.items())
        return Phrase("article {article}, “{words}” added: {said}", article=one.article, words=words, said=said)
    return Phrase("article {article}, “{words}”: {changes}", article=one.article, words=words, changes=changes)


def cut(text: str) -> str:
    """The beginning of a text, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _exact(quotes: Any) -> str:
    return " … ".join(one["exact"] for one in quotes)


def _field(name: str) -> str:
    return FIELDS.get(name, name)


def _listed(parts: Iterable[str], between: str = "; ") -> str:
    found: str = ""
    for one in parts:
        found = Phrase(f"{{before}}{between}{{one}}", before=found, one=one) if found else one
    return found


def _shown(name: str, value: Any) -> str:
    if value is None or value in ([], ""):
        return Phrase("none")
    if isinstance(value, list):
        return _listed((_shown(name, one) for one in value), ", ")
    if isinstance(value, Mapping):
        if "exact" in value:
            return f"“{cut(value['exact'])}”"
        known = ".".join(filter(None, (value.get("state"), value.get("sector"))))
        name = ", ".join(filter(None, (str(value["name"]), value.get("office"))))
        return f"{name} ({known})" if known else name
    if value == UNRESOLVED:
        return Phrase("unresolved")
    return Term(TABLES[name], str(value)) if name in TABLES else str(value)
