"""Fit the network that tells rows written by hand from printed ones, on drawn cards; writes cardscan/image/handwriting.onnx.

    python scripts/fit_handwriting.py FONTS --keep rows.npz --minutes 12

FONTS is a folder of typefaces that look like handwriting, ``NAME.woff2`` each: the file ``NAME-latin-400-normal.woff2`` of
the npm package ``@fontsource/NAME``, for the names in WRITING. Cards are drawn (drawing.py), some of them with a name, a
firm or a slogan printed in one of these typefaces, and written upon as people write: no two letters alike, on no straight
line, at a slant. They are blurred and lit as photographs are, and their rows are found as ``cardscan`` finds them. Every
fifth typeface is tested on only, and so are the cards of pool B. Needs torch, onnx and brotli; the package does not.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import drawing
import numpy as np
import torch
import typefaces
from layouts import Laid
from make_bench import invent_card
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from pools import Dice, Pool
from torch import Tensor, nn
from torch.nn import functional

from cardscan.image.clean import to_grey
from cardscan.image.handwriting import HEIGHT, WIDTH, as_seen
from cardscan.image.letters import see
from cardscan.image.lines import find_lines, set_in_rows
from cardscan.image.sheet import Piece, set_rows

Pixels = NDArray[np.uint8]
TARGET = Path(__file__).resolve().parent.parent / "cardscan" / "image" / "handwriting.onnx"
WRITING = (
    "annie-use-your-telescope", "architects-daughter", "bad-script", "caveat", "caveat-brush", "cedarville-cursive",
    "coming-soon", "covered-by-your-grace", "crafty-girls", "dawning-of-a-new-day", "delius", "edu-sa-beginner",
    "fuzzy-bubbles", "gaegu", "give-you-glory", "gloria-hallelujah", "gochi-hand", "handlee", "hi-melody",
    "homemade-apple", "indie-flower", "just-me-again-down-here", "kalam", "klee-one", "kristi", "la-belle-aurore",
    "licorice", "liu-jian-mao-cao", "loved-by-the-king", "mansalva", "marck-script", "mynerve", "nanum-brush-script",
    "nanum-pen-script", "neucha", "nothing-you-could-do", "oooh-baby", "over-the-rainbow", "pangolin", "patrick-hand",
    "permanent-marker", "reenie-beanie", "rock-salt", "schoolbell", "sedgwick-ave", "shadows-into-light", "short-stack",
    "square-peg", "sue-ellen-francisco", "swanky-and-moo-moo", "the-girl-next-door", "vibur",
    "waiting-for-the-sunrise", "walter-turncoat", "yomogi", "zeyada",
)  # fmt: skip
CARDS, TESTED = 3600, 700
HELD_OUT = 5
"""Every fifth typeface is tested on only."""
NOTED = 0.75
"""So many of the cards are written upon; once or twice."""
IN_SCRIPT = 0.3
"""On so many, one of the printed lines is set in a typeface that looks like handwriting."""
BATCH = 128
WORDS = [
    "call",
    "Tuesday",
    "Thursday",
    "Monday",
    "ask",
    "about",
    "met",
    "at",
    "the",
    "fair",
    "very",
    "kind",
    "2nd",
    "round",
    "send",
    "CV",
    "knows",
    "Anna",
    "great",
    "talk",
    "follow",
    "up",
    "budget",
    "Q3",
    "next",
    "week",
    "lunch",
    "coffee",
    "boss",
    "team",
    "of",
    "12",
    "hiring",
    "remote",
    "salary",
    "start",
    "May",
    "June",
    "15.3.",
    "14:30",
    "9",
    "am",
    "3",
    "pm",
    "Raum",
    "204",
    "Anrufen",
    "Montag",
    "nett",
    "Chef",
    "von",
    "Gespräch",
    "Messe",
    "Danke",
    "Unterlagen",
    "schicken",
    "Rückruf",
    "rappeler",
    "lundi",
    "sympa",
    "entretien",
    "mardi",
    "merci",
    "dossier",
    "llamar",
    "lunes",
    "muy",
    "amable",
    "entrevista",
    "jueves",
    "enviar",
    "chiamare",
    "colloquio",
    "gentile",
    "ligar",
    "segunda",
    "simpático",
    "bellen",
    "maandag",
    "aardig",
    "ring",
    "onsdag",
    "trevlig",
    "puh.",
    "maanantai",
    "zadzwonić",
    "wtorek",
    "miła",
    "Peter",
    "Julia",
    "Marta",
    "Tom",
    "Ines",
    "0171",
    "4455",
    "020",
    "7946",
    "+44",
    "room",
    "3B",
    "ok!",
    "yes?",
    "no!",
    "???",
    "!!!",
    "->",
    "*",
    "=",
    "&",
    "HR",
    "IT",
    "CEO",
    "intern",
    "ref.",
    "job",
    "no.",
    "4711",
    "portfolio",
    "GitHub",
    "dog",
    "named",
    "Rufus",
    "likes",
    "hiking",
    "from",
    "Leeds",
    "Ulm",
    "Porto",
    "vegan",
    "twins",
]
ACCENTED = frozenset("äöüéíóáàèçãõćłńśźżåøæß")


def fonts_of(folder: Path, *, held: bool) -> list[Path]:
    """Return the typefaces to write in."""
    return [folder / f"{name}.woff2" for at, name in enumerate(WRITING) if (at % HELD_OUT == 0) == held]


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


@cache
def _letters(path: Path) -> frozenset[str]:
    return typefaces.characters(path)


def written(rng: random.Random, font: Path, cap_px: float) -> Pixels:
    """Return a note's ink, (h, w), 0..255: no two letters alike, on a line that wanders, aslant."""
    text = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 4)))
    if rng.random() < 0.15:
        text = "".join(rng.choice("0123456789 -/") for _ in range(rng.randint(5, 12))).strip()
    size = max(8, round(cap_px * 1.5))
    text = "".join(char for char in text if char in _letters(font) or char == " ") or "ok"
    unlike, wander = rng.uniform(0.02, 0.09), rng.uniform(0.01, 0.06)
    canvas = np.zeros((size * 4, size * (len(text) + 4)), np.float32)
    x, base, drift = size * 1.5, size * 2.2, 0.0
    for char in text:
        face = _font(font, max(6, round(size * rng.gauss(1, unlike))))
        tile = Image.new("L", (size * 4, size * 4))
        ImageDraw.Draw(tile).text((size, size * 2.2), char, font=face, fill=255, anchor="ls")
        turn = cv2.getRotationMatrix2D((size * 1.2, size * 2.0), rng.gauss(0, 40 * unlike), rng.gauss(1, unlike))
        turn[0, 1] += rng.gauss(0, unlike)
        letter = cv2.warpAffine(np.asarray(tile, np.float32), turn, tile.size)
        drift += rng.gauss(0, wander * size / 3)
        left, top = round(x - size), round(base - size * 2.2 + drift + rng.gauss(0, wander * size))
        top = min(max(0, top), canvas.shape[0] - 1)
        part = canvas[top : top + letter.shape[0], left : left + letter.shape[1]]
        np.maximum(part, letter[: part.shape[0], : part.shape[1]], out=part)
        x += max(0.15 * size, face.getlength(char) * rng.gauss(1, 2 * unlike) + rng.gauss(0, 0.02) * size)
    if rng.random() < 0.5:
        canvas = (
            cv2.dilate(canvas, np.ones((2, 2), np.uint8))
            if rng.random() < 0.6
            else cv2.GaussianBlur(canvas, (0, 0), 0.8)
        )
    ys, xs = np.nonzero(canvas > 40)
    canvas = canvas[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    canvas = np.pad(canvas, ((20, 20), (20, 20)))
    image = Image.fromarray(np.clip(canvas, 0, 255).astype(np.uint8))
    slope = rng.choice([rng.gauss(2, 5), rng.gauss(0, 2), rng.uniform(-12, 16)])
    return np.asarray(image.rotate(slope, expand=True, resample=Image.Resampling.BICUBIC))


def in_script(rng: random.Random, laid: Laid, fonts: list[Path]) -> Laid:
    """Return the card with one of its larger lines set in a typeface that looks like handwriting."""
    able = [at for at, placed in enumerate(laid.lines) if placed.role in ("name", "logo", "slogan", "title")]
    font = rng.choice(fonts)
    able = [at for at in able if set(laid.lines[at].line.text) - {" "} <= _letters(font)]
    if not able:
        return laid
    at = rng.choice(able)
    lines = list(laid.lines)
    lines[at] = replace(lines[at], font=font)
    return replace(laid, lines=tuple(lines))


def rows_of(seed: int, folder: Path, pool: Pool) -> tuple[Pixels, NDArray[np.bool_], NDArray[np.int64]]:
    """Return the rows of one card as the network sees them, which are by hand, and the card's number."""
    rng = random.Random(f"{pool}/{seed}")
    held = pool != "A"
    fonts = fonts_of(folder, held=held)
    laid = invent_card(f"handwriting/{seed}", pool)
    if rng.random() < IN_SCRIPT:
        laid = in_script(rng, laid, fonts)
    scale = rng.uniform(9, 20)
    card = drawing.draw_card(laid, scale, Dice(f"handwriting/{seed}", pool))
    ink = np.zeros(card.shape[:2], np.float32)
    colour = rng.choice([(20, 40, 150), (15, 15, 25), (30, 60, 190), (170, 20, 30), (60, 60, 70), (20, 110, 60)])
    if float(card.mean()) < 90:
        colour = rng.choice([(235, 235, 230), (240, 220, 120), (220, 220, 250)])
    for _ in range(rng.choice([1, 1, 2]) if rng.random() < NOTED else 0):
        note = written(rng, rng.choice(fonts), rng.uniform(1.8, 4.5) * scale).astype(np.float32) / 255
        high, wide = min(note.shape[0], ink.shape[0]), min(note.shape[1], ink.shape[1])
        spots = [(rng.randint(0, ink.shape[0] - high), rng.randint(0, ink.shape[1] - wide)) for _ in range(30)]

        def taken(spot: tuple[int, int], high: int = high, wide: int = wide) -> float:
            top, left = spot
            return sum(
                max(0.0, min(left + wide, (x + w) * scale) - max(left, x * scale))
                * max(0.0, min(top + high, (y + h) * scale) - max(top, y * scale))
                for x, y, w, h in (placed.box for placed in laid.lines)
            )

        top, left = min(spots, key=taken)
        part = ink[top : top + high, left : left + wide]
        np.maximum(part, note[:high, :wide], out=part)
    card = (card * (1 - 0.93 * ink[..., None]) + np.array(colour[::-1]) * 0.93 * ink[..., None]).astype(np.uint8)
    card = spoiled(rng, card)
    found = find_lines(see(to_grey(card)))
    seen, by_hand = [], []
    boxes = [tuple(value * scale for value in placed.box) for placed in laid.lines]
    for row in set_rows(found, set_in_rows(found.lines)):
        for piece in row.pieces:
            kind = _kind(piece, ink, boxes)
            if kind is not None and piece.likeness >= 0.05:
                seen.append(as_seen(row, piece))
                by_hand.append(kind)
    windows = np.array(seen, np.uint8).reshape(-1, 2, HEIGHT, WIDTH)
    return windows, np.array(by_hand, bool), np.full(len(by_hand), seed)


def spoiled(rng: random.Random, card: Pixels) -> Pixels:
    """Return the card as a camera sees it: slightly turned, unevenly lit, blurred, noisy."""
    high, wide = card.shape[:2]
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    moved = corners + np.array([[rng.gauss(0, 0.006) * wide for _ in range(2)] for _ in range(4)], np.float32)
    seen = cv2.warpPerspective(
        card, cv2.getPerspectiveTransform(corners, moved), (wide, high), borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    light = cv2.resize(np.array([[rng.uniform(0.6, 1) for _ in range(3)] for _ in range(3)], np.float32), (wide, high))
    seen = cv2.GaussianBlur(seen * light[..., None], (0, 0), rng.choice([0.3, 0.5, 0.8, 1.2, 1.6]))
    seen += np.random.default_rng(rng.randrange(2**31)).normal(0, rng.choice([1, 3, 6, 10]), seen.shape)
    good, data = cv2.imencode(".jpg", np.clip(seen, 0, 255), [cv2.IMWRITE_JPEG_QUALITY, rng.randint(60, 95)])
    assert good
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def _kind(piece: Piece, ink: NDArray[np.float32], boxes: list[tuple[float, ...]]) -> bool | None:
    """Tell whether a piece is written by hand; None when it holds both, or neither."""
    line = piece.line
    right, top = line.right, line.base - line.cap_px
    length = max(1.0, right - line.left)
    over = sum(
        max(0.0, min(right, x + w) - max(line.left, x))
        for x, y, w, h in boxes
        if min(line.base, y + h) - max(top, y) > 0.4 * line.cap_px
    )
    to_row = cv2.invertAffineTransform(piece.to_card)
    size = (piece.left + piece.width + 16, 100)
    columns = (cv2.warpAffine(ink, to_row, size)[16:74, piece.left : piece.left + piece.width] > 0.4).any(axis=0)
    noted = float(cv2.dilate(columns.astype(np.uint8)[None], np.ones((1, 25), np.uint8)).mean())
    printed = over / length
    if noted > 0.7 and printed < 0.25:
        return True
    return False if printed > 0.6 and noted < 0.1 else None


# ---- the network


class HandNet(nn.Module):
    """Two windows of a row, (N, 2, HEIGHT, WIDTH), to one number."""

    def __init__(self) -> None:
        super().__init__()
        wide = (12, 20, 32, 48)
        layers: list[nn.Module] = []
        before = 1
        for many in wide:
            layers += [nn.Conv2d(before, many, 3, stride=2, padding=1), nn.BatchNorm2d(many), nn.ReLU()]
            before = many
        self.body = nn.Sequential(*layers, nn.Conv2d(before, 48, (2, 3), padding=(0, 1)), nn.ReLU())
        self.told = nn.Linear(96, 1)

    def forward(self, windows: Tensor) -> Tensor:
        """Return how surely each window is by hand, a logit."""
        seen = self.body(windows)
        return torch.as_tensor(self.told(torch.cat([seen.mean(dim=(2, 3)), seen.amax(dim=(2, 3))], 1)))[:, 0]


def gather(folder: Path, pool: Pool, count: int) -> dict[str, NDArray[np.generic]]:
    """Return the rows of so many cards."""
    with ProcessPoolExecutor(2) as pool_of_workers:
        made = list(pool_of_workers.map(rows_of, range(count), [folder] * count, [pool] * count, chunksize=8))
    seen, by_hand, cards = (np.concatenate(part) for part in zip(*made, strict=True))
    return {"seen": seen, "by_hand": by_hand, "cards": cards}


def fit(network: HandNet, seen: Pixels, by_hand: NDArray[np.bool_], minutes: float, rate: float) -> None:
    """Fit for so many minutes; rows by hand are shown as often as a third of the rest."""
    rng = np.random.default_rng(3)
    hands, prints = np.nonzero(by_hand)[0], np.nonzero(~by_hand)[0]
    adam = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-3)
    start, step, losses = time.perf_counter(), 0, []
    while (spent := (time.perf_counter() - start) / 60) < minutes:
        for group in adam.param_groups:
            group["lr"] = rate * min(1.0, step / 100) * (1 - spent / minutes) + 1e-5
        rows = np.concatenate([rng.choice(hands, BATCH // 4), rng.choice(prints, BATCH - BATCH // 4)])
        windows = seen[rows, rng.integers(0, 2, len(rows))].copy()
        for window in windows:  # thicker and thinner pens, other sizes
            throw = rng.random()
            if throw < 0.3:
                window[...] = (cv2.erode if throw < 0.15 else cv2.dilate)(window, np.ones((2, 2), np.uint8))
            if rng.random() < 0.5:
                way = np.array(
                    [[rng.uniform(0.8, 1.25), 0, rng.uniform(-8, 8)], [0, rng.uniform(0.85, 1.15), rng.uniform(-2, 2)]]
                )
                window[...] = cv2.warpAffine(window, way, (WIDTH, HEIGHT), borderValue=255)
        logits = network(torch.from_numpy(windows[:, None]).float() / 255)
        wanted = torch.from_numpy(by_hand[rows]).float()
        loss = functional.binary_cross_entropy_with_logits(logits, wanted * 0.98 + 0.01)
        adam.zero_grad()
        loss.backward()
        adam.step()
        losses.append(loss.item())
        step += 1
        if step % 200 == 0:
            print(f"{spent:.1f} min, step {step}: loss {np.mean(losses[-200:]):.4f}", flush=True)


def report(network: HandNet, seen: Pixels, by_hand: NDArray[np.bool_]) -> None:
    """Print how many rows by hand are told at each sureness, and how many printed ones with them."""
    network.eval()
    with torch.no_grad():
        parts = [
            network(torch.from_numpy(seen[start : start + 512].reshape(-1, 1, HEIGHT, WIDTH)).float() / 255)
            for start in range(0, len(seen), 512)
        ]
    told = torch.sigmoid(torch.cat(parts).reshape(-1, 2)).numpy().mean(axis=1)
    for sure in (0.5, 0.8, 0.9, 0.95, 0.97):
        right, wrong = (told[by_hand] > sure).sum(), (told[~by_hand] > sure).sum()
        print(f"at {sure}: {right} of {by_hand.sum()} by hand, {wrong} of {(~by_hand).sum()} printed")


def write(network: HandNet, target: Path) -> None:
    """Write the network as OpenCV reads it."""
    network.eval()
    example = torch.zeros(1, 1, HEIGHT, WIDTH)
    torch.onnx.export(
        network, (example,), str(target), input_names=["seen"], output_names=["told"], dynamo=False,
        dynamic_axes={"seen": {0: "rows"}, "told": {0: "rows"}},
    )  # fmt: skip


def main() -> int:
    """Draw, fit, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("fonts", type=Path)
    parser.add_argument("--keep", type=Path, required=True, help="where the rows are kept; read if it is there")
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--to", type=Path, default=TARGET)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    if not options.keep.exists():
        kept = {
            f"{part}_{key}": value
            for part, pool, count in (("fit", "A", CARDS), ("test", "B", TESTED))
            for key, value in gather(options.fonts, pool, count).items()
        }
        np.savez_compressed(options.keep, **kept)
    made = dict(np.load(options.keep))
    network = HandNet()
    print(
        f"{sum(each.numel() for each in network.parameters())} weights, {len(made['fit_seen'])} rows, {made['fit_by_hand'].sum()} by hand"
    )
    fit(network, made["fit_seen"], made["fit_by_hand"], options.minutes, options.rate)
    report(network, made["test_seen"], made["test_by_hand"])
    write(network, options.to)
    return 0


if __name__ == "__main__":
    sys.exit(main())
