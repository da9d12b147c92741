"""Loading a photo: every format, every orientation once, and a clear error for what is no photo."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cardscan.errors import ImageTooLargeError, InputError, UnreadableImageError
from cardscan.image.load import LoadOptions, load_photo

RED, BLUE = (0, 0, 255), (255, 0, 0)


def picture(width: int = 80, height: int = 60) -> Image.Image:
    """Return a white picture with red at its top left and blue at its bottom right."""
    made = Image.new("RGB", (width, height), "white")
    made.paste("red", (0, 0, width // 4, height // 4))
    made.paste("blue", (width - width // 4, height - height // 4, width, height))
    return made


def saved(tmp_path: Path, name: str, made: Image.Image, **options: object) -> Path:
    """Save a picture and return where."""
    path = tmp_path / name
    made.save(path, **options)  # type: ignore[arg-type]
    return path


def is_near(pixel: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() < 60)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif", "a.bmp", "a.gif", "a.avif"])
def test_each_format_is_read_in_its_colours(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, name, picture())
    got = load_photo(path)
    assert got.pixels.shape == (60, 80, 3)
    assert got.pixels.dtype == np.uint8
    assert is_near(got.pixels[4, 4], RED)
    assert is_near(got.pixels[-5, -5], BLUE)
    assert got.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (got.width, got.height, got.scale) == (80, 60, 1.0)


def test_the_name_does_not_decide_the_format(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.png", picture())
    assert load_photo(path.rename(tmp_path / "a.jpg")).pixels.shape == (60, 80, 3)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied_once(tmp_path: Path, suffix: str, orientation: int) -> None:
    stored = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]  # fmt: skip
    shown = picture()
    exif = Image.Exif()
    exif[274] = orientation
    path = saved(tmp_path, f"a.{suffix}", shown if stored is None else shown.transpose(stored), exif=exif.tobytes())
    got = load_photo(path).pixels
    assert got.shape == (60, 80, 3)
    assert is_near(got[4, 4], RED)
    assert is_near(got[-5, -5], BLUE)


def test_a_heic_is_turned_by_itself_and_not_again_by_exif(tmp_path: Path) -> None:
    import pillow_heif

    exif = Image.Exif()
    exif[274] = 6
    path = tmp_path / "a.heic"
    turned = pillow_heif.from_pillow(picture().transpose(Image.Transpose.ROTATE_90))
    turned.save(path, exif=exif.tobytes(), quality=90)
    twice = load_photo(path).pixels
    plain = tmp_path / "b.heic"
    pillow_heif.from_pillow(picture()).save(plain, quality=90)
    assert load_photo(plain).pixels.shape == (60, 80, 3)
    own = np.asarray(pillow_heif.open_heif(path))[:, :, ::-1]
    assert twice.shape == own.shape
    assert np.abs(twice.astype(int) - own).max() < 8


def test_a_pdf_becomes_its_pages_under_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    picture(340, 220).save(path, save_all=True, append_images=[picture(340, 220)])
    got = load_photo(path).pixels
    assert got.shape[0] > got.shape[1]
    assert is_near(got[20, 20], RED)
    assert is_near(got[-20, -20], BLUE)


def test_transparency_stands_on_white(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert load_photo(saved(tmp_path, "a.png", clear)).pixels.min() == 255
    palette = Image.new("P", (40, 40), 0)
    palette.putpalette([0, 0, 0] * 256)
    assert load_photo(saved(tmp_path, "b.png", palette, transparency=0)).pixels.min() == 255


def test_cmyk_and_deep_pictures_become_8_bit(tmp_path: Path) -> None:
    magenta = load_photo(saved(tmp_path, "a.jpg", Image.new("CMYK", (64, 64), (0, 255, 0, 0)))).pixels[30, 30]
    assert magenta[1] < 60
    assert min(magenta[0], magenta[2]) > 150
    ramp = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)
    deep = load_photo(saved(tmp_path, "b.png", Image.fromarray(ramp))).pixels
    assert deep[0, 0, 0] == 0
    assert deep[-1, -1, 0] == 255
    assert np.all(np.diff(deep[:, :, 0].astype(int).ravel()) >= 0)


def test_the_first_frame_of_an_animation_is_taken(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 40), "red"), Image.new("RGB", (40, 40), "blue")]
    for name in ("a.gif", "a.webp", "a.png"):
        path = tmp_path / name
        frames[0].save(path, save_all=True, append_images=frames[1:])
        assert is_near(load_photo(path).pixels[20, 20], RED)


def test_a_large_photo_is_halved_and_says_so(tmp_path: Path) -> None:
    options = LoadOptions(work_megapixels=0.3)
    for name in ("a.jpg", "a.png", "a.webp"):
        got = load_photo(saved(tmp_path, name, picture(1000, 800)), options)
        assert got.pixels.shape == (400, 500, 3)
        assert (got.scale, got.width, got.height) == (2.0, 1000, 800)


def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.png", Image.new("1", (20_000, 20_000)))
    with pytest.raises(ImageTooLargeError, match="pixels"):
        load_photo(path)
    with pytest.raises(ImageTooLargeError, match=r"1000 × 800 pixels"):
        load_photo(saved(tmp_path, "b.png", picture(1000, 800)), LoadOptions(max_megapixels=0.5))


def bytes_of(suffix: str) -> bytes:
    """Return a picture's file."""
    if suffix == "heic":
        import pillow_heif

        out = io.BytesIO()
        pillow_heif.from_pillow(picture()).save(out)
        return out.getvalue()
    out = io.BytesIO()
    rough = np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    Image.fromarray(rough).save(out, {"jpg": "JPEG", "tif": "TIFF"}.get(suffix, suffix.upper()))
    return out.getvalue()


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif", "bmp", "heic", "avif", "pdf"])
def test_a_file_cut_short_is_one_clear_error(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    data = bytes_of(suffix)
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableImageError, match="broken or cut short") as caught:
        load_photo(path)
    assert "\n" not in str(caught.value)
    assert "0x" not in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.jpg", b"", "the file is empty"),
        ("a.jpg", b"hello, I am text", "not a picture"),
        ("._a.jpg", b"\x00\x05\x16\x07\x00\x02\x00\x00", "macOS side file"),
        ("a.mov", b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00", "a video"),
    ],
)
def test_what_is_no_picture_is_told(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableImageError, match=says) as caught:
        load_photo(path)
    assert caught.value.hint


def test_missing_files_folders_and_odd_names_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableImageError, match="no such file"):
        load_photo(tmp_path / "none.jpg")
    with pytest.raises(UnreadableImageError, match="is a folder"):
        load_photo(tmp_path)
    with pytest.raises(InputError):
        load_photo(Path("a\0b.jpg"))
    with pytest.raises(UnreadableImageError, match="too small"):
        load_photo(saved(tmp_path, "a.png", Image.new("RGB", (1, 1))))
    with pytest.raises(ImageTooLargeError, match="MB"):
        load_photo(saved(tmp_path, "b.bmp", picture(500, 500)), LoadOptions(max_file_mb=0.1))


def test_a_broken_exif_block_does_not_cost_the_picture(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.jpg", picture(), exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff\x00")
    assert load_photo(path).pixels.shape == (60, 80, 3)
