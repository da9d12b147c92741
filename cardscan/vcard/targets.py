"""What each program that takes vCards needs and chokes on: one table, the only place where targets differ.

Each row's comments name where it was read.
"""

from __future__ import annotations

from dataclasses import dataclass

from cardscan.errors import UsageError

MAX_CARD_OCTETS = 256 * 1024
"""Apple's limit for one card (support.apple.com/103188); nobody else's is lower."""

MAX_PHOTO_OCTETS = 36 * 1024
"""What all take: ActiveSync allows 48 KB as base64 (MS-ASCNTC 2.2.2.58); Apple 224 KB."""


@dataclass(frozen=True, slots=True)
class Target:
    r"""A program that contacts are written for.

    Attributes:
        name: As ``--for`` takes it.
        program: For people.
        cards_per_file: More go into further files; None for no limit.
        charset: Values that are not ASCII say that they are UTF-8, against version 3.0's grammar.
        gap_after_base64: An empty line follows a photo.
        extension: What stands between a number and its extension; a comma makes phones wait, then dial the rest.
        semicolons: Takes ``\;`` for a semicolon in a text, as RFC 2426 writes it.
        labels: Takes ``item1.URL`` with ``item1.X-ABLabel``; a program that does not is told the profile in the NOTE.
    """

    name: str
    program: str
    cards_per_file: int | None = None
    charset: bool = False
    gap_after_base64: bool = False
    extension: str = ","
    semicolons: bool = True
    labels: bool = True


GENERIC = Target("generic", "any program that takes vCard 3.0")

IPHONE = Target(
    "iphone",
    "iPhone, iPad, Mac and iCloud",
    # iCloud takes 50,000 cards in all (support.apple.com/103188).
    cards_per_file=50_000,
)

GOOGLE = Target(
    "google",
    "Google Contacts and Android",
    # contacts.google.com takes about 3,000 at once.
    cards_per_file=3000,
)

OUTLOOK = Target(
    "outlook",
    "Outlook for Windows",
    # Only the first card of a file is read (microformats wiki; sperrysoftware.com).
    cards_per_file=1,
    # UTF-8 is taken for the system's own charset unless each line says otherwise (jeroendesloovere/vcard pull 51).
    charset=True,
    # Else the property after a photo is lost (ez-vcard, TargetApplication.OUTLOOK).
    gap_after_base64=True,
    # An escaped comma is shown with its backslash (microformats wiki).
    extension=" x",
    # Shows one web page and no label.
    labels=False,
)

NEXTCLOUD = Target(
    "nextcloud",
    "Nextcloud and other CardDAV servers",
    # Its ical.js leaves the backslash in texts of version 3.0 (tests/contract/test_javascript_parser.py shows it);
    # RFC 6350, 3.4 allows a bare semicolon there, and every parser met takes it.
    semicolons=False,
)

TARGETS: dict[str, Target] = {target.name: target for target in (GENERIC, IPHONE, GOOGLE, OUTLOOK, NEXTCLOUD)}


def target_named(name: str) -> Target:
    """Return the target that ``--for`` names.

    Raises:
        UsageError: There is none of that name.
    """
    try:
        return TARGETS[name.lower()]
    except KeyError:
        raise UsageError(f"no target {name!r}", hint="choose one of " + ", ".join(TARGETS)) from None
