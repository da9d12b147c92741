"""Make photographs for fitting the finder, with their truth, under bench-data/.

    python scripts/make_finder_set.py --set develop-finder --seed 11 --count 600

As make_bench.py makes them, but smaller (the finder looks at 720 px), more often of several cards and of what is hard
to find, and now and then of things that are no card: a telephone, a sheet of paper, a printed page, an empty table.
Cards may be too small to be read. The truth holds the cards' corners alone. Deterministic by seed.

With ``--mistakable``, more often what finders are mistaken about (mistakable.py): scans and screenshots of cards with
figures printed on them, hands, cards that touch, telephones and notebooks beside a card or alone. With ``--printed
pictures``, most of these cards advertise (illustrated.py). With ``--flats``, the cards are not drawn but taken from
folders of pictures that a card fills, each with a truth.jsonl of ``file``, ``width_mm`` and ``height_mm``: cards by other
hands, so that the finder does not learn one draughtsman's habits.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import photograph
from illustrated import illustrated
from make_bench import ROOT, invent_card, pool_of
from mistakable import beside, held, laptop, lay, notebook, ornament, telephone
from photograph import Flat, Shot, digital, encoded, flatbed, plan_photo, take
from photoset import flat
from pools import Dice, Pool
from surfaces import KINDS, Pixels, clutter, surface

Printer = Callable[[Dice, Flat], Flat]
SHARES = {"none": 0.08, "digital": 0.11, "flatbed": 0.10, "ordinary": 0.26, "hard": 0.45}
MISTAKABLE = {"none": 0.1, "digital": 0.28, "flatbed": 0.08, "ordinary": 0.22, "hard": 0.32}
PRINTED = {"figures": (ornament, 0.5), "pictures": (illustrated, 0.8)}
"""What finders are mistaken about on a card, and the share of cards that bear it."""
SEVERAL = {"digital": 0.0, "flatbed": 0.4, "ordinary": 0.35, "hard": 0.3}
FLATS_SCALE = 12.0
"""Pixels per mm of cards that are read from pictures."""
SIZES = [(1600, 1200), (1920, 1440), (1920, 1080), (1280, 960), (1280, 720), (1440, 1440)]


def nothing(dice: Dice) -> Shot:
    """Return a photo without a card: a table, and on it often a sheet of paper, a telephone or a printed page."""
    rng = np.random.default_rng(dice.integer(0, 2**31))
    width, height = dice.random.choice(SIZES)
    if dice.chance(0.4):
        width, height = height, width
    scene = surface(dice, rng, (height, width), dice.weighted(KINDS[dice.pool]))
    if dice.chance(0.3):
        scene = clutter(dice, scene)
    if dice.chance(0.7):
        scene = _lay(dice, scene, _telephone(dice) if dice.chance(0.45) else _sheet(dice))
    light = np.linspace(1, dice.between(0.5, 1.0), width, dtype=np.float32)[None, :, None] * dice.between(0.5, 1.1)
    shot = cv2.GaussianBlur(scene.astype(np.float32) * light, (0, 0), dice.between(0.4, 1.5))
    shot += rng.normal(0, dice.between(1, 6), shot.shape)
    return Shot(np.clip(shot, 0, 255).astype(np.uint8), [], ["no card"], dice.integer(60, 95))


def _telephone(dice: Dice) -> Pixels:
    """Return a telephone seen from above, its screen dark or lit with tiles."""
    body = np.full((1500, 720, 3), dice.random.choice([15, 30, 60, 210]), np.uint8)
    lit = dice.chance(0.5)
    screen = np.array([dice.integer(60, 250) for _ in range(3)] if lit else [8, 8, 10])
    body[40:-40, 24:-24] = screen
    if lit:
        for row in range(6):
            for column in range(4):
                x, y = 60 + column * 155, 130 + row * 190
                colour = tuple(dice.integer(0, 255) for _ in range(3))
                cv2.rectangle(body, (x, y), (x + 115, y + 115), colour, -1)
    return body


def _sheet(dice: Dice) -> Pixels:
    """Return a sheet of paper of the proportions of A4 or Letter, mostly with lines of print."""
    height = 1500
    page = np.full((height, round(height / dice.random.choice([1.414, 1.294])), 3), dice.integer(225, 252), np.uint8)
    if dice.chance(0.8):
        step, size = dice.integer(20, 48), dice.between(0.35, 0.8)
        ink = dice.integer(20, 110)
        y = dice.integer(70, 240)
        while y < height - 90:
            words = " ".join(dice.any(["lorem", "ipsum", "dolor", "sit", "amet", "sed", "ut"]) for _ in range(14))
            end = 60 + int((page.shape[1] - 130) * (1.0 if dice.chance(0.8) else dice.between(0.2, 0.9)))
            cv2.putText(page, words, (60, y), cv2.FONT_HERSHEY_COMPLEX, size, (ink, ink, ink), 2, cv2.LINE_AA)
            page[y - step : y + step // 2, end:] = page[0, 0]
            y += step if dice.chance(0.88) else 2 * step
    return page


def _lay(dice: Dice, scene: Pixels, thing: Pixels) -> Pixels:
    """Lay a flat thing on the scene, turned, a little tilted, with a soft shadow."""
    height, width = scene.shape[:2]
    high, wide = thing.shape[:2]
    size = min(height, width) * dice.between(0.5, 1.0) / high
    turn = math.radians(dice.random.gauss(0, 8) + dice.random.choice([0, 0, 90, dice.between(0, 360)]))
    corners = (np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32) - (wide / 2, high / 2)) * size
    turned = corners @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    lean = np.array([dice.between(-0.2, 0.2), dice.between(-0.2, 0.2)]) / max(height, width)
    seen = turned / (1 + turned @ lean)[:, None]
    seen += (width * dice.between(0.35, 0.65), height * dice.between(0.35, 0.65))
    flat_corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat_corners, seen.astype(np.float32))
    laid = cv2.warpPerspective(thing, matrix, (width, height), flags=cv2.INTER_AREA).astype(np.float32)
    mask = cv2.warpPerspective(np.ones((high, wide), np.float32), matrix, (width, height))[..., None]
    shadow = cv2.GaussianBlur(np.roll(mask[..., 0], (5, 4), (0, 1)), (0, 0), 5)[..., None]
    ground = scene.astype(np.float32) * (1 - dice.between(0.15, 0.5) * shadow)
    return np.clip(ground * (1 - mask) + laid * mask, 0, 255).astype(np.uint8)


def alone(dice: Dice) -> Shot:
    """Return a photo without a card: a telephone, a laptop, a notebook or two on a table."""
    shot = nothing(dice)
    pixels = shot.pixels
    for _ in range(dice.random.choice([1, 1, 2])):
        pixels = lay(dice, pixels, *dice.random.choice([telephone, telephone, laptop, notebook])(dice))
    return replace(shot, pixels=pixels)


def as_scanned(dice: Dice, shot: Shot) -> Shot:
    """Return a digital card, now and then with a scanner's uneven margin or its noise."""
    pixels, corners = shot.pixels, shot.corners
    if dice.chance(0.2):
        long_side = max(pixels.shape[:2])
        left, top, right, low = (int(long_side * dice.between(0, 0.07)) for _ in range(4))
        tone = dice.random.choice([(255, 255, 255), (250, 250, 248), (225, 226, 228), (20, 20, 20), (60, 60, 62)])
        pixels = np.asarray(cv2.copyMakeBorder(pixels, top, low, left, right, cv2.BORDER_CONSTANT, value=tone))
        corners = [quad + np.array((left, top)) for quad in corners]
    if dice.chance(0.35):
        rng = np.random.default_rng(dice.integer(0, 2**31))
        pixels = np.clip(pixels + rng.normal(0, dice.between(0.5, 3), pixels.shape), 0, 255).astype(np.uint8)
    return replace(shot, pixels=pixels, corners=corners)


def touching(shot: Shot) -> bool:
    """Tell whether two of the cards touch or overlap."""
    masks = []
    for quad in shot.corners:
        masks.append(np.zeros(shot.pixels.shape[:2], np.uint8))
        cv2.fillPoly(masks[-1], [np.round(quad.mean(axis=0) + (quad - quad.mean(axis=0)) * 1.015).astype(np.int32)], 1)
    return bool(np.sum(masks, axis=0).max() > 1)


def read_flats(folders: Iterable[Path]) -> list[Flat]:
    """Return the cards of folders of pictures (see ``--flats``), at 12 pixels per mm; print may stand anywhere on them."""
    flats = []
    for folder in folders:
        for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            card = json.loads(line)
            width, height = float(card["width_mm"]), float(card["height_mm"])
            pixels = cv2.cvtColor(cv2.imread(str(folder / card["file"])), cv2.COLOR_BGR2RGB)
            size = (round(FLATS_SCALE * width), round(FLATS_SCALE * height))
            pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
            box = (0.1 * width, 0.15 * height, 0.8 * width, 0.7 * height)
            flats.append(Flat(width, height, FLATS_SCALE, pixels, (box,), 1.0))
    return flats


def taken(dice: Dice, flats: Sequence[Flat]) -> Flat:
    """Return one of the cards, now and then in other colours."""
    card = dice.random.choice(flats)
    pixels = card.pixels
    if dice.chance(0.15):
        pixels = 255 - pixels
    if dice.chance(0.3):
        pixels = pixels[..., dice.random.sample(range(3), 3)]
    return replace(card, pixels=np.ascontiguousarray(pixels))


def shoot_mistakable(
    seed: str, pool_name: str, only: str | None = None, printed: str = "figures", flats: Sequence[Flat] = ()
) -> Shot:
    """Return one photo of what finders are mistaken about, of the kind ``only`` if there is one, of ``flats`` if any."""
    printer, share = PRINTED[printed]
    pool = pool_of(pool_name)
    dice = Dice(f"mistakable/{seed}", pool)
    kind = only or dice.weighted(MISTAKABLE)
    if kind == "none":
        return alone(dice)
    count = dice.random.choice([2, 2, 3, 4]) if dice.chance(SEVERAL[kind]) else 1
    printers = [printer if dice.chance(share) else None for _ in range(count)]
    near = dice.chance(0.4)
    for attempt in range(40):
        shot = _shoot_kind(dice, kind, seed, pool, printers, flats)
        if shot is None or (kind != "flatbed" and count > 1 and near and attempt < 5 and not touching(shot)):
            continue
        if kind in ("ordinary", "hard"):
            shot = beside(dice, shot) if dice.chance(0.3) else shot
            shot = held(dice, shot) if dice.chance(0.3) else shot
        return shot
    raise RuntimeError(f"{seed}: could not be framed")


def _shoot_kind(
    dice: Dice, kind: str, seed: str, pool: Pool, printers: list[Printer | None], flats: Sequence[Flat]
) -> Shot | None:
    """Return a photo of cards with what their printers print on them; None when they cannot be framed."""

    def drawn(at: int, scale: float) -> Flat:
        if flats:
            return taken(dice, flats)
        card = flat(invent_card(f"{seed}/{at}", pool), scale, f"{seed}/{at}", pool)
        printer = printers[at]
        return printer(dice, card) if printer else card

    if kind == "digital":
        return as_scanned(dice, digital(dice, drawn(0, dice.random.choice([9.0, 12.0, 15.0]))))
    if kind == "flatbed":
        return flatbed(dice, [drawn(at, 11.8) for at in range(len(printers))])
    plan = plan_photo(dice, kind, several=len(printers) > 1)
    width, height = dice.random.choice(SIZES)
    plan.size = (height, width) if plan.size[1] > plan.size[0] else (width, height)
    plan.noise *= 0.4 if dice.chance(0.6) else 1.0  # as of a larger photo that is reduced
    scale = float(np.clip(max(plan.size) * plan.fill / (1 if len(printers) == 1 else 2) / 80, 8, 24))
    return take(dice, [drawn(at, scale) for at in range(len(printers))], plan)


def shoot(seed: str, pool_name: str) -> Shot:
    """Return one photo of the set."""
    pool = pool_of(pool_name)
    dice = Dice(f"finder/{seed}", pool)
    kind = dice.weighted(SHARES)
    if kind == "none":
        return nothing(dice)
    count = dice.random.choice([2, 2, 3, 3, 4, 5, 6]) if dice.chance(SEVERAL[kind]) else 1
    laid = [invent_card(f"{seed}/{at}", pool) for at in range(count)]
    for _ in range(40):
        if kind == "digital":
            return digital(dice, flat(laid[0], dice.random.choice([9.0, 12.0, 15.0]), f"{seed}/0", pool))
        if kind == "flatbed":
            return flatbed(dice, [flat(card, 11.8, f"{seed}/{at}", pool) for at, card in enumerate(laid)])
        plan = plan_photo(dice, kind, several=count > 1)
        width, height = dice.random.choice(SIZES)
        plan.size = (height, width) if plan.size[1] > plan.size[0] else (width, height)
        if dice.chance(0.6):
            plan.noise *= 0.4  # as of a larger photo that is reduced
        if count == 1 and dice.chance(0.15):
            plan.cut, plan.fill = True, dice.between(1.0, 1.12)
        scale = float(np.clip(max(plan.size) * plan.fill / (1 if count == 1 else 2) / 80, 8, 24))
        cards: list[Flat] = [flat(card, scale, f"{seed}/{at}", pool) for at, card in enumerate(laid)]
        shot = take(dice, cards, plan)
        if shot is not None:
            return shot
    raise RuntimeError(f"{seed}: could not be framed")


def record(shot: Shot, file: str, name: str) -> dict[str, Any]:
    """Return a photo's truth."""
    height, width = shot.pixels.shape[:2]
    cards = [{"corners": [[round(float(x), 1), round(float(y), 1)] for x, y in quad]} for quad in shot.corners]
    return {
        "file": file, "set": name, "conditions": shot.conditions, "width": width, "height": height, "cards": cards,
    }  # fmt: skip


def main() -> int:
    """Parse the command line and write the set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", required=True, help="name of the set; its pool follows from it")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--mistakable", action="store_true", help="more of what finders are mistaken about")
    parser.add_argument("--printed", choices=sorted(PRINTED), default="figures", help="with --mistakable: on the cards")
    parser.add_argument("--flats", type=Path, nargs="*", default=[], help="with --mistakable: folders of cards to take")
    parser.add_argument("--only", choices=sorted(MISTAKABLE), help="with --mistakable: photos of this kind alone")
    options = parser.parse_args()
    folder: Path = ROOT / "bench-data" / options.set
    folder.mkdir(parents=True, exist_ok=True)
    photograph.READABLE_PX.update(ordinary=3.0, hard=3.0)
    flats = read_flats(options.flats)
    rows = []
    for number in range(options.count):
        seed = f"{options.set}/{options.seed}/{number}"
        if options.mistakable:
            shot = shoot_mistakable(seed, options.set, options.only, options.printed, flats)
        else:
            shot = shoot(seed, options.set)
        data, _ = encoded(shot, Dice(f"file/{seed}", pool_of(options.set)), "jpg")
        file = f"{options.set}-{number:04}.jpg"
        (folder / file).write_bytes(data)
        rows.append(json.dumps(record(shot, file, options.set)))
        (folder / "truth.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{folder}: {len(rows)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
