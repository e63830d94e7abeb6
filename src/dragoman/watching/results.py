"""What follows from a visit: handed on, kept in the state, told, and when the next one is."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from dragoman.gather.fetched import AnswerError, Fetched, ForbiddenError, GatherError, TooLargeError
from dragoman.page.error import PageError
from dragoman.store.error import StoreError
from dragoman.watching import schedule
from dragoman.watching.events import Event, EventKind
from dragoman.watching.find import Find, Keep, Outcome
from dragoman.watching.plan import DAY, Watched
from dragoman.watching.state import State, Visit
from dragoman.watching.telegram import Post
from dragoman.watching.visitor import Looked


@dataclass(slots=True)
class Tally:
    """How often each thing happened, by the names of events; of what was kept, by its outcome too."""

    events: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)


class Results:
    """Takes what visits bring. What the state raises goes on to the caller, nothing else does."""

    def __init__(self, state: State, keep: Keep, tell: Callable[[Event], None], chance: Callable[[], float]) -> None:
        self._state = state
        self._keep = keep
        self._tell = tell
        self._chance = chance
        self.tally = Tally()

    def take(self, visit: Visit, source: Watched, result: Looked | Exception, now: float, *, found_at: float) -> None:
        """Keep and tell the result of a visit; addresses that it leads to are due at ``found_at``."""
        if isinstance(result, Exception):
            self._failed(visit, source, result, now)
        elif not result.changed:
            self._state.record(self._well(visit, source, result, now, changed=False))
            self._say("unchanged", visit.url, source, now)
        elif result.kind == "page":
            self._page(visit, source, result, now)
        elif result.kind == "telegram":
            self._channel(visit, source, result, now, found_at)
        else:
            self._addresses(visit, source, result, now, found_at)

    def _page(self, visit: Visit, source: Watched, looked: Looked, now: float) -> None:
        outcome = self._hand_on(Find(fetched=looked.fetched, source=source, published=visit.published))
        if isinstance(outcome, Exception):
            self._failed(visit, source, outcome, now)
            return
        self._state.record(self._well(visit, source, looked, now, changed=outcome.kind == "version"))
        self._say("kept", visit.url, source, now, outcome=outcome.kind, why=outcome.why)

    def _channel(self, visit: Visit, source: Watched, looked: Looked, now: float, found_at: float) -> None:
        fresh = failed = 0
        posts = [post for post in looked.posts if source.wants(post.url)]
        for post in posts:
            known = self._state.get(post.url)
            fresh += known is None
            failed += not self._post(post, known, source, looked.fetched, now)
        missed = looked.older if fresh == len(posts) > 0 and (visit.depth or visit.last_visit is not None) else None
        if missed is not None:
            self._state.add([missed], source, found_at)
        done = self._well(visit, source, looked, now, changed=True)
        # Posts that could not be kept are tried again at the next look, whatever the server says of the page.
        self._state.record(replace(done, sha256=None, etag=None, last_modified=None) if failed else done)
        self._say("found", visit.url, source, now, count=fresh)

    def _post(self, post: Post, known: Visit | None, source: Watched, page: Fetched, now: float) -> bool:
        """Hand on a post that is new or not as it was; whether that went well."""
        data = post.text.encode()
        digest = sha256(data).hexdigest()
        if known is not None and known.sha256 == digest:
            return True
        fetched = Fetched(
            data, post.url, media_type="text/plain", charset="utf-8", url=post.url, fetched=page.fetched,
            status=page.status,
        )  # fmt: skip
        outcome = self._hand_on(
            Find(fetched=fetched, source=source, published=post.published, forwarded=post.forwarded)
        )
        if isinstance(outcome, Exception):
            self._say("failed", post.url, source, now, why=_reason(outcome))
            return False
        first = known or Visit(url=post.url, source=source.url, kind="post", first_seen=now, next_visit=None)
        self._state.record(
            replace(
                first,
                published=post.published,
                sha256=digest,
                last_visit=now,
                changed=now if outcome.kind == "version" else first.changed,
            )
        )
        self._say("kept", post.url, source, now, outcome=outcome.kind, why=outcome.why)
        return True

    def _addresses(self, visit: Visit, source: Watched, looked: Looked, now: float, found_at: float) -> None:
        added = self._state.add(looked.found, source, found_at)
        done = self._well(visit, source, looked, now, changed=True)
        if added.left or any(found.again for found in looked.found):
            # The next look must see them all again, also where this document does not change.
            done = replace(done, sha256=None, etag=None, last_modified=None)
        self._state.record(done)
        left = added.left + looked.passed
        self._say("found", visit.url, source, now, count=added.new, left=left or None)

    def _well(self, visit: Visit, source: Watched, looked: Looked, now: float, *, changed: bool) -> Visit:
        """The visit as it is known after one that went well."""
        fetched = looked.fetched
        first = visit.sha256 is None
        done = replace(
            visit,
            location=fetched.url,
            # A 304 need not repeat what it was asked with.
            etag=fetched.etag or (visit.etag if fetched.status == 304 else None),
            last_modified=fetched.last_modified or (visit.last_modified if fetched.status == 304 else None),
            sha256=looked.sha256,
            last_visit=now,
            changed=now if changed and not first else visit.changed,
            unchanged=0 if changed or first else visit.unchanged + 1,
            failures=0,
            gone=False,
            why=None,
        )
        if visit.of_source:
            return replace(done, next_visit=now + source.every)
        # Sitemaps below an index, and older pages of a channel, are visited when what names them says so.
        following = schedule.following(done, source.revisits, now) if visit.kind == "page" else None
        return replace(done, next_visit=following)

    def _hand_on(self, find: Find) -> Outcome | Exception:
        try:
            return self._keep(find)
        except (MemoryError, RecursionError):
            return GatherError("too large or too deeply nested for this machine's memory")
        except Exception as error:
            if os.environ.get("DRAGOMAN_DEBUG"):
                raise
            return error

    def _failed(self, visit: Visit, source: Watched, error: Exception, now: float) -> None:
        failures = visit.failures + 1
        following = self._after_failure(visit, source, error, failures, now)
        gone = isinstance(error, AnswerError) and error.status in (404, 410) and visit.sha256 is not None
        kind: EventKind = "failed"
        if isinstance(error, ForbiddenError):
            kind = "forbidden"
        elif gone and not visit.of_source:
            kind = "gone"
        elif following is None:
            kind = "given up"
        why = _reason(error)
        self._state.record(
            replace(visit, last_visit=now, failures=failures, gone=visit.gone or gone, why=why, next_visit=following)
        )
        self._say(kind, visit.url, source, now, why=why, next_visit=following)

    def _after_failure(
        self, visit: Visit, source: Watched, error: Exception, failures: int, now: float
    ) -> float | None:
        asked = error.retry_after if isinstance(error, AnswerError) else None
        longest = schedule.LONGEST_OF_SOURCE if visit.of_source else schedule.LONGEST_PAUSE
        after = now + schedule.pause(failures, self._chance(), longest=longest, asked=asked)
        if isinstance(error, (ForbiddenError, TooLargeError)):
            after = now + DAY
        if visit.of_source:
            return after
        if visit.sha256 is None:
            hopeless = failures >= schedule.TRIES or isinstance(error, TooLargeError)
            return None if hopeless or _status(error) == 410 else after
        regular = schedule.following(visit, source.revisits, now)
        return None if regular is None or _status(error) == 410 else max(after, regular)

    def _say(self, kind: EventKind, url: str, source: Watched, now: float, **more: Any) -> None:
        self.tally.events[kind] += 1
        if more.get("outcome"):
            self.tally.outcomes[more["outcome"]] += 1
        self._tell(Event(kind=kind, at=now, source=source.name, url=url, **more))


def _status(error: Exception) -> int:
    return error.status if isinstance(error, AnswerError) else 0


def _reason(error: Exception) -> str:
    """In one line, without the address that the event tells beside it."""
    said = " ".join(str(error).split()) or type(error).__name__
    if not isinstance(error, (GatherError, PageError, StoreError, ValueError, OSError)):
        said = f"a fault of dragoman's own, {type(error).__name__}: {said}"
    return said if len(said) <= 300 else f"{said[:297]}..."
