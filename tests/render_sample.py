"""Records made by hand for the tests of rendering: invented people, states and words."""

from __future__ import annotations

from typing import Any

from dragoman.article import Article, Image, Known, Moment, Notice, Span
from dragoman.record import Actor, Contact, Event, Label, Made, Record, Statement

TEXT = """\
![Главы Верании и Лаксии созвонились Пресс-служба показала снимок | Источник: Пресс-служба Верании](https://example.org/a.jpg)
Сегодня, 3 марта, Анна Вереш и Томаш Колль поговорили по видеосвязи.
Президент Верании выразила озабоченность стягиванием войск к Синему проливу и предупредила, что в случае \
закрытия пролива Верания введёт «жёсткие и немедленные» пошлины. Она призвала Колля вернуться за стол переговоров.
Лидеры обсудили рыболовство и судьбу рыбаков. Прозвучала готовность обменяться задержанными.
Пресс-секретарь Лаксии сообщил о планах Тауэрхилла отозвать посла, который, по его словам, «устал от молчания». \
"We will wait, but not forever", — добавил он.
Новость была обновлена.
— Пролив открыт для всех, кто соблюдает правила, — отметили в Тауэрхилле.
"""


def at(phrase: str, text: str = TEXT, nth: int = 1) -> Span:
    """The span of the nth occurrence of a phrase."""
    start = -1
    for _ in range(nth):
        start = text.index(phrase, start + 1)
    return start, start + len(phrase)


def label(value: str, confidence: float = 0.9, resolved: bool = True) -> Label:
    return Label(value, confidence, resolved)


VERESH = Actor("Анна Вереш", "VRN", "GOV", person=True, office="президент Верании", basis="title")
KOLL = Actor("Томаш Колль", "LKS", "GOV", person=True, office="президент Лаксии")
TOWERHILL = Actor("Тауэрхилл", "LKS", "GOV", basis="metonym")
SPOKESMAN = Actor("пресс-секретарь Лаксии", "LKS", "GOV", person=True, basis="title")


def guessed(actor: Actor) -> Actor:
    return Actor(actor.name, actor.state, actor.sector, actor.person, None, "inferred")


def statement(number: int, source: str, cue: str, *content: str, text: str = TEXT, **more: Any) -> Statement:
    spans: dict[str, tuple[Span, ...]] = more.pop("spans", {})
    values: dict[str, Any] = {
        "source": (at(source, text),) if source else (),
        "cue": (at(cue, text),) if cue else (),
        "content": tuple(at(piece, text) for piece in content),
        "condition": (),
        "kind": "indirect",
        "speakers": (),
        "act": label("STATE"),
        "modality": label("fact"),
        "topics": (),
        "confidence": 0.87,
    }
    return Statement(id=number, **{**values, **spans, **more})


_WORDS = TEXT.index("по его словам")
BY, HIS = (_WORDS, _WORDS + 2), (_WORDS + 3, _WORDS + 6)
HE = (TEXT.index("добавил он") + 8, TEXT.index("добавил он") + 10)


def sample() -> Record:
    """A video call of two invented presidents, as an invented newspaper tells it."""
    article = Article(
        text=TEXT,
        id="strait.ru",
        source="strait.ru.md",
        title=Known("Главы Верании и Лаксии созвонились", "text"),
        language=Known("ru", "text"),
        publisher=Known("Проливный вестник", "metadata"),
        published=Moment("2031-03-03", "given"),
        images=(
            Image(
                "https://example.org/a.jpg",
                "Главы Верании и Лаксии созвонились",
                "Пресс-служба показала снимок",
                "Пресс-служба Верании",
                (0, TEXT.index("\n")),
            ),
        ),
        notices=(Notice("update", at("Новость была обновлена.")),),
        masked=((0, TEXT.index("\n")),),
    )
    threat = "в случае закрытия пролива Верания введёт «жёсткие и немедленные» пошлины"
    plans = "планах Тауэрхилла отозвать посла, который, по его словам, «устал от молчания»"
    statements = (
        statement(
            1, "Президент Верании", "выразила озабоченность", "стягиванием войск к Синему проливу",
            speakers=(VERESH,), act=label("ACCUSE"), targets=(KOLL,),
            topics=(label("military"), label("territory", 0.6)),
        ),
        statement(
            2, "Президент Верании", "предупредила", threat, condition=(at("в случае закрытия пролива"),), kind="mixed",
            speakers=(VERESH,), act=label("THREATEN"), modality=label("conditional"), targets=(KOLL,),
            topics=(label("trade-and-economy"),), span_confidence={"source": 0.9, "cue": 0.95},
        ),
        statement(
            3, "Она", "призвала", "Колля вернуться за стол переговоров",
            speakers=(Actor("Анна Вереш", "VRN", "GOV", True, "президент Верании", "pronoun", at("Она")),),
            act=label("REQUEST"), targets=(KOLL,), topics=(label("diplomatic-relations"),),
        ),
        statement(
            4, "Лидеры", "обсудили", "рыболовство и судьбу рыбаков",
            speakers=(VERESH, KOLL), act=label("CONSULT"), topics=(label("trade-and-economy", 0.3, False),),
        ),
        statement(
            5, "", "Прозвучала готовность", "обменяться задержанными", speakers=(guessed(VERESH), guessed(KOLL)),
            act=label("AGREE", 0.41, False), modality=label("future", 0.4, False),
        ),
        statement(
            6, "Пресс-секретарь Лаксии", "сообщил", plans, speakers=(SPOKESMAN,), act=label("REJECT"),
            modality=label("future"), topics=(label("diplomatic-relations"),),
        ),
        statement(
            7, "", "", "«устал от молчания»", spans={"cue": (BY, at("словам")), "source": (HIS,)}, kind="direct",
            speakers=(SPOKESMAN,), parent=6, act=label("STATE"),
        ),
        statement(
            8, "", "добавил", '"We will wait, but not forever"', spans={"source": (HE,)}, kind="direct",
            speakers=(Actor("пресс-секретарь Лаксии", "LKS", "GOV", True, None, "pronoun"),), translated=True,
            act=label("THREATEN", 0.7),
        ),
        statement(
            9, "Тауэрхилле", "отметили", "Пролив открыт для всех, кто соблюдает правила", kind="direct",
            speakers=(TOWERHILL,), act=label("STATE"), topics=(label("territory"),),
        ),
    )  # fmt: skip
    return Record(
        article=article,
        statements=statements,
        contacts=(
            Contact(
                "2031-03-03", "video", "leaders", (VERESH, KOLL), "held", None, ("territory",),
                (at("поговорили по видеосвязи"),), at("3 марта"),
            ),
        ),
        events=(Event(at("поговорили по видеосвязи"), (VERESH, KOLL), label("CONSULT"), (), "fact", ("territory",)),),
        warnings=("the files of actors were checked on 2030-01-01; titles after that day stay unresolved",),
        made=Made("0.1.0", "fake-weights", "2030-01-01"),
    )  # fmt: skip


def hostile(
    text: str = "<script>alert(1)</script> said \"<img src=x onerror=alert(2)>\" & 'more' \x1b[31m",
) -> Record:
    """A record in which every word is an attack on what shows it."""
    bad = "<b onmouseover='alert(3)'>\x1b]0;x\x07=cmd|' /C calc'!A0"
    actor = Actor(bad, "<i>", "GOV", office=bad)
    everything = ((0, len(text)),)
    return Record(
        article=Article(
            text=text, id=bad, title=Known(bad, "text"), publisher=Known(bad, "metadata"),
            url=Known("javascript:alert(4)", "metadata"), language=Known("x\" onclick='alert(5)", "metadata"),
            images=(Image(bad, bad, bad, bad, None),), published=Moment(bad, "text"), warnings=(bad,),
        ),
        statements=(
            Statement(
                1, everything, ((0, 8),), everything, everything, bad, (actor,), label(bad), label(bad), (label(bad),),
                (actor,), 1, True, 2.0,
            ),
            Statement(2, (), (), (), (), "direct", (), label(bad, -1.0), label(bad), (), (), 3),
            Statement(3, (), ((5, 20),), ((3, 12), (10, len(text))), (), "direct", (), label(bad), label(bad), (), (), 2),
        ),
        contacts=(Contact(bad, bad, bad, (actor,), bad, bad, (bad,)),),
        events=(Event((0, 5), (actor,), label(bad), (actor,), bad, (bad,)),),
        warnings=(bad,),
    )  # fmt: skip


def foreign(text: str, source: str, cue: str, content: str, language: str, name: str) -> Record:
    """One statement in another script."""
    one = statement(1, source, cue, content, text=text, speakers=(Actor(name, "XKA", "GOV"),), act=label("SUPPORT"))
    return Record(Article(text, id=language, language=Known(language, "text")), (one,))
