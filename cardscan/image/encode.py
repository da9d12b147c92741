"""Pictures as files: the rectified card as the JPEG that is kept beside the book."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

JPEG_QUALITY = 88
"""Small print stays legible at 88 and the file half the size of 95's."""


def encode_jpeg(picture: NDArray[np.uint8], quality: int = JPEG_QUALITY) -> bytes:
    """Return ``picture`` ((H, W, 3) BGR or (H, W) grey, uint8) as the bytes of a JPEG file."""
    _, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return encoded.tobytes()


def encode_png(picture: NDArray[np.uint8]) -> bytes:
    """Return ``picture`` ((H, W, 3) BGR or (H, W) grey, uint8) as the bytes of a PNG file."""
    _, encoded = cv2.imencode(".png", picture)
    return encoded.tobytes()


def draw_outlines(picture: NDArray[np.uint8], outlines: list[NDArray[np.float32]]) -> NDArray[np.uint8]:
    """Return a copy of ``picture`` in BGR with each polygon ((N, 2), pixels) drawn on it."""
    drawn = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR) if picture.ndim == 2 else picture.copy()
    width = max(2, max(drawn.shape[:2]) // 500)
    for outline in outlines:
        cv2.polylines(drawn, [np.round(outline).astype(np.int32)], True, (60, 60, 230), width, cv2.LINE_AA)
    return np.asarray(drawn, dtype=np.uint8)
