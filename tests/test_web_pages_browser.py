"""Chromium on the pages that find and amend: their paths, without errors; axe, no overflow, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dragoman.store import Store
from dragoman.web.app import app
from tests.test_web_browser import browser, pytestmark  # noqa: F401
from tests.web_archive import fill, reader
from tests.web_sample import served

PAGES = (
    "/search?words=valve", "/search?words=ab*", "/check?quote=the+valve+must+be+opened", "/speakers", "/speakers/1",
    "/topics", "/topics/energy", "/chart", "/chart?state=KRS,BEM", "/sources", "/alerts",
    "/articles/1/report?statement=1", "/reports", "/amendments", "/articles/1/amend?statement=2", "/contacts/1/amend",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server over an archive of invented people is reached."""
    with Store.open(tmp_path_factory.mktemp("web") / "desk.db", create=True) as store:
        fill(store)
        with served(app(store, reader())) as where:
            yield where


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Any]:  # noqa: F811
    """Opens a page in a look; fails where the console tells of an error or another host is asked."""
    trouble: list[str] = []
    contexts: list[Any] = []

    def opened(path: str = "/", **look: Any) -> Any:
        contexts.append(browser.new_context(base_url=address, **look))
        page = contexts[-1].new_page()
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(address) else trouble.append(asked.url))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.mark.parametrize(("width", "scheme", "language"), [(1280, "light", "en"), (375, "dark", "ru")])
def test_pages_pass_axe_and_fit(open_page: Any, width: int, scheme: str, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in PAGES:
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        assert [(one["id"], [node["html"][:100] for node in one["nodes"]]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_from_a_search_to_a_statement_in_its_article(open_page: Any) -> None:
    page = open_page("/search")
    page.fill("#words", "valve")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?words=valve**")
    page.click("aside >> text=Morning Valve")
    assert page.locator("li.statement").count() == 4
    page.click("li.statement .place a >> nth=0")
    page.wait_for_url("**/articles/2#s*")
    assert page.locator("article.note:target").count() == 1


def test_a_bar_opens_its_statements(open_page: Any) -> None:
    page = open_page("/chart?state=KRS,BEM")
    bar = page.locator("svg.chart a[href^='/search']").first
    label = bar.get_attribute("aria-label")
    bar.click()
    page.wait_for_url("**/search?**")
    assert page.locator("li.statement").count() == int(label.rpartition(": ")[2])


def test_an_amendment_is_made_found_in_the_history_and_undone(open_page: Any) -> None:
    page = open_page("/articles/1/amend?statement=1")
    page.select_option("#act", "THREATEN")
    page.fill("section#amend form.sheet-form #why", "He threatens.")
    page.click("section#amend form.sheet-form button")
    page.wait_for_url("**/articles/1/amend#history")
    assert "ACCUSE → THREATEN" in page.inner_text(".history")
    page.goto("/amendments")
    page.click("summary >> text=Undo")
    page.fill(".history input[name=why]", "He does not.")
    page.click(".history button")
    page.wait_for_url("**/amendments?article=1")
    assert "THREATEN" in page.inner_text(".history del")


def test_everything_works_without_scripts(open_page: Any) -> None:
    page = open_page("/articles/1/report?statement=2", java_script_enabled=False)
    page.check("#what-words")
    page.fill("#why", "The valve is left out.")
    page.click("main form button")
    page.wait_for_url("**kept=**")
    page.goto("/reports")
    assert "The valve is left out." in page.inner_text("main")


def test_what_is_quoted_looks_otherwise_than_what_is_paraphrased(open_page: Any) -> None:
    page = open_page("/search?words=valve")

    def style(manner: str, name: str) -> str:
        found: str = page.evaluate(
            f"getComputedStyle(document.querySelector('.statement.{manner} .words'))['{name}']"
        )  # fmt: skip
        return found

    for name in ("border-inline-start-style", "font-family"):
        assert style("quoted", name) != style("paraphrased", name), name
    assert style("translated", "border-inline-start-style") == "double"
