"""Whatever the bytes, loading gives a picture or one InputError: no crash, no hang."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from cardscan.errors import InputError
from cardscan.image.load import LoadOptions, load_photo

BOUNDS = LoadOptions(max_megapixels=1.0, max_file_mb=1.0)


def seed_file(kind: str) -> bytes:
    """Return a small valid file."""
    out = io.BytesIO()
    noise = np.random.default_rng(7).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.from_pillow(Image.fromarray(noise)).save(out)
    else:
        Image.fromarray(noise).save(out, kind)
    return out.getvalue()


SEEDS = {kind: seed_file(kind) for kind in ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "HEIF", "PDF")}


def check_loading(data: bytes) -> None:
    """Load the bytes as a file; an InputError of one line is all that may come out beside a picture."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(data)
        try:
            picture = load_photo(path, BOUNDS)
        except InputError as error:
            told = error
        else:
            assert picture.pixels.ndim == 3
            assert picture.pixels.shape[2] == 3
            return
        assert "\n" not in str(told)
        assert told.hint


@pytest.mark.parametrize("kind", sorted(SEEDS))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=20), keep=st.floats(0.05, 1.0))
def test_damaged_files_are_told(kind: str, edits: list[tuple[float, int]], keep: float) -> None:
    data = bytearray(SEEDS[kind])
    for place, value in edits:
        data[int(place * (len(data) - 1))] = value
    check_loading(bytes(data[: max(1, int(keep * len(data)))]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(start=st.sampled_from([b"", *(data[:12] for data in SEEDS.values())]), rest=st.binary(max_size=400))
def test_rubbish_is_told(start: bytes, rest: bytes) -> None:
    check_loading(start + rest)
