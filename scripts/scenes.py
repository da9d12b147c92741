"""Small scenes with cards in them, drawn by the thousand: what the map of cards is fitted on (fit_card_map.py).

A scene is a picture of about 384 px, BGR, and the corners of the cards in it, the lowest first. Looks matter less than
variety: surfaces of every sort, cards that hardly differ from them, things that are no card, hands, light. Cards and
surfaces come from the pools A and B; what the held-back sets lie on is not among them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from grounds import Floats, Pixels, Size, blend, colour, ground_of, lay_thing
from illustrated import illustrated
from make_bench import invent_card
from mistakable import SKIN, ornament
from numpy.typing import NDArray
from photoset import flat
from pools import Dice, Pool
from surfaces import KINDS, octaves, surface

_CARD_SCALE, _SURFACE_PX = 4, 576


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture, (h, w, 3) BGR, and its cards' corners, (K, 4, 2) pixels, clockwise, a card over those before it."""

    pixels: Pixels
    quads: Floats


@dataclass(frozen=True, slots=True)
class Stock:
    """What scenes are composed of: drawn cards and surfaces, (h, w, 3) BGR."""

    cards: list[Pixels]
    surfaces: list[Pixels]


def make_stock(cards: int, surfaces: int) -> Stock:
    """Draw the cards and surfaces that scenes are composed of; takes about 0.1 s each."""
    drawn = []
    for number in range(cards):
        pool: Pool = "B" if number % 3 == 2 else "A"
        dice = Dice(f"scenes/{number}", pool)
        card = flat(invent_card(f"scenes/{number}", pool), 2 * _CARD_SCALE, f"scenes/{number}", pool)
        card = dice.random.choice([ornament, illustrated])(dice, card) if dice.chance(0.6) else card
        drawn.append(_bgr(cv2.resize(card.pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)))
    grounds = []
    for number in range(surfaces):
        pool = "B" if number % 2 else "A"
        dice = Dice(f"scenes/ground/{number}", pool)
        seen = surface(dice, np.random.default_rng(number), (_SURFACE_PX, _SURFACE_PX), dice.weighted(KINDS[pool]))
        grounds.append(_bgr(seen))
    return Stock(drawn, grounds)


def make_scene(rng: np.random.Generator, size: Size, stock: Stock) -> Scene:
    """Return a scene of the size."""
    kind = rng.choice(["photo", "none", "digital", "flatbed"], p=[0.78, 0.07, 0.08, 0.07])
    if kind == "digital":
        return _digital(rng, size, stock)
    if kind == "flatbed":
        tone = _pick(rng, [(252, 252, 252), (240, 241, 242), (225, 226, 228), (60, 60, 62), (20, 20, 20)])
        ground = np.full((size[1], size[0], 3), tone, np.float32)
        quads = _arranged(rng, size, int(rng.choice([1, 2, 3, 4, 6])), tilt=0.0)
        for quad in quads:
            _paste(rng, ground, _card(rng, stock), quad, shadow=float(rng.uniform(0, 0.1)))
        return Scene(_sensed(rng, ground, blur=0.5, noise=2.0), quads)
    ground = ground_of(rng, size, stock.surfaces)
    if rng.random() < 0.45:
        for _ in range(rng.integers(1, 5)):
            lay_thing(rng, ground)
    if kind == "none":
        return Scene(_shot(rng, ground, None), np.zeros((0, 4, 2), np.float32))
    count = int(rng.choice([1, 2, 3, 4, 5, 6], p=[0.68, 0.12, 0.08, 0.06, 0.03, 0.03]))
    quads = _arranged(rng, size, count, tilt=float(rng.choice([0.12, 0.3, 0.55])))
    cards = [_card(rng, stock) for _ in quads]
    if rng.random() < 0.2:
        near = np.median(cards[0].reshape(-1, 3), axis=0) + rng.choice([-1, 1]) * rng.uniform(6, 24)
        ground = np.full_like(ground, near) + ground.std(axis=2, keepdims=True) * 0.1
    if rng.random() < 0.25:
        _palm(rng, ground, quads[0])
    for card, quad in zip(cards, quads, strict=True):
        _paste(rng, ground, card, quad, shadow=float(rng.uniform(0, 0.55)))
    if rng.random() < 0.06:
        _sleeve(rng, ground, quads[0])
    if rng.random() < 0.2:
        _fingers(rng, ground, quads[rng.integers(len(quads))])
    return Scene(_shot(rng, ground, quads), quads)


def _bgr(pixels: NDArray[np.uint8]) -> Pixels:
    return np.ascontiguousarray(pixels[..., ::-1])


def _pick(rng: np.random.Generator, items: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    return items[rng.integers(len(items))]


# ---- the cards


def _card(rng: np.random.Generator, stock: Stock) -> Pixels:
    """Return a card as printed, its colours changed at random, now and then its back or with a picture on it."""
    card = stock.cards[rng.integers(len(stock.cards))]
    look = rng.random()
    if look < 0.1:
        card = 255 - card
    elif look < 0.16:
        card = card[:, :, rng.permutation(3)]
    elif look < 0.2:
        card = np.clip(np.full_like(card, 0) + colour(rng), 0, 255).astype(np.uint8)
        cv2.putText(
            card,
            "Lorem",
            (card.shape[1] // 3, card.shape[0] // 2),
            cv2.FONT_HERSHEY_DUPLEX,
            1.0,
            colour(rng).tolist(),
            2,
            cv2.LINE_AA,
        )
    if rng.random() < 0.15:
        high, wide = card.shape[:2]
        part = card.astype(np.float32)
        x0, y0 = (int(v) for v in rng.choice([0.0, 0.0, 0.4, 0.65], 2) * (wide, high))
        x1, y1 = (int(v) for v in rng.choice([1.0, 1.0, 0.9, 0.7], 2) * (wide, high))
        if x1 - x0 > 8 and y1 - y0 > 8:
            seen = ground_of(rng, (x1 - x0, y1 - y0), stock.surfaces)
            strong = rng.choice([0.15, 0.35, 1.0])
            part[y0:y1, x0:x1] = part[y0:y1, x0:x1] * (1 - strong) + seen * strong
        card = np.clip(part, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(card)


def _arranged(rng: np.random.Generator, size: Size, count: int, tilt: float) -> Floats:
    """Return the corners of cards on a table seen at a slant, (count, 4, 2), clockwise."""
    columns = 1 if count == 1 else int(rng.choice([1, 2])) if count <= 3 else 2 if count == 4 else 3
    gap = rng.choice([-0.1, 0.0, 0.06, 0.2]) if count > 1 else 0.0
    shapes = np.array([(85, 55), (85, 54), (89, 51), (90, 50), (91, 55), (65, 65), (70, 40)], np.float64)
    boxes = []
    upright = rng.random() < 0.14
    lean = rng.choice([1.0, 4.0, 15.0]) * (1 if count > 1 else 0.5)
    for at in range(count):
        wide, high = shapes[rng.integers(len(shapes))] * rng.uniform(0.97, 1.03, 2)
        wide, high = (high, wide) if upright else (wide, high)
        cell = (62, 95) if upright else (92, 60)
        middle = np.array([(at % columns) * cell[0] * (1 + gap), (at // columns) * cell[1] * (1 + gap)]) + rng.normal(
            0, 2, 2
        )
        turn = math.radians(rng.normal(0, lean))
        corners = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]]) / 2
        boxes.append(middle + corners @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]))
    plane = np.array(boxes).reshape(-1, 2)
    plane -= (plane.min(axis=0) + plane.max(axis=0)) / 2
    turn = math.radians(rng.choice([rng.normal(0, 6), rng.normal(90, 6), rng.uniform(0, 360)], p=[0.5, 0.15, 0.35]))
    plane = plane @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    plane /= np.abs(plane).max()
    away = rng.uniform(-tilt, tilt, 2)
    seen = plane * (1 - np.abs(away) * 0.3) / (1 + plane @ away * rng.uniform(0.6, 1))[:, None]
    low, high_ = seen.min(axis=0), seen.max(axis=0)
    fill = (
        rng.uniform(0.75, 1.0)
        if count > 1
        else rng.choice([rng.uniform(0.3, 0.6), rng.uniform(0.5, 0.95), rng.uniform(0.95, 1.12)], p=[0.3, 0.6, 0.1])
    )
    scale = fill * min(size[0] / (high_[0] - low[0]), size[1] / (high_[1] - low[1]))
    room = np.maximum(np.array(size) - (high_ - low) * scale, 0) * 0.5
    seen = (
        (seen - (low + high_) / 2) * scale + np.array(size) / 2 + room * rng.uniform(-1, 1, 2) * rng.choice([0.4, 1.0])
    )
    return seen.reshape(-1, 4, 2).astype(np.float32)


def _paste(rng: np.random.Generator, scene: Floats, card: Pixels, quad: Floats, shadow: float) -> None:
    """Lay a card on the scene."""
    high, wide = scene.shape[:2]
    across = float(np.linalg.norm(quad[1] - quad[0]))
    down = float(np.linalg.norm(quad[2] - quad[1]))
    if (across > down) != (card.shape[1] > card.shape[0]):
        card = np.ascontiguousarray(np.rot90(card))
    shrunk = (max(8, round(across)), max(8, round(down)))
    way = cv2.INTER_AREA if shrunk[0] < card.shape[1] else cv2.INTER_LINEAR
    card = cv2.resize(card, shrunk, interpolation=way)
    flat_corners = np.array([(0, 0), (shrunk[0], 0), shrunk, (0, shrunk[1])], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(flat_corners, quad)
    laid = cv2.warpPerspective(card, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shape = np.zeros((shrunk[1] * 2, shrunk[0] * 2), np.uint8)
    radius = int(shrunk[0] * 2 * rng.uniform(0.02, 0.05)) if rng.random() < 0.13 else 0
    cv2.rectangle(shape, (radius, 0), (shape.shape[1] - 1 - radius, shape.shape[0] - 1), 255, -1)
    if radius:
        cv2.rectangle(shape, (0, radius), (shape.shape[1] - 1, shape.shape[0] - 1 - radius), 255, -1)
        for x in (radius, shape.shape[1] - 1 - radius):
            for y in (radius, shape.shape[0] - 1 - radius):
                cv2.circle(shape, (x, y), radius, 255, -1)
    double = matrix @ np.diag([0.5, 0.5, 1.0])
    mask = cv2.warpPerspective(shape, double, (wide, high), flags=cv2.INTER_LINEAR).astype(np.float32) / 255
    light = rng.uniform(0.75, 1.0)
    laid = laid.astype(np.float32) * light
    if rng.random() < 0.4:  # the paper's own thickness along two sides
        rim = np.round(quad).astype(np.int32)
        first = int(rng.integers(4))
        tone = (np.median(card.reshape(-1, 3), axis=0) * rng.choice([0.55, 0.8, 1.1])).tolist()
        cv2.polylines(laid, [rim[[first, (first + 1) % 4, (first + 2) % 4]]], False, tone, 1, cv2.LINE_AA)
    blend(scene, laid, mask, shadow)


def _sleeve(rng: np.random.Generator, scene: Floats, quad: Floats) -> None:
    """Lay clear plastic over a card: a veil a little larger than the card, its seam, streaks of light."""
    wider = quad.mean(axis=0) + (quad - quad.mean(axis=0)) * rng.uniform(1.04, 1.16)
    veil = np.zeros(scene.shape[:2], np.float32)
    cv2.fillPoly(veil, [np.round(wider).astype(np.int32)], float(rng.uniform(0.04, 0.15)), cv2.LINE_AA)
    cv2.polylines(veil, [np.round(wider).astype(np.int32)], True, 0.3, 1, cv2.LINE_AA)
    for _ in range(int(rng.integers(1, 5))):
        ends = np.round(
            wider[0]
            + rng.uniform(0, 1, (2, 1)) * (wider[1] - wider[0])
            + np.array([[0.0], [1.0]]) * (wider[3] - wider[0])
        )
        streak = np.zeros_like(veil)
        cv2.line(
            streak,
            ends[0].astype(int).tolist(),
            ends[1].astype(int).tolist(),
            1.0,
            int(rng.integers(1, 5)),
            cv2.LINE_AA,
        )
        veil += cv2.GaussianBlur(streak, (0, 0), 1.2) * rng.uniform(0.1, 0.4)
    scene += veil[..., None] * (255 - scene)


# ---- hands


def _palm(rng: np.random.Generator, scene: Floats, quad: Floats) -> None:
    """Put a hand under the card."""
    mask = np.zeros(scene.shape[:2], np.float32)
    reach = float(np.linalg.norm(quad[1] - quad[0]))
    middle = quad.mean(axis=0) + rng.normal(0, 0.35, 2) * reach
    axes = (int(reach * rng.uniform(0.3, 0.7)), int(reach * rng.uniform(0.25, 0.5)))
    cv2.ellipse(
        mask, np.round(middle).astype(int).tolist(), axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1, cv2.LINE_AA
    )
    for _ in range(int(rng.integers(0, 5))):
        ends = np.round([middle, middle + rng.normal(0, 1, 2) * reach]).astype(int).tolist()
        cv2.line(mask, ends[0], ends[1], 1.0, max(3, int(reach * 0.17)), cv2.LINE_AA)
    _skin(rng, scene, mask)


def _fingers(rng: np.random.Generator, scene: Floats, quad: Floats) -> None:
    """Put fingers over an edge of the card."""
    reach = float(np.linalg.norm(quad[1] - quad[0]))
    side = int(rng.integers(4))
    a, b = quad[side], quad[(side + 1) % 4]
    inward = quad.mean(axis=0) - (a + b) / 2
    inward = inward / max(float(np.linalg.norm(inward)), 1.0)
    at = rng.uniform(0, 1)
    for finger in range(int(rng.choice([1, 1, 2, 4]))):
        root = a + (b - a) * at + (b - a) * 0.22 * finger * (1 if at < 0.5 else -1)
        turn = rng.normal(0, 0.3)
        towards = inward @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
        ends = np.round([root + towards * reach * rng.uniform(0, 0.16), root - towards * reach]).astype(int).tolist()
        mask = np.zeros(scene.shape[:2], np.float32)
        cv2.line(mask, ends[0], ends[1], 1.0, max(3, int(reach * rng.uniform(0.13, 0.22))), cv2.LINE_AA)
        _skin(rng, scene, mask)


def _skin(rng: np.random.Generator, scene: Floats, mask: Floats) -> None:
    tone = np.array(SKIN[rng.integers(len(SKIN))][::-1], np.float32) * rng.uniform(0.7, 1.1)
    round_off = cv2.GaussianBlur(mask, (0, 0), 6.0)[..., None]
    laid = tone * (0.5 + 0.55 * round_off) + rng.normal(0, 3, scene.shape[:2])[..., None].astype(np.float32)
    blend(scene, laid, mask, float(rng.uniform(0, 0.4)))


# ---- light and camera


def _shot(rng: np.random.Generator, scene: Floats, quads: Floats | None) -> Pixels:
    """Return the scene as a telephone takes it: its light, its shadows, its lens."""
    high, wide = scene.shape[:2]
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    turn = rng.uniform(0, 2 * math.pi)
    across = ((xs - wide / 2) * math.cos(turn) + (ys - high / 2) * math.sin(turn)) / max(wide, high)
    light = 1 + rng.choice([0.1, 0.4, 1.0]) * rng.uniform(0, 1) * across
    if rng.random() < 0.35:
        light *= np.clip(1 + 0.25 * octaves(rng, (high, wide), (high / 2, wide / 2), 2), 0.4, 1.5)
    if rng.random() < 0.25:
        middle = rng.uniform(0, 1, 2) * (wide, high)
        points = middle + rng.normal(0, 0.5, (int(rng.integers(3, 6)), 2)) * max(wide, high)
        shade = np.zeros((high, wide), np.float32)
        cv2.fillPoly(shade, [cv2.convexHull(np.round(points).astype(np.int32))], 1.0)
        light *= 1 - rng.uniform(0.15, 0.65) * cv2.GaussianBlur(shade, (0, 0), float(rng.choice([0.6, 2.0, 8.0])))
    scene = scene * np.maximum(light, 0.12)[..., None]
    if quads is not None and rng.random() < 0.12:
        spot = np.zeros((high, wide), np.float32)
        at = quads.reshape(-1, 2).mean(axis=0) + rng.normal(0, 0.2, 2) * wide
        axes = (int(wide * rng.uniform(0.03, 0.2)), int(wide * rng.uniform(0.02, 0.1)))
        cv2.ellipse(spot, np.round(at).astype(int).tolist(), axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
        spot = cv2.GaussianBlur(spot, (0, 0), float(rng.uniform(3, 14)))[..., None]
        scene = scene + spot * rng.uniform(60, 230)
    if rng.random() < 0.4:
        scene = scene * rng.uniform(0.75, 1.2, 3).astype(np.float32)
    scene = scene * rng.choice([rng.uniform(0.2, 0.6), rng.uniform(0.6, 1.15)], p=[0.15, 0.85])
    return _sensed(rng, scene, blur=float(rng.uniform(0.2, 1.3)), noise=float(rng.choice([1.0, 3.0, 8.0])))


def _sensed(rng: np.random.Generator, scene: Floats, blur: float, noise: float) -> Pixels:
    scene = cv2.GaussianBlur(np.ascontiguousarray(scene, np.float32), (0, 0), blur)
    scene = scene + rng.standard_normal((*scene.shape[:2], 1), dtype=np.float32) * np.float32(noise)
    pixels = np.clip(scene, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))])[1]
        pixels = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return pixels


def _digital(rng: np.random.Generator, size: Size, stock: Stock) -> Scene:
    """Return a card as its designer exports it or a screen shows it: the whole frame, or a plain margin around it."""
    wide, high = size
    card = _card(rng, stock)
    if (wide > high) != (card.shape[1] > card.shape[0]):
        card = np.ascontiguousarray(np.rot90(card))
    margin = rng.uniform(0.01, 0.1, 4) * max(size) if rng.random() < 0.4 else np.zeros(4)
    if rng.random() < 0.6:
        margin[:] = margin[0]
    left, top, right, low = (int(value) for value in margin)
    scene = np.full(
        (high, wide, 3), _pick(rng, [(0, 0, 0), (255, 255, 255), (230, 230, 232), (45, 45, 48)]), np.float32
    )
    scene[top : high - low, left : wide - right] = cv2.resize(
        card, (wide - left - right, high - top - low), interpolation=cv2.INTER_AREA
    )
    quad = (
        np.array([[(left, top), (wide - right, top), (wide - right, high - low), (left, high - low)]], np.float32) - 0.5
    )
    return Scene(_sensed(rng, scene, blur=0.3, noise=float(rng.choice([0.0, 0.0, 1.5]))), quad)
