"""Draw docs/screens/*.png: every page of the desk, light, dark and on a phone, from invented people and states.

    python docs/make_screens.py [NAME …]

Needs the extra "server", Playwright and Debian's Chromium ($CHROMIUM names another). ``pngquant``, where it is
installed, makes the pictures smaller. Run it again whenever a page changes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import uvicorn
from demo_store import ACTORS, DEMO, fill
from playwright.sync_api import Page, sync_playwright

from dragoman.pipeline import Reader
from dragoman.store import Store
from dragoman.web.app import app

SCREENS: Final = Path(__file__).parent / "screens"

PAGES: Final = {
    "front": "/", "contacts": "/contacts", "contact": "/contacts/{contact}", "article": "/articles/13",
    "over-time": "/chart?state=XAD,XVZ", "search": "/search?words=ferries+OR+паромы", "speakers": "/speakers",
    "check": "/check?quote=the+crews+would+go+home+on+28+March+once+the+fine+is+paid&speaker=Lesnevich",
    "speaker": "/speakers/{speaker}", "topics": "/topics", "topic": "/topics/energy", "sources": "/sources",
    "alerts": "/alerts", "report": "/articles/1/report?statement=1", "reports": "/reports",
    "amend": "/articles/13/amend?statement=1", "amend-contact": "/contacts/{contact}/amend", "history": "/amendments",
    "api": "/api",
}  # fmt: skip
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 375, "height": 812}, "color_scheme": "light"},
}
TALLEST: Final = {"light": 1500, "dark": 1500, "phone": 1800}
"""Pixels of a page that are drawn."""


@contextmanager
def served(store: Store) -> Iterator[str]:
    """The address of a server of the store, stopped afterwards."""
    config = uvicorn.Config(app(store, Reader(actors=[ACTORS])), port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def numbers(address: str) -> dict[str, int]:
    """The contact with most accounts, and the speaker who says most."""
    import json
    from urllib.request import urlopen

    def data(path: str) -> Any:
        with urlopen(address + path) as answer:
            return json.load(answer)

    found = data("/contacts.json?state=XAD,XVZ")["contacts"]

    def accounts(one: Any) -> tuple[int, int]:
        return len({told["side"] for told in one["articles"] if told["side"]}), len(one["articles"])

    contact = max(found, key=accounts)
    speaker = max(data("/speakers.json")["speakers"], key=lambda one: one["statements"])
    return {"contact": contact["contact"], "speaker": speaker["actor"]}


def draw(page: Page, file: Path, tallest: int) -> None:
    """One picture of the page as it stands, from its top."""
    height = min(tallest, int(page.evaluate("document.documentElement.scrollHeight")))
    width = page.viewport_size["width"] if page.viewport_size else 1280
    clip: Any = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=file, clip=clip, full_page=True, animations="disabled")
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--ext", ".png", "--speed", "1", "64", str(file)], check=False)


def main() -> None:
    """Draw the pages that are named, or all."""
    wanted = set(sys.argv[1:]) or {*PAGES, "read"}
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Store.open(f"{folder}/demo.db", create=True) as store:
        fill(store, Reader(actors=[ACTORS]))
        with served(store) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
                args=["--no-sandbox", "--disable-background-networking"],
            )
            known = numbers(address)
            for look, settings in LOOKS.items():
                page = browser.new_context(**settings, locale="en-GB", reduced_motion="reduce").new_page()
                for name, path in PAGES.items():
                    if name in wanted:
                        page.goto(address + path.format(**known))
                        draw(page, SCREENS / f"{name}.{look}.png", TALLEST[look])
                if "read" in wanted:
                    page.goto(address)
                    page.fill("#text", (DEMO / "16-ports.en.md").read_text("utf-8"))
                    page.click(".desk button[type=submit]")
                    page.wait_for_selector(".record")
                    draw(page, SCREENS / f"read.{look}.png", TALLEST[look])
            browser.close()


if __name__ == "__main__":
    main()
