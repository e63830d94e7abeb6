"""Make an archive of the invented articles in examples/demo, with all that a desk would have by then.

    python docs/demo_store.py STORE

``dragoman serve --store STORE --actors examples/demo/actors.toml`` shows it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select

from dragoman import alerts
from dragoman.amending import making
from dragoman.amending.wishes import Named, Wish
from dragoman.finding.query import Query
from dragoman.gather import Fetched
from dragoman.pipeline import Reader
from dragoman.store import Adder, Store
from dragoman.store.tables import articles, contacts, sources, statements, visits
from dragoman.web import reports

DEMO: Final = Path(__file__).parents[1] / "examples" / "demo"
ACTORS: Final = DEMO / "actors.toml"

CHANGED: Final = {
    "13-handshake.en.md": (
        ("A handshake in Vellin, and a hotline", "A handshake in Vellin, a hotline, and a quarrel about a fine"),
        ("Breck denied that any fine had been agreed.", "Breck denied that any fine had been agreed or would be paid."),
        ("broke the cod quota thirty times", "broke the cod quota three times"),
        ("Breck did not comment on the figure.",
         "Breck did not comment on the figure.\n\nCORRECTION: An earlier version gave another number of breaches."),
    ),
}  # fmt: skip
"""What a paper changed in an article later: the texts of its second version."""

WATCHED: Final[tuple[Mapping[str, Any], ...]] = (
    {"url": "https://tarn-gazette.example/feed.xml", "kind": "feed", "name": "The Tarn Gazette", "found": 412},
    {"url": "https://vedomosti-gorsk.example/rss", "kind": "feed", "name": "Горские ведомости", "found": 388},
    {
        "url": "https://mfa.verezia.example/news/sitemap.xml", "kind": "sitemap", "name": "МИД Верезии", "found": 96,
        "failures": 5, "last_error": "the server answers 503: Service Unavailable",
    },
    {"url": "https://vellin-observer.example/", "kind": "page", "name": "The Vellin Observer", "found": 140},
    {"url": "https://t.me/s/tarnhaven_port", "kind": "telegram", "name": "Tarnhaven harbour office", "found": 0},
)  # fmt: skip

NOW: Final = datetime(2031, 4, 28, 18, 30, tzinfo=UTC)


def fill(store: Store, reader: Reader) -> None:
    """Read the articles, one of them in two versions, and let people have worked on them."""
    from dragoman.amending import follow

    follow()
    with store.writing() as connection:
        alerts.add(connection, "gas", Query(words="gas OR газ"), everything=True)
        alerts.add(connection, "accused", Query(acts=("ACCUSE", "THREATEN"), states=("XVZ",)), everything=True)
        alerts.add(connection, "second accounts", Query(states=("XAD", "XVZ")), kind="second-account", everything=True)
    adder = Adder(store, reader)
    for path in sorted(DEMO.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        adder.add(_fetched(path, text))
        changes = CHANGED.get(path.name)
        if changes:
            for old, new in changes:
                text = text.replace(old, new)
            adder.add(_fetched(path, text))
    alerts.check(store, reader)
    _watch(store)
    _work(store)


def _fetched(path: Path, text: str) -> Fetched:
    return Fetched(text.encode(), path.name, "text/markdown", "utf-8", fetched=NOW)


def _watch(store: Store) -> None:
    """Sources as a watch leaves them: well, failing, and never visited."""
    now = datetime.now(UTC).timestamp()
    with store.writing() as connection:
        for number, one in enumerate(WATCHED):
            failing, fresh = one.get("failures", 0), one["kind"] == "telegram"
            last = None if fresh else now - 600 * (number + 1)
            good = None if fresh else now - 86_400 * 3 if failing else last
            connection.execute(
                insert(sources).values(
                    {"first_seen": now - 60 * 86_400, "last_visit": last, "last_success": good, "failures": 0, **one}
                )
            )
            visit = {"url": one["url"], "source": one["url"], "kind": one["kind"], "host": one["url"].split("/")[2]}
            connection.execute(insert(visits).values(visit | {"first_seen": now, "next_visit": now + 1800}))


def _work(store: Store) -> None:
    """Amendments, one of them undone, and reports that wait."""
    with store.writing() as connection:
        anna = making.Hand("A. Editor", "The second sentence names him.")
        rows = connection.execute(select(statements).order_by(statements.c.id)).all()
        unsure = next((row for row in rows if not row.act_resolved), rows[0])
        made = making.change(connection, unsure.id, Wish(act="REQUEST"), making.Hand("A. Editor", "He asks for it."))
        making.undo(connection, made.id, making.Hand("B. Desk", "It is a forecast, not a request."))
        spoken = next(row for row in rows if "fine is paid" in row.content)
        office = (Named(name="Darya Lesnevich", office="Minister of Foreign Affairs"),)
        making.change(connection, spoken.id, Wish(speakers=office), anna)
        number = connection.execute(select(contacts.c.id).where(contacts.c.mode == "in-person")).scalars().first()
        if number is not None:
            hand = making.Hand("A. Editor", "Both accounts and the Observer name the city.")
            making.set_contact(connection, number, {"place": "Vellin, Foreign Ministry"}, hand)
        article = connection.execute(select(articles.c.id).order_by(articles.c.id)).scalars().first() or 1
        one = reports.said(connection, article, 1)
        reports.keep(connection, article, one, "act", "This is a warning of measures, not a statement.", "a reader")
        reports.keep(connection, article, None, "missing", "What the harbour master said is left out.", None)


def main() -> None:
    """Make the archive that is named."""
    if len(sys.argv) != 2 or Path(sys.argv[1]).exists():
        raise SystemExit("usage: python docs/demo_store.py STORE (a file that is not there yet)")
    with Store.open(sys.argv[1], create=True) as store:
        fill(store, Reader(actors=[ACTORS]))


if __name__ == "__main__":
    main()
