"""One photo to its contacts: the straight line photo → card → lines → contact, as the list of its stages.

The stages are siblings that know the values of :mod:`cardscan.model` and nothing of each other; they are joined here
and nowhere else.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cardscan.errors import InputError, NoCardError
from cardscan.image.advice import advise
from cardscan.image.codes import read_codes
from cardscan.image.encode import encode_jpeg
from cardscan.image.find import FindOptions, find_cards, has_text, whole_frame
from cardscan.image.load import LoadOptions, Picture, load_photo
from cardscan.image.outline import Outline
from cardscan.image.rectify import RectifyOptions, rectify
from cardscan.model import Card, Code, Contact, Corners, Photo, Scan
from cardscan.ocr.engine import Engine, choose_engine
from cardscan.parse import ParseOptions, merge_sides, understand
from cardscan.reading import Reading, ReadOptions, read_card
from cardscan.vcard.payload import read_payload

if TYPE_CHECKING:
    from cardscan.trace import Trace

log = logging.getLogger(__name__)

_UNSURE = 0.75
"""Below this an outline may be a figure on a card that fills the frame. Measured: of 140 photos of calibrate-b none is
so unsure; of 90 with pictures all over their cards 16 are, and 5 of those are wrong."""
_TELLS_MORE = 0.5
"""The frame is taken for the card when as a whole it tells (:attr:`cardscan.model.Contact.told`) so much more."""


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """How to read a photo.

    Attributes:
        country: ISO 3166-1 alpha-2: where numbers without a dialling code belong, when the card does not tell.
        keep_capitals: Leave a name in capitals as it is printed.
    """

    load: LoadOptions = field(default_factory=LoadOptions)
    find: FindOptions = field(default_factory=FindOptions)
    rectify: RectifyOptions = field(default_factory=RectifyOptions)
    read: ReadOptions = field(default_factory=ReadOptions)
    country: str | None = None
    keep_capitals: bool = False


def scan(
    path: Path | str,
    options: ScanOptions | None = None,
    *,
    engine: Engine | None = None,
    trace: Trace | None = None,
) -> Scan:
    """Read every card in the photo at ``path``.

    Args:
        path: JPEG, PNG, WebP, TIFF, BMP, HEIC or PDF.
        options: How; the defaults serve.
        engine: What recognises the text; the best one installed when None.
        trace: Is told of each stage.
    Returns:
        The photo and its cards, largest print first in the order of finding; at least one, with something read on it.
    Raises:
        InputError: The file cannot be read, or it holds no card, or no text is on it.
        ToolError: No engine, or it failed.
    """
    options = options or ScanOptions()
    path = Path(path)
    picture = load_photo(path, options.load)
    pixels = picture.pixels
    if trace:
        trace.show("load", pixels, f"{picture.width} × {picture.height} px in the file")
    outlines = _outlines(path, pixels, options)
    if trace:
        decided = "the whole frame is the card" if outlines[0].whole_frame else f"{len(outlines)} card(s) found"
        trace.show("find", pixels, decided, [outline.corners for outline in outlines])
    engine = engine or choose_engine("auto")
    cards = [_read(picture, outline, options, engine, trace) for outline in outlines]
    if _may_fill_the_frame(outlines, cards) and has_text(pixels):
        whole = _read(picture, whole_frame(pixels), options, engine, trace)
        found, frame = sum(card.contact.told for card in cards), whole.contact.told
        cards = [whole] if frame > found + _TELLS_MORE else cards
        if trace:
            decided = "the frame is the card" if cards[0] is whole else "what was found is the card"
            trace.show(
                "frame", pixels, f"{decided}: it tells {frame:.1f} values as a whole, {found:.1f} in what was found"
            )
    read = tuple(card for card in cards if not card.contact.is_empty)
    if not read:
        advice = [line for card in cards for line in card.advice]
        hint = "; ".join(dict.fromkeys(advice)) or None
        raise NoCardError(path, "nothing could be read on the card", hint=hint)
    return Scan(Photo(str(path), picture.sha256, picture.width, picture.height), read)


def join_sides(front: Scan, back: Scan) -> Scan:
    """Return the front's scan with what its card's other side tells.

    Raises:
        InputError: One of the photos does not show exactly one card.
    """
    for side in (front, back):
        if len(side.cards) != 1:
            raise InputError(side.photo.path, f"{len(side.cards)} cards in it, where one side of one card is wanted")
    face, other = front.cards[0], back.cards[0]
    joined = replace(
        face,
        lines=face.lines + other.lines,
        codes=face.codes + other.codes,
        contact=merge_sides(face.contact, other.contact),
        advice=face.advice + other.advice,
    )
    return replace(front, cards=(joined,))


def _outlines(path: Path, pixels: NDArray[np.uint8], options: ScanOptions) -> list[Outline]:
    """Return the cards' outlines; the frame itself where it is full of text and no card stands out."""
    outlines = find_cards(pixels, options.find)
    if outlines:
        return outlines
    if has_text(pixels):
        return [whole_frame(pixels)]
    raise NoCardError(path, "no card found")


def _may_fill_the_frame(outlines: list[Outline], cards: list[Card]) -> bool:
    """Tell whether what was found may be a figure on a card that is the photo as a whole."""
    if any(outline.whole_frame for outline in outlines):
        return False
    return all(outline.confidence < _UNSURE for outline in outlines) or all(card.contact.is_empty for card in cards)


def _read(picture: Picture, outline: Outline, options: ScanOptions, engine: Engine, trace: Trace | None) -> Card:
    """Rectify one card, read it and understand what it says."""
    flat = rectify(picture.pixels, outline.corners, options.rectify, outline.bows)
    if trace:
        trace.show("rectify", flat, f"{flat.shape[1]} × {flat.shape[0]} px")
    reading = read_card(flat, engine, options.read, trace=trace)
    upright = reading.card
    codes = tuple(read_codes(upright))
    height, width = upright.shape[:2]
    understood = understand(
        reading.lines,
        _code_contacts(codes),
        ParseOptions(
            country=options.country,
            languages=options.read.languages,
            card_size=(width, height),
            keep_capitals=options.keep_capitals,
        ),
    )
    if trace:
        boxes = [_polygon(line.box.x, line.box.y, line.box.right, line.box.bottom) for line in reading.lines]
        trace.show("lines", upright, f"{len(boxes)} lines read by {engine.name}", boxes)
    return Card(
        corners=_turned(outline.corners * picture.scale, reading),
        width=width,
        height=height,
        lines=reading.lines,
        codes=codes,
        contact=understood,
        picture=encode_jpeg(upright),
        advice=(*reading.advice, *advise(picture.pixels, outline, upright)),
    )


def _code_contacts(codes: tuple[Code, ...]) -> tuple[Contact, ...]:
    """Return what the QR codes say of the person, as contacts."""
    contacts = (read_payload(code.text) for code in codes)
    return tuple(contact for contact in contacts if contact is not None)


def _turned(corners: NDArray[np.float32], reading: Reading) -> Corners:
    """Return the corners in the order TL, TR, BR, BL of the card as its text reads upright."""
    rolled = np.roll(corners, reading.turn.quarter_turns, axis=0)
    a, b, c, d = ((float(x), float(y)) for x, y in rolled)
    return a, b, c, d


def _polygon(left: float, top: float, right: float, bottom: float) -> NDArray[np.float32]:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float32)
