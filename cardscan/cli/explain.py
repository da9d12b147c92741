"""``--explain``: the picture after each stage with what was decided and why, and one page that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from jinja2 import Environment, PackageLoader
from numpy.typing import NDArray

from cardscan.cli.card_text import rows
from cardscan.cli.terminal import write_product
from cardscan.image.encode import draw_outlines, encode_jpeg, encode_png
from cardscan.model import Scan

WIDEST_PX = 1600
"""Photos are shown no wider than this; a rectified card is shown as it is."""


class Explanation:
    """A Trace that keeps each stage's picture as a file in ``folder``, and writes a page of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stages: list[dict[str, str]] = []

    def show(
        self, stage: str, picture: NDArray[np.uint8], decided: str, outlines: Sequence[NDArray[np.float32]] = ()
    ) -> None:
        """Keep the stage's picture, its outlines drawn on it."""
        drawn = draw_outlines(picture, list(outlines)) if outlines else picture
        step = max(1, -(-drawn.shape[1] // WIDEST_PX))
        drawn = np.ascontiguousarray(drawn[::step, ::step])
        number = len(self._stages) + 1
        photo = drawn.ndim == 3
        name = f"{number:02d}-{stage.replace(' ', '-')}.{'jpg' if photo else 'png'}"
        encoded = encode_jpeg(drawn) if photo else encode_png(drawn)
        write_product(encoded, self.folder / name, force=True)
        self._stages.append({"stage": stage, "file": name, "decided": decided})

    def write(self, scan: Scan) -> Path:
        """Write the page that shows the stages and what was read, and return its path."""
        environment = Environment(loader=PackageLoader("cardscan.cli", "templates"), autoescape=True)
        cards = [{"rows": list(rows(card.contact)), "text": card.text, "advice": card.advice} for card in scan.cards]
        page = environment.get_template("explain.html.j2").render(photo=scan.photo, stages=self._stages, cards=cards)
        path = self.folder / "index.html"
        write_product(page, path, force=True)
        return path
