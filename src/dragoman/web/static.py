"""Style sheets, scripts and fonts: all from this package, named by their content so that browsers may keep them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter
from starlette.responses import Response

from dragoman.render.markup import COLOURS
from dragoman.web.errors import NotFoundError

router = APIRouter()

_TYPES = {
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "woff2": "font/woff2",
    "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8", "xml": "application/xml",
}  # fmt: skip
_SHEETS = (("dragoman.render", "templates", "style.css"), ("dragoman.render", "templates", "comparison.css"),
           ("dragoman.render.revision", "templates", "revision.css"))  # fmt: skip
"""The sheets of the forms that pages take over: articles, comparisons, revisions."""


@cache
def assets() -> dict[str, bytes]:
    """All files that are served, by name. ``site.css`` is made of the sheets of the house and those in ``css/``."""
    found = {name: file.read_bytes() for name, file in _walk(files("dragoman.web").joinpath("static"))}
    own = [found.pop(name) for name in sorted(name for name in found if name.startswith("css/"))]
    shared = [files(package).joinpath(folder, name).read_bytes() for package, folder, name in _SHEETS]
    colours = "\n".join(f".k{n}{{--side:var(--side{n})}}" for n in range(COLOURS)).encode()
    found["site.css"] = b"\n".join([shared[0].replace(b"/* sides */", colours), *shared[1:], *own])
    return found


def _walk(folder: Traversable, prefix: str = "") -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        name = f"{prefix}{entry.name}"
        found += _walk(entry, f"{name}/") if entry.is_dir() else [(name, entry)]
    return found


@cache
def address(name: str) -> str:
    """Where a file is served, with its digest, so that a new one is fetched. Raises KeyError where there is none."""
    return f"/static/{name}?v={hashlib.sha256(assets()[name]).hexdigest()[:12]}"


@router.get("/static/{name:path}", include_in_schema=False)
def static(name: str, v: str | None = None) -> Response:
    """One of the package's own files."""
    data = assets().get(name)
    if data is None:
        raise NotFoundError()
    kept = "public, max-age=31536000, immutable" if v else "public, max-age=86400"
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return Response(data, media_type=kind, headers={"Cache-Control": kept})


@router.get("/favicon.ico", include_in_schema=False)
def icon() -> Response:
    """The sign of the house."""
    return static("icon.svg")
