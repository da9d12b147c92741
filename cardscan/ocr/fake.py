"""Engines for tests and for trying the rest without one: a fake that answers, and doubles that fail as real ones do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cardscan.errors import ToolFailedError, ToolMissingError, ToolTimeoutError
from cardscan.model import Box, Line, Word
from cardscan.ocr.engine import Grey, Layout, checked_picture
from cardscan.ocr.tsv import join_words


class FakeEngine:
    """Answers with given lines, whatever it is shown.

    Args:
        answers: The text of each line, or a function from the picture to them.
        confidence: Of every word.
        known: The languages it says it reads.
        script: What it says print is set in.

    Attributes:
        seen: The pictures it was shown, with the languages and layout asked for.
    """

    name = "fake"
    version = "1"

    def __init__(
        self,
        answers: Sequence[str] | Callable[[Grey], Sequence[str]] = (),
        *,
        confidence: float = 0.95,
        known: Sequence[str] = ("Latin", "eng"),
        script: str | None = None,
    ) -> None:
        self._answers = answers
        self._confidence = confidence
        self._known = tuple(known)
        self._script = script
        self.seen: list[tuple[Grey, tuple[str, ...], Layout]] = []

    def languages(self) -> tuple[str, ...]:
        """Return the languages it was made with."""
        return self._known

    def prepare(self, languages: Sequence[str]) -> None:
        """Do nothing: there is nothing to load."""

    def recognise(self, picture: Grey, languages: Sequence[str], layout: Layout) -> tuple[Line, ...]:
        """Return the answers, set under each other on the picture."""
        grey = checked_picture(picture)
        return self._told(grey, self._answers(grey) if callable(self._answers) else self._answers, languages, layout)

    def recognise_many(
        self, pictures: Sequence[Grey], languages: Sequence[str], layout: Layout
    ) -> tuple[tuple[Line, ...], ...]:
        """Return the answers for each picture; of pictures of one line each gets one answer, the last the rest."""
        if layout is not Layout.LINE or callable(self._answers):
            return tuple(self.recognise(picture, languages, layout) for picture in pictures)
        ends = [*range(1, len(pictures)), len(self._answers)]
        return tuple(
            self._told(checked_picture(picture), self._answers[at:end], languages, layout)
            for at, (picture, end) in enumerate(zip(pictures, ends, strict=False))
        )

    def find_script(self, picture: Grey) -> str | None:
        """Return what it was made with."""
        checked_picture(picture)
        return self._script

    def _told(self, grey: Grey, answers: Sequence[str], languages: Sequence[str], layout: Layout) -> tuple[Line, ...]:
        missing = [language for language in languages if language not in self._known]
        if missing:
            raise ToolMissingError("fake", f"no data for {missing[0]!r}", hint="make the fake with it")
        self.seen.append((grey, tuple(languages), layout))
        texts = [text for text in answers if text.split()]
        height, width = grey.shape
        row = height / max(1, len(texts))
        return tuple(self._line(text.split(), index * row, width, row) for index, text in enumerate(texts))

    def _line(self, words: list[str], top: float, width: int, height: float) -> Line:
        step = width / len(words)
        return join_words(
            [Word(w, self._confidence, Box(i * step, top, step * 0.9, height * 0.8)) for i, w in enumerate(words)]
        )


class FailingEngine(FakeEngine):
    """Fails at every picture, with the error that a real engine raises in that case.

    Args:
        how: "crash", "hang" or "memory".
    """

    def __init__(self, how: str = "crash") -> None:
        super().__init__()
        self._how = how

    def recognise(self, picture: Grey, languages: Sequence[str], layout: Layout) -> tuple[Line, ...]:
        """Raise the error."""
        if self._how == "hang":
            raise ToolTimeoutError("fake", "'fake' was stopped after 1 seconds")
        if self._how == "memory":
            raise ToolFailedError("fake", "'fake' failed (ended by SIGKILL)")
        raise ToolFailedError("fake", "'fake' failed (exit code 1): a crash")
