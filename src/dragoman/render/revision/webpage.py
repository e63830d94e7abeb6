"""Revisions as one self-contained page: both wordings beside each other, what changed marked. No scripts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from dragoman.render.revision.outline import outline
from dragoman.render.revision.telling import FOOT
from dragoman.revisions.revision import Revision

if TYPE_CHECKING:
    from jinja2 import Environment


def to_page(revisions: Sequence[Revision]) -> str:
    """A whole page of the steps, that loads nothing and runs nothing (its own policy forbids it)."""
    css = _style()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return _draw("revision_page.html", revisions, css=Markup(css), digest=digest)


def to_fragment(revision: Revision) -> str:
    """The same of one step for a notebook, with its style, in one element."""
    return _draw("revision_fragment.html", [revision], css=Markup(_style()))


def _draw(template: str, revisions: Sequence[Revision], **more: str) -> str:
    steps = [outline(revision) for revision in revisions]
    return _templates().get_template(template).render(steps=steps, foot=FOOT, **more)


@lru_cache(maxsize=1)
def _style() -> str:
    """The sheet that all pages of the house share, then what revisions need besides."""
    loader = _templates().loader
    assert loader is not None
    return "\n".join(loader.get_source(_templates(), name)[0] for name in ("style.css", "revision.css"))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    own, shared = (PackageLoader(package, "templates") for package in ("dragoman.render.revision", "dragoman.render"))
    return Environment(
        loader=ChoiceLoader([own, shared]), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
