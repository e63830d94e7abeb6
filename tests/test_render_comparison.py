"""A comparison in the forms that are plain: terminal, Markdown, JSON, the exchange form, CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.cells import cell_len

from dragoman import codes
from dragoman.accounts.comparison import FIELDS, Comparison, Meeting, Value
from dragoman.article import Moment
from dragoman.render.comparison.outline import outline
from dragoman.render.comparison.standoff import to_line
from dragoman.render.comparison.table import COLUMNS, to_csv
from dragoman.render.comparison.telling import label
from dragoman.render.comparison.terminal import TWO_COLUMNS, render
from dragoman.render.comparison.wording import LANGUAGES, wording
from dragoman.schema import text as schema_text
from tests.comparison_sample import A_TEXT, B_TEXT, NEWS_TEXT, hostile, in_script, sample, told_sample, without_b

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def plain(comparison: Comparison, width: int = 120, language: str = "en") -> str:
    return render(comparison, width=width, language=language)


def flat(text: str) -> str:
    return " ".join(text.replace("┃", " ").split())


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(schema_text("comparison"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


# The terminal


def test_the_contact_then_the_accounts_then_the_rows_then_the_blocks() -> None:
    said = plain(sample())
    order = [
        "Verania (XKA) and Laxia (XKB)", "Duration", "A  Verania", "full text, from Presidency of Verania", "A2  Verania",
        "── Bilateral relations", "── Territory", "── Trade and economy", "Ascribed: said of B by A",
        "Announced beforehand", "Formulas, beside A's", "Language versions", "1 in both accounts; 3 conflicts",
        "neither agreement nor truth", "note: ",
    ]  # fmt: skip
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_fields_that_differ_are_told_per_account_and_none_is_chosen() -> None:
    said = flat(plain(sample()))
    assert "Date 3 March 2031" in said
    assert "Asked for by A: Laxia (XKB) · B: Verania (XKA)" in said
    assert "Duration A: 45 minutes · B: over 60 minutes" in said
    one = sample()
    alone = Meeting((), {"duration": (Value("b", "1"),), "mode": (Value("a", "phone"), Value("news", "video"))})
    said = flat(plain(replace(one, contact=alone)))
    assert "Duration B: 1 minute" in said
    assert "Mode A: phone call · News: video call" in said


def test_accounts_say_how_they_are_known_and_when_they_were_published() -> None:
    said = flat(plain(sample(), 90))
    assert "full text, from Presidency of Verania · 99 words" in said
    assert "published 3 March 2031, 18:30 +03:00" in said
    assert "full text · 77 words · published 3 March 2031, 15:05 (time zone not known) · Russian" in said
    assert "as told by Castelmare Herald · 11 words" in said
    assert "date of publication not known" in said


def test_topics_are_in_order_with_a_bar_of_their_share() -> None:
    lines = [line for line in plain(sample(), 90).splitlines() if re.search(r"\d %$", line)][:4]
    assert [line.split()[0] for line in lines] == ["1", "2", "3", "4"]
    assert lines[2].endswith("54 %")
    assert [line.count("█") for line in lines] == [1, 2, 5, 1]


def test_what_is_in_both_stands_side_by_side_with_a_mark_between() -> None:
    lines = plain(sample()).splitlines()
    meet = next(line for line in lines if "The two presidents agreed" in line)
    assert re.search(r"The two presidents agreed .* ↔ +Условлено", meet)
    asked = next(line for line in lines if line.startswith("The call was made"))
    assert re.search(r" ≠ +по инициативе", asked)


def test_narrow_terminals_get_one_column_with_letters() -> None:
    lines = plain(sample(), TWO_COLUMNS - 1).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("A ┃ The two presidents agreed"))
    assert any(line.startswith("B ┃ Условлено") for line in lines[at + 1 : at + 4])


@pytest.mark.parametrize("width", [10, 40, 72, 99, 100, 140, 300])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_wider_than_the_terminal(width: int, language: str) -> None:
    for comparison in (sample(), told_sample(), without_b()):
        assert max(cell_len(line) for line in plain(comparison, width, language).splitlines()) <= max(width, 24)


def test_status_is_said_by_word_and_sign_and_conflicts_give_their_reason() -> None:
    said = flat(plain(sample()))
    assert "4 ↔ in both accounts" in said
    assert "3 ≠ conflict: cannot both be true" in said
    assert "how many — A: 42 · B: 8" in said
    assert "6 ← in A's account" in said
    assert "9 → in B's account" in said


def test_rows_stand_under_topics_in_the_order_of_a_and_those_of_b_alone_with_them() -> None:
    shown = outline(sample())
    assert [(g.topic, [e.row.id for e in g.entries]) for g in shown.groups] == [
        ("bilateral-relations", [1]), ("territory", [2, 7, 8]), ("trade-and-economy", [3, 4, 5]), ("alliances", [6]),
        ("culture-and-religion", [9]),
    ]  # fmt: skip
    assert [g.topic for g in shown.groups if g.differ] == ["territory"]
    assert "── Territory  ·  positions differ" in plain(sample())


def test_absence_is_worded_by_what_is_known() -> None:
    known = "(77 words, full text; 11 words, as told by Castelmare Herald)"
    entry = next(e for g in outline(sample()).groups for e in g.entries if e.row.id == 6)
    assert entry.absent == f"not in the text we have of B's account {known}"
    assert "not in the text we have of B's account (77 words, as told by Castelmare" in flat(plain(told_sample(), 90))
    assert "no text of B's account is at hand" in plain(without_b())
    for language in LANGUAGES:
        for comparison in (sample(), told_sample(), without_b()):
            assert not re.search(r"omit|умолч|опущен", plain(comparison, language=language))


def test_only_beside_a_full_text_is_what_one_side_has_counted() -> None:
    assert outline(sample()).totals[1:] == (
        "2 in A's account and not in the full text of B's", "3 in B's account and not in the full text of A's",
    )  # fmt: skip
    told = outline(told_sample()).totals
    assert "is not counted" in told[1] and not re.search(r"\d", told[1])
    assert told[2].startswith("3 in B's account")
    assert len(outline(without_b()).totals) == 2


def test_news_stand_under_their_row_and_a_sides_further_accounts_in_its_column() -> None:
    said = flat(plain(sample(), 90))
    assert "also told by Castelmare Herald: Fish prices rose by a tenth" in said
    entry = next(e for g in outline(sample()).groups for e in g.entries if e.row.id == 3)
    assert [(p.account, p.head) for p in entry.b] == [("b", ""), ("b2", "as told by Castelmare Herald")]
    assert [p.account for p in entry.a] == ["a", "a2"]


def test_the_blocks_say_what_became_of_it() -> None:
    found = {(b.kind, i.key): i for b in outline(sample()).blocks for i in b.items}
    assert found["ascribed", "denied"].outcome == "denied in B's own account"
    assert [p.words for p in found["ascribed", "denied"].parts][1] == "Сроки возврата судов не обсуждались"
    assert found["ascribed", "absent"].outcome.startswith("not in A's own text that we have (99 words, full text")
    assert found["announced", "found"].outcome == "then in the account of: A, B"
    assert found["announced", "not-found"].outcome == "in no account we have"
    assert found["formulas", "reworded"].parts[1].words == "Verania stands by the sovereignty of its island partners"
    assert found["formulas", "reworded"].parts[1].earlier
    assert len(found["formulas", "dropped"].parts) == 1
    assert found["versions", "number"].outcome == "how many — A: 42 · A2: ~40"
    assert outline(without_b()).blocks[0].items[0].outcome == "no text of B's own account is at hand"


def test_small_print_has_speaker_and_act_but_not_the_side_itself_again() -> None:
    said = flat(plain(sample(), 90))
    assert "Anna Veresh (XKA.GOV) · asks or demands → Laxia (XKB.GOV)" in said
    assert "Tomas Koll (XKB.GOV) · ascribed to B · agrees or promises" in said
    assert "act unresolved" in said
    assert "[Лаксия" not in said


def test_translations_are_labelled() -> None:
    one = sample()
    claim = one.rows[4].claims["b"][0]
    said = flat(plain(replace(one, translations={claim.id: "When, was not discussed"}), 90))
    assert "Сроки возврата судов не обсуждались machine translation: When, was not discussed" in said


def test_colours_only_add_to_words() -> None:
    assert ANSI.sub("", render(sample(), width=120, colour=True)) == plain(sample())


def test_text_of_a_comparison_is_that_of_the_terminal() -> None:
    assert str(sample()) == render(sample())


# Other scripts and hostile words


def test_right_to_left_words_are_never_set_beside_each_other() -> None:
    lines = plain(in_script("قال الوزير إن الاجتماع سيعقد", "ar")).splitlines()
    assert any(line.startswith("A ┃ ") and "الوزير" in line for line in lines)
    assert all(line.count("الوزير") < 2 for line in lines)


def test_chinese_columns_keep_their_place() -> None:
    said = plain(in_script("双方就能源合作交换了意见" * 6, "zh"), 110).split("── Energy")[1]
    lines = [line for line in said.splitlines() if line.startswith(("双", "就", "源"))]
    starts = {cell_len(line) - cell_len(re.split(r"  +", line)[-1]) for line in lines}
    assert len(lines) > 1 and starts == {57}
    assert max(map(cell_len, lines)) <= 110


def test_words_that_turn_lines_round_do_not_move_the_other_column() -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", plain(in_script("said \u202eback\u2066 and forth", "en")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 120])
def test_hostile_words_obey_nobody(language: str, width: int) -> None:
    said = plain(hostile(), width, language)
    assert "\x1b" not in said and "\x07" not in said
    markdown = hostile().to_markdown(language)
    assert "\x1b" not in markdown
    assert not re.search(r"(?<!\\)<(?!sub>|/sub>)", markdown)
    assert to_line(hostile())


# The words


def test_languages_say_the_same_things() -> None:
    first, *others = (wording(language).tables for language in LANGUAGES)
    for other in others:
        assert other.keys() == first.keys()
        for table, entries in first.items():
            assert other[table].keys() == entries.keys(), table
        for name, phrase in first["say"].items():
            assert set(re.findall(r"{\w+}", other["say"][name])) == set(re.findall(r"{\w+}", phrase)), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_vocabulary_has_its_words(language: str) -> None:
    tables = wording(language).tables
    assert set(tables["acts"]) == set(codes.ACTS)
    assert set(tables["topics"]) == set(codes.TOPICS)
    assert set(tables["modality"]) == set(codes.MODALITIES)
    assert set(tables["mode"]) == set(codes.MODES)
    assert set(tables["level"]) == set(codes.LEVELS)
    assert set(tables["status"]) == set(codes.STATUSES)
    assert set(tables["fields"]) == set(FIELDS)
    assert set(codes.ORGANISATIONS) <= set(tables["names"])


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="en, ru"):
        wording("tlh")


def test_dates_durations_and_names() -> None:
    en, ru = wording("en"), wording("ru")
    assert [en.day(d) for d in ("2031-03-03", "2031-03", "2031", "XXXX-12-07", "2031-02-30", "soon")] == [
        "3 March 2031", "March 2031", "2031", "7 December, year unknown", "2031-02-30", "soon",
    ]  # fmt: skip
    assert ru.day("2031-03-03") == "3 марта 2031"
    assert en.moment(Moment("2031-03-03T18:30:00Z", "text")) == "3 March 2031, 18:30 +00:00"
    assert en.moment(Moment("2031-03-03T18:30", "text", "MSK")) == "3 March 2031, 18:30 MSK"
    assert [en.duration(d) for d in ("45", "1", ">60", "<90", "long")] == [
        "45 minutes", "1 minute", "over 60 minutes", "under 90 minutes", "long",
    ]  # fmt: skip
    assert [ru.count("words", n) for n in (1, 3, 11, 214)] == ["1 слово", "3 слова", "11 слов", "214 слов"]
    assert [en.state(c) for c in ("USA", "XKX", "NATO", "QQQ")] == ["United States", "Kosovo", "NATO", None]
    assert [label(a, en) for a in ("a", "b12", "news2", "b-before1")] == ["A", "B12", "News2", "B beforehand"]


# JSON, the exchange form, tables, Markdown


def test_json_follows_its_schema_there_and_back(validator: jsonschema.Draft202012Validator) -> None:
    for comparison in (sample(), told_sample(), without_b(), replace(sample(), translations={3: "so"})):
        data = json.loads(comparison.to_json())
        validator.validate(data)
        assert Comparison.from_dict(data) == comparison
    assert Comparison.from_dict(json.loads(hostile().to_json(indent=None))) == hostile()


def test_the_schema_refuses_what_is_no_comparison(validator: jsonschema.Draft202012Validator) -> None:
    good = sample().to_dict()
    for bad in (
        {**good, "version": "0.9"},
        {**good, "more": 1},
        {key: value for key, value in good.items() if key != "rows"},
        {**good, "rows": [{**good["rows"][0], "status": "agreed"}]},
        {**good, "rows": [{**good["rows"][0], "claims": {"c": []}}]},
        {**good, "records": [{"schema_version": "1.0"}]},
        {**good, "contact": {**good["contact"], "fields": {"mood": []}}},
    ):
        assert not validator.is_valid(bad)


def test_every_field_of_the_schema_is_described() -> None:
    def walk(node: Any, where: str) -> None:
        for name, item in node.get("properties", {}).items():
            assert "description" in item or "$ref" in item or "const" in item, f"{where}.{name}"
            walk(item, f"{where}.{name}")

    schema = json.loads(schema_text("comparison"))
    walk(schema, "comparison")
    for name, definition in schema["$defs"].items():
        assert "description" in definition, name
        walk(definition, name)


def test_from_dict_refuses_other_data() -> None:
    for bad, why in (
        ({}, "version"),
        ({"version": "1.0"}, "not a comparison"),
        ({**sample().to_dict(), "rows": 3}, "not"),
    ):
        with pytest.raises(ValueError, match=why):
            Comparison.from_dict(bad)


def test_claims_have_their_words_beside_the_spans() -> None:
    claim = sample().to_dict()["rows"][0]["claims"]["b"][0]
    ((start, end),) = claim["spans"]
    assert claim["words"] == B_TEXT[start:end]


def test_the_exchange_form() -> None:
    said = json.loads(to_line(sample()))
    assert list(said) == ["id", "contact", "claims"]
    assert said["contact"] == {
        "date": "2031-03-03", "mode": "phone", "level": "leaders", "participants": ["XKA.GOV", "XKB.GOV"], "status": "held",
    }  # fmt: skip
    assert all(list(claim) == ["a", "b", "news", "status"] for claim in said["claims"])
    third = said["claims"][2]
    texts = {"a": A_TEXT, "b": B_TEXT, "news": NEWS_TEXT}
    words = {name: [text[start:end] for start, end in third[name]] for name, text in texts.items()}
    # Neither the other language version, which the form has no place for, nor a side's words told by a newspaper as its own.
    assert words["a"] == ["She said that forty-two fishermen are still held in Laxian ports"]
    assert words["b"] == ["По его словам, в портах Лаксии остаются восемь рыбаков"]
    assert [w.split()[0] for w in words["news"]] == ["The", "Fish"]
    assert said["claims"][5] == {"a": [[524, 612]], "b": None, "news": None, "status": "only-a"}


def test_the_exchange_form_takes_the_first_account_that_tells_a_field_and_a_whole_date_before_a_part() -> None:
    fields = {
        "date": (Value("news", "2031-03-04"), Value("a", "2031-03"), Value("b", "2031-03-03")),
        "mode": (Value("news", "video"), Value("b", "phone")),
        "status": (),
    }
    contact = json.loads(to_line(replace(sample(), contact=Meeting((), fields))))["contact"]
    assert (contact["date"], contact["mode"], contact["status"], contact["level"]) == (
        "2031-03-03",
        "phone",
        None,
        None,
    )


def test_csv_has_a_row_for_every_claim() -> None:
    one = sample()
    rows = list(csv.DictReader(io.StringIO(to_csv(one))))
    assert tuple(rows[0]) == COLUMNS
    claims = [c for row in one.rows for some in row.claims.values() for c in some]
    assert [int(row["claim"]) for row in rows] == [c.id for c in claims] + [a.claim.id for a in one.announced]
    boats = next(row for row in rows if "boats will be" in row["words"])
    assert (boats["row"], boats["status"], boats["outcome"], boats["ascribed"]) == ("5", "conflict", "denied", "True")
    assert (boats["speaker_code"], boats["side"], boats["match"]) == ("XKB.GOV", "XKA", "0.72")
    assert [(row["status"], row["outcome"]) for row in rows[-2:]] == [("announced", "a; b"), ("announced", "none")]
    assert next(row for row in rows if "восемь" in row["words"])["act"] == "unresolved"
    assert next(row for row in rows if row["status"] == "only-a")["match"] == ""


def test_csv_gives_a_spreadsheet_no_formula() -> None:
    one = sample()
    claim = replace(
        one.rows[5].claims["a"][0], speakers=(replace(one.rows[5].claims["a"][0].speakers[0], name="=1+1"),)
    )
    rows = list(csv.DictReader(io.StringIO(to_csv(replace(one, rows=(replace(one.rows[5], claims={"a": (claim,)}),))))))
    assert rows[0]["speaker"] == "'=1+1"


def test_markdown_has_what_the_terminal_has() -> None:
    said = sample().to_markdown()
    assert said.startswith("# Verania (XKA) and Laxia (XKB): accounts of one contact\n")
    assert "## Territory · *positions differ*" in said
    assert "**4. ↔ in both accounts** · of one thing: 97 %" in said
    assert "- **B** *not in the text we have of B's account (77 words, full text; 11 words" in said
    assert "**→ in no account we have**" in said
    assert "neither agreement nor truth" in said


def test_there_is_no_name_of_a_public_function_among_the_files() -> None:
    folder = Path(__file__).parents[1] / "src" / "dragoman"
    assert not list(folder.rglob("compare.py")) and not list(folder.rglob("compare"))
