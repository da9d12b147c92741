"""Fit the network that tells outlines from close-ups, on photographs and scenes; writes cardscan/image/closeup.onnx.

    cd bench-data
    python ../scripts/fit_closeup.py --keep closeups.npz --state closeup.pt --photos develop develop-finder \
        develop-finder2 develop-finder3 develop-finder4 develop-finder5 develop-finder6 develop-finder7 \
        calibrate-finder calibrate-finder2
    python ../scripts/fit_closeup.py --keep closeups.npz --state closeup.pt --minutes 22 --rate 1.2e-3

Of each picture, the figures that the finder proposes, the best rated first, and the true outlines with their sides moved
are seen from above (cardscan.image.closeup), with their overlap with the card that they show best. What is fitted is how
well a figure outlines a card and, since that teaches what an outline is, where the card's own corners lie. The photographs
are made as ``fit_finder.py`` tells, the scenes as ``fit_card_map.py`` does. Needs torch and onnx
(``pip install -e .[fit]``); the package does not. Gathering takes 40 minutes of a core.

The weights in the package: 151,600 examples of 1,820 photographs and 1,060 scenes, 6,500 steps and 4,200 more. Besides
develop-finder to -finder3 and calibrate-finder, the photographs are ``make_finder_set.py --set develop-finder4 --seed 44
--mistakable --only digital --count 220`` and 400 more of the kinds "digital" and "none", whose seeds were not kept.
From there on (``--go-on --minutes 45 --rate 8e-4``, 14,000 steps) on 83,900 examples of 1,080 photographs and of 60
scenes of each of eight shards, with cards that advertise among them: ``make_finder_set.py --mistakable --printed pictures
--set develop-finder8 --seed 81 --count 260`` and ``--set develop-finder9 --seed 91 --count 160 --only ordinary``, 250 of
develop-finder, 260 of -finder3, 150 of -finder4, ``make_scenes.py --seed 9 --count 2000``.

And once more (``--go-on --minutes 40 --rate 8e-4 --share 0.3``, 8,800 steps) on 49,000 examples of 890 photographs: 420 of 242 cards
that other hands drew and typeset (``make_finder_set.py --set develop-flats --seed 5 --count 420 --mistakable --flats
FOLDERS``; the cards are no part of the project), 150 of develop-finder8, 200 of develop-finder, 120 of -finder3. What is
kept is three tenths of the way there: further on, the squares of a cloth were taken for a card's side again.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
from fit_card_map import SCENES, block
from fit_finder import RIGHT_FROM, ROOT, WRONG_BELOW, overlap_in_frame
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from cardscan.image.card_map import map_cards
from cardscan.image.closeup import HEIGHT, INNER, WIDTH, closeups, lying
from cardscan.image.find import FindOptions, look_closer, propose_drawn, propose_mapped, rate
from cardscan.image.judge import colours, measure
from cardscan.image.load import load_photo
from cardscan.image.shrink import shrink

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

TARGET = ROOT / "cardscan" / "image" / "closeup.onnx"
BATCH = 64
UNIT_PX = 16.0
"""Corners are told in this unit, from where the figure's own lie."""
_OVERLAPS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)
_BEST, _RANDOM = 3, 2
"""Of the figures between two of these overlaps, so many of the best rated and so many at random."""
_BEST_FAR, _RANDOM_FAR = 8, 4
"""And of those that overlap less with any card."""
_MOVED = 6
"""True outlines with sides moved, of each card; half as many where there are several."""


@dataclass
class Examples:
    """Close-ups, (N, HEIGHT, WIDTH, 4) uint8, their overlaps, (N,), and how far off the true corners are, (N, 4, 2) px."""

    seen: Pixels
    overlaps: Floats
    offsets: Floats


# ---- what is fitted on


def photos_of(folder: Path) -> Iterator[tuple[Pixels, Pixels, list[Floats]]]:
    """Yield each photo of a set, the same at the finder's size, and its cards' corners there."""
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        photo = load_photo(folder / record["file"]).pixels
        small = shrink(photo, FindOptions().work_px)
        scale = record["width"] / small.shape[1]
        corners = [(np.array(card["corners"], np.float32) + 0.5) / scale - 0.5 for card in record["cards"]]
        yield photo, small, corners


def scenes_of(shard: Path, count: int) -> Iterator[tuple[Pixels, Pixels, list[Floats]]]:
    """Yield ``count`` scenes of a shard as :func:`photos_of` does."""
    data = np.load(shard)
    for picture, quads in zip(data["pixels"][:count], data["quads"][:count], strict=True):
        pixels = np.ascontiguousarray(picture)
        yield pixels, pixels, list(quads[~np.isnan(quads[:, 0, 0])])


def examples_of(source: Path, scenes: int) -> Examples:
    """Return the examples of a folder of photographs, or of so many scenes of a shard."""
    rng = np.random.default_rng(0)
    parts = []
    for photo, small, cards in scenes_of(source, scenes) if source.suffix else photos_of(source):
        options = FindOptions()
        lab, mapped = colours(small), map_cards(small)
        proposed = [propose_mapped(small, lab, mapped, options), propose_drawn(small, lab, options)]
        if not source.suffix:
            proposed.append(look_closer(photo, small, lab, options))
        quads = np.concatenate(proposed)
        size = (small.shape[1], small.shape[0])
        chosen = thin(rng, quads, rate(measure(small, lab, quads, mapped)), cards, size)
        moved = [
            with_sides_moved(rng, card) for card in cards for _ in range(_MOVED if len(cards) < 3 else _MOVED // 2)
        ]
        figures = lying(np.concatenate([chosen, np.array([*cards, *moved], np.float32).reshape(-1, 4, 2)]))
        truths = [truth_of(figure, cards, size) for figure in figures]
        overlaps, offsets = (np.array(part, np.float32) for part in zip(*truths, strict=True))
        parts.append(Examples(closeups(small, figures), overlaps, offsets))
    return joined(parts)


def thin(rng: np.random.Generator, quads: Floats, score: Floats, cards: list[Floats], size: tuple[int, int]) -> Floats:
    """Return figures of all overlaps with the cards, the best rated of each and some at random."""
    overlaps = np.array([max((overlap_in_frame(quad, card, size) for card in cards), default=0.0) for quad in quads])
    kept: list[int] = []
    for group in range(len(_OVERLAPS) + 1):
        own = np.flatnonzero(np.digitize(overlaps, _OVERLAPS) == group)
        own = own[np.argsort(-score[own])]
        best, others = (_BEST, _RANDOM) if group else (_BEST_FAR, _RANDOM_FAR)
        kept += [*own[:best], *rng.permutation(own[best:])[:others]]
    return quads[kept]


def with_sides_moved(rng: np.random.Generator, quad: Floats) -> Floats:
    """Return an outline with a side, a corner or two sides moved in or out, along the sides beside them."""
    moved = quad.copy()
    a = int(rng.integers(4))
    b, c, d = ((a + step) % 4 for step in (1, 2, 3))
    share = _share(rng, 0.45)
    moved[a] += (quad[a] - quad[d]) * share
    kind = rng.choice(["side", "corner", "sides"], p=[0.5, 0.25, 0.25])
    if kind != "corner":
        moved[b] += (quad[b] - quad[c]) * share
    if kind == "sides":
        share = _share(rng, 0.3) / 2
        moved[c] += (quad[c] - quad[b]) * share
        moved[d] += (quad[d] - quad[a]) * share
    return moved


def _share(rng: np.random.Generator, most: float) -> float:
    """Return how far to move, of the side beside: small moves are as frequent as large ones."""
    return float(rng.choice([-1, 1]) * np.exp(rng.uniform(np.log(0.02), np.log(most))))


def truth_of(quad: Floats, cards: list[Floats], size: tuple[int, int]) -> tuple[float, Floats]:
    """Return the overlap with the card shown best, and how far its corners are from the figure's in the close-up."""
    overlaps = [overlap_in_frame(quad, card, size) for card in cards]
    if max(overlaps, default=0.0) < _OVERLAPS[0]:
        return max(overlaps, default=0.0), np.zeros((4, 2), np.float32)
    card = cards[int(np.argmax(overlaps))]
    turned = [np.roll(card, turn, axis=0) for turn in range(4)]
    card = min(turned, key=lambda one: float(np.linalg.norm(one - quad, axis=1).sum()))
    warp = cv2.getPerspectiveTransform(quad.astype(np.float32), INNER)
    corners = cv2.perspectiveTransform(card[None].astype(np.float32), warp)[0]
    return max(overlaps), np.clip(corners - INNER, -WIDTH, WIDTH)


def joined(parts: list[Examples]) -> Examples:
    """Return all examples as one."""
    return Examples(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Examples)))


# ---- the network


class Closeup(nn.Module):
    """(N, 4, HEIGHT, WIDTH) 0..1 to (N, 9): a logit and the corners. Where things are matters: nothing is averaged."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = nn.Sequential(
            block(4, 12, 2), block(12, 24, 2), block(24, 24), block(24, 48, 2), block(48, 48), block(48, 80, 2),
            block(80, 80), nn.Conv2d(80, 32, 1), nn.ReLU(inplace=True), nn.Flatten(),
        )  # fmt: skip
        cells = HEIGHT * WIDTH // 16**2
        self.told = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(32 * cells, 96), nn.ReLU(inplace=True), nn.Linear(96, 9)
        )  # fmt: skip

    def forward(self, pictures: Tensor) -> Tensor:
        """Return what is told of each close-up."""
        told: Tensor = self.told(self.seen(pictures - 0.5))
        return told


def varied(seen: Tensor, offsets: Tensor) -> tuple[Tensor, Tensor]:
    """Return close-ups, (N, 4, h, w) 0..1, flipped and their colours changed at random, and the offsets with them."""
    count = len(seen)
    for across, order, axis in ((3, [1, 0, 3, 2], 0), (2, [3, 2, 1, 0], 1)):
        flip = torch.rand(count) < 0.5
        mirrored = offsets[:, order].clone()
        mirrored[..., axis] *= -1
        seen = torch.where(flip[:, None, None, None], seen.flip(across), seen)
        offsets = torch.where(flip[:, None, None], mirrored, offsets)
    colour, where = seen[:, :3], seen[:, 3:]
    if torch.rand(1) < 0.5:
        colour = colour[:, torch.randperm(3)]
    colour = torch.where(_some(count, 0.1), 1 - colour, colour)
    gain = torch.empty(count, 3, 1, 1).uniform_(0.8, 1.2) * torch.empty(count, 1, 1, 1).uniform_(0.55, 1.2)
    colour = (colour * gain).clamp(0, 1)
    colour = colour + torch.empty(count, 1, 1, 1).uniform_(-0.5, 0.6) * (colour * colour - colour)
    colour = torch.where(_some(count, 0.15), colour.mean(1, keepdim=True).expand_as(colour), colour)
    colour = colour + torch.randn_like(colour) * torch.empty(count, 1, 1, 1).uniform_(0, 0.03)
    return torch.cat([colour.clamp(0, 1), where], 1), offsets


def _some(count: int, share: float) -> Tensor:
    return torch.rand(count)[:, None, None, None] < share


def loss_of(told: Tensor, overlaps: Tensor, offsets: Tensor) -> tuple[Tensor, dict[str, float]]:
    """Return the loss of a batch and its parts."""
    wanted = ((overlaps - WRONG_BELOW) / (RIGHT_FROM - WRONG_BELOW)).clamp(0, 1)
    weight = torch.where(wanted > 0.3, 2.0, 1.0)
    outline = (functional.binary_cross_entropy_with_logits(told[:, 0], wanted, reduction="none") * weight).mean()
    near = overlaps > _OVERLAPS[1]
    off = (told[near, 1:].reshape(-1, 4, 2) - offsets[near] / UNIT_PX).clamp(-4, 4)
    corner = functional.smooth_l1_loss(off, torch.zeros_like(off), beta=0.25) if near.any() else told.sum() * 0
    return outline + 0.5 * corner, {"outline": outline.item(), "corner": corner.item()}


def fit(network: Closeup, examples: Examples, minutes: float, rate: float) -> None:
    """Fit for so long, the steps ever smaller."""
    rng = np.random.default_rng(0)
    chosen = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-3)
    seen = torch.from_numpy(examples.seen).permute(0, 3, 1, 2)
    overlaps, offsets = torch.from_numpy(examples.overlaps), torch.from_numpy(examples.offsets)
    done, start, gone = 0, time.monotonic(), 0.0
    while gone < 1:
        for index in np.array_split(rng.permutation(len(overlaps)), len(overlaps) // BATCH):
            gone = (time.monotonic() - start) / 60 / minutes
            for group in chosen.param_groups:
                group["lr"] = rate * min(1.0, (done + 1) / 200) * max(0.01, 0.5 + 0.5 * np.cos(np.pi * min(gone, 1.0)))
            pictures, off = varied(seen[index].float() / 255, offsets[index])
            told = network(pictures.to(memory_format=torch.channels_last))
            loss, parts = loss_of(told, overlaps[index], off)
            chosen.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            chosen.step()
            done += 1
            if done % 200 == 0:
                print(done, f"{time.monotonic() - start:.0f} s", parts, flush=True)
            if gone >= 1:
                break


def restore(network: Closeup, source: Path, pictures: Tensor) -> None:
    """Set the weights to those of a file that :func:`write` wrote, in which each convolution holds its normalisation.

    Args:
        pictures: Close-ups, (N, 4, HEIGHT, WIDTH) 0..1, that the means and variances are measured on.
    """
    kept = [torch.from_numpy(onnx.numpy_helper.to_array(each).copy()) for each in onnx.load(source).graph.initializer]
    last, told = network.seen[-3], network.told
    with torch.no_grad():
        for layer, (weight, bias) in zip((last, told[1], told[3]), _pairs(kept[:6]), strict=True):
            layer.weight.copy_(weight)
            layer.bias.copy_(bias)
        flow = pictures - 0.5
        for unit, (weight, bias) in zip(network.seen[:-3], _pairs(kept[6:]), strict=True):
            convolution, normal = unit[0], unit[1]
            convolution.weight.copy_(weight)
            flow = convolution(flow)
            mean, variance = flow.mean((0, 2, 3)), flow.var((0, 2, 3), unbiased=False)
            normal.running_mean.copy_(mean)
            normal.running_var.copy_(variance)
            normal.weight.copy_(torch.sqrt(variance + normal.eps))
            normal.bias.copy_(bias + mean)
            flow = torch.relu(flow + bias[:, None, None])


def _pairs(tensors: list[Tensor]) -> list[tuple[Tensor, Tensor]]:
    return list(zip(tensors[::2], tensors[1::2], strict=True))


def write(network: Closeup, target: Path) -> None:
    """Write the network to the package."""
    network.eval()
    torch.onnx.export(
        network, (torch.zeros(1, 4, HEIGHT, WIDTH),), str(target), input_names=["closeups"], output_names=["told"],
        dynamic_axes={"closeups": {0: "n"}, "told": {0: "n"}}, opset_version=17, dynamo=False,
    )  # fmt: skip


def go_back(network: onnx.ModelProto, target: Path, share: float) -> None:
    """Set the weights of a file to those on the way to it from a network, ``share`` of it (Wortsman et al., 2022)."""
    fitted = onnx.load(target)
    for before, after in zip(network.graph.initializer, fitted.graph.initializer, strict=True):
        old, new = onnx.numpy_helper.to_array(before), onnx.numpy_helper.to_array(after)
        after.CopyFrom(onnx.numpy_helper.from_array((1 - share) * old + np.float32(share) * new, after.name))
    onnx.save(fitted, target)


def main() -> int:
    """Gather, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, nargs="*", default=[])
    parser.add_argument("--scenes", type=int, default=18, help="of each shard")
    parser.add_argument("--keep", type=Path, required=True, help="where the examples are kept; read if it is there")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=2e-3, help="of the first steps")
    parser.add_argument("--state", type=Path, required=True, help="where the weights are kept, and gone on from")
    parser.add_argument("--go-on", action="store_true", help="from the package's network, where no state is kept")
    parser.add_argument("--share", type=float, default=1.0, help="with --go-on: of the way to what was fitted")
    parser.add_argument("--to", type=Path, default=TARGET)
    options = parser.parse_args()
    begun = onnx.load(TARGET)
    if not options.keep.exists():
        sources = [*options.photos, *sorted(SCENES.glob("scenes-*.npz"))]
        with ProcessPoolExecutor(initializer=cv2.setNumThreads, initargs=(1,)) as workers:
            parts = list(workers.map(examples_of, sources, [options.scenes] * len(sources)))
        np.savez(options.keep, **vars(joined(parts)))
    examples = Examples(**np.load(options.keep))
    torch.manual_seed(0)
    network = Closeup().to(memory_format=torch.channels_last)
    if options.state.exists():
        network.load_state_dict(torch.load(options.state))
    elif options.go_on:
        some = np.random.default_rng(0).choice(len(examples.overlaps), 1500, replace=False)
        restore(network, TARGET, torch.from_numpy(examples.seen[some]).permute(0, 3, 1, 2).float() / 255)
    fit(network, examples, options.minutes, options.rate)
    torch.save(network.state_dict(), options.state)
    write(network, options.to)
    if options.go_on and options.share < 1:
        go_back(begun, options.to, options.share)
    return 0


if __name__ == "__main__":
    sys.exit(main())
