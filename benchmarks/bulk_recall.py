"""How much of what is worth reading the filter of ``dragoman bulk`` lets through, on annotated articles.

Worth reading is an article that reports a contact between states, or has somebody of one state's government, parliament
or army, or of an organisation of states, say something to or about another state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from math import sqrt
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
OWN = (ROOT / "training" / "data" / "attribution.own.jsonl",)
CORPORA = ("attribution.synthetic.train.jsonl", "attribution.ru.dev.jsonl", "attribution.ru.train.jsonl")
OFFICIALS = frozenset({"GOV", "LEG", "MIL", "IGO"})


@dataclass
class Row:
    """Articles of one kind in one file: how many, and how many pass the look at the page and that at the article."""

    file: str
    kind: str
    articles: int = 0
    page: int = 0
    article: int = 0

    @property
    def share(self) -> float:
        """Of the articles those that pass both."""
        return self.article / self.articles if self.articles else 0.0

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share."""
        n, z = self.articles, 1.96
        if not n:
            return 0.0, 1.0
        middle, width = self.share + z * z / (2 * n), z * sqrt(self.share * (1 - self.share) / n + z * z / (4 * n * n))
        return max(0.0, (middle - width) / (1 + z * z / n)), min(1.0, (middle + width) / (1 + z * z / n))


def kind(annotated: dict[str, Any]) -> str:
    """Whether an article is worth reading, and why."""
    if annotated.get("contacts"):
        return "contact"
    for one in annotated.get("attributions", ()):
        state, _, sector = str(one.get("speaker_code") or "").partition(".")
        targets = {str(target).partition(".")[0] for target in one.get("targets") or ()} - {"", "---", state}
        if state and sector in OFFICIALS and targets:
            return "between states"
    return "neither"


def page(text: str, language: str) -> str:
    """The article as a page of a newspaper, with a menu around it."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    menu = "".join(
        f"<li><a href='/{n}'>{word}</a></li>" for n, word in enumerate(("Home", "World", "Sport", "Culture"))
    )
    return f"<html lang='{language}'><body><nav><ul>{menu}</ul></nav><article>{paragraphs}</article></body></html>"


def readouts(corpora: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Sides' accounts and news of one contact each, all of them worth reading; the filter was not made with these."""
    for name, folder in (("contacts.own", OWN[0].parent / "contacts.own"), ("contacts", corpora.parent / "contacts")):
        for path in sorted(folder.glob("*/*.txt")):
            text, language = path.read_text("utf-8"), path.name.split(".")[-2]
            yield name, {"id": f"{path.parent.name}/{path.stem}", "text": text, "lang": language, "contacts": [1]}


def articles(corpora: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Annotated articles with their texts, and the file each is from."""
    for path in (*OWN, *(corpora / name for name in CORPORA)):
        if path.is_file():
            for line in path.read_text("utf-8").splitlines():
                found = json.loads(line)
                if "text" in found:
                    yield path.name, found


def measure(corpora: Path) -> tuple[list[Row], list[str]]:
    """A row for each file and kind, and the articles worth reading that do not pass."""
    from dragoman.bulk import visible
    from dragoman.bulk.diplomacy import LANGUAGES, diplomatic
    from dragoman.page.language import detect

    rows: dict[tuple[str, str], Row] = {}
    missed = []
    for file, found in (*articles(corpora), *readouts(corpora)):
        row = rows.setdefault((file, kind(found)), Row(file, kind(found)))
        blocks = visible.of_html(page(found["text"], found["lang"]))
        language = detect(visible.sample(blocks)) or found["lang"]
        first = language in LANGUAGES and diplomatic("\n".join(blocks), language)
        language = detect(found["text"]) or found["lang"]
        both = first and language in LANGUAGES and diplomatic(found["text"], language)
        row.articles += 1
        row.page += first
        row.article += both
        if not both and row.kind != "neither":
            missed.append(str(found["id"]))
    return [rows[key] for key in sorted(rows)], missed


def show(rows: list[Row], missed: list[str]) -> None:
    """Print the table."""
    print(f"{'file':<36} {'articles':<15} {'number':>6} {'page':>6} {'both':>6} {'share':>7}  95 % interval")
    worth, other = Row("all", "worth reading"), Row("all", "neither")
    for row in rows:
        total = other if row.kind == "neither" else worth
        total.articles, total.page = total.articles + row.articles, total.page + row.page
        total.article += row.article
    for row in (*rows, worth, other):
        low, high = row.interval()
        print(
            f"{row.file:<36} {row.kind:<15} {row.articles:>6} {row.page:>6} {row.article:>6} {row.share:>7.1%}"
            f"  {low:.1%} to {high:.1%}"
        )
    print(f"missed: {', '.join(missed) or 'none'}")
