"""Draw the scenes that the map of cards is fitted on, under bench-data/scenes/.

    python scripts/make_scenes.py --seed 1 --count 8000
    python scripts/make_scenes.py --seed 2 --count 8000

Shards of 250 scenes of one shape each (scenes.py): ``pixels`` (N, h, w, 3) uint8 BGR, ``quads`` (N, 6, 4, 2) float32,
padded with NaN. About 30 ms a scene. Deterministic by seed.
"""

from __future__ import annotations

import argparse
import sys

import cv2
import numpy as np
from grounds import Size
from make_bench import ROOT
from scenes import make_scene, make_stock

SHARD = 250
MOST_CARDS = 6
SHAPES: list[Size] = [(384, 288), (288, 384), (384, 224), (384, 288), (288, 384), (224, 384), (320, 320)]
"""Width and height, multiples of 32; a shard's follows from its number."""
STOCK_CARDS, STOCK_SURFACES = 1200, 300


def main() -> int:
    """Parse the command line and write the shards."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=8000)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    folder = ROOT / "bench-data" / "scenes"
    folder.mkdir(parents=True, exist_ok=True)
    stock = make_stock(STOCK_CARDS, STOCK_SURFACES)
    for shard in range(options.count // SHARD):
        rng = np.random.default_rng((options.seed, shard))
        size = SHAPES[shard % len(SHAPES)]
        scenes = [make_scene(rng, size, stock) for _ in range(SHARD)]
        quads = np.full((SHARD, MOST_CARDS, 4, 2), np.nan, np.float32)
        for at, scene in enumerate(scenes):
            quads[at, : len(scene.quads)] = scene.quads
        partial = folder / f"part-{options.seed}.npz"
        np.savez(partial, pixels=np.stack([scene.pixels for scene in scenes]), quads=quads)
        partial.replace(folder / f"scenes-{options.seed}-{shard:04}.npz")
        print(f"seed {options.seed}: {(shard + 1) * SHARD} scenes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
