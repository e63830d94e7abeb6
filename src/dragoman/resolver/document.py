"""One article as the resolver sees it: words, what is known of them, sentences, people and states in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import repeat

from dragoman.article import Article, Span
from dragoman.codes import ORGANISATIONS
from dragoman.resolver.actors import Actors
from dragoman.resolver.dates import days
from dragoman.resolver.holders import Form, Holder
from dragoman.resolver.knowledge import called, disputed, seats, table
from dragoman.resolver.lexicon import Lexicon
from dragoman.resolver.senses import STATE_KINDS, Hit, Sense, Senses
from dragoman.resolver.words import Token, rough, sentences, tokens

_DATELINE = re.compile(r"\.?(?:[,(] ?[^\n]{0,40}?\d{1,4}|\.? ?[—–-] |\. \d|,? \d{1,2}\b|\.-|/)")
_OPENING = frozenset('\n.!?…:"«„“(•—–')
"""What stands before the first word of a line, a sentence or a quotation."""
SIDE = 0.3
"""Below this share of the first state's weight a second state is no side of the article."""

BUREAU = 0.15
"""Below this share of the first state's weight a dateline names only where the agency sits."""

WEIGHTS = {"state": 1.0, "adjective": 1.0, "capital": 0.8, "place": 0.7, "metonym": 0.5, "body": 0.25}


def _states(hit: Hit) -> list[str]:
    """The states that a phrase may mean, the likeliest first."""
    return list(dict.fromkeys(s.state for s in hit.senses if s.state and s.kind in STATE_KINDS))


class Weights(dict[str, float]):
    """How much a text speaks of each state; zero of those that it does not name."""

    def __missing__(self, state: str) -> float:
        return 0.0

    def most_common(self, number: int) -> list[tuple[str, float]]:
        """The states most spoken of, the first named first among equals."""
        return sorted(self.items(), key=lambda item: -item[1])[:number]


class Document:
    """The text's words and what the knowledge files say of each; everything is found in one pass."""

    def __init__(self, article: Article, actors: Actors, language: str) -> None:
        self.article = article
        self.text = article.text
        self.actors = actors
        self.language = language
        self.date = article.published.value[:10] if article.published else None
        self.words: list[Token] = tokens(article.text)
        self._starts = [w.start for w in self.words]
        self.lexicon = actors.lexicon(language)
        self.hits: list[Hit | None] = self.lexicon.hits(self.words)
        self._tell_namesakes()
        self.sentences = sentences(article.text)
        self._sentence_starts = [s for s, _ in self.sentences]
        if language in ("ru", "uk", "pl"):
            self._leave_family_names()
        self.known = [hit for hit in self.hits if hit is not None]
        self.named: dict[int, bool] = {}
        """Whether a word may belong to a name, of words that were asked about (``names.is_name``)."""

    def _tell_namesakes(self) -> None:
        """A name that two states bear (Congo) means the first of them, unless the text speaks of another one only.

        A name that is a place in the other one (Georgia) takes another place there to mean that.
        """
        placed = [hit for hit in self.hits if hit is not None and hit.senses.stated is not None]
        several = [(hit, states) for hit in placed if len(hit.senses) > 1 and len(states := _states(hit)) > 1]
        if not several:
            return
        certain = [sense for hit in placed if len(_states(hit)) == 1 and (sense := hit.senses.stated) is not None]
        local = {sense.state for sense in certain if sense.kind == "place"}
        spoken = {sense.state for sense in certain}
        spoken |= {entry[2].state for entries in self.holders.values() for entry in entries}
        for hit, states in several:
            places = {s.state for s in hit.senses if s.kind == "place"}
            fitting = (state for state in states if state in (local if state in places else spoken))
            meant = next(fitting, states[0])
            senses = Senses(s for s in hit.senses if s.kind not in STATE_KINDS or s.state in (meant, None))
            self.hits[hit.first] = hit._replace(senses=senses)

    def _leave_family_names(self) -> None:
        """An adjective with a capital after a word with one is a family name (Татьяна Грузинская): it says no state."""
        for index, hit in enumerate(self.hits):
            if hit is None or not index or hit.last != index + 1 or not self.words[index].capital:
                continue
            before = self.words[index - 1].text[0].isupper() and self.hits[index - 1] is None
            if before and all(s.kind == "adjective" for s in hit.senses) and self.gap(index) == " ":
                self.hits[index] = None if not self.opens(index) else hit

    def range(self, span: Span) -> tuple[int, int]:
        """The words [first, last) of a span."""
        return bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])

    def sentence(self, position: int) -> int:
        """The number of the sentence at a character."""
        return max(0, bisect_right(self._sentence_starts, position) - 1)

    def gap(self, index: int) -> str:
        """The characters between a word and the one before it."""
        if index <= 0 or index >= len(self.words):
            return "\n"
        return self.text[self.words[index - 1].end : self.words[index].start]

    def hit(self, index: int, last: int | None = None) -> Hit | None:
        """What is known of the phrase that begins at a word, cut to end before another word."""
        found = self.hits[index] if index < len(self.hits) else None
        if found is None or last is None or found.last <= last:
            return found
        return self.lexicon.longest(self.words, index, last)

    def opens(self, index: int) -> bool:
        """Whether a word stands first in its sentence, its line or its quotation, where any word has a capital."""
        gap = self.gap(index)
        return index == 0 or not _OPENING.isdisjoint(gap) or self._starts[index] in self._first_words

    @cached_property
    def _first_words(self) -> frozenset[int]:
        found = set()
        for start, end in self.sentences:
            index = bisect_left(self._starts, start)
            if index < len(self._starts) and self._starts[index] < end:
                found.add(self._starts[index])
        return frozenset(found)

    @cached_property
    def proper(self) -> frozenset[str]:
        """Words that have a capital where not every word has one."""
        return frozenset(
            rough(w.folded, self.language)
            for i, w in enumerate(self.words)
            if w.text[0].isupper() and not self.opens(i)
        )

    @cached_property
    def common(self) -> frozenset[str]:
        """Words that the article also writes without a capital."""
        folded = {w.folded for w in self.words if not w.capital}
        return frozenset(map(rough, folded, repeat(self.language)))

    @cached_property
    def cover(self) -> list[int]:
        """For every word the first word of the known phrase that covers it, -1 where none does."""
        found = [-1] * len(self.words)
        for hit in self.apart:
            for inner in range(hit.first, hit.last):
                found[inner] = hit.first
        return found

    @cached_property
    def apart(self) -> list[Hit]:
        """The known phrases that do not begin within one before them."""
        found: list[Hit] = []
        end = 0
        for hit in self.known:
            if hit.first >= end:
                found.append(hit)
                end = hit.last
        return found

    @cached_property
    def holders(self) -> dict[int, list[tuple[int, Form, Holder]]]:
        """Where family names of office-holders stand: first word to (end, form, holder) of each that fits."""
        listed: list[tuple[Form, Holder]] = []
        names = Lexicon(self.language)
        capitals = [index for index, word in enumerate(self.words) if word.capital]
        present = {self.words[index].folded[:3] for index in capitals}
        arabic = any(w.script == "arabic" for w in self.words[:50])
        for holder in self.actors.roll.mentioned(self.words):
            for form in holder.forms:
                if arabic or form.family[0][:3] in present:
                    names.add_folded(form.family, Sense("holder", value=str(len(listed))), exact=form.exact)
                    listed.append((form, holder))
        found: dict[int, list[tuple[int, Form, Holder]]] = {}
        if listed:
            for first in capitals:
                hit = names.longest(self.words, first)
                if hit is not None and not self._known_otherwise(first):
                    found[first] = [(hit.last, *listed[int(s.value or 0)]) for s in hit.senses]
        return found

    def _known_otherwise(self, index: int) -> bool:
        """Whether a word that may be a family name is a state or a body here: no first name stands before it."""
        hit = self.hits[index]
        if hit is None or hit.of("state", "capital", "metonym", "body") is None:
            return False
        before = self.hits[index - 1] if index else None
        return index == 0 or before is not None or not self.words[index - 1].text[0].isupper()

    def locates(self, index: int, *, addressed: bool = False) -> bool:
        """Whether a word before only says where something is: "in Geneva", not "with Geneva".

        ``addressed``: the words stand where an addressee does ("appealed to Warsaw").
        """
        hit = self.hits[index - 1] if index > 0 and self.gap(index).isspace() else None
        if hit is None or hit.last != index or hit.of("weak") is None:
            return False
        return hit.of("toward") is None and not (addressed and hit.of("addressing"))

    @cached_property
    def acting(self) -> frozenset[str]:
        """The states that the text names as somebody, not only as where something is."""
        found = {entry[2].state for entries in self.holders.values() for entry in entries}
        for hit in self.known:
            sense = hit.senses.stated
            if sense is None or sense.state is None or sense.kind == "place" or sense.state in found:
                continue
            if sense.kind not in ("state", "capital") or not self.locates(hit.first):
                found.add(sense.state)
        return frozenset(found)

    def bodies(self, sector: str) -> list[tuple[int, str | None]]:
        """Where the text names bodies of a sector, and their states."""
        return self._bodies.get(sector, [])

    @cached_property
    def alliances(self) -> list[tuple[int, str]]:
        """Where the text names organisations of states, and which."""
        return [(index, state) for index, state in self.bodies("IGO") if state]

    @cached_property
    def _bodies(self) -> dict[str, list[tuple[int, str | None]]]:
        found: dict[str, list[tuple[int, str | None]]] = {}
        for hit in self.known:
            sense = hit.of("body")
            if sense is not None and sense.sector:
                found.setdefault(sense.sector, []).append((hit.first, sense.state))
        return found

    @cached_property
    def weights(self) -> Weights:
        """How much the text speaks of each state: names, adjectives, capitals and places, the head counting double."""
        counts = Weights()
        head = min(300, len(self.text) // 3)
        end = 0
        for hit in self.known:
            sense = hit.senses.stated
            if sense and sense.state and hit.first >= end:
                counts[sense.state] += WEIGHTS[sense.kind] * (2 if self.words[hit.first].start < head else 1)
                end = hit.last
        return counts

    @cached_property
    def leading(self) -> list[tuple[str, float]]:
        """The states most spoken of and how much, without the UN; asked when the weights are what they will be."""
        return [(state, weight) for state, weight in self.weights.most_common(4) if state != "UN"]

    @cached_property
    def home(self) -> str | None:
        """The state whose institutions need no name here: the dateline's, else that of the language."""
        for start, end in self.sentences[:14]:
            if start > 900:
                break
            for at in [start + m.end() for m in re.finditer(r"^\s*|\n\s*", self.text[start:end])]:
                index = bisect_left(self._starts, at)
                hit = self.hits[index] if index < len(self.words) and self._starts[index] == at else None
                if hit is None:
                    continue
                if hit.of("document") and (issuer := self._issuer(hit.last)):
                    return issuer
                sense = hit.of("capital", "place", "metonym", "body") or hit.of("state")
                if (sense and sense.state in ORGANISATIONS) or self._seat(hit):
                    continue
                if sense and sense.state and _DATELINE.match(self.text, self.words[hit.last - 1].end):
                    top = max(self.weights.values(), default=0.0)
                    return sense.state if self.weights[sense.state] > BUREAU * top else None
        home = table(f"languages/{self.language}.toml").get("home")
        return str(home) if home and self.weights[str(home)] > 0 else None

    def _seat(self, hit: Hit) -> bool:
        """Whether organisations sit in a town: a dateline there is nobody's home."""
        name = " ".join(word.folded for word in self.words[hit.first : hit.last])
        return name in seats()

    def _issuer(self, index: int) -> str | None:
        """The state of a ministry whose statement a heading announces («Заявление МИД …»)."""
        public = False
        while index < len(self.words) and "\n" not in self.gap(index) and "." not in self.gap(index):
            hit = self.hits[index]
            sense = hit.senses.stated if hit else None
            public = public or bool(hit and (noun := hit.of("sector", "title")) and noun.sector == "GOV")
            if sense and sense.state:
                return sense.state if public and sense.state not in ORGANISATIONS else None
            if hit and hit.of("weak") and not hit.of("of"):
                return None
            index = hit.last if hit else index + 1
        return None

    @cached_property
    def today(self) -> str | None:
        """The article's day: when it was published, else the first full date at its head."""
        if self.date:
            return self.date
        head = days(self.text, (0, min(len(self.text), 400)), self.language, None)
        return next((d.value for d in head if len(d.value) == 10 and d.value[0] != "X"), None)

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The two states or organisations that the article is most about, in the order in which it names them.

        A disputed area in whose name no office-holder speaks is what two sides speak about, not one of them.
        """
        objects = {s for s in disputed() if not self.actors.roll.speaks(s)} | {"UN"}
        ranked = [(s, n) for s, n in self.weights.most_common(6) if n >= 1 and s not in objects][:2]
        if len(ranked) < 2 or ranked[1][1] < SIDE * ranked[0][1]:
            return ()
        return tuple(sorted((s for s, _ in ranked), key=lambda s: (s != self.home, self._first.get(s, 0))))

    @cached_property
    def _first(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for hit in self.known:
            for sense in hit.senses if hit.senses.stated else ():
                if sense.state and sense.kind in STATE_KINDS:
                    found.setdefault(sense.state, hit.first)
        return found

    def state_name(self, state: str) -> str:
        """A state's name in the article's language, the code where there is none."""
        return called(self.language).get(state, state)

    @cached_property
    def dominant(self) -> str | None:
        """The state that the text speaks of most, where it stands out."""
        gone = {"SUN"} if self.weights["RUS"] else set()
        ranked = [(s, n) for s, n in self.weights.most_common(4) if s not in {"UN"} | gone]
        if not ranked or ranked[0][1] < 1:
            return None
        return self.living(str(ranked[0][0]))

    def living(self, state: str) -> str:
        """The state that people of this one are of on the article's day: a Soviet actor is a Russian one today."""
        return "RUS" if state == "SUN" and not (self.date and self.date < "1992") else state
