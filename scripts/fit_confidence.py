"""Fit the numbers of ``cardscan/parse/confidence.json``: from what speaks for a value to the probability that it is
right.

A logistic regression for each kind of field, on cards that nothing else was fitted on. Cards with a reading of their
photograph (scripts/read_bench.py) teach best; cards as text are spoiled as an engine would (card_noise.py).

    python scripts/fit_confidence.py --cards bench-data/texts-calibrate.jsonl
    python scripts/fit_confidence.py --read bench-data/calibrate/readings.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from card_lines import Card, lines_of, read_cards
from card_noise import spoil
from score import EXACT, values
from score import is_right as matches
from sklearn.linear_model import LogisticRegression
from truths import addresses_besides

from cardscan.parse.confidence import score, transformed
from cardscan.parse.pick import Evidence
from cardscan.parse.resolve import ParseOptions, judge

TARGET = Path(__file__).parents[1] / "cardscan" / "parse" / "confidence.json"
PLURAL = {"email": "emails", "phone": "phones", "url": "urls", "address": "addresses"}
Sample = tuple[dict[str, float], bool]


def is_right(kind: str, value: str, card: Card) -> bool:
    """Tell whether a value is what the card says, by the benchmark's own rules."""
    name = PLURAL.get(kind, kind)
    rules = {**EXACT, "department": EXACT["title"]}
    besides = addresses_besides(card) if name == "urls" else card.get("also_right", {}).get(name, [])
    wanted = [*values(card["contact"], name), *({"value": text} for text in besides)]
    return any(matches(name, {"value": value}, item, rules) for item in wanted)


def samples_of(card: Card) -> list[tuple[str, Sample]]:
    """Return what spoke for each value of the card, and whether it was right."""
    found: list[tuple[str, Sample]] = []
    evidence: Evidence
    for evidence in judge(lines_of(card), ParseOptions()).evidence:
        right = is_right(evidence.kind, evidence.field.value, card)
        found.append((evidence.kind, (evidence.numbers, right)))
    return found


def fit(samples: list[Sample], strength: float) -> dict[str, float]:
    """Return the weights of one kind of field, "bias" among them."""
    rows = [transformed(numbers) for numbers, _ in samples]
    counts = Counter(name for row in rows for name, value in row.items() if value)
    names = sorted(name for name, count in counts.items() if count >= 15)
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    y = np.array([right for _, right in samples])
    spread = x.std(axis=0) + 1e-9
    model = LogisticRegression(C=strength, max_iter=2000).fit(x / spread, y)
    weights = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0] / spread, strict=True)}
    return {"bias": round(float(model.intercept_[0]), 4), **weights}


def calibration_error(told: list[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, right in told:
        bins[min(9, int(chance * 10))].append((chance, right))
    return sum(abs(sum(c for c, _ in rows) - sum(r for _, r in rows)) for rows in bins.values()) / max(1, len(told))


def report(numbers: dict[str, dict[str, float]], samples: dict[str, list[Sample]]) -> None:
    """Say on stderr how well the numbers fit samples that they were not fitted on."""
    everything: list[tuple[float, bool]] = []
    for kind, rows in sorted(samples.items()):
        told = [(score(numbers[kind], evidence), right) for evidence, right in rows]
        everything += told
        high = [right for chance, right in told if chance >= 0.9]
        print(
            f"{kind:13} n {len(told):5} right {sum(r for _, r in told) / len(told):.3f} "
            f"ECE {calibration_error(told):.3f} "
            f"told ≥ 0.9: {len(high) / len(told):.3f}, right of those {sum(high) / max(1, len(high)):.4f}",
            file=sys.stderr,
        )
    high = [right for chance, right in everything if chance >= 0.9]
    print(
        f"all           n {len(everything):5} ECE {calibration_error(everything):.3f} told ≥ 0.9: "
        f"{len(high) / len(everything):.3f}, right of those {sum(high) / max(1, len(high)):.4f}",
        file=sys.stderr,
    )


def main() -> None:
    """Fit on four fifths of the cards, report on the rest, write the numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=Path, help="cards as text, spoiled here")
    parser.add_argument("--read", type=Path, help="cards as they were read off photographs")
    parser.add_argument("--most", type=int, default=4000)
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--to", type=Path, default=TARGET)
    chosen = parser.parse_args()
    dice = random.Random(41)
    learnt: dict[str, list[Sample]] = defaultdict(list)
    tried: dict[str, list[Sample]] = defaultdict(list)
    cards: list[tuple[int, Card]] = []
    if chosen.cards:
        for number, card in enumerate(read_cards(chosen.cards, chosen.most)):
            # Half of the photographs are scans or ordinary, which an engine reads well.
            cards += [(number, spoil(card, dice, dice.choice((0.0, 0.02, 0.05, 0.1, 0.3))))]
    if chosen.read:
        cards += list(enumerate(read_cards(chosen.read, chosen.most)))
    for number, card in cards:
        for kind, sample in samples_of(card):
            (tried if number % 5 == 0 else learnt)[kind].append(sample)
    numbers = {
        kind: fit(rows, chosen.strength) for kind, rows in sorted(learnt.items()) if len({r for _, r in rows}) > 1
    }
    report(numbers, {kind: rows for kind, rows in tried.items() if kind in numbers})
    source = "photographs" if chosen.read else "cards as text, spoiled"
    data = {"fitted_on": f"{len(cards)} {source}", "fields": numbers}
    chosen.to.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
