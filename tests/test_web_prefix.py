"""A server behind a proxy, under a path of its own: no link, form, file or redirect leads out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from dragoman.store import Store
from dragoman.web.prefixes import PREFIX, led
from dragoman.web.security.users import Users
from tests.test_web_security import PASSWORD
from tests.web_sample import client, fill

PAGES = ("/", "/contacts", "/contacts/1", "/articles/1", "/search?words=border", "/speakers", "/topics", "/sources",
         "/alerts", "/amendments", "/reports", "/check", "/chart?state=ARD,BEL", "/api", "/nowhere",
         "/articles/1/amend?statement=1", "/articles/1/report")  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two articles of one contact."""
    with Store.open(tmp_path / "store.db", create=True) as opened:
        fill(opened)
        yield opened


@pytest.mark.parametrize("asked", ["/talks", ""], ids=["kept", "taken off"])
def test_every_page_leads_to_pages_under_the_prefix(store: Store, asked: str) -> None:
    with client(store, prefix="/talks") as desk:
        for page in PAGES:
            answer = desk.get(asked + page)
            assert answer.status_code == (404 if page == "/nowhere" else 200), page
            tree = html.fromstring(answer.text)
            found = tree.xpath("//@href | //@src | //@action | //@formaction | //@*[name()='xlink:href']")
            inside = [one for one in found if one.startswith("/")]
            assert inside and [one for one in inside if not one.startswith("/talks/")] == [], page
        style = next(one for one in inside if "site.css" in one)
        assert 'url("/' not in desk.get(style).text and desk.get("/talks").status_code == 200


def test_redirects_cookies_and_the_description_of_the_api(store: Store) -> None:
    users = Users.at(store.where)
    users.add("edda", PASSWORD, "editor")
    with client(store, prefix="/talks", sign_in=True, secure=True, users=users) as desk:
        assert desk.get("/talks/contacts").headers["location"] == "/talks/sign-in?next=/contacts"
        right = desk.post("/talks/sign-in", data={"name": "edda", "password": PASSWORD, "next": "/contacts"})
        assert right.headers["location"] == "/talks/contacts"
        assert re.match(r"__Host-dragoman=.*; Path=/;.* Secure", right.headers["set-cookie"])
        assert desk.get("/talks/openapi.json").json()["servers"] == [{"url": "/talks"}]
        away = desk.post("/talks/sign-in", data={"name": "edda", "password": PASSWORD, "next": "//evil.example"})
        assert away.headers["location"] == "/talks/"


def test_an_articles_words_are_left_alone() -> None:
    page = '<a href="/a">href=&#34;/b&#34;</a><a href="//other.example/"><svg><a xlink:href="/c"></a></svg>'
    assert led(page, "/talks") == page.replace('"/a"', '"/talks/a"').replace('"/c"', '"/talks/c"')


@pytest.mark.parametrize("wrong", ["talks", "//evil.example", '/"><script>', "/a/../b c", "/a?b"])
def test_only_a_path_is_a_prefix(wrong: str) -> None:
    assert not PREFIX.fullmatch(wrong)
