"""WebDAV's answer to PROPFIND and REPORT, as values (RFC 4918, section 13)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from cardscan.errors import ServerError

DAV = "DAV:"
CARDDAV = "urn:ietf:params:xml:ns:carddav"
ADDRESS_BOOK = f"{{{CARDDAV}}}addressbook"

_STATUS = re.compile(r"HTTP/[0-9.]+\s+([0-9]{3})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says of one address.

    Attributes:
        href: As the server wrote it.
        found: It is there; a card that was asked for by name may not be.
        card: Its content, where that was asked for.
        home: Where the user's address books lie, where the server tells.
        principal: Who the user is, where the server tells.
    """

    href: str
    found: bool
    etag: str = ""
    is_collection: bool = False
    is_address_book: bool = False
    card: str = ""
    home: str = ""
    principal: str = ""


def parse_multistatus(content: bytes, url: str) -> list[Answer]:
    """Return the answers in a multistatus document.

    Raises:
        ServerError: It is none.
    """
    hint = "give the address of the address book itself"
    # Entities are what makes a small XML document large; no WebDAV server has use for a document type.
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", content[:4096], re.IGNORECASE):
        raise ServerError(url, "its answer is not WebDAV's", hint=hint)
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ServerError(url, "its answer is not WebDAV's", hint=hint) from error
    if root.tag != f"{{{DAV}}}multistatus":
        raise ServerError(url, "its answer is not WebDAV's", hint=hint)
    return [_answer(response) for response in root.iter(f"{{{DAV}}}response")]


def _answer(response: ElementTree.Element) -> Answer:
    """Return one answer; only properties that the server found count."""
    href = (response.findtext(f"{{{DAV}}}href") or "").strip()
    properties = [
        prop
        for propstat in response.iter(f"{{{DAV}}}propstat")
        if _is_success(propstat.findtext(f"{{{DAV}}}status"))
        for prop in propstat.iter(f"{{{DAV}}}prop")
    ]
    kinds = {kind.tag for prop in properties for kind in prop.iterfind(f"{{{DAV}}}resourcetype/*")}
    return Answer(
        href=href,
        found=_is_success(response.findtext(f"{{{DAV}}}status")) and bool(properties),
        etag=_text(properties, f"{{{DAV}}}getetag"),
        is_collection=f"{{{DAV}}}collection" in kinds,
        is_address_book=ADDRESS_BOOK in kinds,
        card=_text(properties, f"{{{CARDDAV}}}address-data"),
        home=_text(properties, f"{{{CARDDAV}}}addressbook-home-set/{{{DAV}}}href"),
        principal=_text(properties, f"{{{DAV}}}current-user-principal/{{{DAV}}}href"),
    )


def _is_success(status: str | None) -> bool:
    found = _STATUS.match((status or "HTTP/1.1 200").strip())
    return found is not None and found[1].startswith("2")


def _text(properties: list[ElementTree.Element], path: str) -> str:
    return next((text.strip() for prop in properties if (text := prop.findtext(path))), "")
