"""A name blacked out in every script, and the quick look that spares the articles without it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.store.blackout import Blackout

NAMES = ("Anna Orlen", "Олег Врельский", "王毅", "Kim 金", "O'Neil", "L'Aquila", "anna_o")


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Олег Врельский", "Слова Олега Врельского, сказанные вчера", "Слова █████ ██████████, сказанные вчера"),
        ("王毅", "外长王毅说，王毅在北京", "外长██说，██在北京"),
        ("王毅", "毅王说", "毅王说"),
        ("anna orlen", "ANNA\nORLEN spoke", "████\n█████ spoke"),
        ("Orlen", "Orlenska spoke", "Orlenska spoke"),
    ],
)
def test_a_name_is_blacked_out_letter_for_letter(name: str, text: str, left: str) -> None:
    assert Blackout(name)(text) == left


@given(
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(["\n", "\t", '"', "\\", "\x1f", ",", " ", "n", "é", "说", "{", "'s", "Анна", "_", "."]), max_size=4),
    st.lists(st.sampled_from(["\n", '"', "\\", "\x1f", ":", " ", "в", "说", "]", "'s", "ого", "_"]), max_size=4),
)  # fmt: skip
def test_the_quick_look_misses_nothing(name: str, before: list[str], after: list[str]) -> None:
    text = "".join([*before, name, *after])
    black = Blackout(name)
    if black(text) != text:
        assert black.may_be_in(json.dumps({"article": [{"text": text}]}, ensure_ascii=False))


def test_the_quick_look_spares_what_has_not_all_of_the_name() -> None:
    assert not Blackout("Anna Orlen").may_be_in(json.dumps({"text": "Anna Reyl met Mirko Val."}))
    assert not Blackout("王毅").may_be_in(json.dumps({"text": "外长说，毅王"}, ensure_ascii=False))
