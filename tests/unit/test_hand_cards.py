"""Cards that were written by hand, read from their text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from card_lines import gold_label, lines_of
from hand_cards import FOLDER, hand_cards, record, unmarked

from cardscan.parse.label import Label
from cardscan.parse.resolve import ParseOptions, segments_of

CARD = """\
== DE de
8 12 7 | {x:Dr.} {n:Ada Kestrel}, {c:MBA}
8 23 3.4 | {t:Leiterin Einkauf} / {t:Prokuristin}
8 60 3.2 | {o:Nordlicht Analytics GmbH}
8 67 3.2 | {a:Am Hafen 11}
8 74 3.2 | {a:20457 Hamburg}
58 60 3.2 | Fon {p:040 5550 7788-0}
58 67 3.2 | Durchwahl {p:-43}
58 74 3.2 | {e:ada@nordlicht.example}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "x01.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_line_is_told_apart_from_its_marks() -> None:
    text, spans = unmarked("Fon {p:040 555} und {e:a@b.example}")
    assert text == "Fon 040 555 und a@b.example"
    assert [(text[start:end], kind) for start, end, kind in spans] == [
        ("Fon ", "other"),
        ("040 555", "phone"),
        (" und ", "other"),
        ("a@b.example", "email"),
    ]


def test_a_card_tells_its_contact_and_what_its_pieces_are(tmp_path: Path) -> None:
    (card,) = hand_cards(written(tmp_path, CARD))
    row = record(card, "texts-x", 0)
    contact = row["contact"]
    assert contact["name"]["value"] == "Ada Kestrel"
    assert "Leiterin Einkauf / Prokuristin" in contact["title"]["accept"]
    assert contact["organization"]["value"] == "Nordlicht Analytics GmbH"
    assert [address["value"] for address in contact["addresses"]] == ["Am Hafen 11, 20457 Hamburg"]
    assert [phone["raw"] for phone in contact["phones"]] == ["040 5550 7788-0"]  # an extension alone is none
    segments, _ = segments_of(lines_of(row), ParseOptions())
    gold = {segment.text: gold_label(row, segment) for segment in segments}
    assert gold["Nordlicht Analytics GmbH"] is Label.ORGANIZATION
    assert gold["Am Hafen 11"] is Label.ADDRESS


@pytest.mark.parametrize("text", ["== DE de\n8 12 | Ada\n", "8 12 3 | Ada\n", "== DE de\n8 12 3 | {q Ada\n"])
def test_what_is_no_card_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"x01\.txt:"):
        list(hand_cards(written(tmp_path, text)))


def test_the_cards_of_the_project_can_be_read() -> None:
    for path in FOLDER.glob("*.txt"):
        for card in hand_cards(path):
            row = record(card, "texts-x", 0)
            assert len(row["lines"]) >= 3, f"{path.name}: {row['text']}"
