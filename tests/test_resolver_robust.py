"""Hostile input, and the knowledge files themselves."""

from __future__ import annotations

import time
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.article import Article, Known
from dragoman.codes import BASES, ORGANISATIONS, SECTORS
from dragoman.reader.marks import Attribution, Entity, Marks
from dragoman.record import Label
from dragoman.resolver import resolve
from dragoman.resolver.knowledge import LANGUAGES, alpha3, data

_PIECES = st.sampled_from(
    ["президент ", "США", " и ", "Перу", ", ", "сказал", "he", " said ", "«", "»", "\n", "美国", "总统", "الرئيس ", "7 мая ",
     "который", "Mr. ", "J.", "президенты", "-", "’", "\u200f", "\ud800", "😀", "встреча", "1.2.2020", "ß", "İ"]
)  # fmt: skip
_TEXT = st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=30).map("".join))
_SPANS = st.lists(st.tuples(st.integers(-5, 140), st.integers(-5, 140)), max_size=3).map(tuple)
_LABEL = Label("ACCUSE", 0.5)


@st.composite
def _attribution(draw: st.DrawFn) -> Attribution:
    roles = [draw(_SPANS) for _ in range(4)]
    sector = draw(st.one_of(st.none(), st.just(Label("GOV", 0.4))))
    kind = draw(st.sampled_from(["direct", "indirect", "mixed"]))
    act = Label(draw(st.sampled_from(["STATE", "ACCUSE", "CONSULT"])), 0.5)
    return Attribution(*roles, kind, act, _LABEL, (_LABEL,), sector)


@settings(max_examples=300, deadline=None)
@given(_TEXT, st.lists(_attribution(), max_size=6), st.sampled_from([*LANGUAGES, "xx", "ja", "sr", ""]), _SPANS)
def test_never_raises(text: str, attributions: list[Attribution], language: str, spans: tuple) -> None:
    known = Known(language, "given") if language else None
    entities = tuple(Entity(span, "person", 0.5) for span in spans)
    found = resolve(Article(text, language=known, masked=spans), Marks(tuple(attributions), entities))
    assert [s.id for s in found.statements] == list(range(len(attributions)))
    for statement in found.statements:
        assert statement.parent is None or 0 <= statement.parent < len(attributions)
        for actor in (*statement.speakers, *statement.targets):
            assert actor.basis in BASES
            assert actor.sector in (*SECTORS, None)
            if actor.evidence:
                assert 0 <= actor.evidence[0] < actor.evidence[1] <= len(text)
    for contact in found.contacts:
        assert len({p.state for p in contact.participants}) >= 2


@pytest.mark.parametrize("language", ["ru", "en", "zh"])
def test_a_long_article_takes_linear_time(language: str) -> None:
    part = {
        "ru": "Посол Перу Хуан Эскаль возразил. Он добавил, что Чили ждёт. ",
        "en": "Peru's ambassador Juan Escal objected. He added that Chile waits. ",
        "zh": "秘鲁大使反对。他说智利在等待。",
    }[language]
    text = part * (100_000 // len(part))
    size = len(part)
    label = Label("STATE", 0.9)
    marks = Marks(
        tuple(
            Attribution(
                ((n * size, n * size + 4),), ((n * size + 5, n * size + 8),), (), (), "indirect", label, label, ()
            )
            for n in range(0, len(text) // size, 20)
        )
    )
    resolve(Article(part, language=Known(language, "given")), Marks(()))
    start = time.process_time()
    resolve(Article(text, language=Known(language, "given")), marks)
    assert time.process_time() - start < 5


def _files() -> list[str]:
    folders = [data(), data() / "languages", data() / "holders"]
    return sorted(f"{folder.name}/{f.name}" for folder in folders for f in folder.iterdir() if f.name.endswith(".toml"))


@pytest.mark.parametrize("name", _files())
def test_every_file_says_when_it_was_checked_and_uses_known_codes(name: str) -> None:
    folder, file = name.split("/")
    place = data() / file if folder == "data" else data() / folder / file
    content = tomllib.loads(place.read_text(encoding="utf-8"))
    assert str(content["checked"]) >= "2024"
    states = set(alpha3().values()) | set(ORGANISATIONS) | {"COE", "SUN", ""}
    for section in ("states", "adjectives", "capitals", "places"):
        assert set(content.get(section, {})) <= states, section
    for section in ("sectors", "suffixes"):
        assert set(content.get(section, {})) <= {*SECTORS, "link"}
    for section in ("institution", "metonym", "area"):
        for entry in content.get(section, ()):
            assert entry.get("state", "") in states
            assert entry.get("sector", "GOV") in SECTORS
    for entry in content.get("area", ()):
        assert entry["why"]
        assert entry["names"]
