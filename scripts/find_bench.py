"""Measure the finder alone on sets under bench-data/, of make_bench.py or of make_finder_set.py.

    python scripts/find_bench.py heldout-pictures heldout-mistakable heldout-finder

For each set: cards whose outline was found with an overlap of 0.9 or more with the true one, inside the frame, and photos
in which the number of cards is right.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from fit_finder import ROOT, overlap_in_frame

from cardscan.image.find import find_cards
from cardscan.image.load import load_photo

FOUND = 0.9


def find_in(photo: Path, corners: list[list[list[float]]]) -> tuple[int, bool]:
    """Return how many of the cards with these corners were found, and whether as many outlines as cards were told."""
    loaded = load_photo(photo)
    pixels = loaded.pixels
    size = (pixels.shape[1], pixels.shape[0])
    outlines = [outline.corners for outline in find_cards(pixels)]
    truths = [np.array(card, np.float32) / loaded.scale for card in corners]
    found = [any(overlap_in_frame(one, truth, size) >= FOUND for one in outlines) for truth in truths]
    return sum(found), len(outlines) == len(corners)


def main() -> None:
    """Measure each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+")
    for name in parser.parse_args().sets:
        folder = ROOT / "bench-data" / name
        records = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
        photos = [folder / record["file"] for record in records]
        corners = [[card["corners"] for card in record["cards"]] for record in records]
        with ProcessPoolExecutor(initializer=cv2.setNumThreads, initargs=(1,)) as workers:
            told = list(workers.map(find_in, photos, corners, chunksize=4))
        cards, found, right = sum(map(len, corners)), sum(one for one, _ in told), sum(same for _, same in told)
        print(f"{name}: {found} of {cards} cards found, number of cards right in {right} of {len(records)} photos")


if __name__ == "__main__":
    main()
