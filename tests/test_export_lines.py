"""Lines that lose nothing: there and back, by their schema."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.article import Article, Known, Moment
from dragoman.export.lines import dumped, from_line, to_line
from dragoman.record import Actor, Contact, Label, Record, Statement
from dragoman.schema import text as schema_text
from dragoman.store.kept import Kept
from tests.export_sample import dispatch, hostile_kept, kept

RAW = "<p>Tauerhill \x00 спокоен</p>".encode()
AMENDMENT = {"id": 1, "at": "2031-04-01T00:00:00+00:00", "who": "E. Ditor", "why": "a slip", "kind": "change",
             "target": {"content": []}, "old": {"act": "STATE"}, "new": {"act": "REJECT"}}  # fmt: skip


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(schema_text("export", "1.0"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def there_and_back(one: Kept, **more: Any) -> Any:
    written = dumped(to_line(one, **more))
    assert written.count("\n") == 1
    return from_line(json.loads(written.encode("utf-8")))


def test_a_version_comes_back_as_it_was(validator: jsonschema.Draft202012Validator) -> None:
    one = kept(dispatch(), sha256=hashlib.sha256(RAW).hexdigest(), story=4, sides={1: "USA"}, number=1, versions=3)
    more: dict[str, Any] = {"media_type": "text/html", "charset": "utf-8", "amendments": [AMENDMENT]}
    validator.validate(to_line(one, RAW, **more))
    back = there_and_back(one, raw=RAW, **more)
    assert back.kept == one
    assert (back.raw, back.media_type, back.charset, back.amendments) == (RAW, "text/html", "utf-8", (AMENDMENT,))


def test_without_bytes_and_with_hostile_words(validator: jsonschema.Draft202012Validator) -> None:
    for one in (kept(), hostile_kept()):
        back = there_and_back(one)
        assert (back.kept, back.raw, back.amendments) == (one, None, ())
    validator.validate(to_line(kept()))


WORDS = st.text(st.characters(exclude_categories=()), max_size=20)
SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=2).map(tuple)
ACTORS = st.lists(
    st.builds(Actor, WORDS, st.none() | WORDS, st.none() | WORDS, st.booleans(), st.none() | WORDS), max_size=2
).map(tuple)
LABELS = st.builds(Label, WORDS, st.floats(0, 1), st.booleans())
STATEMENTS = st.builds(
    Statement, st.integers(1, 9), SPANS, SPANS, SPANS, SPANS, WORDS, ACTORS, LABELS, LABELS,
    st.lists(LABELS, max_size=2).map(tuple), ACTORS, st.none() | st.integers(1, 9), st.booleans(), st.floats(0, 1),
    st.dictionaries(WORDS, st.floats(0, 1), max_size=2),
)  # fmt: skip
RECORDS = st.builds(
    Record, st.builds(Article, WORDS, WORDS, title=st.none() | st.builds(Known, WORDS, st.just("text"))),
    st.lists(STATEMENTS, max_size=2).map(tuple),
    st.lists(st.builds(Contact, st.none() | WORDS, WORDS, WORDS, ACTORS, WORDS), max_size=1).map(tuple),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(RECORDS, WORDS, st.binary(max_size=30))
def test_nothing_is_lost_whatever_the_words(record: Record, word: str, raw: bytes) -> None:
    one = kept(record, key=word, url=word, sides={1: word, 2: None}, sha256=hashlib.sha256(raw).hexdigest())
    back = there_and_back(one, raw=raw, charset=word)
    assert (back.kept, back.raw, back.charset) == (one, raw, word)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "record"}, "of the kind 'record'"),
        ({"schema_version": "9"}, "schema version '9'"),
        ({"raw": "?"}, "not a line of an export"),
        ({"raw": "AAAA"}, "not those of its SHA-256"),
        ({"record": {}}, "not a line of an export"),
        ({"number": None}, "not a line of an export"),
        ({"sides": []}, "not a line of an export"),
    ],
)
def test_what_is_no_line_is_refused_in_one_line(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        from_line(to_line(kept()) | change)
    assert "\n" not in str(caught.value)


def test_a_missing_field_is_told_by_name() -> None:
    data = to_line(kept())
    del data["fetched"]
    with pytest.raises(ValueError, match="fetched"):
        from_line(data)


def test_the_schema_refuses_what_is_no_line(validator: jsonschema.Draft202012Validator) -> None:
    for change in ({"kind": "x"}, {"number": 0}, {"more": 1}, {"sides": {"1": 2}}):
        assert not validator.is_valid(to_line(kept()) | change)


def test_a_moment_in_any_form_stays_as_it_was() -> None:
    article = replace(kept().record.article, published=Moment("2031-03", "text", "MSK", (1, 2)))
    one = kept(replace(kept().record, article=article))
    assert there_and_back(one).kept.record.article.published == article.published
