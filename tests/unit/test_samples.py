"""The samples are what their truth and the issue say they are, without reading them."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import phonenumbers
import pillow_heif
import pytest
from PIL import Image, ImageOps

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
TRUTHS = sorted(SAMPLES.glob("*.json"))


@cache
def truth(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


@cache
def schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((ROOT / "cardscan" / "scan.schema.json").read_text("utf-8")))


def letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def test_there_are_enough_and_they_are_small() -> None:
    assert len(TRUTHS) >= 40
    assert sum(path.stat().st_size for path in SAMPLES.iterdir()) <= 25_000_000
    about = [truth(path)["sample"] for path in TRUTHS]
    assert len({layout for one in about for layout in one["layouts"]}) >= 15
    assert len({country for one in about for country in one["countries"]}) >= 6
    conditions = {condition for one in about for condition in one["conditions"]}
    assert conditions >= {"turn", "shadow", "clutter", "several", "code", "dark card", "digital", "flatbed"}


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_the_truth_is_of_the_contracts_form_and_of_this_very_file(path: Path) -> None:
    document = truth(path)
    schema().validate(document)
    photo = SAMPLES / document["image"]["path"]
    assert hashlib.sha256(photo.read_bytes()).hexdigest() == document["image"]["sha256"]
    pillow_heif.register_heif_opener()
    with Image.open(photo) as opened:
        turned = photo.suffix == ".jpg" and opened.getexif().get(0x0112, 1) >= 5
        size = opened.size[::-1] if turned else opened.size
    assert size == (document["image"]["width"], document["image"]["height"])


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_nobody_real_is_on_the_cards(path: Path) -> None:
    for card in truth(path)["cards"]:
        contact = card["contact"]
        assert all(mail["value"].endswith(".example") for mail in contact["emails"])
        assert all(".example" in url["value"] for url in contact["urls"])
        assert all(phonenumbers.is_possible_number(phonenumbers.parse(phone["value"])) for phone in contact["phones"])


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_what_the_truth_tells_is_printed(path: Path) -> None:
    for card in truth(path)["cards"]:
        printed, contact = letters(card["text"]), card["contact"]
        assert all(letters(mail["value"].split("@")[0]) in printed for mail in contact["emails"])
        for phone in contact["phones"]:
            assert "".join(filter(str.isdigit, phone["raw"])) in "".join(filter(str.isdigit, card["text"]))
        if contact["name"]:
            assert letters(contact["name"]["family"]) in printed


def test_a_phone_held_upright_leaves_its_orientation_to_the_reader() -> None:
    turned = 0
    for path in TRUTHS:
        photo = SAMPLES / truth(path)["image"]["path"]
        if photo.suffix == ".jpg":
            with Image.open(photo) as opened:
                if opened.getexif().get(0x0112, 1) != 1:
                    turned += 1
                    assert ImageOps.exif_transpose(opened).height > opened.height
    assert turned >= 1
