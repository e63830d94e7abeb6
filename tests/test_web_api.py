"""The API does what its description says, whatever it is asked."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import jsonschema
from hypothesis import HealthCheck, Phase, given, settings
from referencing import Registry, Resource

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis

from dragoman.schema import text
from dragoman.store import Store
from tests.web_sample import client, fill, server

EXAMPLES = 8
"""Requests made of each operation."""


STATUSES = (
    schemathesis.checks.not_a_server_error, schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance, schemathesis.checks.response_schema_conformance,
)  # fmt: skip


def test_every_operation_answers_as_described(tmp_path: Path) -> None:
    """Statuses, types and bodies are those described; nothing that is asked makes the server fail."""
    with Store.open(tmp_path / "api.db", create=True) as store:
        fill(store)
        described = schemathesis.openapi.from_asgi("/openapi.json", server(store, hosts=frozenset()))
        asked = set()
        for found in described.get_all_operations():
            operation = found.ok()
            asked.add(operation.label)

            @settings(max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy())
            def holds(case: schemathesis.Case) -> None:
                case.call_and_validate(checks=list(STATUSES))

            holds()
    assert {"GET /contacts.json", "GET /articles/{number}.json", "POST /read.json", "GET /health"} <= asked


def test_the_description_is_whole(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db", create=True) as store, client(store) as desk:
        described = desk.get("/openapi.json").json()
        known = described["components"]["schemas"]
        assert {"Record", "Comparison", "Revision"} <= set(known)
        names = [one["operationId"] for methods in described["paths"].values() for one in methods.values()]
        assert len(names) == len(set(names))
        for path, methods in described["paths"].items():
            for one in methods.values():
                assert one["summary"] and one["description"] and one["tags"], path
        references: list[str] = []

        def walk(value: object) -> None:
            if isinstance(value, dict):
                references.extend(one for key, one in value.items() if key == "$ref" and isinstance(one, str))
                for one in value.values():
                    walk(one)
            elif isinstance(value, list):
                for one in value:
                    walk(one)

        walk(described)
        assert {one.rpartition("/")[2] for one in references} <= set(known)
        assert desk.get("/api").status_code == 200


def test_records_and_comparisons_are_of_their_published_schemas(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db", create=True) as store:
        fill(store)
        with client(store) as desk:
            article = desk.get("/articles/1.json").json()
            contact = desk.get("/contacts/1.json").json()
    schemas = {name: json.loads(text(name)) for name in ("record", "comparison", "revision")}
    registry = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in schemas.values())
    for name, data in (
        ("record", article["record"]), ("revision", article["revision"]), ("comparison", contact["comparison"])
    ):  # fmt: skip
        jsonschema.Draft202012Validator(schemas[name], registry=registry).validate(data)


def test_pages_that_people_see_say_where_their_data_is(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db", create=True) as store:
        fill(store)
        with client(store) as desk:
            for path in ("/", "/contacts?mode=in-person", "/contacts/1", "/articles/1?version=1"):
                page = desk.get(path).text
                (address,) = [part.split('"')[0] for part in page.split('href="')[1:] if ".json" in part.split('"')[0]]
                assert desk.get(address.replace("&amp;", "&")).headers["content-type"] == "application/json", address
