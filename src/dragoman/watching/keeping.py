"""What a watch finds, put into a store."""

from __future__ import annotations

from dragoman.store.adding import Adder
from dragoman.watching.find import Find, Keep, Outcome, Put


def keeper(adder: Adder) -> Keep:
    """Read each find, and put it into the store; what is told of the source goes with it.

    What either raises (``PageError``, ``StoreError`` …) the watch tells, and tries again later.
    """

    def keep(find: Find) -> Put:
        told = {"language": find.source.language, "publisher": find.source.publisher, "side": find.source.side}
        if find.forwarded:
            # Another's words: the channel is not their publisher, nor are they its side's own text.
            told |= {"publisher": find.forwarded, "side": None}
        given = {key: value for key, value in told.items() if value}
        if find.published:
            # A post's day is its channel's word; a page's own goes before its source's.
            given["published" if find.post else "undated"] = find.published
        prepared = adder.prepare(find.fetched, given=given)

        def put() -> Outcome:
            added = adder.keep(prepared)
            return Outcome(added.outcome, added.why)

        return put

    return keep
