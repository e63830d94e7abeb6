"""Linked data: schema.org without a fetch, quotations that are quoted, and nothing that ends a script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from dragoman.export.jsonld import CONTEXT, document
from dragoman.store.kept import Kept
from tests.export_sample import dispatch, hostile_kept, kept

SCHEMA = "https://schema.org/"


def graph(*versions: Kept) -> list[dict[str, Any]]:
    data = json.loads("".join(document(versions)))
    assert data["@context"] == CONTEXT
    return list(data["@graph"])


def of(kind: str, nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [node for node in nodes if node["@type"] == kind]


def expanded(node: Any, term: str = "") -> Any:
    """What JSON-LD's expansion makes of a node under our context: terms to IRIs, values to objects."""
    if isinstance(node, list):
        return [expanded(item, term) for item in node]
    if isinstance(node, dict):
        made: dict[str, Any] = {}
        for name, value in node.items():
            if name == "@type":
                made[name] = [SCHEMA + value]
            elif name == "@id":
                made[name] = value
            else:
                prefix, _, rest = name.partition(":")
                iri = CONTEXT[prefix] + rest if rest else SCHEMA + name
                found = expanded(value, name)
                made[iri] = found if isinstance(found, list) else [found]
        return made
    coercion = CONTEXT.get(term, {})
    if isinstance(coercion, dict) and coercion.get("@type") == "@id":
        return {"@id": node}
    if isinstance(coercion, dict) and coercion.get("@type") == "@vocab":
        return {"@id": SCHEMA + node}
    return {"@value": node}


def inner(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from inner(value)
    elif isinstance(node, list):
        for value in node:
            yield from inner(value)


def test_it_expands_to_schema_org_with_no_context_to_fetch() -> None:
    event = expanded(of("Event", graph(kept()))[0])
    assert event["@type"] == [SCHEMA + "Event"]
    assert event[SCHEMA + "eventAttendanceMode"] == [{"@id": SCHEMA + "OnlineEventAttendanceMode"}]
    assert event[SCHEMA + "startDate"] == [{"@value": "2031-03-03"}]
    assert event["urn:dragoman:mode"] == [{"@value": "video"}]
    assert [who["@type"] for who in event[SCHEMA + "attendee"]] == [[SCHEMA + "Person"]] * 2
    article = expanded(of("NewsArticle", graph(kept()))[0])
    assert article[SCHEMA + "url"] == [{"@id": "https://example.org/1"}]
    assert article[SCHEMA + "encoding"][0][SCHEMA + "sha256"] == [{"@value": "ab" * 32}]


def test_every_term_is_of_the_vocabulary_or_ours() -> None:
    terms = {name for node in graph(kept(), hostile_kept()) for part in inner(node) for name in part}
    assert {name for name in terms if name.startswith("@")} <= {"@id", "@type"}
    ours = {name for name in terms if ":" in name}
    assert all(name.startswith("dragoman:") for name in ours)
    known = {
        "headline", "inLanguage", "publisher", "datePublished", "dateModified", "url", "version", "encoding", "sha256",
        "contentUrl", "image", "caption", "creditText", "name", "creator", "about", "text", "isPartOf", "hasPart",
        "translationOfWork", "appearance", "startDate", "eventStatus", "eventAttendanceMode", "location", "attendee",
        "subjectOf", "description", "jobTitle",
    }  # fmt: skip
    assert {name for name in terms - ours if not name.startswith("@")} <= known


def test_a_quotation_is_what_stands_in_quotation_marks_and_a_claim_all_else() -> None:
    nodes = graph(kept())
    assert [node["text"] for node in of("Quotation", nodes)] == [
        "жёсткие и немедленные", "устал от молчания", "We will wait, but not forever",
        "Пролив открыт для всех, кто соблюдает правила",
    ]  # fmt: skip
    claims = {node["@id"].rpartition("-")[2]: node for node in of("Claim", nodes)}
    assert sorted(claims) == ["1", "2", "3", "4", "5", "6"]
    assert claims["2"]["hasPart"] == [{"@id": of("Quotation", nodes)[0]["@id"]}]
    assert "dragoman:act" not in claims["5"], "an act that is unresolved is not told"


def test_a_translated_quotation_says_so() -> None:
    third = of("Quotation", graph(kept()))[2]
    assert third["translationOfWork"]["@type"] == "Quotation"
    assert "translationOfWork" not in of("Quotation", graph(kept()))[0]


def test_each_claim_names_its_speakers_and_its_article() -> None:
    nodes = graph(kept(), kept(dispatch(), 2))
    articles = {node["@id"] for node in of("NewsArticle", nodes)}
    for claim in of("Claim", nodes):
        assert claim["appearance"]["@id"] in articles
        assert all(who["name"] and who["@id"].startswith("urn:dragoman:actor:") for who in claim["creator"])


def test_names_of_nodes_are_their_own() -> None:
    first = kept(versions=2, number=1)
    nodes = graph(first, replace(first, version=12, number=2), kept(dispatch(), 2, url=None, contacts={}))
    names = [node["@id"] for node in nodes if node["@type"] != "Event" or "#" in node["@id"]]
    assert len(names) == len(set(names))
    assert "https://example.org/1#version-1-statement-1" in names
    assert "https://example.org/1#statement-1" in names


def test_hostile_words_end_no_script_and_make_no_address() -> None:
    written = "".join(document([hostile_kept()]))
    assert "<" not in written
    assert ">" not in written
    (article,) = of("NewsArticle", graph(hostile_kept()))
    assert "url" not in article
    assert article["@id"].startswith("urn:dragoman:article:")
    assert "datePublished" not in article


@pytest.mark.parametrize(
    ("date", "shown"), [("2031-03", "2031-03"), ("XXXX-03-03", None), ("2031-13-40", None), ("2031", "2031")]
)
def test_dates_are_told_as_far_as_they_are_known(date: str, shown: str | None) -> None:
    events = of("Event", graph(kept(dispatch(met=date))))
    assert events[0].get("startDate") == shown


def test_nothing_to_export_is_an_empty_graph() -> None:
    assert graph() == []
