"""What finders of cards are mistaken about, laid into photographs: figures printed on a card, hands, things beside it.

Input: drawn cards or finished photographs with the corners of their cards. The cards' corners stay where they are.
"""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from photograph import Flat, Shot
from pools import Dice
from surfaces import KINDS, Pixels, surface

Corners = NDArray[np.float64]
CARD_MM = 85.0
SKIN = [(222, 178, 150), (196, 144, 112), (150, 100, 72), (96, 62, 44), (236, 198, 176), (206, 160, 134)]


# ---- printed on the card


def ornament(dice: Dice, card: Flat) -> Flat:
    """Return the card with a figure printed on it that a finder could take for the card."""
    kind = dice.random.choice([_line, _panel, _band, _picture])
    return replace(card, pixels=kind(dice, card, card.pixels.copy()))


def _line(dice: Dice, card: Flat, pixels: Pixels) -> Pixels:
    """A line along the card's edge, its corners square or rounded."""
    high, wide = pixels.shape[:2]
    inset, thick = int(dice.between(1.5, 5.5) * card.scale), max(1, round(dice.between(0.15, 0.9) * card.scale))
    tone = _tone(dice, pixels)
    mask = np.zeros((high, wide), np.uint8)
    radius = int(dice.random.choice([0.0, 0.0, 2.0, 4.0, 7.0]) * card.scale)
    _rounded(mask, (inset, inset, wide - inset, high - inset), radius)
    inner = np.zeros_like(mask)
    _rounded(inner, (inset + thick, inset + thick, wide - inset - thick, high - inset - thick), max(0, radius - thick))
    pixels[(mask > 0) & (inner == 0)] = tone
    return pixels


def _panel(dice: Dice, card: Flat, pixels: Pixels) -> Pixels:
    """A tinted rectangle, print on it and perhaps outside it."""
    high, wide = pixels.shape[:2]
    gap = [int(dice.random.choice([0.0, dice.between(1, 6), dice.between(2, 22)]) * card.scale) for _ in range(4)]
    if dice.chance(0.5):
        gap = [gap[0]] * 4 if dice.chance(0.5) else [gap[0], gap[1]] * 2
    part = pixels[gap[1] : high - gap[3], gap[0] : wide - gap[2]]
    part[:] = _tinted(dice, part)
    return pixels


def _band(dice: Dice, card: Flat, pixels: Pixels) -> Pixels:
    """A band of colour along one side, or one on both sides of the middle."""
    high, wide = pixels.shape[:2]
    share = dice.between(0.08, 0.45)
    part = pixels[: int(high * share)] if dice.chance(0.5) else pixels[:, : int(wide * share)]
    if dice.chance(0.5):
        part = pixels[int(high * (1 - share)) :] if dice.chance(0.5) else pixels[:, int(wide * (1 - share)) :]
    part[:] = _tinted(dice, part)
    return pixels


def _picture(dice: Dice, card: Flat, pixels: Pixels) -> Pixels:
    """A picture behind part of the print, strong where there is none."""
    high, wide = pixels.shape[:2]
    rng = np.random.default_rng(dice.integer(0, 2**31))
    clear = [(0.0, 0.0, card.width, card.height)]
    x, y, w, h = clear[0]
    if card.boxes and dice.chance(0.7):
        left, top = min(box[0] for box in card.boxes), min(box[1] for box in card.boxes)
        right = max(box[0] + box[2] for box in card.boxes)
        low = max(box[1] + box[3] for box in card.boxes)
        clear = [
            (0.0, 0.0, left - 1, card.height), (right + 1, 0.0, card.width - right - 1, card.height),
            (0.0, 0.0, card.width, top - 1), (0.0, low + 1, card.width, card.height - low - 1),
        ]  # fmt: skip
        x, y, w, h = max(clear, key=lambda box: box[2] * box[3])
    inset = dice.random.choice([0.0, dice.between(1, 5)])
    x0, y0 = int((x + inset) * card.scale), int((y + inset) * card.scale)
    x1, y1 = min(wide, int((x + w - inset) * card.scale)), min(high, int((y + h - inset) * card.scale))
    if x1 - x0 < 12 or y1 - y0 < 12:
        return pixels
    seen = surface(dice, rng, (y1 - y0, x1 - x0), dice.weighted(KINDS[dice.pool]))
    strong = 1.0 if len(clear) > 1 else dice.between(0.1, 0.3)
    part = pixels[y0:y1, x0:x1]
    part[:] = (part * (1 - strong) + seen * strong).astype(np.uint8)
    return pixels


def _tone(dice: Dice, pixels: Pixels) -> Pixels:
    """Return a colour that stands out, more or less, from the card's own."""
    ground = np.median(pixels[::7, ::7].reshape(-1, 3), axis=0)
    other = np.array([dice.integer(0, 255) for _ in range(3)])
    return np.asarray(ground * 0.3 + other * 0.7, np.uint8)


def _tinted(dice: Dice, part: Pixels) -> Pixels:
    strong = dice.between(0.12, 0.6)
    return np.asarray(part * (1 - strong) + _tone(dice, part).astype(np.float32) * strong, np.uint8)


def _rounded(mask: Pixels, box: tuple[int, int, int, int], radius: int) -> None:
    """Fill a rectangle with rounded corners."""
    x0, y0, x1, y1 = box
    cv2.rectangle(mask, (x0 + radius, y0), (x1 - radius, y1), 255, -1)
    cv2.rectangle(mask, (x0, y0 + radius), (x1, y1 - radius), 255, -1)
    for x in (x0 + radius, x1 - radius):
        for y in (y0 + radius, y1 - radius):
            cv2.circle(mask, (x, y), radius, 255, -1)


# ---- things on the table


def telephone(dice: Dice) -> tuple[Pixels, Pixels]:
    """Return a telephone seen from above, its screen mostly dark, and where it is (255)."""
    high, wide = 1500, dice.integer(690, 800)
    mask = np.zeros((high, wide), np.uint8)
    _rounded(mask, (0, 0, wide - 1, high - 1), dice.integer(10, 120))
    body = np.full((high, wide, 3), dice.random.choice([12, 22, 35, 60, 120, 210]), np.uint8)
    if dice.chance(0.75):
        rim, screen = dice.integer(6, 40), np.zeros((high, wide), np.uint8)
        _rounded(screen, (rim, rim, wide - 1 - rim, high - 1 - rim), dice.integer(0, 100))
        body[screen > 0] = [dice.integer(4, 24)] * 3 if dice.chance(0.75) else [dice.integer(60, 250) for _ in range(3)]
    if dice.chance(0.4):
        x = dice.integer(60, 160)
        for y in (x, x + 150):
            cv2.circle(body, (x, y), 55, (dice.integer(30, 90),) * 3, -1)
    return body, mask


def laptop(dice: Dice) -> tuple[Pixels, Pixels]:
    """Return the deck of a laptop, keys and touch pad, or a screen with windows on it, and where it is."""
    high, wide = 1000, 1500
    tone = dice.random.choice([30, 60, 150, 195, 210])
    deck = np.full((high, wide, 3), tone, np.uint8)
    mask = np.zeros((high, wide), np.uint8)
    _rounded(mask, (0, 0, wide - 1, high - 1), dice.integer(5, 50))
    if dice.chance(0.6):
        dark = dice.integer(10, 60)
        for row in range(6):
            for column in range(14):
                x, y = 70 + column * 98, 60 + row * 88
                cv2.rectangle(deck, (x, y), (x + 86, y + 76), (dark, dark, dark), -1)
        left = dice.integer(450, 560)
        cv2.rectangle(deck, (left, 640), (left + 460, 960), (min(255, tone + 14),) * 3, -1)
        cv2.rectangle(deck, (left, 640), (left + 460, 960), (max(0, tone - 30),) * 3, 3)
    else:
        cv2.rectangle(deck, (40, 40), (wide - 40, high - 60), tuple(dice.integer(0, 255) for _ in range(3)), -1)
        for _ in range(dice.integer(0, 3)):
            x, y = dice.integer(60, 700), dice.integer(60, 400)
            far = (x + dice.integer(300, 700), y + dice.integer(200, 450))
            cv2.rectangle(deck, (x, y), far, (dice.integer(20, 250),) * 3, -1)
    return deck, mask


def notebook(dice: Dice) -> tuple[Pixels, Pixels]:
    """Return a closed notebook, a wallet or an envelope: one colour, a seam or a band, and where it is."""
    high = dice.integer(700, 1500)
    colour = [dice.integer(5, 120) for _ in range(3)] if dice.chance(0.7) else [dice.integer(180, 240)] * 3
    book = np.full((high, 1000, 3), colour, np.uint8)
    mask = np.zeros((high, 1000), np.uint8)
    _rounded(mask, (0, 0, 999, high - 1), dice.integer(0, 60))
    if dice.chance(0.5):
        x = dice.integer(40, 900)
        cv2.rectangle(book, (x, 0), (x + dice.integer(4, 50), high), [int(value * 0.6) for value in colour], -1)
    return book, mask


def lay(dice: Dice, scene: Pixels, thing: Pixels, mask: Pixels, free: Pixels | None = None) -> Pixels:
    """Lay a flat thing on the scene, turned, a little tilted, with a soft shadow; only where ``free`` is not 0."""
    height, width = scene.shape[:2]
    high, wide = thing.shape[:2]
    size = min(height, width) * dice.between(0.35, 1.0) / high
    turn = math.radians(dice.random.gauss(0, 8) + dice.random.choice([0, 90, dice.between(0, 360)]))
    flat = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    turned = ((flat - (wide / 2, high / 2)) * size) @ np.array(
        [[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]
    )
    lean = np.array([dice.between(-0.2, 0.2), dice.between(-0.2, 0.2)]) / max(height, width)
    seen = turned / (1 + turned @ lean)[:, None]
    seen += (width * dice.between(0.05, 0.95), height * dice.between(0.05, 0.95))
    matrix = cv2.getPerspectiveTransform(flat, seen.astype(np.float32))
    laid = cv2.warpPerspective(thing, matrix, (width, height), flags=cv2.INTER_AREA).astype(np.float32)
    shape = cv2.warpPerspective(mask, matrix, (width, height)).astype(np.float32) / 255
    shadow = cv2.GaussianBlur(np.roll(shape, (4, 3), (0, 1)), (0, 0), 4) * dice.between(0.1, 0.5)
    if free is not None:
        clear = free.astype(np.float32) / 255
        shape, shadow = shape * clear, shadow * clear
    ground = scene.astype(np.float32) * (1 - shadow[..., None])
    laid = np.maximum(laid, 8) * dice.between(0.5, 1.0) + _grain(dice, (height, width))
    laid = cv2.GaussianBlur(laid, (0, 0), 0.7)
    return np.clip(ground * (1 - shape[..., None]) + laid * shape[..., None], 0, 255).astype(np.uint8)


def beside(dice: Dice, shot: Shot) -> Shot:
    """Return the photograph with things on the table beside the cards, and under their edges."""
    free = np.full(shot.pixels.shape[:2], 255, np.uint8)
    for quad in shot.corners:
        cv2.fillPoly(free, [np.round(quad).astype(np.int32)], 0)
    free = cv2.GaussianBlur(free, (0, 0), 0.8)
    pixels = shot.pixels
    for _ in range(dice.random.choice([1, 1, 2])):
        pixels = lay(dice, pixels, *dice.random.choice([telephone, telephone, laptop, notebook, notebook])(dice), free)
    return replace(shot, pixels=pixels, conditions=[*shot.conditions, "beside"])


# ---- hands


def held(dice: Dice, shot: Shot) -> Shot:
    """Return the photograph with fingers over an edge or a corner of a card, now and then the hand under it."""
    quad = dice.random.choice(shot.corners)
    mm = float(np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1).max()) / CARD_MM
    high, wide = shot.pixels.shape[:2]
    bright = float(np.clip(np.percentile(shot.pixels[::9, ::9], 90) / 235, 0.2, 1.0))
    skin = np.array(dice.random.choice(SKIN), np.float32) * bright
    scene = shot.pixels.astype(np.float32)
    side = dice.integer(0, 3)
    a, b = quad[side], quad[(side + 1) % 4]
    inward = quad.mean(axis=0) - (a + b) / 2
    inward /= np.linalg.norm(inward)
    if dice.chance(0.45):
        palm = np.zeros((high, wide), np.uint8)
        middle = (a + b) / 2 - inward * mm * dice.between(-20, 25)
        axes = (int(mm * dice.between(30, 55)), int(mm * dice.between(25, 45)))
        cv2.ellipse(palm, _pixel(middle), axes, dice.between(0, 180), 0, 360, 255, -1)
        cv2.fillPoly(palm, [np.round(quad).astype(np.int32)], 0)
        _skin(scene, palm, skin * 0.85, mm, dice)
    at, gap = dice.random.choice([0.0, 1.0, dice.between(0.05, 0.9)]), dice.between(15, 21) * mm
    along = (b - a) / np.linalg.norm(b - a)
    for finger in range(dice.random.choice([1, 1, 2, 3, 4])):
        mask = np.zeros((high, wide), np.uint8)
        root = a + (b - a) * at + along * finger * gap * (1 if at < 0.5 else -1)
        turn = dice.random.gauss(0, 0.25)
        towards = inward @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
        tip, far = root + towards * mm * dice.between(0, 9), root - towards * mm * dice.between(40, 90)
        cv2.line(mask, _pixel(far), _pixel(tip), 255, max(3, int(mm * dice.between(13, 18))))
        _skin(scene, mask, skin, mm, dice)
        if dice.chance(0.5):
            nail = np.zeros((high, wide), np.uint8)
            angle = math.degrees(math.atan2(towards[1], towards[0]))
            cv2.ellipse(nail, _pixel(tip - towards * mm), (int(5 * mm), int(4 * mm)), angle, 0, 360, 255, -1)
            _skin(scene, nail, skin * 0.7 + 75 * bright, mm * 0.3, dice)
    return replace(shot, pixels=np.clip(scene, 0, 255).astype(np.uint8), conditions=[*shot.conditions, "hand"])


def _skin(scene: NDArray[np.float32], mask: Pixels, tone: NDArray[np.float32], mm: float, dice: Dice) -> None:
    """Paint skin where the mask is, darker towards its edge, with the shadow it throws."""
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.6, 0.25 * mm)).astype(np.float32)[..., None] / 255
    shadow = cv2.GaussianBlur(mask, (0, 0), max(1.0, 3.0 * mm)).astype(np.float32)[..., None] / 255
    round_off = cv2.GaussianBlur(mask, (0, 0), max(1.0, 4.0 * mm)).astype(np.float32)[..., None] / 255
    scene *= 1 - dice.between(0.1, 0.4) * shadow
    painted = tone * (0.55 + 0.5 * round_off) + _grain(dice, mask.shape)
    scene[:] = scene * (1 - soft) + painted * soft


def _grain(dice: Dice, shape: tuple[int, ...]) -> NDArray[np.float32]:
    rng = np.random.default_rng(dice.integer(0, 2**31))
    return rng.standard_normal((*shape[:2], 1), dtype=np.float32) * np.float32(dice.between(0.8, 5))


def _pixel(point: NDArray[np.float64]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
