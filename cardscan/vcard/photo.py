"""A picture small enough for every phone's import."""

from __future__ import annotations

import io

from cardscan.errors import ParseError
from cardscan.vcard.targets import MAX_PHOTO_OCTETS

_SIDES = (720, 540, 400, 300, 200, 120)
_QUALITIES = (85, 70, 55, 40)


def fit_photo(picture: bytes, limit: int = MAX_PHOTO_OCTETS) -> bytes:
    """Return ``picture`` as a JPEG of at most ``limit`` octets, the largest and finest of a few that fit.

    Args:
        picture: A JPEG, PNG, WebP, … file. A JPEG that fits is returned as it is.
    Raises:
        ParseError: It is no picture.
    """
    from PIL import Image

    if len(picture) <= limit and picture[:3] == b"\xff\xd8\xff":
        return picture
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            opened.draft("RGB", (_SIDES[0], _SIDES[0]))
            image = opened.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise ParseError("a picture", "…", str(error)[:60]) from error
    made = b""
    for side in _SIDES:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=quality, optimize=True)
            made = buffer.getvalue()
            if len(made) <= limit:
                return made
    return made
