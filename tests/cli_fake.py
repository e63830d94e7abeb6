"""A stand-in for the network, so that the driver and the command line can be tested without weights."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from dragoman.article import Span
from dragoman.reader.marks import Attribution, Marks
from dragoman.record import Label

SAID = re.compile(r"(?P<source>[^\W\d_][\w ]*?) (?P<cue>said|сказал)(?: that| что)?,? (?P<content>[^.]+)")


class FakeReader:
    """Finds "X said that …" and nothing else; raises on the word RAISE."""

    name = "fake"

    def __init__(self, *args: Any, threads: int = 2, **more: Any) -> None:
        self.threads = threads

    def marks(self, text: str, masked: Sequence[Span] = (), **more: Any) -> Marks:
        if "RAISE" in text:
            raise RuntimeError("asked\nto raise")
        return Marks(
            tuple(
                Attribution(
                    source=(found.span("source"),),
                    cue=(found.span("cue"),),
                    content=(found.span("content"),),
                    condition=(),
                    kind="indirect",
                    act=Label("STATE", 0.9),
                    modality=Label("fact", 0.9),
                    topics=(Label("other", 0.9),),
                )
                for found in SAID.finditer(text)
            )
        )

    def embed(self, texts: Sequence[str]) -> Any:
        return np.full((len(texts), 384), 384**-0.5, np.float32)

    def relation(self, text: str, actor: Span, recipient: Span) -> Label:
        return Label("CONSULT", 0.5)


if __name__ == "__main__":
    # A command line of its own, for tests of what happens to a process.
    import dragoman.reader.reader

    dragoman.reader.reader.NeuralReader = FakeReader  # type: ignore[misc,assignment]
    from dragoman.cli import main

    main(sys.argv[1:])
