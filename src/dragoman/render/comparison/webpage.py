"""A comparison as one self-contained page to send to an editor: two columns, aligned rows. No scripts."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from dragoman.accounts.comparison import Comparison
from dragoman.render.comparison.passages import tag
from dragoman.render.comparison.sheet import Sheet, sheet

if TYPE_CHECKING:
    from jinja2 import Environment


def to_page(comparison: Comparison, *, interface: str = "en") -> str:
    """A whole page that loads nothing and runs nothing (its own policy forbids it).

    ``interface`` is the language of what stands around the accounts' words, of ``wording.LANGUAGES``. Raises
    ValueError for another.
    """
    css = _style()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return _draw("comparison_page.html", comparison, interface, "", css=Markup(css), digest=digest)


def to_fragment(comparison: Comparison, *, interface: str = "en") -> str:
    """The same for a notebook, with its style, in one element. Raises ValueError as ``to_page`` does."""
    told = repr((comparison.id, comparison.sides, [record.article.text for record in comparison.records]))
    prefix = f"c{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:8]}-"
    return _draw("comparison_fragment.html", comparison, interface, prefix, css=Markup(_style()))


def _draw(template: str, comparison: Comparison, interface: str, prefix: str, **more: str) -> str:
    shown: Sheet = sheet(comparison, interface)
    return _templates().get_template(template).render(
        sheet=shown, say=shown.say.say, page=shown.page.say, prefix=prefix, tag=tag, **more
    )  # fmt: skip


@lru_cache(maxsize=1)
def _style() -> str:
    """The sheet that all pages of the house share, then what a comparison needs besides."""
    loader = _templates().loader
    assert loader is not None
    return "\n".join(loader.get_source(_templates(), name)[0] for name in ("style.css", "comparison.css"))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("dragoman.render", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
