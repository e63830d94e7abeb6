"""What two claims are compared by: their meaning piece by piece, the names, states and numbers in them, and who says
it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dragoman.accounts.comparison import Claim
from dragoman.accounts.openings import asked
from dragoman.resolver import Actors
from dragoman.resolver.senses import STATE_KINDS
from dragoman.resolver.words import tokens

Floats = NDArray[np.float32]
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_CYRILLIC = dict(zip("бвгґджзклмнпрстфхцчшщ", "bvggdxsklmnprstvhsxxx", strict=True))
_LATIN = {
    **dict(zip("bdgklmnprstvz", "bdgklmnprstvs", strict=True)),
    "f": "v", "w": "v", "q": "k", "c": "k", "j": "x", "h": "h", "x": "ks", "ß": "s", "ş": "x", "ç": "x", "ğ": "g",
}  # fmt: skip
_DIGRAPHS = (
    ("sch", "š"), ("tch", "š"), ("sh", "š"), ("ch", "š"), ("zh", "š"), ("kh", "h"), ("ph", "f"), ("ts", "s"),
    ("tz", "s"), ("cz", "š"), ("sz", "š"), ("rz", "š"), ("ck", "k"), ("ce", "se"), ("ci", "si"), ("th", "t"),
)  # fmt: skip


class Encoder(Protocol):
    """What comparing asks of a reader: its encoder and its knowledge of actors. ``dragoman.Reader`` is one."""

    @property
    def actors(self) -> Actors: ...

    @property
    def threads(self) -> int: ...

    def embed_pieces(self, text: str) -> tuple[Floats, NDArray[np.int64]]: ...


@dataclass(frozen=True, slots=True)
class Sight:
    """One claim as it is compared. ``weights`` say how telling each piece is; ``place`` is where it stands, 0 to 1."""

    claim: Claim
    text: str
    vectors: Floats
    ids: NDArray[np.int64]
    mean: Floats
    numbers: frozenset[str]
    names: frozenset[str]
    states: frozenset[str]
    place: float
    initiative: bool = False


def skeleton(word: str) -> str:
    """A name's consonants by sound, so that Cyrillic and Latin spellings meet; empty where too few are left."""
    word = word.casefold()
    if any("а" <= c <= "я" or c in "ґїєі" for c in word):
        bones = "".join(_CYRILLIC.get(c, "") for c in word)
    else:
        for pair, one in _DIGRAPHS:
            word = word.replace(pair, one)
        bones = "".join("x" if c == "š" else _LATIN.get(c, "") for c in word)
    bones = re.sub(r"(.)\1+", r"\1", bones)
    return bones if len(bones) >= 3 else ""


def _states(reader: Encoder, text: str, language: str) -> frozenset[str]:
    hits = reader.actors.lexicon(language).hits(tokens(text))
    found = (s.state for hit in hits if hit for s in hit.senses if s.state and s.kind in STATE_KINDS)
    return frozenset(found)


def names(text: str) -> frozenset[str]:
    """Skeletons of the capitalised words of a sentence, its first word apart."""
    words = [w for w in tokens(text) if len(w.text) > 2]
    return frozenset(s for w in words[1:] if w.text[0].isupper() and (s := skeleton(w.text)))


def look(reader: Encoder, claims: Sequence[Claim], texts: Sequence[str], language: str) -> list[Sight]:
    """The claims of one account with their words, ready to be compared."""
    out = []
    # Each claim is encoded by itself, whatever else is in the account, and several at once.
    with ThreadPoolExecutor(reader.threads) as pool:
        encoded = list(pool.map(reader.embed_pieces, texts))
    for n, (claim, text, (vectors, ids)) in enumerate(zip(claims, texts, encoded, strict=True)):
        mean = vectors.mean(axis=0) if len(vectors) else np.zeros(384, np.float32)
        numbers = frozenset(m.replace(",", ".") for m in _NUMBER.findall(text))
        out.append(Sight(claim, text, vectors, ids, mean / max(float(np.linalg.norm(mean)), 1e-9), numbers,
                         names(text), _states(reader, text, language), n / max(1, len(claims) - 1),
                         asked(text, (0, len(text)), language) is not None))  # fmt: skip
    return out


def rarity(sights: Iterable[Sight]) -> dict[int, float]:
    """How telling a piece is: the fewer claims have it, the more."""
    every = list(sights)
    counts = Counter(int(i) for s in every for i in set(s.ids.tolist()))
    return {piece: float(np.log(1 + len(every) / n)) for piece, n in counts.items()}


def near(a: Sight, b: Sight, weight: dict[int, float]) -> tuple[float, float]:
    """How well each claim's pieces find a like one in the other: a's in b, b's in a (0 to 1)."""
    if not len(a.ids) or not len(b.ids):
        return 0.0, 0.0
    both = a.vectors @ b.vectors.T
    wa = np.array([weight.get(int(i), 1.0) for i in a.ids])
    wb = np.array([weight.get(int(i), 1.0) for i in b.ids])
    return float((both.max(axis=1) * wa).sum() / wa.sum()), float((both.max(axis=0) * wb).sum() / wb.sum())
