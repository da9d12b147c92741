"""A card set straight: seen square on, in its true proportions.

Input is the photo and the card's corners, output the card's picture, (H, W, 3) BGR. Paper that curls is laid flat: what
lies between its bent edges is shifted as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def rectify(
    photo: Pixels, corners: NDArray[Any], options: RectifyOptions | None = None, bows: Sequence[float] | None = None
) -> Pixels:
    """Return the card at ``corners``, seen square on.

    Args:
        photo: (H, W, 3) uint8, BGR.
        corners: (4, 2), pixels of the photo, clockwise; the first becomes the top left.
        options: The defaults serve.
        bows: How far the middle of each side is bent towards the inside, pixels of the photo
            (:class:`cardscan.image.outline.Outline`); None for straight sides.
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
    bent = bows is not None and any(bows)
    reach = max(abs(bow) for bow in bows) if bent and bows is not None else 0.0
    photo, near, scale = _near_size(photo, quad, seen / long_side, reach)
    ring = [(0, 0), (out_width, 0), (out_width, out_height), (0, out_height)]
    target = np.array(ring, np.float32) - np.float32(0.5)
    matrix = cv2.getPerspectiveTransform(near, target)
    way = cv2.INTER_CUBIC if seen < long_side else cv2.INTER_LINEAR
    if bent:
        places = _bent_places(near, np.linalg.inv(matrix), np.array(bows, np.float32) * scale, (out_width, out_height))
        card = cv2.remap(photo, places, None, way, borderMode=cv2.BORDER_REPLICATE)
    else:
        card = cv2.warpPerspective(photo, matrix, (out_width, out_height), flags=way, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(card, dtype=np.uint8)


def _bent_places(
    quad: NDArray[np.float32], matrix: NDArray[np.float64], bows: NDArray[np.float32], size: tuple[int, int]
) -> NDArray[np.float32]:
    """Return where in the photo each pixel of the card lies, (H, W, 2), when the card's sides are bent.

    The sides' shifts are carried over to the inside in proportion to how near each side is.

    Source:
        Steven A. Coons, "Surfaces for computer-aided design of space forms", MIT (1967): a patch from its four edges.
    """
    width, height = size
    across, down = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    rows = (matrix / matrix[2, 2]).astype(np.float32)
    planes = ((row[0] * across)[None] + (row[1] * down)[:, None] + row[2] for row in rows)
    x, y, depth = planes
    places = np.stack([x / depth, y / depth], axis=2)
    nearer = [1 - (down[:, None] + 0.5) / height, (across[None] + 0.5) / width]
    weights = (nearer[0], nearer[1], 1 - nearer[0], 1 - nearer[1])
    rims = (places[:1], places[:, -1:], places[-1:], places[:, :1])
    for i in np.flatnonzero(bows):
        start, edge = quad[i], quad[(i + 1) % 4] - quad[i]
        length = np.float32(max(float(np.linalg.norm(edge)), 1e-3))
        t = np.clip((rims[i] - start) @ edge / (length * length), 0, 1)
        shift = (4 * bows[i] * t * (1 - t))[..., None] * np.array([-edge[1], edge[0]], np.float32) / length
        places += shift * weights[i][..., None].astype(np.float32)
    return places


def _near_size(
    photo: Pixels, quad: NDArray[np.float32], times: float, beyond: float
) -> tuple[Pixels, NDArray[np.float32], float]:
    """Crop the photo to the card and halve it while it is more than twice as large as wanted (else print aliases).

    ``beyond`` pixels outside the corners are kept. Returned are the picture, the corners in it, and its scale.
    """
    margin, scale = int(np.ceil(beyond)) + 4, 1.0
    low = np.maximum(np.floor(quad.min(axis=0)).astype(int) - margin, 0)
    high = np.minimum(np.ceil(quad.max(axis=0)).astype(int) + margin + 1, (photo.shape[1], photo.shape[0]))
    if (high - low < 2).any():
        return photo, quad, scale
    photo = photo[low[1] : high[1], low[0] : high[0]]
    quad = np.asarray(quad - low, dtype=np.float32)
    while times >= 1.7:
        half = (max(1, photo.shape[1] // 2), max(1, photo.shape[0] // 2))
        photo = np.asarray(
            cv2.resize(photo[: half[1] * 2, : half[0] * 2], half, interpolation=cv2.INTER_AREA), np.uint8
        )
        quad = np.asarray((quad + 0.5) / 2 - 0.5, dtype=np.float32)
        times, scale = times / 2, scale / 2
    return photo, np.asarray(quad, dtype=np.float32), scale
