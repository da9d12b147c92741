"""A photo file as pixels: JPEG, PNG, WebP, TIFF, BMP, GIF, HEIC, AVIF or PDF in, 8-bit BGR out.

The file is untrusted. Its kind is told by its first bytes, never by its name; its size in pixels is read from the
header before anything is unpacked; whatever a decoder throws becomes one :class:`~cardscan.errors.InputError`.
EXIF orientation (TIFF 6.0 tag 274) is applied once; a HEIC or AVIF file's own rotation is applied by its decoder and
its EXIF orientation is ignored, as ISO/IEC 23008-12 says.
"""

from __future__ import annotations

import hashlib
import io
import stat
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cardscan.errors import ImageTooLargeError, InputError, UnreadableImageError

if TYPE_CHECKING:
    from PIL import Image

Pixels = NDArray[np.uint8]

_REDUCED = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}
_ORIENTATION = 274
_PDF_POINTS_PER_INCH = 72
_PDF_DPI = 400
"""A card-sized page becomes 1,340 px wide: capitals of 8 pt print are then 32 px high (facts: 30 to 42 reads best)."""
_PDF_LONG_SIDE_PX = 3600
_PDF_GAP_PX = 40
_MIN_SIDE_PX = 24
"""Nothing that is lower or narrower holds a legible line."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """Bounds on what is unpacked.

    Attributes:
        max_megapixels: A larger picture is refused. Phones shoot up to 108.
        work_megapixels: A larger picture is halved (again) while it is unpacked: 25 keep a card that fills a fifth of
            the frame's width at 900 px, and hold the pixels under 75 MB.
        max_file_mb: A larger file is refused unread.
        max_pages: Pages of a PDF that are looked at.
    """

    max_megapixels: float = 120.0
    work_megapixels: float = 27.0
    max_file_mb: float = 200.0
    max_pages: int = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo, unpacked and upright as its EXIF orientation tells.

    Attributes:
        pixels: (H, W, 3) uint8, BGR.
        sha256: Of the file's bytes, hexadecimal.
        scale: Pixels of the file per pixel of ``pixels``: 1.0, or 2.0 and more where it was halved on unpacking.
        width, height: Of the file's picture after orientation, in its own pixels.
    """

    pixels: Pixels
    sha256: str
    scale: float = 1.0
    width: int = 0
    height: int = 0


def load_photo(path: Path, options: LoadOptions | None = None) -> Picture:
    """Read the picture in the file at ``path``.

    Args:
        path: JPEG, PNG, WebP, TIFF, BMP, GIF, HEIC, AVIF (the first frame of each) or PDF (its first pages set under
            each other).
        options: Bounds; the defaults serve.
    Returns:
        The picture; transparency stands on white.
    Raises:
        UnreadableImageError: Missing, a folder, empty, of no known kind, or broken.
        ImageTooLargeError: More pixels or bytes than the bounds allow.
    """
    options = options or LoadOptions()
    data = _read(path, options)
    kind = _kind(data)
    if kind is None:
        raise UnreadableImageError(path, _not_a_picture(path, data))
    digest = hashlib.sha256(data).hexdigest()
    try:
        # Decoders warn of odd but readable files (a broken EXIF block, a large size): the product is stdout's alone.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pixels, scale = _UNPACK[kind](path, data, kind, options)
    except InputError:
        raise
    except (MemoryError, OverflowError) as error:
        raise ImageTooLargeError(path, f"the {kind} file unpacks to more than fits") from error
    except Exception as error:  # a decoder of untrusted bytes raises nearly anything
        if type(error).__name__ == "DecompressionBombError":
            raise ImageTooLargeError(path, "the picture has more pixels than is safe to unpack") from error
        raise UnreadableImageError(path, f"the {kind} file is broken or cut short ({_reason(error)})") from error
    height, width = pixels.shape[:2]
    if min(height, width) < _MIN_SIDE_PX:
        raise UnreadableImageError(
            path, f"a picture of {width} × {height} pixels is too small to read", hint="give the photo as it was taken"
        )
    return Picture(pixels, digest, scale, round(width * scale), round(height * scale))


def _read(path: Path, options: LoadOptions) -> bytes:
    """Return the file's bytes; refuse what is not a plain file of sensible size."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableImageError(
                path, "is a folder, not a photo", hint="give a photo, or 'cardscan import' the folder"
            )
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableImageError(path, "is not a file")
        if status.st_size == 0:
            raise UnreadableImageError(path, "the file is empty", hint="copy it again from the phone or camera")
        if status.st_size > options.max_file_mb * 1e6:
            raise ImageTooLargeError(path, f"the file has {status.st_size / 1e6:.0f} MB", hint="save it as a JPEG")
        with path.open("rb") as file:
            return file.read(int(options.max_file_mb * 1e6) + 1)
    except FileNotFoundError as error:
        raise UnreadableImageError(path, "no such file", hint="check the name and the folder") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableImageError(
            path, f"cannot be opened ({reason})", hint="check the name and who may read it"
        ) from (error)


def _kind(data: bytes) -> str | None:
    """Return the file's kind as its first bytes tell, or None."""
    for kind, starts in _STARTS.items():
        if data.startswith(starts):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp":
        brands = {data[8:12], *(data[at : at + 4] for at in range(16, min(64, int.from_bytes(data[:4], "big")), 4))}
        if brands & {b"avif", b"avis"}:
            return "AVIF"
        if brands & {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}:
            return "HEIC"
    if b"%PDF-" in data[:1024]:
        return "PDF"
    return None


def _not_a_picture(path: Path, data: bytes) -> str:
    """Say what the file is instead."""
    if data.startswith(b"\x00\x05\x16\x07") or path.name.startswith("._"):
        return "a macOS side file without a picture"
    if data[4:8] == b"ftyp":
        return "a video, not a photo"
    return "not a picture"


def _reason(error: Exception) -> str:
    """Return a decoder's complaint as a short clause."""
    text = " ".join(str(error).split())
    if not text or "object at 0x" in text:
        return "its header makes no sense"
    return text if len(text) <= 80 else text[:79] + "…"


def _check_size(path: Path, width: int, height: int, options: LoadOptions) -> None:
    """Refuse a picture that would unpack to too much."""
    if width * height > options.max_megapixels * 1e6:
        raise ImageTooLargeError(path, f"the picture is {width} × {height} pixels")


def _halvings(width: int, height: int, options: LoadOptions) -> int:
    """Return by how much to shrink on unpacking: 1, 2, 4 or 8."""
    for factor in (1, 2, 4):
        if width * height <= options.work_megapixels * 1e6 * factor * factor:
            return factor
    return 8


def _unpack_jpeg(path: Path, data: bytes, kind: str, options: LoadOptions) -> tuple[Pixels, float]:
    """Unpack a JPEG: plain ones by OpenCV (half of Pillow's time to an array), the rest by Pillow."""
    picture = _open(data, kind)
    width, height = picture.size
    _check_size(path, width, height, options)
    factor = _halvings(width, height, options)
    orientation = _orientation(picture)
    if picture.mode in ("RGB", "L") and _is_whole_jpeg(data):
        decoded = cv2.imdecode(np.frombuffer(data, np.uint8), _REDUCED[factor] | cv2.IMREAD_IGNORE_ORIENTATION)
        if decoded is not None:
            return _orient(np.asarray(decoded, dtype=np.uint8), orientation), float(width / decoded.shape[1])
    if factor > 1 and picture.mode in ("RGB", "L"):
        picture.draft(picture.mode, (width // factor, height // factor))
    pixels = _to_bgr(picture)
    return _orient(pixels, orientation), width / pixels.shape[1]


def _is_whole_jpeg(data: bytes) -> bool:
    """Tell whether the picture's end is there: an EOI marker after its first scan (ITU-T T.81, B.1.1.2)."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            return data.find(b"\xff\xd9", at) >= 0
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _unpack_plain(path: Path, data: bytes, kind: str, options: LoadOptions) -> tuple[Pixels, float]:
    """Unpack PNG, WebP, TIFF, BMP, GIF and AVIF by Pillow."""
    picture = _open(data, kind)
    width, height = picture.size
    _check_size(path, width, height, options)
    factor = _halvings(width, height, options)
    orientation = 1 if kind == "AVIF" else _orientation(picture)
    if kind == "WebP" and factor > 1 and picture.mode == "RGB":
        # Pillow keeps three copies of a WebP while it unpacks it: 1.7 GB at 108 megapixels, OpenCV 0.6.
        decoded = cv2.imdecode(np.frombuffer(data, np.uint8), _REDUCED[factor] | cv2.IMREAD_IGNORE_ORIENTATION)
        if decoded is not None:
            return _orient(np.asarray(decoded, dtype=np.uint8), orientation), width / decoded.shape[1]
    picture.seek(0)
    picture.load()
    if kind == "TIFF":  # Pillow turns a TIFF while it loads it, and says so by dropping the tag
        orientation = _orientation(picture)
    wide = picture.size[0]
    pixels = _to_bgr(_shrunk(picture, factor))
    return _orient(pixels, orientation), wide / pixels.shape[1]


def _shrunk(picture: Image.Image, factor: int) -> Image.Image:
    """Return the picture at 1/``factor`` of its size; palettes and bits cannot be averaged and are unfolded first."""
    if factor == 1:
        return picture
    if picture.mode in ("P", "1", "PA", "I;16", "I;16B", "I;16L", "I;16N"):
        return picture.resize((picture.size[0] // factor, picture.size[1] // factor), 0)
    return picture.reduce(factor)


def _unpack_heic(path: Path, data: bytes, kind: str, options: LoadOptions) -> tuple[Pixels, float]:
    """Unpack a HEIC by libheif, which turns it as the file says."""
    import pillow_heif

    file = pillow_heif.open_heif(data, convert_hdr_to_8bit=True, bgr_mode=False)
    first = file[file.primary_index]
    width, height = first.size
    _check_size(path, width, height, options)
    pixels = np.asarray(first)
    factor = _halvings(width, height, options)
    if factor > 1:
        pixels = cv2.resize(pixels, (width // factor, height // factor), interpolation=cv2.INTER_AREA)
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    if channels == 4:
        pixels = _on_white(pixels)
    code = cv2.COLOR_GRAY2BGR if channels == 1 else cv2.COLOR_RGB2BGR
    return np.asarray(cv2.cvtColor(pixels, code), dtype=np.uint8), width / pixels.shape[1]


def _unpack_pdf(path: Path, data: bytes, kind: str, options: LoadOptions) -> tuple[Pixels, float]:
    """Render the first pages of a PDF and set them under each other."""
    import pypdfium2

    pages: list[Pixels] = []
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableImageError(path, "the PDF is locked by a password", hint="save it without one") from error
        raise
    with document:
        for index in range(min(len(document), options.max_pages)):
            page = document[index]
            width, height = page.get_size()
            if not (0 < width < 1e5 and 0 < height < 1e5):
                raise ValueError("a page without a sensible size")
            scale = min(_PDF_DPI / _PDF_POINTS_PER_INCH, _PDF_LONG_SIDE_PX / max(width, height))
            pages.append(np.array(page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3]))
    if not pages:
        raise ValueError("no page in it")
    widest = max(page.shape[1] for page in pages)
    sheets = [
        cv2.copyMakeBorder(
            page, 0, _PDF_GAP_PX if page is not pages[-1] else 0, 0, widest - page.shape[1], 0, None, (255, 255, 255)
        )
        for page in pages
    ]
    return np.ascontiguousarray(np.concatenate(sheets, axis=0), dtype=np.uint8), 1.0


def _open(data: bytes, kind: str) -> Image.Image:
    """Open the bytes with the one Pillow plugin that reads them."""
    module, names = _PLUGINS[kind]
    from PIL import Image

    import_module(f"PIL.{module}")
    return Image.open(io.BytesIO(data), formats=names)


def _orientation(picture: Image.Image) -> int:
    """Return the EXIF orientation, 1 where there is none or the block is broken."""
    try:
        value: Any = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # the EXIF block is as untrusted as the rest, and the picture does not hang on it
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _orient(pixels: Pixels, orientation: int) -> Pixels:
    """Return the pixels turned and flipped as EXIF orientation 1..8 says they are to be shown."""
    turn = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_CLOCKWISE, 8: cv2.ROTATE_90_COUNTERCLOCKWISE}.get(orientation)
    if turn is not None:  # in one go: a turned copy of 12 megapixels is 36 MB
        return np.asarray(cv2.rotate(pixels, turn), dtype=np.uint8)
    if orientation in (5, 7):
        pixels = np.asarray(cv2.transpose(pixels), dtype=np.uint8)
    flip = {2: 1, 4: 0, 7: -1}.get(orientation)
    return pixels if flip is None else np.asarray(cv2.flip(pixels, flip), dtype=np.uint8)


def _to_bgr(picture: Image.Image) -> Pixels:
    """Return any of Pillow's modes as 8-bit BGR, transparency on white."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        return np.asarray(cv2.cvtColor(_deep_to_8_bit(np.asarray(picture)), cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        return np.asarray(cv2.cvtColor(_on_white(np.asarray(picture.convert("RGBA"))), cv2.COLOR_RGB2BGR), np.uint8)
    if picture.mode in ("L", "1"):
        return np.asarray(cv2.cvtColor(np.asarray(picture.convert("L")), cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    return np.asarray(cv2.cvtColor(np.asarray(picture.convert("RGB")), cv2.COLOR_RGB2BGR), dtype=np.uint8)


def _deep_to_8_bit(values: NDArray[Any]) -> Pixels:
    """Return 12-, 16- and 32-bit grey as 8-bit: the smallest of the usual depths that holds the brightest pixel."""
    deep = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    top = float(deep.max(initial=0.0))
    full = next((depth for depth in (1.0, 255.0, 4095.0, 65535.0) if top <= depth), top)
    return np.clip(deep * (255.0 / full), 0, 255).astype(np.uint8)


def _on_white(rgba: NDArray[Any]) -> Pixels:
    """Return (H, W, 4) laid on white, (H, W, 3)."""
    alpha = rgba[:, :, 3:].astype(np.uint16)
    if int(alpha.min(initial=255)) == 255:
        return np.ascontiguousarray(rgba[:, :, :3])
    return np.asarray((rgba[:, :, :3] * alpha + 255 * (255 - alpha) + 127) // 255, dtype=np.uint8)


_STARTS: dict[str, tuple[bytes, ...]] = {
    "JPEG": (b"\xff\xd8\xff",),
    "PNG": (b"\x89PNG\r\n\x1a\n",),
    "TIFF": (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"),
    "BMP": (b"BM",),
    "GIF": (b"GIF87a", b"GIF89a"),
}
_PLUGINS: dict[str, tuple[str, tuple[str, ...]]] = {
    "JPEG": ("JpegImagePlugin", ("JPEG",)),
    "PNG": ("PngImagePlugin", ("PNG",)),
    "TIFF": ("TiffImagePlugin", ("TIFF",)),
    "BMP": ("BmpImagePlugin", ("BMP",)),
    "GIF": ("GifImagePlugin", ("GIF",)),
    "WebP": ("WebPImagePlugin", ("WEBP",)),
    "AVIF": ("AvifImagePlugin", ("AVIF",)),
}
_UNPACK: dict[str, Callable[[Path, bytes, str, LoadOptions], tuple[Pixels, float]]] = {
    "JPEG": _unpack_jpeg,
    **dict.fromkeys(("PNG", "TIFF", "BMP", "GIF", "WebP", "AVIF"), _unpack_plain),
    "HEIC": _unpack_heic,
    "PDF": _unpack_pdf,
}
