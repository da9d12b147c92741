"""Draws plain cards of invented people for the tests of reading."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

LINES = (
    ("Ada Kestrel", 64),
    ("Head of Human Resources", 34),
    ("Nordlicht Analytics GmbH", 40),
    ("+44 20 7946 0123", 32),
    ("ada.kestrel@nordlicht.example", 32),
    ("12 Harbour Lane, London E14 5AB", 32),
)


def drawn_card(
    lines=LINES, *, ground=(245, 245, 240), ink=(30, 30, 40), size=(1200, 720), left=80, top=60, columns=()
) -> np.ndarray:
    """Return a card, (H, W, 3) uint8 BGR; ``columns`` are further (x, y, text, font size)."""
    picture = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(picture)
    y = top
    for text, height in lines:
        draw.text((left, y), text, font=ImageFont.load_default(height), fill=ink)
        y += int(height * 1.7)
    for x, at, text, height in columns:
        draw.text((x, at), text, font=ImageFont.load_default(height), fill=ink)
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


def shaded(card: np.ndarray, seed: int = 1) -> np.ndarray:
    """Return the card with light falling off to one corner and some noise."""
    height, width = card.shape[:2]
    light = np.linspace(1.0, 0.45, width)[None, :] * np.linspace(1.0, 0.7, height)[:, None]
    noise = np.random.default_rng(seed).normal(0, 3, card.shape)
    return np.clip(card * light[:, :, None] + noise, 0, 255).astype(np.uint8)
