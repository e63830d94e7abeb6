"""The knowledge files, read when an article needs them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from dragoman.resolver.lexicon import Lexicon
from dragoman.resolver.senses import Sense
from dragoman.resolver.words import tokens

LANGUAGES = ("ru", "uk", "en", "de", "fr", "es", "pl", "tr", "ar", "fa", "zh")
"""Languages that have a file of words; others get CLDR's names of states and the English names."""

_LISTS = {
    "links": "link", "diffuse": "diffuse", "documents": "document", "former": "former", "kin": "kin",
    "joint": "joint", "hearsay": "hearsay", "weak": "weak", "toward": "toward",
    "addressing": "addressing", "stops": "stop", "of": "of", "and": "and", "local": "local",
    "articles": "article", "bodies": "institution", "nowhere": "nowhere",
}  # fmt: skip


def data() -> Traversable:
    """The folder of knowledge files inside the package."""
    return resources.files("dragoman.resolver") / "data"


@cache
def table(name: str) -> Mapping[str, Any]:
    """One knowledge file by its path under ``data``; an absent one is empty."""
    path = data().joinpath(*name.split("/"))
    if not path.is_file():
        return {}
    return tomllib.loads(path.read_text(encoding="utf-8"))


_GONE = frozenset([
    "ANT", "BUR", "CSK", "DDR", "DHY", "FXX", "HVO", "NHB", "PCI", "RHO", "ROM", "SCG", "TMP", "VDR", "YMD",
    "YUG", "ZAR", "AFI", "ATB", "ATN", "CTE", "FQHH", "FRO", "NTZ"
])  # fmt: skip


@lru_cache(maxsize=1)
def alpha3() -> Mapping[str, str]:
    """ISO 3166 alpha-2 to alpha-3, from CLDR's supplemental data; Kosovo as XKX."""
    from babel.core import get_global

    found: dict[str, str] = {}
    for long, short in get_global("territory_aliases").items():
        made_up = short[0] not in ("XK", "QA") and (short[0][0] in "QX" or short[0] in ("AA", "ZZ"))
        if (
            len(long) == 3
            and long.isalpha()
            and not made_up
            and long not in _GONE
            and len(short) == 1
            and len(short[0]) == 2
        ):
            found.setdefault(short[0], long)
    return found | {"EU": "EU", "XK": "XKX", "RO": "ROU", "CD": "COD", "TL": "TLS", "MM": "MMR"}


@lru_cache(maxsize=32)
def state_names(language: str) -> dict[str, str]:
    """Names of the states in a language, from CLDR: name to alpha-3."""
    from babel import localedata

    if not localedata.exists(language):
        return {}
    codes = alpha3()
    names: dict[str, str] = {}
    for key, name in dict(localedata.load(language)["territories"]).items():
        code = codes.get(str(key).split("-")[0])
        if code:
            for part in (str(name), str(name).split(" (")[0]):
                names.setdefault(part.strip(), code)
    return names


@lru_cache(maxsize=32)
def called(language: str) -> Mapping[str, str]:
    """What each state is called in a language, from CLDR: alpha-3 to name."""
    found: dict[str, str] = {}
    for name, code in state_names(language).items():
        found.setdefault(code, name)
    return found


@cache
def seats() -> frozenset[str]:
    """The folded names of towns in which organisations sit."""
    return frozenset(" ".join(word.folded for word in tokens(seat)) for seat in table("seats.toml")["names"])


def lexicon(language: str, own: tuple[Mapping[str, Any], ...] = ()) -> Lexicon:
    """All words for articles in a language, the user's own files last."""
    words = Lexicon(language)
    for name, code in state_names(language).items():
        exact = (
            "="
            if (name[-1:] in "иоуюэеіы" or name[-2:] == "оа")
            and language in ("ru", "uk")
            and not name.endswith(("ия", "ы"))
            else ""
        )
        words.add(exact + name, Sense("state", code, "GOV", name, proper=True))
    if language != "en":
        for name, code in state_names("en").items():
            words.add("=" + name, Sense("state", code, "GOV", name, proper=True))
        for section, kind in (("capitals", "capital"), ("places", "place")):
            for code, phrases in table("languages/en.toml")[section].items():
                words.add_list(phrases, Sense(kind, code, None, None, proper=True))
    file = table(f"languages/{language}.toml") or table("languages/en.toml")
    for section, kind in (
        ("states", "state"),
        ("adjectives", "adjective"),
        ("capitals", "capital"),
        ("places", "place"),
    ):
        for code, phrases in file.get(section, {}).items():
            said = "GOV" if kind == "state" else None
            for phrase in str(phrases).replace("\n", " ").split(","):
                cap = phrase.strip(" =")[:1].isupper()
                words.add_list(phrase, Sense(kind, code, said, None, proper=cap))
    for office, phrases in file.get("titles", {}).items():
        words.add_list(phrases, Sense("title", None, "GOV", office))
    for title, phrases in file.get("exact", {}).items():
        words.add_list(phrases, Sense("exact", value=title))
    for sector, phrases in file.get("sectors", {}).items():
        words.add_list(phrases, Sense("sector", None, sector))
    for sector, phrases in file.get("suffixes", {}).items():
        words.add_suffixes(phrases, Sense("link") if sector == "link" else Sense("sector", None, sector))
    for section, kind in _LISTS.items():
        listed = str(file.get(section, {}).get("words", "")).replace("\n", " ")
        if kind == "joint" and language not in ("zh", "ar"):
            listed = ", ".join("=" + phrase.strip() for phrase in listed.split(","))
        words.add_list(listed, Sense(kind))
    determiners = str(file.get("determiners", {}).get("words", ""))
    for kind in ("determiner", "article"):
        words.add_list(determiners, Sense(kind))
    epithets = file.get("epithets", {})
    words.add_list(epithets.get("words", ""), Sense("epithet"))
    words.add_list(epithets.get("feminine", ""), Sense("feminine"))
    for features, phrases in file.get("pronouns", {}).items():
        listed = str(phrases)
        if language not in ("tr", "ar", "fa", "zh"):
            listed = ", ".join("=" + phrase.strip() for phrase in listed.split(","))
        words.add_list(listed, Sense("pronoun", None, None, features))
    for name in ("metonyms.toml", "institutions.toml"):
        _named(words, table(name))
    for contested in (table("contested.toml"), *own):
        _areas(words, contested)
    for extra in own:
        _named(words, extra, alone=True)
    return words


def _named(words: Lexicon, file: Mapping[str, Any], *, alone: bool = False) -> None:
    for section, kind in (("metonym", "metonym"), ("institution", "body")):
        for entry in file.get(section, ()):
            for key, phrases in entry.items():
                if key in ("state", "sector"):
                    continue
                for phrase in str(phrases).replace("\n", " ").split(","):
                    proper = phrase.strip("« =")[:1].isupper()
                    sense = Sense(kind, entry.get("state"), entry.get("sector"), None, proper=proper)
                    words.add(phrase.strip(), sense, alone=alone)


def _areas(words: Lexicon, file: Mapping[str, Any]) -> None:
    """Disputed places: the code that the file gives them, in place of any other; none where it is empty."""
    known = {*alpha3().values(), None}
    for entry in file.get("area", ()):
        state = entry.get("state") or None
        for section, kind in (("names", "place"), ("adjectives", "adjective")):
            for language, phrases in entry.get(section, {}).items():
                if language not in (words.language, "en"):
                    continue
                own_code = kind == "place" and bool(entry.get("party", state in disputed() or state not in known))
                sense = Sense("state" if own_code else kind, state, "GOV" if own_code else None, None, kind == "place")
                words.override(str(phrases), sense)


@cache
def disputed() -> frozenset[str]:
    """The disputed areas that stand as states of their own in a record."""
    return frozenset(str(area["state"]) for area in table("contested.toml")["area"] if area.get("party"))
