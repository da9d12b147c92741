"""The contact block in the side column of a LinkedIn profile PDF: address, numbers, e-mail, profile, web sites.

Long values wrap where the column ends: an address of a profile after ``/in/`` or at a hyphen, an e-mail anywhere.
Lines of one value stand closer than lines of two, a label in brackets ends its value, and where the PDF kept its
links they say the value whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from cardscan.errors import ParseError
from cardscan.linkedin.pdf_text import PdfLine, PdfLink
from cardscan.linkedin.profile_url import parse_profile_url
from cardscan.model import Address, Field, Phone, PhoneType, Url
from cardscan.parse.address import parse_address
from cardscan.parse.domain import split_host
from cardscan.profile import Profile, service_of

SURE = 0.99
"""Text of a PDF is not recognised but there; what can go wrong is only where a value ends."""

_TIGHT = 1.36
"""Lines of one value are at most so many sizes apart (LinkedIn: 1.2, 1.3 for links; between values 1.7)."""

_MAX_ITEM = 500
_LABEL = re.compile(r"(?P<value>.*?)\s*[(（](?P<label>[^()（）]{1,40})[)）]")
_PHONE = re.compile(r"[+(]?[\d(][\d\s().\-/+–]{4,30}(?:\s?(?:x|ext\.?|#)\s?\d{1,6})?", re.IGNORECASE)
_HOST = re.compile(r"(?:https?://)?(?:[\w-]{1,63}\.){1,5}[a-z]{2,18}(?:[/?#:]\S*)?", re.IGNORECASE)
_TAIL = re.compile(r"[\w.-]{1,60}", re.ASCII)  # the end of a wrapped e-mail: "m", "ample.com"
_KINDS = {
    PhoneType.MOBILE: "mobile mobil móvil movil celular portable cellulare mobiel gsm cell handy telemóvel mobilnummer",
    PhoneType.HOME: "home privat casa domicile domicilio residencial thuis hem hjem particular",
    PhoneType.WORK: "work arbeit geschäftlich trabajo trabalho bureau travail professionnel lavoro ufficio werk arbete",
    PhoneType.FAX: "fax telefax télécopie",
}
_PHONE_KINDS = {word: kind for kind, words in _KINDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class ContactBlock:
    """What the contact block says; ``other`` are its lines that are none of these."""

    linkedin: Field | None = None
    emails: tuple[Field, ...] = ()
    phones: tuple[Phone, ...] = ()
    urls: tuple[Url, ...] = ()
    addresses: tuple[Address, ...] = ()
    other: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    """One value: its lines joined without and with blanks, its label, and where its links lead."""

    joined: str
    spaced: str
    label: str
    uris: tuple[str, ...]


def read_contact_block(lines: Sequence[PdfLine], links: Sequence[PdfLink], region: str | None = None) -> ContactBlock:
    """Return what the lines of the block say.

    Args:
        lines: Those under the heading of the block, top to bottom.
        links: The links of the same page.
        region: ISO 3166-1 alpha-2: where numbers without a dialling code belong.
    """
    linkedin: Field | None = None
    conflicts: list[str] = []
    emails: list[Field] = []
    phones: list[Phone] = []
    urls: list[Url] = []
    addresses: list[Address] = []
    other: list[str] = []
    for item in _items(lines, links):
        profile = None if linkedin else _linkedin(item, conflicts)
        if profile:
            linkedin = profile
        elif email := _email(item):
            emails.append(email)
        elif phone := _phone(item, region):
            phones.append(phone)
        elif url := _url(item):
            urls.append(url)
        elif _is_address(item):
            addresses.append(_address(item, region))
        elif item.spaced:
            other.append(item.spaced)
    return ContactBlock(
        linkedin, tuple(emails), tuple(phones), tuple(urls), tuple(addresses), tuple(other), tuple(conflicts)
    )


def _items(lines: Sequence[PdfLine], links: Sequence[PdfLink]) -> list[_Item]:
    """Return the values of the block, each from the lines that belong together."""
    groups: list[list[PdfLine]] = []
    for line in lines:
        group = groups[-1] if groups else []
        if group and _goes_on(group, line, links):
            group.append(line)
        else:
            groups.append([line])
    return [_item(group, links) for group in groups]


def _goes_on(group: Sequence[PdfLine], line: PdfLine, links: Sequence[PdfLink]) -> bool:
    """Tell whether ``line`` goes on with the value in ``group``."""
    last = group[-1]
    if _LABEL.fullmatch(last.text):
        return False
    if line.text.startswith(("(", "（")) and _LABEL.fullmatch(line.text):
        return True
    before, after = _uris(group, links), _uris([line], links)
    if before or after:
        return before == after
    close = line.page == last.page and line.top - last.top < _TIGHT * max(line.size, last.size)
    return _is_cut(last.text) or (close and abs(line.size - last.size) < 0.3 and _fits(_join(group), line.text))


def _is_cut(text: str) -> bool:
    """Tell whether a value cannot end so: after ``/in/``, at a hyphen, at the "@"."""
    return " " not in text and text.endswith(("/", "-", "@", "."))


def _fits(joined: str, text: str) -> bool:
    """Tell whether ``text``, which stands close under ``joined``, is its end rather than a value of its own."""
    if "@" not in joined and _is_email(joined + text):
        return _TAIL.fullmatch(joined) is not None  # wrapped before its "@"
    if _starts_anew(text):
        return False
    # "jane@example.co" is a whole e-mail, and so is "jane@example.com" when an "m" stands close under it.
    return _TAIL.fullmatch(text) is not None if "@" in joined and " " not in joined else True


def _starts_anew(text: str) -> bool:
    """Tell whether a line can only be the beginning of a value: a number, an address of its own."""
    return text.startswith("+") or _is_email(text) or text.lower().startswith(("www.", "http", "linkedin.com"))


def _item(group: Sequence[PdfLine], links: Sequence[PdfLink]) -> _Item:
    joined, label = _join(group), ""
    spaced = " ".join(line.text for line in group)
    if found := _LABEL.fullmatch(spaced):
        label, spaced = found["label"], found["value"]
        joined = _LABEL.sub(r"\g<value>", joined) if _LABEL.fullmatch(joined) else joined
    return _Item(joined[:_MAX_ITEM].strip(), spaced[:_MAX_ITEM].strip(), label, tuple(sorted(_uris(group, links))))


def _join(group: Sequence[PdfLine]) -> str:
    return "".join(line.text for line in group)


def _uris(lines: Sequence[PdfLine], links: Sequence[PdfLink]) -> set[str]:
    """Return where the links under the lines lead."""
    return {
        link.uri
        for line in lines
        for link in links
        if link.page == line.page
        and link.top - 2 <= line.top - 0.3 * line.size <= link.bottom + 2
        and link.left <= line.left + 5
    }


def _linkedin(item: _Item, conflicts: list[str]) -> Field | None:
    printed = _profile(item.joined)
    linked = next((profile for uri in item.uris if (profile := _profile(uri))), None)
    if printed is None and linked is None:
        return None
    if printed is None or linked is None:
        only, how = (linked, "the link under it") if linked else (printed, "as printed")
        return Field(value=only.url, raw=item.joined, confidence=0.98, how=how) if only else None
    if printed.url == linked.url:
        return Field(value=linked.url, raw=item.joined, confidence=SURE, how="printed, and the link under it agrees")
    if _letters(printed.slug) == _letters(linked.slug):
        return Field(value=linked.url, raw=item.joined, confidence=0.98, how="the link under it; the print is broken")
    conflicts.append(f"LinkedIn: {printed.url} is printed, but the link under it leads to {linked.url}")
    return Field(value=printed.url, raw=item.joined, confidence=0.7, how="as printed; the link under it differs")


def _profile(text: str) -> Profile | None:
    if "linkedin." not in text.lower():
        return None
    try:
        return parse_profile_url(text)
    except ParseError:
        return None


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _email(item: _Item) -> Field | None:
    linked = [unquote(urlsplit(uri).path) for uri in item.uris if uri.lower().startswith("mailto:")]
    for text, how in (*((uri, "the link under it") for uri in linked), (item.joined, "as printed")):
        if _is_email(text):
            agrees = linked and text.lower() == item.joined.lower()
            reason = "printed, and the link under it agrees" if agrees else how
            return Field(value=text, raw=item.joined, confidence=SURE if agrees else 0.97, how=reason)
    return None


def _is_email(text: str) -> bool:
    """Tell whether ``text`` is an e-mail with an ending that exists."""
    from email_validator import EmailNotValidError, validate_email

    if "@" not in text or len(text) > 254:
        return False
    try:
        domain = validate_email(text, check_deliverability=False, test_environment=True).domain
    except EmailNotValidError:
        return False
    return split_host(domain) is not None


def _phone(item: _Item, region: str | None) -> Phone | None:
    import phonenumbers

    if not _PHONE.fullmatch(item.spaced):
        return None
    words = re.split(r"\W+", item.label.casefold())
    kind = next((_PHONE_KINDS[word] for word in words if word in _PHONE_KINDS), PhoneType.OTHER)
    try:
        number = phonenumbers.parse(item.spaced, region)
    except phonenumbers.NumberParseException:
        return Phone(value=item.spaced, raw=item.spaced, confidence=0.5, type=kind, how="its country is not told")
    valid = phonenumbers.is_valid_number(number)
    told = item.spaced.startswith("+")
    how = "with its dialling code" if told else f"taken for a number in {region}, where the profile says"
    return Phone(
        value=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        raw=item.spaced,
        confidence=(0.98 if told else 0.85) if valid else 0.5,
        type=kind,
        extension=number.extension or None,
        how=how,
    )


def _url(item: _Item) -> Url | None:
    """Return the web site of an item: as printed, or where its link leads when the print is broken."""
    linked = next((uri for uri in item.uris if uri.lower().startswith(("http://", "https://"))), "")
    printed = item.joined if _HOST.fullmatch(item.joined) and len(item.joined) < 300 else ""
    address = printed if printed and (not linked or _bare(printed) == _bare(linked)) else linked
    host = urlsplit(address if "://" in address else f"https://{address}").hostname
    if not host or split_host(host) is None:
        return None
    how = f"labelled {item.label}" if item.label else "as printed"
    return Url(value=address, raw=item.joined, confidence=0.95, label=service_of(address), how=how)


def _bare(address: str) -> str:
    """Return an address without what may be left out in print."""
    return re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", address.lower())


def _address(item: _Item, region: str | None) -> Address:
    parts = parse_address([item.spaced], hints=(region,) if region else ())
    return Address(
        value=parts.value,
        raw=item.spaced,
        confidence=0.8 if parts.postal_code else 0.6,
        how="in the contact block, unlabelled",
        street=parts.street,
        locality=parts.locality,
        region=parts.region,
        postal_code=parts.postal_code,
        country=parts.country,
    )


def _is_address(item: _Item) -> bool:
    words = item.spaced.split()
    return len(words) > 1 and ("," in item.spaced or any(char.isdigit() for char in item.spaced)) and not item.label
