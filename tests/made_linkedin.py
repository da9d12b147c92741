"""LinkedIn's sources, made for the tests: profile PDFs laid out as "Save to PDF" lays them out, and screens.

All people are invented. The measures of the PDF (sizes, columns, shades) are those of the real layout; words wrap by
the width of Helvetica, links lie over what leads somewhere.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 612.0, 792.0
SIDE, SIDE_WIDTH = 21.6, 165.0
MAIN, MAIN_WIDTH = 223.56, 366.0
DARK, PALE = (0.098, 0.098, 0.098), (0.694, 0.694, 0.694)
WHITE, HEADING, LABEL = (1.0, 1.0, 1.0), (0.88, 0.914, 0.933), (0.66, 0.69, 0.71)

# Widths of Helvetica in thousandths of its size (Adobe's font metrics), by class; enough to wrap like the real thing.
_NARROW = dict.fromkeys("ijl'|", 222) | dict.fromkeys("ftI ./,:;![]()-", 278) | {"r": 333}
_WIDE = dict.fromkeys("mM", 833) | dict.fromkeys("ABEKPSVXY&", 667) | dict.fromkeys("CDHNRUw", 722)
_WIDE |= dict.fromkeys("GOQ", 778) | {"W": 944, "@": 1015, "+": 584} | dict.fromkeys("cksvxyzJ", 500)


@dataclass(frozen=True)
class Job:
    """A position: ``dates`` whole ("May 2021 - Present (3 years)"); ``company`` None for one of a group."""

    title: str
    dates: str
    company: str | None = None
    total: str = ""
    place: str = ""
    text: str = ""


@dataclass(frozen=True)
class Profile:
    """What a profile PDF shows; ``contact`` are (text, label, link) of the contact block."""

    name: str = "Ada Example"
    headline: str = "Head of People at Harbour Bank"
    location: str = "Leeds, England, United Kingdom"
    contact: tuple[tuple[str, str, str], ...] = ()
    side: tuple[tuple[str, tuple[str, ...]], ...] = (("Top Skills", ("Negotiation", "Node.js")),)
    summary: str = ""
    jobs: tuple[Job, ...] = ()
    education: str = "University of Leeds"
    words: tuple[str, str, str, str] = ("Contact", "Summary", "Experience", "Education")
    links: bool = True
    author: str = "LinkedIn"
    footer: str = "Page {} of {}"
    extra: tuple[str, ...] = field(default=())


def profile_pdf(profile: Profile) -> bytes:
    """Return the profile as a PDF."""
    pages = _Pages()
    pages.column(SIDE, SIDE_WIDTH, 54.4)
    _side(pages, profile)
    pages.column(MAIN, MAIN_WIDTH, 65.5)
    _main(pages, profile)
    return pages.written(profile)


def _side(pages: _Pages, profile: Profile) -> None:
    pages.print(profile.words[0], 13, HEADING, 19.4)
    for text, label, link in profile.contact:
        url = "linkedin.com" in text or bool(label and not text.startswith("+"))
        size, leading = (11, 14.4) if url else (10.5, 12.6)
        pages.print(text, size, WHITE, leading, link=link if profile.links else "", breaks="/-")
        if label:
            pages.beside(f" ({label})", size, LABEL, leading)
        pages.down(4 if url else 5)
    for heading, values in profile.side:
        pages.down(18)
        pages.print(heading, 13, HEADING, 19.4)
        for value in values:
            pages.print(value, 10.5, WHITE, 12.6)
            pages.down(5)


def _main(pages: _Pages, profile: Profile) -> None:
    pages.print(profile.name, 26, DARK, 31)
    pages.down(-9.8)
    pages.print(profile.headline, 12, DARK, 15.4)
    if profile.location:
        pages.print(profile.location, 12, PALE, 15.4)
    if profile.summary:
        pages.down(22)
        pages.print(profile.words[1], 15.75, DARK, 25.5)
        pages.print(profile.summary, 12, DARK, 18)
    if profile.jobs:
        pages.down(22)
        pages.print(profile.words[2], 15.75, DARK, 30.5)
    for job in profile.jobs:
        if job.company is not None:
            pages.print(job.company, 12, DARK, 16.1)
            if job.total:
                pages.print(job.total, 10.5, DARK, 21.3)
        pages.print(job.title, 11.5, DARK, 14.4)
        pages.print(job.dates.replace(" - ", "\xa0-\xa0").replace(" (", "\xa0("), 10.5, DARK, 14.7)
        if job.place:
            pages.print(job.place, 10.5, PALE, 21.4)
        if job.text:
            pages.print(job.text, 10.5, DARK, 18)
        pages.down(20)
    if profile.education:
        pages.print(profile.words[3], 15.75, DARK, 25.5)
        pages.print(profile.education, 12, DARK, 17.6)
        pages.print("Bachelor's degree,\xa0Economics\xa0·\xa0(2007\xa0-\xa02011)", 10.5, DARK, 18)
    for text in profile.extra:
        pages.print(text, 10.5, DARK, 18)


class _Pages:
    """Sets lines under each other in columns, over as many pages as it takes."""

    def __init__(self) -> None:
        self.contents: list[list[str]] = [[]]
        self.links: list[list[tuple[float, float, float, float, str]]] = [[]]

    def column(self, left: float, width: float, top: float) -> None:
        """Begin a column on the first page."""
        self.left, self.width, self.top, self.page = left, width, top, 0
        self.end = left

    def down(self, points: float) -> None:
        """Leave a gap."""
        self.top += points

    def print(
        self, text: str, size: float, ink: tuple[float, ...], leading: float, link: str = "", breaks: str = "-/"
    ) -> None:
        """Print a text, wrapped."""
        for line in wrapped(text, size, self.width, breaks):
            if self.top > 757:
                self.page, self.top = self.page + 1, 54.0
                if self.page == len(self.contents):
                    self.contents.append([])
                    self.links.append([])
            self._show(line, self.left, self.top, size, ink)
            self.end = self.left + measure(line, size)
            if link:
                self.links[self.page].append((self.left, self.top - size * 0.8, self.end, self.top + size * 0.2, link))
            self.top += leading
        self.last = self.top - leading

    def beside(self, text: str, size: float, ink: tuple[float, ...], leading: float) -> None:
        """Print behind the last line, or under it where there is no room."""
        if self.end + measure(text, size) <= self.left + self.width:
            self._show(text, self.end, self.last, size, ink)
        else:
            self.print(text.strip(), size, ink, leading)

    def _show(self, text: str, x: float, top: float, size: float, ink: tuple[float, ...]) -> None:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        red, green, blue = ink
        self.contents[self.page].append(
            f"BT /F1 {size} Tf {red} {green} {blue} rg {x:.2f} {HEIGHT - top:.2f} Td ({escaped}) Tj ET"
        )

    def written(self, profile: Profile) -> bytes:
        """Return the PDF."""
        objects: list[str] = ["<< /Type /Catalog /Pages 2 0 R >>", "", _FONT, f"<< /Author ({profile.author}) >>"]
        kids = []
        for number, content in enumerate(self.contents):
            foot = profile.footer.format(number + 1, len(self.contents))
            self.page = number
            if foot:
                self._show(foot, 384, 778.1, 9, (0, 0, 0))
            annotations = " ".join(
                f"<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [{x:.1f} {HEIGHT - bottom:.1f} {right:.1f} "
                f"{HEIGHT - top:.1f}] /A << /S /URI /URI ({uri}) >> >>"
                for x, top, right, bottom, uri in self.links[number]
            )
            stream = "\n".join(content)
            objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {len(objects)} 0 R "
                f"/Resources << /Font << /F1 3 0 R >> >> /Annots [{annotations}] >>"
            )
            kids.append(f"{len(objects)} 0 R")
        objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
        return _file(objects)


_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def _file(objects: list[str]) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(content)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return content + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("cp1252")


def measure(text: str, size: float) -> float:
    """Return the width of a text in points."""
    return sum((_NARROW | _WIDE).get(char, 556) for char in text) * size / 1000


def wrapped(text: str, size: float, width: float, breaks: str) -> list[str]:
    """Return the lines of a text: broken at blanks, behind ``breaks``, and anywhere where nothing else helps."""
    lines, line = [], ""
    for piece in _pieces(text, breaks):
        if line and measure((line + piece).rstrip(), size) > width:
            lines.append(line.strip())
            line = ""
        rest = piece
        while measure(rest.rstrip(), size) > width:
            fits = next(n for n in range(len(rest), 0, -1) if measure(rest[:n], size) <= width)
            lines.append(rest[:fits])
            rest = rest[fits:]
        line += rest
    return [*lines, line.strip()] if line.strip() else lines


def _pieces(text: str, breaks: str) -> list[str]:
    pieces, piece = [], ""
    for char in text:
        piece += char
        if char == " " or char in breaks:
            pieces.append(piece)
            piece = ""
    return [*pieces, piece]


def head_screen(path: Path, *, dark: bool = False, phone: bool = True) -> Path:
    """Draw the head of Jane Example's profile, as the app or a browser shows it."""
    paper, ink, pale, link = _colours(dark)
    scale = 2.6 if phone else 1.25
    picture = Image.new("RGB", (round(400 * scale), round(620 * scale)), paper)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 60 * scale, 400 * scale, 200 * scale), fill=(90, 120, 150))
    draw.ellipse((24 * scale, 100 * scale, 176 * scale, 252 * scale), fill=(180, 140, 120))
    lines = [
        (20, 262, "Jane Example", 24, ink), (190, 270, "· 2nd", 14, pale), (20, 294, "She/Her", 14, pale),
        (20, 320, "Head of People at Harbour Bank", 16, ink), (20, 342, "Mentor and speaker", 16, ink),
        (20, 370, "Harbour Bank • University of Leeds", 14, ink), (20, 394, "Leeds, England, United Kingdom", 14, pale),
        (20, 418, "500+ connections", 14, link), (20, 470, "Connect", 16, link), (150, 470, "Message", 16, link),
        (20, 520, "About", 20, ink), (20, 556, "I help banks to find the people whom they need.", 14, ink),
    ]  # fmt: skip
    _write(draw, lines, scale)
    picture.save(path)
    return path


def info_screen(path: Path, *, dark: bool = False) -> Path:
    """Draw Jane Example's "Contact info"."""
    paper, ink, pale, link = _colours(dark)
    picture = Image.new("RGB", (1120, 1040), paper)
    lines = [(24, 20, "Jane Example", 20, ink), (24, 76, "Contact Info", 20, ink)]
    values = (
        ("Jane's Profile", "linkedin.com/in/jane-example-4b71a2"), ("Website", "harbour.example (Company)"),
        ("Phone", "+44 20 7946 0018 (Work)"), ("Email", "jane@harbour.example"), ("Birthday", "March 3"),
        ("Connected", "Jan 3, 2024"),
    )  # fmt: skip
    for number, (label, value) in enumerate(values):
        lines += [(60, 120 + 62 * number, label, 16, pale), (60, 144 + 62 * number, value, 14, link)]
    _write(ImageDraw.Draw(picture), lines, 2)
    picture.save(path)
    return path


def code_picture(path: Path, text: str, name: str = "", *, photo: bool = False) -> Path:
    """Draw the app's QR code, with a name over it where one is given; as a photo of a telephone when asked."""
    code = io.BytesIO()
    segno.make(text).save(code, kind="png", scale=12)
    picture = Image.new("RGB", (1080, 1600), "white")
    with Image.open(code) as drawn:
        picture.paste(drawn.convert("RGB"), (250, 500))
    _write(ImageDraw.Draw(picture), [(380, 320, name, 60, (20, 20, 20))], 1)
    if photo:
        table = Image.new("RGB", (1900, 2300), (120, 96, 70))
        table.paste(
            picture.rotate(7, expand=True, fillcolor=(25, 25, 25), resample=Image.Resampling.BICUBIC), (300, 250)
        )
        picture = table.resize((1330, 1610), Image.Resampling.BILINEAR)
    picture.save(path, quality=85)
    return path


def _colours(dark: bool) -> tuple[tuple[int, int, int], ...]:
    if dark:
        return (27, 31, 35), (235, 235, 235), (165, 170, 175), (113, 183, 251)
    return (255, 255, 255), (25, 25, 25), (95, 95, 95), (10, 102, 194)


def _write(draw: ImageDraw.ImageDraw, lines: list[tuple[int, int, str, int, tuple[int, ...]]], scale: float) -> None:
    for x, y, text, size, ink in lines:
        draw.text((x * scale, y * scale), text, font=ImageFont.load_default(size * scale), fill=ink)
