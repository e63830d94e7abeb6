"""A sentence for people that still knows what it was made of, so that it can be said in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class Phrase(str):
    """English words, filled in: ``template`` as ``str.format`` takes it, and its ``values``.

    Wherever a string is wanted it is one. Catalogues translate the template.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        if isinstance(template, cls) and not values:
            return template
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = str(template), values
        if isinstance(template, Phrase) and not values:
            made.template, made.values = template.template, template.values
        return made


class Term(str):
    """A value of a closed vocabulary; ``table`` is where its words are (``render.comparison.wording``)."""

    table: str

    def __new__(cls, table: str, value: str) -> Self:
        made = super().__new__(cls, value)
        made.table = table
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        return type(self), (self.table, str(self))


class PhraseError(Exception):
    """An error that is told in one sentence."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(Phrase(template, **values))

    @property
    def phrase(self) -> Phrase:
        """The sentence."""
        return Phrase(self.args[0] if self.args else "")
