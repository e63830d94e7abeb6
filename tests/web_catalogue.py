"""What pages say, in their own files and in the library's, as a catalogue would have it."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from dragoman.revisions.boilerplate import data

PACKAGE = Path(__file__).parents[1] / "src" / "dragoman"
WEB = PACKAGE / "web"

METHODS = [
    # What these say is printed by commands, and stands on no page.
    ("cli/**", "ignore"), ("bulk/**", "ignore"), ("store/release.py", "ignore"), ("web/security/users.py", "ignore"),
    *((f"amending/{name}.py", "ignore") for name in ("drawing", "reliability", "sheets")), ("phrase.py", "ignore"),
    ("**.py", "python"), ("web/templates/**.html", "jinja2.ext:babel_extract"),
]  # fmt: skip
SAYING = ("_", "N_", "gettext", "Phrase", "Incomparable", "BusyError", "RefusedError", "NotFoundError")
"""Functions whose first argument is a sentence; so is that of every error that is told to people."""


def errors() -> set[str]:
    """The names of ``PhraseError`` and all that are made of it."""
    text = "\n".join(file.read_text("utf-8") for file in PACKAGE.rglob("*.py"))
    made = dict(re.findall(r"^class (\w+)\(([\w, ]+)\):", text, re.MULTILINE))
    found = {"PhraseError"}
    while new := {name for name, bases in made.items() if found & set(bases.split(", "))} - found:
        found |= new
    return found


def said() -> Catalog:
    """Every phrase with where it stands; what has no word of its own is none."""
    found = Catalog()
    keywords = dict.fromkeys((*SAYING, *errors())) | {
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "HTTPException": (2,),
    }
    options = {"web/templates/**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}}
    for file, line, message, _, context in extract_from_dir(PACKAGE, METHODS, options, keywords):
        first = message if isinstance(message, str) else message[0]
        if re.search(r"[^\W\d_]", re.sub(r"\{.*?\}", "", first)):
            found.add(message, locations=[(file, line)], context=context)
    for stub in data("stubs").values():
        if isinstance(stub, dict) and "name" in stub:
            found.add(stub["name"], locations=[("revisions/stubs.toml", 1)])
    return found
