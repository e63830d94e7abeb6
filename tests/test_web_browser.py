"""A real browser on the main paths: with scripts and without, light and dark, narrow, and by keyboard."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.store import Store
from tests.web_sample import fill, served, server

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true", reason="no Chromium here: apt-get install chromium"
)

FIRST = "Torvald Amsel said that the border would open. Mirela Sand said that nothing was agreed."
SECOND = "Mirela Sand said that the border would open in May. Torvald Amsel said that he was satisfied."


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server over a small archive of invented people is reached."""
    with Store.open(tmp_path_factory.mktemp("web") / "desk.db", create=True) as store:
        fill(store)
        with served(server(store)) as where:
            yield where


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, which asks nobody else for anything."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM is not None, "CI=true, and there is no Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page that fails its test for anything said on the console, and for a request to any other host."""
    yield from opened(browser, address)


def opened(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    context = browser.new_context(base_url=address, **options)
    one = context.new_page()
    trouble: list[str] = []
    one.on("console", lambda said: trouble.append(f"{said.type}: {said.text}"))
    one.on("pageerror", lambda error: trouble.append(str(error)))
    one.on("request", lambda asked: asked.url.startswith((address, "data:")) or trouble.append(asked.url))
    yield one
    context.close()
    assert trouble == []


def test_a_pasted_text_gives_its_record(page: Any) -> None:
    page.goto("/")
    page.get_by_label("A text, an address or a file").fill(FIRST)
    page.get_by_role("button", name="Read").click()
    page.wait_for_selector(".record")
    assert page.locator(".note").count() == 2
    page.locator(".content.s2").hover()
    assert "lit" in page.locator("#s2").get_attribute("class")
    assert "lit" not in page.locator("#s1").get_attribute("class")
    page.locator("#r1").focus()
    assert "lit" in page.locator("#s1").get_attribute("class"), "by keyboard too"
    assert "not kept" in page.content()


def test_a_side_keeps_its_colour(page: Any) -> None:
    page.goto("/articles/1")
    colours = [
        page.locator(f"#s{n}").evaluate("one => getComputedStyle(one).getPropertyValue('--side')") for n in (1, 2)
    ]
    sides = [page.locator("main .dragoman").first.evaluate(f"one => getComputedStyle(one).getPropertyValue('--side{n}')")
             for n in (0, 1)]  # fmt: skip
    assert colours == sides and len(set(colours)) == 2, "each side has its colour, in the text and beside it"


def test_two_texts_give_their_comparison(page: Any) -> None:
    page.goto("/")
    page.locator("#text").fill(FIRST)
    page.locator("#side").fill("ARD")
    page.get_by_text("Set a second account beside it").click()
    page.locator("#text2").fill(SECOND)
    page.locator("#side2").fill("BEL")
    page.get_by_role("button", name="Read").click()
    page.wait_for_selector(".comparison")
    assert page.locator(".account h3").all_inner_texts()[0].startswith("A")
    assert page.locator(".columns blockquote").count() >= 2


def test_a_file_is_read(page: Any, tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text(FIRST, encoding="utf-8")
    page.goto("/")
    page.locator("#file").set_input_files(tmp_path / "talks.txt")
    page.get_by_role("button", name="Read").click()
    page.wait_for_selector(".record")
    assert page.locator(".note").count() == 2


def test_from_a_contact_to_an_article_to_its_version(page: Any) -> None:
    page.goto("/")
    page.get_by_role("link", name="Contacts", exact=True).click()
    page.locator(".timeline .what a").first.click()
    page.wait_for_selector(".comparison")
    page.locator(".articles a", has_text="Amsel and Sand meet").click()
    page.wait_for_selector(".changed")
    slider = page.get_by_label("Version", exact=True)
    assert not page.locator(".versions button").is_visible(), "with scripts the slider needs no button"
    slider.focus()
    slider.press("ArrowLeft")
    page.wait_for_url("**/articles/1?version=1")
    assert page.locator(".changed").count() == 0 and "in May" not in page.locator(".record .text").inner_text()


def test_all_of_it_works_without_scripts(browser: Any, address: str) -> None:
    for page in opened(browser, address, java_script_enabled=False):
        page.goto("/")
        page.locator("#text").fill(FIRST)
        page.locator("button[type=submit]").last.click()
        assert page.locator(".note").count() == 2
        page.goto("/articles/1")
        page.locator(".stages a").first.click()
        assert page.url.endswith("?version=1")
        page.goto("/contacts")
        page.locator("#person").fill("nobody")
        page.locator(".filters button").click()
        assert page.locator(".timeline .contact").count() == 0


PAGES = ("/", "/contacts", "/contacts/1", "/articles/1", "/api", "/nothing-here")


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ru")])
def test_pages_are_accessible_and_fit(browser: Any, address: str, scheme: str, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for width in (1280, 375):
        size = {"width": width, "height": 800}
        context = browser.new_context(base_url=address, color_scheme=scheme, locale=language, viewport=size)
        page = context.new_page()
        for path in PAGES:
            page.goto(path)
            for opened_up in page.locator("details").all():
                opened_up.evaluate("one => { one.open = true; }")
            found = Axe().run(page, options=rules)
            told = [
                f"{path} {one['id']}: {node['html'][:150]}"
                for one in found.response["violations"] for node in one["nodes"]
            ]  # fmt: skip
            assert told == [], f"{width} {scheme} {language}"
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} wide on {width}"
        context.close()


def test_the_content_is_reached_by_keyboard(page: Any) -> None:
    page.goto("/contacts")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "state"
    width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width >= 2, "focus is seen"
