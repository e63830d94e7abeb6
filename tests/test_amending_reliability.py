"""Agreement and the reader's shares: published worked examples, and samples drawn, coded and told of."""

from __future__ import annotations

import csv
import io
import json
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.amending.allocation import REST, allocate, coarsened
from dragoman.amending.alpha import agreement
from dragoman.amending.amendment import AmendingError
from dragoman.amending.cues import matched, placed
from dragoman.amending.frame import passage_spans
from dragoman.amending.making import Hand, change, remove
from dragoman.amending.proportions import share, wilson
from dragoman.amending.reliability import one_source, one_speaker, report
from dragoman.amending.sheets import from_csv
from dragoman.amending.wishes import Wish
from dragoman.cli.amend import agree, sample
from dragoman.store import Adder, Store
from tests.amending_sample import TEXT, talks
from tests.store_sample import adder, fake_reader, store, where

__all__ = ["adder", "store", "where"]

NO = None
FOUR = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO), (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3),
    (NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO), (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO),
)  # fmt: skip
THREE = (
    (NO, NO, NO, NO, NO, 3, 4, 1, 2, 1, 1, 3, 3, NO, 3), (1, NO, 2, 1, 3, 3, 4, 3, NO, NO, NO, NO, NO, NO, NO),
    (NO, NO, 2, 1, 3, 4, 4, NO, 2, 1, 1, 3, 3, NO, 4),
)  # fmt: skip


@pytest.mark.parametrize(
    ("coders", "alpha", "units", "values"),
    [
        # Krippendorff (2011), sections A, B and C: two observers and two values; five values; four observers with gaps.
        (((0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)), 0.095, 10, 20),
        (("aabbdcccedda", "babbbccceddd"), 0.692, 12, 24),
        (FOUR, 0.743, 11, 40),
        # A widely printed example of three coders with gaps.
        (THREE, 0.691, 12, 26),
    ],
)  # fmt: skip
def test_alpha_is_that_of_the_published_examples(coders: Any, alpha: float, units: int, values: int) -> None:
    found = agreement(list(zip(*coders, strict=True)))
    assert found.alpha == pytest.approx(alpha, abs=0.0005)
    assert (found.units, found.values) == (units, values)
    assert found.alpha is not None and found.low is not None and found.high is not None
    assert found.low <= found.alpha <= found.high


def test_alpha_is_one_where_all_agree_and_undefined_where_nothing_varies() -> None:
    assert agreement([("a", "a"), ("b", "b")]).alpha == 1.0
    same = agreement([("a", "a"), ("a", "a")])
    assert same.alpha is None and same.percent == 1.0
    nothing = agreement([("a", None), (None, None)])
    assert (nothing.alpha, nothing.percent, nothing.units) == (None, None, 0)


CODED = st.lists(st.lists(st.sampled_from([None, "a", "b", "c"]), min_size=3, max_size=3), max_size=12)


@given(CODED)
@settings(max_examples=80, deadline=None)
def test_alpha_is_that_of_the_coincidence_matrix_written_out(units: list[list[str | None]]) -> None:
    matrix: Counter[tuple[str, str]] = Counter()
    for unit in units:
        known = [value for value in unit if value is not None]
        for i, one in enumerate(known):
            for j, other in enumerate(known):
                if i != j:
                    matrix[one, other] += 1 / (len(known) - 1)  # type: ignore[assignment]
    of: Counter[str] = Counter()
    for (one, _), n in matrix.items():
        of[one] += n
    total = sum(of.values())
    expected = sum(of[c] * of[k] for c in of for k in of if c != k)
    apart = sum(n for (c, k), n in matrix.items() if c != k)
    found = agreement(units, samples=0)
    if expected:
        assert found.alpha == pytest.approx(1 - (total - 1) * apart / expected)
        turned = agreement([unit[::-1] for unit in reversed(units)], samples=0)
        assert turned.alpha == pytest.approx(found.alpha), "neither coders nor units have an order"
    else:
        assert found.alpha is None


def test_the_interval_is_the_same_for_the_same_seed() -> None:
    units = list(zip(*FOUR, strict=True))
    assert agreement(units, seed=3) == agreement(units, seed=3) != agreement(units, seed=4)


def test_wilson_s_interval_is_that_of_the_textbook() -> None:
    # 81 of 263: Newcombe, Statistics in Medicine 17 (1998), table I.
    low, high = wilson(81 / 263, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0.0, 20)[0] == 0.0 and round(wilson(0.0, 20)[1], 4) == 0.1611


def test_weights_count() -> None:
    found = share([(True, 1.0), (True, 1.0), (False, 8.0)])
    assert found.value == pytest.approx(0.2) and found.n == 3
    assert found.effective == pytest.approx(100 / 66)
    even = share([(True, 2.0)] * 3 + [(False, 2.0)] * 5)
    assert (even.low, even.high) == pytest.approx(wilson(3 / 8, 8))
    assert share([]).value is None


@given(st.dictionaries(st.integers(0, 30), st.integers(1, 400), min_size=1, max_size=12), st.integers(12, 300))
@settings(max_examples=80, deadline=None)
def test_an_allocation_takes_what_is_asked_for_and_something_of_each(sizes: dict[int, int], n: int) -> None:
    taken = allocate(sizes, n)
    assert sum(taken.values()) == min(n, sum(sizes.values()))
    assert all(1 <= taken[h] <= sizes[h] for h in sizes)
    order = sorted(sizes, key=lambda h: sizes[h])
    assert all(taken[a] <= taken[b] + 1 for a, b in pairwise(order)), "a larger stratum gets no fewer, but for a tie"


def test_too_many_strata_are_put_together_from_the_last_variable_on() -> None:
    sizes: dict[tuple[str, ...], int] = {("A", f"paper {n}"): n for n in range(1, 9)}
    sizes["B", "paper 8"] = 3
    into = coarsened(sizes, 4)
    assert len(set(into.values())) <= 4
    assert into["A", "paper 8"] == ("A", "paper 8") and into["A", "paper 1"] == ("A", REST)
    assert set(coarsened(sizes, 1).values()) == {(REST, REST)}
    assert coarsened(sizes, 99) == {stratum: stratum for stratum in sizes}


def test_cues_are_found_in_their_passage_each_once() -> None:
    text = "He said that she said so, and warned: they had been asked to say nothing."
    assert [text[a:b] for a, b in placed(text, ["said", "said", "Warned", "been asked"])] == [
        "said",
        "said",
        "warned",
        "been asked",
    ]
    places = placed(text, ["said", "said", "warned"])
    assert places[0] != places[1]
    assert matched(places, [[[3, 7]], [[30, 36]]]) == [True, False, True]
    assert matched(places[:1] * 2, [[[3, 7]]]) == [True, False], "one of the reader's counts once"
    with pytest.raises(ValueError, match="once more"):
        placed(text, ["warned", "warned"])
    with pytest.raises(ValueError, match="no words 'denied'"):
        placed(text, ["denied"])


def test_names_and_sources_are_the_same_however_they_are_written() -> None:
    assert one_speaker(["Анна Орлен"], ["Anna Orlen"]) and one_speaker(
        ["B. Marsh", "Orlen"], ["Anna Orlen", "Bo Marsh"]
    )
    assert not one_speaker(["Anna Orlen"], []) and one_speaker([], []) and not one_speaker(["Orlen"], ["Vrelsky"])
    assert one_source("the foreign minister of Karsovia, Anna Orlen", "Anna Orlen, the foreign minister of Karsovia")
    assert not one_source("she", "Anna Orlen") and one_source("", "")


def fill(store: Store) -> None:
    adder = Adder(store, fake_reader())
    for n in range(12):
        adder.add(talks(name=f"a{n}", without=[3] if n % 3 else []), f"url:news.example/a{n}")


def call(command: Any, *arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), catch_exceptions=False)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def write(path: Path, sheet: list[dict[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, sheet[0])
    writer.writeheader()
    writer.writerows(sheet)
    path.write_text(out.getvalue(), encoding="utf-8")


@pytest.fixture
def drawn(where: str, tmp_path: Path) -> Path:
    with Store.open(where, create=True) as opened:
        fill(opened)
    result = call(
        sample, "--store", where, "-n", "12", "--passages", "10", "-o", str(tmp_path / "coding"), "--by", "act,language"
    )
    assert result.exit_code == 0, result.output
    assert "THREATEN" in result.output and "SHA-256" in result.output
    return tmp_path


def test_the_sheets_are_blind_and_the_key_has_it_all(drawn: Path) -> None:
    one, two = (drawn / f"coding.coder{n}.csv" for n in (1, 2))
    assert one.read_bytes() == two.read_bytes() and one.read_bytes().startswith(b"\xef\xbb\xbf")
    sheet = rows(one)
    assert len(sheet) == 22 and {row["task"] for row in sheet} == {"mark", "passage"}
    for row in sheet:
        assert all(row[name] == "" for name in ("attribution", "source", "speaker", "act", "modality", "topic", "cues"))
        assert row["context"].count("⟦") == 1
    key = json.loads((drawn / "coding.key.json").read_text("utf-8"))
    assert set(key["units"]) == {row["id"] for row in sheet}
    assert {tuple(s["values"]): s["size"] for s in key["strata"]} == {("STATE", "en"): 16, ("THREATEN", "en"): 12}
    assert {s["values"][0]: s["size"] for s in key["passages"]["strata"]} == {"found": 28, "silent": 44}
    hidden = " ".join(json.dumps(unit["reader"]) for unit in key["units"].values() if "reader" in unit)
    assert "THREATEN" in hidden and "THREATEN" not in one.read_text("utf-8")
    assert (drawn / "coding.key.json").stat().st_mode & 0o077 == 0
    assert "ACCUSE" in (drawn / "coding.codebook.md").read_text("utf-8")


def test_the_same_seed_draws_the_same_and_nothing_is_written_over(where: str, tmp_path: Path) -> None:
    with Store.open(where, create=True) as opened:
        fill(opened)
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert call(sample, "--store", where, "-n", "6", "--seed", seed, "-o", str(tmp_path / name)).exit_code == 0
    a, b, c = ((tmp_path / f"{name}.coder1.csv").read_bytes() for name in "abc")
    assert a == b != c
    again = call(sample, "--store", where, "-o", str(tmp_path / "a"))
    assert again.exit_code == 2 and "is there already" in again.output
    assert (tmp_path / "a.coder1.csv").read_bytes() == a


def test_what_the_reader_said_is_drawn_whatever_people_have_amended(adder: Adder, store: Store, tmp_path: Path) -> None:
    fill(store)
    with store.writing() as connection:
        number = next(iter(store.kept())).statements
        change(connection, number[1], Wish(act="SANCTION"), Hand("Ada", "x"))
        remove(connection, number[2], Hand("Ada", "x"))
    result = call(sample, "--store", store.where, "-n", "99", "-o", str(tmp_path / "all"), "--by", "act", "--json")
    assert {tuple(s["values"]): s["drawn"] for s in json.loads(result.stdout)["strata"]} == {
        ("STATE",): 16,
        ("THREATEN",): 12,
    }


def coded(row: dict[str, str], unit: dict[str, Any], rng: random.Random, wrong: float) -> dict[str, str]:
    """A coder who agrees with the reader but for a share of the rows, and finds every cue in a passage."""
    out = dict(row)
    if row["task"] == "passage":
        cues = [word for word in ("said", "warned", "According to", "accused") if word in unit["text"]]
        return {**out, "cues": "; ".join(cues) or "-"}
    reader = unit["reader"]
    if rng.random() < wrong:
        return {**out, "attribution": "no"}
    act = "REJECT" if rng.random() < wrong else reader["act"].lower()
    return {**out, "attribution": "Yes", "act": act, "modality": reader["modality"], "topic": reader["topics"][0],
            "speaker": "; ".join(reader["speakers"]), "source": reader["source"]}  # fmt: skip


def test_agreement_and_the_reader_s_shares_are_told_by_stratum(drawn: Path) -> None:
    key = json.loads((drawn / "coding.key.json").read_text("utf-8"))
    first = drawn / "coding.coder1.csv"
    sheet = rows(first)
    for n, path in ((1, first), (2, drawn / "coding.coder2.csv")):
        rng = random.Random(n)
        write(path, [coded(row, key["units"][row["id"]], rng, 0.2) for row in sheet])
    arguments = (str(first), str(drawn / "coding.coder2.csv"), "--key", str(drawn / "coding.key.json"))
    told = json.loads(call(agree, *arguments, "--json").stdout)
    assert told["units"] == 22 and told["agreement"]["passage"]["alpha"] == 1.0
    # Held against the first coder: a weighted share over the strata, by hand.
    table = {row["id"]: row for row in rows(first)}
    size = [stratum["size"] for stratum in key["strata"]]
    marks = {i: unit for i, unit in key["units"].items() if unit["task"] == "mark"}
    in_stratum = Counter(unit["stratum"] for unit in marks.values())
    hit = sum(
        size[u["stratum"]] / in_stratum[u["stratum"]] for i, u in marks.items() if table[i]["attribution"] == "Yes"
    )
    precision = told["reader"]["coding.coder1.csv"]["precision"]
    assert (
        precision["value"] == pytest.approx(hit / sum(size))
        and precision["low"] < precision["value"] < precision["high"]
    )
    # Two of a text's cues stand in passages where the reader has none.
    recall = told["reader"]["agreed"]["recall"]["value"]
    cues = {
        name: [u for u in key["units"].values() if u["task"] == "passage" and u["stratum"] == name]
        for name in ("found", "silent")
    }
    weight = {"found": 28 / len(cues["found"]), "silent": 44 / len(cues["silent"])}
    count = {
        name: sum(sum(w in u["text"] for w in ("said", "warned", "According to", "accused")) for u in group)
        for name, group in cues.items()
    }
    found = sum(len(u["cues"]) for u in cues["found"]) * weight["found"]
    assert recall == pytest.approx(found / sum(count[name] * weight[name] for name in count))
    shown = call(agree, *arguments).output
    assert "precision" in shown and "recall" in shown and "alpha" in shown and "THREATEN" in shown
    settled = drawn / "settled.csv"
    write(settled, [{**row, "attribution": "yes" if row["task"] == "mark" else ""} for row in sheet])
    last = json.loads(call(agree, *arguments, "--settled", str(settled), "--json").stdout)["reader"]
    assert last["settled"]["precision"]["value"] == 1.0 and last["settled"]["precision"]["n"] == 12
    assert last["agreed"] == told["reader"]["agreed"] and last["settled"]["recall"] == last["agreed"]["recall"]
    without = json.loads(call(agree, *arguments[:2], "--json").stdout)
    assert without["reader"] == {} and without["agreement"] == told["agreement"]


@pytest.mark.parametrize("form", ["semicolons", "utf-16", "cp1251"])
def test_a_sheet_is_read_back_from_what_a_spreadsheet_makes_of_it(tmp_path: Path, form: str) -> None:
    path = tmp_path / "coder.csv"
    lines = [
        "id,attribution,speaker,act,cues,note",
        "m-1,ДА,Анна Орлен,accuse,,из второй строки текста",
        "p-2,,,,said; warned,",
        "p-3,,,,-,",
        "m-4,?,,,,",
    ]
    text = "\r\n".join(lines)
    if form == "semicolons":
        path.write_text(
            "\ufeff" + text.replace("; ", "¦").replace(",", ";").replace("said¦warned", '"said; warned"'),
            "utf-8",
            newline="",
        )
    else:
        path.write_bytes(text.encode(form))
    found = from_csv(path)
    assert found["m-1"]["attribution"] is True and found["m-1"]["act"] == "ACCUSE"
    assert found["m-1"]["speaker"] == "Анна Орлен"
    assert found["p-2"]["cues"] == ("said", "warned") and found["p-3"]["cues"] == ()
    assert found["m-4"]["attribution"] is None


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["id,act", "m-1,ACUSE", "m-2,ACUSE"], "line 2 .m-1.: act is 'ACUSE'.*, and 1 more"),
        (["id,attribution", "m-1,maybe"], "not yes or no"),
        (["id,topic", "m-1,cheese"], "none of the topics"),
        (["id,act", "m-1,STATE", "m-1,STATE"], "there twice"),
        (["a,b", "1,2"], "no coding sheet"),
        ([], "no coding sheet"),
    ],
)
def test_a_broken_sheet_is_told_of_in_one_line(tmp_path: Path, lines: list[str], told: str) -> None:
    path = tmp_path / "coder.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(AmendingError, match=told) as error:
        from_csv(path)
    assert "\n" not in str(error.value)


def test_sheets_that_do_not_belong_together_are_told_of(tmp_path: Path) -> None:
    def one(*ids: str) -> dict[str, Any]:
        return {
            name: {**dict.fromkeys(("attribution", "source", "speaker", "act", "modality", "topic", "cues"))}
            for name in ids
        }

    with pytest.raises(AmendingError, match="no unit in common"):
        report({"a": one("m-1"), "b": one("m-2")}, None)
    with pytest.raises(AmendingError, match="does not have the unit m-1"):
        report({"a": one("m-1"), "b": one("m-1")}, {"units": {}})
    with pytest.raises(AmendingError, match="two coders"):
        report({"a": one("m-1")}, None)
    missing = call(agree, str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))
    assert missing.exit_code == 2 and len(missing.output.splitlines()) == 1 and "a.csv" in missing.output


def test_an_empty_store_and_wrong_strata_are_told_of(store: Store, tmp_path: Path) -> None:
    empty = call(sample, "--store", store.where, "-o", str(tmp_path / "x"))
    assert empty.exit_code == 2 and "no statements to draw from" in empty.output
    wrong = call(sample, "--store", store.where, "--by", "act,weather")
    assert wrong.exit_code == 2 and "weather" in wrong.output
    assert list(tmp_path.glob("x*")) == []


def test_passages_are_whole_sentences_that_were_read() -> None:
    found = [TEXT[a:b] for a, b in passage_spans(talks())]
    assert found[2] == "She warned that delays would cost both sides dearly." and len(found) == 6
