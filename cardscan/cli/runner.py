"""Runs one command's Typer app, and turns an error into one line and its exit code: the only handler there is."""

from __future__ import annotations

import logging
import sys
import traceback
from importlib import import_module

from cardscan.errors import CardscanError, ExitCode


def run(command: str, module: str, words: list[str], *, verbose: bool = False) -> int:
    """Load ``cardscan.cli.<module>`` and run its ``app`` on ``words``.

    Args:
        command: The command as typed, for usage lines.
        module: The file in ``cardscan.cli`` that holds it.
        words: The words after the command.
        verbose: Log to stderr, and show a traceback when something fails.
    Returns:
        The exit code.
    """
    import typer

    if "-v" in words or "--verbose" in words:
        words = [word for word in words if word not in ("-v", "--verbose")]
        verbose = True
    logging.basicConfig(level=logging.INFO if verbose else logging.ERROR, stream=sys.stderr, format="%(message)s")
    try:
        app: typer.Typer = import_module(f"cardscan.cli.{module}").app
        result = typer.main.get_command(app).main(words, prog_name=f"cardscan {command}", standalone_mode=False)
        return result if isinstance(result, int) else ExitCode.DONE
    except CardscanError as error:
        if verbose:
            traceback.print_exc()
        return _complain(str(error), error.hint, error.exit_code)
    except KeyboardInterrupt:
        return _complain("interrupted", "run the same command again; what was done is kept", ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has gone (``| head``): nothing is wrong. Closing stderr keeps Python quiet at exit.
        sys.stderr.close()
        return ExitCode.DONE
    except Exception as error:
        return _refuse(error, command, verbose)


def _refuse(error: Exception, command: str, verbose: bool) -> int:
    """Handle what Typer raises for wrong words, an abort at a prompt, and bugs."""
    show, exit_code = getattr(error, "format_message", None), getattr(error, "exit_code", None)
    if type(error).__name__ == "Abort":
        return _complain("interrupted", "nothing was changed", ExitCode.INTERRUPTED)
    if isinstance(exit_code, int):
        if show is None:
            return exit_code
        return _complain(show(), f"see 'cardscan {command} --help'", ExitCode.USAGE)
    if verbose:
        traceback.print_exc()
    return _complain(
        f"a bug in cardscan: {type(error).__name__}: {' '.join(str(error).split())[:300]}",
        f"run 'cardscan -v {command} …' for the traceback, and report it",
        ExitCode.BUG,
    )


def _complain(message: str, hint: str, exit_code: ExitCode) -> int:
    """Print one line that says what is wrong and one that says what to do."""
    print(f"error: {message}", file=sys.stderr)
    if hint:
        print(hint, file=sys.stderr)
    return int(exit_code)
