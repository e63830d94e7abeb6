"""What became of the statements: added, no longer in the text, in other words, in quotation marks, said by another."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from dragoman.article import Span
from dragoman.reader.quotes import dashed
from dragoman.record import Actor, Label, Statement
from dragoman.revisions.alignment import Alignment
from dragoman.revisions.parts import ids, joined, part, places
from dragoman.revisions.revision import Change, Part, Piece, Relabelled
from dragoman.revisions.speakers import UNSTATED, same_speakers
from dragoman.revisions.statements import REMAINS, Group, Said, kept


def changes(groups: Sequence[Group], alignment: Alignment, told: Sequence[set[int]]) -> Iterator[Change]:
    """The changes of statements. ``told`` are the old and the new words that are told as numbers already."""
    for group in groups:
        if not group.old and kept(group.new[0].content, alignment.backward) < REMAINS:
            yield _one(group.new[0], "added", alignment)
        elif not group.new and kept(group.old[0].content, alignment.forward) < REMAINS:
            yield _one(group.old[0], "gone", alignment.flipped)
        else:
            yield from _wording(group, alignment, told)
        if group.pair is not None:
            yield from _quotation(group.pair, alignment)
            yield from _speaker(group.pair, alignment)
    yield from _moved(groups, alignment)


def _one(one: Said, kind: str, alignment: Alignment) -> Change:
    """A statement that only the version has which is new in an alignment."""
    spans = [*one.statement.source, *places([one])]
    missing = [n for n in one.content if alignment.backward[n] < 0]
    mine = part(alignment.new, spans, missing, [one.statement.id])
    there = Part((alignment.flipped.place(one.content[0]),))
    old, new = (there, mine) if kind == "added" else (mine, there)
    return Change(kind, old, new, len(one.content))


def _wording(group: Group, alignment: Alignment, told: Sequence[set[int]]) -> Iterator[Change]:
    lost = {n for one in group.old for n in _counting(one, group) if alignment.forward[n] < 0}
    gained = {n for one in group.new for n in _counting(one, group) if alignment.backward[n] < 0}
    cues = ({n for one in group.old for n in one.cue}, {n for one in group.new for n in one.cue})
    # "X said" and "said X" say the same.
    a = Counter(alignment.old.words[n] for n in lost & cues[0])
    b = Counter(alignment.new.words[n] for n in gained & cues[1])
    both = a & b
    lost = {n for n in lost if n not in cues[0] or alignment.old.words[n] not in both}
    gained = {n for n in gained if n not in cues[1] or alignment.new.words[n] not in both}
    if not (lost - told[0] or gained - told[1]):
        return
    size = max(len(lost), len(gained))
    words = [sorted(w.words[n] for n in some) for w, some in ((alignment.old, lost), (alignment.new, gained))]
    aspect = "order" if words[0] == words[1] else ""
    labels = _labels(group.pair[0].statement, group.pair[1].statement) if group.pair else ()
    yield Change(
        "wording", _side(group.old, group.new, alignment), _side(group.new, group.old, alignment.flipped), size,
        aspect, labels,
    )  # fmt: skip


def _counting(one: Said, group: Group) -> set[int]:
    """The words of a statement whose change counts: where one was split or two were joined, their cues do not."""
    return set(one.own) if len(group.old) == len(group.new) == 1 else set(one.own) - set(one.cue)


def _side(mine: Sequence[Said], others: Sequence[Said], alignment: Alignment) -> Part:
    """The old side of a change in an alignment; where nothing was read there as a statement, the words that still
    stand in the text."""
    words = alignment.old
    spans = places(mine)
    if not mine:
        by_sentence: dict[int, list[int]] = {}
        for n in sorted({alignment.backward[n] for one in others for n in one.content} - {-1}):
            by_sentence.setdefault(words.within[n], []).append(n)
        spans = [(words.spans[some[0]][0], words.spans[some[-1]][1]) for some in by_sentence.values()]
    return part(words, spans, [n for n in words.of(joined(words, spans)) if alignment.forward[n] < 0], ids(mine))


def _labels(old: Statement, new: Statement) -> tuple[Relabelled, ...]:
    """Labels that differ, of those that both readings are sure of."""
    found = [
        Relabelled(name, a.value, b.value)
        for name, a, b in (("act", old.act, new.act), ("modality", old.modality, new.modality))
        if a.resolved and b.resolved and a.value != b.value
    ]
    topics = [_surest(one.topics) for one in (old, new)]
    if all(topics) and topics[0] != topics[1]:
        found.append(Relabelled("topic", *topics))
    targets = [_names(one.targets) for one in (old, new)]
    if all(targets) and not same_speakers(old.targets, new.targets):
        found.append(Relabelled("targets", *targets))
    return tuple(found)


def _surest(topics: Sequence[Label]) -> str:
    """The first topic of those that the reading is sure of: the others come and go with a word."""
    return next((topic.value for topic in topics if topic.resolved), "")


def _names(actors: Sequence[Actor]) -> str:
    return ", ".join(actor.name for actor in actors)


def _quotation(pair: tuple[Said, Said], alignment: Alignment) -> Iterator[Change]:
    """Words that stayed and got quotation marks, or lost them."""
    one, other = pair
    old, new = alignment.old, alignment.new
    # A dash that opens a line quotes as marks do.
    dash = [any(dashed(w.text, start) for start, _ in s.statement.content) for s, w in ((one, old), (other, new))]
    inside = set(other.content)
    kept = [(i, alignment.forward[i]) for i in one.content if alignment.forward[i] in inside]
    for aspect in ("marks added", "marks gone"):
        found = [
            (i, j)
            for i, j in kept
            if (old.quoted[i] or dash[0], new.quoted[j] or dash[1]) == (aspect == "marks gone", aspect == "marks added")
        ]
        first, second = [i for i, _ in found], sorted(j for _, j in found)
        if not found or _apostrophes(old.text, old.cover(first)) or _apostrophes(new.text, new.cover(second)):
            continue
        yield Change(
            "quotation", _marked(old.text, old.cover(first), one), _marked(new.text, new.cover(second), other),
            len(found), aspect,
        )  # fmt: skip


def _apostrophes(text: str, spans: Sequence[Span]) -> bool:
    """Whether apostrophes quote here, which are too common elsewhere to be read as marks."""
    return any(text[max(0, start - 1) : start] in ("'", "`") for start, _ in spans)


def _marked(text: str, spans: Sequence[Span], one: Said) -> Part:
    wide = [(start - _is_mark(text, start - 1), end + _is_mark(text, end)) for start, end in spans]
    pieces = [piece for start, end in wide for piece in (Piece(" … "), Piece(text[start:end]))][1:]
    return Part(tuple(wide), tuple(pieces), (one.statement.id,))


def _is_mark(text: str, at: int) -> int:
    return int(0 <= at < len(text) and text[at] in '«»“”„"‹›「」『』《》‘’')


def _speaker(pair: tuple[Said, Said], alignment: Alignment) -> Iterator[Change]:
    """The same words by another speaker: where the words that name the speaker changed, not where they were only
    understood otherwise."""
    old, new = (one.statement for one in pair)
    if any(actor.basis in UNSTATED for actor in (*old.speakers, *new.speakers)):
        return  # who "he" is was only understood
    known = bool(old.speakers and new.speakers)
    if same_speakers(old.speakers, new.speakers) or not _renamed(pair, alignment):
        return
    if not known and not _strangers(pair, alignment):
        return
    sides = []
    for one, words, there in (
        (pair[0], alignment.old, alignment.forward),
        (pair[1], alignment.new, alignment.backward),
    ):
        spans = one.statement.source or one.statement.cue or one.statement.content
        missing = [n for n in words.of(one.statement.source) if there[n] < 0]
        sides.append(part(words, spans, missing, [one.statement.id]))
    yield Change("speaker", sides[0], sides[1], max(len(alignment.new.of(new.source)), 1))


def _renamed(pair: tuple[Said, Said], alignment: Alignment) -> bool:
    """Whether a word that names the source is new, is gone, or stands in another sentence than what is said."""
    return _parted(pair[0], alignment) or _parted(pair[1], alignment.flipped)


def _parted(one: Said, alignment: Alignment) -> bool:
    content = {alignment.new.within[alignment.forward[n]] for n in one.content if alignment.forward[n] >= 0}
    inside = {alignment.old.within[n] for n in one.content}
    for n in alignment.old.of(one.statement.source):
        partner = alignment.forward[n]
        if partner < 0 or (alignment.old.within[n] in inside and alignment.new.within[partner] not in content):
            return True
    return False


def _strangers(pair: tuple[Said, Said], alignment: Alignment) -> bool:
    """Whether two sources have no word in common."""
    sides = zip(pair, (alignment.old, alignment.new), strict=True)
    names = [{w.words[n] for n in w.of(one.statement.source)} for one, w in sides]
    return bool(names[0] and names[1]) and not names[0] & names[1]


def _moved(groups: Sequence[Group], alignment: Alignment) -> Iterator[Change]:
    """Statements that stand before or after others than they did: the fewest that, left out, leave the order."""
    pairs = [group.pair for group in groups if group.pair is not None]
    pairs = sorted(
        (p for p in pairs if p[0].statement.parent is None and p[1].statement.parent is None),
        key=lambda p: (p[0].content[0], p[1].content[0]),
    )
    order = [alignment.new.within[other.content[0]] for _, other in pairs]
    stays = set(_rising(order))
    for n, (one, other) in enumerate(pairs):
        if n not in stays:
            sides = [
                part(words, places([said]), (), [said.statement.id])
                for words, said in ((alignment.old, one), (alignment.new, other))
            ]
            yield Change("moved", sides[0], sides[1], len(other.content))


def _rising(numbers: Sequence[int]) -> list[int]:
    """Where a longest run of numbers stands that never fall, others between them left out."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for n, number in enumerate(numbers):
        at = bisect_right(ends, number)
        before.append(tails[at - 1] if at else -1)
        ends[at : at + 1] = [number]
        tails[at : at + 1] = [n]
    out: list[int] = []
    n = tails[-1] if tails else -1
    while n >= 0:
        out.append(n)
        n = before[n]
    return out[::-1]
