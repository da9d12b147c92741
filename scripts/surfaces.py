"""What cards lie on when they are photographed, made from noise and shapes: (H, W, 3) uint8 RGB.

Each pool has surfaces of its own beside the shared plain desk, so that a held-back set shows unseen backgrounds.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from pools import Dice
from typefaces import typefaces

Pixels = NDArray[np.uint8]
Gray = NDArray[np.float32]

KINDS = {
    "A": {"plain": 4, "wood": 3, "fabric": 2, "concrete": 1.5, "print": 1.6, "keyboard": 1.0},
    "B": {"plain": 4, "marble": 2, "granite": 1.5, "leather": 1.5, "planks": 2, "print": 1},
    "C": {
        "plain": 4,
        "carpet": 2,
        "checks": 1.5,
        "grass": 1.0,
        "parquet": 2.5,
        "newspaper": 1.6,
        "metal": 1.2,
        "keys": 0.8,
    },
}
"""How often each pool lays its cards on what."""

_PLAIN = [
    (238, 236, 232),
    (214, 214, 214),
    (180, 178, 172),
    (120, 118, 114),
    (60, 58, 56),
    (30, 30, 32),
    (196, 176, 148),
    (150, 166, 178),
    (88, 60, 44),
    (226, 222, 210),
    (40, 52, 70),
    (250, 250, 250),
]


def noise(rng: np.random.Generator, shape: tuple[int, int], cell: tuple[float, float]) -> Gray:
    """Return smooth noise around 0 with cells of the given height and width in pixels."""
    h, w = shape
    small = rng.normal(0, 1, (max(2, int(h / cell[0]) + 2), max(2, int(w / cell[1]) + 2))).astype(np.float32)
    return cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC)


def octaves(rng: np.random.Generator, shape: tuple[int, int], cell: tuple[float, float], count: int = 4) -> Gray:
    """Return noise of several sizes, each half as large and half as strong as the one before."""
    total = np.zeros(shape, np.float32)
    for level in range(count):
        total += noise(rng, shape, (max(1.5, cell[0] / 2**level), max(1.5, cell[1] / 2**level))) / 2**level
    return total


def _coloured(values: Gray, base: tuple[int, int, int], contrast: float) -> Pixels:
    return np.clip(np.array(base, np.float32) * (1 + contrast * values[..., None]), 0, 255).astype(np.uint8)


def _plain(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    base = dice.random.choice(_PLAIN)
    return _coloured(
        octaves(rng, shape, (shape[0] / 3, shape[1] / 3), 2) * 0.3 + noise(rng, shape, (2, 2)) * 0.25,
        base,
        dice.between(0.01, 0.05),
    )


def _wood(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    h, w = shape
    base = dice.random.choice([(176, 128, 84), (120, 78, 48), (205, 170, 125), (70, 46, 32), (160, 140, 118)])
    ys = np.mgrid[0:h, 0:w][0].astype(np.float32)
    bend = octaves(rng, shape, (h / 3, w), 3) * h * 0.05
    rings = np.sin((ys + bend) / (h / dice.between(30, 90)) * 2 * math.pi)
    return _coloured(rings * 0.5 + octaves(rng, shape, (3, w / 6), 3), base, dice.between(0.06, 0.14))


def _boards(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    image = _wood(dice, rng, shape).astype(np.float32)
    h, w = shape
    step = int(h / dice.between(3, 8))
    for at in range(0, h, step):
        image[at : at + step] *= dice.between(0.82, 1.12)
        image[at : at + max(2, h // 400)] *= 0.35
        for _ in range(2):
            x = dice.integer(0, w - 1)
            image[at : at + step, x : x + max(2, h // 500)] *= 0.4
    return np.clip(image, 0, 255).astype(np.uint8)


def _fabric(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    h, w = shape
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    step = max(3.0, w / dice.between(200, 420))
    weave = np.sin(xs / step * math.pi) * np.sin(ys / step * math.pi)
    base = dice.random.choice(
        [(60, 80, 120), (150, 140, 125), (120, 40, 45), (70, 75, 70), (200, 195, 185), (35, 35, 45)]
    )
    return _coloured(
        weave * 0.7 + octaves(rng, shape, (h / 5, w / 5), 3) * 0.5 + noise(rng, shape, (2, 2)) * 0.5,
        base,
        dice.between(0.08, 0.2),
    )


def _concrete(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    h, w = shape
    return _coloured(
        octaves(rng, shape, (h / 6, w / 6), 6),
        dice.random.choice([(150, 150, 148), (110, 112, 115), (185, 180, 172)]),
        0.09,
    )


def _granite(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    grain = max(3.0, shape[1] / 300)
    speckle = np.tanh(noise(rng, shape, (grain, grain)) * 2) + 0.6 * np.tanh(
        noise(rng, shape, (grain * 2.5, grain * 2.5)) * 2
    )
    return _coloured(
        speckle, dice.random.choice([(120, 118, 120), (70, 70, 76), (160, 130, 120)]), dice.between(0.2, 0.4)
    )


def _marble(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    h, w = shape
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    veins = 1 - np.abs(np.sin((xs + ys * 0.6) / w * 9 + octaves(rng, shape, (h / 3, w / 3), 5) * 2.4))
    return _coloured(
        -(np.clip(veins, 0, 1) ** 6), dice.random.choice([(240, 238, 235), (60, 64, 66), (205, 195, 180)]), 0.35
    )


def _leather(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    cell = max(5.0, shape[1] / 160)
    bumps = np.abs(noise(rng, shape, (cell, cell))) + 0.4 * noise(rng, shape, (cell / 2, cell / 2))
    return _coloured(bumps - 0.6, dice.random.choice([(50, 34, 26), (24, 24, 26), (120, 70, 40), (40, 20, 22)]), 0.28)


def _carpet(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    base = dice.random.choice([(110, 110, 120), (140, 60, 50), (60, 80, 70), (170, 160, 140)])
    return _coloured(noise(rng, shape, (2.5, 2.5)) + 0.5 * noise(rng, shape, (9, 9)), base, dice.between(0.15, 0.3))


def _checks(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    h, w = shape
    ys, xs = np.mgrid[0:h, 0:w]
    step = int(w / dice.between(8, 26))
    pattern = ((xs // step) % 2).astype(np.float32) + ((ys // step) % 2).astype(np.float32)
    colour = np.array(dice.random.choice([(180, 40, 45), (50, 90, 160), (60, 120, 80), (90, 90, 90)]), np.float32)
    image = 245 * (1 - pattern[..., None] / 2) + colour * pattern[..., None] / 2
    return np.clip(image + noise(rng, shape, (2, 2))[..., None] * 6, 0, 255).astype(np.uint8)


def _grass(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    h, w = shape
    values = noise(rng, shape, (14, 2.5)) + 0.6 * octaves(rng, shape, (h / 5, w / 5), 3)
    return cv2.GaussianBlur(_coloured(values, (88, 124, 52), 0.3), (0, 0), w / dice.between(150, 900))


def _metal(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    h, w = shape
    values = noise(rng, shape, (1.5, w / 3)) * 0.4 + octaves(rng, shape, (h / 2, w / 2), 2) * 0.6
    return _coloured(values, dice.random.choice([(150, 153, 158), (90, 92, 96), (190, 190, 192)]), 0.09)


def _words(dice: Dice, count: int) -> str:
    syllables = [
        "ta",
        "re",
        "mo",
        "li",
        "ne",
        "su",
        "ka",
        "vo",
        "di",
        "per",
        "an",
        "est",
        "or",
        "um",
        "in",
        "qua",
        "con",
        "tem",
        "ser",
        "al",
        "fi",
    ]
    return " ".join("".join(dice.any(syllables) for _ in range(dice.integer(1, 4))) for _ in range(count))


def _print(dice: Dice, rng: np.random.Generator, shape: tuple[int, int], columns: int = 1) -> Pixels:
    """A printed page, turned a little, on a plain desk."""
    h, w = shape
    ground = Image.fromarray(_plain(dice, rng, shape))
    side = int(max(h, w) * 1.15)
    sheet = Image.new("RGB", (side, side), dice.random.choice([(250, 250, 248), (238, 236, 228), (228, 224, 212)]))
    draw = ImageDraw.Draw(sheet)
    size = side / dice.between(45, 110)
    font = ImageFont.truetype(str(dice.random.choice(typefaces(dice.pool)).regular), size)
    ink = dice.random.choice([(30, 30, 30), (70, 70, 75), (110, 110, 115)])
    wide = side / columns
    for column in range(columns):
        y = side * 0.03
        while y < side:
            if dice.chance(0.12):
                y += size * 1.4
            draw.text((column * wide + side * 0.02, y), _words(dice, int(wide / size / 2.6)), font=font, fill=ink)
            y += size * 1.45
        if columns > 1:
            draw.rectangle(
                (column * wide - 2 + side * 0.01, 0, column * wide + side * 0.022, side), fill=(238, 236, 228)
            )
    turned = sheet.rotate(dice.between(-35, 35), resample=Image.Resampling.BICUBIC, fillcolor=None, expand=False)
    mask = Image.new("L", sheet.size, 255).rotate(0)
    ground.paste(turned, (int(-side * dice.between(0.02, 0.3)), int(-side * dice.between(0.02, 0.3))), mask)
    return np.asarray(ground)


def _keyboard(dice: Dice, rng: np.random.Generator, shape: tuple[int, int]) -> Pixels:
    h, w = shape
    dark = dice.chance(0.6)
    image = Image.new("RGB", (w, h), (40, 40, 42) if dark else (205, 206, 208))
    draw = ImageDraw.Draw(image)
    key = w / dice.between(9, 15)
    face = dice.random.choice(typefaces(dice.pool))
    font = ImageFont.truetype(str(face.regular), key * 0.3)
    for row in range(int(h / key) + 1):
        for column in range(-1, int(w / key) + 1):
            x, y = (column + 0.33 * (row % 3)) * key, row * key
            draw.rounded_rectangle(
                (x + key * 0.06, y + key * 0.06, x + key * 0.94, y + key * 0.94),
                key * 0.1,
                fill=(22, 22, 24) if dark else (245, 245, 246),
            )
            draw.text(
                (x + key * 0.2, y + key * 0.15),
                dice.any("QWERTZUIOPASDFGHJKLYXCVBNM1234567890"),
                font=font,
                fill=(200, 200, 200) if dark else (60, 60, 62),
            )
    turned = image.rotate(dice.between(-20, 20), resample=Image.Resampling.BICUBIC)
    return np.asarray(turned)


_MAKERS: dict[str, Callable[[Dice, np.random.Generator, tuple[int, int]], Pixels]] = {
    "plain": _plain, "wood": _wood, "fabric": _fabric, "concrete": _concrete, "print": _print, "keyboard": _keyboard, "marble": _marble, "granite": _granite,
    "leather": _leather, "planks": _boards, "parquet": _boards, "carpet": _carpet, "checks": _checks, "grass": _grass, "metal": _metal, "keys": _keyboard,
    "newspaper": lambda dice, rng, shape: _print(dice, rng, shape, 4),
}  # fmt: skip
CLUTTERED = frozenset({"print", "keyboard", "newspaper", "keys", "checks", "grass"})
"""Surfaces that count as clutter behind the card."""


def surface(dice: Dice, rng: np.random.Generator, shape: tuple[int, int], kind: str) -> Pixels:
    """Return a surface of (height, width), made at no more than 1.5 megapixels and enlarged."""
    h, w = shape
    shrink = min(1.0, math.sqrt(1.5e6 / (h * w)))
    small = _MAKERS[kind](dice, rng, (max(8, int(h * shrink)), max(8, int(w * shrink))))
    return cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC) if shrink < 1 else np.ascontiguousarray(small)


def clutter(dice: Dice, image: Pixels) -> Pixels:
    """Lay things on the surface: a phone, pens, sheets, a cup, cables."""
    h, w = image.shape[:2]
    unit = min(h, w)
    picture = Image.fromarray(image)
    for _ in range(dice.integer(1, 4)):
        kind = dice.any(["phone", "pen", "pen", "sheet", "cup", "cable", "coin", "note"])
        layer = Image.new("RGBA", (unit, unit), (0, 0, 0, 0))
        draw = ImageDraw.Draw(layer)
        c = unit / 2
        if kind == "phone":
            draw.rounded_rectangle(
                (c - unit * 0.17, c - unit * 0.34, c + unit * 0.17, c + unit * 0.34),
                unit * 0.04,
                fill=(18, 18, 20, 255),
                outline=(90, 90, 95, 255),
                width=max(1, unit // 200),
            )
        elif kind == "pen":
            colour = dice.random.choice([(20, 40, 120), (20, 20, 20), (160, 30, 30), (200, 200, 205)])
            draw.rounded_rectangle(
                (c - unit * 0.4, c - unit * 0.016, c + unit * 0.36, c + unit * 0.016), unit * 0.016, fill=(*colour, 255)
            )
            draw.polygon(
                [(c + unit * 0.36, c - unit * 0.014), (c + unit * 0.42, c), (c + unit * 0.36, c + unit * 0.014)],
                fill=(170, 170, 170, 255),
            )
        elif kind == "sheet":
            draw.rectangle(
                (c - unit * 0.3, c - unit * 0.42, c + unit * 0.3, c + unit * 0.42), fill=(246, 246, 244, 255)
            )
            for row in range(18):
                draw.line(
                    (
                        c - unit * 0.25,
                        c - unit * (0.36 - 0.04 * row),
                        c + unit * dice.between(0.1, 0.25),
                        c - unit * (0.36 - 0.04 * row),
                    ),
                    fill=(90, 90, 92, 255),
                    width=max(1, unit // 180),
                )
        elif kind == "cup":
            draw.ellipse(
                (c - unit * 0.22, c - unit * 0.22, c + unit * 0.22, c + unit * 0.22), fill=(240, 240, 238, 255)
            )
            draw.ellipse((c - unit * 0.18, c - unit * 0.18, c + unit * 0.18, c + unit * 0.18), fill=(60, 36, 20, 255))
        elif kind == "cable":
            points = [(unit * t / 30, c + unit * 0.2 * math.sin(t / 5 + dice.between(-0.05, 0.05))) for t in range(31)]
            draw.line(
                points,
                fill=(30, 30, 32, 255) if dice.chance(0.6) else (235, 235, 235, 255),
                width=max(2, unit // 90),
                joint="curve",
            )
        elif kind == "coin":
            draw.ellipse(
                (c - unit * 0.05, c - unit * 0.05, c + unit * 0.05, c + unit * 0.05),
                fill=(190, 160, 90, 255),
                outline=(120, 100, 50, 255),
                width=max(1, unit // 200),
            )
        else:
            draw.rectangle(
                (c - unit * 0.12, c - unit * 0.12, c + unit * 0.12, c + unit * 0.12), fill=(250, 232, 120, 255)
            )
        layer = layer.rotate(dice.between(0, 360), resample=Image.Resampling.BICUBIC)
        edge = dice.any(["l", "r", "t", "b"])
        x = {"l": -unit * dice.between(0.35, 0.6), "r": w - unit * dice.between(0.4, 0.65)}.get(
            edge, dice.between(-unit * 0.3, w - unit * 0.7)
        )
        y = {"t": -unit * dice.between(0.35, 0.6), "b": h - unit * dice.between(0.4, 0.65)}.get(
            edge, dice.between(-unit * 0.3, h - unit * 0.7)
        )
        picture.paste(layer, (int(x), int(y)), layer)
    return np.asarray(picture)
