"""Photographs of cards, drawn for the tests: invented people, numbers and names that are reserved for fiction.

Pillow's own typeface is used, so that the tests need no fonts.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ADA = {
    "name": "Ada Whitcombe",
    "title": "Head of Risk",
    "organization": "Harbour Bank Ltd",
    "email": "ada.whitcombe@harbourbank.example",
    "phone": "+44 20 7946 0018",
    "url": "www.harbourbank.example",
}
BEN = {
    "name": "Benjamin Okafor",
    "title": "Recruiting Manager",
    "organization": "Harbour Bank Ltd",
    "email": "benjamin.okafor@harbourbank.example",
    "phone": "+44 20 7946 0042",
    "url": "www.harbourbank.example",
}
CHLOE = {
    "name": "Chloe Marchetti",
    "title": "Team Lead Analytics",
    "organization": "Harbour Bank Ltd",
    "email": "chloe.marchetti@harbourbank.example",
    "phone": "+44 20 7946 0077",
    "url": "www.harbourbank.example",
}
DEVAN = {
    "name": "Devan Lindqvist",
    "title": "Managing Director",
    "organization": "Harbour Bank Ltd",
    "email": "devan.lindqvist@harbourbank.example",
    "phone": "+44 20 7946 0101",
    "url": "www.harbourbank.example",
}
PANEL = (ADA, BEN, CHLOE, DEVAN)


def draw_card(person: dict[str, str], size: tuple[int, int] = (1050, 600)) -> Image.Image:
    """Return a person's card, flat, in pixels of ``size``."""
    card = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(card)

    def write(x: int, y: int, text: str, height: int, ink: str = "#222") -> None:
        draw.text((x, y), text, font=ImageFont.load_default(height), fill=ink)

    write(70, 60, person["organization"], 56, "#134")
    write(70, 200, person["name"], 52)
    write(70, 275, person["title"], 36)
    write(70, 390, person["phone"], 34)
    write(70, 445, person["email"], 34)
    write(70, 500, person["url"], 34)
    return card


def photograph(card: Image.Image, *, angle_deg: float = 7.0, frame: tuple[int, int] = (2016, 1512)) -> Image.Image:
    """Return ``card`` lying on a dark table, turned by ``angle_deg`` counter-clockwise."""
    table = Image.new("RGB", frame, (92, 74, 60))
    turned = card.rotate(angle_deg, expand=True, resample=Image.Resampling.BICUBIC)
    mask = Image.new("L", card.size, 255).rotate(angle_deg, expand=True, resample=Image.Resampling.BICUBIC)
    table.paste(turned, ((frame[0] - turned.width) // 2, (frame[1] - turned.height) // 2), mask)
    return table


def save_photo(path: Path, person: dict[str, str], *, angle_deg: float = 7.0) -> Path:
    """Write a photograph of a person's card, and return its path."""
    photograph(draw_card(person), angle_deg=angle_deg).save(path, quality=92)
    return path
