"""Draw ``samples/`` anew: photographs of invented people's cards, each with its truth beside it.

    python scripts/make_samples.py

People, companies, numbers (ranges reserved for films) and domains (``.example``) are invented; the same code, fonts and
seed give the same bytes. The truth has the form of the contract (scan.schema.json), with confidence 1.0 and, as
``sample``, how the photo was taken.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from photoset import Photo, make_photo

FOLDER = Path(__file__).parent.parent / "samples"
SEED = 11


@dataclass(frozen=True, slots=True)
class Wish:
    """A sample that is wanted: its name, what kind of photo, of whose card, and what the camera does."""

    name: str
    kind: str
    countries: tuple[str, ...]
    cards: int = 1
    suffix: str | None = None
    camera: dict[str, Any] = field(default_factory=dict)


PHONE = (4032, 3024)
UPRIGHT = (3024, 4032)
SMALL, MIDDLE = (1600, 1200), (2592, 1944)

WISHES = [
    Wish("scan-01", "scan", ("GB",)), Wish("scan-02", "scan", ("DE",)), Wish("scan-03", "scan", ("FR",)), Wish("scan-04", "scan", ("US",), suffix="webp"),
    Wish("scan-05", "scan", ("SE",)), Wish("scan-06", "scan", ("AU",)), Wish("scan-07", "scan", ("CA",), cards=2),
    Wish("desk-01", "ordinary", ("GB",), camera={"size": PHONE}), Wish("desk-02", "ordinary", ("US",), camera={"size": UPRIGHT}),
    Wish("desk-03", "ordinary", ("DE",), camera={"size": MIDDLE}), Wish("desk-04", "ordinary", ("FR",)), Wish("desk-05", "ordinary", ("SE",)),
    Wish("desk-06", "ordinary", ("AU",)), Wish("desk-07", "ordinary", ("CA",)), Wish("desk-08", "ordinary", ("GB",), suffix="heic", camera={"size": (1920, 1440)}),
    Wish("desk-09", "ordinary", ("DE",)), Wish("desk-10", "ordinary", ("US",)), Wish("desk-11", "ordinary", ("FR",)), Wish("desk-12", "ordinary", ("GB",)),
    Wish("turned-01", "ordinary", ("GB",), camera={"turn_deg": 90.0}), Wish("turned-02", "ordinary", ("DE",), camera={"turn_deg": 182.0}),
    Wish("turned-03", "ordinary", ("US",), camera={"turn_deg": -37.0, "fill": 0.8}), Wish("turned-04", "ordinary", ("FR",), camera={"turn_deg": 270.0}),
    Wish("tilted-01", "ordinary", ("GB",), camera={"tilt_deg": 24.0}), Wish("tilted-02", "ordinary", ("US",), camera={"tilt_deg": 31.0}),
    Wish("tilted-03", "ordinary", ("SE",), camera={"tilt_deg": 28.0, "size": MIDDLE}),
    Wish("shaded-01", "ordinary", ("DE",), camera={"hard_shadow": 0.5}), Wish("shaded-02", "ordinary", ("GB",), camera={"hard_shadow": 0.42, "size": MIDDLE}),
    Wish("shaded-03", "ordinary", ("AU",), camera={"soft_shadow": 0.55}), Wish("shaded-04", "ordinary", ("US",), camera={"hard_shadow": 0.55}),
    Wish("cluttered-01", "ordinary", ("GB",), camera={"surface": "print", "clutter": True}), Wish("cluttered-02", "ordinary", ("DE",), camera={"surface": "keyboard"}),
    Wish("cluttered-03", "ordinary", ("FR",), camera={"surface": "wood", "clutter": True, "fill": 0.6}), Wish("cluttered-04", "ordinary", ("US",), camera={"surface": "print", "size": MIDDLE}),
    Wish("glare-01", "ordinary", ("CA",), camera={"glare": 0.5}), Wish("evening-01", "ordinary", ("GB",), camera={"exposure": 0.4, "noise": 7.0, "cast": (1.15, 1.0, 0.7)}),
    Wish("hand-01", "ordinary", ("US",), camera={"hand": True}), Wish("curled-01", "ordinary", ("DE",), camera={"curl": 0.035}),
    Wish("two-01", "ordinary", ("GB",), cards=2, camera={"size": PHONE}), Wish("two-02", "ordinary", ("US", "FR"), cards=2, camera={"size": UPRIGHT}),
    Wish("four-01", "ordinary", ("GB", "DE", "FR", "SE"), cards=4, camera={"size": PHONE}),
    Wish("hard-01", "hard", ("GB",)), Wish("hard-02", "hard", ("DE",)), Wish("hard-03", "hard", ("US",)), Wish("hard-04", "hard", ("FR",)), Wish("hard-05", "hard", ("SE",)), Wish("hard-06", "hard", ("AU",)),
]  # fmt: skip

README = """# Samples

{count} photographs of business cards, {megabytes:.1f} MB, made by `scripts/make_samples.py` (`make samples`).
{layouts} layouts, cards of {countries}. Every person, company, address, number and domain on them is invented: telephone
numbers are from ranges that regulators reserve for films, domains end in `.example`. They are as free as can be: see LICENSE (CC0).

Beside each photo lies its truth, `NAME.json`, in the form of `cardscan/scan.schema.json`: corners in pixels of the photo
after its EXIF orientation, the printed lines, what its codes hold and the contact. `sample` says how it was taken.

| file | cards | country | how it was taken |
|---|---|---|---|
{rows}
"""

LICENSE = """The files in this folder are dedicated to the public domain under CC0 1.0 Universal.

The person who associated a work with this deed has dedicated the work to the public domain by waiving all of his or her
rights to the work worldwide under copyright law, including all related and neighbouring rights, to the extent allowed
by law. You can copy, modify, distribute and perform the work, even for commercial purposes, all without asking
permission. The legal text: https://creativecommons.org/publicdomain/zero/1.0/legalcode

The people, companies, addresses and numbers on the cards are invented.
"""


def _sure(field_: dict[str, Any] | None) -> dict[str, Any] | None:
    if field_ is None:
        return None
    kept = {key: value for key, value in field_.items() if not key.startswith("accept")}
    return {**kept, "confidence": 1.0, "box": None}


def contract_contact(contact: dict[str, Any]) -> dict[str, Any]:
    """Return a truth's contact as the contract has it, every value at confidence 1.0."""
    return {
        key: [_sure(item) for item in value] if isinstance(value, list) else _sure(value)
        for key, value in contact.items()
    }


def contract_document(photo: Photo, file: str, wish: Wish) -> dict[str, Any]:
    """Return the truth of a photo as the contract's document, with ``sample`` beside it."""
    truth = photo.truth
    image = {
        "path": file,
        "sha256": hashlib.sha256(photo.data).hexdigest(),
        "width": truth["width"],
        "height": truth["height"],
    }
    cards = [
        {
            "corners": card["corners"],
            "text": card["text"],
            "codes": card["codes"],
            "contact": contract_contact(card["contact"]),
        }
        for card in truth["cards"]
    ]
    about = {
        "kind": truth["kind"], "conditions": truth["conditions"], "camera": {key: value for key, value in wish.camera.items()},
        "layouts": [card["layout"] for card in truth["cards"]], "countries": [card["country"] for card in truth["cards"]],
        "also_right": [accepted(card) for card in truth["cards"]],
    }  # fmt: skip
    return {"version": 1, "image": image, "cards": cards, "sample": about}


def accepted(card: dict[str, Any]) -> dict[str, list[str]]:
    """Return the other values that are right, by field."""
    fields = {
        key: value["accept"]
        for key, value in card["contact"].items()
        if isinstance(value, dict) and value.get("accept")
    }
    return {**card["also_right"], **fields}


def write_samples(folder: Path = FOLDER) -> None:
    """Write all samples, their truth, the licence and the list."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*-*.*"):
        old.unlink()
    rows, layouts, countries = [], set(), set()
    for wish in WISHES:
        photo = make_photo(
            f"samples/{SEED}/{wish.name}",
            "A",
            kind=wish.kind,
            cards=wish.cards,
            fiction=True,
            countries=wish.countries,
            suffix=wish.suffix,
            **wish.camera,
        )
        file = f"{wish.name}.{photo.suffix}"
        (folder / file).write_bytes(photo.data)
        document = contract_document(photo, file, wish)
        (folder / f"{wish.name}.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
        layouts |= set(document["sample"]["layouts"])
        countries |= set(document["sample"]["countries"])
        how = ", ".join(
            [
                photo.truth["kind"],
                *photo.truth["conditions"],
                *(
                    key.replace("_", " ").removesuffix(" deg")
                    for key in wish.camera
                    if key not in ("size", "fill", "noise")
                ),
            ]
        )
        rows.append(
            f"| {file} | {len(document['cards'])} | {', '.join(document['sample']['countries'])} | {how}; {photo.truth['width']} × {photo.truth['height']} |"
        )
        print(file, len(photo.data) // 1024, "KB", file=sys.stderr)
    total = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    text = README.format(
        count=len(WISHES),
        megabytes=total,
        layouts=len(layouts),
        countries=", ".join(sorted(countries)),
        rows="\n".join(rows),
    )
    (folder / "README.md").write_text(text, "utf-8")
    (folder / "LICENSE").write_text(LICENSE, "utf-8")


if __name__ == "__main__":
    write_samples()
