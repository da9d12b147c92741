"""Photographs made in code, with where their cards lie: for tests of finding, rectifying and advising."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Shot:
    """A photo and the corners of its cards, clockwise from the top left of each as it reads."""

    pixels: Pixels
    corners: list[Floats]


def made_card(width: int = 850, height: int = 550, paper: int = 245, ink: int = 30) -> Pixels:
    """Return a card with a few lines of print."""
    card = np.full((height, width, 3), paper, np.uint8)
    lines = (("Ada Example", 2.0), ("Head of Engines", 1.1), ("ada@mill.example", 1.1), ("+44 20 7946 0018", 1.1))
    y = int(height * 0.25)
    for text, size in lines:
        cv2.putText(card, text, (int(width * 0.08), y), cv2.FONT_HERSHEY_SIMPLEX, size, (ink, ink, ink), 3, cv2.LINE_AA)
        y += int(height * 0.17)
    return card


def table(width: int = 1600, height: int = 1200, colour: tuple[int, int, int] = (70, 95, 120), seed: int = 1) -> Pixels:
    """Return an uneven table top."""
    noise = np.random.default_rng(seed).normal(0, 4, (height // 8, width // 8, 1)).astype(np.float32)
    ground = cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)[..., None] + np.array(colour, np.float32)
    shade = np.linspace(1.0, 0.85, width, dtype=np.float32)[None, :, None]
    return np.clip(ground * shade, 0, 255).astype(np.uint8)


def lay(ground: Pixels, card: Pixels, corners: list[tuple[float, float]]) -> Shot:
    """Return the photo of one card on a ground."""
    return lay_all(ground, [(card, corners)])


def lay_all(ground: Pixels, cards: list[tuple[Pixels, list[tuple[float, float]]]]) -> Shot:
    """Return the photo of several cards, the later on top."""
    photo = ground.astype(np.float32)
    for card, place in cards:
        height, width = card.shape[:2]
        flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
        matrix = cv2.getPerspectiveTransform(flat, np.array(place, np.float32))
        size = (ground.shape[1], ground.shape[0])
        seen = cv2.warpPerspective(card, matrix, size, flags=cv2.INTER_AREA).astype(np.float32)
        mask = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, size)[..., None]
        shadow = cv2.GaussianBlur(np.roll(mask[..., 0], (6, 5), (0, 1)), (0, 0), 6)[..., None]
        photo = photo * (1 - 0.35 * shadow * (1 - mask))
        photo = photo * (1 - mask) + seen * mask
    noisy = cv2.GaussianBlur(photo, (0, 0), 0.8) + np.random.default_rng(3).normal(0, 2, photo.shape)
    return Shot(np.clip(noisy, 0, 255).astype(np.uint8), [np.array(place, np.float32) for _, place in cards])


TILTED = [(300.0, 260.0), (1290.0, 190.0), (1360.0, 880.0), (250.0, 800.0)]
"""A card lying a little turned and tilted on a table of 1600 × 1200."""
