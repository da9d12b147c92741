"""What speaks for a four-cornered figure being a card: measured along and beside its sides.

All figures are measured at once. The sides are sampled on a small, smoothed picture in L*a*b*, a few pixels to either
side; what comes out is one row of numbers per figure, and a fitted function of them (:mod:`cardscan.image.forest`) says
how well each outlines a card.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.image.card_map import MAP_FEATURES, CardMap, columns_of

Floats = NDArray[np.floating[Any]]

FEATURES = (
    "support_min", "support_second", "support_mean", "sharp_min", "sharp_mean", "coherent_min", "coherent_mean",
    "step_min", "step_mean", "inside_spread", "outside_spread", "inside_vs_outside", "past_mean", "past_max",
    "busy_inside", "busy_outside", "busy_rim", "cut_through", "angle_off", "ratio_off", "area", "frame_sides",
    "corner_mean", "corner_min", "outside_like_frame", "inside_like_frame", "outer_texture", "detail_share",
    "frame_aspect", "frame_spread", "flat_share", "detail_total", "outer_rival", "inner_rival",
    "contrast_min", "contrast_mean", "inner_texture", "letters_inside", "letters_outside", "letters_near",
    "margin_least", "margin_most", "askew", *MAP_FEATURES,
)  # fmt: skip

_STEPS = 24
_OFFSETS = np.array([-9.0, -6.5, -4.5, -3.0, -1.5, 0.0, 1.5, 3.0, 4.5, 6.5, 9.0], np.float32)
_NOISE_FLOOR = 1.6
"""Smallest step, in units of L*a*b*, that counts as an edge: a white card's shaded edge on white paper gives 2 to 3."""

_LINE_PX, _LETTER_STEP, _MOST_LETTERS = 31, 6.0, 700
"""The largest letter on the small picture, what sets it off from around it in units of L*, and a bound on the work."""
_NEAR = 1.5
"""Near a figure is what lies in it when it is so much larger."""


def measure(small: NDArray[np.uint8], lab: Floats, quads: Floats, cards: CardMap) -> Floats:
    """Return a row of :data:`FEATURES` for each figure, (N, F).

    Args:
        small: (h, w, 3) BGR, the photo at the size in which the figures are.
        lab: The same as :func:`colours` gives it.
        quads: (N, 4, 2), clockwise.
        cards: Of the same picture, by :func:`cardscan.image.card_map.map_cards`.
    """
    height, width = small.shape[:2]
    busy = _busyness(lab)
    profile, seen = _profiles(lab, quads)
    inside, outside = _across(profile, 6, 9), _across(profile, 2, 5)
    step = inside - outside
    size = _length(step)
    columns = {}
    valid = seen.astype(np.float32)
    count = np.maximum(valid.sum(axis=2), 1.0)
    noise = np.maximum(_NOISE_FLOOR, 0.6 * _flat_noise(lab))
    support = (np.clip((size - noise) / noise, 0.0, 1.0) * valid).sum(axis=2) / count
    sharp = _sharpness(profile, valid, count)
    mean_step = (step * valid[..., None]).sum(axis=2) / count[..., None]
    mean_size = (size * valid).sum(axis=2) / count
    coherent = np.linalg.norm(mean_step, axis=2) / np.maximum(mean_size, 0.8)
    on_frame = (valid.mean(axis=2) < 0.5).astype(np.float32)
    # A side that the frame cuts off can neither speak for the figure nor against it.
    columns["support_min"], columns["support_second"], columns["support_mean"] = _lowest(support, on_frame)
    columns["sharp_min"], _, columns["sharp_mean"] = _lowest(sharp, on_frame)
    columns["coherent_min"], _, columns["coherent_mean"] = _lowest(coherent, on_frame)
    columns["step_min"], _, columns["step_mean"] = _lowest(
        np.minimum(np.linalg.norm(mean_step, axis=2) / 20, 2), on_frame
    )
    inner = _side_means(_across(profile, 7, 11), valid, count)
    outer = _side_means(_across(profile, 0, 4), valid, count)
    columns["inside_spread"] = _spread(inner, on_frame) / 20
    columns["outside_spread"] = _spread(outer, on_frame) / 20
    columns["inside_vs_outside"] = np.minimum(np.linalg.norm(inner.mean(axis=1) - outer.mean(axis=1), axis=1) / 20, 3)
    past, corner = _past_corners(lab, quads, noise)
    columns["past_mean"], columns["past_max"] = (
        past.mean(axis=(1, 2)),
        np.sort(past.reshape(len(quads), -1), axis=1)[:, -2],
    )
    columns["corner_mean"], columns["corner_min"] = corner.mean(axis=1), np.sort(corner, axis=1)[:, 1]
    columns |= _busy_columns(busy, quads, width, height)
    columns["cut_through"] = _cut_through(profile, valid, count).mean(axis=1)
    columns |= _shape_columns(quads, width, height)
    columns["frame_sides"] = on_frame.sum(axis=1)
    rim = _frame_colour(lab)
    columns["outside_like_frame"] = np.minimum(np.linalg.norm(outer.mean(axis=1) - rim, axis=1) / 20, 3)
    columns["inside_like_frame"] = np.minimum(np.linalg.norm(inner.mean(axis=1) - rim, axis=1) / 20, 3)
    columns["outer_texture"] = _along_texture(outside, valid, count).mean(axis=1)
    columns["inner_texture"] = _along_texture(inside, valid, count).mean(axis=1)
    light = np.abs(step[..., 0]) / (np.abs(inside[..., 0]) + np.abs(outside[..., 0]) + 4.0)
    columns["contrast_min"], _, columns["contrast_mean"] = _lowest((light * valid).sum(axis=2) / count, on_frame)
    strength = columns["support_min"] + columns["support_mean"] + columns["coherent_mean"] + columns["corner_mean"]
    columns |= _rival_columns(quads, strength, columns["area"])
    columns |= _photo_columns(small, lab, busy, columns, len(quads))
    columns |= _letter_columns(_letters(lab), quads)
    columns |= _place_columns(quads, width, height)
    columns |= columns_of(cards, quads, width, height)
    return np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float32)


def colours(small: NDArray[np.uint8]) -> Floats:
    """Return the picture in L*a*b* (0..100, -127..127), lightly smoothed; one shot in the dark is brought to light.

    (h, w, 3) uint8 BGR in, (h, w, 3) float32 out.
    """
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 1.0).astype(np.float32) / 255.0, cv2.COLOR_BGR2LAB)
    low, high = (float(value) for value in np.percentile(lab[::4, ::4, 0], (1, 99)))
    return np.asarray(lab * min(3.0, max(1.0, 70.0 / max(high - low, 1.0))), dtype=np.float32)


def _flat_noise(lab: Floats) -> float:
    """Return the noise, in units of L*, as the lower quartile of the local variation shows it."""
    step = np.abs(lab[4:, :, 0] - lab[:-4, :, 0])
    return float(np.percentile(step[::4, ::4], 25)) * 2.0


def _busyness(lab: Floats) -> Floats:
    """Return how much fine detail, as print has it, lies at each pixel, 0..1."""
    light = np.ascontiguousarray(lab[:, :, 0])
    detail = np.abs(light - cv2.GaussianBlur(light, (0, 0), 3.0))
    return np.asarray((detail > 5.0).astype(np.float32))


def _profiles(lab: Floats, quads: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Sample across the sides: (N, 4, steps, offsets, 3), outside first, and (N, 4, steps) whether in the frame."""
    height, width = lab.shape[:2]
    ahead = np.roll(quads, -1, axis=1)
    edge = ahead - quads
    length = np.maximum(np.linalg.norm(edge, axis=2, keepdims=True), 1e-3)
    along = edge / length
    inward = np.stack([-along[:, :, 1], along[:, :, 0]], axis=2)
    steps = np.linspace(0.06, 0.94, _STEPS, dtype=np.float32)
    base = quads[:, :, None] + edge[:, :, None] * steps[None, None, :, None]
    points = base[:, :, :, None] + inward[:, :, None, None] * _OFFSETS[None, None, None, :, None]
    x, y = base[..., 0], base[..., 1]
    seen = (x > 4) & (y > 4) & (x < width - 5) & (y < height - 5)
    return _sample(lab, points), seen


def _across(profile: Floats, start: int, end: int) -> Floats:
    """Return the mean over some offsets of a profile; NumPy's own takes ten times as long on so short an axis."""
    total = profile[:, :, :, start]
    for offset in range(start + 1, end):
        total = total + profile[:, :, :, offset]
    return np.asarray(total / np.float32(end - start))


def _sample(lab: Floats, points: Floats) -> Floats:
    """Return the colours at points of any shape (…, 2)."""
    flat = points.reshape(-1, 1, 2).astype(np.float32)
    columns = 4096
    short = (-len(flat)) % columns
    flat = np.pad(flat[:, 0], ((0, short), (0, 0))).reshape(-1, columns, 2)
    sampled = cv2.remap(lab, flat, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(sampled.reshape(-1, 3)[: points.size // 2].reshape(*points.shape[:-1], 3), dtype=np.float32)


def _length(vectors: Floats) -> Floats:
    """Return the lengths of vectors of three, (…, 3); NumPy's own norm takes four times as long."""
    a, b, c = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    return np.asarray(np.sqrt(a * a + b * b + c * c), dtype=np.float32)


def _sharpness(profile: Floats, valid: Floats, count: Floats) -> Floats:
    """Return, per side, how much of the change across it happens on the line itself, 0..1."""
    change = _length(profile[:, :, :, 1:] - profile[:, :, :, :-1])
    centre = change[..., 3:7].sum(axis=3)
    ratio = centre / np.maximum(change.sum(axis=3), 1.5)
    return np.asarray((ratio * valid).sum(axis=2) / count, dtype=np.float32)


def _lowest(values: Floats, on_frame: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the lowest, the second lowest and the mean over the sides that are in the frame."""
    ranked = np.sort(np.where(on_frame > 0, 2.0, values), axis=1)
    total = np.maximum((1 - on_frame).sum(axis=1), 1.0)
    mean = (values * (1 - on_frame)).sum(axis=1) / total
    return np.minimum(ranked[:, 0], 1.5), np.minimum(ranked[:, 1], 1.5), mean


def _side_means(colour: Floats, valid: Floats, count: Floats) -> Floats:
    return np.asarray((colour * valid[..., None]).sum(axis=2) / count[..., None], dtype=np.float32)


def _spread(means: Floats, on_frame: Floats) -> Floats:
    """Return how far the sides' mean colours lie apart."""
    weight = (1 - on_frame)[..., None]
    centre = (means * weight).sum(axis=1, keepdims=True) / np.maximum(weight.sum(axis=1, keepdims=True), 1.0)
    return np.asarray(
        (np.linalg.norm(means - centre, axis=2) * weight[..., 0]).sum(axis=1) / np.maximum(weight.sum(axis=(1, 2)), 1.0)
    )


def _past_corners(lab: Floats, quads: Floats, noise: float) -> tuple[Floats, Floats]:
    """Return how far the sides run on past the corners as edges, (N, 4, 2), and how square each corner sits, (N, 4)."""
    ahead = np.roll(quads, -1, axis=1)
    edge = ahead - quads
    along = edge / np.maximum(np.linalg.norm(edge, axis=2, keepdims=True), 1e-3)
    inward = np.stack([-along[:, :, 1], along[:, :, 0]], axis=2)
    steps = np.linspace(6, 26, 8, dtype=np.float32)
    before = quads[:, :, None] - along[:, :, None] * steps[None, None, :, None]
    after = ahead[:, :, None] + along[:, :, None] * steps[None, None, :, None]
    base = np.stack([before, after], axis=2)
    shift = 3.0 * inward[:, :, None, None]
    step = _length(_sample(lab, base + shift) - _sample(lab, base - shift))
    past = np.clip((step - noise) / noise, 0, 1).mean(axis=3)
    # At a corner the sides stand as edges just before it.
    near = np.linspace(5, 18, 6, dtype=np.float32)
    start = quads[:, :, None] + along[:, :, None] * near[None, None, :, None]
    end = ahead[:, :, None] - along[:, :, None] * near[None, None, :, None]
    ends = np.stack([start, end], axis=2)
    here = _length(_sample(lab, ends + shift) - _sample(lab, ends - shift))
    here = np.clip((here - noise) / noise, 0, 1).mean(axis=3)
    corner = np.minimum(here[:, :, 0], np.roll(here[:, :, 1], 1, axis=1))
    return np.asarray(past, np.float32), np.asarray(corner, np.float32)


def _busy_columns(busy: Floats, quads: Floats, width: int, height: int) -> dict[str, Floats]:
    """Return how much print-like detail lies inside, just inside the sides, and around."""
    grid = np.linspace(0.5 / 12, 1 - 0.5 / 12, 12, dtype=np.float32)
    blurred = np.asarray(cv2.blur(busy, (11, 11)), dtype=np.float32)
    inside = _grid_sample(blurred, quads, grid, 0.08)
    rim = _grid_sample(blurred, quads, np.array([0.035, 0.965], np.float32), 0.0, rim=True)
    centre = quads.mean(axis=1, keepdims=True)
    around = _grid_sample(blurred, centre + (quads - centre) * 1.18, np.array([0.0, 1.0], np.float32), 0.0, rim=True)
    return {"busy_inside": inside, "busy_rim": rim, "busy_outside": around}


def _grid_sample(plane: Floats, quads: Floats, grid: Floats, inset: float, *, rim: bool = False) -> Floats:
    """Return the mean of a plane over a grid laid bilinearly into each figure, or over its rim."""
    along = np.linspace(0.05, 0.95, 12, dtype=np.float32)
    if rim:
        u = np.concatenate([np.tile(along, len(grid)), np.repeat(grid, len(along))])
        v = np.concatenate([np.repeat(grid, len(along)), np.tile(along, len(grid))])
    else:
        scaled = inset + grid * (1 - 2 * inset)
        u, v = (part.ravel() for part in np.meshgrid(scaled, scaled))
    weights = np.stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v], axis=1).astype(np.float32)
    points = np.matmul(weights[None], quads)
    x = np.clip(points[..., 0], 0, plane.shape[1] - 1).astype(np.intp)
    y = np.clip(points[..., 1], 0, plane.shape[0] - 1).astype(np.intp)
    return np.asarray(plane[y, x].mean(axis=1), dtype=np.float32)


def _cut_through(profile: Floats, valid: Floats, count: Floats) -> Floats:
    """Return, per side, how much the picture changes along the line where it runs: print that is cut through."""
    light = profile[..., 0]
    inside = np.abs(np.diff(_across(light, 7, 10), axis=2))
    outside = np.abs(np.diff(_across(light, 1, 4), axis=2))
    both = np.minimum(inside, outside) * valid[:, :, 1:]
    return np.asarray(both.sum(axis=2) / count / 5.0, dtype=np.float32)


def _along_texture(beside: Floats, valid: Floats, count: Floats) -> Floats:
    """Return, per side, how uneven the strip beside it is."""
    change = _length(np.diff(beside, axis=2)) * valid[:, :, 1:]
    return np.asarray(change.sum(axis=2) / count / 5.0, dtype=np.float32)


def _shape_columns(quads: Floats, width: int, height: int) -> dict[str, Floats]:
    """Return how far the figures are from a rectangle seen at a slant, and their size."""
    edge = np.roll(quads, -1, axis=1) - quads
    length = np.maximum(np.linalg.norm(edge, axis=2), 1e-3)
    unit = edge / length[..., None]
    cosine = np.abs((unit * np.roll(unit, -1, axis=1)).sum(axis=2))
    wide, high = (length[:, 0] + length[:, 2]) / 2, (length[:, 1] + length[:, 3]) / 2
    ratio = np.maximum(np.abs(length[:, 0] - length[:, 2]) / wide, np.abs(length[:, 1] - length[:, 3]) / high)
    x, y = quads[:, :, 0], quads[:, :, 1]
    area = np.abs((x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1)) / 2
    return {
        "angle_off": cosine.max(axis=1),
        "ratio_off": ratio,
        "area": np.log(np.maximum(area / (width * height), 1e-4)),
    }


def _rival_columns(quads: Floats, strength: Floats, area: Floats) -> dict[str, Floats]:
    """Return how much stronger the strongest figure around, and inside, each figure is than it is itself.

    A coloured half or a printed frame is a fine figure until one looks at the card around it.
    """
    edge = np.roll(quads, -1, axis=1) - quads
    along = edge / np.maximum(np.linalg.norm(edge, axis=2, keepdims=True), 1e-3)
    inward = np.stack([-along[:, :, 1], along[:, :, 0]], axis=2)
    at = (inward * quads).sum(axis=2)
    corners = quads.reshape(-1, 2)
    count = len(quads)
    holds = np.ones((count, count), dtype=bool)
    for side in range(4):
        depth = (inward[:, side] @ corners.T - at[:, side, None]).reshape(count, count, 4)
        holds &= np.minimum(np.minimum(depth[..., 0], depth[..., 1]), np.minimum(depth[..., 2], depth[..., 3])) > -4.0
    larger = area[:, None] - area[None, :]
    around = holds & (larger > 0.15)
    inside = (holds & (larger > 0.15) & (larger < 1.6)).T
    gain = strength[:, None] - strength[None, :]
    return {
        "outer_rival": np.where(around, gain, -2.0).max(axis=0, initial=-2.0),
        "inner_rival": np.where(inside, gain, -2.0).max(axis=0, initial=-2.0),
    }


def _photo_columns(
    small: NDArray[np.uint8], lab: Floats, busy: Floats, columns: dict[str, Floats], count: int
) -> dict[str, Floats]:
    """Return what tells a scan from a photo, the same for each figure, and how much of all detail lies inside it.

    In a scan or a screenshot, a figure inside the card (a picture, a coloured half) leaves print outside; paper that
    was drawn or scanned is flatter than any photographed table; and cameras have frames of 4:3, 3:2 and 16:9.
    """
    height, width = small.shape[:2]
    rim = np.concatenate([lab[2], lab[-3], lab[:, 2], lab[:, -3]])
    total = float(busy.mean())
    share = columns["busy_inside"] * np.exp(columns["area"]) / max(total, 1e-3)
    photo = {
        "frame_aspect": max(height, width) / min(height, width),
        "frame_spread": float(np.linalg.norm(rim - np.median(rim, axis=0), axis=1).mean()) / 20,
        "flat_share": float((small[:, 1:, 1] == small[:, :-1, 1]).mean()),
        "detail_total": total,
    }
    return {"detail_share": np.minimum(share, 2.0)} | {
        name: np.full(count, value, np.float32) for name, value in photo.items()
    }


def _letters(lab: Floats) -> Floats:
    """Return the middles, (M, 2), of spots that stand in rows as letters do: each with two like it close by."""
    light = np.ascontiguousarray(lab[:, :, 0])
    beyond = light - cv2.blur(light, (_LINE_PX, _LINE_PX))
    middles = [_in_rows(np.asarray(sign * beyond > _LETTER_STEP, np.uint8)) for sign in (-1, 1)]
    return np.concatenate(middles)


def _in_rows(mask: NDArray[np.uint8]) -> Floats:
    _, _, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]).astype(np.float32)
    good = np.flatnonzero((size >= 3) & (size <= _LINE_PX) & (stats[:, cv2.CC_STAT_AREA] > 5))
    good = good[good > 0][:_MOST_LETTERS]
    if len(good) < 3:
        return np.zeros((0, 2), np.float32)
    x, y = middles[good].T.astype(np.float32)
    size = size[good]
    larger = np.maximum(size[:, None], size[None, :])
    like = np.abs(size[:, None] - size[None, :]) < 0.4 * larger
    near = (np.abs(x[:, None] - x[None, :]) + np.abs(y[:, None] - y[None, :]) < 1.8 * larger) & like
    return np.asarray(middles[good][near.sum(axis=1) >= 3], dtype=np.float32)  # itself is one of the three


def _letter_columns(letters: Floats, quads: Floats) -> dict[str, Floats]:
    """Return how many letters stand in each figure, outside it, and outside but near (logarithms).

    Print belongs to cards: what has as much of it close by outside as inside is a figure printed on one.
    """
    centre = quads.mean(axis=1, keepdims=True)
    inside = _within(letters, quads)
    near = _within(letters, centre + (quads - centre) * _NEAR) - inside
    return {
        "letters_inside": np.log1p(inside),
        "letters_outside": np.log1p(len(letters) - inside),
        "letters_near": np.log1p(near) - np.log1p(inside),
    }


def _within(points: Floats, quads: Floats) -> Floats:
    """Return how many of the points lie in each figure."""
    edge = np.roll(quads, -1, axis=1) - quads
    inward = np.stack([-edge[:, :, 1], edge[:, :, 0]], axis=2)
    depth = inward.reshape(-1, 2) @ points.T - (inward * quads).sum(axis=2).reshape(-1, 1)
    held = (depth >= 0).reshape(len(quads), 4, -1)
    return np.asarray((held[:, 0] & held[:, 1] & held[:, 2] & held[:, 3]).sum(axis=1), dtype=np.float32)


def _place_columns(quads: Floats, width: int, height: int) -> dict[str, Floats]:
    """Return the least and the largest margin to the frame, over its long side, and how far the sides lean.

    A scan or a screenshot is straight, and a margin around the card in it is as wide on all sides.
    """
    low, high = quads.min(axis=1), quads.max(axis=1)
    margin = np.concatenate([low, (width - 1, height - 1) - high], axis=1) / max(width, height)
    edge = np.abs(np.roll(quads, -1, axis=1) - quads)
    lean = edge.min(axis=2) / np.maximum(edge.max(axis=2), 1.0)
    return {"margin_least": margin.min(axis=1), "margin_most": margin.max(axis=1), "askew": lean.max(axis=1)}


def _frame_colour(lab: Floats) -> Floats:
    """Return the median colour along the frame."""
    rim = np.concatenate([lab[2], lab[-3], lab[:, 2], lab[:, -3]])
    return np.asarray(np.median(rim, axis=0), dtype=np.float32)
