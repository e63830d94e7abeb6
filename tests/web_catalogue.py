"""What the templates and pages of the web say, as a catalogue would have it."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

WEB = Path(__file__).parents[1] / "src" / "dragoman" / "web"


def said() -> Catalog:
    """Every phrase with where it stands."""
    found = Catalog()
    methods = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
    keywords = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    options = {"templates/**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}}
    for file, line, message, _, context in extract_from_dir(WEB, methods, options, keywords):
        found.add(message, locations=[(file, line)], context=context)
    return found
