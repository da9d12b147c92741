"""Draws docs/photo-to-contact.jpg, the README's picture: a sample photograph and what cardscan reads from it."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from cardscan.cli.card_text import rows
from cardscan.pipeline import scan

ROOT = Path(__file__).resolve().parent.parent
HEIGHT_PX = 540
PANEL_PX = 820


def main() -> int:
    photo_path = ROOT / "samples" / (sys.argv[1] if len(sys.argv) > 1 else "tilted-02.jpg")
    card = scan(photo_path).cards[0]
    photo = ImageOps.exif_transpose(Image.open(photo_path)).convert("RGB")
    draw = ImageDraw.Draw(photo)
    draw.polygon(card.corners, outline=(230, 60, 60), width=max(3, photo.width // 250))
    photo.thumbnail((960, HEIGHT_PX))
    picture = Image.new("RGB", (photo.width + PANEL_PX, photo.height), "white")
    picture.paste(photo, (0, 0))
    draw = ImageDraw.Draw(picture)
    label, value = ImageFont.load_default(18), ImageFont.load_default(22)
    y = 24
    for name, field in rows(card.contact):
        draw.text((photo.width + 30, y + 3), name, font=label, fill="#789")
        shown = field.value if len(field.value) <= 44 else field.value[:43] + "…"
        draw.text((photo.width + 170, y), shown, font=value, fill="#122")
        draw.text(
            (picture.width - 70, y + 3),
            f"{field.confidence:.0%}",
            font=label,
            fill="#3a7" if field.confidence >= 0.9 else "#c70",
        )
        y += 46
    picture.save(ROOT / "docs" / "photo-to-contact.jpg", quality=85)
    return 0


if __name__ == "__main__":
    sys.exit(main())
