"""RapidOCR on the photo as it is, and regular expressions.

    python scripts/rapid.py PHOTO        prints the contract's JSON

Optional: needs ``rapidocr`` and ``onnxruntime`` (``pip install cardscan-interviews[rapid]``). The confidence of every
value is the mean of RapidOCR's own scores.
"""

from __future__ import annotations

import json
import logging
import sys
from functools import cache
from typing import Any

import numpy as np
import pillow_heif
from expressions import document
from PIL import Image, ImageOps


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR()


def read(path: str) -> dict[str, Any]:
    """Return the contract's document for a photo."""
    pillow_heif.register_heif_opener()
    with Image.open(path) as opened:
        photo = np.asarray(ImageOps.exif_transpose(opened).convert("RGB"))
    found = _engine()(np.ascontiguousarray(photo[..., ::-1]))
    texts, scores = list(found.txts or ()), list(found.scores or ())
    return document(
        path, (photo.shape[1], photo.shape[0]), "\n".join(texts), confidence=float(np.mean(scores)) if scores else 1.0
    )


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1]), ensure_ascii=False))
