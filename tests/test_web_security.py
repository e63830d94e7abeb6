"""What no visitor may do, and what no article can make a page do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from lxml import html

from dragoman.article import Image
from dragoman.record import Actor
from dragoman.store import Adder, Store, StoreError
from dragoman.web.security.crowd import Crowd
from dragoman.web.security.limits import Bucket, network
from dragoman.web.security.origins import own
from dragoman.web.security.users import Users
from dragoman.web.settings import Limits
from tests.web_sample import client, fake_reader, fill, record, server

ATTACKS = (
    "<script>alert(1)</script>", "\"><script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>", "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "<iframe src=javascript:alert(1)>", "<body onload=alert(1)>", "<a href=\"javascript:alert(1)\">x</a>",
    "<math><mtext></mtext><style><img src=x onerror=alert(1)></style></math>", "{{ 7 * 7 }}${7*7}<%= 7*7 %>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "\u202e<script\x00>alert(1)</script>",
    "<details open ontoggle=alert(1)>", "<form action=javascript:alert(1)><button>x</button></form>",
    "<base href=//evil.example/>", "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<object data=data:text/html;base64,PHNjcmlwdD4=>", "&lt;script&gt;alert(1)&lt;/script&gt;", "<!--<script>alert(1)",
)  # fmt: skip
ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "\tjavascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:alert(1)", "https://e.example/\"onmouseover=alert(1) x=\"", "//evil.example/x", "https://e.example/'><script>",
)  # fmt: skip
PASSWORD = "a long enough password"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty archive."""
    with Store.open(tmp_path / "store.db", create=True) as opened:
        yield opened


def poison(store: Store) -> None:
    """An archive in which every field that an article fills tries to run something."""
    adder = Adder(store, fake_reader())
    for n, attack in enumerate(ATTACKS):
        where = ADDRESSES[n % len(ADDRESSES)]
        who = tuple(Actor(f"{name} {attack}", code, "GOV", True, attack, "named")
                    for name, code in (("Torvald", "ARD"), ("Mirela", "BEL")))  # fmt: skip
        words = f"{attack} said that {attack}. Mirela said that {attack} was meant."
        day = f"2030-05-{n + 1:02}"
        images = (Image(where, attack, attack, attack),)
        one = record(
            f"n{n}{attack}", words, title=attack, publisher=attack, url=where, published=day, speakers=who,
            images=images, place=attack, language="en\"><script>",
        )  # fmt: skip
        adder.add(one, f"n{n}")
        adder.add(record(f"m{n}", f"{words} Torvald said that {attack}.", title=attack, url=where, published=day,
                         speakers=who[::-1], place=attack), f"n{n}" if n % 2 else f"m{n}")  # fmt: skip


RUNS = {"script", "iframe", "object", "embed", "base", "applet", "frame", "frameset", "portal"}


def dangers(page: str) -> list[str]:
    """What could run, or lead a browser astray, in a page."""
    found = []
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        own_script = element.tag == "script" and str(element.get("src", "")).startswith("/static/js/")
        if (element.tag in RUNS and not (own_script and not (element.text or "").strip())) or (
            element.tag == "meta" and element.get("http-equiv")
        ):
            found.append(html.tostring(element, encoding="unicode")[:200])
        for name, value in element.attrib.items():
            target = re.sub(r"[\x00-\x20]+", "", value).lower()
            led = name in ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset")
            if (
                name.startswith("on")
                or name == "style"
                or (led and re.match(r"(javascript|data|vbscript):|//", target))
            ):
                found.append(f"{element.tag} {name}={value[:100]}")
        if element.tag == "style" and not element.get("nonce"):
            found.append("a style without a nonce")
    return found


def addresses(desk: TestClient) -> list[str]:
    """Every page that the server has, for every article and contact it has, with what it might be asked for."""
    found: list[str] = []
    for route in routes(desk.app):
        if "GET" not in (route.methods or ()) or route.path.startswith(("/static", "/examples", "/metrics")):
            continue
        names = re.findall(r"{(\w+)(?::\w+)?}", route.path)
        values = range(1, len(ATTACKS) + 3) if names else (0,)
        for value in values:
            path = re.sub(r"{\w+(?::\w+)?}", str(value), route.path)
            found.append(path)
        hostile = {p.alias: '"><script>alert(1)</script>' for p in route.dependant.query_params}
        if hostile:
            from urllib.parse import urlencode

            found += [
                f"{re.sub(r'{[^}]+}', '1', route.path)}?{urlencode({name: value})}" for name, value in hostile.items()
            ]
    return found


def routes(app: Any) -> list[APIRoute]:
    """All routes, also those of included routers."""
    out: list[APIRoute] = []
    waiting = list(app.routes)
    while waiting:
        one = waiting.pop()
        if isinstance(one, APIRoute):
            out.append(one)
        else:
            waiting += list(getattr(one, "routes", []) or getattr(getattr(one, "original_router", None), "routes", []))
    return out


@pytest.mark.parametrize("public", [False, True])
def test_hostile_articles_run_nothing_on_any_page(store: Store, public: bool) -> None:
    poison(store)
    with client(store, public=public, images=True) as desk:
        asked = addresses(desk)
        assert {"/", "/contacts", "/articles/1", "/contacts/1", "/api"} <= set(asked)
        pages = 0
        for address in asked:
            answer = desk.get(address)
            assert answer.status_code < 500, address
            policy = answer.headers["content-security-policy"]
            assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            if answer.headers.get("content-type", "").startswith("text/html"):
                pages += 1
                assert dangers(answer.text) == [], address
        assert pages > 2 * len(ATTACKS)


def test_hostile_texts_run_nothing_when_they_are_pasted(store: Store) -> None:
    with client(store) as desk:
        for attack in ATTACKS:
            text = f"{attack} said that {attack}. Amsel said that {attack}."
            for given in ({"text": text}, {"text": text, "text2": text, "side": "ARD", "side2": "BEL"}):
                answer = desk.post("/read", data=given)
                assert answer.status_code == 200 and dangers(answer.text) == [], attack
            wrong = desk.post("/read", data={"text": text, "published": attack})
            assert wrong.status_code == 422 and dangers(wrong.text) == []


def test_the_detector_of_dangers_finds_them() -> None:
    for page in (
        "<p onclick=x>",
        "<script>x</script>",
        "<a href=' javascript:x'>a</a>",
        "<p style='x'>",
        "<base href=x>",
    ):
        assert dangers(f"<html><body>{page}</body></html>")


def test_only_names_of_this_machine_are_answered() -> None:
    with TestClient(server(hosts=frozenset({"localhost", "127.0.0.1", "[::1]"}))) as desk:
        for host, status in (("localhost:8710", 200), ("127.0.0.1", 200), ("[::1]:80", 200), ("evil.example", 421),
                             ("localhost.evil.example", 421), ("", 421), ("localhost:x", 421)):  # fmt: skip
            assert desk.get("/health", headers={"Host": host}).status_code == status, host


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True), ({"sec-fetch-site": "same-origin"}, True), ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False), ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "http://testserver", "host": "testserver"}, True), ({"origin": "null", "host": "testserver"}, False),
        ({"origin": "http://evil.example", "host": "testserver"}, False), ({"origin": "http://[", "host": "a"}, False),
    ],
)  # fmt: skip
def test_other_sites_send_no_forms_here(headers: dict[str, str], ours: bool) -> None:
    from starlette.datastructures import Headers

    assert own(Headers(headers)) is ours


def test_a_form_of_another_site_is_refused(store: Store) -> None:
    with client(store) as desk:
        sent = {"text": "Amsel said that it is so.", "keep": "yes"}
        assert desk.post("/read", data=sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert store.count() == 0
        assert desk.post("/read", data=sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
        assert store.count() == 1


def test_the_public_changes_nothing(store: Store) -> None:
    fill(store)
    with client(store, public=True) as desk:
        assert not desk.get("/index.json").json()["may_keep"]
        sent = {"text": "Amsel said that it is so.", "keep": "yes"}
        assert desk.post("/read.json", data=sent).status_code == 403 and store.count() == 2
        assert desk.post("/read.json", data={"text": sent["text"]}).status_code == 200
    with client(store, public=True, reading=False) as desk:
        assert desk.post("/read.json", data={"text": sent["text"]}).status_code == 403


@pytest.fixture
def users(store: Store) -> Users:
    """A reader and an editor of the archive."""
    found = Users.at(store.where)
    found.add("ruben", PASSWORD, "reader")
    found.add("edda", PASSWORD, "editor")
    return found


def token(page: str) -> str:
    """The hidden word of a page's form."""
    (found,) = html.fromstring(page).xpath("(//input[@name='csrf']/@value)[1]")
    return str(found)


def test_users_sign_in_and_out(store: Store, users: Users) -> None:
    fill(store)
    with client(store, sign_in=True, users=users) as desk:
        assert desk.get("/contacts").headers["location"] == "/sign-in?next=/contacts"
        assert desk.get("/contacts.json").status_code == 401 and desk.get("/health").status_code == 200
        wrong = desk.post("/sign-in", data={"name": "edda", "password": "not hers at all"})
        assert wrong.status_code == 401 and "set-cookie" not in wrong.headers
        right = desk.post("/sign-in", data={"name": "edda", "password": PASSWORD, "next": "/contacts"})
        assert right.headers["location"] == "/contacts"
        cookie = right.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=lax" in cookie
        page = desk.get("/contacts")
        assert page.status_code == 200 and "edda" in page.text
        sent = {"text": "Amsel said that it is so.", "keep": "yes"}
        assert desk.post("/read", data=sent).status_code == 403, "without the form's word"
        assert desk.post("/read", data={**sent, "csrf": "0" * 64}).status_code == 403
        front = desk.get("/").text
        assert desk.post("/read", data={**sent, "csrf": token(front)}).status_code == 200 and store.count() == 3
        kept = dict(desk.cookies)
        assert desk.post("/sign-out", data={"csrf": token(front)}).status_code == 303
        desk.cookies.update(kept)
        assert desk.get("/contacts.json").status_code == 401, "the old cookie is worth nothing"


def test_a_reader_keeps_nothing_and_a_program_has_its_scopes(store: Store, users: Users) -> None:
    fill(store)
    with client(store, sign_in=True, users=users) as desk:

        def asked(secret: str, address: str = "/articles/1.json", **sent: str) -> int:
            headers = {"Authorization": f"Bearer {secret}"}
            answer = desk.post(address, data=sent, headers=headers) if sent else desk.get(address, headers=headers)
            return answer.status_code

        narrow = users.token("edda", "reads", ["read"])
        assert asked(narrow) == 200 and asked(narrow, "/read.json", text="x") == 403
        headers = {"Authorization": f"Bearer {narrow}"}
        assert not desk.get("/articles/1.json", headers=headers).json()["whole"]
        wide = users.token("ruben", "all", ["read", "text", "paste", "keep", "amend"])
        assert asked(wide, "/read.json", text="Amsel said that it is.", keep="yes") == 403, "its user is a reader"
        assert asked("dragoman_wrong") == 401
        ended = users.token("edda", "old", ["read"], expires="2020-01-01T00:00:00+00:00")
        assert asked(ended) == 401
        assert users.revoke("edda", "reads") == 1 and asked(narrow) == 401
        users.change("ruben", disabled=True)
        assert asked(wide) == 401 and users.sign_in("ruben", PASSWORD) is None


def test_cookies_are_kept_to_https_where_it_is_spoken(store: Store, users: Users) -> None:
    with client(store, sign_in=True, users=users, secure=True) as desk:
        answer = desk.post("/sign-in", data={"name": "edda", "password": PASSWORD})
        assert answer.headers["set-cookie"].startswith("__Host-dragoman=") and "Secure" in answer.headers["set-cookie"]
        assert answer.headers["strict-transport-security"]


def test_signing_in_leads_nowhere_else(store: Store, users: Users) -> None:
    with client(store, sign_in=True, users=users) as desk:
        for led in (
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x",
        ):
            answer = desk.post("/sign-in", data={"name": "edda", "password": PASSWORD, "next": led})
            assert answer.headers["location"] == "/", led


def test_passwords_are_hashed_and_have_a_length(store: Store, users: Users) -> None:
    with store.reading() as connection:
        from dragoman.store.tables.users import users as table

        hashes = [row.password for row in connection.execute(table.select())]
    assert all(one.startswith("$argon2id$") for one in hashes) and len(set(hashes)) == 2
    with pytest.raises(StoreError, match="at least 12"):
        users.add("short", "too short", "reader")
    with pytest.raises(StoreError, match="already"):
        users.add("edda", PASSWORD, "reader")


def test_who_asks_too_often_waits(store: Store) -> None:
    with client(store, limits=Limits(pages=3, readings=1)) as desk:
        assert [desk.get("/").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert int(desk.get("/index.json").headers["retry-after"]) >= 1
        assert desk.get("/health").status_code == 200
        text = {"text": "Amsel said that it is so."}
        assert [desk.post("/read.json", data=text).status_code for _ in range(2)] == [200, 429]


def test_where_too_many_read_at_once_the_next_is_told_so_at_once() -> None:
    async def here(scope: Any, receive: Any, send: Any) -> None:
        opened.set()
        await done.wait()

    async def arrive() -> list[int]:
        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                assert dict(message["headers"])[b"retry-after"] == b"5"

        statuses: list[int] = []
        crowd = Crowd(here, most=1)
        page = {"type": "http", "method": "GET", "path": "/index.json", "headers": [], "query_string": b""}
        waiting = asyncio.create_task(crowd(page, None, send))  # type: ignore[arg-type]
        await opened.wait()
        await crowd(page, None, send)  # type: ignore[arg-type]
        health = asyncio.create_task(crowd({**page, "path": "/health"}, None, send))  # type: ignore[arg-type]
        done.set()
        await asyncio.gather(waiting, health)
        await crowd(page, None, send)  # type: ignore[arg-type]
        return statuses

    opened, done = asyncio.Event(), asyncio.Event()
    assert asyncio.run(arrive()) == [503]


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    bucket = Bucket(2, lambda: now[0])
    assert [bucket.wait("a") for _ in range(3)] == [0, 0, 30] and bucket.wait("b") == 0
    now[0] = 30.0
    assert bucket.wait("a") == 0 and bucket.wait("a") == 30
    assert (
        network("2001:db8::1") == network("2001:db8::2") != network("2001:db8:1::1")
        and network("192.0.2.1") == "192.0.2.1"
    )


def test_what_is_too_large_is_refused_before_it_is_read(store: Store) -> None:
    with client(store, limits=Limits(characters=1000, bytes=5000)) as desk:
        assert desk.post("/read.json", data={"text": "x" * 1001}).status_code == 413
        assert desk.post("/read.json", files={"file": ("a.txt", b"word " * 1001)}).status_code == 413
        kind = {"Content-Type": "multipart/form-data; boundary=b"}
        start = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        endless = iter([start, *[b"x" * 600_000] * 3])
        assert desk.post("/read.json", content=endless, headers=kind).status_code == 413


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/", "http://169.254.169.254/latest/", "http://[::1]/", "http://localhost/", "http://10.0.0.1/"],
)
def test_private_addresses_are_not_fetched(address: str) -> None:
    with client() as desk:
        answer = desk.post("/read.json", data={"text": address})
        assert answer.status_code == 422 and "not a public address" in answer.json()["detail"]
