"""RapidOCR (PaddleOCR's models on ONNX): another engine altogether, for a second opinion.

It finds its own lines, so a layout is a hint it does not need; it reads Latin and Chinese letters with one model and
loses spaces, so that its lines come as single words here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cardscan.errors import ToolFailedError, ToolMissingError
from cardscan.model import Box, Line, Word
from cardscan.ocr.engine import Grey, Layout, checked_picture
from cardscan.ocr.tsv import join_words


class RapidEngine:
    """RapidOCR, in process."""

    name = "rapidocr"

    def __init__(self) -> None:
        try:
            import rapidocr
        except ImportError as error:
            raise ToolMissingError(
                "rapidocr", "RapidOCR is not installed", hint="pip install 'cardscan-interviews[rapid]'"
            ) from error
        self._module = rapidocr
        self._model: Any = None

    @property
    def version(self) -> str:
        """The package's version."""
        from importlib.metadata import version

        return version("rapidocr")

    def languages(self) -> tuple[str, ...]:
        """Return what its one model reads."""
        return ("Latin", "eng", "chi_sim")

    def prepare(self, languages: Sequence[str]) -> None:
        """Do nothing: its one model is loaded by the first picture."""

    def recognise(self, picture: Grey, languages: Sequence[str], layout: Layout) -> tuple[Line, ...]:
        """Return the lines of one picture (see :class:`cardscan.ocr.engine.Engine`)."""
        grey = checked_picture(picture)
        missing = [language for language in languages if language not in self.languages()]
        if missing:
            raise ToolMissingError(
                "rapidocr",
                f"RapidOCR does not read {' and '.join(repr(name) for name in missing)}",
                hint="use --engine auto for this language",
            )
        try:
            found = self._loaded()(np.repeat(grey[:, :, None], 3, axis=2))
        except Exception as error:  # the library raises whatever its runtime raises
            raise ToolFailedError("rapidocr", f"RapidOCR failed: {error or type(error).__name__}") from error
        if found.txts is None or found.boxes is None or found.scores is None:
            return ()
        lines = (_line(*row) for row in zip(found.boxes, found.txts, found.scores, strict=True))
        return tuple(line for line in lines if line is not None)

    def recognise_many(
        self, pictures: Sequence[Grey], languages: Sequence[str], layout: Layout
    ) -> tuple[tuple[Line, ...], ...]:
        """Return the lines of each picture."""
        return tuple(self.recognise(picture, languages, layout) for picture in pictures)

    def find_script(self, picture: Grey) -> str | None:
        """Return None: its one model reads Latin and Chinese letters alike, and knows of no others."""
        return None

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = self._module.RapidOCR(params={"Global.log_level": "error"})
        return self._model


def _line(corners: Any, text: str, score: float) -> Line | None:
    """Return a line whose words share its box by their length, for the model gives no boxes of words."""
    texts = text.split()
    if not texts:
        return None
    x, y = (float(value) for value in np.min(corners, axis=0))
    right, bottom = (float(value) for value in np.max(corners, axis=0))
    step = (right - x) / (sum(len(word) for word in texts) + len(texts) - 1)
    words, left = [], x
    for word in texts:
        words.append(Word(word, min(max(float(score), 0.0), 1.0), Box(left, y, step * len(word), bottom - y)))
        left += step * (len(word) + 1)
    return join_words(words)
