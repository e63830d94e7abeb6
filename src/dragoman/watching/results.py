"""What follows from a visit: handed on, kept in the state, told, and when the next one is."""

from __future__ import annotations

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
from dragoman.watching.find import Find, Outcome, Put
from dragoman.watching.plan import DAY, Watched
from dragoman.watching.reading import Landed, Made, attempted, given
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

    def __init__(self, state: State, tell: Callable[[Event], None], chance: Callable[[], float]) -> None:
        self._state = state
        self._tell = tell
        self._chance = chance
        self.tally = Tally()

    def finds(self, landed: Landed, source: Watched) -> dict[str, Find]:
        """What a visit brought to be read, by its addresses: nothing of what is as it was."""
        visit, looked = landed.visit, landed.result
        if not isinstance(looked, Looked) or not looked.changed:
            return {}
        if looked.kind == "page":
            return {visit.url: Find(fetched=looked.fetched, source=source, published=visit.published)}
        posts = (post for post in looked.posts if source.wants(post.url) and self._fresh(post))
        return {post.url: _find(post, source, looked.fetched) for post in posts}

    def take(self, landed: Landed, source: Watched, made: Made, *, found_at: float) -> None:
        """Keep and tell the result of a visit; addresses that it leads to are due at ``found_at``.

        ``made`` has what was read of its ``finds``.
        """
        visit, result, now = landed.visit, landed.result, landed.at
        if isinstance(result, Exception):
            self._failed(visit, source, result, now)
        elif result is None:
            return
        elif not result.changed:
            self._state.record(self._well(visit, source, result, now, changed=False))
            self._say("unchanged", visit.url, source, now)
        elif result.kind == "page":
            self._page(visit, source, result, now, made)
        elif result.kind == "telegram":
            self._channel(visit, source, result, now, found_at, made)
        else:
            self._addresses(visit, source, result, now, found_at)

    def _page(self, visit: Visit, source: Watched, looked: Looked, now: float, made: Made) -> None:
        outcome = _put(made[visit.url])
        if isinstance(outcome, Exception):
            self._failed(visit, source, outcome, now)
            return
        self._state.record(self._well(visit, source, looked, now, changed=outcome.kind == "version"))
        self._say("kept", visit.url, source, now, outcome=outcome.kind, why=outcome.why)

    def _channel(
        self, visit: Visit, source: Watched, looked: Looked, now: float, found_at: float, made: Made
    ) -> None:  # fmt: skip
        fresh = failed = 0
        posts = [post for post in looked.posts if source.wants(post.url)]
        for post in posts:
            fresh += self._state.get(post.url) is None
            if post.url in made and self._fresh(post):
                failed += not self._post(post, source, now, made[post.url])
        missed = looked.older if fresh == len(posts) > 0 and (visit.depth or visit.last_visit is not None) else None
        if missed is not None:
            self._state.add([missed], source, found_at)
        done = self._well(visit, source, looked, now, changed=True)
        # Posts that could not be kept are tried again at the next look, whatever the server says of the page.
        self._state.record(replace(done, sha256=None, etag=None, last_modified=None) if failed else done)
        self._say("found", visit.url, source, now, count=fresh)

    def _fresh(self, post: Post) -> bool:
        """Whether a post is new or not as it was."""
        known = self._state.get(post.url)
        return known is None or known.sha256 != _digest(post)

    def _post(self, post: Post, source: Watched, now: float, made: Put | Exception) -> bool:
        """Keep a post; whether that went well."""
        outcome = _put(made)
        if isinstance(outcome, Exception):
            self._say("failed", post.url, source, now, why=_reason(outcome))
            return False
        first = self._state.get(post.url)
        first = first or Visit(url=post.url, source=source.url, kind="post", first_seen=now, next_visit=None)
        self._state.record(
            replace(
                first,
                published=post.published,
                sha256=_digest(post),
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


def _put(made: Put | Exception) -> Outcome | Exception:
    """Put what was read in its place, or say why not."""
    return given(made if isinstance(made, Exception) else attempted(made))


def _find(post: Post, source: Watched, page: Fetched) -> Find:
    fetched = Fetched(
        post.text.encode(), post.url, media_type="text/plain", charset="utf-8", url=post.url, fetched=page.fetched,
        status=page.status,
    )  # fmt: skip
    return Find(fetched=fetched, source=source, published=post.published, forwarded=post.forwarded)


def _digest(post: Post) -> str:
    return sha256(post.text.encode()).hexdigest()


def _status(error: Exception) -> int:
    return error.status if isinstance(error, AnswerError) else 0


def _reason(error: Exception) -> str:
    """In one line, without the address that the event tells beside it."""
    said = " ".join(str(error).split()) or type(error).__name__
    if not isinstance(error, (GatherError, PageError, StoreError, ValueError, OSError)):
        said = f"a fault of dragoman's own, {type(error).__name__}: {said}"
    return said if len(said) <= 300 else f"{said[:297]}..."
