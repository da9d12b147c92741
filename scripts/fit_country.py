"""Measure what each group of evidence tells of a card's country, and write ``cardscan/parse/country.json``.

    python scripts/fit_country.py --cards bench-data/texts-develop.jsonl

The cards are generated; from part of them the dialling codes, the country's name or the addresses' national endings
are taken away, so that the rest has to tell. Printed and written: how often each group speaks and how often what it
says first is right, and the weights with which all of them together are right most often. The weight of a dialling
code is held at 3 (other constants are thresholds on that scale); half of the cards choose the weights, the other half
says how good they are.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from card_lines import read_cards

from cardscan.parse.country import Evidence, gather_evidence, weigh

ROOT = Path(__file__).parents[1]
OUT = ROOT / "cardscan" / "parse" / "country.json"
SEED = 4
# How often a kind of evidence is taken away from a card.
STRIPPED = {"dialling": 0.6, "name": 0.5, "ending": 0.4}
START = {
    "name": 4.0, "dialling": 3.0, "ending": 2.5, "address": 1.0, "company": 1.0, "street": 1.0, "language": 1.0,
    "number": 1.0, "town": 1.0, "given": 1.0,
}  # fmt: skip
STEPS = (0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8)
ROUNDS = 3
WORTH = 0.002
"""The gain in the share of cards told right for which a weight is doubled or halved: less is chance."""
_CODE = re.compile(r"\(?(?:\+|\b00) ?\d{1,3}\)?[ .-]?(?:\(0\))?[ .-]?")


@dataclass(frozen=True, slots=True)
class Case:
    """A card's evidence and the country that it is from."""

    evidence: Evidence
    country: str


def case_of(card: Mapping[str, Any], dice: random.Random) -> Case:
    """Return a card's evidence, part of it taken away."""
    gone = {group for group, share in STRIPPED.items() if dice.random() < share}
    text = "\n".join(line["text"] for line in card["lines"])
    contact = card["contact"]
    addresses = [field["value"] for field in (*contact["emails"], *contact["urls"]) if not field.get("label")]
    evidence = gather_evidence(_CODE.sub("", text) if "dialling" in gone else text, addresses)
    return Case({group: told for group, told in evidence.items() if told and group not in gone}, card["country"])


def first(weights: Mapping[str, float]) -> str | None:
    """Return the heaviest region."""
    return min(weights, key=lambda region: (-weights[region], region), default=None)


def share_right(cases: Sequence[Case], weights: Mapping[str, float]) -> float:
    """Return how many of the cards are told to be from where they are."""
    return sum(first(weigh(case.evidence, weights)) == case.country for case in cases) / len(cases)


def alone(cases: Sequence[Case], group: str) -> tuple[float, float]:
    """Return the share of the cards of which a group says something, and how often what it says first is right."""
    speaking = [case for case in cases if group in case.evidence]
    right = sum(first(case.evidence[group]) == case.country for case in speaking)
    return len(speaking) / len(cases), right / max(1, len(speaking))


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """Return the weights that tell most cards right: each in turn the best of some multiples of what it was."""
    weights = dict(START)
    for _ in range(ROUNDS):
        for group in sorted(set(weights) - {"dialling"}):
            worth = {
                step: share_right(cases, {**weights, group: weights[group] * step}) - WORTH * abs(math.log2(step))
                for step in STEPS
            }
            weights[group] = round(weights[group] * max(worth, key=lambda step: worth[step]), 3)
    return weights


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=Path, default=ROOT / "bench-data" / "texts-develop.jsonl")
    parser.add_argument("--most", type=int, default=3000)
    chosen = parser.parse_args()
    dice = random.Random(SEED)
    cases = [case_of(card, dice) for card in read_cards(chosen.cards, chosen.most)]
    fitted_on, held_back = cases[::2], cases[1::2]
    before = share_right(held_back, START)
    weights = fit(fitted_on)
    after = share_right(held_back, weights)
    measured = {group: [round(value, 3) for value in alone(cases, group)] for group in sorted(weights)}
    for group, (speaks, right) in sorted(measured.items(), key=lambda item: -item[1][1]):
        print(f"{group:10} speaks of {speaks:6.1%}, right first {right:6.1%}, weight {weights[group]}")
    print(f"right on {len(held_back)} held-back cards: {before:.1%} with the weights it starts from, {after:.1%} now")
    document = {
        "made by": "scripts/fit_country.py",
        "cards": len(cases),
        "right on the half held back": round(after, 4),
        "speaks of, right first": measured,
        "weights": weights,
    }
    OUT.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
