"""Alerts against a real mail server and a real HTTP receiver on loopback: everything once, also after restarts."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner

from dragoman.alerts import AlertError, Channel, add, check, deliver, get, listed, remove
from dragoman.alerts.atom import feed
from dragoman.alerts.mail import Mail
from dragoman.alerts.webhook import Webhook
from dragoman.cli.command import cli
from dragoman.finding.query import Query
from dragoman.store import Adder, Store
from tests.store_sample import adder, fake_reader, page, store, where

__all__ = ["adder", "store", "where"]

TEXT = "Anna Orlen said that the bridge will be built. Oskar Vrelsky said that the tariffs will stay."
ATOM = "{http://www.w3.org/2005/Atom}"


class Sink:
    """Keeps what it is sent; ``refuse`` answers that so many times it cannot."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.refuse = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuse:
            self.refuse -= 1
            return "451 try again later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, Mail]]:
    """A mail server on loopback."""
    found = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    yield found, Mail.of(f"smtp://127.0.0.1:{port}", "Desk <desk@example.org>")
    controller.stop()


class Receiver:
    """Keeps what is posted to it."""

    def __init__(self) -> None:
        self.posts: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        self.url = ""


@contextmanager
def receiving() -> Iterator[Receiver]:
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if found.status == 200:
                found.posts.append((dict(self.headers.items()), body))
            self.send_response(found.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield found
    server.shutdown()
    server.server_close()


def save(store: Store, name: str = "roads", **more: Any) -> None:
    with store.writing() as connection:
        add(connection, name, more.pop("query", Query(words="bridge")), **more)


def titles(found: list[Any]) -> list[str]:
    return [notice.title for _, notices in found for notice in notices]


def test_what_matches_is_told_once(adder: Adder, store: Store) -> None:
    adder.add(page(TEXT.replace("built", "closed"), "https://n.example/0"))
    save(store)
    assert titles(check(store, adder.reader)) == []  # what was there before is not news
    adder.add(page(TEXT, "https://n.example/1"))
    assert titles(check(store, adder.reader)) == ["Anna Orlen: the bridge will be built"]
    assert titles(check(store, adder.reader)) == []
    # Another version with the same statement, and the same page read again, tell nothing new.
    adder.add(page(TEXT + " Mirko Zelenov said that grain is dear.", "https://n.example/1"))
    assert titles(check(store, adder.reader)) == []
    with Store.open(store.where) as again:
        assert titles(check(again, fake_reader())) == []


def test_everything_and_filters(adder: Adder, store: Store) -> None:
    adder.add(page(TEXT, "https://n.example/1"))
    save(store, everything=True)
    save(store, "others", query=Query(words="bridge", kinds=("direct",)), everything=True)
    assert titles(check(store, adder.reader)) == ["Anna Orlen: the bridge will be built"]


def test_a_feed_that_readers_understand(adder: Adder, store: Store) -> None:
    import feedparser

    save(store, "roads & <bridges>")
    adder.add(
        page(TEXT.replace("the bridge", "the <script>alert(1)</script> bridge \x08"), "https://n.example/1?a=1&b=2")
    )
    check(store, adder.reader)
    with store.reading() as connection:
        data = feed(connection, get(connection, "roads & <bridges>"), address="https://desk.example/roads.atom")
        assert feed(connection, get(connection, "roads & <bridges>"), address="https://desk.example/roads.atom") == data
    root = ET.fromstring(data)
    for name in ("title", "id", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    parsed = feedparser.parse(data)
    assert not parsed.bozo and parsed.feed.title == "Dragoman: roads & <bridges>"
    (entry,) = parsed.entries
    assert entry.link == "https://n.example/1?a=1&b=2"
    content = root.find(f"{ATOM}entry/{ATOM}content")
    assert content is not None and "<script>" in str(content.text) and b"<script>" not in data


def test_a_letter_and_a_post_once_also_after_a_restart(where: str, sink: tuple[Sink, Mail]) -> None:
    found, mail = sink
    with receiving() as receiver:
        with Store.open(where, create=True) as store:
            save(store, channels=[Channel("mail", "editor@example.org"), Channel("webhook", receiver.url)])
            Adder(store, fake_reader()).add(page(TEXT, "https://n.example/1"))
            check(store, fake_reader())
            ways = {"mail": mail, "webhook": Webhook(secret="s", allow_private=True)}
            assert [one.state for one in deliver(store, ways)] == ["sent", "sent"]
        with Store.open(where) as store:
            check(store, fake_reader())
            assert deliver(store, ways) == []
        (letter,) = found.letters
        assert letter["To"] == "editor@example.org" and letter["From"] == "Desk <desk@example.org>"
        assert letter["Subject"] == "roads: Anna Orlen: the bridge will be built"
        assert letter["Message-ID"].endswith("@example.org>")
        assert "https://n.example/1" in letter.get_content()
        ((headers, body),) = receiver.posts
        told = json.loads(body)
        assert told["alert"] == "roads" and told["notices"][0]["url"] == "https://n.example/1"
        assert headers["Idempotency-Key"]
        signed = hmac.new(b"s", body, hashlib.sha256).hexdigest()
        assert headers["X-Dragoman-Signature"] == f"sha256={signed}"


def test_what_is_not_taken_is_tried_again_and_given_up_at_last(
    adder: Adder, store: Store, sink: tuple[Sink, Mail]
) -> None:
    found, mail = sink
    with receiving() as receiver:
        save(store, channels=[Channel("mail", "editor@example.org"), Channel("webhook", receiver.url)])
        adder.add(page(TEXT, "https://n.example/1"))
        check(store, adder.reader)
        ways = {"mail": mail, "webhook": Webhook(allow_private=True)}
        receiver.status, found.refuse = 503, 1
        now = 4e9
        states = {one.channel.partition(":")[0]: (one.state, one.error) for one in deliver(store, ways, now)}
        assert states["mail"][0] == states["webhook"][0] == "waiting"
        assert "503" in str(states["webhook"][1]) and "451" in str(states["mail"][1])
        assert deliver(store, ways, now + 1) == []  # not before its time
        assert {one.state for one in deliver(store, ways, now + 61)} == {"sent", "waiting"}
        assert len(found.letters) == 1
        for day in range(1, 12):
            last = deliver(store, ways, now + day * 90_000)
            if last and last[0].state == "given up":
                break
        assert last[0].state == "given up"
        receiver.status = 200
        assert deliver(store, ways, now + 1e8) == [] and receiver.posts == []


def test_a_process_that_ends_while_sending(adder: Adder, store: Store, sink: tuple[Sink, Mail]) -> None:
    found, _ = sink

    def dies(message: object) -> None:
        raise KeyboardInterrupt

    with receiving() as receiver:
        save(store, channels=[Channel("mail", "e@example.org"), Channel("webhook", receiver.url)])
        adder.add(page(TEXT, "https://n.example/1"))
        check(store, adder.reader)
        for kind in ("mail", "webhook"):
            with pytest.raises(KeyboardInterrupt):
                deliver(store, {kind: dies})
        done = {
            one.channel.partition(":")[0]: one
            for one in deliver(store, {"mail": dies, "webhook": Webhook(allow_private=True)})
        }
        assert done["webhook"].state == "sent" and len(receiver.posts) == 1
        assert done["mail"].state == "given up" and "may have arrived" in str(done["mail"].error)
        assert found.letters == []


def test_webhooks_lead_to_no_private_address(adder: Adder, store: Store) -> None:
    with receiving() as receiver:
        save(store, channels=[Channel("webhook", receiver.url)])
        adder.add(page(TEXT, "https://n.example/1"))
        check(store, adder.reader)
        (one,) = deliver(store, {"webhook": Webhook()})
        assert one.state == "waiting" and "not a public address" in str(one.error)
        assert receiver.posts == []


def test_headers_cannot_be_smuggled_into_a_letter(adder: Adder, store: Store, sink: tuple[Sink, Mail]) -> None:
    found, mail = sink
    save(store, "x", channels=[Channel("mail", "e@example.org")])
    adder.add(page("Anna\r\nBcc: all@example.org said that the bridge is\r\nSubject: nothing.", "https://n.example/1"))
    adder.add(page(TEXT, "https://n.example/2"))
    check(store, adder.reader)
    deliver(store, {"mail": mail})
    for letter in found.letters:
        assert letter["Bcc"] is None and len(letter.get_all("Subject")) == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda c: add(c, "", Query(words="x")),
        lambda c: add(c, "a/b", Query(words="x")),
        lambda c: add(c, "x", Query()),
        lambda c: add(c, "x", Query(words="st*")),
        lambda c: add(c, "x", Query(words="x"), kind="other"),
        lambda c: add(c, "x", Query(similar="peace")),
        lambda c: Channel("webhook", "file:///etc/passwd"),
        lambda c: Channel("mail", "nobody"),
        lambda c: Channel("mail", "a@b.example, c@d.example"),
        lambda c: get(c, "none"),
        lambda c: Mail.of("http://x.example", "me@example.org"),
    ],
)
def test_what_cannot_be(store: Store, make: Any) -> None:
    with store.writing() as connection, pytest.raises(AlertError):
        make(connection)


def test_names_are_one_alert_each_and_can_be_removed(adder: Adder, store: Store) -> None:
    save(store, channels=[Channel("webhook", "https://x.example/")])
    with pytest.raises(AlertError, match="already"):
        save(store)
    adder.add(page(TEXT, "https://n.example/1"))
    check(store, adder.reader)
    with store.writing() as connection:
        remove(connection, "roads")
    with store.reading() as connection:
        assert listed(connection) == []
    assert deliver(store, {"webhook": Webhook()}) == []


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.cli.alerting.Reader", fake_reader)
    where = str(tmp_path / "s.db")
    with Store.open(where, create=True) as store:
        run = CliRunner().invoke
        assert run(cli, ["alert", "add", "roads", "bridge", "--store", where]).exit_code == 0
        assert "already" in run(cli, ["alert", "add", "roads", "bridge", "--store", where]).output
        Adder(store, fake_reader()).add(page(TEXT, "https://n.example/1"))
        told = run(cli, ["alert", "check", "--store", where, "--json"])
        assert [json.loads(line)["title"] for line in told.stdout.splitlines()] == [
            "Anna Orlen: the bridge will be built"
        ]
        shown = json.loads(run(cli, ["alert", "list", "--store", where, "--json"]).stdout)
        assert shown["name"] == "roads" and shown["told"] == 1
        out = tmp_path / "roads.atom"
        assert run(cli, ["alert", "feed", "roads", "--store", where, "-o", str(out)]).exit_code == 0
        assert b"the bridge will be built" in out.read_bytes()
        assert run(cli, ["alert", "add", "x", "y", "--act", "SHOUT", "--store", where]).exit_code == 2
        assert run(cli, ["alert", "remove", "none", "--store", where]).exit_code == 2
        assert run(cli, ["alert", "remove", "roads", "--store", where]).exit_code == 0


def test_an_alert_that_cannot_be_looked_for_does_not_stop_the_others(adder: Adder, store: Store) -> None:
    save(store, "a")
    save(store, "b")
    with store.writing() as connection:
        connection.exec_driver_sql("""UPDATE alerts SET query = '{"words": "st*"}' WHERE name = 'a'""")
    adder.add(page(TEXT, "https://n.example/1"))
    troubles: list[str] = []
    assert titles(check(store, adder.reader, lambda alert, why: troubles.append(alert.name))) == [
        "Anna Orlen: the bridge will be built"
    ]
    assert troubles == ["a"]


def test_the_command_and_the_room_know_the_same_kinds() -> None:
    from dragoman.alerts import KINDS
    from dragoman.cli.alert import KINDS as OFFERED

    assert OFFERED == KINDS
