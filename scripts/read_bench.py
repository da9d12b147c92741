"""Read the photographs of a set under bench-data/ and write what was read, with the truth, for the fitting scripts.

    python scripts/read_bench.py --set calibrate

Writes ``bench-data/<set>/readings.jsonl``: one card a line, its recognised lines with words, places and confidences,
and the truth of the card whose corners are nearest. Photos that could not be read are passed over.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from card_lines import Card

from cardscan.errors import CardscanError
from cardscan.model import Corners, Line
from cardscan.ocr.engine import choose_engine
from cardscan.pipeline import scan

ROOT = Path(__file__).parents[1] / "bench-data"


def line_record(line: Line) -> dict[str, Any]:
    """Return a line as it is written."""

    def box(place: Any) -> list[float]:
        return [round(value, 1) for value in (place.x, place.y, place.width, place.height)]

    words = [
        {"text": word.text, "confidence": round(word.confidence, 3), "box": box(word.box), "others": word.alternatives}
        for word in line.words
    ]
    return {
        "text": line.text, "confidence": round(line.confidence, 3), "box": box(line.box),
        "size_px": round(line.size_px, 1), "words": words, "cut": line.cut, "handwritten": line.handwritten,
    }  # fmt: skip


def distance(found: Corners, truth: list[list[float]]) -> float:
    """Return how far the middles of two outlines are apart, in pixels."""
    ours = [sum(point[axis] for point in found) / 4 for axis in (0, 1)]
    theirs = [sum(point[axis] for point in truth) / 4 for axis in (0, 1)]
    return float(abs(ours[0] - theirs[0]) + abs(ours[1] - theirs[1]))


def read_photo(path: Path, truths: list[Card], engine: Any) -> list[Card]:
    """Return the cards that were read in a photo, each with the truth of the nearest."""
    found = []
    for card in scan(path, engine=engine).cards:
        truth = min(truths, key=lambda one: distance(card.corners, one["corners"]))
        lines = [line_record(line) for line in card.lines]
        kept = {key: truth[key] for key in ("contact", "also_right", "country", "layout", "codes")}
        found.append({
            **kept, "photo": path.name, "size": [card.width, card.height], "lines": lines, "printed": truth["lines"]
        })  # fmt: skip
    return found


def main() -> None:
    """Read the set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", required=True, dest="name")
    parser.add_argument("--most", type=int, default=1000)
    chosen = parser.parse_args()
    folder = ROOT / chosen.name
    engine = choose_engine("auto")
    rows = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()[: chosen.most]
    with (folder / "readings.jsonl").open("w", encoding="utf-8") as out:
        for row in rows:
            photo = json.loads(row)
            try:
                cards = read_photo(folder / photo["file"], photo["cards"], engine)
            except CardscanError as error:
                print(f"{photo['file']}: {error}", file=sys.stderr)
                continue
            for card in cards:
                out.write(json.dumps({**card, "kind": photo.get("kind", "")}, ensure_ascii=False) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
