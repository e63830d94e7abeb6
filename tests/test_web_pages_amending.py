"""Reports, amendments, alerts and sources in the browser: what may be changed, by whom, and how it is undone."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html
from sqlalchemy import insert

from dragoman.alerts import check
from dragoman.store import Store
from dragoman.store.tables import sources, visits
from dragoman.web.security.users import Users
from tests.web_archive import desk, fill, reader

PASSWORD = "a long enough phrase"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty archive; that amendments hold on both databases is tested without the web."""
    with Store.open(tmp_path / "store.db", create=True) as opened:
        yield opened


@pytest.fixture
def editor(store: Store) -> Iterator[TestClient]:
    """Somebody at the machine itself, who may do everything."""
    fill(store)
    with desk(store) as opened:
        yield opened


def post(visitor: TestClient, path: str, status: int = 200, **fields: Any) -> Any:
    answer = visitor.post(path, data=fields)
    assert answer.status_code == status, answer.text
    return answer.json() if status == 200 else answer


def one(visitor: TestClient, number: int, article: int = 1) -> Any:
    """A statement of an article by its id in the record, as it stands."""
    found = visitor.get(f"/articles/{article}/amend.json").json()["statements"]
    return next((s for s in found if s["number"] == number), None)


def test_a_report_is_kept_for_the_editors_and_settled(editor: TestClient) -> None:
    answer = post(editor, "/articles/1/report", 303, statement="2", what="act", why="It is a wish.", by="a reader")
    assert "statement=2" in answer.headers["location"]
    assert "Thank you" in editor.get(answer.headers["location"]).text
    (waiting,) = editor.get("/reports.json").json()["reports"]
    assert waiting["why"] == "It is a wish." and "valve must be opened" in waiting["words"]
    assert waiting["who"] == "a reader" and waiting["settled"] is None
    post(editor, f"/reports/{waiting['report']}/settle.json", answer="Amended.")
    assert editor.get("/reports.json").json()["reports"] == []
    (settled,) = editor.get("/reports.json?settled=true").json()["reports"]
    assert settled["answer"] == "Amended." and settled["settled_by"] == "local"


@pytest.mark.parametrize("fields", [{"what": "rude", "why": "x"}, {"what": "act"}, {"what": "act", "why": "  "},
                                    {"what": "act", "why": "x" * 2001}])  # fmt: skip
def test_a_report_says_what_is_wrong(editor: TestClient, fields: dict[str, str]) -> None:
    post(editor, "/articles/1/report.json", 422, **fields)
    post(editor, "/articles/99/report.json", 404, what="other", why="x")
    assert editor.get("/articles/1/report?statement=77").status_code == 404
    assert editor.get("/reports.json").json()["reports"] == []


def test_a_public_archive_takes_no_reports_and_says_so(store: Store) -> None:
    fill(store)
    with desk(store, public=True) as visitor:
        assert "No reports are taken here" in visitor.get("/articles/1/report?statement=1").text
        post(visitor, "/articles/1/report.json", 403, what="other", why="x")
        assert visitor.get("/reports.json").status_code == 403
        assert visitor.get("/articles/1/amend").status_code == 403
        assert "amend</a>" not in visitor.get("/search").text


def test_a_speaker_an_act_and_a_span_are_amended_and_undone(editor: TestClient) -> None:
    before = one(editor, 2)
    made = post(
        editor, "/articles/1/amend/2.json", speaker="Pavo Grell", speaker_code="BEM.GOV", office="President",
        act="THREATEN", content="valve must be opened", why="The second sentence says so.",
    )  # fmt: skip
    after = one(editor, 2)
    assert [s["name"] for s in after["speakers"]] == ["Pavo Grell"] and after["speakers"][0]["office"] == "President"
    assert after["act"] == "THREATEN" and after["content"] == "valve must be opened"
    assert after["statement"] == before["statement"]
    (listed,) = editor.get("/amendments.json?article=1").json()["amendments"]
    assert listed["amendment"] == made["amendment"] and listed["state"] == "applied" and listed["who"] == "local"
    post(editor, f"/amendments/{made['amendment']}/undo.json", why="It did not.")
    assert one(editor, 2) == before
    undone, first = editor.get("/amendments.json").json()["amendments"]
    assert first["state"] == "undone" and not first["can_undo"] and undone["can_undo"]
    again = post(editor, f"/amendments/{undone['amendment']}/undo.json", why="It did, after all.")
    assert one(editor, 2) == after
    last = editor.get("/amendments.json").json()["amendments"][0]
    assert last["amendment"] == again["amendment"] and not last["can_undo"]
    post(editor, f"/amendments/{last['amendment']}/undo.json", 422, why="x")


def test_the_form_as_it_is_filled_in_changes_nothing(editor: TestClient) -> None:
    page = html.fromstring(editor.get("/articles/1/amend?statement=2").text)
    form = page.forms[0] if page.forms[0].get("action") == "/articles/1/amend/2" else page.xpath(
        "//form[@action='/articles/1/amend/2']")[0]  # fmt: skip
    answer = post(editor, "/articles/1/amend/2", 422, **{**dict(form.fields), "why": "nothing"})
    assert "nothing to change" in answer.text
    assert editor.get("/amendments.json").json()["amendments"] == []


@pytest.mark.parametrize("fields", [
    {"content": "words that are not there"}, {"act": "SHOUT"}, {"speaker": "A", "speaker_code": "not a code"},
    {"cue": ""}, {"act": "AGREE", "why": ""},
])  # fmt: skip
def test_what_cannot_be_amended_is_refused_in_one_line(editor: TestClient, fields: dict[str, str]) -> None:
    before = one(editor, 2)
    answer = post(editor, "/articles/1/amend/2.json", 422, **{"why": "x", **fields})
    assert "\n" not in answer.json()["detail"]
    assert one(editor, 2) == before and editor.get("/amendments.json").json()["amendments"] == []


def test_a_false_statement_goes_and_a_missing_one_comes(editor: TestClient) -> None:
    post(editor, "/articles/1/amend/5.json", why="x",
         act="ACCUSE")  # fmt: skip
    gone = post(editor, "/articles/1/amend/5/remove.json", why="She is nobody's official.")
    assert one(editor, 5) is None
    added = post(
        editor, "/articles/1/amend.json", source="Hilde Marsh", cue="said", content="her cellar was cold",
        speaker="Hilde Marsh", speaker_code="KRS.CVL", act="STATE", why="It is one, though.",
    )  # fmt: skip
    found = editor.get("/articles/1/amend.json").json()
    assert [a["kind"] for a in found["amendments"][:2]] == ["add", "remove"]
    assert sum("cellar" in s["content"] for s in found["statements"]) == 1
    for amendment in (added, gone):
        post(editor, f"/amendments/{amendment['amendment']}/undo.json", why="x")
    assert one(editor, 5) is not None


def test_contacts_are_set_split_and_merged(editor: TestClient) -> None:
    def contacts() -> list[Any]:
        found: list[Any] = editor.get("/contacts.json").json()["contacts"]
        return found

    newest = contacts()[0]
    post(
        editor, f"/contacts/{newest['contact']}/amend.json", mode="video", place="Old Brede", why="The screen is shown."
    )
    changed = contacts()[0]
    assert (changed["mode"], changed["place"], changed["date"]) == ("video", "Old Brede", newest["date"])
    articles = [told["article"] for told in newest["articles"]]
    assert len(articles) == 2
    made = post(editor, f"/contacts/{newest['contact']}/split.json", article=[articles[1]], why="Another call.")
    assert len(contacts()) == 3
    other = next(c["contact"] for c in contacts() if [t["article"] for t in c["articles"]] == [articles[1]])
    post(editor, f"/contacts/{newest['contact']}/merge.json", other=other, why="The same, after all.")
    assert len(contacts()) == 2
    post(editor, f"/contacts/{newest['contact']}/merge.json", 422, other=newest["contact"], why="x")
    post(editor, "/contacts/999/amend.json", 404, mode="video", why="x")
    page = editor.get(f"/contacts/{newest['contact']}/amend")
    assert page.status_code == 200 and f"amendment {made['amendment']}" in page.text


def test_an_alignment_is_decided_once_for_good(editor: TestClient) -> None:
    first, second = (one(editor, 2, article)["statement"] for article in (1, 4))
    contact = editor.get("/contacts.json").json()["contacts"][-1]["contact"]
    made = post(editor, f"/contacts/{contact}/align.json", a=first, b=second, same="true", why="Word for word.")
    assert made["kind"] == "same"
    assert post(editor, f"/contacts/{contact}/align.json", a=first, b=second, same="false", why="x")["kind"] == "apart"
    post(editor, f"/contacts/{contact}/align.json", 422, a=first, b=first, same="true", why="x")
    page = editor.get(f"/contacts/{contact}/amend.json").json()
    assert [a["kind"] for a in page["amendments"]] == ["apart", "same"]


def test_editors_alone_amend_and_their_forms_carry_a_word(store: Store) -> None:
    fill(store)
    users = Users(store.engine)
    users.add("ed", PASSWORD, "editor")
    users.add("rea", PASSWORD, "reader")
    with desk(store, sign_in=True, users=users) as visitor:
        assert visitor.get("/articles/1/amend").status_code == 303
        for name, status in (("rea", 403), ("ed", 303)):
            visitor.cookies.clear()
            visitor.cookies.set("dragoman", users.sign_in(name, PASSWORD) or "")
            page = visitor.get("/articles/1/report?statement=1").text
            word = html.fromstring(page).xpath("//input[@name='csrf']/@value")[0]
            fields = {"act": "AGREE", "why": "x"}
            assert visitor.post("/articles/1/amend/1", data=fields).status_code == 403
            assert visitor.post("/articles/1/amend/1", data={**fields, "csrf": word}).status_code == status
        assert visitor.get("/amendments.json").json()["amendments"][0]["who"] == "ed"


def test_an_alert_is_made_tells_in_its_feed_and_goes(store: Store, editor: TestClient) -> None:
    post(editor, "/alerts.json", 422, name="a/b", words="valve")
    post(editor, "/alerts.json", 422, name="empty")
    post(editor, "/alerts", 303, name="Вентиль & <valve>", words="valve", state="KRS", everything="true")
    post(editor, "/alerts.json", 422, name="Вентиль & <valve>", words="valve")
    check(store, reader())
    (alert,) = editor.get("/alerts.json").json()["alerts"]
    assert alert["told"] == 6 and alert["query"] == {"words": "valve", "states": ["KRS"]}
    answer = editor.get(alert["feed"])
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.text)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 6
    page = html.fromstring(editor.get("/alerts").text)
    assert page.xpath("//link[@rel='alternate']/@href") == [alert["feed"]]
    (form,) = page.xpath("//form[contains(@action, '/remove')]")
    post(editor, form.get("action"), 303)
    assert editor.get("/alerts.json").json()["alerts"] == []
    assert editor.get(alert["feed"]).status_code == 404


def test_sources_that_fail_stand_first(store: Store, editor: TestClient) -> None:
    now = time.time()
    with store.writing() as connection:
        for name, values, due in (
            ("well", {"last_visit": now - 60, "last_success": now - 60}, now + 60),
            ("failing", {"last_visit": now, "failures": 3, "last_error": "it <b>stalls</b>"}, now + 60),
            ("late", {"last_visit": now - 9 * 86_400}, now - 8 * 86_400),
            ("new", {}, now),
        ):
            url = f"https://{name}.example/feed"
            connection.execute(insert(sources).values({
                "url": url, "kind": "feed", "name": name, "first_seen": now, "failures": 0, "found": 2, **values
            }))  # fmt: skip
            for address in (url, f"{url}/1"):
                connection.execute(insert(visits).values({
                    "url": address, "source": url, "kind": "feed", "host": f"{name}.example", "first_seen": now,
                    "next_visit": due,
                }))  # fmt: skip
    found = editor.get("/sources.json").json()
    assert [(s["name"], s["health"], s["followed"]) for s in found["sources"]] == [
        ("failing", "failing", 1), ("late", "late", 1), ("new", "new", 1), ("well", "well", 1),
    ]  # fmt: skip
    assert "it <b>stalls" not in editor.get("/sources").text
    assert sum(line["counts"][-1] for line in found["articles"]["lines"]) == 2
