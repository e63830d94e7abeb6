"""Amendments follow an article from reading to reading and from version to version."""

from __future__ import annotations

from dragoman.amending.current import reapply
from dragoman.store import keep


def follow() -> None:
    """From now on amend every record that becomes current in any store, in the same transaction.

    A driver that writes to a store calls it once before; more than once makes no difference.
    """
    if reapply not in keep.FOLLOWERS:
        keep.FOLLOWERS.append(reapply)
