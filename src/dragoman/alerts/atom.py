"""What an alert has told as an Atom feed (RFC 4287)."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Final

from sqlalchemy import Connection, select

from dragoman.alerts.deliver import clean
from dragoman.alerts.saved import Alert
from dragoman.store.tables import notices

ENTRIES: Final = 100
"""Entries of a feed, the latest first."""

_NAMESPACE: Final = "http://www.w3.org/2005/Atom"


def feed(connection: Connection, alert: Alert, *, address: str | None = None, entries: int = ENTRIES) -> bytes:
    """The feed of an alert. ``address`` is where it will be found. Entries keep their ids for ever."""
    rows = connection.execute(
        select(notices).where(notices.c.alert == alert.id).order_by(notices.c.id.desc()).limit(entries)
    ).all()
    root = ET.Element("feed", {"xmlns": _NAMESPACE})
    _add(root, "title", f"Dragoman: {alert.name}")
    _add(root, "id", f"urn:dragoman:alert:{alert.created}:{alert.id}")
    _add(root, "updated", rows[0].at if rows else alert.created)
    _add(root, "generator", "Dragoman")
    author = ET.SubElement(root, "author")
    _add(author, "name", "Dragoman")
    if address:
        ET.SubElement(root, "link", {"rel": "self", "href": address})
    for row in rows:
        told = json.loads(row.payload)
        entry = ET.SubElement(root, "entry")
        _add(entry, "title", told["title"])
        _add(entry, "id", f"urn:dragoman:{row.item}:{alert.id}")
        _add(entry, "updated", row.at)
        if str(told.get("url", "")).startswith(("http://", "https://")):
            ET.SubElement(entry, "link", {"href": clean(told["url"])})
        _add(entry, "content", told["text"])
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = clean(text)
