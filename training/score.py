"""How predicted records compare with gold ones: spans, labels, speakers, targets, events and contacts.

An attribution is found when its cue and source meet the gold ones (they share at least half of the shorter, and the
predicted one is at most four times as long) and its content covers at least half of the union of the two. Where gold
marks no source, the prediction may have none; where gold names a speaker all the same, any. Each gold attribution is
paired with at most one prediction, best content first. Labels are scored over the found pairs alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

Record = dict[str, Any]
Pairs = list[tuple[Record, Record]]
ROLES = ("source", "cue", "content", "condition")


def characters(spans: Iterable[Sequence[int]]) -> set[int]:
    """The characters that spans cover."""
    return {i for start, end in spans for i in range(start, end)}


def f1(hit: int, predicted: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1, with the number of gold items."""
    p, r = hit / predicted if predicted else 0.0, hit / gold if gold else 0.0
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "gold": gold}


def meet(gold: set[int], predicted: set[int]) -> bool:
    """Whether two spans are about the same words."""
    shared = len(gold & predicted)
    return shared > 0 and 2 * shared >= min(len(gold), len(predicted)) and len(predicted) <= 4 * len(gold)


def overlap(gold: Record, predicted: Record) -> float:
    """How much of the union both contents cover, 0 where cue or source do not meet."""
    if not meet(characters(gold["cue"]), characters(predicted["cue"])):
        return 0.0
    source, found = characters(gold["source"]), characters(predicted["source"])
    dropped = not source and gold.get("speaker") not in (None, "", "---")
    if not (dropped or (not source and not found) or meet(source, found)):
        return 0.0
    a, b = characters(gold["content"]), characters(predicted["content"])
    return len(a & b) / len(a | b) if a | b else 1.0


def pair(gold: Sequence[Record], predicted: Sequence[Record]) -> Pairs:
    """Gold attributions with the predictions that find them."""
    scored = [(o, g, p) for g, a in enumerate(gold) for p, b in enumerate(predicted) if (o := overlap(a, b)) >= 0.5]
    pairs: Pairs = []
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for _, g, p in sorted(scored, reverse=True):
        if g not in used_gold and p not in used_predicted:
            used_gold.add(g)
            used_predicted.add(p)
            pairs.append((gold[g], predicted[p]))
    return pairs


def outermost(attributions: Sequence[Record]) -> list[Record]:
    """The attributions whose cue lies in no other one's content, for gold that marks no nesting."""
    contents = [characters(a["content"]) for a in attributions]
    return [a for k, a in enumerate(attributions)
            if not any(j != k and characters(a["cue"]) <= c for j, c in enumerate(contents))]  # fmt: skip


def state(code: str | None) -> str | None:
    """The state of a ``STATE.SECTOR`` code."""
    head = code.split(".")[0] if code else None
    return None if head == "---" else head


def macro(pairs: Sequence[tuple[str, str | None]]) -> float:
    """Mean F1 over the gold labels."""
    scores = []
    for label in sorted({g for g, _ in pairs}):
        hit = sum(g == p == label for g, p in pairs)
        scores.append(f1(hit, sum(p == label for _, p in pairs), sum(g == label for g, _ in pairs))["f1"])
    return sum(scores) / len(scores) if scores else 0.0


def accuracy(pairs: Sequence[tuple[Any, Any]]) -> float:
    """The share of equal pairs."""
    return sum(g == p for g, p in pairs) / len(pairs) if pairs else 0.0


def sets(pairs: Sequence[tuple[set[Any], set[Any]]]) -> dict[str, float]:
    """F1 over sets of labels."""
    return f1(sum(len(g & p) for g, p in pairs), sum(len(p) for _, p in pairs), sum(len(g) for g, _ in pairs))


def contact(c: Record) -> tuple[Any, ...]:
    """What must agree for a contact to be found."""
    return (c["mode"], c["status"], frozenset(state(p) for p in c.get("participants") or []))


def events(gold: Sequence[Record], predicted: Sequence[Record]) -> int:
    """How many gold events are found: the same act, triggers that meet, an actor in common where gold names one."""
    taken: set[int] = set()
    for e in gold:
        for k, f in enumerate(predicted):
            shared = {state(c) for c in e["actors"]} & {state(c) for c in f["actors"]}
            if k not in taken and e["act"] == f["act"] and (shared or not e["actors"]) \
                    and characters([e["trigger"]]) & characters([f["trigger"]]):  # fmt: skip
                taken.add(k)
                break
    return len(taken)


def score(gold: Sequence[Record], predicted: Sequence[Record], *, flat: bool = False) -> dict[str, Any]:
    """All measures that the gold records allow. Records are paired by id; one with no prediction counts as empty.

    Raises ValueError where a predicted record's text is not the gold text.
    """
    by_id = {r["id"]: r for r in predicted}
    pairs: Pairs = []
    counts = {name: Counter[str]() for name in (*ROLES, "attributions", "contacts", "events")}
    for g in gold:
        p = by_id.get(g["id"], {"attributions": [], "events": [], "contacts": []})
        if "text" in p and p["text"].rstrip("\n") != g["text"].rstrip("\n"):
            raise ValueError(f"{g['id']}: the predicted record's text is not the gold text")
        found = outermost(p["attributions"]) if flat else p["attributions"]
        matched = pair(g["attributions"], found)
        pairs += matched
        counts["attributions"].update(hit=len(matched), predicted=len(found), gold=len(g["attributions"]))
        for role in ROLES:
            a = characters(s for x in g["attributions"] for s in x.get(role, []))
            b = characters(s for x in found for s in x.get(role) or [])
            counts[role].update(hit=len(a & b), predicted=len(b), gold=len(a))
        c, d = (Counter(map(contact, r.get("contacts", []))) for r in (g, p))
        counts["contacts"].update(hit=sum((c & d).values()), predicted=sum(d.values()), gold=sum(c.values()))
        told, seen = g.get("events", []), p.get("events", [])
        counts["events"].update(hit=events(told, seen), predicted=len(seen), gold=len(told))
    fields = {field for r in gold for a in r["attributions"] for field in a}
    return measures(pairs, {k: f1(c["hit"], c["predicted"], c["gold"]) for k, c in counts.items()}, fields)


def measures(pairs: Pairs, spans: dict[str, Any], fields: set[str]) -> dict[str, Any]:
    """Name every measure, leaving out those whose field the gold does not have."""

    def labels(field: str) -> list[tuple[Any, Any]]:
        return [(g[field], p.get(field)) for g, p in pairs if field in g]

    def many(field: str, key: Any) -> list[tuple[set[Any], set[Any]]]:
        return [({key(x) for x in g}, {key(x) for x in p or []}) for g, p in labels(field)]

    out: dict[str, Any] = {"attributions": spans["attributions"]}
    out |= {f"{r} characters": spans[r] for r in ROLES if r in fields}
    if "kind" in fields:
        out["kind accuracy"] = accuracy(labels("kind"))
    if "act" in fields:
        out |= {"act accuracy": accuracy(labels("act")), "act macro-F1": macro(labels("act"))}
    if "speaker_code" in fields:
        codes = labels("speaker_code")
        out["speaker code accuracy"] = accuracy(codes)
        out["speaker state accuracy"] = accuracy([(state(g), state(p)) for g, p in codes])
    if "targets" in fields:
        out["target states"] = sets(many("targets", state))
    if "modality" in fields:
        out |= {"modality accuracy": accuracy(labels("modality")), "modality macro-F1": macro(labels("modality"))}
    if "topics" in fields:
        out["topics"] = sets(many("topics", str))
    if "act" in fields:
        out |= {"events": spans["events"], "contacts": spans["contacts"]}
    return out
