"""The seam between cardscan and whatever reads letters: the Engine protocol, and which engine is taken.

An engine gets a grey picture and gives lines of words, each with its box in pixels of that picture and the engine's
own confidence, 0..1. What is worth reading, which way up and how often is decided above it, in ``cardscan.reading``.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Sequence
from enum import Enum
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from cardscan.errors import ToolMissingError, UsageError
from cardscan.model import Line
from cardscan.tools import find_tesseract, install_hint

Grey = NDArray[np.uint8]
"""(H, W) uint8, 0 is black."""

LATIN = "Latin"
"""The model for every language written in Latin letters (facts: measured far better on cards than ``eng``)."""
SECOND_LANGUAGE = "eng"

ENGINES = ("auto", "pytesseract", "tesserocr", "rapidocr")
"""What ``--engine`` takes."""


class Layout(Enum):
    """How the print stands on a picture that is given to an engine."""

    PAGE = "page"
    """Anything: columns, several sizes. The engine finds the lines."""
    LINE = "line"
    """One line, dark on light."""


@runtime_checkable
class Engine(Protocol):
    """Reads letters."""

    @property
    def name(self) -> str:
        """What ``--engine`` calls it."""

    @property
    def version(self) -> str:
        """The version of what reads the letters; with the same version the same picture gives the same lines."""

    def languages(self) -> tuple[str, ...]:
        """Return the names of the languages it can read, without a ``script/`` before them."""

    def prepare(self, languages: Sequence[str]) -> None:
        """Begin to load, in the background, what it takes to read these languages; nothing where nothing is loaded.

        What fails to load is told when it is asked to read.
        """

    def recognise(self, picture: Grey, languages: Sequence[str], layout: Layout) -> tuple[Line, ...]:
        """Return the lines read off a picture, in reading order; none when there is nothing to read.

        Args:
            picture: (H, W) uint8, dark print on light ground.
            languages: One or more of :meth:`languages`; none for the engine's default.
            layout: How the print stands.
        Raises:
            ToolMissingError: The engine, or the data of a language, is not installed.
            ToolFailedError: The engine failed.
            ToolTimeoutError: It did not end in time.
        """

    def recognise_many(
        self, pictures: Sequence[Grey], languages: Sequence[str], layout: Layout
    ) -> tuple[tuple[Line, ...], ...]:
        """Return the lines of each of several pictures; an engine that pays for its start pays once."""

    def find_script(self, picture: Grey) -> str | None:
        """Return the script, of :data:`cardscan.ocr.script.DATA`, that print is surely set in, when it is not Latin."""


def choose_engine(name: str = "auto") -> Engine:
    """Return an engine by its name.

    ``auto`` is Tesseract in process (tesserocr) where that is installed, for it loads its model once, and Tesseract's
    program everywhere else.

    Raises:
        UsageError: No engine has that name.
        ToolMissingError: The engine is not installed.
    """
    if name not in ENGINES:
        raise UsageError(f"no engine {name!r}", hint=f"choose one of {', '.join(ENGINES)}")
    if name == "auto":
        name = "tesserocr" if importlib.util.find_spec("tesserocr") else "pytesseract"
    program = "" if name == "rapidocr" else find_tesseract().program
    return _start_engine(name, program)


@functools.lru_cache(maxsize=8)
def _start_engine(name: str, program: str) -> Engine:
    """Return the engine; the same one each time, for it keeps its models loaded."""
    if name == "rapidocr":
        from cardscan.ocr.rapid import RapidEngine

        return RapidEngine()
    if name == "tesserocr":
        from cardscan.ocr.tesseract_library import LibraryEngine

        return LibraryEngine(program)
    from cardscan.ocr.tesseract_process import ProcessEngine

    return ProcessEngine(program)


def default_languages(engine: Engine) -> tuple[str, ...]:
    """Return what an engine reads when nobody says: the Latin script, or English where that is not installed.

    Raises:
        ToolMissingError: It can read neither.
    """
    installed = engine.languages()
    for language in (LATIN, "eng"):
        if language in installed:
            return (language,)
    if installed and engine.name == "rapidocr":
        return ()
    raise ToolMissingError("tesseract", "Tesseract has no data for Latin letters", hint=install_hint([LATIN, "eng"]))


def second_languages(engine: Engine, languages: Sequence[str]) -> Sequence[str]:
    """Return what to take a second look with: English, another model, where no languages were asked for."""
    if not languages and SECOND_LANGUAGE in engine.languages():
        return (SECOND_LANGUAGE,)
    return languages


def checked_picture(picture: NDArray[Any]) -> Grey:
    """Return the picture as engines take it.

    Raises:
        ValueError: It is not (H, W) uint8, or has no pixel.
    """
    if picture.ndim != 2 or picture.dtype != np.uint8 or picture.size == 0:
        raise ValueError(f"a grey picture is (H, W) uint8, not {picture.shape} {picture.dtype}")
    return np.ascontiguousarray(picture)
