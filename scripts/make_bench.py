"""Make a set of photographs (or of cards as text) with its truth under bench-data/.

    python scripts/make_bench.py --set heldout --seed 7 --count 60
    python scripts/make_bench.py --set texts-develop --texts --seed 1 --count 6000

The pool follows the set's name: ``heldout…`` C, ``calibrate…`` B, anything else A. Deterministic by seed and fonts.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from layouts import Laid, lay_out
from people import invent
from pools import Dice, Pool
from wording import write_card
from world import country_codes

ROOT = Path(__file__).parent.parent
TEXT_WIDTH_PX = 1050
"""Width of the rectified landscape card that the geometry of text sets refers to: 85 mm at about 310 dpi."""


def pool_of(name: str) -> Pool:
    """Return the pool that a set of this name draws from."""
    name = name.removeprefix("texts-")
    return "C" if name.startswith("heldout") else "B" if name.startswith("calibrate") else "A"


def invent_card(
    seed: int | str, pool: Pool, *, fiction: bool = False, countries: tuple[str, ...] | None = None
) -> Laid:
    """Return a laid-out card of an invented person; the same seed and pool give the same card."""
    for attempt in range(50):
        dice = Dice(f"{seed}/{attempt}", pool)
        code = dice.any(countries or country_codes(pool))
        person = invent(seed, code, dice, fiction=fiction)
        text = write_card(person, dice)
        if sum(len(block.lines) for block in text.blocks) < 2:
            continue
        laid = lay_out(text, dice)
        if laid is not None:
            return laid
    raise RuntimeError(f"seed {seed}: no card fits a layout")


def line_records(laid: Laid, px_per_mm: float) -> list[dict[str, Any]]:
    """Return the lines as the truth file holds them, boxes in pixels, top to bottom."""
    out = []
    for placed in laid.lines:
        x, y, w, h = (round(value * px_per_mm, 1) for value in placed.box)
        spans = [span for span in placed.line.spans if span[1] > span[0]]
        kinds = [kind for _, _, kind in spans if kind not in ("label", "other")] or [spans[0][2]]
        out.append({
            "text": placed.line.text.rstrip(), "kind": kinds[0], "spans": spans, "role": placed.role, "box": [x, y, w, h],
            "size_px": round(placed.cap_height * px_per_mm, 1), "vertical": placed.vertical, "icon": placed.line.icon,
        })  # fmt: skip
    return sorted(out, key=lambda line: (line["box"][1] + line["box"][3] / 2, line["box"][0]))


def card_record(laid: Laid, px_per_mm: float) -> dict[str, Any]:
    """Return a card's truth without its place in a photo."""
    lines = line_records(laid, px_per_mm)
    return {
        "text": "\n".join(line["text"] for line in lines), "lines": lines, "size": [round(laid.width * px_per_mm), round(laid.height * px_per_mm)],
        "country": laid.text.country, "language": laid.text.language, "layout": laid.layout, "card_kind": laid.text.kind,
        "codes": [{"format": "QRCode", "text": payload} for *_, payload in laid.codes],
        "contact": laid.text.contact, "also_right": laid.text.also_right,
    }  # fmt: skip


def write_texts(name: str, seed: int, count: int, *, fiction: bool = False) -> Path:
    """Write cards as text with geometry, one JSON per line; see :func:`card_record`, and people.invent for fiction."""
    target = ROOT / "bench-data" / f"{name}.jsonl"
    target.parent.mkdir(exist_ok=True)
    partial = target.with_suffix(".part")
    with partial.open("w", encoding="utf-8") as out:
        for number in range(count):
            laid = invent_card(f"{name}/{seed}/{number}", pool_of(name), fiction=fiction)
            scale = TEXT_WIDTH_PX / 85.0
            out.write(
                json.dumps({"id": f"{name}-{number:05}", "set": name, **card_record(laid, scale)}, ensure_ascii=False)
                + "\n"
            )
    partial.replace(target)
    return target


def main() -> None:
    """Parse the command line and write the set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", required=True, help="name of the set; its pool follows from it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--texts", action="store_true", help="cards as text with geometry, without pictures")
    parser.add_argument(
        "--fiction", action="store_true", help="of texts: numbers and domains that are kept for fiction"
    )
    options = parser.parse_args()
    if options.texts:
        target = write_texts(options.set, options.seed, options.count, fiction=options.fiction)
    else:
        from photoset import write_photos

        target = write_photos(options.set, options.seed, options.count)
    print(f"{target}: {options.count}", file=sys.stderr)


if __name__ == "__main__":
    main()
