"""The errors cardscan raises, each with its exit code and what to do next.

CardscanError
  UsageError                  what was asked for makes no sense                   2
  InputError(path, reason)    the input cannot be read                            3
    UnreadableImageError, ImageTooLargeError, NoCardError
  ToolError(program)
    ToolMissingError          a program or its data is missing                    4
    ToolFailedError           a program failed                                    5
      ToolTimeoutError
  ParseError(kind, raw)       a text is not what it was taken for                 3
  BookError                   the address book                                    6
    BookTooNewError, UnknownReferenceError, DuplicateError
  ServerError(url)            a server that the user named failed                 5
"""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    USAGE = 2
    INPUT = 3
    TOOL_MISSING = 4
    TOOL_FAILED = 5
    BOOK = 6
    SOME_FAILED = 7
    BUG = 70
    INTERRUPTED = 130


class CardscanError(Exception):
    """An error that a person can do something about.

    ``str(error)`` is one line that says what is wrong; ``hint`` is one line that says what to do.
    """

    exit_code: ExitCode = ExitCode.BUG
    hint: str = ""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(" ".join(message.split()))
        if hint is not None:
            self.hint = " ".join(hint.split())

    def __reduce__(self) -> tuple[object, ...]:
        """Cross a process boundary whole (the arguments differ from the message)."""
        return (_rebuild, (type(self), self.args, self.__dict__))


class UsageError(CardscanError):
    """What was asked for makes no sense."""

    exit_code = ExitCode.USAGE
    hint = "see --help"


class InputError(CardscanError):
    """The input cannot be read."""

    exit_code = ExitCode.INPUT

    def __init__(self, path: Path | str, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"{path}: {reason}", hint=hint)
        self.path = path
        self.reason = reason


class UnreadableImageError(InputError):
    """The file is not a picture that can be read."""

    hint = "give a JPEG, PNG, WebP, TIFF, BMP, HEIC or PDF file"


class ImageTooLargeError(InputError):
    """The picture is larger than is safe to unpack."""

    hint = "give a photo of at most 120 megapixels"


class NoCardError(InputError):
    """No card, or no text, is in the photo."""

    hint = "fill the frame with the card, on a plain background and in good light"


class ToolError(CardscanError):
    """An external program."""

    def __init__(self, program: str, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.program = program


class ToolMissingError(ToolError):
    """A program, or data that it needs, is not installed; the hint is the command that installs it."""

    exit_code = ExitCode.TOOL_MISSING


class ToolFailedError(ToolError):
    """A program ran and failed."""

    exit_code = ExitCode.TOOL_FAILED
    hint = "run 'cardscan doctor'"


class ToolTimeoutError(ToolFailedError):
    """A program did not end in time and was stopped."""


class ParseError(CardscanError):
    """A text is not what it was taken for.

    Attributes:
        kind: What it was taken for, for example "e-mail".
        raw: The text as it stood.
        reason: Why not, or "".
    """

    exit_code = ExitCode.INPUT

    def __init__(self, kind: str, raw: str, reason: str = "") -> None:
        super().__init__(f"not {kind}: {raw[:80]!r}" + (f" ({reason})" if reason else ""))
        self.kind = kind
        self.raw = raw
        self.reason = reason


class BookError(CardscanError):
    """The address book."""

    exit_code = ExitCode.BOOK


class BookTooNewError(BookError):
    """The book was written by a newer cardscan."""

    hint = "update cardscan"


class UnknownReferenceError(BookError):
    """No record, or more than one, answers to the reference.

    Attributes:
        reference: What was asked for.
        nearest: The names nearest to it.
    """

    def __init__(self, kind: str, reference: str, nearest: tuple[str, ...] = (), *, ambiguous: bool = False) -> None:
        what = f"more than one {kind} answers to {reference!r}" if ambiguous else f"no {kind} {reference!r}"
        hint = f"did you mean: {'; '.join(nearest)}" if nearest else f"'cardscan {kind}s list' shows them all"
        if kind == "interview" and not nearest:
            hint = "add one with 'cardscan interview add --company … --role …'"
        super().__init__(what, hint=hint)
        self.reference = reference
        self.nearest = nearest


class DuplicateError(BookError):
    """The record is in the book already.

    Attributes:
        existing: The reference of the record that is there.
    """

    def __init__(self, message: str, existing: str) -> None:
        super().__init__(message, hint=f"it is there as {existing}")
        self.existing = existing


class ServerError(CardscanError):
    """A server that the user named did not answer as it should."""

    exit_code = ExitCode.TOOL_FAILED

    def __init__(self, url: str, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"{url}: {reason}", hint=hint)
        self.url = url


def _rebuild(kind: type[CardscanError], args: tuple[object, ...], state: dict[str, object]) -> CardscanError:
    """Make the error again on the other side of a process boundary, without calling its constructor."""
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error
