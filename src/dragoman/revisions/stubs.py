"""What is no version of an article though its address gave it: a paywall, a consent or login page, an error, a text cut
off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal
from urllib.parse import urlsplit

from dragoman.article import Article
from dragoman.gather.fetched import Fetched
from dragoman.phrase import Phrase
from dragoman.revisions.alignment import Alignment
from dragoman.revisions.boilerplate import data
from dragoman.revisions.words import Words, normal, words_of

STRANGE: Final = 0.3
"""A page that has less than this part of its words from the article is not the article. This and the others are
choices."""
SHORTER: Final = 0.8
"""What stands before a paywall has less than this part of the article's words."""
_HEAD: Final = 900
"""Characters from the beginning, and from the end, in which a page says what it is."""
_LONG: Final = 600
"""Words from which a page is an article of its own, whatever it also says."""
_MISSING: Final = 12
"""Words that a text must lack at its end to be cut off."""
_SAME: Final = 0.8
"""A text that was cut off has at least this part of its words from the other one; its last sentence may be none."""
_TAIL: Final = 8
"""Words at its end by which the place is found."""
_ALIEN: Final = 0.05
_FEW: Final = 5
_NAMES: Final = re.compile(r"\w{4,}")
_STOPS: Final = tuple(".!?。！？؟۔")
_CLOSING: Final = "\"'»”’)]*_ \n\t\r "
_PATHS: Final = (
    ("a login page", re.compile(r"/(?:log-?in|sign-?in|auth|sso|account)(?:[/.?]|$)", re.IGNORECASE)),
    ("a consent page", re.compile(r"(?:^|[/.])consent(?:[/.?]|$)|/(?:cookie|privacy-?gate)", re.IGNORECASE)),
    ("a page that asks whether we are a robot", re.compile(r"/(?:captcha|showcaptcha|challenge)", re.IGNORECASE)),
    ("an error page", re.compile(r"/(?:404|50[0-4]|error|not-?found)(?:[/.?]|$)", re.IGNORECASE)),
)
_PASSWORD: Final = re.compile(rb"<input[^>]+type\s*=\s*[\"']?password", re.IGNORECASE)
_PAID: Final = re.compile(rb"\"isAccessibleForFree\"\s*:\s*(?:false|\"(?:false|no)\")", re.IGNORECASE)


class Incomparable(Phrase):
    """Why two fetches cannot be compared, in a few words; ``which`` of them is no version of the article."""

    which: Literal["old", "new"] = "new"


@dataclass(frozen=True, slots=True)
class _Seen:
    """A fetch beside another one: its words, how many of them the other has, and the other's."""

    article: Article
    words: Words
    other: Article
    there: Sequence[int]
    other_words: Words

    @property
    def shared(self) -> float:
        return sum(n >= 0 for n in self.there) / len(self.there) if self.there else 0.0

    @property
    def ratio(self) -> float:
        return len(self.words.words) / max(len(self.other_words.words), 1)


def comparable(old: Article, new: Article, fetched: Fetched | None = None) -> Incomparable | None:
    """Why a new fetch is not comparable with what there is; None where it is a version of the article.

    ``fetched`` are the bytes of the new fetch, where they are at hand. An article that its editors shortened is
    comparable: what is not is a page that has hardly a word of the article and says that it is another thing, one that
    breaks off before a paywall's words, and one that breaks off within a sentence. The fault may be the old fetch's.
    """
    alignment = Alignment(words_of(old), words_of(new))
    fresh = _Seen(new, alignment.new, old, alignment.backward, alignment.old)
    known = _Seen(old, alignment.old, new, alignment.forward, alignment.new)
    why = _why(fresh) or (_served(fresh, fetched) if fetched else None)
    if why is not None:
        return Incomparable(why)
    if why := _why(known):
        found = Incomparable("what was there before is no version of it: {why}", why=why)
        found.which = "old"
        return found
    why = _stranger(fresh, known)
    return Incomparable(why) if why else None


def _why(seen: _Seen) -> str | None:
    if len(seen.words.words) < _FEW <= len(seen.other_words.words) // 4:
        return _said(seen, ("error", "robot", "script", "login", "consent", "paywall")) or Phrase(
            "hardly a word of text"
        )
    if seen.shared < STRANGE and len(seen.words.words) < _LONG:
        return _said(seen, ("robot", "script", "error", "consent", "login", "paywall"))
    if seen.ratio < SHORTER and (why := _said(seen, ("paywall",))):
        return why
    return _cut(seen)


def _said(seen: _Seen, kinds: Sequence[str]) -> str | None:
    """What the page says that it is, with its words, where the other one does not say so too."""
    text = seen.article.text
    title = seen.article.title.value if seen.article.title else ""
    ends = f"{title}\n{text}" if len(text) < 2 * _HEAD else f"{title}\n{text[:_HEAD]}\n{text[-_HEAD:]}"
    for kind in kinds:
        for match in _pattern(kind).finditer(ends):
            if match[0] not in seen.other.text:
                words = " ".join(match[0].split())
                name: str = data("stubs")[kind]["name"]
                return Phrase("{name}: “{words}”", name=Phrase(name), words=words)
    return None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in data("stubs")[kind]["patterns"]), re.IGNORECASE)


def _cut(seen: _Seen) -> str | None:
    """Whether a text breaks off within a sentence that goes on, and more follows, in the other one."""
    ending = seen.article.text.rstrip(_CLOSING)
    if len(seen.there) < _FEW or (ending.endswith(_STOPS) and not ending.endswith("...")) or seen.shared < _SAME:
        return None
    *tail, last = seen.words.words[-_TAIL:]
    words = seen.other_words
    # The last word may be cut in two, so the ones before it say where the text breaks off.
    for at in range(len(tail), len(words.words)):
        if list(words.words[at - len(tail) : at]) == tail and words.words[at].startswith(last):
            missing = len(words.words) - at - 1
            whole = words.words[at] == last and at + 1 == words.sentences[words.within[at]][1]
            if missing >= _MISSING and not whole:
                return Phrase(
                    "a text that breaks off within a sentence, {missing} words before the end of the other one",
                    missing=missing,
                )
    return None


def _served(seen: _Seen, fetched: Fetched) -> str | None:
    """What the address or the page's own code tell of a fetch that has little of the article, or only its beginning."""
    if seen.shared < STRANGE:
        ours = urlsplit(seen.other.url.value if seen.other.url else fetched.source)
        got = urlsplit(fetched.url or "")
        for name, pattern in _PATHS:
            if pattern.search(f"{got.netloc}{got.path}") and not pattern.search(f"{ours.netloc}{ours.path}"):
                return Phrase(
                    "{name}: the address leads to {address}", name=Phrase(name), address=f"{got.netloc}{got.path}"
                )
        if _PASSWORD.search(fetched.data):
            return Phrase("a login page: it asks for a password")
    if seen.ratio < SHORTER and seen.shared >= STRANGE and _PAID.search(fetched.data):
        return Phrase("a paywall: the page calls itself not free")
    return None


def _stranger(new: _Seen, old: _Seen) -> str | None:
    """Whether two texts are no versions of one: in another language, or without anything in common."""
    if new.shared >= STRANGE or old.shared >= STRANGE:
        return None
    spoken = [one.article.language.value.split("-")[0] if one.article.language else "" for one in (old, new)]
    if all(spoken) and spoken[0] != spoken[1]:
        return Phrase("a text in another language ({one}, not {other})", one=spoken[1], other=spoken[0])
    few = min(len(new.words.words), len(old.words.words)) < 40
    if few or new.shared > _ALIEN or old.shared > _ALIEN:
        return None
    titles = [set(_NAMES.findall(normal(o.article.title.value))) if o.article.title else set() for o in (old, new)]
    if all(titles) and not titles[0] & titles[1]:
        return Phrase("another text altogether: it shares neither a sentence nor a word of the headline")
    return None
