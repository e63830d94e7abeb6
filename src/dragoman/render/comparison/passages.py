"""Words of an account with all that is shown of them: language, direction, context, and where they were published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from dragoman.accounts.comparison import Account, Comparison
from dragoman.article import Span
from dragoman.record import Record
from dragoman.render import outline as records
from dragoman.render.comparison.context import Context, context
from dragoman.render.comparison.parts import Part
from dragoman.render.comparison.telling import label, letter
from dragoman.render.comparison.wording import Wording

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku-arab", "ps", "sd", "syr", "ug", "ur", "yi"})

_LABEL = re.compile(r"[AB]\d*")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Published:
    """Where words were published: by whom, when, under which title; ``url`` is a web address or empty."""

    publisher: str
    when: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """``part`` with its surroundings. ``official``: a side's own text in another language than its main one.

    ``language`` is a BCP 47 tag, empty where none is known; ``direction`` is an HTML direction.
    """

    part: Part
    head: str
    language: str
    direction: str
    context: Context
    published: Published
    official: bool = False

    @property
    def short(self) -> bool:
        """Whether ``head`` is an account's label alone: A, B2."""
        return _LABEL.fullmatch(self.head) is not None


def passages(
    comparison: Comparison, found: Iterable[Part], say: Wording, page: Wording, differ: Span | None = None
) -> list[Passage]:
    """Each part as a passage, official translations right after the words that they are of.

    ``differ`` are the words of the side's main account that conflict with the other side's.
    """
    out = [_passage(comparison, part, say, differ if part.account in ("a", "b") else None) for part in found]
    main = next((p for p in out if p.part.account in ("a", "b")), None)
    if main is None:
        return out
    return [_as_official(comparison, p, main, say, page) for p in out]


def _passage(comparison: Comparison, part: Part, say: Wording, differ: Span | None) -> Passage:
    record = (comparison.earlier if part.earlier else comparison.records)[part.record]
    account = next((a for a in comparison.accounts if a.id == part.account), None)
    language = tag(part.language)
    return Passage(
        part=part,
        head=part.head,
        language=language,
        direction=direction(language),
        context=context(record.article.text, part.spans, differ),
        published=published(record, account, say),
    )


def _as_official(comparison: Comparison, one: Passage, main: Passage, say: Wording, page: Wording) -> Passage:
    """A passage marked as official where it is the side's own text in another language than its main account's."""
    if one.part.account in ("", main.part.account) or letter(one.part.account) != letter(main.part.account):
        return one
    account, first = comparison.account(one.part.account), comparison.account(main.part.account)
    other = one.language.split("-")[0] != main.language.split("-")[0]
    if account.rank != "text" or first.rank != "text" or account.basis.kind == "told" or not (one.language and other):
        return one
    named = language_name(one.language, say)
    return replace(one, head=page.say("official", label=label(account.id, say), language=named), official=True)


def language_name(language: str, say: Wording) -> str:
    """A language's name in the language of ``say``; its tag where CLDR has none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-").get_language_name(say.language) or records.clean(language)
    except (UnknownLocaleError, ValueError):
        return records.clean(language)


def published(record: Record, account: Account | None, say: Wording) -> Published:
    """Publisher, time and address of a record's article, as far as they are known."""
    article = record.article
    publisher = article.publisher.value if article.publisher else account.basis.publisher if account else None
    when = article.published or (account.published if account else None)
    url = (account.url if account else None) or (article.url.value if article.url else None)
    return Published(
        publisher=records.clean(publisher or "").strip(),
        when=say.moment(when) if when else say.say("no_date"),
        title=records.title(record),
        url=address(url),
    )


def tag(language: str) -> str:
    """A language tag that may stand in a page; empty for anything else."""
    return language if _TAG.fullmatch(language) else ""


def direction(language: str) -> str:
    """Right to left for languages written so; for others, and where none is known, as the words themselves ask."""
    parts = language.lower().split("-")
    return "rtl" if parts[0] in RIGHT_TO_LEFT or "-".join(parts[:2]) in RIGHT_TO_LEFT else "auto"


def address(url: str | None) -> str:
    """A web address that may be followed (http or https, with a host); empty for anything else."""
    if not url or records.clean(url) != url or any(c.isspace() for c in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""
