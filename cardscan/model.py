"""The values that flow through cardscan: photo → card → lines → contact → book → vCard.

Frozen, slotted dataclasses. ``None`` is "not found", never 0 and never "". Evidence travels with the value: a
:class:`Field` carries what was printed (``raw``), where (``box``, ``line``), how sure cardscan is (``confidence``) and
why it is believed (``how``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import IntEnum, StrEnum

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in pixels of the rectified card; origin top-left, x right, y down."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x just past the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y just past the bottom edge."""
        return self.y + self.height

    def union(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word; ``confidence`` is the engine's own, 0..1 and uncalibrated.

    Attributes:
        alternatives: Other readings of the same pixels that an engine or another cleaning gave, best first.
    """

    text: str
    confidence: float
    box: Box
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, its words left to right.

    Attributes:
        size_px: Height of the capitals in pixels of the rectified card.
        ink: Colour of the print, (red, green, blue) 0..255, or None when unknown.
        handwritten: Written by hand across the card, not part of the print, and no field.
        cut: Touches the edge of the photo or of the card, so that its ends may be missing.
    """

    text: str
    confidence: float
    box: Box
    words: tuple[Word, ...] = ()
    size_px: float = 0.0
    ink: tuple[int, int, int] | None = None
    handwritten: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A QR or bar code: ``format`` as zxing names it ("QRCode", "DataMatrix", …), ``text`` its content."""

    format: str
    text: str
    box: Box | None = None


class Verdict(IntEnum):
    """A confidence as a word. It decides who is asked: nobody, the person, or nothing is there."""

    MISSING = 0
    ASK = 1
    ACCEPT = 2


ACCEPT_FROM = 0.9
"""Told at 0.9 and above, a value is taken without asking (design: precision ≥ 0.99 there)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A value read off the card, with its evidence.

    Attributes:
        value: Normalised.
        confidence: Probability that ``value`` is exactly right, 0..1.
        raw: As printed; never edited.
        box: Where on the rectified card; None where the value was not read off the card.
        line: Index of its first line in the card's lines, or None.
        how: Why it is believed, in words ("the domain is printed twice").
    """

    value: str
    confidence: float = 1.0
    raw: str = ""
    box: Box | None = None
    line: int | None = None
    how: str = ""

    @property
    def verdict(self) -> Verdict:
        """Who is asked about this value."""
        return Verdict.ACCEPT if self.confidence >= ACCEPT_FROM else Verdict.ASK


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Field):
    """A person's name; ``value`` is how it is shown, the parts are as a vCard's N wants them."""

    given: str = ""
    additional: str = ""
    family: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""


class PhoneType(StrEnum):
    """What a number reaches."""

    WORK = "work"
    MOBILE = "mobile"
    FAX = "fax"
    HOME = "home"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(Field):
    """A telephone number; ``value`` is E.164 where it could be told, else as read (at low confidence)."""

    type: PhoneType = PhoneType.WORK
    extension: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Url(Field):
    """A web site or a profile that is not LinkedIn; ``label`` says whose ("GitHub", "X", …), "" for a web site."""

    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Field):
    """A postal address; ``value`` is one line as printed, ``country`` is ISO 3166-1 alpha-2."""

    street: str | None = None
    locality: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person (or, without a name, a company) as one card or one LinkedIn source tells it.

    Attributes:
        linkedin: ``https://www.linkedin.com/in/<slug>``.
        headline, location: From LinkedIn only.
        notes: Lines that belong to the person and to no field.
        conflicts: Sentences that say where two sources differ (a QR code and the print, for example).
    """

    name: Name | None = None
    title: Field | None = None
    department: Field | None = None
    organization: Field | None = None
    emails: tuple[Field, ...] = ()
    phones: tuple[Phone, ...] = ()
    urls: tuple[Url, ...] = ()
    linkedin: Field | None = None
    addresses: tuple[Address, ...] = ()
    headline: str | None = None
    location: str | None = None
    notes: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def display_name(self) -> str:
        """What to call the contact: the name, else the company, else an e-mail, a number or a site."""
        for found in (self.name, self.organization, *self.emails, *self.phones, self.linkedin, *self.urls):
            if found is not None:
                return found.value
        return "(nothing read)"

    @property
    def is_empty(self) -> bool:
        """Nothing that a contact could be made of was found."""
        return self.display_name == "(nothing read)"

    @property
    def told(self) -> float:
        """How many values are told, each counted by its confidence."""
        one = (self.name, self.title, self.department, self.organization, self.linkedin)
        return sum(
            field.confidence for field in (*one, *self.emails, *self.phones, *self.urls, *self.addresses) if field
        )


@dataclass(frozen=True, slots=True)
class Card:
    """One card in a photo.

    Attributes:
        corners: Pixels of the photo after EXIF orientation: top left, top right, bottom right, bottom left of the
            card as its text reads upright.
        width, height: Pixels of the rectified card, in which all boxes are.
        lines: Recognised lines in reading order.
        picture: The rectified, upright card as a JPEG.
        advice: What a person can do for a better picture of this card, in words.
    """

    corners: Corners
    width: int
    height: int
    lines: tuple[Line, ...]
    codes: tuple[Code, ...]
    contact: Contact
    picture: bytes = field(default=b"", repr=False)
    advice: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The recognised lines, joined by newlines."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo file: its name, the SHA-256 of its bytes and its size in pixels after EXIF orientation."""

    path: str
    sha256: str
    width: int
    height: int
    advice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read off one photo."""

    photo: Photo
    cards: tuple[Card, ...]


class Outcome(StrEnum):
    """Where an application stands."""

    WAITING = "waiting"
    NEXT_ROUND = "next-round"
    OFFER = "offer"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """How a touch happened."""

    EMAIL = "email"
    PHONE = "phone"
    LINKEDIN = "linkedin"
    MEETING = "meeting"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A role at a company that one applied for; it has interviews.

    Attributes:
        introduced_by: Id of the contact it came from, or None.
        outcome_on: The day the outcome was told.
    """

    id: int
    company: str
    role: str
    department: str | None = None
    source: str | None = None
    introduced_by: int | None = None
    outcome: Outcome = Outcome.WAITING
    outcome_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One round of an application.

    Attributes:
        uid: ``urn:uuid:…``, stable; the vCards and the calendar refer to it.
        slug: A short name to refer to it by, for example ``lloyds-analyst-3``.
        kind: phone, video, on-site or panel.
        place: Where, or the link of the call.
        sequence: How often it was changed since it was first told: iCalendar's SEQUENCE.
        changed: UTC, whole seconds: iCalendar's DTSTAMP; None for one that is in no book.
    """

    id: int
    uid: str
    slug: str
    application: Application
    round: int = 1
    on: date | None = None
    at: time | None = None
    duration_min: int | None = None
    kind: str | None = None
    place: str | None = None
    notes: str | None = None
    sequence: int = 0
    changed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A contact met in an interview.

    Attributes:
        part: recruiter, hiring manager, HR, panel, …
        rapport: How you got on, 1..5.
        keep_in_touch: They asked to keep in touch.
    """

    contact_id: int
    interview: Interview
    part: str | None = None
    rapport: int | None = None
    talked_about: str | None = None
    keep_in_touch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One time that something was said between you and a contact."""

    contact_id: int
    on: date
    by: Channel
    note: str | None = None
    they_wrote: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A contact in the book.

    Attributes:
        id: Its number, the reference a person types.
        uid: ``urn:uuid:…``, stable: the UID of its vCard.
        changed: UTC, whole seconds: the REV of its vCard.
        stopped: The contact wishes not to be written to.
        cadence_days: Days of silence before a nudge; None for the rules' default.
    """

    id: int
    uid: str
    slug: str
    contact: Contact
    changed: datetime
    meetings: tuple[Meeting, ...] = ()
    categories: tuple[str, ...] = ()
    note: str | None = None
    stopped: bool = False
    cadence_days: int | None = None
