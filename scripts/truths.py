"""The truth of what is measured: generated sets, the samples, and folders of real photographs, in one form.

A row is one photo: ``file`` (path), ``kind``, ``conditions``, ``width``, ``height`` and ``cards``, each with ``contact``,
``also_right``, ``country`` and, where known, ``corners`` and ``lines``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

Row = dict[str, Any]
PRINTED = frozenset(
    {
        "name",
        "prefix",
        "credentials",
        "title",
        "department",
        "organization",
        "email",
        "phone",
        "fax",
        "url",
        "linkedin",
        "address",
    }
)
"""The kinds of print that the character rate counts; slogans and services are nobody's contact."""


def generated(folder: Path, count: int | None = None) -> list[Row]:
    """Return the rows of a set that make_bench.py wrote."""
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()][:count]
    for row in rows:
        row["file"] = str(folder / row["file"])
        for card in row["cards"]:
            card["also_right"] = {**card["also_right"], "urls": addresses_besides(card)}
    return rows


def addresses_besides(card: dict[str, Any]) -> list[str]:
    """Return the web addresses that the card bears besides its site: what its codes hold, and its other profiles."""
    held = [code["text"] for code in card["codes"] if code["text"].startswith("http")]
    lines = card.get("printed", card["lines"])
    profiles = [line["text"][start:end] for line in lines for start, end, kind in line["spans"] if kind == "social"]
    return [*held, *map(_profile_address, profiles)]


def _profile_address(profile: str) -> str:
    """Return the address that a printed profile stands for: ``Instagram: @jane`` → ``instagram.com/jane``."""
    handle = profile.rsplit(maxsplit=1)[-1]
    return f"instagram.com/{handle[1:]}" if profile.startswith("Instagram: @") else handle


def samples(folder: Path) -> list[Row]:
    """Return the rows of samples/, from the truth beside each photo."""
    out = []
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        about, image = document["sample"], document["image"]
        cards = []
        for card, country, also in zip(document["cards"], about["countries"], about["also_right"], strict=True):
            contact = {
                key: {**value, "accept": also.get(key, [])} if isinstance(value, dict) else value
                for key, value in card["contact"].items()
            }
            cards.append({"corners": card["corners"], "contact": contact, "also_right": also, "country": country})
        out.append(
            {
                "file": str(folder / image["path"]),
                "kind": about["kind"],
                "conditions": about["conditions"],
                "width": image["width"],
                "height": image["height"],
                "cards": cards,
            }
        )
    return out


def real(folder: Path) -> list[Row]:
    """Return the rows of a folder of real photographs with a ``truth.json``: a list of photos, each with its contact.

    Nothing is copied from it. Its ``also_right`` may name further addresses that are right to tell.
    """
    out = []
    for item in json.loads((folder / "truth.json").read_text("utf-8")):
        path = folder / item["file"]
        with Image.open(path) as opened:
            width, height = ImageOps.exif_transpose(opened).size
        contact = {**item["contact"]}
        also_raw = contact.pop("also_right", {}) or {}
        also = {"addresses": list(also_raw.get("addresses_other", [])), "urls": list(also_raw.get("social_other", []))}
        contact["phones"] = [{"extension": None, **phone} for phone in contact["phones"]]
        card = {"contact": contact, "also_right": also, "country": item.get("country") or item.get("language", "?")}
        kind = "scan" if item.get("kind") == "digital" else "real"
        out.append(
            {
                "file": str(path),
                "kind": kind,
                "conditions": item.get("conditions", []),
                "width": width,
                "height": height,
                "cards": [card],
            }
        )
    return out


def printed_lines(card: Row) -> list[str]:
    """Return the card's printed fields line by line, without labels and slogans."""
    out = []
    for line in card.get("lines", ()):
        out += [line["text"][start:end].strip() for start, end, kind in line["spans"] if kind in PRINTED]
    return [text for text in out if text]
