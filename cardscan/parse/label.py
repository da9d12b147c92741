"""Which piece of the card is the name, the title, the department, the organisation, an address, or none of these.

One labelling of the whole card: a chain (conditional random field) over the pieces in block order. A piece's scores
are what its features add up to, directly and through one layer of hidden units, which tell what features mean only
together; a pair of neighbours adds a weight that depends on how they stand to each other (under one another, in one
row, far apart). The weights are data (``label_weights.json``), fitted by ``scripts/fit_labeller.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from cardscan.parse.features import Clues, card_features
from cardscan.parse.layout import Features
from cardscan.parse.segment import Segment

Matrix = list[list[float]]


class Label(StrEnum):
    """What a piece of the card is."""

    NAME = "name"
    TITLE = "title"
    DEPARTMENT = "department"
    ORGANIZATION = "organization"
    ADDRESS = "address"
    OTHER = "other"


LABELS: tuple[Label, ...] = tuple(Label)


@dataclass(frozen=True, slots=True)
class Weights:
    """The labeller's numbers.

    Attributes:
        rows: Feature → its row of ``table``.
        table: A row for each feature: what it adds to each of ``LABELS``, then to each hidden unit.
        bias: What each hidden unit has before any feature (hidden,).
        output: What each hidden unit above zero adds to each label (hidden, labels).
        steps: How a piece stands to the one before it → weight for each pair (label before, label).
    """

    rows: dict[str, int]
    table: NDArray[np.float32]
    bias: NDArray[np.float32]
    output: NDArray[np.float32]
    steps: dict[str, tuple[tuple[float, ...], ...]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A piece with its label.

    Attributes:
        chances: Probability of each of ``LABELS``, given the whole card.
    """

    segment: Segment
    label: Label
    chances: tuple[float, ...]

    @property
    def chance(self) -> float:
        """The probability of the label it was given."""
        return self.chances[LABELS.index(self.label)]

    def chance_of(self, label: Label) -> float:
        """Return the probability of a label."""
        return self.chances[LABELS.index(label)]

    def taken_for(self, label: Label, least: float) -> Labelled:
        """Return the piece with a label that other evidence gives it, which is so likely at least."""
        chances = tuple(
            max(chance, least) if each is label else chance for each, chance in zip(LABELS, self.chances, strict=True)
        )
        return replace(self, label=label, chances=chances)


def label_segments(segments: Sequence[Segment], clues: Clues, weights: Weights | None = None) -> tuple[Labelled, ...]:
    """Return every piece with the label it has in the likeliest labelling of the whole card."""
    if not segments:
        return ()
    weights = weights or load_weights()
    scores = [_emission(features, weights) for features in card_features(segments, clues)]
    steps = [weights.steps.get(segment.after, weights.steps["far"]) for segment in segments]
    best = _viterbi(scores, steps)
    chances = _marginals(scores, steps)
    return tuple(
        Labelled(segment, LABELS[label], tuple(row))
        for segment, label, row in zip(segments, best, chances, strict=True)
    )


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Return the fitted weights that come with the package."""
    return weights_from(json.loads(files("cardscan.parse").joinpath("label_weights.json").read_text(encoding="utf-8")))


def weights_from(data: dict[str, object]) -> Weights:
    """Return the weights that a fitting script wrote.

    Raises:
        ValueError: They are for other labels than this program's.
    """
    if data.get("labels") != [label.value for label in LABELS]:
        raise ValueError("the weights are for other labels")
    features, steps = data["features"], data["steps"]
    if not isinstance(features, dict) or not isinstance(steps, dict):
        raise ValueError("the weights are not in the form of label_weights.json")
    return Weights(
        {name: row for row, name in enumerate(features)},
        np.array(list(features.values()), np.float32),
        np.array(data.get("bias", []), np.float32),
        np.array(data.get("output", []), np.float32).reshape(-1, len(LABELS)),
        {name: tuple(tuple(row) for row in rows) for name, rows in steps.items()},
    )


def _emission(features: Features, weights: Weights) -> list[float]:
    """Return the score of each label for one piece."""
    known = {weights.rows[name]: value for name, value in features.items() if name in weights.rows}
    sums = np.fromiter(known.values(), np.float32) @ weights.table[list(known)]
    labels, hidden = sums[: len(LABELS)], sums[len(LABELS) :]
    scores: list[float] = (labels + np.maximum(hidden + weights.bias, 0.0) @ weights.output).tolist()
    return scores


def _viterbi(scores: Matrix, steps: Sequence[tuple[tuple[float, ...], ...]]) -> list[int]:
    """Return the labels of the best path."""
    size = range(len(LABELS))
    best = list(scores[0])
    back: list[list[int]] = []
    for i in range(1, len(scores)):
        step = steps[i]
        came = [max(size, key=lambda j, k=k: best[j] + step[j][k]) for k in size]  # type: ignore[misc]  # mypy and default arguments
        best = [best[came[k]] + step[came[k]][k] + scores[i][k] for k in size]
        back.append(came)
    path = [max(size, key=lambda k: best[k])]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]


def _marginals(scores: Matrix, steps: Sequence[tuple[tuple[float, ...], ...]]) -> Matrix:
    """Return the probability of each label of each piece (forward and backward sums)."""
    size = range(len(LABELS))
    forward = [list(scores[0])]
    for i in range(1, len(scores)):
        step, last = steps[i], forward[-1]
        forward.append([scores[i][k] + _log_sum([last[j] + step[j][k] for j in size]) for k in size])
    backward = [[0.0] * len(LABELS)]
    for i in range(len(scores) - 1, 0, -1):
        step, last = steps[i], backward[-1]
        backward.append([_log_sum([step[j][k] + scores[i][k] + last[k] for k in size]) for j in size])
    backward.reverse()
    total = _log_sum(forward[-1])
    return [[math.exp(min(0.0, f[k] + b[k] - total)) for k in size] for f, b in zip(forward, backward, strict=True)]


def _log_sum(values: Sequence[float]) -> float:
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))
