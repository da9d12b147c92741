"""Fit the labeller's weights on generated cards and write ``cardscan/parse/label_weights.json``.

A linear-chain conditional random field by maximum likelihood with an L2 penalty. Every card is learnt clean and spoiled
(card_noise.py), and with part of its words taken for words of no list, so that an unknown name is told by its place.

    python scripts/fit_labeller.py --cards bench-data/texts-develop.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from card_lines import Card, gold_label, lines_of, read_cards
from card_noise import spoil
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from cardscan.parse.features import card_features
from cardscan.parse.label import LABELS, Label
from cardscan.parse.layout import Features
from cardscan.parse.lexicon import words_of
from cardscan.parse.resolve import ParseOptions, segments_of

TARGET = Path(__file__).parents[1] / "cardscan" / "parse" / "label_weights.json"
STEPS = ("large", "same", "near", "loose", "row", "far", "first")
K = len(LABELS)
DROPPED = (
    "contact:", "high:", "prev:", "next:", "size:", "rank:", "person-like", "above:", "digits:", "letters:", "words:",
    "prev-size:", "next-size:", "row:", "legal:elsewhere",
)  # fmt: skip
Array = NDArray[np.float64]


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


class Field:
    """The likelihood of all chains, padded to one length."""

    def __init__(self, chains: list[Chain], names: list[str], penalty: float) -> None:
        self.names, self.penalty = names, penalty
        index = {name: i for i, name in enumerate(names)}
        self.n, self.t = len(chains), max(len(chain.labels) for chain in chains)
        rows, columns, values = [], [], []
        self.labels = np.zeros((self.n, self.t), dtype=np.int64)
        self.steps = np.zeros((self.n, self.t), dtype=np.int64)
        self.mask = np.zeros((self.n, self.t), dtype=bool)
        for c, chain in enumerate(chains):
            size = len(chain.labels)
            self.labels[c, :size], self.steps[c, :size], self.mask[c, :size] = chain.labels, chain.steps, True
            for i, features in enumerate(chain.features):
                for name, value in features.items():
                    if name in index:
                        rows.append(c * self.t + i)
                        columns.append(index[name])
                        values.append(value)
        self.x = csr_matrix((values, (rows, columns)), shape=(self.n * self.t, len(names)))

    def split(self, flat: Array) -> tuple[Array, Array]:
        """Return the emission weights (features, K) and the steps (7, K, K)."""
        size = len(self.names) * K
        return flat[:size].reshape(-1, K), flat[size:].reshape(len(STEPS), K, K)

    def loss(self, flat: Array) -> tuple[float, Array]:
        """Return the penalised negative log likelihood per card and its gradient."""
        weights, steps = self.split(flat)
        scores = (self.x @ weights).reshape(self.n, self.t, K)
        step = steps[self.steps]
        forward = np.zeros_like(scores)
        forward[:, 0] = scores[:, 0]
        for i in range(1, self.t):
            new = scores[:, i] + _log_sum(forward[:, i - 1, :, None] + step[:, i], 1)
            forward[:, i] = np.where(self.mask[:, i, None], new, forward[:, i - 1])
        total = _log_sum(forward[:, -1], 1)
        backward = np.zeros_like(scores)
        gradient_steps = np.zeros_like(steps)
        for i in range(self.t - 1, 0, -1):
            inner = step[:, i] + (scores[:, i] + backward[:, i])[:, None, :]
            on = self.mask[:, i]
            pair = np.exp(forward[:, i - 1, :, None] + inner - total[:, None, None]) * on[:, None, None]
            np.add.at(gradient_steps, self.steps[:, i], pair)
            backward[:, i - 1] = np.where(on[:, None], _log_sum(inner, 2), 0.0)
        chances = np.exp(forward + backward - total[:, None, None]) * self.mask[:, :, None]
        cards, places = np.nonzero(self.mask)
        gold = self.labels[cards, places]
        value = total.sum() - scores[cards, places, gold].sum()
        chances[cards, places, gold] -= 1.0
        later = places > 0
        before = self.labels[cards[later], places[later] - 1]
        kinds = self.steps[cards[later], places[later]]
        value -= steps[kinds, before, gold[later]].sum()
        np.add.at(gradient_steps, (kinds, before, gold[later]), -1.0)
        gradient = np.concatenate([(self.x.T @ chances.reshape(-1, K)).ravel(), gradient_steps.ravel()])
        return (value + 0.5 * self.penalty * float(flat @ flat)) / self.n, (gradient + self.penalty * flat) / self.n


def _log_sum(values: Array, axis: int) -> Array:
    top = values.max(axis=axis)
    return np.asarray(top + np.log(np.exp(values - np.expand_dims(top, axis)).sum(axis=axis)))


def fit(chains: list[Chain], penalty: float, rounds: int) -> dict[str, object]:
    """Return the weights in the form of ``label_weights.json``."""
    counts: dict[str, int] = {}
    for chain in chains:
        for features in chain.features:
            for name in features:
                counts[name] = counts.get(name, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= 20)
    field = Field(chains, names, penalty)
    start = np.zeros(len(names) * K + len(STEPS) * K * K)
    best = minimize(field.loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    weights, steps = field.split(best.x)
    print(f"{len(chains)} chains, {len(names)} features, loss {best.fun:.3f} after {best.nit} rounds", file=sys.stderr)
    return {
        "labels": [label.value for label in LABELS],
        "features": {name: [round(float(w), 3) for w in row] for name, row in zip(names, weights, strict=True)},
        "steps": {name: [[round(float(w), 3) for w in row] for row in steps[i]] for i, name in enumerate(STEPS)},
    }


def main() -> None:
    """Learn from the cards and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=Path, nargs="+", required=True)
    parser.add_argument("--most", type=int, default=6000)
    parser.add_argument("--penalty", type=float, default=6.0)
    parser.add_argument("--rounds", type=int, default=150)
    parser.add_argument("--to", type=Path, default=TARGET)
    chosen = parser.parse_args()
    dice = random.Random(20)
    chains = []
    for path in chosen.cards:
        for card in read_cards(path, chosen.most):
            for chain in (
                chain_of(card, dice, forget=dice.random() < 0.3),
                chain_of(spoil(card, dice), dice, forget=True),
            ):
                if chain is not None:
                    chains.append(chain)
    weights = fit(chains, chosen.penalty, chosen.rounds)
    chosen.to.write_text(json.dumps(weights, separators=(",", ":")).replace('],"', '],\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
