"""Which way up a card's print stands, told by its letters.

Input is what is seen on the rectified card, any way up; output is a :class:`Turn`. Letters follow each other along the
line, so chains of letter-sized components tell rows from columns. Which end is up is told by the letters' shapes: a
small network gives for each component the odds that it stands upright, and the odds of all are multiplied. It is fitted
by ``scripts/fit_upright.py`` on rendered type. (Tesseract's own orientation detection fails on cards: too little text.)
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import Grey
from cardscan.image.letters import Seen, is_letter, link_letters, see

PATCH_PX = 14
"""Letters are shown to the network in a square of this side."""
_CHAIN = 4
"""Shorter chains are ornaments more often than words."""
_MOST_LETTERS = 400
_CLIP = 3.0
"""No single letter may say more than this, in log odds: a logo is no letter."""
_TEMPER = 0.35
"""Letters of one card err together, so that their summed log odds are taken at this weight (by hand)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How far a card must be turned to read upright.

    Attributes:
        quarter_turns: Clockwise, 0..3.
        confidence: 0..1 that this is right.
    """

    quarter_turns: int
    confidence: float = 1.0


def find_turn(seen: Seen) -> Turn:
    """Return the turn that brings a card's print upright; the print stands along one of its sides."""
    along, across = _patches(seen), _patches(seen.turned(1))
    sideways = len(across) > len(along)
    patches = across if sideways else along
    odds = upright_odds(patches)
    total = _TEMPER * float(np.clip(odds, -_CLIP, _CLIP).sum())
    sure_axis = 1 / (1 + (min(len(along), len(across)) / max(1, len(along), len(across))) ** 3)
    quarter = (1 if sideways else 0) + (0 if total >= 0 else 2)
    return Turn(quarter, sure_axis * float(1 / (1 + np.exp(-min(abs(total), 50.0)))))


def apply_turn(card: NDArray[np.uint8], turn: Turn) -> NDArray[np.uint8]:
    """Return the picture turned."""
    return np.ascontiguousarray(np.rot90(card, -turn.quarter_turns))


def letter_patches(grey: Grey) -> NDArray[np.float32]:
    """Return what stands in rows like letters, each as :func:`upright_odds` wants it: (N, PATCH_PX² + 3) float32."""
    return _patches(see(grey))


def _patches(seen: Seen) -> NDArray[np.float32]:
    found = []
    for spots in (seen.dark, seen.light):
        letters = spots.table[is_letter(spots.table, spots.even.shape)]
        for chain in link_letters(letters):
            if len(chain) < _CHAIN:
                continue
            members = letters[chain]
            heights = members[:, 3]
            middle = float(np.median(heights))
            if float(np.mean(np.abs(heights - middle) < 0.45 * middle)) < 0.7:
                continue
            slope, level = np.polyfit(members[:, 0] + members[:, 2] / 2, members[:, 1] + heights / 2, 1)
            found += [_patch(spots.even, row, level + slope * (row[0] + row[2] / 2), middle) for row in members]
    return np.array(found, dtype=np.float32).reshape(-1, PATCH_PX**2 + 3)[:_MOST_LETTERS]


def _patch(even: Grey, row: NDArray[np.int32], level: float, middle: float) -> NDArray[np.float32]:
    """Return one component: its pixels in a square, and how it stands to the middle of its line."""
    x, y, w, h = (int(value) for value in row[:4])
    side = max(w, h)
    square = np.full((side, side), 250, dtype=np.uint8)
    top, left = (side - h) // 2, (side - w) // 2
    square[top : top + h, left : left + w] = even[y : y + h, x : x + w]
    small = cv2.resize(square, (PATCH_PX, PATCH_PX), interpolation=cv2.INTER_AREA).astype(np.float32)
    dark = 250.0 - small
    dark /= max(1.0, float(dark.max()))
    place = ((y + h / 2 - level) / middle, h / middle - 1, w / middle - 1)
    return np.concatenate([dark.ravel(), np.clip(np.array(place, dtype=np.float32), -2, 2)])


def turned_over(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the patches as they are when the card lies upside down."""
    over = patches.copy()
    over[:, : PATCH_PX**2] = patches[:, : PATCH_PX**2][:, ::-1]
    over[:, PATCH_PX**2] *= -1
    return over


def upright_odds(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return for each patch the log odds that it stands upright and not on its head."""
    if len(patches) == 0:
        return np.zeros(0, dtype=np.float32)
    network = _network()

    def score(rows: NDArray[np.float32]) -> NDArray[np.float32]:
        hidden = np.maximum(rows @ network["weights"] + network["bias"], 0.0)
        return np.asarray(hidden @ network["out"], dtype=np.float32)

    return np.asarray((score(patches) - score(turned_over(patches))) / 2, dtype=np.float32)


@functools.cache
def _network() -> dict[str, NDArray[np.float32]]:
    with files("cardscan.image").joinpath("upright.npz").open("rb") as file:
        data = np.load(file, allow_pickle=False)
        return {name: data[name].astype(np.float32) for name in ("weights", "bias", "out")}
