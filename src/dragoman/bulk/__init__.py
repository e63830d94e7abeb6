"""The room of crawls: the same reading for many files at once, on one machine or many, by datatrove's executors.

The flow of a run, stage by stage; each is cut into tasks that a killed worker can do again:

    take    pages out of the input's files, sifted, made articles
    pair    articles with nearly the same words
    choose  of those the one that is read
    read    the record of each, written as Parquet by date and language
    close   the account: pages seen, kept, read, failed, and why
"""

from __future__ import annotations

from typing import Final

STAGES: Final = ("take", "pair", "choose", "read", "close")
"""The stages of a run in their order."""


class BulkError(Exception):
    """A run cannot be begun or go on; the message is one line that says why."""
