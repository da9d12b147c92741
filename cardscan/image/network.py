"""The small networks in the package's data files, run by OpenCV: each loaded once, asked by one thread at a time."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from threading import Lock

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_lock = Lock()
"""OpenCV's networks keep their state between two calls."""


def ask_network(name: str, pictures: NDArray[np.uint8], *outputs: str) -> tuple[Floats, ...]:
    """Return what the network in the data file ``name`` tells of pictures, (N, h, w, channels) uint8: its outputs."""
    blob = np.ascontiguousarray(pictures.transpose(0, 3, 1, 2), dtype=np.float32) / np.float32(255)
    with _lock:
        network = _load(name)
        network.setInput(blob)
        return tuple(np.asarray(told, dtype=np.float32) for told in network.forward(list(outputs)))


def as_share(logits: Floats) -> Floats:
    """Return logits as shares, 0..1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


@cache
def _load(name: str) -> cv2.dnn.Net:
    data = files("cardscan.image").joinpath(name).read_bytes()
    return cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))
