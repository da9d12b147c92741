"""Find the cards in a photo.

On a small picture, a map of cards (:mod:`cardscan.image.card_map`) proposes figures; where they do not explain it,
straight edges and regions propose more (:mod:`cardscan.image.quads`). All are judged together, by what is measured
along their sides (:mod:`cardscan.image.judge`) and by what close-ups show (:mod:`cardscan.image.closeup`). The best
that do not overlap are kept, and their sides are set on the edges of the full photo (:mod:`cardscan.image.bow`).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.bow import set_on_edges
from cardscan.image.card_map import CardMap, map_cards
from cardscan.image.closeup import rate_closeups
from cardscan.image.forest import load_forest
from cardscan.image.judge import FEATURES, colours, measure
from cardscan.image.outline import Outline, area, order_clockwise, overlap
from cardscan.image.polish import polish, tell_once
from cardscan.image.printed import count_letters
from cardscan.image.quads import quads_from_lines, quads_from_masks
from cardscan.image.shrink import shrink
from cardscan.image.straight import find_segments, join_segments

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

_LINES, _FIGURES = 46, 140
"""Lines that figures are made of, and figures that are looked at closely."""
_PART, _PART_PX, _PART_LINES, _PART_FIGURES = 0.6, 400, 36, 50
"""A second look is at four overlapping parts, each this share of the photo's sides, at this size."""
_PLAIN, _LEFT = 0.9, 0.1
"""Where the map's own figures are at least so sure and leave at most this share of the map, no others are made.
Measured on 450 photos: of 525 cards 508 are found, and 508 where others are always made; 7 photos of 10 need none."""
_ON_EDGES = 0.5
"""Of a side, the share that an edge has to support, for a figure to be sure without a further look."""
_SURE, _LARGE = 0.75, 0.17
"""No second look where a figure as sure as this fills as much of the photo."""
_COARSE = 0.04
"""How far a corner that the map tells may be off, as a fraction of the long side."""
_AS_SURE = 0.58
"""Of the surest figure's score, what the others need: cards in one photo are about as plain as each other. Measured on
150 photos: the number of cards right in 96 % of them, 94 % without."""
_FLATTEST_PX = 8
"""A strip that is flatter than this on the small picture, 1 to 90, holds no card's outline."""
_FOREST = "finder_forest.json"
_LIKELY, _CLOSEUPS, _CLOSEUPS_OF_A_PLACE = 0.2, 96, 12
"""A figure rated lower than this outlines no card; so many are seen closely at most, and so many of one place and size.
Measured on 980 photos, before the sides are set on the full one: of 1,160 cards 1,119 are found, 1,118 with 16 of a
place, 1,090 without close-ups."""
_SAME_PLACE, _SAME_SIZE = 0.3, 1.65
"""Middles nearer than this share of a figure's size, and sizes in this proportion, are one place."""
_FULL_OF_PRINT = 25
"""Letters in rows (:func:`cardscan.image.printed.count_letters`). Measured: tables, keyboards and phones without print
0 to 1, cards that fill the frame 27 and more, pages 149 and more."""


@dataclass(frozen=True, slots=True)
class FindOptions:
    """How to look for cards.

    Attributes:
        max_cards: At most so many are returned.
        min_area: Of a card, as a fraction of the photo's area.
        min_confidence: Below it a figure is not taken for a card.
        work_px: Long side of the picture on which cards are looked for.
    """

    max_cards: int = 12
    min_area: float = 0.012
    min_confidence: float = 0.45
    work_px: int = 720


def find_cards(photo: Pixels, options: FindOptions | None = None) -> list[Outline]:
    """Return the outlines of the cards in the photo, the surest first.

    Args:
        photo: (H, W, 3) uint8, BGR.
        options: The defaults serve.
    Returns:
        Empty when no card stands out; one outline with ``whole_frame`` for a scan or a screenshot.
    """
    options = options or FindOptions()
    small = shrink(photo, options.work_px)
    if min(small.shape[:2]) < _FLATTEST_PX:
        return []
    lab = colours(small)
    cards = map_cards(small)
    quads = propose_mapped(small, lab, cards, options)
    score, support = _score(small, lab, quads, cards)
    chosen = choose(quads, score, options)
    if not _explain(cards, quads[chosen], score[chosen], support[chosen]):
        quads = np.concatenate([quads, propose_drawn(small, lab, options)])
        score, _ = _score(small, lab, quads, cards)
        if not _fills(quads, score, small):
            quads = np.concatenate([quads, look_closer(photo, small, lab, options)])
            score, _ = _score(small, lab, quads, cards)
        chosen = choose(quads, score, options)
    found = []
    for index in chosen:
        confidence = min(1.0, float(score[index]))
        if index == 0:  # the frame itself was proposed first
            found.append(whole_frame(photo, confidence))
            continue
        corners, bows = set_on_edges(photo, lab, quads[index])
        found.append(_outline(photo, corners, bows, confidence))
    return found


def _outline(photo: Pixels, corners: Floats, bows: Floats, confidence: float) -> Outline:
    """Return the outline of clockwise corners and the bows of the sides that lead from them."""
    ordered = order_clockwise(corners)
    first = int(np.linalg.norm(corners - ordered[0], axis=1).argmin())
    top, right, low, left = (float(bow) for bow in np.roll(bows, -first))
    return Outline(ordered, confidence=confidence, cut=_is_cut(corners, photo), bows=(top, right, low, left))


def propose_mapped(small: Pixels, lab: Floats, cards: CardMap, options: FindOptions) -> Floats:
    """Return the figures that the map of cards proposes, (N, 4, 2), clockwise, in pixels of the small picture.

    The frame comes first; the others are there as the map tells them, and once more set on the edges.
    """
    frame = whole_frame(small).corners[None]
    regions = quads_from_masks(cards.masks((small.shape[1], small.shape[0])), options.min_area)
    mapped = order_clockwise(np.concatenate([cards.figures, regions]))
    off_frame = np.linalg.norm(mapped - frame, axis=2).max(axis=1)
    mapped = mapped[off_frame > _COARSE * max(small.shape)]  # nearer to it, the frame is what the map means
    return np.concatenate([frame, mapped, _set(mapped, lab)])


def propose_drawn(small: Pixels, lab: Floats, options: FindOptions) -> Floats:
    """Return the figures that the picture's own lines and regions make, (N, 4, 2), clockwise, set on its edges."""
    return _set(_figures(small, options.min_area, _LINES, _FIGURES), lab)


def look_closer(photo: Pixels, small: Pixels, lab: Floats, options: FindOptions) -> Floats:
    """Return more figures, (N, 4, 2), in pixels of the small picture: of its evened light, and part by part.

    A card that fills the photo is a matter of few lines. Where none does, the lines of small cards must not lose
    against those of what lies around them.
    """
    height, width = lab.shape[:2]
    medium = shrink(photo, 2 * _PART_PX)
    scale = medium.shape[1] / width
    found = [_of_lines([_even(small)], (height, width), options.min_area, _LINES, _FIGURES)]
    for top in (0.0, 1.0 - _PART):
        for left in (0.0, 1.0 - _PART):
            y, x = round(top * medium.shape[0]), round(left * medium.shape[1])
            part = medium[y : y + round(_PART * medium.shape[0]), x : x + round(_PART * medium.shape[1])]
            part = shrink(np.ascontiguousarray(part), _PART_PX)
            times = _PART * medium.shape[1] / part.shape[1]
            quads = _figures(part, options.min_area / (_PART * _PART), _PART_LINES, _PART_FIGURES)
            found.append((((quads + 0.5) * times + (x, y)) / scale - 0.5).astype(np.float32))
    quads = np.concatenate(found)
    inside = (
        (quads > -2).all(axis=(1, 2))
        & (quads[..., 0] < width + 1).all(axis=1)
        & (quads[..., 1] < height + 1).all(axis=1)
    )
    return _set(quads[inside], lab)


def _set(quads: Floats, lab: Floats) -> Floats:
    """Return the figures, (N, 4, 2), clockwise and set on the edges of the small picture, each once."""
    if len(quads) == 0:
        return quads
    quads = order_clockwise(polish(lab, order_clockwise(quads)))
    return quads[tell_once(quads)]


def _figures(picture: Pixels, min_area: float, most_lines: int, most: int) -> Floats:
    """Return four-cornered figures, (N, 4, 2), of the picture's lines and regions."""
    shape = (picture.shape[0], picture.shape[1])
    of_lines = _of_lines(_channels(picture), shape, min_area, most_lines, most)
    return np.concatenate([of_lines, quads_from_masks(_masks(picture), min_area)])


def _of_lines(channels: list[Pixels], shape: tuple[int, int], min_area: float, most_lines: int, most: int) -> Floats:
    """Return four-cornered figures, (N, 4, 2), of the lines in grey pictures of one scene."""
    lines = join_segments(find_segments(channels, 0.02 * max(shape)), shape, most_lines)
    return quads_from_lines(lines, shape, min_area, most)


def rate(features: Floats) -> Floats:
    """Return how surely each figure outlines a card, about 0..1; fitted by ``scripts/fit_finder.py``."""
    return load_forest(_FOREST).rate(features)


def _score(small: Pixels, lab: Floats, quads: Floats, cards: CardMap) -> tuple[Floats, Floats]:
    """Return how surely each figure outlines a card and how far an edge supports its weakest side, each (N,).

    The mean of two that err differently: what is measured along the sides, and what a close-up shows.
    """
    rows = measure(small, lab, quads, cards)
    rated = rate(rows)
    close = _worth_a_closeup(quads, rated)
    score = np.zeros_like(rated)
    score[close] = (rated[close] + rate_closeups(small, quads[close])) / 2
    return score, rows[:, FEATURES.index("support_min")]


def _worth_a_closeup(quads: Floats, rated: Floats) -> list[int]:
    """Return the indices of the figures that are rated best, some for each place and size, and of the frame's, 0."""
    middles, sizes = quads.mean(axis=1), np.sqrt([max(area(quad), 1.0) for quad in quads])
    kept: list[int] = [0] if rated[0] >= _LIKELY else []
    for index in np.argsort(-rated):
        if rated[index] < _LIKELY or len(kept) == _CLOSEUPS:
            break
        if index == 0:
            continue
        apart = np.linalg.norm(middles[kept] - middles[index], axis=1) / np.minimum(sizes[kept], sizes[index])
        like = np.maximum(sizes[kept], sizes[index]) / np.minimum(sizes[kept], sizes[index])
        if np.sum((apart < _SAME_PLACE) & (like < _SAME_SIZE)) < _CLOSEUPS_OF_A_PLACE:
            kept.append(int(index))
    return kept


def _explain(cards: CardMap, quads: Floats, score: Floats, support: Floats) -> bool:
    """Tell whether the figures are sure, stand on edges, and leave next to nothing of what the map takes for a card."""
    if len(quads) == 0 or float(score.min()) <= _PLAIN or float(support.min()) < _ON_EDGES:
        return False
    told = np.zeros(cards.inside.shape, np.uint8)
    for corners in (quads + 0.5) / cards.cell - 0.5:
        cv2.fillConvexPoly(told, np.rint(corners).astype(np.int32), 1)
    left = cards.inside[cv2.dilate(told, np.ones((3, 3), np.uint8)) == 0]
    return float(left.sum()) < _LEFT * float(cards.inside.sum())


def _fills(quads: Floats, score: Floats, small: Pixels) -> bool:
    """Tell whether the surest figure is sure and large: then no small cards are looked for."""
    best = int(np.argmax(score))
    return bool(score[best] > _SURE and area(quads[best]) > _LARGE * small.shape[0] * small.shape[1])


def choose(quads: Floats, score: Floats, options: FindOptions) -> list[int]:
    """Return the indices of the best figures that do not overlap, the surest first."""
    kept: list[int] = []
    least = max(options.min_confidence, _AS_SURE * float(score.max(initial=0.0)))
    for index in np.argsort(-score):
        if score[index] < least or len(kept) == options.max_cards:
            break
        mine = area(quads[index])
        if all(overlap(quads[index], quads[other]) < 0.25 * min(mine, area(quads[other])) for other in kept):
            kept.append(int(index))
    return kept


def whole_frame(photo: Pixels, confidence: float = 0.5) -> Outline:
    """Return the outline that is the whole frame."""
    height, width = photo.shape[:2]
    corners = np.array([(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)], np.float32)
    return Outline(corners, whole_frame=True, confidence=confidence)


def has_text(photo: Pixels) -> bool:
    """Tell whether the photo is full of print, so that reading it whole is worth while."""
    return count_letters(photo) >= _FULL_OF_PRINT


def _channels(small: Pixels) -> list[Pixels]:
    """Return the grey pictures in which edges are looked for: brightness; half as large, colour and evened light."""
    grey = _stretch(np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), dtype=np.uint8), 90.0)
    half = cv2.resize(small, (small.shape[1] // 2, small.shape[0] // 2), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(half, cv2.COLOR_BGR2LAB)
    channels = [grey]
    for plane in cv2.split(lab):
        channels.append(_stretch(np.asarray(plane, dtype=np.uint8), 40.0))
    return [*channels, _even(half)]


def _even(picture: Pixels) -> Pixels:
    """Return the brightness with the contrast of dark and bright places made alike.

    A dark card beside a lit one, or in a corner that the lamp does not reach, shows its edges here alone.
    """
    light = np.log(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32) + 6.0)
    reach = round(max(light.shape) * 0.12) | 1
    mean = cv2.blur(light, (reach, reach))
    spread = np.sqrt(np.maximum(cv2.blur(light * light, (reach, reach)) - mean * mean, 0.0))
    return np.clip(128 + (light - mean) * (50.0 / np.maximum(spread, 0.06)), 0, 255).astype(np.uint8)


def _stretch(plane: Pixels, least: float) -> Pixels:
    """Return the plane with its range, or ``least`` of it, spread over 0..255."""
    low, high = (float(value) for value in np.percentile(plane[::3, ::3], (1, 99)))
    return np.clip((plane.astype(np.float32) - low) * (255.0 / max(high - low, least)), 0, 255).astype(np.uint8)


def _masks(small: Pixels) -> list[Pixels]:
    """Return binary pictures in which a card may be one region."""
    masks: list[Pixels] = []
    third = shrink(small, 360)
    size = (small.shape[1], small.shape[0])
    lab = cv2.cvtColor(cv2.GaussianBlur(third, (0, 0), 1.2), cv2.COLOR_BGR2LAB)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (9, 9))
    rim = np.concatenate(
        [lab[:4].reshape(-1, 3), lab[-4:].reshape(-1, 3), lab[:, :4].reshape(-1, 3), lab[:, -4:].reshape(-1, 3)]
    )
    distance = np.linalg.norm(lab.astype(np.float32) - np.median(rim, axis=0), axis=2)
    planes = [lab[:, :, 0], lab[:, :, 1], lab[:, :, 2], np.clip(distance * 2, 0, 255).astype(np.uint8)]
    for plane in planes:
        _, mask = cv2.threshold(np.ascontiguousarray(plane), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        masks += [
            cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel),
            cv2.morphologyEx(255 - mask, cv2.MORPH_CLOSE, kernel),
        ]
    for low, high in ((20, 60), (60, 150)):
        edges = cv2.Canny(cv2.cvtColor(third, cv2.COLOR_BGR2GRAY), low, high)
        masks.append(cv2.dilate(edges, np.ones((3, 3), np.uint8)))
    return [np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST), dtype=np.uint8) for mask in masks]


def _is_cut(corners: Floats, photo: Pixels) -> bool:
    """Tell whether part of the card lies outside the frame."""
    height, width = photo.shape[:2]
    margin = 0.004 * max(height, width)
    low = corners.min(axis=0) < margin
    high = corners.max(axis=0) > (width - 1 - margin, height - 1 - margin)
    return bool(low.any() or high.any())
