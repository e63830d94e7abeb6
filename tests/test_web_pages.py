"""The desk's pages and their data: the same content at two addresses, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dragoman.record import Record
from dragoman.store import Store
from dragoman.store.tables import articles, claims, comparisons
from tests.store_sample import store, where
from tests.web_sample import client, fill, shown

__all__ = ["store", "where"]

TEXT = "Torvald Amsel said that the border would open."


@pytest.fixture
def desk(store: Store) -> Iterator[TestClient]:
    """A server over a filled archive."""
    fill(store)
    with client(store) as opened:
        yield opened


def test_contacts_are_the_same_as_page_and_as_data(desk: TestClient) -> None:
    page, data = desk.get("/contacts"), desk.get("/contacts.json").json()
    assert page.status_code == 200
    (contact,) = data["contacts"]
    assert contact["date"] == "2030-05-04" and contact["states"] == ["ARD", "BEL"] and contact["place"] == "Kestrel Bay"
    assert shown(page, "what", "a/@href") == [f"/contacts/{contact['contact']}"]
    assert "Kestrel Bay" in page.text and "Torvald Amsel" in page.text and "4 May 2030" in page.text


FILTERS = {
    "state=ARD": 1, "state=ard,BEL": 1, "state=FRA": 0, "person=amsel": 1, "person=nobody": 0, "person=%25": 0,
    "mode=in-person": 1, "mode=phone": 0, "topic=territory": 1, "topic=energy": 0,
    "since=2030-05-04&until=2030-05-04": 1, "since=2030-05-05": 0,
    "state=&person=&mode=&topic=&since=&until=": 1,
}  # fmt: skip


def test_contacts_are_filtered(desk: TestClient) -> None:
    found = {asked: len(desk.get(f"/contacts.json?{asked}").json()["contacts"]) for asked in FILTERS}
    assert found == FILTERS
    assert {desk.get(f"/contacts?{asked}").status_code for asked in FILTERS} == {200}
    for wrong in ("mode=smoke", "since=2030-02-30", "since=soon", "limit=0", "before=x", "before=-1"):
        assert desk.get(f"/contacts.json?{wrong}").status_code == 422, wrong
        assert desk.get(f"/contacts?{wrong}").status_code == 422, wrong


def test_contacts_come_in_pages(store: Store) -> None:
    from dragoman.store import Adder
    from tests.store_sample import fake_reader
    from tests.web_sample import record

    adder = Adder(store, fake_reader())
    for day in range(1, 6):
        adder.add(record(f"d{day}", published=f"2030-05-0{day}", place=f"Place {day}"), f"d{day}")
    with client(store) as desk:
        first = desk.get("/contacts.json?limit=2").json()
        second = desk.get(f"/contacts.json?limit=2&before={first['next']}").json()
        last = desk.get(f"/contacts.json?limit=2&before={second['next']}").json()
        days = [c["date"][-1] for part in (first, second, last) for c in part["contacts"]]
        assert days == ["5", "4", "3", "2", "1"] and last["next"] is None
        assert f"before={first['next']}" in desk.get("/contacts?limit=2").text


def test_a_contact_shows_both_accounts_and_is_compared_once(store: Store, desk: TestClient) -> None:
    number = desk.get("/contacts.json").json()["contacts"][0]["contact"]
    data = desk.get(f"/contacts/{number}.json").json()
    if data["comparison"] is None:
        pytest.fail(f"not compared: {data['alone']}")
    assert set(data["comparison"]["sides"]) == {"ARD", "BEL"}
    page = desk.get(f"/contacts/{number}")
    assert page.status_code == 200 and shown(page, "columns", "blockquote")
    assert set(shown(page, "articles", "p[@class='title']/a/@href")) == {"/articles/1", "/articles/2"}
    with store.reading() as connection:
        kept = connection.execute(comparisons.select()).one()
        told = connection.execute(claims.select()).all()
    assert kept.contact == number and len(told) == sum(
        len(some) for row in data["comparison"]["rows"] for some in row["claims"].values()
    )
    desk.get(f"/contacts/{number}")
    with store.reading() as connection:
        assert connection.execute(comparisons.select()).one().id == kept.id


def test_an_article_shows_its_statements_and_versions(desk: TestClient) -> None:
    data = desk.get("/articles/1.json").json()
    assert data["number"] == 2 and [one["number"] for one in data["versions"]] == [1, 2]
    assert Record.from_dict(data["record"]).statements and data["whole"] and data["left_out"] == 0
    (changed,) = [one for one in data["revision"]["changes"] if one["kind"] == "wording"]
    assert changed["new"]["words"].endswith("in May")
    page = desk.get("/articles/1")
    assert shown(page, "notes", "article/@id") == ["s1", "s2"]
    (said,) = shown(page, "said", "span[@class='content s1 k0']")
    assert said.text_content() == "the border would open in May"
    assert shown(page, "stages", "a/@href") == ["/articles/1?version=1", "/articles/1?version=2"]
    assert shown(page, "versions", "input/@max") == ["2"]
    first = desk.get("/articles/1?version=1")
    assert "in May" not in first.text and desk.get("/articles/1.json?version=1").json()["revision"] is None


def test_pictures_are_words_and_links_unless_they_are_asked_for(store: Store, desk: TestClient) -> None:
    page = desk.get("/articles/2")
    assert shown(page, "picture", "a/@href") == ["https://pictures.example.org/a.jpg"]
    assert not shown(page, "picture", "img") and "A. Lens" in page.text
    with client(store, images=True) as loading:
        page = loading.get("/articles/2")
    assert shown(page, "picture", "img/@src") == ["https://pictures.example.org/a.jpg"]
    assert "img-src 'self' data: https:" in page.headers["content-security-policy"]


def test_what_is_not_there_is_told_to_people_and_to_programs(desk: TestClient) -> None:
    for address in ("/articles/99", "/articles/1?version=9", "/contacts/99", "/nothing", "/examples/none"):
        path, mark, query = address.partition("?")
        page, data = desk.get(address), desk.get(f"{path}.json{mark}{query}")
        assert page.status_code == data.status_code == 404, address
        assert "<h1>" in page.text and set(data.json()) == {"detail"}


def test_the_public_sees_excerpts_and_the_link(store: Store) -> None:
    from dragoman.store import Adder
    from tests.store_sample import fake_reader
    from tests.web_sample import record

    filler = "The harbour was calm that day, and nobody in the street knew why. " * 60
    long = f"{filler}Torvald Amsel said that the border would open. {filler}"
    Adder(store, fake_reader()).add(record("long", long), "long")
    with client(store, public=True) as desk:
        data, page = desk.get("/articles/1.json").json(), desk.get("/articles/1")
    text = data["record"]["article"]["text"]
    assert len(text) == len(long) and text.split() == ["Torvald", "Amsel", "said", "the", "border", "would", "open"]
    assert not data["whole"] and "harbour was calm" not in page.text and "border would open" in page.text
    assert "https://paper.example.org/long" in page.text


def test_without_an_archive_texts_are_read_and_the_rest_is_told() -> None:
    with client() as desk:
        assert desk.get("/").status_code == 200 and not desk.get("/index.json").json()["archive"]
        assert desk.get("/contacts").status_code == 404
        assert desk.post("/read", data={"text": TEXT}).status_code == 200
        assert desk.get("/health").json()["archive"] == "none"


def test_the_interface_speaks_two_languages(desk: TestClient) -> None:
    russian = desk.get("/contacts?lang=ru")
    assert '<html lang="ru">' in russian.text and "4 мая 2030" in russian.text
    assert "Контакты" in desk.get("/contacts").text, "the language that was asked for is remembered"
    desk.cookies.clear()
    asked = {"Accept-Language": "fr;q=0.9, ru-RU;q=0.8, en;q=0.1"}
    assert 'lang="ru"' in desk.get("/", headers=asked).text
    assert '<html lang="en">' in desk.get("/", headers={"Accept-Language": "fr, *;q=0.1, ;;q=x"}).text


def test_a_fresh_file_store_is_filled_by_what_is_kept(tmp_path: Path) -> None:
    with Store.open(tmp_path / "new.db", create=True) as store, client(store) as desk:
        assert desk.get("/index.json").json()["may_keep"]
        answer = desk.post("/read.json", data={"text": TEXT, "keep": "yes", "published": "2030-05-04"})
        (number,) = answer.json()["kept"]
        with store.reading() as connection:
            assert connection.execute(articles.select()).one().id == number
        assert f"/articles/{number}" in desk.post("/read", data={"text": TEXT, "keep": "yes"}).text
