"""A contact sheet of photographs with the outlines that cardscan found drawn on them: docs/outlines.jpg.

    python scripts/outlines.py [--set heldout] [--count 20]

Green: found (a dot at the card's top left as its text reads); red, thin: the truth. For checking by eye.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pillow_heif
import truths
from make_bench import ROOT
from PIL import Image, ImageDraw, ImageOps
from readers import run

CELL = 400
COLUMNS = 5
LIMIT = 1_000_000
"""Largest size of the sheet in bytes."""


def drawn(row: truths.Row, document: dict[str, Any] | None) -> Image.Image:
    """Return a photo reduced to a cell with the true and the found outlines."""
    with Image.open(row["file"]) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    scale = min((CELL - 6) / picture.width, (CELL - 22) / picture.height)
    picture = picture.resize((int(picture.width * scale), int(picture.height * scale)), Image.Resampling.LANCZOS)
    cell = Image.new("RGB", (CELL, CELL), (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    for cards, colour, width in (
        (row["cards"], (230, 30, 30), 1),
        ((document or {"cards": []})["cards"], (20, 210, 60), 3),
    ):
        for card in cards:
            points = [(x * scale, y * scale) for x, y in card["corners"]]
            draw.line([*points, points[0]], fill=colour, width=width)
            if width > 1:
                x, y = points[0]
                draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=colour)
    cell.paste(picture, (3, 19))
    ImageDraw.Draw(cell).text((4, 3), f"{row['kind']}: {', '.join(row['conditions'])}"[:62], fill=(0, 0, 0))
    return cell


def main() -> None:
    """Read the photos and write the sheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="heldout")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--to", default=str(ROOT / "docs" / "outlines.jpg"))
    options = parser.parse_args()
    pillow_heif.register_heif_opener()
    rows = (
        truths.samples(ROOT / "samples")
        if options.set == "samples"
        else truths.generated(ROOT / "bench-data" / options.set)
    )
    # Photos from a table say more about finding than flat scans do.
    rows = sorted(rows, key=lambda row: row["kind"] == "scan")[: options.count]
    found = {
        line["file"]: line.get("document") for line in run("cardscan", [row["file"] for row in rows]) if "file" in line
    }
    sheet = Image.new("RGB", (CELL * COLUMNS, CELL * -(-len(rows) // COLUMNS)), (255, 255, 255))
    for at, row in enumerate(rows):
        sheet.paste(drawn(row, found.get(row["file"])), ((at % COLUMNS) * CELL, (at // COLUMNS) * CELL))
    target = Path(options.to)
    for quality in range(85, 30, -5):
        sheet.save(target, quality=quality, optimize=True)
        if target.stat().st_size <= LIMIT:
            return


if __name__ == "__main__":
    main()
