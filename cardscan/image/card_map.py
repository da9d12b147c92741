"""Where in a picture cards lie, as a small network sees it.

The network (``card_map.onnx``, made by ``scripts/fit_card_map.py`` from drawn scenes) takes the picture as a whole:
what hands, tables, telephones and print look like around a card. It is too coarse to set an outline, so that its
figures are proposals among others, and what it tells of a place is evidence among other (:mod:`cardscan.image.judge`).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.network import as_share, ask_network
from cardscan.image.outline import area

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

_NETWORK = "card_map.onnx"
_LONG_PX, _STEP_PX = 384, 32
"""The picture's long side, and what both sides must be a multiple of."""
_FAR_CELL, _UNIT_PX = 8, 64.0
"""Pixels per cell of the corners, and the unit in which they are told."""
_THERE = 0.3
"""From this on a cell speaks for a card."""
_ALIKE, _SAME = 0.10, 0.28
"""Corners this far apart, in mean sides, are averaged; figures this near are told once."""
_MOST_CELLS, _MOST_FIGURES = 600, 14
_APART = 0.3
"""How much surer than of a side the map has to be of a card, where cards that touch are parted."""
_LEAST_VOTES = 0.12
"""Of the cells in a figure, the share that must tell of it."""


@dataclass(frozen=True, slots=True, eq=False)
class CardMap:
    """What the network tells of a picture.

    Attributes:
        inside: (rows, columns), 0..1, whether a card lies there.
        sides: (rows, columns), 0..1, whether a card's side runs there.
        figures: (N, 4, 2), clockwise, in pixels of the picture; the most voted for first.
        votes: (N,), 0..1, the share of the figure's cells that tell of it.
        cell: (2,), width and height of a cell of the maps, in pixels of the picture.
    """

    inside: Floats
    sides: Floats
    figures: Floats
    votes: Floats
    cell: Floats

    def masks(self, size: tuple[int, int]) -> list[Pixels]:
        """Return binary pictures, 0 or 255, of a width and height, in which each card may be one region.

        In the last two the sides are cut away, so that cards which touch come apart.
        """
        inside = cv2.resize(self.inside, size, interpolation=cv2.INTER_LINEAR)
        sides = cv2.resize(self.sides, size, interpolation=cv2.INTER_LINEAR)
        cut = np.asarray(inside - sides > _APART, np.uint8)
        reach = round(size[0] / self.inside.shape[1]) | 1
        grown = cv2.dilate(cut, cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach)))
        return [np.asarray(mask, np.uint8) * 255 for mask in (inside > 0.5, inside > 0.25, inside > 0.8, cut, grown)]


def map_cards(picture: Pixels) -> CardMap:
    """Return where cards lie in a picture, (h, w, 3) uint8 BGR."""
    height, width = picture.shape[:2]
    long = max(height, width)
    columns, rows = (max(1, round(side * _LONG_PX / long / _STEP_PX)) * _STEP_PX for side in (width, height))
    shrunk = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA)
    maps, corners = ask_network(_NETWORK, shrunk[None], "maps", "corners")
    size = np.array([width, height], np.float32)
    figures, votes = _figures(as_share(corners[0, 0]), corners[0, 1:])
    scale = size / (columns, rows)
    inside, sides = as_share(maps[0, 0]), as_share(maps[0, 1])
    cell = size / (inside.shape[1], inside.shape[0])
    return CardMap(inside, sides, ((figures + 0.5) * scale - 0.5).astype(np.float32), votes, cell.astype(np.float32))


def _figures(there: Floats, offsets: Floats) -> tuple[Floats, Floats]:
    """Return the figures that cells agree on, (N, 4, 2) in pixels of the network's picture, and their votes."""
    ys, xs = np.nonzero(there > _THERE)
    surest = np.argsort(-there[ys, xs], kind="stable")
    every = -(-len(surest) // _MOST_CELLS) if len(surest) else 1
    ys, xs = ys[surest[::every]], xs[surest[::every]]
    middles = np.stack([xs, ys], axis=1) * _FAR_CELL + (_FAR_CELL - 1) / 2
    told = offsets[:, ys, xs].T.reshape(-1, 4, 2) * _UNIT_PX + middles[:, None]
    weight = there[ys, xs].astype(np.float32)
    left = np.ones(len(told), dtype=bool)
    figures: list[Floats] = []
    votes: list[float] = []
    while left.any() and len(figures) < _MOST_FIGURES:
        # Cells near the middle of a card see all of it: of the sure ones, the one whose figure most cells share.
        first = told[int(np.flatnonzero(left)[0])]
        aligned, apart = _aligned(told, first)
        alike = left & (apart < _ALIKE)
        figure = np.average(aligned[alike], axis=0, weights=weight[alike])
        _, apart = _aligned(told, figure)
        same = left & (apart < _SAME)
        cells = max(area(figure) / (_FAR_CELL * _FAR_CELL) / every, 1.0)
        share = float(weight[same | alike].sum() / cells)
        left &= ~(same | alike)
        if share >= _LEAST_VOTES:
            figures.append(figure)
            votes.append(min(share, 1.0))
    order = np.argsort(-np.array(votes, np.float32), kind="stable")
    return np.array(figures, np.float32).reshape(-1, 4, 2)[order], np.array(votes, np.float32)[order]


def _aligned(figures: Floats, to: Floats) -> tuple[Floats, Floats]:
    """Return the figures with their corners ordered as one's, and how far they are from it in mean sides."""
    turned = np.stack([np.roll(figures, turn, axis=1) for turn in range(4)])
    gone = np.linalg.norm(turned - to, axis=3).mean(axis=2)
    best = gone.argmin(axis=0)
    every = np.arange(len(figures))
    side = max(float(np.linalg.norm(np.roll(to, -1, axis=0) - to, axis=1).mean()), 1.0)
    return turned[best, every], np.asarray(gone[best, every] / side, dtype=np.float32)


# ---- what the map says of a figure

MAP_FEATURES = (
    "map_inside", "map_around", "map_rim", "map_beyond", "map_side_min", "map_side_second", "map_side_mean",
    "map_apart", "map_votes", "map_left",
)  # fmt: skip
_STEPS = 16
_AROUND, _RIM, _BEYOND = 1.2, 0.88, 1.12
"""Of a figure's size: around it, just inside its sides, and just outside."""
_BESIDE = 0.75
"""Sides are looked for this many cells to either side of the line: the map is coarse, and so is a proposal."""


def columns_of(cards: CardMap, quads: Floats, width: int, height: int) -> dict[str, Floats]:
    """Return :data:`MAP_FEATURES` of figures, (N, 4, 2) in pixels of a picture of the size, (N,) each."""
    at = (quads + 0.5) / cards.cell - 0.5
    inside = _grid_mean(cards.inside, at, 0.06)
    bounds = np.array([width, height], np.float32) / cards.cell - 0.5
    around, rim, beyond = (_beside(cards.inside, at, scale, bounds) for scale in (_AROUND, _RIM, _BEYOND))
    side = _sides(cards.sides, at)
    ranked = np.sort(side, axis=1)
    apart, votes = _nearest(cards, quads)
    cells = np.array([max(area(figure), 1.0) for figure in at], np.float32)
    return {
        "map_inside": inside,
        "map_around": around.mean(axis=1),
        "map_rim": rim.min(axis=1),
        "map_beyond": beyond.max(axis=1),
        "map_side_min": ranked[:, 0],
        "map_side_second": ranked[:, 1],
        "map_side_mean": side.mean(axis=1),
        "map_apart": apart,
        "map_votes": votes,
        "map_left": np.log1p(float(cards.inside.sum()) / cells),
    }


def _along(corners: Floats) -> Floats:
    """Return points along the sides, (N, 4, steps, 2)."""
    share = np.linspace(0.04, 0.96, _STEPS, dtype=np.float32)[None, None, :, None]
    return np.asarray(corners[:, :, None] * (1 - share) + np.roll(corners, -1, axis=1)[:, :, None] * share, np.float32)


def _beside(plane: Floats, at: Floats, scale: float, bounds: Floats) -> Floats:
    """Return the mean along each side of a figure so much larger, (N, 4); 0 outside the picture."""
    centre = at.mean(axis=1, keepdims=True)
    points = _along(centre + (at - centre) * np.float32(scale))
    seen = ((points > -0.5) & (points < bounds)).all(axis=-1)
    return np.asarray((_sampled(plane, points) * seen).mean(axis=2), dtype=np.float32)


def _sides(plane: Floats, at: Floats) -> Floats:
    """Return how much of a card's side runs along each side, (N, 4)."""
    points = _along(at)
    edge = np.roll(at, -1, axis=1) - at
    inward = np.stack([-edge[..., 1], edge[..., 0]], axis=2)
    inward /= np.maximum(np.linalg.norm(inward, axis=2, keepdims=True), 1e-3)
    shift = np.asarray(_BESIDE * inward[:, :, None], dtype=np.float32)
    beside = [_sampled(plane, points + way * shift) for way in (-1, 0, 1)]
    return np.asarray(np.maximum.reduce(beside).mean(axis=2), dtype=np.float32)


def _grid_mean(plane: Floats, at: Floats, inset: float) -> Floats:
    """Return the mean of a plane over a grid laid into each figure, (N,)."""
    share = np.linspace(inset, 1 - inset, 10, dtype=np.float32)
    u, v = (part.ravel() for part in np.meshgrid(share, share))
    weights = np.stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v], axis=1).astype(np.float32)
    points = np.asarray(np.matmul(weights[None], at), dtype=np.float32)
    return np.asarray(_sampled(plane, points).mean(axis=1), dtype=np.float32)


def _sampled(plane: Floats, points: Floats) -> Floats:
    """Return the plane's values at points of any shape (…, 2); outside it, those of its rim."""
    x = np.clip(points[..., 0], 0, plane.shape[1] - 1.001)
    y = np.clip(points[..., 1], 0, plane.shape[0] - 1.001)
    left, top = x.astype(np.intp), y.astype(np.intp)
    right, low = np.minimum(left + 1, plane.shape[1] - 1), np.minimum(top + 1, plane.shape[0] - 1)
    u, v = x - left, y - top
    above = plane[top, left] * (1 - u) + plane[top, right] * u
    below = plane[low, left] * (1 - u) + plane[low, right] * u
    return np.asarray(above * (1 - v) + below * v, dtype=np.float32)


def _nearest(cards: CardMap, quads: Floats) -> tuple[Floats, Floats]:
    """Return how far each figure is from the nearest that was voted for, in mean sides up to 1, and its votes."""
    apart, votes = np.ones(len(quads), np.float32), np.zeros(len(quads), np.float32)
    for figure, share in zip(cards.figures, cards.votes, strict=True):
        _, gone = _aligned(quads, figure)
        nearer = gone < apart
        apart[nearer], votes[nearer] = gone[nearer], share
    return apart, votes
