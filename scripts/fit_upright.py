"""Fit the network of cardscan/image/upright.py: does a letter stand upright or on its head?

Text of the kinds that cards carry is set in the machine's fonts, blurred, made noisy and cut into components by the
very code that the program uses; a network with one hidden layer learns each component from its turned self. A fifth of
the font families is held back, and what is right on whole cards of those is printed.

    python scripts/fit_upright.py [--cards 1300] [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import string
import subprocess
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from sklearn.neural_network import MLPClassifier

from cardscan.image.upright import letter_patches, turned_over

TARGET = Path(__file__).resolve().parent.parent / "cardscan" / "image" / "upright.npz"
NOT_TEXT = ("Symbol", "Emoji", "Math", "Dingbats", "Awesome", "Barcode", "Keyboard", "DSEG", "Icons", "D050000L", "CJK")
_NAMES = """anna björn chloé dieter élodie fabián gülşen hans josé łukasz marta niamh oğuz quentin søren tomáš zoë priya
müller garcía sørensen novák kowalski lefèvre rossi ferreira öztürk johansson schäfer nguyen fitzgerald iyer"""
_LATIN = """senior manager director of human resources sales marketing leiter einkauf gerente ventas ingénieur qualité
partner head people talent finance legal street avenue road straße rua calle via platz floor suite limited group bank
capital analytics consulting robotics engenharia comércio serviços advogados conseil holding international"""
_CYRILLIC = """директор по продажам генеральный менеджер улица москва иванов пётр сергеевич компания телефон отдел
кадров проспект"""
_GREEK = """διευθυντής πωλήσεων οδός αθήνα τηλέφωνο εταιρεία γιώργος παπαδόπουλος σύμβουλος διεύθυνση κινητό λεωφόρος"""
NAMES = tuple(_NAMES.split())
WORDS = {"latin": tuple(_LATIN.split()), "cyrillic": tuple(_CYRILLIC.split()), "greek": tuple(_GREEK.split())}


def families() -> dict[str, list[str]]:
    """Return the machine's fonts by family."""
    listed = subprocess.run(["fc-list", "--format", "%{file}|%{family}\n"], capture_output=True, text=True, check=True)
    found = defaultdict(list)
    for row in listed.stdout.splitlines():
        file, _, family = row.partition("|")
        if file.lower().endswith((".ttf", ".otf")) and not any(word in family for word in NOT_TEXT):
            found[family.split(",")[0]].append(file)
    return {name: files for name, files in found.items() if any(_sets_text(file) for file in files[:1])}


def _sets_text(file: str) -> bool:
    try:
        font = ImageFont.truetype(file, 30)
        return bytes(font.getmask("a")) != bytes(font.getmask("b")) and font.getmask("ag").getbbox() is not None
    except OSError:
        return False


def text_line(chance: random.Random, script: str) -> str:
    """Return a line as cards have them."""
    words = WORDS[script]
    kind = chance.random()
    if kind < 0.3:
        digits = "".join(chance.choice(string.digits) for _ in range(chance.randint(8, 12)))
        return f"+{digits[:2]} {digits[2:5]} {digits[5:]}"
    if kind < 0.5:
        user, domain = f"{chance.choice(NAMES)}.{chance.choice(NAMES)}", chance.choice(WORDS["latin"])
        return chance.choice([f"{user}@{domain}.example", f"www.{domain}.example"])
    if kind < 0.65 and script == "latin":
        text = f"{chance.choice(NAMES)} {chance.choice(NAMES)}".title()
    else:
        text = " ".join(chance.choice(words) for _ in range(chance.randint(2, 4))).title()
        if chance.random() < 0.4:
            text += f" {chance.randint(1, 999)}, {chance.randint(1000, 99999)}"
    return text.upper() if chance.random() < 0.35 else text


def card(chance: random.Random, files: list[str]) -> np.ndarray:
    """Return a plain card, (H, W) uint8, upright."""
    width, height = 1000, 600
    light = chance.random() < 0.3
    ground, ink = (
        (chance.randint(10, 90), chance.randint(170, 255))
        if light
        else (chance.randint(150, 255), chance.randint(0, 90))
    )
    picture = Image.new("L", (width, height), ground)
    draw = ImageDraw.Draw(picture)
    y = chance.randint(20, 70)
    script = chance.choices(["latin", "cyrillic", "greek"], [0.84, 0.1, 0.06])[0]
    for _ in range(chance.randint(4, 9)):
        file = chance.choice(files)
        size = chance.choice([18, 20, 22, 24, 28, 32, 44, 60])
        font = ImageFont.truetype(file, size)
        text = text_line(chance, script)
        if script != "latin" and bytes(font.getmask("я" if script == "cyrillic" else "ω")) == bytes(
            font.getmask("\uffff")
        ):
            text = text_line(chance, "latin")
        draw.text((chance.randint(20, 200), y), text, font=font, fill=ink)
        y += int(size * chance.uniform(1.2, 2.2))
        if y > height - 70:
            break
    pixels = np.asarray(picture, dtype=np.float32)
    numbers = np.random.default_rng(chance.randint(0, 2**31))
    pixels = cv2.warpAffine(
        pixels,
        cv2.getRotationMatrix2D((width / 2, height / 2), numbers.uniform(-1.5, 1.5), 1.0),
        (width, height),
        borderMode=cv2.BORDER_REPLICATE,
    )
    pixels = cv2.GaussianBlur(pixels, (0, 0), numbers.uniform(0.3, 1.6))
    pixels += numbers.normal(0, numbers.uniform(0, 8), pixels.shape)
    return np.clip(pixels, 0, 255).astype(np.uint8)


def main() -> None:
    """Fit, print what held-back fonts say, write the network."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=int, default=1300)
    parser.add_argument("--hidden", type=int, default=48)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    fonts = families()
    names = sorted(fonts)
    chance.shuffle(names)
    held, used = names[: len(names) // 5], names[len(names) // 5 :]
    rows = []
    for number in range(options.cards):
        picture = card(chance, fonts[chance.choice(used)])
        # Every other card is truly turned: else the network learns the traces that turning a patch leaves.
        turned = number % 2 == 1
        patches = letter_patches(np.ascontiguousarray(np.rot90(picture, 2)) if turned else picture)
        rows.append(turned_over(patches) if turned else patches)
    upright = np.concatenate(rows)
    inputs = np.concatenate([upright, turned_over(upright)])
    answers = np.concatenate([np.ones(len(upright)), np.zeros(len(upright))])
    model = MLPClassifier((options.hidden,), alpha=1e-3, batch_size=512, max_iter=14, random_state=options.seed)
    model.fit(inputs, answers)
    np.savez_compressed(
        TARGET,
        weights=model.coefs_[0].astype(np.float16),
        bias=model.intercepts_[0].astype(np.float16),
        out=model.coefs_[1][:, 0].astype(np.float16),
    )
    from cardscan.image.letters import see
    from cardscan.image.upright import find_turn

    right, sure = [], []
    for number in range(400):
        turn = find_turn(see(np.ascontiguousarray(np.rot90(card(chance, fonts[chance.choice(held)]), number % 4))))
        right.append(turn.quarter_turns == number % 4)
        sure.append(turn.confidence >= 0.9)
    print(f"{len(used)} families, {len(upright)} letters")
    print(f"{len(held)} held-back families: upright {np.mean(right):.3f} of 400 cards, sure of {np.mean(sure):.3f}")


if __name__ == "__main__":
    main()
