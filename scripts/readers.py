"""The programs that are measured, each run in a process of its own so that its memory and time are its own.

    python scripts/readers.py NAME < list-of-photos > predictions.jsonl

One JSON a line: ``file``, ``seconds``, and ``document`` (the contract's) or ``error``; last a line with ``peak_mb``.
The first photo is read twice: what loads once (models, libraries) is not counted. Of cardscan, the document has besides
``stages``, in seconds, and ``engine_seconds``: what the engine takes for the rectified cards alone, not in ``seconds``,
nor is its memory in ``peak_mb``.
"""

from __future__ import annotations

import json
import resource
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

Document = dict[str, Any]
Reader = Callable[[str], Document]
HERE = Path(__file__).parent
TIMEOUT_S = 120
CLEAR = Path("/proc/self/clear_refs")


class Stopwatch:
    """A trace (cardscan.trace.Trace) that notes how long each stage took, and keeps the upright cards."""

    def __init__(self) -> None:
        self.last = time.perf_counter()
        self.stages: dict[str, float] = {}
        self.upright: list[Any] = []

    def show(self, stage: str, picture: Any, decided: str, outlines: Any = ()) -> None:
        """Give the time since the last call to this stage."""
        now = time.perf_counter()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self.last
        if stage == "lines":
            self.upright.append(picture)
        self.last = now


def _cardscan() -> Reader:
    from cardscan.document import scan_document
    from cardscan.image.clean import to_grey
    from cardscan.ocr.engine import Layout, choose_engine
    from cardscan.pipeline import scan

    engine = choose_engine("auto")

    def read(path: str) -> Document:
        _forget_peak()
        watch = Stopwatch()
        found = scan_document(scan(path, engine=engine, trace=watch))
        watch.show("understand and the rest", None, "")
        peak = _peak_mb()
        start = time.perf_counter()
        for card in watch.upright:
            engine.recognise(to_grey(card), (), Layout.PAGE)
        alone = time.perf_counter() - start
        named = f"{engine.name} {engine.version}"
        return {**found, "stages": watch.stages, "engine": named, "engine_seconds": alone, "peak_mb": peak}

    return read


def _script(name: str) -> Reader:
    from importlib import import_module

    read: Reader = import_module(name).read
    return read


def _program(command: str) -> Reader:
    def read(path: str) -> Document:
        argv = [part.replace("{photo}", path) for part in shlex.split(command)]
        done = subprocess.run(argv, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
        if done.returncode:
            raise RuntimeError(
                done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit {done.returncode}"
            )
        found: Document = json.loads(done.stdout)
        return found

    return read


def reader(name: str) -> Reader:
    """Return a reader by its name: cardscan, naive, tutorial, rapid or ``program:COMMAND {photo}``."""
    if name.startswith("program:"):
        return _program(name.removeprefix("program:"))
    return _cardscan() if name == "cardscan" else _script(name)


def run(name: str, photos: Sequence[str]) -> Iterator[Document]:
    """Run a reader over photos in a process of its own; yield its rows as they come."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "readers.py"), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("no pipes to the reader")
    process.stdin.write("\n".join(photos))
    process.stdin.close()
    for line in process.stdout:
        yield json.loads(line)
    if process.wait():
        raise RuntimeError(f"{name} ended with {process.returncode}")


def _forget_peak() -> None:
    """Let the peak of memory be that from now on, where the system can (Linux)."""
    if CLEAR.exists():
        CLEAR.write_text("5")


def _peak_mb() -> int:
    """Return the most memory that this process had, in MB."""
    if CLEAR.exists():
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
        return round(int(status["VmHWM"].split()[0]) / 1024)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _serve(name: str, photos: list[str]) -> None:
    read, peak = reader(name), 0
    for at, photo in enumerate(photos):
        for warming in [True, False] if at == 0 and not name.startswith("program:") else [False]:
            start = time.perf_counter()
            try:
                row: Document = {"file": photo, "document": read(photo)}
            except (
                Exception
            ) as error:  # A reader that fails on a photo has read nothing; the next photo is read all the same.
                row = {"file": photo, "error": f"{type(error).__name__}: {error}"}
            peak = max(peak, row.get("document", {}).get("peak_mb", _peak_mb()))
            row["seconds"] = time.perf_counter() - start - row.get("document", {}).get("engine_seconds", 0.0)
            if not warming:
                print(json.dumps(row, ensure_ascii=False), flush=True)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"peak_mb": peak, "children_mb": round(children / 1024)}), flush=True)


if __name__ == "__main__":
    _serve(sys.argv[1], [line for line in sys.stdin.read().splitlines() if line])
