"""The stages of a training after the first, as a table."""

from __future__ import annotations

from dataclasses import dataclass

from training.encoder import FULL, THIN, Shape
from training.fit import Rates

WHOLE = "balanced.pt"
"""The full network when it is done: what is made thin, and the teacher of what comes of that."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A training on from a checkpoint over all corpora, in so many epochs of each.

    What it leaves is the mean of its weights and of those ``beside`` it: where there are any, their mean did a little
    better on dev than the weights after alone.
    """

    start: str
    out: str
    seed: int
    rates: Rates
    english: float
    russian: float
    nerel: float
    synthetic: float
    own: float
    entities: float
    relations: float
    sentences: float
    twins: float = 0.0
    beside: tuple[str, ...] = ()
    polnear: float = 0.0
    shape: Shape = FULL
    teacher: str = ""

    @property
    def epochs(self) -> dict[str, float]:
        """How often each corpus of documents is read; the second reading of the Russian one takes its place in time."""
        russian = "attribution.ru.again" if self.polnear else "attribution.ru.train"
        return {"attribution.en.train": self.english, "attribution.polnear": self.polnear, russian: self.russian,
                "attribution.nerel": self.nerel, "attribution.synthetic.train": self.synthetic,
                "attribution.own": self.own, "entities.ru.train": self.entities}  # fmt: skip


# Epochs: English, Russian, NEREL, synthetic, own, entities; relations, sentences, twins.
FULL_STAGES = {
    # With the relation corpus, and the annotation that came last.
    "finish": Stage("tagged.pt", "reader.pt", 1, Rates(1.5e-4, 7e-4), 0.5, 2.0, 2.5, 3.0, 3.0, 0.1, 1.5, 0.15),
    # Once more over everything.
    "polish": Stage("reader.pt", "polished.pt", 2, Rates(1.2e-4, 6e-4), 0.7, 1.5, 1.2, 1.5, 1.5, 0.05, 0.5, 0.1,
                    beside=("reader.pt",)),
    # Longer than the one before.
    "deepen": Stage("polished.pt", "deepened.pt", 3, Rates(1.5e-4, 1e-3), 1.4, 2.5, 2.5, 2.5, 2.5, 0.1, 0.6, 0.15),
    # With more Russian.
    "settle": Stage("deepened.pt", "settled.pt", 4, Rates(1.2e-4, 7e-4), 1.0, 2.5, 2.2, 2.0, 2.0, 0.05, 0.5, 0.1),
    # Short and slow: sentences of two press offices that tell of one thing come near each other; a little of everything
    # else is read along, so that nothing is forgotten.
    "twin": Stage("settled.pt", "twinned.pt", 5, Rates(7e-5, 4e-4), 0.25, 0.7, 0.6, 0.5, 0.5, 0.05, 0.15, 0.1, 6.0,
                  beside=("settled.pt",)),
    # How words end is told to the encoder from here on.
    "inflect": Stage("twinned.pt", "inflected.pt", 6, Rates(1.5e-4, 1e-3), 0.6, 1.3, 1.3, 1.2, 1.3, 0.05, 0.4, 0.12,
                     1.0),
    # Russian most.
    "conclude": Stage("inflected.pt", "concluded.pt", 7, Rates(1.5e-4, 1e-3), 1.3, 3.5, 3.2, 2.2, 2.5, 0.1, 0.5, 0.15,
                      2.0),
    # Short and slow, English most, which the stage before had cost a point or two. Of the means that were tried on dev
    # this one lost least in either language.
    "balance": Stage("concluded.pt", "balanced.pt", 8, Rates(8e-5, 5e-4, 2e-4), 0.45, 0.6, 0.35, 0.4, 0.4, 0.02, 0.1,
                     0.04, beside=("inflected.pt", "concluded.pt")),
}  # fmt: skip
"""What follows stage one (``tag``), in order."""

THIN_STAGES = {
    # The thin network learns to give the states of the full one, beside what the annotation says.
    "imitate": Stage("thinned.pt", "imitated.pt", 9, Rates(3e-4, 1e-3), 1.0, 2.5, 2.2, 1.8, 1.8, 0.3, 0.4, 0.25, 1.0,
                     shape=THIN, teacher=WHOLE),
    # Long: over everything, with all of our annotation.
    "refine": Stage("imitated.pt", "refined.pt", 10, Rates(2e-4, 1e-3), 2.3, 6.3, 5.5, 3.5, 3.8, 0.15, 0.8, 0.25, 3.0,
                    polnear=3.8, shape=THIN),
    # Short and slow.
    "smooth": Stage("refined.pt", "smoothed.pt", 11, Rates(8e-5, 5e-4, 2e-4), 0.5, 0.9, 0.6, 0.5, 0.5, 0.02, 0.1, 0.05,
                    0.5, polnear=0.7, shape=THIN),
    # Longer than all before: half of a network needs more steps. Words are laid in the sentence space too.
    "ripen": Stage("smoothed.pt", "ripened.pt", 12, Rates(2e-4, 1e-3), 4.4, 9.0, 8.0, 5.0, 6.5, 0.25, 1.5, 0.5, 6.0,
                   polnear=6.0, shape=THIN),
    # Shorter and slower, with the annotation that came last. Alone it knows the training set too well: on the Russian
    # dev set .754 of attributions where the mean of the three has .781.
    "season": Stage("ripened.pt", "seasoned.pt", 13, Rates(1.2e-4, 7e-4, 3e-4), 1.2, 2.5, 2.2, 1.8, 2.6, 0.05, 0.4,
                    0.2, 3.0, beside=("smoothed.pt", "ripened.pt"), polnear=1.6, shape=THIN),
}  # fmt: skip
"""What follows when the full network has been made thin."""

LAST = "subjects.pt"
"""What is exported: after the last stage topics are learnt anew (``training.subjects``)."""
