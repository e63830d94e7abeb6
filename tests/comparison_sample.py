"""A comparison made by hand for the tests: two invented states, their own texts in English and Russian, and a newspaper."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from dragoman.accounts.comparison import (
    Account,
    Announced,
    Ascription,
    Basis,
    Claim,
    Comparison,
    Difference,
    Formula,
    Meeting,
    Reason,
    Row,
    Value,
)
from dragoman.article import Article, Known, Moment, Span
from dragoman.record import Actor, Label, Record
from tests.render_sample import hostile as hostile_record

A_TEXT = """\
Readout of President Veresh's Call with President Koll

President Anna Veresh of Verania spoke by phone today with President Tomas Koll of Laxia for 45 minutes. The call was \
made at the request of Laxia.

President Veresh demanded that Laxia reopen the Blue Strait to fishing boats without delay. She said that forty-two \
fishermen are still held in Laxian ports. The two presidents agreed that their fisheries ministers will meet on 21 March. \
President Koll promised that the boats will be returned before the end of April. President Veresh underlined Verania's \
support for the sovereignty of its island partners.
"""

A_RUSSIAN = """\
О разговоре Президента Верании Анны Вереш с Президентом Лаксии Томашем Коллем

Анна Вереш потребовала незамедлительно открыть Синий пролив для рыболовных судов. По её словам, в портах Лаксии \
удерживают около сорока рыбаков.
"""

B_TEXT = """\
О телефонном разговоре Президента Лаксии Томаша Колля с Президентом Верании Анной Вереш

3 марта по инициативе веранийской стороны состоялся телефонный разговор, продолжавшийся более часа.

Томаш Колль подчеркнул, что пролив закрыт только для судов, нарушивших правила лова. По его словам, в портах Лаксии \
остаются восемь рыбаков. Условлено, что министры рыболовства двух стран встретятся во второй половине марта. Сроки \
возврата судов не обсуждались. Анна Вереш признала, что часть веранийских судов заходила в запретный район. \
Подтверждена готовность к обмену студентами.
"""

NEWS_TEXT = """\
Presidents talk about the closed strait

CASTELMARE, 3 March. The presidents of Verania and Laxia spoke by phone on Monday.

A day earlier, Laxia's spokesman Pavel Dorn told reporters that the call would be about fishing. He added that air links \
would come up too.

The Laxian presidency said that eight fishermen remain in its ports. Fish prices rose by a tenth after the strait was \
closed.
"""

EARLIER_TEXT = """\
Readout of President Veresh's Meeting with President Koll

President Veresh stressed that Verania stands by the sovereignty of its island partners. She called the strait a shared \
road of both nations.
"""

VERESH = Actor("Anna Veresh", "XKA", "GOV", person=True, office="President of Verania", basis="title")
KOLL = Actor("Tomas Koll", "XKB", "GOV", person=True, office="President of Laxia", basis="title")
DORN = Actor("Pavel Dorn", "XKB", "GOV", person=True)
LAXIA = Actor("Laxia", "XKB", "GOV")
VERESH_RU = replace(VERESH, name="Анна Вереш", office="Президент Верании", basis="named")
KOLL_RU = replace(KOLL, name="Томаш Колль", office="Президент Лаксии", basis="named")
LAXIA_RU = Actor("Лаксия", "XKB", "GOV", basis="inferred")


def at(phrase: str, text: str) -> tuple[Span, ...]:
    """Where a phrase stands."""
    start = text.index(phrase)
    return ((start, start + len(phrase)),)


def record(name: str, text: str, language: str, publisher: str | None, published: Moment | None) -> Record:
    article = Article(
        text, id=name, source=f"talks/{name}.txt", title=Known(text.split("\n", 1)[0], "text"),
        language=Known(language, "text"), publisher=Known(publisher, "metadata") if publisher else None,
        published=published,
    )  # fmt: skip
    return Record(article, ())


def claim(
    number: int,
    account: str,
    spans: tuple[Span, ...],
    speaker: Actor,
    act: str,
    topic: str,
    sure: bool = True,
    **more: Any,
) -> Claim:
    values: dict[str, Any] = {
        "speakers": (speaker,), "by": (str(speaker.state),), "act": Label(act, 0.9 if sure else 0.3, sure), "modality": Label("fact", 0.9),
        "topics": (Label(topic, 0.8),),
    }  # fmt: skip
    return Claim(number, account, spans, **{**values, **more})


def sample() -> Comparison:
    """Rows of every status, claims ascribed and announced, formulas, language versions and a newspaper."""
    number = count(0)

    def of(account: str, text: str, words: str, speaker: Actor, act: str, topic: str, **more: Any) -> Claim:
        return claim(next(number), account, at(words, text), speaker, act, topic, **more)

    # fmt: off
    asked = of("a", A_TEXT, "The call was made at the request of Laxia", LAXIA, "REQUEST", "bilateral-relations", targets=(VERESH,))
    reopen = of("a", A_TEXT, "President Veresh demanded that Laxia reopen the Blue Strait to fishing boats without delay", VERESH, "REQUEST", "territory", targets=(LAXIA,))
    held = of("a", A_TEXT, "She said that forty-two fishermen are still held in Laxian ports", VERESH, "ACCUSE", "trade-and-economy")
    meet = of("a", A_TEXT, "The two presidents agreed that their fisheries ministers will meet on 21 March", VERESH, "AGREE", "trade-and-economy", speakers=(VERESH, KOLL), by=("XKA", "XKB"), modality=Label("future", 0.8))
    boats = of("a", A_TEXT, "President Koll promised that the boats will be returned before the end of April", KOLL, "AGREE", "trade-and-economy", ascribed=True)
    islands = of("a", A_TEXT, "President Veresh underlined Verania's support for the sovereignty of its island partners", VERESH, "SUPPORT", "alliances")
    reopen_ru = of("a2", A_RUSSIAN, "Анна Вереш потребовала незамедлительно открыть Синий пролив для рыболовных судов", VERESH_RU, "REQUEST", "territory")
    held_ru = of("a2", A_RUSSIAN, "По её словам, в портах Лаксии удерживают около сорока рыбаков", VERESH_RU, "ACCUSE", "trade-and-economy")
    asked_b = of("b", B_TEXT, "по инициативе веранийской стороны состоялся телефонный разговор", LAXIA_RU, "REQUEST", "bilateral-relations")
    closed = of("b", B_TEXT, "Томаш Колль подчеркнул, что пролив закрыт только для судов, нарушивших правила лова", KOLL_RU, "ACCUSE", "territory")
    eight = of("b", B_TEXT, "По его словам, в портах Лаксии остаются восемь рыбаков", KOLL_RU, "STATE", "trade-and-economy", sure=False)
    meet_b = of("b", B_TEXT, "Условлено, что министры рыболовства двух стран встретятся во второй половине марта", LAXIA_RU, "AGREE", "trade-and-economy", by=("XKA", "XKB"))
    never = of("b", B_TEXT, "Сроки возврата судов не обсуждались", LAXIA_RU, "REJECT", "trade-and-economy", modality=Label("negated", 0.9))
    admitted = of("b", B_TEXT, "Анна Вереш признала, что часть веранийских судов заходила в запретный район", VERESH_RU, "CONCEDE", "territory", ascribed=True)
    students = of("b", B_TEXT, "Подтверждена готовность к обмену студентами", LAXIA_RU, "AGREE", "culture-and-religion")
    eight_news = of("b2", NEWS_TEXT, "The Laxian presidency said that eight fishermen remain in its ports", LAXIA, "STATE", "trade-and-economy")
    prices = of("news", NEWS_TEXT, "Fish prices rose by a tenth after the strait was closed", LAXIA, "STATE", "trade-and-economy", speakers=(), by=())
    fishing = of("b-before1", NEWS_TEXT, "Laxia's spokesman Pavel Dorn told reporters that the call would be about fishing", DORN, "STATE", "trade-and-economy")
    air = of("b-before1", NEWS_TEXT, "He added that air links would come up too", DORN, "STATE", "technology-and-space")
    # fmt: on
    who = Reason(
        "initiative",
        "Laxia",
        "веранийская сторона",
        *at("at the request of Laxia", A_TEXT),
        *at("по инициативе веранийской стороны", B_TEXT),
    )  # fmt: skip
    many = Reason("number", "42", "8", *at("forty-two", A_TEXT), *at("восемь", B_TEXT))
    rows = (
        Row(1, "bilateral-relations", {"a": (asked,), "b": (asked_b,)}, "conflict", 0.93, who),
        Row(2, "territory", {"a": (reopen,), "a2": (reopen_ru,)}, "only-a", differ=True),
        Row(3, "trade-and-economy", {"a": (held,), "b": (eight,), "a2": (held_ru,), "b2": (eight_news,), "news": (prices,)}, "conflict", 0.81, many),
        Row(4, "trade-and-economy", {"a": (meet,), "b": (meet_b,)}, "both", 0.97),
        Row(5, "trade-and-economy", {"a": (boats,), "b": (never,)}, "conflict", 0.72, Reason("promised", "promised", "not discussed")),
        Row(6, "alliances", {"a": (islands,)}, "only-a"),
        Row(7, "territory", {"b": (closed,)}, "only-b", differ=True),
        Row(8, "territory", {"b": (admitted,)}, "only-b", differ=True),
        Row(9, "culture-and-religion", {"b": (students,)}, "only-b"),
    )  # fmt: skip
    evening = Moment("2031-03-03T18:30:00+03:00", "metadata", "+03:00")
    afternoon = Moment("2031-03-03T15:05:00", "metadata")
    day = Moment("2031-03-03", "metadata")
    records = (
        record("a.en", A_TEXT, "en", "Presidency of Verania", evening),
        record("a.ru", A_RUSSIAN, "ru", "Presidency of Verania", None),
        record("b.ru", B_TEXT, "ru", None, afternoon),
        record("news.en", NEWS_TEXT, "en", "Castelmare Herald", day),
    )
    news = NEWS_TEXT

    def account(
        name: str, side: str | None, called: str, number: int, basis: Basis, *phrases: str, **more: Any
    ) -> Account:
        text, language = records[number].article.text, records[number].article.language
        spans = tuple(span for phrase in phrases for span in at(phrase, text)) or ((0, len(text)),)
        words = sum(len(text[s:e].split()) for s, e in spans)
        return Account(
            name, side, called, more.pop("rank", "text"), basis, number, spans, words, language.value if language else "",
            published=records[number].article.published, **more,
        )  # fmt: skip

    told = Basis("told", "Castelmare Herald")
    accounts = (
        account("a", "XKA", "Verania", 0, Basis("full", "Presidency of Verania"), topics=(("bilateral-relations", 0.11), ("territory", 0.2), ("trade-and-economy", 0.54), ("alliances", 0.15))),
        account("a2", "XKA", "Верания", 1, Basis("full", "Presidency of Verania"), topics=(("territory", 0.5), ("trade-and-economy", 0.5))),
        account("b", "XKB", "Лаксия", 2, Basis("full"), topics=(("bilateral-relations", 0.12), ("territory", 0.42), ("trade-and-economy", 0.38), ("culture-and-religion", 0.08))),
        account("b2", "XKB", "Laxia", 3, told, news[eight_news.spans[0][0] : eight_news.spans[0][1]], rank="newspaper", topics=(("trade-and-economy", 1.0),)),
        account("news", None, "Castelmare Herald", 3, told, "Fish prices rose by a tenth after the strait was closed", rank="newspaper"),
        account("b-before1", "XKB", "Laxia", 3, told, "Laxia's spokesman Pavel Dorn told reporters that the call would be about fishing", "He added that air links would come up too", rank="newspaper", stage="before"),
    )  # fmt: skip
    contact = Meeting(
        participants=(VERESH, KOLL),
        fields={
            "date": (Value("a", "2031-03-03", *at("today", A_TEXT)), Value("b", "2031-03-03", *at("3 марта", B_TEXT))),
            "mode": (Value("a", "phone", *at("by phone", A_TEXT)), Value("b", "phone", *at("телефонный разговор", B_TEXT)), Value("news", "phone")),
            "level": (Value("a", "leaders"), Value("b", "leaders")),
            "status": (Value("a", "held"), Value("b", "held")),
            "initiative": (Value("a", "XKB", *at("at the request of Laxia", A_TEXT)), Value("b", "XKA", *at("по инициативе веранийской стороны", B_TEXT))),
            "duration": (Value("a", "45", *at("for 45 minutes", A_TEXT)), Value("b", ">60", *at("более часа", B_TEXT))),
        },
        topics=("trade-and-economy", "territory"),
    )  # fmt: skip
    return Comparison(
        records=records,
        sides=("XKA", "XKB"),
        accounts=accounts,
        contact=contact,
        rows=rows,
        ascribed=(Ascription(boats, "denied", never, 5), Ascription(admitted, "absent", None, 8)),
        announced=(Announced(fishing, "trade-and-economy", ("a", "b")), Announced(air, "technology-and-space")),
        formulas=(
            Formula("a", "new", held),
            Formula("a", "reworded", islands, 0, at("Verania stands by the sovereignty of its island partners", EARLIER_TEXT)),
            Formula("a", "dropped", None, 0, at("She called the strait a shared road of both nations", EARLIER_TEXT)),
        ),
        earlier=(record("earlier.en", EARLIER_TEXT, "en", "Presidency of Verania", Moment("2030-11-19", "metadata")),),
        versions=(
            Difference(("a", "a2"), at("forty-two fishermen", A_TEXT), at("около сорока рыбаков", A_RUSSIAN), Reason("number", "42", "~40")),
            Difference(("a", "a2"), meet.spans, ()),
        ),
        warnings=("the time zone of b.ru is not known",),
        id="strait",
    )  # fmt: skip


def told_sample() -> Comparison:
    """The same, B's account known only as a newspaper tells it."""
    known = sample()
    told = Basis("told", "Castelmare Herald")
    accounts = tuple(replace(a, basis=told) if a.id == "b" else a for a in known.accounts)
    return replace(known, accounts=accounts)


def without_b() -> Comparison:
    """A's own text alone: nothing at hand of B's."""
    known = sample()
    rows = tuple(replace(row, claims={"a": row.claims["a"]}, status="only-a", reason=None)
                 for row in known.rows if "a" in row.claims)  # fmt: skip
    ascribed = tuple(replace(one, outcome="absent", answer=None) for one in known.ascribed[:1])
    fields = {name: values[:1] for name, values in known.contact.fields.items()}
    return replace(
        known, rows=rows, ascribed=ascribed, accounts=known.accounts[:1], announced=(), formulas=(), versions=(),
        contact=replace(known.contact, fields=fields), records=known.records[:1], earlier=(),
    )  # fmt: skip


def hostile() -> Comparison:
    """A comparison in which every word is an attack on what shows it."""
    bad = "<b onmouseover='alert(3)'>\x1b]0;x\x07=cmd|' /C calc'!A0"
    one = hostile_record()
    text = one.article.text
    actor = Actor(bad, "<i>", "GOV", office=bad)
    moment = Moment(bad, "text", bad)
    whole: tuple[Span, ...] = ((0, len(text)),)

    def of(number: int, account: str) -> Claim:
        label = Label(bad, 0.5)
        return Claim(number, account, whole, (actor,), (bad,), label, label, (label,), (actor,), ascribed=True)

    def account(name: str, side: str | None) -> Account:
        return Account(
            name, side, bad, "text", Basis("told", bad), 0, whole, 3, bad, published=moment, url="javascript:alert(6)",
            topics=((bad, 2.5),),
        )  # fmt: skip

    a, b, news = of(0, "a"), of(1, "b"), of(2, "news")
    return Comparison(
        records=(one,),
        sides=(bad, "<i>"),
        accounts=(account("a", bad), account("b", "<i>"), account("news", None)),
        contact=Meeting((actor,), {name: (Value("a", bad), Value("b", "x" + bad)) for name in ("date", "place", "duration")}),
        rows=(Row(1, bad, {"a": (a,), "b": (b,), "news": (news,)}, "conflict", 7.0, Reason(bad, bad, bad)),),
        ascribed=(Ascription(a, "confirmed", b, 1),),
        announced=(Announced(news, bad, ("a",)),),
        formulas=(Formula("a", "reworded", a, 0, whole),),
        earlier=(one,),
        versions=(Difference(("a", "b"), whole, whole, Reason(bad, bad, bad)),),
        warnings=(bad,),
        id=bad,
        translations={0: bad},
    )  # fmt: skip


def in_script(words: str, language: str) -> Comparison:
    """One row whose two sides are in the same script, such as Arabic or Chinese."""
    one = record("x", words, language, None, None)
    rows = []
    spans: tuple[Span, ...] = ((0, len(words)),)
    a, b = (claim(n, name, spans, actor, "STATE", "energy") for n, name, actor in ((0, "a", VERESH), (1, "b", KOLL)))
    rows.append(Row(1, "energy", {"a": (a,), "b": (b,)}, "both", 0.9))
    accounts = tuple(
        Account(name, side, side, "text", Basis("full"), 0, spans, 3, language) for name, side in (("a", "XKA"), ("b", "XKB"))
    )  # fmt: skip
    return Comparison((one,), ("XKA", "XKB"), accounts, Meeting((), {}), tuple(rows), id="x")
