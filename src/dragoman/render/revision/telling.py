"""In what words a revision is told: English as it stands here, or what a catalogue makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Final

from dragoman.phrase import Phrase
from dragoman.record import Record, Statement
from dragoman.render import glosses
from dragoman.render import outline as records
from dragoman.render.comparison.wording import wording
from dragoman.revisions.revision import Relabelled

HEADINGS: Final = {
    "headline": Phrase("Headline changed"),
    "added": Phrase("Statements added"),
    "gone": Phrase("Statements no longer in the text"),
    "wording": Phrase("Wording changed"),
    "quotation": Phrase("Quotation marks changed"),
    "speaker": Phrase("Attributed to another speaker"),
    "numbers": Phrase("Numbers changed"),
    "picture": Phrase("Pictures"),
    "caption": Phrase("Captions changed"),
    "credit": Phrase("Picture credits changed"),
    "notice": Phrase("Notices"),
    "date": Phrase("Dates changed"),
    "contact": Phrase("Contacts"),
    "moved": Phrase("Moved within the text"),
    "difference": Phrase("The plain difference"),
}
FOOT: Final = Phrase(
    "“No longer in the text” says what a version has, not why. Labels are read by a machine, and shown only where "
    "words changed."
)
_ASPECTS: Final = {
    "marks added": Phrase("now in quotation marks"), "marks gone": Phrase("no longer in quotation marks"),
    "added": Phrase("added"), "gone": Phrase("no longer there"), "replaced": Phrase("another picture"),
    "update": Phrase("update notice"), "correction": Phrase("correction notice"),
    "alternative": Phrase("text in place of the picture"), "order": Phrase("the same words in another order"),
    "published": Phrase("published"), "modified": Phrase("modified"),
    "minute": Phrase("length of time"), "day": Phrase("length of time"), "percent": Phrase("per cent"),
}  # fmt: skip
_LABELS: Final = {
    "act": Phrase("act"), "modality": Phrase("modality"), "topic": Phrase("topic"), "targets": Phrase("targets"),
}  # fmt: skip
_TERMS: Final = {"act": "acts", "modality": "modality", "topic": "topics"}


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of a language of ``wording.LANGUAGES``. ``catalogue`` has them by their English."""

    catalogue: NullTranslations = field(default_factory=NullTranslations)
    language: str = "en"

    def say(self, words: str) -> str:
        """A phrase of this file or of the outline."""
        return self.catalogue.gettext(words)

    def count(self, kind: str, number: int) -> str:
        """How many changes there are of a kind."""
        return str(self._counted(kind, number)) % {"num": number}

    def _counted(self, kind: str, n: int) -> str:
        say = self.catalogue
        if kind == "headline":
            return say.gettext("headline changed")
        return {
            "added": lambda: say.ngettext("%(num)s statement added", "%(num)s statements added", n),
            "gone": lambda: say.ngettext("%(num)s no longer in the text", "%(num)s no longer in the text", n),
            "wording": lambda: say.ngettext("%(num)s in other words", "%(num)s in other words", n),
            "quotation": lambda: say.ngettext("%(num)s quoted otherwise", "%(num)s quoted otherwise", n),
            "speaker": lambda: say.ngettext(
                "%(num)s attributed to another speaker", "%(num)s attributed to another speaker", n
            ),
            "numbers": lambda: say.ngettext("%(num)s number changed", "%(num)s numbers changed", n),
            "picture": lambda: say.ngettext("%(num)s picture changed", "%(num)s pictures changed", n),
            "caption": lambda: say.ngettext("%(num)s caption changed", "%(num)s captions changed", n),
            "credit": lambda: say.ngettext("%(num)s credit changed", "%(num)s credits changed", n),
            "notice": lambda: say.ngettext("%(num)s notice", "%(num)s notices", n),
            "date": lambda: say.ngettext("%(num)s date changed", "%(num)s dates changed", n),
            "contact": lambda: say.ngettext("%(num)s fact of contacts changed", "%(num)s facts of contacts changed", n),
            "moved": lambda: say.ngettext("%(num)s moved", "%(num)s moved", n),
        }[kind]()

    def aspect(self, value: str) -> str:
        """What more there is to say of a change; of a contact the field of it."""
        if value in _ASPECTS:
            return self.say(_ASPECTS[value])
        fields = wording(self.language).tables["fields"]
        return str(fields[value]).lower() if self.language != "en" and value in fields else records.clean(value)

    def label(self, one: Relabelled) -> str:
        """A label before and after."""
        old, new = (self._term(one.name, records.clean(value)) for value in (one.old, one.new))
        return f"{self.say(_LABELS.get(one.name, records.clean(one.name)))}: {old} → {new}"

    def _term(self, name: str, value: str) -> str:
        if self.language == "en":
            return glosses.MODALITIES.get(value, value) if name == "modality" else value
        return wording(self.language).term(_TERMS[name], value) if name in _TERMS else value

    def day(self, value: str) -> str:
        """An ISO date."""
        return records.date_words(value) if self.language == "en" else wording(self.language).day(value)

    def speaker(self, record: Record, statement: Statement) -> str:
        """Who speaks, or the words that stand for who does."""
        if statement.speakers:
            return "; ".join(records.short_actor(actor) for actor in statement.speakers)
        return records.words(record, statement.source) or self.say(Phrase("speaker unresolved"))
