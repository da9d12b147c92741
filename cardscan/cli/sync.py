"""``cardscan sync URL``: the book and a CardDAV server, or a vdir folder, brought up to date with each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cardscan.cli.terminal import BookOption, InterviewOption, err, open_book
from cardscan.errors import ExitCode

if TYPE_CHECKING:
    from cardscan.sync.run import SyncReport

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Example: cardscan sync https://cloud.example/remote.php/dav --user ada    "
    "Example: cardscan sync ~/.contacts --interview harbour"
)
def sync(
    url: Annotated[str, typer.Argument(metavar="URL|FOLDER", help="The address book, its server, or a vdir folder.")],
    user: Annotated[str | None, typer.Option("--user", metavar="NAME", help="Your name there.")] = None,
    password_command: Annotated[
        str | None,
        typer.Option("--password-command", metavar="COMMAND", help="Prints the password; else keyring or prompt."),
    ] = None,
    remember: Annotated[bool, typer.Option("--remember", help="Keep a typed password in the keyring.")] = False,
    interview: InterviewOption = None,
    take_new: Annotated[bool, typer.Option("--take-new", help="Take people into the book who are only there.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Send people again who were removed there.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; change nothing.")] = False,
    ca_file: Annotated[
        Path | None, typer.Option("--ca-file", metavar="PEM", help="Certificates to trust, for a server of your own.")
    ] = None,
    allow_http: Annotated[
        bool, typer.Option("--allow-http", help="Send the password without encryption to other machines, too.")
    ] = False,
    book: BookOption = None,
) -> int:
    """Bring the book and a CardDAV server, or a vdir folder, up to date with each other.

    People of the book are sent there, changes made on the phone come back; where both changed the same, both are kept
    and it is told. Contacts there that are not from the book are left alone.
    """
    from cardscan.sync.run import SyncOptions
    from cardscan.sync.run import sync as bring_together

    with open_book(book) as opened:
        options = SyncOptions(
            interview=opened.interview(interview) if interview else None,
            take_new=take_new,
            restore=restore,
            dry_run=dry_run,
        )
        if "://" not in url:
            from cardscan.sync.folder import Folder

            return _tell(bring_together(opened, Folder(Path(url)), options), dry_run=dry_run)
        from cardscan.cli.password import Password
        from cardscan.sync.dav import CardDav

        password = Password(url, user, password_command)
        with CardDav(url, password, ca_file=str(ca_file) if ca_file else None, allow_http=allow_http) as store:
            if remember and not password.keep():
                err().print("no password was typed, or there is no keyring to keep it in", markup=False)
            return _tell(bring_together(opened, store, options), dry_run=dry_run)


def _tell(report: SyncReport, *, dry_run: bool) -> int:
    """Say what became of it; return the exit code."""
    talk = err()
    would = "would be " if dry_run else ""
    for names, what in (
        (report.sent, f"{would}sent"),
        (report.updated_there, f"{would}updated there"),
        (report.updated_here, f"{would}updated in the book"),
        (report.taken, f"{would}taken into the book"),
        (report.gone, "removed there, kept in the book (--restore sends them again)"),
    ):
        if names:
            shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
            talk.print(f"{len(names)} {what}: {shown}", markup=False)
    if report.removed_there:
        talk.print(f"{report.removed_there} {would}removed there: in the book no more", markup=False)
    talk.print(f"{report.same} the same on both sides", markup=False)
    for conflict in report.conflicts:
        talk.print(f"conflict, both kept: {conflict}", markup=False)
    for problem in report.problems:
        talk.print(f"error: {problem}\n{problem.hint}", markup=False, style="red")
    return ExitCode.SOME_FAILED if report.problems else ExitCode.DONE
