"""Where a server's password comes from: a command, the system's keyring, or the person at the keyboard."""

from __future__ import annotations

import shlex
import sys
from urllib.parse import unquote, urlsplit

import typer

from cardscan.errors import UsageError

SERVICE = "cardscan"
COMMAND_TIMEOUT_S = 120.0
"""A password manager may ask for its own password first."""


class Password:
    """Gives user and password for a server when it asks, and can keep what was typed."""

    def __init__(self, url: str, user: str | None, command: str | None) -> None:
        parts = urlsplit(url)
        self._user = user or unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._command = command
        self._typed: tuple[str, str, str] | None = None

    def __call__(self, server: str) -> tuple[str, str]:
        """Return user and password for ``server``.

        Raises:
            UsageError: They are to be asked for, and nobody is at a terminal.
        """
        user = self._user or _asked(f"User at {server}", "--user NAME")
        if self._command:
            return user, _of_command(self._command)
        kept = self._password or _of_keyring(server, user)
        if kept:
            return user, kept
        password = _asked(f"Password of {user} at {server}", "--password-command 'pass show NAME'", hide=True)
        self._typed = (server, user, password)
        return user, password

    def keep(self) -> bool:
        """Put a password that was typed into the system's keyring; return whether that was possible."""
        if self._typed is None:
            return False
        import keyring
        from keyring.errors import KeyringError

        server, user, password = self._typed
        try:
            keyring.set_password(SERVICE, f"{user}@{server}", password)
        except (KeyringError, RuntimeError):
            return False
        return True


def _of_command(command: str) -> str:
    """Return the first line that a command prints; no shell sees it."""
    from cardscan.tools import run_program

    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"--password-command cannot be read: {error}") from error
    if not words:
        raise UsageError("--password-command is empty", hint="such as 'pass show carddav'")
    lines = run_program(words, timeout_s=COMMAND_TIMEOUT_S).stdout.decode("utf-8", "replace").splitlines()
    if not lines or not lines[0]:
        raise UsageError("--password-command printed no password", hint="its first line is taken")
    return lines[0]


def _of_keyring(server: str, user: str) -> str | None:
    """Return the password that the system's keyring has; None where there is none, or no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, f"{user}@{server}")
    except (KeyringError, RuntimeError):
        return None


def _asked(what: str, instead: str, *, hide: bool = False) -> str:
    """Return what the person at the keyboard answers.

    Raises:
        UsageError: Nobody is there.
    """
    if not sys.stdin.isatty():
        raise UsageError(f"{what} is not known", hint=f"add {instead}")
    answer: str = typer.prompt(what, hide_input=hide, err=True)
    return answer
