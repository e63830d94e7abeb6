"""No page speaks English to who reads Russian: every page of a full archive, word by word."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

from dragoman.pipeline import Reader
from dragoman.store import Store
from dragoman.web.app import app
from dragoman.web.settings import Settings
from tests.test_web_security import routes
from tests.web_sample import HOSTS

DEMO = Path(__file__).parents[1] / "docs" / "demo_store.py"

ASKED = {
    "/chart": ("?state=XAD,XVZ", "?state=XAD"), "/contacts": ("?state=XAD,XVZ", "?state=QQQ", "?since=x"),
    "/check": ("?quote=the+crews+would+go+home+on+28+March&speaker=Lesnevich", "?quote=nobody+said+this", "?quote=,"),
    "/search": ("?words=ferries+OR+паромы", "?words=-x", "?speaker=Nobody", "?state=Nowhere", "?act=ACCUSE&limit=2",
                "?since=yesterday", "?words=pilot&order=best"),
    "/articles/13": ("?version=1", "?version=2", "?version=9"), "/alerts": ("?words=x",),
    "/reports": ("?settled=true",), "/amendments": ("?article=1",), "/topics/energy": ("?state=XAD",),
}  # fmt: skip
"""What pages are asked for beside what they show by themselves: every kind of answer, refusals too."""

SENT: tuple[tuple[str, dict[str, str]], ...] = (
    ("/read", {}), ("/read", {"text": "Слово.", "published": "вчера"}), ("/read", {"text": "http://127.0.0.1/"}),
    ("/read", {"text": "The minister said that it was late.", "text2": "Nobody was there."}),
    ("/articles/13/amend/1", {"why": "x"}), ("/articles/13/amend/1", {"act": "NO", "why": "x"}),
    ("/articles/13/amend/1", {"cue": "not there", "why": "x"}), ("/articles/13/amend/99", {"why": "x"}),
    ("/contacts/1/amend", {"why": "x", "date": "soon"}), ("/contacts/1/merge", {"other": "1", "why": "x"}),
    ("/contacts/1/split", {"why": "x"}), ("/amendments/99/undo", {"why": "x"}), ("/alerts", {"name": "a/b"}),
    ("/alerts", {"name": "gas", "words": "x"}), ("/alerts/none/remove", {}), ("/reports/99/settle", {}),
    ("/articles/1/report", {"what": "words", "why": ""}), ("/articles/1/report", {"what": "nothing", "why": "x"}),
)  # fmt: skip
"""Forms that are refused, and what is read at once."""

NAMES = re.compile(
    r"dragoman alert add --help|dragoman(?:-reader-\d+)?|Dragoman|English|JSON|OpenAPI|PLOVER|SHA-256|ISO|URL|API|webhook|Telegram|robots\.txt|https?://\S+|"
    r"openapi\.json|example\.org/\S+|[A-Z]{2,}(?:\.[A-Z]+)*|[0-9a-f]{8,}"
)
"""Names and codes, which are the same in Russian."""

_LATIN = re.compile(r"[A-Za-z]{2,}")
_QUOTED = re.compile(r"«[^«»]*(?:«[^«»]*»[^«»]*)*»")
_SAID = ("title", "aria-label", "placeholder", "alt", "label", "aria-description", "data-busy")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A visitor with the rights of an editor before the archive of the documentation's pictures."""
    spec = importlib.util.spec_from_file_location("demo_store", DEMO)
    assert spec is not None and spec.loader is not None
    demo = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(demo)
    reader = Reader(actors=[demo.ACTORS])
    with Store.open(tmp_path_factory.mktemp("russian") / "demo.db", create=True) as store:
        demo.fill(store, reader)
        with TestClient(app(store, reader, Settings(hosts=HOSTS)), headers={"Accept-Language": "ru"}) as opened:
            yield opened


def addresses(desk: TestClient) -> list[str]:
    """Every page of every article and contact, and every answer that pages are asked for."""
    data = {path: desk.get(f"{path}.json").json() for path in ("/contacts", "/speakers", "/topics")}
    numbers = {
        "contacts": [one["contact"] for one in data["/contacts"]["contacts"]],
        "speakers": [one["actor"] for one in data["/speakers"]["speakers"]],
        "topics": [one["value"] for one in data["/topics"]["topics"]],
        "articles": range(1, 40), "examples": ["geneva", "call", "paris"],
    }  # fmt: skip
    found = []
    for route in routes(desk.app):
        path = route.path
        if (
            "GET" not in (route.methods or ())
            or path.endswith((".json", ".atom", ".svg"))
            or path.startswith("/static")
        ):
            continue
        values = numbers.get(path.split("/")[1], [1]) if "{" in path else [0]
        found += [re.sub(r"\{\w+\}", str(value), path) for value in values]
    more = [path + query for path, queries in ASKED.items() for query in queries]
    one = next(iter(numbers["articles"]))
    return [*found, *more, f"/articles/{one}/report?statement=1", "/articles/13/amend?statement=1", "/nowhere"]


def parts(page: str) -> tuple[list[str], list[str]]:
    """The interface's words with Latin letters in them; and what is marked as an article's, or as a name (``bdi``)."""
    said: list[str | None] = []
    names: list[str] = []
    tree = html.fromstring(page)
    for node in tree.xpath("//title | //body//*[not(self::script or self::style)]"):
        if any(own(one) for one in node.iterancestors()):
            continue
        if own(node):
            names.append(" ".join([node.text_content(), node.get("value") or ""]).strip())
        else:
            said += [node.text, *(node.get(name) for name in _SAID)]
        said.append(node.tail)
    return [
        " ".join(one.split()) for one in said if one and _LATIN.search(NAMES.sub(" ", _QUOTED.sub(" ", one)))
    ], names


def english(said: Iterable[str], names: Iterable[str]) -> list[str]:
    """The words that are left where names that are marked elsewhere stand in drawings and sentences."""
    known = sorted({name for name in names if len(name) > 3}, key=len, reverse=True)
    out = []
    for one in dict.fromkeys(said):
        left = NAMES.sub(" ", _QUOTED.sub(" ", one))
        for name in known:
            if not _LATIN.search(left):
                break
            left = left.replace(name, " ")
        # The title of a window is cut where its article's is long.
        long = one.removesuffix(" · Dragoman").removesuffix("...")
        if _LATIN.search(left) and not any(name.startswith(long) for name in known):
            out.append(one)
    return out


def own(node: Any) -> bool:
    """Whether an element holds words that are not the interface's."""
    return (
        node.tag in ("bdi", "code", "input", "textarea") or node.get("lang") not in (None, "ru")
        or "code" in (node.get("class") or "").split()
    )  # fmt: skip


def test_no_page_speaks_english_in_russian(desk: TestClient) -> None:
    said: dict[str, str] = {}
    names: set[str] = set()
    pages = 0
    answers = [(address, desk.get(address)) for address in addresses(desk)]
    answers += [(f"POST {address}", desk.post(address, data=sent)) for address, sent in SENT]
    for address, answer in answers:
        assert answer.status_code < 500, address
        if answer.headers["content-type"].startswith("text/html"):
            pages += 1
            assert answer.headers["content-language"] == "ru", address
            interface, own_names = parts(answer.text)
            said.update(dict.fromkeys(interface, address))
            names.update(own_names)
    assert {one: said[one] for one in english(said, names)} == {}
    assert pages > 60


def test_the_hunt_finds_what_is_english() -> None:
    page = "<html lang='ru'><body><p>Слова <b>and more</b></p><p title='a title'>Да, The Paper</p>%s</body></html>"
    fine = "<p lang='en'>An article</p><p><bdi>The Paper</bdi> USA.GOV «Quoted words»</p>"
    assert english(*parts(page % fine)) == ["and more", "a title"]
