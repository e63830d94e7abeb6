"""Articles of our own writing that visitors can try the reader with."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, Field


@dataclass(frozen=True, slots=True)
class Example:
    """Texts by file and side; several are compared."""

    name: str
    title: str
    about: str
    files: tuple[tuple[str, str | None], ...]
    published: str | None = None

    def texts(self) -> list[tuple[str, bytes, str | None]]:
        """File name, bytes and side of each."""
        home = files("dragoman.web.examples")
        return [(file, home.joinpath(file).read_bytes(), side) for file, side in self.files]


def N_(words: str) -> str:  # noqa: N802
    """Marks words for the catalogues."""
    return words


EXAMPLES = (
    Example(
        "geneva", N_("Two presidents in Geneva, as a newspaper tells it"),
        N_("Each says what was agreed, and what the other said: who speaks, in whose account?"),
        (("geneva.en.md", None),),
    ),
    Example(
        "call", N_("One video call, two readouts"),
        N_("An American and a Russian account, laid side by side across languages."),
        (("call.american.en.txt", "USA"), ("call.russian.ru.txt", "RUS")), "2021-12-07",
    ),
    Example(
        "paris", N_("A summit of four in Paris, in Russian"),
        N_("Four leaders and a spokesman; quotations within quotations."), (("paris.ru.txt", None),),
    ),
)  # fmt: skip


class ExampleLink(BaseModel):
    """An example and where it is shown."""

    name: str
    title: str
    about: str
    address: str = Field(description="Where it is read; with .json as data.")

    @classmethod
    def of(cls, one: Example) -> Self:
        """The link to an example."""
        return cls(name=one.name, title=one.title, about=one.about, address=f"/examples/{one.name}")
