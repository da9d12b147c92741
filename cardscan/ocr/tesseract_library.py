"""Tesseract in this process, through tesserocr: the model is loaded once for each (languages, thread).

tesserocr's wheels bring the library and no data; the installed program says where its data lies. The library writes
the same TSV as the program.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from cardscan.errors import ToolFailedError, ToolMissingError, ToolTimeoutError
from cardscan.model import Line
from cardscan.ocr.engine import Grey, Layout, checked_picture, default_languages
from cardscan.ocr.script import foreign_script
from cardscan.ocr.tesseract_process import (
    FEW_LETTERS,
    PAGE_SEGMENTATION,
    SCRIPT_DATA,
    TRY_INVERTED,
    model_name,
    plain_names,
)
from cardscan.ocr.tsv import parse_tsv
from cardscan.tools import Tesseract, find_tesseract


class LibraryEngine:
    """Tesseract's library.

    Args:
        program: The installed program, asked for its data folder.
        picture_timeout_s: After so many seconds the reading of a picture is given up.
    """

    name = "tesserocr"

    def __init__(self, program: str = "tesseract", *, picture_timeout_s: float = 60.0) -> None:
        try:
            import tesserocr
        except ImportError as error:
            raise ToolMissingError(
                "tesserocr", "tesserocr is not installed", hint="pip install 'cardscan-interviews[fast]'"
            ) from error
        self._library = tesserocr
        # Leptonica writes its own complaints to stderr, which is for people.
        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
        self._tesseract: Tesseract = find_tesseract(program)
        self._picture_timeout_ms = int(picture_timeout_s * 1000)
        self._instances = threading.local()
        self._loading: dict[str, Future[Any]] = {}

    @property
    def version(self) -> str:
        """The library's version, which differs from the program's."""
        first = str(self._library.tesseract_version()).splitlines()[0]
        return first.removeprefix("tesseract ").strip()

    def languages(self) -> tuple[str, ...]:
        """Return the installed languages and scripts."""
        return plain_names(self._tesseract)

    def prepare(self, languages: Sequence[str]) -> None:
        """Begin to load a model for whichever thread asks for it first (see :class:`cardscan.ocr.engine.Engine`)."""
        model = model_name(self._tesseract, languages or default_languages(self))
        if model not in self._loading:
            background = ThreadPoolExecutor(max_workers=1)
            self._loading[model] = background.submit(self._load, model)
            background.shutdown(wait=False)

    def recognise(self, picture: Grey, languages: Sequence[str], layout: Layout) -> tuple[Line, ...]:
        """Return the lines of one picture (see :class:`cardscan.ocr.engine.Engine`)."""
        grey = checked_picture(picture)
        api = self._instance(model_name(self._tesseract, languages or default_languages(self)))
        height, width = grey.shape
        try:
            api.SetPageSegMode(PAGE_SEGMENTATION[layout])
            api.SetVariable(*TRY_INVERTED[layout].split("="))
            api.SetImageBytes(grey.tobytes(), width, height, 1, width)
            api.SetSourceResolution(300)
            if not api.Recognize(self._picture_timeout_ms):
                raise ToolTimeoutError(
                    "tesserocr", f"Tesseract did not read a picture in {self._picture_timeout_ms / 1000:g} seconds"
                )
            text = api.GetTSVText(0)
        except (RuntimeError, MemoryError, UnicodeDecodeError) as error:
            raise ToolFailedError(
                "tesserocr", f"Tesseract's library failed: {error or type(error).__name__}"
            ) from error
        finally:
            api.Clear()
        return parse_tsv(text).get(1, ())

    def recognise_many(
        self, pictures: Sequence[Grey], languages: Sequence[str], layout: Layout
    ) -> tuple[tuple[Line, ...], ...]:
        """Return the lines of each picture."""
        return tuple(self.recognise(picture, languages, layout) for picture in pictures)

    def find_script(self, picture: Grey) -> str | None:
        """Return the script that print is surely set in, if not Latin (see :class:`cardscan.ocr.engine.Engine`)."""
        if SCRIPT_DATA not in self.languages():
            return None
        grey = checked_picture(picture)
        height, width = grey.shape
        api = self._instance(SCRIPT_DATA)
        api.SetPageSegMode(0)
        api.SetVariable(*FEW_LETTERS.split("="))
        api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        try:
            told = api.DetectOrientationScript()
        except RuntimeError as error:
            raise ToolFailedError("tesserocr", f"Tesseract's library failed: {error}") from error
        finally:
            api.Clear()
        return foreign_script(told["script_name"], told["script_conf"]) if told else None

    def _instance(self, model: str) -> Any:
        """Return this thread's instance for a model, loading it the first time."""
        loaded: dict[str, Any] = self._instances.__dict__.setdefault("by_model", {})
        if model not in loaded:
            begun = self._loading.pop(model, None)
            loaded[model] = begun.result() if begun else self._load(model)
        return loaded[model]

    def _load(self, model: str) -> Any:
        folder = str(self._tesseract.data)
        try:
            return self._library.PyTessBaseAPI(path=folder, lang=model)
        except RuntimeError as error:
            raise ToolFailedError("tesserocr", f"Tesseract's data for {model!r} in {folder} does not load") from error
