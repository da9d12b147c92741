"""QR and bar codes on a photo or a card, read by zxing-cpp.

Codes are looked for on a picture of bounded size first (a quiet 12-megapixel photo then takes 10 to 20 ms, not 150) and
once more at a finer size when nothing was found and the picture is far larger. (Of 33 codes on rectified cards, up to
1,680 px long, none was found at full size alone.)
"""

from __future__ import annotations

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from cardscan.image.clean import to_grey
from cardscan.image.shrink import shrink
from cardscan.model import Box, Code

_LONG_SIDES_PX = (1000, 2000)
_MAX_TEXT = 8192
"""More than the largest QR code holds (ISO/IEC 18004: 7,089 digits)."""


def read_codes(picture: NDArray[np.uint8]) -> list[Code]:
    """Return the codes in ``picture``, top to bottom.

    Args:
        picture: (H, W, 3) BGR or (H, W) grey, uint8: a photo or a rectified card.
    Returns:
        Each content once, with its box in pixels of ``picture``.
    """
    grey = to_grey(picture)
    for target in _LONG_SIDES_PX:
        small = shrink(grey, target)
        found = _read(np.ascontiguousarray(small), small.shape[1] / grey.shape[1])
        if found or max(grey.shape) < 2 * max(small.shape):
            return found
    return []


def _read(grey: NDArray[np.uint8], scale: float) -> list[Code]:
    """Return the codes in a grey picture, their boxes divided by ``scale``."""
    codes: dict[tuple[str, str], Code] = {}
    for barcode in zxingcpp.read_barcodes(grey, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain):
        text = barcode.text[:_MAX_TEXT]
        place = barcode.position
        points = [(p.x, p.y) for p in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)]
        left, top = min(x for x, _ in points), min(y for _, y in points)
        right, bottom = max(x for x, _ in points), max(y for _, y in points)
        box = Box(left / scale, top / scale, (right - left) / scale, (bottom - top) / scale)
        name = str(barcode.format).removeprefix("BarcodeFormat.").replace(" ", "")
        if text:
            codes.setdefault((name, text), Code(name, text, box))
    return sorted(codes.values(), key=lambda code: (code.box.y, code.box.x) if code.box else (0.0, 0.0))


_FORMATS = zxingcpp.barcode_formats_from_str("QRCode|MicroQRCode|DataMatrix|Aztec|PDF417")
"""What cards carry. One-dimensional codes are left out: lines of print pass for them (and cost half the time)."""
