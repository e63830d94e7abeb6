"""A comparison as a brief to paste: its clauses, their footnotes, and what it never says."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.accounts.comparison import Basis, Comparison, Reason, Row, Status, Value
from dragoman.article import Span
from dragoman.render.comparison.brief import MOST, to_brief
from dragoman.render.comparison.shorten import shorten
from tests.comparison_sample import A_TEXT, B_TEXT, hostile, in_script, sample, told_sample, without_b

ROOT = Path(__file__).parents[1]
MARKS = {"en": ("“", "”"), "ru": ("«", "»")}


def halves(brief: str) -> tuple[str, str]:
    """The paragraphs, and the footnotes with what follows them."""
    at = brief.index("\n\n[1] ")
    return brief[:at], brief[at + 2 :]


def quotations(text: str, language: str) -> list[str]:
    first, last = MARKS[language]
    return re.findall(f"{first}([^{last}]*){last}", text)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("make", [sample, told_sample, without_b])
def test_quotation_marks_hold_words_of_the_texts_alone(make: Callable[[], Comparison], language: str) -> None:
    comparison = make()
    texts = [" ".join(r.article.text.split()) for r in comparison.records]
    found = quotations(to_brief(comparison, language), language)
    assert len(found) > 6
    for words in found:
        bare = words.removeprefix("… ").removesuffix(" …")
        assert any(bare in text for text in texts), words


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("make", [sample, told_sample, without_b])
def test_every_quotation_has_its_footnote_and_every_footnote_its_account(
    make: Callable[[], Comparison], language: str
) -> None:
    above, below = halves(to_brief(make(), language))
    first, last = MARKS[language]
    for match in re.finditer(last, above):
        assert re.match(r"(?: \([^()]*\))? \[\d+\]", above[match.end() :]), above[match.start() - 40 : match.end() + 40]
    notes = dict(re.findall(r"^\[(\d+)\] (.*)$", below, re.MULTILINE))
    used = re.findall(r"\[(\d+)\]", above)
    assert set(used) == set(notes)
    assert [int(n) for n in notes] == list(range(1, len(notes) + 1))
    assert list(dict.fromkeys(used)) == list(notes), "numbered in the order of the text"
    for line in notes.values():
        assert re.search(f"{first}.*{last}.*\\d+–\\d+", line), line
        assert (
            ("full text" in line or "as told by" in line) if language == "en" else ("текст" in line or "излож" in line)
        )


def test_footnotes_point_at_the_words() -> None:
    comparison = sample()
    _, below = halves(to_brief(comparison))
    texts = {"A": A_TEXT, "B": B_TEXT}
    pattern = r"\] \S+ account \((\w+)\).*?“([^”]*)” \((?:in Russian; )?characters (\d+)–(\d+)\)"
    found = re.findall(pattern, below)
    assert len(found) > 12
    for label, words, start, end in found:
        assert texts[label][int(start) : int(end)] == words


def test_what_a_brief_says_in_english() -> None:
    above, below = halves(to_brief(sample()))
    assert above.startswith("Anna Veresh (Verania) and Tomas Koll (Laxia) spoke by phone on 3 March 2031 [1][2][3][4].")
    assert (
        "The accounts differ on how long it lasted: Verania's account says 45 minutes [5]; Laxia's account says "
        "over 60 minutes [6]." in above
    )
    assert (
        "The accounts differ on who asked for the contact: Verania's account says “The call was made at the request of "
        "Laxia” [7]; Laxia's account says “по инициативе веранийской стороны состоялся телефонный разговор” (in Russian) [8]."
    ) in above
    assert above.count("who asked for the contact") == 1, "told by the conflict, not once more by the contact's field"
    assert "In both accounts (trade and economy): Verania's account says “The two presidents agreed" in above
    assert "(ascribed to Laxia) [11]" in above
    assert "According to Verania's account: “President Veresh demanded" in above
    assert "; not in the text we have of Laxia's account (" in above and "77 words, full text" in above
    assert "(in Russian; ascribed to Verania)" in above
    assert "The positions told differ (territory), which is no conflict [15][17][18]." in above
    assert (
        "Announced before the contact and in no account we have: Laxia's account (as told by Castelmare Herald) says "
        "“He added that air links would come up too” [20]."
    ) in above
    assert "about fishing" not in above, "what was announced and then told is no news"
    assert "published 3 March 2031, 15:05 (time zone not known)" in below
    assert below.endswith("that is neither agreement nor truth. Nothing here says who is right.\n")


def test_what_a_brief_says_in_russian() -> None:
    above, below = halves(to_brief(sample(), "ru"))
    # Spelled as an account in Russian has it, where the consonants show that it is the same name.
    assert above.startswith("Анна Вереш (Верания) и Tomas Koll (Лаксия) поговорили по телефону 3 марта 2031 [1]")
    assert "Сообщения сторон расходятся (длительность). Верания: 45 минут [5]; Лаксия: более 60 минут [6]." in above
    assert "Есть в обоих сообщениях (торговля и экономика). Верания: «The two presidents" in above
    assert "(язык оригинала: английский; приписано стороне: Лаксия)" in above
    assert "в имеющемся у нас тексте другого сообщения (Лаксия: 77 слов, полный текст" in above
    assert "Объявлено до контакта, и нет ни в одном сообщении, которое у нас есть." in above
    assert "это не согласие и не истина" in below


def test_an_account_as_told_says_by_whom_each_time() -> None:
    above, _ = halves(to_brief(told_sample()))
    for match in re.finditer(r"Laxia's account(?: \(([^()]*)\))? says", above):
        assert match[1] == "as told by Castelmare Herald"
    assert "According to Laxia's account (as told by Castelmare Herald): " in above


def test_without_a_text_of_one_side_nothing_is_said_to_be_missing_from_it() -> None:
    brief = to_brief(without_b())
    assert "not in the text" not in brief and "differ" not in brief
    assert brief.count("no text of XKB's account is at hand.") == 1
    assert "по сообщению" not in to_brief(without_b(), "ru").lower()


def test_both_sides_have_the_same_words() -> None:
    """One verb for either side, and none that judges."""
    one = sample()
    for language in ("en", "ru"):
        above, _ = halves(to_brief(one, language))
        first, last = MARKS[language]
        plain = re.sub(f"{first}[^{last}]*{last}", "Q", above)
        for verb in ("claim", "alleg", "admit", "insist", "omit", "утвержд", "якобы", "умолч"):
            assert verb not in plain.lower()
    english = re.sub("“[^”]*”", "Q", halves(to_brief(one))[0])
    says = {side: set(re.findall(rf"{side}'s account(?: \([^()]*\))? (\w+)", english)) for side in ("Verania", "Laxia")}
    assert says["Verania"] == says["Laxia"] == {"says"}


def many(both: int, a: int, b: int, basis: Basis | None = None) -> Comparison:
    """A comparison with so many rows of each status, by way of claims that stand in the same words."""
    known = sample()
    a_own, b_own = known.account("a"), replace(known.account("b"), name="Laxia")
    accounts = (a_own, replace(b_own, basis=basis) if basis else b_own)
    claims = {
        name: next(r.claims[name][0] for r in known.rows if name in r.claims and r.status == "both") for name in "ab"
    }
    rows: list[Row] = []
    kinds: tuple[tuple[int, str, Status], ...] = ((a, "a", "only-a"), (b, "b", "only-b"), (both, "ab", "both"))
    for count, names, status in kinds:
        rows += [Row(len(rows) + n, "energy", {x: (claims[x],) for x in names}, status) for n in range(1, count + 1)]
    return replace(known, accounts=accounts, rows=tuple(rows), announced=(), contact=replace(known.contact, fields={}))


def test_a_brief_is_short_and_counts_what_it_leaves_out() -> None:
    above, _ = halves(to_brief(many(9, 5, 8)))
    assert above.count("In both accounts") == 9
    # One clause is the contact's; the last two places are shared by the sides.
    assert MOST == 12 and "According to Verania's account: " in above and "According to Laxia's account: " in above
    assert (
        "Not given here: 4 in Verania's account and not in the full text of Laxia's account; 7 in Laxia's account and "
        "not in the full text of Verania's account."
    ) in above
    assert "Not given here: 3 in both accounts; 1 in Verania's" in to_brief(many(14, 1, 0))
    assert "Not given" not in to_brief(many(2, 2, 2)) and "There is more" not in to_brief(many(2, 2, 2))


@pytest.mark.parametrize("basis", [Basis("told", "Castelmare Herald"), Basis("excerpt")])
def test_nothing_is_counted_beside_a_text_that_is_not_full(basis: Basis) -> None:
    brief = to_brief(many(9, 5, 8, basis))
    assert "There is more in the texts we have than is given here." in brief and "Not given here" not in brief


def test_conflicts_come_first_whatever_their_place() -> None:
    known = many(12, 0, 0)
    last = replace(known.rows[-1], status="conflict", reason=Reason("number", "x", "y"))
    above, _ = halves(to_brief(replace(known, rows=(*known.rows[:-1], last))))
    assert above.index("The accounts differ on how many") < above.index("In both accounts")


def test_a_machine_translation_is_called_so_and_stands_in_no_quotation_marks() -> None:
    known = sample()
    claim = known.rows[0].claims["b"][0]
    above, _ = halves(to_brief(replace(known, translations={claim.id: "a call was held on Verania's initiative"})))
    assert "(in Russian; machine translation: a call was held on Verania's initiative) [8]" in above


def test_fields_that_one_account_alone_tells_are_that_accounts() -> None:
    known = sample()
    fields = {
        **known.contact.fields,
        "duration": known.contact.fields["duration"][:1],
        "place": (Value("b", "в портах Лаксии"),),
    }
    above, _ = halves(to_brief(replace(known, contact=replace(known.contact, fields=fields))))
    head = above[: above.index(". ")]
    assert "duration: 45 minutes, according to Verania's account" in head
    assert "place: “в портах Лаксии” (in Russian), according to Laxia's account" in head


@pytest.mark.parametrize(
    ("status", "date", "words"),
    [
        ("planned", "2031-03", "A contact of Anna Veresh (Verania) and Tomas Koll (Laxia) was planned (phone call) (date: March 2031"),
        ("cancelled", "2031-03-04", "A contact of Anna Veresh (Verania) and Tomas Koll (Laxia) was cancelled (phone call) (date: 4 March 2031"),
        ("held", "XXXX-03-04", "spoke by phone (date: 4 March, year unknown"),
        (None, None, "The accounts tell of a contact of Anna Veresh (Verania) and Tomas Koll (Laxia) (phone call)"),
    ],
)  # fmt: skip
def test_a_contact_is_told_as_far_as_it_is_known(status: str | None, date: str | None, words: str) -> None:
    known = sample()
    values = {"mode": "phone", "status": status, "date": date}
    fields = {name: (Value("a", value), Value("b", value)) for name, value in values.items() if value}
    brief = to_brief(replace(known, contact=replace(known.contact, fields=fields)))
    assert words in brief.split("\n")[0]
    assert "told by what is known of the text, not by its words" in brief


def test_every_sentence_of_one_language_is_one_of_the_other() -> None:
    folder = ROOT / "src" / "dragoman" / "render" / "comparison"
    english, russian = (tomllib.loads((folder / f"brief.{x}.toml").read_text("utf-8")) for x in ("en", "ru"))
    for table in ("say", "held", "on", "count"):
        assert english[table].keys() == russian[table].keys()
    for name, words in english["say"].items():
        fields = [{f for _, f, _, _ in string.Formatter().parse(w) if f} for w in (words, russian["say"][name])]
        assert fields[0] == fields[1], name


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="en, ru"):
        to_brief(sample(), "de")


def test_a_hostile_comparison_moves_no_cursor() -> None:
    for language in ("en", "ru"):
        brief = to_brief(hostile(), language)
        assert "\x1b" not in brief and "\x07" not in brief and len(brief) > 200


@pytest.mark.parametrize(
    ("words", "language", "named"),
    [("بحث الوزيران ملف الطاقة", "ar", "Arabic"), ("双方讨论了能源问题", "zh", "Chinese")],
)
def test_words_in_other_scripts_keep_their_own_language(words: str, language: str, named: str) -> None:
    above, _ = halves(to_brief(in_script(words, language)))
    assert f"“{words}” (in {named}) [1]" in above


def test_an_empty_comparison_has_a_brief() -> None:
    known = sample()
    brief = to_brief(replace(known, rows=(), announced=(), contact=replace(known.contact, fields={}, participants=())))
    assert brief.startswith("The accounts tell of a contact of Verania and Laxia (not known).")


def test_long_words_are_shortened_where_a_clause_ends() -> None:
    text = "The minister said that the bridge would open in May, that the harbour would follow in June, and that nothing else had been agreed by then"
    assert shorten(text, 200) == text
    assert (
        shorten(text, 100)
        == "The minister said that the bridge would open in May, that the harbour would follow in June …"
    )
    at = text.index("nothing else")
    assert shorten(text, 60, (at, at + 12)) == "… and that nothing else had been agreed by then"
    assert shorten("Он сказал что мост откроют в мае а гавань потом", 25) == "Он сказал что мост …"
    assert shorten("双方讨论了能源问题，并同意继续就此保持沟通", 12) == "双方讨论了能源问题 …"


@given(st.text(), st.integers(1, 60), st.integers(0, 80), st.integers(0, 30))
def test_shortened_words_are_the_texts_own(text: str, room: int, start: int, length: int) -> None:
    keep: Span = (min(start, len(text)), min(start + length, len(text)))
    short = shorten(text, room, keep)
    assert len(short) <= room + len("… ") + len(" …")
    assert short == text or short.removeprefix("… ").removesuffix(" …") in text
