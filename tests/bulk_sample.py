"""A crawl made by rule for the tests of bulk reading: pages of invented papers about invented people, and what is no news.

The same seed gives the same bytes. Real states' names, as the filter knows no others; nobody real, no real event.
"""

from __future__ import annotations

import gzip
import os
import random
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.cli_fake import FakeReader
from tests.importing_sample import http, warc_record

PEOPLE = ("Ela Marn", "Tomas Reed", "Anna Lind", "Karl Weiss", "Mira Sandoval", "Igor Pell", "Eva Brandt", "Jon Aster")
PAIRS = (("Norway", "Chile"), ("Kenya", "Peru"), ("Latvia", "Ghana"), ("Uruguay", "Finland"), ("Iceland", "Nepal"))
MATTERS = (
    "the fishing quotas of the two countries", "a road across the border", "an exchange of students",
    "the tariffs on timber and copper", "the joint weather station", "the return of two old paintings",
)  # fmt: skip
ENDS = ("would go on in May", "had been useful", "could not be postponed", "needed another round", "were nearly over")
LEISURE = (
    "The bakery in Mill Street sells a rye loaf that takes two days to make, and the queue goes around the corner.",
    "Our gardener recommends to prune the roses in March, when the nights are mild and the soil is dry.",
    "The village choir sang for an hour, and nobody in the hall wanted to go home before the last song.",
    "A good pan, a spoon of butter and some patience are all it takes to make this omelette at home.",
)
RUSSIAN = (
    "Министр иностранных дел Чили Томас Рид сказал, что переговоры с Норвегией о квотах продолжатся.",
    "Встреча прошла в Осло, стороны обсудили номер {number} списка и договорились о следующей встрече.",
)
GERMAN_DUTCH = (
    "De burgemeester opende gisteren de nieuwe brug over het kanaal, en de kinderen van de school zongen een lied."
)


def story(rng: random.Random, number: int) -> list[str]:
    """Paragraphs of a page of news about two states."""
    one, two = rng.choice(PAIRS)
    who, other = rng.sample(PEOPLE, 2)
    matter = rng.choice(MATTERS)
    return [
        f"Foreign Minister {who} said that talks number {number} between {one} and {two} {rng.choice(ENDS)}.",
        f"The ambassador met {other} in room {rng.randrange(900)} on the subject of {matter} of item {number}.",
        f"{other} said that {one} was ready to sign point {rng.randrange(90)} of list {number} in the autumn.",
        f"Both delegations had waited {rng.randrange(2, 40)} days for this meeting about {matter}, and left by train.",
    ]


def html(title: str, paragraphs: list[str], day: str | None, language: str = "en") -> bytes:
    """A page as a paper has it, with a menu and a footer around the text."""
    told = f'<meta property="article:published_time" content="{day}">' if day else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>{told}</head><body>'
        "<nav><a href=/>Home</a><a href=/world>World</a><a href=/sport>Sport</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    ).encode()


def pages(count: int, seed: int = 7) -> list[tuple[str, bytes]]:
    """Addresses and pages: a third about states, some of them copied, broken, in Russian, or changed later."""
    rng = random.Random(seed)
    made: list[tuple[str, bytes]] = []
    for number in range(count):
        day = (datetime(2031, 3, 1, tzinfo=UTC) + timedelta(hours=rng.randrange(72))).isoformat()
        url = f"https://paper{rng.randrange(9)}.example/news/{number}"
        kind = rng.random()
        if kind < 0.28:
            made.append((url, html(f"Talks {number} go on", story(rng, number), day if kind > 0.02 else None)))
        elif kind < 0.33 and made:
            # A copy in another paper: the same, or with another headline and its last sentence cut.
            source = rng.choice(made)[1]
            made.append((url, source if kind < 0.30 else source.replace(b"</h1>", b", agency reports</h1>")))
        elif kind < 0.36:
            text = [line.format(number=number) for line in RUSSIAN]
            made.append((url, html(f"Переговоры {number}", text, day, "ru")))
        elif kind < 0.38:
            made.append((url, b"<html><body><p>No.</p></body></html>"))
        elif kind < 0.42:
            made.append((url, html("De brug", [GERMAN_DUTCH, GERMAN_DUTCH], day, "nl")))
        elif kind < 0.43:
            text = [*story(rng, number), "The word that this reader cannot read is RAISE."]
            made.append((url, html(f"Trouble {number}", text, day)))
        else:
            made.append((url, html(f"Leisure {number}", rng.sample(LEISURE, 3), day)))
    return made


def warc(path: Path, found: list[tuple[str, bytes]]) -> Path:
    """A web archive of pages, a gzip member for each record, with requests and a picture between them."""
    records = [warc_record("https://c.example/info", b"software: crawler\r\n", kind="warcinfo")]
    for number, (url, page) in enumerate(found):
        if number % 10 == 0:
            records.append(warc_record(url, b"GET / HTTP/1.1\r\n\r\n", kind="request"))
        if number % 50 == 0:
            records.append(warc_record(f"{url}.png", http(b"\x89PNG", "Content-Type: image/png")))
        records.append(warc_record(url, http(page), day=f"2031-03-05T{number % 24:02d}:00:00Z"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(gzip.compress(record, 1, mtime=0) for record in records))
    return path


class SlowReader(FakeReader):
    """The fake reader, with time to be killed."""

    def marks(self, text: str, masked: Any = (), **more: Any) -> Any:
        time.sleep(0.015)
        return super().marks(text, masked, **more)


class StoppedReader(FakeReader):
    """Stops its process, once: no signal but the last one wakes it."""

    def marks(self, text: str, masked: Any = (), **more: Any) -> Any:
        mark = Path(os.environ["STOPPED_MARK"])
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGSTOP)
        return super().marks(text, masked, **more)


class DeadlyReader(FakeReader):
    """Ends its process on the word DEADLY, never comes to an end on the word ENDLESS."""

    def marks(self, text: str, masked: Any = (), **more: Any) -> Any:
        if "DEADLY" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "ENDLESS" in text:
            time.sleep(600)
        return super().marks(text, masked, **more)
