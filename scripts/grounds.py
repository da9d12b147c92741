"""Surfaces and things that cards are laid on in small scenes (scenes.py), none like the other: (h, w, 3) float32 BGR.

Painted in a few milliseconds, at about 384 px: stripes, tiles, blobs, print, shapes over shapes, or a crop of one of the
surfaces that photographs have (surfaces.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
from mistakable import laptop, notebook, telephone
from numpy.typing import NDArray
from pools import Dice
from surfaces import octaves

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Size = tuple[int, int]
"""Width and height."""

_PAGE_WORDS = ("lorem", "ipsum", "dolor", "sit", "amet", "sed", "ut", "enim", "minim", "nostrud", "elit", "labore")


def colour(rng: np.random.Generator) -> Floats:
    """Return a colour as surfaces have it, mostly dull."""
    grey = rng.uniform(8, 250)
    return np.clip(grey + rng.normal(0, rng.choice([4, 14, 45]), 3), 3, 253).astype(np.float32)


def ground_of(rng: np.random.Generator, size: Size, surfaces: list[Pixels]) -> Floats:
    """Return a surface, 0..255: one of the drawn ones (``surfaces``, uint8) or one made here."""
    makers: list[Callable[[np.random.Generator, Size], Floats]] = [
        _plain,
        _stripes,
        _tiles,
        _blobs,
        _rough,
        _page,
        _collage,
    ]
    if rng.random() < 0.36:
        ground = _crop(rng, surfaces[rng.integers(len(surfaces))], size)
    else:
        ground = makers[int(rng.choice(len(makers), p=[0.28, 0.14, 0.1, 0.1, 0.14, 0.12, 0.12]))](rng, size)
    if rng.random() < 0.3:
        ground = ground * rng.uniform(0.5, 1.2, 3)
    return np.ascontiguousarray(np.clip(ground, 2, 253), np.float32)


def _crop(rng: np.random.Generator, picture: Pixels, size: Size) -> Floats:
    """Return a part of a picture, turned and enlarged at random."""
    scale = rng.uniform(0.75, 2.2)
    wide, high = size
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), float(rng.uniform(0, 360)), scale)
    matrix[:, 2] += rng.uniform(-200, 200, 2)
    seen = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return seen.astype(np.float32)


def _plain(rng: np.random.Generator, size: Size) -> Floats:
    soft = octaves(rng, (size[1], size[0]), (size[1] / 2, size[0] / 2), 2)
    grain = rng.normal(0, rng.uniform(0.3, 3), (size[1], size[0]))
    return (colour(rng) * (1 + rng.uniform(0.005, 0.04) * soft[..., None]) + grain[..., None]).astype(np.float32)


def _waves(rng: np.random.Generator, size: Size) -> Floats:
    """Return a wave across the picture, -1..1, mostly sharp."""
    ys, xs = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    turn = rng.uniform(0, math.pi)
    along = (xs * math.cos(turn) + ys * math.sin(turn)) / rng.uniform(3, 60) + rng.uniform(0, 6)
    bend = octaves(rng, (size[1], size[0]), (size[1] / 3, size[0] / 3), 2) * rng.choice([0.0, 0.0, 0.6, 2.0])
    return np.tanh(np.sin(along * math.pi + bend) * rng.choice([1, 3, 12]) + rng.uniform(-0.5, 0.5)).astype(np.float32)


def _stripes(rng: np.random.Generator, size: Size) -> Floats:
    wave = _waves(rng, size)
    if rng.random() < 0.5:
        wave = (wave + _waves(rng, size)) / 2
    one, other = colour(rng), colour(rng)
    part = (wave[..., None] + 1) / 2 * rng.uniform(0.2, 1)
    return (one * (1 - part) + other * part).astype(np.float32)


def _tiles(rng: np.random.Generator, size: Size) -> Floats:
    """Irregular tiles: each point has the colour of the nearest of some seeds, joints between."""
    wide, high = size
    seeds = rng.uniform(0, 1, (int(rng.choice([12, 30, 90, 250])), 2)) * (wide, high)
    if rng.random() < 0.5:
        step = math.sqrt(wide * high / len(seeds))
        stretch = rng.choice([1.0, 1.0, 2.5, 5.0])
        seeds = np.stack(
            [np.round(seeds[:, 0] / (step * stretch)) * step * stretch, np.round(seeds[:, 1] / step) * step], 1
        )
    mask = np.full((high, wide), 255, np.uint8)
    at = np.clip(seeds.astype(int), 0, (wide - 1, high - 1))
    mask[at[:, 1], at[:, 0]] = 0
    _, label = cv2.distanceTransformWithLabels(mask, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    colours = (
        colour(rng)
        + rng.normal(0, rng.choice([4, 12, 40]), (int(label.max()) + 1, 1))
        + rng.normal(0, 5, (int(label.max()) + 1, 3))
    )
    tiles = colours[label].astype(np.float32)
    joint = cv2.Laplacian(label.astype(np.float32), cv2.CV_32F) != 0
    tiles[joint] *= rng.choice([0.4, 0.7, 1.0, 1.3])
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), float(rng.uniform(0, 180)), 1.5)
    return cv2.warpAffine(tiles, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


def _blobs(rng: np.random.Generator, size: Size) -> Floats:
    cell = rng.uniform(4, 60)
    values = np.tanh(octaves(rng, (size[1], size[0]), (cell, cell * rng.choice([1, 1, 4])), 3) * rng.choice([1, 4, 15]))
    one, other = colour(rng), colour(rng)
    part = (values[..., None] + 1) / 2
    return (one * (1 - part) + other * part).astype(np.float32)


def _rough(rng: np.random.Generator, size: Size) -> Floats:
    cell = rng.uniform(1.5, 30)
    values = octaves(rng, (size[1], size[0]), (cell, cell * rng.choice([1, 1, 3, 10])), int(rng.integers(1, 5)))
    return (colour(rng) * (1 + rng.uniform(0.03, 0.3) * values[..., None])).astype(np.float32)


def _page(rng: np.random.Generator, size: Size) -> Floats:
    """Print on paper, turned, of one size or several, with pictures now and then."""
    side = int(1.5 * max(size))
    paper = np.full((side, side, 3), np.clip(rng.uniform(200, 252) + rng.normal(0, 4, 3), 0, 255), np.uint8)
    y, ink = 10.0, int(rng.uniform(10, 120))
    size_px = rng.uniform(0.22, 0.9)
    columns = int(rng.choice([1, 1, 2, 4]))
    while y < side:
        if rng.random() < 0.06:
            size_px = rng.uniform(0.22, 0.9)
        for column in range(columns):
            count = int(side / columns / (90 * size_px) + 1)
            words = " ".join(_PAGE_WORDS[rng.integers(len(_PAGE_WORDS))] for _ in range(count))
            at = (column * side // columns + 4, int(y))
            cv2.putText(paper, words, at, cv2.FONT_HERSHEY_SIMPLEX, size_px, (ink, ink, ink), 1, cv2.LINE_AA)
        if rng.random() < 0.04:
            x, tall = int(rng.uniform(0, side * 0.7)), rng.uniform(20, 120)
            cv2.rectangle(paper, (x, int(y)), (x + int(rng.uniform(40, 200)), int(y + tall)), colour(rng).tolist(), -1)
        y += 34 * size_px * rng.choice([1, 1, 1, 2])
    return _crop(rng, paper, size)


def _collage(rng: np.random.Generator, size: Size) -> Floats:
    """Shapes over shapes: a table full of things, a poster, a shelf."""
    ground = _plain(rng, size)
    for _ in range(int(rng.integers(4, 40))):
        middle, tone = rng.uniform(0, 1, 2) * size, colour(rng).tolist()
        reach = rng.uniform(0.02, 0.35) * max(size)
        kind = rng.integers(4)
        if kind == 0:
            box = cv2.boxPoints(
                (middle.tolist(), (float(reach), float(reach * rng.uniform(0.1, 1))), float(rng.uniform(0, 180)))
            )
            cv2.fillPoly(ground, [np.round(box).astype(np.int32)], tone, cv2.LINE_AA)
        elif kind == 1:
            axes = (int(reach / 2), int(reach * rng.uniform(0.1, 0.5)))
            cv2.ellipse(
                ground,
                np.round(middle).astype(int).tolist(),
                axes,
                float(rng.uniform(0, 180)),
                0,
                360,
                tone,
                -1,
                cv2.LINE_AA,
            )
        elif kind == 2:
            far = middle + rng.normal(0, reach, 2) * 2
            ends = np.round([middle, far]).astype(int).tolist()
            cv2.line(ground, ends[0], ends[1], tone, int(rng.integers(1, 9)), cv2.LINE_AA)
        else:
            points = middle + rng.normal(0, reach / 2, (int(rng.integers(3, 7)), 2))
            cv2.fillPoly(ground, [np.round(points).astype(np.int32)], tone, cv2.LINE_AA)
    return ground


def lay_thing(rng: np.random.Generator, scene: Floats) -> None:
    """Lay something that is no card on the scene: a telephone, a notebook, a sheet of paper, a pen, a cup."""
    high, wide = scene.shape[:2]
    dice = Dice(int(rng.integers(2**31)), "A")
    kind = rng.choice(["telephone", "laptop", "notebook", "sheet", "pen", "cup"])
    middle = rng.uniform(-0.1, 1.1, 2) * (wide, high)
    reach = float(rng.uniform(0.3, 1.0) * min(wide, high))
    if kind == "cup":
        for share in (1.0, 0.8):
            at = np.round(middle).astype(int).tolist()
            cv2.circle(scene, at, int(reach * 0.25 * share), colour(rng).tolist(), -1, cv2.LINE_AA)
        return
    if kind == "pen":
        ends = middle + np.outer([-0.5, 0.5], rng.normal(0, 1, 2)) * reach
        ends = np.round(ends).astype(int)
        cv2.line(scene, ends[0].tolist(), ends[1].tolist(), colour(rng).tolist(), int(rng.integers(3, 10)), cv2.LINE_AA)
        return
    if kind == "sheet":
        page = np.clip(_page(rng, (283, 400)), 0, 255).astype(np.uint8)
        thing, mask = page, np.full(page.shape[:2], 255, np.uint8)
    else:
        thing, mask = {"telephone": telephone, "laptop": laptop, "notebook": notebook}[str(kind)](dice)
        thing = cv2.resize(thing, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        mask = cv2.resize(mask, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    tall, broad = thing.shape[:2]
    turn = cv2.getRotationMatrix2D(
        (broad / 2, tall / 2), float(rng.uniform(0, 360)), reach * rng.uniform(0.7, 1.3) / tall
    )
    turn[:, 2] += middle - (broad / 2, tall / 2)
    laid = cv2.warpAffine(thing, turn, (wide, high), flags=cv2.INTER_LINEAR).astype(np.float32)
    blend(scene, laid, cv2.warpAffine(mask, turn, (wide, high)).astype(np.float32) / 255, float(rng.uniform(0, 0.5)))


def blend(scene: Floats, laid: Floats, mask: Floats, shadow: float) -> None:
    """Put what is laid where the mask is 1 into the scene, with the shadow it throws."""
    if shadow > 0.02:
        thrown = cv2.GaussianBlur(np.roll(mask, (2, 2), (0, 1)), (0, 0), 3.0)
        scene *= 1 - shadow * thrown[..., None]
    scene *= 1 - mask[..., None]
    scene += laid * mask[..., None]
