"""Sets of photographs with their truth: what make_bench.py and make_samples.py write.

``truth.jsonl`` holds one JSON per photo: file, set, kind ("scan", "ordinary", "hard"), conditions, and the cards with
corners (pixels after EXIF orientation; top left, top right, bottom right, bottom left of the upright card), lines and
contact (the contract's form without confidence, plus ``accept``: other values that are right, too).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from drawing import draw_card
from layouts import Laid
from make_bench import ROOT, card_record, invent_card, pool_of
from photograph import Flat, Plan, Shot, digital, encoded, flatbed, plan_photo, take
from pools import Dice, Pool

SHARES = {"scan": 0.2, "ordinary": 0.4, "hard": 0.4}
SEVERAL = 0.09
"""Share of photos with more than one card."""
NOTED = 0.03
NOTES = [
    "call Tuesday",
    "ask about Q3",
    "met at the fair",
    "very kind!",
    "2nd round?",
    "send CV",
    "Thursday 3 pm",
    "knows Anna",
]
"""What people write on cards they were given; no part of the truth."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A finished photo: bytes, file suffix and truth."""

    data: bytes
    suffix: str
    truth: dict[str, Any]


def flat(laid: Laid, scale: float, seed: str, pool: Pool) -> Flat:
    """Return the card drawn flat at ``scale`` pixels per mm; a few bear a note by hand."""
    dice = Dice(f"note/{seed}", pool)
    note = dice.any(NOTES) if dice.chance(NOTED) else ""
    pixels = draw_card(laid, scale, Dice(seed, pool), note)
    boxes = [placed.box for placed in laid.lines]
    boxes += [(x, y, side, side) for x, y, side, _ in laid.codes]
    smallest = min(placed.cap_height for placed in laid.lines if placed.role != "legal" or len(laid.lines) == 1)
    return Flat(laid.width, laid.height, scale, pixels, tuple(boxes), smallest)


def _scale_for(plan: Plan, cards: int) -> float:
    """Return the resolution to draw at: about that of the photo, so that nothing is enlarged or aliased."""
    across = max(plan.size) * plan.fill / (1 if cards == 1 else 2)
    return float(np.clip(across / 80, 8, 42))


def _shoot(dice: Dice, laid: list[Laid], kind: str, seed: str, pool: Pool, **wanted: Any) -> Shot:
    for _ in range(60):
        if kind == "scan":
            if len(laid) == 1 and dice.chance(0.55):
                return digital(dice, flat(laid[0], dice.random.choice([11.8, 12.0, 14.0, 20.0]), f"{seed}/0", pool))
            return flatbed(dice, [flat(card, 16.0, f"{seed}/{at}", pool) for at, card in enumerate(laid)])
        plan = plan_photo(dice, kind, several=len(laid) > 1)
        for name, value in wanted.items():
            setattr(plan, name, value)
        plan.fill = max(plan.fill, 0.55) if "fill" not in wanted and kind == "ordinary" else plan.fill
        scale = _scale_for(plan, len(laid))
        shot = take(dice, [flat(card, scale, f"{seed}/{at}", pool) for at, card in enumerate(laid)], plan)
        if shot is not None:
            return shot
    raise RuntimeError(f"{seed}: could not be framed")


def make_photo(
    seed: str,
    pool: Pool,
    *,
    kind: str | None = None,
    cards: int | None = None,
    fiction: bool = False,
    countries: tuple[str, ...] | None = None,
    suffix: str | None = None,
    **wanted: Any,
) -> Photo:
    """Return a photo with its truth; the same arguments give the same bytes.

    Args:
        kind: "scan", "ordinary" or "hard"; None throws for it.
        cards: How many; None throws for it.
        fiction: See people.invent.
        countries: Of the people; None for all.
        suffix: "jpg", "png", "webp" or "heic"; None throws for it.
        wanted: Fields of the Plan to set whatever the throw (size, turn_deg …).
    """
    dice = Dice(f"photo/{seed}", pool)
    kind = kind or dice.weighted(SHARES)
    count = cards or (dice.random.choice([2, 2, 2, 3, 3, 4, 4, 5, 6]) if dice.chance(SEVERAL) else 1)
    laid = [invent_card(f"{seed}/{at}", pool, fiction=fiction, countries=countries) for at in range(count)]
    shot = _shoot(dice, laid, kind, seed, pool, **wanted)
    suffix = suffix or ("png" if shot.conditions == ["digital"] and dice.chance(0.6) else "jpg")
    data, orientation = encoded(shot, dice, suffix)
    h, w = shot.pixels.shape[:2]
    conditions = list(shot.conditions)
    for card in laid:
        conditions += ["dark card"] if card.theme == "dark" else []
        conditions += ["code"] if card.codes else []
    records = []
    for card, corners in zip(laid, shot.corners, strict=True):
        record = card_record(card, 1050 / 85)
        records.append({"corners": [[round(float(x), 1), round(float(y), 1)] for x, y in corners], **record})
    truth = {
        "kind": kind,
        "conditions": list(dict.fromkeys(conditions)),
        "width": w,
        "height": h,
        "orientation": orientation,
        "cards": records,
    }
    return Photo(data, suffix, truth)


def photos(name: str, seed: int, count: int) -> Iterator[Photo]:
    """Yield the photos of a set."""
    for number in range(count):
        yield make_photo(f"{name}/{seed}/{number}", pool_of(name))


def write_photos(name: str, seed: int, count: int) -> Path:
    """Write a set under bench-data/ and return its folder; the truth is written last and whole."""
    folder = ROOT / "bench-data" / name
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("*.jpg"), *folder.glob("*.png")]:
        old.unlink()
    rows = []
    for number, photo in enumerate(photos(name, seed, count)):
        file = f"{name}-{number:04}.{photo.suffix}"
        (folder / file).write_bytes(photo.data)
        rows.append(json.dumps({"file": file, "set": name, "seed": seed, **photo.truth}, ensure_ascii=False))
        partial = folder / "truth.jsonl.part"
        partial.write_text("\n".join(rows) + "\n", "utf-8")
        partial.replace(folder / "truth.jsonl")
    return folder
