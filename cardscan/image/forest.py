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
        trees = np.arange(len(self.column))[None, :]
        node = np.zeros((len(rows), len(self.column)), dtype=np.int32)
        which = np.arange(len(rows))[:, None]
        inner = self.column.shape[1]
        while inner and int(node.flat[0]) < inner:
            right = rows[which, self.column[trees, node]] > self.threshold[trees, node]
            node = 2 * node + 1 + right
        return np.asarray(self.leaf[trees, node - inner].sum(axis=1) + self.start, dtype=np.float32)


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
