"""The scorer agrees with the corpora's own, folds keep texts together, and what is trained on is what was annotated."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from training import score

OWN = Path(__file__).parents[1] / "training" / "data"


def load(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def shaken(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records with some attributions gone, some spans moved and some labels changed."""
    rng = random.Random(7)
    out = []
    for r in records:
        kept = [json.loads(json.dumps(a)) for a in r["attributions"] if rng.random() < 0.8]
        for a in kept:
            if rng.random() < 0.3:
                a["content"] = [[s, max(s + 1, e - rng.randrange(20))] for s, e in a["content"]]
            if rng.random() < 0.2:
                a["source"] = []
            if "act" in a and rng.random() < 0.3:
                a.update(act="STATE", modality="fact", targets=["UN.IGO"], speaker_code=None, topics=["other"])
        out.append(
            {**r, "attributions": kept, "contacts": r.get("contacts", [])[:1], "events": r.get("events", [])[:2]}
        )
    return out


@pytest.mark.parametrize("flat", [False, True])
def test_scorer_agrees_with_the_corpora_own(corpora: Path, flat: bool) -> None:
    spec = importlib.util.spec_from_file_location("theirs", corpora / "score.py")
    assert spec
    assert spec.loader
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    for name in ("attribution.ru.dev", "attribution.en.dev"):
        gold = load(corpora / f"{name}.jsonl")
        predicted = shaken(gold)
        ours = score.score(gold, predicted, flat=flat)
        expected = theirs.score(gold, predicted, drop_nested=flat)
        assert {k: ours[k] for k in expected if k in ours} == {k: v for k, v in expected.items() if k in ours}
        assert "attributions" in ours


def test_gold_against_itself_is_perfect() -> None:
    gold = load(OWN / "attribution.own.jsonl")
    found = score.score(gold, gold)
    assert found["attributions"]["f1"] == 1
    assert found["act accuracy"] == found["modality accuracy"] == 1
    with pytest.raises(ValueError, match="text"):
        score.score(gold[:1], [{**gold[0], "text": "other"}])


def test_own_annotation_points_at_its_texts() -> None:
    for r in load(OWN / "attribution.own.jsonl") + load(OWN / "attribution.talks.jsonl"):
        assert r["lang"] == r["id"].split("-")[1]
        for a in r["attributions"]:
            assert a["cue"]
            assert a["content"]
            for start, end in a["source"] + a["cue"] + a["content"] + a["condition"]:
                assert r["text"][start:end].strip()
    for r in load(OWN / "relations.own.jsonl"):
        assert r["text"][slice(*r["actor"])].strip() == r["text"][slice(*r["actor"])]
        assert r["actor"][1] <= r["recipient"][0] or r["recipient"][1] <= r["actor"][0]


def test_what_is_measured_on_is_not_trained_on() -> None:
    trained = {r["text"] for r in load(OWN / "attribution.own.jsonl")}
    assert not any(r["text"] in trained for r in load(OWN / "attribution.talks.jsonl"))
    for module in (OWN.parent).glob("*.py"):
        if module.stem not in ("card", "evaluate"):
            assert "attribution.talks" not in module.read_text(encoding="utf-8")


def test_folds_keep_a_text_together_and_types_even() -> None:
    folds = pytest.importorskip("training.folds", reason="needs the training extra (PyTorch)")
    records = load(OWN / "relations.own.jsonl")
    parts = folds.split(records, 5)
    assert sorted(i for part in parts for i in part) == list(range(len(records)))
    texts = [{records[i]["text"] for i in part} for part in parts]
    assert not any(a & b for k, a in enumerate(texts) for b in texts[k + 1 :])
    assert folds.split(records, 5) == parts
    for act in {r["act"] for r in records}:
        counts = [sum(records[i]["act"] == act for i in part) for part in parts]
        assert max(counts) - min(counts) <= 12


def test_first_person_verbs_in_ones_own_quotation_are_not_trained_on() -> None:
    from training.data import own_words

    text = "«Мы надеемся на мир, а Орлан боится войны», — сказала Белова."

    def span(words: str) -> list[list[int]]:
        start = text.index(words)
        return [[start, start + len(words)]]

    outer = {"source": span("Белова"), "cue": span("сказала"), "content": span("«Мы надеемся на мир, а Орлан боится войны»"),
             "kind": "direct", "speaker": "Белова"}  # fmt: skip
    own = {
        "source": span("Мы"),
        "cue": span("надеемся"),
        "content": span("мир"),
        "kind": "indirect",
        "speaker": "Белова",
    }
    other = {**own, "source": span("Орлан"), "cue": span("боится"), "content": span("войны"), "speaker": "Орлан"}
    assert own_words({"text": text, "attributions": [outer, own, other]}) == [own]
    assert own_words({"text": text, "attributions": [{**outer, "kind": "indirect"}, own]}) == []
