"""The classic tutorial: the largest four-point contour, warped flat, adaptive threshold, Tesseract, expressions.

    python scripts/tutorial.py PHOTO     prints the contract's JSON

As document-scanner tutorials have it: edges by Canny, the largest contour that approximates to four points.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import cv2
import numpy as np
import pillow_heif
import pytesseract
from expressions import document
from numpy.typing import NDArray
from PIL import Image, ImageOps
from readers import TIMEOUT_S

WORKING_HEIGHT = 500


def _ordered(points: NDArray[np.float32]) -> NDArray[np.float32]:
    total, difference = points.sum(axis=1), np.diff(points, axis=1)[:, 0]
    return np.array(
        [points[total.argmin()], points[difference.argmin()], points[total.argmax()], points[difference.argmax()]],
        np.float32,
    )


def find_outline(photo: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """Return the largest four-point contour of the photo, TL TR BR BL, or None."""
    ratio = photo.shape[0] / WORKING_HEIGHT
    small = cv2.resize(photo, (round(photo.shape[1] / ratio), WORKING_HEIGHT))
    edges = cv2.Canny(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0), 75, 200)
    contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:5]:
        outline = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)
        if len(outline) == 4 and cv2.contourArea(outline) > 0.02 * small.shape[0] * small.shape[1]:
            return _ordered(outline.reshape(4, 2).astype(np.float32) * ratio)
    return None


def read(path: str) -> dict[str, Any]:
    """Return the contract's document for a photo."""
    pillow_heif.register_heif_opener()
    with Image.open(path) as opened:
        photo = np.asarray(ImageOps.exif_transpose(opened).convert("RGB"))
    outline = find_outline(photo)
    flat = photo
    if outline is not None:
        w = int(max(np.linalg.norm(outline[1] - outline[0]), np.linalg.norm(outline[2] - outline[3])))
        h = int(max(np.linalg.norm(outline[3] - outline[0]), np.linalg.norm(outline[2] - outline[1])))
        target = np.array([[0, 0], [w - 1, 0], [w - 1, h - 1], [0, h - 1]], np.float32)
        flat = cv2.warpPerspective(photo, cv2.getPerspectiveTransform(outline, target), (w, h))
    gray = cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY)
    black = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, 31, 10)
    text = pytesseract.image_to_string(black, timeout=TIMEOUT_S)
    return document(path, (photo.shape[1], photo.shape[0]), text, None if outline is None else outline.tolist())


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1]), ensure_ascii=False))
