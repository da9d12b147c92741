"""Tesseract as a program: a process for each call, many pictures in one process.

The pictures are written as PGM to a folder of their own, named in a list file (Tesseract reads a list as the pages of
one document, so the model is loaded once) and the folder is removed whatever happens. The program is run directly and
not through pytesseract's functions: those decode strictly, truncate the confidences in their dict, and can neither
limit the threads of one call nor end the children of a program that hangs.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cardscan.errors import ToolFailedError, ToolMissingError
from cardscan.model import Line
from cardscan.ocr.engine import Grey, Layout, checked_picture, default_languages
from cardscan.ocr.script import foreign_script
from cardscan.ocr.tsv import parse_tsv
from cardscan.tools import Tesseract, find_tesseract, install_hint, run_program

PAGE_SEGMENTATION = {Layout.PAGE: 3, Layout.LINE: 7}
"""Tesseract's ``--psm`` for each layout."""
TRY_INVERTED = {Layout.PAGE: "tessedit_do_invert=1", Layout.LINE: "tessedit_do_invert=0"}
"""Tesseract reads what it is unsure of once more with the colours turned round; a line comes dark on light. Measured on
47 photos: the same fields in 11 % less of its time."""
SCRIPT_DATA = "osd"
FEW_LETTERS = "min_characters_to_try=10"
"""A card has few letters; the default of 50 is for pages."""


class ProcessEngine:
    """Tesseract's program.

    Args:
        program: Its name or path.
        timeout_s: For the start; each picture adds ``picture_timeout_s``.
    """

    name = "pytesseract"

    def __init__(
        self, program: str = "tesseract", *, timeout_s: float = 30.0, picture_timeout_s: float = 30.0, threads: int = 1
    ) -> None:
        self._tesseract: Tesseract = find_tesseract(program)
        self._timeout_s = timeout_s
        self._picture_timeout_s = picture_timeout_s
        self._threads = threads

    @property
    def version(self) -> str:
        """The program's version."""
        return self._tesseract.version

    def languages(self) -> tuple[str, ...]:
        """Return the installed languages and scripts."""
        return plain_names(self._tesseract)

    def prepare(self, languages: Sequence[str]) -> None:
        """Do nothing: the program loads its model at each start."""

    def recognise(self, picture: Grey, languages: Sequence[str], layout: Layout) -> tuple[Line, ...]:
        """Return the lines of one picture (see :class:`cardscan.ocr.engine.Engine`)."""
        return self.recognise_many([picture], languages, layout)[0]

    def recognise_many(
        self, pictures: Sequence[Grey], languages: Sequence[str], layout: Layout
    ) -> tuple[tuple[Line, ...], ...]:
        """Return the lines of each picture, all read by one process."""
        if not pictures:
            return ()
        model = model_name(self._tesseract, languages or default_languages(self))
        with tempfile.TemporaryDirectory(prefix="cardscan-") as folder:
            listing = _write_pictures(Path(folder), pictures)
            output = run_program(
                [
                    self._tesseract.program,
                    listing,
                    "stdout",
                    "-l",
                    model,
                    "--psm",
                    str(PAGE_SEGMENTATION[layout]),
                    "-c",
                    "tessedit_create_tsv=1",
                    "-c",
                    TRY_INVERTED[layout],
                ],
                timeout_s=self._timeout_s + self._picture_timeout_s * len(pictures),
                threads=self._threads,
            )
        pages = parse_tsv(output.stdout.decode("utf-8", "replace"))
        return tuple(pages.get(page, ()) for page in range(1, len(pictures) + 1))

    def find_script(self, picture: Grey) -> str | None:
        """Return the script that print is surely set in, if not Latin (see :class:`cardscan.ocr.engine.Engine`)."""
        if SCRIPT_DATA not in self.languages():
            return None
        with tempfile.TemporaryDirectory(prefix="cardscan-") as folder:
            listing = _write_pictures(Path(folder), [picture])
            try:
                output = run_program(
                    [self._tesseract.program, listing, "stdout", "-l", SCRIPT_DATA, "--psm", "0", "-c", FEW_LETTERS],
                    timeout_s=self._timeout_s + self._picture_timeout_s,
                    threads=self._threads,
                )
            except ToolFailedError:  # it ends so when there are too few letters to tell
                return None
        told = dict(
            re.findall(r"^([A-Za-z ]{1,40}): (\S{1,40})\r?$", output.stdout.decode("utf-8", "replace"), re.MULTILINE)
        )
        try:
            return foreign_script(told["Script"], float(told["Script confidence"]))
        except (KeyError, ValueError):
            return None


def model_name(tesseract: Tesseract, languages: Sequence[str]) -> str:
    """Return what ``-l`` takes for some languages.

    Raises:
        ToolMissingError: The data of one is not installed; the hint is the command that installs it.
    """
    installed = {language: tesseract.installed_name(language) for language in languages}
    missing = [language for language, name in installed.items() if name is None]
    if missing:
        have = ", ".join(name for name in plain_names(tesseract) if name != "osd")
        raise ToolMissingError(
            "tesseract",
            f"Tesseract's data for {' and '.join(repr(name) for name in missing)} is not installed (installed: {have})",
            hint=install_hint(missing),
        )
    return "+".join(name for name in installed.values() if name is not None)


def plain_names(tesseract: Tesseract) -> tuple[str, ...]:
    """Return the installed languages without ``script/``, each once."""
    return tuple(dict.fromkeys(name.removeprefix("script/") for name in tesseract.languages))


def _write_pictures(folder: Path, pictures: Sequence[Grey]) -> Path:
    names = []
    for number, picture in enumerate(pictures):
        grey = checked_picture(picture)
        path = folder / f"{number:04}.pgm"
        height, width = grey.shape
        path.write_bytes(b"P5\n%d %d\n255\n" % (width, height) + grey.tobytes())
        names.append(str(path))
    listing = folder / "pictures.txt"
    listing.write_text("\n".join(names) + "\n", encoding="utf-8")
    return listing
