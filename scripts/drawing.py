"""Draw a laid-out card as its printer would deliver it: flat, sharp, upright.

Input: a Laid card (layouts.py) and a resolution. Output: (H, W, 3) uint8 RGB. Over 400 lines: logos, icons and
decorations are a list of small painters that share one canvas.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import segno
from layouts import Laid, Placed
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pools import Dice
from typefaces import typefaces

Colour = tuple[int, int, int]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a card."""

    paper: Colour
    ink: Colour
    second: Colour
    accent: Colour
    light: Colour
    dark: Colour


def _hsv(h: float, s: float, v: float) -> Colour:
    r, g, b = colorsys.hsv_to_rgb(h % 1.0, s, v)
    return round(r * 255), round(g * 255), round(b * 255)


def luminance(colour: Colour | NDArray[np.floating]) -> float:
    """Return the brightness of a colour, 0..255 (Rec. 601 weights)."""
    return 0.299 * float(colour[0]) + 0.587 * float(colour[1]) + 0.114 * float(colour[2])


def palette(dice: Dice, theme: str) -> Palette:
    """Return colours that go together; a few cards are low in contrast, as real ones are."""
    hue = dice.between(0, 1)
    accent = _hsv(hue, dice.between(0.5, 0.95), dice.between(0.35, 0.85))
    if dice.chance(0.15):
        accent = dice.random.choice([(20, 20, 20), (90, 90, 90), (176, 141, 87), (150, 20, 30), (15, 40, 90)])
    light = dice.random.choice([(255, 255, 255), (250, 248, 240), (240, 240, 240), (222, 200, 150), (200, 205, 210)])
    dark = _hsv(hue, dice.between(0.2, 0.9), dice.between(0.06, 0.28))
    if theme == "dark":
        paper = dice.random.choice([dark, (18, 18, 20), (28, 32, 40), (8, 8, 8), _hsv(hue, 0.8, 0.25), (40, 12, 20)])
        ink = dice.random.choice([(255, 255, 255), (240, 240, 235), (214, 180, 110), (200, 200, 205), (235, 235, 235)])
        second = tuple(round(0.87 * i + 0.13 * p) for i, p in zip(ink, paper, strict=True))
        accent = accent if luminance(accent) > 110 else _hsv(hue, 0.6, 0.9)
        return Palette(paper, ink, second, accent, light, dark)  # type: ignore[arg-type]
    if theme == "tint":
        paper = _hsv(hue, dice.between(0.12, 0.9), dice.between(0.7, 0.98))
        ink = (15, 15, 20) if luminance(paper) > 120 else (255, 255, 255)
        return Palette(paper, ink, ink, dark if luminance(paper) > 120 else (255, 255, 255), light, dark)
    paper = dice.random.choice(
        [(255, 255, 255)] * 4 + [(252, 250, 245), (247, 243, 232), (243, 244, 246), (236, 232, 222)]
    )
    ink = dice.random.choice([(20, 20, 22), (35, 35, 40), (0, 0, 0), (50, 50, 55), dark, (60, 60, 66), (25, 35, 60)])
    second = dice.random.choice([ink, ink, (90, 90, 95), (110, 110, 115), (80, 85, 95)])
    if dice.chance(0.07):
        second = dice.random.choice([(150, 150, 150), (165, 165, 168), (172, 150, 110), (140, 150, 160)])
    return Palette(paper, ink, second, accent, light, dark)


@lru_cache(maxsize=600)
def _font(path: Path, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


# ---- decorations: painters of (canvas, dice, palette, arguments, pixels per percent in x and y)

Painter = Callable[[Image.Image, Dice, Palette, list[str]], None]


def _rectangle(image: Image.Image, args: list[str]) -> tuple[float, float, float, float]:
    x, y, w, h = (float(value) / 100 for value in args[:4])
    return x * image.width, y * image.height, (x + w) * image.width, (y + h) * image.height


def _band(image: Image.Image, dice: Dice, colours: Palette, args: list[str]) -> None:
    colour = {"accent": colours.accent, "dark": colours.dark, "light": colours.light}[args[4]]
    ImageDraw.Draw(image).rectangle(_rectangle(image, args), fill=colour)


def _frame(image: Image.Image, dice: Dice, colours: Palette, args: list[str]) -> None:
    margin = image.width * float(args[0]) / 100
    draw = ImageDraw.Draw(image)
    box = (margin, margin, image.width - margin, image.height - margin)
    draw.rectangle(box, outline=colours.accent, width=max(1, image.width // 250))


def _gradient(image: Image.Image, dice: Dice, colours: Palette, args: list[str]) -> None:
    w, h = image.size
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    if args and args[0] == "radial":
        t = np.hypot((xs - w * dice.between(0.2, 0.8)) / w, (ys - h * dice.between(0.2, 0.8)) / h)
    else:
        angle = dice.between(0, 2 * math.pi)
        t = (xs / w - 0.5) * math.cos(angle) + (ys / h - 0.5) * math.sin(angle) + 0.5
    t = np.clip(t, 0, 1)[..., None]
    start = np.array(colours.paper, np.float32)
    end = np.array(colours.accent if luminance(colours.paper) < 128 else colours.light, np.float32)
    amount = dice.between(0.3, 0.8)
    image.paste(Image.fromarray((start * (1 - t * amount) + end * t * amount).astype(np.uint8)))


def _diagonal(image: Image.Image, dice: Dice, colours: Palette, args: list[str]) -> None:
    w, h = image.size
    ImageDraw.Draw(image).polygon([(0, 0), (w * 0.5, 0), (w * 0.32, h), (0, h)], fill=colours.accent)


def _triangle(image: Image.Image, dice: Dice, colours: Palette, args: list[str]) -> None:
    w, h = image.size
    ImageDraw.Draw(image).polygon([(w, h * 0.1), (w, h), (w * 0.55, h)], fill=colours.dark)


def _wave(image: Image.Image, dice: Dice, colours: Palette, args: list[str]) -> None:
    w, h = image.size
    phase, base = dice.between(0, 6), 0.36 * h
    top = [(x, base + 0.035 * h * math.sin(phase + 6 * x / w)) for x in range(0, w + 8, 8)]
    ImageDraw.Draw(image).polygon([(0, 0), (w, 0), *reversed(top)], fill=colours.accent)


def _dots(image: Image.Image, dice: Dice, colours: Palette, args: list[str]) -> None:
    step = image.width / dice.between(22, 40)
    draw = ImageDraw.Draw(image, "RGBA")
    for row in range(int(image.height / step) + 1):
        for column in range(int(image.width / step) + 1):
            x, y, r = column * step, row * step, step * 0.14
            draw.ellipse((x - r, y - r, x + r, y + r), fill=(*colours.accent, 46))


def _stripes(image: Image.Image, dice: Dice, colours: Palette, args: list[str]) -> None:
    step = image.width / dice.between(14, 30)
    draw = ImageDraw.Draw(image, "RGBA")
    for at in range(-image.height, image.width, max(2, int(step))):
        draw.line(
            [(at, image.height), (at + image.height, 0)], fill=(*colours.accent, 30), width=max(1, int(step * 0.3))
        )


def _line(image: Image.Image, dice: Dice, colours: Palette, args: list[str]) -> None:
    x0, y0, x1, y1 = _rectangle(image, args)
    ImageDraw.Draw(image).rectangle((x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)), fill=colours.accent)


def scenery(dice: Dice, width: int, height: int) -> Image.Image:
    """Return an invented photograph: hills under a sky, lights out of focus, or soft clouds of colour."""
    kind = dice.weighted({"hills": 1, "bokeh": 1, "clouds": 1})
    hue = dice.between(0, 1)
    top, bottom = (
        np.array(_hsv(hue + dice.between(-0.1, 0.1), dice.between(0.2, 0.8), dice.between(0.2, 0.8)), np.float32)
        for _ in range(2)
    )
    t = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    image = Image.fromarray(np.broadcast_to(top * (1 - t) + bottom * t, (height, width, 3)).astype(np.uint8))
    draw = ImageDraw.Draw(image, "RGBA")
    if kind == "hills":
        for layer in range(4):
            base, phase, steep = height * (0.35 + 0.16 * layer), dice.between(0, 9), dice.between(0.04, 0.12)
            ridge = [
                (
                    x,
                    base
                    + height * steep * (math.sin(phase + x / width * 7) + 0.4 * math.sin(phase * 3 + x / width * 23)),
                )
                for x in range(0, width + 8, 8)
            ]
            draw.polygon([(0, height), *ridge, (width, height)], fill=(*_hsv(hue + 0.3, 0.4, 0.55 - 0.12 * layer), 255))
    elif kind == "bokeh":
        for _ in range(40):
            x, y, r = dice.between(0, width), dice.between(0, height), dice.between(0.02, 0.12) * height
            draw.ellipse(
                (x - r, y - r, x + r, y + r),
                fill=(*_hsv(hue + dice.between(-0.15, 0.15), 0.5, 0.95), dice.integer(20, 90)),
            )
    else:
        for _ in range(14):
            x, y, r = dice.between(0, width), dice.between(0, height), dice.between(0.15, 0.5) * height
            draw.ellipse((x - r, y - r, x + r, y + r), fill=(*_hsv(dice.between(0, 1), 0.5, 0.7), 70))
        image = image.filter(ImageFilter.GaussianBlur(height / 20))
    return image


def _picture(image: Image.Image, dice: Dice, colours: Palette, args: list[str]) -> None:
    x0, y0, x1, y1 = (round(value) for value in _rectangle(image, args))
    picture = scenery(dice, x1 - x0, y1 - y0)
    if args[2] == "100" and args[3] == "100":
        picture = Image.blend(picture, Image.new("RGB", picture.size, (12, 12, 16)), dice.between(0.45, 0.7))
    image.paste(picture, (x0, y0))


PAINTERS: dict[str, Painter] = {
    "band": _band, "frame": _frame, "gradient": _gradient, "diagonal": _diagonal, "triangle": _triangle, "wave": _wave, "dots": _dots, "stripes": _stripes, "line": _line, "picture": _picture,
}  # fmt: skip


# ---- logos and icons, drawn four times as large and reduced


def _tile(side: int) -> tuple[Image.Image, ImageDraw.ImageDraw, int]:
    big = max(8, side * 4)
    tile = Image.new("L", (big, big), 0)
    return tile, ImageDraw.Draw(tile), big


def _polygon(sides: int, s: float, turn: float = 0.0, r: float = 0.48) -> list[tuple[float, float]]:
    return [
        (
            s / 2 + s * r * math.cos(turn + 2 * math.pi * k / sides),
            s / 2 + s * r * math.sin(turn + 2 * math.pi * k / sides),
        )
        for k in range(sides)
    ]


def logo_mask(dice: Dice, side: int, letter: str, font: Path) -> Image.Image:
    """Return a logo as a mask: a sign, or a letter in a shape."""
    tile, draw, s = _tile(side)
    kind = dice.any(
        [
            "ring",
            "hexagon",
            "peaks",
            "bars",
            "leaf",
            "grid",
            "letter",
            "letter circle",
            "arcs",
            "cross",
            "star",
            "swoosh",
        ]
    )
    if kind == "ring":
        draw.ellipse((0, 0, s - 1, s - 1), fill=255)
        draw.ellipse((s * 0.22, s * 0.22, s * 0.78, s * 0.78), fill=0)
        draw.ellipse((s * 0.36, s * 0.36, s * 0.64, s * 0.64), fill=255)
    elif kind == "hexagon":
        draw.polygon(_polygon(6, s, math.pi / 6), fill=255)
        draw.polygon(_polygon(6, s, math.pi / 6, 0.28), fill=0)
    elif kind == "peaks":
        draw.polygon([(0, s * 0.85), (s * 0.35, s * 0.15), (s * 0.7, s * 0.85)], fill=255)
        draw.polygon([(s * 0.5, s * 0.85), (s * 0.75, s * 0.4), (s, s * 0.85)], fill=160)
    elif kind == "bars":
        for at in range(4):
            draw.rectangle(
                (s * (0.05 + 0.24 * at), s * (0.75 - 0.2 * at), s * (0.22 + 0.24 * at), s * 0.95), fill=255 - 30 * at
            )
    elif kind == "leaf":
        draw.pieslice((0, 0, s * 1.6, s * 1.6), 180, 270, fill=255)
        draw.line((s * 0.15, s * 0.75, s * 0.75, s * 0.15), fill=0, width=int(s * 0.05))
    elif kind == "grid":
        for row in range(3):
            for column in range(3):
                x, y = s * (0.06 + 0.32 * column), s * (0.06 + 0.32 * row)
                draw.ellipse((x, y, x + s * 0.24, y + s * 0.24), fill=dice.integer(120, 255))
    elif kind.startswith("letter"):
        shape = draw.ellipse if kind.endswith("circle") else draw.rectangle
        shape((0, 0, s - 1, s - 1), fill=255)
        draw.text((s / 2, s / 2), letter, font=_font(font, s * 0.62), fill=0, anchor="mm")
    elif kind == "arcs":
        for at in range(3):
            m = s * 0.15 * at
            draw.arc((m, m, s - m - 1, s - m - 1), 120 + 50 * at, 380 + 30 * at, fill=255, width=int(s * 0.09))
    elif kind == "cross":
        draw.rectangle((s * 0.36, 0, s * 0.64, s), fill=255)
        draw.rectangle((0, s * 0.36, s, s * 0.64), fill=255)
    elif kind == "star":
        outer, inner = _polygon(5, s, -math.pi / 2), _polygon(5, s, -math.pi / 2 + math.pi / 5, 0.2)
        draw.polygon([point for pair in zip(outer, inner, strict=True) for point in pair], fill=255)
    else:
        draw.chord((0, s * 0.1, s, s * 1.1), 190, 350, fill=255)
        draw.chord((0, s * 0.25, s, s * 1.15), 190, 350, fill=0)
    return tile.resize((side, side), Image.Resampling.LANCZOS)


def icon_mask(kind: str, side: int, font: Path) -> Image.Image:
    """Return a small picture of a phone, an envelope and so on as a mask."""
    tile, draw, s = _tile(side)
    w = max(2, int(s * 0.09))
    if kind == "phone":
        draw.arc((s * 0.12, -s * 0.5, s * 1.5, s * 0.88), 95, 175, fill=255, width=int(s * 0.2))
        draw.ellipse((s * 0.05, s * 0.08, s * 0.36, s * 0.42), fill=255)
        draw.ellipse((s * 0.58, s * 0.62, s * 0.92, s * 0.94), fill=255)
    elif kind == "mobile":
        draw.rounded_rectangle((s * 0.27, s * 0.04, s * 0.73, s * 0.96), s * 0.08, outline=255, width=w)
        draw.ellipse((s * 0.45, s * 0.8, s * 0.55, s * 0.9), fill=255)
    elif kind == "mail":
        draw.rectangle((s * 0.05, s * 0.2, s * 0.95, s * 0.82), outline=255, width=w)
        draw.line((s * 0.05, s * 0.2, s * 0.5, s * 0.58, s * 0.95, s * 0.2), fill=255, width=w)
    elif kind == "web":
        draw.ellipse((s * 0.05, s * 0.05, s * 0.95, s * 0.95), outline=255, width=w)
        draw.ellipse((s * 0.3, s * 0.05, s * 0.7, s * 0.95), outline=255, width=w)
        draw.line((s * 0.05, s * 0.5, s * 0.95, s * 0.5), fill=255, width=w)
    elif kind == "pin":
        draw.ellipse((s * 0.2, s * 0.03, s * 0.8, s * 0.63), fill=255)
        draw.polygon([(s * 0.23, s * 0.45), (s * 0.77, s * 0.45), (s * 0.5, s * 0.98)], fill=255)
        draw.ellipse((s * 0.38, s * 0.2, s * 0.62, s * 0.45), fill=0)
    elif kind == "linkedin":
        draw.rounded_rectangle((s * 0.04, s * 0.04, s * 0.96, s * 0.96), s * 0.12, fill=255)
        draw.text((s / 2, s / 2), "in", font=_font(font, s * 0.62), fill=0, anchor="mm")
    elif kind == "fax":
        draw.rectangle((s * 0.06, s * 0.42, s * 0.94, s * 0.86), outline=255, width=w)
        draw.rectangle((s * 0.26, s * 0.1, s * 0.74, s * 0.42), outline=255, width=w)
    else:
        draw.ellipse((s * 0.05, s * 0.05, s * 0.95, s * 0.95), outline=255, width=w)
        draw.text((s / 2, s / 2), "f", font=_font(font, s * 0.6), fill=255, anchor="mm")
    return tile.resize((side, side), Image.Resampling.LANCZOS)


# ---- text


def _ink(canvas: Pixels, box: tuple[float, float, float, float], wished: Colour, colours: Palette) -> Colour:
    """Return the wished colour where it can be read on what is below, else the palette's light or dark."""
    x, y, w, h = (max(0, int(value)) for value in box)
    below = canvas[y : y + max(2, h), x : x + max(2, w)]
    if below.size == 0:
        return wished
    ground = luminance(below.reshape(-1, 3).mean(axis=0))
    if abs(ground - luminance(wished)) > 95:
        return wished
    if abs(ground - luminance(colours.second)) > 110:
        return colours.second
    return (250, 250, 250) if ground < 140 else (22, 22, 26)


def _draw_run(
    draw: ImageDraw.ImageDraw,
    x: float,
    y: float,
    text: str,
    font: ImageFont.FreeTypeFont,
    fill: Colour | int,
    spacing: float,
) -> None:
    if spacing <= 0:
        draw.text((x, y), text, font=font, fill=fill, anchor="ls")
        return
    for at, char in enumerate(text):
        draw.text((x + font.getlength(text[:at]) + spacing * at, y), char, font=font, fill=fill, anchor="ls")


@dataclass(frozen=True, slots=True)
class _Effect:
    """How loud the print is: an outline or a shadow of letters in another colour, in parts of the letter's size."""

    stroke: float = 0.0
    shadow: float = 0.0
    colour: Colour = (0, 0, 0)


def _effect(dice: Dice, laid: Laid) -> dict[str, _Effect]:
    """Return effects by role; small shops like them, offices do not."""
    if laid.text.kind not in ("business", "freelance") or not dice.chance(0.35):
        return {}
    colour = dice.random.choice([(0, 0, 0), (255, 255, 255), (120, 0, 0), (0, 0, 110), (255, 220, 0)])
    effect = (
        _Effect(stroke=dice.between(0.03, 0.06), colour=colour)
        if dice.chance(0.5)
        else _Effect(shadow=dice.between(0.03, 0.07), colour=(90, 90, 90))
    )
    return dict.fromkeys(
        ("logo", "name") if dice.chance(0.6) else ("logo", "name", "contact", "services", "slogan"), effect
    )


def _draw_placed(
    image: Image.Image, placed: Placed, scale: float, ink: Colour, label_ink: Colour, effect: _Effect
) -> None:
    font = _font(placed.font, placed.size * scale)
    x, y, spacing = placed.x * scale, placed.y * scale, placed.spacing * scale
    segments = placed.line.segments
    if placed.vertical:
        wide, high = math.ceil(placed.width * scale) + 4, math.ceil((placed.above + placed.below) * scale) + 4
        mask = Image.new("L", (wide, high), 0)
        _draw_run(ImageDraw.Draw(mask), 0, placed.above * scale + 2, placed.line.text.rstrip(), font, 255, spacing)
        turned = mask.rotate(90, expand=True)
        image.paste(Image.new("RGB", turned.size, ink), (round(x - placed.above * scale - 2), round(y - wide)), turned)
        return
    draw = ImageDraw.Draw(image)
    start = x
    size = placed.size * scale
    for at, segment in enumerate(segments):
        text = segment.text.rstrip() if at == len(segments) - 1 else segment.text
        if effect.shadow:
            _draw_run(draw, x + effect.shadow * size, y + effect.shadow * size, text, font, effect.colour, spacing)
        if effect.stroke and spacing <= 0 and abs(luminance(effect.colour) - luminance(ink)) > 90:
            draw.text(
                (x, y),
                text,
                font=font,
                fill=ink,
                anchor="ls",
                stroke_width=max(1, round(effect.stroke * size)),
                stroke_fill=effect.colour,
            )
        _draw_run(draw, x, y, text, font, label_ink if segment.kind == "label" else ink, spacing)
        x += font.getlength(text) + spacing * len(text)
        if placed.tab and at == 0:
            x = start + placed.tab * scale


def _code(image: Image.Image, x: float, y: float, side: float, payload: str, scale: float, dark: Colour) -> None:
    matrix = np.array([list(row) for row in segno.make(payload, error="m", micro=False).matrix], np.uint8)
    padded = np.pad(1 - matrix, 2, constant_values=1) * 255
    size = max(len(padded), round(side * scale))
    picture = Image.fromarray(padded.astype(np.uint8)).resize((size, size), Image.Resampling.NEAREST)
    ground = Image.new("RGB", picture.size, (255, 255, 255))
    ground.paste(Image.new("RGB", picture.size, dark), mask=picture.point(lambda value: 255 - value))
    image.paste(ground, (round(x * scale), round(y * scale)))


def draw_card(laid: Laid, scale: float, dice: Dice, note: str = "") -> Pixels:
    """Return the card as (H, W, 3) uint8 RGB.

    Args:
        scale: Pixels per millimetre.
        dice: Colours, decorations and logo; the same throws give the same card at every scale.
        note: Written on the card by hand.
    """
    size = (round(laid.width * scale), round(laid.height * scale))
    colours = palette(dice, laid.theme)
    image = Image.new("RGB", size, colours.paper)
    for decoration in laid.decor:
        kind, *args = decoration.split()
        PAINTERS[kind](image, dice, colours, args)
    canvas = np.asarray(image)
    name_accent, label_accent, logo_accent = dice.chance(0.25), dice.chance(0.3), dice.chance(0.65)
    letter = next((placed.line.text[:1].upper() for placed in laid.lines if placed.role == "logo"), "A")
    if laid.logo:
        x, y, side = laid.logo
        px = max(6, round(side * scale))
        mask = logo_mask(dice, px, letter, laid.lines[0].font)
        ink = _ink(canvas, (x * scale, y * scale, px, px), colours.accent, colours)
        image.paste(Image.new("RGB", (px, px), ink), (round(x * scale), round(y * scale)), mask)
    body = next((placed.font for placed in laid.lines if placed.role in ("contact", "address")), laid.lines[0].font)
    boxed = dice.chance(0.3)
    effects = _effect(dice, laid)
    for placed in laid.lines:
        wished = {
            "name": colours.accent if name_accent else colours.ink,
            "logo": colours.accent if logo_accent else colours.ink,
        }.get(placed.role, colours.ink if placed.role != "title" else colours.second)
        wished = colours.second if placed.role in ("contact", "address", "legal", "web") else wished
        pixels = tuple(value * scale for value in placed.box)
        ink = _ink(canvas, pixels, wished, colours)  # type: ignore[arg-type]
        label_ink = _ink(canvas, pixels, colours.accent, colours) if label_accent else ink  # type: ignore[arg-type]
        _draw_placed(image, placed, scale, ink, label_ink, effects.get(placed.role, _Effect()))
        if placed.line.icon:
            side = max(6, round(placed.cap_height * 1.5 * scale))
            left, top = (
                round((placed.x - placed.size * 1.5) * scale),
                round((placed.y - placed.cap_height / 2) * scale - side / 2),
            )
            mask = icon_mask(placed.line.icon, side, body)
            if boxed:
                disc = Image.new("L", (side * 4, side * 4), 0)
                ImageDraw.Draw(disc).ellipse((0, 0, side * 4 - 1, side * 4 - 1), fill=255)
                inner = mask.resize((round(side * 0.62),) * 2, Image.Resampling.LANCZOS)
                mask = disc.resize((side, side), Image.Resampling.LANCZOS)
                hole = Image.new("L", (side, side), 0)
                hole.paste(inner, (round(side * 0.19), round(side * 0.19)))
                mask = Image.fromarray(
                    np.clip(np.asarray(mask).astype(int) - np.asarray(hole), 0, 255).astype(np.uint8)
                )
            image.paste(Image.new("RGB", (side, side), label_ink), (left, top), mask)
    for x, y, side, payload in laid.codes:
        _code(image, x, y, side, payload, scale, (0, 0, 0) if dice.chance(0.8) else colours.dark)
    if note:
        _handwriting(image, dice, laid, note, scale)
    return _papered(np.asarray(image), dice)


def _handwriting(image: Image.Image, dice: Dice, laid: Laid, note: str, scale: float) -> None:
    """Write a note across the card where there is least print, in ballpoint."""
    scripts = [face for face in typefaces(dice.pool) if face.kind == "script"]
    font = _font(dice.random.choice(scripts).regular, dice.between(4.2, 6.5) * scale)
    wide, high = round(font.getlength(note)) + 20, round(9 * scale)
    mask = Image.new("L", (wide, high), 0)
    ImageDraw.Draw(mask).text((10, high * 0.7), note, font=font, fill=235, anchor="ls")
    mask = mask.rotate(dice.between(-9, 14), expand=True, resample=Image.Resampling.BICUBIC)
    places = [(dice.between(0.02, 0.6) * image.width, dice.between(0.02, 0.8) * image.height) for _ in range(60)]
    boxes = [tuple(value * scale for value in placed.box) for placed in laid.lines]

    def printed(place: tuple[float, float]) -> float:
        x, y = place
        return sum(
            max(0.0, min(x + mask.width, bx + bw) - max(x, bx)) * max(0.0, min(y + mask.height, by + bh) - max(y, by))
            for bx, by, bw, bh in boxes
        )

    x, y = min(places, key=printed)
    ink = dice.random.choice([(20, 40, 150), (15, 15, 25), (170, 20, 30)])
    image.paste(Image.new("RGB", mask.size, ink), (round(x), round(y)), mask)


def _papered(card: Pixels, dice: Dice) -> Pixels:
    """Add the grain of uncoated paper to one card in four."""
    if not dice.chance(0.25):
        return card
    seed = dice.integer(0, 2**31)
    h, w = card.shape[:2]
    noise = np.random.default_rng(seed).normal(0, 1, (h // 3 + 1, w // 3 + 1)).astype(np.float32)
    grain = cv2.resize(noise, (w, h), interpolation=cv2.INTER_CUBIC) * dice.between(1.0, 4.0)
    return np.clip(card.astype(np.float32) + grain[..., None], 0, 255).astype(np.uint8)
