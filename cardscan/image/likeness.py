"""How much a strip of a card looks like a line of print, before anything reads it.

Input is the line as it was found and its strip, (H, W) uint8, dark print on white; output are odds as a share, 0..1.
Print stands on one baseline and is black on white; grain, pictures and codes are neither. Reading what is no print
costs as much as reading print, and gives letters that are not there.
"""

from __future__ import annotations

import numpy as np

from cardscan.image.clean import Grey
from cardscan.image.lines import PrintLine

_BLACK, _WHITE = 60, 200
_WEIGHTS = {"one": -4.98, "letters": 2.17, "regular": 4.83, "between": -16.89, "spread": -0.32, "black": -4.74}
"""Logistic regression on 2,607 strips of real and of generated photographs, print where 7 in 10 letters read were
right. Of what was found in brightness, the print kept and the rest dropped: at 0.05 all and 60 %, at 0.3 99.8 and
84 %."""


def likeness(line: PrintLine, strip: Grey) -> float:
    """Return how likely it is that a strip shows print."""
    share = np.bincount(strip.ravel(), minlength=256) / strip.size
    width = (line.right - line.left) / line.cap_px / line.letters
    odds = (
        _WEIGHTS["one"]
        + _WEIGHTS["letters"] * float(np.log(line.letters))
        + _WEIGHTS["regular"] * line.regular
        + _WEIGHTS["between"] * float(share[_BLACK:_WHITE].sum())
        + _WEIGHTS["spread"] * float(np.log(max(0.3, width)))
        + _WEIGHTS["black"] * float(share[:_BLACK].sum())
    )
    return float(1 / (1 + np.exp(-odds)))
