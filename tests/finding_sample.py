"""An archive to find in: invented people of invented papers, in three languages, on whichever database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dragoman.article import Article, Known, Moment, Span
from dragoman.record import Actor, Label, Record, Statement
from dragoman.store import Adder, Store
from tests.store_sample import fake_reader

ORLOVA = Actor("Вера Орлова", "RUS", "GOV", True)
ORLOVA_EN = Actor("Vera Orlova", "RUS", "GOV", True)
HALE = Actor("Martin Hale", "USA", "GOV", True)
LIN = Actor("林晓", "CHN", "GOV", True)


def said(text: str, speaker: Actor, cue: str, content: str, **more: Any) -> Statement:
    """A statement whose words stand in a text."""
    values: dict[str, Any] = {
        "act": Label("STATE", 0.9), "modality": Label("fact", 0.9), "topics": (Label("energy", 0.9),),
        "kind": "direct", "source": (span(text, speaker.name),), "condition": (),
    }  # fmt: skip
    values |= more
    return Statement(id=0, cue=(span(text, cue),), content=(span(text, content),), speakers=(speaker,), **values)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return start, start + len(words)


def record(
    text: str, statements: Sequence[Statement], *, published: str | None, publisher: str, language: str, name: str
) -> Record:
    """A record of a text."""
    from dataclasses import replace

    url = f"https://{name}.example/{published or 'undated'}"
    article = Article(
        text=text, id=name, url=Known(url, "given"), language=Known(language, "given"),
        publisher=Known(publisher, "given"), title=Known(f"Title {name}", "given"),
        published=Moment(published, "given") if published else None,
    )  # fmt: skip
    numbered = tuple(replace(one, id=number) for number, one in enumerate(statements, 1))
    return Record(article=article, statements=numbered)


def archive() -> list[Record]:
    """Five articles about talks that never were."""
    first = (
        "Вера Орлова заявила, что «стороны готовы к переговорам без предварительных условий». "
        "Martin Hale ответил: «Мы настаиваем на гарантиях, и экс-президент с этим согласен»."
    )
    second = (
        "Вера Орлова подчеркнула: «Стороны готовы к переговорам без предварительных условий». "
        "Ещё она сказала о контейнерах."
    )
    third = (
        "Martin Hale said the sides are ready for talks, but only in Geneva. "
        "Vera Orlova told reporters that strategic stability matters."
    )
    fourth = "林晓表示，台湾问题是中国内政。"
    fifth = "Martin Hale stressed that the sides are ready for honest talks about stability, though only in Geneva."
    return [
        record(first, [
            said(first, ORLOVA, "заявила", "стороны готовы к переговорам без предварительных условий",
                 act=Label("AGREE", 0.9), targets=(Actor("США", "USA", "GOV"),)),
            said(first, HALE, "ответил", "«Мы настаиваем на гарантиях, и экс-президент с этим согласен»",
                 act=Label("REQUEST", 0.9)),
        ], published="2021-12-07T10:00:00+03:00", publisher="Вестник", language="ru", name="one"),
        record(second, [
            said(second, ORLOVA, "подчеркнула", "«Стороны готовы к переговорам без предварительных условий»",
                 act=Label("AGREE", 0.4, False), topics=()),
        ], published="2021-12-07T15:00:00+03:00", publisher="Вестник Востока", language="ru", name="two"),
        record(third, [
            said(third, HALE, "said", "the sides are ready for talks, but only in Geneva", kind="indirect"),
            said(third, ORLOVA_EN, "told reporters", "strategic stability matters", kind="indirect",
                 topics=(Label("nuclear-and-arms-control", 0.9),)),
        ], published="2021-12-08", publisher="The Courier", language="en", name="three"),
        record(fourth, [said(fourth, LIN, "表示", "台湾问题是中国内政")],
               published="2021-12-09", publisher="晨报", language="zh", name="four"),
        record(fifth, [
            said(fifth, HALE, "stressed",
                 "the sides are ready for honest talks about stability, though only in Geneva", kind="indirect"),
        ], published=None, publisher="The Courier", language="en", name="five"),
    ]  # fmt: skip


def filled(store: Store) -> Store:
    """A store with that archive."""
    adder = Adder(store, fake_reader())
    for one in archive():
        adder.add(one)
    return store
