"""Pictures of icons, and of what is none, as they stand before the print of a card: for fit_icons.py.

Icons are the SVG files of icon packages, by their names; what is none are letters and the beginnings of words in the
machine's fonts, letters in a frame, logos, shapes, and the packages' icons of other things. All are drawn at the size of
a row's print, worn as a photograph wears them, and cut by the very code that the program uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import resvg_py
from drawing import logo_mask
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from pools import Dice

from cardscan.image.icons import INK, as_seen
from cardscan.image.sheet import CAP_PX
from cardscan.model import Box

Mask = NDArray[np.uint8]
"""(h, w) uint8, 255 where there is ink."""

_PHONE = "(square-|local-|perm-)?(tele)?phone(-(alt|volume|call|flip|square|handset|classic|enabled|in-talk|office))*"
_CELL = "(device-)?(phone-mobile|mobile-phone|smartphone|mobile|cellphone|cell-phone)"
_CELL_KINDS = "(alt|screen|button|retro|android|vibrate|vibration|speaker|camera|device|basic|text)"
_NET = "(-(square|box|circle|circular|logo|rect|alt|bordered|round|line))*"
NAMES = {
    "☎": rf"{_PHONE}|(local-)?call|deskphone",
    "📱": rf"{_CELL}(-{_CELL_KINDS})*|device-phone|phone-(portrait|android|iphone|vibrate)|stay-(current|primary)-portrait",
    "📠": "fax|print|printer(-(2|3|alt|pos))?|local-printshop|device-printer",
    "✉": "(square-)?(envelope|mail|email)(-(alt|open|text|closed|square|simple|opened|variant|unread|box))*|markunread"
    "|drafts|local-post-office",
    "🌐": "(globe|earth|world)(-(simple|alt|americas?|europe|asia|africa|australia|stand|wire|www|2|3|grid))*|public"
    "|language|web|(mouse-)?(cursor|pointer)(-(click|default|arrow))?|arrow-pointer|hand-pointer|insert-link"
    "|link(-(simple|alt|2|m|45deg|horizontal|variant|intact))*|chain|laptop(-(mac|windows|minimal))?"
    "|desktop(-(mac|windows|alt))?|device-(desktop|laptop)",
    "📍": "(map-)?(pin|marker|location)(-(alt|dot|on|pin|2|3|4|5|simple|area|point|radius|entry))*|place|room|fmd-good"
    "|pin-drop|geo(-alt)?|map(-(alt|trifold))?|(home|house)(-(alt|2|3|4|5|6|simple|door|line|chimney|variant|modern))*",
    "LinkedIn": rf"(square-)?linkedin(-in)?{_NET}",
    "Facebook": rf"(square-)?facebook(-f)?{_NET}",
    "Instagram": rf"(square-)?instagram{_NET}",
    "X": rf"(square-)?(x-)?twitter(-x)?{_NET}|x-logo",
    "WhatsApp": rf"(square-)?whatsapp{_NET}",
    "YouTube": rf"(square-)?youtube{_NET}",
    "GitHub": rf"(square-|mark-)?github(-octocat|-cat)?{_NET}",
    "Telegram": rf"telegram(-plane|-app)?{_NET}",
    "XING": rf"(square-)?xing{_NET}",
    "TikTok": rf"(square-)?tik-?tok{_NET}",
}
"""The names that packages give the icons of each sign."""
_BEFORE_NAME = re.compile(r"(bx[sl]?|ei(-sc)?|fi(-social)?|social|logo|brand)-")
_BEHIND_NAME = re.compile(r"(-(fill(ed)?|outlined?|line|solid|sharp|round|bold|light|thin|regular|brands|\d\d))+\Z")
_NOT_THE_THING = {
    ("bootstrap-icons", "phone"): "📱", ("open-iconic", "phone"): "📱", ("simple-icons", "cursor"): None,
    ("bootstrap-icons", "cursor"): None, ("material-design-icons", "pin"): None, ("fortawesome", "marker"): None,
    ("fortawesome", "language"): None, ("open-iconic", "location"): None, ("primer-octicons", "logo-github"): None,
}  # fmt: skip
"""What a package calls so and shows otherwise: its sign, or None to leave it out."""
_FOLDERS_OUT = ("duotone", "two-tone", "svgs-full", "sprite", "categories", "collection", "dist/ionicons", "font")
_LIKE_ICONS = re.compile(
    "phone|call|mobile|cell|smart|device|fax|print|mail|envelope|letter|inbox|send|plane|at\\b|globe|earth|world|web|lang"
    "|cursor|pointer|mouse|hand|link|chain|laptop|desktop|computer|monitor|screen|display|tv|tablet|map|pin|marker|loc"
    "|place|home|house|nav|compass|compas|near|room|geo|insta|camera|linked|face|twit|tweet|tube|video|play|git|tele|xing"
    "|tik|whats|message|chat|comment|public|planet|ball|explore|hotel|warehouse|cottage|villa|store|draft|post|read"
    "|square-x|x-|-x|window|browser|app|music|note|translate|receiver|voice|contact|signpost|direction|drop|receipt|brand"
)
"""Icons of other things whose names have this may look like one of those above: no example of anything."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An icon of a package: its sign, "" for another thing, and its ink."""

    sign: str
    package: str
    ink: Mask


def drawings_of(packages: Path, others: int = 250) -> Iterator[Drawing]:
    """Yield the icons of each package that is a folder here; of other things, so many at most of each package."""
    for package in sorted(path for path in packages.iterdir() if path.is_dir()):
        left = others
        files = [path for path in sorted(package.rglob("*.svg")) if not any(part in str(path) for part in _FOLDERS_OUT)]
        files = [files[at] for at in np.random.default_rng(0).permutation(len(files))]
        for path in files:
            name = path.stem.lower().replace("_", "-")
            bare = _BEHIND_NAME.sub("", _BEFORE_NAME.sub("", name, count=1))
            sign = next((sign for sign, names in NAMES.items() if re.fullmatch(names, bare)), "")
            for (start, called), meant in _NOT_THE_THING.items():
                if package.name.startswith(start) and (called == bare or name.startswith(called)):
                    sign = meant
            if sign is None or (not sign and (left == 0 or _LIKE_ICONS.search(name))):
                continue
            ink = rendered(path)
            if ink is not None:
                left -= not sign
                yield Drawing(sign, package.name, ink)


def rendered(path: Path, height: int = 96) -> Mask | None:
    """Return the ink of an SVG file, cut close; None where there is none."""
    svg = path.read_text("utf-8", errors="ignore")
    if "viewBox" not in svg:
        return None
    try:
        data = bytes(resvg_py.svg_to_bytes(svg_string=svg, height=height))
    except ValueError:
        return None
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    return close_cut(picture[..., 3]) if picture is not None and picture.ndim == 3 and picture.shape[2] == 4 else None


def close_cut(ink: Mask) -> Mask | None:
    """Return the ink without what is empty around it; None where all is."""
    rows, columns = (np.flatnonzero((ink > 40).any(axis=axis)) for axis in (1, 0))
    if len(rows) < 3 or len(columns) < 3:
        return None
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


# ---- what is no icon, and letters that are one in a frame


@cache
def _font(file: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, 64)


def set_text(file: str, text: str) -> Mask | None:
    """Return a text set in a font, capitals about 45 px high."""
    font = _font(file)
    left, top, right, bottom = font.getbbox(text)
    if not 0 < right - left < 900 or not 0 < bottom - top < 300:
        return None
    picture = Image.new("L", (int(right - left) + 8, int(bottom - top) + 8))
    ImageDraw.Draw(picture).text((4 - left, 4 - top), text, font=font, fill=255)
    return close_cut(np.asarray(picture))


def framed(rng: np.random.Generator, ink: Mask) -> Mask:
    """Return a drawing in a disc, a square or a rounded square, light in a dark one or dark in its outline."""
    side, frame = 96, np.zeros((192, 192), np.uint8)
    filled, thick = rng.random() < 0.65, int(rng.integers(6, 18))
    kind = rng.integers(3)
    if kind == 0:
        cv2.circle(frame, (96, 96), 92, 255, -1 if filled else thick, cv2.LINE_AA)
    else:
        round_px = 0 if kind == 1 else int(rng.integers(10, 50))
        shape = Image.new("L", (192, 192))
        ImageDraw.Draw(shape).rounded_rectangle(
            (3, 3, 188, 188), round_px, fill=255 if filled else 0, outline=255, width=thick
        )
        frame = np.array(shape)
    frame = cv2.resize(frame, (side, side), interpolation=cv2.INTER_AREA)
    most = rng.uniform(0.42, 0.66 if kind == 0 else 0.8) * side
    scale = most / max(ink.shape)
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    inner = np.zeros((side, side), np.uint8)
    top, left = (side - small.shape[0]) // 2, (side - small.shape[1]) // 2
    if kind == 1 and rng.random() < 0.2:  # Facebook's letter stands on the frame's lower edge
        top = side - small.shape[0]
    inner[top : top + small.shape[0], left : left + small.shape[1]] = small
    return cv2.min(frame, 255 - inner) if filled else cv2.max(frame, inner)


_LETTERS = "TMFEWPOCDHAITMFEWPOBGKLNQRSUVXYZabcdefghijklmnopqrstuvwxyz0123456789@&#%+()?!§©®™•■●▶►»›→*/"
_STARTS = """Tel Fax Mob Web Tel. Fax. T: M: F: E: W: P: D: O: C: T. M. F. E. W. in in. in: ig fb tw Dr Dr. Mr Av. C/ Rua
The De la An 12 7 44 108 +4 +49 +1 0 01 (0 (0) W/ M/ & c/o c. Vi St St. No GB UK DE SE AB AG SA KG Oy HQ IT PR HR Wa WA
Cel Hot Mail Ph Ph. E- Via Ul. ul. al. Pl 1st 2 3rd BP CP PO IČ Nº nº § @ @a @in www /in x X fi ti oi QQ OO O( Q( 8, 9,
HO O. OF FO EE EM TM Te Mo Fa We Em dr ing Ing. art Art Co CVR UID VAT ABN Me Mme Sr. Sra On Of Or If It"""
STARTS = tuple(_STARTS.split())


def text_of(rng: np.random.Generator) -> str:
    """Return a letter or the beginning of a line."""
    return str(rng.choice(list(_LETTERS)) if rng.random() < 0.6 else rng.choice(STARTS))


def shape(rng: np.random.Generator) -> Mask:
    """Return something drawn that means nothing: discs, rings, bars, polygons, dots, arcs."""
    ink = np.zeros((96, 96), np.uint8)
    for _ in range(int(rng.integers(1, 5))):
        points = rng.integers(4, 92, (int(rng.integers(3, 7)), 2)).astype(np.int32)
        (x, y), radius = (int(value) for value in points[0]), int(rng.integers(5, 45))
        thick = -1 if rng.random() < 0.5 else int(rng.integers(3, 14))
        kind, grey = rng.integers(5), int(rng.integers(150, 256)) if rng.random() < 0.8 else 0
        if kind == 0:
            cv2.circle(ink, (x, y), radius, grey, thick, cv2.LINE_AA)
        elif kind == 1:
            cv2.rectangle(ink, (x, y), (int(points[1, 0]), int(points[1, 1])), grey, thick)
        elif kind == 2:
            cv2.fillPoly(ink, [points], grey, cv2.LINE_AA)
        elif kind == 3:
            cv2.polylines(ink, [points], bool(rng.random() < 0.5), grey, abs(thick), cv2.LINE_AA)
        else:
            start = int(rng.integers(360))
            cv2.ellipse(
                ink, (x, y), (radius, int(rng.integers(5, 45))), start, 0, int(rng.integers(60, 360)), grey, abs(thick)
            )
    return ink


def logo(rng: np.random.Generator, file: str) -> Mask:
    """Return a logo as the samples have them."""
    letter = str(rng.choice(list("ABCDEGHKLMNOPQRSTUVWZ")))
    return np.array(logo_mask(Dice(int(rng.integers(1 << 30)), "A"), 96, letter, Path(file)))


# ---- as a photograph shows it


def photographed(rng: np.random.Generator, ink: Mask, high: float) -> Mask | None:
    """Return a drawing as the network sees it, out of a row in which it is so many capitals high; None where it is lost."""
    ink = _stroked(rng, ink)
    high_px = high * CAP_PX
    scale = high_px / ink.shape[0]
    size = (max(3, round(ink.shape[1] * scale * rng.uniform(0.9, 1.1))), max(3, round(high_px)))
    fine = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    edge = 14
    canvas = np.pad(fine, edge).astype(np.float32) / 255
    turn = cv2.getRotationMatrix2D((canvas.shape[1] / 2, canvas.shape[0] / 2), rng.normal(0, 1.5), 1.0)
    turn[0, 1] += rng.normal(0, 0.03)
    canvas = cv2.warpAffine(canvas, turn, canvas.shape[::-1], flags=cv2.INTER_LINEAR)
    grey = 255 - canvas * (255 - (rng.uniform(0, 130) if rng.random() < 0.4 else 0))
    coarse = float(np.exp(rng.uniform(np.log(0.36), np.log(1.4))))
    if coarse < 1:
        shape = grey.shape[::-1]
        small = (max(6, round(shape[0] * coarse)), max(6, round(shape[1] * coarse)))
        grey = cv2.resize(grey, small, interpolation=cv2.INTER_AREA)
        grey = _worn(rng, grey)
        grey = cv2.resize(grey, shape, interpolation=cv2.INTER_CUBIC)
    else:
        grey = _worn(rng, grey)
    white, black = rng.uniform(210, 255), rng.uniform(-20, 70)
    picture = np.clip((grey - black) * (262 / (white - black)), 0, 255).astype(np.uint8)
    box = _box_of_ink(picture[edge // 2 : -edge // 2, edge // 2 : -edge // 2])
    if box is None:
        return None
    x, y, width, height = (
        int(value) + edge // 2 for value in (box.x, box.y, box.width - edge // 2, box.height - edge // 2)
    )
    cut = rng.integers(-1, 2, 4) if rng.random() < 0.5 else np.zeros(4, int)
    part = picture[max(0, y + cut[0]) : y + height + cut[1], max(0, x + cut[2]) : x + width + cut[3]]
    return as_seen(part) if min(part.shape) >= 4 else None


def _box_of_ink(picture: Mask) -> Box | None:
    """Return the box around all ink of a picture, (h, w) uint8 dark on white; None where there is none."""
    inked = picture < INK
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if len(rows) == 0:
        return None
    x, y = float(columns[0]), float(rows[0])
    return Box(x, y, columns[-1] + 1 - x, rows[-1] + 1 - y)


def _stroked(rng: np.random.Generator, ink: Mask) -> Mask:
    """Return the ink, its strokes sometimes thinner or thicker."""
    if rng.random() < 0.6:
        return ink
    side = int(rng.integers(2, 5))
    change = cv2.erode if rng.random() < 0.5 else cv2.dilate
    changed = np.asarray(change(np.pad(ink, 4), np.ones((side, side), np.uint8)), np.uint8)
    return changed if (changed > 128).sum() > 0.4 * (ink > 128).sum() else ink


def _worn(rng: np.random.Generator, grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a picture blurred, made noisy and compressed."""
    if rng.random() < 0.7:
        grey = cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.3, 0.9))
    grey = grey + rng.normal(0, rng.uniform(0, 9), grey.shape).astype(np.float32)
    if rng.random() < 0.3:
        even = np.clip(grey, 0, 255).astype(np.uint8)
        _, data = cv2.imencode(".jpg", even, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 92))])
        grey = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE).astype(np.float32)
    return grey


# ---- examples


def icon_of(rng: np.random.Generator, drawing: Drawing, fonts: Sequence[str]) -> Mask | None:
    """Return an example of an icon of a package, now and then in a frame, or drawn with a font's own letters."""
    ink = drawing.ink
    letters = {"LinkedIn": "in", "Facebook": "f", "X": "X"}.get(drawing.sign)
    if letters and rng.random() < 0.4:
        own = set_text(str(rng.choice(fonts)), letters)
        return None if own is None else photographed(rng, framed(rng, own), rng.uniform(0.9, 2.1))
    bare = letters is not None and (ink > 128).mean() < 0.62 and not _is_framed(ink)
    if bare or rng.random() < 0.33:
        if _is_framed(ink):
            return photographed(rng, ink, rng.uniform(0.9, 2.1))
        ink = framed(rng, ink)
    wide = ink.shape[1] / ink.shape[0]
    return photographed(rng, ink, float(rng.uniform(0.8, 2.1) / max(1.0, wide**0.7)))


def _is_framed(ink: Mask) -> bool:
    """Tell whether a drawing has ink along all its sides."""
    edge = max(2, ink.shape[0] // 16)
    sides = (ink[:edge], ink[-edge:], ink[:, :edge], ink[:, -edge:])
    return all((side > 128).any(axis=0 if at < 2 else 1).mean() > 0.35 for at, side in enumerate(sides))


def other_of(rng: np.random.Generator, others: Sequence[Drawing], fonts: Sequence[str]) -> Mask | None:
    """Return an example of what is no icon."""
    kind = rng.random()
    file = str(rng.choice(fonts))
    if kind < 0.66:
        ink = set_text(file, text_of(rng))
        if ink is None:
            return None
        wide = ink.shape[1] / ink.shape[0]
        return photographed(rng, ink, float(rng.uniform(0.65, 1.45) / max(1.0, wide / 2)))
    if kind < 0.74:
        ink = set_text(file, str(rng.choice(list("TMEWPFADHOCGKBRSNtmewpadhoc@&#0123456789"))))
        return None if ink is None else photographed(rng, framed(rng, ink), rng.uniform(0.8, 2.1))
    if kind < 0.80:
        return photographed(rng, logo(rng, file), rng.uniform(0.8, 2.3))
    if kind < 0.87:
        ink = close_cut(shape(rng))
        return None if ink is None else photographed(rng, ink, rng.uniform(0.7, 2.2))
    drawing = others[int(rng.integers(len(others)))]
    ink = framed(rng, drawing.ink) if rng.random() < 0.2 else drawing.ink
    return photographed(rng, ink, rng.uniform(0.8, 2.1))
