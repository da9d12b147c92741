"""The labeller's weights as a person would set them: what the fitted ones are measured against.

python scripts/hand_labels.py --to hand.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from cardscan.parse.label import LABELS

# feature → label → weight
HAND: dict[str, dict[str, float]] = {
    "bias": {"name": -2.0, "title": -1.5, "department": -2.5, "organization": -1.0, "address": -2.0, "other": 0.0},
    "person-shape": {"name": 1.0},
    "person-shape:names": {"name": 2.0},
    "person-shape:given": {"name": 1.5},
    "person-shape:rank:0": {"name": 0.5},
    "person-shape:size:4": {"name": 0.3},
    "next:any:title": {"name": 0.7},
    "person": {"name": 2.5},
    "person:best": {"name": 0.7},
    "person:sure": {"name": 1.0},
    "person:another": {"name": -1.5},
    "hint:name": {"name": 3.0},
    "any:number": {"name": -3.0, "title": -1.0, "organization": -0.5},
    "any:title": {"title": 3.0, "name": -1.5, "organization": -0.8},
    "last:title": {"title": 0.7},
    "first:title": {"title": 0.5},
    "share:title": {"title": 1.0},
    "share:topic": {"title": 0.4, "department": 1.0},
    "hint:title": {"title": 3.0},
    "prev:person": {"title": 1.0},
    "any:department": {"department": 3.2},
    "hint:department": {"department": 3.0},
    "any:legal": {"organization": 1.0},
    "last:legal": {"organization": 2.0, "name": -1.5, "title": -1.0},
    "any:company": {"organization": 1.6, "name": -1.5},
    "last:company": {"organization": 0.6},
    "domain": {"organization": 2.2},
    "domain:best": {"organization": 1.0},
    "domain:sure": {"organization": 1.0},
    "hint:organization": {"organization": 3.0},
    "rank:0": {"organization": 0.8, "name": 0.3},
    "case:capitals": {"organization": 0.3},
    "any:street": {"address": 1.6, "name": -0.8},
    "house-number": {"address": 1.3},
    "postcode": {"address": 1.8},
    "any:town": {"address": 1.0},
    "any:country": {"address": 1.5},
    "phrase:country": {"address": 1.5},
    "any:premises": {"address": 0.7},
    "hint:address": {"address": 3.0},
    "share:town": {"address": 0.8},
    "any:function": {"other": 0.8, "name": -1.0},
    "share:function": {"other": 1.5},
    "any:slogan": {"other": 1.0, "name": -0.7},
    "ends-sentence": {"other": 1.5},
    "share:credential": {"other": 0.8},
    "crumbs": {"other": 2.5, "name": -1.0},
    "strange": {"other": 1.5, "name": -1.0},
    "words:1": {"name": -1.5},
    "words:7": {"other": 1.0, "name": -3.0},
    "words:6": {"name": -2.0},
    "letters:0": {"other": 3.0},
    "case:small": {"other": 0.5, "name": -0.8},
    "unsure": {"other": 0.8},
}
NEAR = {("name", "title"): 1.0, ("name", "name"): -3.0, ("title", "title"): 0.3, ("address", "address"): 1.2,
("title", "department"): 0.7,
        ("title", "name"): -0.7, ("organization", "address"): 0.4, ("department", "title"): 0.0}  # fmt: skip
FAR = {("name", "name"): -3.0, ("address", "address"): 0.3}


def hand_weights() -> dict[str, object]:
    """Return the weights in the form of ``label_weights.json``."""
    labels = [label.value for label in LABELS]

    def steps(pairs: dict[tuple[str, str], float]) -> list[list[float]]:
        return [[pairs.get((before, label), 0.0) for label in labels] for before in labels]

    return {
        "labels": labels,
        "features": {name: [row.get(label, 0.0) for label in labels] for name, row in HAND.items()},
        "steps": {
            "large": steps(NEAR),
            "same": steps(NEAR),
            "near": steps(NEAR),
            "row": steps(NEAR),
            "far": steps(FAR),
            "first": steps({}),
        },
    }


def main() -> None:
    """Write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, required=True)
    target = parser.parse_args().to
    target.write_text(json.dumps(hand_weights(), indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
