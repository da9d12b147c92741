"""Programs outside Python: is one there and fit (probe), and run one safely.

Input is a program's name or path; output is what it said. A program runs with an argument list and no shell, in a
process group of its own that is ended whole when the time is up, with ``OMP_THREAD_LIMIT`` set: Tesseract's OpenMP
threads cost more than they bring on pictures as small as a card, and fight each other in a batch.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cardscan.errors import ToolFailedError, ToolMissingError, ToolTimeoutError

OLDEST_TESSERACT = (5, 0)
"""The first release that writes confidences as fractions to its TSV and reads lists of pictures in one process."""

PROBE_TIMEOUT_S = 20.0

SCRIPTS = {
    "Arabic": "arab",
    "Armenian": "armn",
    "Cyrillic": "cyrl",
    "Devanagari": "deva",
    "Fraktur": "frak",
    "Georgian": "geor",
    "Greek": "grek",
    "HanS": "hans",
    "HanT": "hant",
    "Hangul": "hang",
    "Hebrew": "hebr",
    "Japanese": "jpan",
    "Latin": "latn",
    "Thai": "thai",
    "Vietnamese": "viet",
}
"""Tesseract's script models and their ISO 15924 codes, which name Debian's packages."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a program wrote, as bytes: programs write bad UTF-8 too."""

    stdout: bytes
    stderr: bytes


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An installed Tesseract.

    Attributes:
        program: Path of the program.
        version: As it tells it, for example "5.3.0".
        data: The folder of its language data.
        languages: Names as ``-l`` takes them, for example ("Latin", "eng") or ("eng", "script/Latin").
    """

    program: str
    version: str
    data: Path
    languages: tuple[str, ...]

    def installed_name(self, language: str) -> str | None:
        """Return the name under which a language's data is installed, or None.

        Debian puts script models beside the languages (``Latin``), others under ``script/`` (``script/Latin``);
        either spelling, in any case, finds either.
        """
        wanted = language.removeprefix("script/").lower()
        return next((name for name in self.languages if name.removeprefix("script/").lower() == wanted), None)


def run_program(
    arguments: Sequence[str | Path],
    *,
    timeout_s: float,
    threads: int = 1,
    stdin: bytes | None = None,
) -> Output:
    """Run a program to its end and return what it wrote.

    Args:
        arguments: The program and its arguments; no shell sees them.
        timeout_s: After so many seconds the program and its children are ended.
        threads: ``OMP_THREAD_LIMIT`` of the program.
        stdin: What it reads; None for nothing.
    Raises:
        ToolMissingError: There is no such program.
        ToolFailedError: It ended with a code other than 0, or by a signal.
        ToolTimeoutError: It did not end in time.
    """
    words = [str(argument) for argument in arguments]
    name = Path(words[0]).name
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "OMP_THREAD_LIMIT": str(threads)},
            start_new_session=True,
        )
    except (FileNotFoundError, PermissionError, NotADirectoryError) as error:
        raise ToolMissingError(name, f"the program '{name}' cannot be started", hint=install_hint()) from error
    try:
        stdout, stderr = process.communicate(stdin, timeout=timeout_s)
    except subprocess.TimeoutExpired as error:
        raise ToolTimeoutError(name, f"'{name}' was stopped after {timeout_s:g} seconds") from error
    finally:
        _end_group(process)
    if process.returncode != 0:
        raise ToolFailedError(name, f"'{name}' failed ({_ending(process.returncode)}){_last_line(stderr)}")
    return Output(stdout, stderr)


def find_tesseract(program: str = "tesseract") -> Tesseract:
    """Return the installed Tesseract.

    Raises:
        ToolMissingError: It is not installed, or older than 5.0; the hint is the command that installs it.
        ToolFailedError: It is there and cannot tell its version or its languages.
    """
    path = shutil.which(program)
    if path is None:
        raise ToolMissingError("tesseract", "Tesseract is not installed", hint=install_hint())
    return _probe_tesseract(path)


@functools.lru_cache(maxsize=4)
def _probe_tesseract(path: str) -> Tesseract:
    version = _first_version(run_program([path, "--version"], timeout_s=PROBE_TIMEOUT_S))
    if version is None:
        raise ToolFailedError("tesseract", f"'{path} --version' did not tell a version")
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_TESSERACT:
        raise ToolMissingError("tesseract", f"Tesseract {version} is too old, 5.0 is needed", hint=install_hint())
    listed = run_program([path, "--list-langs"], timeout_s=PROBE_TIMEOUT_S)
    text = (listed.stdout + b"\n" + listed.stderr).decode("utf-8", "replace")
    folder = re.search(r'available languages in "([^"\n]{1,4096})"', text)
    if folder is None:
        raise ToolFailedError("tesseract", f"'{path} --list-langs' did not tell where its data lies")
    names = (line.strip() for line in text[folder.end() :].splitlines()[1:])
    return Tesseract(path, version, Path(folder[1]), tuple(sorted(name for name in names if name)))


def install_hint(languages: Sequence[str] = ()) -> str:
    """Return the command that installs Tesseract, or its data for some languages, on this machine.

    Args:
        languages: Tesseract's names ("deu", "chi_sim", "Latin", "script/Cyrillic"); none for the program with the
            data that cardscan wants.
    """
    manager = next((name for name in ("apt-get", "dnf", "pacman", "brew") if shutil.which(name)), None)
    names = [language.removeprefix("script/") for language in languages]
    sudo = "" if manager == "brew" or (hasattr(os, "geteuid") and os.geteuid() == 0) else "sudo "
    if manager == "apt-get":
        packages = [_debian_package(name) for name in names or ["eng", "osd", "Latin"]]
        return f"{sudo}apt-get install -y {'' if names else 'tesseract-ocr '}{' '.join(packages)}"
    if manager == "dnf":
        packages = [_fedora_package(name) for name in names or ["eng", "Latin"]]
        return f"{sudo}dnf install -y {'' if names else 'tesseract '}{' '.join(packages)}"
    if manager == "pacman":
        packages = [f"tesseract-data-{name}" for name in names or ["eng", "osd"]]
        return f"{sudo}pacman -S --noconfirm {'' if names else 'tesseract '}{' '.join(packages)}"
    if manager == "brew":
        return "brew install tesseract-lang" if names else "brew install tesseract tesseract-lang"
    what = f"Tesseract's data for {' and '.join(names)}" if names else "Tesseract 5 with its 'Latin' data"
    return f"install {what} (https://tesseract-ocr.github.io/tessdoc/Installation.html)"


def _debian_package(name: str) -> str:
    code = SCRIPTS.get(name)
    return f"tesseract-ocr-script-{code}" if code else f"tesseract-ocr-{name.lower().replace('_', '-')}"


def _fedora_package(name: str) -> str:
    return f"tesseract-script-{name.lower()}" if name in SCRIPTS else f"tesseract-langpack-{name}"


def _first_version(output: Output) -> str | None:
    """Return "5.3.0" out of "tesseract 5.3.0" or "tesseract v5.3.0.20221214"."""
    found = re.search(rb"tesseract v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)", output.stdout + output.stderr)
    return found[1].decode("ascii") if found else None


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End what is left of the process and its children, and close its pipes."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            process.kill()
        process.communicate()


def _ending(returncode: int) -> str:
    if returncode >= 0:
        return f"exit code {returncode}"
    try:
        return f"ended by {signal.Signals(-returncode).name}"
    except ValueError:
        return f"ended by signal {-returncode}"


def _last_line(stderr: bytes) -> str:
    lines = [line.strip() for line in stderr[-2000:].decode("utf-8", "replace").splitlines() if line.strip()]
    return f": {lines[-1][:200]}" if lines else ""
