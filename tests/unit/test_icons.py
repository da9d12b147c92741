"""Icons before print: what they are told for, what becomes of the row, and letters, which are none."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from drawn_card import LINES, drawn_card
from made_lines import lines_of
from PIL import Image, ImageDraw, ImageFont

from cardscan.image.clean import to_grey
from cardscan.image.icons import SURE, name_icons, with_icons
from cardscan.image.letters import see
from cardscan.image.lines import find_lines, set_in_rows
from cardscan.image.sheet import set_rows
from cardscan.model import Box, Word
from cardscan.ocr.engine import choose_engine
from cardscan.parse import ParseOptions, understand
from cardscan.reading import ReadOptions, _from_row, read_card

SIDE = 96
TYPEFACES = sorted(str(path) for path in Path("/usr/share/fonts/truetype").rglob("*.ttf"))[::40]
"""Some of the machine's; the built-in one is tried on any machine."""


@pytest.fixture(scope="module")
def engine():
    return choose_engine("auto")


def envelope(draw: ImageDraw.ImageDraw, x: float, y: float, s: float, ink, ground) -> None:
    draw.rounded_rectangle((x, y + 0.15 * s, x + s, y + 0.85 * s), 0.06 * s, outline=ink, width=max(2, round(s / 11)))
    draw.line((x, y + 0.2 * s, x + s / 2, y + 0.56 * s, x + s, y + 0.2 * s), fill=ink, width=max(2, round(s / 11)))


def globe(draw: ImageDraw.ImageDraw, x: float, y: float, s: float, ink, ground) -> None:
    width = max(2, round(s / 12))
    draw.ellipse((x, y, x + s, y + s), outline=ink, width=width)
    draw.ellipse((x + 0.28 * s, y, x + 0.72 * s, y + s), outline=ink, width=width)
    draw.line((x, y + s / 2, x + s, y + s / 2), fill=ink, width=width)


def pin(draw: ImageDraw.ImageDraw, x: float, y: float, s: float, ink, ground) -> None:
    draw.ellipse((x + 0.18 * s, y, x + 0.82 * s, y + 0.64 * s), fill=ink)
    draw.polygon([(x + 0.21 * s, y + 0.42 * s), (x + 0.79 * s, y + 0.42 * s), (x + 0.5 * s, y + s)], fill=ink)
    draw.ellipse((x + 0.38 * s, y + 0.2 * s, x + 0.62 * s, y + 0.44 * s), fill=ground)


def mobile(draw: ImageDraw.ImageDraw, x: float, y: float, s: float, ink, ground) -> None:
    draw.rounded_rectangle((x + 0.2 * s, y, x + 0.8 * s, y + s), 0.1 * s, fill=ink)
    draw.rectangle((x + 0.28 * s, y + 0.13 * s, x + 0.72 * s, y + 0.77 * s), fill=ground)
    draw.ellipse((x + 0.44 * s, y + 0.82 * s, x + 0.56 * s, y + 0.94 * s), fill=ground)


def linkedin(draw: ImageDraw.ImageDraw, x: float, y: float, s: float, ink, ground) -> None:
    draw.rounded_rectangle((x, y, x + s, y + s), 0.12 * s, fill=ink)
    draw.text((x + s / 2, y + 0.5 * s), "in", font=ImageFont.load_default(0.72 * s), fill=ground, anchor="mm")


def tile(draw_icon) -> np.ndarray:
    """Return an icon alone, cut close."""
    picture = Image.new("L", (2 * SIDE, 2 * SIDE), 255)
    draw_icon(ImageDraw.Draw(picture), SIDE / 2, SIDE / 2, SIDE, 0, 255)
    return cut(np.asarray(picture))


def cut(picture: np.ndarray) -> np.ndarray:
    rows, columns = np.flatnonzero((picture < 150).any(axis=1)), np.flatnonzero((picture < 150).any(axis=0))
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def letter(text: str, height: int) -> np.ndarray:
    picture = Image.new("L", (8 * height, 3 * height), 255)
    ImageDraw.Draw(picture).text((height, height), text, font=ImageFont.load_default(height), fill=0)
    return cut(np.asarray(picture))


def card_with(icons, lines, size=(1200, 720)) -> np.ndarray:
    """Return a card with lines and icons before some of them."""
    card = drawn_card((), columns=[(160, y, text, 34) for y, text in lines], size=size)
    picture = Image.fromarray(np.ascontiguousarray(card[:, :, ::-1]))
    for draw_icon, y in icons:
        draw_icon(ImageDraw.Draw(picture), 90, y + 6, 34, (30, 30, 40), (245, 245, 240))
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


def rows_of(card: np.ndarray):
    found = find_lines(see(to_grey(card)))
    return found, set_rows(found, set_in_rows(found.lines))


@pytest.mark.parametrize(
    ("draw_icon", "sign"), [(envelope, "✉"), (globe, "🌐"), (mobile, "📱"), (pin, "📍"), (linkedin, "LinkedIn")]
)
def test_an_icon_is_told(draw_icon, sign):
    ((told, sure),) = name_icons([tile(draw_icon)])
    assert (told, sure >= SURE) == (sign, True)


@pytest.mark.parametrize("file", TYPEFACES)
@pytest.mark.parametrize("text", "TMFEDWPO")
def test_labels_are_no_icons_in_any_typeface(text, file):
    picture = Image.new("L", (160, 120), 255)
    ImageDraw.Draw(picture).text((40, 20), text, font=ImageFont.truetype(file, 40), fill=0)
    ((told, sure),) = name_icons([cut(np.asarray(picture))])
    assert not told or sure < SURE


@pytest.mark.parametrize("text", [*"TMFEDWPOCHAI@&", "T:", "M.", "Tel", "Fax", "in", "f", "9", "5", "+4"])
@pytest.mark.parametrize("height", [28, 40, 90])
def test_letters_are_no_icons(text, height):
    ((told, sure),) = name_icons([letter(text, height)])
    assert not told or sure < SURE


def test_nothing_is_told_of_nothing():
    assert name_icons([]) == []


def test_an_icon_before_a_line_is_found():
    found, rows = rows_of(card_with([(envelope, 300)], [(300, "ada.kestrel@nordlicht.example")]))
    (row,) = with_icons(found, rows)
    (icon,) = row.icons
    assert icon.sign == "✉"
    assert abs(icon.box.x - 90) < 6
    assert icon.on_row.right < row.pieces[0].left + row.pieces[0].width / 4


def test_print_without_icons_stays_as_it_is():
    found, rows = rows_of(drawn_card(LINES))
    assert all(not row.icons for row in with_icons(found, rows))


def test_a_card_with_icons_is_read(engine):
    lines = [
        (60, "Ada Kestrel"),
        (130, "Head of Research"),
        (230, "+46 70 147 86 46"),
        (300, "ada.kestrel@nordlicht.example"),
        (370, "nordlicht.example"),
        (440, "@adakestrel"),
        (510, "12 Harbour Lane, London E14 5AB"),
    ]
    card = card_with([(mobile, 230), (envelope, 300), (globe, 370), (linkedin, 440), (pin, 510)], lines)
    told: dict[str, str] = {}
    trace = SimpleNamespace(show=lambda stage, picture, decided, outlines=(): told.update({stage: decided}))
    reading = read_card(card, engine, ReadOptions(find_turn=False), trace)
    assert told["icons"] == "5 icons: 📱 ✉ 🌐 LinkedIn 📍"
    texts = [line.text for line in reading.lines]
    assert "📱 +46 70 147 86 46" in texts
    assert "✉ ada.kestrel@nordlicht.example" in texts
    assert "LinkedIn @adakestrel" in texts
    contact = understand(reading.lines, (), ParseOptions(card_size=(1200.0, 720.0)))
    assert contact.linkedin is not None
    assert contact.linkedin.value == "https://www.linkedin.com/in/adakestrel"
    assert contact.addresses[0].street == "12 Harbour Lane"


PERSON = ("Ada Kestrel", "Head of Research", "Nordlicht Analytics GmbH", "✉ ada.kestrel@nordlicht.example")


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        ("LinkedIn @adakestrel", "adakestrel"),
        ("LinkedIn /ada-kestrel", "ada-kestrel"),
        ("LinkedIn adakestrel", "adakestrel"),
        ("LinkedIn in/adakestrel", "adakestrel"),
        ("LinkedIn @akestrel9", "akestrel9"),
    ],
)
def test_an_account_behind_linkedins_icon_is_the_persons(line, slug):
    contact = understand(lines_of(*PERSON, line), ())
    assert contact.linkedin is not None
    assert contact.linkedin.value == f"https://www.linkedin.com/in/{slug}"
    assert contact.linkedin.confidence > 0.85


@pytest.mark.parametrize("line", ["LinkedIn @nordlicht", "LinkedIn profile", "LinkedIn Ada Kestrel"])
def test_a_companys_account_or_a_name_is_no_profile(line):
    assert understand(lines_of(*PERSON, line), ()).linkedin is None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Instagram @adakestrel", "instagram.com/adakestrel"),
        ("Facebook /adakestrel", "facebook.com/adakestrel"),
        ("GitHub adakestrel", "github.com/adakestrel"),
    ],
)
def test_an_account_behind_a_networks_icon_is_a_site(line, value):
    contact = understand(lines_of(*PERSON, line), ())
    assert [url.value for url in contact.urls] == [value]
    assert [email.value for email in contact.emails] == ["ada.kestrel@nordlicht.example"]


def test_icons_tell_what_a_number_is():
    contact = understand(lines_of(*PERSON, "☎ +46 8 147 86 46", "📱 +46 8 147 86 45", "📠 +46 8 147 86 47"), ())
    assert {phone.value: phone.type.value for phone in contact.phones} == {
        "+4681478646": "work",
        "+4681478645": "mobile",
        "+4681478647": "fax",
    }


@pytest.mark.parametrize("read", ["9Rua", "9"])
def test_what_an_icon_was_read_as_is_kept_beside(read):
    found, rows = rows_of(card_with([(pin, 300)], [(300, "Rua do Catete")]))
    (row,) = with_icons(found, rows)
    (icon,) = row.icons
    start = icon.on_row.x
    behind = icon.on_row.right + 15
    words = [Word(read, 0.6, Box(start, 30, behind + 60 - start if len(read) > 1 else 20, 27))]
    words += [Word("Rua", 0.9, Box(behind, 30, 60, 27))] if len(read) == 1 else []
    (line,) = _from_row(row, words)
    assert line.text == "📍 Rua"
    assert line.words[0].alternatives == ("9",)
