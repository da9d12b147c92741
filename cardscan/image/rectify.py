"""A card set straight: seen square on, in its true proportions.

Input is the photo and the card's corners, output the card's picture, (H, W, 3) BGR.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.outline import sides_px, true_aspect

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class RectifyOptions:
    """The size of the rectified card.

    Attributes:
        long_side_px: At most: 85 mm at 500 dots per inch, where 8 pt capitals are 40 px high (30 to 42 read best).
        min_long_side_px: A smaller card is enlarged to this, so that its print can be told apart at all; enlarging more
            only enlarges the noise (facts: 2.5 times enlarged gained 5 points, and only at 170 dpi).
    """

    long_side_px: int = 1680
    min_long_side_px: int = 1000


def rectify(photo: Pixels, corners: NDArray[Any], options: RectifyOptions | None = None) -> Pixels:
    """Return the card at ``corners``, seen square on.

    Args:
        photo: (H, W, 3) uint8, BGR.
        corners: (4, 2), pixels of the photo, clockwise; the first becomes the top left.
        options: The defaults serve.
    """
    options = options or RectifyOptions()
    height, width = photo.shape[:2]
    quad = np.asarray(corners, dtype=np.float32)
    aspect = float(np.clip(true_aspect(quad, width, height), 0.1, 10.0))
    lengths = sides_px(quad)
    across, down = float(max(lengths[0], lengths[2])), float(max(lengths[1], lengths[3]))
    seen = max(across, down)
    long_side = min(max(seen, options.min_long_side_px), options.long_side_px)
    size = (long_side, long_side / aspect) if aspect >= 1 else (long_side * aspect, long_side)
    out_width, out_height = max(8, round(size[0])), max(8, round(size[1]))
    photo, near = _near_size(photo, quad, seen / long_side)
    ring = [(0, 0), (out_width, 0), (out_width, out_height), (0, out_height)]
    target = np.array(ring, np.float32) - np.float32(0.5)
    matrix = cv2.getPerspectiveTransform(near, target)
    way = cv2.INTER_CUBIC if seen < long_side else cv2.INTER_LINEAR
    card = cv2.warpPerspective(photo, matrix, (out_width, out_height), flags=way, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(card, dtype=np.uint8)


def _near_size(photo: Pixels, quad: NDArray[np.float32], times: float) -> tuple[Pixels, NDArray[np.float32]]:
    """Crop the photo to the card and halve it while it is more than twice as large as wanted (else print aliases)."""
    low = np.maximum(np.floor(quad.min(axis=0)).astype(int) - 4, 0)
    high = np.minimum(np.ceil(quad.max(axis=0)).astype(int) + 5, (photo.shape[1], photo.shape[0]))
    if (high - low < 2).any():
        return photo, quad
    photo = photo[low[1] : high[1], low[0] : high[0]]
    quad = np.asarray(quad - low, dtype=np.float32)
    while times >= 1.7:
        half = (max(1, photo.shape[1] // 2), max(1, photo.shape[0] // 2))
        photo = np.asarray(
            cv2.resize(photo[: half[1] * 2, : half[0] * 2], half, interpolation=cv2.INTER_AREA), np.uint8
        )
        quad = np.asarray((quad + 0.5) / 2 - 0.5, dtype=np.float32)
        times /= 2
    return photo, np.asarray(quad, dtype=np.float32)
