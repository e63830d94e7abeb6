"""Hostile words in every place that a page shows: none of them may run, style, frame or lead anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from lxml import html

from dragoman.alerts import add, check
from dragoman.finding.query import Query
from dragoman.record import Actor
from dragoman.store import Adder, Store
from tests.web_archive import article, desk, fill, reader

EVIL = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>", "javascript:alert(1)",
    "</textarea><script>alert(1)</script>", "{{ 7 * 7 }}", "</title><script>alert(1)</script>", "<a href=//evil.example>x",
    "\" onmouseover=\"alert(1)", "<style>*{display:none}</style>", "\u202e<b>", "&lt;script&gt;",
)  # fmt: skip


def hostile(number: int, evil: str) -> Any:
    """An article whose every word attacks what shows it."""
    speaker = Actor(f"{evil} Lindt", "KRS", "GOV", True, f"Minister {evil}", "named")
    said = ((speaker, "ACCUSE", "direct", False, Actor(evil, "BEM", "GOV"), "energy", f"valve {evil} shut"),)
    return article(f"evil{number}", "2031-03-05", title=f"{evil} title", publisher=f"{evil} Post", said=said,
                   place=evil, url="javascript:alert(document.domain)")  # fmt: skip


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    with Store.open(folder / "store.db", create=True) as store:
        fill(store)
        for number, evil in enumerate(EVIL):
            Adder(store, reader()).add(hostile(number, evil), f"evil{number}")
        with store.writing() as connection:
            for number, evil in enumerate(EVIL):
                add(connection, f"{evil.replace('/', '')} {number}", Query(words="valve", publishers=(f"{evil} Post",)),
                    everything=True)  # fmt: skip
        check(store, reader())
        with desk(store) as opened:
            for evil in EVIL:
                fields = {"what": "other", "why": evil, "by": evil, "statement": "1"}
                assert opened.post("/articles/5/report", data=fields).status_code == 303
                fields = {
                    "office": f"{evil}!",
                    "speaker": evil.replace(";", ""),
                    "speaker_code": "KRS.GOV",
                    "why": evil,
                }
                assert opened.post("/articles/6/amend/1", data=fields).status_code == 303
            yield opened


PAGES = (
    "/search", "/search?words={}", "/search?words=valve&speaker={}&publisher={}&target=Lindt", "/search?since={}&act={}",
    "/search?kind={}&language={}&state={}", "/check?quote={}&speaker={}", "/check?quote=valve+{}", "/speakers", "/topics",
    "/topics/energy?state={}", "/topics/{}", "/chart?state=KRS,BEM", "/chart?state={}&second={}", "/sources", "/alerts",
    "/alerts?words={}&speaker={}&publisher={}", "/articles/5/report?statement=1", "/articles/6/report?statement=1",
    "/reports", "/amendments", "/articles/6/amend?statement=1", "/articles/7/amend?statement=1", "/contacts/1/amend",
    "/contacts", "/speakers?state={}",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_others_runs(visitor: TestClient, path: str) -> None:
    for evil in EVIL if "{}" in path else ("",):
        answer = visitor.get(path.replace("{}", quote(evil, safe="")))
        assert answer.status_code in (200, 404, 422), (path, evil, answer.status_code)
        harmless(answer.text, f"{path} {evil}")
        assert "script-src 'self';" in answer.headers["content-security-policy"]


def test_speakers_and_their_charts_are_harmless(visitor: TestClient) -> None:
    listed = visitor.get("/speakers.json").json()["speakers"]
    assert len(listed) >= len(EVIL)
    for one in listed:
        harmless(visitor.get(f"/speakers/{one['actor']}").text, one["names"][0])


def test_feeds_are_well_formed(visitor: TestClient) -> None:
    import xml.etree.ElementTree as ET

    found = visitor.get("/alerts.json").json()["alerts"]
    assert len(found) == len(EVIL)
    for one in found:
        ET.fromstring(visitor.get(one["feed"]).text)


def harmless(page: str, where: str) -> None:
    """Fails where a page has a script, style or attribute that is not the house's own."""
    tree = html.fromstring(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("iframe", "object", "embed", "base", "img", "style"), (where, element.tag)
        if element.tag == "script":
            assert str(element.get("src", "")).startswith("/static/") and not element.text, where
        for name, value in element.attrib.items():
            assert not name.startswith("on") and name != "style", (where, name)
            if name in ("href", "src", "action", "xlink:href"):
                assert value.startswith(("/", "#", "https://", "http://")) and not value.startswith("//"), (
                    where,
                    value,
                )
    assert "49" not in tree.xpath("string(//h1)"), where
