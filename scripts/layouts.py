"""Where the lines of a card stand: layouts from ``cardlayouts/*.toml``, set in real typefaces.

Input: a CardText (wording.py). Output: a :class:`Laid` card, every line with its box in millimetres, which is drawn
(drawing.py) or written out as text with geometry (make_bench.py --texts). Over 400 lines: the ways to set a block share
one card's measures.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from pools import Dice
from typefaces import cap_ratio, choose, extent, width
from wording import Block, CardText, Segment, TextLine

POINT = 0.3528
"""Millimetres in a typographic point."""
SMALLEST_PT = 4.8
"""Printers' lower limit for legal print on cards is about 5 pt."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the card in mm, with the roles it takes."""

    x: float
    y: float
    w: float
    h: float
    align: str
    valign: str
    roles: tuple[str, ...]
    vertical: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A line on the card: ``x`` left of the text, ``y`` its baseline, mm; ``vertical`` reads upwards."""

    line: TextLine
    role: str
    x: float
    y: float
    width: float
    above: float
    below: float
    size: float
    font: Path
    spacing: float = 0.0
    tab: float = 0.0
    vertical: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x, y, width, height of the ink in mm."""
        if self.vertical:
            return (self.x - self.above, self.y - self.width, self.above + self.below, self.width)
        return (self.x, self.y - self.above, self.width, self.above + self.below)

    @property
    def cap_height(self) -> float:
        """Height of the capitals in mm."""
        return self.size * cap_ratio(self.font)


@dataclass(frozen=True, slots=True)
class Laid:
    """A laid-out card: size in mm, lines, decorations, where logo and codes stand (x, y, side)."""

    width: float
    height: float
    layout: str
    theme: str
    lines: tuple[Placed, ...]
    decor: tuple[str, ...]
    text: CardText
    logo: tuple[float, float, float] | None = None
    codes: tuple[tuple[float, float, float, str], ...] = field(default=())


@cache
def layouts(pool: str) -> tuple[dict[str, Any], ...]:
    """Return the layouts of a pool as their table says."""
    return tuple(tomllib.loads((Path(__file__).parent / "cardlayouts" / f"{pool}.toml").read_text("utf-8"))["layout"])


def _regions(spec: dict[str, Any], width_mm: float, height_mm: float) -> list[Region]:
    out = []
    for text in spec["regions"]:
        x, y, w, h, align, valign, roles, *more = text.split()
        fx, fy = width_mm / 100, height_mm / 100
        out.append(
            Region(
                float(x) * fx,
                float(y) * fy,
                float(w) * fx,
                float(h) * fy,
                align,
                valign,
                tuple(roles.split(",")),
                "v" in more,
            )
        )
    return out


def _assigned(blocks: tuple[Block, ...], regions: list[Region]) -> list[list[Block]]:
    """Give each block to a region; a second block of a role goes to another region where there is one."""
    taken: list[list[Block]] = [[] for _ in regions]
    for block in blocks:
        choices = [at for at, region in enumerate(regions) if block.role in region.roles]
        if not choices:
            choices = [at for at, region in enumerate(regions) if "*" in region.roles] or [len(regions) - 1]
        if any(regions[at].vertical for at in choices) and (
            len(block.lines) > 1 or any(line.icon for line in block.lines)
        ):
            choices = [at for at in choices if not regions[at].vertical] or [
                at for at, r in enumerate(regions) if "*" in r.roles
            ]
        free = [at for at in choices if not any(b.role == block.role for b in taken[at])]
        taken[(free or choices)[0]].append(block)
    for region, inside in zip(regions, taken, strict=True):
        order = list(region.roles)
        inside.sort(key=lambda block: order.index(block.role) if block.role in order else len(order))
    return taken


@dataclass(slots=True)
class _Style:
    """The sizes and weights of one card, in points."""

    body: Any
    head: Any
    sizes: dict[str, float]
    weights: dict[str, str]
    spacing: dict[str, float]
    leading: float
    gap: float


def _style(dice: Dice, text: CardText, spec: dict[str, Any]) -> _Style:
    everything = "".join(line.text for block in text.blocks for line in block.lines)
    body, head = choose(dice, everything, spec.get("style"))
    scale = spec.get("scale", 1.0) * dice.between(0.92, 1.08)
    contact = dice.random.choice([6.2, 6.8, 7.0, 7.3, 7.5, 8.0, 8.5]) * scale
    sizes = {
        "name": dice.between(1.25, 2.1) * contact, "title": dice.between(0.95, 1.15) * contact, "contact": contact, "address": contact, "web": contact,
        "logo": dice.between(1.4, 2.7) * contact, "slogan": dice.between(0.85, 1.1) * contact, "services": dice.between(0.85, 1.0) * contact,
        "legal": dice.between(0.66, 0.85) * contact, "hours": dice.between(0.8, 1.0) * contact,
    }  # fmt: skip
    if dice.chance(0.07):
        sizes["name"] = contact * dice.between(0.98, 1.1)
    loud = text.kind == "business" and dice.chance(0.45)
    if loud:
        sizes["contact"] *= dice.between(1.1, 1.35)
    weights = dict.fromkeys(sizes, "regular")
    weights["name"] = dice.any(["bold", "bold", "regular", "light"])
    weights["logo"] = dice.any(["bold", "bold", "regular", "light"])
    weights["title"] = dice.any(["regular", "regular", "light", "bold"])
    weights["slogan"] = dice.any(["light", "regular"])
    if loud:
        for role in ("contact", "services", "address"):
            weights[role] = dice.any(["bold", "bold", "regular"])
    elif dice.chance(0.15):
        for role in ("contact", "address", "web", "title"):
            weights[role] = "light"
    spacing = dict.fromkeys(sizes, 0.0)
    if dice.chance(0.13):
        spacing["name"] = dice.between(0.05, 0.22)
    if dice.chance(0.16):
        spacing["logo"] = dice.between(0.05, 0.3)
    if dice.chance(0.08):
        spacing["title"] = dice.between(0.05, 0.2)
    if dice.chance(0.03):
        spacing["contact"] = spacing["address"] = dice.between(0.03, 0.08)
    return _Style(body, head, sizes, weights, spacing, dice.between(1.16, 1.45), dice.between(0.45, 1.1))


def _font(style: _Style, role: str) -> Path:
    face = style.head if role in ("name", "logo") else style.body
    return getattr(face, style.weights.get(role, "regular"))  # type: ignore[no-any-return]


def _cut(line: TextLine, at: int) -> tuple[TextLine, TextLine]:
    """Cut a line at a blank of its text; the blank falls away."""
    left, right, seen = [], [], 0
    for segment in line.segments:
        end = seen + len(segment.text)
        if end <= at:
            left.append(segment)
        elif seen > at:
            right.append(segment)
        else:
            head, tail = segment.text[: at - seen], segment.text[at - seen + 1 :]
            left += [Segment(segment.kind, head)] if head else []
            right += [Segment(segment.kind, tail)] if tail else []
        seen = end
    if right and right[0].text.lstrip("|·•-–/, ") and right[0].text[0] in "|·•-–/":
        right[0] = Segment(right[0].kind, right[0].text.lstrip("|·•-–/, "))
    return TextLine(tuple(left), icon=line.icon), TextLine(tuple(right))


def _wrapped(line: TextLine, font: Path, size: float, spacing: float, room: float) -> list[TextLine]:
    """Break a line that would have to be set too small; e-mails, sites and numbers are never broken."""
    text = line.text
    need = width(font, text, size, spacing)
    kinds = {kind for _, _, kind in line.spans}
    if (
        need <= room * 1.25
        or len(text.split(" ")) < 3
        or kinds & {"phone", "fax", "email", "url", "linkedin", "social", "name"}
    ):
        return [line]
    blanks = [at for at, char in enumerate(text) if char == " " and 0 < at < len(text) - 1]
    at = min(blanks, key=lambda position: abs(position - len(text) / 2))
    return list(_cut(line, at))


@dataclass(slots=True)
class _Row:
    line: TextLine
    role: str
    font: Path
    size: float
    spacing: float
    first: bool
    tab: float = 0.0

    def width(self) -> float:
        icon = self.size * 1.5 if self.line.icon else 0.0
        if self.tab and self.line.column:
            value = "".join(segment.text for segment in self.line.segments[1:])
            return icon + self.tab + width(self.font, value, self.size, self.spacing)
        return icon + width(self.font, self.line.text.rstrip(), self.size, self.spacing)


def _rows(blocks: list[Block], style: _Style, room: float) -> list[_Row]:
    rows: list[_Row] = []
    for block in blocks:
        font = _font(style, block.role)
        size = style.sizes.get(block.role, style.sizes["contact"]) * POINT
        spacing = style.spacing.get(block.role, 0.0) * size
        for at, line in enumerate(block.lines):
            kind = line.segments[0].kind
            row_font, row_size, row_spacing = font, size, spacing
            if block.role == "name" and kind in ("title", "credentials", "prefix", "other"):
                row_font, row_size, row_spacing = style.body.regular, style.sizes["title"] * POINT, 0.0
            elif block.role == "address" and kind == "organization":
                row_font = style.body.bold
            elif block.role == "logo" and at > 0:
                row_size = size * 0.75
            for part_at, part in enumerate(_wrapped(line, row_font, row_size, row_spacing, room)):
                rows.append(_Row(part, block.role, row_font, row_size, row_spacing, at == 0 and part_at == 0))
        columns = [row for row in rows if row.line.column and row.role == block.role]
        if len(columns) > 1:
            tab = max(width(row.font, row.line.segments[0].text, row.size) for row in columns) + 0.4 * columns[0].size
            for row in columns:
                row.tab = tab
    return rows


def _stack(dice: Dice, blocks: list[Block], style: _Style, region: Region, logo: float) -> list[Placed] | None:
    """Set blocks one under the other in a region, smaller if need be; None when they do not fit even so."""
    room_w, room_h = (region.h, region.w) if region.vertical else (region.w, region.h)
    room_h -= logo
    for shrink in (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58):
        small = replace_sizes(style, shrink)
        rows = _rows(blocks, small, room_w)
        for row in rows:
            need = row.width()
            if need > room_w:
                row.size *= room_w / need
                row.spacing *= room_w / need
                row.tab *= room_w / need
        if any(row.size < SMALLEST_PT * POINT for row in rows):
            if shrink < 1.0:
                return None
            continue
        heights = [
            row.size * small.leading * (1.0 if not row.first or at == 0 else 1.0 + small.gap * 0.6)
            for at, row in enumerate(rows)
        ]
        if sum(heights) <= room_h:
            return _placed(dice, rows, heights, region, logo)
    return None


def replace_sizes(style: _Style, factor: float) -> _Style:
    """Return the style with all sizes multiplied."""
    return replace(style, sizes={role: size * factor for role, size in style.sizes.items()})


def _placed(dice: Dice, rows: list[_Row], heights: list[float], region: Region, logo: float) -> list[Placed]:
    total = sum(heights)
    out = []
    if region.vertical:
        row = rows[0]
        above, below = extent(row.font, row.line.text, row.size)
        return [
            Placed(
                row.line,
                row.role,
                region.x + region.w * 0.6,
                region.y + region.h - (region.h - row.width()) / 2,
                row.width(),
                above,
                below,
                row.size,
                row.font,
                row.spacing,
                vertical=True,
            )
        ]
    free = region.h - logo - total
    y = region.y + logo + {"t": 0.0, "m": free / 2, "b": free}[region.valign]
    for row, height in zip(rows, heights, strict=True):
        y += height
        wide = row.width()
        x = region.x + {"l": 0.0, "c": (region.w - wide) / 2, "r": region.w - wide}[region.align]
        icon = row.size * 1.5 if row.line.icon else 0.0
        above, below = extent(row.font, row.line.text, row.size)
        tab = row.tab if row.line.column else 0.0
        out.append(
            Placed(
                row.line,
                row.role,
                x + icon,
                y - 0.25 * height,
                wide - icon,
                above,
                below,
                row.size,
                row.font,
                row.spacing,
                tab,
            )
        )
    return out


def _free_square(
    laid: list[Placed], width_mm: float, height_mm: float, wanted: float
) -> tuple[float, float, float] | None:
    """Return a free square for a QR code: x, y, side in mm, or None."""
    boxes = [placed.box for placed in laid]
    for side in (wanted, wanted * 0.85, wanted * 0.7, 11.0):
        for y in (height_mm - side - 4, height_mm / 2 - side / 2, 4.0):
            for x in (width_mm - side - 4, 4.0, width_mm / 2 - side / 2):
                if (
                    x > 0
                    and y > 0
                    and all(
                        x + side + 1 < bx or bx + bw + 1 < x or y + side + 1 < by or by + bh + 1 < y
                        for bx, by, bw, bh in boxes
                    )
                ):
                    return x, y, side
    return None


def _overlap(laid: list[Placed]) -> bool:
    boxes = [placed.box for placed in laid]
    for at, (ax, ay, aw, ah) in enumerate(boxes):
        for bx, by, bw, bh in boxes[at + 1 :]:
            if min(ax + aw, bx + bw) - max(ax, bx) > 0.3 and min(ay + ah, by + bh) - max(ay, by) > 0.25 * min(ah, bh):
                return True
    return False


def _try(dice: Dice, text: CardText, spec: dict[str, Any]) -> Laid | None:
    width_mm, height_mm = map(float, dice.any(spec["sizes"]).split("x"))
    regions = _regions(spec, width_mm, height_mm)
    try:
        style = _style(dice, text, spec)
    except LookupError:
        return None
    lines: list[Placed] = []
    logo_at = None
    for region, blocks in zip(regions, _assigned(text.blocks, regions), strict=True):
        if not blocks:
            continue
        logo = 0.0
        if text.logo_shape and blocks[0].role == "logo" and not region.vertical and dice.chance(0.7):
            logo = min(region.h * 0.42, dice.between(6, 12))
            x = region.x + {"l": 0.0, "c": (region.w - logo) / 2, "r": region.w - logo}[region.align]
            logo_at = (x, region.y, logo * 0.9)
        placed = _stack(dice, blocks, style, region, logo)
        if placed is None and logo:
            logo, logo_at = 0.0, None
            placed = _stack(dice, blocks, style, region, 0.0)
        if placed is None:
            return None
        if logo_at and logo and blocks[0].role == "logo":
            logo_at = (logo_at[0], max(region.y, min(p.y - p.above for p in placed) - logo), logo_at[2])
        lines += placed
    if _overlap(lines):
        return None
    codes = []
    for payload in text.codes:
        square = _free_square(lines, width_mm, height_mm, dice.between(14, 22))
        if square is None:
            return None
        codes.append((*square, payload))
        if logo_at and abs(square[0] - logo_at[0]) < square[2] and abs(square[1] - logo_at[1]) < square[2]:
            logo_at = None
    theme = spec.get("theme") or dice.weighted({"light": 0.74, "tint": 0.1, "dark": 0.16})
    return Laid(
        width_mm,
        height_mm,
        spec["name"],
        theme,
        tuple(lines),
        tuple(spec.get("decor", ())),
        text,
        logo_at,
        tuple(codes),
    )


def lay_out(text: CardText, dice: Dice) -> Laid | None:
    """Return the card laid out in one of the pool's layouts, or None when the text fits none of those tried."""
    fitting = [spec for spec in layouts(dice.pool) if text.kind in spec.get("kinds", [text.kind])]
    for _ in range(14):
        laid = _try(dice, text, dice.random.choice(fitting))
        if laid is not None:
            return laid
    return None
