"""Search, quotations, speakers, topics and charts in the browser, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import etree, html
from sqlalchemy import select

from dragoman.store import Adder, Store
from dragoman.store.tables import actors
from dragoman.web import between, charts, people, periods
from tests.store_sample import new_database
from tests.web_archive import NEIGHBOUR, ORSA, article, desk, fill, reader


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A filled archive that no test changes, on each database."""
    where = str(tmp_path_factory.mktemp("web") / "store.db") if request.param == "sqlite" else new_database()
    with Store.open(where, create=True) as opened:
        fill(opened)
        yield opened


@pytest.fixture(scope="module")
def visitor(store: Store) -> Iterator[TestClient]:
    with desk(store) as opened:
        yield opened


def row(store: Store, name: str) -> int:
    """The number of an actor."""
    with store.reading() as connection:
        return int(connection.execute(select(actors.c.id).where(actors.c.name == name)).scalar_one())


def data(visitor: TestClient, path: str, **parameters: Any) -> Any:
    answer = visitor.get(path, params=parameters or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_words_are_found_and_marked(visitor: TestClient) -> None:
    found = data(visitor, "/search.json", words="valves")
    assert found["total"] == 10
    first = found["statements"][0]
    start, end = first["marks"]["content"][0]
    assert first["content"][start:end] == "valve"
    page = html.fromstring(visitor.get("/search?words=valves").text)
    assert page.xpath("//mark/text()")[0] == "valve"
    assert len(page.xpath("//li[contains(@class, 'statement')]")) == 10


def test_every_count_of_a_facet_is_what_its_link_finds(visitor: TestClient) -> None:
    found = data(visitor, "/search.json", words="valve OR вентиль")
    assert {facet["name"] for facet in found["facets"]} == {
        "act", "topic", "state", "account", "kind", "publisher", "language",
    }  # fmt: skip
    for facet in found["facets"]:
        for one in facet["counts"]:
            narrowed = data(visitor, "/search.json", words="valve OR вентиль", **{facet["name"]: one["value"]})
            assert narrowed["total"] == one["count"], (facet["name"], one)


def test_links_of_the_facets_keep_what_is_asked_already(visitor: TestClient) -> None:
    page = html.fromstring(visitor.get("/search?words=valve&act=ACCUSE&act=REQUEST&topic=energy").text)
    publisher = page.xpath("//aside//a[contains(., 'Morning Valve')]/@href")[0]
    assert data(visitor, publisher.replace("/search?", "/search.json?"))["total"] == 2
    without = page.xpath("//ul[contains(@class, 'chosen')]//a[contains(., 'asks')]/@href")[0]
    assert "act=ACCUSE" in without and "REQUEST" not in without and "topic=energy" in without


def test_pages_follow_each_other_without_gap(visitor: TestClient) -> None:
    whole = [one["statement"] for one in data(visitor, "/search.json", limit=100)["statements"]]
    assert len(whole) == 15 and whole == sorted(whole, reverse=True)
    for order, words in (("newest", ""), ("best", "valve")):
        seen: list[int] = []
        after: int | None = None
        while after is not None or not seen:
            page = data(visitor, "/search.json", limit=4, order=order, words=words, after=after or "")
            seen += [one["statement"] for one in page["statements"]]
            after = page["next"]
        assert len(seen) == len(set(seen)) == page["total"]


@pytest.mark.parametrize("asked", ["words=ab*", "state=Nowhereland", "since=yesterday", "state=QQQ", "contact=99999"])
def test_what_cannot_be_looked_for_is_told_in_the_page(visitor: TestClient, asked: str) -> None:
    assert visitor.get(f"/search.json?{asked}").status_code == 422
    page = visitor.get(f"/search?{asked}")
    assert page.status_code == 200
    assert len(html.fromstring(page.text).xpath("//p[@role='alert']/text()")[0]) > 10


def test_who_may_not_read_whole_texts_sees_the_beginning_of_a_statement(tmp_path: Path) -> None:
    long = "a valve " * 60 + "shut"
    with Store.open(tmp_path / "store.db", create=True) as store, desk(store, public=True) as visitor:
        said = ((ORSA, "STATE", "indirect", False, None, "energy", long),)
        Adder(store, reader()).add(article("long", "2031-04-01", said=said), "long")
        first = data(visitor, "/search.json", words="valve")["statements"][0]
        assert first["cut"] and first["content"] == long[:300]
        assert all(end <= 300 for _, end in first["marks"]["content"])
        assert "shut" not in visitor.get("/search?words=valve").text


def test_a_quotation_is_found_with_its_speaker_or_another(visitor: TestClient) -> None:
    words = "You have closed the valve twice this winter"
    found = data(visitor, "/check.json", quote=words, speaker="Lindt")
    assert found["outcomes"][0] == "exact" and found["articles"] == 4
    assert found["first"][0]["published"] == "2031-03-03"
    assert data(visitor, "/check.json", quote=words, speaker="Grell")["outcomes"][0] == "other speaker"
    nowhere = data(visitor, "/check.json", quote="Nothing of the kind was ever mentioned here")
    assert nowhere["outcomes"] == ["not found"] and nowhere["variants"] == []
    assert "Not found in 4 articles" in visitor.get("/check?quote=Nothing+of+the+kind+was+ever+said").text
    assert visitor.get("/check.json?quote=...").status_code == 422


def test_only_holders_of_public_office_are_listed_and_have_a_page(store: Store, visitor: TestClient) -> None:
    listed = data(visitor, "/speakers.json")["speakers"]
    assert [(one["names"][0], one["statements"]) for one in listed] == [
        ("Pavo Grell", 4), ("Orsa Lindt", 6), ("Орса Линдт", 1),
    ]  # fmt: skip
    assert visitor.get(f"/speakers/{row(store, NEIGHBOUR.name)}").status_code == 404
    assert visitor.get(f"/speakers/{row(store, 'Foreign Ministry')}").status_code == 200
    assert NEIGHBOUR.name not in visitor.get("/speakers").text


def test_of_many_speakers_those_who_spoke_most_are_listed(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = data(visitor, "/speakers.json")
    assert not whole["more"] and "who have spoken most" not in visitor.get("/speakers").text
    monkeypatch.setattr(people, "LISTED", 1)
    found = data(visitor, "/speakers.json")
    most = max(whole["speakers"], key=lambda one: one["statements"])
    assert found["speakers"][0]["state"] == most["state"] and len(found["speakers"]) == 1
    assert found["more"] and found["states"] == ["BEM", "KRS"]
    page = html.fromstring(visitor.get("/speakers").text)
    assert "who have spoken most" in page.text_content()
    assert page.xpath("//a/@href[contains(., 'state=')]") == ["/speakers?state=BEM", "/speakers?state=KRS"]
    assert data(visitor, "/search.json", speaker="Marsh")["total"] == 2


def test_quoted_translated_and_paraphrased_are_told_apart_in_words(store: Store, visitor: TestClient) -> None:
    pavo = row(store, "Pavo Grell")
    found = data(visitor, f"/speakers/{pavo}.json")
    assert {one["value"]: one["count"] for one in found["manners"]} == {
        "quoted": 0, "partly": 2, "translated": 2, "paraphrased": 0,
    }  # fmt: skip
    page = html.fromstring(visitor.get(f"/speakers/{pavo}").text)
    manners = [
        one.text_content().strip() for one in page.xpath("//ol[@class='statements']//*[contains(@class, 'manner')]")
    ]
    assert sorted(manners) == ["quoted in part"] * 2 + ["quoted in translation"] * 2
    only = data(visitor, f"/speakers/{pavo}.json", manner="translated", since="2031-03-04")
    assert only["total"] == 1 and only["statements"][0]["manner"] == "translated"


def test_a_topic_has_its_statements_by_state_and_its_contacts(visitor: TestClient) -> None:
    found = data(visitor, "/topics/energy.json")
    assert found["total"] == 11 and found["counted"] == 11
    assert {line["value"]: sum(line["counts"]) for line in found["over"]["lines"]} == {"KRS": 7, "BEM": 4}
    assert len(found["contacts"]) == 2
    assert data(visitor, "/topics/energy.json", state="BEM")["total"] == 4
    assert data(visitor, "/topics.json")["topics"][0] == {"value": "energy", "count": 11}
    assert visitor.get("/topics/cheese").status_code == 404


def test_each_number_of_the_chart_opens_as_many_statements(visitor: TestClient) -> None:
    found = data(visitor, "/chart.json", state="KRS,BEM")["between"]
    assert [sum(line["counts"]) for line in found["contacts"]["lines"]] == [2]
    assert [(one["by"], sum(c["count"] for c in one["acts"])) for one in found["said"]] == [("KRS", 7), ("BEM", 4)]
    page = html.fromstring(visitor.get("/chart?state=KRS,BEM").text)
    cells = [(a.get("href"), int(a.text)) for a in page.xpath("//td/a[starts-with(@href, '/search?state')]")]
    assert sum(count for _, count in cells) == 11
    for address, count in cells:
        assert data(visitor, address.replace("/search?", "/search.json?"))["total"] == count
    acts = page.xpath("//ul[contains(@class, 'acts')]//a")
    for one in acts:
        count = int(one.xpath(".//*[@class='number']/text()")[0])
        assert data(visitor, one.get("href").replace("/search?", "/search.json?"))["total"] == count
    met = [(a.get("href"), int(a.text)) for a in page.xpath("//td/a[starts-with(@href, '/contacts?')]")]
    for address, count in met:
        assert len(data(visitor, address.replace("/contacts?", "/contacts.json?"))["contacts"]) == count


def test_days_without_articles_are_in_the_chart_as_gaps(visitor: TestClient) -> None:
    found = data(visitor, "/chart.json", state="KRS,BEM")["between"]["articles"]
    assert len(found["periods"]) == 18 and found["unit"] == "day"
    counts = {line["value"]: line["counts"] for line in found["lines"]}
    assert set(counts) == {"The Valve", "Morning Valve", "Вентиль"}
    assert counts["The Valve"][0] == 1 and sum(counts["The Valve"][1:17]) == 0 and counts["The Valve"][17] == 1


def test_three_states_are_too_many(visitor: TestClient) -> None:
    assert visitor.get("/chart.json?state=KRS,BEM,USA").status_code == 422
    assert data(visitor, "/chart.json")["pairs"] == [{"states": ["BEM", "KRS"], "contacts": 2}]


def test_a_drawing_has_no_style_no_script_and_no_foreign_link() -> None:
    bars = tuple(
        charts.Bar(n, f"<b>{n}</b>", address) for n, address in ((2, "/a?x=1&y=2"), (0, None), (3, "//evil.example"))
    )
    made = charts.bars(["1 <i>", "2", "3"], [charts.Series("</svg><script>", bars, 0)], label='"><script>alert(1)')
    root = etree.fromstring(str(made))
    names = {etree.QName(one).localname for one in root.iter()}
    assert names <= {"svg", "g", "rect", "path", "text", "a", "title"}
    assert [one.get("href") for one in root.iter("{*}a")] == ["/a?x=1&y=2", None]
    assert all(not key.startswith("on") and key != "style" for one in root.iter() for key in one.attrib)
    assert len([one for one in root.iter("{*}rect") if float(one.get("height", 0)) > 0]) == 2


def test_dots_have_a_row_for_each_publisher() -> None:
    series = [charts.Series(name, (charts.Bar(1), charts.Bar(0), charts.Bar(2)), 0) for name in ("a", "b")]
    root = etree.fromstring(str(charts.dots(["1", "2", "3"], series, label="dots")))
    assert len(list(root.iter("{*}circle"))) == 4


@pytest.mark.parametrize(
    ("first", "last", "unit", "count"),
    [("2031-03-03", "2031-03-03", "day", 1), ("2031-01-01", "2031-03-03", "day", 62), ("2031-01-01", "2031-03-04", "week", 10),
     ("2029-01-15", "2031-02-01", "month", 26), ("2001-06-01", "2031-01-01", "year", 31)],
)  # fmt: skip
def test_periods_are_as_long_as_there_is_room_for(first: str, last: str, unit: str, count: int) -> None:
    from datetime import date, timedelta
    from itertools import pairwise

    found = periods.periods([date.fromisoformat(last), date.fromisoformat(first)])
    assert {one.unit for one in found} == {unit} and len(found) == count
    assert found[0].since.isoformat() == first and found[-1].until.isoformat() == last
    assert all(a.until + timedelta(1) == b.since for a, b in pairwise(found))
    assert periods.place(found, date.fromisoformat(last)) == len(found) - 1
    assert periods.place(found, date.fromisoformat(last) + timedelta(1)) is None


def test_every_act_has_one_class() -> None:
    from dragoman.codes import ACTS

    assert sorted(act for name in between.CLASSES for act in between.acts_of(name)) == sorted([*ACTS, "unresolved"])
