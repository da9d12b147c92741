"""Which names, layouts and fonts a set may draw from, so that a held-back set shows what development never saw.

Three pools: A for the samples and for development, B for calibration, C for the held-back set. Every list of the
generator (given names, companies, titles, streets …) is split by a hash of the item: a fifth belongs to each pool alone,
two fifths are shared. Layouts and fonts are wholly disjoint (see layouts.py and typefaces.py).
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from typing import Literal

Pool = Literal["A", "B", "C"]
SMALL = 8
"""Lists up to this length are shared whole: split, they would leave no variety."""

_OWNER: dict[int, Pool] = {0: "A", 1: "B", 2: "C"}


def allowed(items: Sequence[str], pool: Pool) -> list[str]:
    """Return the items that ``pool`` may use, in their order."""
    if len(items) <= SMALL:
        return list(items)
    return [item for item in items if _OWNER.get(zlib.crc32(item.encode()) % 5, pool) == pool] or list(items)


class Dice:
    """A random generator that knows its pool. Same seed, same pool: same throws."""

    def __init__(self, seed: int | str, pool: Pool) -> None:
        self.random = random.Random(seed)
        self.pool: Pool = pool

    def pick(self, items: Sequence[str]) -> str:
        """Return one item that the pool may use."""
        return self.random.choice(allowed(items, self.pool))

    def any(self, items: Sequence[str]) -> str:
        """Return one item, whatever the pool."""
        return self.random.choice(list(items))

    def chance(self, probability: float) -> bool:
        """Return True with this probability."""
        return self.random.random() < probability

    def weighted(self, weights: dict[str, float]) -> str:
        """Return a key, as often as its weight says."""
        return self.random.choices(list(weights), list(weights.values()))[0]

    def between(self, low: float, high: float) -> float:
        """Return a number in the interval, evenly spread."""
        return self.random.uniform(low, high)

    def integer(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return self.random.randint(low, high)

    def digits(self, pattern: str) -> str:
        """Fill a pattern: # a digit, @ a capital letter as postcodes use them."""
        out = []
        for char in pattern:
            if char == "#":
                out.append(str(self.random.randrange(10)))
            elif char == "@":
                out.append(self.random.choice("ABDEFGHJLNPQRSTUWXYZ"))
            else:
                out.append(char)
        return "".join(out)
