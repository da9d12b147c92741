"""The command line: one file per command, loaded only when it is asked for.

``cardscan --help`` is printed from :data:`COMMANDS` without loading a single library, because a cold start is felt at
every command. The one place where an error becomes a line and an exit code is :func:`main`.
"""

from __future__ import annotations

import sys

COMMANDS: dict[str, tuple[str, str]] = {
    "scan": ("scan", "Read photographed cards; print or save the contacts"),
    "import": ("import_", "Read a whole folder of photos into the book; resumes where it stopped"),
    "interview": ("interview", "Interviews and their applications: add, list, show, edit, outcome, meet"),
    "contacts": ("contacts", "The people: list, show, edit, find, merge, split, import, forget"),
    "linkedin": ("linkedin", "Capture a LinkedIn profile, QR code, PDF, screenshot or export; no network call"),
    "log": ("log", "Note what was said to whom"),
    "due": ("due", "Whom to call or write today, and why"),
    "draft": ("draft", "A short text for the next step; nothing is sent"),
    "export": ("export", "Write vCards, CSV, calendar, a vdir folder or a QR code for the phone"),
    "sync": ("sync", "Bring the book and a CardDAV server up to date with each other"),
    "undo": ("undo", "Take back the last change of the book"),
    "doctor": ("doctor", "What is installed, what is missing and the command that installs it"),
}
"""Command → (module in cardscan.cli, one line for the help)."""

_USAGE = """\
Usage: cardscan [-v] COMMAND [ARGUMENTS]

Turn a photographed business card, or a LinkedIn detail, into a contact that
remembers which interview it came from. Nothing leaves the machine.

Commands:
{commands}

Options:
  -v, --verbose   Say more on stderr; show a traceback when something fails
  --version       Print the version
  --help          Print this, or the help of a command: cardscan scan --help

Example:
  cardscan interview add --company "Harbour Bank" --role Analyst --round 3
  cardscan scan card.jpg --save --interview harbour
  cardscan export --for iphone --interview harbour --to people.vcf
"""


def usage() -> str:
    """Return the help of the program as a whole."""
    width = max(map(len, COMMANDS))
    return _USAGE.format(commands="\n".join(f"  {name:<{width}}  {line}" for name, (_, line) in COMMANDS.items()))


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        argv: The words after the program's name; those of the process when None.
    """
    words = sys.argv[1:] if argv is None else list(argv)
    verbose = False
    while words and words[0] in ("-v", "--verbose"):
        verbose, words = True, words[1:]
    if not words or words[0] in ("--help", "-h", "help"):
        print(usage(), end="")
        return 0
    if words[0] == "--version":
        from cardscan import __version__

        print(f"cardscan {__version__}")
        return 0
    if words[0] not in COMMANDS:
        return _unknown(words[0])
    from cardscan.cli.runner import run

    return run(words[0], COMMANDS[words[0]][0], words[1:], verbose=verbose)


def _unknown(word: str) -> int:
    """Say that there is no such command, and which one comes nearest."""
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, n=1)
    hint = f"did you mean '{near[0]}'?" if near else "'cardscan --help' lists the commands"
    print(f"error: no command {word!r}\n{hint}", file=sys.stderr)
    return 2
