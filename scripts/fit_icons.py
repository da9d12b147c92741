"""Fit the network that tells icons from letters, on drawn pictures; writes cardscan/image/icons.onnx.

    python scripts/fit_icons.py PACKAGES --keep icons.npz --minutes 14

PACKAGES is a folder of unpacked npm packages, one folder each, called as ``npm pack`` calls its file:
@fortawesome/fontawesome-free 7.3.1, bootstrap-icons 1.13.2, simple-icons 16.37.0, @tabler/icons 3.52.0, remixicon 4.9.1,
@mdi/svg 7.4.47, feather-icons 4.29.2, lucide-static 1.62.0, ionicons 8.1.0, @phosphor-icons/core 2.1.1, boxicons 2.1.4,
@primer/octicons 19.42.0, heroicons 2.2.0, line-awesome 1.3.0, foundation-icons 2.0.0, @material-design-icons/svg
0.14.15, typicons.font 2.1.2, open-iconic 1.1.1, eva-icons 1.1.3, css.gg 2.1.4, iconoir 7.12.1, evil-icons 1.10.1.

What is told of icons is printed for packages, and of letters for font families, that were held out. Needs torch, onnx
and resvg-py; the package does not. Drawing takes two minutes of a core.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from fit_upright import families
from glyphs import Drawing, Mask, drawings_of, icon_of, other_of, photographed, set_text
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from cardscan.image.icons import SIDE_PX, SIGNS, SURE

TARGET = Path(__file__).resolve().parent.parent / "cardscan" / "image" / "icons.onnx"
HELD_OUT = ("bootstrap-icons", "ionicons", "eva-icons", "typicons")
"""Packages that are not fitted on."""
ICONS, OTHERS = 2000, 44_000
"""Examples of each sign, and of what is none."""
TESTED = 150
LETTERS_TESTED = 6_000
"""Examples to test on: of each sign, and of labels."""
FONTS = 400
BATCH = 256

# ---- what is fitted on


def icons_of(
    rng: np.random.Generator, drawings: list[Drawing], fonts: list[str], count: int
) -> tuple[Mask, NDArray[np.int64]]:
    """Return so many examples of each sign, (N, SIDE_PX, SIDE_PX), and their signs' numbers."""
    seen, told = [], []
    for number, sign in enumerate(SIGNS[1:], 1):
        own = [drawing for drawing in drawings if drawing.sign == sign]
        packages = sorted({drawing.package for drawing in own})
        by_package = [[drawing for drawing in own if drawing.package == package] for package in packages]
        made = 0
        while own and made < count:
            some = by_package[int(rng.integers(len(by_package)))] if rng.random() < 0.5 else own
            example = icon_of(rng, some[int(rng.integers(len(some)))], fonts)
            if example is not None:
                seen.append(example)
                told.append(number)
                made += 1
    return np.array(seen), np.array(told)


def others_of(rng: np.random.Generator, drawings: list[Drawing], fonts: list[str], count: int) -> Mask:
    """Return so many examples of what is no icon."""
    others = [drawing for drawing in drawings if not drawing.sign]
    made = (other_of(rng, others, fonts) for _ in range(count))
    return np.array([example for example in made if example is not None])


LABELS = (*"TMFEWPOCDHAI95", "T:", "M:", "F:", "E:", "W:", "T.", "M.", "E.", "W.", "Tel", "Fax", "Mob", "Web")


def letters_of(rng: np.random.Generator, fonts: list[str], count: int) -> tuple[Mask, list[str]]:
    """Return so many labels as cards print them, and what each is."""
    seen, texts = [], []
    while len(seen) < count:
        text = str(rng.choice(LABELS))
        ink = set_text(str(rng.choice(fonts)), text)
        example = None if ink is None else photographed(rng, ink, float(rng.uniform(0.8, 1.2)))
        if example is not None:
            seen.append(example)
            texts.append(text)
    return np.array(seen), texts


# ---- the network


class IconNet(nn.Module):
    """(N, 1, SIDE_PX, SIDE_PX) 0..1 to (N, signs) logits."""

    def __init__(self) -> None:
        super().__init__()
        self.told = nn.Sequential(
            _block(1, 16, 2), _block(16, 24), _block(24, 32, 2), _block(32, 32), _block(32, 40, 2),
            nn.Conv2d(40, 16, 1), nn.ReLU(inplace=True), nn.Flatten(), nn.Dropout(0.1),
            nn.Linear(16 * (SIDE_PX // 8) ** 2, len(SIGNS)),
        )  # fmt: skip

    def forward(self, pictures: Tensor) -> Tensor:
        """Return what is told of each picture."""
        told: Tensor = self.told(0.5 - pictures)
        return told


def _block(inside: int, outside: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)
    )


def varied(pictures: Tensor) -> Tensor:
    """Return pictures, (N, 1, h, w) 0..1, moved by up to two pixels and changed in contrast."""
    count, _, side, _ = pictures.shape
    padded = functional.pad(pictures, (2, 2, 2, 2), value=1.0)
    down, across = (int(value) for value in torch.randint(0, 5, (2,)))
    moved = padded[:, :, down : down + side, across : across + side]
    gain = torch.empty(count, 1, 1, 1).uniform_(0.75, 1.25)
    return (1 - (1 - moved) * gain).clamp(0, 1)


def fit(network: IconNet, seen: Mask, told: NDArray[np.int64], minutes: float, rate: float) -> None:
    """Fit for so long, the steps ever smaller."""
    rng = np.random.default_rng(0)
    chosen = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-2)
    pictures, wanted = torch.from_numpy(seen)[:, None], torch.from_numpy(told)
    start, gone, done = time.monotonic(), 0.0, 0
    network.train()
    while gone < 1:
        for index in np.array_split(rng.permutation(len(told)), len(told) // BATCH):
            gone = (time.monotonic() - start) / 60 / minutes
            for group in chosen.param_groups:
                group["lr"] = rate * min(1.0, (done + 1) / 200) * max(0.005, 0.5 + 0.5 * np.cos(np.pi * min(gone, 1.0)))
            logits = network(varied(pictures[index].float() / 255))
            loss = functional.cross_entropy(logits, wanted[index], label_smoothing=0.002)
            chosen.zero_grad()
            loss.backward()
            chosen.step()
            done += 1
            if done % 500 == 0:
                print(done, f"{time.monotonic() - start:.0f} s", f"{loss.item():.4f}", flush=True)
            if gone >= 1:
                break


def shares_of(network: IconNet, seen: Mask) -> NDArray[np.float32]:
    """Return how likely each sign is for each picture, (N, signs)."""
    network.eval()
    with torch.no_grad():
        parts = [
            network(torch.from_numpy(part)[:, None].float() / 255)
            for part in np.array_split(seen, len(seen) // 2000 + 1)
        ]
    return np.asarray(torch.cat(parts).softmax(1).numpy(), dtype=np.float32)


def report(
    network: IconNet, tested: tuple[Mask, NDArray[np.int64]], letters: tuple[Mask, list[str]], others: Mask
) -> None:
    """Print what is right of the icons held out, and how much of the rest is taken for an icon."""
    shares = shares_of(network, tested[0])
    best, most = shares.argmax(axis=1), shares.max(axis=1)
    for number, sign in enumerate(SIGNS[1:], 1):
        own = tested[1] == number
        if own.any():
            sure = own & (most >= SURE) & (best > 0)
            print(
                f"{sign}: {own.sum()}, best {(best[own] == number).mean():.3f}, surely told {sure.sum() / own.sum():.3f},"
                f" of them right {(best[sure] == number).mean() if sure.any() else 1:.4f}"
            )
    for name, pictures in (("letters", letters[0]), ("others", others)):
        shares = shares_of(network, pictures)
        for level in (0.7, 0.8, 0.9, 0.95, 0.98):
            print(
                f"{name} taken for an icon at {level}: {(shares[:, 1:].max(axis=1) >= level).mean():.5f} of {len(pictures)}"
            )
    shares = shares_of(network, letters[0])
    wrong = np.flatnonzero(shares[:, 1:].max(axis=1) >= SURE)
    print("letters taken:", [(letters[1][at], SIGNS[shares[at].argmax()]) for at in wrong[:30]])


def write(network: IconNet, target: Path) -> None:
    """Write the network to the package."""
    network.eval()
    torch.onnx.export(
        network, (torch.zeros(1, 1, SIDE_PX, SIDE_PX),), str(target), input_names=["glyphs"], output_names=["told"],
        dynamic_axes={"glyphs": {0: "n"}, "told": {0: "n"}}, opset_version=17, dynamo=False,
    )  # fmt: skip


def made_examples(packages: Path) -> dict[str, NDArray[np.generic]]:
    """Return what is fitted on and what is tested on."""
    rng = np.random.default_rng(1)
    drawings = list(drawings_of(packages))
    kept = [one for one in drawings if not one.package.startswith(HELD_OUT)]
    held = [one for one in drawings if one.package.startswith(HELD_OUT)]
    by_family = families()
    names = sorted(by_family)
    fonts = [file for at, name in enumerate(names) if at % 5 for file in by_family[name]]
    held_fonts = [file for at, name in enumerate(names) if at % 5 == 0 for file in by_family[name]]
    fonts = [fonts[at] for at in rng.permutation(len(fonts))[:FONTS]]
    seen, told = icons_of(rng, kept, fonts, ICONS)
    tested, truth = icons_of(rng, held, held_fonts, TESTED)
    letters, texts = letters_of(rng, held_fonts, LETTERS_TESTED)
    others = others_of(rng, kept, fonts, OTHERS)
    fewer = LETTERS_TESTED // 3
    return {
        "seen": seen, "told": told, "others": others, "tested": tested, "truth": truth, "letters": letters,
        "texts": np.array(texts), "held_others": others_of(rng, held, held_fonts, fewer),
    }  # fmt: skip


def main() -> int:
    """Draw, fit, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", type=Path)
    parser.add_argument("--keep", type=Path, required=True, help="where the examples are kept; read if it is there")
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--rate", type=float, default=3e-3, help="of the first steps")
    parser.add_argument("--to", type=Path, default=TARGET)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    if not options.keep.exists():
        np.savez(options.keep, **made_examples(options.packages))
    made = dict(np.load(options.keep))
    seen = np.concatenate([made["seen"], made["others"]])
    told = np.concatenate([made["told"], np.zeros(len(made["others"]), np.int64)])
    network = IconNet()
    print(f"{sum(each.numel() for each in network.parameters())} weights, {len(seen)} examples")
    fit(network, seen, told, options.minutes, options.rate)
    report(network, (made["tested"], made["truth"]), (made["letters"], list(made["texts"])), made["held_others"])
    write(network, options.to)
    return 0


if __name__ == "__main__":
    sys.exit(main())
