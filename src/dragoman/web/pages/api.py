"""The API for people: every operation with what it takes, from the same description that programs get."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.web.security.visitor import Who
from dragoman.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/api")
def api(request: Request, who: Who) -> Response:
    """All operations, by tag."""
    described = request.app.openapi()
    groups = [(tag, [one for one in _operations(described) if tag["name"] in one["tags"]]) for tag in described["tags"]]
    return render(
        request, "api.html", {"groups": groups, "description": described["info"]["description"].split("\n\n")}
    )


def _operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            body = one.get("requestBody", {}).get("content", {})
            fields = [_field(described, name, part) for kind in body.values()
                      for name, part in _resolved(described, kind["schema"]).get("properties", {}).items()]  # fmt: skip
            parameters = [
                {"name": p["name"], "about": p.get("description") or p["schema"].get("description", ""),
                 "kind": kind(p["schema"])}
                for p in one.get("parameters", [])
            ]  # fmt: skip
            found.append({
                "method": method.upper(), "path": path, "summary": one["summary"], "tags": one.get("tags", []),
                "about": one.get("description", ""), "parameters": parameters + fields,
            })  # fmt: skip
    return found


def _field(described: dict[str, Any], name: str, schema: dict[str, Any]) -> dict[str, str]:
    return {"name": name, "about": schema.get("description", ""), "kind": kind(schema)}


def _resolved(described: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: dict[str, Any] = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def kind(schema: dict[str, Any]) -> str:
    """A schema's type in a word or two."""
    if schema.get("contentMediaType") or schema.get("format") == "binary":
        return "file"
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"] if value is not None)
    choices = [kind(one) for one in schema.get("anyOf", []) if one.get("type") != "null"]
    if choices:
        return " | ".join(dict.fromkeys(choices))
    return str(schema.get("format") or schema.get("type") or "")
