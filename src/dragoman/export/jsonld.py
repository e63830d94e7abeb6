"""Records as linked data (JSON-LD 1.1, schema.org): a Quotation is words in quotation marks, a Claim all else."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote, urlsplit

from dragoman.article import Image, Known
from dragoman.export.quoted import quotations
from dragoman.export.rows import day_of, sentence_at
from dragoman.record import Actor, Contact, Event, Record, Statement
from dragoman.store.kept import Kept

CONTEXT: Final[dict[str, Any]] = {
    "@version": 1.1,
    "@vocab": "https://schema.org/",
    "dragoman": "urn:dragoman:",
    "contentUrl": {"@type": "@id"},
    "url": {"@type": "@id"},
    "eventStatus": {"@type": "@vocab"},
    "eventAttendanceMode": {"@type": "@vocab"},
}
"""Stands in the document itself, so that nothing has to be fetched to read it."""

_STATUS: Final = {"planned": "EventScheduled", "cancelled": "EventCancelled"}
_PRESENCE: Final = {
    "in-person": "OfflineEventAttendanceMode", "phone": "OnlineEventAttendanceMode",
    "video": "OnlineEventAttendanceMode",
}  # fmt: skip
_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}([T ].*)?")
_UNSAFE: Final = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def document(kept: Iterable[Kept]) -> Iterator[str]:
    """One JSON-LD document in pieces, a node at a time. It may stand within a script element as it is."""
    yield f'{{"@context":{_dumped(CONTEXT)},"@graph":['
    first = True
    for one in kept:
        for node in nodes(one):
            yield ("\n" if first else ",\n") + _dumped(node)
            first = False
    yield "\n]}\n"


def nodes(kept: Kept) -> Iterator[dict[str, Any]]:
    """The nodes of a version: the article, what is said in it, the contacts and the acts that it tells."""
    article = _iri(kept)
    yield _article(kept, article)
    for statement in kept.record.statements:
        yield from _said(kept, statement, article)
    for number, contact in enumerate(kept.record.contacts):
        yield _contact(kept, contact, number, article)
    for number, event in enumerate(kept.record.events):
        yield _event(kept.record, event, _part(article, f"event-{number}"), article)


def _article(kept: Kept, iri: str) -> dict[str, Any]:
    article = kept.record.article
    address = _address(kept)
    return _filled({
        "@id": iri,
        "@type": "NewsArticle",
        "headline": _value(article.title),
        "inLanguage": _value(article.language),
        "publisher": _named("Organization", _value(article.publisher)),
        "datePublished": _date(article.published.value if article.published else None),
        "dateModified": _date(article.modified.value if article.modified else None),
        "url": address,
        "version": kept.number,
        "encoding": _filled({
            "@type": "MediaObject", "sha256": kept.sha256, "contentUrl": address, "dragoman:fetched": kept.fetched,
        }),
        "image": [_image(image) for image in article.images],
        "dragoman:key": kept.key,
    })  # fmt: skip


def _said(kept: Kept, statement: Statement, article: str) -> Iterator[dict[str, Any]]:
    """A Quotation for each stretch in quotation marks; a Claim for a statement that is not quoted as a whole."""
    record = kept.record
    iri = _part(article, f"statement-{statement.id}")
    language = _value(record.article.language)
    speakers = [_actor(actor) for actor in statement.speakers]
    shared = {
        "creator": speakers,
        "about": [{"@type": "Thing", "name": topic.value} for topic in statement.topics if topic.resolved],
        "inLanguage": language,
        "dragoman:statement": kept.statements.get(statement.id),
        "dragoman:cue": record.words(statement.cue) or None,
        "dragoman:act": statement.act.value if statement.act.resolved else None,
        "dragoman:modality": statement.modality.value if statement.modality.resolved else None,
        "dragoman:confidence": round(statement.confidence, 4),
        "dragoman:toldBy": kept.sides.get(statement.id),
    }
    quoted = quotations(record, statement)
    names = []
    for number, stretch in enumerate(quoted):
        names.append({"@id": f"{iri}-quotation-{number}"})
        yield _filled({
            **names[-1],
            "@type": "Quotation",
            "text": stretch.text,
            "isPartOf": {"@id": article},
            # The words are a translator's, of an original that the article does not have.
            "translationOfWork": _filled({"@type": "Quotation", "creator": speakers}) if statement.translated else None,
            "dragoman:span": [*stretch.span],
            **shared,
        })  # fmt: skip
    if statement.kind != "direct" or not quoted:
        yield _filled({
            "@id": iri,
            "@type": "Claim",
            "text": record.words(statement.content),
            "appearance": {"@id": article},
            "hasPart": names,
            "dragoman:condition": record.words(statement.condition) or None,
            "dragoman:target": [_actor(actor) for actor in statement.targets],
            **shared,
        })  # fmt: skip


def _contact(kept: Kept, contact: Contact, number: int, article: str) -> dict[str, Any]:
    known = kept.contacts.get(number)
    iri = f"urn:dragoman:contact:{known}" if known is not None else _part(article, f"contact-{number}")
    return _filled({
        "@id": iri,
        "@type": "Event",
        "name": kept.record.words(contact.evidence) or None,
        "startDate": _date(contact.date),
        "eventStatus": _STATUS.get(contact.status),
        "eventAttendanceMode": _PRESENCE.get(contact.mode),
        "location": _named("Place", contact.place),
        "attendee": [_actor(actor) for actor in contact.participants],
        "about": [{"@type": "Thing", "name": topic} for topic in contact.topics],
        "subjectOf": {"@id": article},
        "dragoman:mode": contact.mode,
        "dragoman:level": contact.level,
        "dragoman:status": contact.status,
    })  # fmt: skip


def _event(record: Record, event: Event, iri: str, article: str) -> dict[str, Any]:
    return _filled({
        "@id": iri,
        "@type": "Event",
        "name": record.words((event.trigger,)),
        "description": sentence_at(record, event.trigger[0]) or None,
        "about": [{"@type": "Thing", "name": topic} for topic in event.topics],
        "subjectOf": {"@id": article},
        "dragoman:act": event.act.value if event.act.resolved else None,
        "dragoman:modality": event.modality,
        "dragoman:actor": [_actor(actor) for actor in event.actors],
        "dragoman:recipient": [_actor(actor) for actor in event.targets],
    })  # fmt: skip


def _actor(actor: Actor) -> dict[str, Any]:
    """A person or an organisation; a state that speaks by a metonym is an organisation too."""
    named = hashlib.sha256(repr((actor.name, actor.state, actor.sector, actor.person)).encode("utf-8", "replace"))
    return _filled({
        "@id": f"urn:dragoman:actor:{named.hexdigest()[:20]}",
        "@type": "Person" if actor.person else "Organization",
        "name": actor.name,
        "jobTitle": actor.office if actor.person else None,
        "dragoman:state": actor.state,
        "dragoman:sector": actor.sector,
    })  # fmt: skip


def _image(image: Image) -> dict[str, Any]:
    return _filled({
        "@type": "ImageObject", "contentUrl": _http(image.url), "caption": image.caption or image.alternative,
        "creditText": image.credit,
    })  # fmt: skip


def _iri(kept: Kept) -> str:
    """What names a version: its article's address where it is one of the web, else its key."""
    address = _address(kept)
    base = (
        address.split("#")[0]
        if address
        else f"urn:dragoman:article:{quote(kept.key.encode('utf-8', 'replace'), safe=':')}"
    )
    return base if kept.number == kept.versions else f"{base}#version-{kept.number}"


def _part(article: str, name: str) -> str:
    """What names a part of a version: a fragment of its address."""
    return f"{article}-{name}" if "#" in article else f"{article}#{name}"


def _address(kept: Kept) -> str | None:
    return _http(kept.url) or _http(_value(kept.record.article.url))


def _http(url: str | None) -> str | None:
    """An address of the web with nothing in it that an IRI may not have; None for any other."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return quote((url or "").encode("utf-8", "replace"), safe="%/:=&?~#+!$,;'@()*[]")


def _date(value: str | None) -> str | None:
    """An ISO date as it is; None for one whose year is not known, or which is none."""
    if value is None or not _DATE.fullmatch(value):
        return None
    return value.replace(" ", "T", 1) if len(value) in (4, 7) or day_of(value) else None


def _value(known: Known | None) -> str | None:
    return known.value if known else None


def _named(kind: str, name: str | None) -> dict[str, Any] | None:
    return {"@type": kind, "name": name} if name else None


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    """A node without what is empty."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _dumped(data: Any) -> str:
    """JSON that no HTML parser sees an end of a script in; lone surrogates are replaced."""
    clean = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode("utf-8")
    return clean.translate(_UNSAFE)
