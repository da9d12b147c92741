"""The typefaces of typefaces.toml as they are installed, and how wide and high they set a text.

Only typefaces that are installed and hold every character of a text are offered for it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont
from pools import Dice

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/share/texmf/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/opt/homebrew/share/fonts"),
)
MEASURED_AT = 200
"""Texts are measured once at this size and scaled."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family with its files by weight."""

    family: str
    kind: str
    regular: Path
    bold: Path
    light: Path


@cache
def _installed() -> dict[str, Path]:
    return {path.name: path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.rglob("*.[ot]tf"))}


@cache
def typefaces(pool: str) -> tuple[Typeface, ...]:
    """Return the installed typefaces of a pool.

    Raises:
        SystemExit: Fewer than half are installed; says what to install.
    """
    table = tomllib.loads((Path(__file__).parent / "typefaces.toml").read_text("utf-8"))[pool]
    files = _installed()
    found, wanted = [], 0
    for kind, families in table.items():
        for family, (regular, bold, light) in families.items():
            wanted += 1
            if regular in files:
                first = files[regular]
                found.append(Typeface(family, kind, first, files.get(bold, first), files.get(light, first)))
    if len(found) < wanted / 2:
        raise SystemExit(f"only {len(found)} of {wanted} typefaces of pool {pool} are installed: see scripts/fonts.txt")
    return tuple(found)


@cache
def characters(path: Path) -> frozenset[str]:
    """Return the characters that a font file can set."""
    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def _measuring(path: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), MEASURED_AT)


@cache
def cap_ratio(path: Path) -> float:
    """Return the height of capitals as a share of the font size."""
    _, top, _, bottom = _measuring(path).getbbox("H", anchor="ls")
    return float(bottom - top) / MEASURED_AT


def width(path: Path, text: str, size: float, spacing: float = 0.0) -> float:
    """Return the width of a text in the unit of ``size``; ``spacing`` is put after each letter."""
    return _measuring(path).getlength(text) * size / MEASURED_AT + spacing * len(text)


def extent(path: Path, text: str, size: float) -> tuple[float, float]:
    """Return how far the ink of a text reaches above and below its baseline."""
    _, top, _, bottom = _measuring(path).getbbox(text or "H", anchor="ls")
    return -top * size / MEASURED_AT, bottom * size / MEASURED_AT


def choose(dice: Dice, text: str, style: str | None = None) -> tuple[Typeface, Typeface]:
    """Return a typeface for the body and one for name and logo, both able to set ``text``.

    Args:
        style: "serif", or None for what cards mostly use.
    Raises:
        LookupError: No typeface holds all characters.
    """
    needed = frozenset(text) - {" ", "\n"}
    able = [
        face
        for face in typefaces(dice.pool)
        if needed <= characters(face.regular) and needed <= characters(face.bold) and needed <= characters(face.light)
    ]
    if not able:
        raise LookupError(f"no typeface of pool {dice.pool} holds all of {sorted(needed)}")
    by_kind: dict[str, list[Typeface]] = {}
    for face in able:
        by_kind.setdefault(face.kind, []).append(face)
    weights = {"sans": 10.0, "serif": 3.0, "mono": 0.3} if style is None else {"serif": 1.0}
    weights = {kind: weight for kind, weight in weights.items() if kind in by_kind} or {next(iter(by_kind)): 1.0}
    body = dice.random.choice(by_kind[dice.weighted(weights)])
    heads = {"same": 6.0, "sans": 1.2, "serif": 1.2, "script": 0.5, "display": 0.8}
    head_kind = dice.weighted({kind: weight for kind, weight in heads.items() if kind == "same" or kind in by_kind})
    head = body if head_kind == "same" else dice.random.choice(by_kind[head_kind])
    return body, head
