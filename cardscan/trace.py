"""What a stage saw and decided, for whoever wants to look: the seam behind ``cardscan scan --explain``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Trace(Protocol):
    """Is told of each stage in turn. A stage calls it only where one was given."""

    def show(
        self, stage: str, picture: NDArray[np.uint8], decided: str, outlines: Sequence[NDArray[np.float32]] = ()
    ) -> None:
        """Take note of a stage.

        Args:
            stage: Its name, for example "rectify".
            picture: (H, W, 3) BGR or (H, W) grey, as it left the stage.
            decided: What was decided and why, in words.
            outlines: Polygons to draw on the picture, each (N, 2), in its pixels.
        """
