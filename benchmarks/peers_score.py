"""How what a tool found compares with the annotation: quotations, their speakers, all attributions, names.

A quotation is a stretch of at least three words that an attribution says in quotation marks, or after a dash. It is
found where a predicted one shares at least half of the union of both. Attributions are scored as ``training/score.py``
says. A name is found where a predicted one of its kind meets it (they share at least half of the shorter, and the
predicted one is at most four times as long). Each gold item is paired with at most one prediction, best overlap first.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from training import score

Found = Mapping[str, Any]
"""``attributions`` in stand-off form, ``quotations``, ``names``: what a tool does not look for is not there."""
Record = dict[str, Any]
Quotation = dict[str, Any]
"""``span``, and the ``source`` (spans) and ``speaker`` (name) of the attribution that it stands in."""
Name = tuple[int, int, str]
T = TypeVar("T")
U = TypeVar("U")

ARTICLES = Path(__file__).parent / "articles"
MARKS = '«»“”"'
WORDS = 3
"""Shorter quotations are titles, irony and single terms, and are counted neither for nor against a tool."""
_QUOTED = re.compile(r"(?:^|[«“\"])([^«»“”\"]*)(?:[»”\"]|$)")


def gold() -> list[Record]:
    """The annotated articles, with the names in each."""
    articles = [json.loads(line) for line in (ARTICLES / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    with (ARTICLES / "names.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for article in articles:
        forms = {row["words"]: row["kind"] for row in rows if row["article"] == article["id"]}
        article["language"] = article["id"].split("-")[0]
        article["names"] = names(article["text"], forms)
        article["people"] = [form for form, kind in forms.items() if kind == "person"]
    return articles


def names(text: str, forms: Mapping[str, str]) -> list[Name]:
    """Where the forms stand in a text as whole words, longest first, none inside another."""
    if not forms:
        return []
    either = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return [(*found.span(), forms[found[0]]) for found in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text)]


def quotations(text: str, attributions: Iterable[Record]) -> list[Quotation]:
    """What attributions say in quotation marks or after a dash, once: the innermost of several says it."""
    found: dict[tuple[int, int], Quotation] = {}
    for a in sorted(attributions, key=depth):
        whole = "".join(text[start:end] for start, end in a["content"])
        marked = any(mark in whole for mark in MARKS)
        for start, end in a["content"]:
            if a["kind"] == "direct" and (marked or text[:start].endswith("— ")):
                parts = [(start, end)]
            elif a["kind"] == "mixed" and marked:
                parts = [m.span() for m in _QUOTED.finditer(text, start, end) if m[0][:1] in MARKS and m[0]]
            else:
                parts = []
            for part in parts:
                if len(text[slice(*part)].split()) >= WORDS:
                    found[part] = {"span": list(part), "source": a["source"], "speaker": a.get("speaker")}
    return [found[span] for span in sorted(found)]


def depth(attribution: Record) -> tuple[int, int]:
    """Orders attributions outermost first: by how much is said, then by where it is introduced."""
    return -sum(end - start for start, end in attribution["content"]), attribution["cue"][0][0]


def paired(gold: Sequence[T], found: Sequence[U], overlap: Callable[[T, U], float]) -> list[tuple[T, U]]:
    """Pairs that overlap at all, best first, each item once."""
    scored = [(o, g, f) for g, a in enumerate(gold) for f, b in enumerate(found) if (o := overlap(a, b)) > 0]
    pairs, used_gold, used_found = [], set(), set()
    for _, g, f in sorted(scored, reverse=True):
        if g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            pairs.append((gold[g], found[f]))
    return pairs


def same_words(a: Quotation, b: Quotation) -> float:
    """How much of the union two quotations share, 0 below one half."""
    (s, e), (t, f) = a["span"], b["span"]
    shared = max(0, min(e, f) - max(s, t))
    share = shared / (e - s + f - t - shared)
    return float(share) if share >= 0.5 else 0.0


def same_source(a: Quotation, b: Quotation) -> bool:
    """Whether the words that name the speaker meet; where the text has none beside the quotation, any may be given."""
    return not a["source"] or score.meet(score.characters(a["source"]), score.characters(b["source"]))


def same_name(a: Name, b: Name) -> float:
    """How many characters two names of one kind share, 0 where they do not meet."""
    one, other = set(range(a[0], a[1])), set(range(b[0], b[1]))
    return float(len(one & other)) if a[2] == b[2] and score.meet(one, other) else 0.0


def stems(words: str | None, language: str) -> list[str]:
    """The stems of a name's words, so that cases do not matter."""
    from snowballstemmer import stemmer

    return list(
        stemmer({"ru": "russian", "en": "english"}[language]).stemWords(re.findall(r"[\w-]+", (words or "").lower()))
    )


def measure(articles: Sequence[Record], readings: Mapping[str, Found]) -> dict[str, Any]:
    """All measures that a tool's readings of these articles allow; what it does not claim to do is left out."""
    counts = {name: [0, 0, 0] for name in ("quotations", "sources", "names")}
    people = named = 0
    claims: set[str] = set()
    for article in articles:
        reading = readings[article["id"]]
        claims |= set(reading)
        said = quotations(article["text"], article["attributions"])
        heard = reading.get("quotations")
        if heard is None:
            heard = quotations(article["text"], reading.get("attributions", []))
        heard = [q for q in heard if len(article["text"][slice(*q["span"])].split()) >= WORDS]
        pairs = paired(said, heard, same_words)
        add(counts["quotations"], len(pairs), len(heard), len(said))
        add(counts["sources"], sum(same_source(a, b) for a, b in pairs), len(heard), len(said))
        language, known = (
            article["language"],
            {s for form in article["people"] for s in stems(form, article["language"])},
        )
        surname = {id(q): (stems(q["speaker"], language) or [""])[-1] for q in said}
        people += sum(surname[id(q)] in known for q in said)
        named += sum(surname[id(a)] in known and surname[id(a)] in stems(b["speaker"], language) for a, b in pairs)
        found = [tuple(name) for name in reading.get("names", [])]
        add(counts["names"], len(paired(article["names"], found, same_name)), len(found), len(article["names"]))
    out: dict[str, Any] = {}
    if claims & {"attributions", "quotations"}:
        out["quotations"] = score.f1(*counts["quotations"])
    if "attributions" in claims:
        out["sources"] = score.f1(*counts["sources"])
        out["people"] = {"r": named / people if people else 0.0, "gold": people}
        whole = score.score(
            articles, [{"events": [], "contacts": [], **readings[a["id"]], "id": a["id"]} for a in articles]
        )
        out |= {k: v for k, v in whole.items() if k == "attributions" or k in claims or k.endswith(" characters")}
        if "events" in claims:
            out |= whole
    if "names" in claims:
        out["names"] = score.f1(*counts["names"])
    return out


def add(count: list[int], *more: int) -> None:
    """Add hits, predictions and gold items to a count."""
    for k, n in enumerate(more):
        count[k] += n
