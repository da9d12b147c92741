"""The naive script: Tesseract's English model on the photo as it is, and regular expressions.

    python scripts/naive.py PHOTO        prints the contract's JSON

The yardstick for time (issue: "as a ratio to the naive script on the same photo") and the lowest bar for fields.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pillow_heif
import pytesseract
from expressions import document
from PIL import Image, ImageOps
from readers import TIMEOUT_S


def read(path: str) -> dict[str, Any]:
    """Return the contract's document for a photo."""
    pillow_heif.register_heif_opener()
    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    return document(path, picture.size, pytesseract.image_to_string(picture, timeout=TIMEOUT_S))


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1]), ensure_ascii=False))
