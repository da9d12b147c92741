"""Fit the labeller's weights on generated cards and write ``cardscan/parse/label_weights.json``.

A conditional random field over a card's pieces, with one layer of hidden units, by maximum likelihood. Every card is
learnt clean and spoiled (card_noise.py), and with part of its words taken for words of no list, so that an unknown name
is told by its place.

    python scripts/hand_cards.py
    python scripts/fit_labeller.py --cards bench-data/texts-develop.jsonl --hands bench-data/texts-hands-?.jsonl

The cards that hand_cards.py writes are fewer, and differ more: each is learnt in HAND_VARIANTS ways.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from card_lines import Card, gold_label, lines_of, read_cards
from card_noise import spoil
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cardscan.parse.features import card_features
from cardscan.parse.label import LABELS, Label
from cardscan.parse.layout import Features
from cardscan.parse.lexicon import words_of
from cardscan.parse.resolve import ParseOptions, segments_of

TARGET = Path(__file__).parents[1] / "cardscan" / "parse" / "label_weights.json"
STEPS = ("large", "same", "near", "loose", "row", "far", "first")
K = len(LABELS)
VARIANTS, HAND_VARIANTS = 2, 4
"""In so many ways a card is learnt: one as it is printed, the others spoiled."""
DROPPED = (
    "contact:", "high:", "prev:", "next:", "size:", "rank:", "person-like", "above:", "digits:", "letters:", "words:",
    "prev-size:", "next-size:", "row:", "legal:elsewhere", "doubt:",
)  # fmt: skip
Array = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass
class Chain:
    """A card to learn from: features, label and step of each piece."""

    features: list[Features]
    labels: list[int]
    steps: list[int]


def chain_of(card: Card, dice: random.Random, *, forget: bool) -> Chain | None:
    """Return the card as it is learnt, or None when no piece is left to label."""
    segments, clues = segments_of(lines_of(card), ParseOptions(country=None))
    if not segments:
        return None
    gold = [gold_label(card, segment) for segment in segments]
    unlisted: set[str] = set()
    if forget:
        shares = {Label.NAME: 0.5, Label.ORGANIZATION: 0.3, Label.TITLE: 0.15, Label.ADDRESS: 0.2}
        for segment, label in zip(segments, gold, strict=True):
            if dice.random() < 0.7:
                unlisted |= {word for word in words_of(segment.text) if dice.random() < shares.get(label, 0.1)}
    features = card_features(segments, clues, frozenset(unlisted))
    if forget:
        # Generated cards agree in their layout more than real ones do: no one kind of evidence is to be relied on.
        dropped = tuple(group for group in DROPPED if dice.random() < 0.15)
        features = [{name: v for name, v in row.items() if not name.startswith(dropped)} for row in features]
    return Chain(
        features, [LABELS.index(label) for label in gold], [STEPS.index(segment.after) for segment in segments]
    )


def ways(card: Card, dice: random.Random, variants: int = VARIANTS) -> Iterator[Chain]:
    """Yield the card as it is printed, and spoiled anew for each further variant."""
    for variant in range(variants):
        chain = (
            chain_of(spoil(card, dice), dice, forget=True)
            if variant
            else chain_of(card, dice, forget=dice.random() < 0.3)
        )
        if chain is not None:
            yield chain


class Pieces:
    """The pieces of all chains, one under another."""

    def __init__(self, chains: list[Chain], names: list[str]) -> None:
        index = {name: i for i, name in enumerate(names)}
        rows, columns, values = [], [], []
        for row, features in enumerate(features for chain in chains for features in chain.features):
            for name, value in features.items():
                if name in index:
                    rows.append(row)
                    columns.append(index[name])
                    values.append(value)
        self.starts = np.cumsum([0, *(len(chain.labels) for chain in chains)])
        self.x = csr_matrix((np.array(values, np.float32), (rows, columns)), shape=(self.starts[-1], len(names)))
        self.labels = np.concatenate([chain.labels for chain in chains])
        self.steps = np.concatenate([chain.steps for chain in chains])

    def of(self, chains: Ints) -> tuple[csr_matrix, Ints, Ints, Ints]:
        """Return features, places (chain, position), labels and steps of some chains; -1 where a chain has ended."""
        sizes = self.starts[chains + 1] - self.starts[chains]
        rows = np.concatenate([np.arange(self.starts[c], self.starts[c + 1]) for c in chains])
        places = np.full((len(chains), sizes.max()), -1)
        places[np.arange(sizes.max()) < sizes[:, None]] = np.arange(len(rows))
        return self.x[rows], places, self.labels[rows], self.steps[rows]


def gradients(scores: Array, places: Ints, labels: Ints, steps: Ints, pairs: Array) -> tuple[float, Array, Array]:
    """Return the negative log likelihood of the chains, and its gradients by the scores and by the steps' weights.

    Args:
        scores: (pieces, labels).
        places: Which piece stands where (chains, longest); -1 where none does.
        labels, steps: The right label of each piece, and how it stands to the one before it.
        pairs: The steps' weights (steps, label before, label).
    """
    on = places >= 0
    score = np.where(on[..., None], scores[places], 0.0)
    label, kind = np.where(on, labels[places], 0), np.where(on, steps[places], 0)
    step = pairs[kind]
    forward = np.zeros_like(score)
    forward[:, 0] = score[:, 0]
    for i in range(1, score.shape[1]):
        new = score[:, i] + _log_sum(forward[:, i - 1, :, None] + step[:, i], 1)
        forward[:, i] = np.where(on[:, i, None], new, forward[:, i - 1])
    total = _log_sum(forward[:, -1], 1)
    backward, by_pair = np.zeros_like(score), np.zeros_like(pairs)
    for i in range(score.shape[1] - 1, 0, -1):
        inner = step[:, i] + (score[:, i] + backward[:, i])[:, None, :]
        pair = np.exp(forward[:, i - 1, :, None] + inner - total[:, None, None]) * on[:, i, None, None]
        np.add.at(by_pair, kind[:, i], pair)
        backward[:, i - 1] = np.where(on[:, i, None], _log_sum(inner, 2), 0.0)
    chances = np.exp(forward + backward - total[:, None, None]) * on[..., None]
    cards, at = np.nonzero(on)
    gold = label[cards, at]
    value = total.sum() - score[cards, at, gold].sum()
    chances[cards, at, gold] -= 1.0
    later = at > 0
    before, kinds = label[cards[later], at[later] - 1], kind[cards[later], at[later]]
    value -= pairs[kinds, before, gold[later]].sum()
    np.add.at(by_pair, (kinds, before, gold[later]), -1.0)
    by_score = np.zeros_like(scores)
    by_score[places[on]] = chances[on]
    return float(value), by_score, by_pair


def _log_sum(values: Array, axis: int) -> Array:
    top = values.max(axis=axis)
    return np.asarray(top + np.log(np.exp(values - np.expand_dims(top, axis)).sum(axis=axis)))


class Adam:
    """Steps against the gradient, each weight at its own pace (Kingma and Ba, 2015); the mean of the last rounds."""

    def __init__(self, weights: dict[str, Array], rounds: int) -> None:
        self.weights, self.rounds, self.round = weights, rounds, 0
        self.first = {name: np.zeros_like(value) for name, value in weights.items()}
        self.second = {name: np.zeros_like(value) for name, value in weights.items()}
        self.mean = {name: np.zeros_like(value) for name, value in weights.items()}

    def step(self, by: dict[str, Array]) -> None:
        """Take one step; ``by`` holds the gradient by each weight."""
        self.round += 1
        pace = PACE * (1 - self.round / (self.rounds + 1))
        meant = self.round - int(MEAN_FROM * self.rounds)
        for name, weight in self.weights.items():
            self.first[name] = 0.9 * self.first[name] + 0.1 * by[name]
            self.second[name] = 0.999 * self.second[name] + 0.001 * by[name] ** 2
            first = self.first[name] / (1 - 0.9**self.round)
            weight[...] -= pace * first / (np.sqrt(self.second[name] / (1 - 0.999**self.round)) + 1e-8)
            if meant > 0:
                self.mean[name] += (weight - self.mean[name]) / meant


PACE, MEAN_FROM = 3e-3, 0.8
BATCH = 128  # chains


def fit(chains: list[Chain], hidden: int, rounds: int, blind: float, penalty: float) -> dict[str, object]:
    """Return the weights in the form of ``label_weights.json``.

    Args:
        hidden: How many hidden units.
        rounds: How often each chain is learnt from.
        blind: The share of features that a piece is shown without, thrown anew each time.
        penalty: On the squares of the weights.
    """
    counts: dict[str, int] = {}
    for chain in chains:
        for features in chain.features:
            for name in features:
                counts[name] = counts.get(name, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= 20)
    pieces, dice = Pieces(chains, names), np.random.default_rng(20)
    weights: dict[str, Array] = {
        "table": np.hstack([np.zeros((len(names), K)), dice.normal(0, 0.1, (len(names), hidden))]),
        "bias": np.zeros(hidden),
        "output": dice.normal(0, 0.1, (hidden, K)),
        "pairs": np.zeros((len(STEPS), K, K)),
    }
    adam = Adam(weights, rounds * math.ceil(len(chains) / BATCH))
    for turn in range(rounds):
        order, loss = dice.permutation(len(chains)), 0.0
        for start in range(0, len(chains), BATCH):
            x, places, labels, steps = pieces.of(order[start : start + BATCH])
            x.data = x.data * (dice.random(len(x.data)) > blind)
            sums = x @ weights["table"]
            units = np.maximum(sums[:, K:] + weights["bias"], 0.0)
            value, by_score, by_pair = gradients(
                sums[:, :K] + units @ weights["output"], places, labels, steps, weights["pairs"]
            )
            loss += value
            by_unit = (by_score @ weights["output"].T) * (units > 0)
            by = {
                "table": x.T @ np.hstack([by_score, by_unit]),
                "bias": by_unit.sum(axis=0),
                "output": units.T @ by_score,
                "pairs": by_pair,
            }
            adam.step({name: value / len(places) + penalty * weights[name] for name, value in by.items()})
        print(f"round {turn + 1}: loss {loss / len(chains):.3f} a card", file=sys.stderr)
    found = {name: np.round(value, 3).tolist() for name, value in adam.mean.items()}
    return {
        "labels": [label.value for label in LABELS],
        "features": dict(zip(names, found["table"], strict=True)),
        "bias": found["bias"],
        "output": found["output"],
        "steps": dict(zip(STEPS, found["pairs"], strict=True)),
    }


def main() -> None:
    """Learn from the cards and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=Path, nargs="+", required=True)
    parser.add_argument("--hands", type=Path, nargs="*", default=[], help="cards that hand_cards.py wrote")
    parser.add_argument("--most", type=int, default=9000, help="so many of each file of --cards")
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--blind", type=float, default=0.2)
    parser.add_argument("--penalty", type=float, default=1e-5)
    parser.add_argument("--to", type=Path, default=TARGET)
    chosen = parser.parse_args()
    dice = random.Random(20)
    chains = [chain for path in chosen.cards for card in read_cards(path, chosen.most) for chain in ways(card, dice)]
    chains += [chain for path in chosen.hands for card in read_cards(path) for chain in ways(card, dice, HAND_VARIANTS)]
    weights = fit(chains, chosen.hidden, chosen.rounds, chosen.blind, chosen.penalty)
    chosen.to.write_text(json.dumps(weights, separators=(",", ":")).replace('],"', '],\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
