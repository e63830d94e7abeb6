"""Paste and read: what is given, what is kept, and what happens when too much is asked for."""

from __future__ import annotations

import asyncio
import logging
import threading
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from fastapi.testclient import TestClient

from dragoman.article import Article
from dragoman.gather import Fetched
from dragoman.store import Store
from dragoman.web import texts
from dragoman.web.app import app
from dragoman.web.errors import BusyError
from dragoman.web.examples import EXAMPLES
from dragoman.web.readings import Pool, Readings
from dragoman.web.settings import Settings
from tests.web_catalogue import WEB, said
from tests.web_sample import HOSTS, client, fake_reader

TEXT = "Torvald Amsel said that the border would open. Mirela Sand said that nothing was agreed."


def test_a_text_and_a_file_give_the_same_record(tmp_path: Path) -> None:
    with client() as desk:
        pasted = desk.post("/read.json", data={"text": TEXT, "published": "2030-05-04"}).json()["records"][0]
        sent = {"file": ("talks.txt", TEXT.encode(), "text/plain")}
        filed = desk.post("/read.json", files=sent, data={"published": "2030-05-04"}).json()["records"][0]
    assert pasted["statements"] == filed["statements"] and len(pasted["statements"]) == 2
    assert pasted["article"]["published"]["value"] == "2030-05-04" and filed["article"]["source"] == "talks.txt"


def test_an_address_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    def fetch(url: str, **options: Any) -> Fetched:
        asked.append((url, options))
        return Fetched(TEXT.encode(), url, "text/plain", "utf-8", url)

    monkeypatch.setattr(texts, "fetch", fetch)
    with client() as desk:
        record = desk.post("/read.json", data={"text": "  https://paper.example.org/a \n"}).json()["records"][0]
    assert record["article"]["url"]["value"] == "https://paper.example.org/a"
    assert [url for url, _ in asked] == ["https://paper.example.org/a"]
    assert not asked[0][1].get("allow_private") and asked[0][1]["limit"] == 10_000_000


def test_a_path_is_a_text_and_no_file_of_the_server(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Torvald Amsel said that this is secret.", encoding="utf-8")
    with client() as desk:
        for name in (str(secret), f"file://{secret}", "-"):
            answer = desk.post("/read.json", data={"text": name})
            assert "secret." not in str([s["words"] for s in answer.json()["records"][0]["statements"]]), name


def test_two_texts_are_compared_or_it_is_told_why_not() -> None:
    second = "Mirela Sand said that the border would open. Torvald Amsel said that it was late."
    with client() as desk:
        both = desk.post("/read.json", data={"text": TEXT, "side": "ard", "text2": second, "side2": "BEL"}).json()
        assert both["comparison"]["sides"] == ["ARD", "BEL"] and len(both["records"]) == 2 and both["alone"] is None
        alone = desk.post("/read", data={"text": "No one.", "text2": "Nothing."})
        assert alone.status_code == 200 and "There is no comparison" in alone.text


@pytest.mark.parametrize(
    "given",
    [{}, {"text": "  \n"}, {"text": TEXT, "published": "soon"}, {"text": TEXT, "side": "not a code"},
     {"text": TEXT, "published": "2030-13-45"}],
)  # fmt: skip
def test_what_cannot_be_taken_is_told(given: dict[str, str]) -> None:
    with client() as desk:
        page, data = desk.post("/read", data=given), desk.post("/read.json", data=given)
    assert page.status_code == data.status_code == 422 and data.json()["detail"] and "<h1>" in page.text


def test_bytes_that_hold_no_article_are_told() -> None:
    with client() as desk:
        answer = desk.post("/read.json", files={"file": ("x.pdf", b"%PDF-1.4 broken", "application/pdf")})
        assert answer.status_code == 422 and "\n" not in answer.json()["detail"]


def test_nothing_is_kept_or_logged_unless_asked_for(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Store.open(tmp_path / "s.db", create=True) as store, client(store) as desk:
        desk.post("/read", data={"text": TEXT})
        assert store.count() == 0 and "border" not in caplog.text
        assert desk.post("/read.json", data={"text": TEXT}).headers["cache-control"] == "no-store"
        kept = desk.post("/read.json", data={"text": TEXT, "keep": "yes"}).json()["kept"]
        assert store.count() == 1 and kept == [1]


def test_the_examples_are_one_click_away() -> None:
    with client() as desk:
        links = [one["address"] for one in desk.get("/index.json").json()["examples"]]
        assert links == [f"/examples/{one.name}" for one in EXAMPLES]
        front = desk.get("/").text
        for link in links:
            assert f'href="{link}"' in front and desk.get(link).status_code == 200


def test_when_the_reader_fails_nothing_of_it_is_told() -> None:
    with TestClient(app(None, fake_reader(), Settings(hosts=HOSTS)), raise_server_exceptions=False) as desk:
        answer = desk.post("/read.json", data={"text": "RAISE said that it is so."})
        assert answer.status_code == 500 and "RAISE" not in answer.text and "Traceback" not in answer.text


def test_more_than_the_queue_holds_is_refused_at_once() -> None:
    go = threading.Event()

    async def ask() -> None:
        pool = Pool("test", workers=1, queue=2, seconds=10)
        first, second = (asyncio.create_task(pool.run(lambda: go.wait(10))) for _ in range(2))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await pool.run(lambda: None)
        go.set()
        assert await first and await second
        await pool.run(lambda: None)
        pool.close()

    asyncio.run(ask())


def test_a_reading_that_takes_too_long_ends_and_gives_its_place_back() -> None:
    from typing import cast

    from dragoman.pipeline import Reader

    class Slow:
        """Reads part after part, and hears of it after each."""

        ended = threading.Event()

        def read_article(self, article: Article, *, told: Any) -> None:
            try:
                for part in range(10_000):
                    threading.Event().wait(0.01)
                    told(part, 10_000)
            finally:
                self.ended.set()

    async def ask() -> None:
        readings = Readings(cast("Reader", Slow()), workers=1, queue=1, seconds=0.1)
        with pytest.raises(BusyError) as told:
            await readings.read(Article("words"))
        assert told.value.status_code == 504
        assert await asyncio.to_thread(Slow.ended.wait, 10), "the reader stops when nobody waits any more"
        for _ in range(100):
            if not readings.under_way:
                break
            await asyncio.sleep(0.01)
        assert readings.under_way == 0
        readings.close()

    asyncio.run(ask())


def test_every_phrase_is_in_russian() -> None:
    catalogue = read_po((WEB / "locale" / "ru" / "LC_MESSAGES" / "web.po").open("rb"), locale="ru")
    missing = []
    for message in said():
        if not message.id:
            continue
        found = catalogue.get(message.id if isinstance(message.id, str) else message.id[0])
        if found is None or not all([found.string] if isinstance(found.string, str) else found.string):
            missing.append(message.id)
    assert missing == []
    known = said()
    unsaid = [m.id for m in catalogue if m.id and known.get(m.id if isinstance(m.id, str) else m.id[0]) is None]
    assert unsaid == []
    wrong = [m.id for m in catalogue if m.id and list(m.check())]
    assert wrong == []
