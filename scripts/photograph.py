"""Photograph drawn cards as people do: a phone held at an angle over a table, in the light there is.

Input: drawn cards (drawing.py) with where their text stands. Output: the photo, the corners of each card in it, and the
names of the conditions it was taken under. A pinhole camera over a plane; light is multiplied, glare added, then lens,
sensor and JPEG. Over 400 lines: the camera's steps share the scene.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import cv2
import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image
from pools import Dice
from surfaces import CLUTTERED, KINDS, Pixels, clutter, noise, surface

Floats = NDArray[np.float32]

SIZES = [
    (4032, 3024, 5),
    (3264, 2448, 2),
    (4000, 2250, 1),
    (2592, 1944, 2),
    (1920, 1440, 3),
    (1920, 1080, 3),
    (1600, 1200, 6),
    (1280, 960, 3),
    (1280, 720, 3),
]
"""Width, height and weight: phone cameras, and what messengers make of their photos."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A drawn card: size in mm, pixels per mm, RGB pixels, and the boxes of its text in mm."""

    width: float
    height: float
    scale: float
    pixels: Pixels
    boxes: tuple[tuple[float, float, float, float], ...]
    smallest_mm: float
    """Height of the capitals in its smallest line (legal print aside)."""


@dataclass(slots=True)
class Plan:
    """How a photo is taken; zero means "not at all"."""

    kind: str
    size: tuple[int, int]
    tilt_deg: float = 0.0
    tilt_towards_deg: float = 0.0
    turn_deg: float = 0.0
    fill: float = 0.7
    surface: str = "plain"
    ground: tuple[int, int, int] | None = None
    clutter: bool = False
    soft_shadow: float = 0.0
    hard_shadow: float = 0.0
    glare: float = 0.0
    blur_mm: float = 0.0
    motion_mm: float = 0.0
    noise: float = 2.0
    exposure: float = 1.0
    cast: tuple[float, float, float] = (1.0, 1.0, 1.0)
    curl: float = 0.0
    hand: bool = False
    cut: bool = False
    rounded_mm: float = 0.0
    quality: int = 90
    vignette: float = 0.0
    sleeve: bool = False


READABLE_PX = {"ordinary": 11.0, "hard": 9.0}
"""Smallest capitals in a photo: below about 8 px people cannot read them either."""

HARD = {
    "tilt": 3.0, "turn": 2.5, "shadow": 3.0, "glare": 1.8, "blur": 1.6, "noise": 1.4, "dark": 1.5, "low contrast": 1.3, "clutter": 2.4,
    "curl": 1.0, "small": 1.5, "cast": 1.2, "hand": 1.2, "cut": 0.8, "motion": 0.7, "jpeg": 1.0, "sleeve": 0.5,
}  # fmt: skip
"""What makes a hard photo hard, and how often."""


def plan_photo(dice: Dice, kind: str, several: bool = False) -> Plan:
    """Return how a photo of the kind ("ordinary", "hard") is taken."""
    sizes = [size for size in SIZES if size[0] >= 2500] if several else SIZES
    width, height, _ = dice.random.choices(sizes, [weight for *_, weight in sizes])[0]
    size = (height, width) if dice.chance(0.42) else (width, height)
    plan = Plan(kind, size, surface=dice.weighted(KINDS[dice.pool]))
    plan.tilt_deg, plan.tilt_towards_deg = dice.between(0, 12), dice.between(0, 360)
    plan.turn_deg = dice.random.gauss(0, 5)
    plan.fill = dice.between(0.55, 0.95)
    plan.soft_shadow = dice.between(0, 0.28)
    plan.blur_mm = dice.between(0.0, 0.035)
    plan.noise = dice.between(1, 4)
    plan.quality = dice.integer(78, 95)
    plan.vignette = dice.between(0, 0.2)
    plan.rounded_mm = dice.between(1.5, 4) if dice.chance(0.12) else 0.0
    plan.cast = tuple(1 + dice.random.gauss(0, 0.03) for _ in range(3))  # type: ignore[assignment]
    if dice.chance(0.12):
        plan.turn_deg += dice.random.choice([90, 180, 270])
    if kind == "hard":
        chosen: list[str] = []
        while len(chosen) < dice.random.choice([2, 2, 3, 3, 4]):
            name = dice.weighted(HARD)
            if name not in chosen and not (several and name in ("small", "cut", "curl")):
                chosen.append(name)
        for name in chosen:
            _harden(plan, dice, name)
    if several:
        plan.fill = dice.between(0.8, 0.95)
    return plan


def conditions_of(plan: Plan, cards: int = 1) -> list[str]:
    """Return the names of what is difficult about a photo taken so; "plain" when nothing is."""
    turn = (plan.turn_deg + 180) % 360 - 180
    found = {
        "tilt": plan.tilt_deg >= 18, "turn": abs(turn) > 20, "shadow": plan.hard_shadow > 0 or plan.soft_shadow > 0.45, "glare": plan.glare > 0,
        "blur": plan.blur_mm >= 0.06, "motion": plan.motion_mm > 0, "noise": plan.noise >= 8, "dark": plan.exposure < 0.6,
        "low contrast": plan.ground is not None, "clutter": plan.clutter or plan.surface in CLUTTERED, "curl": plan.curl != 0, "small": plan.fill < 0.48,
        "cast": max(plan.cast) - min(plan.cast) > 0.15, "hand": plan.hand, "cut": plan.cut, "jpeg": plan.quality < 60, "sleeve": plan.sleeve, "several": cards > 1,
    }  # fmt: skip
    return [name for name, there in found.items() if there] or ["plain"]


def _harden(plan: Plan, dice: Dice, name: str) -> None:
    """Make the plan worse in one respect."""
    if name == "tilt":
        plan.tilt_deg = dice.between(20, 35)
    elif name == "turn":
        plan.turn_deg = dice.between(-180, 180)
    elif name == "shadow":
        plan.hard_shadow, plan.soft_shadow = dice.between(0.3, 0.62), dice.between(0.1, 0.4)
    elif name == "glare":
        plan.glare = dice.between(0.35, 0.75)
    elif name == "blur":
        plan.blur_mm = dice.between(0.06, 0.12)
    elif name == "motion":
        plan.motion_mm = dice.between(0.15, 0.35)
    elif name == "noise":
        plan.noise = dice.between(8, 18)
    elif name == "dark":
        plan.exposure, plan.noise = dice.between(0.25, 0.5), plan.noise + dice.between(2, 6)
    elif name == "low contrast":
        plan.surface, plan.ground = "plain", (0, 0, 0)
    elif name == "clutter":
        plan.clutter = True
    elif name == "curl":
        plan.curl = dice.between(0.02, 0.055) * dice.random.choice([-1, 1])
    elif name == "small":
        plan.fill = dice.between(0.3, 0.45)
    elif name == "cast":
        plan.cast = dice.random.choice([(1.12, 1.0, 0.72), (0.78, 0.95, 1.15), (0.92, 1.08, 0.86), (1.2, 0.95, 0.6)])
    elif name == "hand":
        plan.hand = True
    elif name == "cut":
        plan.cut, plan.fill = True, dice.between(1.0, 1.06)
    elif name == "sleeve":
        plan.sleeve = True
    elif name == "jpeg":
        plan.quality = dice.integer(32, 55)


# ---- geometry


def _camera(plan: Plan, centre: tuple[float, float], distance: float) -> NDArray[np.float64]:
    """Return the 3×3 homography from millimetres on the table to pixels of the photo."""
    w, h = plan.size
    focal = 0.78 * max(w, h)
    a, t = math.radians(plan.tilt_towards_deg), math.radians(plan.tilt_deg)
    axis = np.array([math.cos(a), math.sin(a), 0.0])
    k = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    rotation = np.eye(3) + math.sin(t) * k + (1 - math.cos(t)) * (k @ k)
    shift = -rotation @ np.array([centre[0], centre[1], 0.0]) + np.array([0, 0, distance])
    intrinsic = np.array([[focal, 0, w / 2], [0, focal, h / 2], [0, 0, 1.0]])
    homography = intrinsic @ np.column_stack([rotation[:, 0], rotation[:, 1], shift])
    return np.asarray(homography / homography[2, 2])


def project(homography: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (N, 2) points after a homography."""
    hom = np.column_stack([points, np.ones(len(points))]) @ homography.T
    return np.asarray(hom[:, :2] / hom[:, 2:])


def _placement(card: Flat, x: float, y: float, turn_deg: float) -> NDArray[np.float64]:
    """Return the matrix from the card's own mm (origin top left) to the table, its middle at x, y."""
    t = math.radians(turn_deg)
    c, s = math.cos(t), math.sin(t)
    return np.array(
        [
            [c, -s, x - c * card.width / 2 + s * card.height / 2],
            [s, c, y - s * card.width / 2 - c * card.height / 2],
            [0, 0, 1.0],
        ]
    )


def outline(card: Flat) -> NDArray[np.float64]:
    """Return the card's corners in mm: TL, TR, BR, BL."""
    return np.array([[0, 0], [card.width, 0], [card.width, card.height], [0, card.height]], np.float64)


def _px_per_mm(card: Flat, quad: NDArray[np.float64]) -> float:
    """Return the resolution of a card in the photo where it is lowest."""
    sides = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1) / np.array([card.width, card.height] * 2)
    return float(sides.min())


def _text_corners(card: Flat, margin: float = 0.8) -> NDArray[np.float64]:
    points = []
    for x, y, w, h in card.boxes:
        points += [
            (x - margin, y - margin),
            (x + w + margin, y - margin),
            (x + w + margin, y + h + margin),
            (x - margin, y + h + margin),
        ]
    return np.array(points, np.float64)


def _covers_text(cards: list[Flat], placed: list[NDArray[np.float64]]) -> bool:
    """Return whether a card lies on the print of one laid before it."""
    for under in range(len(cards)):
        texts = project(placed[under], _text_corners(cards[under], 1.0))
        for over in range(under + 1, len(cards)):
            quad = project(placed[over], outline(cards[over])).astype(np.float32).reshape(-1, 1, 2)
            if any(cv2.pointPolygonTest(quad, (float(x), float(y)), False) >= 0 for x, y in texts):
                return True
    return False


def arrange(dice: Dice, cards: list[Flat], turn_deg: float) -> list[NDArray[np.float64]]:
    """Lay cards on the table: one in the middle, several in rows, a little askew, now and then overlapping."""
    if len(cards) == 1:
        return [_placement(cards[0], 0, 0, turn_deg)]
    near = dice.chance(0.25)
    for _ in range(12):
        placed = _rows_of(dice, cards, turn_deg, near=near)
        if not _covers_text(cards, placed):
            return placed
    return _rows_of(dice, cards, turn_deg, near=False)


def _rows_of(dice: Dice, cards: list[Flat], turn_deg: float, *, near: bool) -> list[NDArray[np.float64]]:
    columns = 2 if len(cards) in (2, 3, 4) else 3
    if len(cards) <= 3 and dice.chance(0.5):
        columns = 1
    gap_x, gap_y = (dice.between(-7, 2), dice.between(-6, 2)) if near else (dice.between(6, 16), dice.between(6, 14))
    cell_w, cell_h = max(card.width for card in cards) + gap_x, max(card.height for card in cards) + gap_y
    out = []
    for at, card in enumerate(cards):
        x, y = (at % columns) * cell_w + dice.between(-2, 2), (at // columns) * cell_h + dice.between(-2, 2)
        lean = dice.random.gauss(0, 3) if dice.chance(0.8) else dice.random.gauss(180, 5)
        t = math.radians(turn_deg)
        out.append(
            _placement(card, x * math.cos(t) - y * math.sin(t), x * math.sin(t) + y * math.cos(t), turn_deg + lean)
        )
    return out


def frame(dice: Dice, plan: Plan, cards: list[Flat], placed: list[NDArray[np.float64]]) -> NDArray[np.float64] | None:
    """Return the camera that fills the frame as planned with all text inside, or None when that cannot be."""
    w, h = plan.size
    everything = np.concatenate([project(matrix, outline(card)) for card, matrix in zip(cards, placed, strict=True)])
    centre = (everything.min(axis=0) + everything.max(axis=0)) / 2
    texts = np.concatenate([project(matrix, _text_corners(card)) for card, matrix in zip(cards, placed, strict=True)])
    low, high = 40.0, 3000.0
    for _ in range(40):
        distance = (low + high) / 2
        points = project(_camera(plan, (centre[0], centre[1]), distance), everything)
        span = points.max(axis=0) - points.min(axis=0)
        if max(span[0] / w, span[1] / h) > plan.fill:
            low = distance
        else:
            high = distance
    camera = _camera(plan, (centre[0], centre[1]), distance)
    points = project(camera, everything)
    low_xy, high_xy = points.min(axis=0), points.max(axis=0)
    room = np.array([w, h]) - (high_xy - low_xy)
    if plan.cut:
        shift = (np.array([w, h]) - low_xy - high_xy) / 2 + np.array(
            [dice.between(-0.05, 0.05) * w, dice.between(-0.05, 0.05) * h]
        )
    else:
        shift = np.array([dice.between(0.15, 0.85) * room[0], dice.between(0.15, 0.85) * room[1]]) - low_xy
    camera = np.array([[1, 0, shift[0]], [0, 1, shift[1]], [0, 0, 1.0]]) @ camera
    shown = project(camera, texts)
    if shown.min() < 2 or shown[:, 0].max() > w - 2 or shown[:, 1].max() > h - 2:
        return None
    return camera


# ---- painting


def _card_mask(card: Flat, rounded_mm: float) -> Pixels:
    h, w = card.pixels.shape[:2]
    mask = np.full((h, w), 255, np.uint8)
    r = int(rounded_mm * card.scale)
    if r > 1:
        mask[:] = 0
        cv2.rectangle(mask, (r, 0), (w - 1 - r, h - 1), 255, -1)
        cv2.rectangle(mask, (0, r), (w - 1, h - 1 - r), 255, -1)
        for x, y in ((r, r), (w - 1 - r, r), (r, h - 1 - r), (w - 1 - r, h - 1 - r)):
            cv2.circle(mask, (x, y), r, 255, -1)
    return mask


def _paste(scene: Floats, dice: Dice, card: Flat, homography: NDArray[np.float64], plan: Plan) -> None:
    """Lay a card into the scene: its shadow on the table, its print, the thickness of its edge."""
    h, w = scene.shape[:2]
    corners = project(homography, outline(card))
    size = float(np.linalg.norm(corners[1] - corners[0])) / card.width
    reach = 12 + abs(plan.curl) * float(np.linalg.norm(corners[3] - corners[0])) + 3 * size
    x0, y0 = (max(0, int(v - reach)) for v in corners.min(axis=0))
    x1, y1 = min(w, int(corners[:, 0].max() + reach)), min(h, int(corners[:, 1].max() + reach))
    inverse = np.linalg.inv(homography)
    ys, xs = np.mgrid[y0:y1, x0:x1].astype(np.float32)
    den = inverse[2, 0] * xs + inverse[2, 1] * ys + inverse[2, 2]
    u = ((inverse[0, 0] * xs + inverse[0, 1] * ys + inverse[0, 2]) / den).astype(np.float32)
    v = ((inverse[1, 0] * xs + inverse[1, 1] * ys + inverse[1, 2]) / den).astype(np.float32)
    shade = None
    if plan.curl:
        t = np.clip(u / card.width, 0, 1)
        v = v + np.float32(plan.curl * card.height) * 4 * t * (1 - t)
        shade = 1 - np.float32(4 * abs(plan.curl)) * (t - np.float32(dice.between(0.3, 0.7))) * np.sign(plan.curl)
    map_x, map_y = u * np.float32(card.scale) - 0.5, v * np.float32(card.scale) - 0.5
    pixels = cv2.remap(card.pixels, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    alpha = (
        cv2.remap(
            _card_mask(card, plan.rounded_mm), map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
        ).astype(np.float32)[..., None]
        / 255
    )
    if shade is not None:
        pixels *= shade[..., None]
    spread, offset = max(0.6, dice.between(0.3, 1.4) * size), dice.between(0.1, 0.8) * size
    angle = dice.between(0, 2 * math.pi)
    move = np.array([[1, 0, offset * math.cos(angle)], [0, 1, offset * math.sin(angle)]], np.float32)
    under = cv2.GaussianBlur(cv2.warpAffine(alpha, move, (x1 - x0, y1 - y0)), (0, 0), spread)
    part = scene[y0:y1, x0:x1]
    part *= 1 - under[..., None] * dice.between(0.2, 0.55)
    edge = np.clip(cv2.dilate(alpha, np.ones((3, 3), np.uint8))[..., None] - alpha, 0, 1) * (dice.between(0.0, 0.5))
    part[:] = part * (1 - edge) + 235 * edge
    part[:] = part * (1 - alpha) + pixels * alpha


def _light(
    dice: Dice, rng: np.random.Generator, plan: Plan, shape: tuple[int, int], about: NDArray[np.float64]
) -> Floats:
    """Return how bright the light is at each pixel: a slope, soft blotches, the edge of a shadow."""
    h, w = shape
    sh, sw = max(8, h // 8), max(8, w // 8)
    ys, xs = np.mgrid[0:sh, 0:sw].astype(np.float32)
    angle = dice.between(0, 2 * math.pi)
    slope = ((xs / sw - 0.5) * math.cos(angle) + (ys / sh - 0.5) * math.sin(angle)) * plan.soft_shadow * 1.6
    light = 1 - plan.soft_shadow * 0.4 + slope + plan.soft_shadow * 0.35 * noise(rng, (sh, sw), (sh / 2.2, sw / 2.2))
    if plan.vignette:
        light *= 1 - plan.vignette * ((xs / sw - 0.5) ** 2 + (ys / sh - 0.5) ** 2) * 2
    light = cv2.resize(light.astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
    if plan.hard_shadow:
        mask = np.zeros((h // 2, w // 2), np.uint8)
        middle, reach = about.mean(axis=0) / 2, float(np.ptp(about, axis=0).max()) / 2
        if dice.chance(0.55):
            t = dice.between(0, 2 * math.pi)
            through = middle + reach * 0.3 * np.array([math.cos(t), math.sin(t)]) * dice.between(-1, 1)
            along, across = np.array([-math.sin(t), math.cos(t)]), np.array([math.cos(t), math.sin(t)])
            far = max(h, w)
            polygon = np.array(
                [
                    through - along * far,
                    through + along * far,
                    through + along * far + across * far,
                    through - along * far + across * far,
                ]
            )
        else:
            corners = dice.integer(5, 9)
            angles = [2 * math.pi * k / corners + dice.between(-0.3, 0.3) for k in range(corners)]
            origin = middle + reach * np.array([dice.between(-0.6, 0.6), dice.between(-0.6, 0.6)])
            polygon = np.array(
                [origin + reach * dice.between(0.25, 0.8) * np.array([math.cos(t), math.sin(t)]) for t in angles]
            )
        cv2.fillPoly(mask, [polygon.astype(np.int32)], 255)
        soft = dice.between(0.003, 0.05) * max(h, w) / 2
        shadow = cv2.GaussianBlur(mask, (0, 0), soft).astype(np.float32) / 255
        light *= 1 - plan.hard_shadow * cv2.resize(shadow, (w, h))
    return np.clip(light, 0.08, 1.6)


def _glare(scene: Floats, dice: Dice, plan: Plan, about: NDArray[np.float64]) -> None:
    """Add a reflection on the card: a soft bright patch or the stripe of a lamp."""
    h, w = scene.shape[:2]
    ys, xs = np.mgrid[0 : h // 4 + 1, 0 : w // 4 + 1].astype(np.float32) * 4
    middle, reach = about.mean(axis=0), np.ptp(about, axis=0)
    cx, cy = middle[0] + reach[0] * dice.between(-0.35, 0.35), middle[1] + reach[1] * dice.between(-0.35, 0.35)
    t = dice.between(0, math.pi)
    a = (xs - cx) * math.cos(t) + (ys - cy) * math.sin(t)
    b = -(xs - cx) * math.sin(t) + (ys - cy) * math.cos(t)
    size = float(reach.max())
    long, short = size * dice.between(0.15, 0.5), size * dice.between(0.06, 0.16)
    spot = np.exp(-((a / long) ** 2) - (b / short) ** 2)
    scene += cv2.resize(spot, (w, h))[..., None] * 200 * plan.glare


def _fingers(scene: Floats, dice: Dice, cards: list[Flat], homographies: list[NDArray[np.float64]]) -> bool:
    """Let a thumb and fingers hold the first card where it bears no text; return whether there was room."""
    card, homography = cards[0], homographies[0]
    texts = project(homography, _text_corners(card, 0.5)).reshape(-1, 4, 2).astype(np.float32)
    corners = project(homography, outline(card))
    mm = float(np.linalg.norm(corners[1] - corners[0])) / card.width
    tone = np.array(
        dice.random.choice([(222, 178, 150), (196, 144, 112), (150, 100, 72), (96, 62, 44), (236, 198, 176)]),
        np.float32,
    )
    held = False
    for _ in range(24):
        side = dice.integer(0, 3)
        a, b = corners[side], corners[(side + 1) % 4]
        at = a + (b - a) * dice.between(0.08, 0.92)
        inward = corners.mean(axis=0) - at
        inward /= np.linalg.norm(inward)
        tip, width = at + inward * mm * dice.between(3, 9), mm * dice.between(7, 9)
        root = at - inward * mm * 70
        box = np.array([tip + inward * width * 0.9, tip - inward * mm * 30])
        near = [float(min(np.linalg.norm(quad - point, axis=1).min() for point in (box[0], tip, at))) for quad in texts]
        inside = any(
            cv2.pointPolygonTest(quad.reshape(-1, 1, 2), (float(p[0]), float(p[1])), True) > -width
            for quad in texts
            for p in (tip, at)
        )
        if inside or min(near, default=1e9) < width * 1.05:
            continue
        mask = np.zeros(scene.shape[:2], np.uint8)
        cv2.line(mask, tuple(int(v) for v in root), tuple(int(v) for v in tip), 255, int(width * 2))
        soft = cv2.GaussianBlur(mask, (0, 0), width * 0.12).astype(np.float32)[..., None] / 255
        shadow = cv2.GaussianBlur(mask, (0, 0), width * 0.5).astype(np.float32)[..., None] / 255
        scene *= 1 - 0.35 * shadow
        round_off = cv2.GaussianBlur(mask, (0, 0), width * 0.6).astype(np.float32)[..., None] / 255
        scene[:] = scene * (1 - soft) + tone * (0.55 + 0.5 * round_off) * soft
        held = True
        if dice.chance(0.5):
            break
    return held


def _sleeve(scene: Floats, dice: Dice, card: Flat, homography: NDArray[np.float64]) -> None:
    """Lay a clear plastic sleeve over the first card: a veil, a seam round it, a few streaks of light."""
    margin = dice.between(1.5, 4)
    w, h = card.width + margin, card.height + margin
    quad = project(homography, np.array([[-margin, -margin], [w, -margin], [w, h], [-margin, h]], np.float64))
    mask = np.zeros(scene.shape[:2], np.float32)
    cv2.fillPoly(mask, [quad.astype(np.int32)], float(dice.between(0.05, 0.13)))
    mm = float(np.linalg.norm(quad[1] - quad[0])) / (card.width + 2 * margin)
    cv2.polylines(mask, [quad.astype(np.int32)], True, 0.3, max(1, int(0.4 * mm)))
    for _ in range(dice.integer(2, 5)):
        x = dice.between(0, card.width)
        ends = project(homography, np.array([[x, 0], [x + dice.between(-12, 12), card.height]], np.float64)).astype(
            np.int32
        )
        streak = np.zeros_like(mask)
        cv2.line(
            streak,
            tuple(int(v) for v in ends[0]),
            tuple(int(v) for v in ends[1]),
            1.0,
            max(1, int(dice.between(0.6, 3) * mm)),
        )
        mask += cv2.GaussianBlur(streak, (0, 0), max(1.0, 0.8 * mm)) * dice.between(0.06, 0.22)
    scene += mask[..., None] * (255 - scene)


def _lens(image: Floats, dice: Dice, plan: Plan, px_per_mm: float) -> Floats:
    sigma = plan.blur_mm * px_per_mm
    if sigma > 0.3:
        image = cv2.GaussianBlur(image, (0, 0), sigma)
    length = int(plan.motion_mm * px_per_mm)
    if length >= 3:
        kernel = np.zeros((length, length), np.float32)
        t = dice.between(0, math.pi)
        c = (length - 1) / 2
        cv2.line(
            kernel,
            (round(c - c * math.cos(t)), round(c - c * math.sin(t))),
            (round(c + c * math.cos(t)), round(c + c * math.sin(t))),
            1.0,
            1,
        )
        image = cv2.filter2D(image, -1, kernel / kernel.sum())
    return image


def _sensor(image: Floats, rng: np.random.Generator, plan: Plan) -> Pixels:
    """Add shot and read noise, a little blotchy as phones leave it after their own denoising."""
    h, w = image.shape[:2]
    grain = rng.standard_normal((h // 2 + 1, w // 2 + 1, 3), dtype=np.float32)
    coarse = cv2.resize(grain, (w, h), interpolation=cv2.INTER_LINEAR)
    fine = rng.standard_normal((h, w, 1), dtype=np.float32)
    strength = plan.noise * (0.6 + 0.4 * np.sqrt(np.clip(image, 1, 255) / 255))
    return np.clip(image + strength * (0.7 * coarse + 0.5 * fine), 0, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo with the cards' corners (pixels, TL TR BR BL of the upright card) and the lines that are in it."""

    pixels: Pixels
    corners: list[NDArray[np.float64]]
    conditions: list[str]
    quality: int


def take(dice: Dice, cards: list[Flat], plan: Plan) -> Shot | None:
    """Photograph the cards as planned; None when they cannot be framed so."""
    rng = np.random.default_rng(dice.integer(0, 2**31))
    w, h = plan.size
    placed = arrange(dice, cards, plan.turn_deg)
    camera = frame(dice, plan, cards, placed)
    if camera is None:
        return None
    homographies = [camera @ matrix for matrix in placed]
    corners = [project(homography, outline(card)) for card, homography in zip(cards, homographies, strict=True)]
    if any(
        card.smallest_mm * _px_per_mm(card, quad) < READABLE_PX[plan.kind]
        for card, quad in zip(cards, corners, strict=True)
    ):
        return None
    if plan.ground is not None:
        edge = np.concatenate([cards[0].pixels[:8].reshape(-1, 3), cards[0].pixels[-8:].reshape(-1, 3)])
        tone = np.median(edge, axis=0) + dice.random.choice([-22, -14, 10, 18])
        ground = np.full((h, w, 3), np.clip(tone, 6, 250), np.float32)
        ground *= 1 + 0.02 * noise(rng, (h, w), (3, 3))[..., None]
        scene = np.ascontiguousarray(ground, np.float32)
    else:
        scene = surface(dice, rng, (h, w), plan.surface).astype(np.float32)
    if plan.clutter:
        scene = clutter(dice, np.clip(scene, 0, 255).astype(np.uint8)).astype(np.float32)
    for card, homography in zip(cards, homographies, strict=True):
        _paste(scene, dice, card, homography, plan)
    if plan.sleeve:
        _sleeve(scene, dice, cards[0], homographies[0])
    conditions = conditions_of(plan, len(cards))
    if plan.hand and not _fingers(scene, dice, cards, homographies):
        conditions = [name for name in conditions if name != "hand"] or ["plain"]
    about = np.concatenate(corners)
    scene *= _light(dice, rng, plan, (h, w), about)[..., None]
    if plan.glare:
        _glare(scene, dice, plan, about)
    scene *= np.array(plan.cast, np.float32) * np.float32(plan.exposure)
    scene = _lens(scene, dice, plan, float(np.linalg.norm(corners[0][1] - corners[0][0])) / cards[0].width)
    return Shot(_sensor(scene, rng, plan), corners, conditions, plan.quality)


def flatbed(dice: Dice, cards: list[Flat]) -> Shot:
    """Scan cards on a flatbed: straight light, a grain of skew, the lid behind them."""
    rng = np.random.default_rng(dice.integer(0, 2**31))
    scale = dice.random.choice([8.0, 11.8, 11.8, 15.0])
    columns = 1 if len(cards) == 1 else 2
    margin = dice.between(3, 25)
    cell_w, cell_h = max(c.width for c in cards) + margin, max(c.height for c in cards) + margin
    rows = math.ceil(len(cards) / columns)
    w, h = int((cell_w * columns + margin) * scale), int((cell_h * rows + margin) * scale)
    lid = dice.random.choice([(252, 252, 252), (244, 244, 242), (225, 226, 228), (60, 60, 62), (20, 20, 20)])
    scene = np.full((h, w, 3), lid, np.float32)
    plan = Plan("scan", (w, h))
    corners = []
    for at, card in enumerate(cards):
        x, y = margin + (at % columns) * cell_w + card.width / 2, margin + (at // columns) * cell_h + card.height / 2
        matrix = np.diag([scale, scale, 1.0]) @ _placement(
            card, x, y, dice.random.gauss(0, 1.2) + (90 if dice.chance(0.06) else 0)
        )
        _paste(scene, dice, card, matrix, plan)
        corners.append(project(matrix, outline(card)))
    plan.noise = dice.between(0.5, 2.5)
    return Shot(
        _sensor(scene, rng, plan), corners, ["flatbed"] + (["several"] if len(cards) > 1 else []), dice.integer(80, 95)
    )


def digital(dice: Dice, card: Flat) -> Shot:
    """The card as its designer exports it or as a screen shows it: the whole frame, or a plain border round it."""
    pixels = card.pixels
    border = 0
    if dice.chance(0.35):
        border = int(pixels.shape[1] * dice.between(0.01, 0.06))
        tone = dice.random.choice([(0, 0, 0), (255, 255, 255), (230, 230, 232), (45, 45, 48)])
        pixels = np.asarray(
            cv2.copyMakeBorder(pixels, border, border, border, border, cv2.BORDER_CONSTANT, value=tone), np.uint8
        )
    h, w = card.pixels.shape[:2]
    corners = np.array(
        [[border, border], [border + w, border], [border + w, border + h], [border, border + h]], np.float64
    )
    return Shot(np.ascontiguousarray(pixels), [corners], ["digital"], dice.integer(70, 95))


def encoded(shot: Shot, dice: Dice, suffix: str) -> tuple[bytes, int]:
    """Return the file's bytes and its EXIF orientation (1, or 6 or 8 for a phone held upright)."""
    picture = Image.fromarray(shot.pixels)
    orientation = 1
    out = io.BytesIO()
    if suffix in ("png", "webp"):
        picture.save(out, suffix.upper(), quality=shot.quality)
        return out.getvalue(), 1
    if suffix == "heic":
        pillow_heif.register_heif_opener()
        picture.save(out, "HEIF", quality=min(shot.quality, 60))
        return out.getvalue(), 1
    exif = Image.Exif()
    if shot.pixels.shape[0] > shot.pixels.shape[1] and dice.chance(0.5):
        orientation = dice.random.choice([6, 6, 8])
        picture = picture.transpose(Image.Transpose.ROTATE_90 if orientation == 6 else Image.Transpose.ROTATE_270)
        exif[0x0112] = orientation
    picture.save(out, "JPEG", quality=shot.quality, exif=exif)
    return out.getvalue(), orientation
