"""QR codes: what a camera reads off them, and what is left out so that it can."""

import io
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp
from made_vcards import COMPANY, MONONYM, ZOE
from PIL import Image

from cardscan.errors import UsageError
from cardscan.model import Contact, Field, Name, Phone, PhoneType
from cardscan.vcard.qr import MAX_OCTETS, Qr, make_qr
from cardscan.vcard.read import read_payload


def seen(picture: Image.Image) -> str:
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text


def of_terminal(code: Qr) -> Image.Image:
    """Draw what a dark terminal shows: a full block is light."""
    glyphs = {" ": (0, 0), "▄": (0, 255), "▀": (255, 0), "█": (255, 255)}
    rows = code.terminal(colour=False).splitlines()
    pixels = np.array([[glyphs[glyph][half] for glyph in row] for row in rows for half in (0, 1)], dtype=np.uint8)
    return Image.fromarray(np.kron(pixels, np.ones((5, 5), dtype=np.uint8)))


@pytest.mark.parametrize("who", [ZOE, COMPANY, MONONYM, ZOE.contact], ids=["zoe", "company", "mononym", "contact"])
def test_a_camera_reads_what_was_meant(who) -> None:
    code = make_qr(who)
    assert seen(Image.open(io.BytesIO(code.png()))) == code.text
    assert seen(of_terminal(code)) == code.text
    contact = read_payload(code.text)
    assert contact is not None
    assert contact.display_name == (who if isinstance(who, Contact) else who.contact).display_name


def test_the_code_is_small_enough_and_says_what_it_left_out() -> None:
    code = make_qr(ZOE, photo=True)
    assert code.version <= 13
    assert len(code.text.encode()) <= MAX_OCTETS
    assert code.dropped[:3] == ("photo", "notes", "address")
    contact = read_payload(code.text)
    assert contact is not None
    assert contact.name is not None
    assert contact.name.family == "Whitcombe-Núñez"
    assert contact.linkedin is not None
    assert contact.emails
    assert contact.phones


def test_what_fits_is_kept() -> None:
    assert make_qr(MONONYM).dropped == ()
    assert "NOTE:" not in make_qr(MONONYM).text
    short = replace(MONONYM, note="Call on Friday")
    assert make_qr(short).dropped == ()
    assert "NOTE:Call on Friday" in make_qr(short).text
    assert make_qr(short, photo=True).dropped == ("photo",)


def test_things_go_in_order() -> None:
    orders = [make_qr(ZOE, max_octets=most).dropped for most in range(1300, 245, -5)]
    for smaller, larger in zip(orders[1:], orders, strict=False):
        assert smaller[: len(larger)] == larger
    assert orders[0] == ()
    assert orders[-1][:4] == ("notes", "address", "web sites", "department")


def test_the_mobile_number_is_the_one_that_stays() -> None:
    phones = (Phone(value="+442079460018"), Phone(value="+447700900123", type=PhoneType.MOBILE))
    emails = tuple(Field(value=f"a{number}@harbour.example") for number in range(20))
    contact = Contact(name=Name(value="Ada Sample", given="Ada", family="Sample"), phones=phones, emails=emails)
    code = make_qr(contact)
    assert code.dropped == ("further numbers and e-mails",)
    assert "TEL;TYPE=CELL:+447700900123" in code.text
    assert "+442079460018" not in code.text


def test_what_can_never_fit_or_says_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="does not fit"):
        make_qr(Contact(name=Name(value="Ada " + "x" * 400)))
    with pytest.raises(UsageError, match="neither name"):
        make_qr(Contact())


def test_drawings_are_the_same_each_time_and_of_their_kind() -> None:
    code = make_qr(ZOE)
    assert code.png() == make_qr(ZOE).png()
    assert code.png()[:8] == b"\x89PNG\r\n\x1a\n"
    assert code.svg() == make_qr(ZOE).svg()
    assert code.svg().startswith("<?xml")
    assert "<svg" in code.svg()
    assert "\x1b[" in code.terminal()
    assert "\x1b[" not in code.terminal(colour=False)
    side = len(code.matrix)
    assert side == 17 + 4 * code.version
    assert {len(row) for row in code.matrix} == {side}
