"""A folder of photos into the book: hash, pass over what is there, read the rest in parallel, save one by one.

Each photo is one transaction, saved by the process that owns the book, so an import that is killed at any moment goes
on where it stopped: no photo lost, none twice. A bad photo is a line in the :class:`Report`, never the end.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from cardscan.errors import CardscanError, ExitCode, InputError
from cardscan.model import Contact, Interview, Person, Scan
from cardscan.parse.sides import why_one_card

if TYPE_CHECKING:
    from cardscan.book import Book
    from cardscan.pipeline import ScanOptions

log = logging.getLogger(__name__)

PHOTO_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".pdf"})
PHOTOS_PER_WORKER = 500
"""A worker is replaced after so many photos, which bounds whatever a native library may leak."""

MAX_WAITING = 4
"""Photos queued per worker: enough to keep it busy, few enough that Ctrl-C is quick."""


Read = Callable[[Path], "Scan | CardscanError"]
"""What reads a photo: gives its scan, or why there is none."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A photo that could not be imported: what is wrong and what to do, a line each."""

    path: Path
    message: str
    hint: str


@dataclass(slots=True)
class Report:
    """What became of an import, counted while it runs.

    Attributes:
        photos: Photos found in the folder.
        saved: Photos read and saved now.
        cards: Cards on them.
        passed_over: Photos that were in the book already, or twice in the folder.
        failures: Photos that could not be read.
        notices: Sentences for the person: cards of somebody already there, photos that could be better.
    """

    photos: int = 0
    saved: int = 0
    cards: int = 0
    passed_over: int = 0
    failures: list[Failure] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Photos that are dealt with, one way or another."""
        return self.saved + self.passed_over + len(self.failures)

    @property
    def exit_code(self) -> ExitCode:
        """0 when every photo is in the book, 7 when some could not be read."""
        return ExitCode.SOME_FAILED if self.failures else ExitCode.DONE


def find_photos(places: Iterable[Path]) -> list[Path]:
    """Return the photos in ``places`` (folders, searched whole, or single files), sorted.

    Hidden files and macOS's ``._`` shadows are no photos.

    Raises:
        InputError: A place does not exist, or no photo is in any of them.
    """
    places = list(places)
    found: set[Path] = set()
    for place in places:
        if place.is_file():
            found.add(place)
        elif place.is_dir():
            found.update(path for path in place.rglob("*") if _is_photo(path, place))
        else:
            raise InputError(place, "no such folder", hint="give a folder of photos")
    if not found:
        kinds = ", ".join(sorted(ending[1:] for ending in PHOTO_ENDINGS))
        raise InputError(places[0], "no photo in it", hint=f"photos are files that end in {kinds}")
    return sorted(found)


def import_photos(
    photos: Sequence[Path],
    book: Book,
    *,
    interview: Interview | None = None,
    read: Read | None = None,
    jobs: int = 1,
    on_progress: Callable[[Report], None] = lambda report: None,
    executor: Executor | None = None,
) -> Report:
    """Read ``photos`` and save their contacts in ``book``.

    Args:
        photos: Files, as :func:`find_photos` gives them.
        book: Where the contacts are saved; used by this process alone.
        interview: Where one met the people on the cards.
        read: Reads one photo, in a worker; :class:`ReadTask` with its defaults when None.
        jobs: Worker processes.
        on_progress: Called after each photo.
        executor: Runs the reading in place of a pool of ``jobs`` processes.
    Returns:
        What became of each photo.
    Raises:
        BookError: The book cannot be written; photos saved until then stay saved.
    """
    started = time.monotonic()
    report = Report(photos=len(photos))
    single: dict[Path, tuple[Person, Contact]] = {}
    new = _new(photos, book, report, on_progress)
    for path, outcome in _outcomes(new, read or ReadTask(), jobs, executor):
        if isinstance(outcome, CardscanError):
            report.failures.append(Failure(path, str(outcome), outcome.hint))
        else:
            added = book.add_scan(outcome, interview)
            report.saved += 1
            report.cards += len(outcome.cards)
            report.notices += [f"{path.name}: {notice}" for notice in (*added.notices, *_advice(outcome))]
            if len(outcome.cards) == 1 and len(added.people) == 1:
                single[path] = (added.people[0], outcome.cards[0].contact)
        report.seconds = time.monotonic() - started
        on_progress(report)
    report.notices += _two_sides([single.get(path) for path in photos])
    report.seconds = time.monotonic() - started
    return report


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Reads one photo in whichever process it lands; the engine is kept by that process for the next one."""

    options: ScanOptions | None = None
    engine: str = "auto"

    def __call__(self, path: Path) -> Scan | CardscanError:
        """Return what is on the photo, or why it cannot be told. A bug comes back as an error, too."""
        from cardscan.ocr.engine import choose_engine
        from cardscan.pipeline import scan

        try:
            return scan(path, self.options, engine=choose_engine(self.engine))
        except CardscanError as error:
            return error
        except MemoryError:
            return InputError(path, "too large for the memory there is", hint="import it with fewer --jobs")
        except Exception as error:
            log.exception("a bug in reading a photo")
            return InputError(path, f"a bug in cardscan: {type(error).__name__}", hint="run 'cardscan -v scan' on it")


def _two_sides(cards: list[tuple[Person, Contact] | None]) -> list[str]:
    """Return what to ask about neighbouring photos that look like the two sides of one card.

    A card that could belong to the photo before it and to the one after it is asked about with neither.
    """
    pairs = []
    for front, back in itertools.pairwise(cards):
        reason = why_one_card(front[1], back[1]) if front and back and front[0].id != back[0].id else None
        pairs.append((front, back, reason))
    asked = []
    for at, (front, back, reason) in enumerate(pairs):
        beside = [pairs[i][2] for i in (at - 1, at + 1) if 0 <= i < len(pairs)]
        if front and back and reason and not any(beside):
            a, b = front[0], back[0]
            asked.append(
                f"{a.contact.display_name} [{a.id}] and {b.contact.display_name} [{b.id}] may be two sides of one card "
                f"({reason}): 'cardscan contacts merge {a.id} {b.id}' makes them one"
            )
    return asked


def _new(photos: Sequence[Path], book: Book, report: Report, on_progress: Callable[[Report], None]) -> Iterator[Path]:
    """Give the photos that are not in the book yet, each content once; count the others."""
    seen: set[str] = set()
    for path in photos:
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            report.failures.append(Failure(path, f"{path}: {error.strerror}", "check that the file can be read"))
            on_progress(report)
            continue
        if digest in seen or book.has_photo(digest):
            report.passed_over += 1
            on_progress(report)
            continue
        seen.add(digest)
        yield path


def _outcomes(
    photos: Iterator[Path], read: Read, jobs: int, executor: Executor | None
) -> Iterator[tuple[Path, Scan | CardscanError]]:
    """Give each photo with what was read, as it comes; survive a worker that dies."""
    if executor is not None:
        yield from _run(photos, read, executor, MAX_WAITING * max(1, jobs), suspects=[])
        return
    suspects: list[Path] = []
    while True:
        with _pool(jobs) as pool:
            yield from _run(photos, read, pool, MAX_WAITING * jobs, suspects)
        if not suspects:
            return
        # A worker died, and nobody knows of which photo: each that was under way is read again, alone.
        while suspects:
            path = suspects.pop()
            with _pool(1) as pool:
                try:
                    yield path, pool.submit(read, path).result()
                except BrokenProcessPool:
                    hint = "open it in an image viewer, save it anew as JPEG and try again"
                    yield path, InputError(path, "reading it kills the program", hint=hint)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), max_tasks_per_child=PHOTOS_PER_WORKER)


def _run(
    photos: Iterator[Path], read: Read, executor: Executor, most: int, suspects: list[Path]
) -> Iterator[tuple[Path, Scan | CardscanError]]:
    """Keep at most ``most`` photos under way in ``executor``; leave in ``suspects`` those a dying worker took along."""
    running: dict[Future[Scan | CardscanError], Path] = {}
    exhausted = False
    try:
        while True:
            while not exhausted and not suspects and len(running) < most:
                path = next(photos, None)
                if path is None:
                    exhausted = True
                else:
                    try:
                        running[executor.submit(read, path)] = path
                    except BrokenProcessPool:
                        suspects.append(path)
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                path = running.pop(future)
                try:
                    yield path, future.result()
                except BrokenProcessPool:
                    suspects.append(path)
    finally:
        for future in running:
            future.cancel()


def _is_photo(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.suffix.lower() in PHOTO_ENDINGS and not hidden and path.is_file()


def _advice(scan: Scan) -> list[str]:
    return list(dict.fromkeys(line for card in scan.cards for line in card.advice))
