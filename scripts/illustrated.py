"""Cards that advertise: a picture over the whole face, things with hard edges on it, bands, tiles and large outlined words.

What small shops hand out. A finder that has seen plain cards alone takes such a face for several things, or its edge for
none. Input: a drawn card; its print is kept or replaced by large words. The pictures are made of noise and shapes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
from drawing import scenery
from numpy.typing import NDArray
from photograph import Flat
from PIL import Image, ImageDraw, ImageFont
from pools import Dice
from surfaces import KINDS, Pixels, noise, octaves, surface
from typefaces import typefaces

Floats = NDArray[np.float32]
Size = tuple[int, int]
_WORDS = [
    "AUTO", "Service", "& Filhos", "GARDEN", "Beauty", "24 h", "Flores", "Pizza", "REPAIR", "Total", "Nova", "Rapid",
    "Licensed", "Open daily", "555-0142", "Tel: 2746-6245", "(11) 2082-2399", "Center", "Moda", "ELETRO", "Bistro",
]  # fmt: skip


def illustrated(dice: Dice, card: Flat) -> Flat:
    """Return the card with its face covered by a picture."""
    rng = np.random.default_rng(dice.integer(0, 2**31))
    shape = (card.pixels.shape[0], card.pixels.shape[1])
    face = dice.random.choice(_GROUNDS)(dice, rng, shape)
    if dice.chance(0.35):
        face = _bands(dice, face)
    for _ in range(dice.random.choice([0, 0, 1, 1, 2, 4])):
        dice.random.choice([_machine, _screen, _blossom, _badge])(dice, rng, face)
    if dice.chance(0.25):
        _tiles(dice, face)
    pixels = np.clip(face, 0, 255).astype(np.uint8)
    if dice.chance(0.6):
        grey = np.repeat(pixels.mean(axis=2, keepdims=True), 3, axis=2)
        pixels = cv2.addWeighted(pixels, share := dice.between(0.1, 0.9), grey.astype(np.uint8), 1 - share, 0)
    if dice.chance(0.45):
        return replace(card, pixels=_with_print(card.pixels, pixels.astype(np.float32)))
    image = Image.fromarray(pixels)
    _words(dice, image)
    return replace(card, pixels=np.array(image))


def _with_print(card: Pixels, face: Floats) -> Pixels:
    """Return the face with what is printed on the card, lighter or darker than its ground, laid over it."""
    ground = np.median(card[::5, ::5].reshape(-1, 3), axis=0)
    ink = np.clip(np.abs(card.astype(np.float32) - ground).max(axis=2, keepdims=True) / 60 - 0.2, 0, 1)
    return np.clip(face * (1 - ink) + card * ink, 0, 255).astype(np.uint8)


def _any_colour(dice: Dice, dark: int = 0, light: int = 255) -> Floats:
    return np.array([dice.integer(dark, light) for _ in range(3)], np.float32)


# ---- grounds: (h, w, 3) float32


def _between(one: Floats, other: Floats, share: Floats) -> Floats:
    """Return colours between two, as the (h, w) shares 0..1 say."""
    part = np.clip(share, 0, 1)[..., None]
    return np.asarray(one * (1 - part) + other * part, np.float32)


def _mountains(dice: Dice, rng: np.random.Generator, shape: Size) -> Floats:
    """Rough ridges under a sky, lit from one side; water in front."""
    high, wide = shape
    sky, haze = _any_colour(dice, 60), _any_colour(dice, 150)
    face = _between(
        sky, haze, np.linspace(0, 1, high, dtype=np.float32)[:, None] + 0.2 * octaves(rng, shape, (high / 4, wide / 3))
    )
    ys = np.arange(high, dtype=np.float32)[:, None]
    horizon = dice.between(0.2, 0.6)
    for layer in range(dice.integer(1, 4)):
        ridge = octaves(rng, (2, wide), (2, wide / dice.between(2, 7)), 6)[0] * high * dice.between(0.06, 0.2)
        ridge += high * (horizon + 0.15 * layer)
        lit = octaves(rng, shape, (high / 10, wide / 14), 5)
        rock = _between(_any_colour(dice, 0, 90), _any_colour(dice, 80), 0.5 + 0.5 * np.sign(lit) * np.abs(lit) ** 0.5)
        face = np.where((ys > ridge)[..., None], rock, face)
    if dice.chance(0.5):
        shore = int(high * dice.between(0.6, 0.9))
        ripple = octaves(rng, (high - shore, wide), (high / 60, wide / 10), 3)
        face[shore:] = _between(_any_colour(dice, 0, 140), _any_colour(dice, 60), 0.5 + 0.4 * ripple)
    return face


def _clouds(dice: Dice, rng: np.random.Generator, shape: Size) -> Floats:
    """Soft clouds of two colours, pale or strong."""
    coarse = dice.between(2, 7)
    return _between(
        _any_colour(dice, 100),
        _any_colour(dice, dice.random.choice([0, 200])),
        0.5 + 0.5 * octaves(rng, shape, (shape[0] / coarse, shape[1] / coarse), 5),
    )


def _flecked(dice: Dice, rng: np.random.Generator, shape: Size) -> Floats:
    """Paper with flecks, a tint running in from one side."""
    face = np.full((*shape, 3), _any_colour(dice, 190), np.float32)
    flecks = (noise(rng, shape, (shape[0] / 60, shape[1] / dice.between(40, 120))) > dice.between(1.6, 2.4))[..., None]
    face = np.where(flecks, face * dice.between(0.3, 0.85), face)
    if dice.chance(0.6):
        share = np.clip((np.linspace(0, 1, shape[0], dtype=np.float32) - dice.between(0.5, 0.85)) * 6, 0, 1)[:, None]
        face = face * (1 - share[..., None]) + _any_colour(dice) * share[..., None]
    return np.asarray(face, np.float32)


def _swirls(dice: Dice, rng: np.random.Generator, shape: Size) -> Floats:
    """Curls and glossy bars on a gradient."""
    high, wide = shape
    face = _glow(dice, rng, shape) * dice.between(0.3, 1.0)
    for _ in range(dice.integer(0, 3)):
        top, thick = int(high * dice.between(0, 0.9)), max(3, int(high * dice.between(0.02, 0.2)))
        bar = face[top : top + thick]
        gloss = np.sin(np.linspace(0, math.pi, len(bar), dtype=np.float32))[:, None, None]
        bar[:] = _any_colour(dice) * (0.3 + 0.7 * gloss)
    for _ in range(dice.integer(4, 26)):
        x, y, turn, speed = dice.between(0, wide), dice.between(0, high), dice.between(0, 7), dice.between(-0.06, 0.06)
        colour, thick = _any_colour(dice), dice.between(0.003, 0.02) * high
        points = []
        for step in range(dice.integer(20, 90)):
            points.append((round(x), round(y)))
            turn += speed * (1 + step / 30)
            x, y = x + math.cos(turn) * high / 45, y + math.sin(turn) * high / 45
        for one, other in pairwise(points):
            cv2.line(face, one, other, colour.tolist(), max(1, round(thick)), cv2.LINE_AA)
    return face


def _glow(dice: Dice, rng: np.random.Generator, shape: Size) -> Floats:
    """A gradient from a bright place, or from side to side."""
    high, wide = shape
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    if dice.chance(0.5):
        share = np.hypot(xs / wide - dice.between(0, 1), ys / high - dice.between(0, 1)) * dice.between(0.8, 2.5)
    else:
        share = (xs / wide) * dice.between(-1, 1) + (ys / high) * dice.between(-1, 1) + dice.between(0, 1)
    return _between(_any_colour(dice), _any_colour(dice), share)


def _waves(dice: Dice, rng: np.random.Generator, shape: Size) -> Floats:
    """Areas with curved or straight borders, each of its own colour."""
    face = _glow(dice, rng, shape)
    high, wide = shape
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    for _ in range(dice.integer(1, 5)):
        border = high * dice.between(0, 1.1) + (xs - wide / 2) * dice.between(-1.2, 1.2)
        border += (
            high * dice.random.choice([0.0, 0.12, 0.3]) * np.sin(xs / wide * dice.between(2, 9) + dice.between(0, 6))
        )
        strong = dice.random.choice([1.0, 1.0, 0.4])
        inside = np.clip(ys - border, 0, 1)[..., None] * strong
        face = face * (1 - inside) + _any_colour(dice) * inside
        if dice.chance(0.5):
            rim = np.clip(2.5 - np.abs(ys - border), 0, 1)[..., None]
            face = face * (1 - rim) + _any_colour(dice, 120) * rim
    return np.asarray(face, np.float32)


def _material(dice: Dice, rng: np.random.Generator, shape: Size) -> Floats:
    """A card of wood, cloth or metal, or printed with it."""
    return surface(dice, rng, shape, dice.weighted(KINDS[dice.pool])).astype(np.float32)


def _pattern(dice: Dice, rng: np.random.Generator, shape: Size) -> Floats:
    """Stripes, checks or dots in rows."""
    high, wide = shape
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    step, turn = high / dice.between(3, 40), dice.between(0, math.pi)
    u, v = (xs * math.cos(turn) + ys * math.sin(turn)) / step, (ys * math.cos(turn) - xs * math.sin(turn)) / step
    waves = {
        "stripes": np.sin(u * 6),
        "checks": np.sin(u * 6) * np.sin(v * 6) * 1.5,
        "dots": np.cos(u * 6) + np.cos(v * 6) - 1,
    }
    share = np.clip(waves[dice.random.choice(list(waves))] * 4 + 0.5, 0, 1)
    base = _any_colour(dice)
    return _between(base, _any_colour(dice) if dice.chance(0.4) else base * 0.85 + 20, share)


def _scenery(dice: Dice, rng: np.random.Generator, shape: Size) -> Floats:
    """Hills, lights out of focus, soft colours."""
    return np.array(scenery(dice, shape[1], shape[0]), np.float32)


_GROUNDS: list[Callable[[Dice, np.random.Generator, Size], Floats]] = [
    _mountains, _mountains, _clouds, _clouds, _flecked, _swirls, _swirls, _glow, _waves, _material, _pattern, _scenery,
]  # fmt: skip


# ---- what is on them; each draws into the face


def _bands(dice: Dice, face: Floats) -> Floats:
    """Return the face with bands along its sides."""
    high, wide = face.shape[:2]
    for part in dice.random.sample(["top", "low", "left", "middle"], dice.integer(1, 2)):
        thick = dice.between(0.08, 0.35)
        start = dice.between(0.2, 0.6)
        window = {
            "top": np.s_[: int(high * thick)], "low": np.s_[int(high * (1 - thick)) :], "left": np.s_[:, : int(wide * thick)],
            "middle": np.s_[int(high * start) : int(high * (start + thick))],
        }[part]  # fmt: skip
        strong = dice.random.choice([1.0, 1.0, 0.6])
        face[window] = face[window] * (1 - strong) + _any_colour(dice) * strong
    return face


def _place(dice: Dice, face: Floats) -> tuple[float, float, float]:
    """Return the middle and the size of a thing, in pixels; it may reach over the edge."""
    high, wide = face.shape[:2]
    return dice.between(0.05, 0.95) * wide, dice.between(0.1, 0.9) * high, dice.between(0.15, 0.7) * high


def _filled(dice: Dice, rng: np.random.Generator, face: Floats, polygon: NDArray[np.float64]) -> None:
    """Fill a polygon with a gradient of two colours and some noise."""
    mask = np.zeros(face.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.rint(polygon).astype(np.int32)], 255, cv2.LINE_AA)
    x, y, wide, high = cv2.boundingRect(mask)
    if wide < 3 or high < 3:
        return
    share = np.linspace(0, 1, high, dtype=np.float32)[:, None] + 0.15 * octaves(rng, (high, wide), (high / 3, wide / 3))
    window = np.s_[y : y + high, x : x + wide]
    part = mask[window].astype(np.float32)[..., None] / 255
    face[window] = face[window] * (1 - part) + _between(_any_colour(dice), _any_colour(dice), share) * part


def _machine(dice: Dice, rng: np.random.Generator, face: Floats) -> None:
    """A thing of some corners with round and square parts: a car, a loudspeaker, a tool."""
    x, y, size = _place(dice, face)
    count = dice.integer(5, 11)
    angles = np.sort(rng.uniform(0, 2 * math.pi, count))
    reach = rng.uniform(0.35, 1.0, count) * size
    stretch = dice.between(0.8, 2.2)
    _filled(dice, rng, face, np.stack([x + np.cos(angles) * reach * stretch, y + np.sin(angles) * reach], axis=1))
    for _ in range(dice.integer(1, 6)):
        px, py = x + dice.between(-0.8, 0.8) * size * stretch, y + dice.between(-0.7, 0.7) * size
        radius = dice.between(0.06, 0.3) * size
        if dice.chance(0.6):
            for ring in range(dice.integer(1, 4)):
                cv2.circle(
                    face,
                    (round(px), round(py)),
                    max(1, round(radius * (1 - 0.27 * ring))),
                    _any_colour(dice).tolist(),
                    -1,
                    cv2.LINE_AA,
                )
        else:
            box = np.array([(-1, -0.6), (1, -0.6), (1, 0.6), (-1, 0.6)]) * radius + (px, py)
            _filled(dice, rng, face, box)


def _screen(dice: Dice, rng: np.random.Generator, face: Floats) -> None:
    """A picture in a frame, seen at a slant: a screen, a window, a small photograph, a printed card."""
    x, y, size = _place(dice, face)
    wide, high = size * dice.between(0.5, 1.2), size * dice.between(0.35, 0.7)
    lean = dice.random.choice([0.0, 0.0, dice.between(-0.25, 0.25)])
    turn = dice.random.choice([0.0, 0.0, dice.between(-0.3, 0.3)])
    corners = np.array(
        [(-wide, -high * (1 - lean)), (wide, -high * (1 + lean)), (wide, high * (1 + lean)), (-wide, high * (1 - lean))]
    )
    corners = corners @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]) + (x, y)
    _filled(dice, rng, face, corners)
    inner = (x, y) + (corners - (x, y)) * dice.between(0.8, 0.95)
    picture = dice.random.choice(_GROUNDS)(dice, rng, (max(8, round(2 * high)), max(8, round(2 * wide))))
    source = np.array(
        [(0, 0), (picture.shape[1], 0), (picture.shape[1], picture.shape[0]), (0, picture.shape[0])], np.float32
    )
    warp = cv2.getPerspectiveTransform(source, inner.astype(np.float32))
    size_px = (face.shape[1], face.shape[0])
    laid = cv2.warpPerspective(picture, warp, size_px)
    mask = cv2.warpPerspective(np.ones(picture.shape[:2], np.float32), warp, size_px)[..., None]
    face[:] = face * (1 - mask) + laid * mask


def _blossom(dice: Dice, rng: np.random.Generator, face: Floats) -> None:
    """Petals around a middle, or a round splash of one colour."""
    x, y, size = _place(dice, face)
    petals = dice.integer(4, 14)
    for petal in range(petals):
        turn = petal / petals * 360 + dice.between(-9, 9)
        middle = (
            round(x + math.cos(math.radians(turn)) * size * 0.4),
            round(y + math.sin(math.radians(turn)) * size * 0.4),
        )
        axes = (max(1, round(size * dice.between(0.3, 0.5))), max(1, round(size * dice.between(0.12, 0.3))))
        cv2.ellipse(face, middle, axes, turn, 0, 360, _any_colour(dice, 40).tolist(), -1, cv2.LINE_AA)


def _badge(dice: Dice, rng: np.random.Generator, face: Floats) -> None:
    """A soft-edged shape of one colour behind a word, as a logo has."""
    x, y, size = _place(dice, face)
    angles = np.linspace(0, 2 * math.pi, 90)
    wobble = 1 + 0.25 * np.sin(angles * dice.integer(2, 7) + dice.between(0, 6)) * dice.random.choice([0.2, 1.0])
    outline = np.stack(
        [x + np.cos(angles) * size * dice.between(0.8, 1.8) * wobble, y + np.sin(angles) * size * 0.6 * wobble], axis=1
    )
    cv2.fillPoly(face, [np.rint(outline).astype(np.int32)], _any_colour(dice).tolist(), cv2.LINE_AA)
    if dice.chance(0.5):
        cv2.polylines(
            face,
            [np.rint(outline).astype(np.int32)],
            True,
            _any_colour(dice).tolist(),
            max(1, round(size / 30)),
            cv2.LINE_AA,
        )


def _tiles(dice: Dice, face: Floats) -> None:
    """Small signs in rows, as of the cards that a shop takes."""
    high, wide = face.shape[:2]
    tall = high * dice.between(0.06, 0.14)
    across, gap = tall * dice.between(1.0, 1.7), tall * dice.between(0.1, 0.4)
    left, top = dice.between(0.05, 0.6) * wide, dice.between(0.2, 0.7) * high
    for row in range(dice.integer(1, 2)):
        for column in range(dice.integer(3, 6)):
            x, y = round(left + column * (across + gap)), round(top + row * (tall + gap))
            cv2.rectangle(face, (x, y), (round(x + across), round(y + tall)), _any_colour(dice).tolist(), -1)
            cv2.circle(
                face,
                (round(x + across / 2), round(y + tall / 2)),
                max(1, round(tall / 4)),
                _any_colour(dice).tolist(),
                -1,
            )


def _words(dice: Dice, image: Image.Image) -> None:
    """Write large words in rows, outlined now and then."""
    draw = ImageDraw.Draw(image)
    face = dice.random.choice(typefaces(dice.pool))
    y = dice.between(0.04, 0.3) * image.height
    while y < image.height * 0.92:
        size = image.height * dice.random.choice([0.055, 0.07, 0.1, 0.16])
        font = ImageFont.truetype(str(face.bold if dice.chance(0.6) else face.regular), max(8, round(size)))
        text = " ".join(dice.any(_WORDS) for _ in range(dice.integer(1, 5)))
        fill, edge = (tuple(int(value) for value in _any_colour(dice)) for _ in range(2))
        stroke = round(size * dice.random.choice([0, 0, 0.04, 0.08]))
        x = dice.random.choice([0.05, 0.05, dice.between(0.0, 0.5)]) * image.width
        draw.text((x, y), text, font=font, fill=fill, stroke_width=stroke, stroke_fill=edge)
        y += size * dice.random.choice([1.2, 1.5, 3.0])
