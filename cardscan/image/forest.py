"""A fitted sum of small decision trees, evaluated for many rows at once.

The data file is made by ``scripts/fit_finder.py``: every tree is complete, of one depth, its nodes in breadth-first
order (node n has the children 2n + 1 and 2n + 2), so that all trees are walked together.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees and what they start from.

    Attributes:
        names: What each column of a row is.
        column, threshold: (trees, 2^depth - 1); a row goes right where its column is above the threshold.
        leaf: (trees, 2^depth).
        start: Added to the sum of the leaves.
    """

    names: tuple[str, ...]
    column: NDArray[np.int32]
    threshold: Floats
    leaf: Floats
    start: float

    def rate(self, rows: Floats) -> Floats:
        """Return the sum for each row of (N, F), (N,)."""
        trees, inner = self.column.shape
        first = (np.arange(trees, dtype=np.int32) * inner)[None, :]
        cell = (np.arange(len(rows), dtype=np.int32) * rows.shape[1])[:, None]
        values, columns, thresholds = np.ascontiguousarray(rows).ravel(), self.column.ravel(), self.threshold.ravel()
        node = np.zeros((len(rows), trees), dtype=np.int32)
        for _ in range((inner + 1).bit_length() - 1):
            at = first + node
            right = values.take(cell + columns.take(at)) > thresholds.take(at)
            node = 2 * node + 1 + right
        leaves = self.leaf.ravel().take((np.arange(trees) * (inner + 1))[None, :] + node - inner)
        return np.asarray(leaves.sum(axis=1) + self.start, dtype=np.float32)


@cache
def load_forest(name: str) -> Forest:
    """Return the forest in the package's data file ``name``."""
    data = json.loads(files("cardscan.image").joinpath(name).read_text(encoding="utf-8"))
    return Forest(
        tuple(data["names"]),
        np.array(data["column"], np.int32),
        np.array(data["threshold"], np.float32),
        np.array(data["leaf"], np.float32),
        float(data["start"]),
    )
