"""Fit the numbers of ``cardscan/parse/confidence.json``: from what speaks for a value to the probability that it is
right.

A logistic regression for each kind of field, on cards that nothing else was fitted on. Cards with a reading of their
photograph (scripts/read_bench.py) teach best and count PHOTO_WEIGHT times; cards as text, spoiled as an engine would
(card_noise.py), teach what is rare on photographs. How much more is right on those is not carried over.

    python scripts/fit_confidence.py --cards bench-data/texts-calibrate.jsonl bench-data/texts-calibrate-fiction.jsonl \\
        --read bench-data/calibrate/readings.jsonl bench-data/calibrate-b/readings.jsonl bench-data/calibrate-c/readings.jsonl

The sets: ``make_bench.py --set calibrate --seed 21 --count 250``, ``--set calibrate-b --seed 23 --count 140``, ``--set
calibrate-c --seed 25 --count 220``, each then read by ``read_bench.py``; ``--set texts-calibrate --texts --seed 22
--count 1500``.

Numbers that are kept for fiction are no numbers to libphonenumber, and cards print them: a set of those belongs to it
(``make_bench.py --set texts-calibrate-fiction --texts --fiction --seed 24 --count 500``).
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

from cardscan.parse.confidence import score, told, transformed
from cardscan.parse.pick import Evidence
from cardscan.parse.resolve import ParseOptions, judge

TARGET = Path(__file__).parents[1] / "cardscan" / "parse" / "confidence.json"
PLURAL = {"email": "emails", "phone": "phones", "url": "urls", "address": "addresses"}
Sample = tuple[dict[str, float], bool]
PHOTO_WEIGHT = 3.0
AS_TEXT = "as-text"
"""Evidence that marks a card that was no photograph; no number of the data file, so it is never met in use."""


def is_right(kind: str, value: str, card: Card) -> bool:
    """Tell whether a value is what the card says, by the benchmark's own rules."""
    name = PLURAL.get(kind, kind)
    rules = {**EXACT, "department": EXACT["title"]}
    besides = addresses_besides(card) if name == "urls" else card.get("also_right", {}).get(name, [])
    wanted = [*values(card["contact"], name), *({"value": text} for text in besides)]
    return any(matches(name, {"value": value}, item, rules) for item in wanted)


def samples_of(card: Card, *, as_text: bool) -> list[tuple[str, Sample]]:
    """Return what spoke for each value of the card, and whether it was right."""
    found: list[tuple[str, Sample]] = []
    evidence: Evidence
    for evidence in judge(lines_of(card), ParseOptions()).evidence:
        right = is_right(evidence.kind, evidence.field.value, card)
        found.append((evidence.kind, ({**evidence.numbers, AS_TEXT: float(as_text)}, right)))
    return found


def fit(samples: list[Sample], strength: float) -> dict[str, float]:
    """Return the weights of one kind of field, "bias" among them."""
    rows = [transformed(numbers) for numbers, _ in samples]
    counts = Counter(name for row in rows for name, value in row.items() if value)
    names = sorted(name for name, count in counts.items() if count >= 15)
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    y = np.array([right for _, right in samples])
    counted = np.array([1.0 if row[AS_TEXT] else PHOTO_WEIGHT for row in rows])
    spread = x.std(axis=0) + 1e-9
    model = LogisticRegression(C=strength, max_iter=3000).fit(x / spread, y, sample_weight=counted)
    weights = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0] / spread, strict=True)}
    weights.pop(AS_TEXT, None)
    return {"bias": round(float(model.intercept_[0]), 4), **weights}


def calibration_error(told: list[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, right in told:
        bins[min(9, int(chance * 10))].append((chance, right))
    return sum(abs(sum(c for c, _ in rows) - sum(r for _, r in rows)) for rows in bins.values()) / max(1, len(told))


TOLD_SURELY = 0.85
"""Share of the values that is told at 0.9 or more, those likeliest right: 99 of 100 of them should be."""
ACCEPTED = 0.9
_AS_IT_IS = (0.7, 0.98)
"""Below and above, what is told is what was measured."""


def told_points(chances: list[float]) -> list[tuple[float, float]]:
    """Return how surely chances are to be told (:func:`cardscan.parse.confidence.told`)."""
    low, high = _AS_IT_IS
    limit = min(max(round(float(np.quantile(chances, 1 - TOLD_SURELY)), 3), ACCEPTED), high - 0.005)
    return [(0.0, 0.0), (low, low), (limit, ACCEPTED), (high, high), (1.0, 1.0)]


def report(
    numbers: dict[str, dict[str, float]], points: list[tuple[float, float]], samples: dict[str, list[Sample]]
) -> None:
    """Say on stderr how well the numbers fit samples that they were not fitted on."""
    everything: list[tuple[float, bool]] = []
    for kind, rows in sorted(samples.items()):
        surely = [(told(score(numbers[kind], evidence), points), right) for evidence, right in rows]
        everything += surely
        high = [right for chance, right in surely if chance >= ACCEPTED]
        print(
            f"{kind:13} n {len(surely):5} right {sum(r for _, r in surely) / len(surely):.3f} "
            f"ECE {calibration_error(surely):.3f} "
            f"told ≥ 0.9: {len(high) / len(surely):.3f}, right of those {sum(high) / max(1, len(high)):.4f}",
            file=sys.stderr,
        )
    high = [right for chance, right in everything if chance >= ACCEPTED]
    print(
        f"all           n {len(everything):5} ECE {calibration_error(everything):.3f} told ≥ 0.9: "
        f"{len(high) / len(everything):.3f}, right of those {sum(high) / max(1, len(high)):.4f}",
        file=sys.stderr,
    )


def main() -> None:
    """Fit on four fifths of the cards, report on the rest (of photographs where there are some), write the numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=Path, nargs="*", default=[], help="cards as text, spoiled here")
    parser.add_argument("--read", type=Path, nargs="*", default=[], help="cards as they were read off photographs")
    parser.add_argument("--most", type=int, default=1200, help="how many cards as text of each file")
    parser.add_argument("--strength", type=float, default=0.03)
    parser.add_argument("--to", type=Path, default=TARGET)
    chosen = parser.parse_args()
    dice = random.Random(41)
    learnt: dict[str, list[Sample]] = defaultdict(list)
    tried: dict[str, list[Sample]] = defaultdict(list)
    spoiled = [card for path in chosen.cards for card in read_cards(path, chosen.most)]
    # Half of the photographs are scans or ordinary, which an engine reads well.
    cards = [(spoil(card, dice, dice.choice((0.0, 0.02, 0.05, 0.1, 0.3))), True) for card in spoiled]
    photographed = [card for path in chosen.read for card in read_cards(path)]
    cards += [(card, False) for card in photographed]
    for number, (card, as_text) in enumerate(cards):
        for kind, sample in samples_of(card, as_text=as_text):
            held_back = number % 5 == 0 and not (as_text and photographed)
            (tried if held_back else learnt)[kind].append(sample)
    numbers = {
        kind: fit(rows, chosen.strength) for kind, rows in sorted(learnt.items()) if len({r for _, r in rows}) > 1
    }
    known = {kind: rows for kind, rows in tried.items() if kind in numbers}
    points = told_points([score(numbers[kind], evidence) for kind, rows in known.items() for evidence, _ in rows])
    report(numbers, points, known)
    source = f"{len(photographed)} cards off photographs, {len(cards) - len(photographed)} as text, spoiled"
    data = {"fitted_on": source, "told": points, "fields": numbers}
    chosen.to.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
