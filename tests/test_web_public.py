"""What the public may send: reports of errors, where they are switched on; counted, bounded, and only looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.store import Store
from dragoman.web.security.users import Users
from dragoman.web.settings import Limits
from tests.test_web_security import ATTACKS, PASSWORD, dangers, token
from tests.web_sample import client, fill

SENT = {"what": "words", "why": "It ends too late."}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two articles of one contact."""
    with Store.open(tmp_path / "store.db", create=True) as opened:
        fill(opened)
        yield opened


def test_a_public_server_takes_no_reports_by_default(store: Store) -> None:
    with client(store, public=True) as desk:
        assert not desk.get("/articles/1/report.json").json()["open"]
        assert "<form" not in desk.get("/articles/1/report").text.split("<main", 1)[1]
        assert desk.post("/articles/1/report.json", data=SENT).status_code == 403
    with client(store) as desk:
        assert desk.get("/reports.json").json()["reports"] == []


def test_the_public_reports_where_it_may_and_editors_see_it(store: Store) -> None:
    with client(store, public=True, reports=True) as desk:
        assert desk.get("/articles/1/report?statement=1").text.count('name="why"') == 1
        kept = desk.post("/articles/1/report", data={**SENT, "statement": "1", "by": "A. Reader"})
        assert kept.status_code == 303
        assert desk.get(kept.headers["location"]).status_code == 200
        assert desk.get("/reports.json").status_code == 403, "what others report is for editors"
        keep = desk.post("/read.json", data={"text": "Amsel said that it is so.", "keep": "yes"})
        assert keep.status_code == 403 and store.count() == 2, "and nothing else may be changed"
    with client(store) as desk:
        (one,) = desk.get("/reports.json").json()["reports"]
        assert (one["why"], one["who"], one["statement"]) == (SENT["why"], "A. Reader", 1)


def test_editors_of_a_public_server_amend_and_its_readers_report(store: Store) -> None:
    users = Users.at(store.where)
    users.add("edda", PASSWORD, "editor")
    with client(store, public=True, sign_in=True, users=users) as desk:
        assert desk.post("/articles/1/report.json", data=SENT).status_code == 403
        assert desk.get("/articles/1/amend.json").status_code == 401
        desk.post("/sign-in", data={"name": "edda", "password": PASSWORD})
        assert desk.get("/articles/1/amend").status_code == 200
        word = token(desk.get("/articles/1/report").text)
        assert desk.post("/articles/1/report.json", data=SENT).status_code == 403, "without the form's word"
        assert desk.post("/articles/1/report.json", data={**SENT, "csrf": word}).status_code == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"why": ""}, 422), ({"why": "\x00\x1b \u200b".strip("\u200b")}, 422), ({"why": "x" * 2001}, 422),
        ({"what": "everything"}, 422), ({"by": "x" * 201}, 422), ({"statement": "99"}, 404),
        ({"statement": "-1"}, 422), ({"statement": "9" * 40}, 422), ({"statement": "1 OR 1=1"}, 422),
    ],
)  # fmt: skip
def test_reports_that_cannot_be_meant_are_refused(store: Store, sent: dict[str, str], status: int) -> None:
    with client(store, public=True, reports=True) as desk:
        assert desk.post("/articles/1/report.json", data={**SENT, **sent}).status_code == status
        assert desk.post("/articles/99/report.json", data=SENT).status_code == 404
        large = desk.post("/articles/1/report.json", data={**SENT, "why": "x" * 2_000_000})
        assert large.status_code == 413, "a form is not taken in without end"
    with client(store) as desk:
        assert desk.get("/reports.json").json()["reports"] == []


def test_other_sites_report_nothing(store: Store) -> None:
    with client(store, public=True, reports=True) as desk:
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
            assert desk.post("/articles/1/report", data=SENT, headers=headers).status_code == 403


def test_hostile_reports_run_nothing_where_editors_read_them(store: Store) -> None:
    with client(store, public=True, reports=True) as desk:
        for attack in ATTACKS:
            answer = desk.post("/articles/1/report", data={"what": "other", "why": attack, "by": attack[:200]})
            assert answer.status_code == 303, attack
            assert dangers(desk.get(answer.headers["location"]).text) == []
    with client(store) as desk:
        page = desk.get("/reports").text
        assert dangers(page) == [] and page.count("<script>alert") == 0
        told = desk.get("/reports.json").json()["reports"]
        assert len(told) == len(ATTACKS)
        assert not any(re.search(r"[\x00-\x08]", one["why"]) for one in told)


def test_who_reports_too_often_waits(store: Store) -> None:
    with client(store, public=True, reports=True, limits=Limits(reports=1)) as desk:
        assert [desk.post("/articles/1/report.json", data=SENT).status_code for _ in range(2)] == [200, 429]
        assert desk.get("/articles/1/report").status_code == 200
