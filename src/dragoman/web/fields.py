"""Types of what visitors ask for: parts of addresses and of queries, with what each may be."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path
from pydantic import AfterValidator, BeforeValidator, Field, ValidatorFunctionWrapHandler, WrapValidator

from dragoman.phrase import Phrase

LARGEST = 2**62
"""Row numbers that databases know."""


def _blank(value: Any) -> Any:
    """A field that was left empty in a form is one that was not given."""
    return None if value == "" else value


def _day(value: str) -> str:
    from datetime import date

    date.fromisoformat(value)
    return value


def _phrase(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    # pydantic makes plain strings of all: a page could not say it in another language then.
    return value if isinstance(value, Phrase) else check(value)


Number = Annotated[int, Path(ge=1, le=LARGEST, description="Its number in the archive.")]
"""A row's number in an address."""

Blank = BeforeValidator(_blank)
"""Makes an empty field of a form none."""

_Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]

Words = Annotated[_Words | None, Blank]
"""A name or some words."""

_Day = Annotated[
    str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}), AfterValidator(_day)
]

Day = Annotated[_Day | None, Blank]
"""A day, ISO 8601."""

Row = Annotated[Annotated[int, Field(ge=1, le=LARGEST)] | None, Blank]
"""A row's number in a query."""

Sentence = Annotated[str, WrapValidator(_phrase)]
"""What the library says, which pages show in the visitor's language (the filter ``told``)."""
