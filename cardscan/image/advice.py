"""What a person can do for a better picture of a card: measured causes, in words.

Nothing is said of a picture that is good enough: advice that always speaks is not heard.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import to_grey
from cardscan.image.outline import Outline, sides_px
from cardscan.image.shrink import shrink

Pixels = NDArray[np.uint8]

_LOOK_PX = 1000
"""Long side of the card that is looked at: what is measured here needs no more."""
_NEEDED_PX = 900
"""Long side of the card in the photo: 85 mm at 270 dots per inch (fields intact fall from 97 to 93 % below 250)."""
_TOO_SMALL_PX = 650
_BLURRED_PX = 3.1
"""Width of an edge of print, in pixels of a card 1,000 px long. Measured: sharp photos 2.0 to 2.4, softer ones that
are still read 2.3 to 3.0, blurred ones 2.4 to 3.7."""
_DARK = 85
"""Brightness, 0..255, of the brightest hundredth of the card. Measured: photos in ordinary light from 122, in the dark
62 to 125."""
_GLARE_SHARE = 0.02
"""Burnt out, of the card's area."""
_PAPER = 215
"""Brightness of the card beside the glare. Where the paper itself is brighter, it is burnt out without a reflection,
and its dark print stands (measured: one plain photo in five)."""


def advise(photo: Pixels, outline: Outline, card: Pixels) -> tuple[str, ...]:
    """Return what would make the picture of this card better, the gravest first; nothing where it is good.

    Args:
        photo: (H, W, 3) uint8, BGR.
        outline: Where the card is in the photo.
        card: (h, w, 3) uint8, BGR, the card rectified (and upright, so that places are named as they are read).
    """
    card = shrink(card, _LOOK_PX)
    said = [
        _cut(photo, outline),
        _small(outline),
        _dark(card),
        _blurred(card, outline),
        _glare(card),
    ]
    return tuple(sentence for sentence in said if sentence is not None)


def _cut(photo: Pixels, outline: Outline) -> str | None:
    """Name the sides of the frame that cut the card off."""
    if not outline.cut or outline.whole_frame:
        return None
    height, width = photo.shape[:2]
    margin = 0.004 * max(height, width)
    left, top = outline.corners.min(axis=0)
    right, bottom = outline.corners.max(axis=0)
    sides = [
        name
        for name, at in (
            ("on the left", left < margin),
            ("on the right", right > width - 1 - margin),
            ("at the top", top < margin),
            ("at the bottom", bottom > height - 1 - margin),
        )
        if at
    ]
    return f"the card is cut off {' and '.join(sides)}: hold the phone a little further away" if sides else None


def _small(outline: Outline) -> str | None:
    """Say so when the card has too few pixels for its small print."""
    long_side = float(sides_px(outline.corners).max())
    if long_side >= _TOO_SMALL_PX:
        return None
    return f"too far away: the card is {long_side:.0f} px wide, at least {_NEEDED_PX} is needed"


def _dark(card: Pixels) -> str | None:
    """Say so when there was too little light; a dark card has light print on it."""
    grey = cv2.cvtColor(shrink(card, 400), cv2.COLOR_BGR2GRAY)
    bright = float(np.percentile(grey, 99))
    return "too dark: turn a light on or go to a window" if bright < _DARK else None


def _blurred(card: Pixels, outline: Outline) -> str | None:
    """Say so when the edges of the print are too wide."""
    width = edge_width(card)
    return "blurred: hold still and tap to focus" if width is not None and width > _BLURRED_PX else None


def edge_width(card: Pixels) -> float | None:
    """Return how wide the strongest edges are, in pixels of a card 1,000 px long; None where there is no edge.

    The width of an edge is its height over its steepest slope.
    """
    grey = to_grey(shrink(card, _LOOK_PX))
    across, down = (cv2.Sobel(grey, cv2.CV_32F, *way, scale=0.125) for way in ((1, 0), (0, 1)))
    slope = cv2.magnitude(across, down)
    box = np.ones((9, 9), np.uint8)
    high = cv2.subtract(cv2.dilate(grey, box), cv2.erode(grey, box)).astype(np.float32)
    peak = (slope >= cv2.dilate(slope, np.ones((5, 5), np.uint8))) & (high > 40)
    if int(peak.sum()) < 60:
        return None
    widths = high[peak] / np.maximum(slope[peak], 1.0)
    return float(np.percentile(widths, 20) * 1000 / max(grey.shape))


def _glare(card: Pixels) -> str | None:
    """Name the part of the card where light is reflected so that print is lost."""
    small = shrink(card, 400)
    burnt = (small.min(axis=2) >= 252).astype(np.uint8)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    burnt = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    share = float(burnt.mean())
    beside = grey[cv2.dilate(burnt, np.ones((25, 25), np.uint8)) == 0]
    if share < _GLARE_SHARE or beside.size == 0 or float(np.percentile(beside, 70)) > _PAPER:
        return None
    _, xs = np.nonzero(burnt)
    across = ("left", "middle", "right")[min(2, int(xs.mean() / small.shape[1] * 3))]
    where = f"the {across} third" if np.ptp(xs) < 0.6 * small.shape[1] else f"{share:.0%} of the card"
    return f"glare over {where}: tilt the card or move out of the light"
